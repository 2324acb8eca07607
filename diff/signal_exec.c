/* What the signals of the family "run" ask of execution points. */
#include "diff/signal_run.h"

enum { SHORT = 100, CANDIDATES = 64 };

enum sb_exec_when sb_exec_when(const struct sb_fact_exec *exec)
{
    return exec->kind < SB_EXEC_COUNT ? sb_exec_rows[exec->kind].when : SB_WHEN_COMMAND;
}

bool sb_exec_is_install(const struct sb_fact_exec *exec)
{
    return exec->kind < SB_EXEC_COUNT && sb_exec_rows[exec->kind].when == SB_WHEN_INSTALL;
}

bool sb_exec_is_start_up(uint8_t kind)
{
    return kind == SB_EXEC_PY_PTH || kind == SB_EXEC_PY_START || kind == SB_EXEC_PY_SITECUSTOMIZE ||
           kind == SB_EXEC_PY_USERCUSTOMIZE;
}

static bool has_token(uint8_t kind, const char *prefix)
{
    return kind < SB_EXEC_COUNT && strncmp(sb_exec_rows[kind].token, prefix, strlen(prefix)) == 0;
}

bool sb_exec_is_system(uint8_t kind)
{
    return has_token(kind, "os:");
}

bool sb_exec_is_scriptlet(uint8_t kind)
{
    static const char *const managers[] = {"alpm:", "apk:", "deb:", "opkg:", "rpm:"};
    for (size_t i = 0; i < SB_COUNT(managers); i++)
        if (has_token(kind, managers[i]))
            return true;
    return false;
}

bool sb_had_scriptlets(struct sb_signal_run *run)
{
    for (uint32_t c = 1; c <= sb_doc_count(run->delta->doc[SB_OLD]); c++) {
        const struct sb_facts *facts = sb_run_facts_of(run, SB_OLD, (sb_comp){c}, SB_FACT_BIT(EXEC));
        for (size_t i = 0; i < facts->exec.n; i++)
            if (sb_exec_is_scriptlet(facts->exec.p[i].kind))
                return true;
    }
    return false;
}

/* ---- what a maintainer script does ---- */

/* Words behind the digest of its own lines: it calls a network client or a decoder, or writes to where the system runs
 * or trusts what it finds. */
enum { FETCHES, DECODES, PLANTS, DEEDS };
static const sb_str deeds[DEEDS] = {{" fetches", 8}, {" decodes", 8}, {" plants", 7}};

static bool does(const struct sb_fact_exec *exec, unsigned deed)
{
    return sb_exec_is_scriptlet(exec->kind) && sb_str_starts(exec->command, SB_S("own:")) &&
           sb_str_find(exec->command, deeds[deed]) != SB_NPOS;
}

bool sb_exec_is_new_deed(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (unsigned deed = 0; deed < DEEDS; deed++) {
        bool had = false;
        for (size_t i = 0; i < old->exec.n && !had; i++)
            had = does(&old->exec.p[i], deed);
        if (!had && does(exec, deed))
            return true;
    }
    return false;
}

const struct sb_fact_exec *sb_exec_fetching(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        if (does(exec, FETCHES) && (does(exec, DECODES) || does(exec, PLANTS)))
            return exec;
    }
    return NULL;
}

bool sb_facts_install(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (sb_exec_is_install(&facts->exec.p[i]))
            return true;
    return false;
}

const struct sb_fact_exec *sb_exec_at(const struct sb_facts *facts, uint8_t kind, sb_str path)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (facts->exec.p[i].kind == kind && sb_str_eq(facts->exec.p[i].path, path))
            return &facts->exec.p[i];
    return NULL;
}

struct sb_fact_exec sb_exec_of_unowned(const struct sb_fact_file *file)
{
    return (struct sb_fact_exec){
        .bytes = file->bytes,
        .command = file->command,
        .path = file->path,
        .sha256 = file->sha256,
        .kind = (uint8_t)sb_exec_find(file->kind),
    };
}

static sb_str upstream(sb_str version)
{
    size_t dash = sb_str_rchr(version, '-');
    return dash == SB_NPOS ? SB_STR_NONE : sb_str_part(version, 0, dash);
}

