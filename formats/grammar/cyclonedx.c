/* The tables of CycloneDX, put together from the .def files. Their columns:
 * OBJECT(id, name, since, ...): an object; behind it OPEN_UNTIL, RULED, CHOICES where it has them.
 * M(object, id, name, type, how many, versions, needed, place in XML, place in protobuf, ...): a member; behind it
 * CHOICE and what else only few have. END(id) closes the object. */
#include "grammar/cyclonedx.h"

enum {
    STILL = SB_STILL,
    ELEMENTS = SB_TAKES_ELEMENTS,
    OTHER_ATTRIBUTES = SB_TAKES_OTHER_ATTRIBUTES,
    ANY_ATTRIBUTES = SB_TAKES_ANY_ATTRIBUTES,
    ALL = SB_TAKES_ALL,
    JSON = SB_IN_JSON,
    XML = SB_IN_XML,
    BOTH = SB_IN_JSON | SB_IN_XML,
    OPEN = true,
};

/* ---- objects ---- */
#define OPEN_UNTIL(minor) .open_until = (minor)
#define ROUNDS(how) .xml_rounds = SB_ROUNDS_##how
#define TAKES(what) .xml_takes = (what)
#define RULED(name) .rule = SB_RULE_##name
#define NEED(...)                                                                                                      \
    {                                                                                                                  \
        (const char *const[]){__VA_ARGS__, NULL}, false                                                                \
    }
#define CLOSED(...)                                                                                                    \
    {                                                                                                                  \
        (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL}, true                                                   \
    }
