/* What of SPDX 2 arrives in CycloneDX: the members that the reader binds and the writer says. */
#include "formats/attributes.h"
#include "formats/cross_state.h"
#include "formats/cyclonedx.h"
#include "formats/spdx2.h"
#include "model/tool.h"
#include "text/json_read.h"

static bool is_word(struct sb_cross *cross, sb_str text)
{
    bool word = sb_str_eq(text, SB_S("NOASSERTION")) || sb_str_eq(text, SB_S("NONE"));
    if (word)
        cross->why = "NOASSERTION and NONE are no words of ";
    return word;
}

/* A text, or one of the two words that CycloneDX does not have. */
static enum sb_arrival said(struct sb_cross *cross, sb_str text)
{
    return is_word(cross, text) ? SB_ARRIVES_NOT : sb_cross_plain(cross, text);
}

static enum sb_arrival licence(struct sb_cross *cross, sb_str text)
{
    return is_word(cross, text) ? SB_ARRIVES_NOT : sb_cross_licence(cross, text);
}

static enum sb_arrival address(struct sb_cross *cross, sb_str text)
{
    return is_word(cross, text) ? SB_ARRIVES_NOT : sb_cross_address(cross, text);
}

/* The schema demands the member: NOASSERTION says as much as its absence. */
static enum sb_arrival download(struct sb_cross *cross, sb_str text)
{
    if (sb_str_eq(text, SB_S("NOASSERTION")))
        return SB_ARRIVES;
    return is_word(cross, text) || sb_cross_address(cross, text) == SB_ARRIVES_NOT ? SB_ARRIVES_NOT
                                                                                   : SB_ARRIVES_ELSEWHERE;
}

/* Whether a person or an organisation is not said. */
static enum sb_arrival party(struct sb_cross *cross, sb_str text)
{
    return is_word(cross, text) ? SB_ARRIVES_NOT : sb_cross_aside(cross, sb_spdx2_party_of(text, &cross->arena));
}

static enum sb_arrival purpose(struct sb_cross *cross, sb_str text)
{
    enum sb_comp_type type = sb_spdx2_type_of(text);
    return type == SB_TYPE_ABSENT ? sb_cross_aside(cross, text)
                                  : sb_cross_plain(cross, sb_str_of(sb_comp_type_names[type]));
}

/* One whose algorithm CycloneDX does not have is a property. */
static enum sb_arrival checksum(struct sb_cross *cross)
{
    sb_str text = sb_cross_part(cross, "algorithm");
    sb_str_chop(&text, SB_S("checksumAlgorithm_"));
    enum sb_alg alg = sb_alg_find(text);
    const char *name = alg == SB_ALG_NONE ? NULL : sb_algs[alg].cyclonedx;
    enum sb_arrival arrival = sb_cross_digest(cross);
    bool member = name && sb_cross_said(cross, sb_str_of(name));
    return arrival == SB_ARRIVES && !member ? SB_ARRIVES_ELSEWHERE : arrival;
}

/* "group/name" is two members. */
static enum sb_arrival name(struct sb_cross *cross, sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((text.p[i] == '/' || text.p[i] == ':') && sb_cross_said(cross, sb_str_part(text, 0, i)) &&
            sb_cross_said(cross, sb_str_from(text, i + 1)))
            return SB_ARRIVES;
    return sb_cross_plain(cross, text);
}

/* A tool is name and version; who else made the document is a property. */
static enum sb_arrival creator(struct sb_cross *cross, sb_str text)
{
    sb_str tool = text, version;
    if (!sb_str_chop(&tool, SB_S("Tool:")))
        return sb_cross_aside(cross, text);
    tool = sb_str_trim(tool);
    if (sb_cross_said(cross, tool))
        return SB_ARRIVES;
    sb_tool_split(tool, &tool, &version);
    return sb_cross_said(cross, tool) && (!version.n || sb_cross_said(cross, version)) ? SB_ARRIVES : SB_ARRIVES_NOT;
}

static bool is_root(const struct sb_cross *cross, sb_str id)
{
    const struct sb_doc *doc = cross->doc;
    return doc->root.v && sb_cross_component(cross, id).v == doc->root.v;
}

static enum sb_arrival described(struct sb_cross *cross, sb_str text)
{
    return is_root(cross, text) ? SB_ARRIVES : SB_ARRIVES_NOT;
}

