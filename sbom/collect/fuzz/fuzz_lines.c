/* What settings run or load is within its bounds, and a remark in front of them or behind runs nothing. */
#include "base/base.h"
#include "collect/lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const files[][2] = {
        {"boot/grub", "grub.cfg"},
        {"data", "postgresql.conf"},
        {"etc", "crypttab"},
        {"etc", "environment"},
        {"etc", "my.cnf"},
        {"etc", "pacman.conf"},
        {"etc", "rc.conf"},
        {"etc", "sysctl.conf"},
        {"etc/default", "grub"},
        {"etc/dhcp", "dhclient.conf"},
        {"etc/logrotate.d", "x"},
        {"etc/needrestart/conf.d", "x"},
        {"etc/network", "interfaces"},
        {"etc/nginx", "nginx.conf"},
        {"etc/security", "pam_env.conf"},
        {"etc/ssh", "ssh_config"},
        {"etc/systemd", "system.conf"},
    };
    struct sb_arena arena = {0};
    struct sb_lines lines, more;
    sb_str bytes = sb_str_n((const char *)data, size),
           remarked = sb_arena_join(&arena, SB_S("# x\n"), bytes, SB_S("\n#\n"));
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        sb_str folder = sb_str_of(files[i][0]), name = sb_str_of(files[i][1]);
        if (!sb_lines_of(folder, name, bytes, &arena, &lines) || !sb_lines_of(folder, name, remarked, &arena, &more) ||
            lines.text.n > SB_LINES_BYTES || (lines.text.n < SB_LINES_BYTES / 2 && !sb_str_eq(more.text, lines.text)))
            abort();
    }
    sb_arena_done(&arena);
    return 0;
}
