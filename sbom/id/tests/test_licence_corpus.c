/* Licence expressions on whose verdict two reference implementations agree, and those that the annex decides. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/io.h"
#include "id/licence.h"

static const char corpus[] = SB_SOURCE_DIR "/../shared/corpora/licence-expressions";

static cJSON *read_corpus(const char *name)
{
    char path[4096];
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    snprintf(path, sizeof path, "%s/%s", corpus, name);
    assert_int_equal(sb_read_file(path, 1 << 24, &buf, &err), SB_OK);
    cJSON *json = cJSON_ParseWithLength(buf.p, buf.n);
    assert_non_null(json);
    sb_buf_done(&buf);
    return json;
}

static sb_str text_of(const cJSON *object, const char *key)
{
    return sb_str_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key)));
}

/* The verdict and normal form of one expression; NORMAL empty leaves the form open. */
static bool agrees(sb_str expression, bool valid, sb_str normal)
{
    struct sb_arena arena = {0};
    struct sb_err err = {0};
    sb_str got;
    bool good = sb_licence_parse(expression, &arena, &got, &err) == SB_OK;
    bool right = good == valid && (!valid || !normal.n || sb_str_eq(got, normal)) && (good || err.col > 0);
    if (!right)
        printf("%.*s\n  -> %.*s%s\n", SB_FMT(expression), SB_FMT(got), err.text);
    sb_arena_done(&arena);
    return right;
}

static void test_expressions(void **state)
{
    (void)state;
    cJSON *json = read_corpus("expressions.json");
    unsigned n = 0, right = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        bool valid = sb_str_eq(text_of(item, "verdict"), SB_S("valid"));
        right += agrees(text_of(item, "expression"), valid, text_of(item, "normal"));
        n++;
    }
    printf("%u of %u\n", right, n);
    assert_true(n > 0);
    assert_int_equal(right, n);
    cJSON_Delete(json);
}

/* Where the annex decides, its verdict; the form is the one of npm's parser unless that refuses other cases of an id.
 */
static void test_disagreements(void **state)
{
    (void)state;
    cJSON *json = read_corpus("disagreements.json");
    unsigned n = 0, right = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        sb_str verdict = text_of(item, "annex");
        bool valid = sb_str_eq(verdict, SB_S("valid"));
        if (!valid && !sb_str_eq(verdict, SB_S("invalid")))
            continue;
        sb_str npm = text_of(cJSON_GetObjectItemCaseSensitive(item, "npm"), "normal");
        sb_str python = text_of(cJSON_GetObjectItemCaseSensitive(item, "python"), "normal");
        right += agrees(text_of(item, "expression"), valid, npm.n ? npm : python);
        n++;
    }
    printf("%u of %u where the annex decides\n", right, n);
    assert_true(n > 0);
    assert_int_equal(right, n);
    cJSON_Delete(json);
}

int main(void)
{
    DIR *dir = opendir(corpus);
    if (!dir)
        return 77;
    closedir(dir);
    const struct CMUnitTest all[] = {cmocka_unit_test(test_expressions), cmocka_unit_test(test_disagreements)};
    return cmocka_run_group_tests(all, NULL, NULL);
}
