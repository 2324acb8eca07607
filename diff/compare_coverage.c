#include "base/mem.h"
#include "diff/comparison.h"
#include "diff/match_rows.h"

/* A field that one side has nowhere was not looked for there. Of documents of one tool that is only believed where
 * enough rows on the other side have it; below that it is a change of what was said. */
enum { ENOUGH = 20 };

static const struct {
    const char *name, *noun;
} looked_rows[] = {
    [SB_LOOKED_LICENCE] = {"licence", "a licence"},
    [SB_LOOKED_DIGEST] = {"digest", "a digest"},
    [SB_LOOKED_SUPPLIER] = {"supplier", "a supplier"},
    [SB_LOOKED_ORIGINATOR] = {"originator", "an originator"},
    [SB_LOOKED_COPYRIGHT] = {"copyright", "a copyright text"},
    [SB_LOOKED_TYPE] = {"type", "a component type"},
    [SB_LOOKED_SCOPE] = {"scope", "a scope"},
    [SB_LOOKED_PLACE] = {"place", "a place"},
    [SB_LOOKED_REFERENCE] = {"external references", "an external reference"},
    [SB_LOOKED_PROPERTY] = {"properties", "a property"},
    [SB_LOOKED_OTHER] = {"other members", "other members"},
    [SB_LOOKED_AT(SB_F_DESCRIPTION)] = {"description", "a description"},
    [SB_LOOKED_AT(SB_F_SUMMARY)] = {"summary", "a summary"},
    [SB_LOOKED_AT(SB_F_AUTHOR)] = {"author", "an author"},
    [SB_LOOKED_AT(SB_F_PUBLISHER)] = {"publisher", "a publisher"},
    [SB_LOOKED_AT(SB_F_CPE)] = {"cpe", "a CPE"},
    [SB_LOOKED_AT(SB_F_MIME_TYPE)] = {"mime type", "a MIME type"},
    [SB_LOOKED_AT(SB_F_DOWNLOAD)] = {"download location", "a download location"},
    [SB_LOOKED_AT(SB_F_SOURCE_INFO)] = {"source info", "a source information"},
    [SB_LOOKED_AT(SB_F_FILE_NAME)] = {"file name", "a file name"},
    [SB_LOOKED_AT(SB_F_COMMENT)] = {"comment", "a comment"},
    [SB_LOOKED_AT(SB_F_VERIFICATION_CODE)] = {"verification code", "a verification code"},
    [SB_LOOKED_AT(SB_F_DOC_NAME)] = {"document name", "a document name"},
    [SB_LOOKED_AT(SB_F_LICENCE_LIST)] = {"licence list", "a licence list"},
    [SB_LOOKED_AT(SB_F_EVIDENCE)] = {"evidence", "evidence"},
};
_Static_assert(SB_COUNT(looked_rows) == SB_LOOKED_COUNT, "every field has a name");

const char *sb_compare_field_name(enum sb_field field)
{
    return looked_rows[SB_LOOKED_AT(field)].name;
}

static const char *const side_names[SB_SIDES] = {"old", "new"};

static void count_components(const struct sb_doc *doc, uint32_t looked[SB_LOOKED_COUNT])
{
    for (uint32_t v = 1; v <= sb_doc_count(doc); v++) {
        const struct sb_component *c = sb_doc_at(doc, (sb_comp){v});
        looked[SB_LOOKED_SUPPLIER] += c->supplier.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_ORIGINATOR] += c->originator.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_COPYRIGHT] += c->copyright.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_PLACE] += c->place.v != SB_TEXT_ABSENT.v;
        looked[SB_LOOKED_TYPE] += c->type != SB_TYPE_ABSENT;
        looked[SB_LOOKED_SCOPE] += c->scope != SB_SCOPE_ABSENT;
        looked[SB_LOOKED_LICENCE] += sb_doc_licences_of(doc, (sb_comp){v}).n != 0;
        looked[SB_LOOKED_DIGEST] += sb_doc_hashes_of(doc, (sb_comp){v}).n != 0;
        looked[SB_LOOKED_REFERENCE] += sb_doc_references_of(doc, (sb_comp){v}).n != 0;
        looked[SB_LOOKED_PROPERTY] += sb_doc_properties_of(doc, (sb_comp){v}).n != 0;
    }
    for (size_t i = 0; i < doc->attributes.n; i++) {
        const struct sb_attribute *a = &doc->attributes.p[i];
        if (a->owner.v && a->field < SB_F_COUNT)
            looked[SB_LOOKED_AT(a->field)]++;
    }
}

static void note_fields(struct sb_comparison *cmp)
{
    uint32_t enough = cmp->delta->same_generator ? ENOUGH : 1;
    for (unsigned side = 0; side < SB_SIDES; side++) {
        for (unsigned f = 0; f < SB_LOOKED_COUNT; f++) {
            uint32_t n = cmp->looked[!side][f];
            if (cmp->looked[side][f] || n < enough)
                continue;
            cmp->unlooked[f] = true;
            sb_note_coverage(cmp, "field", sb_str_of(looked_rows[f].name), side, n,
                             "no component of the %s document has %s, %u of the other have one", side_names[side],
                             looked_rows[f].noun, n);
        }
    }
}

