#include "collect/unowned.h"

#include "collect/caches.h"
#include "collect/execs.h"
#include "collect/open_folder.h"
#include "collect/place_alias.h"
#include "collect/rights.h"
#include "collect/rules.h"
#include "collect/search_path.h"
#include "collect/shadowed.h"
#include "source/capable.h"

enum { SHARED = UINT32_MAX }; /* a folder that several components fill, or that holds them */

/* Of a node. OWNED: claimed by a package of the distribution. */
enum {
    CLAIMED = 1,
    OWNED = 2,
    MANAGED = 4, /* the root of a system with a package database that owns files */
    POINT = 8,   /* there is one in EXEC_OF */
    FILLED = 16, /* there is one in FOLDER_OF */
    VENDOR = 32  /* a folder in which a package of the distribution has a file */
};

/* A folder that the walk is in. */
struct open_folder {
    uint32_t end;  /* the first node behind it */
    size_t length; /* of its path */
    size_t start;  /* where the path from its system's root begins in it */
    bool lends;    /* setuid programs of nobody's count */
    bool managed;  /* that system has a package database that owns files */
    sb_node system;
    size_t outside;              /* how many folders are open above that system; 0 at the scan root */
    uint32_t component;          /* that fills it, SHARED, or 0 */
    size_t first_alias, aliases; /* from the first of its system, those that lead to it or to a folder above it */
};

/* A link that leads to an open folder, or a home that is one. */
struct alias {
    const struct sb_place_alias *of;
    size_t start; /* where the path behind it begins in that of a node */
};

struct search {
    struct sb_join *join;
    uint8_t *marks;          /* by node */
    struct sb_map folder_of; /* by node: of a folder the component that fills it, or SHARED; of a stray SHARED */
    struct sb_map exec_of;   /* by node: the index of an execution point that no component has */
    const struct sb_places *places;
    struct sb_buf path; /* of the current node */
    SB_VEC(struct open_folder) open;
    SB_VEC(struct alias) aliases; /* that lead to the current folder or to one above it */
    struct sb_arena scratch;
    struct sb_unowned *out;
};

/* ---- who has what ---- */

static bool is_claimed(const struct search *s, sb_node node)
{
    return s->marks[node.v] & (CLAIMED | OWNED);
}

/* 0 if nobody fills it. */
static uint32_t *mark_folder(struct search *s, uint32_t node)
{
    s->marks[node] |= FILLED;
    return sb_map_put(&s->folder_of, node);
}

/* SHARED, or 0; what a folder inherits is not asked for. */
static uint32_t component_of(const struct search *s, sb_node node)
{
    return s->marks[node.v] & FILLED ? *sb_map_get(&s->folder_of, node.v) : 0;
}

static const struct sb_exec *exec_of(const struct search *s, sb_node node)
{
    return s->marks[node.v] & POINT ? &s->join->execs.p[*sb_map_get(&s->exec_of, node.v)] : NULL;
}

/* A folder outside of the place that holds a program of a component (bin of an environment) is shared. The system's own
 * are not: what nobody owns there is told by its place. */
static void mark_programs(struct search *s, const struct sb_claim *claim)
{
    static const char *const folders[] = {"bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin"};
    const struct sb_tree *tree = s->join->tree;
    sb_node folder = {sb_tree_at(tree, claim->node)->parent};
    sb_node root = folder;
    while (root.v && !s->places->roots[root.v]) /* nothing is above the scan root, which a record may name, too */
        root.v = sb_tree_at(tree, root)->parent;
    bool system = folder.v == root.v || !(claim->flags & SB_CLAIM_SCRIPT);
    for (size_t i = 0; s->marks[root.v] & MANAGED && i < SB_COUNT(folders) && !system; i++)
        system = sb_tree_find(tree, root, sb_str_of(folders[i]), false).v == folder.v;
    if (!system)
        *mark_folder(s, folder.v) = SHARED;
}

