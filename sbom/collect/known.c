#include "collect/known.h"

#include <stdlib.h>

#include "base/map.h"
#include "collect/caches.h"

/* ---- the table, from known.def: the kinds, the rows that match, and what a row says beside that ---- */

enum role { STORE, FOLDER, LOCK, MANIFEST };

#define SB_PASTE(a, b) a##b
#define SB_LINE(a, b) SB_PASTE(a, b)

#define SB_KNOWN_KIND(id, role, ecosystem, what) K_##id,
#define SB_KNOWN_FILE(...)
#define SB_KNOWN_BESIDE(...)
#define SB_KNOWN_TOP(...)
enum {
#include "collect/known.def"
    KINDS
};
#undef SB_KNOWN_KIND
#define SB_KNOWN_KIND(id, role, ecosystem, what) [K_##id] = {role, ecosystem, what},
static const struct kind {
    enum role role;
    const char *ecosystem, *what;
} kinds[KINDS] = {
#include "collect/known.def"
};
#undef SB_KNOWN_KIND
#define SB_KNOWN_KIND(...)
#undef SB_KNOWN_FILE
#define SB_KNOWN_FILE(...) SB_LINE(ROW_, __LINE__),
enum {
#include "collect/known.def"
    ROWS
};
#undef SB_KNOWN_FILE
#define SB_KNOWN_FILE(id, prefix, says, ...) [SB_LINE(ROW_, __LINE__)] = {K_##id, prefix, says},
static const struct row {
    unsigned kind;
    const char *prefix, *says;
} rows[ROWS] = {
#include "collect/known.def"
};
#undef SB_KNOWN_FILE
#define SB_KNOWN_FILE(id, prefix, says, ...) {__VA_ARGS__, .kind = SB_LINE(ROW_, __LINE__), .presence = (says) == NULL},
static const struct sb_match matches[] = {
#include "collect/known.def"
    {0},
};
#undef SB_KNOWN_FILE
#define SB_KNOWN_FILE(...)
#undef SB_KNOWN_BESIDE
#define SB_KNOWN_BESIDE(id, name) {K_##id, name},
static const struct beside {
    unsigned kind;
    const char *name;
} beside[] = {
#include "collect/known.def"
};
#undef SB_KNOWN_BESIDE
#define SB_KNOWN_BESIDE(...)
#undef SB_KNOWN_TOP
#define SB_KNOWN_TOP(id, path, with) {K_##id, path, with},
static const struct top {
    unsigned kind;
    const char *path, *with;
} tops[] = {
#include "collect/known.def"
};

static void file(struct sb_job *job)
{
    const struct row *row = &rows[job->kind];
    if (row->prefix && !sb_str_starts(job->name, sb_str_of(row->prefix)))
        return;
    if (row->says && sb_str_find(job->bytes, sb_str_of(row->says)) == SB_NPOS)
        return;
    sb_emit(job, row->kind, SB_STR_NONE, NULL);
}

/* ---- what need not be told ---- */

struct known {
    struct sb_join *join;
    bool *claimed;           /* by node */
    struct sb_map installed; /* (folder, ecosystem): something of it is installed below */
    struct sb_map locked;    /* (folder, ecosystem): it has a lock file that is told */
};

/* Ecosystems are numbered by the first kind that has them. */
static uint32_t ecosystem_of(const char *name)
{
    uint32_t i = 0;
    while (i < KINDS && strcmp(kinds[i].ecosystem, name) != 0)
        i++;
    return i;
}

/* Marks the folders above each component; a folder that is marked has its own marked, too. */
static void mark_installed(struct known *known)
{
    const struct sb_join *join = known->join;
    const char *last = NULL;
    uint32_t ecosystem = KINDS;
    for (uint32_t c = 1; c <= sb_doc_count(join->doc); c++) {
        sb_str place = sb_doc_str(join->doc, sb_doc_at(join->doc, (sb_comp){c})->place);
        const char *name = sb_join_collector(join, (sb_comp){c})->ecosystem;
        if (name && name != last)
            ecosystem = ecosystem_of(last = name);
        if (!name || place.n == 0 || ecosystem == KINDS)
            continue;
        for (sb_node at = sb_tree_find(join->tree, SB_NODE_ROOT, place, false); at.v;
             at.v = sb_tree_at(join->tree, at)->parent) {
            uint32_t *mark = sb_map_put(&known->installed, sb_pair(at.v, ecosystem));
            if (*mark)
                break;
            *mark = 1;
        }
    }
}

