#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "python/python_marker.h"

static void assert_text(sb_str got, const char *wanted)
{
    if (!sb_str_eq(got, sb_str_of(wanted)))
        print_error("got \"%.*s\" instead of \"%s\"\n", SB_FMT(got), wanted ? wanted : "nothing");
    assert_true(sb_str_eq(got, sb_str_of(wanted)));
}

static const struct {
    const char *text, *name, *url, *marker; /* name NULL: no requirement */
    const char *extras;
} requirements[] = {
    {"requests", "requests", "", "", ""},
    {"  requests  ", "requests", "", "", ""},
    {"requests>=2", "requests", "", "", ""},
    {"requests (>=2,<3)", "requests", "", "", ""},
    {"requests[socks,x] >=2 ; python_version<'3'", "requests", "", "python_version<'3'", "socks,x"},
    {"requests [a] ; extra == ']'", "requests", "", "extra == ']'", "a"},
    {"requests[]", "requests", "", "", ""},
    {"requests[open ; python_version<'3'", "requests", "", "", "open ; python_version<'3'"},
    {"zope.interface", "zope.interface", "", "", ""},
    {"a-b_c.d==1!2.0", "a-b_c.d", "", "", ""},
    {"name @ https://host/a.whl", "name", "https://host/a.whl", "", ""},
    {"name@https://host/a;b.whl", "name", "https://host/a;b.whl", "", ""},
    {"name[x] @ git+https://u@host/r.git@v1 ; extra == 'x'", "name", "git+https://u@host/r.git@v1", "extra == 'x'",
     "x"},
    {"name ; extra == 'a@b'", "name", "", "extra == 'a@b'", ""},
    {"name;", "name", "", "", ""},
    {"", NULL, NULL, NULL, ""},
    {"   ", NULL, NULL, NULL, ""},
    {"@ https://host/a", NULL, NULL, NULL, ""},
    {"[extra]", NULL, NULL, NULL, ""},
    {"; marker", NULL, NULL, NULL, ""},
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
        assert_text(got.extras, requirements[i].extras ? requirements[i].extras : "");
    }
}

/* Each as the reference implementation has it, where that knows as much. PYTHON: "3.12" or "3.12.1" or nothing. */
static const struct {
    const char *marker, *python;
    enum py_truth truth;
    const char *extra;
} markers[] = {
    {"", "3.12", PY_TRUE, ""},
    {"python_version < '3.8'", "3.12", PY_FALSE, ""},
    {"python_version >= '3.8'", "3.12", PY_TRUE, ""},
    {"python_version<'3.8'", "", PY_UNKNOWN, ""},
    {"python_version == '3.12'", "3.12", PY_TRUE, ""},
    {"python_version != '3.12'", "3.12", PY_FALSE, ""},
    {"python_version > \"3.9\"", "3.10", PY_TRUE, ""}, /* by version, not by text */
    {"python_version <= '3.12'", "3.12", PY_TRUE, ""},
    {"python_version == '3.*'", "3.12", PY_TRUE, ""},
    {"python_version != '3.12.*'", "3.12", PY_FALSE, ""},
    {"python_version == '2.*'", "3.12", PY_FALSE, ""},
    {"python_version ~= '3.8'", "3.12", PY_TRUE, ""},
    {"python_version ~= '3.13'", "3.12", PY_FALSE, ""},
    {"python_version ~= '2.7'", "3.12", PY_FALSE, ""},
    {"python_version ~= '3'", "3.12", PY_UNKNOWN, ""},
    {"python_version === '3.12'", "3.12", PY_TRUE, ""},
    {"python_version in '3.8 3.12'", "3.12", PY_TRUE, ""},
    {"python_version not in '3.8 3.9'", "3.12", PY_TRUE, ""},
    {"python_version < 'x'", "3.12", PY_FALSE, ""}, /* texts, which have no order */
    {"'3.8' <= python_version", "3.12", PY_TRUE, ""},
    {"'3.13' <= python_version", "3.12", PY_FALSE, ""},
    {"python_version < '3.13'", "3.13.0a1", PY_FALSE, ""},
    {"python_full_version < '3.13'", "3.13.0a1", PY_FALSE, ""},
    {"python_full_version < '3.11.3'", "3.11.7", PY_FALSE, ""},
    {"python_full_version <= '3.11.2'", "3.11.2", PY_TRUE, ""},
    {"implementation_version == '3.11.2'", "3.11.2", PY_TRUE, ""},
    {"python_full_version < '3.11.3'", "3.11", PY_UNKNOWN, ""}, /* some release of 3.11 */
    {"python_full_version < '3.11.3'", "3.12", PY_FALSE, ""},
    {"python_full_version >= '3.12.0'", "3.12", PY_TRUE, ""},
    {"python_full_version == '3.12.4'", "3.12", PY_UNKNOWN, ""},
    {"python_full_version != '3.11.4'", "3.12", PY_TRUE, ""},
    {"python_full_version == '3.12.*'", "3.12", PY_TRUE, ""},
    {"python_full_version in '3.12.1'", "3.12", PY_UNKNOWN, ""},
    {"sys_platform == 'linux'", "", PY_TRUE, ""},
    {"sys_platform == 'win32'", "", PY_FALSE, ""},
    {"sys_platform != 'win32'", "", PY_TRUE, ""},
    {"sys_platform not in 'win32'", "", PY_TRUE, ""},
    {"sys_platform not  in 'linux darwin'", "", PY_FALSE, ""},
    {"sys.platform == 'linux' and os.name == 'posix'", "", PY_TRUE, ""},
    {"os_name == 'nt'", "", PY_FALSE, ""},
    {"platform_system == 'Windows'", "", PY_FALSE, ""},
    {"platform_python_implementation == 'CPython'", "", PY_TRUE, ""},
    {"implementation_name != 'pypy'", "", PY_TRUE, ""},
    {"platform_machine == 'x86_64'", "3.12", PY_UNKNOWN, ""},
    {"platform_release >= '5'", "3.12", PY_UNKNOWN, ""},
    {"'x' in extras", "3.12", PY_UNKNOWN, ""},
    {"extra == 'test'", "3.12", PY_FALSE, ""},
    {"extra != 'test'", "3.12", PY_TRUE, ""},
    {"extra == 'Test_Me'", "3.12", PY_TRUE, "test-me"},
    {"'test.me' == extra", "3.12", PY_TRUE, "test-me"},
    {"extra == 'test'", "3.12", PY_FALSE, "docs"},
    {"extra == 'test' and os_name == 'nt'", "3.12", PY_FALSE, "test"},
    {"extra == 'test' or os_name == 'posix'", "3.12", PY_TRUE, ""},
    {"os_name == 'nt' or sys_platform == 'linux' and python_version < '3'", "3.12", PY_FALSE, ""},
    {"(os_name == 'nt' or sys_platform == 'linux') and python_version > '3'", "3.12", PY_TRUE, ""},
    {"((os_name == 'nt'))", "", PY_FALSE, ""},
    {"'nt' == os_name", "", PY_FALSE, ""},
    {"os_name === 'posix'", "", PY_UNKNOWN, ""},
    /* No marker: nothing is known. */
    {"(os_name == 'nt'", "", PY_UNKNOWN, ""},
    {"os_name == 'nt')", "", PY_UNKNOWN, ""},
    {"os_name == 'nt", "", PY_UNKNOWN, ""},
    {"os_name", "", PY_UNKNOWN, ""},
    {"os_name ==", "", PY_UNKNOWN, ""},
    {"os_name not 'nt'", "", PY_UNKNOWN, ""},
    {"== 'nt'", "", PY_UNKNOWN, ""},
    {"\x01", "", PY_UNKNOWN, ""},
    {"os_name == 'nt' and", "", PY_UNKNOWN, ""},
    {"os_name == 'nt' os_name == 'nt'", "", PY_UNKNOWN, ""},
    {"() or os_name == 'nt'", "", PY_UNKNOWN, ""},
};

