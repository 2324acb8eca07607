/* sbom delta, and sbom apply, which undoes nothing and trusts nothing: see delta/delta.h. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/rewrite.h"
#include "cli/tell.h"
#include "delta/delta.h"
#include "formats/cross.h"

/* A document that was given, as JSON. */
struct given {
    struct sb_document document;
    const char *path;
    sb_str text;
    char format[SB_DOCUMENT_NAME];
};

static const char *shown(const char *path)
{
    return sb_is_standard(path) ? "standard input" : path;
}

static sb_rc read_given(struct given *given, struct sb_diags *diags, struct sb_err *err)
{
    given->document.by_meaning = true;
    sb_rc rc = sb_document_open(&given->document, given->path, "not yet: there are no deltas of", diags, err);
    if (rc == SB_OK)
        rc = sb_document_name(&given->document, given->format, err);
    if (rc == SB_OK)
        rc = sb_document_json(&given->document, &given->text, err);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(shown(given->path)));
    return rc;
}

static void tell_all(const struct sb_options *options, struct sb_plan *plan, const struct sb_diags *diags)
{
    sb_tell(diags, options, "");
    if (plan->diagnostics)
        sb_tell_json(plan->diagnostics, &(struct sb_told){diags, NULL}, 1);
}

/* ---- delta ---- */

static sb_rc find_json(struct sb_output *out, struct sb_err *err)
{
    if (strcmp(out->format, "json") != 0 || out->version)
        return sb_fail(err, SB_E_USAGE, "a delta is written as json, not as %s; to a file: -o json=FILE", out->format);
    return SB_OK;
}

static sb_rc check_pair(const struct given ends[2], struct sb_err *err)
{
    const struct sb_format *old = ends[0].document.format, *new = ends[1].document.format;
    if (sb_same_specification(old, new))
        return SB_OK;
    sb_err_path(err, sb_str_of(shown(ends[1].path)));
    return sb_fail(
        err, SB_E_UNSUPPORTED,
        "%s, while %s is %s: a delta stays within one specification; convert one of them first (sbom convert -o %s)",
        new->name, shown(ends[0].path), old->name, old->name);
}

static void tell_counts(const struct sb_options *options, const struct sb_delta_counts *counts)
{
    if (!options->quiet)
        fprintf(stderr, "sbom: delta: %zu dropped, %zu edited, %zu moved, %zu put\n", counts->dropped, counts->edited,
                counts->moved, counts->put);
}

static sb_rc make(const struct sb_options *options, struct given ends[2], struct sb_plan *plan, struct sb_diags *diags,
                  struct sb_err *err)
{
    struct sb_delta_text texts[2];
    struct sb_delta_counts counts;
    SB_TRY(sb_plan_make(plan, options, "json", find_json, err));
    SB_TRY(sb_plan_open(plan, options, err));
    for (size_t i = 0; i < 2; i++) {
        SB_TRY(read_given(&ends[i], diags, err));
        texts[i] = (struct sb_delta_text){ends[i].text, sb_str_of(ends[i].format), sb_str_of(shown(ends[i].path))};
    }
    SB_TRY(check_pair(ends, err));
    tell_all(options, plan, diags);
    SB_TRY(sb_delta_make(&texts[0], &texts[1], plan->p[0].sink, &counts, err));
    tell_counts(options, &counts);
    return sb_plan_commit(plan, err);
}

static int print_schema(void)
{
    printf("%s", sb_delta_schema);
    return SB_EXIT_FINE;
}

int sb_cmd_delta(const struct sb_options *options)
{
    if (options->operands.n == 1 && strcmp(options->operands.p[0], "schema") == 0)
        return print_schema();
    if (options->operands.n != 2)
        return sb_usage_error("delta wants two documents, OLD and NEW; or the word schema");
    if (options->outputs.n > 1)
        return sb_usage_error("a delta is written once: one -o json=FILE");
    struct given ends[2] = {{.path = options->operands.p[0]}, {.path = options->operands.p[1]}};
    if (sb_is_standard(ends[0].path) && sb_is_standard(ends[1].path))
        return sb_usage_error("only one of OLD and NEW can be standard input");
    struct sb_plan plan = {0};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    sb_rc rc = make(options, ends, &plan, &diags, &err);
    int code = rc != SB_OK ? sb_complain(&err) : SB_EXIT_FINE;
    sb_plan_done(&plan);
    sb_document_done(&ends[0].document);
    sb_document_done(&ends[1].document);
    sb_diags_done(&diags);
    return code;
}

