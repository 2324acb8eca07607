#include "diff/group.h"

#include "diff/group_forest.h"
#include "diff/score.h"

/* ---- what there is to group ---- */

static void index_findings(struct sb_grouping *g)
{
    const struct sb_delta *delta = g->delta;
    uint32_t n = (uint32_t)delta->identities.n;
    g->first_finding = sb_calloc(n + 2u, sizeof(uint32_t));
    g->findings_by = sb_malloc((delta->findings.n + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < delta->findings.n; i++)
        if (delta->findings.p[i].identity != SB_NOBODY)
            g->first_finding[delta->findings.p[i].identity + 1]++;
    for (uint32_t i = 0; i < n; i++)
        g->first_finding[i + 1] += g->first_finding[i];
    uint32_t *next = sb_malloc((n + 1u) * sizeof *next);
    memcpy(next, g->first_finding, (n + 1u) * sizeof *next);
    for (uint32_t i = 0; i < delta->findings.n; i++)
        if (delta->findings.p[i].identity != SB_NOBODY)
            g->findings_by[next[delta->findings.p[i].identity]++] = i;
    sb_free(next);
}

static void begin(struct sb_grouping *g, struct sb_delta *delta)
{
    size_t n = delta->identities.n;
    *g = (struct sb_grouping){.delta = delta, .n_nodes = (uint32_t)n};
    g->up = sb_malloc((n + delta->findings.n + 1) * sizeof(uint32_t)); /* no more other nodes than findings */
    g->active = sb_calloc(n + 1, sizeof(bool));
    g->changed = sb_calloc(n + 1, sizeof(bool));
    g->opened = sb_calloc(n + 1, sizeof(bool));
    g->node_of_finding = sb_malloc((delta->findings.n + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < n; i++)
        g->up[i] = i;
    for (size_t i = 0; i < delta->changes.n; i++)
        g->changed[delta->changes.p[i].identity] = g->active[delta->changes.p[i].identity] = true;
    for (size_t i = 0; i < delta->findings.n; i++) {
        g->node_of_finding[i] = SB_NOBODY;
        if (delta->findings.p[i].identity != SB_NOBODY)
            g->active[delta->findings.p[i].identity] = true;
    }
    index_findings(g);
}

static void end(struct sb_grouping *g)
{
    sb_free(g->up);
    sb_free(g->active);
    sb_free(g->changed);
    sb_free(g->opened);
    sb_free(g->first_finding);
    sb_free(g->findings_by);
    sb_free(g->node_of_finding);
    sb_free(g->node_titles.p);
}

static int by_path(const void *left, const void *right, void *ctx)
{
    const struct sb_delta *delta = ctx;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    sb_str path_a = delta->findings.p[a].path;
    sb_str path_b = delta->findings.p[b].path;
    int order = sb_str_cmp(sb_path_dir(path_a), sb_path_dir(path_b));
    if (order == 0)
        order = sb_str_cmp(path_a, path_b);
    return order ? order : (a > b) - (a < b);
}

/* Files of nobody: one group a folder. */
static void group_folders(struct sb_grouping *g)
{
    struct sb_delta *delta = g->delta;
    SB_VEC(uint32_t) files = {0};
    for (uint32_t i = 0; i < delta->findings.n; i++)
        if (delta->findings.p[i].identity == SB_NOBODY && !delta->findings.p[i].document)
            *SB_PUSH(&files) = i;
    if (files.n)
        qsort_r(files.p, files.n, sizeof *files.p, by_path, delta);
    for (size_t i = 0; i < files.n; i++) {
        sb_str folder = sb_path_dir(delta->findings.p[files.p[i]].path);
        if (i == 0 || !sb_str_eq(folder, sb_path_dir(delta->findings.p[files.p[i - 1]].path)))
            sb_group_node(g, sb_arena_printf(&delta->arena, "files that no package owns in %.*s",
                                             SB_FMT(folder.n ? folder : SB_S("the top folder"))));
        g->node_of_finding[files.p[i]] = g->n_nodes - 1;
    }
    sb_free(files.p);
}

static bool is_of_policy(uint8_t family)
{
    return family == SB_FAMILY_POLICY;
}

static bool is_of_image(uint8_t family)
{
    return family == SB_FAMILY_RUN;
}

static bool is_of_evidence(uint8_t family)
{
    return !is_of_policy(family) && !is_of_image(family);
}

static const struct {
    const char *title;
    bool (*has)(uint8_t family);
} document_groups[] = {
    {"the new inventory lacks what the old one saw", is_of_evidence},
    {"the configuration of the image", is_of_image},
    {"the new inventory is not what the policy demands", is_of_policy},
};

/* What is about the document as a whole: a group for what was lost, one for what an image runs, and one for what a
 * policy demands of it. */
static void group_document(struct sb_grouping *g, size_t kind)
{
    const struct sb_delta *delta = g->delta;
    uint32_t node = SB_NOBODY;
    for (uint32_t i = 0; i < delta->findings.n; i++) {
        const struct sb_finding *f = &delta->findings.p[i];
        if (!f->document || !document_groups[kind].has(f->signal->family))
            continue;
        if (node == SB_NOBODY) {
            sb_group_node(g, sb_str_of(document_groups[kind].title));
            node = g->n_nodes - 1;
        }
        g->node_of_finding[i] = node;
    }
}

/* ---- titles ---- */

static sb_str spell(struct sb_delta *delta, enum sb_side side, sb_comp c)
{
    sb_str name = sb_doc_display(delta->doc[side], c, &delta->arena);
    sb_str version = sb_delta_row(delta, side, c)->version;
    return version.n ? sb_arena_join(&delta->arena, name, SB_S(" "), version) : name;
}

static sb_str title_of_change(struct sb_delta *delta, const struct sb_change *change)
{
    static const char *const words[SB_CHANGE_KINDS] = {
        [SB_ADDED] = "added", [SB_REMOVED] = "removed", [SB_CHANGED] = "changed at the same version"};
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    if (change->identity == delta->root_identity)
        return sb_arena_printf(&delta->arena, "%.*s, the root, changed", SB_FMT(spell(delta, side, change->row[side])));
    bool moved = change->kind == SB_CHANGED && change->step != SB_STEP_SAME; /* from one address to another */
    bool version = sb_delta_row(delta, side, change->row[side])->version.n;
    if (words[change->kind] && !moved)
        return sb_arena_printf(&delta->arena, "%.*s %s", SB_FMT(spell(delta, side, change->row[side])),
                               change->kind == SB_CHANGED && !version ? "changed" : words[change->kind]);
    sb_str new = sb_delta_row(delta, SB_NEW, change->row[SB_NEW])->version;
    return sb_arena_printf(&delta->arena, "%.*s -> %.*s", SB_FMT(spell(delta, SB_OLD, change->row[SB_OLD])),
                           SB_FMT(new));
}

/* The first change of the head; an identity with findings alone is named. */
static sb_str title_of_head(struct sb_delta *delta, struct sb_group *group, uint32_t head)
{
    for (size_t i = 0; i < group->n_changes; i++) {
        const struct sb_change *change = &delta->changes.p[group->changes[i]];
        if (change->identity != head)
            continue;
        group->titled = group->changes[i] + 1;
        return title_of_change(delta, change);
    }
    const struct sb_identity *identity = &delta->identities.p[head];
    enum sb_side side = identity->n[SB_NEW] ? SB_NEW : SB_OLD;
    return spell(delta, side, identity->rows[side][0]);
}

static void set_title(struct sb_grouping *g, struct sb_group *group, uint32_t head)
{
    struct sb_delta *delta = g->delta;
    if (head >= delta->identities.n) {
        group->title = g->node_titles.p[head - delta->identities.n];
        return;
    }
    group->title = title_of_head(delta, group, head);
    if (g->opened[head]) {
        group->cause = delta->identities.p[head].rows[SB_NEW][0];
        if (group->n_changes > 1)
            group->title = sb_arena_printf(&delta->arena, "%.*s, wanted by %zu of the changed packages",
                                           SB_FMT(group->title), group->n_changes - 1);
    } else if (group->n_changes > 1) {
        group->title = sb_arena_printf(&delta->arena, "%.*s and %zu more", SB_FMT(group->title), group->n_changes - 1);
    }
}

/* ---- groups ---- */

struct member {
    uint32_t head, index;
};

static int by_head(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

typedef SB_VEC(struct member) members;

static void collect(struct sb_grouping *g, members *changes, members *findings)
{
    struct sb_delta *delta = g->delta;
    for (uint32_t i = 0; i < delta->changes.n; i++)
        *SB_PUSH(changes) = (struct member){sb_group_head(g, delta->changes.p[i].identity), i};
    for (uint32_t i = 0; i < delta->findings.n; i++) {
        uint32_t node = g->node_of_finding[i];
        *SB_PUSH(findings) =
            (struct member){sb_group_head(g, node == SB_NOBODY ? delta->findings.p[i].identity : node), i};
    }
    if (changes->n)
        qsort(changes->p, changes->n, sizeof *changes->p, by_head);
    if (findings->n)
        qsort(findings->p, findings->n, sizeof *findings->p, by_head);
}

static uint32_t *take(struct sb_delta *delta, const members *list, size_t *at, uint32_t head, size_t *ret_n)
{
    size_t first = *at;
    while (*at < list->n && list->p[*at].head == head)
        ++*at;
    *ret_n = *at - first;
    uint32_t *indices = sb_arena_alloc(&delta->arena, (*ret_n + 1) * sizeof *indices);
    for (size_t i = 0; i < *ret_n; i++)
        indices[i] = list->p[first + i].index;
    return indices;
}

static void make_groups(struct sb_grouping *g)
{
    struct sb_delta *delta = g->delta;
    members changes = {0};
    members findings = {0};
    size_t c = 0;
    size_t f = 0;
    collect(g, &changes, &findings);
    while (c < changes.n || f < findings.n) {
        uint32_t head = c < changes.n ? changes.p[c].head : SB_NOBODY;
        if (f < findings.n && findings.p[f].head < head)
            head = findings.p[f].head;
        struct sb_group group = {0};
        group.changes = take(delta, &changes, &c, head, &group.n_changes);
        group.findings = take(delta, &findings, &f, head, &group.n_findings);
        sb_score(delta, &group);
        set_title(g, &group, head);
        *SB_PUSH(&delta->groups) = group;
    }
    sb_free(changes.p);
    sb_free(findings.p);
}

/* ---- ranks ---- */

static sb_str purl_of(const struct sb_delta *delta, const sb_comp row[SB_SIDES])
{
    enum sb_side side = row[SB_NEW].v ? SB_NEW : SB_OLD;
    return row[side].v ? sb_delta_row(delta, side, row[side])->purl : SB_STR_NONE;
}

/* Smallest purl, else smallest path: changes and findings are sorted by them. */
static sb_str first_name(const struct sb_delta *delta, const struct sb_group *group)
{
    sb_str first = SB_STR_NONE;
    if (group->n_changes)
        first = purl_of(delta, delta->changes.p[group->changes[0]].row);
    if (group->n_findings) {
        const struct sb_finding *f = &delta->findings.p[group->findings[0]];
        sb_str name = f->identity == SB_NOBODY ? f->path : purl_of(delta, f->row);
        if (first.n == 0 || sb_str_cmp(name, first) < 0)
            first = name;
    }
    return first;
}

static int by_rank(const void *left, const void *right, void *ctx)
{
    const struct sb_group *a = left;
    const struct sb_group *b = right;
    if (a->severity != b->severity)
        return (int)b->severity - (int)a->severity;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    int order = sb_str_cmp(first_name(ctx, a), first_name(ctx, b));
    return order ? order : sb_str_cmp(a->title, b->title);
}

static void rank_groups(struct sb_delta *delta)
{
    if (delta->groups.n)
        qsort_r(delta->groups.p, delta->groups.n, sizeof *delta->groups.p, by_rank, delta);
    for (uint32_t i = 0; i < delta->groups.n; i++)
        for (size_t c = 0; c < delta->groups.p[i].n_changes; c++)
            delta->changes.p[delta->groups.p[i].changes[c]].group = i;
}

void sb_group(struct sb_delta *delta)
{
    struct sb_grouping g;
    begin(&g, delta);
    group_folders(&g);
    for (size_t kind = 0; kind < SB_COUNT(document_groups); kind++)
        group_document(&g, kind);
    sb_group_systemic(&g);
    sb_group_owners(&g);
    sb_group_sources(&g);
    sb_group_alike(&g);
    sb_group_arrivals(&g);
    sb_group_removals(&g);
    make_groups(&g);
    rank_groups(delta);
    end(&g);
}