/* The folders between a component's place and its file are its own. */
static void mark_folders(struct search *s, const struct sb_claim *claim)
{
    const struct sb_tree *tree = s->join->tree;
    sb_str place = sb_doc_str(s->join->doc, sb_doc_at(s->join->doc, claim->component)->place);
    sb_node top = sb_tree_find(tree, SB_NODE_ROOT, place, false);
    uint32_t at = sb_tree_at(tree, claim->node)->parent;
    if (!top.v)
        return;
    *mark_folder(s, top.v) = SHARED;
    if (!sb_tree_below(tree, claim->node, top)) {
        mark_programs(s, claim);
        return;
    }
    for (; at > top.v; at = sb_tree_at(tree, (sb_node){at})->parent) {
        uint32_t *component = mark_folder(s, at);
        if (*component == claim->component.v) /* and those above are marked */
            break;
        *component = *component ? SHARED : claim->component.v;
    }
}

static void mark_shared(void *ctx, sb_node folder)
{
    *mark_folder(ctx, folder.v) = SHARED;
}

static void mark_managed(struct search *s, const struct sb_claim *claim)
{
    sb_node node = sb_places_root_of(s->places, s->join, claim);
    if (!(s->marks[node.v] & MANAGED))
        sb_search_paths(s->join->tree, node, mark_shared, s);
    s->marks[node.v] |= MANAGED;
}

/* Homes and tables of cron are never shipped: whoever claims a file there, the distribution least of all. */
static bool is_users(sb_str path)
{
    static const char *const starts[] = {"home/", "root/", "var/spool/at/", "var/spool/cron/"};
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_starts(path, sb_str_of(starts[i])))
            return true;
    return false;
}

static void mark_owned(struct search *s)
{
    const struct sb_collector *collector = NULL;
    uint32_t last = 0;
    for (size_t i = 0; i < s->join->claims.n; i++) {
        const struct sb_claim *claim = &s->join->claims.p[i];
        if (!claim->node.v)
            continue;
        if (!collector || claim->component.v != last)
            collector = sb_join_collector(s->join, claim->component);
        s->marks[claim->node.v] |= collector->owns ? OWNED : CLAIMED;
        if (collector->owns)
            s->marks[sb_tree_at(s->join->tree, claim->node)->parent] |= VENDOR;
        if (collector->owns && claim->component.v != last)
            mark_managed(s, claim);
        last = claim->component.v;
    }
}

static void mark_claims(struct search *s)
{
    mark_owned(s);
    for (size_t i = 0; i < s->join->claims.n; i++) {
        const struct sb_claim *claim = &s->join->claims.p[i];
        if (claim->node.v && sb_join_collector(s->join, claim->component)->lists_all)
            mark_folders(s, claim);
    }
    for (size_t i = 0; i < s->join->execs.n; i++) {
        const struct sb_exec *exec = &s->join->execs.p[i];
        if (exec->component.v != 0 || !exec->node.v)
            continue;
        s->marks[exec->node.v] |= POINT;
        *sb_map_put(&s->exec_of, exec->node.v) = (uint32_t)i;
    }
}

/* ---- the walk ---- */

/* The folder that NODE lies in, once all that end before it are left. */
static const struct open_folder *leave(struct search *s, uint32_t node)
{
    while (node >= s->open.p[s->open.n - 1].end)
        s->open.n--;
    s->aliases.n = s->open.p[s->open.n - 1].aliases;
    return &s->open.p[s->open.n - 1];
}

