/* The members of CycloneDX 1.2 to 1.7, from its JSON schemas, in the order of the newest. */
#include "formats/cyclonedx.h"

#define SLOT(key, member, compare, since, until)                                                                       \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_SLOT, compare, since, until, offsetof(struct sb_component, member), NULL, NULL  \
    }
#define ATTRIBUTE(key, field, compare, since, until)                                                                   \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_ATTRIBUTE, compare, since, until, field, NULL, NULL                             \
    }
#define CODEC(key, compare, since, until, read, write)                                                                 \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_CODEC, compare, since, until, 0, read, write                                    \
    }
#define RAW(key, compare, since, until)                                                                                \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_RAW, compare, since, until, 0, NULL, NULL                                       \
    }
enum {
    NONE = SB_COMPARE_NONE,
    IDENTITY = SB_COMPARE_IDENTITY,
    SOFTWARE = SB_COMPARE_SOFTWARE,
    TERMS = SB_COMPARE_TERMS,
    DESCRIPTION = SB_COMPARE_DESCRIPTION
};

static const struct sb_field_row document_rows[] = {
    CODEC("$schema", NONE, 2, 0, sb_cdx_read_ignored, sb_cdx_write_schema),
    CODEC("bomFormat", NONE, 2, 0, sb_cdx_read_bom_format, sb_cdx_write_bom_format),
    CODEC("specFormat", NONE, 99, 0, sb_cdx_read_spec_format, NULL),
    CODEC("specVersion", NONE, 2, 0, sb_cdx_read_spec_version, sb_cdx_write_spec_version),
    CODEC("serialNumber", NONE, 2, 0, sb_cdx_read_serial, sb_cdx_write_serial),
    CODEC("version", NONE, 2, 0, sb_cdx_read_ignored, sb_cdx_write_version),
    CODEC("metadata", NONE, 2, 0, sb_cdx_read_metadata, sb_cdx_write_metadata),
    CODEC("components", SOFTWARE, 2, 0, sb_cdx_read_components, sb_cdx_write_components),
    RAW("services", DESCRIPTION, 2, 0),
    CODEC("externalReferences", DESCRIPTION, 2, 0, sb_cdx_read_references, sb_cdx_write_references),
    CODEC("dependencies", SOFTWARE, 2, 0, sb_cdx_read_dependencies, sb_cdx_write_dependencies),
    RAW("compositions", DESCRIPTION, 3, 0),
    RAW("vulnerabilities", DESCRIPTION, 4, 0),
    RAW("annotations", DESCRIPTION, 5, 0),
    RAW("formulation", DESCRIPTION, 5, 0),
    RAW("declarations", DESCRIPTION, 6, 0),
    RAW("definitions", DESCRIPTION, 6, 0),
    RAW("citations", DESCRIPTION, 7, 0),
    RAW("properties", DESCRIPTION, 5, 0),
    CODEC("signature", NONE, 4, 0, sb_cdx_read_signature, sb_cdx_write_signature),
};
const struct sb_field_table sb_cdx_document = {"", document_rows, SB_COUNT(document_rows)};

static const struct sb_field_row metadata_rows[] = {
    CODEC("timestamp", NONE, 2, 0, sb_cdx_read_timestamp, sb_cdx_write_timestamp),
    RAW("lifecycles", DESCRIPTION, 5, 0),
    CODEC("tools", NONE, 2, 0, sb_cdx_read_tools, sb_cdx_write_tools),
    RAW("manufacturer", DESCRIPTION, 6, 0),
    RAW("authors", DESCRIPTION, 2, 0),
    CODEC("component", SOFTWARE, 2, 0, sb_cdx_read_root, sb_cdx_write_root),
    RAW("manufacture", DESCRIPTION, 2, 0),
    RAW("supplier", DESCRIPTION, 2, 0),
    RAW("licenses", DESCRIPTION, 3, 0),
    CODEC("properties", DESCRIPTION, 3, 0, sb_cdx_read_properties, sb_cdx_write_properties),
    RAW("distributionConstraints", DESCRIPTION, 7, 0),
};
const struct sb_field_table sb_cdx_metadata = {"metadata.", metadata_rows, SB_COUNT(metadata_rows)};

