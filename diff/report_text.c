#include "base/utf8.h"
#include "diff/report.h"
#include "diff/report_page.h"
#include "id/purl.h"

/* How much of each list stands on the page; --all lifts the bounds of groups. */
enum {
    SMALL_BLOCK = 6, /* groups that are told in full: signals, way, what to look at */
    FULL_GROUPS = 3, /* of a larger block; the rest of it has one line each */
    GROUP_SIGNALS = 5,
    REST_GROUPS = 20, /* of medium and low severity, together */
    LINES = 8,        /* of terms, descriptions, coverage */
    LABEL = 6,        /* column of a group's lines */
    BODY = 21,        /* column of what they say */
    SECTION = 13      /* column behind the name of a section */
};

struct writing {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_summary sum;
    struct sb_page page;
    struct sb_arena arena;
};

/* ---- head ---- */

static void put_side(struct writing *w, enum sb_side side)
{
    const struct sb_doc *doc = w->delta->doc[side];
    sb_str generator = sb_report_generator(doc, w->options, &w->arena);
    sb_page_put(&w->page, "%s  ", side == SB_OLD ? "old" : "new");
    sb_page_name(&w->page, w->options->source[side], 40);
    uint32_t n = sb_report_components(doc);
    sb_page_put(&w->page, "   %u component%s   ", n, n == 1 ? "" : "s");
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

static sb_str type_of(const struct writing *w, const struct sb_group *group)
{
    uint32_t identity = UINT32_MAX;
    if (group->n_changes)
        identity = w->delta->changes.p[group->changes[0]].identity;
    else if (group->n_findings && !w->delta->findings.p[group->findings[0]].systemic)
        identity = w->delta->findings.p[group->findings[0]].identity;
    return identity < w->delta->identities.n ? w->delta->identities.p[identity].type : SB_STR_NONE;
}

static void put_title(struct writing *w, size_t rank, const struct sb_group *group)
{
    sb_str type = type_of(w, group);
    sb_page_put(&w->page, "%2zu  %-8s %3d   ", rank, sb_level_names[group->severity], (int)group->score);
    sb_page_name(&w->page, group->title, 0);
    unsigned width = sb_utf8_width(sb_buf_all(&w->page.line)), need = (unsigned)type.n;
    if (need && width + need + 2 <= SB_PAGE_COLUMNS) {
        sb_page_column(&w->page, SB_PAGE_COLUMNS - need);
        sb_page_name(&w->page, type, 0);
    }
    sb_page_end(&w->page, LABEL, group->severity);
}

static void put_label(struct writing *w, const char *label)
{
    sb_page_put(&w->page, "%*s%s", LABEL, "", label);
    if (sb_utf8_width(sb_buf_all(&w->page.line)) + 2 > BODY)
        sb_page_put(&w->page, "  ");
    else
        sb_page_column(&w->page, BODY);
}

/* "@scope/name@1.0" of a purl: the purls themselves stand in the JSON report. The vendor of a distribution's package is
 * left out. */
static sb_str short_purl(struct writing *w, sb_str text)
{
    static const char *const vendors[] = {"alpm", "apk", "deb", "rpm"};
    struct sb_purl purl;
    struct sb_err err = {0};
    if (sb_purl_parse(text, &w->arena, &purl, &err) != SB_OK)
        return text;
    bool vendor = false;
    for (size_t i = 0; i < SB_COUNT(vendors); i++)
        vendor = vendor || sb_str_eq(purl.type, sb_str_of(vendors[i]));
    sb_str name = purl.ns.n && !vendor ? sb_arena_join(&w->arena, purl.ns, SB_S("/"), purl.name) : purl.name;
    return purl.version.n ? sb_arena_join(&w->arena, name, SB_S("@"), purl.version) : name;
}

static void put_way(struct writing *w, const struct sb_change *change)
{
    enum { SHOWN = 5 };
    for (size_t i = 0; i < change->n_why; i++) {
        if (change->n_why > SHOWN && i > 1 && i + 2 < change->n_why) {
            sb_page_put(&w->page, "%s", i == 2 ? " -> ..." : "");
            continue;
        }
        sb_page_put(&w->page, "%s", i ? " -> " : "");
        sb_page_name(&w->page, i ? short_purl(w, change->why[i]) : change->why[i], 60);
    }
    if (change->n_why == 2)
        sb_page_put(&w->page, " (direct)");
}

static void put_finding(struct writing *w, const struct sb_finding *finding)
{
    put_label(w, finding->signal->id);
    sb_page_name(&w->page, finding->message, 0);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

/* What to do next, of the first findings that say it. */
static void put_looks(struct writing *w, const struct sb_finding *const *worst, size_t n)
{
    sb_str last = SB_STR_NONE;
    unsigned put = 0;
    for (size_t i = 0; i < n && put < 2; i++) {
        sb_str look = worst[i]->look;
        if (!look.n || sb_str_eq(look, last))
            continue;
        put_label(w, put++ ? "" : "look");
        sb_page_name(&w->page, look, 0);
        sb_page_end_whole(&w->page);
        last = look;
    }
}

static void put_fingerprints(struct writing *w, const struct sb_finding *const *worst, size_t n)
{
    enum { SHOWN = 6 };
    if (!n)
        return;
    put_label(w, "waive with");
    for (size_t i = 0; i < n && i < SHOWN; i++)
        sb_page_put(&w->page, "%s%s", i ? " " : "", worst[i]->fingerprint);
    if (n > SHOWN)
        sb_page_put(&w->page, " and %zu more", n - SHOWN);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

static const struct sb_change *change_with_way(const struct writing *w, const struct sb_group *group)
{
    for (size_t i = 0; i < group->n_changes; i++)
        if (w->delta->changes.p[group->changes[i]].n_why > 1)
            return &w->delta->changes.p[group->changes[i]];
    return NULL;
}

static void put_changes_of(struct writing *w, const struct sb_group *group)
{
    if (group->n_changes < 2)
        return;
    put_label(w, "together with");
    for (size_t i = 0; i < group->n_changes && i < LINES; i++) {
        sb_page_put(&w->page, i ? ", " : "");
        sb_page_name(&w->page, sb_report_change_purl(w->delta, &w->delta->changes.p[group->changes[i]]), 60);
    }
    if (group->n_changes > LINES)
        sb_page_put(&w->page, " and %zu more", group->n_changes - LINES);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

static void put_group(struct writing *w, size_t i)
{
    const struct sb_group *group = &w->delta->groups.p[i];
    size_t shown = w->options->all ? SIZE_MAX : GROUP_SIGNALS;
    const struct sb_finding *const *worst = sb_report_worst_first(w->delta, group, &w->arena);
    put_title(w, i + 1, group);
    for (size_t k = 0; k < group->n_findings && k < shown; k++)
        put_finding(w, worst[k]);
    if (group->n_findings > shown) {
        put_label(w, "");
        sb_page_put(&w->page, "and %zu more (--all lists them)", group->n_findings - shown);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    if (w->options->explain && group->explanation.n) {
        put_label(w, "score");
        sb_page_name(&w->page, group->explanation, 0);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    put_changes_of(w, group);
    const struct sb_change *change = change_with_way(w, group);
    if (change) {
        put_label(w, "brought by");
        put_way(w, change);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    put_looks(w, worst, group->n_findings);
    put_fingerprints(w, worst, group->n_findings);
}

static size_t block_size(const struct writing *w)
{
    return w->sum.groups[SB_LEVEL_CRITICAL] + w->sum.groups[SB_LEVEL_HIGH];
}

static void put_block(struct writing *w)
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
            put_group(w, i);
        else
            put_title(w, i + 1, &w->delta->groups.p[i]);
    }
}

/* ---- the rest ---- */

static void put_steps(struct writing *w)
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

static void put_counts(struct writing *w)
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

/* One line: severity, title, the signals by name. */
static void put_short(struct writing *w, const struct sb_group *group)
{
    enum { SHOWN = 3 };
    sb_page_put(&w->page, "  %-8s ", sb_level_names[group->severity]);
    sb_page_name(&w->page, group->title, 50);
    const char *last = "";
    unsigned put = 0;
    const struct sb_finding *const *worst = sb_report_worst_first(w->delta, group, &w->arena);
    for (size_t i = 0; i < group->n_findings && put < SHOWN; i++) {
        const struct sb_finding *finding = worst[i];
        if (strcmp(finding->signal->id, last) == 0 || (put && finding->severity <= SB_LEVEL_INFO))
            continue;
        last = finding->signal->id;
        sb_page_put(&w->page, "   %s", last);
        if (finding->note)
            sb_page_put(&w->page, " (%s)", finding->note);
        if (put++ == 0 && finding->path.n) {
            sb_page_put(&w->page, " ");
            sb_page_name(&w->page, finding->path, 60);
        }
    }
    sb_page_end(&w->page, 11, SB_LEVEL_NONE);
}

/* Groups are sorted by severity: all of medium and low severity lie behind the block. */
static void put_rest(struct writing *w)
{
    size_t from = block_size(w), rest = w->sum.groups[SB_LEVEL_MEDIUM] + w->sum.groups[SB_LEVEL_LOW];
    size_t quiet = w->delta->groups.n - from - rest,
           shown = w->options->all || rest <= REST_GROUPS ? rest : REST_GROUPS;
    sb_page_blank(&w->page);
    sb_page_put(&w->page, "THE REST");
    sb_page_end(&w->page, 0, SB_LEVEL_NONE);
    put_counts(w);
    for (size_t i = from; i < from + shown; i++)
        put_short(w, &w->delta->groups.p[i]);
    if (shown < rest) {
        sb_page_put(&w->page, "  and %zu more of medium or low severity (--all lists them)", rest - shown);
        sb_page_end(&w->page, 2, SB_LEVEL_NONE);
    }
    if (quiet) {
        sb_page_put(&w->page, "  %zu group%s without a signal above info%s", quiet, quiet == 1 ? "" : "s",
                    w->options->all ? "" : "   --all lists them");
        sb_page_end(&w->page, 2, SB_LEVEL_NONE);
    }
    for (size_t i = from + rest; w->options->all && i < w->delta->groups.n; i++)
        put_short(w, &w->delta->groups.p[i]);
}

/* ---- the other classes ---- */

/* The name of a section in front of its first line. */
static void put_section(struct writing *w, const char *name, size_t line)
{
    if (line == 0)
        sb_page_blank(&w->page);
    sb_page_put(&w->page, "%s", line ? "" : name);
    sb_page_column(&w->page, SECTION);
}

static bool put_more(struct writing *w, size_t line, size_t all)
{
    if (line < LINES || w->options->all)
        return false;
    put_section(w, "", line);
    sb_page_put(&w->page, "and %zu more", all - line);
    sb_page_end(&w->page, SECTION, SB_LEVEL_NONE);
    return true;
}

static void put_terms(struct writing *w)
{
    const struct sb_delta *delta = w->delta;
    for (size_t i = 0; i < delta->terms.n && !put_more(w, i, delta->terms.n); i++) {
        const struct sb_term *term = &delta->terms.p[i];
        put_section(w, "TERMS", i);
        sb_page_name(&w->page, sb_doc_display(delta->doc[SB_NEW], term->row[SB_NEW], &w->arena), 50);
        sb_page_put(&w->page, ": %s ", term->field);
        sb_page_json(&w->page, term->old_json, 60);
        sb_page_put(&w->page, " -> ");
        sb_page_json(&w->page, term->new_json, 60);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_descriptions(struct writing *w)
{
    const struct sb_delta *delta = w->delta;
    for (size_t i = 0; i < delta->descriptions.n && !put_more(w, i, delta->descriptions.n); i++) {
        const struct sb_description *d = &delta->descriptions.p[i];
        enum sb_side side = d->sample[SB_NEW].v ? SB_NEW : SB_OLD;
        put_section(w, "DESCRIBED", i);
        sb_page_name(&w->page, d->field, 40);
        sb_page_put(&w->page, ": %u, %s ", d->count, d->count == 1 ? "of" : "first of");
        sb_page_name(&w->page, sb_doc_display(delta->doc[side], d->sample[side], &w->arena), 40);
        sb_page_put(&w->page, ": ");
        sb_page_json(&w->page, d->old_json, 40);
        sb_page_put(&w->page, " -> ");
        sb_page_json(&w->page, d->new_json, 40);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_coverage(struct writing *w)
{
    for (size_t i = 0; i < w->delta->coverage.n && !put_more(w, i, w->delta->coverage.n); i++) {
        put_section(w, "COVERAGE", i);
        sb_page_name(&w->page, w->delta->coverage.p[i].message, 0);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_unreconciled(struct writing *w)
{
    const struct sb_delta *delta = w->delta;
    for (size_t i = 0; i < delta->unreconciled.n && !put_more(w, i, delta->unreconciled.n); i++) {
        const struct sb_unreconciled *u = &delta->unreconciled.p[i];
        put_section(w, "UNMATCHED", i);
        sb_page_put(&w->page, "%s: ", u->side == SB_OLD ? "old" : "new");
        sb_str name = sb_doc_display(delta->doc[u->side], u->row, &w->arena);
        sb_str version = sb_doc_str(delta->doc[u->side], sb_doc_at(delta->doc[u->side], u->row)->version);
        sb_page_name(&w->page, name.n ? name : SB_S("(no name)"), 60);
        sb_page_put(&w->page, version.n ? " " : "");
        sb_page_name(&w->page, version, 30);
        sb_page_put(&w->page, ": %.*s", SB_FMT(u->reason));
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

static void put_diagnostics(struct writing *w)
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

static void put_last_line(struct writing *w)
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
    static void (*const parts[])(struct writing * w) = {
        put_block,    put_rest,         put_terms,       put_descriptions,
        put_coverage, put_unreconciled, put_diagnostics, put_last_line,
    };
    struct writing w = {.delta = delta,
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
