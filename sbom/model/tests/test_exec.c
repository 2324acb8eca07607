#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/exec.h"
#include "model/facts.h"

static void tokens_find_their_rows(void **state)
{
    (void)state;
    for (unsigned i = 0; i < SB_EXEC_COUNT; i++)
        assert_int_equal(sb_exec_find(sb_str_of(sb_exec_rows[i].token)), i);
    for (unsigned i = 0; i < SB_FACT_COUNT; i++)
        assert_int_equal(sb_fact_find(sb_str_of(sb_fact_rows[i].name)), i);
    assert_int_equal(sb_exec_find(SB_S("os:nothing")), SB_EXEC_COUNT);
    assert_int_equal(sb_fact_find(SB_S("sbom:nothing")), SB_FACT_COUNT);
}

struct path {
    const char *path;
    enum sb_exec_kind kind;
};

static void must_be(const struct path *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum sb_exec_kind kind = sb_exec_of_path(sb_str_of(cases[i].path));
        if (kind != cases[i].kind)
            fail_msg("%s: %d", cases[i].path, (int)kind);
    }
}

static void paths_run_by_their_place(void **state)
{
    (void)state;
    static const struct path cases[] = {
        {"etc/ld.so.preload", SB_EXEC_OS_PRELOAD},
        {"etc/systemd/system/x.service", SB_EXEC_OS_SYSTEMD},
        {"usr/lib/systemd/user/x.timer", SB_EXEC_OS_SYSTEMD},
        {"lib/systemd/system/x.service.d/10-more.conf", SB_EXEC_OS_SYSTEMD},
        {"usr/lib/systemd/system-sleep/hook", SB_EXEC_OS_SYSTEMD},
        {"usr/lib/systemd/system/x.target", SB_EXEC_COUNT},
        {"usr/lib/systemd/system/.service", SB_EXEC_COUNT},
        {"etc/systemd/system/multi-user.target.wants/x.service", SB_EXEC_OS_SYSTEMD},
        {"etc/systemd/system/multi-user.target.wants/x.target", SB_EXEC_COUNT},
        {"etc/systemd/system/service.d/all.conf", SB_EXEC_OS_SYSTEMD},
        {"root/.config/systemd/user/sysmon.service", SB_EXEC_OS_SYSTEMD},
        {"home/bob/.local/share/systemd/user/x.timer", SB_EXEC_OS_SYSTEMD},
        {"home/bob/.bashrc", SB_EXEC_OS_PROFILE},
        {"home/bob/.ssh/authorized_keys", SB_EXEC_OS_SSH},
        {"root/.ssh/authorized_keys2", SB_EXEC_OS_SSH},
        {"etc/skel/.profile", SB_EXEC_OS_PROFILE},
        {"home/.bashrc", SB_EXEC_COUNT},
        {"home/bob/src/.bashrc", SB_EXEC_COUNT},
        {"etc/pam.d/sshd", SB_EXEC_OS_PAM},
        {"usr/lib/x86_64-linux-gnu/security/pam_evil.so", SB_EXEC_OS_PAM},
        {"lib64/security/pam_x.so", SB_EXEC_OS_PAM},
        {"usr/lib/security/README", SB_EXEC_COUNT},
        {"lib/x86_64-linux-gnu/libnss_evil.so.2", SB_EXEC_OS_NSS},
        {"usr/lib/libc.so.6", SB_EXEC_COUNT},
        {"etc/sudoers.d/all", SB_EXEC_OS_SUDO},
        {"etc/ld.so.conf.d/x.conf", SB_EXEC_OS_LD_PATH},
        {"etc/environment", SB_EXEC_OS_ENVIRONMENT},
        {"etc/php/8.2/cli/conf.d/99-x.ini", SB_EXEC_OS_SERVER},
        {"etc/php/x/cli/conf.d/99-x.ini", SB_EXEC_COUNT},
        {"usr/lib/dracut/modules.d/99x/module-setup.sh", SB_EXEC_OS_INITRAMFS},
        {"usr/lib/dracut/modules.d/99x/more/module-setup.sh", SB_EXEC_COUNT},
        {"usr/local/share/perl/5.36.0/sitecustomize.pl", SB_EXEC_OS_PROFILE},
        {"usr/lib/ruby/vendor_ruby/rubygems/defaults/operating_system.rb", SB_EXEC_OS_PROFILE},
        {"etc/apt/sources.list.d/x.sources", SB_EXEC_OS_SOURCE},
        {"etc/apt/trusted.gpg.d/x.gpg", SB_EXEC_OS_SOURCE},
        {"root/.config/pip/pip.conf", SB_EXEC_OS_SOURCE},
        {"home/bob/project/.npmrc", SB_EXEC_COUNT},
        {"etc/ssh/sshd_config.d/x.conf", SB_EXEC_OS_SSH},
        {"etc/ssh/sshd_config", SB_EXEC_COUNT},
        {"home/bob/.ipython/profile_default/startup/00-x.py", SB_EXEC_OS_PROFILE},
        {"etc/xdg/systemd/user/x.service", SB_EXEC_OS_SYSTEMD},
        {"etc/modprobe.d/x.conf", SB_EXEC_OS_KERNEL},
        {"usr/lib/sysctl.d/x.conf", SB_EXEC_OS_SYSCTL},
        {"usr/lib/libreoffice/sysctl.d/x.conf", SB_EXEC_COUNT},
        {"usr/local/bin/ls", SB_EXEC_OS_COMMAND},
        {"root/.local/bin/ls", SB_EXEC_OS_COMMAND},
        {"usr/bin/ls", SB_EXEC_COUNT},
        {"etc/rc2.d/S01x", SB_EXEC_OS_INIT},
        {"etc/initramfs-tools/scripts/init-top/x", SB_EXEC_OS_INITRAMFS},
        {"usr/share/dbus-1/system-services/x.service", SB_EXEC_OS_DBUS},
        {"etc/ssh/sshd_config", SB_EXEC_COUNT},
        {"usr/lib/systemd/system-generators/gen", SB_EXEC_OS_GENERATOR},
        {"etc/systemd/system.conf", SB_EXEC_OS_ENVIRONMENT},
        {"etc/crontab", SB_EXEC_OS_CRON},
        {"etc/cron.d/job", SB_EXEC_OS_CRON},
        {"etc/cron.d/.placeholder", SB_EXEC_COUNT},
        {"etc/cron.daily/apt", SB_EXEC_OS_CRON},
        {"var/spool/cron/crontabs/root", SB_EXEC_OS_CRON},
        {"etc/profile.d/x.sh", SB_EXEC_OS_PROFILE},
        {"etc/profile.d/README", SB_EXEC_COUNT},
        {"etc/bash.bashrc", SB_EXEC_OS_PROFILE},
        {"etc/rc.local", SB_EXEC_OS_INIT},
        {"etc/init.d/ssh", SB_EXEC_OS_INIT},
        {"usr/lib/udev/rules.d/60-x.rules", SB_EXEC_OS_UDEV},
        {"etc/xdg/autostart/x.desktop", SB_EXEC_OS_AUTOSTART},
        {"etc/apt/apt.conf.d/20x", SB_EXEC_OS_APT_HOOK},
        {"etc/network/if-up.d/x", SB_EXEC_OS_IF_HOOK},
        {"etc/dhcp/dhclient-exit-hooks.d/x", SB_EXEC_OS_IF_HOOK},
        {"etc/update-motd.d/10-x", SB_EXEC_OS_MOTD},
        {"etc/passwd", SB_EXEC_COUNT},
        {"srv/etc/crontab", SB_EXEC_COUNT},
        {"crontab", SB_EXEC_COUNT},
        {"", SB_EXEC_COUNT},
        {"etc/", SB_EXEC_COUNT},
        {"usr/lib/python3/dist-packages/x.pth", SB_EXEC_PY_PTH},
        {"venv/lib/python3.12/site-packages/litellm_init.pth", SB_EXEC_PY_PTH},
        {"venv/lib/python3.12/site-packages/pkg/x.pth", SB_EXEC_COUNT},
        {"venv/lib/python3.15/site-packages/x.start", SB_EXEC_PY_START},
        {"usr/lib/python3.11/sitecustomize.py", SB_EXEC_PY_SITECUSTOMIZE},
        {"usr/lib/python3.11/usercustomize/__init__.py", SB_EXEC_PY_USERCUSTOMIZE},
        {"usr/lib/python3/sitecustomize.py", SB_EXEC_COUNT},
        {"site-packages/usercustomize.cpython-312-x86_64-linux-gnu.so", SB_EXEC_PY_USERCUSTOMIZE},
        {"site-packages/sitecustomize.pyc", SB_EXEC_PY_SITECUSTOMIZE},
        {"site-packages/__pycache__/sitecustomize.cpython-312.pyc", SB_EXEC_COUNT},
        {"site-packages/sitecustomize/__init__.pyc", SB_EXEC_PY_SITECUSTOMIZE},
        {"site-packages/sitecustomize_helper.py", SB_EXEC_COUNT},
    };
    must_be(cases, SB_COUNT(cases));
}

