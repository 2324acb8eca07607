/* One element of a document, held as a tree: what must be looked at whole before it can be written. */
#ifndef SB_FORMATS_CARRY_HOLD_H
#define SB_FORMATS_CARRY_HOLD_H

#include "base/arena.h"
#include "base/err.h"
#include "carry/event.h"
#include "carry/path.h"

enum { SB_HOLD_MAX = 1 << 28 }; /* bytes that one element may take */

struct sb_node {
    struct sb_node *parent;
    struct sb_node *first, *last, *next;
    const struct sb_node *was;    /* what it was moved from, or NULL */
    const char *why;              /* of what was moved: the reason, behind "CycloneDX 1.4" */
    const struct sb_member *row;  /* as of struct sb_event */
    const struct sb_object *type; /* of an object, where a row knows it */
    sb_str name;                  /* of a member; of an element of a list its p is NULL */
    sb_str text;                  /* of TEXT and NUMBER */
    uint64_t index;               /* of an element of a list: its number as it was read */
    uint32_t line, column;
    uint8_t kind; /* enum sb_event_kind, never an end */
    bool changed; /* something in it is no longer as it was read */
    bool gone;    /* taken out */
    bool told;    /* a scalar that the loss report has a line of its own about */
};

struct sb_hold {
    struct sb_arena arena;
    struct sb_node *document;  /* stands for the document; the element is below it */
    struct sb_node *base, *at; /* what the element is put into; the open node that the next event goes into */
};

/* Begins with an element of the document, or with one of its list LIST (a row of the document, else NULL), there the
 * one with the number INDEX. What was held is forgotten, its memory kept. */
void sb_hold_begin(struct sb_hold *hold, const struct sb_object *document, const struct sb_member *list,
                   uint64_t index);
/* Takes an event of the element. *RET_WHOLE: it is complete. SB_E_LIMIT past SB_HOLD_MAX. */
SB_MUST sb_rc sb_hold_take(struct sb_hold *hold, const struct sb_event *event, bool *ret_whole, struct sb_err *err);
/* The same for a writer to SINK, which keeps what was wrong. False: stop. */
struct sb_sink;
bool sb_hold_for(struct sb_hold *hold, const struct sb_event *event, bool *ret_whole, struct sb_sink *sink);
void sb_hold_done(struct sb_hold *hold);

/* A new child of PARENT, of a row: the one behind BEFORE, which is a child; NULL: the last. */
struct sb_node *sb_node_add(struct sb_hold *hold, struct sb_node *parent, struct sb_node *before,
                            const struct sb_member *row, enum sb_event_kind kind, sb_str text);
/* The same with what NODE has, which is taken out. WHY lives as long as the program. */
void sb_node_move(struct sb_hold *hold, struct sb_node *node, struct sb_node *parent, struct sb_node *before,
                  const struct sb_member *row, const char *why);
/* Takes NODE out; those around it know that they changed. */
void sb_node_drop(struct sb_node *node);
/* The child from AT on that is not gone, or NULL: for (at = sb_node_live(node->first); at; at =
 * sb_node_live(at->next)). */
struct sb_node *sb_node_live(struct sb_node *at);
/* The member of OBJECT that is called NAME and not gone, or NULL. */
struct sb_node *sb_node_get(const struct sb_node *object, sb_str name);
/* Scalars, empty lists and empty objects in it; UNTOLD: without those that have been told. */
size_t sb_node_values(const struct sb_node *node, bool untold);
uint64_t sb_node_hash(const struct sb_node *node, uint64_t seed); /* as a value of JSON: the order of members is none */
/* The place of NODE in the input, and the one that it has now. */
void sb_node_path(const struct sb_node *node, struct sb_path *path);
void sb_node_place(const struct sb_node *node, struct sb_path *path);
/* Gives NODE as events. False: the receiver stopped. */
SB_MUST bool sb_node_give(const struct sb_node *node, const struct sb_receiver *to);

static inline bool sb_node_opens(const struct sb_node *node)
{
    return node->kind == SB_EVENT_OBJECT || node->kind == SB_EVENT_LIST;
}

#endif
