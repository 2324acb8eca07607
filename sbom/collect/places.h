/* Which folders of a tree matter to what runs by itself: the roots of systems, and the folders that files run from by
 * lying in them. */
#ifndef SB_COLLECT_PLACES_H
#define SB_COLLECT_PLACES_H

#include "base/map.h"
#include "collect/collect.h"

/* A folder that a link leads to; or the home of a user that lies elsewhere than in home. */
struct sb_place_alias {
    sb_node folder, link; /* no LINK: a home, in which only names with a dot in front count */
    sb_str path;          /* of the link, from the root of its system, by names that may lead through other links */
    uint32_t next;        /* of the same folder: its index + 1, or 0 */
};

struct sb_places {
    bool
        *roots; /* by node: the scan root, where a package database or an os-release lies, what is laid out like that */
    bool *runs; /* by node: a folder that files of a system run from (sb_exec_has_places()) */
    SB_VEC(struct sb_place_alias) aliases; /* place_alias.h */
    struct sb_map alias_of;                /* by node of the folder: the index + 1 of the last */
    struct sb_map moved; /* by node of a link: the same, where a distribution's package has files behind it that it says
                            lie below the link */
    /* A folder of nobody's that anybody may write -> the one that files run from, it or below it; empty until
     * sb_open_folders_find(). */
    struct sb_map open;
};
/* After sb_graph_finish(). */
void sb_places_find(struct sb_join *join, struct sb_places *ret);
void sb_places_done(struct sb_places *places);
/* The root of the system that NODE lies in, or is. */
sb_node sb_places_root(const struct sb_places *places, const struct sb_tree *tree, sb_node node);
/* The root of the system that the one of ROOT lies in; none for the scan root. What looks like a root may be a folder
 * of the system around it all the same: it has places of both. */
sb_node sb_places_outside(const struct sb_places *places, const struct sb_tree *tree, sb_node root);
/* The root of the system that a package's claim is of: the package says where that is. */
sb_node sb_places_root_of(const struct sb_places *places, const struct sb_join *join, const struct sb_claim *claim);

/* Is FOLDER the root of a system that another one stores, below var/lib or home: layers of containers, images? */
bool sb_place_is_stored(const struct sb_places *places, const struct sb_tree *tree, sb_node folder);

/* What a file runs as by its PATH from the root of its system, as sb_exec_of_path() has it; of a MANAGED one, which has
 * a package database, also what lies among commands and libraries. */
enum sb_exec_kind sb_place_kind(sb_str path, bool managed);
/* FOLDER, a path from the root of a system: where it has its commands; where its loader looks for libraries (lib and
 * its likes, the folder of an architecture in one, and what they have for better processors). */
bool sb_place_of_commands(sb_str folder);
bool sb_place_of_libraries(sb_str folder);
/* Drops what loaders before glibc 2.37 looked for below each of their folders: "haswell", "i686/sse2". False if there
 * is nothing of that. */
bool sb_place_chop_capability(sb_str *folder);
/* PATH, from the root of a system with packages, is where a distribution has its programs, libraries and modules: who
 * looks for one there by its name, or takes all there are, takes a file of nobody's for a package's. BESIDE: packages
 * have files in that folder. */
bool sb_place_of_packages(sb_str path, bool beside);
/* Has a file of this name code for somebody who looks for it? What has no suffix is known by its bytes alone. */
bool sb_place_may_be_code(sb_str name);

#endif
