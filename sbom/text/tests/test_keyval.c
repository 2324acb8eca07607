#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "text/keyval.h"

#define T(text)                                                                                                        \
    {                                                                                                                  \
        "" text, sizeof(text) - 1                                                                                      \
    }
#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

static const struct {
    sb_str line, name, value;
    bool bad;
} assignments[] = {
    {T("ID=debian"), T("ID"), T("debian"), false},
    {T("  ID=debian \t"), T("ID"), T("debian"), false},
    {T("A="), T("A"), T(""), false},
    {T("A=\"\""), T("A"), T(""), false},
    {T("A=''"), T("A"), T(""), false},
    {T("NAME=\"Debian GNU/Linux\""), T("NAME"), T("Debian GNU/Linux"), false},
    {T("NAME='it is \"so\" \\ and $x'"), T("NAME"), T("it is \"so\" \\ and $x"), false},
    {T("A=\"a\\\"b\\\\c\\$d\\`e\\nf\""), T("A"), T("a\"b\\c$d`e\\nf"), false},
    {T("A=a\\ b\\\"c"), T("A"), T("a b\"c"), false},
    {T("A=\"one\"'two'three"), T("A"), T("onetwothree"), false},
    {T("A=two  words"), T("A"), T("two  words"), false},
    {T("A=x # a comment"), T("A"), T("x"), false},
    {T("A=\"x\" # a comment"), T("A"), T("x"), false},
    {T("A=x#y"), T("A"), T("x#y"), false},
    {T("A= x"), T("A"), T("x"), false},
    {T("A=a=b"), T("A"), T("a=b"), false},
    {T("_a1=\"\0\""), T("_a1"), T("\0"), false},
    {T("A=\"\xff\\\"\""), T("A"), T("\xff\""), false},
    {T("A=\"open"), T("A"), T(""), true},
    {T("A='open"), T("A"), T(""), true},
    {T("A=\"open\\\""), T("A"), T(""), true},
    {T("A=it's"), T("A"), T(""), true},
    {T("A=\"x\" y"), T("A"), T(""), true},
    {T("A=x\\"), T("A"), T(""), true},
    {T("1A=x"), T("1A"), T(""), true},
    {T("A B=x"), T("A B"), T(""), true},
    {T("A =x"), T("A "), T(""), true},
    {T("=x"), T(""), T(""), true},
    {T("no assignment"), T("no assignment"), T(""), true},
    {T("A\0=x"), T("A\0"), T(""), true},
};

static void reads_assignments(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    for (size_t i = 0; i < SB_COUNT(assignments); i++) {
        struct sb_lines lines;
        sb_str name, value;
        sb_lines_init(&lines, assignments[i].line);
        assert_true(sb_assignment(&lines, &arena, &name, &value));
        assert_int_equal(lines.bad, assignments[i].bad);
        SAME(name, assignments[i].name);
        SAME(value, assignments[i].value);
        assert_int_equal(lines.line, 1);
        assert_false(sb_assignment(&lines, &arena, &name, &value));
    }
    sb_arena_done(&arena);
}

static void counts_lines_of_assignments(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {3, 4, 6};
    struct sb_arena arena = {0};
    struct sb_lines lines;
    sb_str name, value;
    sb_lines_init(&lines, SB_S("# x\n\nA=1\r\n\"bad\r\n  # y\nC='3'\n\n"));
    for (size_t i = 0; i < SB_COUNT(numbers); i++) {
        assert_true(sb_assignment(&lines, &arena, &name, &value));
        assert_int_equal(lines.line, numbers[i]);
        assert_int_equal(lines.bad, i == 1);
    }
    SAME(value, SB_S("3"));
    assert_false(sb_assignment(&lines, &arena, &name, &value));
    sb_arena_done(&arena);
}

