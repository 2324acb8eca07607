/* One connected graph below one root. */
#ifndef SB_COLLECT_GRAPH_H
#define SB_COLLECT_GRAPH_H

#include "collect/collect.h"
#include "source/image.h"

/* After the last finish(): makes the root component (--root, else IMAGE if it is one, else the manifest at the top,
 * else the operating system, else BASE), tells who owns whom, hangs what was asked for and what nothing else needs
 * below the root, and orders the document; the handles in JOIN follow. */
void sb_graph_finish(struct sb_join *join, sb_str base, const char *root_option, const struct sb_image *image);

#endif