static const struct sb_field_row component_rows[] = {
    CODEC("type", DESCRIPTION, 2, 0, sb_cdx_read_type, sb_cdx_write_type),
    ATTRIBUTE("mime-type", SB_F_MIME_TYPE, DESCRIPTION, 2, 0),
    SLOT("bom-ref", ref, NONE, 2, 0),
    CODEC("supplier", TERMS, 2, 0, sb_cdx_read_party, sb_cdx_write_supplier),
    CODEC("manufacturer", TERMS, 6, 0, sb_cdx_read_party, sb_cdx_write_manufacturer),
    RAW("authors", DESCRIPTION, 6, 0),
    ATTRIBUTE("author", SB_F_AUTHOR, DESCRIPTION, 2, 0),
    ATTRIBUTE("publisher", SB_F_PUBLISHER, DESCRIPTION, 2, 0),
    SLOT("group", group, IDENTITY, 2, 0),
    SLOT("name", name, IDENTITY, 2, 0),
    SLOT("version", version, SOFTWARE, 2, 0),
    RAW("versionRange", SOFTWARE, 7, 0),
    RAW("isExternal", DESCRIPTION, 7, 0),
    ATTRIBUTE("description", SB_F_DESCRIPTION, DESCRIPTION, 2, 0),
    CODEC("scope", DESCRIPTION, 2, 0, sb_cdx_read_scope, sb_cdx_write_scope),
    CODEC("hashes", SOFTWARE, 2, 0, sb_cdx_read_hashes, sb_cdx_write_hashes),
    CODEC("licenses", TERMS, 2, 0, sb_cdx_read_licences, sb_cdx_write_licences),
    SLOT("copyright", copyright, TERMS, 2, 0),
    RAW("patentAssertions", DESCRIPTION, 7, 0),
    ATTRIBUTE("cpe", SB_F_CPE, DESCRIPTION, 2, 0),
    CODEC("purl", IDENTITY, 2, 0, sb_cdx_read_purl, sb_cdx_write_purl),
    CODEC("omniborId", SOFTWARE, 6, 0, sb_cdx_read_content_ids, NULL),
    CODEC("swhid", SOFTWARE, 6, 0, sb_cdx_read_content_ids, NULL),
    RAW("swid", DESCRIPTION, 2, 0),
    RAW("modified", DESCRIPTION, 2, 0),
    CODEC("pedigree", SOFTWARE, 2, 0, sb_cdx_read_pedigree, sb_cdx_write_pedigree),
    CODEC("externalReferences", DESCRIPTION, 2, 0, sb_cdx_read_references, sb_cdx_write_references),
    CODEC("components", SOFTWARE, 2, 0, sb_cdx_read_components, NULL),
    CODEC("evidence", DESCRIPTION, 3, 0, sb_cdx_read_evidence, sb_cdx_write_evidence),
    RAW("releaseNotes", DESCRIPTION, 4, 0),
    RAW("modelCard", DESCRIPTION, 5, 0),
    RAW("data", DESCRIPTION, 5, 0),
    RAW("cryptoProperties", DESCRIPTION, 6, 0),
    CODEC("properties", DESCRIPTION, 3, 0, sb_cdx_read_properties, sb_cdx_write_properties),
    RAW("tags", DESCRIPTION, 6, 0),
    CODEC("signature", NONE, 4, 0, sb_cdx_read_signature, sb_cdx_write_signature),
};
const struct sb_field_table sb_cdx_component = {"", component_rows, SB_COUNT(component_rows)};

unsigned sb_cdx_type_since(enum sb_comp_type type)
{
    static const uint8_t since[SB_TYPE_COUNT] = {
        [SB_TYPE_PLATFORM] = 5, [SB_TYPE_DEVICE_DRIVER] = 5,       [SB_TYPE_MACHINE_LEARNING_MODEL] = 5,
        [SB_TYPE_DATA] = 5,     [SB_TYPE_CRYPTOGRAPHIC_ASSET] = 6,
    };
    return since[type];
}

static const struct {
    const char *type;
    unsigned since;
} reference_types[] = {
    {"adversary-model", 5},
    {"advisories", 2},
    {"attestation", 5},
    {"bom", 2},
    {"build-meta", 2},
    {"build-system", 2},
    {"certification-report", 5},
    {"chat", 2},
    {"citation", 7},
    {"codified-infrastructure", 5},
    {"component-analysis-report", 5},
    {"configuration", 5},
    {"digital-signature", 6},
    {"distribution", 2},
    {"distribution-intake", 5},
    {"documentation", 2},
    {"dynamic-analysis-report", 5},
    {"electronic-signature", 6},
    {"evidence", 5},
    {"exploitability-statement", 5},
    {"formulation", 5},
    {"issue-tracker", 2},
    {"license", 2},
    {"log", 5},
    {"mailing-list", 2},
    {"maturity-report", 5},
    {"model-card", 5},
    {"other", 2},
    {"patent", 7},
    {"patent-assertion", 7},
    {"patent-family", 7},
    {"pentest-report", 5},
    {"poam", 5},
    {"quality-metrics", 5},
    {"release-notes", 4},
    {"rfc-9116", 6},
    {"risk-assessment", 5},
    {"runtime-analysis-report", 5},
    {"security-contact", 5},
    {"social", 2},
    {"source-distribution", 6},
    {"static-analysis-report", 5},
    {"support", 2},
    {"threat-model", 5},
    {"vcs", 2},
    {"vulnerability-assertion", 5},
    {"website", 2},
};

bool sb_cdx_reference_known(sb_str type, unsigned minor)
{
    for (size_t i = 0; i < SB_COUNT(reference_types); i++)
        if (sb_str_eq(sb_str_of(reference_types[i].type), type))
            return minor >= reference_types[i].since;
    return false;
}
