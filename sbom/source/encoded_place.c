#include "source/encoded_place.h"

#include "base/block.h"
#include "source/encoded_bytes.h"

enum { BEFORE = SB_RUN_BEFORE, WINDOW = SB_RUN_WINDOW };
_Static_assert((int)SB_LONG_CHUNK < (int)BEFORE && (int)SB_LONG_CHUNK + 2 * SB_CHUNK < (int)SB_RUN_BEHIND,
               "a chunk that does not end in the window is a long one");

/* What stands around the middle, a bit for each of 64 bytes. */
enum { NEAR_BEFORE = 20 };
_Static_assert((int)NEAR_BEFORE >= (int)SB_CHUNK && 64 - (int)NEAR_BEFORE >= 3 * SB_CHUNK, "whatever is near");

static sb_block digits_of(sb_block bytes)
{
    return (sb_block)((sb_block)(bytes - '0') < 10);
}

static sb_block chunk_bytes_of(sb_block bytes)
{
    sb_block letters = (sb_block)((sb_block)((bytes | 0x20) - 'a') < 26);
    sb_block signs = (sb_block)((bytes == '+') | (bytes == '/') | (bytes == '-') | (bytes == '_'));
    return letters | digits_of(bytes) | signs;
}

/* Does a chunk that may count hold the byte at AT? */
static bool in_chunk(const char *window, size_t at)
{
    size_t from = at;
    size_t to = at;
    unsigned seen = 0;
    struct sb_chunk chunk = {0};
    for (; from > 0 && sb_byte_is_in_chunk(window[from - 1]); from--)
        seen |= sb_byte_traits[(unsigned char)window[from - 1]];
    for (; to < WINDOW && sb_byte_is_in_chunk(window[to]); to++)
        seen |= sb_byte_traits[(unsigned char)window[to]];
    if (to - from < SB_CHUNK || to - from >= SB_LONG_CHUNK)
        return to - from >= SB_LONG_CHUNK;
    if (!(seen & SB_BYTE_DIGIT)) /* most are names: not mixed */
        return false;
    sb_chunk_read(&chunk, window, from, to);
    return sb_chunk_is_mixed(&chunk);
}

/* Where SB_CHUNK of the bits are set in a row, the lowest of them. */
static uint64_t rows_of(uint64_t bits)
{
    bits &= bits >> 1;
    bits &= bits >> 2;
    bits &= bits >> 4;
    return bits & bits >> 4;
}
_Static_assert(SB_CHUNK == 12, "two, four, eight, twelve");

/* Could the chunk that holds the byte at AT count? Where it begins and ends here, its length and its digits tell. */
static bool may_count(uint64_t in_chunk, uint64_t digits, unsigned at)
{
    uint64_t before = ~in_chunk << (63 - at);
    uint64_t behind = ~in_chunk >> at;
    if (!before || !behind)
        return true;
    unsigned front = (unsigned)__builtin_clzll(before); /* with the byte itself, as the next one */
    unsigned n = front + (unsigned)__builtin_ctzll(behind) - 1;
    uint64_t bits = (((uint64_t)1 << n) - 1) << (at + 1 - front);
    return n >= SB_LONG_CHUNK || (n >= SB_CHUNK && digits & bits);
}

/* Whatever chunk stands here or behind the next gap holds one of three places. Nearly everywhere there is none; most of
 * the others are names. */
static bool may_be_chunks(const char *window)
{
    enum { FIRST = NEAR_BEFORE - SB_CHUNK + 1, LAST = NEAR_BEFORE + 2 * SB_CHUNK };
    static const uint64_t where = ((uint64_t)2 << LAST) - ((uint64_t)1 << FIRST);
    const char *near = window + BEFORE - NEAR_BEFORE;
    uint64_t bytes = sb_block_bits_of_64(near, chunk_bytes_of);
    if (!(rows_of(bytes) & where))
        return false;
    uint64_t digits = sb_block_bits_of_64(near, digits_of);
    for (unsigned at = NEAR_BEFORE; at <= LAST; at += SB_CHUNK)
        if (bytes >> at & 1 && may_count(bytes, digits, at) && in_chunk(window, BEFORE - NEAR_BEFORE + at))
            return true;
    return false;
}

static bool is_digit(char c)
{
    return sb_byte_traits[(unsigned char)c] & SB_BYTE_DIGIT;
}

/* Is a pair there, or behind the next gap? */
static bool may_be_pairs(const char *window)
{
    uint64_t bytes = 0;
    for (size_t at = BEFORE - 8; at < BEFORE + SB_RUN_GAP + 8; at++) {
        unsigned char c = (unsigned char)window[at];
        if (sb_byte_traits[c] & SB_BYTE_HEX && sb_byte_traits[bytes & 0xff] & SB_BYTE_HEX &&
            sb_pair_is_opened(bytes >> 8))
            return true;
        bytes = bytes << 8 | c;
    }
    return false;
}

/* The same for a number below 256. */
static bool may_be_numbers(const char *window)
{
    unsigned value = 0;
    size_t from = BEFORE;
    while (from < BEFORE + SB_RUN_GAP + 1 && !is_digit(window[from]))
        from++;
    while (is_digit(window[from]) && is_digit(window[from - 1]) && from > BEFORE - 4)
        from--;
    size_t to = from;
    while (is_digit(window[to]) && to - from < 4)
        value = value * 10 + (unsigned)(window[to++] - '0');
    return to > from && to - from < 4 && value < 256 && !sb_byte_goes_on((unsigned char)window[from - 1]) &&
           window[from - 1] != '-' && !sb_byte_goes_on((unsigned char)window[to]);
}

/* What stands in the 32 bytes from the middle on. */
static void look_for(const char *window, bool *ret_marks, bool *ret_digits)
{
    sb_block marks = {0};
    sb_block digits = {0};
    for (size_t i = 0; i < 2; i++) {
        sb_block here = sb_block_at(window + BEFORE + i * sizeof here);
        marks |= (sb_block)((here == '\\') | (here == '%') | ((here | 0x20) == 'x'));
        digits |= digits_of(here);
    }
    *ret_marks = sb_block_bits(marks);
    *ret_digits = sb_block_bits(digits);
}
_Static_assert(2 * sizeof(sb_block) == 2 * (size_t)SB_RUN_GAP, "a gap, and what follows it");

enum sb_run_form sb_encoded_look(const char *window)
{
    bool marks;
    bool digits;
    if (may_be_chunks(window))
        return SB_RUN_CHUNKS;
    look_for(window, &marks, &digits);
    if (marks && may_be_pairs(window))
        return SB_RUN_PAIRS;
    return digits && may_be_numbers(window) ? SB_RUN_NUMBERS : SB_RUN_NONE;
}
