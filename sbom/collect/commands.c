/* ssh_config(5), interfaces(5), dhclient.conf(5), pam_env.conf(5), environment.d(5), systemd-system.conf(5),
 * logrotate.conf(5), sysctl.conf(5), proc(5), crypttab(5), pacman.conf(5), sh(1). */
#include "collect/commands.h"

#include "base/buf.h"
#include "base/digest.h"
#include "source/variable.h"

struct lines {
    struct sb_buf text;
    bool cut;
};

static void add(struct lines *lines, sb_str line)
{
    line = sb_str_trim(line);
    lines->cut = lines->cut || lines->text.n + line.n + 2 > SB_COMMANDS_BYTES - 2 * SB_SHA256_BYTES;
    if (lines->cut || line.n == 0)
        return;
    sb_buf_str(&lines->text, lines->text.n ? SB_S("; ") : SB_STR_NONE);
    sb_buf_str(&lines->text, line);
}

static bool is_remark(sb_str line)
{
    line = sb_str_trim(line);
    return line.n == 0 || line.p[0] == '#' || line.p[0] == ';';
}

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

static void read_shell(sb_str bytes, struct lines *lines)
{
    struct shell shell = {0};
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        bool within = shell.quote || shell.list || shell.goes_on;
        line = sb_str_trim(line);
        if ((within || (line.n && line.p[0] != '#')) && line_runs(&shell, line))
            add(lines, line);
    }
}

/* ---- variables alone ---- */

static void read_variables(sb_str bytes, struct lines *lines)
{
    sb_str line, name, value;
    while (sb_str_line(&bytes, &line))
        if (is_assignment(sb_str_trim(line), &name, &value) && loads(name))
            add(lines, line);
}

/* "NAME DEFAULT=value" */
static void read_pam_env(sb_str bytes, struct lines *lines)
{
    sb_str line, name;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (sb_str_word(&rest, &name) && loads(name))
            add(lines, line);
    }
}

static void read_manager(sb_str bytes, struct lines *lines)
{
    sb_str line, name;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (!is_remark(line) && sb_str_cut(&rest, '=', &name) && sb_str_ends(sb_str_trim(name), SB_S("Environment")) &&
            sb_str_find(rest, SB_S("LD_")) != SB_NPOS)
            add(lines, line);
    }
}

/* ---- a key, and what it is set to ---- */

/* KEYS: in lower case; what ends with a blank and a value is no command with that. Ended by NULL. */
static void read_keys(sb_str bytes, struct lines *lines, const char *const *keys)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        size_t n = 0;
        line = sb_str_trim(line);
        while (n < line.n && !sb_is_in(line.p[n], " \t="))
            n++;
        sb_str key = sb_str_part(line, 0, n), value = sb_str_trim(sb_str_from(line, n));
        if (sb_str_chop(&value, SB_S("=")))
            value = sb_str_trim(value);
        for (size_t i = 0; !is_remark(line) && keys[i]; i++) {
            sb_str plain = sb_str_of(keys[i]), wanted;
            sb_str_cut(&plain, ' ', &wanted);
            if (sb_str_eq_nocase(key, wanted) && (plain.n == 0 || !sb_str_eq_nocase(value, plain)))
                add(lines, line);
        }
    }
}

static void read_ssh(sb_str bytes, struct lines *lines)
{
    static const char *const keys[] = {"include /etc/ssh/ssh_config.d/*.conf",
                                       "knownhostscommand none",
                                       "localcommand none",
                                       "pkcs11provider none",
                                       "proxycommand none",
                                       "securitykeyprovider internal",
                                       "xauthlocation",
                                       NULL};
    sb_str rest = bytes, line;
    read_keys(bytes, lines, keys);
    while (sb_str_line(&rest, &line))
        if (sb_str_eq_nocase(sb_str_part(sb_str_trim(line), 0, 6), SB_S("match ")) &&
            sb_str_find(line, SB_S("exec")) != SB_NPOS)
            add(lines, line);
}

static void read_interfaces(sb_str bytes, struct lines *lines)
{
    static const char *const keys[] = {"down", "post-down", "post-up", "pre-down", "pre-up", "script", "up", NULL};
    read_keys(bytes, lines, keys);
}

static void read_dhclient(sb_str bytes, struct lines *lines)
{
    static const char *const keys[] = {"script", NULL};
    read_keys(bytes, lines, keys);
}

static void read_pacman(sb_str bytes, struct lines *lines)
{
    static const char *const keys[] = {"hookdir", "xfercommand", NULL};
    read_keys(bytes, lines, keys);
}

/* ---- others ---- */

static void read_logrotate(sb_str bytes, struct lines *lines)
{
    static const char *const begins[] = {"firstaction", "lastaction", "postrotate", "preremove", "prerotate", NULL};
    static const char *const programs[] = {"compresscmd", "uncompresscmd", NULL};
    bool within = false;
    sb_str line, word;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = line;
        if (is_remark(line) || !sb_str_word(&rest, &word))
            continue;
        bool ends = sb_str_eq(word, SB_S("endscript"));
        if ((within && !ends) || sb_str_is_one_of(word, programs))
            add(lines, line);
        within = (within || sb_str_is_one_of(word, begins)) && !ends;
    }
}

