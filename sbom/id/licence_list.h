/* The table behind sb_licence_find; only for the licence*.c files here. */
#ifndef SB_ID_LICENCE_LIST_H
#define SB_ID_LICENCE_LIST_H

#include "id/licence.h"

extern const struct sb_licence_row sb_licence_rows[]; /* sorted by id in lower case */
extern const size_t sb_licence_row_count;

#endif
