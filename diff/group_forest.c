#include "diff/group_forest.h"

uint32_t sb_group_head(struct sb_grouping *g, uint32_t node)
{
    while (g->up[node] != node) {
        g->up[node] = g->up[g->up[node]];
        node = g->up[node];
    }
    return node;
}

void sb_group_join(struct sb_grouping *g, uint32_t node, uint32_t head)
{
    node = sb_group_head(g, node);
    head = sb_group_head(g, head);
    g->up[node] = head;
}

uint32_t sb_group_node(struct sb_grouping *g, sb_str title)
{
    uint32_t node = g->n_nodes++;
    g->up[node] = node;
    *SB_PUSH(&g->node_titles) = title;
    return node;
}
