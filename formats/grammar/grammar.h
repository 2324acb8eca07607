/* Grammar: the facts of a specification as const data. Objects, their members, the words that a member may say, and
 * where a member stands in each encoding. No functions in the rows: what a member means is written in the readers, how
 * an encoding carries it in formats/carry. A test compares the tables with the official schemas, both ways.
 *
 * The canonical shape is that of the newest JSON schema: each construct of each encoding has its one place there.
 * Alternatives of one object ("either id or name") are one object with all their members and a rule that chooses
 * (struct sb_choice). A member that takes values of different shapes (a list of tools, or one object) has one row for
 * each shape, one behind the other, under the same name; they share their element in XML and their number in protobuf,
 * and what stands there tells which of them it is (an item's name, a child, a text), or else the first of the version.
 * Rows stand in the order of the newest XSD, attributes first: an order that is right for every encoding. */
#ifndef SB_GRAMMAR_GRAMMAR_H
#define SB_GRAMMAR_GRAMMAR_H

#include "base/str.h"

/* A version of a specification: its minor number (CycloneDX 1.0 to 1.7). A member was there from `since` to `until`.
 * Versions 1.0 and 1.1 have XML alone, 1.2 XML and JSON, protobuf begins with 1.3: what says 0 is in all of them. */
enum { SB_ALWAYS = 0, SB_STILL = 0xFF, SB_NEVER = 0xFE };

enum sb_member_kind {
    SB_MEMBER_OBJECT, /* `type`: enum sb_object_id */
    SB_MEMBER_TEXT,   /* `type`: enum sb_text_rule_id, 0 = any text */
    SB_MEMBER_WORD,   /* `type`: enum sb_words_id */
    SB_MEMBER_BOOL,
    SB_MEMBER_INTEGER, /* `type`: enum sb_text_rule_id with its bounds */
    SB_MEMBER_NUMBER,  /* the same */
    SB_MEMBER_ANY,     /* whatever value: JSF's extensions */
};

enum sb_role {
    SB_ROLE_NONE,
    SB_ROLE_ID,       /* names this object; unique in the document */
    SB_ROLE_REF,      /* names an object of this document */
    SB_ROLE_REF_LINK, /* names one of this document, or by a BOM-Link one of another */
};

enum sb_xml_place {
    SB_XML_NONE,
    SB_XML_ATTRIBUTE, /* name="value" */
    SB_XML_ELEMENT,   /* <name>value</name>; of a list: repeated */
    SB_XML_WRAP,      /* <name><item/>...</name> */
    SB_XML_TEXT,      /* the text of the object's own element */
    SB_XML_REF,   /* <name ref="value"/>; of a list with `xml_item`: <name><item ref="value"/>..., without: repeated */
    SB_XML_QUIRK, /* one of the named functions of the XML carrier, found by `quirk` */
};

/* 56 bytes. Numbers of versions are those of the JSON schema, or of XML's where JSON has none yet. An encoding is
 * "flipped" where it has one value and JSON a list, or any number where JSON has one (of SB_XML_WRAP: of wrappers). */
struct sb_member {
    const char *name;                /* in JSON */
    const char *xml_name, *xml_item; /* NULL: as `name`; no items */
    uint8_t name_n;
    uint8_t kind; /* enum sb_member_kind */
    bool list;
    uint8_t role; /* enum sb_role */
    uint16_t type;
    uint8_t since, until;
    uint8_t need_since, need_until; /* required in these (of several shapes: one of them); need_since SB_NEVER: never */
    bool unique;                    /* of a list: no two values alike */
    uint8_t least;                  /* of a list: values at least */
    uint8_t untyped_until;          /* until then JSON asks for a list and nothing of its values; 0: it always asks */
    uint8_t choice;                 /* bits: the alternatives of the object that have it; 0: all */
    uint8_t quirk;                  /* of a place that is a quirk: its name, enum of the specification; 0: none */