static void plain_values_are_not_copied(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_lines lines;
    sb_str name, value;
    sb_lines_init(&lines, SB_S("A=plain\nB=\"quoted text\"\nC='other \\ text'\n"));
    while (sb_assignment(&lines, &arena, &name, &value))
        assert_false(lines.bad);
    assert_int_equal(arena.total, 0);
    sb_arena_done(&arena);
}

static void reads_ini_rows(void **state)
{
    (void)state;
    static const struct {
        uint32_t line;
        const char *section, *name, *value;
        bool bad;
    } wanted[] = {
        {2, "", "before", "any", false},
        {4, "console_scripts", "a", "pkg.mod:main", false},
        {6, "console_scripts", "b", "x:y [e]", false},
        {7, "console_scripts", "alone", "", false},
        {8, "console_scripts", "", "no name", true},
        {9, "", "", "", true},
        {10, "", "lost", "1", false},
        {12, "last one", "c", "= d", false},
    };
    struct sb_lines lines;
    sb_str name, value;
    sb_lines_init(&lines,
                  SB_S("\n before = any\n[console_scripts]\na=pkg.mod:main\n; c\n  b =  x:y [e]  \r\nalone\n= no name\n"
                       "[open\nlost=1\n[ last one ]\nc == d"));
    for (size_t i = 0; i < SB_COUNT(wanted); i++) {
        assert_true(sb_ini_row(&lines, &name, &value));
        assert_int_equal(lines.line, wanted[i].line);
        assert_int_equal(lines.bad, wanted[i].bad);
        SAME(lines.section, sb_str_of(wanted[i].section));
        SAME(name, sb_str_of(wanted[i].name));
        SAME(value, sb_str_of(wanted[i].value));
    }
    assert_false(sb_ini_row(&lines, &name, &value));
    assert_false(sb_ini_row(&lines, &name, &value));
}

struct csv_row {
    uint32_t line;
    size_t n;
    sb_str fields[4];
    bool bad;
};

static void check_csv(sb_str input, const struct csv_row *wanted, size_t n_wanted)
{
    struct sb_arena arena = {0};
    struct sb_lines lines;
    sb_str fields[4];
    size_t n;
    char *exact = malloc(input.n + !input.n);
    assert_non_null(exact);
    memcpy(exact, input.p, input.n);
    sb_lines_init(&lines, sb_str_n(exact, input.n));
    for (size_t i = 0; i < n_wanted; i++) {
        assert_true(sb_csv_row(&lines, &arena, fields, SB_COUNT(fields), &n));
        assert_int_equal(lines.line, wanted[i].line);
        assert_int_equal(lines.bad, wanted[i].bad);
        assert_int_equal(n, wanted[i].n);
        for (size_t k = 0; k < n; k++)
            SAME(fields[k], wanted[i].fields[k]);
    }
    assert_false(sb_csv_row(&lines, &arena, fields, SB_COUNT(fields), &n));
    assert_int_equal(n, 0);
    free(exact);
    sb_arena_done(&arena);
}

