#include "base/pool.h"
#include "base/sort.h"
#include "diff/ahead.h"
#include "diff/match_rows.h"
#include "id/purl.h"
#include "model/tool.h"

/* What a purl's text says. Both documents mostly hold the same texts, so each is parsed once. */
struct parsed {
    bool valid;
    sb_str text; /* of the first document that has it: equal purls of both sides are equal slices */
    sb_str key, version, type;
};

struct reading {
    struct sb_delta *delta;
    SB_VEC(struct parsed) parsed; /* in the order of their bytes */
    uint32_t *purl_of[SB_SIDES];  /* by handle: index into `parsed` + 1; 0: no purl that is worth a try */
    struct sb_arena scratch;
    struct sb_arena *keep; /* by worker */
};

/* ---- texts of purls ---- */

static bool has_purl(const struct sb_doc *doc, uint32_t v)
{
    const struct sb_component *c = sb_doc_at(doc, (sb_comp){v});
    return sb_text_set(c->purl) && !c->purl_bad;
}

static sb_str purl_text(const struct sb_doc *doc, uint32_t v)
{
    return sb_doc_str(doc, sb_doc_at(doc, (sb_comp){v})->purl);
}

/* One side on the way through both: its rows with a purl. */
struct walk {
    const struct sb_doc *doc;
    uint32_t *rows, n, at;
    sb_str text; /* of the row at hand; empty at the end */
};

static sb_text purl_at(const struct walk *w, uint32_t at)
{
    return sb_doc_at(w->doc, (sb_comp){w->rows[at]})->purl;
}

static void go_to(struct walk *w, uint32_t at)
{
    w->at = at;
    if (at + SB_AHEAD_PLACES < w->n) {
        sb_ahead_places(w->doc, purl_at(w, at + SB_AHEAD_PLACES), 1);
        sb_ahead_bytes(w->doc, purl_at(w, at + SB_AHEAD_BYTES), 1);
    }
    w->text = at < w->n ? purl_text(w->doc, w->rows[at]) : SB_STR_NONE;
}

/* The walk of both sides in the order of their bytes. Each text is looked at once: where it lies is far from the
 * others. False as soon as one side is not in this order. */
static bool walk_purls(struct reading *r, struct walk walks[SB_SIDES])
{
    r->parsed.n = 0;
    for (unsigned side = 0; side < SB_SIDES; side++)
        go_to(&walks[side], 0);
    while (walks[SB_OLD].text.n || walks[SB_NEW].text.n) {
        sb_str old = walks[SB_OLD].text, new = walks[SB_NEW].text;
        unsigned side = !old.n || (new.n &&sb_str_cmp(new, old) < 0) ? SB_NEW : SB_OLD;
        struct walk *w = &walks[side];
        sb_str text = w->text;
        if (!r->parsed.n || !sb_str_eq(r->parsed.p[r->parsed.n - 1].text, text))
            *SB_PUSH(&r->parsed) = (struct parsed){.text = text};
        r->purl_of[side][w->rows[w->at]] = (uint32_t)r->parsed.n;
        go_to(w, w->at + 1);
        if (w->text.n && sb_str_cmp(w->text, text) < 0)
            return false;
    }
    return true;
}

static int by_purl(const void *a, const void *b, void *ctx)
{
    const struct sb_doc *doc = ctx;
    return sb_str_cmp(purl_text(doc, *(const uint32_t *)a), purl_text(doc, *(const uint32_t *)b));
}

/* Readers and scans leave rows in the order of their purls. */
static void list_purls(struct reading *r)
{
    struct walk walks[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        const struct sb_doc *doc = r->delta->doc[side];
        struct walk *w = &walks[side];
        *w = (struct walk){.doc = doc, .rows = sb_malloc((sb_doc_count(doc) + 1u) * sizeof *w->rows)};
        r->purl_of[side] = sb_calloc(doc->components.n, sizeof *r->purl_of[side]);
        for (uint32_t v = 1; v <= sb_doc_count(doc); v++)
            if (has_purl(doc, v))
                w->rows[w->n++] = v;
    }
    if (!walk_purls(r, walks)) {
        for (unsigned side = 0; side < SB_SIDES; side++) {
            void *doc = (void *)(uintptr_t)walks[side].doc; /* handed through; nobody writes to it */
            sb_sort(walks[side].rows, walks[side].n, sizeof *walks[side].rows, by_purl, doc);
        }
        walk_purls(r, walks);
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(walks[side].rows);
}

/* TYPE: that of the text before, which mostly is that of its neighbour; one slice for many rows. */
static void parse(struct parsed *parsed, struct sb_arena *scratch, struct sb_arena *keep, sb_str *type)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    sb_arena_reset(scratch);
    if (sb_purl_parse(parsed->text, scratch, &purl, &err) != SB_OK)
        return;
    parsed->valid = true;
    sb_purl_respell(&purl, scratch);
    parsed->key = sb_arena_str(keep, sb_purl_identity(&purl, scratch));
    parsed->version = sb_arena_str(keep, sb_purl_version(&purl, scratch));
    if (!sb_str_eq(*type, purl.type))
        *type = sb_arena_str(keep, purl.type);
    parsed->type = *type;
}

