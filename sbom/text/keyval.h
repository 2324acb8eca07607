/* Line-oriented carriers: shell-like assignments (os-release), INI sections (entry_points.txt), CSV rows (RECORD). */
#ifndef SB_TEXT_KEYVAL_H
#define SB_TEXT_KEYVAL_H

#include "base/arena.h"

struct sb_lines {
    sb_str rest;
    uint32_t line; /* number of the line that the last call gave, from 1 */
    bool bad;      /* set by the last call: the line was no row of this carrier; it was skipped and is in `text` */
    sb_str text;
    sb_str section; /* INI: the section of the last row, without brackets */
};
void sb_lines_init(struct sb_lines *lines, sb_str input);

/* NAME=value as in os-release(5): comments and empty lines left out, quotes removed, backslashes resolved (copied to
 * ARENA where something had to be resolved). False at the end; a malformed line comes back with `bad` set. */
bool sb_assignment(struct sb_lines *lines, struct sb_arena *arena, sb_str *ret_name, sb_str *ret_value);
/* "name = value" below "[section]"; "#" and ";" comments. A line without "=" is a name with an empty value. */
bool sb_ini_row(struct sb_lines *lines, sb_str *ret_name, sb_str *ret_value);
/* One CSV row (RFC 4180: comma, double quotes, quoted fields may hold newlines) of at most MAX fields. RET_N: how many
 * there were, at most MAX (surplus fields are dropped). `bad`: garbage behind a closing quote, which costs the line, or
 * a quote that stays open, which costs all that is left. */
bool sb_csv_row(struct sb_lines *lines, struct sb_arena *arena, sb_str *fields, size_t max, size_t *ret_n);

#endif
