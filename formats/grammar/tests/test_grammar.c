/* What must be true of any grammar, whatever its specification says. That the tables say what the official schemas say
 * is tested by scripts/real/grammar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "grammar/cyclonedx.h"

static const struct sb_grammar *const grammar = &sb_grammar_cyclonedx;

#define assert_row(condition)                                                                                          \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            fail_msg("%s.%s: not %s", object->name, row->name, #condition);                                            \
    } while (0)

typedef void check_fn(const struct sb_object *object, const struct sb_member *row);

static void each_row(check_fn *check)
{
    for (size_t i = 0; i < grammar->objects_n; i++)
        for (size_t j = 0; j < grammar->objects[i].n; j++)
            check(&grammar->objects[i], &grammar->objects[i].members[j]);
}

static unsigned shape_of(const struct sb_member *row)
{
    unsigned list = row->list ? SB_SHAPE_IN_LIST : 0;
    switch ((enum sb_member_kind)row->kind) {
    case SB_MEMBER_OBJECT: return list | SB_SHAPE_OBJECT;
    case SB_MEMBER_BOOL: return list | SB_SHAPE_BOOL;
    case SB_MEMBER_INTEGER:
    case SB_MEMBER_NUMBER: return list | SB_SHAPE_NUMBER;
    case SB_MEMBER_TEXT:
    case SB_MEMBER_WORD:
    case SB_MEMBER_ANY: break;
    }
    return list | SB_SHAPE_TEXT;
}

static void check_found(const struct sb_object *object, const struct sb_member *row)
{
    sb_str name = sb_str_of(row->name);
    assert_row(name.n == row->name_n && name.n > 0);
    assert_row(sb_member_find(object, name, shape_of(row)) == row); /* so no other row has its name and shape */
    const struct sb_member *first = sb_member_named(object, name);
    assert_row(first && sb_member_shaped(object, first, shape_of(row)) == row);
    for (const struct sb_member *other = first; other <= row; other++)
        assert_row(strcmp(other->name, row->name) == 0); /* rows of one name stand together */
}

static void test_each_row_is_found_by_name_and_shape(void **state)
{
    (void)state;
    each_row(check_found);
}

static void test_what_no_row_has_is_not_found(void **state)
{
    (void)state;
    const struct sb_object *metadata = &grammar->objects[SB_CDX_METADATA];
    assert_null(sb_member_named(metadata, SB_STR_NONE));
    assert_null(sb_member_named(metadata, SB_S("tool")));
    assert_null(sb_member_named(metadata, SB_S("phase"))); /* of the next object */
    assert_null(sb_member_find(metadata, SB_S("tools"), SB_SHAPE_TEXT));
    assert_null(sb_member_find(metadata, SB_S("tools"), SB_SHAPE_TEXT | SB_SHAPE_IN_LIST));
    const struct sb_member *tools = sb_member_named(metadata, SB_S("tools"));
    assert_ptr_equal(sb_member_shaped(metadata, tools, SB_SHAPE_OBJECT), grammar->members + SB_CDX_ROW_METADATA_TOOLS);
    assert_ptr_equal(sb_member_shaped(metadata, tools, SB_SHAPE_IN_LIST),
                     grammar->members + SB_CDX_ROW_METADATA_TOOLS_LIST);
    assert_null(sb_word_find(&grammar->words[SB_CDX_WORDS_COMPONENT_SCOPE], SB_S("Required")));
}

static void check_versions(const struct sb_object *object, const struct sb_member *row)
{
    assert_row(row->since <= row->until && row->since >= object->since && row->since <= grammar->last);
    assert_row(row->until == SB_STILL || row->until < grammar->last);
    assert_row(row->need_since == SB_NEVER || row->need_since <= row->need_until);
    assert_row(row->need_since == SB_NEVER || row->need_since == SB_ALWAYS || row->need_since > row->since);
    assert_row(row->need_since == SB_NEVER || row->need_since <= grammar->last);
    /* What says that an encoding differs, differs in a version that has both. */
    assert_row(row->xml_since == SB_ALWAYS || (row->xml_place && row->xml_since != row->since));
    assert_row(row->xml_since == SB_ALWAYS || row->xml_since >= object->since);
    assert_row(row->xml_need_since == SB_ALWAYS || (row->xml_place && row->xml_need_since != row->need_since));
    assert_row(row->xml_need_since == SB_NEVER || row->xml_need_since <= grammar->last);
    assert_row(row->xml_need_since == SB_ALWAYS || !row->choice); /* alternatives say it themselves */
    assert_row(row->pb_since == SB_ALWAYS || (row->pb_number && row->pb_since > row->since));
    assert_row(!row->xml_flip_before || (row->xml_place && row->xml_flip_before > row->since));
    assert_row(!row->pb_flip_before || (row->pb_number && row->pb_flip_before > row->since));
    assert_row(!row->xml_least || row->xml_least != row->least);
    assert_row(row->untyped_until == 0 || row->untyped_until >= row->since);
}

