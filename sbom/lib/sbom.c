#include "lib/sbom.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/io.h"
#include "base/pool.h"
#include "collect/collect.h"
#include "diff/diff.h"
#include "formats/format.h"
#include "report/report.h"

struct sb_inventory {
    struct sb_doc *doc;
    char *source;          /* as the caller gave it */
    struct sb_arena arena; /* the texts of rows and troubles */
    struct sb_inventory_row *rows;
    SB_VEC(struct sb_inventory_trouble) troubles;
};

const char *sb_version(void)
{
    return SB_VERSION;
}

/* ---- errors ---- */

static int tell(const struct sb_err *err, sb_rc rc, struct sb_problem *ret)
{
    if (rc == SB_OK)
        return 0;
    if (ret) {
        *ret = (struct sb_problem){.line = err->line, .column = err->col};
        snprintf(ret->path, sizeof ret->path, "%s", err->path);
        snprintf(ret->text, sizeof ret->text, "%s", err->text);
    }
    return rc == SB_E_USAGE ? 2 : rc == SB_E_BUG ? 5 : 3;
}

/* ---- what an inventory has ---- */

static const char *text(struct sb_inventory *inventory, sb_text t)
{
    return sb_arena_str(&inventory->arena, sb_doc_str(inventory->doc, t)).p;
}

static void list_rows(struct sb_inventory *inventory)
{
    const struct sb_doc *doc = inventory->doc;
    inventory->rows = sb_calloc((size_t)sb_doc_count(doc) + 1, sizeof *inventory->rows);
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        const struct sb_component *row = sb_doc_at(doc, (sb_comp){c});
        inventory->rows[c - 1] = (struct sb_inventory_row){.purl = text(inventory, row->purl),
                                                           .name = text(inventory, row->name),
                                                           .version = text(inventory, row->version),
                                                           .place = text(inventory, row->place),
                                                           .root = c == doc->root.v};
    }
}

static void list_troubles(struct sb_inventory *inventory)
{
    const struct sb_diags *diags = &inventory->doc->diags;
    inventory->troubles.n = 0;
    for (size_t i = 0; i < diags->n; i++)
        *SB_PUSH(&inventory->troubles) =
            (struct sb_inventory_trouble){.code = sb_codes[diags->p[i].code].number,
                                          .incomplete = sb_codes[diags->p[i].code].incomplete,
                                          .line = diags->p[i].line,
                                          .path = sb_arena_str(&inventory->arena, diags->p[i].path).p,
                                          .text = sb_arena_str(&inventory->arena, diags->p[i].message).p};
}

size_t sb_inventory_rows(const struct sb_inventory *inventory)
{
    return sb_doc_count(inventory->doc);
}

struct sb_inventory_row sb_inventory_row(const struct sb_inventory *inventory, size_t i)
{
    return inventory->rows[i];
}

size_t sb_inventory_troubles(const struct sb_inventory *inventory)
{
    return inventory->troubles.n;
}

struct sb_inventory_trouble sb_inventory_trouble(const struct sb_inventory *inventory, size_t i)
{
    return inventory->troubles.p[i];
}

/* ---- making one ---- */

static struct sb_inventory *new_inventory(const char *source)
{
    struct sb_inventory *inventory = sb_calloc(1, sizeof *inventory);
    size_t n = strlen(source) + 1;
    inventory->doc = sb_doc_new();
    inventory->source = memcpy(sb_malloc(n), source, n);
    return inventory;
}

void sb_inventory_free(struct sb_inventory *inventory)
{
    if (!inventory)
        return;
    sb_doc_free(inventory->doc);
    sb_arena_done(&inventory->arena);
    sb_free(inventory->troubles.p);
    sb_free(inventory->rows);
    sb_free(inventory->source);
    sb_free(inventory);
}

