#include "formats/cyclonedx.h"

#include "carry/carrier.h"

#define DEFAULT "1.6" /* what most readers take */

static const char *const json_versions[] = {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7", NULL};
static const char *const xml_versions[] = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", NULL};
static const char *const protobuf_versions[] = {"1.3", "1.4", "1.5", "1.6", "1.7", NULL};
static const struct sb_road json_road = {&sb_carrier_json, &sb_grammar_cyclonedx, json_versions};
static const struct sb_road xml_road = {&sb_carrier_xml, &sb_grammar_cyclonedx, xml_versions};
static const struct sb_road protobuf_road = {&sb_carrier_protobuf, &sb_grammar_cyclonedx, protobuf_versions};

static sb_rc write_json(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                        struct sb_diags *diags, struct sb_err *err)
{
    return sb_cdx_encode(doc, &json_road, sb_version_minor(options, DEFAULT), options, sink, diags, err);
}

static sb_rc write_xml(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                       struct sb_diags *diags, struct sb_err *err)
{
    return sb_cdx_encode(doc, &xml_road, sb_version_minor(options, DEFAULT), options, sink, diags, err);
}

static sb_rc write_protobuf(const struct sb_doc *doc, const struct sb_write_options *options, struct sb_sink *sink,
                            struct sb_diags *diags, struct sb_err *err)
{
    return sb_cdx_encode(doc, &protobuf_road, sb_version_minor(options, DEFAULT), options, sink, diags, err);
}

const struct sb_format sb_format_cyclonedx_json = {
    .name = "cyclonedx-json",
    .alias = "cyclonedx",
    .summary = "CycloneDX JSON",
    .write_versions = json_versions,
    .default_version = DEFAULT,
    .read_versions = json_versions,
    .road = &json_road,
    .read = sb_cdx_read,
    .write = write_json,
};

const struct sb_format sb_format_cyclonedx_xml = {
    .name = "cyclonedx-xml",
    .summary = "CycloneDX XML",
    .read_versions = xml_versions,
    .write_versions = xml_versions,
    .default_version = DEFAULT,
    .road = &xml_road,
    .read = sb_cdx_read,
    .write = write_xml,
};

const struct sb_format sb_format_cyclonedx_protobuf = {
    .name = "cyclonedx-protobuf",
    .summary = "CycloneDX Protocol Buffers",
    .read_versions = protobuf_versions,
    .write_versions = protobuf_versions,
    .default_version = DEFAULT,
    .road = &protobuf_road,
    .read = sb_cdx_read,
    .write = write_protobuf,
};
