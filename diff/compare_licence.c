#include "diff/comparison.h"
#include "id/licence.h"

/* ---- as it is said ---- */

/* How a licence is said: as it stands; for comparing, where a LicenseRef is its text; for a report that has to tell two
 * of one name apart. */
enum said { AS_WRITTEN, AS_KEY, TOLD_APART };

static void put_wording(struct sb_buf *buf, sb_str name, sb_str wording, enum said said)
{
    if (said == AS_KEY && sb_str_starts(wording, SB_S("LicenseRef-"))) /* its text is not known: sb_doc_wording() */
        sb_buf_str(buf, wording);
    else if (said == AS_KEY)
        sb_buf_printf(buf, "LicenseRef-text-%.*s", SB_FMT(wording));
    else
        sb_buf_printf(buf, "%.*s (text %.*s)", SB_FMT(name), SB_FMT(sb_str_part(wording, 0, 8)));
}

/* The licence refs of an expression, by what they stand for. */
static sb_str say_refs(struct sb_comparison *cmp, enum sb_side side, sb_str text, enum said said)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_buf buf = {0};
    sb_str rest = text, ref;
    while (sb_licence_next_ref(&rest, &ref)) {
        sb_text id = sb_intern_find(&doc->text, ref);
        const uint32_t *wording = sb_text_set(id) ? sb_map_get(&cmp->wordings[side], id.v) : NULL;
        sb_buf_str(&buf, sb_str_n(text.p, (size_t)(ref.p - text.p)));
        if (wording)
            put_wording(&buf, ref, sb_doc_str(doc, (sb_text){*wording}), said);
        else
            sb_buf_str(&buf, ref);
        text = rest;
    }
    sb_buf_str(&buf, text);
    sb_str ret = sb_arena_str(&cmp->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

static sb_str say_licence(struct sb_comparison *cmp, enum sb_side side, const struct sb_licence *licence,
                          enum said said)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    sb_str text = sb_doc_str(doc, licence->text);
    if (said == AS_WRITTEN)
        return text;
    if (!sb_text_set(licence->wording))
        return licence->form == SB_LICENCE_EXPRESSION ? say_refs(cmp, side, text, said) : text;
    struct sb_buf buf = {0};
    put_wording(&buf, text, sb_doc_str(doc, licence->wording), said);
    sb_str ret = sb_arena_str(&cmp->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

/* Several entries stand side by side, and their order means nothing: as one expression. */
static sb_str all_licences(struct sb_comparison *cmp, enum sb_side side, struct sb_range r, enum said said)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_buf all = {0};
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (sb_text_set(doc->licences.p[i].text))
            sb_buf_printf(&all, "%s(%.*s)", all.n ? " AND " : "",
                          SB_FMT(say_licence(cmp, side, &doc->licences.p[i], said)));
    sb_str ret = sb_arena_str(&cmp->scratch, sb_buf_all(&all));
    sb_buf_done(&all);
    return ret;
}

/* What a row says of its licence in one role. Licences are sorted by role. */
static struct sb_value licence_of(struct sb_comparison *cmp, enum sb_side side, sb_comp row, enum sb_licence_role role,
                                  enum said said)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_range r = sb_doc_licences_of(doc, row);
    struct sb_value ret = {.none = SB_TEXT_ABSENT.v + 1};
    uint32_t n = 0;
    while (r.n && doc->licences.p[r.first].role < role)
        r = (struct sb_range){r.first + 1, r.n - 1};
    while (r.n && doc->licences.p[r.first + r.n - 1].role > role)
        r.n--;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        struct sb_value one = sb_value_of(doc, doc->licences.p[i].text);
        if (sb_value_set(one))
            one.text = say_licence(cmp, side, &doc->licences.p[i], said);
        if (sb_value_set(one) || n == 0)
            ret = one;
        n += sb_value_set(one);
    }
    if (n > 1)
        ret.text = all_licences(cmp, side, r, said);
    return ret;
}

/* ---- as it is meant ---- */

enum { ENTRIES = 64 }; /* of one row: behind that they are compared as they stand */

struct meant {
    sb_str keys[ENTRIES]; /* expressions; a name that is none stands as a LicenseRef of its own */
    sb_str open[ENTRIES]; /* the front of the ids between which a name leaves the choice: "BSD-"; mostly empty */
    size_t n;
};

static void read_meant(struct sb_comparison *cmp, enum sb_side side, sb_comp row, enum sb_licence_role role,
                       enum said said, struct meant *ret)
{
    const struct sb_doc *doc = cmp->delta->doc[side];
    struct sb_range r = sb_doc_licences_of(doc, row);
    sb_str normal;
    ret->n = 0;
    for (uint32_t i = r.first; i < r.first + r.n && ret->n < ENTRIES; i++) {
        const struct sb_licence *licence = &doc->licences.p[i];
        if (licence->role != role || !sb_value_set(sb_value_of(doc, licence->text)))
            continue;
        sb_str text = say_licence(cmp, side, licence, said);
        sb_str key = sb_licence_key(text, &cmp->scratch);
        struct sb_err err = {0};
        if (sb_licence_parse(key, &cmp->scratch, &normal, &err) != SB_OK)
            key = sb_licence_ref(key, key, &cmp->scratch);
        ret->keys[ret->n] = key;
        ret->open[ret->n++] = sb_licence_leaves_open(text, &cmp->scratch);
    }
}

