/* What becomes of one file of a scan, told from the very tables and lists that the scan used. */
#ifndef SB_COLLECT_TRACE_H
#define SB_COLLECT_TRACE_H

#include "collect/dispatch.h"
#include "collect/look.h"
#include "collect/unowned.h"

/* A scan that is over; its document is sealed. */
struct sb_trace {
    const struct sb_join *join;
    const struct sb_dispatch *dispatch;
    const struct sb_looks *looks;
    const struct sb_unowned *unowned;
    const struct sb_record *records; /* of all collectors */
    size_t n_records;
};

/* Adds lines of text for people about PATH (from the scan root; a leading slash counts for nothing, and links in its
 * folders are followed inside the tree). Within a label the lines are sorted, each once. */
void sb_trace_write(const struct sb_trace *trace, sb_str path, struct sb_buf *out);

#endif
