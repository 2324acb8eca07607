/* What an inventory says of the container image that it was made of. */
#ifndef SB_COLLECT_IMAGE_H
#define SB_COLLECT_IMAGE_H

#include "collect/collect.h"
#include "source/image.h"

/* The image as the root component: a container with its name and, where its digest is known, a package URL
 * (pkg:oci/...). BASE: what it is called if it has no name. */
sb_comp sb_image_root(struct sb_join *join, sb_str base, const struct sb_image *image);
/* Its configuration, labels and history, as properties of ROOT. */
void sb_image_describe(struct sb_join *join, sb_comp root, const struct sb_image *image);
/* The layers, and which of them brought each component. Once the components are in their order. */
void sb_image_facts(struct sb_join *join, const struct sb_source *source);

/* TEXT as a fact has a command: clean, and cut to SB_FACT_COMMAND bytes. */
sb_str sb_image_command(sb_str text, struct sb_arena *arena);

/* As what image the whole of a tree can be read that was read as files: the scheme; NULL: none. */
const char *sb_image_form(const struct sb_tree *tree);

#endif
