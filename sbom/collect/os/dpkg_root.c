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
    [SB_DPKG_COPYRIGHT] = "usr/share/doc",  [SB_DPKG_SETTINGS_PART] = "etc/dpkg/dpkg.cfg.d",
    [SB_DPKG_SETTINGS] = "etc/dpkg",
};

bool sb_dpkg_root_of(unsigned kind, sb_str dir, sb_str *ret_root)
{
    sb_str tail = sb_str_of(tails[kind]);
    if (kind == SB_DPKG_COPYRIGHT) {
        *ret_root = sb_path_dir(dir);
        return sb_path_chop(ret_root, tail);
    }
    /* The digests of status.d share the kind of those in info. */
    if (kind == SB_DPKG_MD5SUMS && sb_str_ends(dir, SB_S("/status.d")))
        tail = SB_S("lib/dpkg/status.d");
    return sb_os_root_of(dir, tail, ret_root);
}
