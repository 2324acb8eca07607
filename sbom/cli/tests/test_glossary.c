#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/glossary.h"
#include "diff/delta.h"
#include "diff/signal.h"
#include "model/exec.h"
#include "model/facts.h"

static void assert_known(const char *word)
{
    if (!sb_glossary_find(sb_str_of(word)))
        fail_msg("no word for \"%s\"", word);
}

static void assert_all_known(const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words[i] && *words[i])
            assert_known(words[i]);
}

/* Whatever a table puts into a report is explained. */
static void test_tables(void **state)
{
    (void)state;
    assert_all_known(sb_change_names, SB_CHANGE_KINDS);
    assert_all_known(sb_tier_names, SB_TIER_COUNT);
    assert_all_known(sb_family_names, SB_FAMILY_COUNT);
    assert_all_known(sb_level_names + SB_LEVEL_INFO, SB_LEVEL_COUNT - SB_LEVEL_INFO);
    for (size_t i = 0; i < SB_EXEC_COUNT; i++)
        assert_known(sb_exec_rows[i].token);
    for (size_t i = 0; i < SB_FACT_COUNT; i++)
        assert_known(sb_fact_rows[i].name);
}

/* What stands at the front of a line of the text report. */
static void test_lines(void **state)
{
    (void)state;
    static const char *const words[] = {"LOOK AT THESE FIRST",
                                        "WHAT CHANGED WHEN",
                                        "STEPS",
                                        "STILL THERE",
                                        "GONE AGAIN",
                                        "NOT KNOWN",
                                        "RENAMED",
                                        "LEFT OUT",
                                        "NOTHING TO LOOK AT FIRST",
                                        "THE REST",
                                        "TERMS",
                                        "DESCRIBED",
                                        "COVERAGE",
                                        "WAIVED",
                                        "WAIVERS",
                                        "MATCHED BY",
                                        "UNMATCHED",
                                        "OK",
                                        "DIAGNOSTICS",
                                        "FAILED",
                                        "INCOMPLETE",
                                        "NOT VALID",
                                        "NOT JUDGED",
                                        "look",
                                        "next",
                                        "fingerprints",
                                        "brought by",
                                        "together with",
                                        "packages",
                                        "score",
                                        "before",
                                        "now",
                                        "unchanged",
                                        "patch",
                                        "minor",
                                        "major",
                                        "other",
                                        "root name",
                                        "root version"};
    assert_all_known(words, SB_COUNT(words));
}

static void test_spelling(void **state)
{
    (void)state;
    assert_ptr_equal(sb_glossary_find(SB_S("Brought-By")), sb_glossary_find(SB_S("brought by")));
    assert_null(sb_glossary_find(SB_S("brought")));
    assert_null(sb_glossary_find(SB_S("")));
}

/* No word stands in two rows. */
static void test_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sb_glossary_count; i++) {
        sb_str rest = sb_str_of(sb_glossary[i].words), one;
        bool more;
        do {
            more = sb_str_cut(&rest, '|', &one);
            if (sb_glossary_find(one) != &sb_glossary[i])
                fail_msg("twice: %.*s", SB_FMT(one));
        } while (more);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables), cmocka_unit_test(test_lines),
                                       cmocka_unit_test(test_spelling), cmocka_unit_test(test_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
