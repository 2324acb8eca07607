/* Words that a policy or a waiver may use, from the tables of the program. */
#include "diff/signal.h"
#include "policy/policy.h"

const struct sb_signal_row *sb_any_signal(size_t n)
{
    size_t own = 0;
    while (sb_signals[own])
        own++;
    if (n < own)
        return sb_signals[n];
    for (size_t i = 0; sb_policy_signals[i]; i++)
        if (n == own + i)
            return sb_policy_signals[i];
    return NULL;
}

const char *sb_signal_word(size_t n)
{
    const struct sb_signal_row *row = sb_any_signal(n);
    return row ? row->id : NULL;
}

uint64_t sb_signal_bit(const struct sb_signal_row *row)
{
    for (size_t i = 0; sb_any_signal(i); i++)
        if (sb_any_signal(i) == row)
            return (uint64_t)1 << i;
    return 0;
}

const char *sb_family_word(size_t n)
{
    return n < SB_FAMILY_COUNT ? sb_family_names[n] : NULL;
}

const char *sb_level_word(size_t n)
{
    return n < SB_LEVEL_COUNT ? sb_level_names[n] : NULL;
}