    uint8_t xml_place;       /* enum sb_xml_place */
    uint8_t xml_since;       /* where XML differs from JSON after 1.1: SB_ALWAYS = as `since` */
    uint8_t xml_need_since;  /* the same of need_since; SB_NEVER: XML never asks for it */
    uint8_t xml_least;       /* of a list that is not empty in XML: values at least; 0: as `least` */
    uint8_t xml_flip_before; /* before this version flipped; 0: never */
    uint8_t xml_takes;       /* of a wrapper: bits of enum sb_xml_takes */

    uint8_t pb_kind;        /* enum sb_pb_kind */
    bool pb_plain;          /* nothing tells its zero value (empty text, 0, false) from its absence */
    uint16_t pb_number;     /* 0: protobuf cannot say it */
    uint8_t pb_since;       /* as xml_since */
    uint8_t pb_flip_before; /* as xml_flip_before */
    bool pb_oneof;          /* of all such members of an object protobuf holds one */
};

/* What XML takes beyond the rows: elements of other namespaces behind all others, attributes of other namespaces, and
 * any attributes at all. */
enum sb_xml_takes {
    SB_TAKES_ELEMENTS = 1,
    SB_TAKES_OTHER_ATTRIBUTES = 2,
    SB_TAKES_ANY_ATTRIBUTES = 4,
    SB_TAKES_ALL = SB_TAKES_ELEMENTS | SB_TAKES_ANY_ATTRIBUTES,
};

enum sb_pb_kind {
    SB_PB_NONE,
    SB_PB_ITSELF, /* no field: the encoding says it */
    SB_PB_BYTES,  /* string */
    SB_PB_MESSAGE,
    SB_PB_VARINT,    /* bool, int32, enum */
    SB_PB_VARINT64,  /* int64 */
    SB_PB_FLOAT,     /* fixed 32 bits */
    SB_PB_DOUBLE,    /* fixed 64 bits */
    SB_PB_TIMESTAMP, /* google.protobuf.Timestamp */
    SB_PB_BOX,       /* a message whose field 1 is the list */
    SB_PB_QUIRK,
};

/* Alternatives of an object: exactly one, at least one, or none of the sets must fit. A member's `choice` has bit i for
 * set i of the choice whose sets are closed; an object has at most one such choice in a version. */
enum sb_choice_kind { SB_CHOICE_ONE, SB_CHOICE_ANY, SB_CHOICE_NONE };
enum sb_choice_in_xml {
    SB_CHOICE_SAME,    /* asked for by both schemas */
    SB_CHOICE_OR_NONE, /* XML lets none of them fit, too */
    SB_CHOICE_FREE,    /* XML does not ask */
};
struct sb_choice_set {
    const char *const *need; /* members that this alternative requires; NULL-terminated, NULL: none */
    bool closed;             /* takes only its own members and those without `choice` */
};
struct sb_choice {
    uint8_t kind;   /* enum sb_choice_kind */
    uint8_t in_xml; /* enum sb_choice_in_xml */
    uint8_t since, until;
    uint8_t n;
    const struct sb_choice_set *sets;
};

/* What no column says; the validator has a function for each. */
enum sb_object_rule {
    SB_RULE_NONE,
    SB_RULE_RANGE_OF_EXTERNAL, /* 1.7: a component with `versionRange` says `isExternal`: true */
    SB_RULE_ONE_EXPRESSION,    /* a list with an expression has nothing else: JSON in 1.5 and 1.6, XML until 1.6 */
    SB_RULE_ONE_SHAPE,         /* a list whose member has rows of several shapes: all values are of one of them */
    SB_RULE_JSF_KEY,           /* `crv` is a curve of the key's `kty` */
};

/* How often an object's elements (attributes are not meant) may stand in XML, as a whole. Inside, each member stands
 * where the order of the rows wants it; of "needed" ones those of a round that is there. */
enum sb_xml_rounds {
    SB_ROUNDS_ONE,
    SB_ROUNDS_MAYBE, /* or not at all */
    SB_ROUNDS_ANY,   /* again and again, or not at all */
};

