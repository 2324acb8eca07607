#include "formats/spdx2.h"

#include "formats/sniff.h"

static const char *const write_versions[] = {"2.3", NULL};
static const char *const read_versions[] = {"2.2", "2.3", NULL};

static int sniff(sb_str head)
{
    static const struct sb_sniff_mark marks[] = {{SB_S("\"spdxVersion\""), 20},
                                                 {SB_S("\"SPDX-2."), 20},
                                                 {SB_S("\"SPDXID\""), 12},
                                                 {SB_S("\"SPDXRef-"), 8},
                                                 {SB_S("\"documentNamespace\""), 8}};
    return sb_sniff_json(head, marks, SB_COUNT(marks));
}

const struct sb_format sb_format_spdx_json = {
    .name = "spdx-json",
    .alias = "spdx",
    .summary = "SPDX 2 JSON",
    .write_versions = write_versions,
    .default_version = "2.3",
    .read_versions = read_versions,
    .sniff = sniff,
    .read = sb_spdx2_json_read,
    .write = sb_spdx2_json_write,
};
