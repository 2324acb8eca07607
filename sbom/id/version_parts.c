#include "id/version_parts.h"

static sb_str take(sb_str *s, bool (*of_kind)(char))
{
    size_t n = 0;
    while (n < s->n && of_kind(s->p[n]))
        n++;
    sb_str run = sb_str_part(*s, 0, n);
    *s = sb_str_from(*s, n);
    return run;
}

sb_str sb_take_digits(sb_str *s)
{
    return take(s, sb_is_digit);
}

sb_str sb_take_letters(sb_str *s)
{
    return take(s, sb_is_alpha);
}

static sb_str without_zeros(sb_str digits)
{
    while (digits.n && digits.p[0] == '0')
        digits = sb_str_from(digits, 1);
    return digits;
}

int sb_cmp_digits(sb_str a, sb_str b)
{
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.n != b.n)
        return a.n < b.n ? -1 : 1;
    return sb_sign(sb_str_cmp(a, b));
}

size_t sb_dotted_numbers(sb_str s, uint64_t *numbers, size_t max)
{
    size_t n = 0;
    while (n < max) {
        sb_str digits = sb_take_digits(&s);
        if (!digits.n)
            break;
        if (!sb_str_u64(digits, &numbers[n]))
            numbers[n] = UINT64_MAX;
        n++;
        if (!sb_str_chop(&s, SB_S(".")))
            break;
    }
    return n;
}

bool sb_cmp_invalid(bool a_valid, bool b_valid, sb_str a, sb_str b, int *ret_order)
{
    if (a_valid && b_valid)
        return false;
    *ret_order = a_valid ? 1 : b_valid ? -1 : sb_sign(sb_str_cmp(a, b));
    return true;
}

int sb_cmp_run(sb_str *a, sb_str *b)
{
    bool a_number = sb_is_digit(a->p[0]), b_number = sb_is_digit(b->p[0]);
    if (a_number != b_number)
        return a_number ? 1 : -1;
    if (a_number) {
        sb_str x = sb_take_digits(a), y = sb_take_digits(b);
        return sb_cmp_digits(x, y);
    }
    sb_str x = sb_take_letters(a), y = sb_take_letters(b);
    return sb_sign(sb_str_cmp(x, y));
}