bool sb_way_is_revision(const struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    if (!sb_way_is_patch(way) || !sb_is_system_type(identity))
        return sb_way_is_patch(way);
    sb_str old = upstream(sb_delta_row(run->delta, SB_OLD, way->row[SB_OLD])->version);
    sb_str new = upstream(sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->version);
    return sb_str_eq(old, new);
}

/* ---- words ---- */

sb_str sb_short(struct sb_signal_run *run, sb_str text)
{
    size_t n = text.n < SHORT ? text.n : SHORT;
    while (n < text.n && n && ((unsigned char)text.p[n] & 0xc0) == 0x80) /* not within a character */
        n--;
    if (n == text.n)
        return text;
    return sb_arena_join(&run->scratch, sb_str_part(text, 0, n), SB_S("\xe2\x80\xa6"), SB_STR_NONE);
}

sb_str sb_exec_json(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    const struct sb_member members[] = {
        {.name = "bytes", .number = exec->bytes, .is_number = true},
        {.name = "command", .text = exec->command},
        {.name = "kind", .text = sb_str_of(exec->kind < SB_EXEC_COUNT ? sb_exec_rows[exec->kind].token : "")},
        {.name = "sha256", .text = exec->sha256},
    };
    return sb_json_object_of(run, members, SB_COUNT(members));
}

sb_str sb_exec_content(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    if (sb_exec_by_rights(exec->kind))
        return sb_arena_join(run->arena, exec->sha256, exec->sha256.n ? SB_S(" ") : SB_STR_NONE, exec->command);
    return sb_arena_str(run->arena, exec->sha256.n ? exec->sha256 : exec->command);
}

/* "console_scripts: name = module:function" */
static sb_str script_name(sb_str command)
{
    sb_str rest = command, group, name;
    sb_str_cut(&rest, ':', &group);
    sb_str_cut(&rest, '=', &name);
    return sb_str_trim(name);
}

sb_str sb_command_name(const struct sb_fact_exec *exec)
{
    switch (exec->kind) {
    case SB_EXEC_NPM_BIN: return exec->command;
    case SB_EXEC_PY_SCRIPT: return script_name(exec->command);
    case SB_EXEC_PY_BIN:
    case SB_EXEC_NPM_SHIM:
    case SB_EXEC_OS_COMMAND: return sb_path_base(exec->path);
    default: return SB_STR_NONE;
    }
}

/* ---- what a whole side has ---- */

struct start_up {
    sb_str name, sha256;
};
struct command {
    sb_str name;
    uint32_t identity;
};
struct sb_exec_index {
    const struct start_up *start_ups; /* of the old side, by name and digest */
    size_t n_start_ups;
    const struct command *commands[SB_SIDES]; /* by name and identity */
    size_t n_commands[SB_SIDES];
    const sb_str *owned; /* paths of what packages of the new side give the system to run */
    size_t n_owned;
};
struct start_ups {
    struct start_up *p;
    size_t n, cap;
};
struct commands {
    struct command *p;
    size_t n, cap;
};
struct paths {
    sb_str *p;
    size_t n, cap;
};

static int by_digest(const void *left, const void *right)
{
    const struct start_up *a = left;
    const struct start_up *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : sb_str_cmp(a->sha256, b->sha256);
}

