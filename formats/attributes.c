#include "formats/attributes.h"

const struct sb_attribute_name sb_attribute_names[] = {
    {"spdx:package:summary", SB_F_SUMMARY},
    {"spdx:download-location", SB_F_DOWNLOAD},
    {"spdx:package:source-info", SB_F_SOURCE_INFO},
    {"spdx:package:file-name", SB_F_FILE_NAME},
    {"spdx:comment", SB_F_COMMENT},
    {"spdx:package:verification-code:value", SB_F_VERIFICATION_CODE},
    {"spdx:document:name", SB_F_DOC_NAME},
    {"spdx:creation-info:license-list-version", SB_F_LICENCE_LIST},
    {"cdx:description", SB_F_DESCRIPTION},
    {"cdx:author", SB_F_AUTHOR},
    {"cdx:publisher", SB_F_PUBLISHER},
    {"cdx:cpe", SB_F_CPE},
    {"cdx:mime-type", SB_F_MIME_TYPE},
    {"cdx:evidence:occurrence", SB_F_EVIDENCE},
};
const size_t sb_attribute_names_n = SB_COUNT(sb_attribute_names);

const char *const sb_scope_names[SB_SCOPE_COUNT] = {
    [SB_SCOPE_ABSENT] = "",
    [SB_SCOPE_REQUIRED] = "required",
    [SB_SCOPE_OPTIONAL] = "optional",
    [SB_SCOPE_EXCLUDED] = "excluded",
};

const char *sb_attribute_name(enum sb_field field)
{
    for (size_t i = 0; i < SB_COUNT(sb_attribute_names); i++)
        if (sb_attribute_names[i].field == field)
            return sb_attribute_names[i].name;
    return NULL;
}

enum sb_field sb_attribute_find(sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(sb_attribute_names); i++)
        if (sb_str_eq(sb_str_of(sb_attribute_names[i].name), name))
            return sb_attribute_names[i].field;
    return SB_F_COUNT;
}
