#include "cli/command.h"

const struct sb_command sb_commands[] = {
    {"scan", "SOURCE [-o FORMAT[@VERSION][=FILE]]... [OPTION]...",
     "inventory what is installed in a folder, tar or container image",
     "SOURCE: folder, tar, image (manual: --image --platform --scope --limit) or -.\n"
     "Exit codes: 0 fine or warned, 2 usage, 3 cannot read or write, 4 incomplete.",
     SB_WORDS_FILE, SB_CMD_SCAN, sb_cmd_scan},
    {"diff", "OLD NEW... [-o FORMAT[=FILE]]... [OPTION]...", "compare inventories and show the change that stands out",
     "OLD, NEW: an SBOM document, or a folder, tar, image that is scanned first (scan\n"
     "--help); - for one on stdin. More than two: a chain, gated by its last step.\n"
     "Exit codes: 0 fine, 1 the gate failed (--fail-on, --policy), 2 usage,\n"
     "3 cannot read or write, 4 --strict and incomplete.",
     SB_WORDS_FILE, SB_CMD_DIFF, sb_cmd_diff},
    {"history", "FOLDER [-o FORMAT[=FILE]]... [OPTION]...", "the documents of a folder as a chain of releases",
     "FOLDER: with documents of at least two releases of one thing; they are taken\n"
     "by the times that they state, else by versions.\n"
     "Exit codes: those of diff, for the last step.",
     SB_WORDS_FILE, SB_CMD_HISTORY, sb_cmd_history},
    {"convert", "IN -o FORMAT[@VERSION][=FILE]... [--loss [FORMAT=]FILE]",
     "one version, encoding or format to another, with a loss report",
     "IN: CycloneDX (JSON, XML, protobuf) or SPDX (JSON); - for standard input.\n"
     "Exit codes: 0 fine, 2 usage, 3 cannot read or write, 4 --strict and a loss.",
     SB_WORDS_FILE, SB_CMD_CONVERT, sb_cmd_convert},
    {"validate", "FILE... [-o FORMAT[=FILE]]... [--strict-schema]",
     "the verdict of the specification, with line and path",
     "FILE: a CycloneDX document (JSON, XML, protobuf); - for standard input.\n"
     "Exit codes: 0 all are valid, 2 usage, 3 one is not, or cannot read or write.",
     SB_WORDS_FILE, SB_CMD_VALIDATE, sb_cmd_validate},
    {"delta", "OLD NEW [-o json[=FILE]] | schema", "what made one document of another, to sign and to forward",
     "OLD, NEW: documents of one specification, CycloneDX or SPDX in JSON, whatever\n"
     "their version and encoding; - for one on stdin. schema: JSON Schema of a delta.\n"
     "Exit codes: 0 fine, 2 usage, 3 cannot read or write.",
     SB_WORDS_FILE, SB_CMD_DELTA, sb_cmd_delta},
    {"apply", "OLD DELTA [-o FORMAT[@VERSION][=FILE]]...", "the new document, of the old one and a delta",
     "What comes out is what the delta was made of, by its digest; else nothing is\n"
     "written. - for one of OLD and DELTA on stdin.\n"
     "Exit codes: 0 fine, 2 usage, 3 OLD is another document, or the delta is damaged,\n"
     "or cannot read or write, 4 --strict and a loss (-o).",
     SB_WORDS_FILE, SB_CMD_APPLY, sb_cmd_apply},
    {"policy", "check FILE... | show PRESET | schema policy|waivers",
     "check the files that govern diff; presets, schemas",
     "check: each FILE is a policy or waivers, as its schema says; every error has its\n"
     "line and column. show: strict, default, observe. schema: JSON Schema.\n"
     "Exit codes: 0 fine, 2 usage, 3 a file is not valid, or cannot be read.",
     SB_WORDS_POLICY, SB_CMD_POLICY, sb_cmd_policy},
    {"list", "collectors|formats|rules|signals|profiles", "what this build knows", NULL, SB_WORDS_LIST, SB_CMD_LIST,
     sb_cmd_list},
    {"explain", "CODE|RULE|SIGNAL|WORD|limits|words", "what a code, a signal or a word of a report means",
     "WORD: any that stands in a report: COVERAGE, brought by; words lists them.", SB_WORDS_TOPIC, SB_CMD_EXPLAIN,
     sb_cmd_explain},
    {"merge", "IN... -o FORMAT[@VERSION][=FILE]", "one document from many", NULL, SB_WORDS_FILE, SB_CMD_OTHERS, NULL},
    {"check", "FILE --profile NAME", "compliance profiles", NULL, SB_WORDS_FILE, SB_CMD_OTHERS, NULL},
};
const size_t sb_commands_count = SB_COUNT(sb_commands);
