#include "base/mem.h"
#include "diff/comparison.h"
#include "diff/edges.h"
#include "diff/ran.h"

/* How much of the old side the new one still has. A package that goes is a removal; half of them, or all of a kind, is
 * rather a scan of something else. The bounds are those that no real upgrade of ours came near. */
enum {
    PART = 2,        /* one of so many components or edges */
    COMPONENTS = 10, /* at least */
    EDGES = 20,
    TYPE_HIGH = 10, /* components of a type that is gone: high; medium from */
    TYPE_MEDIUM = 3
};

static const char look_there[] = "see whether the new side is all of what was meant, and make it again";

static uint32_t rows_but_root(const struct sb_doc *doc)
{
    return sb_doc_count(doc) - (doc->root.v ? 1 : 0);
}

/* True if that is so: then nothing else needs to be said. */
static bool note_emptied(struct sb_comparison *cmp)
{
    uint32_t old = rows_but_root(cmp->delta->doc[SB_OLD]), new = rows_but_root(cmp->delta->doc[SB_NEW]);
    if (!old != !new) {
        enum sb_side side = new ? SB_OLD : SB_NEW;
        sb_note_coverage(cmp, "type", SB_S("components"), side, new ? new : old,
                         "the %s document lists nothing at all, the other %u component%s", new ? "old" : "new",
                         new ? new : old, (new ? new : old) == 1 ? "" : "s");
        if (side == SB_NEW)
            sb_note_lost(cmp, SB_LEVEL_HIGH, look_there); /* whoever made it: there is nothing to judge */
    } else if (!old && !cmp->delta->ran[SB_NEW].said) {   /* a scan says by itself that it found nothing */
        sb_note_coverage(cmp, "type", SB_S("components"), SB_NEW, 0,
                         "neither document lists a component: nothing was compared");
    }
    return !old || !new;
}

static void note_types_gone(struct sb_comparison *cmp)
{
    for (uint32_t id = 0; cmp->delta->same_generator && id < cmp->names.n; id++) {
        const uint32_t *old = sb_map_get(&cmp->types[SB_OLD], id);
        if (!old || *old < TYPE_MEDIUM || sb_map_get(&cmp->types[SB_NEW], id))
            continue;
        sb_str type = sb_intern_str(&cmp->names, (sb_text){id});
        enum sb_level level = *old < TYPE_HIGH ? SB_LEVEL_MEDIUM : sb_lost_level(cmp);
        sb_note_coverage(cmp, "type", type, SB_NEW, *old, "the new document lists no %.*s package, the old one %u",
                         SB_FMT(type), *old);
        sb_note_lost(cmp, level, look_there);
    }
}

/* What one specification has files for, a tool that writes the other as well may leave out: SPDX tells of the files of
 * packages, CycloneDX of hardly any. */
static bool is_other_specification(const struct sb_delta *delta)
{
    sb_str name[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_str rest = sb_str_of(delta->doc[side]->format);
        sb_str_cut(&rest, '-', &name[side]);
    }
    return !sb_str_eq(name[SB_OLD], name[SB_NEW]);
}

struct share {
    uint32_t old, gone;
};

static bool is_most(struct share share)
{
    return share.gone >= COMPONENTS && share.gone >= share.old - share.old / PART;
}

/* Identities, so that a copy that went does not count; types that are gone as a whole were told. */
static void note_components_gone(struct sb_comparison *cmp)
{
    const struct sb_delta *delta = cmp->delta;
    bool apart = is_other_specification(delta);
    struct share packages = {0}, files = {0};
    for (size_t i = 0; delta->same_generator && i < delta->identities.n; i++) {
        const struct sb_identity *id = &delta->identities.p[i];
        if (!id->n[SB_OLD] || i == delta->root_identity || sb_compare_is_part(cmp, SB_OLD, id->rows[SB_OLD][0]) ||
            (id->type.n && !sb_map_get(&cmp->types[SB_NEW], sb_compare_type_id(cmp, id->type).v)))
            continue;
        struct share *of = apart && sb_is_file(delta->doc[SB_OLD], id->rows[SB_OLD][0]) ? &files : &packages;
        of->old++;
        of->gone += id->n[SB_NEW] == 0;
    }
    if (is_most(packages)) {
        sb_note_coverage(cmp, "type", SB_S("components"), SB_NEW, packages.gone,
                         "%u of %u packages of the old document are not in the new one", packages.gone, packages.old);
        sb_note_lost(cmp, sb_lost_level(cmp), look_there);
    }
    if (is_most(files))
        sb_note_coverage(cmp, "type", SB_S("files"), SB_NEW, files.gone,
                         "%u of %u files of the old document are not in the new one, which is of another specification",
                         files.gone, files.old);
}

