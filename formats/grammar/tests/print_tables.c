/* Prints a grammar as JSON, as the compiler made it: scripts/real/grammar compares that with the official schemas. */
#include <stdio.h>

#include "grammar/cyclonedx.h"

static const struct sb_grammar *const grammar = &sb_grammar_cyclonedx;

static const char *const kinds[] = {"object", "text", "word", "bool", "integer", "number", "any"};
static const char *const roles[] = {"none", "id", "ref", "ref link"};
static const char *const xml_places[] = {"none", "attribute", "element", "wrap", "text", "ref", "quirk"};
static const char *const pb_kinds[] = {"none",  "itself", "bytes",     "message", "varint", "varint64",
                                       "float", "double", "timestamp", "box",     "quirk"};
static const char *const choice_kinds[] = {"one", "any", "none"};
static const char *const choices_in_xml[] = {"same", "or none", "free"};
static const char *const rounds[] = {"one", "maybe", "any"};
static const char *const object_rules[] = {"none", "range of external", "one expression", "one shape", "jsf key"};
static const char *const quirks[] = {"none",     "namespace", "licenses", "nested",      "tools",      "data flow",
                                     "datasets", "patents",   "party",    "environment", "extensions", "ikev2"};
static const char *const patterns[] = {"any",
                                       "word",
                                       "one line",
                                       "date-time",
                                       "date",
                                       "iri-reference",
                                       "uri",
                                       "idn-email",
                                       "serial",
                                       "media type",
                                       "digest",
                                       "locale",
                                       "cre",
                                       "patent number",
                                       "country",
                                       "cpe",
                                       "anyURI",
                                       "xsd date-time",
                                       "xsd date",
                                       "serial or braces",
                                       "patent number in xml",
                                       "licence id"};

/* No text of the tables needs more. */
static void put_text(const char *name, const char *text)
{
    printf(text ? ", \"%s\": \"%s\"" : ", \"%s\": null", name, text);
}

static void put_number(const char *name, long long number)
{
    printf(", \"%s\": %lld", name, number);
}

static const char *type_of(const struct sb_member *row)
{
    switch ((enum sb_member_kind)row->kind) {
    case SB_MEMBER_OBJECT: return grammar->objects[row->type].name;
    case SB_MEMBER_WORD: return grammar->words[row->type].name;
    case SB_MEMBER_TEXT:
    case SB_MEMBER_INTEGER:
    case SB_MEMBER_NUMBER: return grammar->rules[row->type].name;
    case SB_MEMBER_BOOL:
    case SB_MEMBER_ANY: break;
    }
    return "";
}

static void put_member(const struct sb_member *row)
{
    printf("    {\"name\": \"%.*s\"", row->name_n, row->name);
    put_text("kind", kinds[row->kind]);
    put_text("type", type_of(row));
    put_number("list", row->list);
    put_text("role", roles[row->role]);
    put_number("since", row->since);
    put_number("until", row->until);
    put_number("need_since", row->need_since);
    put_number("need_until", row->need_until);
    put_number("unique", row->unique);
    put_number("least", row->least);
    put_number("untyped_until", row->untyped_until);
    put_number("choice", row->choice);
    put_text("quirk", quirks[row->quirk]);
    put_text("xml_place", xml_places[row->xml_place]);
    put_text("xml_name", row->xml_name ? row->xml_name : row->name);
    put_text("xml_item", row->xml_item);
    put_number("xml_since", row->xml_since);
    put_number("xml_need_since", row->xml_need_since);
    put_number("xml_least", row->xml_least);
    put_number("xml_flip_before", row->xml_flip_before);
    put_number("xml_takes", row->xml_takes);
    put_text("pb_kind", pb_kinds[row->pb_kind]);
    put_number("pb_plain", row->pb_plain);
    put_number("pb_number", row->pb_number);
    put_number("pb_since", row->pb_since);
    put_number("pb_flip_before", row->pb_flip_before);
    put_number("pb_oneof", row->pb_oneof);
    printf("}");
}

static void put_choice(const struct sb_choice *choice)
{
    printf("{\"kind\": \"%s\"", choice_kinds[choice->kind]);
    put_text("in_xml", choices_in_xml[choice->in_xml]);
    put_number("since", choice->since);
    put_number("until", choice->until);
    printf(", \"sets\": [");
    for (size_t i = 0; i < choice->n; i++) {
        printf("%s{\"closed\": %d, \"need\": [", i ? ", " : "", choice->sets[i].closed);
        for (const char *const *need = choice->sets[i].need; need && *need; need++)
            printf("%s\"%s\"", need == choice->sets[i].need ? "" : ", ", *need);
        printf("]}");
    }
    printf("]}");
}

static void put_object(const struct sb_object *object)
{
    printf("   {\"name\": \"%s\"", object->name);
    put_number("since", object->since);
    put_number("open_until", object->open_until);
    put_text("rule", object_rules[object->rule]);
    put_text("xml_rounds", rounds[object->xml_rounds]);
    put_number("xml_takes", object->xml_takes);
    printf(", \"choices\": [");
    for (size_t i = 0; i < object->choices_n; i++) {
        printf("%s", i ? ", " : "");
        put_choice(&object->choices[i]);
    }
    printf("], \"members\": [\n");
    for (size_t i = 0; i < object->n; i++) {
        put_member(&object->members[i]);
        printf("%s\n", i + 1 < object->n ? "," : "]}");
    }
}

static void put_words(const struct sb_words *words)
{
    printf("   {\"name\": \"%s\"", words->name);
    put_number("xml_open", words->xml_open);
    printf(", \"words\": [");
    for (size_t i = 0; i < words->n; i++) {
        const struct sb_word *word = &words->words[i];
        printf("%s{\"text\": \"%s\"", i ? ", " : "", word->text);
        put_number("since", word->since);
        put_number("pb_since", word->pb_since);
        put_number("pb", word->pb == SB_PB_NO_NUMBER ? -1 : word->pb);
        printf("}");
    }
    printf("]}");
}

static void put_rule(const struct sb_text_rule *rule)
{
    printf("   {\"name\": \"%s\"", rule->name);
    put_text("pattern", patterns[rule->pattern]);
    put_number("encodings", rule->encodings);
    put_number("since", rule->since);
    put_number("until", rule->until);
    put_number("strict_only", rule->strict_only);
    put_number("least", rule->least);
    put_number("most", rule->most);
    if (rule->bounded_below)
        put_number("minimum", rule->minimum);
    if (rule->bounded_above)
        put_number("maximum", rule->maximum);
    put_text("words", grammar->words[rule->words].name);
    put_number("edition", rule->edition);
    printf("}");
}

int main(void)
{
    printf("{\"name\": \"%s\"", grammar->name);
    put_text("root", grammar->objects[grammar->root].name);
    put_number("first", grammar->first);
    put_number("last", grammar->last);
    put_number("open_until", grammar->open_until);
    printf(",\n \"objects\": [\n");
    for (size_t i = 0; i < grammar->objects_n; i++) {
        put_object(&grammar->objects[i]);
        printf("%s\n", i + 1 < grammar->objects_n ? "," : "],\n \"words\": [");
    }
    for (size_t i = 1; i < grammar->words_n; i++) {
        put_words(&grammar->words[i]);
        printf("%s\n", i + 1 < grammar->words_n ? "," : "],\n \"rules\": [");
    }
    for (size_t i = 1; i < grammar->rules_n; i++) {
        put_rule(&grammar->rules[i]);
        printf("%s\n", i + 1 < grammar->rules_n ? "," : "]}");
    }
    return 0;
}
