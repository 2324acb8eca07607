#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "npm/npm_lock.h"

static struct sb_arena arena;

static const struct sb_npm_lock *nested(size_t depth, size_t name)
{
    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("{\"dependencies\":{"));
    for (size_t i = 0; i < depth; i++) {
        sb_buf_chr(&text, '"');
        for (size_t k = 0; k < name; k++)
            sb_buf_chr(&text, 'a');
        sb_buf_str(&text,
                   i + 1 < depth ? SB_S("\":{\"version\":\"1\",\"dependencies\":{") : SB_S("\":{\"version\":\"1\"}"));
    }
    for (size_t i = 0; i + 1 < depth; i++)
        sb_buf_str(&text, SB_S("}}"));
    sb_buf_str(&text, SB_S("}}"));
    const struct sb_npm_lock *lock = sb_npm_lock_read(sb_buf_all(&text), &arena);
    sb_buf_done(&text);
    return lock;
}

static void test_depth(void **state)
{
    (void)state;
    assert_int_equal(nested(20, 1)->n, 20);
    assert_int_equal(nested(20, 1)->trouble.text.n, 0);
    assert_int_equal(nested(100, 1)->n, 32); /* deeper than any installation */
    assert_true(nested(100, 1)->cut);
    assert_true(nested(10, 500)->cut); /* longer than any path */
    assert_true(nested(1000, 1)->trouble.text.n > 0);
    sb_arena_done(&arena);
}

static void test_find(void **state)
{
    (void)state;
    const struct sb_npm_lock *lock = sb_npm_lock_read(
        SB_S("{\"packages\":{\"node_modules/b\":{\"version\":\"1\"},\"node_modules/a\":{\"version\":\"2\"},"
             "\"node_modules/a/node_modules/b\":{\"version\":\"3\"},\"packages/w/node_modules/a\":{\"version\":\"4\"},"
             "\"/etc\":{},\"../x\":{},\"node_modules/@s/c\":{}}}"),
        &arena);
    assert_int_equal(lock->n, 6);
    assert_true(lock->tells_scripts);
    assert_null(sb_npm_lock_find(lock, SB_S("node_modules")));
    static const struct {
        const char *from, *name, *version;
    } rows[] = {{"", "b", "1"},
                {"node_modules/a", "b", "3"},
                {"node_modules/a/node_modules/b", "b", "3"},
                {"node_modules/a/node_modules/b", "a", "2"},
                {"node_modules/@s/c", "b", "1"},
                {"packages/w", "a", "4"},
                {"packages/w", "b", "1"},
                {"packages/v", "a", "2"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        const struct sb_npm_entry *entry = sb_npm_lock_resolve(lock, sb_str_of(rows[i].from), sb_str_of(rows[i].name));
        assert_non_null(entry);
        assert_true(sb_str_eq(entry->version, sb_str_of(rows[i].version)));
    }
    assert_null(sb_npm_lock_resolve(lock, SB_S("node_modules/a"), SB_S("c")));
    assert_true(sb_str_eq(sb_npm_lock_find(lock, SB_S("node_modules/@s/c"))->name, SB_S("@s/c")));
    sb_arena_done(&arena);
}

static void test_shapes(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "7",
                                        "[]",
                                        "{\"packages\":[]}",
                                        "{\"packages\":{\"a\":1,\"b\":[{}]},\"dependencies\":0}",
                                        "{\"dependencies\":{\"a\":{\"dependencies\":{\"b\":[]},\"version\":{}}}}"};
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        assert_true(sb_npm_lock_read(sb_str_of(texts[i]), &arena)->n <= 2);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_depth), cmocka_unit_test(test_find),
                                       cmocka_unit_test(test_shapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
