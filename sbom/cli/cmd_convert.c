#include <stdio.h>

#include "carry/transcode.h"
#include "cli/command.h"
#include "cli/document.h"
#include "cli/output.h"
#include "cli/tell.h"
#include "formats/cross.h"

/* Where the loss report goes. */
struct report {
    const char *file;
    bool is_json;
    struct sb_sink *sink;
};

static sb_rc find_format(struct sb_output *out, struct sb_err *err)
{
    const struct sb_format *format = sb_format_find(sb_str_of(out->format));
    if (!format)
        return sb_fail(err, SB_E_USAGE, "unknown format %s; see sbom list formats", out->format);
    if (!format->write)
        return sb_fail(err, SB_E_USAGE, "not yet: convert does not write %s in this version; see sbom list formats",
                       out->format);
    if (out->version && !sb_format_writes(format, sb_str_of(out->version)))
        return sb_fail(err, SB_E_USAGE, "%s is not written in version %s; see sbom list formats", out->format,
                       out->version);
    out->writer = format;
    return SB_OK;
}

/* [FORMAT=]FILE. What looks like a format and is none is no file: that would have to be ./yaml=x. */
static sb_rc parse_report(const struct sb_options *options, struct report *report, struct sb_err *err)
{
    sb_str format, file = sb_str_of(options->loss);
    report->file = options->loss;
    if (!report->file || !sb_str_cut(&file, '=', &format))
        return SB_OK;
    bool word = format.n > 0;
    for (size_t i = 0; i < format.n; i++)
        word = word && (sb_is_alnum(format.p[i]) || format.p[i] == '-');
    report->is_json = sb_str_eq(format, SB_S("json"));
    if (report->is_json || sb_str_eq(format, SB_S("text")))
        report->file += strlen("json=");
    else if (word)
        return sb_fail(err, SB_E_USAGE,
                       "--loss: unknown format %.*s; there are text and json (a file of that name is ./%s)",
                       SB_FMT(format), options->loss);
    return SB_OK;
}

/* The report goes to a file of its own, or to standard output where no document does. */
static sb_rc check_report(const struct report *report, const struct sb_plan *plan, struct sb_err *err)
{
    if (!report->file)
        return SB_OK;
    if (!*report->file)
        return sb_fail(err, SB_E_USAGE, "--loss needs a file name");
    for (size_t i = 0; i < plan->n; i++) {
        bool both = sb_is_standard(report->file) && sb_is_standard(plan->p[i].file);
        if (both || (plan->p[i].file && strcmp(plan->p[i].file, report->file) == 0))
            return sb_fail(err, SB_E_USAGE, "--loss and an output go to the same place");
    }
    return SB_OK;
}

/* ---- writing ---- */

static uint8_t minor_of(const char *version)
{
    uint64_t minor = 0;
    return sb_str_u64(sb_str_from(sb_str_of(version), strlen("1.")), &minor) ? (uint8_t)minor : 0;
}

/* The version that was asked for; else the input's own, or the oldest of the format where that is older. */
static uint8_t version_for(const struct sb_road *road, const char *version, uint8_t own)
{
    uint8_t oldest = minor_of(road->versions[0]);
    return version ? minor_of(version) : own < oldest ? oldest : own;
}

/* The same specification: event by event. */
static sb_rc transcode(struct sb_document *input, const struct sb_output *out, const char *version, bool last,
                       struct sb_losses *losses, struct sb_err *err)
{
    const struct sb_road *road = ((const struct sb_format *)out->writer)->road;
    struct sb_transcode what = {road->grammar, input->road->carrier, road->carrier,
                                input->minor,  minor_of(version),    last};
    return sb_transcode(&what, input->text, out->sink, losses, err);
}

/* Another one: by way of the model. */
static sb_rc cross(const struct sb_options *options, struct sb_document *input, const struct sb_output *out,
                   const char *version, struct sb_losses *losses, struct sb_err *err)
{
    struct sb_cross_what what = {.input = &input->opened,
                                 .to = out->writer,
                                 .to_version = sb_str_of(version),
                                 .options = {.version = version, .tool_version = SB_VERSION},
                                 .name = sb_str_of(options->operands.p[0])};
    SB_TRY(sb_time_choose(options->timestamp, &what.options.time, err));
    return sb_cross(&what, out->sink, losses, err);
}

