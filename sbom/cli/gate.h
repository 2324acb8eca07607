/* What diff and history have in common: the options, the files that govern the comparison, and what the gate says. */
#ifndef SB_CLI_GATE_H
#define SB_CLI_GATE_H

#include "base/clock.h"
#include "cli/command.h"
#include "cli/output.h"
#include "collect/collect.h"
#include "policy/file.h"
#include "report/report.h"

struct sb_gate {
    struct sb_plan plan;
    struct sb_report_options report;
    struct sb_scan_options scan; /* of what is scanned first */
    sb_str *excludes;            /* its globs */
    struct sb_policy_file policy;
    struct sb_waivers_file waivers;
    struct sb_time now; /* for waivers, where the new side does not say when it was made */
    unsigned threads;
    struct sb_verdict verdict;
    struct sb_buf line; /* the verdict in words, for standard error where no text goes to standard output */
};

/* Checks the options and reads policy and waivers; no operand is read, and the outputs of the plan are still to be
 * opened. FIND as in sb_plan_make(). sb_gate_done() is due in any case. GATE is zeroed. */
SB_MUST sb_rc sb_gate_open(struct sb_gate *gate, const struct sb_options *options,
                           sb_rc (*find)(struct sb_output *, struct sb_err *), struct sb_err *err);
void sb_gate_done(struct sb_gate *gate);
/* The report of a pair by the name of an output, into its `writer`. */
SB_MUST sb_rc sb_gate_find_report(struct sb_output *out, struct sb_err *err);
/* Whether standard input stands for one of the operands and files at most. */
bool sb_gate_reads_once(const struct sb_options *options);

/* Which operand the reports say a side is. */
void sb_gate_side(struct sb_gate *gate, enum sb_side side, const char *spec);
/* Compares under the policy and the waivers; the groups are ranked. */
struct sb_delta *sb_gate_compare(const struct sb_gate *gate, const struct sb_doc *old, const struct sb_doc *new);

/* The options of the report that goes to OUT. */
struct sb_report_options sb_gate_options(const struct sb_gate *gate, const struct sb_output *out);
/* DELTA is what the gate looks at: sets the verdict and its line, and drafts waivers where they are wanted. */
void sb_gate_judge(struct sb_gate *gate, const struct sb_delta *delta);
/* Tells the verdict or the error; the exit code. */
int sb_gate_end(const struct sb_gate *gate, const struct sb_options *options, sb_rc rc, const struct sb_err *err);

#endif
