#include "cli/rewrite.h"

#include <stdio.h>

#include "carry/transcode.h"
#include "delta/delta.h"
#include "formats/cross.h"

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
static sb_rc parse_report(const struct sb_options *options, struct sb_loss_file *report, struct sb_err *err)
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
static sb_rc check_report(const struct sb_loss_file *report, const struct sb_plan *plan, struct sb_err *err)
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
static sb_rc cross(const struct sb_options *options, struct sb_document *input, const char *name,
                   const struct sb_output *out, const char *version, struct sb_losses *losses, struct sb_err *err)
{
    struct sb_cross_what what = {.input = &input->opened,
                                 .to = out->writer,
                                 .to_version = sb_str_of(version),
                                 .options = {.version = version, .tool_version = SB_VERSION},
                                 .name = sb_str_of(name)};
    SB_TRY(sb_time_choose(options->timestamp, &what.options.time, err));
    return sb_cross(&what, out->sink, losses, err);
}

/* What is held as JSON already. */
static sb_rc copy(sb_str text, struct sb_sink *sink, struct sb_err *err)
{
    struct sb_json_out out;
    sb_json_out(&out, sink, true);
    sb_json_copy(text, &out);
    sb_put_chr(sink, '\n');
    return sb_sink_flush(sink, err);
}

/* A document that is written. */
struct written {
    const struct sb_options *options;
    struct sb_document *document;
    const char *name;
    char format[SB_DOCUMENT_NAME]; /* its own */
    bool last;                     /* nobody reads it again */
};

static sb_rc write_as(const struct written *what, const struct sb_output *out, const char *version,
                      struct sb_losses *losses, struct sb_err *err)
{
    const struct sb_format *format = out->writer;
    if (sb_same_specification(what->document->format, format))
        return transcode(what->document, out, version, what->last, losses, err);
    return cross(what->options, what->document, what->name, out, version, losses, err);
}

static void tell_total(const struct written *what, const char *name, struct sb_losses *losses)
{
    struct sb_buf line = {0};
    sb_losses_total(losses, &line);
    if (!what->options->quiet)
        fprintf(stderr, "sbom: %s: %.*s%s\n", name, SB_FMT(sb_buf_all(&line)),
                sb_losses_any(losses) && !what->options->loss ? "; --loss FILE tells each" : "");
    sb_buf_done(&line);
}

static sb_rc write_output(const struct sb_rewrite *rewrite, const struct written *what, const struct sb_output *out,
                          struct sb_losses *losses, struct sb_err *err)
{
    const struct sb_format *format = out->writer;
    const struct sb_document *document = what->document;
    bool same = sb_same_specification(document->format, format);
    bool own = !format->road && !out->version && format == document->format;
    char name[SB_DOCUMENT_NAME], version[16];
    if (same && format->road)
        snprintf(version, sizeof version, "1.%u", version_for(format->road, out->version, document->minor));
    else
        snprintf(version, sizeof version, "%s", out->version ? out->version : format->default_version);
    snprintf(name, sizeof name, "%s@%s", format->name, version);
    own = own || strcmp(name, what->format) == 0;
    if (own && rewrite->text.p && document->encoding == SB_IN_JSON)
        return copy(rewrite->text, out->sink, err);
    if (same && !format->road)
        return sb_fail(err, SB_E_UNSUPPORTED, "not yet: from %s to %s", document->format->name, format->name);
    sb_losses_output(losses, sb_str_of(name), sb_is_standard(out->file) ? NULL : out->file);
    sb_rc rc = write_as(what, out, version, losses, err);
    if (rc != SB_OK && out->sink->err.rc != SB_OK)
        sb_err_path(err, sb_str_of(sb_is_standard(out->file) ? "standard output" : out->file));
    sb_losses_output_end(losses);
    if (rc == SB_OK)
        tell_total(what, name, losses);
    return rc;
}

sb_rc sb_rewrite_all(struct sb_rewrite *rewrite, const struct sb_options *options, struct sb_document *document,
                     const char *name, struct sb_err *err)
{
    struct written what = {.options = options, .document = document, .name = name};
    const struct sb_plan *plan = &rewrite->plan;
    struct sb_losses losses;
    sb_rc rc = SB_OK;
    SB_TRY(sb_document_name(document, what.format, err));
    sb_losses_begin(&losses, rewrite->report.sink, rewrite->report.is_json, sb_str_of(name), sb_str_of(what.format));
    for (size_t i = 0; i < plan->n && rc == SB_OK; i++) {
        what.last = i + 1 == plan->n;
        rc = write_output(rewrite, &what, &plan->p[i], &losses, err);
        rewrite->lost = rewrite->lost || sb_losses_any(&losses);
    }
    sb_losses_end(&losses);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(name));
    return rc;
}

sb_rc sb_rewrite_open(struct sb_rewrite *rewrite, const struct sb_options *options, const char *fallback,
                      struct sb_err *err)
{
    struct sb_plan *plan = &rewrite->plan;
    struct sb_loss_file *report = &rewrite->report;
    SB_TRY(sb_plan_make(plan, options, fallback, find_format, err));
    SB_TRY(parse_report(options, report, err));
    SB_TRY(check_report(report, plan, err));
    SB_TRY(sb_plan_open(plan, options, err));
    return report->file ? sb_outputs_open(plan->files, report->file, &report->sink, err) : SB_OK;
}
