#include <stdio.h>

#include "cli/chain.h"
#include "cli/releases.h"
#include "cli/tell.h"

static sb_rc history(const struct sb_options *options, struct sb_gate *gate, struct sb_chain *chain,
                     struct sb_releases *releases, struct sb_err *err)
{
    SB_TRY(sb_gate_open(gate, options, sb_chain_find_report, err));
    SB_TRY(sb_releases_list(releases, options->operands.p[0], chain, err)); /* before an output may lie there */
    SB_TRY(sb_plan_open(&gate->plan, options, err));
    SB_TRY(sb_releases_read(releases, options->root, &gate->scan, chain, err));
    const char **paths = sb_calloc(releases->list.n, sizeof *paths);
    for (size_t i = 0; i < releases->list.n; i++)
        paths[i] = releases->list.p[i].path;
    sb_rc rc = sb_chain_run(gate, options, chain, paths, releases->list.n, err);
    sb_free(paths);
    return rc;
}

int sb_cmd_history(const struct sb_options *options)
{
    if (options->operands.n != 1)
        return sb_usage_error("history wants one FOLDER with SBOM documents");
    struct sb_gate gate = {0};
    struct sb_err err = {0};
    struct sb_releases releases = {0};
    struct sb_chain *chain = sb_chain_new();
    sb_rc rc = history(options, &gate, chain, &releases, &err);
    if (rc == SB_OK && gate.line.n && !options->quiet)
        fprintf(stderr, "sbom: %zu releases, by their %s; %zu file%s left out\n", releases.list.n, chain->order,
                chain->left_out.n, chain->left_out.n == 1 ? "" : "s");
    int code = sb_gate_end(&gate, options, rc, &err);
    sb_chain_free(chain);
    sb_releases_done(&releases);
    sb_gate_done(&gate);
    return code;
}
