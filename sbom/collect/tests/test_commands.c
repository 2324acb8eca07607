#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/buf.h"
#include "collect/commands.h"

static void what_runs(void **state)
{
    static const struct {
        const char *folder, *name, *text, *runs;
    } rows[] = {
        {"etc", "hosts", "up x\n", ""},
        {"etc/default", "cron", "# x\nA=1\nexport B='x y' # y\nC=\"a\nb c\"\nD=(a b\nc)\nE=a\\\nb\nPATH=/x\n", ""},
        {"x/etc/default", "cron", "A=1; id\nA=1 id\nB=\"`id`\"\nC=\"a\n$(id)\"\nD=1;\n. /x\nLD_PRELOAD=/x\n",
         "A=1; id; A=1 id; B=\"`id`\"; $(id)\"; . /x; LD_PRELOAD=/x"},
        {"etc/default", ".cron", "id\n", ""},
        {"etc", "environment", "PATH=\"/bin\"\nLANG=C\n", ""},
        {"etc", "environment", "LANG=C\nLD_PRELOAD=/x.so\n", "LD_PRELOAD=/x.so"},
        {"etc/security", "pam_env.conf", "A DEFAULT=b\nBASH_ENV DEFAULT=/x\n", "BASH_ENV DEFAULT=/x"},
        {"etc/systemd", "system.conf", "#DefaultEnvironment=LD_PRELOAD=/x\nDefaultEnvironment=A=b\n", ""},
        {"etc/systemd", "system.conf", "ManagerEnvironment = LD_PRELOAD=/x\n", "ManagerEnvironment = LD_PRELOAD=/x"},
        {"etc/ssh", "ssh_config",
         "Host *\n  Include /etc/ssh/ssh_config.d/*.conf\n ProxyCommand none\nMatch host x\n# ProxyCommand x\n", ""},
        {"etc/ssh", "ssh_config", "proxycommand=/x %h\nMatch host a exec \"/x\"\nInclude /x\n",
         "proxycommand=/x %h; Include /x; Match host a exec \"/x\""},
        {"etc/network", "interfaces", "iface lo inet loopback\n\tpre-up /x\n address 1.2.3.4\n", "pre-up /x"},
        {"etc/network/interfaces.d", "eth0", "up /x", "up /x"},
        {"etc/dhcp", "dhclient.conf", "script \"/x\";\nrequest a;\n", "script \"/x\";"},
        {"etc", "pacman.conf", "#XferCommand = x\nXferCommand = /x %u\nColor\n", "XferCommand = /x %u"},
        {"etc/logrotate.d", "x", "/l {\n daily\n}\n", ""},
        {"etc/logrotate.d", "x", "/l {\n prerotate\n  /x\n endscript\n compresscmd /y\n}\n", "/x; compresscmd /y"},
        {"etc/sysctl.d", "x.conf", "kernel.core_pattern=core\nnet.x=1\n", ""},
        {"etc/sysctl.d", "x.conf", "-kernel/core_pattern = |/x\nkernel.modprobe=/x\n",
         "-kernel/core_pattern = |/x; kernel.modprobe=/x"},
        {"etc", "crypttab", "a b none luks\nc d none luks,keyscript=/x\n", "c d none luks,keyscript=/x"},
        {"etc/needrestart/conf.d", "x.conf", "$nrconf{restart} = 'a';\n#system('x');\n$nrconf{do_x} = 1;\n", ""},
        {"etc/needrestart/conf.d", "x.conf", "system(\"id\");\nmy $x = `id`;\nrequire '/x';\n",
         "system(\"id\");; my $x = `id`;; require '/x';"},
    };
    struct sb_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_str text =
            sb_commands_of(sb_str_of(rows[i].folder), sb_str_of(rows[i].name), sb_str_of(rows[i].text), &arena);
        if (!sb_str_eq(text, sb_str_of(rows[i].runs)))
            fail_msg("%zu: %.*s", i, SB_FMT(text));
    }
    sb_arena_done(&arena);
}

/* What does not fit counts all the same. */
static void of_long_ones(void **state)
{
    struct sb_arena arena = {0};
    struct sb_buf bytes = {0};
    sb_str text[2];
    (void)state;
    for (int i = 0; i < 40000; i++)
        sb_buf_str(&bytes, SB_S("id\n"));
    for (int i = 0; i < 2; i++) {
        sb_buf_str(&bytes, SB_S("id\n"));
        text[i] = sb_commands_of(SB_S("etc/default"), SB_S("x"), sb_buf_all(&bytes), &arena);
        assert_true(text[i].n <= SB_COMMANDS_BYTES);
    }
    assert_false(sb_str_eq(text[0], text[1]));
    sb_buf_done(&bytes);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_runs),
        cmocka_unit_test(of_long_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