struct sb_object {
    const char *name; /* "component"; a nameless one by its way: "component.pedigree" */
    const struct sb_member *members;
    const uint8_t *tags; /* of the members' names, for sb_member_find; 16 bytes may be read from each */
    uint16_t n;
    uint8_t since;
    uint8_t open_until; /* where JSON takes members that no row knows longer than the grammar says (sb_object_open) */
    uint8_t rule;       /* enum sb_object_rule */
    uint8_t xml_rounds; /* enum sb_xml_rounds */
    uint8_t xml_takes;  /* bits of enum sb_xml_takes; elements since 1.1 */
    uint8_t choices_n;
    const struct sb_choice *choices;
};

enum { SB_PB_NO_NUMBER = 0xFFFF };
struct sb_word {
    const char *text;
    uint8_t since;    /* JSON and XML: they have the same words */
    uint8_t pb_since; /* as in struct sb_member */
    uint16_t pb;      /* the enum's number; SB_PB_NO_NUMBER: protobuf has none, or a string */
};
struct sb_words {
    const char *name;
    const struct sb_word *words;
    uint16_t n;
    bool xml_open; /* XML takes any text */
};

/* What a text must look like. Those that JSON schema calls formats are looked at as its validators do. */
enum sb_text_pattern {
    SB_TEXT_ANY,
    SB_TEXT_WORD,              /* nothing but a word of `words` */
    SB_TEXT_ONE_LINE,          /* no line break (U+000A, U+000D, U+2028, U+2029) */
    SB_TEXT_DATE_TIME,         /* RFC 3339 */
    SB_TEXT_DATE,              /* RFC 3339, full-date */
    SB_TEXT_IRI_REFERENCE,     /* RFC 3987 */
    SB_TEXT_URI,               /* RFC 3986, with its scheme */
    SB_TEXT_IDN_EMAIL,         /* RFC 6531 */
    SB_TEXT_SERIAL_NUMBER,     /* urn:uuid:8-4-4-4-12, hexadecimal in lower case */
    SB_TEXT_MEDIA_TYPE,        /* x/y, each of [-+a-z0-9.]+ */
    SB_TEXT_DIGEST,            /* 32, 40, 64, 96 or 128 hexadecimal digits */
    SB_TEXT_LOCALE,            /* two lower-case letters, and perhaps "-" with two upper-case ones */
    SB_TEXT_CRE,               /* CRE:n-n */
    SB_TEXT_PATENT_NUMBER,     /* letter or digit, up to 28 of [A-Za-z0-9-/.()] and white space, letter or digit */
    SB_TEXT_COUNTRY,           /* two upper-case letters */
    SB_TEXT_CPE,               /* 2.2 URI or 2.3 formatted string, as the XSD has them */
    SB_TEXT_ANY_URI,           /* XSD's anyURI */
    SB_TEXT_XSD_DATE_TIME,     /* XSD's dateTime: the time zone may be missing, 24:00:00, years of any length */
    SB_TEXT_XSD_DATE,          /* XSD's date */
    SB_TEXT_SERIAL_OR_BRACES,  /* as the serial number, or in braces without urn:uuid: */
    SB_TEXT_PATENT_NUMBER_XML, /* as a patent number, of white space only the blank */
    SB_TEXT_LICENCE_ID,        /* an id of the SPDX licence list as old as `edition` */
};

enum sb_encoding {
    SB_IN_JSON = 1,
    SB_IN_XML = 2,
    SB_IN_PROTOBUF = 4, /* of no rule: it has no schema of its own, those of JSON hold for what it carries */
};

/* A rule that changed, or is another in XML, has several rows, one behind the other, under one name; where none of them
 * holds, any text is right. */
struct sb_text_rule {
    const char *name;
    uint8_t pattern;   /* enum sb_text_pattern */
    uint8_t encodings; /* bits of enum sb_encoding */
    uint8_t since, until;
    bool strict_only;         /* JSON's strict schema alone asks for it */
    uint32_t least, most;     /* code points; most 0: no bound */
    int64_t minimum, maximum; /* of numbers */
    bool bounded_below, bounded_above;
    uint16_t words;   /* one of this list is right, whatever the pattern says; 0: no list */
    uint16_t edition; /* of the licence list: 328 = 3.28 */
};

