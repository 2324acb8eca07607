/* Verdicts on small documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"
#include "grammar/cyclonedx.h"

#define HEAD(version) "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"" version "\",\"version\":1"

static struct sb_flaws check(uint8_t minor, bool strict, const char *text)
{
    struct sb_check_what what = {&sb_carrier_json, &sb_grammar_cyclonedx, minor, strict, 1};
    struct sb_flaws flaws = {0};
    struct sb_replay input;
    sb_replay_of(&input, sb_str_of(text));
    sb_check(&what, &input, &flaws);
    return flaws;
}

/* The one finding is of RULE, at PATH; RULE SB_V_COUNT: there is none. */
static void finds(uint8_t minor, bool strict, const char *text, enum sb_rule rule, const char *path)
{
    struct sb_flaws flaws = check(minor, strict, text);
    if (rule == SB_V_COUNT) {
        if (flaws.list.n)
            fail_msg("%s: %.*s", text, SB_FMT(flaws.list.p[0].message));
    } else {
        assert_int_equal(flaws.list.n, 1);
        assert_int_equal(flaws.list.p[0].rule, rule);
        if (!sb_str_eq(flaws.list.p[0].path, sb_str_of(path)))
            fail_msg("%s: at %.*s", text, SB_FMT(flaws.list.p[0].path));
    }
    sb_flaws_done(&flaws);
}

static void test_like_values_are_found_whatever_their_spelling(void **state)
{
    (void)state;
    finds(6, false,
          HEAD("1.6") ",\"components\":[{\"type\":\"file\",\"name\":\"\\u0061\"},{\"name\":\"a\",\"type\":\"file\"}]}",
          SB_V_UNIQUE, "/components");
    finds(3, false,
          HEAD("1.3") ",\"components\":[{\"type\":\"file\",\"name\":\"a\",\"version\":\"\",\"x\":[1e2]},"
                      "{\"type\":\"file\",\"name\":\"a\",\"version\":\"\",\"x\":[100.0]}]}",
          SB_V_UNIQUE, "/components");
    finds(3, false,
          HEAD("1.3") ",\"components\":[{\"type\":\"file\",\"name\":\"a\",\"version\":\"\",\"x\":[1,2]},"
                      "{\"type\":\"file\",\"name\":\"a\",\"version\":\"\",\"x\":[2,1]}]}",
          SB_V_COUNT, NULL);
}

/* More than are compared one by one. */
static void test_like_values_are_found_in_a_long_list(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    sb_buf_printf(&text, "%s,\"components\":[", HEAD("1.6"));
    for (int i = 0; i < 50; i++)
        sb_buf_printf(&text, "%s{\"type\":\"file\",\"name\":\"%d\"}", i ? "," : "", i % 49);
    sb_buf_add(&text, "]}", 3);
    finds(6, false, text.p, SB_V_UNIQUE, "/components");
    sb_buf_done(&text);
}

static void test_old_plain_schemas_take_any_member(void **state)
{
    (void)state;
    const char *text = HEAD("1.3") ",\"x\":{\"components\":1}}";
    finds(3, false, text, SB_V_COUNT, NULL);
    finds(3, true, text, SB_V_UNKNOWN, "/x");
    finds(4, false, HEAD("1.4") ",\"x\":1}", SB_V_UNKNOWN, "/x");
    /* A member that came later is one of the unknown, and what is in it is not looked at. */
    finds(3, false, HEAD("1.3") ",\"vulnerabilities\":[1]}", SB_V_COUNT, NULL);
    finds(4, false, HEAD("1.4") ",\"annotations\":[1]}", SB_V_UNKNOWN, "/annotations");
}

static void test_a_row_of_each_version_takes_its_shape(void **state)
{
    (void)state;
    const char *list = HEAD("1.5") ",\"components\":[{\"type\":\"file\",\"name\":\"a\",\"evidence\":"
                                   "{\"identity\":[{\"field\":\"purl\"}]}}]}";
    finds(5, false, list, SB_V_TYPE, "/components/0/evidence/identity");
    finds(6, false, list, SB_V_COUNT, NULL);
    finds(4, false, HEAD("1.4") ",\"metadata\":{\"tools\":{}}}", SB_V_TYPE, "/metadata/tools");
}

static void test_references_may_come_first(void **state)
{
    (void)state;
    finds(6, false,
          HEAD("1.6") ",\"dependencies\":[{\"ref\":\"a\"}],\"components\":[{\"type\":\"file\",\"name\":\"a\","
                      "\"bom-ref\":\"a\"}]}",
          SB_V_COUNT, NULL);
    finds(6, false, HEAD("1.6") ",\"dependencies\":[{\"ref\":\"b~/\"}]}", SB_V_DANGLING_REF, "/dependencies/0/ref");
}

static void test_an_edge_to_itself_in_any_order(void **state)
{
    (void)state;
    finds(6, false,
          HEAD("1.6") ",\"components\":[{\"type\":\"file\",\"name\":\"a\",\"bom-ref\":\"a\"}],"
                      "\"dependencies\":[{\"dependsOn\":[\"a\"],\"ref\":\"a\"}]}",
          SB_V_SELF, "/dependencies/0");
}

static void test_what_is_kept_has_a_bound(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    sb_buf_printf(&text, "%s,\"components\":[", HEAD("1.6"));
    for (int i = 0; i < 1000; i++)
        sb_buf_printf(&text, "%s{\"name\":\"%d\"}", i ? "," : "", i);
    sb_buf_add(&text, "]}", 3);
    struct sb_flaws flaws = check(6, false, text.p);
    assert_int_equal(flaws.list.n, SB_FLAWS_KEEP);
    assert_int_equal(flaws.count[SB_V_MISSING], 1000);
    assert_true(sb_str_eq(flaws.list.p[99].path, SB_S("/components/99")));
    sb_flaws_done(&flaws);
    sb_buf_done(&text);
}

static void test_columns_are_counted_in_characters_too(void **state)
{
    (void)state;
    struct sb_flaws flaws = check(6, false,
                                  "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\n\n"
                                  "\"properties\":[{\"name\":\"\xc3\xa9\xe4\xb8\xad\",\"x\":1}]}");
    assert_int_equal(flaws.list.n, 1);
    assert_int_equal(flaws.list.p[0].line, 3);
    assert_int_equal(flaws.list.p[0].column, flaws.list.p[0].point + 3);
    sb_flaws_done(&flaws);
}

static void test_rules_are_found_by_their_ids(void **state)
{
    (void)state;
    char id[SB_RULE_ID_MAX];
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
        assert_int_equal(sb_rule_find(sb_str_of(sb_rule_id((enum sb_rule)rule, id))), rule);
        assert_true(rule == 0 || sb_rules[rule].number > sb_rules[rule - 1].number);
        assert_true(sb_rules[rule].number < SB_V_BEYOND ? sb_rules[rule].severity == SB_ERROR
                                                        : *sb_rules[rule].clause != '\0');
    }
    assert_int_equal(sb_rule_find(SB_S("SBV999")), SB_V_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like_values_are_found_whatever_their_spelling),
        cmocka_unit_test(test_like_values_are_found_in_a_long_list),
        cmocka_unit_test(test_old_plain_schemas_take_any_member),
        cmocka_unit_test(test_a_row_of_each_version_takes_its_shape),
        cmocka_unit_test(test_references_may_come_first),
        cmocka_unit_test(test_an_edge_to_itself_in_any_order),
        cmocka_unit_test(test_what_is_kept_has_a_bound),
        cmocka_unit_test(test_columns_are_counted_in_characters_too),
        cmocka_unit_test(test_rules_are_found_by_their_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
