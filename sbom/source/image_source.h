/* Images that come without a name of their own, as on standard input. */
#ifndef SB_SOURCE_IMAGE_SOURCE_H
#define SB_SOURCE_IMAGE_SOURCE_H

#include "source/source.h"

/* FD: a regular file, taken over unless SB_E_NOTFOUND says (without a message) that it is no image. */
SB_MUST sb_rc sb_image_source_open(int fd, const char *name, const struct sb_limits *limits,
                                   struct sb_source **ret_source, struct sb_err *err);

#endif
