/* A document written again, in the formats and versions that -o asks for, with a loss report: what convert does, and
 * apply with the document that it makes. */
#ifndef SB_CLI_REWRITE_H
#define SB_CLI_REWRITE_H

#include "cli/document.h"
#include "cli/output.h"

/* Where the loss report goes. */
struct sb_loss_file {
    const char *file;
    bool is_json;
    struct sb_sink *sink;
};

struct sb_rewrite { /* zeroed */
    struct sb_plan plan;
    struct sb_loss_file report;
    sb_str text; /* the document as JSON, where it is held: then in its own format and version it is copied */
    bool lost;   /* something was, in one of the outputs */
};

/* Checks -o (FALLBACK without any) and --loss, and opens what they name, before anything is read. */
SB_MUST sb_rc sb_rewrite_open(struct sb_rewrite *rewrite, const struct sb_options *options, const char *fallback,
                              struct sb_err *err);
/* Writes DOCUMENT, which is called NAME, to all outputs. */
SB_MUST sb_rc sb_rewrite_all(struct sb_rewrite *rewrite, const struct sb_options *options, struct sb_document *document,
                             const char *name, struct sb_err *err);

#endif
