#include "collect/graph.h"

#include "collect/image.h"
#include "source/tree_inside.h"

/* ---- the root ---- */

static sb_comp os_at_top(const struct sb_join *join)
{
    for (size_t i = 0; i < join->systems.n; i++)
        if (join->systems.p[i].root.v == SB_NODE_ROOT.v)
            return join->systems.p[i].component;
    return SB_COMP_NONE;
}

static sb_comp plain_root(struct sb_join *join, sb_str name, sb_str version, const char *purl_type)
{
    static const struct sb_collector scan = {.name = "scan"};
    join->collector = &scan;
    sb_str ns = SB_STR_NONE;
    if (purl_type && name.n && name.p[0] == '@' && sb_str_chr(name, '/') != SB_NPOS)
        sb_str_cut(&name, '/', &ns);
    return sb_join_component(join, SB_TYPE_APPLICATION, purl_type, ns, name, version, NULL, SB_STR_NONE, NULL);
}

static sb_comp make_root(struct sb_join *join, sb_str base, const char *option, const struct sb_image *image)
{
    if (option) {
        sb_str name = sb_str_of(option);
        size_t at = sb_str_rchr(name, '@');
        sb_str version = at == SB_NPOS || at == 0 ? SB_STR_NONE : sb_str_from(name, at + 1);
        if (version.n)
            name.n = at;
        sb_comp root = plain_root(join, name, version, NULL);
        if (image)
            sb_doc_at(join->doc, root)->type = SB_TYPE_CONTAINER;
        return root;
    }
    if (image)
        return sb_image_root(join, base, image);
    if (join->root_name.n)
        return plain_root(join, join->root_name, join->root_version, join->root_version.n ? join->root_type : NULL);
    sb_comp os = os_at_top(join);
    return os.v ? os : plain_root(join, base.n ? base : SB_S("root"), SB_STR_NONE, NULL);
}

/* A package database below the scan root whose system says no name gets a component all the same. */
static void name_sub_systems(struct sb_join *join)
{
    static const struct sb_collector scan = {.name = "scan"};
    for (size_t i = 0; i < join->systems.n; i++) {
        struct sb_system *system = &join->systems.p[i];
        if (system->component.v || system->root.v == SB_NODE_ROOT.v)
            continue;
        join->collector = &scan;
        sb_str place = sb_tree_path(join->tree, system->root, join->arena);
        system->component = sb_join_component(join, SB_TYPE_PLATFORM, NULL, SB_STR_NONE, sb_path_base(place),
                                              SB_STR_NONE, NULL, place, NULL);
    }
}

/* ---- who owns whom ---- */

/* What lies in an archive belongs to whoever has the archive. */
static sb_node outermost_file(const struct sb_tree *tree, sb_node node)
{
    sb_node inside = sb_tree_inside(tree, node);
    return inside.v ? sb_tree_outside_of(tree, inside) : node;
}

/* A component belongs to the one that claims its manifest: a package of the distribution, or a distribution of its own
 * ecosystem that carries it inside (vendored). */
static void find_owners(struct sb_join *join)
{
    uint32_t *manifest = sb_calloc(join->tree->n, sizeof *manifest); /* by node: a claim, + 1; ... */
    uint32_t *next = sb_calloc(join->claims.n + 1, sizeof *next);    /* ... by claim: one more of that archive */
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        if (!claim->node.v || !(claim->flags & SB_CLAIM_MANIFEST) || sb_join_collector(join, claim->component)->owns)
            continue;
        sb_node file = outermost_file(join->tree, claim->node);
        next[i] = file.v == claim->node.v ? 0 : manifest[file.v];
        manifest[file.v] = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        for (uint32_t at = claim->node.v ? manifest[claim->node.v] : 0; at; at = next[at - 1]) {
            sb_comp owned = join->claims.p[at - 1].component;
            if (owned.v != claim->component.v && !(claim->flags & SB_CLAIM_MANIFEST))
                sb_doc_relate(join->doc, claim->component, owned, SB_REL_OWNS, SB_STR_NONE);
        }
    }
    sb_free(next);
    sb_free(manifest);
}

/* ---- order ---- */

