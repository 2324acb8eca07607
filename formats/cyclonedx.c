#include "formats/cyclonedx.h"

#include "formats/sniff.h"

static const char *const write_versions[] = {"1.4", "1.5", "1.6", "1.7", NULL};
static const char *const read_versions[] = {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7", NULL};

/* Members stand in any order, so the front may say no more than that it has bom-refs. */
static int sniff(sb_str head)
{
    static const struct sb_sniff_mark marks[] = {{SB_S("\"CycloneDX\""), 20},  {SB_S("\"bomFormat\""), 20},
                                                 {SB_S("\"specFormat\""), 20}, {SB_S("\"specVersion\""), 8},
                                                 {SB_S("\"bom-ref\""), 8},     {SB_S("cyclonedx.org/schema"), 8}};
    return sb_sniff_json(head, marks, SB_COUNT(marks));
}

const struct sb_format sb_format_cyclonedx_json = {
    .name = "cyclonedx-json",
    .alias = "cyclonedx",
    .summary = "CycloneDX JSON",
    .write_versions = write_versions,
    .default_version = "1.6",
    .read_versions = read_versions,
    .sniff = sniff,
    .read = sb_cdx_json_read,
    .write = sb_cdx_json_write,
};
