/* Execution points by their rights: what one gives that another does not. */
#include "base/capability.h"
#include "diff/signal_run.h"

bool sb_exec_lends(unsigned kind)
{
    return kind == SB_EXEC_OS_SETUID || kind == SB_EXEC_OS_CAPABILITY;
}

bool sb_exec_is_folder(const struct sb_fact_exec *exec)
{
    return exec->kind == SB_EXEC_OS_WRITABLE && sb_str_starts(exec->command, SB_S("folder "));
}

bool sb_exec_is_site(const struct sb_fact_exec *exec)
{
    static const char *const sites[] = {"site-packages", "dist-packages", NULL};
    size_t above = sb_str_find(exec->command, SB_S(" above "));
    sb_str place = above == SB_NPOS ? exec->path : sb_str_from(exec->command, above + strlen(" above "));
    return sb_exec_is_folder(exec) && sb_str_is_one_of(sb_path_base(place), sites);
}

const char *sb_exec_what_rights(const struct sb_fact_exec *exec)
{
    if (sb_exec_is_folder(exec))
        return "what lies in it runs, and anybody may put it there";
    return exec->kind == SB_EXEC_OS_WRITABLE ? "it runs, and anybody may write it"
                                             : "it runs with the rights of another user";
}

/* "mode 4755": the bits that lend rights. */
static unsigned lending_bits(sb_str command)
{
    enum { SETUID_SETGID = 06000 };
    unsigned mode = 0;
    if (!sb_str_chop(&command, SB_S("mode ")))
        return 0;
    for (size_t i = 0; i < command.n && command.p[i] >= '0' && command.p[i] <= '7'; i++)
        mode = (mode << 3 | (unsigned)(command.p[i] - '0')) & 07777;
    return mode & SETUID_SETGID;
}

static bool gains_capabilities(sb_str old, sb_str new)
{
    struct sb_capabilities before, after;
    if (!sb_capabilities_parse(old, &before) || !sb_capabilities_parse(new, &after))
        return !sb_str_eq(old, new);
    return sb_capabilities_gain(&before, &after);
}

bool sb_exec_gains(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    if (old->kind != new->kind)
        return !sb_exec_lends(old->kind) || !sb_exec_lends(new->kind);
    if (new->kind == SB_EXEC_OS_SETUID)
        return lending_bits(new->command) & ~lending_bits(old->command);
    return new->kind == SB_EXEC_OS_CAPABILITY &&gains_capabilities(old->command, new->command);
}

const struct sb_fact_exec *sb_exec_with_rights(const struct sb_facts *facts, const struct sb_fact_exec *exec)
{
    const struct sb_fact_exec *moved = NULL, *same = sb_exec_at(facts, exec->kind, exec->path);
    for (size_t i = 0; !same && i < facts->exec.n; i++) {
        const struct sb_fact_exec *other = &facts->exec.p[i];
        if (other->kind != exec->kind)
            continue;
        if (sb_str_eq(sb_path_base(other->path), sb_path_base(exec->path)))
            same = other;
        else if (exec->sha256.n && sb_str_eq(other->sha256, exec->sha256))
            moved = other;
    }
    return same ? same : moved;
}

/* Of the old side. */
static void look_for_rights(struct sb_signal_run *run)
{
    const struct sb_doc *doc = run->delta->doc[SB_OLD];
    run->rights.looked = true;
    for (uint32_t c = 1; c <= sb_doc_count(doc) && !(run->rights.setuid && run->rights.capable); c++) {
        const struct sb_facts *facts = sb_run_facts_of(run, SB_OLD, (sb_comp){c}, SB_FACT_BIT(EXEC));
        for (size_t i = 0; i < facts->exec.n; i++) {
            run->rights.setuid |= facts->exec.p[i].kind == SB_EXEC_OS_SETUID;
            run->rights.capable |= facts->exec.p[i].kind == SB_EXEC_OS_CAPABILITY;
        }
    }
}

/* What distributions give their own programs: to send packets of all kinds, to open low ports, to lock memory, to run
 * before others. */
static bool is_ordinary(sb_str command)
{
    static const struct sb_capabilities ordinary = {
        .permitted = 1u << 10 | 1u << 12 | 1u << 13 | 1u << 14 | 1u << 23,
        .inheritable = 1u << 10 | 1u << 12 | 1u << 13 | 1u << 14 | 1u << 23,
        .effective = true,
    };
    struct sb_capabilities has;
    return sb_capabilities_parse(command, &has) && !sb_capabilities_gain(&ordinary, &has);
}

/* Programs that Debian, Fedora or Alpine ship setuid. */
bool sb_exec_lends_oddly(const struct sb_fact_exec *exec)
{
    static const char *const known[] = {"Xorg.wrap",
                                        "at",
                                        "bbsuid",
                                        "bwrap",
                                        "chage",
                                        "chfn",
                                        "chrome-sandbox",
                                        "chsh",
                                        "crontab",
                                        "dbus-daemon-launch-helper",
                                        "doas",
                                        "exim4",
                                        "expiry",
                                        "firejail",
                                        "fusermount",
                                        "fusermount3",
                                        "gpasswd",
                                        "grub2-set-bootflag",
                                        "lockfile",
                                        "maildrop",
                                        "mount",
                                        "mount.cifs",
                                        "mount.davfs",
                                        "mount.ecryptfs_private",
                                        "mount.nfs",
                                        "newgidmap",
                                        "newgrp",
                                        "newuidmap",
                                        "ntfs-3g",
                                        "pam_timestamp_check",
                                        "passwd",
                                        "ping",
                                        "ping6",
                                        "pkexec",
                                        "polkit-agent-helper-1",
                                        "pppd",
                                        "procmail",
                                        "seunshare",
                                        "snap-confine",
                                        "spice-client-glib-usb-acl-helper",
                                        "ssh-keysign",
                                        "starter-suid",
                                        "su",
                                        "sudo",
                                        "suexec",
                                        "traceroute6.iputils",
                                        "umount",
                                        "unix_chkpwd",
                                        "userhelper",
                                        "usernetctl",
                                        "vmware-user-suid-wrapper",
                                        NULL};
    sb_str mode = exec->command;
    return exec->kind == SB_EXEC_OS_SETUID && sb_str_chop(&mode, SB_S("mode ")) && mode.n == 4 && mode.p[0] >= '4' &&
           !sb_str_is_one_of(sb_path_base(exec->path), known);
}

bool sb_exec_is_of_a_copy(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    if (!sb_exec_lends(exec->kind))
        return false;
    if (!run->rights.looked)
        look_for_rights(run);
    return exec->kind == SB_EXEC_OS_SETUID ? !run->rights.setuid : !run->rights.capable && is_ordinary(exec->command);
}
