#include "collect/rights.h"

#include <stdlib.h>

#include "source/capable.h"
#include "source/tree_inside.h"

/* ---- of one file ---- */

/* Runs for everybody with the rights of its owner, or for its group's with those of its group. */
static bool is_setuid(const struct sb_tree_node *node)
{
    enum { SETUID = 04000, SETGID = 02000, RUNS = 0111, GROUP_RUNS = 0010 };
    uint16_t mode = node->mode;
    if (node->kind != SB_ENTRY_FILE || mode == SB_MODE_UNKNOWN)
        return false;
    return (mode & SETUID && mode & RUNS) || (mode & SETGID && mode & GROUP_RUNS);
}

static const struct sb_capabilities *capabilities_of(const struct sb_tree *tree, sb_node node)
{
    const struct sb_tree_node *at = sb_tree_at(tree, node);
    return at->kind == SB_ENTRY_FILE && sb_may_run(at->mode) ? sb_tree_capabilities(tree, node) : NULL;
}

enum sb_exec_kind sb_rights_kind(const struct sb_tree *tree, sb_node node)
{
    if (is_setuid(sb_tree_at(tree, node)))
        return SB_EXEC_OS_SETUID;
    return capabilities_of(tree, node) ? SB_EXEC_OS_CAPABILITY : SB_EXEC_COUNT;
}

bool sb_rights_writable(const struct sb_tree_node *node)
{
    enum { OTHERS_WRITE = 0002 };
    return node->kind == SB_ENTRY_FILE && node->mode != SB_MODE_UNKNOWN && node->mode & OTHERS_WRITE;
}

static sb_str text_of(const struct sb_join *join, const struct sb_capabilities *has)
{
    struct sb_buf buf = {0};
    sb_capabilities_text(has, &buf);
    sb_str text = sb_arena_str(join->arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return text;
}

sb_str sb_rights_text(const struct sb_join *join, sb_node node, enum sb_exec_kind kind)
{
    const struct sb_capabilities *has = kind == SB_EXEC_OS_CAPABILITY ? sb_tree_capabilities(join->tree, node) : NULL;
    return has ? text_of(join, has) : sb_arena_printf(join->arena, "mode %04o", sb_tree_at(join->tree, node)->mode);
}

/* ---- which files are asked ---- */

/* By node: a folder whose files count, one that leads to folders of packages, one of a system that counts as a whole; a
 * file that somebody has, and one whose bytes are looked at. */
enum { COUNTS = 1, LEADS = 2, CLAIMED = 4, LOOKED_AT = 8, SYSTEM = 16 };

/* The folder that a package fills, and those above it. */
static void mark_folders(const struct sb_tree *tree, uint8_t *marks, sb_node folder)
{
    marks[folder.v] |= COUNTS;
    while (!(marks[folder.v] & LEADS)) {
        marks[folder.v] |= LEADS | COUNTS;
        if (folder.v == SB_NODE_ROOT.v)
            return;
        folder.v = sb_tree_at(tree, folder)->parent;
    }
}

/* All of a system with packages, and of an image; not what lies in another one that a system stores. */
static void mark_systems(const struct sb_join *join, uint8_t *marks, const struct sb_places *places)
{
    const struct sb_tree *tree = join->tree;
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++) {
        const struct sb_tree_node *at = sb_tree_at(tree, (sb_node){i});
        if (at->kind != SB_ENTRY_DIR)
            continue;
        bool above = i > SB_NODE_ROOT.v ? marks[at->parent] & SYSTEM : join->image;
        if (above && (join->image || !sb_place_is_stored(places, tree, (sb_node){i})))
            marks[i] |= SYSTEM;
    }
}

/* Where a system has its programs, and where everybody may write. */
static void mark_places(const struct sb_join *join, uint8_t *marks, const struct sb_system *system)
{
    static const char *const places[] = {"bin",    "boot", "etc",  "lib", "lib32", "lib64",
                                         "libx32", "opt",  "sbin", "tmp", "usr",   "var/tmp"};
    for (size_t p = 0; p < SB_COUNT(places) && marks[system->root.v] & SYSTEM; p++) {
        sb_node place = sb_tree_find(join->tree, system->root, sb_str_of(places[p]), false);
        if (!place.v || sb_tree_at(join->tree, place)->kind != SB_ENTRY_DIR)
            continue;
        for (uint32_t i = place.v; i < sb_tree_at(join->tree, place)->end; i++)
            marks[i] |= COUNTS;
    }
}

