/* Telling a JSON document's format by its front. */
#ifndef SB_FORMATS_SNIFF_H
#define SB_FORMATS_SNIFF_H

#include "base/str.h"

struct sb_sniff_mark {
    sb_str text;
    int bits; /* of evidence that its presence is worth */
};

/* The sum of the marks that stand in HEAD; 0 for what does not begin as a JSON object. Members stand in any order, so
 * no place is asked of a mark. */
int sb_sniff_json(sb_str head, const struct sb_sniff_mark *marks, size_t n);

#endif
