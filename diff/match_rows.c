#include "base/pool.h"
#include "diff/ahead.h"
#include "diff/match_rows.h"
#include "id/purl.h"
#include "model/tool.h"

/* The rows of a side that have a purl. Readers and scans leave them in the order of its bytes. */
struct purls {
    const struct sb_doc *doc;
    uint32_t *rows, n;
};

enum { PART = 4096 }; /* rows of the longer side: as many are worth a thread */

/* A part of the way through both sides. */
struct part {
    uint32_t from[SB_SIDES], end[SB_SIDES];
};

struct reading {
    struct sb_delta *delta;
    sb_str **keys; /* by side and handle */
    struct purls purls[SB_SIDES];
    struct part *parts;
    struct sb_arena *keep; /* by worker */
};

/* ---- rows ---- */

/* What the text of a purl says. Both documents mostly hold the same texts, so each is parsed once. */
struct parsed {
    bool valid;
    sb_str text; /* of the old document if that has it: equal purls mostly are one slice */
    sb_str key, version, type;
};

/* KEEP is written by one thread at a time, and so is SCRATCH. TYPE: of the text before, which mostly is that of its
 * neighbour, too: one slice for many rows. */
struct rooms {
    struct sb_arena *keep, scratch;
    sb_str type;
};

static struct parsed parse(sb_str text, struct rooms *rooms)
{
    struct parsed parsed = {.text = text};
    struct sb_purl purl;
    struct sb_err err = {0};
    sb_arena_reset(&rooms->scratch);
    if (sb_purl_parse(text, &rooms->scratch, &purl, &err) != SB_OK)
        return parsed;
    parsed.valid = true;
    sb_purl_respell(&purl, &rooms->scratch);
    parsed.key = sb_arena_str(rooms->keep, sb_purl_identity(&purl, &rooms->scratch));
    parsed.version = sb_arena_str(rooms->keep, sb_purl_version(&purl, &rooms->scratch));
    if (!sb_str_eq(rooms->type, purl.type))
        rooms->type = sb_arena_str(rooms->keep, purl.type);
    parsed.type = rooms->type;
    return parsed;
}

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

static sb_str generic_purl(const struct sb_doc *doc, const struct sb_component *c, struct rooms *rooms)
{
    struct sb_purl purl = {.type = SB_S("generic"), .ns = sb_doc_str(doc, c->group), .name = sb_doc_str(doc, c->name)};
    struct sb_err err = {0};
    if (sb_text_set(c->version))
        purl.version = sb_doc_str(doc, c->version);
    sb_arena_reset(&rooms->scratch);
    if (sb_purl_normalise(&purl, &rooms->scratch, &err) != SB_OK)
        return SB_S("pkg:generic/unnamed");
    return sb_arena_str(rooms->keep, sb_purl_text(&purl, &rooms->scratch));
}

/* PARSED: NULL for a row without a purl that is worth a try. */
static void fill_row(struct reading *r, unsigned side, uint32_t v, const struct parsed *parsed, struct rooms *rooms)
{
    const struct sb_doc *doc = r->delta->doc[side];
    const struct sb_component *c = sb_doc_at(doc, (sb_comp){v});
    struct sb_row *row = &r->delta->rows[side][v];
    row->identity = UINT32_MAX;
    row->version = sb_text_set(c->version) ? sb_doc_str(doc, c->version) : SB_STR_NONE;
    if (!parsed || !parsed->valid) {
        row->purl = generic_purl(doc, c, rooms);
        r->keys[side][v] = name_key(doc, c, rooms->keep);
        return;
    }
    row->has_purl = true;
    row->purl = parsed->text;
    row->type = parsed->type;
    row->version = parsed->version.n ? parsed->version : row->version;
    r->keys[side][v] = parsed->key;
}

/* ---- both sides, walked side by side in the order of their purls ---- */

static bool has_purl(const struct sb_doc *doc, uint32_t v)
{
    const struct sb_component *c = sb_doc_at(doc, (sb_comp){v});
    return sb_text_set(c->purl) && !c->purl_bad;
}

static sb_text purl_at(const struct purls *purls, uint32_t at)
{
    return sb_doc_at(purls->doc, (sb_comp){purls->rows[at]})->purl;
}

static sb_str text_at(const struct purls *purls, uint32_t at)
{
    return sb_doc_str(purls->doc, purl_at(purls, at));
}

/* One side on the way. */
struct walk {
    const struct purls *purls;
    uint32_t at, end;
    sb_str text; /* of the row at hand; empty at the end */
};