static bool lies_beside(const struct known *known, unsigned kind, sb_node folder)
{
    for (size_t i = 0; i < SB_COUNT(beside); i++)
        if (beside[i].kind == kind && sb_tree_child(known->join->tree, folder, sb_str_of(beside[i].name)).v)
            return true;
    return false;
}

static bool is_settled(const struct known *known, const struct sb_record *record)
{
    uint32_t ecosystem = ecosystem_of(kinds[record->kind].ecosystem);
    sb_node folder = {sb_tree_at(known->join->tree, record->node)->parent};
    if (sb_map_get(&known->installed, sb_pair(folder.v, ecosystem)))
        return true;
    for (; folder.v; folder.v = sb_tree_at(known->join->tree, folder)->parent)
        if (sb_map_get(&known->locked, sb_pair(folder.v, ecosystem)) || lies_beside(known, record->kind, folder))
            return true;
    return false;
}

static bool counts(struct known *known, const struct sb_record *record)
{
    const struct kind *kind = &kinds[record->kind];
    if (known->claimed[record->node.v] || sb_cache_of(known->join->caches, known->join->tree, record->node))
        return false;
    if (kind->role == MANIFEST)
        return !is_settled(known, record);
    if (kind->role == LOCK)
        *sb_map_put(&known->locked,
                    sb_pair(sb_tree_at(known->join->tree, record->node)->parent, ecosystem_of(kind->ecosystem))) = 1;
    return true;
}

/* ---- telling the others ---- */

struct told {
    sb_node root;
    sb_str first;
    uint64_t n;
};

/* Records are sorted by path: those of one folder stand together where a folder holds no folders. */
static bool is_told_by(const struct known *known, const struct sb_record *before, const struct sb_record *record)
{
    const struct sb_tree *tree = known->join->tree;
    return kinds[record->kind].role == FOLDER &&
           sb_tree_at(tree, before->node)->parent == sb_tree_at(tree, record->node)->parent;
}

/* Records of one kind, sorted by path: one diagnostic for each system. */
static void tell_kind(struct known *known, const struct sb_record *records, size_t n)
{
    struct sb_map by_root = {0};
    SB_VEC(struct told) all = {0};
    for (size_t i = 0; i < n; i++) {
        if (!counts(known, &records[i]) || (i && is_told_by(known, &records[i - 1], &records[i])))
            continue;
        const struct sb_system *system = sb_join_system_above(known->join, records[i].node);
        sb_node root = system ? system->root : SB_NODE_ROOT;
        uint32_t *at = sb_map_put(&by_root, root.v);
        if (*at == 0) {
            *SB_PUSH(&all) = (struct told){root, records[i].path, 0};
            *at = (uint32_t)all.n;
        }
        all.p[*at - 1].n++;
    }
    for (size_t i = 0; i < all.n; i++)
        sb_diag_of_many(known->join->diags, SB_D_KNOWN_NOT_READ, all.p[i].first, all.p[i].n, "%s",
                        kinds[records->kind].what);
    sb_map_done(&by_root);
    sb_free(all.p);
}

static bool lies_at_top(const struct known *known, const char *path)
{
    sb_node node = path ? sb_tree_find(known->join->tree, SB_NODE_ROOT, sb_str_of(path), false) : SB_NODE_ROOT;
    return node.v && !known->claimed[node.v];
}

/* What was given to be scanned is such a file itself, and nobody reads what it says of itself. */
static void tell_source(struct known *known)
{
    for (size_t i = 0; i < SB_COUNT(tops); i++)
        if (lies_at_top(known, tops[i].path) && lies_at_top(known, tops[i].with))
            sb_diag_of_many(known->join->diags, SB_D_KNOWN_NOT_READ, sb_str_of(tops[i].path), 1, "%s",
                            kinds[tops[i].kind].what);
}

/* Kinds stand in the order of their roles, so that lock files are told before manifests ask for them. */
static void finish(struct sb_join *join)
{
    struct known known = {.join = join};
    const struct sb_record *records = join->records;
    known.claimed = sb_calloc(join->tree->n, sizeof *known.claimed);
    for (size_t i = 0; i < join->claims.n; i++)
        known.claimed[join->claims.p[i].node.v] = true;
    mark_installed(&known);
    for (size_t first = 0, next; first < join->n_records; first = next) {
        for (next = first; next < join->n_records && records[next].kind == records[first].kind; next++)
            continue;
        tell_kind(&known, records + first, next - first);
    }
    tell_source(&known);
    sb_map_done(&known.installed);
    sb_map_done(&known.locked);
    sb_free(known.claimed);
}

const struct sb_collector sb_known = {
    .name = "known",
    .summary = "files that this version does not read",
    .match = matches,
    .file = file,
    .finish = finish,
};