static void test_versions_are_spans(void **state)
{
    (void)state;
    each_row(check_versions);
}

static void check_type(const struct sb_object *object, const struct sb_member *row)
{
    switch ((enum sb_member_kind)row->kind) {
    case SB_MEMBER_OBJECT: assert_row(row->type < grammar->objects_n); return;
    case SB_MEMBER_WORD: assert_row(row->type > 0 && row->type < grammar->words_n); return;
    case SB_MEMBER_TEXT: assert_row(row->type < grammar->rules_n); return;
    case SB_MEMBER_INTEGER:
    case SB_MEMBER_NUMBER:
        assert_row(row->type < grammar->rules_n && grammar->rules[row->type].pattern == SB_TEXT_ANY);
        return;
    case SB_MEMBER_BOOL:
    case SB_MEMBER_ANY: assert_row(row->type == 0); return;
    }
    fail_msg("%s.%s: what kind is %d?", object->name, row->name, row->kind);
}

static void check_columns(const struct sb_object *object, const struct sb_member *row)
{
    bool wrapped = row->xml_place == SB_XML_WRAP || row->xml_place == SB_XML_REF;
    check_type(object, row);
    assert_row(row->list || (!row->unique && !row->least && !row->untyped_until && !row->xml_item));
    assert_row(row->role == SB_ROLE_NONE || row->kind == SB_MEMBER_TEXT);
    assert_row(row->role != SB_ROLE_ID || (!row->list && strcmp(row->name, "bom-ref") == 0));
    assert_row(row->xml_place != SB_XML_ATTRIBUTE || (!row->list && row->kind != SB_MEMBER_OBJECT));
    assert_row(row->xml_place != SB_XML_TEXT || (!row->list && row->kind != SB_MEMBER_OBJECT));
    assert_row(row->xml_place != SB_XML_WRAP || row->xml_item);
    assert_row(wrapped || (!row->xml_item && !row->xml_least && !row->xml_takes));
    assert_row(!row->xml_name || row->xml_place);
    assert_row((row->xml_place == SB_XML_QUIRK || row->pb_kind == SB_PB_QUIRK) == (row->quirk != 0));
}

static void test_types_exist(void **state)
{
    (void)state;
    each_row(check_columns);
}

/* Both may be there at once: no alternative keeps them apart. */
static bool meet(const struct sb_member *a, const struct sb_member *b)
{
    bool together = !a->choice || !b->choice || (a->choice & b->choice);
    return together && strcmp(a->name, b->name) != 0 && a->quirk == b->quirk;
}

static const char *xml_name(const struct sb_member *row)
{
    return row->xml_name ? row->xml_name : row->name;
}

static bool is_element(const struct sb_member *row)
{
    return row->xml_place != SB_XML_NONE && row->xml_place != SB_XML_ATTRIBUTE && row->xml_place != SB_XML_TEXT;
}

static void check_places(const struct sb_object *object, const struct sb_member *row)
{
    for (const struct sb_member *other = object->members; other < row; other++) {
        bool same_place = row->xml_place == other->xml_place || (is_element(row) && is_element(other));
        bool same_message = (row->pb_kind == SB_PB_QUIRK) == (other->pb_kind == SB_PB_QUIRK);
        assert_row(!meet(row, other) || !row->pb_number || !same_message || row->pb_number != other->pb_number);
        assert_row(!meet(row, other) || !row->xml_place || !same_place || strcmp(xml_name(row), xml_name(other)) != 0);
        assert_row(row->xml_place != SB_XML_TEXT || other->xml_place != SB_XML_TEXT);
        /* attributes first, text last */
        assert_row(row->xml_place != SB_XML_ATTRIBUTE || !is_element(other) || other->quirk);
        assert_row(other->xml_place != SB_XML_TEXT || row->xml_place == SB_XML_NONE);
    }
}

static void test_no_two_members_have_one_place(void **state)
{
    (void)state;
    each_row(check_places);
}

static void test_every_object_is_reached_from_the_root(void **state)
{
    (void)state;
    bool reached[SB_CDX_OBJECTS] = {0};
    uint16_t queue[SB_CDX_OBJECTS] = {grammar->root};
    size_t n = 1;
    reached[grammar->root] = true;
    for (size_t at = 0; at < n; at++)
        for (size_t i = 0; i < grammar->objects[queue[at]].n; i++) {
            const struct sb_member *row = &grammar->objects[queue[at]].members[i];
            if (row->kind == SB_MEMBER_OBJECT && !reached[row->type]) {
                reached[row->type] = true;
                queue[n++] = row->type;
            }
        }
    for (size_t i = 0; i < SB_CDX_OBJECTS; i++)
        if (!reached[i])
            fail_msg("nothing leads to %s", grammar->objects[i].name);
}

