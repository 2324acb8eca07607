/* A document into another encoding or version of its specification: carrier, walk, filter, carrier. Ids, times, order
 * and spelling stay as they are. */
#ifndef SB_FORMATS_CARRY_TRANSCODE_H
#define SB_FORMATS_CARRY_TRANSCODE_H

#include "carry/carrier.h"
#include "carry/loss.h"

struct sb_transcode {
    const struct sb_grammar *grammar;
    const struct sb_carrier *from, *to;
    uint8_t from_minor, to_minor;
    bool last; /* nobody reads the input again */
};

/* INPUT must be of the version that is told. Where the target has an order and the members of the document stand in
 * another, it is read more than once: an element is held, never more. What is lost goes to LOSSES. On an error the sink
 * holds a part. */
SB_MUST sb_rc sb_transcode(const struct sb_transcode *what, struct sb_replay *input, struct sb_sink *sink,
                           struct sb_losses *losses, struct sb_err *err);

#endif
