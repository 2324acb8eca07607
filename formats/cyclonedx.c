#include "formats/cyclonedx.h"

static const char *const write_versions[] = {"1.4", "1.5", "1.6", "1.7", NULL};
static const char *const read_versions[] = {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7", NULL};

const struct sb_format sb_format_cyclonedx_json = {
    .name = "cyclonedx-json",
    .alias = "cyclonedx",
    .summary = "CycloneDX JSON",
    .write_versions = write_versions,
    .default_version = "1.6",
    .read_versions = read_versions,
    .read = sb_cdx_json_read,
    .write = sb_cdx_json_write,
};