static enum py_truth evaluate(sb_str marker, const char *python, const char *extra)
{
    struct sb_arena scratch = {0};
    struct py_environment env = {.python_version = sb_str_of(python),
                                 .implementation = SB_S("cpython"),
                                 .os_name = SB_S("posix"),
                                 .sys_platform = SB_S("linux"),
                                 .platform_system = SB_S("Linux")};
    size_t dot = sb_str_rchr(env.python_version, '.');
    if (dot != SB_NPOS && dot != sb_str_chr(env.python_version, '.')) {
        env.full_version = env.python_version;
        env.python_version.n = dot;
    }
    enum py_truth truth = sb_python_marker(marker, &env, sb_str_of(extra), &scratch);
    sb_arena_done(&scratch);
    return truth;
}

static void test_markers(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(markers); i++) {
        enum py_truth got = evaluate(sb_str_of(markers[i].marker), markers[i].python, markers[i].extra);
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
    assert_int_equal(evaluate(sb_buf_all(&text), "3.12", NULL), PY_UNKNOWN);
    sb_buf_clear(&text);
    for (int i = 0; i < 31; i++)
        sb_buf_chr(&text, '(');
    sb_buf_str(&text, SB_S("os_name == 'nt'"));
    for (int i = 0; i < 31; i++)
        sb_buf_chr(&text, ')');
    assert_int_equal(evaluate(sb_buf_all(&text), "3.12", NULL), PY_FALSE);
    sb_buf_done(&text);
    assert_int_equal(evaluate(SB_S("os_name\0 == 'nt'"), "3.12", NULL), PY_UNKNOWN);
}

static void test_extras(void **state)
{
    (void)state;
    static const struct {
        const char *marker, *extras; /* all of them, each with a blank behind */
    } rows[] = {{"extra == 'test'", "test "},
                {"python_version < '3' and extra == \"docs\"", "docs "},
                {"(extra=='a') or extra == 'b' or 'c' == extra", "a b c "},
                {"python_version in '3' and extra != 'd'", "d "},
                {"'x' in os_name and 'y' == extra", "y "},
                {"os_name == 'extra'", ""},
                {"extra not in 'e'", "e "},
                {"extra", ""},
                {"extra == 'open", ""},
                {"", ""}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf got = {0};
        sb_str rest = sb_str_of(rows[i].marker);
        sb_str extra;
        while (sb_python_marker_extra(&rest, &extra)) {
            sb_buf_str(&got, extra);
            sb_buf_chr(&got, ' ');
        }
        assert_text(sb_buf_all(&got), rows[i].extras);
        sb_buf_done(&got);
    }
    sb_str list = SB_S(" a ,,b-C, ");
    sb_str extra;
    assert_true(sb_python_next_extra(&list, &extra));
    assert_text(extra, "a");
    assert_true(sb_python_next_extra(&list, &extra));
    assert_text(extra, "b-C");
    assert_false(sb_python_next_extra(&list, &extra));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_requirements), cmocka_unit_test(test_markers),
                                       cmocka_unit_test(test_deep_marker), cmocka_unit_test(test_extras)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
