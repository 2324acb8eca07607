#include "report/text.h"

#include "base/utf8.h"
#include "diff/edges.h"
#include "diff/spellings.h"

/* How much of each list stands on the page; --all lifts the bounds of groups. */
enum {
    SMALL_BLOCK = 6,  /* groups that are told in full: signals, way, what to look at */
    FULL_GROUPS = 3,  /* of a larger block; the rest of it has one line each */
    REST_GROUPS = 20, /* of medium and low severity, together */
    NAMES = 12,       /* of packages that came, and of those that went */
    FILE_NAMES = 4,   /* of files */
    LINES = 8,        /* of terms, descriptions, coverage */
    SECTION = 13      /* column behind the name of a section */
};

/* Columns of a name or value: with --all nothing is cut for the sake of the page. */
static unsigned width(const struct sb_text_page *w, unsigned columns)
{
    enum { WHOLE = 4096 };
    return w->options->all ? WHOLE : columns;
}

/* ---- head ---- */

static void put_side(struct sb_text_page *w, enum sb_side side)
{
    const struct sb_doc *doc = w->delta->doc[side];
    sb_str generator = sb_report_generator(doc, w->options, &w->arena);
    sb_page_put(&w->page, "%s  ", side == SB_OLD ? "old" : "new");
    sb_page_name(&w->page, w->options->source[side], width(w, 40));
    uint32_t n = sb_report_components(doc);
    sb_page_put(&w->page, "   %u component%s", n, n == 1 ? "" : "s");
    uint32_t sources = sb_report_sources(doc);
    if (sources)
        sb_page_put(&w->page, " (%u source package%s)", sources, sources == 1 ? "" : "s");
    sb_page_put(&w->page, "   ");
    sb_page_name(&w->page, sb_report_format(doc, &w->arena), 24);
    if (generator.n) {
        sb_page_put(&w->page, ", ");
        sb_page_name(&w->page, generator, 30);
    }
    if (!sb_report_has_facts(doc))
        sb_page_put(&w->page, ", no facts");
    sb_page_end(&w->page, 5, SB_LEVEL_NONE);
}

/* ---- the block ---- */

static size_t block_size(const struct sb_text_page *w)
{
    return sb_report_first(&w->sum, w->options);
}

static void put_block(struct sb_text_page *w)
{
    size_t n = block_size(w);
    sb_page_blank(&w->page);
    if (!n) {
        sb_page_put(&w->page, "NOTHING TO LOOK AT FIRST");
    } else {
        sb_page_put(&w->page, "LOOK AT THESE FIRST");
    }
    sb_str of =
        sb_arena_printf(&w->arena, "%zu of %zu group%s, %zu change%s", n, w->delta->groups.n,
                        w->delta->groups.n == 1 ? "" : "s", w->delta->changes.n, w->delta->changes.n == 1 ? "" : "s");
    sb_page_column(&w->page, SB_PAGE_COLUMNS - (unsigned)of.n);
    sb_page_put(&w->page, "%.*s", SB_FMT(of));
    sb_page_end(&w->page, 0, SB_LEVEL_NONE);
    for (size_t i = 0; i < n; i++) {
        bool full = n <= SMALL_BLOCK || i < FULL_GROUPS || w->options->all;
        if (full || i == FULL_GROUPS)
            sb_page_blank(&w->page);
        if (full)
            sb_text_group(w, i);
        else
            sb_text_title(w, i);
    }
}

/* ---- the rest ---- */

static void put_steps(struct sb_text_page *w)
{
    static const char *const names[] = {[SB_STEP_SAME] = NULL,
                                        [SB_STEP_PATCH] = "patch",
                                        [SB_STEP_MINOR] = "minor",
                                        [SB_STEP_MAJOR] = "major",
                                        [SB_STEP_OTHER] = "other"};
    const char *before = " (";
    for (unsigned i = SB_STEP_PATCH; i <= SB_STEP_OTHER; i++) {
        if (!w->sum.steps[i])
            continue;
        sb_page_put(&w->page, "%s%u %s", before, w->sum.steps[i], names[i]);
        before = ", ";
    }
    sb_page_put(&w->page, "%s", before[0] == ',' ? ")" : "");
}

static void put_counts(struct sb_text_page *w)
{
    static const unsigned kinds[] = {SB_UPGRADED, SB_ADDED, SB_REMOVED, SB_DOWNGRADED, SB_CHANGED};
    sb_page_put(&w->page, "  ");
    for (size_t i = 0; i < SB_COUNT(kinds); i++) {
        if (!w->sum.changes[kinds[i]])
            continue;
        sb_page_put(&w->page, "%s %u", sb_change_names[kinds[i]], w->sum.changes[kinds[i]]);
        if (kinds[i] == SB_UPGRADED)
            put_steps(w);
        sb_page_put(&w->page, "   ");
    }
    sb_page_put(&w->page, "unchanged %u", w->delta->unchanged);
    sb_page_end(&w->page, 2, SB_LEVEL_NONE);
}

