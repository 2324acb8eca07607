#include "diff/allow.h"

/* Files whose text differs from package to package. */
const struct sb_allow_line sb_allow_lines[] = {
    {"*.pth", "setuptools namespace package: %", true, true, false,
     "setuptools, namespace packages declared in setup.py"},
    {"*.pth", "import __editable___%_finder; __editable___%_finder.install()", false, false, true,
     "setuptools 64 and later, editable installation"},
    {"*.pth", "import _editable_impl_%", false, false, true, "editables (hatch, pdm), editable installation"},
    {"*.pth", "import _%_editable_loader", false, false, true, "meson-python, editable installation"},
    {"*.pth", "import _%_editable", false, false, true, "scikit-build-core, editable installation"},
};
const size_t sb_allow_line_count = SB_COUNT(sb_allow_lines);

static bool is_slot(char c, bool dots)
{
    return sb_is_alnum(c) || c == '_' || (dots && c && strchr("., ", c));
}

/* LINE with every "%" replaced by SLOT is TEXT. */
static bool fits_with(sb_str line, sb_str text, sb_str slot)
{
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '%' ? !sb_str_chop(&text, slot) : text.n == 0 || text.p[0] != line.p[i])
            return false;
        if (line.p[i] != '%')
            text = sb_str_from(text, 1);
    }
    return text.n == 0;
}

/* The slot ends where what stands behind it begins; of several such places the longest slot is tried first. */
static bool fits(const struct sb_allow_line *row, sb_str text)
{
    sb_str line = sb_str_of(row->line);
    size_t before = sb_str_chr(line, '%');
    if (!sb_str_starts(text, sb_str_part(line, 0, before)))
        return false;
    sb_str rest = sb_str_from(text, before);
    size_t n = 0;
    while (n < rest.n && is_slot(rest.p[n], row->dots))
        n++;
    for (; n > 0; n--)
        if (fits_with(line, text, sb_str_part(rest, 0, n)))
            return true;
    return false;
}

/* "#" stands for digits and dots. */
static bool is_owner(sb_str pattern, sb_str owner)
{
    size_t hash = sb_str_chr(pattern, '#');
    if (hash == SB_NPOS)
        return sb_str_eq(pattern, owner);
    sb_str middle = owner;
    if (!sb_str_chop(&middle, sb_str_part(pattern, 0, hash)) ||
        !sb_str_chop_end(&middle, sb_str_from(pattern, hash + 1)))
        return false;
    for (size_t i = 0; i < middle.n; i++)
        if (!sb_is_digit(middle.p[i]) && middle.p[i] != '.')
            return false;
    return middle.n != 0;
}

static bool is_name(const char *pattern, sb_str name)
{
    sb_str suffix = sb_str_of(pattern);
    return sb_str_chop(&suffix, SB_S("*")) ? sb_str_ends(name, suffix) : sb_str_eq(suffix, name);
}

/* What was recorded is the whole file, but for a line end. */
static bool is_whole(const struct sb_fact_exec *exec)
{
    return exec->command.n && exec->bytes >= exec->command.n && exec->bytes <= exec->command.n + 2;
}

enum sb_allowed sb_allowed_start_up(sb_str owner, const struct sb_fact_exec *exec)
{
    sb_str name = sb_path_base(exec->path);
    for (size_t i = 0; exec->sha256.n && i < sb_allow_file_count; i++)
        if (sb_str_eq(exec->sha256, sb_str_of(sb_allow_files[i].sha256)) && is_name(sb_allow_files[i].name, name) &&
            is_owner(sb_str_of(sb_allow_files[i].owner), owner))
            return SB_ALLOWED;
    for (size_t i = 0; i < sb_allow_line_count; i++) {
        const struct sb_allow_line *row = &sb_allow_lines[i];
        if (is_name(row->name, name) && (row->label || is_whole(exec)) && fits(row, exec->command))
            return row->local ? SB_ALLOWED_LOCAL : SB_ALLOWED;
    }
    return SB_ALLOWED_NOT;
}

bool sb_allowed_name(sb_str owner, sb_str name)
{
    for (size_t i = 0; i < sb_allow_file_count; i++)
        if (is_name(sb_allow_files[i].name, name) && is_owner(sb_str_of(sb_allow_files[i].owner), owner))
            return true;
    return false;
}

bool sb_allowed_activate(sb_str name, sb_str sha256)
{
    for (size_t i = 0; sha256.n && i < sb_allow_activate_count; i++)
        if (sb_str_eq(sha256, sb_str_of(sb_allow_activates[i].sha256)) &&
            sb_str_eq(name, sb_str_of(sb_allow_activates[i].name)))
            return true;
    return false;
}

bool sb_known_command(sb_str name)
{
    for (size_t i = 0; i < sb_allow_command_count; i++)
        if (sb_str_eq(name, sb_str_of(sb_allow_commands[i])))
            return true;
    return false;
}
