/* Carriers: one row an encoding. */
#ifndef SB_FORMATS_CARRY_CARRIER_H
#define SB_FORMATS_CARRY_CARRIER_H

#include "base/replay.h"
#include "base/sink.h"
#include "carry/walk.h"

/* Where the writer of an encoding wants a member of the document. */
enum sb_place {
    SB_PLACE_ANY,   /* it is not written */
    SB_PLACE_FRONT, /* before all that have an order */
    SB_PLACE_ORDER, /* in the order of the rows */
};

enum { SB_CARRIER_FIRST = 4 }; /* bytes that tell the encoding of a text */

/* Each function reads INPUT from its front; afterwards it is good for nothing, where it was not in memory. */
struct sb_carrier {
    uint8_t encoding; /* enum sb_encoding */
    /* The minor version that the document states, and where. SB_E_SYNTAX if it states none, SB_E_UNSUPPORTED for one
     * that the grammar does not have. */
    sb_rc (*version)(const struct sb_grammar *grammar, struct sb_window *input, uint8_t *ret_minor, struct sb_err *err);
    /* Calls EACH with the name of every member of the document, in its order. What is wrong with INPUT is found by
     * read(). NULL where that is the order of the rows. */
    void (*members)(struct sb_window *input, void (*each)(void *ctx, sb_str name), void *ctx);
    /* Gives INPUT to WALK, event by event. What the walk refuses is in its error. */
    sb_rc (*read)(struct sb_window *input, struct sb_walk *walk, struct sb_err *err);
    /* NULL where members of the document may come in any order. */
    enum sb_place (*place)(const struct sb_member *row);
    /* The same of a document that is given piece by piece: a reader that gives to WALK what each PART holds. The first
     * has SB_CARRIER_FIRST bytes at least, where there are so many; the one without bytes is the end. False: no more is
     * wanted, and ERR says what was wrong. NULL for an encoding that is read whole. */
    void *(*reader)(struct sb_walk *walk, struct sb_err *err);
    bool (*feed)(void *reader, sb_str part);
    void (*reader_done)(void *reader);
    /* A receiver that writes to SINK; freed with DONE. */
    void *(*open)(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to);
    void (*done)(void *writer);
};
extern const struct sb_carrier sb_carrier_json, sb_carrier_xml, sb_carrier_protobuf;

/* Is HEAD, a document or its front, CycloneDX in protobuf? Its fields are those of a document, with the types that
 * these have on the wire, and one of those that are whole states the version; what is unknown stands behind that. */
bool sb_protobuf_claims(sb_str head);

#endif
