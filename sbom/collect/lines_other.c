/* crypttab(5), logrotate.conf(5), perl(1), bootparam(7); directives of nginx. */
#include "collect/lines_read.h"

void sb_lines_read_logrotate(sb_str bytes, struct sb_lines_kept *kept)
{
    static const char *const begins[] = {"firstaction", "lastaction", "postrotate", "preremove", "prerotate", NULL};
    static const char *const programs[] = {"compresscmd", "uncompresscmd", NULL};
    bool within = false;
    sb_str line, word;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (sb_lines_is_remark(line) || !sb_str_word(&rest, &word))
            continue;
        bool ends = sb_str_eq(word, SB_S("endscript"));
        if ((within && !ends) || sb_str_is_one_of(word, programs))
            sb_lines_keep(kept, "", line);
        within = (within || sb_str_is_one_of(word, begins)) && !ends;
    }
}

void sb_lines_read_crypttab(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (!sb_lines_is_remark(line) && sb_str_find(line, SB_S("keyscript=")) != SB_NPOS)
            sb_lines_keep(kept, "", line);
}

static bool has_word(sb_str line, const char *const *words)
{
    for (; *words; words++) {
        sb_str rest = line, word = sb_str_of(*words);
        for (size_t at; (at = sb_str_find(rest, word)) != SB_NPOS; rest = sb_str_from(rest, at + word.n)) {
            const char *before = rest.p + at;
            size_t end = at + word.n;
            bool begins = before == line.p || !(sb_is_alnum(before[-1]) || sb_is_in(before[-1], "_$-{"));
            if (begins && (end == rest.n || !(sb_is_alnum(rest.p[end]) || rest.p[end] == '_')))
                return true;
        }
    }
    return false;
}

/* Settings that are a program in Perl: statements that start or load another. */
void sb_lines_read_perl(sb_str bytes, struct sb_lines_kept *kept)
{
    static const char *const words[] = {"do",      "eval",    "exec",   "fork", "open", "qx",
                                        "require", "syscall", "system", "use",  NULL};
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (!sb_lines_is_remark(line) && (sb_str_chr(line, '`') != SB_NPOS || has_word(line, words)))
            sb_lines_keep(kept, "", line);
}

/* ---- nginx ---- */

static sb_str unquoted(sb_str value)
{
    value = sb_str_trim(value);
    if (value.n > 1 && sb_is_in(value.p[0], "'\"") && value.p[value.n - 1] == value.p[0])
        value = sb_str_trim(sb_str_part(value, 1, value.n - 2));
    return value;
}

static void take_directive(sb_str directive, struct sb_lines_kept *kept)
{
    static const char *const keys[] = {
        "init_by_lua",       "init_by_lua_file", "js_import",    "js_path",      "load_module",
        "lua_package_cpath", "lua_package_path", "perl_modules", "perl_require", NULL};
    sb_str key;
    if (!sb_str_word(&directive, &key))
        return;
    for (size_t i = 0; keys[i]; i++)
        if (sb_str_eq(key, sb_str_of(keys[i])))
            sb_lines_keep(kept, keys[i], unquoted(directive));
}

/* Directives end with ";" or stand in front of a block. */
void sb_lines_read_nginx(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_part(line, 0, sb_str_chr(line, '#'));
        for (size_t n; line.n; line = sb_str_from(line, n + 1)) {
            for (n = 0; n < line.n && !sb_is_in(line.p[n], ";{}"); n++)
                ;
            take_directive(sb_str_part(line, 0, n), kept);
        }
    }
}

/* ---- the command line of the kernel ---- */

static bool is_plain_init(sb_str value)
{
    static const char *const plain[] = {
        "/bin/systemd",   "/init", "/lib/systemd/systemd", "/sbin/init", "/usr/lib/systemd/systemd",
        "/usr/sbin/init", NULL};
    return sb_str_is_one_of(value, plain);
}

/* Words stand between blanks and quotes; a backslash is in front of those in a text of a shell, and a name with "=" may
 * be, too. */
static bool is_between(char c)
{
    return sb_is_in(c, " \t\r\"'\\");
}

static sb_str word_from(sb_str line, size_t at)
{
    size_t end = at;
    while (end < line.n && !is_between(line.p[end]))
        end++;
    return sb_str_part(line, at, end - at);
}

/* LINE goes on at BEHIND: the value may stand in quotes. */
static void take_word(sb_str word, sb_str line, size_t behind, struct sb_lines_kept *kept)
{
    static const char *const keys[] = {"init",           "rdinit",       "systemd.run", "systemd.set_credential",
                                       "systemd.setenv", "systemd.wants"};
    sb_str key;
    while (sb_str_cut(&word, '=', &key)) {
        sb_str value = word.n ? word : word_from(line, behind + 1);
        for (size_t i = 0; i < SB_COUNT(keys); i++)
            if (sb_lines_is_key(key, keys[i]) && value.n && !is_plain_init(value))
                sb_lines_keep(kept, keys[i], value);
    }
}

static void read_kernel_line(sb_str line, struct sb_lines_kept *kept)
{
    for (size_t at = 0; at < line.n;) {
        sb_str word = word_from(line, at);
        at += word.n;
        take_word(word, line, at, kept);
        at += word.n == 0;
    }
}

void sb_lines_read_kernel(sb_str bytes, struct sb_lines_kept *kept)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (!sb_str_starts(sb_str_trim(line), SB_S("#")))
            read_kernel_line(line, kept);
}
