#include "collect/image_lower.h"

#include "model/facts.h"

void sb_lower_done(struct sb_lower *lower)
{
    for (size_t i = 0; i < lower->docs.n; i++)
        sb_doc_free(lower->docs.p[i]);
    sb_free(lower->docs.p);
}

/* ---- components ---- */

/* Of what a component is: two of one purl (or name and version) in one place are one. */
static uint64_t key_of(const struct sb_doc *doc, sb_comp c)
{
    const struct sb_component *row = sb_doc_at(doc, c);
    sb_text parts[] = {row->purl, row->place, row->name, row->version};
    uint64_t key = row->type;
    for (size_t i = 0; i < SB_COUNT(parts); i++) {
        sb_str part = sb_doc_str(doc, parts[i]);
        key = sb_hash(part.p, part.n, key);
    }
    return key >> 1;
}

static sb_text copy_text(struct sb_doc *doc, const struct sb_doc *from, sb_text text)
{
    return text.v ? sb_doc_put(doc, sb_doc_str(from, text)) : text;
}

static void copy_licences(struct sb_doc *doc, sb_comp to, const struct sb_doc *from, sb_comp c)
{
    struct sb_range range = sb_doc_licences_of(from, c);
    for (uint32_t i = range.first; i < range.first + range.n; i++) {
        const struct sb_licence *licence = &from->licences.p[i];
        sb_str text = sb_doc_str(from, licence->text);
        sb_doc_licence(doc, to, (enum sb_licence_role)licence->role, (enum sb_licence_form)licence->form, text);
        if (sb_doc_licence_text_of(from, text).n)
            sb_doc_licence_text(doc, text, sb_doc_licence_text_of(from, text));
    }
}

static void copy(struct sb_join *join, const struct sb_doc *from, sb_comp c)
{
    struct sb_doc *doc = join->doc;
    const struct sb_component *row = sb_doc_at(from, c);
    struct sb_component kept = *row;
    kept.scope = SB_SCOPE_EXCLUDED;
    kept.ref = SB_TEXT_ABSENT;
    sb_text *const texts[] = {&kept.purl,     &kept.group,      &kept.name,      &kept.version,  &kept.place,
                              &kept.supplier, &kept.originator, &kept.copyright, &kept.from.path};
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        *texts[i] = copy_text(doc, from, *texts[i]);
    sb_comp to = sb_doc_add(doc);
    kept.tag = to.v;
    *sb_doc_at(doc, to) = kept;
    copy_licences(doc, to, from, c);
    const char *layer = sb_fact_rows[SB_FACT_LAYER].name;
    sb_doc_fact(doc, to, sb_str_of(layer), sb_doc_fact_of(from, c, layer));
}

void sb_lower_add(const struct sb_lower *lower, struct sb_join *join)
{
    struct sb_map known = {0};
    for (uint32_t c = 1; c <= sb_doc_count(join->doc); c++)
        *sb_map_put(&known, key_of(join->doc, (sb_comp){c})) = 1;
    join->lower_first = sb_doc_count(join->doc) + 1;
    for (size_t i = 0; i < lower->docs.n; i++) {
        const struct sb_doc *from = lower->docs.p[i];
        for (uint32_t c = 1; c <= sb_doc_count(from); c++) {
            uint32_t *slot = c == from->root.v ? NULL : sb_map_put(&known, key_of(from, (sb_comp){c}));
            if (slot && !*slot)
                copy(join, from, (sb_comp){c});
            if (slot)
                *slot = 1;
        }
    }
    join->lower_end = sb_doc_count(join->doc) + 1;
    sb_map_done(&known);
}

/* ---- diagnostics ---- */

static bool is_told(const struct sb_diags *diags, size_t n, const struct sb_diag *diag)
{
    for (size_t i = 0; i < n; i++)
        if (diags->p[i].code == diag->code && sb_str_eq(diags->p[i].path, diag->path))
            return true;
    return false;
}

void sb_lower_tell(const struct sb_lower *lower, struct sb_diags *diags)
{
    for (size_t i = 0; i < lower->docs.n; i++) {
        const struct sb_diags *from = &lower->docs.p[i]->diags;
        size_t before = diags->n;
        for (size_t j = 0; j < from->n; j++)
            if (sb_codes[from->p[j].code].incomplete && from->p[j].code != SB_D_NOTHING_FOUND &&
                !is_told(diags, before, &from->p[j]))
                sb_diag(diags, from->p[j].code, from->p[j].path, from->p[j].line, "%.*s (in a lower layer)",
                        SB_FMT(from->p[j].message));
    }
}
