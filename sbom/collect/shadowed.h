/* What a command or library stands before: "shadows usr/bin/ls", or empty. */
#ifndef SB_COLLECT_SHADOWED_H
#define SB_COLLECT_SHADOWED_H

#include "collect/collect.h"

/* A command of the same name that PATH would find later. ROOT: of the system; DIR: NODE's folder from there. */
sb_str sb_shadowed_command(const struct sb_join *join, sb_node root, sb_node node, sb_str dir);
/* The same for a library: one that IS_OWNED (NULL: any) and has this name, in another folder of the loader. */
sb_str sb_shadowed_library(const struct sb_join *join, sb_node root, sb_node node,
                           bool (*is_owned)(const void *ctx, sb_node node), const void *ctx);

#endif