static int by_command(const void *left, const void *right)
{
    const struct command *a = left;
    const struct command *b = right;
    int order = sb_str_cmp(a->name, b->name);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static int by_bytes(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

static void add_start_up(struct start_ups *list, const struct sb_fact_exec *exec)
{
    if ((sb_exec_is_start_up(exec->kind) || exec->kind == SB_EXEC_OS_PROFILE) && exec->sha256.n)
        *SB_PUSH(list) = (struct start_up){sb_path_base(exec->path), exec->sha256};
}

/* Most packages have none of these; their facts are not read for this. What kinds begin with, in front of them a quote.
 */
static bool is_wanted(const struct sb_fact_reader *reader, sb_comp c)
{
    static const char *const prefixes[] = {"\"py:", "\"npm:bin", "\"npm:shim", "\"os:"};
    sb_str value = sb_fact_value(reader, c, SB_FACT_EXEC);
    for (size_t i = 0; value.n > 2 && i < SB_COUNT(prefixes); i++) /* mostly it is "[]" */
        if (sb_str_find(value, sb_str_of(prefixes[i])) != SB_NPOS)
            return true;
    return false;
}

static void gather(struct sb_signal_run *run, enum sb_side side, struct start_ups *start_ups, struct commands *commands,
                   struct paths *owned)
{
    for (uint32_t c = 1; c <= sb_doc_count(run->delta->doc[side]); c++) {
        if (!is_wanted(&run->reader[side], (sb_comp){c}))
            continue;
        const struct sb_facts *facts = sb_run_facts_of(run, side, (sb_comp){c}, SB_FACT_BIT(EXEC));
        for (size_t i = 0; i < facts->exec.n; i++) {
            const struct sb_fact_exec *exec = &facts->exec.p[i];
            sb_str name = sb_command_name(exec);
            add_start_up(start_ups, exec);
            if (side == SB_NEW && sb_exec_is_system(exec->kind))
                *SB_PUSH(owned) = sb_run_at(run, side, (sb_comp){c}, exec->path);
            else if (sb_exec_is_system(exec->kind) && exec->sha256.n) /* for sb_had_at() */
                *SB_PUSH(start_ups) = (struct start_up){sb_run_at(run, side, (sb_comp){c}, exec->path), exec->sha256};
            if (name.n && exec->kind != SB_EXEC_OS_COMMAND)
                *SB_PUSH(commands) = (struct command){name, run->delta->rows[side][c].identity};
        }
    }
    const struct sb_facts *facts = sb_run_facts(run, side, SB_DOC_ITSELF);
    for (size_t i = 0; i < facts->unowned.n; i++) {
        struct sb_fact_exec exec = sb_exec_of_unowned(&facts->unowned.p[i]);
        add_start_up(start_ups, &exec);
    }
}

/* The facts that the texts lie in live as long as the arena. */
static void *keep(struct sb_signal_run *run, void *p, size_t n, size_t size, int (*order)(const void *, const void *))
{
    void *copy = sb_arena_alloc(run->arena, n * size + 1);
    if (n) {
        qsort(p, n, size, order);
        memcpy(copy, p, n * size);
    }
    sb_free(p);
    return copy;
}

static const struct sb_exec_index *index_of(struct sb_signal_run *run)
{
    if (run->execs)
        return run->execs;
    struct sb_exec_index *index = SB_NEW(run->arena, struct sb_exec_index);
    for (unsigned side = 0; side < SB_SIDES; side++) {
        struct start_ups start_ups = {0};
        struct commands commands = {0};
        struct paths owned = {0};
        gather(run, (enum sb_side)side, &start_ups, &commands, &owned);
        index->commands[side] = keep(run, commands.p, commands.n, sizeof *commands.p, by_command);
        index->n_commands[side] = commands.n;
        struct start_up *kept = keep(run, start_ups.p, start_ups.n, sizeof *start_ups.p, by_digest);
        sb_str *paths = keep(run, owned.p, owned.n, sizeof *owned.p, by_bytes);
        if (side == SB_OLD) {
            index->start_ups = kept;
            index->n_start_ups = start_ups.n;
        } else {
            index->owned = paths;
            index->n_owned = owned.n;
        }
    }
    return run->execs = index;
}

bool sb_had_at(struct sb_signal_run *run, sb_str path, sb_str sha256)
{
    const struct sb_exec_index *index = index_of(run);
    const struct start_up wanted = {path, sha256};
    return sha256.n && index->n_start_ups &&
           bsearch(&wanted, index->start_ups, index->n_start_ups, sizeof wanted, by_digest);
}

bool sb_had_start_up(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    return sb_had_at(run, sb_path_base(exec->path), exec->sha256);
}

static bool is_owned(struct sb_signal_run *run, sb_str folder, sb_str path)
{
    const struct sb_exec_index *index = index_of(run);
    sb_str at = sb_run_join(run, folder, path);
    return index->n_owned && bsearch(&at, index->owned, index->n_owned, sizeof at, by_bytes);
}

/* What a link names from the root lies below the root of its own system: above the first "etc" of the link's path. */
static sb_str system_root(sb_str path)
{
    size_t etc = sb_str_find(path, SB_S("/etc/"));
    return etc == SB_NPOS ? SB_STR_NONE : sb_str_part(path, 0, etc);
}

bool sb_is_switch(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    sb_str target = exec->command;
    if (!sb_str_chop(&target, SB_S("-> ")) || exec->sha256.n)
        return false;
    if (target.n == 0 || target.p[0] != '/')
        return is_owned(run, sb_path_dir(exec->path), target);
    /* lib is a link to usr/lib by now */
    sb_str root = system_root(exec->path);
    return is_owned(run, root, target) ||
           is_owned(run, sb_arena_join(&run->scratch, root, SB_S("/usr"), SB_STR_NONE), target);
}

/* The first command that is not before WANTED. */
static size_t lower_bound(const struct command *list, size_t n, const struct command *wanted)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (by_command(&list[middle], wanted) < 0)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

bool sb_command_of(struct sb_signal_run *run, enum sb_side side, sb_str name, uint32_t identity)
{
    const struct sb_exec_index *index = index_of(run);
    const struct command wanted = {name, identity};
    size_t at = lower_bound(index->commands[side], index->n_commands[side], &wanted);
    return at < index->n_commands[side] && by_command(&index->commands[side][at], &wanted) == 0;
}

uint32_t sb_command_of_other(struct sb_signal_run *run, enum sb_side side, sb_str name, uint32_t identity)
{
    const struct sb_exec_index *index = index_of(run);
    const struct command *list = index->commands[side];
    size_t n = index->n_commands[side];
    /* The first of this name, or the first behind the identity's own. */
    const struct command first = {name, 0}, behind = {name, identity + 1};
    size_t at = lower_bound(list, n, &first);
    if (at < n && sb_str_eq(list[at].name, name) && list[at].identity == identity)
        at = lower_bound(list, n, &behind);
    return at < n && sb_str_eq(list[at].name, name) ? list[at].identity : UINT32_MAX;
}

/* ---- texts ---- */

bool sb_alike_but_versions(sb_str a, sb_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && (sb_is_digit(a.p[i]) || a.p[i] == '.'))
            i++;
        while (k < b.n && (sb_is_digit(b.p[k]) || b.p[k] == '.'))
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (a.p[i++] != b.p[k++])
            return false;
    }
}

