/* Events: a document in any encoding, as a stream. A carrier turns bytes into events and events into bytes; a walk
 * between carrier and receiver keeps depth, place and duplicates; receivers are all alike: a validator, a filter of
 * versions, a loss report, a writer, a digest, a reader into the model. The shape is the grammar's (grammar/grammar.h).
 *
 * A member's value is TEXT, NUMBER, TRUE, FALSE, NULL, or OBJECT .. OBJECT_END; of a list LIST, values, LIST_END, even
 * an empty one: absent and empty are two things. The document is one OBJECT whose row is NULL and name empty. */
#ifndef SB_FORMATS_CARRY_EVENT_H
#define SB_FORMATS_CARRY_EVENT_H

#include "grammar/grammar.h"

enum sb_event_kind {
    SB_EVENT_OBJECT,
    SB_EVENT_OBJECT_END,
    SB_EVENT_LIST,
    SB_EVENT_LIST_END,
    SB_EVENT_TEXT,
    SB_EVENT_NUMBER, /* text = as written */
    SB_EVENT_TRUE,
    SB_EVENT_FALSE,
    SB_EVENT_NULL,
};

struct sb_event {
    enum sb_event_kind kind;
    const struct sb_member *row; /* whose value it is. NULL: no row has the name, or none this shape of value; all below
                                    it has none either */
    const struct sb_object *type; /* of OBJECT and OBJECT_END with a row, and of the document */
    sb_str name;                  /* the member, as the canonical shape says it; empty in a list of a list */
    sb_str text;                  /* of TEXT and NUMBER; valid until the receiver returns */
    uint32_t line, column;        /* from 1; protobuf: 0 and the offset */
};

/* Takes an event. False stops the walk: the receiver has put down why. */
typedef bool sb_receive_fn(void *to, const struct sb_event *event);
struct sb_node; /* carry/hold.h */
struct sb_receiver {
    sb_receive_fn *receive;
    void *to;
    /* NULL, or takes an element of the document, or one of its lists, whole in place of its events. */
    bool (*element)(void *to, const struct sb_node *element);
};

#endif