/* Hands INVENTORY out, or frees it. */
static int finish(struct sb_inventory *inventory, sb_rc rc, const struct sb_err *err, struct sb_inventory **ret,
                  struct sb_problem *problem)
{
    *ret = NULL;
    if (rc == SB_OK) {
        list_rows(inventory);
        list_troubles(inventory);
        *ret = inventory;
    } else {
        sb_inventory_free(inventory);
    }
    return tell(err, rc, problem);
}

static sb_rc scan(const char *spec, const struct sb_scan_options *options, struct sb_doc *doc, struct sb_err *err)
{
    enum { THREADS_MAX = 256 };
    struct sb_source *source;
    if (options->threads > THREADS_MAX)
        return sb_fail(err, SB_E_USAGE, "at most %d threads", THREADS_MAX);
    if (options->verify && !options->facts)
        return sb_fail(err, SB_E_USAGE, "verify reads the files that no_facts leaves unread");
    sb_rc rc = sb_source_open(spec, &sb_limits_default, &source, err);
    if (rc == SB_OK) {
        rc = sb_scan(source, options, doc, err);
        sb_source_close(source);
    }
    if (rc != SB_OK)
        sb_err_path(err, sb_str_of(spec));
    return rc;
}

int sb_inventory_scan(const char *source, const struct sb_inventory_options *options,
                      struct sb_inventory **ret_inventory, struct sb_problem *problem)
{
    static const struct sb_inventory_options none;
    SB_VEC(sb_str) excludes = {0};
    struct sb_err err = {0};
    options = options ? options : &none;
    for (const char **glob = options->excludes; glob && *glob; glob++)
        *SB_PUSH(&excludes) = sb_str_of(*glob);
    const struct sb_scan_options how = {.threads = options->threads,
                                        .facts = !options->no_facts,
                                        .verify = options->verify,
                                        .one_file_system = options->one_file_system,
                                        .root = options->root,
                                        .exclude = excludes.p,
                                        .n_exclude = excludes.n};
    struct sb_inventory *inventory = new_inventory(source);
    sb_rc rc = scan(source, &how, inventory->doc, &err);
    sb_free(excludes.p);
    return finish(inventory, rc, &err, ret_inventory, problem);
}

int sb_inventory_read(const char *path, struct sb_inventory **ret_inventory, struct sb_problem *problem)
{
    struct sb_replay input = {0};
    struct sb_err err = {0};
    struct sb_inventory *inventory = new_inventory(path);
    sb_rc rc = sb_replay_open(&input, path, SB_DOCUMENT_MAX, &err);
    if (rc == SB_OK)
        rc = sb_document_read(&input, sb_str_of(path), inventory->doc, &err);
    sb_replay_done(&input);
    return finish(inventory, rc, &err, ret_inventory, problem);
}

/* ---- writing ---- */

static sb_rc find_format(const char *spec, struct sb_arena *arena, const struct sb_format **ret_format,
                         const char **ret_version, struct sb_err *err)
{
    sb_str rest = sb_str_of(spec), name;
    bool said = sb_str_cut(&rest, '@', &name);
    *ret_format = sb_format_find(name);
    *ret_version = said ? sb_arena_str(arena, rest).p : NULL;
    if (!*ret_format || !(*ret_format)->write || (said && !sb_format_writes(*ret_format, rest)))
        return sb_fail(err, SB_E_USAGE, "%s is no format that this version writes", spec);
    return SB_OK;
}

static sb_rc write_document(struct sb_inventory *inventory, const char *spec, const char *file, const char *timestamp,
                            struct sb_outputs *outputs, struct sb_err *err)
{
    const struct sb_format *format;
    struct sb_write_options options = {.tool_version = SB_VERSION};
    struct sb_diags troubles = {0};
    struct sb_sink *sink;
    SB_TRY(find_format(spec, &inventory->arena, &format, &options.version, err));
    SB_TRY(sb_time_choose(timestamp, &options.time, err));
    SB_TRY(sb_outputs_open(outputs, file, &sink, err));
    sb_rc rc = format->write(inventory->doc, &options, sink, &troubles, err);
    sb_diags_merge(&inventory->doc->diags, &troubles);
    sb_diags_sort(&inventory->doc->diags);
    sb_diags_done(&troubles);
    list_troubles(inventory);
    return rc == SB_OK ? sb_outputs_commit(outputs, err) : rc;
}

