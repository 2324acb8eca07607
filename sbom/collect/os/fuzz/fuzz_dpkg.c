/* A whole dpkg database: the input, cut at form feeds, is the files below. However they come, the inventory is the
 * same. */
#include "collect/kit/dpkg_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {
        "var/lib/dpkg/status",
        "var/lib/dpkg/info/a.list",
        "var/lib/dpkg/info/a.md5sums",
        "var/lib/dpkg/diversions",
        "var/lib/dpkg/info/a.conffiles",
        "var/lib/apt/extended_states",
        "var/lib/dpkg/info/a.config",
        "var/lib/dpkg/info/a.triggers",
        "usr/share/doc/a/copyright",
        "var/lib/dpkg/status.d/b",
        "etc/os-release",
        "var/lib/dpkg/updates/0000",
        "var/lib/dpkg/updates/0001",
        "usr/lib/udev/rules.d/a.rules",
        "usr/lib/tmpfiles.d/a.conf",
        "usr/share/dbus-1/system-services/a.service",
        "usr/share/polkit-1/rules.d/a.rules",
        "usr/lib/systemd/system/a.service",
        "usr/lib/sysusers.d/a.conf",
        "usr/share/dbus-1/system.d/a.conf",
        "etc/sudoers",
        "etc/dpkg/dpkg.cfg.d/a",
        "etc/dpkg/dpkg.cfg",
    };
    struct memory memory = {0};
    sb_str rest = sb_str_n((const char *)data, size);
    for (size_t i = 0; i < SB_COUNT(paths); i++) {
        sb_str bytes;
        sb_str_cut(&rest, '\f', &bytes);
        memory_add(&memory, sb_str_of(paths[i]), bytes);
    }
    memory_add(&memory, SB_S("usr/bin/a"), SB_S("a"));
    memory_add(&memory, SB_S("etc/cron.d/a"), SB_S("b"));
    memory_check(&memory);
    return 0;
}