/* ---- files of nobody ---- */

const struct sb_fact_file *sb_unowned_find_path(const struct sb_facts *facts, sb_str path)
{
    for (size_t i = 0; i < facts->unowned.n; i++)
        if (sb_str_eq(facts->unowned.p[i].path, path))
            return &facts->unowned.p[i];
    return NULL;
}

enum sb_exec_rank sb_unowned_rank(const struct sb_fact_file *file)
{
    return sb_exec_rank(sb_exec_find(file->kind), file->path);
}

bool sb_unowned_is_whole(const struct sb_facts *facts, enum sb_exec_rank rank)
{
    if (facts->unowned.more == 0)
        return true;
    return facts->unowned.n && sb_unowned_rank(&facts->unowned.p[facts->unowned.n - 1]) > rank;
}

bool sb_unowned_moved(struct sb_signal_run *run, const struct sb_fact_file *file)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
    size_t n = 0; /* of the same content: more need not be asked for */
    for (size_t i = 0; file->sha256.n && n < CANDIDATES && i < old->unowned.n; i++) {
        const struct sb_fact_file *was = &old->unowned.p[i];
        if (!sb_str_eq(was->sha256, file->sha256) || !sb_str_eq(was->kind, file->kind))
            continue;
        if (sb_str_eq(sb_path_base(was->path), sb_path_base(file->path)))
            return true;
        n++;
        if (new->unowned.more == 0 && !sb_unowned_find_path(new, was->path))
            return true;
    }
    return false;
}
