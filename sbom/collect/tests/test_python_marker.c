#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collect/python.h"

static void assert_text(sb_str got, const char *wanted)
{
    if (!sb_str_eq(got, sb_str_of(wanted)))
        print_error("got \"%.*s\" instead of \"%s\"\n", SB_FMT(got), wanted);
    assert_true(sb_str_eq(got, sb_str_of(wanted)));
}

static const struct {
    const char *text, *name, *url, *marker; /* name NULL: no requirement */
} requirements[] = {
    {"requests", "requests", "", ""},
    {"  requests  ", "requests", "", ""},
    {"requests>=2", "requests", "", ""},
    {"requests (>=2,<3)", "requests", "", ""},
    {"requests[socks,x] >=2 ; python_version<'3'", "requests", "", "python_version<'3'"},
    {"zope.interface", "zope.interface", "", ""},
    {"a-b_c.d==1!2.0", "a-b_c.d", "", ""},
    {"name @ https://host/a.whl", "name", "https://host/a.whl", ""},
    {"name@https://host/a;b.whl", "name", "https://host/a;b.whl", ""},
    {"name[x] @ git+https://u@host/r.git@v1 ; extra == 'x'", "name", "git+https://u@host/r.git@v1", "extra == 'x'"},
    {"name ; extra == 'a@b'", "name", "", "extra == 'a@b'"},
    {"name;", "name", "", ""},
    {"", NULL, NULL, NULL},
    {"   ", NULL, NULL, NULL},
    {"@ https://host/a", NULL, NULL, NULL},
    {"[extra]", NULL, NULL, NULL},
    {"; marker", NULL, NULL, NULL},
};

static void test_requirements(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(requirements); i++) {
        struct py_requirement got;
        bool is = sb_python_requirement(sb_str_of(requirements[i].text), &got);
        assert_int_equal(is, requirements[i].name != NULL);
        if (!is)
            continue;
        assert_text(got.name, requirements[i].name);
        assert_text(got.url, requirements[i].url);
        assert_text(got.marker, requirements[i].marker);
    }
}

static const struct {
    const char *marker, *python;
    enum py_truth truth;
} markers[] = {
    {"", "3.12", PY_TRUE},
    {"python_version < '3.8'", "3.12", PY_FALSE},
    {"python_version >= '3.8'", "3.12", PY_TRUE},
    {"python_version<'3.8'", "", PY_UNKNOWN},
    {"python_version == '3.12'", "3.12", PY_TRUE},
    {"python_version != '3.12'", "3.12", PY_FALSE},
    {"python_version > \"3.9\"", "3.10", PY_TRUE}, /* by version, not by text */
    {"python_version <= '3.12'", "3.12", PY_TRUE},
    {"python_version == '3.*'", "3.12", PY_UNKNOWN},
    {"python_version ~= '3.8'", "3.12", PY_UNKNOWN},
    {"python_version in '3.8 3.12'", "3.12", PY_UNKNOWN},
    {"python_version < 'x'", "3.12", PY_UNKNOWN},
    {"sys_platform == 'linux'", "", PY_TRUE},
    {"sys_platform == 'win32'", "", PY_FALSE},
    {"sys_platform != 'win32'", "", PY_TRUE},
    {"sys_platform not in 'win32'", "", PY_UNKNOWN},
    {"os_name == 'nt'", "", PY_FALSE},
    {"platform_system == 'Windows'", "", PY_FALSE},
    {"platform_machine == 'x86_64'", "3.12", PY_UNKNOWN},
    {"extra == 'test'", "3.12", PY_UNKNOWN},
    {"extra == 'test' and os_name == 'nt'", "3.12", PY_FALSE},
    {"extra == 'test' or os_name == 'posix'", "3.12", PY_TRUE},
    {"os_name == 'nt' or sys_platform == 'linux' and python_version < '3'", "3.12", PY_FALSE},
    {"(os_name == 'nt' or sys_platform == 'linux') and python_version > '3'", "3.12", PY_TRUE},
    {"((os_name == 'nt'))", "", PY_FALSE},
    {"(os_name == 'nt'", "", PY_UNKNOWN},
    {"os_name == 'nt')", "", PY_UNKNOWN},
    {"os_name == 'nt", "", PY_UNKNOWN},
    {"'nt' == os_name", "", PY_UNKNOWN},
    {"'3.8' <= python_version", "3.12", PY_UNKNOWN},
    {"os_name", "", PY_UNKNOWN},
    {"os_name ==", "", PY_UNKNOWN},
    {"== 'nt'", "", PY_UNKNOWN},
    {"\x01", "", PY_UNKNOWN},
    {"os_name === 'posix'", "", PY_UNKNOWN},
    {"os_name == 'nt' and", "", PY_FALSE},
};

static void test_markers(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(markers); i++) {
        enum py_truth got = sb_python_marker(sb_str_of(markers[i].marker), sb_str_of(markers[i].python));
        if (got != markers[i].truth)
            print_error("%s at %s: %d instead of %d\n", markers[i].marker, markers[i].python, got, markers[i].truth);
        assert_int_equal(got, markers[i].truth);
    }
}

/* However deep: no recursion, and what lies below the bound is unknown, not guessed. */
static void test_deep_marker(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    for (int i = 0; i < 100000; i++)
        sb_buf_chr(&text, '(');
    assert_int_equal(sb_python_marker(sb_buf_all(&text), SB_S("3.12")), PY_UNKNOWN);
    sb_buf_clear(&text);
    for (int i = 0; i < 31; i++)
        sb_buf_chr(&text, '(');
    sb_buf_str(&text, SB_S("os_name == 'nt'"));
    for (int i = 0; i < 31; i++)
        sb_buf_chr(&text, ')');
    assert_int_equal(sb_python_marker(sb_buf_all(&text), SB_S("3.12")), PY_FALSE);
    sb_buf_done(&text);
    assert_int_equal(sb_python_marker(SB_S("os_name\0 == 'nt'"), SB_S("3.12")), PY_UNKNOWN);
}

static void test_extras(void **state)
{
    (void)state;
    static const struct {
        const char *marker, *extra;
    } rows[] = {{"extra == 'test'", "test"},
                {"python_version < '3' and extra == \"docs\"", "docs"},
                {"(extra=='a') or extra == 'b'", "a"},
                {"os_name == 'extra'", ""},
                {"extra", ""},
                {"extra == 'open", ""},
                {"", ""}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        assert_text(sb_python_marker_extra(sb_str_of(rows[i].marker)), rows[i].extra);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_requirements), cmocka_unit_test(test_markers),
                                       cmocka_unit_test(test_deep_marker), cmocka_unit_test(test_extras)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
