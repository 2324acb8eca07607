#include "base/sink.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/table.h"
#include "cli/tell.h"
#include "formats/format.h"

struct output {
    struct sb_output_request request;
    const struct sb_format *format; /* NULL: the table */
    struct sb_sink *sink;
    char *room;
};

struct scan_run {
    struct output *outputs;
    size_t n;
    struct sb_outputs *files;
    struct sb_sink *diagnostics;
    struct sb_write_options write;
};

static bool is_standard(const char *file)
{
    return !file || strcmp(file, "-") == 0;
}

static sb_rc find_format(struct output *out, struct sb_err *err)
{
    sb_str name = sb_str_of(out->request.format);
    if (sb_str_eq(name, SB_S("table"))) {
        if (out->request.version)
            return sb_fail(err, SB_E_USAGE, "a table has no version");
        return SB_OK;
    }
    out->format = sb_format_find(name);
    if (!out->format)
        return sb_fail(err, SB_E_USAGE, "unknown format %s; see sbom list formats", out->request.format);
    if (!out->format->write)
        return sb_fail(err, SB_E_USAGE, "%s cannot be written in this version; see sbom list formats", out->request.format);
    if (out->request.version && !sb_format_writes(out->format, sb_str_of(out->request.version)))
        return sb_fail(err, SB_E_USAGE, "%s is not written in version %s; see sbom list formats", out->request.format,
                       out->request.version);
    return SB_OK;
}

/* All that can be wrong in the options is found here, before anything is opened. */
static sb_rc plan_outputs(const struct sb_options *options, struct scan_run *run, struct sb_err *err)
{
    static const char *const default_outputs[] = {"table"};
    const char *const *wanted = options->outputs.n ? options->outputs.p : default_outputs;
    bool standard = false;
    run->n = options->outputs.n ? options->outputs.n : 1;
    run->outputs = sb_calloc(run->n, sizeof *run->outputs);
    for (size_t i = 0; i < run->n; i++) {
        struct output *out = &run->outputs[i];
        out->room = sb_malloc(strlen(wanted[i]) + 1);
        sb_output_parse(wanted[i], out->room, &out->request);
        SB_TRY(find_format(out, err));
        if (is_standard(out->request.file) && standard)
            return sb_fail(err, SB_E_USAGE, "only one output can go to standard output; give the others a file (-o %s=FILE)",
                           out->request.format);
        standard |= is_standard(out->request.file);
    }
    return sb_time_choose(options->timestamp, &run->write.time, err);
}

static sb_rc open_outputs(const struct sb_options *options, struct scan_run *run, struct sb_err *err)
{
    run->files = sb_outputs_new();
    for (size_t i = 0; i < run->n; i++)
        SB_TRY(sb_outputs_open(run->files, run->outputs[i].request.file, &run->outputs[i].sink, err));
    if (options->diagnostics)
        SB_TRY(sb_outputs_open(run->files, options->diagnostics, &run->diagnostics, err));
    return SB_OK;
}

static sb_rc write_outputs(struct scan_run *run, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_diags written = {0};
    sb_rc rc = SB_OK;
    for (size_t i = 0; i < run->n && rc == SB_OK; i++) {
        struct output *out = &run->outputs[i];
        struct sb_write_options options = run->write;
        options.version = out->request.version;
        if (out->format)
            rc = out->format->write(doc, &options, out->sink, &written, err);
        else
            sb_table_write(doc, out->sink);
    }
    sb_diags_merge(&doc->diags, &written);
    sb_diags_sort(&doc->diags);
    sb_diags_done(&written);
    if (rc == SB_OK && run->diagnostics)
        sb_tell_json(run->diagnostics, &(struct sb_told){&doc->diags, NULL}, 1);
    return rc == SB_OK ? sb_outputs_commit(run->files, err) : rc;
}

static sb_rc scan_and_write(const struct sb_options *options, struct scan_run *run, struct sb_doc *doc, struct sb_err *err)
{
    struct sb_scan_options scan;
    sb_str *excludes = sb_calloc(options->excludes.n + 1, sizeof *excludes);
    sb_rc rc = plan_outputs(options, run, err);
    if (rc == SB_OK)
        rc = sb_input_options(options, excludes, &scan, err);
    if (rc == SB_OK)
        rc = open_outputs(options, run, err);
    if (rc == SB_OK)
        rc = sb_input_scan(options->operands.p[0], &scan, doc, err);
    if (rc == SB_OK)
        rc = write_outputs(run, doc, err);
    sb_free(excludes);
    return rc;
}

static void done(struct scan_run *run)
{
    for (size_t i = 0; i < run->n; i++)
        sb_free(run->outputs[i].room);
    sb_free(run->outputs);
    sb_outputs_free(run->files);
}

int sb_cmd_scan(const struct sb_options *options)
{
    if (options->operands.n != 1)
        return sb_usage_error("scan wants one SOURCE: a folder, or a tar of one");
    struct scan_run run = {.write.tool_version = SB_VERSION};
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    sb_rc rc = scan_and_write(options, &run, doc, &err);
    int code = SB_EXIT_FINE;
    sb_tell(&doc->diags, options, "");
    if (rc != SB_OK)
        code = sb_complain(&err);
    else if (options->strict && sb_diags_incomplete(&doc->diags))
        code = SB_EXIT_INCOMPLETE;
    done(&run);
    sb_doc_free(doc);
    return code;
}
