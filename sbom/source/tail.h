/* Inside of the summary: what stands behind the end of an image or a sound, fed in pieces of any size. Viewers do not
 * mind it, and nobody sees it. Of 5,277 images of packages none has as much as SB_TAIL_MIN bytes there.
 *
 * PNG, GIF, JPEG (also several, one behind the other) and RIFF are walked by their lengths; a file that does not keep
 * to its format before its end has no tail. */
#ifndef SB_SOURCE_TAIL_H
#define SB_SOURCE_TAIL_H

#include "base/str.h"

enum { SB_TAIL_MIN = 256 };

struct sb_tail {
    uint8_t state;  /* enum of tail.c: what HEAD is when it is full */
    uint8_t wanted; /* bytes of HEAD */
    uint8_t n;      /* there are */
    uint8_t head[16];
    bool again;      /* a JPEG ended: what follows is behind it, unless it is another one to its end */
    uint64_t skip;   /* bytes before the next head */
    uint64_t behind; /* the end */
};

/* FRONT: the first bytes of the file, which are fed as well. False for a file of another format. */
bool sb_tail_begin(struct sb_tail *tail, sb_str front);
void sb_tail_add(struct sb_tail *tail, const char *p, size_t n);
uint64_t sb_tail_end(const struct sb_tail *tail); /* 0 or SB_TAIL_MIN and more */

#endif
