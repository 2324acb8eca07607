#include "formats/spdx2.h"

static const char *const write_versions[] = {"2.3", NULL};
static const char *const read_versions[] = {"2.2", "2.3", NULL};

const struct sb_format sb_format_spdx_json = {
    .name = "spdx-json",
    .alias = "spdx",
    .summary = "SPDX 2 JSON",
    .write_versions = write_versions,
    .default_version = SB_SPDX2_DEFAULT,
    .read_versions = read_versions,
    .read = sb_spdx2_read,
    .write = sb_spdx2_json_write,
};
