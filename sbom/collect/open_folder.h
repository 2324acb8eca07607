/* Folders that anybody may write, and from which files run by lying in them: whoever puts one there has it run. */
#ifndef SB_COLLECT_OPEN_FOLDER_H
#define SB_COLLECT_OPEN_FOLDER_H

#include "collect/places.h"

/* After sb_execs_settle(): marks in places->open those that are nobody's, and adds an execution point for each that one
 * package of a distribution fills alone. Without the sticky bit what lies in a folder can be replaced, so that one
 * above opens all below it: told is the nearest, at most one for a place. TREE takes the modes that SOURCE is asked
 * for. */
void sb_open_folders_find(struct sb_join *join, struct sb_places *places, struct sb_tree *tree,
                          struct sb_source *source);
/* The command of such a point, in the scan's arena: "folder mode 0777", or "folder mode 0777 above REST" with the way
 * to the first folder below that files run from. */
sb_str sb_open_folder_text(const struct sb_join *join, const struct sb_places *places, sb_node folder);

#endif
