/* The keys of the two files that a team writes, policy and waivers: one table a kind of object, from which the reader,
 * the published JSON schemas and the test of the manual work. */
#ifndef SB_POLICY_KEY_H
#define SB_POLICY_KEY_H

#include "text/yaml.h"

struct sb_key_row;
struct sb_key_object;

/* What a read of one file shares. */
struct sb_key_reading {
    const struct sb_yaml_text *text;
    struct sb_arena *arena;
    struct sb_err *err;
    bool preset; /* what it reads is no file: places are lines 0 */
};

/* A kind of value. */
struct sb_key_type {
    const char *schema; /* what JSON Schema says of one; NULL: made of the row's words or object */
    size_t size;        /* of the slot */
    sb_rc (*read)(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot);
    void (*put)(int64_t fallback, void *slot); /* NULL: nothing to put */
};

/* The N-th word that a value may be, NULL behind the last. The slot gets N, or the bit 1 << N. */
typedef const char *sb_key_word_fn(size_t n);

enum sb_key_count {
    SB_KEY_ONE,
    SB_KEY_LIST,      /* slot: struct sb_key_list; repeats of a key in a preset and in the file add up */
    SB_KEY_SOME,      /* the same, and one alone may stand without brackets */
    SB_KEY_WORD_BITS, /* some words as bits of one uint64_t */
};

struct sb_key_list {
    void *p; /* side by side */
    size_t n;
};

struct sb_key_row {
    const char *name;
    const struct sb_key_type *type;
    enum sb_key_count count;
    bool required;
    size_t offset;                 /* of the slot in the object's struct */
    int64_t fallback, least, most; /* of words, numbers, levels; `least` and `most` of numbers alone */
    sb_key_word_fn *word;
    const struct sb_key_object *object;
    const char *help; /* one sentence, without a full stop */
};

/* An object's struct begins with the place where it stands. */
struct sb_key_place {
    uint32_t at, line; /* characters before it (text/yaml.h), line from 1 */
};

struct sb_key_object {
    const char *name; /* what one is called in messages and in the schema */
    size_t size;
    const struct sb_key_row *rows;
    size_t n;
    /* What no row can say alone; may be NULL. */
    sb_rc (*check)(struct sb_key_reading *r, const struct sb_yaml *node, void *object);
};

/* Puts what the rows say of absent keys into an object that is all zero. */
void sb_key_defaults(const struct sb_key_object *object, void *slot);
/* Reads NODE into SLOT, over what an earlier read put there. */
SB_MUST sb_rc sb_key_read(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_object *object,
                          void *slot);
/* Whether TEXT is one of the words of WORD. */
bool sb_key_find_word(sb_key_word_fn *word, sb_str text, size_t *ret);

/* ---- kinds of values (key_type.c) ---- */

extern const struct sb_key_type sb_key_text;    /* sb_str, not empty */
extern const struct sb_key_type sb_key_number;  /* int64_t */
extern const struct sb_key_type sb_key_bool;    /* bool */
extern const struct sb_key_type sb_key_word;    /* uint8_t; with SB_KEY_WORD_BITS uint64_t */
extern const struct sb_key_type sb_key_date;    /* int64_t: the end of that day, UTC, in seconds since 1970 */
extern const struct sb_key_type sb_key_print;   /* sb_str: a fingerprint */
extern const struct sb_key_type sb_key_licence; /* struct sb_licence_entry */
extern const struct sb_key_type sb_key_purl;    /* struct sb_pattern */
extern const struct sb_key_type sb_key_vers;    /* struct sb_vers */
extern const struct sb_key_type sb_key_object;  /* the struct of the row's object */

/* "GPL-3.0-only" as the key of a comparison (id/licence.h), or "GPL-*" as it stands. */
struct sb_licence_entry {
    sb_str text, key;
};

/* ---- schema.c ---- */

/* The JSON schema (draft 2020-12) of the files whose root is OBJECT. */
struct sb_sink;
void sb_key_schema(const struct sb_key_object *object, const char *id, const char *title, struct sb_sink *sink);

#endif
