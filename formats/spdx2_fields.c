/* The members of SPDX 2.2 and 2.3, from the JSON schema and in its order, and its vocabularies. */
#include "formats/attributes.h"
#include "formats/spdx2.h"

#define SLOT(key, member, compare, since, read, write)                                                                 \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_CODEC, compare, since, 0, offsetof(struct sb_component, member), read, write    \
    }
#define ATTRIBUTE(key, field, compare, since)                                                                          \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_ATTRIBUTE, compare, since, 0, field, NULL, NULL                                 \
    }
#define CODEC(key, compare, since, read, write)                                                                        \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_CODEC, compare, since, 0, 0, read, write                                        \
    }
#define ELEMENTS(key, compare, since, read, write)                                                                     \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_ELEMENTS, compare, since, 0, 0, read, write                                     \
    }
#define RAW(key, compare, since)                                                                                       \
    {                                                                                                                  \
        key, sizeof(key) - 1, SB_SHAPE_RAW, compare, since, 0, 0, NULL, NULL                                           \
    }
enum {
    NONE = SB_COMPARE_NONE,
    IDENTITY = SB_COMPARE_IDENTITY,
    SOFTWARE = SB_COMPARE_SOFTWARE,
    TERMS = SB_COMPARE_TERMS,
    DESCRIPTION = SB_COMPARE_DESCRIPTION
};

static const struct sb_field_row document_rows[] = {
    CODEC("@context", NONE, 99, sb_spdx2_read_context, NULL),
    CODEC("SPDXID", NONE, 2, sb_spdx2_read_ignored, sb_spdx2_write_id),
    ELEMENTS("annotations", DESCRIPTION, 2, sb_spdx2_read_annotations, sb_spdx2_write_annotations),
    CODEC("comment", DESCRIPTION, 2, sb_spdx2_read_document_text, sb_spdx2_write_comment),
    CODEC("creationInfo", NONE, 2, sb_spdx2_read_creation, sb_spdx2_write_creation),
    CODEC("dataLicense", NONE, 2, sb_spdx2_read_ignored, sb_spdx2_write_data_licence),
    RAW("externalDocumentRefs", DESCRIPTION, 2),
    CODEC("name", DESCRIPTION, 2, sb_spdx2_read_document_text, sb_spdx2_write_name),
    RAW("revieweds", DESCRIPTION, 2),
    CODEC("spdxVersion", NONE, 2, sb_spdx2_read_version, sb_spdx2_write_version),
    CODEC("documentNamespace", NONE, 2, sb_spdx2_read_document_text, sb_spdx2_write_namespace),
    CODEC("documentDescribes", SOFTWARE, 2, sb_spdx2_read_describes, NULL),
    CODEC("packages", SOFTWARE, 2, sb_spdx2_read_packages, sb_spdx2_write_packages),
    /* behind the packages, whose licences make its entries */
    ELEMENTS("hasExtractedLicensingInfos", TERMS, 2, sb_spdx2_read_infos, sb_spdx2_write_infos),
    CODEC("files", SOFTWARE, 2, sb_spdx2_read_files, NULL),
    CODEC("snippets", DESCRIPTION, 2, sb_spdx2_read_elements, NULL),
    ELEMENTS("relationships", SOFTWARE, 2, sb_spdx2_read_relationships, sb_spdx2_write_relationships),
};
const struct sb_field_table sb_spdx2_document = {"", document_rows, SB_COUNT(document_rows)};