/* The kernel starts these; core_pattern only behind a pipe. */
static void read_sysctl(sb_str bytes, struct lines *lines)
{
    static const char *const keys[] = {"core_pattern", "hotplug", "modprobe", "poweroff_cmd", NULL};
    sb_str line, key;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = sb_str_trim(line);
        sb_str_chop(&rest, SB_S("-"));
        if (is_remark(line) || !sb_str_cut(&rest, '=', &key))
            continue;
        key = sb_str_trim(key);
        bool kernel = sb_str_chop(&key, SB_S("kernel.")) || sb_str_chop(&key, SB_S("kernel/"));
        bool pattern = sb_str_eq(key, SB_S("core_pattern"));
        if (kernel && sb_str_is_one_of(key, keys) && (!pattern || sb_str_starts(sb_str_trim(rest), SB_S("|"))))
            add(lines, line);
    }
}

static void read_crypttab(sb_str bytes, struct lines *lines)
{
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (!is_remark(line) && sb_str_find(line, SB_S("keyscript=")) != SB_NPOS)
            add(lines, line);
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
static void read_perl(sb_str bytes, struct lines *lines)
{
    static const char *const words[] = {"do",      "eval",    "exec",   "fork", "open", "qx",
                                        "require", "syscall", "system", "use",  NULL};
    sb_str line;
    while (sb_str_line(&bytes, &line))
        if (!is_remark(line) && (sb_str_chr(line, '`') != SB_NPOS || has_word(line, words)))
            add(lines, line);
}

/* ---- all of them ---- */

/* NAME: NULL is any. */
static const struct file {
    const char *folder, *name;
    enum sb_exec_kind kind;
    void (*read)(sb_str bytes, struct lines *lines);
} files[] = {
    {"etc", "crypttab", SB_EXEC_OS_INIT, read_crypttab},
    {"etc", "environment", SB_EXEC_OS_PROFILE, read_variables},
    {"etc", "logrotate.conf", SB_EXEC_OS_CRON, read_logrotate},
    {"etc", "makepkg.conf", SB_EXEC_OS_APT_HOOK, read_shell},
    {"etc", "mkinitcpio.conf", SB_EXEC_OS_INITRAMFS, read_shell},
    {"etc", "pacman.conf", SB_EXEC_OS_APT_HOOK, read_pacman},
    {"etc", "rc.conf", SB_EXEC_OS_INIT, read_shell},
    {"etc", "sysctl.conf", SB_EXEC_OS_KERNEL, read_sysctl},
    {"etc/conf.d", NULL, SB_EXEC_OS_INIT, read_shell},
    {"etc/default", NULL, SB_EXEC_OS_INIT, read_shell},
    {"etc/default/grub.d", NULL, SB_EXEC_OS_KERNEL, read_shell},
    {"etc/dhcp", "dhclient.conf", SB_EXEC_OS_IF_HOOK, read_dhclient},
    {"etc/initramfs-tools", "initramfs.conf", SB_EXEC_OS_INITRAMFS, read_shell},
    {"etc/initramfs-tools", "update-initramfs.conf", SB_EXEC_OS_INITRAMFS, read_shell},
    {"etc/initramfs-tools/conf.d", NULL, SB_EXEC_OS_INITRAMFS, read_shell},
    {"etc/logrotate.d", NULL, SB_EXEC_OS_CRON, read_logrotate},
    {"etc/needrestart", "needrestart.conf", SB_EXEC_OS_APT_HOOK, read_perl},
    {"etc/needrestart/conf.d", NULL, SB_EXEC_OS_APT_HOOK, read_perl},
    {"etc/network", "interfaces", SB_EXEC_OS_IF_HOOK, read_interfaces},
    {"etc/network/interfaces.d", NULL, SB_EXEC_OS_IF_HOOK, read_interfaces},
    {"etc/security", "pam_env.conf", SB_EXEC_OS_PROFILE, read_pam_env},
    {"etc/ssh", "ssh_config", SB_EXEC_OS_SSH, read_ssh},
    {"etc/sysconfig", NULL, SB_EXEC_OS_INIT, read_shell},
    {"etc/sysctl.d", NULL, SB_EXEC_OS_KERNEL, read_sysctl},
    {"etc/systemd", "system.conf", SB_EXEC_OS_INIT, read_manager},
    {"etc/systemd/system.conf.d", NULL, SB_EXEC_OS_INIT, read_manager},
    {"environment.d", NULL, SB_EXEC_OS_PROFILE, read_variables},
    {"run/sysctl.d", NULL, SB_EXEC_OS_KERNEL, read_sysctl},
};

static const struct file *file_of(sb_str folder, sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        sb_str rest = folder;
        if (sb_path_chop(&rest, sb_str_of(files[i].folder)) &&
            (!files[i].name || sb_str_eq(name, sb_str_of(files[i].name))))
            return &files[i];
    }
    return NULL;
}

enum sb_exec_kind sb_commands_kind(sb_str folder, sb_str name)
{
    const struct file *file = file_of(folder, name);
    return file ? file->kind : SB_EXEC_COUNT;
}

sb_str sb_commands_of(sb_str folder, sb_str name, sb_str bytes, struct sb_arena *arena)
{
    const struct file *file = file_of(folder, name);
    struct lines lines = {0};
    uint8_t digest[SB_SHA256_BYTES];
    if (!file || name.n == 0 || name.p[0] == '.')
        return SB_STR_NONE;
    file->read(bytes, &lines);
    if (lines.cut) {
        sb_sha256_of(bytes, digest);
        sb_buf_hex(&lines.text, digest, sizeof digest);
    }
    sb_str kept = sb_arena_str(arena, sb_buf_all(&lines.text));
    sb_buf_done(&lines.text);
    return kept;
}