struct sb_grammar {
    const char *name; /* "CycloneDX" */
    const struct sb_object *objects;
    const struct sb_member *members; /* of all objects, one behind the other */
    const struct sb_words *words;
    const struct sb_text_rule *rules;
    uint16_t objects_n, members_n, words_n, rules_n;
    uint16_t root;       /* the document's object */
    uint8_t first, last; /* minor versions */
    uint8_t open_until;  /* JSON takes members that no row knows until then, unless its schema is the strict one */
};
extern const struct sb_grammar sb_grammar_cyclonedx;

/* The shape of a value, by which the rows of one name are told apart. A list's is that of one value of it, with
 * SB_SHAPE_IN_LIST; an empty list is SB_SHAPE_IN_LIST alone, which is right for every row of a list. */
enum sb_shape {
    SB_SHAPE_OBJECT = 1,
    SB_SHAPE_TEXT = 2,
    SB_SHAPE_NUMBER = 4,
    SB_SHAPE_BOOL = 8,
    SB_SHAPE_IN_LIST = 16,
};

/* What stands in `tags` for a name of N bytes, at least one: names of one object hardly share it. */
#define SB_MEMBER_TAG(p, n) ((uint8_t)((n)*5 + (uint8_t)(p)[0] * 3 + (uint8_t)(p)[(n)-1] + (uint8_t)(p)[(n) / 2] * 7))

/* The first row of that name, whatever its shape; NULL if there is none. */
const struct sb_member *sb_member_named(const struct sb_object *object, sb_str name);
/* Among the rows of FIRST's name (itself and those behind it in OBJECT) the one that takes a value of SHAPE, or NULL.
 */
const struct sb_member *sb_member_shaped(const struct sb_object *object, const struct sb_member *first, unsigned shape);
/* Both: the row of that name for a value of SHAPE; NULL if there is none. */
const struct sb_member *sb_member_find(const struct sb_object *object, sb_str name, unsigned shape);

/* NULL if it is none of the list. */
const struct sb_word *sb_word_find(const struct sb_words *words, sb_str text);
/* The row of rule number RULE for a version and an encoding; NULL where any text is right. */
const struct sb_text_rule *sb_text_rule_at(const struct sb_grammar *grammar, uint16_t rule, uint8_t minor,
                                           enum sb_encoding encoding);

/* Whether JSON takes members there that no row knows. */
static inline bool sb_object_open(const struct sb_grammar *grammar, const struct sb_object *object, uint8_t minor,
                                  bool strict)
{
    return minor <= object->open_until || (!strict && minor <= grammar->open_until);
}

static inline bool sb_member_in(const struct sb_member *row, uint8_t minor)
{
    return row->since <= minor && minor <= row->until;
}

static inline bool sb_member_needed(const struct sb_member *row, uint8_t minor)
{
    return row->need_since <= minor && minor <= row->need_until && sb_member_in(row, minor);
}

/* The same in protobuf, where that has it. */
static inline bool sb_member_in_pb(const struct sb_member *row, uint8_t minor)
{
    uint8_t since = row->pb_since == SB_ALWAYS ? row->since : row->pb_since;
    return row->pb_kind != SB_PB_NONE && since <= minor && minor <= row->until;
}

/* Has protobuf many of the member there? */
static inline bool sb_member_many_in_pb(const struct sb_member *row, uint8_t minor)
{
    return minor < row->pb_flip_before ? !row->list : row->list;
}

/* The same in XML. */
static inline bool sb_member_in_xml(const struct sb_member *row, uint8_t minor)
{
    uint8_t since = row->xml_since == SB_ALWAYS ? row->since : row->xml_since;
    return row->xml_place != SB_XML_NONE && since <= minor && minor <= row->until;
}

static inline bool sb_member_needed_in_xml(const struct sb_member *row, uint8_t minor)
{
    if (row->xml_need_since == SB_ALWAYS)
        return row->need_since <= minor && minor <= row->need_until && sb_member_in_xml(row, minor);
    return row->xml_need_since != SB_NEVER && row->xml_need_since <= minor && sb_member_in_xml(row, minor);
}

#endif
