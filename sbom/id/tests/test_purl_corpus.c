/* The test suite of the purl specification, where it lies beside the source tree. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/io.h"
#include "id/purl.h"

static const char corpus[] = SB_SOURCE_DIR "/../shared/corpora/purl/tests";
static unsigned tests, passed;

static sb_str text_of(const cJSON *object, const char *key)
{
    return sb_str_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key)));
}

static void parts_of(const cJSON *object, struct sb_purl *purl)
{
    *purl = (struct sb_purl){.type = text_of(object, "type"),
                             .ns = text_of(object, "namespace"),
                             .name = text_of(object, "name"),
                             .version = text_of(object, "version"),
                             .subpath = text_of(object, "subpath")};
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(object, "qualifiers"))
    {
        purl->qualifiers[purl->n_qualifiers++] =
            (struct sb_purl_qualifier){sb_str_of(item->string), sb_str_of(cJSON_GetStringValue(item))};
    }
}

static bool same_parts(const struct sb_purl *a, const cJSON *expected)
{
    struct sb_purl b;
    parts_of(expected, &b);
    bool same = sb_str_eq(a->type, b.type) && sb_str_eq(a->ns, b.ns) && sb_str_eq(a->name, b.name) &&
                sb_str_eq(a->version, b.version) && sb_str_eq(a->subpath, b.subpath) &&
                a->n_qualifiers == b.n_qualifiers;
    for (size_t i = 0; same && i < b.n_qualifiers; i++)
        same = sb_str_eq(sb_purl_get(a, b.qualifiers[i].key), b.qualifiers[i].value);
    return same;
}

/* "parse" wants strictness and parts, "build" and "validate" the canonical text; "validate" may repair. */
static bool run(const cJSON *test, struct sb_arena *arena)
{
    const cJSON *input = cJSON_GetObjectItemCaseSensitive(test, "input");
    const cJSON *expected = cJSON_GetObjectItemCaseSensitive(test, "expected_output");
    bool fails = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(test, "expected_failure"));
    sb_str type = text_of(test, "test_type");
    struct sb_err err = {0};
    struct sb_purl purl;
    sb_rc rc;
    if (sb_str_eq(type, SB_S("build"))) {
        parts_of(input, &purl);
        rc = sb_purl_normalise(&purl, arena, &err);
    } else {
        sb_str text = sb_str_of(cJSON_GetStringValue(input));
        rc = sb_str_eq(type, SB_S("parse")) ? sb_purl_parse(text, arena, &purl, &err)
                                            : sb_purl_repair(text, arena, &purl, &err);
    }
    assert_int_equal(rc, err.rc);
    if (fails || rc != SB_OK)
        return fails && rc == SB_E_SYNTAX;
    if (sb_str_eq(type, SB_S("parse")))
        return same_parts(&purl, expected);
    return sb_str_eq(sb_purl_text(&purl, arena), sb_str_of(cJSON_GetStringValue(expected)));
}

static void run_file(const char *path)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    assert_int_equal(sb_read_file(path, 1 << 24, &buf, &err), SB_OK);
    cJSON *json = cJSON_ParseWithLength(buf.p, buf.n);
    assert_non_null(json);
    struct sb_arena arena = {0};
    const cJSON *test;
    cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive(json, "tests"))
    {
        tests++;
        if (run(test, &arena)) {
            passed++;
        } else {
            char *text = cJSON_PrintUnformatted(test);
            printf("%s: %s\n", path, text);
            cJSON_free(text);
        }
        sb_arena_reset(&arena);
    }
    sb_arena_done(&arena);
    cJSON_Delete(json);
    sb_buf_done(&buf);
}

static void run_folder(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", corpus, name);
    struct dirent **files;
    int n = scandir(path, &files, NULL, alphasort);
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char file[4096];
        if (sb_str_ends(sb_str_of(files[i]->d_name), SB_S(".json"))) {
            snprintf(file, sizeof file, "%s/%s/%s", corpus, name, files[i]->d_name);
            run_file(file);
        }
        free(files[i]);
    }
    free(files);
}

static void test_suite_of_the_specification(void **state)
{
    (void)state;
    run_folder("spec");
    run_folder("types");
    printf("%u of %u\n", passed, tests);
    assert_true(tests > 0);
    assert_int_equal(passed, tests);
}

int main(void)
{
    DIR *dir = opendir(corpus);
    if (!dir)
        return 77;
    closedir(dir);
    const struct CMUnitTest all[] = {cmocka_unit_test(test_suite_of_the_specification)};
    return cmocka_run_group_tests(all, NULL, NULL);
}
