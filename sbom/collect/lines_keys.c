/* dhclient.conf(5), interfaces(5), pacman.conf(5), proc(5), ssh_config(5), sysctl.conf(5); PostgreSQL and MySQL. */
#include "collect/lines_read.h"

/* KEY: as sb_lines_is_key() wants it. PLAIN: what everybody has it set to, beside nothing; or NULL. */
struct setting {
    const char *key, *plain;
};

/* "key = value", "key value"; RET_VALUE: all that follows. */
static sb_str key_of(sb_str line, sb_str *ret_value)
{
    size_t n = 0;
    line = sb_str_trim(line);
    while (n < line.n && (sb_is_alnum(line.p[n]) || sb_is_in(line.p[n], "_-.")))
        n++;
    *ret_value = sb_str_trim(sb_str_from(line, n));
    if (sb_str_chop(ret_value, SB_S("=")))
        *ret_value = sb_str_trim(*ret_value);
    sb_str key = sb_str_part(line, 0, n);
    if (!sb_str_chop(&key, SB_S("loose_"))) /* of MySQL: what it does not know is no error */
        sb_str_chop(&key, SB_S("loose-"));
    return key;
}

/* NULL for none of these, or one that is set to what everybody has. */
static const struct setting *setting_of(const struct setting *settings, size_t n, sb_str key, sb_str value)
{
    for (size_t i = 0; i < n; i++)
        if (sb_lines_is_key(key, settings[i].key))
            return settings[i].plain && sb_str_eq(value, sb_str_of(settings[i].plain)) ? NULL : &settings[i];
    return NULL;
}

/* ---- the value goes to the end of the line: the line is kept ---- */

static void read_commands(sb_str bytes, const struct setting *settings, size_t n, struct sb_lines_kept *kept)
{
    sb_str line, value;
    while (sb_str_line(&bytes, &line)) {
        sb_str key = key_of(line, &value);
        if (setting_of(settings, n, key, value))
            sb_lines_keep(kept, "", line);
    }
}

void sb_lines_read_ssh(sb_str bytes, struct sb_lines_kept *kept)
{
    static const struct setting settings[] = {{"include", "/etc/ssh/ssh_config.d/*.conf"},
                                              {"knownhostscommand", "none"},
                                              {"localcommand", "none"},
                                              {"pkcs11provider", "none"},
                                              {"proxycommand", "none"},
                                              {"securitykeyprovider", "internal"},
                                              {"xauthlocation", NULL}};
    sb_str rest = bytes, line;
    read_commands(bytes, settings, SB_COUNT(settings), kept);
    while (sb_str_line(&rest, &line))
        if (sb_str_eq_nocase(sb_str_part(sb_str_trim(line), 0, 6), SB_S("match ")) &&
            sb_str_find(line, SB_S("exec")) != SB_NPOS)
            sb_lines_keep(kept, "", line);
}

void sb_lines_read_interfaces(sb_str bytes, struct sb_lines_kept *kept)
{
    static const struct setting settings[] = {{"down", NULL},     {"post_down", NULL}, {"post_up", NULL},
                                              {"pre_down", NULL}, {"pre_up", NULL},    {"script", NULL},
                                              {"up", NULL}};
    read_commands(bytes, settings, SB_COUNT(settings), kept);
}

void sb_lines_read_dhclient(sb_str bytes, struct sb_lines_kept *kept)
{
    static const struct setting settings[] = {{"script", NULL}};
    read_commands(bytes, settings, SB_COUNT(settings), kept);
}

void sb_lines_read_pacman(sb_str bytes, struct sb_lines_kept *kept)
{
    static const struct setting settings[] = {{"hookdir", NULL}, {"xfercommand", NULL}};
    read_commands(bytes, settings, SB_COUNT(settings), kept);
}

/* ---- the value may stand in quotes, and in front of a remark: both are kept without these ---- */

static sb_str bare(sb_str value)
{
    bool quoted = value.n && sb_is_in(value.p[0], "'\"");
    size_t close = quoted ? sb_str_chr(sb_str_from(value, 1), value.p[0]) : SB_NPOS;
    return close != SB_NPOS ? sb_str_part(value, 1, close) : sb_str_trim(sb_str_part(value, 0, sb_str_chr(value, '#')));
}

static void read_values(sb_str bytes, const struct setting *settings, size_t n, struct sb_lines_kept *kept)
{
    sb_str line, value;
    while (sb_str_line(&bytes, &line)) {
        sb_str key = key_of(line, &value);
        value = bare(value);
        const struct setting *setting = setting_of(settings, n, key, value);
        if (setting)
            sb_lines_keep(kept, setting->key, value);
    }
}

void sb_lines_read_postgresql(sb_str bytes, struct sb_lines_kept *kept)
{
    static const struct setting settings[] = {
        {"archive_cleanup_command", NULL},   {"archive_command", NULL},        {"archive_library", NULL},
        {"dynamic_library_path", "$libdir"}, {"jit_provider", "llvmjit"},      {"local_preload_libraries", NULL},
        {"recovery_end_command", NULL},      {"restore_command", NULL},        {"session_preload_libraries", NULL},
        {"shared_preload_libraries", NULL},  {"ssl_passphrase_command", NULL},
    };
    read_values(bytes, settings, SB_COUNT(settings), kept);
}

void sb_lines_read_mysql(sb_str bytes, struct sb_lines_kept *kept)
{
    static const struct setting settings[] = {{"init_file", NULL},
                                              {"malloc_lib", NULL},
                                              {"plugin_dir", NULL},
                                              {"plugin_load", NULL},
                                              {"plugin_load_add", NULL}};
    read_values(bytes, settings, SB_COUNT(settings), kept);
}

/* ---- keys of the kernel ---- */

/* The kernel starts these; core_pattern only behind a pipe. */
void sb_lines_read_sysctl(sb_str bytes, struct sb_lines_kept *kept)
{
    static const char *const keys[] = {"core_pattern", "hotplug", "modprobe", "poweroff_cmd", NULL};
    sb_str line, key;
    while (sb_str_line(&bytes, &line)) {
        sb_str rest = sb_str_trim(line);
        sb_str_chop(&rest, SB_S("-"));
        if (sb_lines_is_remark(line) || !sb_str_cut(&rest, '=', &key))
            continue;
        key = sb_str_trim(key);
        bool kernel = sb_str_chop(&key, SB_S("kernel.")) || sb_str_chop(&key, SB_S("kernel/"));
        bool pattern = sb_str_eq(key, SB_S("core_pattern"));
        if (kernel && sb_str_is_one_of(key, keys) && (!pattern || sb_str_starts(sb_str_trim(rest), SB_S("|"))))
            sb_lines_keep(kept, "", line);
    }
}
