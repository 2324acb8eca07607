#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "collect/mention.h"

static const struct {
    bool every_quote;
    const char *text;
    const char *mentioned[4], *not_mentioned[3];
} rows[] = {
    {false, "const a = require('left-pad');", {"left-pad"}, {"const"}},
    {false, "require ( \"left-pad\" )", {"left-pad"}, {0}},
    {false, "require(`left-pad`)", {"left-pad"}, {0}},
    {false, "import x from 'a'; import \"b\"; import('c'); export * from 'd'", {"a", "b", "c", "d"}, {"x"}},
    {false, "import x from 'a/lib/b.js'", {"a"}, {"a/lib/b.js", "b.js"}},
    {false, "import x from '@s/a/lib/b.js'; import '@t/b'", {"@s/a", "@t/b"}, {"@s", "@s/a/lib"}},
    {false, "import './a'; import '../b'; import '/c'", {0}, {"a", "./a", "c"}},
    {false, "let s = 'left-pad';", {0}, {"left-pad"}},
    {false, "require.resolve('a')", {"a"}, {0}},
    {false, "require(name) + 'b'", {0}, {"b", "name"}},
    {false, "// require('commented') counts", {"commented"}, {0}},
    {false, "import '\n' ; require('b')", {"b"}, {0}},
    {false, "import x from \"it's\"", {"it's"}, {0}},
    {false, "require('node:fs')", {"node:fs"}, {"fs"}},
    {false, "require('')", {0}, {""}},
    {false, "require('open", {0}, {"open"}},
    {true, "{\"plugins\": [\"a\", 'b']}", {"a", "b", "plugins"}, {0}},
    {true, "extends: ['@s/preset/x']", {"@s/preset"}, {0}},
};

static struct sb_mentions scan(sb_str text, bool every_quote, size_t step, struct sb_arena *arena)
{
    struct sb_mention_scan s = {0};
    sb_mention_begin(&s, every_quote);
    for (size_t i = 0; i < text.n; i += step)
        sb_mention_add(&s, text.p + i, text.n - i < step ? text.n - i : step);
    sb_mention_add(&s, "", 0);
    struct sb_mentions mentions = sb_mention_end(&s, arena);
    sb_free(s.found.p);
    return mentions;
}

static bool has(const struct sb_mentions *mentions, const char *name)
{
    return sb_mentions_have(mentions, sb_mention_hash(sb_str_of(name)));
}

/* Whatever pieces the bytes come in, the same is found. */
static void test_rows(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_str text = sb_str_of(rows[i].text);
        for (size_t step = 1; step <= text.n; step++) {
            struct sb_mentions mentions = scan(text, rows[i].every_quote, step, &arena);
            for (size_t j = 0; j < SB_COUNT(rows[i].mentioned) && rows[i].mentioned[j]; j++)
                if (!has(&mentions, rows[i].mentioned[j]))
                    fail_msg("%s: %s not found, step %zu", rows[i].text, rows[i].mentioned[j], step);
            for (size_t j = 0; j < SB_COUNT(rows[i].not_mentioned) && rows[i].not_mentioned[j]; j++)
                if (has(&mentions, rows[i].not_mentioned[j]))
                    fail_msg("%s: %s found, step %zu", rows[i].text, rows[i].not_mentioned[j], step);
        }
    }
    sb_arena_done(&arena);
}

static void test_long_texts(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("require('"));
    for (int i = 0; i < 100000; i++)
        sb_buf_chr(&text, 'a');
    sb_buf_str(&text, SB_S("') require('b')"));
    for (size_t step = 1; step < 400; step += 57) {
        struct sb_mentions mentions = scan(sb_buf_all(&text), false, step, &arena);
        assert_int_equal(mentions.n, 1);
        assert_true(has(&mentions, "b"));
    }
    sb_buf_done(&text);
    sb_arena_done(&arena);
}

static void test_repeats_and_nothing(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_mentions mentions = scan(SB_S("require('a');require('b');require('a/x')"), false, 3, &arena);
    assert_int_equal(mentions.n, 2);
    assert_true(mentions.hashes[0] < mentions.hashes[1]);
    mentions = scan(SB_S(""), false, 1, &arena);
    assert_int_equal(mentions.n, 0);
    assert_false(has(&mentions, "a"));
    mentions = scan(SB_S("require('a\0b')"), false, 2, &arena);
    assert_true(sb_mentions_have(&mentions, sb_mention_hash(SB_S("a\0b"))));
    sb_arena_done(&arena);
}