/* What users and services keep elsewhere may be more than the system itself. Where each file has to be asked for its
 * mode, that may cost this share of what a scan costs: folders with few files come first, all up to some number. */
enum { ASKED_FREELY = 2048, ASKED_OF = 32, SIZES = 33 };

static unsigned size_class(uint32_t n)
{
    unsigned class = 0;
    for (; n; n >>= 1)
        class ++;
    return class;
}

static bool is_rest(const uint8_t *marks, uint32_t folder)
{
    return (marks[folder] & (SYSTEM | COUNTS)) == SYSTEM;
}

static void mark_rest(const struct sb_tree *tree, uint8_t *marks, bool asks)
{
    uint32_t *files = sb_calloc((size_t)tree->n + 1, sizeof *files); /* by folder, its own */
    uint64_t in[SIZES] = {0}, total = 0;
    unsigned limit = 0;
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++)
        files[sb_tree_at(tree, (sb_node){i})->parent] += sb_tree_at(tree, (sb_node){i})->kind == SB_ENTRY_FILE;
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++)
        in[size_class(files[i])] += is_rest(marks, i) ? files[i] : 0;
    while (limit + 1 < SIZES && (!asks || total + in[limit + 1] <= ASKED_FREELY + tree->n / ASKED_OF))
        total += in[++limit];
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++)
        if (is_rest(marks, i) && size_class(files[i]) <= limit)
            marks[i] |= COUNTS;
    sb_free(files);
}

static uint8_t *marks_of(const struct sb_join *join, const struct sb_places *places, bool asks)
{
    const struct sb_tree *tree = join->tree;
    uint8_t *marks = sb_calloc((size_t)tree->n + 1, sizeof *marks);
    uint32_t last = 0;
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        if (!claim->node.v)
            continue;
        marks[claim->node.v] |= CLAIMED;
        if (claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST))
            marks[claim->node.v] |= LOOKED_AT;
        if (!sb_join_collector(join, claim->component)->owns)
            continue;
        mark_folders(tree, marks, (sb_node){sb_tree_at(tree, claim->node)->parent});
        if (claim->component.v != last) /* a package lies in one system */
            marks[sb_places_root_of(places, join, claim).v] |= SYSTEM;
        last = claim->component.v;
    }
    mark_systems(join, marks, places);
    for (size_t i = 0; i < join->systems.n; i++)
        mark_places(join, marks, &join->systems.p[i]);
    for (uint32_t i = SB_NODE_ROOT.v; i < tree->n; i++)
        if (places->runs[i])
            marks[i] |= COUNTS;
    mark_rest(tree, marks, asks);
    return marks;
}

static void ask(struct sb_join *join, struct sb_tree *tree, struct sb_source *source, struct sb_source_folder *folder,
                struct sb_looked_capable *capable, sb_node node, struct sb_arena *scratch)
{
    struct sb_rights rights;
    sb_str path = sb_tree_path(tree, node, scratch);
    source->type->rights(source, folder, path, &rights);
    sb_tree_at(tree, node)->mode = rights.mode;
    if (sb_may_run(rights.mode))
        sb_look_capable(capable, node, &rights, join->diags, path);
}

static void keep(struct sb_join *join, struct sb_tree *tree, const struct sb_looked_capable *capable)
{
    for (size_t i = 0; i < capable->some.n; i++)
        sb_tree_add_capable(tree, (sb_node){capable->some.p[i].of}, &capable->some.p[i].has);
    join->tells_capable |= capable->told || tree->capable.n;
}

void sb_rights_settle(struct sb_join *join, const struct sb_places *places, struct sb_tree *tree,
                      struct sb_source *source)
{
    bool asks = source->type->rights != NULL;
    struct sb_source_folder folder = {0};
    struct sb_looked_capable capable = {0};
    struct sb_arena scratch = {0};
    uint8_t *marks = marks_of(join, places, asks);
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++) {
        struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        bool counts = marks[node->parent] & COUNTS || marks[i] & CLAIMED;
        if (node->kind != SB_ENTRY_FILE || sb_tree_inside(tree, (sb_node){i}).v)
            continue;
        if (!counts)
            node->mode = SB_MODE_UNKNOWN;
        else if (asks && marks[i] & LOOKED_AT)
            node->mode = 0; /* until then */
        else if (asks)
            ask(join, tree, source, &folder, &capable, (sb_node){i}, &scratch);
        sb_arena_reset(&scratch);
    }
    keep(join, tree, &capable);
    sb_tree_capable_sort(tree);
    sb_free(capable.some.p);
    sb_source_folder_done(&folder);
    sb_arena_done(&scratch);
    sb_free(marks);
}

