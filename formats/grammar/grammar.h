/* Grammar: the facts of a specification as const data. Objects, their members, the words that a member may say, and
 * where a member stands in each encoding. No functions in the rows: what a member means is written in the readers, how
 * an encoding carries it in formats/carry. A test compares the tables with the official schemas, both ways.
 *
 * The canonical shape is that of the newest JSON schema: each construct of each encoding has its one place there.
 * Alternatives of one object ("either id or name") are one object with all their members and a rule that chooses
 * (struct sb_choice). A member that takes values of different shapes (a list of tools, or one object) has one row for
 * each shape, one behind the other, under the same name. Rows stand in the order of the newest XSD, attributes first:
 * an order that is right for every encoding. */
#ifndef SB_FORMATS_GRAMMAR_GRAMMAR_H
#define SB_FORMATS_GRAMMAR_GRAMMAR_H

#include "base/str.h"

/* A version of a specification: its minor number (CycloneDX 1.0 to 1.7). A member was there from `since` to `until`. */
enum { SB_ALWAYS = 0, SB_STILL = 0xFF, SB_NEVER = 0xFE };

enum sb_member_kind {
    SB_MEMBER_OBJECT,  /* `type`: enum sb_object_id */
    SB_MEMBER_TEXT,    /* `type`: enum sb_text_rule_id, 0 = any text */
    SB_MEMBER_WORD,    /* `type`: enum sb_words_id */
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
    SB_XML_REF,       /* <name ref="value"/>; of a list: <name><item ref="value"/>... */
    SB_XML_QUIRK,     /* one of the named functions of the XML carrier, found by the row */
};

/* 64 bytes. Numbers of versions are those of the JSON schema, or of the specification where JSON has none yet. */
struct sb_member {
    const char *name; /* in JSON */
    const char *xml_name, *xml_item; /* NULL: as `name` */
    uint8_t name_n;
    uint8_t kind;           /* enum sb_member_kind */
    bool list;
    uint8_t role;           /* enum sb_role */
    uint16_t type;
    uint8_t since, until;
    uint8_t need_since, need_until; /* required in these; need_since SB_NEVER: never */
    bool unique;            /* of a list: no two values alike */
    uint8_t least;          /* of a list: values at least */
    uint8_t xml_place;      /* enum sb_xml_place */
    uint8_t xml_since, xml_need_since; /* where XML differs: SB_ALWAYS = as JSON */
    uint8_t pb_since;       /* as above; protobuf begins with 1.3 */
    uint16_t pb_number;     /* 0: protobuf cannot say it */
    uint8_t pb_kind;        /* enum sb_pb_kind */
    uint8_t choice;         /* bits: the alternatives of the object that have it; 0: all */
    uint8_t quirk;          /* number of the carriers' function where a place is a quirk, 0 = none */
};

enum sb_pb_kind {
    SB_PB_NONE,
    SB_PB_BYTES,     /* string */
    SB_PB_MESSAGE,
    SB_PB_VARINT,    /* bool, int32, enum */
    SB_PB_FLOAT,     /* fixed 32 bits */
    SB_PB_TIMESTAMP, /* google.protobuf.Timestamp */
    SB_PB_QUIRK,
};

/* Alternatives of an object: exactly one (or at least one) set must fit. A member's `choice` has bit i for set i. */
enum sb_choice_kind { SB_CHOICE_ONE, SB_CHOICE_ANY };
struct sb_choice_set {
    const char *const *need; /* members that this alternative requires; NULL-terminated */
    bool closed;             /* takes only its own members and those without `choice` */
};
struct sb_choice {
    uint8_t kind; /* enum sb_choice_kind */
    uint8_t since, until;
    uint8_t n;
    const struct sb_choice_set *sets;
};

struct sb_object {
    const char *name; /* "component"; a nameless one by its way: "component.pedigree" */
    const struct sb_member *members;
    uint16_t n;
    uint8_t since;
    bool open;        /* takes members that no row knows (a component's in 1.2 and 1.3: see the specification's row) */
    const struct sb_choice *choices;
    uint8_t choices_n;
};

struct sb_word {
    const char *text;
    uint8_t since;    /* JSON */
    uint8_t xml_since;
    uint16_t pb;      /* the enum's number; 0: none */
};
struct sb_words {
    const char *name;
    const struct sb_word *words;
    uint16_t n;
};

/* What a text must look like. `pattern`: the named check; the schemas have about a dozen. */
struct sb_text_rule {
    const char *name;
    uint8_t pattern; /* enum sb_text_pattern */
    uint32_t least, most; /* code points; most 0: no bound */
    int64_t minimum, maximum; /* of numbers */
    bool bounded_below, bounded_above;
};

struct sb_grammar {
    const char *name;             /* "CycloneDX" */
    const struct sb_object *objects;
    const struct sb_words *words;
    const struct sb_text_rule *rules;
    uint16_t objects_n, words_n, rules_n;
    uint16_t root;                /* the document's object */
    uint8_t first, last;          /* minor versions */
};
extern const struct sb_grammar sb_grammar_cyclonedx;

#endif
