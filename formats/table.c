#include "formats/format.h"

static const struct sb_format cyclonedx_xml = {.name = "cyclonedx-xml", .summary = "CycloneDX XML (planned)"};
static const struct sb_format cyclonedx_protobuf = {.name = "cyclonedx-protobuf",
                                                    .summary = "CycloneDX Protocol Buffers (planned)"};
static const struct sb_format spdx_tag_value = {.name = "spdx-tag-value", .summary = "SPDX 2 tag-value (planned)"};
static const struct sb_format spdx_yaml = {.name = "spdx-yaml", .summary = "SPDX 2 YAML (planned)"};
static const struct sb_format spdx_xml = {.name = "spdx-xml", .summary = "SPDX 2 XML (planned)"};
static const struct sb_format spdx_rdf = {.name = "spdx-rdf", .summary = "SPDX 2 RDF/XML (planned)"};
static const struct sb_format spdx3_json = {.name = "spdx3-json", .summary = "SPDX 3 JSON-LD (planned)"};

const struct sb_format *const sb_formats[] = {
    &sb_format_cyclonedx_json,
    &cyclonedx_xml,
    &cyclonedx_protobuf,
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

bool sb_format_writes(const struct sb_format *format, sb_str version)
{
    const char *const *known = format->write_versions;
    while (known && *known && !sb_str_eq(sb_str_of(*known), version))
        known++;
    return known && *known;
}

const struct sb_format *sb_format_sniff(sb_str head)
{
    const struct sb_format *surest = NULL;
    int most = 0;
    for (const struct sb_format *const *format = sb_formats; *format; format++) {
        int bits = (*format)->sniff ? (*format)->sniff(head) : 0;
        if (bits > most) {
            most = bits;
            surest = *format;
        }
    }
    return surest;
}