/* That files were not looked at is all that CycloneDX can say. */
static enum sb_arrival analyzed(struct sb_cross *cross, sb_str text)
{
    (void)cross;
    return sb_str_eq(text, SB_S("false")) ? SB_ARRIVES : SB_ARRIVES_NOT;
}

static enum sb_arrival file(struct sb_cross *cross, sb_str text)
{
    return sb_cross_component(cross, text).v ? SB_ARRIVES : SB_ARRIVES_NOT;
}

/* ---- objects ---- */

static void lose(struct sb_cross *cross, const char *part)
{
    for (size_t i = 0; i < cross->n_parts; i++)
        if (sb_str_eq(cross->parts[i].name, sb_str_of(part)))
            cross->parts[i].lost = true;
}

static enum sb_arrival reference(struct sb_cross *cross)
{
    const sb_str front = SB_S("http://spdx.org/rdf/references/");
    sb_str type = sb_cross_part(cross, "referenceType"), locator = sb_cross_part(cross, "referenceLocator"),
           comment = sb_cross_part(cross, "comment"), category = sb_cross_part(cross, "referenceCategory");
    sb_str_chop(&type, front);
    bool purl = sb_str_eq(type, SB_S("purl")), cpe = sb_str_starts(type, SB_S("cpe2"));
    enum sb_arrival arrival = purl ? sb_cross_purl(cross, locator) : sb_cross_address(cross, locator);
    if (arrival == SB_ARRIVES_NOT)
        return arrival;
    if (comment.n && !sb_cross_said(cross, comment))
        lose(cross, "comment");
    bool same = purl || cpe || (sb_str_eq(category, SB_S("OTHER")) && sb_cross_said(cross, type));
    return same ? arrival : SB_ARRIVES_ELSEWHERE;
}

/* The value of name=value, or of ["name","value"]. */
static bool line_is_said(struct sb_cross *cross, sb_str line, bool fact)
{
    sb_str name;
    if (fact) {
        sb_str_cut(&line, '=', &name);
        return sb_cross_said(cross, line);
    }
    struct sb_json *json = sb_json_new(line, 0);
    bool said = true;
    sb_json_next(json);
    while (sb_json_element(json) == SB_JSON_STRING)
        said = sb_cross_said(cross, sb_json_text(json));
    sb_json_free(json);
    return said;
}

/* Those of this program are what it has as properties; others are remarks, which CycloneDX has elsewhere. */
static enum sb_arrival annotation(struct sb_cross *cross)
{
    sb_str line, lines = sb_cross_part(cross, "comment");
    bool facts = sb_str_chop(&lines, SB_S(SB_SPDX2_FACTS)), good = true;
    if (!facts && !sb_str_chop(&lines, SB_S(SB_SPDX2_PROPERTIES)))
        return SB_ARRIVES_NOT;
    while (good && sb_str_line(&lines, &line))
        good = line_is_said(cross, line, facts);
    return good ? SB_ARRIVES : SB_ARRIVES_NOT;
}

/* An entry that says no more than a name is the name of a licence. */
static enum sb_arrival info(struct sb_cross *cross)
{
    sb_str text = sb_cross_part(cross, "extractedText"), title = sb_cross_part(cross, "name");
    bool plain = cross->n_values == 3 && title.n && sb_str_eq(text, title);
    return plain && sb_cross_said(cross, title) ? SB_ARRIVES : SB_ARRIVES_NOT;
}

static enum sb_arrival edge(const struct sb_cross *cross, const struct sb_spdx2_relation *relation, sb_comp source,
                            sb_comp target)
{
    const struct sb_doc *doc = cross->doc;
    sb_str from = sb_doc_str(doc, sb_doc_at(doc, source)->ref), to = sb_doc_str(doc, sb_doc_at(doc, target)->ref);
    if (!source.v || !target.v)
        return SB_ARRIVES_NOT;
    switch (relation->kind) {
    case SB_REL_DEPENDS_ON:
        return !sb_cross_pair(cross, 'd', from, to) ? SB_ARRIVES_NOT
               : relation->plain                    ? SB_ARRIVES
                                                    : SB_ARRIVES_ELSEWHERE;
    case SB_REL_CONTAINS:
        return sb_cross_pair(cross, 'c', from, to) || source.v == doc->root.v ? SB_ARRIVES : SB_ARRIVES_NOT;
    case SB_REL_GENERATED_FROM:
        return sb_cross_pair(cross, 'a', from, sb_doc_str(doc, sb_doc_at(doc, target)->purl)) ? SB_ARRIVES
                                                                                              : SB_ARRIVES_NOT;
    default: return SB_ARRIVES_NOT;
    }
}

