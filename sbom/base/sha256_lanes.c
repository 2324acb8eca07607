#include "base/sha256_lanes.h"

#include <endian.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define WITH_SHA __attribute__((target("sha,sse4.1")))

enum { ROUNDS = 64, STEP = 4 /* rounds that one vector of the schedule serves */ };

static const uint32_t constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

bool sb_sha256_lanes_offered(void)
{
    unsigned a, b, c, d;
    bool sse41 = __get_cpuid(1, &a, &b, &c, &d) && c & bit_SSE4_1;
    return sse41 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA;
}

/* A lane in registers: the state in the order that the instructions want, and the schedule of the next four steps. */
struct work {
    __m128i abef, cdgh, schedule[4];
};

WITH_SHA static inline void load(struct work *work, const uint32_t state[8])
{
    __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xb1);
    __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1b);
    work->abef = _mm_alignr_epi8(cdab, efgh, 8);
    work->cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
}

WITH_SHA static inline void store(const struct work *work, uint32_t state[8])
{
    __m128i feba = _mm_shuffle_epi32(work->abef, 0x1b);
    __m128i dchg = _mm_shuffle_epi32(work->cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

WITH_SHA static inline void take_block(struct work *work, const char *p)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (int i = 0; i < 4; i++) {
        __m128i words = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        work->schedule[i] = _mm_shuffle_epi8(words, big_endian);
    }
}

WITH_SHA static inline void four_rounds(struct work *work, int step)
{
    __m128i *now = &work->schedule[step % 4];
    const __m128i *last = &work->schedule[(step + 3) % 4];
    __m128i sum = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)(const void *)(constants + STEP * step)));
    work->cdgh = _mm_sha256rnds2_epu32(work->cdgh, work->abef, sum);
    work->abef = _mm_sha256rnds2_epu32(work->abef, work->cdgh, _mm_shuffle_epi32(sum, 0x0e));
    if (step >= ROUNDS / STEP - 4)
        return;
    __m128i next = _mm_sha256msg1_epu32(*now, work->schedule[(step + 1) % 4]);
    next = _mm_add_epi32(next, _mm_alignr_epi8(*last, work->schedule[(step + 2) % 4], 4));
    *now = _mm_sha256msg2_epu32(next, *last);
}

WITH_SHA static inline void add_state(struct work *work, const struct work *before)
{
    work->abef = _mm_add_epi32(work->abef, before->abef);
    work->cdgh = _mm_add_epi32(work->cdgh, before->cdgh);
}

WITH_SHA static void one_lane(uint32_t state[8], const char *p, size_t blocks)
{
    struct work work;
    load(&work, state);
    for (; blocks; blocks--, p += SB_SHA256_BLOCK) {
        const struct work before = work;
        take_block(&work, p);
#pragma GCC unroll 16
        for (int step = 0; step < ROUNDS / STEP; step++)
            four_rounds(&work, step);
        add_state(&work, &before);
    }
    store(&work, state);
}

WITH_SHA static void two_lanes(uint32_t state_a[8], const char *a, uint32_t state_b[8], const char *b, size_t blocks)
{
    struct work work_a, work_b;
    load(&work_a, state_a);
    load(&work_b, state_b);
    for (; blocks; blocks--, a += SB_SHA256_BLOCK, b += SB_SHA256_BLOCK) {
        const struct work before_a = work_a;
        const struct work before_b = work_b;
        take_block(&work_a, a);
        take_block(&work_b, b);
#pragma GCC unroll 16
        for (int step = 0; step < ROUNDS / STEP; step++) {
            four_rounds(&work_a, step);
            four_rounds(&work_b, step);
        }
        add_state(&work_a, &before_a);
        add_state(&work_b, &before_b);
    }
    store(&work_a, state_a);
    store(&work_b, state_b);
}

#else

bool sb_sha256_lanes_offered(void)
{
    return false;
}

static void one_lane(uint32_t state[8], const char *p, size_t blocks)
{
    (void)state, (void)p, (void)blocks;
}

static void two_lanes(uint32_t state_a[8], const char *a, uint32_t state_b[8], const char *b, size_t blocks)
{
    (void)state_a, (void)a, (void)state_b, (void)b, (void)blocks;
}

#endif

void sb_sha256_lane_begin(struct sb_sha256_lane *lane)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(lane->state, first, sizeof first);
    lane->bytes = 0;
}

static size_t held(const struct sb_sha256_lane *lane)
{
    return (size_t)(lane->bytes % SB_SHA256_BLOCK);
}

/* What is held becomes a whole block, or all of BYTES is held. */
static void fill_block(struct sb_sha256_lane *lane, sb_str *bytes)
{
    size_t have = held(lane);
    size_t n = bytes->n < SB_SHA256_BLOCK - have ? bytes->n : SB_SHA256_BLOCK - have;
    if ((have == 0 && bytes->n >= SB_SHA256_BLOCK) || n == 0)
        return;
    memcpy(lane->held + have, bytes->p, n);
    lane->bytes += n;
    *bytes = sb_str_from(*bytes, n);
    if (have + n == SB_SHA256_BLOCK)
        one_lane(lane->state, (const char *)lane->held, 1);
}

static void take(struct sb_sha256_lane *lane, sb_str *bytes, size_t blocks)
{
    lane->bytes += blocks * SB_SHA256_BLOCK;
    *bytes = sb_str_from(*bytes, blocks * SB_SHA256_BLOCK);
    fill_block(lane, bytes);
}

void sb_sha256_lane_add(struct sb_sha256_lane *lane, const void *p, size_t n)
{
    sb_str bytes = {p, n};
    fill_block(lane, &bytes);
    size_t blocks = bytes.n / SB_SHA256_BLOCK;
    if (blocks)
        one_lane(lane->state, bytes.p, blocks);
    take(lane, &bytes, blocks);
}

void sb_sha256_lanes_add(struct sb_sha256_lane *a, sb_str *a_bytes, struct sb_sha256_lane *b, sb_str *b_bytes)
{
    fill_block(a, a_bytes);
    fill_block(b, b_bytes);
    size_t blocks = (a_bytes->n < b_bytes->n ? a_bytes->n : b_bytes->n) / SB_SHA256_BLOCK;
    if (blocks)
        two_lanes(a->state, a_bytes->p, b->state, b_bytes->p, blocks);
    take(a, a_bytes, blocks);
    take(b, b_bytes, blocks);
}

void sb_sha256_lane_end(struct sb_sha256_lane *lane, uint8_t out[32])
{
    uint8_t tail[2 * SB_SHA256_BLOCK] = {0};
    size_t have = held(lane);
    size_t blocks = have + 1 + sizeof(uint64_t) <= SB_SHA256_BLOCK ? 1 : 2;
    uint64_t bits = htobe64(lane->bytes * 8);
    memcpy(tail, lane->held, have);
    tail[have] = 0x80;
    memcpy(tail + blocks * SB_SHA256_BLOCK - sizeof bits, &bits, sizeof bits);
    one_lane(lane->state, (const char *)tail, blocks);
    for (size_t i = 0; i < SB_COUNT(lane->state); i++) {
        uint32_t word = htobe32(lane->state[i]);
        memcpy(out + i * sizeof word, &word, sizeof word);
    }
}
