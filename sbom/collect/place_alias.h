/* Folders that files of a system run from because a link leads to them: etc/cron.d is a link, and what lies behind it
 * runs as if it lay there. Links from one name of a place to another (bin to usr/bin) need nothing. Homes that
 * etc/passwd has elsewhere are as home/NAME, but for their bin, which is often that of the program that the account was
 * made for. */
#ifndef SB_COLLECT_PLACE_ALIAS_H
#define SB_COLLECT_PLACE_ALIAS_H

#include "collect/places.h"

/* Fills what PLACES has of links; its roots are known by then. Absolute targets begin at the root of the link's system;
 * a link that leads out of it leads nowhere. What is too much is told (SB_D_LIMIT_LINKS). */
void sb_place_aliases_find(struct sb_join *join, struct sb_places *places);
void sb_place_aliases_done(struct sb_places *places);

/* A link that leads to FOLDER itself, and another one; or NULL. At most SB_PLACE_ALIASES. */
enum { SB_PLACE_ALIASES = 16 };
const struct sb_place_alias *sb_place_alias_of(const struct sb_places *places, sb_node folder);
const struct sb_place_alias *sb_place_alias_next(const struct sb_places *places, const struct sb_place_alias *alias);

/* Does ALIAS count for what lies at BELOW, a path from its folder? */
bool sb_place_alias_fits(const struct sb_place_alias *alias, sb_str below);
/* The paths from the root of its system by which FOLDER, or a folder above it, is reached through links; the number of
 * them. Not its own. */
size_t sb_place_alias_paths(const struct sb_places *places, const struct sb_tree *tree, sb_node folder,
                            struct sb_arena *arena, sb_str paths[SB_PLACE_ALIASES]);

#endif