/* What a name in a list is under, where that is another than before. */
static sb_str kind_of_name(const struct sb_text_page *w, const struct sb_change *change)
{
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    if (!sb_delta_row(w->delta, side, change->row[side])->has_purl)
        return SB_S("without a package URL");
    return w->delta->identities.p[change->identity].type;
}

static bool is_named(const struct sb_text_page *w, const struct sb_change *change, enum sb_change_kind kind, bool file)
{
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    return change->kind == kind && sb_is_bare_file(w->delta->doc[side], change->row[side]) == file;
}

/* "  added      npm: left-pad@1.3.0; pypi: rich@13.7.0, six@1.16.0 and 3 more": whatever group they are in. Files, of
 * which a document may list thousands, have a row of their own. */
static void put_names(struct sb_text_page *w, enum sb_change_kind kind, bool file)
{
    enum { INDENT = 13 };
    size_t put = 0, more = 0, most = w->options->all ? SIZE_MAX : file ? FILE_NAMES : NAMES;
    sb_str last = SB_STR_NONE;
    for (size_t i = 0; i < w->delta->changes.n; i++) {
        const struct sb_change *change = &w->delta->changes.p[i];
        if (!is_named(w, change, kind, file))
            continue;
        if (put == most) {
            more++;
            continue;
        }
        sb_str under = file ? SB_S("files") : kind_of_name(w, change);
        if (!put)
            sb_page_put(&w->page, "  %-*s", INDENT - 2, sb_change_names[kind]);
        if (!put || !sb_str_eq(under, last))
            sb_page_put(&w->page, "%s%.*s: ", put ? "; " : "", SB_FMT(under));
        else
            sb_page_put(&w->page, ", ");
        sb_text_change(w, change);
        last = under;
        put++;
    }
    if (more)
        sb_page_put(&w->page, " and %zu more (--all names them)", more);
    if (put)
        sb_page_end(&w->page, INDENT, SB_LEVEL_NONE);
}

/* One list for what came and one for what went. */
static void put_came_and_went(struct sb_text_page *w)
{
    static const enum sb_change_kind kinds[] = {SB_ADDED, SB_REMOVED};
    for (size_t i = 0; i < SB_COUNT(kinds); i++) {
        put_names(w, kinds[i], false);
        put_names(w, kinds[i], true);
    }
}

/* With --all what was found is told in full. */
static void put_rest_group(struct sb_text_page *w, size_t i)
{
    if (!w->options->all || !w->delta->groups.p[i].n_findings) {
        sb_text_short(w, &w->delta->groups.p[i]);
        return;
    }
    sb_page_blank(&w->page);
    sb_text_group(w, i);
}

static void put_rest(struct sb_text_page *w)
{
    size_t from = block_size(w), rest = sb_report_rest(&w->sum, w->options);
    size_t quiet = w->delta->groups.n - from - rest,
           shown = w->options->all || rest <= REST_GROUPS ? rest : REST_GROUPS;
    sb_page_blank(&w->page);
    sb_page_put(&w->page, "THE REST");
    sb_page_end(&w->page, 0, SB_LEVEL_NONE);
    put_counts(w);
    put_came_and_went(w);
    for (size_t i = from; i < from + shown; i++)
        put_rest_group(w, i);
    if (shown < rest) {
        sb_page_put(&w->page, "  and %zu more of medium or low severity (--all lists them)", rest - shown);
        sb_page_end(&w->page, 2, SB_LEVEL_NONE);
    }
    if (quiet) {
        if (w->options->all && rest)
            sb_page_blank(&w->page);
        sb_page_put(&w->page, "  %zu group%s without a signal above info%s", quiet, quiet == 1 ? "" : "s",
                    w->options->all ? "" : "   --all lists them");
        sb_page_end(&w->page, 2, SB_LEVEL_NONE);
    }
    for (size_t i = from + rest; w->options->all && i < w->delta->groups.n; i++)
        put_rest_group(w, i);
}

/* ---- the other classes ---- */

/* The name of a section in front of its first line. */
static void put_section(struct sb_text_page *w, const char *name, size_t line)
{
    if (line == 0)
        sb_page_blank(&w->page);
    sb_page_put(&w->page, "%s", line ? "" : name);
    sb_page_column(&w->page, SECTION);
}

