/* Reading the shapes that package.json and the lock files are made of. A member of another type than expected counts as
 * absent: npm itself reads such files without complaint. */
#ifndef SB_NPM_NPM_JSON_H
#define SB_NPM_NPM_JSON_H

#include "base/arena.h"
#include "text/json_read.h"

struct sb_npm_pair {
    sb_str name, value;
};
struct sb_npm_pairs {
    const struct sb_npm_pair *p;
    size_t n;
};
struct sb_npm_list {
    const sb_str *p;
    size_t n;
};

struct sb_npm_reader {
    struct sb_json *json;
    struct sb_arena *arena; /* what is read lies here */
};

/* A text is read strictly first. What RFC 8259 refuses and JSON.parse takes (a member twice, bytes that are no UTF-8,
 * half a surrogate pair, deep nesting) is then read as Node's own reader has it, and control characters in a text are
 * read over, too: nothing may hide behind it. */
struct sb_npm_trouble {
    uint32_t line;
    sb_str text;   /* what is wrong; empty for nothing */
    bool survived; /* it was read over: nothing is lost */
};
/* READ fills TARGET, which it empties first. */
struct sb_npm_trouble sb_npm_json_read(sb_str bytes, struct sb_arena *arena,
                                       void (*read)(struct sb_npm_reader *reader, void *target), void *target);
/* BYTES with U+FFFD for what is no UTF-8, half a surrogate pair or a control character in a text, and 0 for a value
 * that is nested deeper than anybody reads. In ARENA; BYTES themselves if there is nothing of that kind. */
sb_str sb_npm_json_mend(sb_str bytes, struct sb_arena *arena);

/* Reads the value behind a KEY into SLOT; consumes it whatever it is. */
typedef void sb_npm_read(struct sb_npm_reader *reader, void *slot);
struct sb_npm_member {
    const char *name;
    sb_npm_read *read;
    size_t offset; /* of SLOT in the struct */
};

/* The row for KEY, or NULL. */
const struct sb_npm_member *sb_npm_member(const struct sb_npm_member *table, size_t n, sb_str key);
/* True if the next value begins with WANTED (SB_JSON_OBJECT or SB_JSON_ARRAY); anything else is read away. */
SB_MUST bool sb_npm_open(struct sb_npm_reader *reader, enum sb_json_event wanted);

void sb_npm_read_text(struct sb_npm_reader *reader, void *slot);      /* sb_str */
void sb_npm_read_name(struct sb_npm_reader *reader, void *slot);      /* sb_str: a text, or a number as it stands */
void sb_npm_read_true(struct sb_npm_reader *reader, void *slot);      /* bool: the literal true */
void sb_npm_read_false(struct sb_npm_reader *reader, void *slot);     /* bool: the literal false */
void sb_npm_read_pairs(struct sb_npm_reader *reader, void *slot);     /* struct sb_npm_pairs: an object of texts */
void sb_npm_read_list(struct sb_npm_reader *reader, void *slot);      /* struct sb_npm_list: an array of texts */
void sb_npm_read_open_list(struct sb_npm_reader *reader, void *slot); /* the same, after its first bracket */
void sb_npm_read_bin(struct sb_npm_reader *reader,
                     void *slot); /* struct sb_npm_pairs: as above, or one text without a name */
void sb_npm_read_link(struct sb_npm_reader *reader, void *slot); /* sb_str: a text, or the member "url" of an object */
void sb_npm_read_person(struct sb_npm_reader *reader, void *slot); /* sb_str: "name <mail> (url)" */
/* sb_str: a text, or the member "type" of an object; an array of these is a choice: "(A OR B)". */
void sb_npm_read_licence(struct sb_npm_reader *reader, void *slot);
void sb_npm_read_licences(struct sb_npm_reader *reader, void *slot); /* the same; a text that is there stays */

#endif
