#include "collect/accounts.h"

#include "base/base.h"
#include "base/buf.h"

static void add(struct sb_buf *text, const char *what, sb_str name)
{
    enum { NAME = 128 };
    if (text->n > SB_ACCOUNTS_BYTES - NAME - 96)
        return;
    sb_buf_str(text, text->n ? SB_S("; ") : SB_STR_NONE);
    sb_buf_str(text, sb_str_of(what));
    sb_buf_str(text, sb_str_part(name, 0, NAME));
}

static void add_of(struct sb_buf *text, const char *what, sb_str name, sb_str value)
{
    enum { VALUE = 64 };
    size_t n = text->n;
    add(text, what, name);
    if (text->n == n)
        return;
    sb_buf_str(text, SB_S(": "));
    sb_buf_str(text, sb_str_part(sb_str_trim(value), 0, VALUE));
}

/* ---- accounts ---- */

/* The fields of one line, at most N; the number of them. */
static size_t split(sb_str line, sb_str *fields, size_t n)
{
    size_t i = 0;
    for (bool more = true; more && i < n; i++)
        more = sb_str_cut(&line, ':', &fields[i]);
    return i;
}

/* What is no number is none of an ordinary account either. */
static bool is_zero(sb_str number)
{
    uint64_t value;
    return !sb_str_u64(number, &value) || value == 0;
}

/* A program that starts with each log-in and lies where neither a distribution nor an administrator puts one. */
static bool is_strange(sb_str shell)
{
    static const char *const folders[] = {"/bin/", "/opt/", "/sbin/", "/usr/"};
    shell = sb_str_trim(shell);
    if (shell.n == 0)
        return false;
    for (size_t i = 0; i < SB_COUNT(folders); i++)
        if (sb_str_starts(shell, sb_str_of(folders[i])))
            return false;
    return true;
}

/* name:password:uid:gid:comment:home:shell passwd(5) */
static void read_passwd(sb_str bytes, struct sb_buf *text)
{
    enum { SHELL = 6 };
    sb_str line, fields[SHELL + 1];
    while (sb_str_line(&bytes, &line)) {
        size_t n = split(line, fields, SB_COUNT(fields));
        if (n <= 3 || fields[0].n == 0)
            continue;
        if (n > SHELL && is_strange(fields[SHELL]))
            add_of(text, "shell of ", fields[0], fields[SHELL]);
        if (is_zero(fields[2]) && !sb_str_eq(fields[0], SB_S("root")))
            add(text, "user 0: ", fields[0]);
        if (fields[1].n == 0)
            add(text, "no password: ", fields[0]);
    }
}

/* name:password:... shadow(5) */
static void read_shadow(sb_str bytes, struct sb_buf *text)
{
    sb_str line, fields[3];
    while (sb_str_line(&bytes, &line))
        if (split(line, fields, SB_COUNT(fields)) == SB_COUNT(fields) && fields[0].n && fields[1].n == 0)
            add(text, "no password: ", fields[0]);
}

/* name:password:gid:members; group(5). Who is in one of these can become root. */
static void read_group(sb_str bytes, struct sb_buf *text)
{
    static const char *const groups[] = {"admin",  "disk", "docker", "lxc",     "lxd", "root",
                                         "shadow", "sudo", "wheel",  "libvirt", NULL};
    sb_str line, fields[4], member;
    while (sb_str_line(&bytes, &line)) {
        if (split(line, fields, SB_COUNT(fields)) < SB_COUNT(fields) || !sb_str_is_one_of(fields[0], groups))
            continue;
        for (bool more = fields[3].n > 0; more;) {
            more = sb_str_cut(&fields[3], ',', &member);
            member = sb_str_trim(member);
            if (member.n == 0 || sb_str_eq(member, SB_S("root")))
                continue;
            add_of(text, "in ", fields[0], member);
        }
    }
}

/* home/NAME, root, and what is no path. */
static bool is_plain_home(sb_str home)
{
    sb_str user = home;
    return home.n == 0 || sb_str_eq(home, SB_S("root")) || sb_str_eq(home, SB_S("nonexistent")) ||
           (sb_str_chop(&user, SB_S("home/")) && sb_str_chr(user, '/') == SB_NPOS);
}

