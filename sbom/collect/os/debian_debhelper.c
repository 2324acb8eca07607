#include "os/debian_debhelper.h"

#include "model/exec.h"

/* Source: the snippets in /usr/share/debhelper/autoscripts of libdebhelper-perl 13.11 and dh-python 5. Snippets with
 * loops, pipes or here-documents are left out on purpose: their lines count as the package's own. */

/* Letters of names, paths, versions and options, and what only quotes or escapes them. */
static bool is_plain(char c)
{
    return sb_is_alnum(c) || (c && strchr("_./:@+~=,%-'\"\\^", c));
}

/* $1, $@, $inst, ${DPKG_ROOT}, ${DPKG_ROOT:-}: a value, never a command. */
static bool chop_variable(sb_str *rest)
{
    static const char *const braced[] = {"${DPKG_ROOT:-}", "${DPKG_ROOT}"};
    for (size_t i = 0; i < SB_COUNT(braced); i++)
        if (sb_str_chop(rest, sb_str_of(braced[i])))
            return true;
    if (rest->n < 2 || rest->p[0] != '$')
        return false;
    if (strchr("@*#?", rest->p[1])) {
        *rest = sb_str_from(*rest, 2);
        return true;
    }
    size_t n = 1;
    while (n < rest->n && (sb_is_alnum(rest->p[n]) || rest->p[n] == '_'))
        n++;
    *rest = sb_str_from(*rest, n);
    return n > 1;
}

static bool chop_word(sb_str *rest)
{
    size_t before = rest->n;
    while (rest->n) {
        if (is_plain(rest->p[0]))
            *rest = sb_str_from(*rest, 1);
        else if (!chop_variable(rest))
            break;
    }
    return rest->n < before;
}

/* `command -v WORD` and $(command -v WORD) say whether there is a command. */
static bool chop_question(sb_str *rest)
{
    static const struct {
        const char *open, *close;
    } forms[] = {{"`command -v ", "`"}, {"$(command -v ", ")"}, {"`which ", " 2>/dev/null`"}};
    for (size_t i = 0; i < SB_COUNT(forms); i++) {
        sb_str inside = *rest;
        if (sb_str_chop(&inside, sb_str_of(forms[i].open)) && chop_word(&inside) &&
            sb_str_chop(&inside, sb_str_of(forms[i].close))) {
            *rest = inside;
            return true;
        }
    }
    return false;
}

/* All of it words, with what says where output goes and what follows a failure. */
static bool only_words(sb_str rest)
{
    static const char *const between[] = {">/dev/null", "2>/dev/null", "2>&1", "|| true", "|| exit 1", "|| :", " "};
    while (rest.n) {
        size_t i = 0;
        while (i < SB_COUNT(between) && !sb_str_chop(&rest, sb_str_of(between[i])))
            i++;
        if (i == SB_COUNT(between) && !chop_word(&rest))
            return false;
    }
    return true;
}

/* Brackets with words between them, joined to other brackets. */
static bool only_brackets(sb_str rest)
{
    static const char *const between[] = {" ] && ! [ ", " ] || ! [ ", " ] && [ ", " ] || [ ", "\"", " "};
    if (!sb_str_chop(&rest, SB_S("[ ")) && !sb_str_chop(&rest, SB_S("! [ ")))
        return false;
    if (!sb_str_chop_end(&rest, SB_S(" ]")))
        return false;
    while (rest.n) {
        size_t i = 0;
        if (chop_question(&rest))
            continue;
        while (i < SB_COUNT(between) && !sb_str_chop(&rest, sb_str_of(between[i])))
            i++;
        if (i == SB_COUNT(between) && !chop_word(&rest))
            return false;
    }
    return true;
}

/* "if [ ... ] && [ ... ]; then", "if command -v x >/dev/null 2>&1; then": tests and questions, nothing that is run. */
static bool is_test(sb_str line)
{
    static const char *const asks[] = {"command -v ", "which ", "deb-systemd-helper --quiet ",
                                       "deb-systemd-helper debian-installed ",
                                       "deb-systemd-helper --user debian-installed "};
    sb_str rest = line;
    if (!sb_str_chop(&rest, SB_S("if ")) && !sb_str_chop(&rest, SB_S("elif ")))
        return false;
    if (sb_str_chop_end(&rest, SB_S("then")) && !sb_str_chop_end(&rest, SB_S("; ")))
        return false;
    rest = sb_str_trim(rest);
    for (size_t i = 0; i < SB_COUNT(asks); i++)
        if (sb_str_starts(rest, sb_str_of(asks[i])))
            return only_words(rest);
    return only_brackets(rest);
}

