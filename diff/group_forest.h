/* How groups come about: a forest over identities, unowned folders and systemic steps. Private to the group_*.c files.
 */
#ifndef SB_DIFF_GROUP_FOREST_H
#define SB_DIFF_GROUP_FOREST_H

#include "diff/edges.h"
#include "diff/signal.h"

#define SB_NOBODY UINT32_MAX

/* Nodes 0 .. identities are identities; behind them come folders of unowned files and systemic steps. */
struct sb_grouping {
    struct sb_delta *delta;
    uint32_t *up; /* by node: towards the head of its group */
    uint32_t n_nodes;
    bool *active;            /* by identity: it has a change, or a finding that is not systemic */
    bool *changed;           /* by identity: it has a change */
    uint32_t *first_finding; /* by identity: findings_by[first .. next first) */
    uint32_t *findings_by;
    uint32_t *node_of_finding;  /* of unowned files and systemic steps; SB_NOBODY for those of an identity */
    bool *opened;               /* by identity: an arrival that several want */
    SB_VEC(sb_str) node_titles; /* of the nodes behind the identities */
};

uint32_t sb_group_head(struct sb_grouping *g, uint32_t node);
void sb_group_join(struct sb_grouping *g, uint32_t node, uint32_t head); /* the head of HEAD's group stays head */
uint32_t sb_group_node(struct sb_grouping *g, sb_str title);

void sb_group_systemic(struct sb_grouping *g); /* group_systemic.c */
void sb_group_owners(struct sb_grouping *g);   /* group_source.c: what is owned goes with its owner */
void sb_group_sources(struct sb_grouping *g);  /* group_source.c: binaries of one source package and step */
void sb_group_alike(struct sb_grouping *g);    /* group_alike.c: one and the same thing in many packages */
void sb_group_arrivals(struct sb_grouping *g); /* group_flow.c */
void sb_group_removals(struct sb_grouping *g);

#endif