static void parse_some(void *ctx, unsigned worker, void *range)
{
    struct reading *r = ctx;
    struct sb_pool_share share = {.range = range};
    struct sb_arena scratch = {0};
    sb_str type = SB_STR_NONE;
    size_t i;
    while (sb_pool_share_next(&share, &i))
        parse(&r->parsed.p[i], &scratch, &r->keep[worker], &type);
    sb_arena_done(&scratch);
}

static void parse_all(struct reading *r, unsigned threads)
{
    enum { WORTH_A_THREAD = 1024 };
    threads = r->parsed.n < WORTH_A_THREAD ? 1 : threads;
    r->keep = sb_calloc(threads, sizeof *r->keep);
    sb_parallel_range(threads, r->parsed.n, parse_some, r);
    for (unsigned worker = 0; worker < threads; worker++)
        sb_arena_take(&r->delta->arena, &r->keep[worker]);
    sb_free(r->keep);
}

/* ---- rows ---- */

static sb_str full_name(const struct sb_doc *doc, const struct sb_component *c, struct sb_arena *arena)
{
    sb_str name = sb_doc_str(doc, c->name);
    return sb_text_set(c->group) ? sb_arena_join(arena, sb_doc_str(doc, c->group), SB_S("/"), name) : name;
}

/* Files and operating systems are kept apart from packages of the same name. */
static sb_str name_key(const struct sb_doc *doc, const struct sb_component *c, struct sb_arena *arena)
{
    sb_str kind = SB_S("name:");
    if (c->type == SB_TYPE_FILE)
        kind = SB_S("name:file:");
    else if (c->type == SB_TYPE_OPERATING_SYSTEM)
        kind = SB_S("name:os:");
    return sb_arena_join(arena, kind, full_name(doc, c, arena), SB_STR_NONE);
}

static sb_str generic_purl(struct reading *r, const struct sb_doc *doc, const struct sb_component *c)
{
    struct sb_purl purl = {.type = SB_S("generic"), .ns = sb_doc_str(doc, c->group), .name = sb_doc_str(doc, c->name)};
    struct sb_err err = {0};
    if (sb_text_set(c->version))
        purl.version = sb_doc_str(doc, c->version);
    sb_arena_reset(&r->scratch);
    if (sb_purl_normalise(&purl, &r->scratch, &err) != SB_OK)
        return SB_S("pkg:generic/unnamed");
    return sb_arena_str(&r->delta->arena, sb_purl_text(&purl, &r->scratch));
}

static sb_str fill_row(struct reading *r, unsigned side, uint32_t v)
{
    const struct sb_doc *doc = r->delta->doc[side];
    const struct sb_component *c = sb_doc_at(doc, (sb_comp){v});
    const struct parsed *parsed = r->purl_of[side][v] ? &r->parsed.p[r->purl_of[side][v] - 1] : NULL;
    struct sb_row *row = &r->delta->rows[side][v];
    row->identity = UINT32_MAX;
    row->version = sb_text_set(c->version) ? sb_doc_str(doc, c->version) : SB_STR_NONE;
    if (!parsed || !parsed->valid) {
        row->purl = generic_purl(r, doc, c);
        return name_key(doc, c, &r->delta->arena);
    }
    row->has_purl = true;
    row->purl = parsed->text;
    row->type = parsed->type;
    row->version = parsed->version.n ? parsed->version : row->version;
    return parsed->key;
}

void sb_match_rows(struct sb_delta *delta, unsigned threads, sb_str *ret_keys[SB_SIDES])
{
    struct reading r = {.delta = delta};
    list_purls(&r);
    parse_all(&r, threads);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        size_t n = (size_t)sb_doc_count(delta->doc[side]) + 1;
        delta->rows[side] = sb_arena_zalloc(&delta->arena, n * sizeof *delta->rows[side]);
        ret_keys[side] = sb_arena_zalloc(&delta->arena, n * sizeof *ret_keys[side]);
        delta->rows[side][0].identity = UINT32_MAX;
        for (uint32_t v = 1; v < n; v++)
            ret_keys[side][v] = fill_row(&r, side, v);
        sb_free(r.purl_of[side]);
    }
    sb_free(r.parsed.p);
    sb_arena_done(&r.scratch);
}

sb_str sb_match_generator(const struct sb_doc *doc)
{
    const struct sb_tool *tool = sb_doc_tool(doc);
    if (tool)
        return sb_doc_str(doc, tool->name);
    return doc->format && strcmp(doc->format, "scan") == 0 ? SB_S("sbom") : SB_STR_NONE;
}
