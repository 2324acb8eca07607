/* Members that a document keeps as JSON: what no row of the model says. */
#include "base/mem.h"
#include "diff/canon.h"
#include "diff/comparison.h"

/* Texts that are elements of one member, canonical and sorted. */
typedef SB_VEC(sb_str) texts;

static int by_bytes(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

static sb_str member_of(const struct sb_doc *doc, struct sb_range r)
{
    return r.n ? sb_doc_str(doc, doc->raws.p[r.first].member) : SB_STR_NONE;
}

/* Cuts the rows of the first member off R. Rows are sorted by member. */
static struct sb_range cut_member(const struct sb_doc *doc, struct sb_range *r)
{
    struct sb_range cut = {r->first, 0};
    sb_text member = doc->raws.p[r->first].member;
    while (r->n && sb_text_eq(doc->raws.p[r->first].member, member)) {
        r->first++;
        r->n--;
        cut.n++;
    }
    return cut;
}

bool sb_compare_same_members(const struct sb_doc *const doc[SB_SIDES], const struct sb_range r[SB_SIDES])
{
    bool same = r[SB_OLD].n == r[SB_NEW].n;
    for (uint32_t i = 0; same && i < r[SB_OLD].n; i++)
        same = sb_str_eq(sb_doc_str(doc[SB_OLD], doc[SB_OLD]->raws.p[r[SB_OLD].first + i].json),
                         sb_doc_str(doc[SB_NEW], doc[SB_NEW]->raws.p[r[SB_NEW].first + i].json));
    return same;
}

/* Names of elements in what is kept as JSON, which a document may choose as it likes. Most comparisons need none. */
static void collect_refs(struct sb_comparison *cmp, enum sb_side side)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    cmp->refs_read[side] = true;
    for (size_t i = 0; i < doc->raws.n; i++) {
        bool is_ref = false;
        enum sb_json_event event;
        sb_json_restart(cmp->reader, sb_doc_str(doc, doc->raws.p[i].json));
        while ((event = sb_json_next(cmp->reader)) != SB_JSON_DONE && event != SB_JSON_ERROR) {
            sb_str text = event == SB_JSON_STRING || event == SB_JSON_KEY ? sb_json_text(cmp->reader) : SB_STR_NONE;
            if (is_ref && event == SB_JSON_STRING)
                sb_intern(&cmp->refs[side], text);
            is_ref = event == SB_JSON_KEY && (sb_str_eq(text, SB_S("bom-ref")) || sb_str_eq(text, SB_S("SPDXID")));
        }
    }
}

sb_str sb_compare_canonical(struct sb_comparison *cmp, enum sb_side side, sb_str member, sb_str json)
{
    if (!cmp->refs_read[side])
        collect_refs(cmp, side);
    return sb_canon_value(&cmp->canon[side], member, json, &cmp->scratch);
}

static void read_texts(struct sb_comparison *cmp, enum sb_side side, struct sb_range r, sb_str member, texts *ret)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    static const char *const empty[] = {"[]", "{}", NULL};
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str text = sb_compare_canonical(cmp, side, member, sb_doc_str(doc, doc->raws.p[i].json));
        if (!sb_str_is_one_of(text, empty)) /* all of it is compared elsewhere, or it was empty */
            *SB_PUSH(ret) = text;
    }
    if (ret->n)
        qsort(ret->p, ret->n, sizeof *ret->p, by_bytes);
}

struct sb_value sb_compare_shown(struct sb_comparison *cmp, sb_str json)
{
    enum { SHOWN = 200 };
    if (json.n <= 2 * SHOWN)
        return json.n ? sb_value_json(json) : (struct sb_value){.none = 1};
    size_t n = SHOWN;
    while (n && ((unsigned char)json.p[n] & 0xc0) == 0x80)
        n--;
    return sb_value_text(sb_arena_printf(&cmp->scratch, "%.*s... (%zu bytes)", (int)n, json.p, json.n));
}

void sb_compare_member(struct sb_comparison *cmp, const struct sb_row_pair *pair, sb_str member,
                       const struct sb_range r[SB_SIDES])
{
    texts t[SB_SIDES] = {{0}};
    if (sb_compare_same_members(cmp->delta->doc, r))
        return;
    for (unsigned side = 0; side < SB_SIDES; side++)
        read_texts(cmp, side, r[side], member, &t[side]);
    size_t i = 0;
    while (i < t[SB_OLD].n && i < t[SB_NEW].n && sb_str_eq(t[SB_OLD].p[i], t[SB_NEW].p[i]))
        i++;
    sb_str old = i < t[SB_OLD].n ? t[SB_OLD].p[i] : SB_STR_NONE, new = i < t[SB_NEW].n ? t[SB_NEW].p[i] : SB_STR_NONE;
    if (t[SB_OLD].n != t[SB_NEW].n && old.n && new.n) { /* one of them came or went */
        int c = sb_str_cmp(old, new);
        old = c < 0 ? old : SB_STR_NONE;
        new = c > 0 ? new : SB_STR_NONE;
    }
    if (old.n || new.n) {
        sb_str field = sb_canon_narrow(member, &old, &new, &cmp->scratch);
        sb_note_description(cmp, field, pair, sb_compare_shown(cmp, old), sb_compare_shown(cmp, new));
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_free(t[side].p);
}

bool sb_compare_next_member(const struct sb_doc *const doc[SB_SIDES], struct sb_range rest[SB_SIDES],
                            sb_str *ret_member, struct sb_range ret[SB_SIDES])
{
    sb_str old = member_of(doc[SB_OLD], rest[SB_OLD]), new = member_of(doc[SB_NEW], rest[SB_NEW]);
    if (!rest[SB_OLD].n && !rest[SB_NEW].n)
        return false;
    int c = !rest[SB_OLD].n ? 1 : !rest[SB_NEW].n ? -1 : sb_str_cmp(old, new);
    ret[SB_OLD] = c <= 0 ? cut_member(doc[SB_OLD], &rest[SB_OLD]) : (struct sb_range){0};
    ret[SB_NEW] = c >= 0 ? cut_member(doc[SB_NEW], &rest[SB_NEW]) : (struct sb_range){0};
    *ret_member = c <= 0 ? old : new;
    return true;
}

/* Of two formats the members are never the same: what only one of them has a place for is told once, as a whole. */
void sb_compare_members(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    struct sb_range rest[SB_SIDES], r[SB_SIDES];
    bool formats = !sb_doc_same_specification(cmp->delta->doc[SB_OLD], cmp->delta->doc[SB_NEW]);
    sb_str member;
    for (unsigned side = 0; side < SB_SIDES; side++)
        rest[side] = sb_doc_raws_of(cmp->delta->doc[side], pair->row[side]);
    while (sb_compare_next_member(cmp->delta->doc, rest, &member, r)) {
        if (!formats) {
            sb_compare_member(cmp, pair, member, r);
            continue;
        }
        for (unsigned side = 0; side < SB_SIDES; side++)
            cmp->members_left[side] += r[side].n;
    }
}

void sb_compare_members_left(struct sb_comparison *cmp)
{
    static const char *const names[SB_SIDES] = {"old", "new"};
    for (unsigned side = 0; side < SB_SIDES; side++)
        if (cmp->members_left[side])
            sb_note_coverage(cmp, "field", SB_S("other members"), !side, cmp->members_left[side],
                             "members of components in the %s document (%u) have no place in the other format, and are "
                             "not compared",
                             names[side], cmp->members_left[side]);
}
