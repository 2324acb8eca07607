#include <unistd.h>

#include "base/clock.h"
#include "base/sink.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/tell.h"
#include "diff/diff.h"

struct output {
    struct sb_output_request request;
    const struct sb_report *report;
    struct sb_sink *sink;
    char *room;
};

struct diff_run {
    struct output *outputs;
    size_t n;
    struct sb_outputs *files;
    struct sb_sink *diagnostics;
    struct sb_report_options report;
    struct sb_doc *doc[SB_SIDES];
    struct sb_verdict verdict;
};

static bool is_standard(const char *file)
{
    return !file || strcmp(file, "-") == 0;
}

static sb_rc find_report(struct output *out, struct sb_err *err)
{
    for (const struct sb_report *const *report = sb_reports; *report; report++)
        if (strcmp((*report)->name, out->request.format) == 0)
            out->report = *report;
    if (!out->report)
        return sb_fail(err, SB_E_USAGE, "unknown report %s; diff writes text and json", out->request.format);
    if (!out->report->write)
        return sb_fail(err, SB_E_USAGE, "%s is planned, but not in this version; diff writes text and json",
                       out->request.format);
    if (out->request.version)
        return sb_fail(err, SB_E_USAGE, "a report has no version");
    return SB_OK;
}

static sb_rc plan(const struct sb_options *options, struct diff_run *run, struct sb_err *err)
{
    static const char *const default_outputs[] = {"text"};
    const char *const *wanted = options->outputs.n ? options->outputs.p : default_outputs;
    bool standard = false;
    run->n = options->outputs.n ? options->outputs.n : 1;
    run->outputs = sb_calloc(run->n, sizeof *run->outputs);
    for (size_t i = 0; i < run->n; i++) {
        struct output *out = &run->outputs[i];
        out->room = sb_malloc(strlen(wanted[i]) + 1);
        sb_output_parse(wanted[i], out->room, &out->request);
        SB_TRY(find_report(out, err));
        if (is_standard(out->request.file) && standard)
            return sb_fail(err, SB_E_USAGE, "only one output can go to standard output; give the others a file (-o %s=FILE)",
                           out->request.format);
        standard |= is_standard(out->request.file);
    }
    run->report.fail_on = options->fail_on ? sb_level_find(sb_str_of(options->fail_on)) : SB_LEVEL_HIGH;
    if (run->report.fail_on == SB_LEVEL_COUNT || run->report.fail_on == SB_LEVEL_INFO)
        return sb_fail(err, SB_E_USAGE, "--fail-on wants none, low, medium, high or critical");
    struct sb_time unused;
    return sb_time_choose(options->timestamp, &unused, err);
}

static sb_rc open_outputs(const struct sb_options *options, struct diff_run *run, struct sb_err *err)
{
    run->files = sb_outputs_new();
    for (size_t i = 0; i < run->n; i++)
        SB_TRY(sb_outputs_open(run->files, run->outputs[i].request.file, &run->outputs[i].sink, err));
    if (options->diagnostics)
        SB_TRY(sb_outputs_open(run->files, options->diagnostics, &run->diagnostics, err));
    return SB_OK;
}

static bool wants_colour(const struct output *out)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return is_standard(out->request.file) && isatty(STDOUT_FILENO) && !(no_colour && *no_colour) &&
           !(term && strcmp(term, "dumb") == 0);
}

static sb_rc write_reports(struct diff_run *run, struct sb_err *err)
{
    struct sb_delta *delta = sb_diff(run->doc[SB_OLD], run->doc[SB_NEW]);
    run->verdict = sb_delta_verdict(delta, &run->report);
    sb_rc rc = SB_OK;
    for (size_t i = 0; i < run->n && rc == SB_OK; i++) {
        struct sb_report_options options = run->report;
        options.colour = wants_colour(&run->outputs[i]);
        rc = run->outputs[i].report->write(delta, &options, run->outputs[i].sink, err);
    }
    sb_delta_free(delta);
    if (rc == SB_OK && run->diagnostics) {
        const struct sb_told lists[] = {{&run->doc[SB_OLD]->diags, "old"}, {&run->doc[SB_NEW]->diags, "new"}};
        sb_tell_json(run->diagnostics, lists, SB_COUNT(lists));
    }
    return rc == SB_OK ? sb_outputs_commit(run->files, err) : rc;
}

static sb_rc read_both(const struct sb_options *options, const struct sb_scan_options *scan, struct diff_run *run,
                       struct sb_err *err)
{
    for (size_t side = 0; side < SB_SIDES; side++) {
        run->report.source[side] = sb_str_of(options->operands.p[side]);
        SB_TRY(sb_input_read(options->operands.p[side], scan, run->doc[side], err));
    }
    return SB_OK;
}

static sb_rc diff(const struct sb_options *options, struct diff_run *run, struct sb_err *err)
{
    struct sb_scan_options scan;
    sb_str *excludes = sb_calloc(options->excludes.n + 1, sizeof *excludes);
    sb_rc rc = plan(options, run, err);
    if (rc == SB_OK)
        rc = sb_input_options(options, excludes, &scan, err);
    if (rc == SB_OK)
        rc = open_outputs(options, run, err);
    if (rc == SB_OK)
        rc = read_both(options, &scan, run, err);
    if (rc == SB_OK)
        rc = write_reports(run, err);
    sb_free(excludes);
    return rc;
}

int sb_cmd_diff(const struct sb_options *options)
{
    static const char *const sides[SB_SIDES] = {"old: ", "new: "};
    if (options->operands.n != 2)
        return sb_usage_error("diff wants OLD and NEW: SBOM documents, folders or tars");
    if (strcmp(options->operands.p[0], "-") == 0 && strcmp(options->operands.p[1], "-") == 0)
        return sb_usage_error("standard input can be read once only");
    struct diff_run run = {.report = {.tool_version = SB_VERSION, .strict = options->strict, .explain = options->explain,
                                      .all = options->all}};
    struct sb_err err = {0};
    for (size_t side = 0; side < SB_SIDES; side++)
        run.doc[side] = sb_doc_new();
    sb_rc rc = diff(options, &run, &err);
    for (size_t side = 0; side < SB_SIDES; side++) {
        sb_tell(&run.doc[side]->diags, options, sides[side]);
        sb_doc_free(run.doc[side]);
    }
    for (size_t i = 0; i < run.n; i++)
        sb_free(run.outputs[i].room);
    sb_free(run.outputs);
    sb_outputs_free(run.files);
    return rc == SB_OK ? run.verdict.exit : sb_complain(&err);
}
