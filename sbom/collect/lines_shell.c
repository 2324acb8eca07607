/* environment.d(5), pam_env.conf(5), sh(1), systemd-system.conf(5). */
#include "collect/lines_read.h"
#include "source/variable.h"

/* PATH is set everywhere, and names folders. */
static bool loads(sb_str name)
{
    return sb_variable_loads(name) && !sb_str_eq(name, SB_S("PATH"));
}

/* ---- text that a shell reads as a part of its own ---- */

struct shell {
    char quote; /* that is open, or 0 */
    bool list;  /* within NAME=( ... ) */
    bool goes_on;
};

/* "export NAME=", "NAME+="; RET_VALUE: what follows. */
static bool is_assignment(sb_str line, sb_str *ret_name, sb_str *ret_value)
{
    size_t n = 0;
    if (sb_str_chop(&line, SB_S("export ")) || sb_str_chop(&line, SB_S("readonly ")))
        line = sb_str_trim(line);
    while (n < line.n && (sb_is_alnum(line.p[n]) || line.p[n] == '_'))
        n++;
    *ret_name = sb_str_part(line, 0, n);
    sb_str rest = sb_str_from(line, n);
    sb_str_chop(&rest, SB_S("+"));
    bool assigns = n && !sb_is_digit(line.p[0]) && sb_str_chop(&rest, SB_S("="));
    *ret_value = rest;
    return assigns;
}

static bool substitutes(sb_str text)
{
    return sb_str_chr(text, '`') != SB_NPOS || sb_str_find(text, SB_S("$(")) != SB_NPOS ||
           sb_str_find(text, SB_S("<(")) != SB_NPOS;
}

/* Reads TEXT up to where the word ends that it begins with or goes on with, or a list; what follows is left. */
static sb_str skip_value(struct shell *shell, sb_str text)
{
    size_t i = 0;
    for (; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\\' && shell->quote != '\'') {
            i++;
        } else if (shell->quote) {
            shell->quote = c == shell->quote ? 0 : shell->quote;
        } else if (c == '"' || c == '\'') {
            shell->quote = c;
        } else if (shell->list) {
            shell->list = c != ')';
        } else if (sb_is_in(c, " \t;&|<>")) {
            break;
        }
    }
    return i < text.n ? sb_str_trim(sb_str_from(text, i)) : SB_STR_NONE;
}

static bool line_runs(struct shell *shell, sb_str line)
{
    sb_str name, value = line;
    bool within = shell->quote || shell->list || shell->goes_on, assigns = within;
    if (!within) {
        assigns = is_assignment(line, &name, &value);
        shell->list = assigns && sb_str_starts(value, SB_S("("));
    }
    if (!assigns)
        return true;
    sb_str behind = skip_value(shell, value);
    shell->goes_on = sb_str_ends(line, SB_S("\\"));
    bool empty = behind.n == 0 || behind.p[0] == '#' || sb_str_eq(behind, SB_S(";"));
    return !empty || substitutes(value) || (!within && loads(name));
}

void sb_lines_read_shell(sb_str bytes, struct sb_lines_kept *kept)
{
    struct shell shell = {0};
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        bool within = shell.quote || shell.list || shell.goes_on;
        line = sb_str_trim(line);
        if ((within || (line.n && line.p[0] != '#')) && line_runs(&shell, line))
            sb_lines_keep(kept, "", line);
    }
}

void sb_lines_read_grub(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_lines_read_shell(bytes, kept);
    kept->kernel = kept->text.n == 0 && !kept->cut;
    sb_lines_read_kernel(bytes, kept);
}

/* ---- variables alone ---- */

void sb_lines_read_variables(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_str line, name, value;
    while (sb_str_line(&bytes, &line))
        if (is_assignment(sb_str_trim(line), &name, &value) && loads(name))
            sb_lines_keep(kept, "", line);
}

/* "NAME DEFAULT=value" */
void sb_lines_read_pam_env(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_str line, name;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (sb_str_word(&rest, &name) && loads(name))
            sb_lines_keep(kept, "", line);
    }
}

void sb_lines_read_manager(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_str line, name;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (!sb_lines_is_remark(line) && sb_str_cut(&rest, '=', &name) &&
            sb_str_ends(sb_str_trim(name), SB_S("Environment")) && sb_str_find(rest, SB_S("LD_")) != SB_NPOS)
            sb_lines_keep(kept, "", line);
    }
}
