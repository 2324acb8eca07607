/* The irregular places of XML: each that a row of the grammar names has its functions, and they stay few. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "carry/xml.h"
#include "grammar/cyclonedx.h"

enum { QUIRKS_MOST = 20 };

static void few_places_are_irregular(void **state)
{
    (void)state;
    const struct sb_grammar *grammar = &sb_grammar_cyclonedx;
    size_t members = 0, quirks = 0;
    bool met[UINT8_MAX + 1] = {false};
    for (size_t i = 0; i < grammar->members_n; i++) {
        const struct sb_member *row = &grammar->members[i];
        if (row->xml_place != SB_XML_QUIRK || row->quirk == SB_CDX_QUIRK_NAMESPACE)
            continue;
        if (!sb_xml_quirks_cyclonedx[row->quirk].put || !sb_xml_quirks_cyclonedx[row->quirk].take)
            fail_msg("%s: an irregular place without functions", row->name);
        members++;
        quirks += !met[row->quirk];
        met[row->quirk] = true;
    }
    print_message("%zu irregular places of XML, for %zu of %u members\n", quirks, members, grammar->members_n);
    assert_in_range(quirks, 1, QUIRKS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(few_places_are_irregular)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
