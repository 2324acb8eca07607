#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diff/canon.h"

static void assert_canon_of(bool nameless, const char *member, const char *json, const char *wanted)
{
    struct sb_canon canon;
    struct sb_arena arena = {0};
    sb_canon_begin(&canon, NULL, NULL);
    canon.nameless = nameless;
    sb_str got = sb_canon_value(&canon, sb_str_of(member), sb_str_of(json), &arena);
    if (!sb_str_eq(got, sb_str_of(wanted)))
        fail_msg("%s: wanted %s, got %.*s", json, wanted, SB_FMT(got));
    sb_canon_done(&canon);
    sb_arena_done(&arena);
}

static void assert_canon(const char *member, const char *json, const char *wanted)
{
    assert_canon_of(false, member, json, wanted);
}

static void numbers_have_one_spelling(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"1", "1"},         {"1.0", "1"},        {"10e-1", "1"},     {"0.1E1", "1"},  {"-0", "0"},
        {"-1.50", "-1.5"},  {"0.05", "0.05"},    {"5e-2", "0.05"},   {"1e3", "1000"}, {"12.5e1", "125"},
        {"1e400", "1e400"}, {"10e399", "1e400"}, {"1e-30", "1e-30"}, {"0e9", "0"},    {"100", "100"},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++)
        assert_canon("", cases[i][0], cases[i][1]);
}

static void order_says_nothing_but_in_sequences(void **state)
{
    (void)state;
    assert_canon("", " { \"b\" : [ 2 , 1 ] , \"a\" : { } } ", "{\"a\":{},\"b\":[1,2]}");
    assert_canon("", "{\"frames\":[2,1],\"x\":[[3,2],[1]]}", "{\"frames\":[2,1],\"x\":[[1],[2,3]]}");
    assert_canon("frames", "[2,1]", "[2,1]");
    assert_canon("", "[]", "[]");
    assert_canon("", "\"\\u0041\\/\"", "\"A/\"");
    assert_canon("", "[true,null,false]", "[false,null,true]");
}

static void what_the_model_says_is_left_out(void **state)
{
    (void)state;
    assert_canon("externalReferences", "[{\"type\":\"vcs\",\"url\":\"u\"},{\"url\":\"v\",\"more\":1}]",
                 "[{\"more\":1}]");
    assert_canon("supplier", "{\"name\":\"A\",\"contact\":[{\"name\":\"B\"}]}", "{\"contact\":[{\"name\":\"B\"}]}");
}

static void names_may_be_left_open(void **state)
{
    (void)state;
    assert_canon_of(true, "", "{\"bom-ref\":\"a\",\"ref\":\"b\",\"dependsOn\":[\"c\",\"d\"],\"x\":\"LicenseRef-1\"}",
                    "{\"dependsOn\":[\"(ref)\",\"(ref)\"],\"ref\":\"(ref)\",\"x\":\"(ref)\"}");
    assert_canon_of(false, "", "{\"ref\":\"b\",\"x\":\"LicenseRef-1\"}", "{\"ref\":\"b\",\"x\":\"LicenseRef-1\"}");
}

static void assert_narrow(const char *old, const char *new, const char *way, const char *from, const char *to)
{
    struct sb_arena arena = {0};
    sb_str a = sb_str_of(old), b = sb_str_of(new), got = sb_canon_narrow(SB_S("m"), &a, &b, &arena);
    if (!sb_str_eq(got, sb_str_of(way)) || !sb_str_eq(a, sb_str_of(from)) || !sb_str_eq(b, sb_str_of(to)))
        fail_msg("%s, %s: %.*s %.*s %.*s", old, new, SB_FMT(got), SB_FMT(a), SB_FMT(b));
    sb_arena_done(&arena);
}

static void the_place_that_differs_is_found(void **state)
{
    (void)state;
    assert_narrow("{\"a\":{\"b\":1,\"c\":2}}", "{\"a\":{\"b\":1,\"c\":3}}", "m.a.c", "2", "3");
    assert_narrow("{\"a\":1}", "{\"a\":1,\"b\":\"}\\\"\"}", "m.b", "", "\"}\\\"\"");
    assert_narrow("[1,2]", "[1,2,3]", "m", "", "3");
    assert_narrow("[{\"k,\":1}]", "[{\"k,\":2}]", "m.k,", "1", "2");
    assert_narrow("{}", "{\"a\":1}", "m.a", "", "1");
    assert_narrow("1", "", "m", "1", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_one_spelling),       cmocka_unit_test(order_says_nothing_but_in_sequences),
        cmocka_unit_test(what_the_model_says_is_left_out), cmocka_unit_test(names_may_be_left_open),
        cmocka_unit_test(the_place_that_differs_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
