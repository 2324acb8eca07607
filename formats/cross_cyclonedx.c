/* What of CycloneDX arrives in SPDX 2: the members that the reader binds and the writer says. */
#include "formats/attributes.h"
#include "formats/cross_state.h"
#include "formats/spdx2.h"

/* An actor of SPDX may have another form. */
static enum sb_arrival party(struct sb_cross *cross, sb_str text)
{
    enum sb_arrival arrival = sb_cross_plain(cross, text);
    sb_str actor = sb_spdx2_actor_of(text, &cross->arena);
    return arrival == SB_ARRIVES_NOT && actor.n ? sb_cross_aside(cross, actor) : arrival;
}

static enum sb_arrival type(struct sb_cross *cross, sb_str text)
{
    (void)cross;
    for (size_t i = SB_TYPE_ABSENT + 1; i < SB_TYPE_COUNT; i++)
        if (sb_str_eq(sb_str_of(sb_comp_type_names[i]), text))
            return SB_ARRIVES;
    return SB_ARRIVES_NOT;
}

static enum sb_arrival target(struct sb_cross *cross, sb_str text)
{
    bool source = sb_map_get(&cross->ids, cross->entries.p[cross->entry - 1]);
    bool both = source && sb_cross_component(cross, text).v;
    if (!both)
        cross->why = "an end of the edge is no component, which alone have edges in ";
    return both ? SB_ARRIVES : SB_ARRIVES_NOT;
}

/* An entry that names nothing says that there is nothing, which has no word in what is written. */
static enum sb_arrival entry(struct sb_cross *cross, sb_str text)
{
    const struct sb_doc *doc = cross->doc;
    sb_comp c = sb_cross_component(cross, text);
    struct sb_range r = c.v ? sb_doc_relations_from(doc, c) : (struct sb_range){0};
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        if (doc->relations.p[i].kind == SB_REL_DEPENDS_ON)
            return SB_ARRIVES;
    cross->why = c.v ? "that it depends on nothing is not said in " : "it is no component, which alone have edges in ";
    return SB_ARRIVES_NOT;
}

/* One that is a component of the document, with nothing said of it but what that is. */
static enum sb_arrival ancestor(struct sb_cross *cross)
{
    static const char *const plain[] = {"type", "name", "version", "group", "purl", NULL};
    for (size_t i = 0; i < cross->n_parts; i++)
        if (!sb_str_is_one_of(cross->parts[i].name, plain))
            return SB_ARRIVES_NOT;
    bool whole = cross->n_parts == cross->n_values && sb_cross_part(cross, "purl").n;
    return whole && sb_cross_said_anywhere(cross, sb_cross_part(cross, "purl")) ? SB_ARRIVES : SB_ARRIVES_NOT;
}

/* Names that stand for members of SPDX are said as these. */
static enum sb_arrival property(struct sb_cross *cross)
{
    sb_str name = sb_cross_part(cross, "name");
    if (sb_str_eq(name, SB_S("cdx:reproducible")))
        return SB_ARRIVES;
    bool member = sb_attribute_find(name) != SB_F_COUNT || sb_str_starts(name, SB_S("spdx:")) ||
                  sb_str_starts(name, SB_S(SB_PROPERTY_CHECKSUM));
    if (!member)
        return sb_cross_parts_aside(cross);
    sb_str value = sb_cross_part(cross, "value");
    return sb_cross_said(cross, name) ? sb_cross_aside(cross, value) : sb_cross_plain(cross, value);
}

#define ASIDE "packages[].annotations[].comment"
#define ASIDE_OF_ALL "annotations[].comment"

static const struct sb_cross_row rows[] = {
    {"$schema", NULL, sb_cross_always, NULL},
    {"bomFormat", NULL, sb_cross_always, NULL},
    {"component", NULL, sb_cross_always, NULL}, /* a list that is empty */
    {"component.author", ASIDE, sb_cross_aside, NULL},
    {"component.bom-ref", NULL, sb_cross_always, NULL}, /* SPDX has ids of its own form */
    {"component.copyright", NULL, sb_cross_plain, NULL},
    {"component.cpe", NULL, sb_cross_plain, NULL},
    {"component.description", NULL, sb_cross_plain, NULL},
    {"component.evidence.occurrences[].location", ASIDE, sb_cross_aside, NULL},
    {"component.externalReferences[].comment", NULL, sb_cross_plain, NULL},
    {"component.externalReferences[].type", NULL, sb_cross_always, NULL},
    {"component.externalReferences[].url", "packages[].externalRefs[]", sb_cross_address, NULL},
    {"component.group", NULL, sb_cross_plain, NULL},
    {"component.hashes[]", "packages[].checksums[]", NULL, sb_cross_digest},
    {"component.licenses[].acknowledgement", NULL, sb_cross_always, NULL},
    {"component.licenses[].expression", "packages[].licenseDeclared", sb_cross_licence, NULL},
    {"component.licenses[].license.acknowledgement", NULL, sb_cross_always, NULL},
    {"component.licenses[].license.id", "packages[].licenseDeclared", sb_cross_licence, NULL},
    {"component.licenses[].license.name", "packages[].licenseDeclared", sb_cross_licence, NULL},
    {"component.manufacturer.name", "packages[].originator", party, NULL},
    {"component.mime-type", ASIDE, sb_cross_aside, NULL},
    {"component.name", NULL, sb_cross_plain, NULL},
    {"component.pedigree.ancestors[]", NULL, NULL, ancestor},
    {"component.properties[]", ASIDE, NULL, property},
    {"component.publisher", ASIDE, sb_cross_aside, NULL},
    {"component.purl", "packages[].externalRefs[]", sb_cross_purl, NULL},
    {"component.scope", ASIDE, sb_cross_aside, NULL},
    {"component.supplier.name", "packages[].supplier", party, NULL},
    {"component.type", NULL, type, NULL},
    {"component.version", NULL, sb_cross_plain, NULL},
    {"dependencies[].dependsOn[]", NULL, target, NULL},
    {"dependencies[].ref", NULL, entry, NULL},
    {"metadata.properties[]", ASIDE_OF_ALL, NULL, property},
    {"metadata.timestamp", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"metadata.tools.components[].name", NULL, sb_cross_plain, NULL},
    {"metadata.tools.components[].type", NULL, sb_cross_always, NULL},
    {"metadata.tools.components[].version", NULL, sb_cross_plain, NULL},
    {"metadata.tools.services[].name", NULL, sb_cross_plain, NULL},
    {"metadata.tools.services[].version", NULL, sb_cross_plain, NULL},
    {"metadata.tools[].name", NULL, sb_cross_plain, NULL},
    {"metadata.tools[].version", NULL, sb_cross_plain, NULL},
    {"serialNumber", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"specVersion", NULL, sb_cross_always, NULL},
};
const struct sb_cross_rows sb_cross_of_cyclonedx = {rows, SB_COUNT(rows)};
