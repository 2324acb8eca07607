/* What the files of the filter share. Private to this folder. */
#ifndef SB_FORMATS_CARRY_FILTER_STATE_H
#define SB_FORMATS_CARRY_FILTER_STATE_H

#include "carry/filter.h"
#include "carry/hold.h"

/* Values that were given on, where no two may be alike; and which of them were changed. */
struct sb_alike {
    struct sb_keyset all, changed;
};

struct sb_filter {
    const struct sb_grammar *grammar;
    struct sb_dialect from, to;
    const struct sb_member **needed; /* rows that the target needs, object by object; a NULL ends each */
    uint16_t *needed_from;           /* where an object's begin */
    char target[32];                 /* "CycloneDX 1.4", with the encoding where that changes */
    struct sb_receiver next;
    struct sb_losses *losses;
    struct sb_err *err;
    struct sb_walk *walk;
    struct sb_hold hold;
    struct sb_path path;                 /* scratch */
    struct sb_buf reason, place, member; /* scratch */
    enum { BETWEEN, HOLDING, PASSING_OVER } state;
    uint64_t seen[2];     /* members of the document that were given on: a bit for each row */
    struct sb_keyset ids; /* that were given on, where the target takes each once */
    struct sb_keyset lost;

    /* The list of the document that is open, where its elements are held one by one; else NULL. */
    const struct sb_member *list;
    struct sb_event list_event;
    bool list_begun, list_any; /* its beginning was given on; an element came */
    struct sb_alike elements;  /* what was given on of it, where it takes no two alike */

    /* What is passed over: its loss, open objects and lists in it, values so far. */
    struct sb_loss passed;
    size_t depth, values;
    bool just_opened;
};

/* ---- the rules (filter_rules.c) ---- */

/* Mends NODE by the rules of the target; it may be gone then. */
void sb_filter_fix(struct sb_filter *filter, struct sb_node *node);
/* Some lists take no two values alike, but in XML, and values may have become so: is NODE like one of SEEN, and one of
 * the two changed? Else it is added to these. */
bool sb_filter_repeats(const struct sb_filter *filter, struct sb_alike *seen, const struct sb_node *node);
void sb_alike_done(struct sb_alike *alike);
void sb_filter_drop_repeat(struct sb_filter *filter, struct sb_node *node);
/* The row of the same name and another shape that the target has, or NULL. */
const struct sb_member *sb_filter_other_shape(const struct sb_filter *filter, const struct sb_object *type,
                                              const struct sb_member *row);
/* Puts down once which rows the target needs; and those of an object, NULL at the end. */
void sb_filter_find_needed(struct sb_filter *filter);
const struct sb_member *const *sb_filter_needed(const struct sb_filter *filter, const struct sb_object *type);
/* The text that is written where the target wants the member and the version of the input did not; NULL: none. */
const char *sb_filter_wants(const struct sb_filter *filter, const struct sb_object *type, const struct sb_member *row);

/* ---- other shapes (filter_shapes.c): what is moved stands behind, still to be mended and told ---- */

/* Is NODE what tells the version of the document? Then it tells the target. */
bool sb_filter_states(struct sb_filter *filter, struct sb_node *node);
/* Says NODE, whose row the target does not have, in the shape of ROW of the same object. False: it cannot be. */
bool sb_filter_reshape(struct sb_filter *filter, struct sb_node *node, const struct sb_member *row);
bool sb_filter_can_reshape(const struct sb_node *node, const struct sb_member *row);
/* Licences of one element: the target may take one expression alone. */
void sb_filter_licences(struct sb_filter *filter, struct sb_node *list);

/* ---- what an encoding cannot hold (filter_encoding.c) ---- */

/* NULL, or why the encoding of the target cannot say NODE at all, whatever its version. */
const char *sb_filter_unsayable(const struct sb_filter *filter, const struct sb_node *node);
/* Tells of the texts of a node that no row knows and that stays in XML, where they stand between elements. */
void sb_filter_tell_mixed(struct sb_filter *filter, struct sb_node *node);
/* NODE, a scalar that the target takes: protobuf keeps what it means, not how it is spelled. */
void sb_filter_respell(struct sb_filter *filter, struct sb_node *node);
/* Members that the other encoding says of OBJECT by having nothing of them, and the input did not say. */
void sb_filter_add_zeros(struct sb_filter *filter, struct sb_node *object);
/* Is NODE a bom-ref that stands in the document already, where the target takes each once? Else it is noted. */
bool sb_filter_id_repeats(struct sb_filter *filter, const struct sb_node *node);
/* A list that the target has one value of: the first stays. */
void sb_filter_one_of_list(struct sb_filter *filter, struct sb_node *list);

/* ---- telling (filter_tell.c) ---- */

/* Both with a reason made like printf. NODE and what is in it goes. */
void sb_filter_drop(struct sb_filter *filter, struct sb_node *node, const char *format, ...) SB_PRINTF(3, 4);
/* NODE, a scalar, is said as TEXT. */
void sb_filter_say(struct sb_filter *filter, struct sb_node *node, sb_str text, const char *format, ...)
    SB_PRINTF(4, 5);
/* NODE is a reference that stays, and leads to what was dropped: tells LOSSES. */
void sb_filter_tell_dangling(struct sb_filter *filter, struct sb_losses *losses, const struct sb_node *node);
/* NODE was moved; what is in it is mended. */
void sb_filter_tell_moved(struct sb_filter *filter, struct sb_node *node);
/* A new scalar in PARENT. */
void sb_filter_add(struct sb_filter *filter, struct sb_node *parent, const struct sb_member *row, const char *text);

#endif