static void reads_csv_rows(void **state)
{
    (void)state;
    static const struct csv_row plain[] = {
        {1, 3, {T("a.py"), T("sha256=x"), T("12")}, false},
        {2, 3, {T("b.py"), T(""), T("")}, false},
        {4, 1, {T(" c ")}, false},
        {5, 2, {T(""), T("")}, false},
    };
    check_csv(SB_S("a.py,sha256=x,12\r\nb.py,,\n\n c \n,"), plain, SB_COUNT(plain));
    static const struct csv_row quoted[] = {
        {1, 2, {T("a,b"), T("c\"d")}, false},
        {2, 2, {T("two\nlines\r\n"), T("x")}, false},
        {5, 3, {T(""), T("\""), T("mid\"dle\"")}, false},
        {6, 1, {T("\0")}, false},
    };
    check_csv(SB_S("\"a,b\",\"c\"\"d\"\r\n\"two\nlines\r\n\",x\n\"\",\"\"\"\",mid\"dle\"\n\"\0\""), quoted,
              SB_COUNT(quoted));
    static const struct csv_row wide[] = {
        {1, 2, {T("a/path/of/16/ab."), T("sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")}, false},
        {2, 2, {T("a/path/of/seventeen/and more.py"), T("sixteen bytes...")}, false},
        {3, 1, {T("the last one has neither comma nor end")}, false},
    };
    check_csv(SB_S("a/path/of/16/ab.,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\r\n"
                   "a/path/of/seventeen/and more.py,sixteen bytes...\nthe last one has neither comma nor end"),
              wide, SB_COUNT(wide));
    static const struct csv_row surplus[] = {
        {1, 4, {T("1"), T("2"), T("3"), T("4")}, false},
        {2, 1, {T("x")}, false},
    };
    check_csv(SB_S("1,2,3,4,5,\"6\"\"\",7\nx\n"), surplus, SB_COUNT(surplus));
    static const struct csv_row broken[] = {
        {1, 0, {T("")}, true},       {2, 1, {T("good")}, false}, {3, 0, {T("")}, true},
        {5, 1, {T("again")}, false}, {6, 0, {T("")}, true},
    };
    check_csv(SB_S("\"a\"x,b,c\ngood\n1,\"two\nlines\" , 3\nagain\n1,\"open\n2,3\n"), broken, SB_COUNT(broken));
    check_csv(SB_S("\n\r\n\n"), NULL, 0);
    check_csv(SB_S(""), NULL, 0);
}

static void broken_csv_rows_are_shown(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_lines lines;
    sb_str field;
    size_t n;
    sb_lines_init(&lines, SB_S("\"a\"x,b\r\nc\n"));
    assert_true(sb_csv_row(&lines, &arena, &field, 1, &n));
    assert_true(lines.bad);
    SAME(lines.text, SB_S("\"a\"x,b\r"));
    assert_true(sb_csv_row(&lines, &arena, &field, 1, &n));
    SAME(lines.text, SB_S("c"));
    sb_arena_done(&arena);
}

static void takes_lines_of_a_megabyte(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    struct sb_lines lines;
    struct sb_buf buf = {0};
    sb_str name, value, fields[2];
    size_t n;
    sb_buf_str(&buf, SB_S("A=\""));
    while (buf.n < 1 << 20)
        sb_buf_str(&buf, SB_S("\\\\        "));
    sb_buf_str(&buf, SB_S("\"\nB= "));
    while (buf.n < 2 << 20)
        sb_buf_str(&buf, SB_S("x  "));
    sb_lines_init(&lines, sb_buf_all(&buf));
    assert_true(sb_assignment(&lines, &arena, &name, &value) && !lines.bad);
    assert_true(value.n > (1 << 20) * 8 / 10);
    assert_true(sb_assignment(&lines, &arena, &name, &value) && !lines.bad);
    assert_false(sb_assignment(&lines, &arena, &name, &value));
    sb_lines_init(&lines, sb_buf_all(&buf));
    assert_true(sb_ini_row(&lines, &name, &value) && sb_ini_row(&lines, &name, &value));
    assert_false(sb_ini_row(&lines, &name, &value));
    sb_buf_clear(&buf);
    while (buf.n < 1 << 20)
        sb_buf_str(&buf, SB_S("\"\"\n,\"\n\""));
    sb_lines_init(&lines, sb_buf_all(&buf));
    while (sb_csv_row(&lines, &arena, fields, SB_COUNT(fields), &n))
        assert_true(n <= 2);
    sb_buf_done(&buf);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_assignments),
        cmocka_unit_test(counts_lines_of_assignments),
        cmocka_unit_test(plain_values_are_not_copied),
        cmocka_unit_test(reads_ini_rows),
        cmocka_unit_test(reads_csv_rows),
        cmocka_unit_test(broken_csv_rows_are_shown),
        cmocka_unit_test(takes_lines_of_a_megabyte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
