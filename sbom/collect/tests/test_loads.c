#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "collect/loads.h"

static void what_is_loaded(void **state)
{
    static const struct {
        const char *dir, *name, *text, *loads;
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
    struct sb_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_str text = sb_loads(sb_str_of(rows[i].dir), sb_str_of(rows[i].name), sb_str_of(rows[i].text), &arena);
        if (!sb_str_eq(text, sb_str_of(rows[i].loads)))
            fail_msg("%zu: %.*s", i, SB_FMT(text));
    }
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_loaded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