/* ---- what was recorded, and what was found ---- */

static int by_node(const void *left, const void *right)
{
    const struct sb_capable *a = left;
    const struct sb_capable *b = right;
    if (a->node.v != b->node.v)
        return a->node.v < b->node.v ? -1 : 1;
    return (a->component.v > b->component.v) - (a->component.v < b->component.v);
}

void sb_rights_gather(struct sb_join *join, struct sb_tree *tree, const struct sb_look_worker *workers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        keep(join, tree, &workers[i].capable);
    sb_tree_capable_sort(tree);
    if (join->capable.n)
        qsort(join->capable.p, join->capable.n, sizeof *join->capable.p, by_node);
}

bool sb_rights_as_recorded(const struct sb_join *join, const struct sb_claim *claim)
{
    static const struct sb_capabilities none = {0};
    const struct sb_capable wanted = {.node = claim->node, .component = claim->component};
    const struct sb_capable *recorded =
        join->capable.n ? bsearch(&wanted, join->capable.p, join->capable.n, sizeof wanted, by_node) : NULL;
    const struct sb_capabilities *found = sb_tree_capabilities(join->tree, claim->node);
    if (!join->tells_capable || (recorded && !recorded->known))
        return true;
    return sb_capabilities_eq(found ? found : &none, recorded ? &recorded->has : &none);
}

/* ---- execution points ---- */

static void add(struct sb_join *join, sb_comp component, sb_node node, enum sb_exec_kind kind)
{
    sb_join_exec(join,
                 (struct sb_exec){
                     .component = component, .kind = kind, .node = node, .command = sb_rights_text(join, node, kind)});
}

/* What only the record says counts where the source cannot say it: its files were unpacked from there, or will be. */
static void add_recorded(struct sb_join *join, const struct sb_capable *capable)
{
    const struct sb_tree_node *at = capable->node.v ? sb_tree_at(join->tree, capable->node) : NULL;
    if (at && at->kind == SB_ENTRY_FILE && join->tells_capable && at->mode != SB_MODE_UNKNOWN)
        return;
    sb_join_exec(join, (struct sb_exec){.component = capable->component,
                                        .kind = SB_EXEC_OS_CAPABILITY,
                                        .node = capable->node,
                                        .path = capable->path,
                                        .command = capable->known ? text_of(join, &capable->has) : capable->text});
}

/* Of a package of no distribution only what starts by itself: such are often given to everybody as a whole. */
static void add_writable_point(struct sb_join *join, const struct sb_exec *exec)
{
    sb_node node = exec->runs.v ? exec->runs : exec->node;
    bool wanted = exec->component.v &&
                  (sb_join_collector(join, exec->component)->owns || sb_exec_rows[exec->kind].when == SB_WHEN_START);
    if (wanted && node.v && sb_rights_writable(sb_tree_at(join->tree, node)))
        add(join, exec->component, node, SB_EXEC_OS_WRITABLE);
}

static void add_writable_file(struct sb_join *join, const struct sb_looks *looks, const struct sb_claim *claim)
{
    const struct sb_tree_node *at = sb_tree_at(join->tree, claim->node);
    const struct sb_looked *looked = sb_looks_of(looks, join->tree, claim->node);
    bool runs = sb_may_run(at->mode) || (looked && looked->summary.kind == SB_KIND_ELF);
    if (runs && sb_rights_writable(at) && sb_join_collector(join, claim->component)->owns)
        add(join, claim->component, claim->node, SB_EXEC_OS_WRITABLE);
}

void sb_rights_execs(struct sb_join *join, const struct sb_looks *looks)
{
    size_t n = join->execs.n;
    for (size_t i = 0; i < n; i++) {
        struct sb_exec exec = join->execs.p[i];
        add_writable_point(join, &exec);
    }
    for (size_t i = 0; i < join->capable.n; i++)
        add_recorded(join, &join->capable.p[i]);
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        if (!claim->node.v)
            continue;
        if (is_setuid(sb_tree_at(join->tree, claim->node)))
            add(join, claim->component, claim->node, SB_EXEC_OS_SETUID);
        if (capabilities_of(join->tree, claim->node))
            add(join, claim->component, claim->node, SB_EXEC_OS_CAPABILITY);
        add_writable_file(join, looks, claim);
    }
}
