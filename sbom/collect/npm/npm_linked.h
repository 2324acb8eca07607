/* Which folders the links of a node_modules lead to, whatever the store is called in which they lie. */
#ifndef SB_NPM_NPM_LINKED_H
#define SB_NPM_NPM_LINKED_H

#include "base/map.h"
#include "collect/collect.h"

enum sb_npm_linked {
    SB_NPM_LINKED = 1, /* some link leads there */
    SB_NPM_BESIDE,     /* lies in a folder of packages that Node looks into only because of such a link */
};

/* Fills LINKED: folder -> enum sb_npm_linked. Links that lead out of the root or to nothing are told. */
void sb_npm_find_linked(struct sb_join *join, struct sb_map *linked);

#endif
