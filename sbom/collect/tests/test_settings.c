#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collect/settings.h"

static void test_rows(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *keys, *lines; /* no keys: nothing of that */
    } rows[] = {
        {".npmrc", "registry = https://x\n", "registry", "registry = https://x\n"},
        {".npmrc", "script_shell=/tmp/sh\r\n", "script-shell", "script_shell=/tmp/sh\n"},
        {".npmrc", "@a:registry=https://u:p@x/\n//x/:_authToken=t\n", "@a:registry", "@a:registry=https://u:p@x/\n"},
        {".npmrc", "save-exact=true\n# git=/x\n; git=/y\n", NULL, NULL},
        {"bunfig.toml", "preload = [\n  \"./a.ts\",\n]\n[x]\ny = 1\n", "preload", "preload = [\n\"./a.ts\",\n]\n"},
        {".yarnrc.yml", "plugins:\n  - path: x.cjs\nnodeLinker: pnp\n", "plugins", "plugins:\n- path: x.cjs\n"},
        {".yarnrc", "yarn-path \".yarn/y.cjs\"\n", "yarn-path", "yarn-path \".yarn/y.cjs\"\n"},
        {"pip.conf", "[global]\ntimeout = 60\nindex-url=http://x\nextra-index-url =\n  http://y\n",
         "index-url, extra-index-url", "index-url=http://x\nextra-index-url =\nhttp://y\n"},
        {"uv.toml", "[[index]]\nname = \"x\"\nurl = \"http://x\"\n", "url", "url = \"http://x\"\n"},
        {"uv.toml", "", NULL, NULL},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_arena arena = {0};
        const struct sb_settings *settings = sb_settings_of(sb_str_of(rows[i].name), sb_str_of(rows[i].text), &arena);
        if (!settings != !rows[i].keys)
            fail_msg("row %zu: %s", i, settings ? "something" : "nothing");
        if (settings && (!sb_str_eq(settings->keys, sb_str_of(rows[i].keys)) ||
                         !sb_str_eq(settings->lines, sb_str_of(rows[i].lines))))
            fail_msg("row %zu: %.*s: %.*s", i, SB_FMT(settings->keys), SB_FMT(settings->lines));
        sb_arena_done(&arena);
    }
}

/* Remarks in front hide nothing. */
static void test_far_behind(void **state)
{
    static const char remark[] = "# nothing of that\n", last[] = "registry=https://x\n";
    enum { TIMES = 100000, N = sizeof remark - 1 };
    struct sb_arena arena = {0};
    (void)state;
    char *text = sb_arena_alloc(&arena, (size_t)TIMES * N + sizeof last);
    for (size_t i = 0; i < TIMES; i++)
        memcpy(text + i * N, remark, N);
    memcpy(text + (size_t)TIMES * N, last, sizeof last);
    const struct sb_settings *settings =
        sb_settings_of(SB_S(".npmrc"), sb_str_n(text, (size_t)TIMES * N + sizeof last - 1), &arena);
    assert_non_null(settings);
    assert_true(sb_str_eq(settings->keys, SB_S("registry")));
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_far_behind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