/* "BSD License" beside BSD-3-Clause says no more than that. */
static bool is_closed(const struct meant *meant, size_t i)
{
    for (size_t k = 0; meant->open[i].n && k < meant->n; k++)
        if (k != i && !meant->open[k].n && sb_str_starts(meant->keys[k], meant->open[i]))
            return true;
    return false;
}

/* Whether an open name stands on both sides, and one of the ids that it may mean on this one alone: that side tells
 * more than before, and nothing else. */
static bool is_told_more(const struct meant *meant, const struct meant *other, size_t i)
{
    bool both = false;
    for (size_t k = 0; k < other->n; k++) {
        if (!other->open[k].n && sb_str_eq(other->keys[k], meant->keys[i]))
            return false;
        for (size_t m = 0; other->open[k].n && sb_str_starts(meant->keys[i], other->open[k]) && m < meant->n; m++)
            both = both || (meant->open[m].n && sb_str_eq(meant->keys[m], other->keys[k]));
    }
    return both && !meant->open[i].n;
}

/* All entries as one expression: side by side, each once, whatever their order. */
static sb_str key_of_all(struct sb_comparison *cmp, const struct meant *meant, const struct meant *other)
{
    struct sb_buf all = {0};
    bool more[ENTRIES] = {false}, any = false;
    for (size_t i = 0; i < meant->n; i++)
        any |= more[i] = is_told_more(meant, other, i);
    for (size_t i = 0; i < meant->n; i++)
        if (!more[i] && (any || !is_closed(meant, i)))
            sb_buf_printf(&all, "%s(%.*s)", all.n ? " AND " : "", SB_FMT(meant->keys[i]));
    sb_str key = sb_licence_key(sb_buf_all(&all), &cmp->scratch);
    sb_buf_done(&all);
    return key;
}

static bool means_the_same(struct sb_comparison *cmp, const struct sb_row_pair *pair, enum sb_licence_role role,
                           enum said said)
{
    struct meant meant[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        read_meant(cmp, side, pair->row[side], role, said, &meant[side]);
    return meant[SB_OLD].n < ENTRIES && meant[SB_NEW].n < ENTRIES &&
           sb_str_eq(key_of_all(cmp, &meant[SB_OLD], &meant[SB_NEW]), key_of_all(cmp, &meant[SB_NEW], &meant[SB_OLD]));
}

/* A LicenseRef is a name that a document made up for a text: the text counts. */
void sb_compare_licences(struct sb_comparison *cmp, const struct sb_row_pair *pair)
{
    static const char *const fields[] = {
        [SB_LICENCE_DECLARED] = "licence", [SB_LICENCE_CONCLUDED] = "licence concluded"};
    enum said said = cmp->has_wordings ? AS_KEY : AS_WRITTEN;
    for (unsigned role = 0; role < SB_COUNT(fields); role++) {
        struct sb_value v[SB_SIDES], shown[SB_SIDES];
        for (unsigned side = 0; side < SB_SIDES; side++)
            v[side] = licence_of(cmp, side, pair->row[side], role, said);
        if (sb_value_eq(v[SB_OLD], v[SB_NEW]))
            continue;
        for (unsigned side = 0; side < SB_SIDES; side++)
            shown[side] = cmp->has_wordings ? licence_of(cmp, side, pair->row[side], role, AS_WRITTEN) : v[side];
        bool values = sb_value_set(v[SB_OLD]) && sb_value_set(v[SB_NEW]) && !sb_licence_is_none(v[SB_OLD].text) &&
                      !sb_licence_is_none(v[SB_NEW].text);
        bool differ = values && !means_the_same(cmp, pair, role, said);
        bool one_name = sb_value_eq(shown[SB_OLD], shown[SB_NEW]);
        if (one_name && (sb_value_eq(v[SB_OLD], shown[SB_OLD]) || sb_value_eq(v[SB_NEW], shown[SB_NEW])))
            differ = false; /* one side has no text behind the name: the name is all there is */
        if (differ && one_name)
            for (unsigned side = 0; side < SB_SIDES; side++)
                shown[side] = licence_of(cmp, side, pair->row[side], role, TOLD_APART);
        if (differ)
            sb_note_term(cmp, "licence", pair, shown[SB_OLD], shown[SB_NEW]);
        else
            sb_compare_said(cmp, SB_LOOKED_LICENCE, fields[role], pair, shown[SB_OLD], shown[SB_NEW]);
    }
}
