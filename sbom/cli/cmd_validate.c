#include <stdio.h>

#include "check/check.h"
#include "check/report.h"
#include "cli/command.h"
#include "cli/document.h"
#include "cli/output.h"
#include "cli/tell.h"

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

static void check_file(const char *path, const struct sb_options *options, struct sb_checked *checked,
                       struct sb_diags *diags)
{
    struct sb_document document = {0};
    struct sb_err err = {0};
    checked->file = sb_str_of(path);
    sb_rc rc = sb_document_open(&document, path, "not judged: validate does not know", diags, &err);
    const struct sb_road *road = document.road;
    checked->format = document.format ? document.format->name : NULL;
    /* What breaks off before it says its version is of none. (A DOCTYPE is refused, and no schema speaks of it.) */
    checked->judged = rc == SB_OK || (road && rc == SB_E_SYNTAX && document.encoding != SB_IN_XML);
    if (rc == SB_OK) {
        const struct sb_check_what what = {.carrier = road->carrier,
                                           .grammar = road->grammar,
                                           .minor = document.minor,
                                           .strict = options->strict_schema,
                                           .first_line = document.opened.line};
        snprintf(checked->version, sizeof checked->version, "1.%u", document.minor);
        sb_check(&what, document.text, &checked->flaws);
    } else {
        sb_check_unreadable(&checked->flaws, document.encoding, &err);
    }
    sb_document_done(&document);
}

/* ---- writing ---- */

static void write_reports(const struct sb_plan *plan, const struct sb_options *options,
                          const struct sb_checked_all *all, const struct sb_diags *diags)
{
    bool told = false;
    for (size_t i = 0; i < plan->n; i++) {
        const struct sb_check_report *report = plan->p[i].writer;
        report->write(all, plan->p[i].sink);
        told = told || (report == sb_check_reports[0] && sb_is_standard(plan->p[i].file));
    }
    if (plan->diagnostics)
        sb_tell_json(plan->diagnostics, &(struct sb_told){diags, NULL}, 1);
    if (told || options->quiet)
        return;
    struct sb_buf line = {0};
    sb_check_last_line(all, &line);
    fprintf(stderr, "sbom: %.*s\n", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
}

static sb_rc validate(const struct sb_options *options, struct sb_plan *plan, struct sb_checked_all *all,
                      struct sb_checked *documents, struct sb_diags *diags, struct sb_err *err)
{
    SB_TRY(sb_plan_make(plan, options, sb_check_reports[0]->name, find_report, err));
    SB_TRY(sb_plan_open(plan, options, err));
    for (size_t i = 0; i < all->n; i++)
        check_file(options->operands.p[i], options, &documents[i], diags);
    sb_diags_sort(diags);
    sb_tell(diags, options, "");
    write_reports(plan, options, all, diags);
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
    struct sb_diags diags = {0};
    struct sb_checked *documents = sb_calloc(n, sizeof *documents);
    struct sb_checked_all all = {documents, n, SB_VERSION};
    int code = validate(options, &plan, &all, documents, &diags, &err) == SB_OK ? SB_EXIT_FINE : sb_complain(&err);
    for (size_t i = 0; i < n; i++) {
        if (code == SB_EXIT_FINE && !sb_checked_valid(&documents[i]))
            code = SB_EXIT_INPUT;
        sb_flaws_done(&documents[i].flaws);
    }
    sb_free(documents);
    sb_diags_done(&diags);
    sb_plan_done(&plan);
    return code;
}