static void enter(struct search *s, sb_node node)
{
    const struct sb_tree_node *at = sb_tree_at(s->join->tree, node);
    struct open_folder folder = s->open.p[s->open.n - 1];
    s->path.n = folder.length;
    if (s->path.n)
        sb_buf_chr(&s->path, '/');
    sb_buf_str(&s->path, at->name);
    if (at->kind != SB_ENTRY_DIR)
        return;
    folder.end = at->end;
    folder.length = s->path.n;
    uint32_t component = component_of(s, node);
    folder.component = component ? component : folder.component;
    if (s->places->roots[node.v]) {
        folder.start = s->path.n + 1;
        folder.outside = s->open.n;
        folder.managed = s->marks[node.v] & MANAGED;
        folder.lends =
            folder.managed || (folder.lends && (s->join->image || !sb_place_is_stored(s->places, s->join->tree, node)));
        folder.system = node;
        folder.first_alias = s->aliases.n;
    }
    for (const struct sb_place_alias *alias = sb_place_alias_of(s->places, node); alias;
         alias = sb_place_alias_next(s->places, alias))
        *SB_PUSH(&s->aliases) = (struct alias){.of = alias, .start = s->path.n + 1};
    folder.aliases = s->aliases.n;
    *SB_PUSH(&s->open) = folder;
}

/* Of the current node, from the root of its system. */
static sb_str system_path(const struct search *s)
{
    return sb_str_from(sb_buf_all(&s->path), s->open.p[s->open.n - 1].start);
}

/* ---- what a file is ---- */

/* What runs on the system, and may be written by anybody; a command must be one. */
static bool anybody_writes(const struct search *s, sb_node node, enum sb_exec_kind kind)
{
    const struct sb_tree_node *at = sb_tree_at(s->join->tree, node);
    return sb_str_starts(sb_str_of(sb_exec_rows[kind].token), SB_S("os:")) && sb_rights_writable(at) &&
           (kind != SB_EXEC_OS_COMMAND || sb_may_run(at->mode));
}

/* In the system of FOLDER, by the path of the current node, or by that of a link to a folder that it lies in. */
static enum sb_exec_kind kind_in(struct search *s, const struct open_folder *folder)
{
    enum sb_exec_kind kind = sb_place_kind(sb_str_from(sb_buf_all(&s->path), folder->start), folder->managed);
    for (size_t i = folder->first_alias; i < folder->aliases && kind == SB_EXEC_COUNT; i++) {
        const struct alias *alias = &s->aliases.p[i];
        sb_str below = sb_str_from(sb_buf_all(&s->path), alias->start);
        sb_arena_reset(&s->scratch);
        if (sb_place_alias_fits(alias->of, below))
            kind = sb_place_kind(sb_arena_join(&s->scratch, alias->of->path, SB_S("/"), below), folder->managed);
    }
    return kind;
}

/* A folder that looks like the root of a system is still a folder of the one around it: two empty ones in etc must not
 * make that a system of its own. */
static enum sb_exec_kind place_kind(struct search *s)
{
    const struct open_folder *folder = &s->open.p[s->open.n - 1];
    enum sb_exec_kind kind = kind_in(s, folder);
    while (kind == SB_EXEC_COUNT && folder->outside) {
        folder = &s->open.p[folder->outside - 1];
        kind = kind_in(s, folder);
    }
    return kind;
}

/* A *.pth file runs only if its collector saw a line that does; everything else by its place. */
static enum sb_exec_kind kind_of(struct search *s, sb_node node)
{
    const struct sb_exec *exec = exec_of(s, node);
    enum sb_exec_kind kind = place_kind(s);
    /* In the system's own folders pyvenv.cfg makes no environment, but moves the library of every Python. */
    if (exec && !(exec->kind == SB_EXEC_PY_CONFIG && kind == SB_EXEC_OS_PROFILE))
        return exec->kind;
    if ((kind == SB_EXEC_OS_APT_HOOK || kind == SB_EXEC_OS_KERNEL) && sb_system_rule_is_idle(s->join, node))
        kind = SB_EXEC_COUNT;
    bool called = kind == SB_EXEC_COUNT || kind == SB_EXEC_OS_COMMAND || kind == SB_EXEC_OS_LIBRARY;
    bool managed = s->open.p[s->open.n - 1].managed;
    enum sb_exec_kind lends =
        called && s->open.p[s->open.n - 1].lends ? sb_rights_kind(s->join->tree, node) : SB_EXEC_COUNT;
    if (lends != SB_EXEC_COUNT)
        return lends;
    if (managed && kind != SB_EXEC_COUNT && anybody_writes(s, node, kind))
        return SB_EXEC_OS_WRITABLE;
    return kind == SB_EXEC_PY_PTH ? SB_EXEC_COUNT : kind;
}

