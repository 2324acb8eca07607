/* What a system runs by its place. */
#include "base/base.h"
#include "model/exec_place.h"

/* FOLDER is canonical (see canonical()), "#" in it a folder that is named by a version alone, "*" any; NAME is a whole
 * name, or "*", "*.end", "start*", which do not fit names that begin with a dot. Sorted by folder (bytes); the manual
 * pages of the programs that read these places are the source.
 */
static const struct place {
    const char *folder, *name;
    enum sb_exec_kind kind;
} places[] = {
    {"etc", "anacrontab", SB_EXEC_OS_CRON},
    {"etc", "bash.bash_logout", SB_EXEC_OS_PROFILE},
    {"etc", "bash.bashrc", SB_EXEC_OS_PROFILE},
    {"etc", "bashrc", SB_EXEC_OS_PROFILE},
    {"etc", "bunfig.toml", SB_EXEC_OS_SOURCE},
    {"etc", "crontab", SB_EXEC_OS_CRON},
    {"etc", "csh.cshrc", SB_EXEC_OS_PROFILE},
    {"etc", "csh.login", SB_EXEC_OS_PROFILE},
    {"etc", "csh.logout", SB_EXEC_OS_PROFILE},
    {"etc", "doas.conf", SB_EXEC_OS_SUDO},
    {"etc", "environment", SB_EXEC_OS_ENVIRONMENT},
    {"etc", "gemrc", SB_EXEC_OS_SOURCE},
    {"etc", "gitconfig", SB_EXEC_OS_PROFILE},
    {"etc", "inetd.conf", SB_EXEC_OS_INETD},
    {"etc", "inittab", SB_EXEC_OS_INIT},
    {"etc", "ld.so.conf", SB_EXEC_OS_LD_PATH},
    {"etc", "ld.so.preload", SB_EXEC_OS_PRELOAD},
    {"etc", "logrotate.conf", SB_EXEC_OS_LOGROTATE},
    {"etc", "modprobe.conf", SB_EXEC_OS_KERNEL},
    {"etc", "modules", SB_EXEC_OS_KERNEL},
    {"etc", "npmrc", SB_EXEC_OS_SOURCE},
    {"etc", "nsswitch.conf", SB_EXEC_OS_NSS},
    {"etc", "pam.conf", SB_EXEC_OS_PAM},
    {"etc", "php.ini", SB_EXEC_OS_SERVER},
    {"etc", "pip.conf", SB_EXEC_OS_SOURCE},
    {"etc", "profile", SB_EXEC_OS_PROFILE},
    {"etc", "rc.local", SB_EXEC_OS_INIT},
    {"etc", "screenrc", SB_EXEC_OS_PROFILE},
    {"etc", "sudo.conf", SB_EXEC_OS_SUDO},
    {"etc", "sudoers", SB_EXEC_OS_SUDO},
    {"etc", "sysctl.conf", SB_EXEC_OS_SYSCTL},
    {"etc", "tmux.conf", SB_EXEC_OS_PROFILE},
    {"etc", "vimrc", SB_EXEC_OS_PROFILE},
    {"etc", "xinetd.conf", SB_EXEC_OS_INETD},
    {"etc", "zlogin", SB_EXEC_OS_PROFILE},
    {"etc", "zprofile", SB_EXEC_OS_PROFILE},
    {"etc", "zshenv", SB_EXEC_OS_PROFILE},
    {"etc", "zshrc", SB_EXEC_OS_PROFILE},
    {"etc/NetworkManager/dispatcher.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/NetworkManager/dispatcher.d/no-wait.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/NetworkManager/dispatcher.d/pre-down.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/NetworkManager/dispatcher.d/pre-up.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/X11/Xsession.d", "*", SB_EXEC_OS_XSESSION},
    {"etc/X11/xinit", "xinitrc", SB_EXEC_OS_XSESSION},
    {"etc/X11/xinit/xinitrc.d", "*", SB_EXEC_OS_XSESSION},
    {"etc/acpi", "*.sh", SB_EXEC_OS_IF_HOOK},
    {"etc/acpi/events", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/apache2/conf-enabled", "*", SB_EXEC_OS_SERVER},
    {"etc/apache2/mods-enabled", "*", SB_EXEC_OS_SERVER},
    {"etc/apache2/sites-enabled", "*", SB_EXEC_OS_SERVER},
    {"etc/apk", "repositories", SB_EXEC_OS_SOURCE},
    {"etc/apk/keys", "*.pub", SB_EXEC_OS_SOURCE},
    {"etc/apt", "apt.conf", SB_EXEC_OS_APT_HOOK},
    {"etc/apt", "preferences", SB_EXEC_OS_SOURCE},
    {"etc/apt", "sources.list", SB_EXEC_OS_SOURCE},
    {"etc/apt", "trusted.gpg", SB_EXEC_OS_SOURCE},
    {"etc/apt/apt.conf.d", "*", SB_EXEC_OS_APT_HOOK},
    {"etc/apt/auth.conf.d", "*.conf", SB_EXEC_OS_SOURCE},
    {"etc/apt/keyrings", "*.asc", SB_EXEC_OS_SOURCE},
    {"etc/apt/keyrings", "*.gpg", SB_EXEC_OS_SOURCE},
    {"etc/apt/keyrings", "*.pgp", SB_EXEC_OS_SOURCE},
    {"etc/apt/preferences.d", "*", SB_EXEC_OS_SOURCE},
    {"etc/apt/sources.list.d", "*.list", SB_EXEC_OS_SOURCE},
    {"etc/apt/sources.list.d", "*.sources", SB_EXEC_OS_SOURCE},
    {"etc/apt/trusted.gpg.d", "*.asc", SB_EXEC_OS_SOURCE},
    {"etc/apt/trusted.gpg.d", "*.gpg", SB_EXEC_OS_SOURCE},
    {"etc/bash_completion.d", "*", SB_EXEC_OS_PROFILE},
    {"etc/binfmt.d", "*.conf", SB_EXEC_OS_BINFMT},
    {"etc/ca-certificates/update.d", "*", SB_EXEC_OS_APT_HOOK},
    {"etc/cron.d", "*", SB_EXEC_OS_CRON},
    {"etc/cron.daily", "*", SB_EXEC_OS_CRON},
    {"etc/cron.hourly", "*", SB_EXEC_OS_CRON},
    {"etc/cron.monthly", "*", SB_EXEC_OS_CRON},
    {"etc/cron.weekly", "*", SB_EXEC_OS_CRON},
    {"etc/cron.yearly", "*", SB_EXEC_OS_CRON},
    {"etc/dbus-1", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"etc/dbus-1/session.d", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"etc/dbus-1/system-services", "*.service", SB_EXEC_OS_DBUS},
    {"etc/dbus-1/system.d", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"etc/dhcp", "dhclient-enter-hooks", SB_EXEC_OS_IF_HOOK},
    {"etc/dhcp", "dhclient-exit-hooks", SB_EXEC_OS_IF_HOOK},
    {"etc/dhcp/dhclient-enter-hooks.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/dhcp/dhclient-exit-hooks.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/docker", "daemon.json", SB_EXEC_OS_SERVER},
    {"etc/dpkg", "dpkg.cfg", SB_EXEC_OS_APT_HOOK},
    {"etc/dpkg/dpkg.cfg.d", "*", SB_EXEC_OS_APT_HOOK},
    {"etc/dracut.conf.d", "*.conf", SB_EXEC_OS_INITRAMFS},
    {"etc/emacs", "site-start.el", SB_EXEC_OS_PROFILE},
    {"etc/emacs/site-start.d", "*.el", SB_EXEC_OS_PROFILE},
    {"etc/environment.d", "*.conf", SB_EXEC_OS_ENVIRONMENT},
    {"etc/fish", "config.fish", SB_EXEC_OS_PROFILE},
    {"etc/fish/conf.d", "*.fish", SB_EXEC_OS_PROFILE},
    {"etc/gdb", "gdbinit", SB_EXEC_OS_PROFILE},
    {"etc/gdb/gdbinit.d", "*", SB_EXEC_OS_PROFILE},
    {"etc/grub.d", "*", SB_EXEC_OS_KERNEL},
    {"etc/httpd/conf.d", "*.conf", SB_EXEC_OS_SERVER},
    {"etc/httpd/conf.modules.d", "*.conf", SB_EXEC_OS_SERVER},
    {"etc/init", "*.conf", SB_EXEC_OS_INIT},
    {"etc/init.d", "*", SB_EXEC_OS_INIT},
    {"etc/initramfs-tools/hooks", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/init-bottom", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/init-premount", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/init-top", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/local-block", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/local-bottom", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/local-premount", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/local-top", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/nfs-bottom", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/nfs-premount", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/nfs-top", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/initramfs-tools/scripts/panic", "*", SB_EXEC_OS_INITRAMFS},
    {"etc/ipython", "ipython_config.py", SB_EXEC_OS_PROFILE},
    {"etc/jupyter", "jupyter_config.py", SB_EXEC_OS_PROFILE},
    {"etc/jupyter", "jupyter_notebook_config.py", SB_EXEC_OS_PROFILE},
    {"etc/jupyter", "jupyter_server_config.py", SB_EXEC_OS_PROFILE},
    {"etc/kernel/install.d", "*", SB_EXEC_OS_KERNEL},
    {"etc/kernel/postinst.d", "*", SB_EXEC_OS_KERNEL},
    {"etc/kernel/postrm.d", "*", SB_EXEC_OS_KERNEL},
    {"etc/kernel/preinst.d", "*", SB_EXEC_OS_KERNEL},
    {"etc/kernel/prerm.d", "*", SB_EXEC_OS_KERNEL},
    {"etc/ld.so.conf.d", "*.conf", SB_EXEC_OS_LD_PATH},
    {"etc/logrotate.d", "*", SB_EXEC_OS_LOGROTATE},
    {"etc/modprobe.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"etc/modules-load.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"etc/needrestart/hook.d", "*", SB_EXEC_OS_APT_HOOK},
    {"etc/network/if-down.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/network/if-post-down.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/network/if-pre-up.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/network/if-up.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/carrier.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/configured.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/configuring.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/degraded.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/dormant.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/no-carrier.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/off.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/networkd-dispatcher/routable.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/nginx/conf.d", "*", SB_EXEC_OS_SERVER},
    {"etc/nginx/modules-enabled", "*", SB_EXEC_OS_SERVER},
    {"etc/nginx/sites-enabled", "*", SB_EXEC_OS_SERVER},
    {"etc/pam.d", "*", SB_EXEC_OS_PAM},
    {"etc/perl", "sitecustomize.pl", SB_EXEC_OS_PROFILE},
    {"etc/php.d", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/apache2", "php.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/apache2/conf.d", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/cgi", "php.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/cgi/conf.d", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/cli", "php.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/cli/conf.d", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/embed", "php.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/embed/conf.d", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/fpm", "php.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/fpm/conf.d", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/php/#/mods-available", "*.ini", SB_EXEC_OS_SERVER},
    {"etc/pm/sleep.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/polkit-1/localauthority.conf.d", "*.conf", SB_EXEC_OS_POLKIT},
    {"etc/polkit-1/localauthority/50-local.d", "*.pkla", SB_EXEC_OS_POLKIT},
    {"etc/polkit-1/localauthority/90-mandatory.d", "*.pkla", SB_EXEC_OS_POLKIT},
    {"etc/polkit-1/rules.d", "*.rules", SB_EXEC_OS_POLKIT},
    {"etc/ppp/ip-down.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/ppp/ip-up.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/ppp/ipv6-down.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/ppp/ipv6-up.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/profile.d", "*.csh", SB_EXEC_OS_PROFILE},
    {"etc/profile.d", "*.sh", SB_EXEC_OS_PROFILE},
    {"etc/rc0.d", "*", SB_EXEC_OS_INIT},
    {"etc/rc1.d", "*", SB_EXEC_OS_INIT},
    {"etc/rc2.d", "*", SB_EXEC_OS_INIT},
    {"etc/rc3.d", "*", SB_EXEC_OS_INIT},
    {"etc/rc4.d", "*", SB_EXEC_OS_INIT},
    {"etc/rc5.d", "*", SB_EXEC_OS_INIT},
    {"etc/rc6.d", "*", SB_EXEC_OS_INIT},
    {"etc/rcS.d", "*", SB_EXEC_OS_INIT},
    {"etc/resolvconf/update-libc.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/resolvconf/update.d", "*", SB_EXEC_OS_IF_HOOK},
    {"etc/rsyslog.d", "*.conf", SB_EXEC_OS_SERVER},
    {"etc/security", "namespace.init", SB_EXEC_OS_PAM},
    {"etc/security", "pam_env.conf", SB_EXEC_OS_ENVIRONMENT},
    {"etc/ssh", "sshrc", SB_EXEC_OS_SSH},
    {"etc/ssh/ssh_config.d", "*.conf", SB_EXEC_OS_SSH},
    {"etc/ssh/sshd_config.d", "*.conf", SB_EXEC_OS_SSH},
    {"etc/ssl", "openssl.cnf", SB_EXEC_OS_SERVER},
    {"etc/sudoers.d", "*", SB_EXEC_OS_SUDO},
    {"etc/sysctl.d", "*.conf", SB_EXEC_OS_SYSCTL},
    {"etc/sysusers.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"etc/tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"etc/udev/rules.d", "*.rules", SB_EXEC_OS_UDEV},
    {"etc/update-motd.d", "*", SB_EXEC_OS_MOTD},
    {"etc/user-tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"etc/uv", "uv.toml", SB_EXEC_OS_SOURCE},
    {"etc/vim", "vimrc.local", SB_EXEC_OS_PROFILE},
    {"etc/xdg/autostart", "*.desktop", SB_EXEC_OS_AUTOSTART},
    {"etc/xdg/nvim", "sysinit.lua", SB_EXEC_OS_PROFILE},
    {"etc/xdg/nvim", "sysinit.vim", SB_EXEC_OS_PROFILE},
    {"etc/xdg/pip", "pip.conf", SB_EXEC_OS_SOURCE},
    {"etc/xdg/plasma-workspace/env", "*", SB_EXEC_OS_XSESSION},
    {"etc/xdg/uv", "uv.toml", SB_EXEC_OS_SOURCE},
    {"etc/xinetd.d", "*", SB_EXEC_OS_INETD},
    {"etc/yum.repos.d", "*.repo", SB_EXEC_OS_SOURCE},
    {"etc/zsh", "zlogin", SB_EXEC_OS_PROFILE},
    {"etc/zsh", "zlogout", SB_EXEC_OS_PROFILE},
    {"etc/zsh", "zprofile", SB_EXEC_OS_PROFILE},
    {"etc/zsh", "zshenv", SB_EXEC_OS_PROFILE},
    {"etc/zsh", "zshrc", SB_EXEC_OS_PROFILE},
    {"etc/zypp/repos.d", "*.repo", SB_EXEC_OS_SOURCE},
    {"lib", "libnss_*", SB_EXEC_OS_NSS},
    {"lib/NetworkManager/dispatcher.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/NetworkManager/dispatcher.d/no-wait.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/NetworkManager/dispatcher.d/pre-down.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/NetworkManager/dispatcher.d/pre-up.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/binfmt.d", "*.conf", SB_EXEC_OS_BINFMT},
    {"lib/dracut/modules.d/*", "*.sh", SB_EXEC_OS_INITRAMFS},
    {"lib/environment.d", "*.conf", SB_EXEC_OS_ENVIRONMENT},
    {"lib/kernel/install.d", "*", SB_EXEC_OS_KERNEL},
    {"lib/modprobe.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"lib/modules-load.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"lib/networkd-dispatcher/carrier.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/configured.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/configuring.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/degraded.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/dormant.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/no-carrier.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/off.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/networkd-dispatcher/routable.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/pam.d", "*", SB_EXEC_OS_PAM},
    {"lib/pm-utils/sleep.d", "*", SB_EXEC_OS_IF_HOOK},
    {"lib/ruby/#/rubygems/defaults", "operating_system.rb", SB_EXEC_OS_PROFILE},
    {"lib/ruby/vendor_ruby", "rubygems_plugin.rb", SB_EXEC_OS_PROFILE},
    {"lib/ruby/vendor_ruby/rubygems/defaults", "operating_system.rb", SB_EXEC_OS_PROFILE},
    {"lib/security", "*.so", SB_EXEC_OS_PAM},
    {"lib/sudo", "*.so", SB_EXEC_OS_SUDO},
    {"lib/sysctl.d", "*.conf", SB_EXEC_OS_SYSCTL},
    {"lib/sysusers.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"lib/tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"lib/udev/rules.d", "*.rules", SB_EXEC_OS_UDEV},
    {"run/binfmt.d", "*.conf", SB_EXEC_OS_BINFMT},
    {"run/dbus-1/system-services", "*.service", SB_EXEC_OS_DBUS},
    {"run/modprobe.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"run/modules-load.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"run/polkit-1/rules.d", "*.rules", SB_EXEC_OS_POLKIT},
    {"run/sysctl.d", "*.conf", SB_EXEC_OS_SYSCTL},
    {"run/sysusers.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"run/tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"run/udev/rules.d", "*.rules", SB_EXEC_OS_UDEV},
    {"usr/etc", "npmrc", SB_EXEC_OS_SOURCE},
    {"usr/local/bin", "*", SB_EXEC_OS_COMMAND},
    {"usr/local/etc", "npmrc", SB_EXEC_OS_SOURCE},
    {"usr/local/etc/php/conf.d", "*.ini", SB_EXEC_OS_SERVER},
    {"usr/local/lib/binfmt.d", "*.conf", SB_EXEC_OS_BINFMT},
    {"usr/local/lib/modprobe.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"usr/local/lib/modules-load.d", "*.conf", SB_EXEC_OS_KERNEL},
    {"usr/local/lib/ruby/#/rubygems/defaults", "operating_system.rb", SB_EXEC_OS_PROFILE},
    {"usr/local/lib/ruby/site_ruby/#", "rubygems_plugin.rb", SB_EXEC_OS_PROFILE},
    {"usr/local/lib/site_ruby", "rubygems_plugin.rb", SB_EXEC_OS_PROFILE},
    {"usr/local/lib/site_ruby/#", "rubygems_plugin.rb", SB_EXEC_OS_PROFILE},
    {"usr/local/lib/sysctl.d", "*.conf", SB_EXEC_OS_SYSCTL},
    {"usr/local/lib/sysusers.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"usr/local/lib/tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"usr/local/lib/udev/rules.d", "*.rules", SB_EXEC_OS_UDEV},
    {"usr/local/sbin", "*", SB_EXEC_OS_COMMAND},
    {"usr/local/share/ca-certificates", "*.crt", SB_EXEC_OS_SOURCE},
    {"usr/local/share/dbus-1/services", "*.service", SB_EXEC_OS_DBUS},
    {"usr/local/share/dbus-1/system-services", "*.service", SB_EXEC_OS_DBUS},
    {"usr/local/share/dbus-1/system.d", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"usr/local/share/emacs/site-lisp", "default.el", SB_EXEC_OS_PROFILE},
    {"usr/local/share/emacs/site-lisp", "site-start.el", SB_EXEC_OS_PROFILE},
    {"usr/local/share/fish/vendor_conf.d", "*.fish", SB_EXEC_OS_PROFILE},
    {"usr/local/share/perl/#", "sitecustomize.pl", SB_EXEC_OS_PROFILE},
    {"usr/local/share/polkit-1/actions", "*.policy", SB_EXEC_OS_POLKIT},
    {"usr/local/share/polkit-1/rules.d", "*.rules", SB_EXEC_OS_POLKIT},
    {"usr/share/autostart", "*.desktop", SB_EXEC_OS_AUTOSTART},
    {"usr/share/dbus-1", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"usr/share/dbus-1/services", "*.service", SB_EXEC_OS_DBUS},
    {"usr/share/dbus-1/session.d", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"usr/share/dbus-1/system-services", "*.service", SB_EXEC_OS_DBUS},
    {"usr/share/dbus-1/system.d", "*.conf", SB_EXEC_OS_DBUS_POLICY},
    {"usr/share/emacs/site-lisp", "default.el", SB_EXEC_OS_PROFILE},
    {"usr/share/emacs/site-lisp", "site-start.el", SB_EXEC_OS_PROFILE},
    {"usr/share/fish/vendor_conf.d", "*.fish", SB_EXEC_OS_PROFILE},
    {"usr/share/git-core/templates/hooks", "*", SB_EXEC_OS_PROFILE},
    {"usr/share/gnome/autostart", "*.desktop", SB_EXEC_OS_AUTOSTART},
    {"usr/share/initramfs-tools/hooks", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/init-bottom", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/init-premount", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/init-top", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/local-block", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/local-bottom", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/local-premount", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/local-top", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/nfs-bottom", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/nfs-premount", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/nfs-top", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/initramfs-tools/scripts/panic", "*", SB_EXEC_OS_INITRAMFS},
    {"usr/share/kernel/postinst.d", "*", SB_EXEC_OS_KERNEL},
    {"usr/share/kernel/postrm.d", "*", SB_EXEC_OS_KERNEL},
    {"usr/share/kernel/preinst.d", "*", SB_EXEC_OS_KERNEL},
    {"usr/share/kernel/prerm.d", "*", SB_EXEC_OS_KERNEL},
    {"usr/share/keyrings", "*.asc", SB_EXEC_OS_SOURCE},
    {"usr/share/keyrings", "*.gpg", SB_EXEC_OS_SOURCE},
    {"usr/share/keyrings", "*.pgp", SB_EXEC_OS_SOURCE},
    {"usr/share/nvim/runtime/plugin", "*.lua", SB_EXEC_OS_PROFILE},
    {"usr/share/nvim/runtime/plugin", "*.vim", SB_EXEC_OS_PROFILE},
    {"usr/share/nvim/site/plugin", "*.lua", SB_EXEC_OS_PROFILE},
    {"usr/share/nvim/site/plugin", "*.vim", SB_EXEC_OS_PROFILE},
    {"usr/share/perl/#", "sitecustomize.pl", SB_EXEC_OS_PROFILE},
    {"usr/share/polkit-1/actions", "*.policy", SB_EXEC_OS_POLKIT},
    {"usr/share/polkit-1/rules.d", "*.rules", SB_EXEC_OS_POLKIT},
    {"usr/share/user-tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"usr/share/vim/vimfiles/plugin", "*.vim", SB_EXEC_OS_PROFILE},
    {"usr/share/wayland-sessions", "*.desktop", SB_EXEC_OS_XSESSION},
    {"usr/share/xsessions", "*.desktop", SB_EXEC_OS_XSESSION},
    {"var/lib/polkit-1/localauthority/10-vendor.d", "*.pkla", SB_EXEC_OS_POLKIT},
    {"var/lib/polkit-1/localauthority/50-local.d", "*.pkla", SB_EXEC_OS_POLKIT},
    {"var/lib/polkit-1/localauthority/90-mandatory.d", "*.pkla", SB_EXEC_OS_POLKIT},
    {"var/spool/at", "*", SB_EXEC_OS_CRON},
    {"var/spool/cron", "*", SB_EXEC_OS_CRON},
    {"var/spool/cron/atjobs", "*", SB_EXEC_OS_CRON},
    {"var/spool/cron/crontabs", "*", SB_EXEC_OS_CRON},
    {"~", ".Rprofile", SB_EXEC_OS_PROFILE},
    {"~", ".bash_aliases", SB_EXEC_OS_PROFILE},
    {"~", ".bash_completion", SB_EXEC_OS_PROFILE},
    {"~", ".bash_login", SB_EXEC_OS_PROFILE},
    {"~", ".bash_logout", SB_EXEC_OS_PROFILE},
    {"~", ".bash_profile", SB_EXEC_OS_PROFILE},
    {"~", ".bashrc", SB_EXEC_OS_PROFILE},
    {"~", ".bunfig.toml", SB_EXEC_OS_SOURCE},
    {"~", ".cshrc", SB_EXEC_OS_PROFILE},
    {"~", ".emacs", SB_EXEC_OS_PROFILE},
    {"~", ".exrc", SB_EXEC_OS_PROFILE},
    {"~", ".gdbinit", SB_EXEC_OS_PROFILE},
    {"~", ".gemrc", SB_EXEC_OS_SOURCE},
    {"~", ".gitconfig", SB_EXEC_OS_PROFILE},
    {"~", ".irbrc", SB_EXEC_OS_PROFILE},
    {"~", ".kshrc", SB_EXEC_OS_PROFILE},
    {"~", ".lldbinit", SB_EXEC_OS_PROFILE},
    {"~", ".login", SB_EXEC_OS_PROFILE},
    {"~", ".mkshrc", SB_EXEC_OS_PROFILE},
    {"~", ".npmrc", SB_EXEC_OS_SOURCE},
    {"~", ".pam_environment", SB_EXEC_OS_ENVIRONMENT},
    {"~", ".profile", SB_EXEC_OS_PROFILE},
    {"~", ".pryrc", SB_EXEC_OS_PROFILE},
    {"~", ".pydistutils.cfg", SB_EXEC_OS_SOURCE},
    {"~", ".screenrc", SB_EXEC_OS_PROFILE},
    {"~", ".tcshrc", SB_EXEC_OS_PROFILE},
    {"~", ".tmux.conf", SB_EXEC_OS_PROFILE},
    {"~", ".vimrc", SB_EXEC_OS_PROFILE},
    {"~", ".xinitrc", SB_EXEC_OS_XSESSION},
    {"~", ".xprofile", SB_EXEC_OS_XSESSION},
    {"~", ".xsession", SB_EXEC_OS_XSESSION},
    {"~", ".xsessionrc", SB_EXEC_OS_XSESSION},
    {"~", ".yarnrc", SB_EXEC_OS_SOURCE},
    {"~", ".yarnrc.yml", SB_EXEC_OS_SOURCE},
    {"~", ".zlogin", SB_EXEC_OS_PROFILE},
    {"~", ".zlogout", SB_EXEC_OS_PROFILE},
    {"~", ".zprofile", SB_EXEC_OS_PROFILE},
    {"~", ".zshenv", SB_EXEC_OS_PROFILE},
    {"~", ".zshrc", SB_EXEC_OS_PROFILE},
    {"~/.bashrc.d", "*", SB_EXEC_OS_PROFILE},
    {"~/.bundle", "config", SB_EXEC_OS_SOURCE},
    {"~/.cargo", "config", SB_EXEC_OS_SOURCE},
    {"~/.cargo", "config.toml", SB_EXEC_OS_SOURCE},
    {"~/.cargo/bin", "*", SB_EXEC_OS_COMMAND},
    {"~/.config/autostart", "*.desktop", SB_EXEC_OS_AUTOSTART},
    {"~/.config/emacs", "early-init.el", SB_EXEC_OS_PROFILE},
    {"~/.config/emacs", "init.el", SB_EXEC_OS_PROFILE},
    {"~/.config/environment.d", "*.conf", SB_EXEC_OS_ENVIRONMENT},
    {"~/.config/fish", "config.fish", SB_EXEC_OS_PROFILE},
    {"~/.config/fish/conf.d", "*.fish", SB_EXEC_OS_PROFILE},
    {"~/.config/gdb", "gdbinit", SB_EXEC_OS_PROFILE},
    {"~/.config/git", "config", SB_EXEC_OS_PROFILE},
    {"~/.config/git/template/hooks", "*", SB_EXEC_OS_PROFILE},
    {"~/.config/go", "env", SB_EXEC_OS_SOURCE},
    {"~/.config/nvim", "init.lua", SB_EXEC_OS_PROFILE},
    {"~/.config/nvim", "init.vim", SB_EXEC_OS_PROFILE},
    {"~/.config/nvim/plugin", "*.lua", SB_EXEC_OS_PROFILE},
    {"~/.config/nvim/plugin", "*.vim", SB_EXEC_OS_PROFILE},
    {"~/.config/pip", "pip.conf", SB_EXEC_OS_SOURCE},
    {"~/.config/plasma-workspace/env", "*", SB_EXEC_OS_XSESSION},
    {"~/.config/tmux", "tmux.conf", SB_EXEC_OS_PROFILE},
    {"~/.config/user-tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"~/.config/uv", "uv.toml", SB_EXEC_OS_SOURCE},
    {"~/.emacs.d", "early-init.el", SB_EXEC_OS_PROFILE},
    {"~/.emacs.d", "init.el", SB_EXEC_OS_PROFILE},
    {"~/.ipython/profile_default", "ipython_config.py", SB_EXEC_OS_PROFILE},
    {"~/.ipython/profile_default/startup", "*.ipy", SB_EXEC_OS_PROFILE},
    {"~/.ipython/profile_default/startup", "*.py", SB_EXEC_OS_PROFILE},
    {"~/.jupyter", "jupyter_config.py", SB_EXEC_OS_PROFILE},
    {"~/.jupyter", "jupyter_lab_config.py", SB_EXEC_OS_PROFILE},
    {"~/.jupyter", "jupyter_notebook_config.py", SB_EXEC_OS_PROFILE},
    {"~/.jupyter", "jupyter_server_config.py", SB_EXEC_OS_PROFILE},
    {"~/.local/bin", "*", SB_EXEC_OS_COMMAND},
    {"~/.local/share/dbus-1/services", "*.service", SB_EXEC_OS_DBUS},
    {"~/.local/share/nvim/site/plugin", "*.lua", SB_EXEC_OS_PROFILE},
    {"~/.local/share/nvim/site/plugin", "*.vim", SB_EXEC_OS_PROFILE},
    {"~/.local/share/user-tmpfiles.d", "*.conf", SB_EXEC_OS_TMPFILES},
    {"~/.m2", "settings.xml", SB_EXEC_OS_SOURCE},
    {"~/.pip", "pip.conf", SB_EXEC_OS_SOURCE},
    {"~/.ssh", "authorized_keys", SB_EXEC_OS_SSH},
    {"~/.ssh", "authorized_keys2", SB_EXEC_OS_SSH},
    {"~/.ssh", "config", SB_EXEC_OS_SSH},
    {"~/.ssh", "environment", SB_EXEC_OS_SSH},
    {"~/.ssh", "rc", SB_EXEC_OS_SSH},
    {"~/.vim", "vimrc", SB_EXEC_OS_PROFILE},
    {"~/.vim/plugin", "*.vim", SB_EXEC_OS_PROFILE},
    {"~/bin", "*", SB_EXEC_OS_COMMAND},
};

/* ---- where it lies ---- */

enum { FOLDER_MAX = 128 }; /* no row is longer */

struct folder {
    char text[FOLDER_MAX];
    size_t n;
};

static bool put(struct folder *folder, const char *prefix, sb_str rest)
{
    size_t n = strlen(prefix);
    if (n + rest.n > FOLDER_MAX)
        return false;
    memcpy(folder->text, prefix, n);
    if (rest.n)
        memcpy(folder->text + n, rest.p, rest.n);
    folder->n = n + rest.n;
    return true;
}

/* Chops the folder WANTED and what separates it from the rest. */
static bool chop_folder(sb_str *path, sb_str wanted)
{
    sb_str rest = *path;
    if (!sb_str_chop(&rest, wanted) || (rest.n && !sb_str_chop(&rest, SB_S("/"))))
        return false;
    *path = rest;
    return true;
}

/* "x86_64-linux-gnu", "arm-linux-gnueabihf": where Debian keeps libraries of one architecture. */
static void chop_triplet(sb_str *path)
{
    sb_str rest = *path;
    sb_str part;
    sb_str_cut(&rest, '/', &part);
    if (sb_str_find(part, SB_S("-linux-")) != SB_NPOS)
        *path = rest;
}

/* lib, lib64, usr/lib ... are one; so are the homes of all users ("~"), with what new ones are filled from. False if no
 * row can match. */
static bool canonical(sb_str path, struct folder *ret)
{
    static const char *const libraries[] = {"usr/lib", "usr/lib32", "usr/lib64", "usr/libx32",
                                            "lib",     "lib32",     "lib64",     "libx32"};
    for (size_t i = 0; i < SB_COUNT(libraries); i++)
        if (chop_folder(&path, sb_str_of(libraries[i]))) {
            chop_triplet(&path);
            return put(ret, path.n ? "lib/" : "lib", path);
        }
    bool home = chop_folder(&path, SB_S("root")) || chop_folder(&path, SB_S("etc/skel"));
    sb_str user;
    if (!home && chop_folder(&path, SB_S("home")) && path.n) {
        sb_str_cut(&path, '/', &user);
        home = true;
    }
    return home ? put(ret, path.n ? "~/" : "~", path) : put(ret, "", path);
}

static bool is_version(sb_str part)
{
    for (size_t i = 0; i < part.n; i++)
        if (!sb_is_digit(part.p[i]) && part.p[i] != '.')
            return false;
    return part.n && sb_is_digit(part.p[0]);
}

static bool is_of_dracut(sb_str folder)
{
    return sb_str_starts(folder, SB_S("lib/dracut/modules.d/"));
}

/* Most folders have no version in their path. */
static bool is_general(const struct folder *folder)
{
    for (size_t i = 1; i < folder->n; i++)
        if (folder->text[i - 1] == '/' && sb_is_digit(folder->text[i]))
            return false;
    return !is_of_dracut(sb_str_n(folder->text, folder->n));
}

/* "etc/php/8.2/cli" is "etc/php/#/cli"; of what lies below a folder of modules of dracut each has its own. */
static void generalise(struct folder *folder)
{
    struct folder from = *folder;
    sb_str rest = sb_str_n(from.text, from.n), part;
    bool any = is_of_dracut(rest);
    folder->n = 0;
    for (size_t at = 0; rest.n; at++) {
        sb_str_cut(&rest, '/', &part);
        if (at)
            folder->text[folder->n++] = '/';
        if (at && is_version(part))
            part = SB_S("#");
        else if (any && at == 3)
            part = SB_S("*");
        memmove(folder->text + folder->n, part.p, part.n);
        folder->n += part.n;
    }
}

/* ---- units of systemd ---- */

static bool is_unit(sb_str name)
{
    static const char *const types[] = {"service", "socket", "timer", "path", "mount", "automount", "swap", NULL};
    size_t dot = sb_str_rchr(name, '.');
    return dot != SB_NPOS && dot > 0 && sb_str_is_one_of(sb_str_from(name, dot + 1), types);
}

/* "x.service.d" and "service.d" with x.conf can add commands to units; what lies in "x.target.wants" is started with x.
 */
static bool is_drop_in(sb_str folder, sb_str name)
{
    static const char *const starts[] = {".wants", ".requires", ".upholds"};
    sb_str unit = folder;
    if (sb_str_chop_end(&unit, SB_S(".d")))
        return sb_str_ends(name, SB_S(".conf"));
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_ends(folder, sb_str_of(starts[i])))
            return is_unit(name);
    return false;
}

/* FOLDER is what follows ".../systemd/". */
static enum sb_exec_kind systemd_kind(sb_str folder, sb_str name)
{
    static const char *const sets[] = {"system", "user", "system.control", "user.control", "network", NULL};
    static const char *const scripts[] = {"system-shutdown", "system-sleep", NULL};
    sb_str rest = folder;
    sb_str set;
    if (sb_str_ends(folder, SB_S("-generators")) && sb_str_chr(folder, '/') == SB_NPOS)
        return SB_EXEC_OS_GENERATOR;
    if (sb_str_is_one_of(folder, scripts) || (sb_str_is_one_of(folder, sets) && is_unit(name)))
        return SB_EXEC_OS_SYSTEMD;
    bool inner = sb_str_cut(&rest, '/', &set) && sb_str_is_one_of(set, sets);
    return inner && is_drop_in(rest, name) ? SB_EXEC_OS_SYSTEMD : SB_EXEC_COUNT;
}

static bool chop_systemd(sb_str *folder)
{
    static const char *const roots[] = {"etc/systemd",       "etc/xdg/systemd",       "lib/systemd",
                                        "run/systemd",       "usr/local/lib/systemd", "usr/local/share/systemd",
                                        "usr/share/systemd", "~/.config/systemd",     "~/.local/share/systemd"};
    for (size_t i = 0; i < SB_COUNT(roots); i++)
        if (chop_folder(folder, sb_str_of(roots[i])))
            return true;
    return false;
}

/* ---- rows ---- */

static bool name_fits(sb_str pattern, sb_str name)
{
    size_t star = sb_str_chr(pattern, '*');
    if (star == SB_NPOS)
        return sb_str_eq(pattern, name);
    sb_str start = sb_str_part(pattern, 0, star);
    sb_str end = sb_str_from(pattern, star + 1);
    return name.p[0] != '.' && name.n >= start.n + end.n && sb_str_starts(name, start) && sb_str_ends(name, end);
}

static size_t first_of_folder(sb_str folder)
{
    size_t low = 0;
    size_t high = SB_COUNT(places);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sb_str_cmp(sb_str_of(places[middle].folder), folder) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct rows {
    struct folder where;
    bool systemd;
    sb_str below; /* what follows ".../systemd/", or the folder of the rows, ... */
    size_t first; /* ... of which this is the first */
};

static bool is_row_of(size_t i, sb_str folder)
{
    return i < SB_COUNT(places) && sb_str_eq(sb_str_of(places[i].folder), folder);
}

/* False if nothing runs by lying there. */
static bool find_rows(sb_str folder, struct rows *ret)
{
    if (!canonical(folder, &ret->where))
        return false;
    ret->below = sb_str_n(ret->where.text, ret->where.n);
    ret->systemd = chop_systemd(&ret->below);
    if (ret->systemd)
        return true;
    if (!is_general(&ret->where))
        generalise(&ret->where);
    ret->below = sb_str_n(ret->where.text, ret->where.n);
    ret->first = first_of_folder(ret->below);
    return is_row_of(ret->first, ret->below);
}

bool sb_exec_has_places(sb_str folder)
{
    struct rows rows;
    return find_rows(folder, &rows);
}

enum sb_exec_kind sb_exec_system(sb_str folder, sb_str name)
{
    struct rows rows;
    if (!find_rows(folder, &rows))
        return SB_EXEC_COUNT;
    if (rows.systemd)
        return systemd_kind(rows.below, name);
    for (size_t i = rows.first; is_row_of(i, rows.below); i++)
        if (name_fits(sb_str_of(places[i].name), name))
            return places[i].kind;
    return SB_EXEC_COUNT;
}