static void count_type(struct sb_comparison *cmp, unsigned side, sb_comp c, struct sb_map *types, uint32_t *unpurled)
{
    const struct sb_row *row = &cmp->delta->rows[side][c.v];
    if (!c.v || c.v == cmp->delta->doc[side]->root.v)
        return;
    if (row->has_purl)
        ++*sb_map_put(types, sb_compare_type_id(cmp, row->type).v);
    else if (!sb_is_bare_file(cmp->delta->doc[side], c))
        ++*unpurled;
}

static void count_types(struct sb_comparison *cmp, unsigned side)
{
    for (uint32_t v = 1; v <= sb_doc_count(cmp->delta->doc[side]); v++)
        count_type(cmp, side, (sb_comp){v}, &cmp->types[side], &cmp->unpurled[side]);
    for (size_t i = 0; !cmp->delta->same_generator && i < cmp->delta->pairs.n; i++)
        if (!cmp->delta->pairs.p[i].row[!side].v)
            count_type(cmp, side, cmp->delta->pairs.p[i].row[side], &cmp->types_alone[side],
                       &cmp->unpurled_alone[side]);
}

bool sb_compare_row_uncovered(const struct sb_comparison *cmp, enum sb_side side, sb_comp row)
{
    sb_str type = sb_delta_row(cmp->delta, side, row)->type;
    if (cmp->delta->same_generator)
        return false;
    if (sb_is_bare_file(cmp->delta->doc[side], row))
        return !cmp->files[!side];
    return type.n ? !sb_map_get(&cmp->types[!side], sb_intern_find(&cmp->names, type).v) : !cmp->unpurled[!side];
}

/* What has no partner, and nothing of its type is on the other side: that tool does not look for it. */
static void note_types(struct sb_comparison *cmp)
{
    for (uint32_t id = 0; id < cmp->names.n; id++) {
        for (unsigned side = 0; side < SB_SIDES; side++) {
            const uint32_t *here = sb_map_get(&cmp->types[side], id), *there = sb_map_get(&cmp->types_alone[!side], id);
            if (here || !there)
                continue;
            sb_str type = sb_intern_str(&cmp->names, (sb_text){id});
            sb_note_coverage(cmp, "type", type, side, *there,
                             "the tool of the %s document lists no %.*s package, the other lists %u", side_names[side],
                             SB_FMT(type), *there);
            if (side == SB_NEW)
                sb_note_lost(cmp, SB_LEVEL_MEDIUM, "compare documents of one tool");
        }
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        if (!cmp->unpurled[side] && cmp->unpurled_alone[!side])
            sb_note_coverage(cmp, "type", SB_S("no purl"), side, cmp->unpurled_alone[!side],
                             "the tool of the %s document lists nothing without a purl, the other lists %u",
                             side_names[side], cmp->unpurled_alone[!side]);
}

/* Whether a tool lists files is up to it; of one tool those that no package has are like any other row. */
static bool is_told_file(const struct sb_comparison *cmp, enum sb_side side, sb_comp row)
{
    return sb_compare_is_part(cmp, side, row) ||
           (!cmp->delta->same_generator && row.v != cmp->delta->doc[side]->root.v &&
            sb_is_bare_file(cmp->delta->doc[side], row));
}
static void note_files(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (uint32_t v = 1; v <= sb_doc_count(cmp->delta->doc[side]); v++)
            cmp->files[side] += is_told_file(cmp, side, (sb_comp){v});
    for (unsigned side = 0; side < SB_SIDES; side++) {
        if (cmp->files[side] || !cmp->files[!side])
            continue;
        sb_note_coverage(cmp, "type", SB_S("file"), side, cmp->files[!side],
                         "the %s document lists no files, the other %u", side_names[side], cmp->files[!side]);
        if (side == SB_NEW)
            sb_note_lost(cmp, sb_lost_level(cmp), "make the new document with its files");
    }
}

static void note_graph(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        bool empty = sb_doc_count(cmp->delta->doc[side]) <= (cmp->delta->doc[side]->root.v ? 1 : 0);
        if (cmp->graph[side] || !cmp->graph[!side] || empty)
            continue;
        const struct sb_doc *other = cmp->delta->doc[!side];
        uint32_t edges = 0, inner = 0;
        for (size_t i = 0; i < other->relations.n; i++) {
            const struct sb_relation *r = &other->relations.p[i];
            edges += r->kind == SB_REL_DEPENDS_ON;
            inner += r->kind == SB_REL_DEPENDS_ON && r->from.v && r->from.v != other->root.v;
        }
        sb_note_coverage(cmp, "graph", SB_S("dependencies"), side, edges,
                         "the %s document has no dependency graph, the other has %u edges", side_names[side], edges);
        if (side == SB_NEW && inner) /* that the root needs all of it is what any list says */
            sb_note_lost(cmp, sb_lost_level(cmp), "make the new document with its dependencies");
    }
}

void sb_compare_coverage(struct sb_comparison *cmp)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        count_components(cmp->delta->doc[side], cmp->looked[side]);
        count_types(cmp, side);
    }
    note_fields(cmp);
    note_types(cmp);
    note_files(cmp);
    note_graph(cmp);
    sb_compare_looked(cmp);
    sb_compare_shares(cmp);
    sb_arena_reset(&cmp->scratch);
}
