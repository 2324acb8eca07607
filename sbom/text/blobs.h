/* Databases that keep a blob a number, read from memory: what package managers write with a library of their own. Pages
 * and blobs, no meaning.
 *
 * Whatever such a file says of itself may be wrong: each of its bytes is part of one blob at most, so that no circle
 * and no page that many point at makes more of it than the file has. Blobs come by their numbers. */
#ifndef SB_TEXT_BLOBS_H
#define SB_TEXT_BLOBS_H

#include <stdarg.h>

#include "base/err.h"

struct sb_blobs {
    void *ctx;
    void (*blob)(void *ctx, uint64_t number, sb_str blob); /* good for the call */
    void (*trouble)(void *ctx, const char *message); /* one blob, or some that cannot be told apart, are missing */
};

void sb_blobs_tell(const struct sb_blobs *to, const char *format, ...) SB_PRINTF(2, 3); /* of trouble */

/* The package database of rpm's own making, "ndb" (Packages.db). */
bool sb_ndb_is(sb_str file);
SB_MUST sb_rc sb_ndb_read(sb_str file, const struct sb_blobs *to, struct sb_err *err);

/* A hash of Berkeley DB, versions 8 to 10, in either byte order (Packages). Keys are numbers of 32 bits in the order of
 * the file; others are passed over. */
bool sb_bdb_is(sb_str file);
SB_MUST sb_rc sb_bdb_read(sb_str file, const struct sb_blobs *to, struct sb_err *err);

#endif
