#include <stdio.h>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/output.h"
#include "cli/table.h"
#include "cli/tell.h"
#include "formats/format.h"

static sb_rc find_format(struct sb_output *out, struct sb_err *err)
{
    if (strcmp(out->format, "table") == 0)
        return out->version ? sb_fail(err, SB_E_USAGE, "a table has no version") : SB_OK;
    const struct sb_format *format = sb_format_find(sb_str_of(out->format));
    if (!format)
        return sb_fail(err, SB_E_USAGE, "unknown format %s; see sbom list formats", out->format);
    if (!format->write)
        return sb_fail(err, SB_E_USAGE, "%s cannot be written in this version; see sbom list formats", out->format);
    if (out->version && !sb_format_writes(format, sb_str_of(out->version)))
        return sb_fail(err, SB_E_USAGE, "%s is not written in version %s; see sbom list formats", out->format,
                       out->version);
    out->writer = format;
    return SB_OK;
}

/* The trace takes standard output: in place of the table without -o, else beside files. */
static sb_rc check_trace(const struct sb_options *options, const struct sb_plan *plan, struct sb_err *err)
{
    if (!options->trace)
        return SB_OK;
    for (size_t i = 0; i < plan->n && options->outputs.n; i++)
        if (sb_is_standard(plan->p[i].file))
            return sb_fail(err, SB_E_USAGE, "--trace goes to standard output; %s needs a file", plan->p[i].format);
    if (options->diagnostics && sb_is_standard(options->diagnostics))
        return sb_fail(err, SB_E_USAGE, "--trace goes to standard output; diagnostics need a file");
    return SB_OK;
}

static sb_rc write_trace(const struct sb_options *options, struct sb_plan *plan, sb_str trace, struct sb_err *err)
{
    struct sb_sink *sink = plan->p[0].sink;
    if (options->outputs.n)
        SB_TRY(sb_outputs_open(plan->files, NULL, &sink, err));
    sb_put_str(sink, trace);
    return SB_OK;
}

static sb_rc write_outputs(const struct sb_options *cli, struct sb_plan *plan, const struct sb_time *time,
                           struct sb_doc *doc, struct sb_err *err)
{
    struct sb_diags written = {0};
    sb_rc rc = SB_OK;
    for (size_t i = 0; i < plan->n && rc == SB_OK; i++) {
        const struct sb_format *format = plan->p[i].writer;
        struct sb_write_options options = {.version = plan->p[i].version, .time = *time, .tool_version = SB_VERSION};
        if (format)
            rc = format->write(doc, &options, plan->p[i].sink, &written, err);
        else if (!cli->trace || cli->outputs.n)
            sb_table_write(doc, plan->p[i].sink);
    }
    sb_diags_merge(&doc->diags, &written);
    sb_diags_sort(&doc->diags);
    sb_diags_done(&written);
    if (rc == SB_OK && plan->diagnostics)
        sb_tell_json(plan->diagnostics, &(struct sb_told){&doc->diags, NULL}, 1);
    return rc;
}

static sb_rc scan_and_write(const struct sb_options *options, struct sb_plan *plan, struct sb_doc *doc,
                            struct sb_err *err)
{
    struct sb_scan_options scan;
    struct sb_time time;
    struct sb_buf trace = {0};
    sb_str *excludes = sb_calloc(options->excludes.n + 1, sizeof *excludes);
    sb_rc rc = sb_plan_make(plan, options, "table", find_format, err);
    if (rc == SB_OK)
        rc = check_trace(options, plan, err);
    if (rc == SB_OK)
        rc = sb_time_choose(options->timestamp, &time, err);
    if (rc == SB_OK)
        rc = sb_input_options(options, excludes, &scan, err);
    scan.trace_to = &trace;
    if (rc == SB_OK)
        rc = sb_plan_open(plan, options, err);
    if (rc == SB_OK)
        rc = sb_input_scan(options->operands.p[0], &scan, doc, err);
    if (rc == SB_OK)
        rc = write_outputs(options, plan, &time, doc, err);
    if (rc == SB_OK && options->trace)
        rc = write_trace(options, plan, sb_buf_all(&trace), err);
    sb_buf_done(&trace);
    sb_free(excludes);
    return rc;
}

/* What the table leaves out, in numbers that agree with those of diff. Standard output is for the result. */
static void tell_left_out(const struct sb_options *options, const struct sb_plan *plan, const struct sb_doc *doc)
{
    uint32_t left_out = sb_table_left_out(doc);
    bool table = false;
    for (size_t i = 0; i < plan->n; i++)
        table = table || (!plan->p[i].writer && (options->outputs.n || !options->trace));
    uint32_t shown = sb_doc_count(doc) - left_out - (doc->root.v ? 1 : 0);
    if (table && left_out && !options->quiet)
        fprintf(stderr, "sbom: %u component%s in the table; %u source package%s left out, which documents (-o) have\n",
                shown, shown == 1 ? "" : "s", left_out, left_out == 1 ? "" : "s");
}

int sb_cmd_scan(const struct sb_options *options)
{
    if (options->operands.n != 1)
        return sb_usage_error("scan wants one SOURCE: a folder, a tar of one, an image, or - for standard input");
    struct sb_plan plan = {0};
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    sb_rc rc = scan_and_write(options, &plan, doc, &err);
    int code = SB_EXIT_FINE;
    sb_tell(&doc->diags, options, "");
    if (rc == SB_OK) /* the last thing that can fail */
        rc = sb_plan_commit(&plan, &err);
    if (rc == SB_OK)
        tell_left_out(options, &plan, doc);
    if (rc != SB_OK)
        code = sb_complain(&err);
    else if (options->strict && sb_diags_incomplete(&doc->diags))
        code = SB_EXIT_INCOMPLETE;
    sb_plan_done(&plan);
    sb_doc_free(doc);
    return code;
}
