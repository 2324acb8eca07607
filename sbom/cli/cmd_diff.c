#include "base/pool.h"
#include "cli/chain.h"
#include "cli/gate.h"
#include "cli/input.h"
#include "cli/tell.h"

struct side {
    const char *spec;
    const struct sb_scan_options *scan;
    struct sb_doc *doc;
    struct sb_err err;
    sb_rc rc;
};

static void read_side(void *ctx, unsigned worker, void *job)
{
    struct side *side = job;
    (void)ctx;
    (void)worker;
    side->rc = sb_input_read(side->spec, side->scan, side->doc, &side->err);
}

/* Two documents side by side; a scan keeps all threads busy, and so comes alone. */
static sb_rc read_both(const struct sb_options *options, struct sb_gate *gate, struct sb_doc *const doc[SB_SIDES],
                       struct sb_err *err)
{
    struct side sides[SB_SIDES] = {0};
    unsigned documents = 0;
    for (unsigned i = 0; i < SB_SIDES; i++) {
        sides[i] = (struct side){.spec = options->operands.p[i], .scan = &gate->scan, .doc = doc[i]};
        sb_gate_side(gate, (enum sb_side)i, sides[i].spec);
        documents += sb_input_is_document(sides[i].spec);
    }
    struct sb_pool *pool = sb_pool_new(documents == SB_SIDES && gate->threads > 1 ? SB_SIDES : 1, read_side, NULL);
    for (size_t i = SB_SIDES; i-- > 0;) /* the last one in is the first one out */
        sb_pool_add(pool, &sides[i]);
    sb_pool_wait(pool);
    sb_pool_free(pool);
    for (size_t i = 0; i < SB_SIDES; i++)
        if (sides[i].rc != SB_OK) {
            *err = sides[i].err;
            return sides[i].rc;
        }
    return SB_OK;
}

static sb_rc write_reports(struct sb_gate *gate, struct sb_doc *const doc[SB_SIDES], struct sb_err *err)
{
    struct sb_delta *delta = sb_gate_compare(gate, doc[SB_OLD], doc[SB_NEW]);
    sb_rc rc = SB_OK;
    sb_gate_judge(gate, delta);
    for (size_t i = 0; i < gate->plan.n && rc == SB_OK; i++) {
        const struct sb_report *report = gate->plan.p[i].writer;
        struct sb_report_options options = sb_gate_options(gate, &gate->plan.p[i]);
        rc = report->write(delta, &options, gate->plan.p[i].sink, err);
    }
    sb_delta_free(delta);
    if (rc == SB_OK && gate->plan.diagnostics) {
        const struct sb_told lists[] = {{&doc[SB_OLD]->diags, "old"}, {&doc[SB_NEW]->diags, "new"}};
        sb_tell_json(gate->plan.diagnostics, lists, SB_COUNT(lists));
    }
    return rc;
}

static sb_rc diff(const struct sb_options *options, struct sb_gate *gate, struct sb_doc *const doc[SB_SIDES],
                  struct sb_err *err)
{
    SB_TRY(sb_gate_open(gate, options, sb_gate_find_report, err));
    SB_TRY(sb_plan_open(&gate->plan, options, err));
    SB_TRY(read_both(options, gate, doc, err));
    SB_TRY(write_reports(gate, doc, err));
    return sb_plan_commit(&gate->plan, err);
}

static int diff_pair(const struct sb_options *options)
{
    static const char *const sides[SB_SIDES] = {"old: ", "new: "};
    struct sb_doc *const doc[SB_SIDES] = {sb_doc_new(), sb_doc_new()};
    struct sb_gate gate = {0};
    struct sb_err err = {0};
    sb_rc rc = diff(options, &gate, doc, &err);
    for (size_t side = 0; side < SB_SIDES; side++) {
        sb_tell(&doc[side]->diags, options, sides[side]);
        sb_doc_free(doc[side]);
    }
    int code = sb_gate_end(&gate, options, rc, &err);
    sb_gate_done(&gate);
    return code;
}

int sb_cmd_diff(const struct sb_options *options)
{
    if (options->operands.n < SB_SIDES)
        return sb_usage_error("diff wants OLD and NEW: two of SBOM documents, folders, tars and images");
    if (!sb_gate_reads_once(options))
        return sb_usage_error("standard input can be read once only");
    return options->operands.n == SB_SIDES ? diff_pair(options) : sb_cmd_chain(options);
}
