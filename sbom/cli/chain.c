#include "cli/chain.h"

#include <stdio.h>

#include "cli/input.h"
#include "cli/tell.h"

struct running {
    struct sb_gate *gate;
    const struct sb_options *options;
    struct sb_chain *chain;
    struct sb_doc *doc[SB_SIDES];
    uint32_t release[SB_SIDES]; /* which they are, from 1 */
    struct sb_json_out diagnostics;
};

sb_rc sb_chain_find_report(struct sb_output *out, struct sb_err *err)
{
    if (!sb_chain_report_find(out->format))
        return sb_gate_find_report(out, err);
    if (out->version)
        return sb_fail(err, SB_E_USAGE, "a report has no version");
    return SB_OK;
}

/* Tells what a document had to say for itself, and lets it go. */
static void drop(struct running *run, enum sb_side side)
{
    char name[32];
    if (!run->doc[side])
        return;
    snprintf(name, sizeof name, "release %u: ", run->release[side]);
    sb_tell(&run->doc[side]->diags, run->options, name);
    if (run->gate->plan.diagnostics) {
        snprintf(name, sizeof name, "release %u", run->release[side]);
        sb_tell_json_list(&run->diagnostics, &(struct sb_told){&run->doc[side]->diags, name});
    }
    sb_doc_free(run->doc[side]);
    run->doc[side] = NULL;
}

static sb_rc take(struct running *run, enum sb_side side, const char *spec, uint32_t release, struct sb_err *err)
{
    run->doc[side] = sb_doc_new();
    run->release[side] = release;
    sb_gate_side(run->gate, side, spec);
    return sb_input_read(spec, &run->gate->scan, run->doc[side], err);
}

/* The new document of one step is the old one of the next. */
static void move_on(struct running *run, struct sb_delta *delta)
{
    struct sb_report_options *report = &run->gate->report;
    sb_delta_free(delta);
    drop(run, SB_OLD);
    run->doc[SB_OLD] = run->doc[SB_NEW];
    run->release[SB_OLD] = run->release[SB_NEW];
    report->source[SB_OLD] = report->source[SB_NEW];
    report->lies[SB_OLD] = report->lies[SB_NEW];
    run->doc[SB_NEW] = NULL;
}

/* What an earlier step had in its block, and whether it stands in the last release: that release is compared with the
 * one before the step. What was read from a stream is gone. */
static sb_rc look_back(struct running *run, const char *const *specs, size_t n, struct sb_err *err)
{
    sb_rc rc = SB_OK;
    for (size_t step = 0; step + 2 < n && rc == SB_OK; step++) {
        if (!sb_chain_has_findings(run->chain, (uint32_t)step) || sb_input_is_stream(specs[step]))
            continue;
        struct sb_doc *before = sb_doc_new();
        rc = sb_input_read(specs[step], &run->gate->scan, before, err);
        if (rc == SB_OK) {
            struct sb_delta *over = sb_gate_compare(run->gate, before, run->doc[SB_NEW]);
            sb_chain_mark_still(run->chain, (uint32_t)step, over);
            sb_delta_free(over);
        }
        sb_doc_free(before);
    }
    return rc;
}

static sb_rc write_reports(struct running *run, const struct sb_delta *last, struct sb_err *err)
{
    const struct sb_plan *plan = &run->gate->plan;
    sb_chain_finish(run->chain);
    sb_gate_judge(run->gate, last);
    for (size_t i = 0; i < plan->n; i++) {
        const struct sb_chain_report *whole = sb_chain_report_find(plan->p[i].format);
        const struct sb_report *of_last = plan->p[i].writer;
        struct sb_report_options options = sb_gate_options(run->gate, &plan->p[i]);
        SB_TRY(whole ? whole->write(run->chain, last, &options, plan->p[i].sink, err)
                     : of_last->write(last, &options, plan->p[i].sink, err));
    }
    return SB_OK;
}

static sb_rc step_by_step(struct running *run, const char *const *specs, size_t n, struct sb_err *err)
{
    SB_TRY(take(run, SB_OLD, specs[0], 1, err));
    for (size_t i = 1; i < n; i++) {
        SB_TRY(take(run, SB_NEW, specs[i], (uint32_t)i + 1, err));
        struct sb_delta *delta = sb_gate_compare(run->gate, run->doc[SB_OLD], run->doc[SB_NEW]);
        sb_chain_add(run->chain, delta, &run->gate->report);
        sb_rc rc = i + 1 == n ? look_back(run, specs, n, err) : SB_OK;
        if (rc == SB_OK && i + 1 == n) {
            sb_chain_mark_still(run->chain, (uint32_t)n - 2, delta);
            rc = write_reports(run, delta, err);
        }
        if (rc != SB_OK || i + 1 == n) {
            sb_delta_free(delta);
            return rc;
        }
        move_on(run, delta);
    }
    return SB_OK;
}

sb_rc sb_chain_run(struct sb_gate *gate, const struct sb_options *options, struct sb_chain *chain,
                   const char *const *specs, size_t n, struct sb_err *err)
{
    struct running run = {.gate = gate, .options = options, .chain = chain};
    struct sb_sink *diagnostics = gate->plan.diagnostics;
    if (diagnostics)
        sb_tell_json_begin(&run.diagnostics, diagnostics);
    sb_rc rc = step_by_step(&run, specs, n, err);
    for (unsigned side = 0; side < SB_SIDES; side++)
        drop(&run, (enum sb_side)side);
    if (diagnostics)
        sb_tell_json_end(&run.diagnostics);
    return rc == SB_OK ? sb_plan_commit(&gate->plan, err) : rc;
}

int sb_cmd_chain(const struct sb_options *options)
{
    if (options->operands.n > SB_CHAIN_MOST)
        return sb_usage_error("%zu inventories; diff takes %d", options->operands.n, SB_CHAIN_MOST);
    struct sb_gate gate = {0};
    struct sb_err err = {0};
    struct sb_chain *chain = sb_chain_new();
    sb_rc rc = sb_gate_open(&gate, options, sb_chain_find_report, &err);
    if (rc == SB_OK)
        rc = sb_plan_open(&gate.plan, options, &err);
    if (rc == SB_OK)
        rc = sb_chain_run(&gate, options, chain, options->operands.p, options->operands.n, &err);
    int code = sb_gate_end(&gate, options, rc, &err);
    sb_chain_free(chain);
    sb_gate_done(&gate);
    return code;
}
