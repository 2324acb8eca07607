#include "cli/gate.h"

#include <stdio.h>
#include <unistd.h>

#include "base/pool.h"
#include "cli/input.h"
#include "diff/diff.h"

/* ---- before anything is read ---- */

sb_rc sb_gate_find_report(struct sb_output *out, struct sb_err *err)
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
static sb_rc open_policy(const struct sb_options *options, struct sb_gate *gate, struct sb_err *err)
{
    if (options->waivers)
        SB_TRY(sb_waivers_open(options->waivers, &gate->waivers, err));
    if (!options->policy)
        return SB_OK;
    SB_TRY(sb_policy_open(options->policy, &gate->policy, err));
    gate->report.policy_says = !options->fail_on;
    if (gate->report.policy_says)
        gate->report.fail_on = gate->policy.policy.fail_on;
    gate->report.policy_covers = !options->fail_on_coverage && gate->policy.policy.fail_on_coverage;
    gate->report.fail_on_coverage = gate->report.fail_on_coverage || gate->report.policy_covers;
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
    size_t documents = 0, n = options->operands.n;
    const char *first = NULL;
    sb_rc rc = SB_OK;
    name_scan_options(options, &names);
    for (size_t i = 0; names.n && i < n; i++) {
        const char *spec = options->operands.p[i];
        if (strcmp(spec, "-") != 0 && !sb_input_is_document(spec))
            continue;
        first = documents++ ? first : spec;
    }
    if (documents && documents == n)
        rc = sb_fail(err, SB_E_USAGE, "%.*s: for what is scanned; %s are documents", SB_FMT(sb_buf_all(&names)),
                     n == SB_SIDES ? "OLD and NEW" : "all of these");
    else if (documents && !options->quiet && n == SB_SIDES)
        fprintf(stderr, "sbom: %s is a document: %.*s counts for the other side only\n", first,
                SB_FMT(sb_buf_all(&names)));
    else if (documents && !options->quiet)
        fprintf(stderr, "sbom: %zu of %zu are documents, the first is %s: %.*s counts for the others only\n", documents,
                n, first, SB_FMT(sb_buf_all(&names)));
    sb_buf_done(&names);
    return rc;
}

sb_rc sb_gate_open(struct sb_gate *gate, const struct sb_options *options,
                   sb_rc (*find)(struct sb_output *, struct sb_err *), struct sb_err *err)
{
    gate->report = (struct sb_report_options){.tool_version = SB_VERSION,
                                              .platform = sb_str_of(options->platform),
                                              .strict = options->strict,
                                              .fail_on_coverage = options->fail_on_coverage,
                                              .explain = options->explain,
                                              .all = options->all};
    gate->excludes = sb_calloc(options->excludes.n + 1, sizeof *gate->excludes);
    SB_TRY(sb_plan_make(&gate->plan, options, "text", find, err));
    SB_TRY(find_level(options->fail_on, &gate->report.fail_on, err));
    SB_TRY(sb_time_choose(options->timestamp, &gate->now, err)); /* a report holds no time; waivers want one */
    SB_TRY(check_scan_options(options, err));
    SB_TRY(sb_input_options(options, gate->excludes, &gate->scan, err));
    gate->threads = gate->scan.threads ? gate->scan.threads : sb_pool_default_threads();
    return open_policy(options, gate, err);
}

void sb_gate_done(struct sb_gate *gate)
{
    sb_free(gate->excludes);
    sb_buf_done(&gate->line);
    sb_plan_done(&gate->plan);
    sb_policy_close(&gate->policy);
    sb_waivers_close(&gate->waivers);
}

bool sb_gate_reads_once(const struct sb_options *options)
{
    size_t n = 0;
    for (size_t i = 0; i < options->operands.n; i++)
        n += strcmp(options->operands.p[i], "-") == 0;
    n += options->policy && strcmp(options->policy, "-") == 0;
    n += options->waivers && strcmp(options->waivers, "-") == 0;
    return n <= 1;
}

/* ---- the comparison ---- */

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

void sb_gate_side(struct sb_gate *gate, enum sb_side side, const char *spec)
{
    gate->report.source[side] = sb_str_of(spec);
    gate->report.lies[side] = lies_in(spec);
}

struct sb_delta *sb_gate_compare(const struct sb_gate *gate, const struct sb_doc *old, const struct sb_doc *new)
{
    struct sb_delta *delta = sb_diff_find(old, new, gate->threads);
    const struct sb_policy *policy = gate->policy.policy.name.n ? &gate->policy.policy : NULL;
    if (policy)
        sb_policy_apply(policy, delta);
    if (gate->waivers.waivers.name.n)
        sb_waivers_apply(&gate->waivers.waivers, policy, gate->now, delta);
    sb_diff_rank(delta);
    return delta;
}

/* ---- what it says ---- */

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
        if (strcmp(plan->p[i].format, sb_report_text.name) == 0 && sb_is_standard(plan->p[i].file))
            return true;
    return false;
}

struct sb_report_options sb_gate_options(const struct sb_gate *gate, const struct sb_output *out)
{
    struct sb_report_options options = gate->report;
    options.colour = wants_colour(out);
    return options;
}

void sb_gate_judge(struct sb_gate *gate, const struct sb_delta *delta)
{
    const struct sb_policy *policy = gate->policy.policy.name.n ? &gate->policy.policy : NULL;
    if (gate->plan.waivers)
        sb_waivers_draft(delta, policy, gate->report.fail_on, gate->now, gate->plan.waivers);
    gate->verdict = sb_delta_verdict(delta, &gate->report);
    if (!says_so_itself(&gate->plan))
        sb_report_last_line(delta, &gate->report, &gate->line);
}

int sb_gate_end(const struct sb_gate *gate, const struct sb_options *options, sb_rc rc, const struct sb_err *err)
{
    if (rc == SB_OK && gate->line.n && !options->quiet)
        fprintf(stderr, "sbom: %.*s\n", SB_FMT(sb_buf_all(&gate->line)));
    return rc == SB_OK ? gate->verdict.exit : sb_complain(err);
}
