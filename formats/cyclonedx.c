#include "formats/cyclonedx.h"

static const char *const write_versions[] = {"1.4", "1.5", "1.6", "1.7", NULL};
static const char *const read_versions[] = {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7", NULL};

/* Members stand in any order, so the front may say no more than that it has bom-refs. */
static int sniff(sb_str head)
{
    static const struct {
        sb_str mark;
        int bits;
    } marks[] = {{SB_S("\"CycloneDX\""), 20},  {SB_S("\"bomFormat\""), 20}, {SB_S("\"specFormat\""), 20},
                 {SB_S("\"specVersion\""), 8}, {SB_S("\"bom-ref\""), 8},    {SB_S("cyclonedx.org/schema"), 8}};
    int bits = 0;
    sb_str_chop(&head, SB_S("\xef\xbb\xbf"));
    if (!sb_str_starts(sb_str_trim(head), SB_S("{")))
        return 0;
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        if (sb_str_find(head, marks[i].mark) != SB_NPOS)
            bits += marks[i].bits;
    return bits;
}

const struct sb_format sb_format_cyclonedx_json = {
    .name = "cyclonedx-json",
    .summary = "CycloneDX JSON",
    .write_versions = write_versions,
    .default_version = "1.6",
    .read_versions = read_versions,
    .sniff = sniff,
    .read = sb_cdx_json_read,
    .write = sb_cdx_json_write,
};