static void test_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool wanted, every_quote;
    } files[] = {{"index.js", true, false},
                 {"a.mjs", true, false},
                 {"a.d.ts", true, false},
                 {"A.vue", true, false},
                 {".eslintrc", true, true},
                 {"tsconfig.json", true, true},
                 {"package.json", false, true},
                 {"package-lock.json", false, true},
                 {".package-lock.json", false, true},
                 {"npm-shrinkwrap.json", false, true},
                 {"a.py", false, true},
                 {"js", false, true},
                 {"", false, true}};
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        bool every_quote;
        assert_int_equal(sb_mention_wanted(sb_str_of(files[i].name), &every_quote), files[i].wanted);
        if (files[i].wanted)
            assert_int_equal(every_quote, files[i].every_quote);
    }
}

/* What is larger than a configuration file is data: only its front is searched, in whatever pieces it comes. */
static void test_large_configuration(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("\"front\""));
    while (text.n < SB_MENTION_CONFIGURATION - 6)
        sb_buf_chr(&text, ' ');
    sb_buf_str(&text, SB_S("\"last\" \"behind\""));
    for (size_t step = 4096; step <= text.n; step += text.n - 4096) {
        struct sb_mentions mentions = scan(sb_buf_all(&text), true, step, &arena);
        assert_true(has(&mentions, "front"));
        assert_true(has(&mentions, "last"));
        assert_false(has(&mentions, "behind"));
    }
    sb_buf_done(&text);
    sb_arena_done(&arena);
}

static void test_python(void **state)
{
    (void)state;
    static const struct {
        const char *text, *mentioned[4], *not_mentioned[4];
    } cases[] = {
        {"import six\n", {"six"}, {"import"}},
        {"import a.b as x, c , d.e\n", {"a", "c", "d"}, {"b", "x", "e"}},
        {"x = 1\n    from a.b import c\n", {"a"}, {"b", "c", "x"}},
        {"from . import a\nfrom .b import c\n", {0}, {"a", "b", "c"}},
        {"try: import a\nexcept ImportError: pass", {"a"}, {"ImportError"}},
        {"m = importlib.import_module('a.b')\nn = __import__(\"c\")\n", {"a", "c"}, {"b"}},
        {"import_module(name)\nreimport a\nimported b\n", {0}, {"name", "a", "b"}},
        {"# a comment that says import b\n", {"b"}, {0}},
        {"from a import (\n    b,\n    c)\r\nimport d\r\n", {"a", "d"}, {"b", "c"}},
        {"import", {0}, {"import"}},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++)
        for (size_t step = 1; step < 70; step += 3) {
            struct sb_arena arena = {0};
            struct sb_mention_scan s = {0};
            sb_str text = sb_str_of(cases[i].text);
            sb_mention_begin(&s, false);
            for (size_t at = 0; at < text.n; at += step)
                sb_mention_python_add(&s, text.p + at, text.n - at < step ? text.n - at : step);
            sb_mention_python_add(&s, "", 0);
            struct sb_mentions mentions = sb_mention_end(&s, &arena);
            for (size_t k = 0; k < SB_COUNT(cases[i].mentioned) && cases[i].mentioned[k]; k++)
                if (!has(&mentions, cases[i].mentioned[k]))
                    fail_msg("case %zu in steps of %zu: no %s", i, step, cases[i].mentioned[k]);
            for (size_t k = 0; k < SB_COUNT(cases[i].not_mentioned) && cases[i].not_mentioned[k]; k++)
                if (has(&mentions, cases[i].not_mentioned[k]))
                    fail_msg("case %zu in steps of %zu: %s", i, step, cases[i].not_mentioned[k]);
            sb_free(s.found.p);
            sb_arena_done(&arena);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_long_texts),
                                       cmocka_unit_test(test_repeats_and_nothing),
                                       cmocka_unit_test(test_large_configuration),
                                       cmocka_unit_test(test_wanted),
                                       cmocka_unit_test(test_python)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
