/* The cache of the dynamic loader, etc/ld.so.cache (glibc: elf/cache.c, sysdeps/generic/dl-cache.h): where it leads a
 * program that wants a library by its name. ldconfig makes it of the folders that the loader knows and of those that
 * etc/ld.so.conf and what that includes name; whoever writes it by hand leads every program elsewhere, without a file
 * in any place that runs. */
#ifndef SB_COLLECT_LOADER_CACHE_H
#define SB_COLLECT_LOADER_CACHE_H

#include "base/arena.h"

/* Entries of a cache that want a second look, a line each. */
struct sb_loader_cache {
    bool known;     /* it is a cache, in the old or the new format */
    bool cut;       /* there were more than have room */
    sb_str renamed; /* "name => path", where the file at PATH is called otherwise, as no ldconfig has it */
    sb_str folders; /* the first of each folder that is none of the loader's own */
};
enum { SB_LOADER_CACHE_BYTES = 64 * 1024 }; /* of either text */
/* BYTES: all of the file. What cannot be followed inside of it is no entry, as for the loader. In ARENA. */
struct sb_loader_cache sb_loader_cache(sb_str bytes, struct sb_arena *arena);

/* The folders that a file of settings of the loader names, with a leading slash, a line each; RET_ELSEWHERE: it
 * includes others than those in etc/ld.so.conf.d. In ARENA. */
sb_str sb_loader_settings(sb_str bytes, struct sb_arena *arena, bool *ret_elsewhere);

/* Of CACHE what ldconfig would not make of FOLDERS, which settings name, "; " between them; empty: nothing. In ARENA.
 */
sb_str sb_loader_odd(const struct sb_loader_cache *cache, sb_str folders, bool elsewhere, struct sb_arena *arena);

#endif