static void go_to(struct walk *w, uint32_t at)
{
    w->at = at;
    if (at + SB_AHEAD_PLACES < w->end) {
        sb_ahead_places(w->purls->doc, purl_at(w->purls, at + SB_AHEAD_PLACES), 1);
        sb_ahead_bytes(w->purls->doc, purl_at(w->purls, at + SB_AHEAD_BYTES), 1);
    }
    w->text = at < w->end ? text_at(w->purls, at) : SB_STR_NONE;
}

/* Each text is looked at once: where it lies is far from the others. What a row says is told by its own purl; where one
 * is out of order, the same text on the other side is taken apart once more, and that is all. */
static void walk_part(void *ctx, unsigned worker, size_t i)
{
    struct reading *r = ctx;
    const struct part *part = &r->parts[i];
    struct rooms rooms = {.keep = &r->keep[worker]};
    struct parsed parsed = {0};
    struct walk walks[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        walks[side] = (struct walk){.purls = &r->purls[side], .end = part->end[side]};
        go_to(&walks[side], part->from[side]);
    }
    while (walks[SB_OLD].text.n || walks[SB_NEW].text.n) {
        sb_str old = walks[SB_OLD].text, new = walks[SB_NEW].text;
        unsigned side = !old.n || (new.n &&sb_str_cmp(new, old) < 0) ? SB_NEW : SB_OLD;
        struct walk *w = &walks[side];
        if (!sb_str_eq(w->text, parsed.text))
            parsed = parse(w->text, &rooms);
        fill_row(r, side, w->purls->rows[w->at], &parsed, &rooms);
        go_to(w, w->at + 1);
    }
    sb_arena_done(&rooms.scratch);
}

/* The first place of a side that is not before TEXT. */
static uint32_t place_of(const struct purls *purls, sb_str text)
{
    uint32_t low = 0, high = purls->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sb_str_cmp(text_at(purls, middle), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void walk_all(struct reading *r, unsigned threads)
{
    const struct purls *longer = &r->purls[r->purls[SB_NEW].n > r->purls[SB_OLD].n ? SB_NEW : SB_OLD];
    uint32_t n = longer->n / PART + 1;
    struct part *parts = r->parts = sb_calloc(n, sizeof *parts);
    for (uint32_t i = 0; i < n; i++) {
        for (unsigned side = 0; side < SB_SIDES; side++) {
            const struct purls *purls = &r->purls[side];
            uint32_t from = i ? parts[i - 1].end[side] : 0;
            uint32_t end = i + 1 < n ? place_of(purls, text_at(longer, (i + 1) * PART)) : purls->n;
            parts[i].from[side] = from;
            parts[i].end[side] = end < from ? from : end;
        }
    }
    sb_side_by_side(threads, n, walk_part, r);
    sb_free(parts);
}

/* The rows without a purl that is worth a try; the others are listed. */
static void begin_side(void *ctx, unsigned worker, size_t i)
{
    struct reading *r = ctx;
    struct sb_delta *delta = r->delta;
    unsigned side = (unsigned)i;
    const struct sb_doc *doc = delta->doc[side];
    struct purls *purls = &r->purls[side];
    struct rooms rooms = {.keep = &r->keep[worker]};
    uint32_t n = sb_doc_count(doc) + 1;
    delta->rows[side] = sb_arena_zalloc(rooms.keep, n * sizeof *delta->rows[side]);
    r->keys[side] = sb_arena_zalloc(rooms.keep, n * sizeof *r->keys[side]);
    delta->rows[side][0].identity = UINT32_MAX;
    *purls = (struct purls){.doc = doc, .rows = sb_malloc(n * sizeof *purls->rows)};
    for (uint32_t v = 1; v < n; v++)
        if (has_purl(doc, v))
            purls->rows[purls->n++] = v;
        else
            fill_row(r, side, v, NULL, &rooms);
    sb_arena_done(&rooms.scratch);
}

void sb_match_rows(struct sb_delta *delta, unsigned threads, sb_str *ret_keys[SB_SIDES])
{
    struct reading r = {.delta = delta, .keys = ret_keys, .keep = sb_calloc(threads, sizeof *r.keep)};
    bool worth_a_thread = sb_doc_count(delta->doc[SB_NEW]) >= PART;
    sb_side_by_side(worth_a_thread ? threads : 1, SB_SIDES, begin_side, &r);
    walk_all(&r, threads);
    for (unsigned worker = 0; worker < threads; worker++)
        sb_arena_take(&delta->arena, &r.keep[worker]);
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(r.purls[side].rows);
    sb_free(r.keep);
}

sb_str sb_match_generator(const struct sb_doc *doc)
{
    const struct sb_tool *tool = sb_doc_tool(doc);
    if (tool)
        return sb_doc_str(doc, tool->name);
    return doc->format && strcmp(doc->format, "scan") == 0 ? SB_S("sbom") : SB_STR_NONE;
}