/* Edges between what both sides have. A collector that learnt to leave out false ones is no loss. */
static uint32_t shared_edges(const struct sb_delta *delta, enum sb_side side)
{
    const struct sb_doc *doc = delta->doc[side];
    uint32_t n = 0;
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *r = &doc->relations.p[i];
        if (r->kind != SB_REL_DEPENDS_ON || !r->from.v || !r->to.v)
            continue;
        const struct sb_identity *from = &delta->identities.p[delta->rows[side][r->from.v].identity];
        const struct sb_identity *to = &delta->identities.p[delta->rows[side][r->to.v].identity];
        n += from->n[SB_OLD] && from->n[SB_NEW] && to->n[SB_OLD] && to->n[SB_NEW];
    }
    return n;
}

static void note_edges_gone(struct sb_comparison *cmp)
{
    const struct sb_delta *delta = cmp->delta;
    bool same_rules = delta->ran[SB_OLD].said == delta->ran[SB_NEW].said &&
                      (!delta->ran[SB_OLD].said || (delta->facts_agree && !delta->types_disagree));
    if (!cmp->edges_comparable || !same_rules)
        return;
    uint32_t old = shared_edges(delta, SB_OLD), new = shared_edges(delta, SB_NEW);
    if (old < EDGES || new >= old - old / PART)
        return;
    sb_note_coverage(cmp, "graph", SB_S("dependencies"), SB_NEW, old - new,
                     "of packages that both documents have, the old one has %u dependencies and the new one %u", old,
                     new);
    sb_note_lost(cmp, sb_lost_level(cmp), look_there);
}

/* ---- what could not be read ---- */

/* One of {code, n, path}: its row in the table of codes (SB_D_COUNT if unknown) and how often. False on an error. */
static bool read_entry(struct sb_comparison *cmp, unsigned *ret_code, uint64_t *ret_times)
{
    sb_str key, text = SB_STR_NONE;
    uint64_t number = 0;
    *ret_times = 1;
    while (sb_json_member(cmp->json, &key)) {
        if (sb_str_eq(key, SB_S("code")))
            sb_json_take_string(cmp->json, &cmp->scratch, &text);
        else if (!sb_str_eq(key, SB_S("n")) && !sb_json_skip(cmp->json, NULL))
            return false;
        else if (sb_str_eq(key, SB_S("n")) &&
                 (sb_json_next(cmp->json) != SB_JSON_NUMBER || !sb_str_u64(sb_json_text(cmp->json), ret_times)))
            return false;
    }
    *ret_code = 0;
    if (sb_str_starts(text, SB_S("SB")) && sb_str_u64(sb_str_from(text, 2), &number))
        while (*ret_code < SB_D_COUNT && sb_codes[*ret_code].number != number)
            ++*ret_code;
    else
        *ret_code = SB_D_COUNT;
    return true;
}

/* How often each code that makes an inventory incomplete stands in what a document says of its scan. */
static void count_incomplete(struct sb_comparison *cmp, enum sb_side side, uint64_t n[SB_D_COUNT])
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    sb_str fact = sb_doc_fact_of(doc, SB_DOC_ITSELF, sb_fact_rows[SB_FACT_INCOMPLETE].name);
    unsigned code;
    uint64_t times;
    sb_json_restart(cmp->json, fact);
    if (!fact.n || sb_json_next(cmp->json) != SB_JSON_ARRAY)
        return;
    while (sb_json_element(cmp->json) == SB_JSON_OBJECT && read_entry(cmp, &code, &times))
        if (code < SB_D_COUNT)
            n[code] += times;
}

