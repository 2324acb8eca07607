/* What settings run is within its bounds, and a remark in front of them runs nothing. */
#include "collect/commands.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const files[][2] = {
        {"etc", "crypttab"},       {"etc", "environment"},          {"etc", "pacman.conf"},
        {"etc", "rc.conf"},        {"etc", "sysctl.conf"},          {"etc/dhcp", "dhclient.conf"},
        {"etc/logrotate.d", "x"},  {"etc/needrestart/conf.d", "x"}, {"etc/network", "interfaces"},
        {"etc/ssh", "ssh_config"}, {"etc/systemd", "system.conf"},  {"etc/security", "pam_env.conf"},
    };
    struct sb_arena arena = {0};
    sb_str bytes = sb_str_n((const char *)data, size), more = sb_arena_join(&arena, SB_S("# x"), SB_S("\n"), bytes);
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        sb_str folder = sb_str_of(files[i][0]), name = sb_str_of(files[i][1]);
        sb_str text = sb_commands_of(folder, name, bytes, &arena);
        if (text.n > SB_COMMANDS_BYTES ||
            (text.n < SB_COMMANDS_BYTES / 2 && !sb_str_eq(sb_commands_of(folder, name, more, &arena), text)))
            abort();
    }
    sb_arena_done(&arena);
    return 0;
}
