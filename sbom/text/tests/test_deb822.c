#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "text/deb822.h"

#define T(text)                                                                                                        \
    {                                                                                                                  \
        "" text, sizeof(text) - 1                                                                                      \
    }

struct event {
    enum sb_deb822_event event;
    uint32_t line; /* 0: does not matter */
    sb_str name, value;
};

#define FIELD(line, name, value)                                                                                       \
    {                                                                                                                  \
        SB_DEB822_FIELD, line, T(name), T(value)                                                                       \
    }
#define BAD(line, value)                                                                                               \
    {                                                                                                                  \
        SB_DEB822_BAD_LINE, line, {NULL, 0}, T(value)                                                                  \
    }
#define PARAGRAPH                                                                                                      \
    {                                                                                                                  \
        SB_DEB822_PARAGRAPH, 0, {NULL, 0},                                                                             \
        {                                                                                                              \
            NULL, 0                                                                                                    \
        }                                                                                                              \
    }
#define BODY(line, value)                                                                                              \
    {                                                                                                                  \
        SB_DEB822_BODY, line, {NULL, 0}, T(value)                                                                      \
    }

struct row {
    sb_str input;
    bool headers_only;
    struct event events[8]; /* zeroed ones behind the last stand for END */
};

static const struct row rows[] = {
    {T(""), false, {{SB_DEB822_END, 0, {NULL, 0}, {NULL, 0}}}},
    {T("\n \n\t\n\n"), false, {{SB_DEB822_END, 0, {NULL, 0}, {NULL, 0}}}},
    {T("Package: a\nVersion: 1\n"), false, {FIELD(1, "Package", "a"), FIELD(2, "Version", "1"), PARAGRAPH}},
    {T("Package: a"), false, {FIELD(1, "Package", "a"), PARAGRAPH}},
    {T("A: 1\n\n\nB: 2\n \t\nC: 3\n\n"),
     false,
     {FIELD(1, "A", "1"), PARAGRAPH, FIELD(4, "B", "2"), PARAGRAPH, FIELD(6, "C", "3"), PARAGRAPH}},
    {T("A: one\n two\n\tthree\n .\nB:\n b1\n b2\nC:\n"),
     false,
     {FIELD(1, "A", "one\n two\n\tthree\n ."), FIELD(5, "B", "b1\n b2"), FIELD(8, "C", ""), PARAGRAPH}},
    {T("A: 1\r\nB: x\r\n y\r\n\r\nC: 2\r\n"),
     false,
     {FIELD(1, "A", "1"), FIELD(2, "B", "x\r\n y"), PARAGRAPH, FIELD(5, "C", "2"), PARAGRAPH}},
    {T("no colon here\nA: 1\n"), false, {BAD(1, "no colon here"), FIELD(2, "A", "1"), PARAGRAPH}},
    {T(" folded at the front\nA: 1\n"), false, {BAD(1, " folded at the front"), FIELD(2, "A", "1"), PARAGRAPH}},
    {T(": no name\n-A: 1\nA B: 2\nA\x80: 3\n"),
     false,
     {BAD(1, ": no name"), BAD(2, "-A: 1"), BAD(3, "A B: 2"), BAD(4, "A\x80: 3")}},
    {T("# a comment\nA: 1\n# another\nB: 2\n"), false, {FIELD(2, "A", "1"), FIELD(4, "B", "2"), PARAGRAPH}},
    {T("A: 1\n# in between\n 2\n"), false, {FIELD(1, "A", "1"), BAD(3, " 2"), PARAGRAPH}},
    {T("A : 1\nB:2:3\nC:\t x \t\n"), false, {FIELD(1, "A", "1"), FIELD(2, "B", "2:3"), FIELD(3, "C", "x"), PARAGRAPH}},
    {T("A: a\0b\n\0: c\nB\0: d\n"), false, {FIELD(1, "A", "a\0b"), BAD(2, "\0: c"), BAD(3, "B\0: d"), PARAGRAPH}},
    {T("A: 1\n\nthe body\n\nB: 2\n"), true, {FIELD(1, "A", "1"), PARAGRAPH, BODY(3, "the body\n\nB: 2\n")}},
    {T("A: 1\r\n\r\nbody"), true, {FIELD(1, "A", "1"), PARAGRAPH, BODY(3, "body")}},
    {T("A: 1\n        \n  x\n\n"), true, {FIELD(1, "A", "1\n        \n  x"), PARAGRAPH}},
    {T("A: 1"), true, {FIELD(1, "A", "1"), PARAGRAPH}},
    {T("\nbody"), true, {BODY(2, "body")}},
    {T("#x: 1\nA: 2\n"), true, {BAD(1, "#x: 1"), FIELD(2, "A", "2"), PARAGRAPH}},
};

static void check(const struct row *row, sb_str input)
{
    struct sb_deb822 reader;
    sb_deb822_init(&reader, input, row->headers_only);
    size_t i = 0;
    while (i < SB_COUNT(row->events) && (row->events[i].line || row->events[i].event == SB_DEB822_PARAGRAPH)) {
        const struct event *wanted = &row->events[i++];
        assert_int_equal(sb_deb822_next(&reader), wanted->event);
        assert_true(sb_str_eq(reader.name, wanted->name));
        assert_true(sb_str_eq(reader.value, wanted->value));
        if (wanted->line)
            assert_int_equal(reader.line, wanted->line);
    }
    assert_int_equal(sb_deb822_next(&reader), SB_DEB822_END);
    assert_int_equal(sb_deb822_next(&reader), SB_DEB822_END);
}

static void reads_paragraphs(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        char *exact = malloc(rows[i].input.n + !rows[i].input.n);
        assert_non_null(exact);
        memcpy(exact, rows[i].input.p, rows[i].input.n);
        check(&rows[i], sb_str_n(exact, rows[i].input.n));
        free(exact);
    }
}

static void long_values_are_cut(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    sb_buf_str(&buf, SB_S("Long: "));
    while (buf.n < 3 << 20)
        sb_buf_str(&buf, SB_S("0123456789abcdef"));
    sb_buf_str(&buf, SB_S("\n and its folded line\nNext: 1\n"));
    struct sb_deb822 reader;
    sb_deb822_init(&reader, sb_buf_all(&buf), false);
    assert_int_equal(sb_deb822_next(&reader), SB_DEB822_TOO_LONG);
    assert_true(sb_deb822_is(&reader, "LONG"));
    assert_int_equal(reader.value.n, 1 << 20);
    assert_int_equal(sb_deb822_next(&reader), SB_DEB822_FIELD);
    assert_int_equal(reader.line, 3);
    assert_true(sb_deb822_is(&reader, "next"));
    assert_false(sb_deb822_is(&reader, "nex"));
    sb_deb822_init(&reader, sb_buf_all(&buf), false);
    reader.max_value = 4 << 20;
    assert_int_equal(sb_deb822_next(&reader), SB_DEB822_FIELD);
    assert_true(sb_str_ends(reader.value, SB_S("\n and its folded line")));
    sb_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_paragraphs),
        cmocka_unit_test(long_values_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
