#include "cli/command.h"

const struct sb_command sb_commands[] = {
    {"scan", "SOURCE [-o FORMAT[@VERSION][=FILE]]...",
     "inventory what is installed in a folder, root file system or tar", SB_CMD_SCAN, sb_cmd_scan},
    {"diff", "OLD NEW [-o FORMAT[=FILE]]...", "compare two inventories and show the change that stands out",
     SB_CMD_DIFF, sb_cmd_diff},
    {"list", "collectors|formats|signals|profiles", "what this build knows", SB_CMD_LIST, sb_cmd_list},
    {"explain", "CODE|SIGNAL", "what a code or signal means, and what to do", SB_CMD_EXPLAIN, sb_cmd_explain},
    {"convert", "IN -o FORMAT[@VERSION][=FILE]...", "one format to another, with a loss report", SB_CMD_OTHERS, NULL},
    {"validate", "FILE...", "the verdict of the specification", SB_CMD_OTHERS, NULL},
    {"merge", "IN... -o FORMAT[@VERSION][=FILE]", "one document from many", SB_CMD_OTHERS, NULL},
    {"check", "FILE --profile NAME", "compliance profiles", SB_CMD_OTHERS, NULL},
};
const size_t sb_commands_count = SB_COUNT(sb_commands);
