#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/buf.h"
#include "collect/lines.h"

static void assert_kept(size_t row, const char *folder, const char *name, const char *bytes, const char *word,
                        const char *text)
{
    struct sb_arena arena = {0};
    struct sb_lines lines = {0};
    bool known = sb_lines_of(sb_str_of(folder), sb_str_of(name), sb_str_of(bytes), &arena, &lines);
    if (!sb_str_eq(lines.text, sb_str_of(text)) || (*text && !(known && strcmp(lines.word, word) == 0)))
        fail_msg("%s %zu: %.*s", word, row, SB_FMT(lines.text));
    sb_arena_done(&arena);
}

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
        {"etc/dhcp", "dhclient.conf", "script\"/x\";\n", "script\"/x\";"},
        {"etc/ssh", "ssh_config", "Include /ETC/ssh/ssh_config.d/*.conf\n", "Include /ETC/ssh/ssh_config.d/*.conf"},
        {"etc/default/grub.d", ".x.cfg", "id\nA=init=/x\n", ""},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        assert_kept(i, rows[i].folder, rows[i].name, rows[i].text, "runs ", rows[i].runs);
}

static void what_is_loaded(void **state)
{
    static const struct {
        const char *folder, *name, *text, *loads;
    } rows[] = {
        {"etc/nginx", "nginx.conf", "load_modules x;\n#load_module x;\ninclude y;\n", ""},
        {"x/etc/nginx", "nginx.conf", "user a;load_module \"x.so\" ;http{perl_modules p;}",
         "load_module x.so; perl_modules p"},
        {"etc/postgresql/15/main", "postgresql.conf",
         "shared_preload_libraries=''\ndynamic_library_path = '$libdir'\n#archive_command='x'\narchive_command\n", ""},
        {"data", "postgresql.auto.conf", "Archive_Command 'cp #1' # x\nshared_preload_libraries = a # b",
         "archive_command cp #1; shared_preload_libraries a"},
        {"etc/mysql/conf.d", "x.cnf", "[mysqld]\nloose-plugin-load-add=a.so\nplugin_loads=b\n init-file = /x\n",
         "plugin_load_add a.so; init_file /x"},
        {"boot/grub", "grub.cfg", " # init=/x\nlinux /v ro init=/sbin/init rdinit=/init noinit=/x\n", ""},
        {"boot/grub", "grub.cfg", "linux /v init=/x rdinit=/y init=\n", "init /x; rdinit /y"},
        {"etc/default", "grub", "A=init=/x\nB=\"init=/y quiet\"\nC='systemd.run=\"/z a\"'",
         "init /x; init /y; systemd.run /z"},
        {"loader/entries", "a.conf", "options systemd.setenv=LD_PRELOAD=/x", "systemd.setenv LD_PRELOAD=/x"},
        {"etc/nginx/conf.d", "nginx.conf", "load_module x;", ""},
        {"etc", "other", "init=/x", ""},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        assert_kept(i, rows[i].folder, rows[i].name, rows[i].text, "loads ", rows[i].loads);
    assert_kept(0, "etc/default", "grub", "A=init=/x\nid\n", "runs ", "id; init /x");
}

/* What a shell runs is that of a service, a command line alone the kernel's. */
static void kinds_of_grub(void **state)
{
    static const char *const texts[] = {"id\nA=init=/x\n", "A=init=/x\n"};
    static const enum sb_exec_kind kinds[] = {SB_EXEC_OS_INIT, SB_EXEC_OS_KERNEL};
    struct sb_arena arena = {0};
    struct sb_lines lines;
    (void)state;
    for (size_t i = 0; i < SB_COUNT(texts); i++) {
        assert_true(sb_lines_of(SB_S("etc/default"), SB_S("grub"), sb_str_of(texts[i]), &arena, &lines));
        assert_int_equal(lines.kind, kinds[i]);
    }
    sb_arena_done(&arena);
}

struct row {
    const char *name, *suffix, *folder;
    bool within;
};

static bool fits(const struct row *row, sb_str folder, sb_str name)
{
    bool named = row->name ? sb_str_eq(name, sb_str_of(row->name)) : sb_str_ends(name, sb_str_of(row->suffix));
    return named && (!row->folder || sb_path_chop(&folder, sb_str_of(row->folder)));
}

/* One row that is matched has each file: a file of two would be read twice. */
static void one_row_a_file(void **state)
{
    static const struct row rows[] = {
#define SB_LINES(what, text, folder_, id, word, read) {.what = text, .folder = folder_},
#define SB_LINES_WITHIN(what, text, folder_, id, word, read) {.what = text, .folder = folder_, .within = true},
#include "collect/lines.def"
#undef SB_LINES_WITHIN
#undef SB_LINES
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        size_t n = 0;
        for (size_t k = 0; k < SB_COUNT(rows); k++)
            n += !rows[k].within &&
                 fits(&rows[k], sb_str_of(rows[i].folder), sb_str_of(rows[i].name ? rows[i].name : rows[i].suffix));
        if (n != 1)
            fail_msg("%s%s has %zu rows", rows[i].folder, rows[i].name ? rows[i].name : rows[i].suffix, n);
    }
}

/* What does not fit counts all the same. */
static void assert_bounded(const char *folder, const char *name, sb_str line)
{
    struct sb_arena arena = {0};
    struct sb_buf bytes = {0};
    struct sb_lines lines[2] = {0};
    for (int i = 0; i < 40000; i++)
        sb_buf_str(&bytes, line);
    for (int i = 0; i < 2; i++) {
        sb_buf_str(&bytes, line);
        assert_true(sb_lines_of(sb_str_of(folder), sb_str_of(name), sb_buf_all(&bytes), &arena, &lines[i]));
        assert_true(lines[i].text.n <= SB_LINES_BYTES);
    }
    assert_false(sb_str_eq(lines[0].text, lines[1].text));
    sb_buf_done(&bytes);
    sb_arena_done(&arena);
}

static void of_long_ones(void **state)
{
    (void)state;
    assert_bounded("etc/default", "x", SB_S("id\n"));
    assert_bounded("etc/nginx", "nginx.conf", SB_S("load_module x;\n"));
    assert_bounded("boot/grub", "grub.cfg", SB_S("init=/x\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_runs),      cmocka_unit_test(what_is_loaded), cmocka_unit_test(kinds_of_grub),
        cmocka_unit_test(one_row_a_file), cmocka_unit_test(of_long_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
