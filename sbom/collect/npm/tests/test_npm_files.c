#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "npm/npm_files.h"

/* LIST: the members of "files"; PATHS: what is in the folder, split by blanks; what npm packs stands in capital
 * letters. */
static const struct {
    const char *list, *paths;
} lists[] = {
    {"\"lib\"", "LIB/A.JS LIB/B/C.JS lib.js src/lib.js libs/a.js"},
    {"\"lib/\"", "LIB/A.JS lib2/a.js"},
    {"\"/lib\",\"./dist/\"", "LIB/A.JS DIST/A.JS src/lib/a.js"},
    {"\"index.js\"", "INDEX.JS sub/index.js index.jsx"},
    {"\"*.js\"", "INDEX.JS sub/index.js index.ts"},
    {"\"*.js\",\"lib/x.js\"", "INDEX.JS LIB/X.JS LIB/Y.JS sub/index.js"},
    {"\"**/*.js\"", "INDEX.JS SUB/DEEP/INDEX.JS index.ts"},
    {"\"dist/*\"", "DIST/A.JS DIST/SUB/B.JS a.js"},
    {"\"dist/**/*.js\"", "DIST/A.JS DIST/SUB/B.JS dist/a.css"},
    {"\"dist\",\"!dist/test\"", "DIST/A.JS DIST/TEST/B.JS src/a.js"},
    {"\"dist\",\"!**/*.test.js\"", "DIST/A.JS DIST/X/B.TEST.JS a.test.js"},
    {"\"dist\",\"!*.map\"", "DIST/A.JS DIST/X/B.MAP"},
    {"\"!!dist\",\"!src\"", "DIST/A.JS src/a.js"},
    {"\"{lib,bin}\"", "LIB/A.JS BIN/B.JS src/c.js"},
    {"\"lib/{a,b{1,2}}.js\"", "LIB/A.JS LIB/B2.JS lib/b3.js"},
    {"\"lib/@(a|b).js\"", "LIB/A.JS src/a.js"},
    {"\"!(test)\"", "LIB/A.JS"},
    {"\".\"", "LIB/A.JS INDEX.JS"},
    {"\"*\"", "LIB/A.JS INDEX.JS .HIDDEN"},
    {"\"**\"", "LIB/A.JS INDEX.JS"},
    {"\"Lib\"", "LIB/A.JS"},
    {"\"x\"",
     "README.MD LICENSE LICENCE-MIT COPYING CHANGELOG.MD HISTORY.MD NOTICE PACKAGE.JSON lib/readme.md main2.js"},
    {"\"x/y\"", "X/Y/Z.JS X/README.MD x/z.js"},
    {"\"x\"", "MAIN.JS BIN/CLI browser.min.js BROWSER.JS"},
    {"\"{a,b\"", "a.js"},
    {"\"\"", "ANYTHING.JS"},
    {"\"[a-c].js\"", "B.JS d.js"},
    {"\"\\\\!x.js\"", "!X.JS"},
};

static void check(const char *list, sb_str paths)
{
    struct sb_arena arena = {0};
    struct sb_npm_files files;
    sb_str text = sb_arena_printf(
        &arena, "{\"main\":\"./main\",\"bin\":{\"c\":\"./bin/cli\"},\"browser\":\"browser.js\",\"files\":[%s]}", list);
    sb_npm_files_init(&files, sb_npm_manifest_read(text, &arena), &arena);
    assert_false(files.unknown);
    for (sb_str path; sb_str_word(&paths, &path);) {
        struct sb_buf lower = {0};
        bool packed = true;
        for (size_t i = 0; i < path.n; i++) {
            packed &= sb_lower(path.p[i]) == path.p[i] ? !sb_is_alpha(path.p[i]) : true;
            sb_buf_chr(&lower, sb_lower(path.p[i]));
        }
        bool got = sb_npm_files_lists(&files, sb_buf_all(&lower)) || sb_npm_files_always(&files, sb_buf_all(&lower));
        if (got != packed)
            print_error("%s: %.*s\n", list, SB_FMT(path));
        assert_int_equal(got, packed);
        sb_buf_done(&lower);
    }
    sb_npm_files_done(&files);
    sb_arena_done(&arena);
}

static void test_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(lists); i++)
        check(lists[i].list, sb_str_of(lists[i].paths));
}

static void test_bounds(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_npm_files files;
    sb_str braces = SB_S("{\"files\":[\"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\"]}");
    sb_npm_files_init(&files, sb_npm_manifest_read(braces, &arena), &arena);
    assert_true(files.unknown);
    sb_npm_files_done(&files);
    struct sb_buf many = {0};
    sb_buf_str(&many, SB_S("{\"files\":[\"x\""));
    for (int i = 0; i < 5000; i++)
        sb_buf_printf(&many, ",\"f%d\"", i);
    sb_buf_str(&many, SB_S("]}"));
    sb_npm_files_init(&files, sb_npm_manifest_read(sb_buf_all(&many), &arena), &arena);
    assert_true(files.unknown);
    sb_npm_files_done(&files);
    sb_buf_done(&many);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lists), cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
