#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/pool.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/tell.h"
#include "diff/diff.h"
#include "policy/file.h"
#include "report/report.h"

struct diff_run {
    struct sb_plan plan;
    struct sb_report_options report;
    struct sb_doc *doc[SB_SIDES];
    struct sb_policy_file policy;
    struct sb_waivers_file waivers;
    struct sb_time now; /* for waivers, where the new side does not say when it was made */
    unsigned threads;
    struct sb_verdict verdict;
    struct sb_buf line; /* the verdict in words, for standard error where no text goes to standard output */
};

static sb_rc find_report(struct sb_output *out, struct sb_err *err)
{
    out->writer = sb_report_find(sb_str_of(out->format));
    if (out->writer)
        return out->version ? sb_fail(err, SB_E_USAGE, "a report has no version") : SB_OK;
    struct sb_buf names = {0};
    sb_report_names(&names);
    sb_rc rc = sb_fail(err, SB_E_USAGE, "unknown report %s; diff writes %.*s", out->format, SB_FMT(sb_buf_all(&names)));
    sb_buf_done(&names);
    return rc;
}

static sb_rc find_level(const char *text, enum sb_level *ret_level, struct sb_err *err)
{
    *ret_level = text ? sb_level_find(sb_str_of(text)) : SB_LEVEL_HIGH;
    if (*ret_level == SB_LEVEL_COUNT || *ret_level == SB_LEVEL_INFO)
        return sb_fail(err, SB_E_USAGE, "--fail-on wants none, low, medium, high or critical");
    return SB_OK;
}

/* What the command line says counts over the policy. */
static sb_rc open_policy(const struct sb_options *options, struct diff_run *run, struct sb_err *err)
{
    if (options->waivers)
        SB_TRY(sb_waivers_open(options->waivers, &run->waivers, err));
    if (!options->policy)
        return SB_OK;
    SB_TRY(sb_policy_open(options->policy, &run->policy, err));
    run->report.policy_says = !options->fail_on;
    if (run->report.policy_says)
        run->report.fail_on = run->policy.policy.fail_on;
    run->report.policy_covers = !options->fail_on_coverage && run->policy.policy.fail_on_coverage;
    run->report.fail_on_coverage = run->report.fail_on_coverage || run->report.policy_covers;
    return SB_OK;
}

static bool wants_colour(const struct sb_output *out)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return sb_is_standard(out->file) && isatty(STDOUT_FILENO) && !(no_colour && *no_colour) &&
           !(term && strcmp(term, "dumb") == 0);
}

/* The text on standard output ends with the verdict; else a red job would have an empty log. */
static bool says_so_itself(const struct sb_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->p[i].writer == &sb_report_text && sb_is_standard(plan->p[i].file))
            return true;
    return false;
}

static sb_rc write_reports(struct diff_run *run, struct sb_err *err)
{
    struct sb_delta *delta = sb_diff_find(run->doc[SB_OLD], run->doc[SB_NEW], run->threads);
    const struct sb_policy *policy = run->policy.policy.name.n ? &run->policy.policy : NULL;
    sb_rc rc = SB_OK;
    if (policy)
        sb_policy_apply(policy, delta);
    if (run->waivers.waivers.name.n)
        sb_waivers_apply(&run->waivers.waivers, policy, run->now, delta);
    sb_diff_rank(delta);
    if (run->plan.waivers)
        sb_waivers_draft(delta, policy, run->report.fail_on, run->now, run->plan.waivers);
    run->verdict = sb_delta_verdict(delta, &run->report);
    for (size_t i = 0; i < run->plan.n && rc == SB_OK; i++) {
        const struct sb_report *report = run->plan.p[i].writer;
        struct sb_report_options options = run->report;
        options.colour = wants_colour(&run->plan.p[i]);
        rc = report->write(delta, &options, run->plan.p[i].sink, err);
    }
    if (!says_so_itself(&run->plan))
        sb_report_last_line(delta, &run->report, &run->line);
    sb_delta_free(delta);
    if (rc == SB_OK && run->plan.diagnostics) {
        const struct sb_told lists[] = {{&run->doc[SB_OLD]->diags, "old"}, {&run->doc[SB_NEW]->diags, "new"}};
        sb_tell_json(run->plan.diagnostics, lists, SB_COUNT(lists));
    }
    return rc;
}

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

/* Where the files of a side are, so that a report can say what to type. */
static enum sb_lies lies_in(const char *spec)
{
    static const enum sb_lies lies[] = {
        [SB_FORM_NONE] = SB_LIES_ELSEWHERE, [SB_FORM_FOLDER] = SB_LIES_FOLDER, [SB_FORM_TAR] = SB_LIES_TAR,
        [SB_FORM_ZIP] = SB_LIES_ZIP,        [SB_FORM_DEB] = SB_LIES_DEB,       [SB_FORM_IMAGE] = SB_LIES_IMAGE,
    };
    bool elsewhere = sb_input_is_document(spec) || sb_input_is_stream(spec);
    return elsewhere ? SB_LIES_ELSEWHERE : lies[sb_source_form(spec)];
}