static enum sb_arrival relationship(struct sb_cross *cross)
{
    sb_str from = sb_cross_part(cross, "spdxElementId"), to = sb_cross_part(cross, "relatedSpdxElement"),
           type = sb_cross_part(cross, "relationshipType");
    const struct sb_spdx2_relation *relation = sb_spdx2_relation_find(type);
    bool reversed = relation && relation->reversed;
    if (!relation)
        return SB_ARRIVES_NOT;
    sb_comp ends[2] = {sb_cross_component(cross, from), sb_cross_component(cross, to)};
    enum sb_arrival arrival = edge(cross, relation, ends[reversed], ends[!reversed]);
    bool says_root = sb_str_eq(type, SB_S("DESCRIBES")) ? is_root(cross, to)
                                                        : sb_str_eq(type, SB_S("DESCRIBED_BY")) && is_root(cross, from);
    if (says_root)
        arrival = SB_ARRIVES;
    if (arrival != SB_ARRIVES_NOT)
        lose(cross, "comment");
    return arrival;
}

#define ASIDE "components[].properties[]"
#define ASIDE_OF_ALL "metadata.properties[]"

static const struct sb_cross_row rows[] = {
    {"SPDXID", NULL, sb_cross_always, NULL},
    {"annotations[]", ASIDE_OF_ALL, NULL, annotation},
    {"comment", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"creationInfo.comment", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"creationInfo.created", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"creationInfo.creators[]", ASIDE_OF_ALL, creator, NULL},
    {"creationInfo.licenseListVersion", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"dataLicense", NULL, sb_cross_always, NULL},
    {"documentDescribes[]", NULL, described, NULL},
    {"documentNamespace", ASIDE_OF_ALL, sb_cross_aside, NULL},
    {"files[].SPDXID", NULL, sb_cross_always, NULL},
    {"files[].annotations[]", ASIDE, NULL, annotation},
    {"files[].checksums[]", ASIDE, NULL, checksum},
    {"files[].comment", ASIDE, sb_cross_aside, NULL},
    {"files[].copyrightText", NULL, said, NULL},
    {"files[].fileName", NULL, sb_cross_plain, NULL},
    {"files[].licenseConcluded", "components[].licenses[]", licence, NULL},
    {"hasExtractedLicensingInfos[]", NULL, NULL, info},
    {"name", NULL, sb_cross_plain, NULL},
    {"packages[].SPDXID", NULL, sb_cross_always, NULL},
    {"packages[].annotations[]", ASIDE, NULL, annotation},
    {"packages[].checksums[]", ASIDE, NULL, checksum},
    {"packages[].comment", ASIDE, sb_cross_aside, NULL},
    {"packages[].copyrightText", NULL, said, NULL},
    {"packages[].description", NULL, sb_cross_plain, NULL},
    {"packages[].downloadLocation", ASIDE, download, NULL},
    {"packages[].externalRefs[]", "components[].externalReferences[]", NULL, reference},
    {"packages[].filesAnalyzed", NULL, analyzed, NULL},
    {"packages[].hasFiles[]", NULL, file, NULL},
    {"packages[].homepage", NULL, address, NULL},
    {"packages[].licenseConcluded", "components[].licenses[]", licence, NULL},
    {"packages[].licenseDeclared", "components[].licenses[]", licence, NULL},
    {"packages[].name", NULL, name, NULL},
    {"packages[].originator", "components[].manufacturer.name", party, NULL},
    {"packages[].packageFileName", ASIDE, sb_cross_aside, NULL},
    {"packages[].packageVerificationCode.packageVerificationCodeValue", ASIDE, sb_cross_aside, NULL},
    {"packages[].primaryPackagePurpose", ASIDE, purpose, NULL},
    {"packages[].sourceInfo", ASIDE, sb_cross_aside, NULL},
    {"packages[].summary", ASIDE, sb_cross_aside, NULL},
    {"packages[].supplier", "components[].supplier.name", party, NULL},
    {"packages[].versionInfo", NULL, said, NULL},
    {"relationships[]", "dependencies[].dependsOn[]", NULL, relationship},
    {"spdxVersion", NULL, sb_cross_always, NULL},
};
const struct sb_cross_rows sb_cross_of_spdx2 = {rows, SB_COUNT(rows)};
