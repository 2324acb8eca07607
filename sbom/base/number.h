/* Numbers in bytes of a file, in its byte order and wherever they lie. AT and what the number takes is within S. */
#ifndef SB_BASE_NUMBER_H
#define SB_BASE_NUMBER_H

#include "base/str.h"

static inline uint16_t sb_u16_at(sb_str s, size_t at, bool big_endian)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return (uint16_t)(big_endian ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

static inline uint32_t sb_u32_at(sb_str s, size_t at, bool big_endian)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return big_endian ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                      : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

#endif
