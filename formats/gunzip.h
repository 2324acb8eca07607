/* What gzip packed, as it is unpacked. Private to this folder. */
#ifndef SB_FORMATS_GUNZIP_H
#define SB_FORMATS_GUNZIP_H

#include "base/replay.h"

struct sb_gunzip; /* opaque */

/* NULL: INPUT does not begin as gzip does. INPUT stays as long as the other. */
struct sb_gunzip *sb_gunzip_new(struct sb_replay *input);
void sb_gunzip_free(struct sb_gunzip *gunzip);
/* What is in it; more than SB_DOCUMENT_MAX bytes are an error. */
struct sb_replay *sb_gunzip_text(struct sb_gunzip *gunzip);

#endif
