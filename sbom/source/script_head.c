#include "source/script_head.h"

static bool is_version(sb_str rest)
{
    for (size_t i = 0; i < rest.n; i++)
        if (!sb_is_digit(rest.p[i]) && rest.p[i] != '.')
            return false;
    return true;
}

/* "python3.12", "pythonw", "pypy3", "python3.13t"; on Windows with ".exe". */
static bool is_interpreter(sb_str name)
{
    static const sb_str names[] = {{"python", 6}, {"pypy", 4}, {"graalpy", 7}};
    sb_str_chop_end(&name, SB_S(".exe"));
    for (size_t i = 0; i < SB_COUNT(names); i++) {
        sb_str rest = name;
        if (!sb_str_chop(&rest, names[i]))
            continue;
        sb_str_chop(&rest, SB_S("w"));
        sb_str_chop_end(&rest, SB_S("t"));
        return is_version(rest);
    }
    return false;
}

static bool is_path(sb_str path)
{
    if (path.n == 0)
        return false;
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (c < ' ' || c == 0x7f || strchr("\"'`$;&|<>", c))
            return false;
    }
    size_t slash = sb_str_rchr(path, '/');
    size_t back = sb_str_rchr(path, '\\');
    size_t at = slash == SB_NPOS ? back : slash;
    if (at == SB_NPOS || (back != SB_NPOS && back > at))
        at = back;
    return at != SB_NPOS && is_interpreter(sb_str_from(path, at + 1));
}

/* Flags that only set how the interpreter starts: none of them takes a text that runs, or a module, or a file. */
static bool are_flags(sb_str text)
{
    sb_str word;
    while (sb_str_word(&text, &word)) {
        if (!sb_str_chop(&word, SB_S("-")) || word.n == 0)
            return false;
        for (size_t i = 0; i < word.n; i++)
            if (!word.p[i] || !strchr("BEIOPSbdsuvq", word.p[i]))
                return false;
    }
    return true;
}

/* What follows "#!": a path, in double quotes if it has blanks, and flags. */
static bool is_interpreter_line(sb_str line)
{
    line = sb_str_trim(line);
    if (sb_str_chop(&line, SB_S("\""))) {
        sb_str path;
        return sb_str_cut(&line, '"', &path) && is_path(path) && are_flags(line);
    }
    if (is_path(line))
        return true;
    size_t blank = sb_str_chr(line, ' ');
    return blank != SB_NPOS && is_path(sb_str_n(line.p, blank)) && are_flags(sb_str_from(line, blank));
}

/* "$(printf %b '\'0057 '\'0165)": uv's spelling of a path that quotes would not hold, a byte in octal each. */
static bool is_spelt_path(sb_str text)
{
    char path[SB_SCRIPT_HEAD_MAX / 8];
    size_t n = 0;
    sb_str word;
    if (!sb_str_chop(&text, SB_S("\"$(printf %b ")) || !sb_str_chop_end(&text, SB_S(")\"")))
        return false;
    while (n < sizeof path && text.n) {
        unsigned value = 0;
        sb_str_cut(&text, ' ', &word);
        if (!sb_str_chop(&word, SB_S("'\\'0")) || word.n != 3)
            return false;
        for (size_t i = 0; i < 3; i++) {
            if (word.p[i] < '0' || word.p[i] > '7')
                return false;
            value = value * 8 + (unsigned)(word.p[i] - '0');
        }
        path[n++] = (char)value;
    }
    return text.n == 0 && is_path(sb_str_n(path, n));
}

/* '''exec' PATH "$0" "$@": an empty text and a command for the shell, the front of a string for Python. */
static bool is_exec_line(sb_str line)
{
    if (!sb_str_chop(&line, SB_S("'''exec' ")) || !sb_str_chop_end(&line, SB_S(" \"$0\" \"$@\"")))
        return false;
    if (sb_str_starts(line, SB_S("\"$(")))
        return is_spelt_path(line);
    if (line.n > 2 && (line.p[0] == '"' || line.p[0] == '\'') && line.p[line.n - 1] == line.p[0])
        return is_path(sb_str_part(line, 1, line.n - 2));
    size_t blank = sb_str_chr(line, ' ');
    if (blank == SB_NPOS)
        return is_path(line);
    return is_path(sb_str_n(line.p, blank)) && are_flags(sb_str_from(line, blank));
}

size_t sb_script_head(sb_str bytes)
{
    const sb_str front = sb_str_part(bytes, 0, SB_SCRIPT_HEAD_MAX);
    sb_str rest = front;
    sb_str line;
    if (!sb_str_chop(&rest, SB_S("#!")) || sb_str_chr(rest, '\n') == SB_NPOS || !sb_str_line(&rest, &line))
        return 0;
    if (is_interpreter_line(line))
        return front.n - rest.n;
    if (!sb_str_eq(line, SB_S("/bin/sh")))
        return 0;
    sb_str_chop(&rest, SB_S("# coding: utf-8\n"));
    if (!sb_str_line(&rest, &line) || !is_exec_line(line))
        return 0;
    return sb_str_chop(&rest, SB_S("' '''\n")) ? front.n - rest.n : 0;
}