static bool put_more(struct sb_text_page *w, size_t line, size_t all)
{
    if (line < LINES || w->options->all)
        return false;
    put_section(w, "", line);
    sb_page_put(&w->page, "and %zu more", all - line);
    sb_page_end(&w->page, SECTION, SB_LEVEL_NONE);
    return true;
}

/* "demo: MIT -> nothing", and the end of the line. */
static void put_sample(struct sb_text_page *w, const struct sb_description *d)
{
    enum sb_side side = d->sample[SB_NEW].v ? SB_NEW : SB_OLD;
    if (d->sample[side].v)
        sb_page_name(&w->page, sb_doc_display(w->delta->doc[side], d->sample[side], &w->arena), width(w, 40));
    else
        sb_page_put(&w->page, "the document");
    sb_page_put(&w->page, ": ");
    sb_page_step(&w->page, d->old_json, d->new_json, width(w, 40));
    sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
}

/* A value that is gone is no other value: it is counted among the descriptions, and told here all the same. */
static void put_lost(struct sb_text_page *w, size_t line)
{
    const struct sb_description *d = &w->delta->lost.p[line];
    put_section(w, "TERMS", line);
    sb_page_name(&w->page, d->field, width(w, 40));
    sb_page_put(&w->page, " lost by %u package%s, %s", d->count, d->count == 1 ? "" : "s",
                d->count == 1 ? "" : "first ");
    put_sample(w, d);
}