/* One absolute path without variables, quoted or not, that no program of the system reads as what to run. */
static bool chop_harmless(sb_str *rest, sb_str *ret_path)
{
    bool quoted = sb_str_chop(rest, SB_S("\""));
    sb_str path = *rest;
    path.n = 0;
    while (rest->n && is_plain(rest->p[0]) && !strchr("'\"\\", rest->p[0])) {
        *rest = sb_str_from(*rest, 1);
        path.n++;
    }
    *ret_path = path;
    return sb_str_chop(&path, SB_S("/")) && path.n && sb_str_find(path, SB_S("..")) == SB_NPOS &&
           sb_str_find(path, SB_S("//")) == SB_NPOS && sb_exec_of_path(path) == SB_EXEC_COUNT &&
           (!quoted || sb_str_chop(rest, SB_S("\"")) || sb_str_starts(*rest, SB_S("$ext\"")));
}

/* Commands that can put or take away any file: only as the snippets have them. */
static bool is_form(sb_str command, sb_str rest)
{
    sb_str from;
    sb_str to;
    if (sb_str_eq(command, SB_S("update-alternatives")))
        return sb_str_chop(&rest, SB_S("--remove ")) && only_words(rest);
    if (sb_str_eq(command, SB_S("ucf")) && sb_str_chop(&rest, SB_S("--purge ")))
        return chop_harmless(&rest, &to) && rest.n == 0;
    if (sb_str_eq(command, SB_S("ucf")))
        return chop_harmless(&rest, &from) && sb_str_starts(from, SB_S("/usr/share/")) &&
               sb_str_chop(&rest, SB_S(" ")) && chop_harmless(&rest, &to) && sb_str_starts(to, SB_S("/etc/")) &&
               rest.n == 0;
    if (!sb_str_eq(command, SB_S("rm")) || !sb_str_chop(&rest, SB_S("-f ")) || !chop_harmless(&rest, &from))
        return false;
    /* What ucf left beside a file, and a catalogue with the one before it. */
    if (sb_str_eq(rest, SB_S("$ext\"")))
        return sb_str_starts(from, SB_S("/etc/"));
    return (sb_str_starts(from, SB_S("/etc/xml/")) || sb_str_starts(from, SB_S("/etc/sgml/"))) &&
           sb_str_chop(&rest, SB_S(" ")) && sb_str_chop(&rest, from) && sb_str_eq(rest, SB_S(".old"));
}

bool sb_debhelper_line(sb_str line)
{
    static const char *const whole[] = {"fi",
                                        "else",
                                        "then",
                                        "do",
                                        "done",
                                        "db_purge",
                                        "update-menus",
                                        ". /usr/share/debconf/confmodule",
                                        "_dh_action=restart",
                                        "_dh_action=start",
                                        "_dh_action=try-restart",
                                        "systemctl --system daemon-reload >/dev/null || true",
                                        "systemctl --global daemon-reload >/dev/null || true",
                                        NULL};
    static const char *const commands[] = {"deb-systemd-helper",
                                           "deb-systemd-invoke",
                                           "depmod",
                                           "dpkg-maintscript-helper",
                                           "invoke-rc.d",
                                           "py3clean",
                                           "py3compile",
                                           "pyclean",
                                           "pycompile",
                                           "pypy3clean",
                                           "pypy3compile",
                                           "rmdir",
                                           "ucfr",
                                           "update-fonts-dir",
                                           "update-icon-caches",
                                           "update-rc.d",
                                           NULL};
    sb_str rest = line;
    sb_str command;
    if (sb_str_is_one_of(line, whole) || is_test(line))
        return true;
    sb_str_cut(&rest, ' ', &command);
    /* Of the modes only the bit that switches an init script on or off: others can give away rights. */
    if (sb_str_eq(command, SB_S("chmod")))
        return (sb_str_chop(&rest, SB_S("+x \"/etc/init.d/")) || sb_str_chop(&rest, SB_S("-x \"/etc/init.d/"))) &&
               only_words(rest);
    return (sb_str_is_one_of(command, commands) && only_words(rest)) || is_form(command, rest);
}