sb_str sb_accounts_homes(sb_str bytes, struct sb_arena *arena, bool *ret_cut)
{
    struct sb_buf text = {0};
    sb_str line, fields[6];
    *ret_cut = false;
    while (sb_str_line(&bytes, &line)) {
        if (split(sb_str_trim(line), fields, SB_COUNT(fields)) < SB_COUNT(fields) ||
            !sb_str_starts(fields[5], SB_S("/")))
            continue;
        sb_str home = fields[5];
        while (sb_str_chop(&home, SB_S("/")))
            continue;
        while (sb_str_chop_end(&home, SB_S("/")))
            continue;
        bool room = home.n < SB_ACCOUNTS_BYTES && text.n < SB_ACCOUNTS_BYTES - home.n;
        *ret_cut = *ret_cut || !room;
        if (is_plain_home(home) || !room)
            continue;
        sb_buf_str(&text, home);
        sb_buf_chr(&text, '\n');
    }
    sb_str kept = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return kept;
}

/* ---- sshd ---- */

/* VALUE: the one that is unusual; NULL: any but PLAIN, which may be NULL. */
static const struct setting {
    const char *key, *value, *plain;
} settings[] = {
    {"authorizedkeyscommand", NULL, "none"},
    {"authorizedkeysfile", NULL, ".ssh/authorized_keys"},
    {"authorizedprincipalscommand", NULL, "none"},
    {"authorizedprincipalsfile", NULL, "none"},
    {"forcecommand", NULL, "none"},
    {"hostbasedauthentication", "yes", NULL},
    {"include", NULL, "/etc/ssh/sshd_config.d/*.conf"},
    {"permitemptypasswords", "yes", NULL},
    {"permitrootlogin", "yes", NULL},
    {"permituserenvironment", "yes", NULL},
    {"subsystem", NULL, "sftp internal-sftp"},
    {"trustedusercakeys", NULL, "none"},
    {"xauthlocation", NULL, NULL},
};

/* What OpenSSH brings, wherever a distribution has it. */
static bool is_server(sb_str value)
{
    sb_str word;
    if (!sb_str_word(&value, &word) || !sb_str_eq_nocase(word, SB_S("sftp")) || !sb_str_word(&value, &word))
        return false;
    return sb_str_starts(word, SB_S("/usr/lib")) && sb_str_ends(word, SB_S("/sftp-server"));
}

static bool is_unusual(const struct setting *setting, sb_str value)
{
    if (setting->value)
        return sb_str_eq_nocase(value, sb_str_of(setting->value));
    if (is_server(value))
        return false;
    return !sb_str_eq_nocase(value, sb_str_of(setting->plain));
}

/* "Key value", "Key=value", "Key = \"value\"" */
static void read_sshd(sb_str bytes, struct sb_buf *text)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_trim(line);
        size_t n = 0;
        while (n < line.n && sb_is_alnum(line.p[n]))
            n++;
        sb_str key = sb_str_part(line, 0, n), value = sb_str_trim(sb_str_from(line, n));
        if (sb_str_chop(&value, SB_S("=")))
            value = sb_str_trim(value);
        if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = sb_str_part(value, 1, value.n - 2);
        for (size_t i = 0; i < SB_COUNT(settings); i++)
            if (sb_str_eq_nocase(key, sb_str_of(settings[i].key)) && is_unusual(&settings[i], value))
                add(text, "sshd: ", line);
    }
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    void (*read)(sb_str bytes, struct sb_buf *text);
} readers[] = {{"group", read_group}, {"passwd", read_passwd}, {"shadow", read_shadow}, {"sshd_config", read_sshd}};

bool sb_accounts_is_name(sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(readers); i++)
        if (sb_str_eq(name, sb_str_of(readers[i].name)))
            return true;
    return false;
}

sb_str sb_accounts_unusual(sb_str name, sb_str bytes, struct sb_arena *arena)
{
    struct sb_buf text = {0};
    for (size_t i = 0; i < SB_COUNT(readers); i++)
        if (sb_str_eq(name, sb_str_of(readers[i].name)))
            readers[i].read(bytes, &text);
    sb_str kept = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    return kept;
}