static void put_terms(struct sb_text_page *w)
{
    const struct sb_delta *delta = w->delta;
    for (size_t i = 0; i < delta->lost.n; i++)
        put_lost(w, i);
    for (size_t i = 0; i < delta->terms.n && !put_more(w, i, delta->terms.n); i++) {
        const struct sb_term *term = &delta->terms.p[i];
        put_section(w, "TERMS", delta->lost.n + i);
        sb_page_name(&w->page, sb_doc_display(delta->doc[SB_NEW], term->row[SB_NEW], &w->arena), width(w, 50));
        sb_page_put(&w->page, ": %s ", term->field);
        sb_page_step(&w->page, term->old_json, term->new_json, width(w, 60));
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

/* All of this field's were told as lost. */
static bool told_as_lost(const struct sb_delta *delta, const struct sb_description *d)
{
    for (size_t i = 0; i < delta->lost.n; i++)
        if (sb_str_eq(delta->lost.p[i].field, d->field))
            return delta->lost.p[i].count == d->count;
    return false;
}

static void put_descriptions(struct sb_text_page *w)
{
    const struct sb_delta *delta = w->delta;
    size_t line = 0, told = 0;
    for (size_t i = 0; i < delta->descriptions.n; i++)
        told += told_as_lost(delta, &delta->descriptions.p[i]);
    for (size_t i = 0; i < delta->descriptions.n; i++) {
        const struct sb_description *d = &delta->descriptions.p[i];
        if (told_as_lost(delta, d))
            continue;
        if (put_more(w, line, delta->descriptions.n - told))
            return;
        put_section(w, "DESCRIBED", line++);
        sb_page_name(&w->page, d->field, width(w, 40));
        sb_page_put(&w->page, ": %u, %s ", d->count, d->count == 1 ? "of" : "first of");
        put_sample(w, d);
    }
}

static void put_coverage(struct sb_text_page *w)
{
    for (size_t i = 0; i < w->delta->coverage.n && !put_more(w, i, w->delta->coverage.n); i++) {
        put_section(w, "COVERAGE", i);
        sb_page_name(&w->page, w->delta->coverage.p[i].message, 0);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

/* With --explain: by which spellings rows were known again. */
static void put_spellings(struct sb_text_page *w)
{
    const struct sb_delta *delta = w->delta;
    struct sb_spelling_use uses[SB_SPELLINGS];
    size_t line = 0;
    if (!w->options->explain)
        return;
    sb_spellings(delta, uses);
    for (size_t i = 0; i < SB_SPELLINGS; i++) {
        if (!uses[i].count)
            continue;
        const struct sb_row_pair *pair = uses[i].first;
        put_section(w, "MATCHED BY", line++);
        sb_page_put(&w->page, "%s: %u, %s ", sb_spelling_rows[i].name, uses[i].count,
                    uses[i].count == 1 ? "of" : "first of");
        sb_page_name(&w->page, sb_delta_row(delta, SB_OLD, pair->row[SB_OLD])->purl, width(w, 60));
        sb_page_put(&w->page, " -> ");
        sb_page_name(&w->page, sb_delta_row(delta, SB_NEW, pair->row[SB_NEW])->purl, width(w, 60));
        sb_page_put(&w->page, " (%s; %s)", sb_tier_names[delta->identities.p[pair->identity].tier],
                    sb_spelling_rows[i].what);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

/* Who answers for what does not stand in the score. */
static void put_waived(struct sb_text_page *w)
{
    const struct sb_delta *delta = w->delta;
    for (size_t i = 0; i < delta->waived.n && !put_more(w, i, delta->waived.n); i++) {
        const struct sb_waived *waived = &delta->waived.p[i];
        put_section(w, "WAIVED", i);
        sb_str purl = sb_report_finding_purl(delta, &waived->finding);
        sb_page_put(&w->page, "%s %s of ", waived->finding.signal->id, waived->finding.fingerprint);
        sb_page_name(&w->page, purl.n ? purl : waived->finding.path, 60);
        sb_page_put(&w->page, ": ");
        sb_page_name(&w->page, waived->reason, 60);
        sb_page_put(&w->page, " (");
        sb_page_name(&w->page, waived->owner, 40);
        sb_page_put(&w->page, waived->ticket.n ? ", " : "");
        sb_page_name(&w->page, waived->ticket, 40);
        sb_page_put(&w->page, ", until %.*s)", SB_FMT(waived->expires));
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
    for (size_t i = 0; i < delta->stale.n && !put_more(w, i, delta->stale.n); i++) {
        const struct sb_stale_waiver *stale = &delta->stale.p[i];
        put_section(w, "WAIVERS", i);
        sb_page_name(&w->page, stale->waiver, 40);
        sb_page_put(&w->page, " is %s: ", stale->reason);
        sb_page_name(&w->page, stale->message, 0);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_unreconciled(struct sb_text_page *w)
{
    const struct sb_delta *delta = w->delta;
    for (size_t i = 0; i < delta->unreconciled.n && !put_more(w, i, delta->unreconciled.n); i++) {
        const struct sb_unreconciled *u = &delta->unreconciled.p[i];
        put_section(w, "UNMATCHED", i);
        sb_page_put(&w->page, "%s: ", u->side == SB_OLD ? "old" : "new");
        sb_str name = sb_doc_display(delta->doc[u->side], u->row, &w->arena);
        sb_str version = sb_doc_str(delta->doc[u->side], sb_doc_at(delta->doc[u->side], u->row)->version);
        sb_page_name(&w->page, name.n ? name : SB_S("(no name)"), width(w, 60));
        sb_page_put(&w->page, version.n ? " " : "");
        sb_page_name(&w->page, version, width(w, 30));
        sb_page_put(&w->page, ": %.*s", SB_FMT(u->reason));
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_diagnostics(struct sb_text_page *w)
{
    size_t line = 0;
    for (unsigned code = 0; code < SB_D_COUNT; code++) {
        const struct sb_code_row *row = &sb_codes[code];
        uint64_t old = w->delta->doc[SB_OLD]->diags.total[code], new = w->delta->doc[SB_NEW]->diags.total[code];
        if (row->severity == SB_NOTE || (!old && !new))
            continue;
        put_section(w, "DIAGNOSTICS", line++);
        sb_page_put(&w->page, "SB%04u %s: %llu old, %llu new%s", row->number, row->title, (unsigned long long)old,
                    (unsigned long long)new, row->incomplete ? " (incomplete)" : "");
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_last_line(struct sb_text_page *w)
{
    struct sb_verdict verdict = sb_delta_verdict(w->delta, w->options);
    sb_page_blank(&w->page);
    struct sb_buf line = {0};
    sb_report_last_line(w->delta, w->options, &line);
    static const char red[] = "\033[1;31m", green[] = "\033[32m", plain[] = "\033[0m";
    bool colour = w->options->colour;
    sb_putf(w->page.sink, "%s%.*s%s\n", colour ? verdict.exit ? red : green : "", SB_FMT(sb_buf_all(&line)),
            colour ? plain : "");
    sb_buf_done(&line);
}

static sb_rc write_text(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                        struct sb_err *err)
{
    static void (*const parts[])(struct sb_text_page * w) = {
        put_block,  put_rest,      put_terms,        put_descriptions, put_coverage,
        put_waived, put_spellings, put_unreconciled, put_diagnostics,  put_last_line,
    };
    struct sb_text_page w = {.delta = delta,
                             .options = options,
                             .sum = sb_report_summary(delta),
                             .page = {.sink = sink, .colour = options->colour}};
    for (unsigned side = 0; side < SB_SIDES; side++)
        put_side(&w, side);
    for (size_t i = 0; i < SB_COUNT(parts); i++)
        parts[i](&w);
    sb_page_done(&w.page);
    sb_arena_done(&w.arena);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_text = {"text", "a page for people, worst first", write_text};