int sb_inventory_write(struct sb_inventory *inventory, const char *format, const char *file, const char *timestamp,
                       struct sb_problem *problem)
{
    struct sb_err err = {0};
    struct sb_outputs *outputs = sb_outputs_new();
    sb_rc rc = write_document(inventory, format, file, timestamp, outputs, &err);
    sb_outputs_free(outputs);
    return tell(&err, rc, problem);
}

/* ---- the comparison ---- */

static sb_rc read_options(const struct sb_compare_options *options, struct sb_report_options *ret,
                          const struct sb_report **ret_report, struct sb_err *err)
{
    ret->fail_on = options->fail_on ? sb_level_find(sb_str_of(options->fail_on)) : SB_LEVEL_HIGH;
    if (ret->fail_on == SB_LEVEL_COUNT || ret->fail_on == SB_LEVEL_INFO)
        return sb_fail(err, SB_E_USAGE, "fail_on wants none, low, medium, high or critical");
    ret->fail_on_coverage = options->fail_on_coverage;
    ret->strict = options->strict;
    ret->tool_version = SB_VERSION;
    *ret_report = options->report ? sb_report_find(sb_str_of(options->report)) : NULL;
    return options->report && !*ret_report
               ? sb_fail(err, SB_E_USAGE, "%s is no report of this version", options->report)
               : SB_OK;
}

static void say(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_verdict_told *ret)
{
    struct sb_verdict verdict = sb_delta_verdict(delta, options);
    struct sb_buf line = {0};
    sb_report_last_line(delta, options, &line);
    *ret = (struct sb_verdict_told){.exit = verdict.exit, .failed = verdict.failed, .incomplete = verdict.incomplete};
    snprintf(ret->line, sizeof ret->line, "%.*s", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
}

static sb_rc compare(const struct sb_inventory *const side[SB_SIDES], const struct sb_compare_options *options,
                     struct sb_verdict_told *ret, struct sb_err *err)
{
    struct sb_report_options how = {
        .source = {sb_str_of(options->old_source ? options->old_source : side[SB_OLD]->source),
                   sb_str_of(options->new_source ? options->new_source : side[SB_NEW]->source)}};
    const struct sb_report *report;
    struct sb_sink *sink;
    SB_TRY(read_options(options, &how, &report, err));
    unsigned threads = options->threads ? options->threads : sb_pool_default_threads();
    struct sb_delta *delta = sb_diff(side[SB_OLD]->doc, side[SB_NEW]->doc, threads);
    struct sb_outputs *outputs = sb_outputs_new();
    say(delta, &how, ret);
    sb_rc rc = report ? sb_outputs_open(outputs, options->file, &sink, err) : SB_OK;
    if (report && rc == SB_OK)
        rc = report->write(delta, &how, sink, err);
    if (report && rc == SB_OK)
        rc = sb_outputs_commit(outputs, err);
    sb_outputs_free(outputs);
    sb_delta_free(delta);
    return rc;
}

int sb_inventory_compare(const struct sb_inventory *old_one, const struct sb_inventory *new_one,
                         const struct sb_compare_options *options, struct sb_verdict_told *ret_verdict,
                         struct sb_problem *problem)
{
    static const struct sb_compare_options none;
    const struct sb_inventory *const side[SB_SIDES] = {old_one, new_one};
    struct sb_err err = {0};
    sb_rc rc = compare(side, options ? options : &none, ret_verdict, &err);
    return tell(&err, rc, problem);
}
