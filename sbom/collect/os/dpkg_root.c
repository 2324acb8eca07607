/* Where the files of a system lie below its root. */
#include "os/dpkg.h"

/* The last parts of their folder; of a copyright file those above it. */
static const char *const tails[SB_DPKG_KINDS] = {
    [SB_DPKG_STATUS] = "lib/dpkg",          [SB_DPKG_STATUS_D] = "lib/dpkg/status.d",
    [SB_DPKG_UPDATES] = "lib/dpkg/updates", [SB_DPKG_EXTENDED] = "lib/apt",
    [SB_DPKG_DIVERSIONS] = "lib/dpkg",      [SB_DPKG_LIST] = "lib/dpkg/info",
    [SB_DPKG_MD5SUMS] = "lib/dpkg/info",    [SB_DPKG_CONFFILES] = "lib/dpkg/info",
    [SB_DPKG_PREINST] = "lib/dpkg/info",    [SB_DPKG_POSTINST] = "lib/dpkg/info",
    [SB_DPKG_PRERM] = "lib/dpkg/info",      [SB_DPKG_POSTRM] = "lib/dpkg/info",
    [SB_DPKG_CONFIG] = "lib/dpkg/info",     [SB_DPKG_TRIGGERS] = "lib/dpkg/info",
    [SB_DPKG_COPYRIGHT] = "usr/share/doc",
};

static bool chop_folder(sb_str *dir, sb_str tail)
{
    sb_str rest = *dir;
    if (!sb_str_chop_end(&rest, tail) || (rest.n && !sb_str_chop_end(&rest, SB_S("/"))))
        return false;
    *dir = rest;
    return true;
}

/* Settings lie in etc, in lib and in usr/lib or usr/share. */
static bool root_of_rule(sb_str dir, sb_str *ret_root)
{
    static const char *const rules[] = {
        "cron.d",           "dbus-1/services", "dbus-1/system-services",
        "dbus-1/system.d",  "pam.d",           "polkit-1/actions",
        "polkit-1/rules.d", "sudoers.d",       "systemd/system",
        "sysusers.d",       "tmpfiles.d",      "udev/rules.d",
    };
    static const char *const above[] = {"etc", "lib", "share"};
    bool found = false;
    for (size_t i = 0; !found && i < SB_COUNT(rules); i++)
        found = chop_folder(&dir, sb_str_of(rules[i]));
    if (!found && chop_folder(&dir, SB_S("etc"))) { /* sudoers lies there itself */
        *ret_root = dir;
        return true;
    }
    bool below = false;
    for (size_t i = 0; found && !below && i < SB_COUNT(above); i++)
        below = chop_folder(&dir, sb_str_of(above[i]));
    if (below)
        chop_folder(&dir, SB_S("usr"));
    *ret_root = dir;
    return below;
}

/* A database may lie in usr/lib as well, and a scan may start at /var. */
bool sb_dpkg_root_of(unsigned kind, sb_str dir, sb_str *ret_root)
{
    if (kind == SB_DPKG_RULE)
        return root_of_rule(dir, ret_root);
    if (kind == SB_DPKG_COPYRIGHT)
        dir = sb_path_dir(dir);
    sb_str tail = sb_str_of(tails[kind]);
    /* The digests of status.d share the kind of those in info. */
    if (kind == SB_DPKG_MD5SUMS && sb_str_ends(dir, SB_S("/status.d")))
        tail = SB_S("lib/dpkg/status.d");
    if (!chop_folder(&dir, tail))
        return false;
    if (kind != SB_DPKG_COPYRIGHT && !chop_folder(&dir, SB_S("var")))
        chop_folder(&dir, SB_S("usr"));
    *ret_root = dir;
    return true;
}
