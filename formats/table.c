#include "formats/format.h"

#define SPDX_READ "cannot be read in this version; SPDX 2.2 and 2.3 in JSON can"

static const struct sb_format spdx_tag_value = {
    .name = "spdx-tag-value", .summary = "SPDX 2 tag-value (planned)", .unread = "SPDX in tag-value " SPDX_READ};
static const struct sb_format spdx_yaml = {
    .name = "spdx-yaml", .summary = "SPDX 2 YAML (planned)", .unread = "SPDX in YAML " SPDX_READ};
static const struct sb_format spdx_xml = {
    .name = "spdx-xml", .summary = "SPDX 2 XML (planned)", .unread = "SPDX in XML " SPDX_READ};
static const struct sb_format spdx_rdf = {
    .name = "spdx-rdf", .summary = "SPDX 2 RDF/XML (planned)", .unread = "SPDX in RDF " SPDX_READ};
static const struct sb_format spdx3_json = {
    .name = "spdx3-json", .summary = "SPDX 3 JSON-LD (planned)", .unread = "SPDX 3 " SPDX_READ};

const struct sb_format *const sb_formats[] = {
    &sb_format_cyclonedx_json,
    &sb_format_cyclonedx_xml,
    &sb_format_cyclonedx_protobuf,
    &sb_format_spdx_json,
    &spdx_tag_value,
    &spdx_yaml,
    &spdx_xml,
    &spdx_rdf,
    &spdx3_json,
    NULL,
};

const struct sb_format *sb_format_find(sb_str name)
{
    const struct sb_format *const *format = sb_formats;
    while (*format && !sb_str_eq(sb_str_of((*format)->name), name) &&
           !((*format)->alias && sb_str_eq(sb_str_of((*format)->alias), name)))
        format++;
    return *format;
}

static bool is_listed(const char *const *known, sb_str version)
{
    while (known && *known && !sb_str_eq(sb_str_of(*known), version))
        known++;
    return known && *known;
}

bool sb_format_writes(const struct sb_format *format, sb_str version)
{
    return is_listed(format->write_versions, version);
}

bool sb_road_has(const struct sb_road *road, sb_str version)
{
    return is_listed(road->versions, version);
}
