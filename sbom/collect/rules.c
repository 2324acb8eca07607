#include "collect/rules.h"

#include "base/buf.h"
#include "collect/accounts.h"
#include "collect/apt_conf.h"
#include "collect/image_user.h"
#include "collect/loader_cache.h"
#include "collect/lines.h"
#include "collect/rule.h"

/* Kinds of records; from USERS on by the root of their system. */
enum { SETTINGS, ACCOUNTS, LINES, USERS, GROUPS, HOMES, LOADER, LOADER_CACHE };

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
    {.suffix = ".conf", .folder = "etc/ld.so.conf.d"},
    {.name = "ld.so.cache", .folder = "etc"},
    {.name = "ld.so.conf", .folder = "etc"},
    {.name = "apt.conf", .folder = "etc/apt"},
    {.name = "group", .folder = "etc"},
    {.name = "modules", .folder = "etc"},
    {.name = "passwd", .folder = "etc"},
    {.name = "shadow", .folder = "etc"},
    {.name = "sshd_config", .folder = "etc/ssh"},
    {.name = "sudoers", .folder = "etc"},
#define SB_LINES(what, text, folder_, id, word, read) {.what = text, .folder = folder_},
#define SB_LINES_WITHIN(what, text, folder_, id, word, read)
#include "collect/lines.def"
#undef SB_LINES_WITHIN
#undef SB_LINES
    {0},
};

/* Settings lie in etc, in lib and in usr/lib or usr/share. */
static bool is_of_system(sb_str dir)
{
    static const char *const above[] = {"etc", "lib", "share"};
    for (const struct sb_match *row = rows; row->name || row->suffix; row++) {
        sb_str rest = dir;
        if (!row->folder || !sb_path_chop(&rest, sb_str_of(row->folder)))
            continue;
        for (size_t i = 0; i < SB_COUNT(above); i++)
            if (row->name || sb_path_chop(&rest, sb_str_of(above[i]))) /* sudoers lies in etc itself */
                return true;
    }
    return false;
}

static bool has_remarks_alone(sb_str bytes)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        line = sb_str_trim(line);
        if (line.n && line.p[0] != '#' && line.p[0] != ';')
            return false;
    }
    return true;
}

/* Settings of apt alone are known by what they do not: most keys lead to a program in one way or another. */
static bool is_idle(const struct sb_job *job)
{
    static const char *const folders[] = {"etc/apt", "etc/apt/apt.conf.d"};
    sb_str etc = job->dir;
    if (sb_str_eq(job->name, SB_S("modules")) && sb_path_chop(&etc, SB_S("etc")))
        return has_remarks_alone(job->bytes);
    for (size_t i = 0; i < SB_COUNT(folders); i++) {
        sb_str rest = job->dir;
        if (sb_path_chop(&rest, sb_str_of(folders[i])))
            return sb_apt_conf_is_idle(job->bytes);
    }
    return false;
}

static void emit(struct sb_job *job, unsigned kind, sb_str root, sb_str text)
{
    sb_str *kept = SB_NEW(job->arena, sb_str);
    *kept = text.n ? sb_job_text(job, text) : text;
    sb_emit(job, kind, root, kept);
}

static void read_homes(struct sb_job *job, sb_str root)
{
    bool cut;
    sb_str homes = sb_accounts_homes(job->bytes, job->scratch, &cut);
    if (homes.n)
        emit(job, HOMES, root, homes);
    if (cut)
        sb_job_diag(job, SB_D_LIST_CUT, 0, "it names more homes than are looked at");
}

/* ROOT: of the system whose list of accounts or settings of sshd this is. */
static void read_accounts(struct sb_job *job, sb_str root)
{
    bool group = sb_str_eq(job->name, SB_S("group"));
    sb_str text = sb_accounts_unusual(job->name, job->bytes, job->scratch);
    if (text.n)
        emit(job, ACCOUNTS, SB_STR_NONE, text);
    if (group || sb_str_eq(job->name, SB_S("passwd")))
        emit(job, group ? GROUPS : USERS, root, sb_user_ids(job->bytes, group, job->scratch));
    if (sb_str_eq(job->name, SB_S("passwd")))
        read_homes(job, root);
}

/* The dynamic loader's settings, and what ldconfig made of them; false: neither. */
static bool read_loader(struct sb_job *job)
{
    sb_str root = job->dir;
    bool cache = sb_str_eq(job->name, SB_S("ld.so.cache")), elsewhere;
    if (sb_path_chop(&root, SB_S("etc/ld.so.conf.d")) ||
        (sb_str_eq(job->name, SB_S("ld.so.conf")) && sb_path_chop(&root, SB_S("etc")))) {
        sb_str folders = sb_loader_settings(job->bytes, job->scratch, &elsewhere);
        emit(job, LOADER, root, elsewhere ? SB_S("*\n") : folders);
        return true;
    }
    if (!cache || !sb_path_chop(&root, SB_S("etc")))
        return false;
    struct sb_loader_cache *kept = SB_NEW(job->arena, struct sb_loader_cache);
    *kept = sb_loader_cache(job->bytes, job->arena);
    if (job->bytes.n && !kept->known)
        sb_job_diag(job, SB_D_MALFORMED, 0, "it is no cache of the dynamic loader, which would pass it over");
    if (kept->cut)
        sb_job_diag(job, SB_D_LIST_CUT, 0, "more of its entries lead to odd places than are kept");
    sb_emit(job, LOADER_CACHE, root, kept);
    return true;
}

