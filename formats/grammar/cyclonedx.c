/* The tables of CycloneDX, put together from the .def files. Their columns:
 * OBJECT(id, name, since, ...): an object; behind it OPEN_UNTIL, RULED, CHOICES where it has them.
 * M(object, id, name, type, how many, versions, needed, place in XML, place in protobuf, ...): a member; behind it
 * CHOICE and what else only few have. END(id) closes the object. */
#include "grammar/cyclonedx.h"

#define STILL SB_STILL

/* ---- objects ---- */
#define OPEN_UNTIL(minor) .open_until = (minor)
#define RULED(name) .rule = SB_RULE_##name
#define NEED(...)                                                                                                      \
    {                                                                                                                  \
        (const char *const[]){__VA_ARGS__, NULL}, false                                                                \
    }
#define CLOSED(...)                                                                                                    \
    {                                                                                                                  \
        (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL}, true                                                   \
    }
#define OF(kind, since, until, ...)                                                                                    \
    {                                                                                                                  \
        kind, since, until, sizeof((const struct sb_choice_set[]){__VA_ARGS__}) / sizeof(struct sb_choice_set),        \
            (const struct sb_choice_set[])                                                                             \
        {                                                                                                              \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }
#define ONE_OF(since, until, ...) OF(SB_CHOICE_ONE, since, until, __VA_ARGS__)
#define ANY_OF(since, until, ...) OF(SB_CHOICE_ANY, since, until, __VA_ARGS__)
#define NONE_OF(since, until, ...) OF(SB_CHOICE_NONE, since, until, __VA_ARGS__)
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
#define NO_PB .pb_kind = SB_PB_NONE

#define CHOICE(bits) .choice = (bits)
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
#define W(word, since, xml_since, pb) {word, since, xml_since, pb},
#define AT_LEAST(n) .minimum = (n), .bounded_below = true
#define AT_MOST(n) .maximum = (n), .bounded_above = true
#define OR_WORD(list) .words = SB_CDX_WORDS_##list
#define STRICT .strict_only = true

static const struct sb_words words[] = {
    {"", NULL, 0},
#define RULE(...)
#define WORDS(id, text, ...)                                                                                           \
    {text, (const struct sb_word[]){__VA_ARGS__},                                                                      \
     sizeof((const struct sb_word[]){__VA_ARGS__}) / sizeof(struct sb_word)},
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
};

static const struct sb_text_rule rules[] = {
    {.name = "", .until = SB_STILL},
#define RULE(id, text, looks, first, last, ...)                                                                        \
    {.name = text, .pattern = SB_TEXT_##looks, .since = first, .until = last, __VA_ARGS__},
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
