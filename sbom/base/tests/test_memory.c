/* What holds memory: arena, buffer, interned text, map. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/mem.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

static void arena_pieces_do_not_overlap(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 15, 16, 17, 1000, 16384, 100000, 600000, 1048576, 3000000, 8};
    struct sb_arena arena = {0};
    unsigned char *pieces[SB_COUNT(sizes) * 4];
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; i < SB_COUNT(pieces); i++) {
            size_t n = sizes[i % SB_COUNT(sizes)];
            pieces[i] = sb_arena_alloc(&arena, n);
            assert_int_equal((uintptr_t)pieces[i] % 16, 0);
            memset(pieces[i], (int)i, n);
        }
        for (size_t i = 0; i < SB_COUNT(pieces); i++)
            for (size_t k = 0; k < sizes[i % SB_COUNT(sizes)]; k++)
                assert_int_equal(pieces[i][k], i);
        sb_arena_reset(&arena);
    }
    const char *zeroed = sb_arena_zalloc(&arena, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(zeroed[i], 0);
    sb_arena_done(&arena);
    assert_int_equal(arena.total, 0);
    sb_arena_reset(&arena);
}

static void arena_takes_from_another(void **state)
{
    (void)state;
    struct sb_arena all = {0}, one = {0};
    sb_str texts[] = {sb_arena_str(&one, SB_S("one")), SB_STR_NONE, SB_STR_NONE};
    sb_arena_take(&all, &one);
    assert_int_equal(one.total, 0);
    texts[1] = sb_arena_str(&all, SB_S("two"));
    texts[2] = sb_arena_str(&one, SB_S("three"));
    sb_arena_take(&all, &one);
    sb_arena_take(&all, &one); /* nothing */
    SAME(texts[0], SB_S("one"));
    SAME(texts[1], SB_S("two"));
    SAME(texts[2], SB_S("three"));
    sb_arena_done(&all);
}

static void arena_makes_text(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    sb_str copy = sb_arena_str(&arena, SB_S("a\0b"));
    SAME(copy, SB_S("a\0b"));
    assert_int_equal(copy.p[3], 0);
    SAME(sb_arena_str(&arena, SB_STR_NONE), SB_S(""));
    SAME(sb_arena_printf(&arena, "%d-%s", 7, "x"), SB_S("7-x"));
    SAME(sb_arena_join(&arena, SB_S("a"), SB_STR_NONE, SB_S("b\0")), SB_S("ab\0"));
    sb_arena_done(&arena);
}

static void buffer_grows_to_its_bound(void **state)
{
    (void)state;
    struct sb_buf buf = {.max = 10};
    sb_buf_str(&buf, SB_S("abc"));
    sb_buf_chr(&buf, 'd');
    sb_buf_printf(&buf, "%d", 56);
    sb_buf_hex(&buf, (const uint8_t[]){0x0f, 0xa0}, 2);
    SAME(sb_buf_all(&buf), SB_S("abcd560fa0"));
    assert_false(buf.over);
    sb_buf_chr(&buf, 'x');
    assert_true(buf.over);
    SAME(sb_buf_all(&buf), SB_S("abcd560fa0"));
    sb_buf_clear(&buf);
    sb_buf_str(&buf, SB_STR_NONE);
    sb_buf_chr(&buf, 'y');
    SAME(sb_buf_all(&buf), SB_S("y"));
    sb_buf_done(&buf);
    assert_int_equal(buf.max, 10);
}

static void text_is_stored_once(void **state)
{
    (void)state;
    struct sb_intern table;
    sb_intern_init(&table);
    assert_true(sb_text_eq(sb_intern_find(&table, SB_S("x")), SB_TEXT_ABSENT));
    assert_true(sb_text_eq(sb_intern(&table, SB_STR_NONE), SB_TEXT_EMPTY));
    enum { N = 20000 };
    sb_text ids[N];
    char text[32];
    for (unsigned i = 0; i < N; i++)
        ids[i] = sb_intern(&table, sb_str_n(text, (size_t)snprintf(text, sizeof text, "%u%c", i, 0)));
    for (unsigned i = 0; i < N; i++) {
        sb_str s = sb_str_n(text, (size_t)snprintf(text, sizeof text, "%u%c", i, 0));
        assert_true(sb_text_set(ids[i]));
        assert_true(sb_text_eq(sb_intern(&table, s), ids[i]));
        assert_true(sb_text_eq(sb_intern_find(&table, s), ids[i]));
        SAME(sb_intern_str(&table, ids[i]), s);
    }
    SAME(sb_intern_str(&table, SB_TEXT_NOASSERTION), SB_S("NOASSERTION"));
    SAME(sb_intern_str(&table, SB_TEXT_NONE), SB_S("NONE"));
    SAME(sb_intern_str(&table, SB_TEXT_WITHHELD), SB_STR_NONE);
    assert_false(sb_text_set(SB_TEXT_WITHHELD));
    /* The word in a document is no statement by itself: who reads it decides what it means. */
    assert_false(sb_text_eq(sb_intern(&table, SB_S("NONE")), SB_TEXT_NONE));
    sb_intern_done(&table);
}

