#include "cli/command.h"

const struct sb_command sb_commands[] = {
    {"scan", "SOURCE [-o FORMAT[@VERSION][=FILE]]...",
     "inventory what is installed in a folder, root file system or tar",
     "SOURCE: a folder, or a tar of one (plain, gzip, bzip2, xz, zstd).\n"
     "Exit codes: 0 fine, 2 usage, 3 a source that cannot be read or an output that cannot\n"
     "be written, 4 --strict and incomplete.",
     SB_CMD_SCAN, sb_cmd_scan},
    {"diff", "OLD NEW [-o FORMAT[=FILE]]...", "compare two inventories and show the change that stands out",
     "OLD, NEW: an SBOM document (CycloneDX or SPDX 2, JSON), or a folder or tar, which is\n"
     "scanned first, with the options of scan above; - is a document on standard input.\n"
     "Exit codes: 0 fine, 1 the gate failed (--fail-on, --fail-on-coverage), 2 usage, 3 an\n"
     "input that cannot be read or an output that cannot be written, 4 --strict and incomplete.",
     SB_CMD_DIFF, sb_cmd_diff},
    {"list", "collectors|formats|signals|profiles", "what this build knows", NULL, SB_CMD_LIST, sb_cmd_list},
    {"explain", "CODE|SIGNAL|limits", "what a code or signal means, and what no diff can show", NULL, SB_CMD_EXPLAIN,
     sb_cmd_explain},
    {"convert", "IN -o FORMAT[@VERSION][=FILE]...", "one format to another, with a loss report", NULL, SB_CMD_OTHERS,
     NULL},
    {"validate", "FILE...", "the verdict of the specification", NULL, SB_CMD_OTHERS, NULL},
    {"merge", "IN... -o FORMAT[@VERSION][=FILE]", "one document from many", NULL, SB_CMD_OTHERS, NULL},
    {"check", "FILE --profile NAME", "compliance profiles", NULL, SB_CMD_OTHERS, NULL},
};
const size_t sb_commands_count = SB_COUNT(sb_commands);
