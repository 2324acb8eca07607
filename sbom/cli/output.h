/* The outputs of a command: planned from -o before anything is opened, opened before anything is read, committed
 * together. */
#ifndef SB_CLI_OUTPUT_H
#define SB_CLI_OUTPUT_H

#include "base/sink.h"
#include "cli/option.h"

struct sb_output {
    const char *format, *version, *file; /* version and file may be NULL */
    const void *writer; /* the row that writes it, as find() gave it; NULL for what the command knows itself */
    struct sb_sink *sink;
    char *room; /* the three texts lie here */
};
struct sb_plan {
    struct sb_output *p;
    size_t n;
    struct sb_outputs *files;
    struct sb_sink *diagnostics; /* of --diagnostics, or NULL */
    struct sb_sink *waivers;     /* of --write-waivers, or NULL */
};

bool sb_is_standard(const char *file); /* NULL or "-" */

/* Parses every "FORMAT[@VERSION][=FILE]" (FALLBACK without any) and lets FIND check it and set `writer`. SB_E_USAGE
 * also for two outputs, --diagnostics and --write-waivers among them, that go to one place. */
SB_MUST sb_rc sb_plan_make(struct sb_plan *plan, const struct sb_options *options, const char *fallback,
                           sb_rc (*find)(struct sb_output *, struct sb_err *), struct sb_err *err);
SB_MUST sb_rc sb_plan_open(struct sb_plan *plan, const struct sb_options *options, struct sb_err *err);
SB_MUST sb_rc sb_plan_commit(struct sb_plan *plan, struct sb_err *err);
void sb_plan_done(struct sb_plan *plan);

#endif
