/* A chain of releases: `sbom diff A B C ...`, and what `sbom history` found in its folder. */
#ifndef SB_CLI_CHAIN_H
#define SB_CLI_CHAIN_H

#include "chain/chain.h"
#include "cli/gate.h"

/* For sb_gate_open(): the report of a chain, or that of a pair, which is then of the last step. */
SB_MUST sb_rc sb_chain_find_report(struct sb_output *out, struct sb_err *err);
/* Compares each of N inventories with the one before; two of them are held at a time. Writes the reports to
 * the outputs of the plan, which are open, and the gate looks at the last step. */
SB_MUST sb_rc sb_chain_run(struct sb_gate *gate, const struct sb_options *options, struct sb_chain *chain,
                           const char *const *specs, size_t n, struct sb_err *err);

/* diff with more than two operands. */
int sb_cmd_chain(const struct sb_options *options);

#endif
