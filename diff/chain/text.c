#include "base/utf8.h"
#include "chain/table.h"
#include "report/page.h"

/* How much stands on the page; --all lifts the bounds of rows. */
enum {
    ROWS = 30,   /* of the table */
    LINES = 8,   /* of what was left out, of what changed its name */
    NAME = 30,   /* columns of a name, at most */
    CELL = 14,   /* columns of a version */
    GAP = 2,     /* between columns */
    SECTION = 13 /* column behind the name of a section */
};

struct writing {
    const struct sb_chain *chain;
    const struct sb_report_options *options;
    struct sb_page page;
    struct sb_arena arena;
    struct sb_buf cell;
    const struct sb_chain_track *const *rows;
    size_t n;       /* rows */
    bool versions;  /* the columns are called so */
    unsigned *wide; /* of each column */
    unsigned front; /* column behind the names */
};

static size_t most(const struct writing *w, size_t bound)
{
    return w->options->all ? SIZE_MAX : bound;
}

static unsigned width(const struct writing *w, unsigned columns)
{
    enum { WHOLE = 4096 };
    return w->options->all ? WHOLE : columns;
}

static void section(struct writing *w, const char *name, size_t line)
{
    if (line == 0)
        sb_page_blank(&w->page);
    sb_page_put(&w->page, "%s", line ? "" : name);
    sb_page_column(&w->page, SECTION);
}

/* ---- releases ---- */

static const char *const orders[][2] = {
    {"given", "as given"},
    {"time", "by the time that each document states"},
    {"version", "by the versions of what they are about"},
    {"name", "by the names of the files"},
};

static void put_head(struct writing *w)
{
    const char *order = "";
    for (size_t i = 0; i < SB_COUNT(orders); i++)
        if (strcmp(orders[i][0], w->chain->order) == 0)
            order = orders[i][1];
    sb_page_put(&w->page, "%zu releases, %s", w->chain->releases.n, order);
    if (w->chain->why_order.n) {
        sb_page_put(&w->page, ": ");
        sb_page_name(&w->page, w->chain->why_order, width(w, 80));
    }
    sb_page_end(&w->page, 2, SB_LEVEL_NONE);
}

static void put_release(struct writing *w, uint32_t i)
{
    const struct sb_chain_release *release = &w->chain->releases.p[i];
    sb_page_put(&w->page, "%4u  ", i + 1);
    sb_page_name(&w->page, release->source, width(w, 40));
    if (release->name.n) {
        sb_page_put(&w->page, "  ");
        sb_page_name(&w->page, release->name, 30);
        sb_page_put(&w->page, release->version.n ? " " : "");
        sb_page_name(&w->page, release->version, 30);
    }
    sb_page_put(&w->page, "  %u component%s", release->components, release->components == 1 ? "" : "s");
    if (release->created.n) {
        sb_page_put(&w->page, "  ");
        sb_page_name(&w->page, release->created, 24);
    }
    sb_page_put(&w->page, "%s", release->facts ? "" : "  no facts");
    sb_page_end(&w->page, 6, SB_LEVEL_NONE);
}

/* The same document once more, or one about something else than the one before: said, and compared all the same. */
static void put_notes(struct writing *w)
{
    const struct sb_chain_release *all = w->chain->releases.p;
    for (uint32_t i = 1; i < w->chain->releases.n; i++) {
        uint32_t same = 0;
        while (same < i && !(all[i].serial.n && sb_str_eq(all[same].serial, all[i].serial) &&
                             sb_str_eq(all[same].format, all[i].format)))
            same++;
        if (same < i) {
            sb_page_put(&w->page, "  release %u is the document of release %u once more", i + 1, same + 1);
            sb_page_end(&w->page, 4, SB_LEVEL_NONE);
        }
        if (!sb_str_eq(all[i - 1].name, all[i].name)) {
            sb_page_put(&w->page, "  release %u is about ", i + 1);
            sb_page_name(&w->page, all[i].name.n ? all[i].name : SB_S("nothing that has a name"), 30);
            sb_page_put(&w->page, ", the one before about ");
            sb_page_name(&w->page, all[i - 1].name.n ? all[i - 1].name : SB_S("nothing that has a name"), 30);
            sb_page_end(&w->page, 4, SB_LEVEL_NONE);
        }
    }
}

