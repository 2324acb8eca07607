/* Ranges of versions: by the examples of the specification, its test suite where it lies beside the source tree, and
 * what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the ones above first */
#include <cmocka.h>

#include <cjson/cJSON.h>

#include "base/io.h"
#include "id/vers.h"

static bool has(const char *range, const char *version)
{
    struct sb_arena arena = {0};
    struct sb_err err = {0};
    struct sb_vers vers;
    if (sb_vers_parse(sb_str_of(range), &arena, &vers, &err) != SB_OK)
        fail_msg("%s: %s", range, err.text);
    bool in = sb_vers_has(&vers, sb_str_of(version));
    sb_arena_done(&arena);
    return in;
}

static void test_has(void **state)
{
    static const struct {
        const char *range, *in, *out; /* versions with blanks between */
    } rows[] = {
        {"vers:npm/*", "1.0.0 0.0.1", ""},
        {"vers:npm/1.2.3", "1.2.3", "1.2.2 1.2.4"},
        {"vers:npm/=1.2.3|2.0.0", "1.2.3 2.0.0", "1.5.0"},
        {"vers:npm/>=1.0.0|<2.0.0", "1.0.0 1.9.9", "0.9.9 2.0.0 3.0.0"},
        {"vers:npm/<2.0.0|>=1.0.0", "1.0.0 1.9.9", "0.9.9 2.0.0"}, /* any order */
        {"vers:npm/<1.0.0|>2.0.0", "0.1.0 2.0.1", "1.0.0 1.5.0 2.0.0"},
        {"vers:npm/>=1.0.0|<2.0.0|>=3.0.0", "1.0.0 3.0.0 9.0.0", "2.0.0 2.5.0"},
        {"vers:npm/>=1.0.0|!=1.5.0|<2.0.0", "1.4.0 1.6.0", "1.5.0 2.0.0"},
        {"vers:npm/!=1.5.0", "1.4.0 9.0.0", "1.5.0"},
        {"vers:npm/<=1.0.0|3.0.0", "1.0.0 0.1.0 3.0.0", "2.0.0 4.0.0"},
        {"vers:npm/ >= 1.0.0 | < 2.0.0 ", "1.5.0", "2.0.0"},
        {"vers:pypi/>=1.82.7|<1.83", "1.82.7 1.82.8", "1.82.6 1.83 1.83.0"},
        {"vers:deb/>=1%3A2.0-1|<1%3A3.0", "1:2.0-1 1:2.9", "2.5 1:3.0"},
        {"vers:deb/<1.0~rc1", "1.0~beta", "1.0~rc1 1.0"},
        {"vers:generic/>=1.0|<=1.2", "1.0 1.1 1.2", "1.3"},
        {"vers:oci/!=sha256:0000000000000000000000000000000000000000000000000000000000000000", "1",
         "sha256:0000000000000000000000000000000000000000000000000000000000000000"},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        for (unsigned in = 0; in < 2; in++) {
            sb_str rest = sb_str_of(in ? rows[i].in : rows[i].out), word;
            while (sb_str_word(&rest, &word)) {
                char version[128];
                snprintf(version, sizeof version, "%.*s", SB_FMT(word));
                if (has(rows[i].range, version) != in)
                    fail_msg("%s: %s is%s in it", rows[i].range, version, in ? " not" : "");
            }
        }
    assert_false(has("vers:npm/>=1.0.0", ""));
}

static void test_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "1.0",
        ">=1.0",
        "vers:",
        "vers:npm",
        "vers:/1.0",
        "vers:np m/1",
        "vers:npm/",
        "vers:npm/1|",
        "vers:npm/>=",
        "vers:npm/1|1",
        "vers:npm/>1|>2",
        "vers:npm/<1|<=2",
        "vers:npm/1.*",
        "vers:npm/*|1",
        "vers:npm/%zz",
        "vers:npm/>=1|<=1",
        "vers:npm/>>1",
        "vers:npm/|1",
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(texts); i++) {
        struct sb_arena arena = {0};
        struct sb_err err = {0};
        struct sb_vers vers;
        if (sb_vers_parse(sb_str_of(texts[i]), &arena, &vers, &err) != SB_E_SYNTAX)
            fail_msg("\"%s\" was taken", texts[i]);
        assert_true(err.text[0]);
        sb_arena_done(&arena);
    }
}

static void test_bounds(void **state)
{
    struct sb_arena arena = {0};
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    struct sb_vers vers;
    (void)state;
    sb_buf_str(&buf, SB_S("vers:npm/0.0.0"));
    for (int i = 1; i <= SB_VERS_CONSTRAINTS; i++)
        sb_buf_printf(&buf, "|%d.0.0", i);
    assert_int_equal(sb_vers_parse(sb_buf_all(&buf), &arena, &vers, &err), SB_E_LIMIT);
    sb_buf_done(&buf);
    sb_arena_done(&arena);
}

/* Containment is what there is here; the rest of the suite is about native notations and orders of types. */
static void test_corpus(void **state)
{
    static const char *const files[] = {"npm_range_containment_test.json", "pypi_range_containment_test.json"};
    unsigned n = 0;
    (void)state;
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        char path[512];
        struct sb_buf buf = {0};
        struct sb_err err = {0};
        snprintf(path, sizeof path, "%s/../shared/corpora/vers/tests/%s", SB_SOURCE_DIR, files[i]);
        if (sb_read_file(path, 1 << 20, &buf, &err) != SB_OK)
            skip();
        cJSON *all = cJSON_ParseWithLength(buf.p, buf.n);
        const cJSON *test;
        cJSON_ArrayForEach(test, cJSON_GetObjectItemCaseSensitive(all, "tests"))
        {
            const cJSON *input = cJSON_GetObjectItemCaseSensitive(test, "input");
            const char *range = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(input, "vers"));
            const char *version = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(input, "version"));
            bool want = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(test, "expected_output"));
            if (has(range, version) != want)
                fail_msg("%s, %s: not %d", range, version, want);
            n++;
        }
        cJSON_Delete(all);
        sb_buf_done(&buf);
    }
    assert_true(n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_has), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_bounds), cmocka_unit_test(test_corpus)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