/* Whoever keeps values tells by the bytes whether two are the same. */
static void kept_text_is_stored_about_once(void **state)
{
    (void)state;
    struct sb_intern table;
    sb_intern_init(&table);
    assert_true(sb_text_eq(sb_intern_keep(&table, SB_STR_NONE), SB_TEXT_EMPTY));
    sb_text short_one = sb_intern_keep(&table, SB_S("short"));
    assert_true(sb_text_eq(sb_intern(&table, SB_S("short")), short_one));
    sb_text value = sb_intern_keep(&table, SB_S("one that stands at every component"));
    for (unsigned i = 0; i < 5000; i++) {
        char text[64];
        sb_str s = sb_str_n(text, (size_t)snprintf(text, sizeof text, "a value of its own: %u", i));
        SAME(sb_intern_str(&table, sb_intern_keep(&table, s)), s);
        sb_text again = sb_intern_keep(&table, SB_S("one that stands at every component"));
        SAME(sb_intern_str(&table, again), SB_S("one that stands at every component"));
    }
    SAME(sb_intern_str(&table, value), SB_S("one that stands at every component"));
    assert_true(table.n < 5000 + 100); /* another one takes its place in the memo now and then */
    assert_false(sb_text_set(sb_intern_find(&table, SB_S("a value of its own: 17"))));
    sb_intern_done(&table);
}

static void map_keeps_all_keys(void **state)
{
    (void)state;
    struct sb_map map = {0};
    assert_null(sb_map_get(&map, 0));
    for (uint32_t i = 0; i < 50000; i++) {
        uint32_t *value = sb_map_put(&map, sb_pair(i, i % 7));
        assert_int_equal(*value, 0);
        *value = i + 1;
    }
    for (uint32_t i = 0; i < 50000; i++) {
        assert_int_equal(*sb_map_get(&map, sb_pair(i, i % 7)), i + 1);
        assert_int_equal(*sb_map_put(&map, sb_pair(i, i % 7)), i + 1);
        assert_null(sb_map_get(&map, sb_pair(i, 8)));
    }
    *sb_map_put(&map, UINT64_MAX - 1) = 5;
    assert_int_equal(*sb_map_get(&map, UINT64_MAX - 1), 5);
    sb_map_done(&map);
}

static void growth_keeps_what_is_there(void **state)
{
    (void)state;
    SB_VEC(int) v = {0};
    for (int i = 0; i < 10000; i++)
        *SB_PUSH(&v) = i;
    for (int i = 0; i < 10000; i++)
        assert_int_equal(v.p[i], i);
    assert_true(v.cap >= v.n);
    sb_free(v.p);
}

static void first_error_stays(void **state)
{
    (void)state;
    struct sb_err err = {0};
    assert_int_equal(sb_fail(&err, SB_E_SYNTAX, "no %s", "good"), SB_E_SYNTAX);
    assert_int_equal(sb_fail_sys(&err, 2, "later"), SB_E_IO);
    assert_int_equal(sb_fail(NULL, SB_E_LIMIT, "nobody asks"), SB_E_LIMIT);
    sb_err_at(&err, 3, 4);
    sb_err_at(&err, 5, 6);
    sb_err_path(&err, SB_S("a"));
    sb_err_path(&err, SB_S("b"));
    assert_int_equal(err.rc, SB_E_SYNTAX);
    assert_string_equal(err.text, "no good");
    assert_string_equal(err.path, "a");
    assert_int_equal(err.line, 3);
    struct sb_err sys = {0};
    sb_fail_sys(&sys, 2, "cannot open");
    assert_string_equal(sys.text, "cannot open: No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_pieces_do_not_overlap),
        cmocka_unit_test(arena_takes_from_another),
        cmocka_unit_test(arena_makes_text),
        cmocka_unit_test(buffer_grows_to_its_bound),
        cmocka_unit_test(text_is_stored_once),
        cmocka_unit_test(kept_text_is_stored_about_once),
        cmocka_unit_test(map_keeps_all_keys),
        cmocka_unit_test(growth_keeps_what_is_there),
        cmocka_unit_test(first_error_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