/* The tree itself could not be read to its end (1xxx): nobody knows what is missing. A single file that was not
 * understood (2xxx) is a smaller thing, and real trees have some. */
enum { OF_THE_TREE = 2000 };

static void note_unread(struct sb_comparison *cmp)
{
    uint64_t n[SB_SIDES][SB_D_COUNT] = {{0}};
    for (unsigned side = 0; side < SB_SIDES; side++)
        count_incomplete(cmp, side, n[side]);
    for (unsigned code = 0; code < SB_D_COUNT; code++) {
        uint64_t old = n[SB_OLD][code], new = n[SB_NEW][code];
        const struct sb_code_row *row = &sb_codes[code];
        if (!row->incomplete || new <= old)
            continue;
        bool tree = row->number < OF_THE_TREE;
        sb_str name = sb_arena_printf(&cmp->scratch, "SB%04u", row->number);
        sb_note_coverage(cmp, "collector", name, SB_NEW, new - old,
                         "SB%04u %s: %llu in the new document, %llu in the "
                         "old one",
                         row->number, row->title, (unsigned long long)new, (unsigned long long)old);
        /* Neither side looked at the one, and there is more of it now; the other is told as an emptied inventory. */
        if (code == SB_D_KNOWN_NOT_READ || code == SB_D_NOTHING_FOUND)
            continue;
        sb_note_lost(cmp, tree ? sb_lost_level(cmp) : SB_LEVEL_MEDIUM,
                     "read the diagnostics of the new scan, and mend "
                     "what they name");
    }
}

/* What --exclude left out of one side only, or more of it than of the other. */
static void note_excluded(struct sb_comparison *cmp)
{
    static const char *const names[SB_SIDES] = {"old", "new"};
    sb_str fact[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        fact[side] = sb_doc_fact_of(cmp->delta->doc[side], SB_DOC_ITSELF, sb_fact_rows[SB_FACT_EXCLUDED].name);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        uint64_t n = 1;
        sb_str key, path = SB_STR_NONE;
        sb_json_restart(cmp->json, fact[side]);
        if (!fact[side].n || sb_str_eq(fact[SB_OLD], fact[SB_NEW]) || sb_json_next(cmp->json) != SB_JSON_OBJECT)
            continue;
        while (sb_json_member(cmp->json, &key)) {
            if (sb_str_eq(key, SB_S("path")))
                sb_json_take_string(cmp->json, &cmp->scratch, &path);
            else if (sb_json_next(cmp->json) != SB_JSON_NUMBER || !sb_str_u64(sb_json_text(cmp->json), &n))
                break;
        }
        /* The same patterns leave out a file more or less from time to time; on one side alone they hide something. */
        sb_note_coverage(cmp, fact[!side].n ? "field" : "collector", SB_S("exclude"), side, n,
                         "--exclude left %llu path%s out of the %s document, first %.*s", (unsigned long long)n,
                         n == 1 ? "" : "s", names[side], SB_FMT(path));
    }
}

/* Facts that a reader refused: their author may have had reasons. */
static void note_refused(struct sb_comparison *cmp)
{
    static const char *const names[SB_SIDES] = {"old", "new"};
    uint64_t n[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        n[side] = cmp->delta->doc[side]->diags.total[SB_D_BAD_FACT];
        if (n[side])
            sb_note_coverage(cmp, "facts", SB_S("malformed"), side, n[side],
                             "%llu fact%s of the %s document %s malformed and count%s as absent",
                             (unsigned long long)n[side], n[side] == 1 ? "" : "s", names[side],
                             n[side] == 1 ? "is" : "are", n[side] == 1 ? "s" : "");
    }
    if (n[SB_NEW] > n[SB_OLD])
        sb_note_lost(cmp, sb_lost_level(cmp), "make the new document again; no scan writes such facts");
}

void sb_compare_shares(struct sb_comparison *cmp)
{
    if (!note_emptied(cmp)) {
        note_types_gone(cmp);
        note_components_gone(cmp);
        note_edges_gone(cmp);
    }
    note_unread(cmp);
    note_refused(cmp);
    note_excluded(cmp);
}
