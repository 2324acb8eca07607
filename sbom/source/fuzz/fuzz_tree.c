/* Entries of any names, in any batch: the tree is well-formed, the same whatever the order, and walking it ends. Each
 * line is an entry: KIND SEQUENCE DIR NAME TARGET, with blanks between. */
#include "base/mem.h"
#include "source/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

/* Such paths as a source gives: no empty parts, no dots. */
static bool is_clean(sb_str path)
{
    sb_str part;
    if (path.n && path.p[path.n - 1] == '/')
        return false;
    while (path.n) {
        sb_str_cut(&path, '/', &part);
        if (part.n == 0 || sb_str_eq(part, SB_S(".")) || sb_str_eq(part, SB_S("..")))
            return false;
    }
    return true;
}

/* All but insides, which stand behind their archive in any order: the harness of whole scans has those. */
static enum sb_entry_kind kind_of(sb_str word)
{
    static const uint8_t kinds[] = {SB_ENTRY_FILE,    SB_ENTRY_DIR,      SB_ENTRY_LINK,
                                    SB_ENTRY_SPECIAL, SB_ENTRY_WHITEOUT, SB_ENTRY_OPAQUE};
    return (enum sb_entry_kind)kinds[word.n ? (unsigned char)word.p[0] % SB_COUNT(kinds) : 0];
}

static bool parse(sb_str line, struct sb_entry *entry)
{
    sb_str kind, sequence, dir;
    if (!sb_str_cut(&line, ' ', &kind) || !sb_str_cut(&line, ' ', &sequence) || !sb_str_cut(&line, ' ', &dir))
        return false;
    *entry = (struct sb_entry){.dir = dir};
    sb_str_cut(&line, ' ', &entry->name);
    entry->target = line;
    entry->kind = kind_of(kind);
    entry->sequence = sequence.n ? (unsigned char)sequence.p[0] : 0;
    entry->size = line.n;
    return entry->name.n && sb_str_chr(entry->name, '/') == SB_NPOS && is_clean(dir) && is_clean(entry->name);
}

static void build(struct sb_tree *tree, const struct sb_entry *entries, size_t n, bool backwards)
{
    struct sb_tree_batch batches[2] = {0};
    for (size_t i = 0; i < n; i++)
        sb_tree_add(&batches[i % 2], &entries[backwards ? n - 1 - i : i]);
    sb_tree_build(tree, batches, 2);
}

static void check(const struct sb_tree *tree)
{
    struct sb_arena arena = {0};
    for (uint32_t i = 2; i < tree->n; i++) {
        const struct sb_tree_node *node = &tree->nodes[i];
        const struct sb_tree_node *above = &tree->nodes[node->parent];
        must(node->parent >= 1 && node->parent < i && node->end > i && node->end <= above->end);
        must(sb_tree_child(tree, (sb_node){node->parent}, node->name).v == i);
        must(node->kind <= SB_ENTRY_SPECIAL);
        sb_str path = sb_tree_path(tree, (sb_node){i}, &arena);
        sb_tree_find(tree, SB_NODE_ROOT, path, true);
        sb_node found = sb_tree_find(tree, (sb_node){node->parent}, sb_tree_target(node), true);
        /* A link that has entries below it, which no archive tells apart by order, is one of the folders that ".."
         * leads to. */
        must(found.v < tree->n &&
             (found.v == 0 || found.v == node->parent || tree->nodes[found.v].kind != SB_ENTRY_LINK ||
              tree->nodes[found.v].end > found.v + 1));
        if (i + 1 < node->end)
            must(sb_tree_below(tree, (sb_node){i + 1}, (sb_node){i}));
        if (node->end < above->end) /* the next of the same folder */
            must(sb_str_cmp(node->name, tree->nodes[node->end].name) < 0);
    }
    sb_arena_done(&arena);
}

static void must_be_same(const struct sb_tree *a, const struct sb_tree *b)
{
    must(a->n == b->n);
    for (size_t i = 1; i < a->n; i++) {
        const struct sb_tree_node *x = &a->nodes[i];
        const struct sb_tree_node *y = &b->nodes[i];
        must(x->parent == y->parent && x->end == y->end && x->kind == y->kind && x->size == y->size);
        must(sb_str_eq(x->name, y->name) && sb_str_eq(sb_tree_target(x), sb_tree_target(y)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SB_VEC(struct sb_entry) entries = {0};
    struct sb_tree tree;
    struct sb_tree other;
    sb_str rest = sb_str_n((const char *)data, size);
    while (rest.n && entries.n < 500) {
        sb_str line;
        struct sb_entry entry;
        sb_str_cut(&rest, '\n', &line);
        if (parse(line, &entry))
            *SB_PUSH(&entries) = entry;
    }
    build(&tree, entries.p, entries.n, false);
    build(&other, entries.p, entries.n, true);
    check(&tree);
    must_be_same(&tree, &other);
    sb_tree_done(&tree);
    sb_tree_done(&other);
    sb_free(entries.p);
    return 0;
}
