#include "collect/rules.h"

#include "collect/apt_conf.h"
#include "collect/rule.h"

static const struct sb_match rows[] = {
    {.suffix = ".rules", .folder = "udev/rules.d"},
    {.suffix = ".conf", .folder = "tmpfiles.d"},
    {.suffix = ".service", .folder = "dbus-1/services"},
    {.suffix = ".service", .folder = "dbus-1/system-services"},
    {.suffix = ".rules", .folder = "polkit-1/rules.d"},
    {.suffix = ".policy", .folder = "polkit-1/actions"},
    {.suffix = ".conf", .folder = "dbus-1/system.d"},
    {.suffix = ".conf", .folder = "sysusers.d"},
    {.suffix = ".path", .folder = "systemd/system"},
    {.suffix = ".service", .folder = "systemd/system"},
    {.suffix = ".socket", .folder = "systemd/system"},
    {.suffix = ".timer", .folder = "systemd/system"},
    {.suffix = "", .folder = "apt/apt.conf.d"},
    {.suffix = "", .folder = "cron.d"},
    {.suffix = "", .folder = "pam.d"},
    {.suffix = "", .folder = "sudoers.d"},
    {.name = "apt.conf", .folder = "etc/apt"},
    {.name = "sudoers", .folder = "etc"},
    {0},
};

/* Settings lie in etc, in lib and in usr/lib or usr/share. */
static bool is_of_system(sb_str dir)
{
    static const char *const above[] = {"etc", "lib", "share"};
    for (const struct sb_match *row = rows; row->folder; row++) {
        sb_str rest = dir;
        if (!sb_path_chop(&rest, sb_str_of(row->folder)))
            continue;
        for (size_t i = 0; i < SB_COUNT(above); i++)
            if (row->name || sb_path_chop(&rest, sb_str_of(above[i]))) /* sudoers lies in etc itself */
                return true;
    }
    return false;
}

/* Settings of apt alone are known by what they do not: most keys lead to a program in one way or another. */
static bool is_idle(const struct sb_job *job)
{
    static const char *const folders[] = {"etc/apt", "etc/apt/apt.conf.d"};
    for (size_t i = 0; i < SB_COUNT(folders); i++) {
        sb_str rest = job->dir;
        if (sb_path_chop(&rest, sb_str_of(folders[i])))
            return sb_apt_conf_is_idle(job->bytes);
    }
    return false;
}

static void file(struct sb_job *job)
{
    if (is_idle(job)) {
        sb_emit(job, 0, SB_STR_NONE, SB_NEW(job->arena, sb_str));
        return;
    }
    sb_str command = is_of_system(job->dir) ? sb_rule(job->dir, job->bytes, job->scratch) : SB_STR_NONE;
    if (!command.n)
        return;
    sb_str *kept = SB_NEW(job->arena, sb_str);
    *kept = sb_job_text(job, command);
    sb_emit(job, 0, SB_STR_NONE, kept);
}

static void finish(struct sb_join *join)
{
    join->rules = join->records;
    for (size_t i = 0; i < join->n_records; i++)
        *sb_map_put(&join->rule_of, join->records[i].node.v) = (uint32_t)i + 1;
}

sb_str sb_system_rule_of(const struct sb_join *join, sb_node node)
{
    const uint32_t *at = sb_map_get(&join->rule_of, node.v);
    return at ? *(const sb_str *)join->rules[*at - 1].data : SB_STR_NONE;
}

bool sb_system_rule_is_idle(const struct sb_join *join, sb_node node)
{
    return sb_map_get(&join->rule_of, node.v) && sb_system_rule_of(join, node).n == 0;
}

const struct sb_collector sb_system_rules = {
    .name = "rules",
    .summary = "settings by which a system runs something or grants a right",
    .match = rows,
    .owns = true, /* nobody asks who owns them */
    .file = file,
    .finish = finish,
};
