/* Which folders of a tree matter to what runs by itself: the roots of systems, and the folders that files run from by
 * lying in them. */
#ifndef SB_COLLECT_PLACES_H
#define SB_COLLECT_PLACES_H

#include "base/map.h"
#include "collect/collect.h"

struct sb_places {
    bool
        *roots; /* by node: the scan root, where a package database or an os-release lies, what is laid out like that */
    bool *runs; /* by node: a folder that files of a system run from (sb_exec_has_places()) */
    /* A folder of nobody's that anybody may write -> the one that files run from, it or below it; empty until
     * sb_open_folders_find(). */
    struct sb_map open;
};
/* After sb_graph_finish(). */
void sb_places_find(const struct sb_join *join, struct sb_places *ret);
void sb_places_done(struct sb_places *places);
/* The root of the system that NODE lies in, or is. */
sb_node sb_places_root(const struct sb_places *places, const struct sb_tree *tree, sb_node node);

/* FOLDER, a path from the root of a system: where it has its commands; where its loader looks for libraries (lib and
 * its likes, the folder of an architecture in one, and what they have for better processors). */
bool sb_place_of_commands(sb_str folder);
bool sb_place_of_libraries(sb_str folder);

#endif
