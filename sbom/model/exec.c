#include "model/exec.h"

const struct sb_exec_row sb_exec_rows[SB_EXEC_COUNT] = {
#define SB_EXEC(id, token, when) [SB_EXEC_##id] = {token, SB_WHEN_##when},
#include "model/exec.def"
#undef SB_EXEC
};

enum sb_exec_kind sb_exec_find(sb_str token)
{
    unsigned kind = 0;
    while (kind < SB_EXEC_COUNT && !sb_str_eq(sb_str_of(sb_exec_rows[kind].token), token))
        kind++;
    return (enum sb_exec_kind)kind;
}

/* Single files that run by their name, sorted by bytes. */
static const struct {
    const char *path;
    enum sb_exec_kind kind;
} exec_files[] = {
    {"etc/anacrontab", SB_EXEC_OS_CRON},
    {"etc/apt/apt.conf", SB_EXEC_OS_APT_HOOK},
    {"etc/bash.bash_logout", SB_EXEC_OS_PROFILE},
    {"etc/bash.bashrc", SB_EXEC_OS_PROFILE},
    {"etc/bashrc", SB_EXEC_OS_PROFILE},
    {"etc/crontab", SB_EXEC_OS_CRON},
    {"etc/csh.cshrc", SB_EXEC_OS_PROFILE},
    {"etc/csh.login", SB_EXEC_OS_PROFILE},
    {"etc/dhcp/dhclient-enter-hooks", SB_EXEC_OS_IF_HOOK},
    {"etc/dhcp/dhclient-exit-hooks", SB_EXEC_OS_IF_HOOK},
    {"etc/dpkg/dpkg.cfg", SB_EXEC_OS_APT_HOOK},
    {"etc/inittab", SB_EXEC_OS_INIT},
    {"etc/ld.so.preload", SB_EXEC_OS_PRELOAD},
    {"etc/profile", SB_EXEC_OS_PROFILE},
    {"etc/rc.local", SB_EXEC_OS_INIT},
    {"etc/zsh/zlogin", SB_EXEC_OS_PROFILE},
    {"etc/zsh/zprofile", SB_EXEC_OS_PROFILE},
    {"etc/zsh/zshenv", SB_EXEC_OS_PROFILE},
    {"etc/zsh/zshrc", SB_EXEC_OS_PROFILE},
};

/* Folders whose direct children run. */
static const struct {
    const char *folder;
    const char *suffix; /* "" for every name that does not begin with a dot */
    enum sb_exec_kind kind;
} exec_folders[] = {
    {"etc/NetworkManager/dispatcher.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/apt/apt.conf.d", "", SB_EXEC_OS_APT_HOOK},
    {"etc/cron.d", "", SB_EXEC_OS_CRON},
    {"etc/cron.daily", "", SB_EXEC_OS_CRON},
    {"etc/cron.hourly", "", SB_EXEC_OS_CRON},
    {"etc/cron.monthly", "", SB_EXEC_OS_CRON},
    {"etc/cron.weekly", "", SB_EXEC_OS_CRON},
    {"etc/cron.yearly", "", SB_EXEC_OS_CRON},
    {"etc/dhcp/dhclient-enter-hooks.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/dhcp/dhclient-exit-hooks.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/dpkg/dpkg.cfg.d", "", SB_EXEC_OS_APT_HOOK},
    {"etc/init", ".conf", SB_EXEC_OS_INIT},
    {"etc/init.d", "", SB_EXEC_OS_INIT},
    {"etc/network/if-down.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/network/if-post-down.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/network/if-pre-up.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/network/if-up.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/ppp/ip-down.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/ppp/ip-up.d", "", SB_EXEC_OS_IF_HOOK},
    {"etc/profile.d", ".csh", SB_EXEC_OS_PROFILE},
    {"etc/profile.d", ".sh", SB_EXEC_OS_PROFILE},
    {"etc/udev/rules.d", ".rules", SB_EXEC_OS_UDEV},
    {"etc/update-motd.d", "", SB_EXEC_OS_MOTD},
    {"etc/xdg/autostart", ".desktop", SB_EXEC_OS_AUTOSTART},
    {"lib/udev/rules.d", ".rules", SB_EXEC_OS_UDEV},
    {"run/udev/rules.d", ".rules", SB_EXEC_OS_UDEV},
    {"usr/lib/NetworkManager/dispatcher.d", "", SB_EXEC_OS_IF_HOOK},
    {"usr/lib/udev/rules.d", ".rules", SB_EXEC_OS_UDEV},
    {"usr/local/lib/udev/rules.d", ".rules", SB_EXEC_OS_UDEV},
    {"usr/share/autostart", ".desktop", SB_EXEC_OS_AUTOSTART},
    {"var/spool/cron", "", SB_EXEC_OS_CRON},
    {"var/spool/cron/crontabs", "", SB_EXEC_OS_CRON},
};

static enum sb_exec_kind file_kind(sb_str path)
{
    for (size_t i = 0; i < SB_COUNT(exec_files); i++)
        if (sb_str_eq(sb_str_of(exec_files[i].path), path))
            return exec_files[i].kind;
    return SB_EXEC_COUNT;
}

