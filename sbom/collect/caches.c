#include "collect/caches.h"

#include <stdlib.h>

#include "text/json_write.h"

/* ---- what caches are made of ---- */

enum { PARTS = 10 };

struct rule {
    const char *name;
    const char *anchor;       /* a name in the cache's folder ... */
    const char *parts[PARTS]; /* ... that has NEEDS of these, too: paths, or globs for names */
    unsigned needs;
    const char *within; /* only these folders in it hold what was fetched: a glob; NULL: all of it */
    const char *proof;  /* and only those that have this path in them; NULL: all */
};

static const struct rule rules[] = {
    {.name = "uv",
     .anchor = "CACHEDIR.TAG",
     .parts = {"archive-v*", "wheels-v*", "built-wheels-v*", "sdists-v*", "simple-v*", "flat-index-v*",
               "interpreter-v*", "git-v*", "builds-v*", "environments-v*"},
     .needs = 2,
     .within = "*-v*"},
    {.name = "cargo", .anchor = "CACHEDIR.TAG", .parts = {"cache", "index", "src"}, .needs = 2, .within = "src"},
    {.name = "go", .anchor = "cache", .parts = {"cache/download", "cache/lock"}, .needs = 2},
    {.name = "conda", .anchor = "urls.txt", .within = "*", .proof = "info/index.json"},
    {.name = "yarn", .anchor = ".yarn-metadata.json", .parts = {".yarn-tarball.tgz", "package.json"}, .needs = 2},
    {.name = "npm", .anchor = "index-v5", .parts = {"content-v2", "tmp"}, .needs = 1},
    /* "links" beside it, the global virtual store, is where Node loads from. */
    {.name = "pnpm", .anchor = "files", .parts = {"files/00", "files/7f", "files/ff"}, .needs = 2, .within = "files"},
    {.name = "apt", .anchor = "partial", .parts = {"lock", "*.deb"}, .needs = 2},
    {.name = "pip", .anchor = "selfcheck", .parts = {"http", "http-v2", "wheels"}, .needs = 1},
};

/* A folder with one of these was made by somebody for use, wherever it lies. */
static const char *const installations[] = {"pyvenv.cfg", "conda-meta"};

/* ---- finding them ---- */

struct search {
    const struct sb_tree *tree;
    struct sb_caches *out;
};

/* "*" stands for any bytes; nothing else is special. A folder may have very many names. */
static bool is_like(const char *pattern, sb_str name)
{
    sb_str rest = sb_str_of(pattern);
    sb_str piece;
    bool first = true;
    while (sb_str_cut(&rest, '*', &piece)) {
        size_t at = sb_str_find(name, piece);
        if (at == SB_NPOS || (first && at != 0))
            return false;
        name = sb_str_from(name, at + piece.n);
        first = false;
    }
    return first ? sb_str_eq(name, piece) : sb_str_ends(name, piece);
}

static uint32_t next_child(const struct sb_tree *tree, uint32_t child)
{
    return tree->nodes[child].end;
}

static bool has_part(const struct search *s, sb_node folder, const char *part)
{
    const struct sb_tree_node *at = sb_tree_at(s->tree, folder);
    if (!strchr(part, '*'))
        return sb_tree_find(s->tree, folder, sb_str_of(part), false).v != 0;
    for (uint32_t child = folder.v + 1; child < at->end; child = next_child(s->tree, child))
        if (is_like(part, s->tree->nodes[child].name))
            return true;
    return false;
}

static bool is_cache(const struct search *s, sb_node folder, const struct rule *rule)
{
    unsigned found = 0;
    for (size_t i = 0; i < PARTS && rule->parts[i] && found < rule->needs; i++)
        found += has_part(s, folder, rule->parts[i]);
    return found >= rule->needs;
}

static void add_folders(struct search *s, sb_node folder, const struct rule *rule)
{
    if (!rule->within) {
        *SB_PUSH(&s->out->p) = (struct sb_cache){folder, rule->name};
        return;
    }
    uint32_t end = sb_tree_at(s->tree, folder)->end;
    for (uint32_t child = folder.v + 1; child < end; child = next_child(s->tree, child)) {
        const struct sb_tree_node *at = &s->tree->nodes[child];
        if (at->kind == SB_ENTRY_DIR && is_like(rule->within, at->name) &&
            (!rule->proof || has_part(s, (sb_node){child}, rule->proof)))
            *SB_PUSH(&s->out->p) = (struct sb_cache){{child}, rule->name};
    }
}

