/* From one specification to another: by way of the model, with a loss report. What arrives is decided by rows, one for
 * each member that the model knows, and proven by what the output says: a text that a row lets pass and that stands
 * nowhere in the output is lost, too. */
#ifndef SB_FORMATS_CROSS_H
#define SB_FORMATS_CROSS_H

#include "carry/loss.h"
#include "formats/wrapped.h"

struct sb_cross_what {
    const struct sb_opened *input; /* of a format that is read */
    const struct sb_format *to;    /* one that is written, of another specification */
    sb_str to_version;             /* "2.3" */
    struct sb_write_options options;
    sb_str name; /* of the input, for messages */
};

/* The version that an SPDX document states, "2.3"; empty where it states none. */
enum { SB_CROSS_VERSION = 16 };
SB_MUST sb_rc sb_cross_version(const struct sb_opened *opened, char ret_version[SB_CROSS_VERSION], struct sb_err *err);
/* Do the two state one specification? */
bool sb_same_specification(const struct sb_format *a, const struct sb_format *b);
/* The document is held, as a model and as it is written. */
SB_MUST sb_rc sb_cross(const struct sb_cross_what *what, struct sb_sink *sink, struct sb_losses *losses,
                       struct sb_err *err);

#endif