static const struct sb_field_row package_rows[] = {
    SLOT("SPDXID", ref, NONE, 2, sb_spdx2_read_slot, sb_spdx2_write_id),
    ELEMENTS("annotations", DESCRIPTION, 2, sb_spdx2_read_annotations, sb_spdx2_write_annotations),
    RAW("attributionTexts", DESCRIPTION, 2),
    RAW("builtDate", DESCRIPTION, 3),
    CODEC("checksums", SOFTWARE, 2, sb_spdx2_read_checksums, sb_spdx2_write_checksums),
    ATTRIBUTE("comment", SB_F_COMMENT, DESCRIPTION, 2),
    SLOT("copyrightText", copyright, TERMS, 2, sb_spdx2_read_slot, sb_spdx2_write_slot),
    ATTRIBUTE("description", SB_F_DESCRIPTION, DESCRIPTION, 2),
    CODEC("downloadLocation", DESCRIPTION, 2, sb_spdx2_read_download, sb_spdx2_write_download),
    CODEC("externalRefs", IDENTITY, 2, sb_spdx2_read_refs, sb_spdx2_write_refs),
    CODEC("filesAnalyzed", NONE, 2, sb_spdx2_read_ignored, sb_spdx2_write_analyzed),
    CODEC("hasFiles", SOFTWARE, 2, sb_spdx2_read_has_files, NULL),
    CODEC("homepage", DESCRIPTION, 2, sb_spdx2_read_homepage, sb_spdx2_write_homepage),
    RAW("licenseComments", DESCRIPTION, 2),
    CODEC("licenseConcluded", TERMS, 2, sb_spdx2_read_licence, sb_spdx2_write_licence),
    CODEC("licenseDeclared", TERMS, 2, sb_spdx2_read_licence, sb_spdx2_write_licence),
    RAW("licenseInfoFromFiles", DESCRIPTION, 2),
    SLOT("name", name, IDENTITY, 2, sb_spdx2_read_slot, sb_spdx2_write_name),
    SLOT("originator", originator, TERMS, 2, sb_spdx2_read_party, sb_spdx2_write_party),
    ATTRIBUTE("packageFileName", SB_F_FILE_NAME, DESCRIPTION, 2),
    CODEC("packageVerificationCode", SOFTWARE, 2, sb_spdx2_read_code, sb_spdx2_write_code),
    CODEC("primaryPackagePurpose", DESCRIPTION, 3, sb_spdx2_read_purpose, sb_spdx2_write_purpose),
    RAW("releaseDate", DESCRIPTION, 3),
    ATTRIBUTE("sourceInfo", SB_F_SOURCE_INFO, DESCRIPTION, 2),
    ATTRIBUTE("summary", SB_F_SUMMARY, DESCRIPTION, 2),
    SLOT("supplier", supplier, TERMS, 2, sb_spdx2_read_party, sb_spdx2_write_party),
    RAW("validUntilDate", DESCRIPTION, 3),
    SLOT("versionInfo", version, SOFTWARE, 2, sb_spdx2_read_slot, sb_spdx2_write_slot),
};
const struct sb_field_table sb_spdx2_package = {"", package_rows, SB_COUNT(package_rows)};

/* A file is a component of that type. */
static const struct sb_field_row file_rows[] = {
    SLOT("SPDXID", ref, NONE, 2, sb_spdx2_read_slot, NULL),
    ELEMENTS("annotations", DESCRIPTION, 2, sb_spdx2_read_annotations, NULL),
    RAW("artifactOfs", DESCRIPTION, 2),
    RAW("attributionTexts", DESCRIPTION, 2),
    CODEC("checksums", SOFTWARE, 2, sb_spdx2_read_checksums, NULL),
    ATTRIBUTE("comment", SB_F_COMMENT, DESCRIPTION, 2),
    SLOT("copyrightText", copyright, TERMS, 2, sb_spdx2_read_slot, NULL),
    RAW("fileContributors", DESCRIPTION, 2),
    RAW("fileDependencies", DESCRIPTION, 2),
    SLOT("fileName", name, IDENTITY, 2, sb_spdx2_read_slot, NULL),
    RAW("fileTypes", DESCRIPTION, 2),
    RAW("licenseComments", DESCRIPTION, 2),
    CODEC("licenseConcluded", TERMS, 2, sb_spdx2_read_licence, NULL),
    RAW("licenseInfoInFiles", DESCRIPTION, 2),
    RAW("noticeText", DESCRIPTION, 2),
};
const struct sb_field_table sb_spdx2_file = {"", file_rows, SB_COUNT(file_rows)};

static const struct {
    enum sb_comp_type type;
    const char *purpose;
} purposes[] = {
    {SB_TYPE_APPLICATION, "APPLICATION"},
    {SB_TYPE_FRAMEWORK, "FRAMEWORK"},
    {SB_TYPE_LIBRARY, "LIBRARY"},
    {SB_TYPE_CONTAINER, "CONTAINER"},
    {SB_TYPE_OPERATING_SYSTEM, "OPERATING_SYSTEM"},
    {SB_TYPE_DEVICE, "DEVICE"},
    {SB_TYPE_FIRMWARE, "FIRMWARE"},
    {SB_TYPE_FILE, "FILE"},
};

const char *sb_spdx2_purpose(enum sb_comp_type type)
{
    for (size_t i = 0; i < SB_COUNT(purposes); i++)
        if (purposes[i].type == type)
            return purposes[i].purpose;
    return type == SB_TYPE_ABSENT ? NULL : "OTHER";
}

enum sb_comp_type sb_spdx2_type_of(sb_str purpose)
{
    for (size_t i = 0; i < SB_COUNT(purposes); i++)
        if (sb_spdx2_same_word(sb_str_of(purposes[i].purpose), purpose))
            return purposes[i].type;
    return SB_TYPE_ABSENT;
}
