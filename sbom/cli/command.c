#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

const struct sb_command sb_commands[] = {
    {"scan", "SOURCE [-o FORMAT[@VERSION][=FILE]]...", "inventory what is installed in a folder, root file system or tar",
     SB_CMD_SCAN, sb_cmd_scan},
    {"diff", "OLD NEW [-o FORMAT[=FILE]]...", "compare two inventories and show the change that stands out", SB_CMD_DIFF,
     sb_cmd_diff},
    {"list", "collectors|formats|signals|profiles", "what this build knows", SB_CMD_LIST, sb_cmd_list},
    {"explain", "CODE|SIGNAL", "what a code or signal means, and what to do", SB_CMD_EXPLAIN, sb_cmd_explain},
    {"convert", "IN -o FORMAT[@VERSION][=FILE]...", "one format to another, with a loss report", SB_CMD_OTHERS, NULL},
    {"validate", "FILE...", "the verdict of the specification", SB_CMD_OTHERS, NULL},
    {"merge", "IN... -o FORMAT[@VERSION][=FILE]", "one document from many", SB_CMD_OTHERS, NULL},
    {"check", "FILE --profile NAME", "compliance profiles", SB_CMD_OTHERS, NULL},
};
const size_t sb_commands_count = SB_COUNT(sb_commands);

static int exit_of(sb_rc rc)
{
    if (rc == SB_E_USAGE)
        return SB_EXIT_USAGE;
    return rc == SB_E_BUG ? SB_EXIT_BUG : SB_EXIT_INPUT;
}

int sb_complain(const struct sb_err *err)
{
    struct sb_buf line = {0};
    sb_buf_str(&line, SB_S("sbom: "));
    if (err->path[0]) {
        sb_utf8_printable(&line, sb_str_of(err->path));
        if (err->line)
            sb_buf_printf(&line, ":%u:%u", err->line, err->col);
        sb_buf_str(&line, SB_S(": "));
    }
    sb_utf8_printable(&line, sb_str_of(err->text));
    fprintf(stderr, "%.*s\n", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
    return exit_of(err->rc);
}

int sb_usage_error(const char *format, ...)
{
    struct sb_err err = {.rc = SB_E_USAGE};
    va_list args;
    va_start(args, format);
    vsnprintf(err.text, sizeof err.text, format, args);
    va_end(args);
    return sb_complain(&err);
}
