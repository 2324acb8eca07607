/* Deltas: what made one document of another, as a document of its own (sbom-delta/1). OLD and a delta give NEW, or are
 * refused.
 *
 * A delta is over what a document says, not over its bytes: over its members in the JSON shape that all encodings of a
 * specification share, so that each member of either specification is in it, known or not. Of a value that differs it
 * says what to drop, edit, move and put; edits lead to the values inside. Members go by their names, rows of lists by
 * the digest of what they say (delta/parts.h), never by their number: an OLD whose sets stand in another order, or
 * which is written in another encoding, is the same. Both ends have such a digest of the whole. The first is checked
 * before, the second after, so that nothing in between has to be trusted: a delta gives what it was made to give, or
 * nothing.
 *
 * Order is no part of the digests, but where it says something: what differs in order alone is the same, and stays as
 * OLD has it. In a value that differs, what is put knows its place in NEW, and so do the rows of a list that moved. So
 * of the very OLD comes the very NEW, up to white space, escapes, and the order inside of values that are the same but
 * for that, and of the members of an object: of two documents of one tool the bytes that convert writes of NEW.
 *
 * A delta is outside input. It is read by the pull reader, whatever its size, since every error has line and column by
 * that; what comes out is no larger than OLD and delta together, for each row of OLD is used once. */
#ifndef SB_DELTA_DELTA_H
#define SB_DELTA_DELTA_H

#include "base/sink.h"
#include "delta/parts.h"
#include "text/json_write.h"

#define SB_DELTA_SCHEMA "sbom-delta/1"

/* One end: a document of a format and version ("cyclonedx-json@1.6"), and the digest of what it says. */
struct sb_delta_end {
    sb_str format;
    char sha256[SB_HEX_MAX + 1];
};

/* ---- making ---- */

struct sb_delta_counts {
    size_t dropped, edited, moved, put; /* members and rows; what is in a value that is given whole is not counted */
};
/* OLD and NEW: JSON texts of one specification. Same texts, same delta. It is applied before it is written: SB_E_BUG
 * says that it does not lead to NEW. */
struct sb_delta_text {
    sb_str text, format;
    sb_str name; /* for errors */
};
SB_MUST sb_rc sb_delta_make(const struct sb_delta_text *old, const struct sb_delta_text *new, struct sb_sink *sink,
                            struct sb_delta_counts *ret_counts, struct sb_err *err);

/* ---- applying ---- */

struct sb_delta_op {
    const struct sb_delta_op *next;
    sb_str name;                            /* of a member; p NULL: it is a row */
    sb_str row;                             /* its canonical spelling; p NULL: none is told */
    uint64_t nth;                           /* of rows that are spelled alike */
    uint64_t at;                            /* the place in NEW */
    sb_str value;                           /* JSON */
    sb_str what;                            /* what people call the row; p NULL: nothing is told */
    const struct sb_delta_changes *changes; /* in place of a value */
    uint32_t line, column;
};
enum sb_delta_verb { SB_DELTA_DROP, SB_DELTA_EDIT, SB_DELTA_MOVE, SB_DELTA_PUT, SB_DELTA_VERBS };
struct sb_delta_changes {
    const struct sb_delta_op *ops[SB_DELTA_VERBS];
};
struct sb_delta_doc {
    struct sb_delta_end old, new;
    struct sb_delta_changes changes;
    struct sb_arena arena;
};

/* TEXT outlives DELTA, which is zeroed; sb_delta_done() also on an error. Nothing unknown is taken. */
SB_MUST sb_rc sb_delta_read(sb_str text, struct sb_delta_doc *delta, struct sb_err *err);
void sb_delta_done(struct sb_delta_doc *delta);
/* OLD as JSON text. NEW is JSON of the digest that the delta tells. SB_E_NOTFOUND: OLD is not what it was made of.
 * *RET_OF_DELTA: the error, and its place, is the delta's, else OLD's. */
SB_MUST sb_rc sb_delta_apply(const struct sb_delta_doc *delta, sb_str old, struct sb_buf *ret_new, bool *ret_of_delta,
                             struct sb_err *err);

/* JSON Schema (draft 2020-12) of the document. */
extern const char sb_delta_schema[];

/* Writes the value TEXT to OUT, in its way. */
void sb_json_copy(sb_str text, struct sb_json_out *out);

#endif
