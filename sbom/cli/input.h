/* An operand as an inventory: an SBOM document, or anything that can be scanned. */
#ifndef SB_CLI_INPUT_H
#define SB_CLI_INPUT_H

#include "cli/option.h"
#include "collect/collect.h"

/* The scan options that the command line gave. SB_E_USAGE for a bad number. EXCLUDES: room for the globs. */
SB_MUST sb_rc sb_input_options(const struct sb_options *options, sb_str *excludes, struct sb_scan_options *ret_scan,
                               struct sb_err *err);
/* Scans SPEC; "-" is an archive on standard input. */
SB_MUST sb_rc sb_input_scan(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc,
                            struct sb_err *err);
/* Standard input, a pipe, a device: what can be read once only. */
bool sb_input_is_stream(const char *spec);
/* Does a format claim SPEC? Not known of standard input before it is read. */
bool sb_input_is_document(const char *spec);
/* Reads SPEC as a document if a format claims it ("-": standard input), else scans it. */
SB_MUST sb_rc sb_input_read(const char *spec, const struct sb_scan_options *scan, struct sb_doc *doc,
                            struct sb_err *err);

#endif