static void remap(struct sb_join *join)
{
    uint32_t n = sb_doc_count(join->doc);
    uint32_t *now = sb_calloc((size_t)n + 1, sizeof *now);
    for (uint32_t c = 1; c <= n; c++)
        now[sb_doc_at(join->doc, (sb_comp){c})->tag] = c;
    for (size_t i = 0; i < join->claims.n; i++)
        join->claims.p[i].component.v = now[join->claims.p[i].component.v];
    for (size_t i = 0; i < join->execs.n; i++)
        join->execs.p[i].component.v = now[join->execs.p[i].component.v];
    for (size_t i = 0; i < join->capable.n; i++)
        join->capable.p[i].component.v = now[join->capable.p[i].component.v];
    for (size_t i = 0; i < join->deps.n; i++) {
        join->deps.p[i].component.v = now[join->deps.p[i].component.v];
        join->deps.p[i].to.v = now[join->deps.p[i].to.v];
    }
    for (size_t i = 0; i < join->requested.n; i++)
        join->requested.p[i].v = now[join->requested.p[i].v];
    for (size_t i = 0; i < join->systems.n; i++)
        join->systems.p[i].component.v = now[join->systems.p[i].component.v];
    sb_free(now);
}

/* ---- one connected graph ---- */

struct graph {
    struct sb_join *join;
    uint32_t n;
    uint32_t *first, *to; /* edges by their source, as offsets */
    bool *reached, *wanted;
    SB_VEC(uint32_t) stack;
};

static void load_edges(struct graph *g)
{
    const struct sb_doc *doc = g->join->doc;
    g->first = sb_calloc((size_t)g->n + 2, sizeof *g->first);
    g->to = sb_calloc(doc->relations.n + 1, sizeof *g->to);
    for (size_t i = 0; i < doc->relations.n; i++) {
        g->first[doc->relations.p[i].from.v + 1]++;
        g->wanted[doc->relations.p[i].to.v] = true;
    }
    for (uint32_t c = 0; c <= g->n; c++)
        g->first[c + 1] += g->first[c];
    uint32_t *at = sb_calloc((size_t)g->n + 2, sizeof *at);
    memcpy(at, g->first, ((size_t)g->n + 2) * sizeof *at);
    for (size_t i = 0; i < doc->relations.n; i++)
        g->to[at[doc->relations.p[i].from.v]++] = doc->relations.p[i].to.v;
    sb_free(at);
}

static void reach(struct graph *g, uint32_t start)
{
    g->reached[start] = true;
    *SB_PUSH(&g->stack) = start;
    while (g->stack.n) {
        uint32_t c = g->stack.p[--g->stack.n];
        for (uint32_t i = g->first[c]; i < g->first[c + 1]; i++) {
            if (g->reached[g->to[i]])
                continue;
            g->reached[g->to[i]] = true;
            *SB_PUSH(&g->stack) = g->to[i];
        }
    }
}

/* What a component hangs below when nothing else leads to it: its own system where that is not the scan root, else the
 * root. */
static sb_comp parent_of(struct sb_join *join, sb_comp c)
{
    const struct sb_component *row = sb_doc_at(join->doc, c);
    if (!row->place.v)
        return join->doc->root;
    sb_node place = sb_tree_find(join->tree, SB_NODE_ROOT, sb_doc_str(join->doc, row->place), false);
    const struct sb_system *system = place.v ? sb_join_system_above(join, place) : NULL;
    if (!system || system->root.v == SB_NODE_ROOT.v || system->component.v == c.v)
        return join->doc->root;
    return system->component;
}

static void hang(struct graph *g, uint32_t c)
{
    sb_comp parent = parent_of(g->join, (sb_comp){c});
    sb_doc_relate(g->join->doc, parent, (sb_comp){c}, SB_REL_DEPENDS_ON, SB_STR_NONE);
    reach(g, c);
}

static void connect(struct sb_join *join)
{
    struct graph g = {.join = join, .n = sb_doc_count(join->doc)};
    g.reached = sb_calloc((size_t)g.n + 1, sizeof *g.reached);
    g.wanted = sb_calloc((size_t)g.n + 1, sizeof *g.wanted);
    load_edges(&g);
    reach(&g, join->doc->root.v);
    for (size_t i = 0; i < join->requested.n; i++)
        if (join->requested.p[i].v != join->doc->root.v)
            hang(&g, join->requested.p[i].v);
    /* First what nothing depends on, then one of each remaining circle. */
    for (int circles = 0; circles < 2; circles++)
        for (uint32_t c = 1; c <= g.n; c++)
            if (!g.reached[c] && (circles || !g.wanted[c]))
                hang(&g, c);
    sb_free(g.first);
    sb_free(g.to);
    sb_free(g.reached);
    sb_free(g.wanted);
    sb_free(g.stack.p);
}

void sb_graph_finish(struct sb_join *join, sb_str base, const char *root_option, const struct sb_image *image)
{
    name_sub_systems(join);
    sb_comp root = make_root(join, base, root_option, image);
    if (image)
        sb_image_describe(join, root, image);
    join->doc->root = root;
    find_owners(join);
    sb_doc_order(join->doc);
    remap(join);
    connect(join);
}
