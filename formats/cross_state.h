/* What the files of the way across specifications share. Private to this folder. */
#ifndef SB_FORMATS_CROSS_STATE_H
#define SB_FORMATS_CROSS_STATE_H

#include "base/keyset.h"
#include "base/map.h"
#include "carry/walk.h"
#include "formats/cross.h"

enum sb_arrival {
    SB_ARRIVES,
    SB_ARRIVES_ELSEWHERE, /* as a property, in other words */
    SB_ARRIVES_NOT,
};

/* Texts of an object that is decided about as a whole. */
enum { SB_CROSS_PARTS = 16 };
struct sb_cross_part {
    sb_str name, text;
    bool lost; /* set by whoever decides: it does not arrive, though the rest does */
};

/* Where a reading is. Elements are components, packages and files, wherever they stand. */
struct sb_cross_at {
    struct sb_walk walk;
    SB_VEC(uint32_t) open; /* numbers of open elements, from 1 in the order in which they begin */
    uint32_t n;            /* elements so far */
    struct sb_buf place;
    sb_str member; /* as in struct sb_cross_row */
};

struct sb_cross {
    const struct sb_cross_what *what;
    const struct sb_doc *doc; /* the input's */
    SB_VEC(sb_comp) numbers;  /* of elements of the input, in its order; [0] and what became a part of another: none */
    struct sb_arena arena;    /* scratch; reset behind each scalar and each whole */
    struct sb_keyset said;    /* hashes of the texts of the output, by component and over all */
    sb_comp owner;            /* of what is asked for or told; none: over all */
    struct sb_map ids;        /* hash of a bom-ref or SPDXID of the input -> component */
    SB_VEC(uint64_t)
    entries;                /* of the graph of the input, in its order: hashes of their refs, which may stand behind */
    size_t entry;           /* the open one, from 1 */
    struct sb_keyset pairs; /* of what stands to what in it: sb_cross_pair() */
    const char *why;        /* set by whoever decides that something does not arrive: better words, before "SPDX 2.3" */
    struct sb_cross_part parts[SB_CROSS_PARTS]; /* of the object that is decided about: the first of its texts */
    size_t n_parts, n_values;                   /* and how many values it has */
};

/* One member of the input, by its place, in which components in components are components:
 * "component.hashes[].content". */
struct sb_cross_row {
    const char *member;
    const char *place;                                            /* of what arrives elsewhere */
    enum sb_arrival (*text)(struct sb_cross *cross, sb_str text); /* of a scalar */
    enum sb_arrival (*whole)(struct sb_cross *cross);             /* of an object: all that is in it */
};
struct sb_cross_rows {
    const struct sb_cross_row *p; /* by member */
    size_t n;
};
extern const struct sb_cross_rows sb_cross_of_cyclonedx, sb_cross_of_spdx2;

/* ---- cross_said.c: what an output says ---- */

/* Fills `said` and `pairs` from OUTPUT, which is of FORMAT. */
SB_MUST sb_rc sb_cross_listen(struct sb_cross *cross, const struct sb_format *format, sb_str output,
                              struct sb_err *err);
bool sb_cross_said(const struct sb_cross *cross, sb_str text); /* by the owner */
bool sb_cross_said_anywhere(const struct sb_cross *cross, sb_str text);
/* KIND: 'd' FROM depends on TO, 'c' contains it, 'a' has it as an ancestor (by purl). */
bool sb_cross_pair(const struct sb_cross *cross, char kind, sb_str from, sb_str to);

/* ---- cross_place.c ---- */

/* With each event: sets `member`, and what is open. Behind the end of an element that is none any more. */
void sb_cross_step(struct sb_cross_at *at, const struct sb_event *event);
bool sb_cross_at_id(const struct sb_cross_at *at); /* of an element */
void sb_cross_at_done(struct sb_cross_at *at);
/* Reads TEXT of FORMAT event by event; where there is no grammar, by names alone. */
sb_rc sb_cross_read(const struct sb_format *format, struct sb_replay *text, struct sb_walk *walk, struct sb_receiver to,
                    struct sb_err *err);

/* ---- cross_rows.c: what both sides ask ---- */

/* The component of the input that has this bom-ref or SPDXID, or none. */
sb_comp sb_cross_component(const struct sb_cross *cross, sb_str id);
uint64_t sb_cross_id_key(sb_str id);
sb_str sb_cross_part(const struct sb_cross *cross, const char *name);
enum sb_arrival sb_cross_always(struct sb_cross *cross, sb_str text);
enum sb_arrival sb_cross_plain(struct sb_cross *cross, sb_str text); /* as it is */
enum sb_arrival sb_cross_aside(struct sb_cross *cross, sb_str text); /* as a property */
enum sb_arrival sb_cross_hex(struct sb_cross *cross, sb_str text);
enum sb_arrival sb_cross_digest(struct sb_cross *cross); /* with its algorithm, which has its own spelling there */
enum sb_arrival sb_cross_purl(struct sb_cross *cross, sb_str text);
enum sb_arrival sb_cross_address(struct sb_cross *cross, sb_str text);
enum sb_arrival sb_cross_licence(struct sb_cross *cross, sb_str text);
/* All parts stand in the output, as a property. */
enum sb_arrival sb_cross_parts_aside(struct sb_cross *cross);

#endif