static int by_node(const void *left, const void *right)
{
    const struct sb_cache *a = left;
    const struct sb_cache *b = right;
    if (a->node.v != b->node.v)
        return a->node.v < b->node.v ? -1 : 1;
    return strcmp(a->name, b->name);
}

/* By front and length: most names are no anchor's. */
static uint64_t bit_of(sb_str name)
{
    return (uint64_t)1 << (((name.n ? (unsigned char)name.p[0] : 0u) ^ name.n * 7) % 64);
}

void sb_caches_find(struct sb_caches *caches, const struct sb_tree *tree)
{
    struct search s = {tree, caches};
    sb_str anchors[SB_COUNT(rules)];
    uint64_t bits = 0;
    for (size_t r = 0; r < SB_COUNT(rules); r++) {
        anchors[r] = sb_str_of(rules[r].anchor);
        bits |= bit_of(anchors[r]);
    }
    *caches = (struct sb_caches){0};
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i++)
        for (size_t r = 0; r < SB_COUNT(rules) && bits & bit_of(tree->nodes[i].name); r++) {
            sb_node folder = {tree->nodes[i].parent};
            if (sb_str_eq(tree->nodes[i].name, anchors[r]) && is_cache(&s, folder, &rules[r]))
                add_folders(&s, folder, &rules[r]);
        }
    if (caches->p.n == 0)
        return;
    qsort(caches->p.p, caches->p.n, sizeof *caches->p.p, by_node);
    size_t kept = 1;
    for (size_t i = 1; i < caches->p.n; i++)
        if (!sb_tree_below(tree, caches->p.p[i].node, caches->p.p[kept - 1].node))
            caches->p.p[kept++] = caches->p.p[i];
    caches->p.n = kept;
}

void sb_caches_done(struct sb_caches *caches)
{
    sb_free(caches->p.p);
    *caches = (struct sb_caches){0};
}

/* ---- asking them ---- */

static bool is_installation(const struct sb_tree *tree, sb_node folder)
{
    for (size_t i = 0; i < SB_COUNT(installations); i++)
        if (sb_tree_child(tree, folder, sb_str_of(installations[i])).v)
            return true;
    return false;
}

const char *sb_cache_of(const struct sb_caches *caches, const struct sb_tree *tree, sb_node node)
{
    size_t low = 0;
    for (size_t high = caches->p.n; low < high;) { /* the first one behind the node */
        size_t middle = low + (high - low) / 2;
        if (caches->p.p[middle].node.v <= node.v)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || !sb_tree_below(tree, node, caches->p.p[low - 1].node))
        return NULL;
    const struct sb_cache *cache = &caches->p.p[low - 1];
    for (; node.v != cache->node.v; node.v = sb_tree_at(tree, node)->parent)
        if (is_installation(tree, node))
            return NULL;
    return cache->name;
}

void sb_caches_mark(struct sb_join *join)
{
    struct sb_buf json = {0};
    for (uint32_t i = 1; join->caches->p.n && i <= sb_doc_count(join->doc); i++) {
        sb_comp c = {i};
        sb_str place = sb_doc_str(join->doc, sb_doc_at(join->doc, c)->place);
        sb_node node = place.n ? sb_tree_find(join->tree, SB_NODE_ROOT, place, false) : SB_NODE_NONE;
        const char *cache = node.v ? sb_cache_of(join->caches, join->tree, node) : NULL;
        if (!cache)
            continue;
        sb_doc_at(join->doc, c)->scope = SB_SCOPE_EXCLUDED;
        sb_buf_clear(&json);
        sb_json_quote(&json, sb_str_of(cache));
        sb_join_fact(join, c, "sbom:cache", sb_buf_all(&json));
    }
    sb_buf_done(&json);
}

bool sb_is_cached_code(const struct sb_tree *tree, const struct sb_tree_node *node)
{
    enum { NAME = 256 };
    const struct sb_tree_node *folder = sb_tree_at(tree, (sb_node){node->parent});
    sb_str name = node->name;
    if (!sb_str_chop_end(&name, SB_S(".pyc")) || !sb_str_eq(folder->name, SB_S("__pycache__")) || name.n + 3 > NAME)
        return false;
    for (size_t dot = 1; dot + 1 < name.n; dot++) {
        char source[NAME];
        if (name.p[dot] != '.')
            continue;
        memcpy(source, name.p, dot);
        memcpy(source + dot, ".py", 3);
        if (sb_tree_child(tree, (sb_node){folder->parent}, sb_str_n(source, dot + 3)).v)
            return true;
    }
    return false;
}