#define OF(kind, in_xml, since, until, ...)                                                                            \
    {                                                                                                                  \
        kind, in_xml, since, until,                                                                                    \
            sizeof((const struct sb_choice_set[]){__VA_ARGS__}) / sizeof(struct sb_choice_set),                        \
            (const struct sb_choice_set[])                                                                             \
        {                                                                                                              \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }
#define ONE_OF(since, until, ...) OF(SB_CHOICE_ONE, SB_CHOICE_SAME, since, until, __VA_ARGS__)
#define ONE_OR_NO_XML(since, until, ...) OF(SB_CHOICE_ONE, SB_CHOICE_OR_NONE, since, until, __VA_ARGS__)
#define ONE_OF_JSON(since, until, ...) OF(SB_CHOICE_ONE, SB_CHOICE_FREE, since, until, __VA_ARGS__)
#define ANY_OF_JSON(since, until, ...) OF(SB_CHOICE_ANY, SB_CHOICE_FREE, since, until, __VA_ARGS__)
#define NONE_OF(since, until, ...) OF(SB_CHOICE_NONE, SB_CHOICE_SAME, since, until, __VA_ARGS__)
#define CHOICES(...)                                                                                                   \
    .choices = (const struct sb_choice[]){__VA_ARGS__},                                                                \
    .choices_n = sizeof((const struct sb_choice[]){__VA_ARGS__}) / sizeof(struct sb_choice)

/* ---- members ---- */
#define OBJ(id) .kind = SB_MEMBER_OBJECT, .type = SB_CDX_##id
#define TEXT .kind = SB_MEMBER_TEXT
#define TEXT_(rule) .kind = SB_MEMBER_TEXT, .type = SB_CDX_RULE_##rule
#define ID .kind = SB_MEMBER_TEXT, .type = SB_CDX_RULE_REF, .role = SB_ROLE_ID
#define REF .kind = SB_MEMBER_TEXT, .type = SB_CDX_RULE_REF, .role = SB_ROLE_REF
#define REF_LINK .kind = SB_MEMBER_TEXT, .type = SB_CDX_RULE_REF, .role = SB_ROLE_REF_LINK
#define WORD(words) .kind = SB_MEMBER_WORD, .type = SB_CDX_WORDS_##words
#define BOOL .kind = SB_MEMBER_BOOL
#define INTEGER .kind = SB_MEMBER_INTEGER
#define INTEGER_(rule) .kind = SB_MEMBER_INTEGER, .type = SB_CDX_RULE_##rule
#define NUMBER .kind = SB_MEMBER_NUMBER
#define NUMBER_(rule) .kind = SB_MEMBER_NUMBER, .type = SB_CDX_RULE_##rule

#define ONE .list = false
#define LIST .list = true
#define SET .list = true, .unique = true /* no two alike */
#define SOME .list = true, .least = 1

#define SINCE(minor) .since = (minor), .until = SB_STILL
#define SPAN(first, last) .since = (first), .until = (last)
#define MAY .need_since = SB_NEVER
#define MUST .need_since = SB_ALWAYS, .need_until = SB_STILL
#define MUST_SINCE(minor) .need_since = (minor), .need_until = SB_STILL
#define MUST_UNTIL(minor) .need_since = SB_ALWAYS, .need_until = (minor)

#define NO_XML .xml_place = SB_XML_NONE
#define ATTRIBUTE .xml_place = SB_XML_ATTRIBUTE
#define ATTRIBUTE_(name) .xml_place = SB_XML_ATTRIBUTE, .xml_name = (name)
#define ELEMENT .xml_place = SB_XML_ELEMENT
#define ELEMENT_(name) .xml_place = SB_XML_ELEMENT, .xml_name = (name)
#define WRAP(item) .xml_place = SB_XML_WRAP, .xml_item = (item)
#define WRAP_(name, item) .xml_place = SB_XML_WRAP, .xml_name = (name), .xml_item = (item)
#define BODY .xml_place = SB_XML_TEXT
#define XML_REF .xml_place = SB_XML_REF
#define XML_REFS(item) .xml_place = SB_XML_REF, .xml_item = (item)
#define XML_QUIRK .xml_place = SB_XML_QUIRK
#define XML_QUIRK_(name) .xml_place = SB_XML_QUIRK, .xml_name = (name)

#define NO_PB .pb_kind = SB_PB_NONE
#define PB_ITSELF .pb_kind = SB_PB_ITSELF
#define PB(number, what) .pb_kind = SB_PB_##what, .pb_number = (number)
#define PB_PLAIN(number, what) .pb_kind = SB_PB_##what, .pb_number = (number), .pb_plain = true
#define PB_QUIRK(number) .pb_kind = SB_PB_QUIRK, .pb_number = (number)
#define PB_QUIRK_PLAIN(number) .pb_kind = SB_PB_QUIRK, .pb_number = (number), .pb_plain = true

#define QUIRK(which) .quirk = SB_CDX_QUIRK_##which
#define CHOICE(bits) .choice = (bits)
#define ROLE(which) .role = SB_ROLE_##which
#define XML_SINCE(minor) .xml_since = (minor)
#define XML_NEED_SINCE(minor) .xml_need_since = (minor)
#define XML_NEED_NEVER .xml_need_since = SB_NEVER
#define XML_LEAST(n) .xml_least = (n)
#define XML_FLIP_BEFORE(minor) .xml_flip_before = (minor)
#define XML_TAKES(what) .xml_takes = (what)
#define ONEOF .pb_oneof = true
#define PB_SINCE(minor) .pb_since = (minor)
#define PB_FLIP_BEFORE(minor) .pb_flip_before = (minor)
#define UNTYPED_UNTIL(minor) .untyped_until = (minor)

/* ---- the tables ---- */
static const struct sb_member members[] = {
#define OBJECT(...)
#define M(object, id, text, ...) {.name = text, .name_n = sizeof(text) - 1, __VA_ARGS__},
#define END(id)
#include "grammar/cdx.def"
#undef OBJECT
#undef M
};

/* One of each member, beside each other, so that a name is looked for among sixteen at once. */
static const uint8_t tags[SB_CDX_ROWS + 16] = {
#define OBJECT(...)
#define M(object, id, text, ...) SB_MEMBER_TAG(text, sizeof(text) - 1),
#include "grammar/cdx.def"
#undef OBJECT
#undef M
};

static const struct sb_object objects[] = {
#define OBJECT(id, text, first, ...)                                                                                   \
    {.name = text,                                                                                                     \
     .members = members + SB_CDX_ROWS_OF_##id,                                                                         \
     .tags = tags + SB_CDX_ROWS_OF_##id,                                                                               \
     .n = SB_CDX_ROWS_END_##id - SB_CDX_ROWS_OF_##id,                                                                  \
     .since = first,                                                                                                   \
     __VA_ARGS__},
#define M(...)
#include "grammar/cdx.def"
#undef OBJECT
#undef M
#undef END
};

/* ---- words and rules ---- */
#define NO_NUMBER SB_PB_NO_NUMBER
#define W(word, since, pb) {word, since, SB_ALWAYS, pb},
#define W_PB(word, since, pb, pb_since) {word, since, pb_since, pb},
#define AT_LEAST(n) .minimum = (n), .bounded_below = true
#define AT_MOST(n) .maximum = (n), .bounded_above = true
#define OR_WORD(list) .words = SB_CDX_WORDS_##list
#define STRICT .strict_only = true

static const struct sb_words words[] = {
    {.name = ""},
#define RULE(...)
#define WORDS(id, text, open, ...)                                                                                     \
    {.name = text,                                                                                                     \
     .words = (const struct sb_word[]){__VA_ARGS__},                                                                   \
     .n = sizeof((const struct sb_word[]){__VA_ARGS__}) / sizeof(struct sb_word),                                      \
     .xml_open = open},
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
};

static const struct sb_text_rule rules[] = {
    {.name = "", .until = SB_STILL},
#define RULE(id, text, where, looks, first, last, ...)                                                                 \
    {.name = text, .encodings = where, .pattern = SB_TEXT_##looks, .since = first, .until = last, __VA_ARGS__},
#define WORDS(...)
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
};

const struct sb_grammar sb_grammar_cyclonedx = {
    .name = "CycloneDX",
    .objects = objects,
    .members = members,
    .words = words,
    .rules = rules,
    .objects_n = SB_CDX_OBJECTS,
    .members_n = SB_CDX_ROWS,
    .words_n = SB_CDX_WORDS,
    .rules_n = SB_CDX_RULES,
    .root = SB_CDX_BOM,
    .first = 0,
    .last = 7,
    .open_until = 3,
};
