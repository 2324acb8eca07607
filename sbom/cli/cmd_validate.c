#include <stdio.h>

#include "base/io.h"
#include "check/check.h"
#include "check/report.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/tell.h"
#include "formats/format.h"
#include "formats/sniff.h"

static sb_rc find_report(struct sb_output *out, struct sb_err *err)
{
    if (out->version)
        return sb_fail(err, SB_E_USAGE, "reports have no versions; leave out @%s", out->version);
    for (const struct sb_check_report *const *row = sb_check_reports; *row; row++)
        if (strcmp((*row)->name, out->format) == 0)
            out->writer = *row;
    return out->writer ? SB_OK : sb_fail(err, SB_E_USAGE, "validate has no report %s", out->format);
}

/* ---- reading ---- */

/* What of a file is judged, and by which tables. */
static sb_rc find_document(sb_str bytes, struct sb_arena *arena, struct sb_check_what *ret_what, sb_str *ret_text,
                           struct sb_checked *checked, struct sb_err *err)
{
    struct sb_sniffed found = sb_sniff(bytes, arena);
    const struct sb_format *format = found.format ? sb_format_find(sb_str_of(found.format)) : NULL;
    const struct sb_road *road = format ? sb_format_road(format) : NULL;
    const char *encoding = sb_sniff_encoding(bytes);
    if (!format && encoding)
        return sb_fail(err, SB_E_UNSUPPORTED, "the text is %s; a document is JSON in UTF-8", encoding);
    if (!format)
        return sb_fail(err, SB_E_NOTFOUND, "no SBOM document that this version knows");
    checked->format = format->name;
    if (!road)
        return sb_fail(err, SB_E_UNSUPPORTED, "not judged: validate does not know %s in this version", format->name);
    *ret_what = (struct sb_check_what){.carrier = road->carrier, .grammar = road->grammar, .first_line = found.line};
    *ret_text = found.document;
    SB_TRY(road->carrier->version(road->grammar, found.document, &ret_what->minor, err));
    snprintf(checked->version, sizeof checked->version, "1.%u", ret_what->minor);
    return SB_OK;
}

static void check_file(const char *spec, const struct sb_options *options, struct sb_checked *checked)
{
    struct sb_buf bytes = {0};
    struct sb_arena arena = {0};
    struct sb_err err = {0};
    struct sb_check_what what = {0};
    sb_str text;
    checked->file = sb_str_of(spec);
    sb_rc rc = sb_read_file(spec, SB_DOCUMENT_MAX, &bytes, &err);
    if (rc == SB_OK)
        rc = find_document(sb_buf_all(&bytes), &arena, &what, &text, checked, &err);
    checked->judged = rc == SB_OK;
    if (checked->judged) {
        what.strict = options->strict_schema;
        sb_check(&what, text, &checked->flaws);
    } else {
        sb_check_unreadable(&checked->flaws, what.carrier ? (enum sb_encoding)what.carrier->encoding : SB_IN_JSON,
                            &err);
    }
    sb_buf_done(&bytes);
    sb_arena_done(&arena);
}

/* ---- writing ---- */

static void write_reports(const struct sb_plan *plan, const struct sb_options *options,
                          const struct sb_checked_all *all)
{
    struct sb_diags none = {0};
    bool told = false;
    for (size_t i = 0; i < plan->n; i++) {
        const struct sb_check_report *report = plan->p[i].writer;
        report->write(all, plan->p[i].sink);
        told = told || (report == sb_check_reports[0] && sb_is_standard(plan->p[i].file));
    }
    if (plan->diagnostics)
        sb_tell_json(plan->diagnostics, &(struct sb_told){&none, NULL}, 1);
    if (told || options->quiet)
        return;
    struct sb_buf line = {0};
    sb_check_last_line(all, &line);
    fprintf(stderr, "sbom: %.*s\n", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
}

static sb_rc validate(const struct sb_options *options, struct sb_plan *plan, struct sb_checked_all *all,
                      struct sb_checked *documents, struct sb_err *err)
{
    SB_TRY(sb_plan_make(plan, options, sb_check_reports[0]->name, find_report, err));
    SB_TRY(sb_plan_open(plan, options, err));
    for (size_t i = 0; i < all->n; i++)
        check_file(options->operands.p[i], options, &documents[i]);
    write_reports(plan, options, all);
    return sb_plan_commit(plan, err);
}

int sb_cmd_validate(const struct sb_options *options)
{
    size_t n = options->operands.n, streams = 0;
    for (size_t i = 0; i < n; i++)
        streams += strcmp(options->operands.p[i], "-") == 0;
    if (!n || streams > 1)
        return sb_usage_error("validate wants one FILE or more, - for one on standard input");
    struct sb_plan plan = {0};
    struct sb_err err = {0};
    struct sb_checked *documents = sb_calloc(n, sizeof *documents);
    struct sb_checked_all all = {documents, n, SB_VERSION};
    int code = validate(options, &plan, &all, documents, &err) == SB_OK ? SB_EXIT_FINE : sb_complain(&err);
    for (size_t i = 0; i < n; i++) {
        if (code == SB_EXIT_FINE && !sb_checked_valid(&documents[i]))
            code = SB_EXIT_INPUT;
        sb_flaws_done(&documents[i].flaws);
    }
    sb_free(documents);
    sb_plan_done(&plan);
    return code;
}