static void put_left_out(struct writing *w)
{
    size_t n = w->chain->left_out.n, bound = most(w, LINES);
    for (size_t i = 0; i < n && i <= bound; i++) {
        section(w, "LEFT OUT", i);
        if (i == bound) {
            sb_page_put(&w->page, "and %zu more (--all names them)", n - i);
        } else {
            sb_page_name(&w->page, w->chain->left_out.p[i].path, width(w, 60));
            sb_page_put(&w->page, ": ");
            sb_page_name(&w->page, w->chain->left_out.p[i].reason, width(w, 100));
        }
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

/* ---- the table ---- */

static unsigned at_most(unsigned n, unsigned most)
{
    return n < most ? n : most;
}

/* The end of a path says more than its front. */
static sb_str tail(struct writing *w, sb_str path)
{
    enum { ROOM = NAME - 3 };
    if (path.n <= NAME)
        return path;
    size_t from = path.n - ROOM;
    while (from < path.n && ((unsigned char)path.p[from] & 0xc0) == 0x80)
        from++;
    return sb_arena_join(&w->arena, SB_S("..."), sb_str_from(path, from), SB_STR_NONE);
}

/* Names that differ in their type alone must not look alike. */
static sb_str row_name(struct writing *w, const struct sb_chain_track *track)
{
    if (track->kind == SB_TRACK_FILE)
        return tail(w, track->name);
    if (track->kind == SB_TRACK_DOCUMENT)
        return sb_arena_join(&w->arena, SB_S("evidence: "), track->name, SB_STR_NONE);
    sb_str name = track->name.n ? track->name : SB_S("(no name)");
    return track->type.n ? sb_arena_join(&w->arena, track->type, SB_S(": "), name) : name;
}

static unsigned printed_width(struct writing *w)
{
    struct sb_buf plain = {0};
    sb_utf8_printable(&plain, sb_buf_all(&w->cell));
    unsigned ret = sb_utf8_width(sb_buf_all(&plain));
    sb_buf_done(&plain);
    return ret;
}

static void measure_names(struct writing *w, size_t n)
{
    w->front = 2;
    for (size_t i = 0; i < n; i++) {
        sb_buf_clear(&w->cell);
        sb_buf_str(&w->cell, row_name(w, w->rows[i]));
        unsigned end = 2 + at_most(printed_width(w), NAME);
        w->front = end > w->front ? end : w->front;
    }
}

static void measure(struct writing *w, size_t n)
{
    w->wide = sb_arena_zalloc(&w->arena, w->chain->releases.n * sizeof *w->wide);
    for (uint32_t r = 0; r < w->chain->releases.n; r++) {
        sb_chain_head(w->chain, w->versions, r, &w->cell);
        w->wide[r] = at_most(printed_width(w), CELL);
        for (size_t i = 0; i < n; i++) {
            char marks[SB_CHAIN_MARKS];
            sb_chain_cell(w->chain, w->rows[i], r, &w->cell);
            sb_buf_printf(&w->cell, "%s", sb_chain_marks(w->chain, w->rows[i], r, marks));
            unsigned width = at_most(printed_width(w), CELL);
            w->wide[r] = width > w->wide[r] ? width : w->wide[r];
        }
    }
}

/* The releases from FROM on that fit beside each other. */
static uint32_t band_end(const struct writing *w, uint32_t from)
{
    unsigned at = w->front;
    uint32_t r = from;
    while (r < w->chain->releases.n && (r == from || at + GAP + w->wide[r] <= SB_PAGE_COLUMNS))
        at += GAP + w->wide[r++];
    return r;
}

static void put_cells(struct writing *w, const struct sb_chain_track *track, uint32_t from, uint32_t to)
{
    unsigned at = w->front + GAP;
    for (uint32_t r = from; r < to; r++) {
        sb_page_column(&w->page, at);
        char marks[SB_CHAIN_MARKS] = "";
        if (track)
            sb_chain_cell(w->chain, track, r, &w->cell);
        else
            sb_chain_head(w->chain, w->versions, r, &w->cell);
        if (track)
            sb_chain_marks(w->chain, track, r, marks);
        sb_page_name(&w->page, sb_buf_all(&w->cell), CELL - (unsigned)strlen(marks));
        sb_page_put(&w->page, "%s", marks);
        at += w->wide[r] + GAP;
    }
}

static bool has_news(const struct writing *w, const struct sb_chain_track *track, uint32_t from, uint32_t to)
{
    for (uint32_t r = from ? from : 1; r < to; r++)
        if (sb_chain_has_step(w->chain, track, r - 1))
            return true;
    return false;
}

static enum sb_level worst_in(const struct writing *w, const struct sb_chain_track *track, uint32_t from, uint32_t to)
{
    enum sb_level worst = SB_LEVEL_NONE;
    for (uint32_t r = from ? from : 1; r < to; r++) {
        enum sb_level level = sb_chain_level_at(w->chain, track, r - 1);
        worst = level > worst ? level : worst;
    }
    return worst;
}

static void put_band(struct writing *w, size_t n, uint32_t from, uint32_t to)
{
    sb_page_blank(&w->page);
    put_cells(w, NULL, from, to);
    sb_page_end(&w->page, w->front + GAP, SB_LEVEL_NONE);
    for (size_t i = 0; i < n; i++) {
        if (!has_news(w, w->rows[i], from, to))
            continue;
        sb_page_put(&w->page, "  ");
        sb_page_name(&w->page, row_name(w, w->rows[i]), NAME);
        put_cells(w, w->rows[i], from, to);
        sb_page_end(&w->page, w->front + GAP, worst_in(w, w->rows[i], from, to));
    }
}

static void put_table(struct writing *w)
{
    size_t n = w->n < most(w, ROWS) ? w->n : ROWS;
    sb_page_blank(&w->page);
    sb_page_put(&w->page, "WHAT CHANGED WHEN");
    sb_str of = sb_arena_printf(&w->arena, "%zu changed, %u never did", w->n, w->chain->unchanged);
    if (w->chain->only_in_some)
        of = sb_arena_printf(&w->arena, "%.*s, %u only in some", SB_FMT(of), w->chain->only_in_some);
    sb_page_column(&w->page, SB_PAGE_COLUMNS - (unsigned)of.n);
    sb_page_put(&w->page, "%.*s", SB_FMT(of));
    sb_page_end(&w->page, 0, SB_LEVEL_NONE);
    measure_names(w, n);
    measure(w, n);
    for (uint32_t from = 0, to; n && from < w->chain->releases.n; from = to) {
        to = band_end(w, from);
        put_band(w, n, from, to);
    }
    if (n < w->n) {
        sb_page_put(&w->page, "  and %zu more (--all lists them)", w->n - n);
        sb_page_end(&w->page, 2, SB_LEVEL_NONE);
    }
    if (n) {
        sb_page_put(&w->page, "  . as before  - not there  * other content  < older version  ! high or critical");
        sb_page_end(&w->page, 2, SB_LEVEL_NONE);
    }
}

static void put_names(struct writing *w)
{
    size_t n = w->chain->names.n, bound = most(w, LINES);
    for (size_t i = 0; i < n && i <= bound; i++) {
        const struct sb_chain_name *name = &w->chain->names.p[i];
        section(w, "RENAMED", i);
        if (i == bound) {
            sb_page_put(&w->page, "and %zu more (--all names them)", n - i);
        } else {
            sb_page_put(&w->page, "in release %u: ", name->release + 1);
            sb_page_name(&w->page, name->old, width(w, 60));
            sb_page_put(&w->page, " -> ");
            sb_page_name(&w->page, name->new, width(w, 60));
            sb_page_put(&w->page, " (%s)", sb_tier_names[name->tier]);
        }
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
}

/* ---- steps ---- */

static const char *word_of(const struct sb_verdict *verdict)
{
    if (verdict->failed)
        return "FAILED";
    return verdict->exit ? "INCOMPLETE" : "OK";
}

static void put_step(struct writing *w, uint32_t i)
{
    static const unsigned kinds[] = {SB_UPGRADED, SB_ADDED, SB_REMOVED, SB_DOWNGRADED, SB_CHANGED};
    const struct sb_chain_step *step = &w->chain->steps.p[i];
    sb_str arrow = sb_arena_printf(&w->arena, "%u -> %u", i + 1, i + 2);
    const char *before = "";
    sb_page_put(&w->page, "  %-12.*s %-10s ", SB_FMT(arrow), word_of(&step->verdict));
    for (size_t k = 0; k < SB_COUNT(kinds); k++) {
        if (!step->changes[kinds[k]])
            continue;
        sb_page_put(&w->page, "%s%s %u", before, sb_change_names[kinds[k]], step->changes[kinds[k]]);
        before = ", ";
    }
    sb_page_put(&w->page, "%s", *before ? "" : "nothing changed");
    if (step->first.n) {
        sb_page_put(&w->page,
                    "; %u in the block, first: ", step->groups[SB_LEVEL_CRITICAL] + step->groups[SB_LEVEL_HIGH]);
        sb_page_name(&w->page, step->first, 120);
    }
    sb_page_put(&w->page, "%s", step->verdict.incomplete ? "; incomplete" : "");
    sb_page_end(&w->page, 26, step->verdict.failed ? SB_LEVEL_HIGH : SB_LEVEL_NONE);
}

static void put_steps(struct writing *w)
{
    sb_page_blank(&w->page);
    sb_page_put(&w->page, "STEPS");
    sb_page_end(&w->page, 0, SB_LEVEL_NONE);
    for (uint32_t i = 0; i < w->chain->steps.n; i++)
        put_step(w, i);
}

/* ---- what stayed ---- */

static void put_finding(struct writing *w, const struct sb_chain_finding *finding)
{
    sb_page_put(&w->page, "since release %u: %s %s of ", finding->step + 2, sb_level_names[finding->severity],
                finding->signal);
    sb_page_name(&w->page, finding->purl.n ? finding->purl : finding->path, width(w, 60));
    if (finding->purl.n && finding->path.n) {
        sb_page_put(&w->page, ", ");
        sb_page_name(&w->page, finding->path, width(w, 60));
    }
}

/* The findings of earlier blocks: those that stand in the last release, and those that do not any more. */
static void put_earlier(struct writing *w, const char *name, enum sb_chain_still still)
{
    size_t line = 0, more = 0, bound = most(w, LINES);
    for (size_t i = 0; i < w->chain->findings.n; i++) {
        const struct sb_chain_finding *finding = &w->chain->findings.p[i];
        if (finding->still != still || finding->severity < SB_LEVEL_HIGH || finding->step + 1 == w->chain->steps.n)
            continue;
        if (line == bound) {
            more++;
            continue;
        }
        section(w, name, line++);
        put_finding(w, finding);
        sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
    }
    if (!more)
        return;
    section(w, name, line);
    sb_page_put(&w->page, "and %zu more (--all names them)", more);
    sb_page_end(&w->page, SECTION + 2, SB_LEVEL_NONE);
}

static void put_last(struct writing *w)
{
    sb_page_blank(&w->page);
    sb_page_put(&w->page, "THE LAST STEP, %zu -> %zu, in full:", w->chain->steps.n, w->chain->steps.n + 1);
    sb_page_end(&w->page, 0, SB_LEVEL_NONE);
    sb_page_blank(&w->page);
}

static sb_rc write_text(const struct sb_chain *chain, const struct sb_delta *last,
                        const struct sb_report_options *options, struct sb_sink *sink, struct sb_err *err)
{
    struct writing w = {.chain = chain,
                        .options = options,
                        .page = {.sink = sink, .colour = options->colour},
                        .versions = sb_chain_has_versions(chain)};
    w.n = sb_chain_rows(chain, &w.arena, &w.rows);
    put_head(&w);
    for (uint32_t i = 0; i < chain->releases.n; i++)
        put_release(&w, i);
    put_notes(&w);
    put_left_out(&w);
    put_table(&w);
    put_names(&w);
    put_steps(&w);
    put_earlier(&w, "STILL THERE", SB_STILL_THERE);
    put_earlier(&w, "GONE AGAIN", SB_STILL_GONE);
    put_earlier(&w, "NOT KNOWN", SB_STILL_UNKNOWN);
    put_last(&w);
    sb_page_done(&w.page);
    sb_buf_done(&w.cell);
    sb_arena_done(&w.arena);
    return sb_report_text.write(last, options, sink, err);
}

const struct sb_chain_report sb_chain_text = {"text", "a table for people, then the last step", write_text};