/* ---- apply ---- */

struct applied {
    struct given old;
    const char *path; /* of the delta */
    struct sb_replay file;
    struct sb_window window;
    struct sb_delta_doc delta;
    struct sb_buf text; /* of the new document */
    struct sb_document new;
    struct sb_rewrite rewrite;
};

static sb_rc read_delta(struct applied *applied, struct sb_err *err)
{
    sb_rc rc = sb_replay_open(&applied->file, applied->path, SB_DOCUMENT_MAX, err);
    if (rc == SB_OK) {
        sb_replay_start(&applied->file, true, &applied->window);
        rc = sb_window_hold(&applied->window);
        if (rc != SB_OK)
            *err = applied->window.err;
    }
    if (rc == SB_OK)
        rc = sb_delta_read(applied->window.bytes, &applied->delta, err);
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(shown(applied->path)));
    return rc;
}

/* Without -o it is written as the delta says that it was. */
static sb_rc choose_format(struct applied *applied, const struct sb_options *options, struct sb_err *err)
{
    sb_str name = applied->delta.new.format, format = name, version = name;
    struct sb_output *out = &applied->rewrite.plan.p[0];
    if (options->outputs.n)
        return SB_OK;
    sb_str_cut(&version, '@', &format);
    const struct sb_format *found = sb_format_find(format);
    if (found && found->write) {
        out->writer = found;
        return SB_OK;
    }
    sb_err_path(err, sb_str_of(shown(applied->path)));
    return sb_fail(err, SB_E_UNSUPPORTED, "the new document is %.*s, which is not written; -o says what is",
                   SB_FMT(sb_str_part(name, 0, 80)));
}

static sb_rc make_new(struct applied *applied, struct sb_err *err)
{
    bool of_delta;
    sb_rc rc = sb_delta_apply(&applied->delta, applied->old.text, &applied->text, &of_delta, err);
    if (rc == SB_OK) {
        applied->rewrite.text = sb_buf_all(&applied->text);
        rc = sb_document_of(&applied->new, applied->rewrite.text, err);
        of_delta = true;
    }
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(shown(of_delta ? applied->path : applied->old.path)));
    return rc;
}

static sb_rc apply(const struct sb_options *options, struct applied *applied, struct sb_diags *diags,
                   struct sb_err *err)
{
    SB_TRY(sb_rewrite_open(&applied->rewrite, options, "cyclonedx-json", err));
    SB_TRY(read_delta(applied, err));
    SB_TRY(choose_format(applied, options, err));
    SB_TRY(read_given(&applied->old, diags, err));
    tell_all(options, &applied->rewrite.plan, diags);
    SB_TRY(make_new(applied, err));
    SB_TRY(sb_rewrite_all(&applied->rewrite, options, &applied->new, "new document", err));
    return sb_plan_commit(&applied->rewrite.plan, err);
}

static void applied_done(struct applied *applied)
{
    sb_plan_done(&applied->rewrite.plan);
    sb_document_done(&applied->new);
    sb_buf_done(&applied->text);
    sb_delta_done(&applied->delta);
    sb_window_done(&applied->window);
    sb_replay_done(&applied->file);
    sb_document_done(&applied->old.document);
}

int sb_cmd_apply(const struct sb_options *options)
{
    if (options->operands.n != 2)
        return sb_usage_error("apply wants OLD, a document, and DELTA, what sbom delta wrote");
    struct applied applied = {.old = {.path = options->operands.p[0]}, .path = options->operands.p[1]};
    if (sb_is_standard(applied.old.path) && sb_is_standard(applied.path))
        return sb_usage_error("only one of OLD and DELTA can be standard input");
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    sb_rc rc = apply(options, &applied, &diags, &err);
    bool lost = applied.rewrite.lost && options->strict;
    int code = rc != SB_OK ? sb_complain(&err) : lost ? SB_EXIT_INCOMPLETE : SB_EXIT_FINE;
    applied_done(&applied);
    sb_diags_done(&diags);
    return code;
}