/* Settings of which few lines run or load anything; false: it is none. */
static bool read_lines(struct sb_job *job)
{
    struct sb_lines lines;
    if (!sb_lines_of(job->dir, job->name, job->bytes, job->scratch, &lines))
        return false;
    if (lines.text.n) {
        struct sb_lines *kept = SB_NEW(job->arena, struct sb_lines);
        *kept = lines;
        kept->text = sb_job_text(job, lines.text);
        sb_emit(job, LINES, SB_STR_NONE, kept);
    }
    return true;
}

static void file(struct sb_job *job)
{
    sb_str folder = job->dir;
    if (read_loader(job) || read_lines(job))
        return;
    bool ssh = sb_str_eq(job->name, SB_S("sshd_config"));
    if (sb_accounts_is_name(job->name) && sb_path_chop(&folder, ssh ? SB_S("etc/ssh") : SB_S("etc"))) {
        read_accounts(job, folder);
        return;
    }
    if (is_idle(job)) {
        emit(job, SETTINGS, SB_STR_NONE, SB_STR_NONE);
        return;
    }
    sb_str command = is_of_system(job->dir) ? sb_rule(job->dir, job->bytes, job->scratch) : SB_STR_NONE;
    if (command.n)
        emit(job, SETTINGS, SB_STR_NONE, command);
}

/* A list of accounts is a point only by what is unusual in it, settings by what they run: all else changes with every
 * service. TEXT: that. */
static void report(struct sb_join *join, const struct sb_record *record, enum sb_exec_kind kind, const char *what,
                   sb_str text)
{
    enum { COMMAND = 256 };
    if (!join->facts || !record->node.v || text.n == 0)
        return;
    struct sb_exec_bytes *told = SB_NEW(join->arena, struct sb_exec_bytes);
    told->size = text.n;
    sb_sha256_of(text, told->sha256);
    sb_str command = sb_str_part(sb_arena_join(join->arena, sb_str_of(what), text, SB_STR_NONE), 0, COMMAND);
    sb_join_exec(join, (struct sb_exec){.kind = kind, .node = record->node, .command = command, .told = told});
}

static void report_accounts(struct sb_join *join, const struct sb_record *record)
{
    bool ssh = sb_str_eq(sb_path_base(record->path), SB_S("sshd_config"));
    report(join, record, ssh ? SB_EXEC_OS_SSH : SB_EXEC_OS_SUDO, "grants ", *(const sb_str *)record->data);
}

static void report_lines(struct sb_join *join, const struct sb_record *record)
{
    const struct sb_lines *lines = record->data;
    report(join, record, lines->kind, lines->word, lines->text);
}

/* The folders of all settings of the same system. Records of one key stand together. */
static void report_loader(struct sb_join *join, size_t at)
{
    struct sb_buf folders = {0};
    bool elsewhere = false;
    size_t first = at;
    while (first > 0 && sb_str_eq(join->records[first - 1].key, join->records[at].key))
        first--;
    for (; first < at; first++) {
        if (join->records[first].kind != LOADER)
            continue;
        sb_str text = *(const sb_str *)join->records[first].data;
        elsewhere = elsewhere || sb_str_eq(text, SB_S("*\n"));
        sb_buf_str(&folders, text);
    }
    report(join, &join->records[at], SB_EXEC_OS_LD_PATH, "leads ",
           sb_loader_odd(join->records[at].data, sb_buf_all(&folders), elsewhere, join->arena));
    sb_buf_done(&folders);
}

static void finish(struct sb_join *join)
{
    join->rules = join->records;
    join->n_rules = join->n_records;
    for (size_t i = 0; i < join->n_records; i++)
        if (join->records[i].kind == ACCOUNTS)
            report_accounts(join, &join->records[i]);
        else if (join->records[i].kind == LINES)
            report_lines(join, &join->records[i]);
        else if (join->records[i].kind == LOADER_CACHE)
            report_loader(join, i);
        else if (join->records[i].kind == SETTINGS)
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

/* Of the scan's root; there is one of each, or none. */
static sb_str ids_of(const struct sb_join *join, unsigned kind)
{
    for (size_t i = 0; i < join->n_rules; i++)
        if (join->rules[i].kind == kind && join->rules[i].key.n == 0)
            return *(const sb_str *)join->rules[i].data;
    return SB_STR_NONE;
}

bool sb_system_homes(const struct sb_join *join, size_t *at, sb_str *ret_root, sb_str *ret_homes)
{
    for (; *at < join->n_rules; ++*at) {
        const struct sb_record *record = &join->rules[*at];
        if (record->kind != HOMES)
            continue;
        *ret_root = record->key;
        *ret_homes = *(const sb_str *)record->data;
        ++*at;
        return true;
    }
    return false;
}

unsigned sb_system_user_rights(const struct sb_join *join, sb_str user)
{
    return sb_user_rights(user, ids_of(join, USERS), ids_of(join, GROUPS));
}

const struct sb_collector sb_system_rules = {
    .name = "rules",
    .summary = "settings by which a system runs something or grants a right",
    .match = rows,
    .owns = true, /* nobody asks who owns them */
    .file = file,
    .finish = finish,
};
