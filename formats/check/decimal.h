/* Numbers of JSON as what they are: decimals of any length, compared without rounding. */
#ifndef SB_CHECK_DECIMAL_H
#define SB_CHECK_DECIMAL_H

#include "base/buf.h"

/* Digits, as an integer, times ten to the exponent. */
struct sb_decimal {
    bool negative;
    sb_str digits; /* without zeros at either end; empty: zero */
    int64_t exponent;
};

/* TEXT is a number of JSON. The digits lie in ROOM. */
struct sb_decimal sb_decimal_of(sb_str text, struct sb_buf *room);
bool sb_decimal_is_integer(const struct sb_decimal *number);
/* Below 0, 0 or above 0, as NUMBER is below BOUND, equal, or above it. */
int sb_decimal_cmp(const struct sb_decimal *number, int64_t bound);
/* The same for all spellings of one number. */
uint64_t sb_decimal_hash(const struct sb_decimal *number, uint64_t seed);

#endif
