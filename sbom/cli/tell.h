/* Diagnostics for people (standard error) and for machines (--diagnostics). */
#ifndef SB_CLI_TELL_H
#define SB_CLI_TELL_H

#include "base/diag.h"
#include "base/sink.h"
#include "cli/option.h"
#include "text/json_write.h"

/* Warnings and errors, at most a screen of them and then a count; -v all and notes, too; -q errors only. SIDE: "old: "
 * or "". */
void sb_tell(const struct sb_diags *diags, const struct sb_options *options, const char *side);

/* One list of the JSON file: {"diagnostics":[{code, incomplete, line, message, path, severity, side}]}. */
struct sb_told {
    const struct sb_diags *diags;
    const char *side; /* "old", "new", "release 3", or NULL */
};
void sb_tell_json(struct sb_sink *sink, const struct sb_told *lists, size_t n);
/* The same, list by list. */
void sb_tell_json_begin(struct sb_json_out *json, struct sb_sink *sink);
void sb_tell_json_list(struct sb_json_out *json, const struct sb_told *list);
void sb_tell_json_end(struct sb_json_out *json);

#endif
