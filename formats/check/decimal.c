#include "check/decimal.h"

enum { EXPONENT_MOST = 1000000000 };

/* The number behind e or E; far out of what can matter, it stays where it is. */
static int64_t exponent_of(sb_str text)
{
    bool negative = sb_str_chop(&text, SB_S("-"));
    int64_t value = 0;
    sb_str_chop(&text, SB_S("+"));
    for (size_t i = 0; i < text.n && value < EXPONENT_MOST; i++)
        value = value * 10 + (text.p[i] - '0');
    return negative ? -value : value;
}

struct sb_decimal sb_decimal_of(sb_str text, struct sb_buf *room)
{
    struct sb_decimal number = {.negative = sb_str_chop(&text, SB_S("-"))};
    bool behind = false;
    sb_buf_clear(room);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '.') {
            behind = true;
        } else if (!sb_is_digit(text.p[i])) {
            number.exponent += exponent_of(sb_str_from(text, i + 1));
            break;
        } else {
            if (room->n || text.p[i] != '0')
                sb_buf_chr(room, text.p[i]);
            number.exponent -= behind;
        }
    }
    number.digits = sb_buf_all(room);
    while (number.digits.n && number.digits.p[number.digits.n - 1] == '0') {
        number.digits.n--;
        number.exponent++;
    }
    if (number.digits.n == 0)
        number = (struct sb_decimal){0};
    return number;
}

bool sb_decimal_is_integer(const struct sb_decimal *number)
{
    return number->exponent >= 0;
}

/* Digits before the point; 0 or less: none. */
static int64_t whole_digits(const struct sb_decimal *number)
{
    return (int64_t)number->digits.n + number->exponent;
}

int sb_decimal_cmp(const struct sb_decimal *number, int64_t bound)
{
    enum { FIT = 18 };
    int away = number->negative ? -1 : 1;
    int64_t n = whole_digits(number), whole = 0;
    if (n > FIT)
        return away;
    for (int64_t i = 0; i < n; i++)
        whole = whole * 10 + (i < (int64_t)number->digits.n ? number->digits.p[i] - '0' : 0);
    whole *= away;
    if (whole != bound)
        return whole < bound ? -1 : 1;
    return number->exponent < 0 && number->digits.n ? away : 0;
}

uint64_t sb_decimal_hash(const struct sb_decimal *number, uint64_t seed)
{
    uint64_t scale = (uint64_t)number->exponent * 2 + number->negative;
    return sb_hash_pair(sb_hash(number->digits.p, number->digits.n, seed), scale);
}