static enum sb_exec_kind folder_kind(sb_str folder, sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(exec_folders); i++)
        if (sb_str_eq(sb_str_of(exec_folders[i].folder), folder) && name.p[0] != '.' &&
            sb_str_ends(name, sb_str_of(exec_folders[i].suffix)))
            return exec_folders[i].kind;
    return SB_EXEC_COUNT;
}

static bool one_of(sb_str s, const char *const *list)
{
    while (*list && !sb_str_eq(sb_str_of(*list), s))
        list++;
    return *list != NULL;
}

static bool is_unit(sb_str name)
{
    static const char *const types[] = {"service", "socket", "timer", "path", "mount", "automount", "swap", NULL};
    size_t dot = sb_str_rchr(name, '.');
    return dot != SB_NPOS && dot > 0 && one_of(sb_str_from(name, dot + 1), types);
}

/* {etc,run,lib,usr/lib,usr/local/lib}/systemd/...: FOLDER is what follows. Drop-ins (x.service.d) can add commands to a
 * unit. */
static enum sb_exec_kind systemd_kind(sb_str folder, sb_str name)
{
    static const char *const sets[] = {"system", "user", NULL};
    static const char *const scripts[] = {"system-shutdown", "system-sleep", NULL};
    if (sb_str_ends(folder, SB_S("-generators")) && sb_str_chr(folder, '/') == SB_NPOS)
        return SB_EXEC_OS_GENERATOR;
    if (one_of(folder, scripts))
        return SB_EXEC_OS_SYSTEMD;
    if (one_of(folder, sets) && is_unit(name))
        return SB_EXEC_OS_SYSTEMD;
    sb_str unit = folder, set;
    if (sb_str_cut(&unit, '/', &set) && one_of(set, sets) && sb_str_chop_end(&unit, SB_S(".d")) && is_unit(unit) &&
        sb_str_ends(name, SB_S(".conf")))
        return SB_EXEC_OS_SYSTEMD;
    return SB_EXEC_COUNT;
}

static bool chop_systemd(sb_str *folder)
{
    static const char *const roots[] = {"etc/systemd/",     "lib/systemd/",           "run/systemd/",
                                        "usr/lib/systemd/", "usr/local/lib/systemd/", NULL};
    for (const char *const *root = roots; *root; root++)
        if (sb_str_chop(folder, sb_str_of(*root)))
            return true;
    return false;
}

/* "python3.11", not "python3" (where Debian keeps dist-packages, which is no import path itself). */
static bool is_python_folder(sb_str name)
{
    size_t digits = 0;
    sb_str major;
    if (!sb_str_chop(&name, SB_S("python")) || !sb_str_cut(&name, '.', &major) || major.n != 1 ||
        !sb_is_digit(*major.p))
        return false;
    while (digits < name.n && sb_is_digit(name.p[digits]))
        digits++;
    return digits > 0 && digits == name.n;
}

/* As source, byte code without source, or an extension module (x.cpython-311-x86_64-linux-gnu.so, x.so, x.pyd). */
static bool is_module(sb_str name, sb_str module)
{
    if (!sb_str_chop(&name, module) || name.n == 0 || name.p[0] != '.')
        return false;
    return sb_str_eq(name, SB_S(".py")) || sb_str_eq(name, SB_S(".pyc")) || sb_str_ends(name, SB_S(".so")) ||
           sb_str_ends(name, SB_S(".pyd"));
}

static enum sb_exec_kind python_module(sb_str name)
{
    if (is_module(name, SB_S("sitecustomize")))
        return SB_EXEC_PY_SITECUSTOMIZE;
    return is_module(name, SB_S("usercustomize")) ? SB_EXEC_PY_USERCUSTOMIZE : SB_EXEC_COUNT;
}

static enum sb_exec_kind python_kind(sb_str folder, sb_str name)
{
    static const char *const sites[] = {"site-packages", "dist-packages", NULL};
    sb_str base = sb_path_base(folder);
    bool site = one_of(base, sites);
    if (site && sb_str_ends(name, SB_S(".pth")))
        return SB_EXEC_PY_PTH;
    if (site && sb_str_ends(name, SB_S(".start")))
        return SB_EXEC_PY_START;
    if (site || is_python_folder(base))
        return python_module(name);
    sb_str above = sb_path_base(sb_path_dir(folder));
    if (!is_module(name, SB_S("__init__")) || !(one_of(above, sites) || is_python_folder(above)))
        return SB_EXEC_COUNT;
    if (sb_str_eq(base, SB_S("sitecustomize")))
        return SB_EXEC_PY_SITECUSTOMIZE;
    return sb_str_eq(base, SB_S("usercustomize")) ? SB_EXEC_PY_USERCUSTOMIZE : SB_EXEC_COUNT;
}

enum sb_exec_kind sb_exec_of_path(sb_str path)
{
    static const char *const tops[] = {"etc", "lib", "run", "usr", "var", NULL};
    sb_str folder = sb_path_dir(path), name = sb_path_base(path);
    if (name.n == 0)
        return SB_EXEC_COUNT;
    enum sb_exec_kind kind = python_kind(folder, name);
    sb_str rest = folder, top;
    sb_str_cut(&rest, '/', &top);
    if (kind != SB_EXEC_COUNT || !one_of(top, tops))
        return kind;
    rest = folder;
    if (chop_systemd(&rest))
        return systemd_kind(rest, name);
    kind = file_kind(path);
    return kind != SB_EXEC_COUNT ? kind : folder_kind(folder, name);
}