static bool is_owned(const void *ctx, sb_node node)
{
    const struct search *s = ctx;
    return s->marks[node.v] & OWNED;
}

/* A link has no bytes of its own. One that leads to an owned file only switches that on, and so has no digest. */
static void follow(const struct search *s, struct sb_unowned_file *file)
{
    const struct sb_tree *tree = s->join->tree;
    const struct sb_tree_node *at = sb_tree_at(tree, file->node);
    if (at->kind != SB_ENTRY_LINK)
        return;
    sb_node end = sb_exec_follow(tree, s->open.p[s->open.n - 1].system, file->node);
    file->runs = end.v && is_claimed(s, end) ? SB_NODE_NONE : end;
    file->switches = end.v && is_claimed(s, end);
    if (file->command.n == 0)
        file->command = sb_arena_join(s->join->arena, SB_S("-> "), sb_tree_target(at), SB_STR_NONE);
}

static void describe(const struct search *s, struct sb_unowned_file *file)
{
    const struct sb_exec *exec = exec_of(s, file->node);
    if (exec) {
        file->command = exec->command;
        file->told = exec->told;
        file->script = exec->script;
    } else if (file->kind == SB_EXEC_OS_COMMAND)
        file->command =
            sb_shadowed_command(s->join, s->open.p[s->open.n - 1].system, file->node, sb_path_dir(system_path(s)));
    else if (file->kind == SB_EXEC_OS_LIBRARY)
        file->command = sb_shadowed_library(s->join, s->open.p[s->open.n - 1].system, file->node, is_owned, s);
    else if (file->kind == SB_EXEC_OS_PAM)
        file->command = sb_system_rule_of(s->join, file->node);
    else if (sb_exec_by_rights(file->kind))
        file->command = sb_rights_text(s->join, file->node, file->kind);
    if (file->kind != SB_EXEC_COUNT)
        follow(s, file);
}

static void visit_open(struct search *s, sb_node folder)
{
    const uint32_t *place = sb_map_get(&s->places->open, folder.v);
    if (place && *place)
        *SB_PUSH(&s->out->files) = (struct sb_unowned_file){
            .node = folder, .kind = SB_EXEC_OS_WRITABLE, .command = sb_open_folder_text(s->join, s->places, folder)};
}

/* A link where a folder of a package was: what its programs and settings are is said by another place. */
static bool visit_moved(struct search *s, sb_node link)
{
    enum { TARGET = 240 };
    if (!sb_map_get(&s->places->moved, link.v))
        return false;
    sb_str target = sb_str_part(sb_tree_target(sb_tree_at(s->join->tree, link)), 0, TARGET);
    *SB_PUSH(&s->out->files) =
        (struct sb_unowned_file){.node = link,
                                 .kind = SB_EXEC_OS_DIVERT,
                                 .command = sb_arena_join(s->join->arena, SB_S("folder at "), target, SB_STR_NONE)};
    return true;
}

static bool is_among_packages(const struct search *s, sb_node node)
{
    const struct sb_tree_node *at = sb_tree_at(s->join->tree, node);
    return at->kind == SB_ENTRY_FILE && s->open.p[s->open.n - 1].managed &&
           sb_place_of_packages(system_path(s), s->marks[at->parent] & VENDOR);
}