/* Two documents side by side; a scan keeps all threads busy, and so comes alone. */
static sb_rc read_both(const struct sb_options *options, const struct sb_scan_options *scan, struct diff_run *run,
                       struct sb_err *err)
{
    struct side sides[SB_SIDES] = {0};
    unsigned documents = 0;
    for (size_t i = 0; i < SB_SIDES; i++) {
        sides[i] = (struct side){.spec = options->operands.p[i], .scan = scan, .doc = run->doc[i]};
        run->report.source[i] = sb_str_of(sides[i].spec);
        run->report.lies[i] = lies_in(sides[i].spec);
        documents += sb_input_is_document(sides[i].spec);
    }
    run->report.platform = sb_str_of(options->platform);
    run->threads = scan->threads ? scan->threads : sb_pool_default_threads();
    struct sb_pool *pool = sb_pool_new(documents == SB_SIDES && run->threads > 1 ? SB_SIDES : 1, read_side, NULL);
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

/* The options of scan that were given, as one would say them; empty for none. */
static void name_scan_options(const struct sb_options *options, struct sb_buf *ret)
{
    const struct {
        bool given;
        const char *name;
    } rows[] = {{options->excludes.n != 0, "--exclude"}, {options->one_file_system, "--one-file-system"},
                {options->no_facts, "--no-facts"},       {options->verify, "--verify"},
                {options->image != NULL, "--image"},     {options->platform != NULL, "--platform"},
                {options->scope != NULL, "--scope"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (rows[i].given)
            sb_buf_printf(ret, "%s%s", ret->n ? ", " : "", rows[i].name);
}

/* A document was made with the options it was made with. */
static sb_rc check_scan_options(const struct sb_options *options, struct sb_err *err)
{
    struct sb_buf names = {0};
    unsigned documents = 0;
    sb_rc rc = SB_OK;
    name_scan_options(options, &names);
    for (size_t i = 0; names.n && i < SB_SIDES; i++) {
        const char *spec = options->operands.p[i];
        if (strcmp(spec, "-") != 0 && !sb_input_is_document(spec))
            continue;
        if (++documents == SB_SIDES)
            rc = sb_fail(err, SB_E_USAGE, "%.*s: for what is scanned; OLD and NEW are documents",
                         SB_FMT(sb_buf_all(&names)));
        else if (!options->quiet && !sb_input_is_document(options->operands.p[!i]) &&
                 strcmp(options->operands.p[!i], "-") != 0)
            fprintf(stderr, "sbom: %s is a document: %.*s counts for the other side only\n", spec,
                    SB_FMT(sb_buf_all(&names)));
    }
    sb_buf_done(&names);
    return rc;
}

static sb_rc diff(const struct sb_options *options, struct diff_run *run, struct sb_err *err)
{
    struct sb_scan_options scan;
    sb_str *excludes = sb_calloc(options->excludes.n + 1, sizeof *excludes);
    sb_rc rc = sb_plan_make(&run->plan, options, "text", find_report, err);
    if (rc == SB_OK)
        rc = find_level(options->fail_on, &run->report.fail_on, err);
    if (rc == SB_OK)
        rc = sb_time_choose(options->timestamp, &run->now, err); /* a report holds no time; waivers want one */
    if (rc == SB_OK)
        rc = check_scan_options(options, err);
    if (rc == SB_OK)
        rc = sb_input_options(options, excludes, &scan, err);
    if (rc == SB_OK)
        rc = open_policy(options, run, err);
    if (rc == SB_OK)
        rc = sb_plan_open(&run->plan, options, err);
    if (rc == SB_OK)
        rc = read_both(options, &scan, run, err);
    if (rc == SB_OK)
        rc = write_reports(run, err);
    if (rc == SB_OK)
        rc = sb_plan_commit(&run->plan, err);
    sb_free(excludes);
    return rc;
}

static unsigned count_standard_input(const struct sb_options *options)
{
    const char *const names[] = {options->operands.p[0], options->operands.p[1], options->policy, options->waivers};
    unsigned n = 0;
    for (size_t i = 0; i < SB_COUNT(names); i++)
        n += names[i] && strcmp(names[i], "-") == 0;
    return n;
}

int sb_cmd_diff(const struct sb_options *options)
{
    static const char *const sides[SB_SIDES] = {"old: ", "new: "};
    if (options->operands.n != 2)
        return sb_usage_error("diff wants OLD and NEW: two of SBOM documents, folders, tars and images");
    if (count_standard_input(options) > 1)
        return sb_usage_error("standard input can be read once only");
    struct diff_run run = {.report = {.tool_version = SB_VERSION,
                                      .strict = options->strict,
                                      .fail_on_coverage = options->fail_on_coverage,
                                      .explain = options->explain,
                                      .all = options->all}};
    struct sb_err err = {0};
    for (size_t side = 0; side < SB_SIDES; side++)
        run.doc[side] = sb_doc_new();
    sb_rc rc = diff(options, &run, &err);
    for (size_t side = 0; side < SB_SIDES; side++) {
        sb_tell(&run.doc[side]->diags, options, sides[side]);
        sb_doc_free(run.doc[side]);
    }
    if (rc == SB_OK && run.line.n && !options->quiet)
        fprintf(stderr, "sbom: %.*s\n", SB_FMT(sb_buf_all(&run.line)));
    sb_buf_done(&run.line);
    sb_plan_done(&run.plan);
    sb_policy_close(&run.policy);
    sb_waivers_close(&run.waivers);
    return rc == SB_OK ? run.verdict.exit : sb_complain(&err);
}