/* What an alternative needs, XML does not ask for by itself. */
static bool has_member(const struct sb_object *object, const char *name, size_t set, bool closed)
{
    const struct sb_member *row = sb_member_named(object, sb_str_of(name));
    return row && row->xml_need_since == SB_ALWAYS && (!closed || row->choice == 0 || row->choice >> set & 1);
}

static void test_alternatives_are_of_members(void **state)
{
    (void)state;
    for (size_t i = 0; i < grammar->objects_n; i++) {
        const struct sb_object *object = &grammar->objects[i];
        for (size_t c = 0; c < object->choices_n; c++) {
            const struct sb_choice *choice = &object->choices[c];
            assert_true(choice->since <= choice->until && choice->n > 0 && choice->n <= 8);
            for (size_t s = 0; s < choice->n; s++)
                for (const char *const *need = choice->sets[s].need; need && *need; need++)
                    if (!has_member(object, *need, s, choice->sets[s].closed))
                        fail_msg("%s: alternative %zu needs %s", object->name, s, *need);
        }
    }
}

static void check_choice(const struct sb_object *object, const struct sb_member *row)
{
    unsigned closed = 0;
    for (size_t c = 0; c < object->choices_n; c++)
        for (size_t s = 0; s < object->choices[c].n; s++)
            closed |= (unsigned)object->choices[c].sets[s].closed << s;
    assert_row((row->choice & ~closed) == 0 && (!closed || row->choice != closed));
}

static void test_bits_of_alternatives_are_of_closed_ones(void **state)
{
    (void)state;
    each_row(check_choice);
}

static bool fits(const struct sb_word *word)
{
    bool late = word->pb_since != SB_ALWAYS;
    return word->since <= grammar->last && (!late || (word->pb != SB_PB_NO_NUMBER && word->pb_since > word->since));
}

static void test_words_are_told_apart(void **state)
{
    (void)state;
    for (size_t i = 1; i < grammar->words_n; i++) {
        const struct sb_words *words = &grammar->words[i];
        assert_true(words->n > 0);
        for (size_t j = 0; j < words->n; j++)
            if (sb_word_find(words, sb_str_of(words->words[j].text)) != &words->words[j] || !fits(&words->words[j]))
                fail_msg("%s: %s", words->name, words->words[j].text);
    }
}

static void test_rules_change_by_spans(void **state)
{
    (void)state;
    assert_null(sb_text_rule_at(grammar, SB_CDX_RULE_ANY, 7, SB_IN_JSON));
    assert_int_equal(sb_text_rule_at(grammar, SB_CDX_RULE_URL, 2, SB_IN_JSON)->pattern, SB_TEXT_ONE_LINE);
    assert_int_equal(sb_text_rule_at(grammar, SB_CDX_RULE_URL, 7, SB_IN_JSON)->pattern, SB_TEXT_IRI_REFERENCE);
    assert_int_equal(sb_text_rule_at(grammar, SB_CDX_RULE_URL, 2, SB_IN_XML)->pattern, SB_TEXT_ANY_URI);
    assert_null(sb_text_rule_at(grammar, SB_CDX_RULE_LINE, 3, SB_IN_JSON));
    assert_null(sb_text_rule_at(grammar, SB_CDX_RULE_LINE, 2, SB_IN_XML));
    for (size_t i = 1; i < grammar->rules_n; i++) {
        const struct sb_text_rule *rule = &grammar->rules[i];
        assert_true(rule->since <= rule->until && (!rule->most || rule->least <= rule->most) && rule->encodings);
        assert_true(rule->words < grammar->words_n && (rule->pattern != SB_TEXT_WORD || rule->words));
        assert_true(rule->encodings == SB_IN_JSON || (!rule->words && !rule->strict_only));
        assert_true((rule->pattern == SB_TEXT_LICENCE_ID) == (rule->edition != 0));
        assert_true(rule->pattern == SB_TEXT_ANY ||
                    (!rule->bounded_below && !rule->bounded_above && !rule->least && !rule->most));
        for (const struct sb_text_rule *other = rule - 1; strcmp(other->name, rule->name) == 0; other--)
            assert_true(!(other->encodings & rule->encodings) || other->until < rule->since);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_row_is_found_by_name_and_shape),
        cmocka_unit_test(test_what_no_row_has_is_not_found),
        cmocka_unit_test(test_versions_are_spans),
        cmocka_unit_test(test_types_exist),
        cmocka_unit_test(test_no_two_members_have_one_place),
        cmocka_unit_test(test_every_object_is_reached_from_the_root),
        cmocka_unit_test(test_alternatives_are_of_members),
        cmocka_unit_test(test_bits_of_alternatives_are_of_closed_ones),
        cmocka_unit_test(test_words_are_told_apart),
        cmocka_unit_test(test_rules_change_by_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