static sb_rc write_output(const struct sb_options *options, struct sb_document *input, const struct sb_output *out,
                          bool last, struct sb_losses *losses, struct sb_err *err)
{
    const struct sb_format *format = out->writer;
    bool same = sb_same_specification(input->format, format);
    struct sb_buf line = {0};
    char name[64], version[16];
    if (same && !format->road)
        return sb_fail(err, SB_E_UNSUPPORTED, "not yet: from %s to %s", input->format->name, format->name);
    if (same)
        snprintf(version, sizeof version, "1.%u", version_for(format->road, out->version, input->minor));
    else
        snprintf(version, sizeof version, "%s", out->version ? out->version : format->default_version);
    snprintf(name, sizeof name, "%s@%s", format->name, version);
    sb_losses_output(losses, sb_str_of(name), sb_is_standard(out->file) ? NULL : out->file);
    sb_rc rc =
        same ? transcode(input, out, version, last, losses, err) : cross(options, input, out, version, losses, err);
    if (rc != SB_OK && out->sink->err.rc != SB_OK)
        sb_err_path(err, sb_str_of(sb_is_standard(out->file) ? "standard output" : out->file));
    sb_losses_output_end(losses);
    sb_losses_total(losses, &line);
    if (rc == SB_OK && !options->quiet)
        fprintf(stderr, "sbom: %s: %.*s%s\n", name, SB_FMT(sb_buf_all(&line)),
                sb_losses_any(losses) && !options->loss ? "; --loss FILE tells each" : "");
    sb_buf_done(&line);
    return rc;
}

static sb_rc name_input(const struct sb_document *input, char *name, size_t n, struct sb_err *err)
{
    char version[SB_CROSS_VERSION];
    if (input->road)
        snprintf(version, sizeof version, "1.%u", input->minor);
    else
        SB_TRY(sb_cross_version(&input->opened, version, err));
    snprintf(name, n, "%s@%s", input->format->name, version);
    return SB_OK;
}

static sb_rc write_all(const struct sb_options *options, struct sb_document *input, const struct sb_plan *plan,
                       const struct report *report, bool *ret_lost, struct sb_err *err)
{
    struct sb_losses losses;
    char format[64];
    sb_rc rc = SB_OK;
    SB_TRY(name_input(input, format, sizeof format, err));
    sb_losses_begin(&losses, report->sink, report->is_json, sb_str_of(options->operands.p[0]), sb_str_of(format));
    for (size_t i = 0; i < plan->n && rc == SB_OK; i++) {
        rc = write_output(options, input, &plan->p[i], i + 1 == plan->n, &losses, err);
        *ret_lost = *ret_lost || sb_losses_any(&losses);
    }
    sb_losses_end(&losses);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(options->operands.p[0]));
    return rc;
}

static sb_rc open_input(const struct sb_options *options, struct sb_document *input, struct sb_diags *diags,
                        struct sb_err *err)
{
    const char *path = options->operands.p[0];
    sb_rc rc = sb_document_open(input, path, "not yet: convert does not read", diags, err);
    sb_tell(diags, options, "");
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(strcmp(path, "-") == 0 ? "standard input" : path));
    return rc;
}

static sb_rc convert(const struct sb_options *options, struct sb_plan *plan, struct sb_document *input,
                     struct sb_diags *diags, bool *ret_lost, struct sb_err *err)
{
    struct report report = {0};
    SB_TRY(sb_plan_make(plan, options, "", find_format, err));
    SB_TRY(parse_report(options, &report, err));
    SB_TRY(check_report(&report, plan, err));
    SB_TRY(sb_plan_open(plan, options, err));
    if (report.file)
        SB_TRY(sb_outputs_open(plan->files, report.file, &report.sink, err));
    SB_TRY(open_input(options, input, diags, err));
    SB_TRY(write_all(options, input, plan, &report, ret_lost, err));
    if (plan->diagnostics)
        sb_tell_json(plan->diagnostics, &(struct sb_told){diags, NULL}, 1);
    return sb_plan_commit(plan, err);
}

int sb_cmd_convert(const struct sb_options *options)
{
    if (options->operands.n != 1 || !options->outputs.n)
        return sb_usage_error("convert wants one document IN and at least one -o FORMAT[@VERSION][=FILE]");
    struct sb_plan plan = {0};
    struct sb_document input = {.by_meaning = true};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    bool lost = false;
    sb_rc rc = convert(options, &plan, &input, &diags, &lost, &err);
    int code = rc != SB_OK ? sb_complain(&err) : lost && options->strict ? SB_EXIT_INCOMPLETE : SB_EXIT_FINE;
    sb_plan_done(&plan);
    sb_document_done(&input);
    sb_diags_done(&diags);
    return code;
}
