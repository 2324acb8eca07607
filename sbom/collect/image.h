/* Container images, which this version does not read: their files are layers, and say nothing of what is installed. */
#ifndef SB_COLLECT_IMAGE_H
#define SB_COLLECT_IMAGE_H

#include "source/tree.h"

/* Which form of an image the tree as a whole is, for people; NULL: none. */
const char *sb_image_form(const struct sb_tree *tree);

#endif