static void services_have_folders_of_their_own(void **state)
{
    static const struct path cases[] = {
        {"etc/systemd/user.conf.d/x.conf", SB_EXEC_OS_ENVIRONMENT},
        {"etc/systemd/system.attached/x.service", SB_EXEC_OS_SYSTEMD},
        {"var/lib/extensions/x/usr/lib/systemd/system/x.service", SB_EXEC_OS_SYSTEMD},
        {"var/lib/extensions/x/usr/share/doc/x.service", SB_EXEC_COUNT},
        {"etc/s6-overlay/s6-rc.d/web/run", SB_EXEC_OS_INIT},
        {"etc/services.d/web/run", SB_EXEC_OS_INIT},
        {"etc/services.d/web/data", SB_EXEC_COUNT},
        {"etc/services.d/run", SB_EXEC_COUNT},
        {"etc/periodic/15min/x", SB_EXEC_OS_CRON},
        {"usr/lib/modules/6.1.0-1-amd64/updates/x.ko.xz", SB_EXEC_OS_KERNEL},
        {"lib/modules/6.1.0/updates/dkms/x.ko", SB_EXEC_COUNT},
        {"lib/modules/6.1.0/kernel/x.ko", SB_EXEC_COUNT},
    };
    (void)state;
    must_be(cases, SB_COUNT(cases));
}

static void folders_lead_to_places(void **state)
{
    static const char *const lead[] = {"etc",
                                       "etc/cron.d",
                                       "etc/systemd",
                                       "etc/systemd/system",
                                       "usr",
                                       "usr/lib",
                                       "lib/x86_64-linux-gnu",
                                       "usr/local",
                                       "usr/local/bin",
                                       "home",
                                       "home/a",
                                       "home/a/.config",
                                       "root/.ssh",
                                       "var",
                                       "var/spool",
                                       "etc/php/8.2",
                                       "etc/init",
                                       "usr/share"};
    static const char *const none[] = {
        "", "srv", "etc/ssl/certs", "usr/share/doc", "etc/cron", "usr/lib/systemd-x", "home/a/Documents"};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(lead); i++)
        if (!sb_exec_leads_to_places(sb_str_of(lead[i])))
            fail_msg("%s", lead[i]);
    for (size_t i = 0; i < SB_COUNT(none); i++)
        if (sb_exec_leads_to_places(sb_str_of(none[i])))
            fail_msg("%s", none[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_find_their_rows),
        cmocka_unit_test(paths_run_by_their_place),
        cmocka_unit_test(services_have_folders_of_their_own),
        cmocka_unit_test(folders_lead_to_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
