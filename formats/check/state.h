/* What the files of the validator share. Private to this folder. */
#ifndef SB_CHECK_STATE_H
#define SB_CHECK_STATE_H

#include "base/keyset.h"
#include "base/map.h"
#include "check/check.h"
#include "grammar/cyclonedx.h"

/* A set of members of one object: a bit for the first row of each name. */
struct sb_names {
    uint64_t bits[2];
};

static inline bool sb_names_has(const struct sb_names *names, size_t i)
{
    return names->bits[i >> 6] >> (i & 63) & 1;
}

static inline void sb_names_put(struct sb_names *names, size_t i)
{
    names->bits[i >> 6] |= 1ull << (i & 63);
}

/* A choice of the version, its names looked up. */
struct sb_alternatives {
    const struct sb_choice *choice;
    struct sb_names *need, *refuse; /* one a set: members that it needs, those of other sets where it is closed */
};

/* What the rows of an object say in the version. */
struct sb_shape_of {
    struct sb_names need;
    struct sb_alternatives *alternatives;
    size_t alternatives_n;
    bool open; /* takes members that no row knows */
};

/* An open object or list. */
struct sb_level {
    const struct sb_object *type; /* of an object: its own; of a list: that of the object whose member it is */
    const struct sb_member *row;  /* of a list */
    struct sb_names seen;         /* of an object */
    uint64_t hash;
    uint64_t elements; /* of a list: so far */
    size_t hashes;     /* of a list that takes no two alike: where its elements begin in `hashes` */
    uint32_t line, column;
    bool list, unique;
    bool passed_over;            /* not looked at, but for its hash */
    bool expression;             /* of a list of licences: it has one */
    bool external;               /* of a component: says isExternal */
    const struct sb_member *one; /* of a list: the row of its first element */
    int64_t begins, ends;        /* of an object with such a pair of times: seconds; 0: not said */
};

struct sb_element {
    uint64_t hash;
    uint32_t line, column;
};

/* An element of a hierarchy and its parent, by hashes; UINT64_MAX: not said. */
struct sb_child {
    uint64_t id, parent;
};

struct sb_check {
    const struct sb_check_what *what;
    struct sb_dialect dialect;
    const struct sb_grammar *grammar;
    struct sb_walk *walk;
    struct sb_flaws *flaws;
    struct sb_arena arena;
    struct sb_shape_of *shapes; /* one an object of the grammar */
    uint8_t *firsts;            /* one a member: the number of the first row of its name in its object */
    uint8_t *texts;             /* one a member: what beyond.c does with its texts; 0: nothing */
    SB_VEC(struct sb_level) levels;
    size_t unique_lists; /* open ones */
    bool again;          /* the second way through the text: all is known but the places of references (refs.c) */
    bool about_object;   /* what is found is about the open object, not about its member where the walk is */
    SB_VEC(struct sb_element) hashes;
    struct sb_buf path, number; /* scratch */

    /* Identifiers and references (refs.c). */
    struct sb_map ids;               /* hash: line */
    struct sb_map entries;           /* of the graph; hash: line */
    struct sb_keyset forward;        /* hashes of references to what had not come yet */
    SB_VEC(struct sb_element) edges; /* dependsOn of the open entry */
    uint64_t entry;                  /* whose they are; 0: not said yet */
    struct sb_child child;           /* the open requirement */
    SB_VEC(struct sb_child) children;
    struct sb_keyset circles; /* hashes of those whose parents lead back to them; of the second way */

    /* Of the innermost object of its kind, which has none of the same inside. */
    const char *alg;       /* of a hash: a word of the grammar */
    size_t digest_n;       /* its length */
    const char *kty, *crv; /* of a public key */
};

/* ---- find.c ---- */

/* Adds a finding at EVENT or at a place; the message made like printf. What is quoted goes through sb_quoted(). */
void sb_check_find(struct sb_check *check, enum sb_rule rule, const struct sb_event *event, const char *format, ...)
    SB_PRINTF(4, 5);
void sb_check_find_at(struct sb_check *check, enum sb_rule rule, const struct sb_element *at, const char *clause,
                      const char *format, ...) SB_PRINTF(5, 6);
/* TEXT in quotes, cut where it is long; in ARENA. */
const char *sb_quoted(struct sb_check *check, sb_str text);

/* ---- scalar.c: the schema, of a text ---- */

void sb_scalar_text(struct sb_check *check, const struct sb_event *event);

/* ---- columns.c: the schema ---- */

void sb_columns_init(struct sb_check *check);
/* Whether what is in the value is to be looked at. */
bool sb_columns_value(struct sb_check *check, struct sb_level *in, const struct sb_event *event);
void sb_columns_object_end(struct sb_check *check, const struct sb_level *level, struct sb_level *in);
void sb_columns_list_end(struct sb_check *check, const struct sb_level *level);

/* ---- xml.c: what XML's schema says otherwise ---- */

/* Does it take a member that no row of the version knows? FIRST: the row of another version, or NULL. */
bool sb_xml_lets_in(const struct sb_check *check, const struct sb_level *in, const struct sb_member *first,
                    const struct sb_event *event);
/* An element of no row in a list, which is told as a list in the list. */
bool sb_xml_lets_stranger_in(const struct sb_check *check, const struct sb_level *in);
bool sb_xml_is_inside(const struct sb_member *row);       /* an element, not an attribute */
bool sb_xml_may_be_nothing(const struct sb_level *level); /* an object that may have no element at all, and has none */
/* An element that stood in the object before. */
void sb_xml_again(struct sb_check *check, const struct sb_level *in, const struct sb_member *first,
                  const struct sb_event *event);
/* For the walk. */
void sb_xml_odd(void *to, enum sb_odd what, const char *name, uint32_t line);

/* ---- protobuf.c: what protobuf has no schema for ---- */

/* Tells of a field that is no member: of what it is instead. False: it is a member that another version has. */
bool sb_protobuf_tells(struct sb_check *check, const struct sb_level *in, const struct sb_event *event);
/* For the walk. */
void sb_protobuf_odd(void *to, enum sb_odd what, const char *name, uint32_t offset);

/* ---- beyond.c: the numbered rules on one value or object ---- */

void sb_beyond_init(struct sb_check *check);
void sb_beyond_text(struct sb_check *check, struct sb_level *in, const struct sb_event *event);
void sb_beyond_begin(struct sb_check *check, const struct sb_object *type);
void sb_beyond_end(struct sb_check *check, const struct sb_level *level);

/* ---- refs.c: the numbered rules on identifiers and references ---- */

void sb_refs_text(struct sb_check *check, const struct sb_event *event);
void sb_refs_begin(struct sb_check *check, const struct sb_object *type);
void sb_refs_end(struct sb_check *check, const struct sb_level *level);
/* Behind the last event: does a reference lead to nothing, or a hierarchy in a circle? Then the text has to be read
 * again, for these. */
bool sb_refs_again(struct sb_check *check);

#endif
