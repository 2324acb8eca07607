/* What the version orders have in common; only for the version*.c files here. */
#ifndef SB_ID_VERSION_PARTS_H
#define SB_ID_VERSION_PARTS_H

#include "id/version.h"

/* Cuts the digits (or letters) at the front of S off. Empty if there are none. */
sb_str sb_take_digits(sb_str *s);
sb_str sb_take_letters(sb_str *s);
/* Runs of digits of any length, as numbers. */
int sb_cmp_digits(sb_str a, sb_str b);
/* Takes a run of digits or letters off each, neither of which begins otherwise: digits are newer than letters. */
int sb_cmp_run(sb_str *a, sb_str *b);
/* Numbers with single dots between them, from the front of S; what does not fit 64 bits is the largest number. */
size_t sb_dotted_numbers(sb_str s, uint64_t *numbers, size_t max);
static inline int sb_sign(int order)
{
    return (order > 0) - (order < 0);
}
/* The order of invalid versions: before the valid ones, among themselves by bytes. False if both are valid. */
bool sb_cmp_invalid(bool a_valid, bool b_valid, sb_str a, sb_str b, int *ret_order);

#endif