static void visit(struct search *s, sb_node node, uint32_t folder)
{
    const struct sb_tree_node *at = sb_tree_at(s->join->tree, node);
    if (at->kind == SB_ENTRY_DIR)
        visit_open(s, node);
    if (at->kind == SB_ENTRY_LINK && visit_moved(s, node))
        return;
    if ((at->kind != SB_ENTRY_FILE && at->kind != SB_ENTRY_LINK) || sb_is_cached_code(s->join->tree, at))
        return;
    if (is_claimed(s, node) && !(s->marks[node.v] & OWNED && is_users(system_path(s))))
        return;
    enum sb_exec_kind kind = kind_of(s, node);
    if (is_claimed(s, node) && kind == SB_EXEC_COUNT)
        return;
    bool if_code = kind == SB_EXEC_COUNT && folder == 0;
    if (if_code && !is_among_packages(s, node))
        return;
    bool listed_apart = kind != SB_EXEC_COUNT || folder == SHARED;
    struct sb_unowned_file file = {
        .node = node, .kind = kind, .component = {listed_apart ? 0 : folder}, .if_code = if_code};
    describe(s, &file);
    /* Alternatives, and what ldconfig links: names for a file that a package owns. */
    if ((kind == SB_EXEC_OS_COMMAND || kind == SB_EXEC_OS_LIBRARY) && file.switches)
        return;
    *SB_PUSH(&s->out->files) = file;
}

static int by_component(const void *left, const void *right)
{
    const struct sb_unowned_file *a = left;
    const struct sb_unowned_file *b = right;
    if (a->component.v != b->component.v)
        return a->component.v < b->component.v ? -1 : 1;
    bool runs_a = a->kind != SB_EXEC_COUNT;
    bool runs_b = b->kind != SB_EXEC_COUNT;
    if (runs_a != runs_b)
        return runs_a ? -1 : 1;
    return (a->node.v > b->node.v) - (a->node.v < b->node.v); /* nodes are in the order of their paths */
}

static void begin(struct search *s, struct sb_join *join, const struct sb_places *places, struct sb_unowned *out)
{
    size_t n = join->tree->n + 1;
    *s = (struct search){.join = join, .out = out, .places = places};
    s->marks = sb_calloc(n, sizeof *s->marks);
    mark_claims(s);
    for (size_t i = 0; i < join->strays.n; i++)
        *mark_folder(s, join->strays.p[i].v) = SHARED;
    *SB_PUSH(&s->open) = (struct open_folder){.end = UINT32_MAX,
                                              .managed = s->marks[SB_NODE_ROOT.v] & MANAGED,
                                              .lends = join->image || s->marks[SB_NODE_ROOT.v] & MANAGED,
                                              .system = SB_NODE_ROOT,
                                              .component = component_of(s, SB_NODE_ROOT)};
}

static void end(struct search *s)
{
    sb_free(s->marks);
    sb_map_done(&s->folder_of);
    sb_map_done(&s->exec_of);
    sb_free(s->open.p);
    sb_free(s->aliases.p);
    sb_arena_done(&s->scratch);
    sb_buf_done(&s->path);
}

void sb_unowned_find(struct sb_join *join, const struct sb_places *places, struct sb_unowned *ret_unowned)
{
    const struct sb_tree *tree = join->tree;
    struct search s;
    begin(&s, join, places, ret_unowned);
    /* Parents stand before their children, so one pass hands the folder's owner down. */
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        uint32_t folder = leave(&s, i)->component;
        enter(&s, (sb_node){i});
        visit(&s, (sb_node){i}, component_of(&s, (sb_node){i}) == SHARED ? SHARED : folder);
    }
    if (ret_unowned->files.n)
        qsort(ret_unowned->files.p, ret_unowned->files.n, sizeof *ret_unowned->files.p, by_component);
    end(&s);
}

void sb_unowned_done(struct sb_unowned *unowned)
{
    sb_free(unowned->files.p);
}
