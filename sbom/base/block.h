/* Sixteen bytes that are looked at together, in the terms of C where the compiler has vectors: compare a block with a
 * byte, put the answers together, and ask for the bits. */
#ifndef SB_BASE_BLOCK_H
#define SB_BASE_BLOCK_H

#include "base/base.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#else
#include <endian.h>
#endif

typedef uint8_t sb_block __attribute__((vector_size(16)));

static inline sb_block sb_block_at(const char *p)
{
    sb_block block;
    memcpy(&block, p, sizeof block);
    return block;
}

/* A bit for each byte, the first one lowest. The bytes of HITS are those of a comparison: 0 or 255. */
static inline uint32_t sb_block_bits(sb_block hits)
{
#if defined(__SSE2__)
    return (uint32_t)_mm_movemask_epi8((__m128i)hits);
#else
    uint64_t half[2];
    uint32_t bits = 0;
    memcpy(half, &hits, sizeof half);
    for (size_t i = 0; i < 2; i++) /* the highest byte of the product adds up one bit of each */
        bits |= (uint32_t)((le64toh(half[i]) & 0x8040201008040201u) * 0x0101010101010101u >> 56) << 8 * i;
    return bits;
#endif
}

/* The same for the comparison of all 64 bytes from P on, made by HITS. */
static inline uint64_t sb_block_bits_of_64(const char *p, sb_block (*hits)(sb_block))
{
    uint64_t bits = 0;
    for (size_t i = 0; i < 4; i++)
        bits |= (uint64_t)sb_block_bits(hits(sb_block_at(p + i * sizeof(sb_block)))) << i * sizeof(sb_block);
    return bits;
}

/* The sum of the bytes. */
static inline unsigned sb_block_sum(sb_block bytes)
{
    uint64_t half[2];
    unsigned sum = 0;
    memcpy(half, &bytes, sizeof half);
    for (size_t i = 0; i < 2; i++) { /* pairs of bytes have room for their sum */
        uint64_t pairs = (half[i] & 0x00ff00ff00ff00ffu) + (half[i] >> 8 & 0x00ff00ff00ff00ffu);
        sum += (unsigned)(pairs * 0x0001000100010001u >> 48);
    }
    return sum;
}

#endif
