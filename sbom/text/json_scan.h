/* What reader and writer share: finding the next byte of a string that is not plain, sixteen at a time where the
 * machine can. Private to this folder. */
#ifndef SB_TEXT_JSON_SCAN_H
#define SB_TEXT_JSON_SCAN_H

#include "base/str.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static inline bool sb_scan_stops(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

/* The first quote, backslash or control byte in [AT, END), or END. Sets *HIGH if a byte before it is no ASCII. */
static inline const char *sb_scan_string(const char *at, const char *end, bool *high)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i slash = _mm_set1_epi8('\\');
    const __m128i control = _mm_set1_epi8(0x1f);
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i stop = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash));
        stop = _mm_or_si128(stop, _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        unsigned stops = (unsigned)_mm_movemask_epi8(stop);
        unsigned highs = (unsigned)_mm_movemask_epi8(bytes);
        if (stops) {
            /* stops ^ (stops - 1) has the bits up to the first stop, which itself is ASCII */
            *high |= (highs & (stops ^ (stops - 1))) != 0;
            return at + __builtin_ctz(stops);
        }
        *high |= highs != 0;
    }
#endif
    for (; at < end && !sb_scan_stops((unsigned char)*at); at++)
        *high |= (unsigned char)*at >= 0x80;
    return at;
}

/* The first byte in [AT, END) that is not plain in a string: a quote, a backslash, a control byte or no ASCII; or END.
 */
static inline const char *sb_scan_plain(const char *at, const char *end)
{
#if defined(__SSE2__)
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i stop =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        __m128i printable = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f)); /* signed: what is no ASCII is below, too */
        unsigned plain = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(stop, printable));
        if (plain != 0xffff)
            return at + __builtin_ctz(~plain);
    }
#endif
    while (at < end && !sb_scan_stops((unsigned char)*at) && (unsigned char)*at < 0x80)
        at++;
    return at;
}

static inline bool sb_scan_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The first byte in [AT, END) that is no white space of JSON, or END. *LINES grows by the line ends before it, *LAST is
 * set to the last of them. */
static inline const char *sb_scan_blank(const char *at, const char *end, uint32_t *lines, const char **last)
{
#if defined(__SSE2__)
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i newline = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
        __m128i blank = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')), newline);
        blank = _mm_or_si128(blank, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
        blank = _mm_or_si128(blank, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
        unsigned others = ~(unsigned)_mm_movemask_epi8(blank) & 0xffffu;
        unsigned before = others ? others ^ (others - 1) : 0xffffu;
        unsigned ends = (unsigned)_mm_movemask_epi8(newline) & before;
        if (ends) {
            *lines += (uint32_t)__builtin_popcount(ends);
            *last = at + 31 - __builtin_clz(ends);
        }
        if (others)
            return at + __builtin_ctz(others);
    }
#endif
    for (; at < end && sb_scan_is_blank(*at); at++)
        if (*at == '\n') {
            ++*lines;
            *last = at;
        }
    return at;
}

#endif
