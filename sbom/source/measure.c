#include "source/measure.h"

#include <pthread.h>

#include "base/block.h"

/* ---- logarithms, in integers: the same on every machine ---- */

enum {
    LOG_BITS = 24,  /* behind the binary point */
    TABLE_BITS = 10 /* of the mantissa; between its entries the logarithm is taken as straight: 2e-7 off at most */
};

static uint32_t log_table[(1 << TABLE_BITS) + 1];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

/* log2 of M / 2^30 for M from 2^30 up to 2^31: one bit for each squaring. */
static uint32_t log_slowly(uint64_t m)
{
    uint32_t result = 0;
    for (unsigned bit = 0; bit < LOG_BITS; bit++) {
        m = m * m >> 30;
        result <<= 1;
        if (m >> 31) {
            m >>= 1;
            result |= 1;
        }
    }
    return result;
}

static void make_tables(void)
{
    const uint64_t one = (uint64_t)1 << 30;
    for (uint32_t i = 0; i < 1u << TABLE_BITS; i++)
        log_table[i] = log_slowly(one + ((uint64_t)i << (30 - TABLE_BITS)));
    log_table[1 << TABLE_BITS] = 1u << LOG_BITS;
}

void sb_measure_init(void)
{
    pthread_once(&tables_once, make_tables);
    sb_encoded_init();
}

/* log2(N) with LOG_BITS bits behind the point; N > 0. */
static uint64_t log_of(uint32_t n)
{
    unsigned whole = 31u - (unsigned)__builtin_clz(n);
    uint32_t mantissa = n << (31 - whole) << 1; /* without its leading one */
    uint32_t at = mantissa >> (32 - TABLE_BITS);
    uint64_t rest = mantissa & ((1u << (32 - TABLE_BITS)) - 1);
    uint64_t step = log_table[at + 1] - log_table[at];
    return ((uint64_t)whole << LOG_BITS) + log_table[at] + (step * rest >> (32 - TABLE_BITS));
}

/* In 1/100 bit a byte: log2(n) - sum(c * log2(c)) / n, rounded once. */
static uint16_t entropy_of(const struct sb_measure *m)
{
    uint64_t n = m->counted;
    if (n == 0)
        return 0;
    uint64_t sum = 0;
    for (unsigned c = 0; c < 256; c++) {
        uint32_t count = m->counts[0][c] + m->counts[1][c] + m->counts[2][c] + m->counts[3][c];
        if (count > 1)
            sum += count * log_of(count);
    }
    uint64_t all = n * log_of((uint32_t)n);
    uint64_t bits = all > sum ? (all - sum) / n : 0; /* of one byte; at most 8 * 2^24 */
    return (uint16_t)((bits * 100 + (1u << (LOG_BITS - 1))) >> LOG_BITS);
}

/* ---- counting bytes ---- */

static void count_bytes(struct sb_measure *m, const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    if (m->counted == 0)
        memset(m->counts, 0, sizeof m->counts);
    m->counted += n;
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        m->counts[0][w & 255]++;
        m->counts[1][w >> 8 & 255]++;
        m->counts[2][w >> 16 & 255]++;
        m->counts[3][w >> 24 & 255]++;
        m->counts[0][w >> 32 & 255]++;
        m->counts[1][w >> 40 & 255]++;
        m->counts[2][w >> 48 & 255]++;
        m->counts[3][w >> 56]++;
    }
    for (; n; n--, p++)
        m->counts[0][*p]++;
}

static void draw_sample(struct sb_measure *m, const char *p, size_t n)
{
    while (n) {
        uint64_t at = m->seen % SB_SAMPLE_STEP;
        bool front = m->seen < SB_SAMPLE_FRONT;
        bool taken = front || at < SB_SAMPLE_TAKEN;
        uint64_t left = front ? SB_SAMPLE_FRONT - m->seen : taken ? SB_SAMPLE_TAKEN - at : SB_SAMPLE_STEP - at;
        size_t part = n < left ? n : (size_t)left;
        if (taken)
            count_bytes(m, p, part);
        m->seen += part;
        p += part;
        n -= part;
    }
}

/* ---- lines ---- */

static sb_block is_newline(sb_block block)
{
    return (sb_block)(block == '\n');
}

/* Notes the line from P to NEWLINE, and returns where the next one starts. */
static const char *whole_line(struct sb_measure *m, const char *p, const char *newline)
{
    if ((uint64_t)(newline - p) > m->longest_line)
        m->longest_line = (uint64_t)(newline - p);
    return newline + 1;
}

/* Whole lines up to END; returns where the open one starts. */
static const char *whole_lines(struct sb_measure *m, const char *p, const char *end)
{
    enum { STEP = 64 };
    const char *at = p, *newline;
    for (; end - at >= STEP; at += STEP)
        for (uint64_t newlines = sb_block_bits_of_64(at, is_newline); newlines; newlines &= newlines - 1)
            p = whole_line(m, p, at + __builtin_ctzll(newlines));
    for (; (newline = memchr(at, '\n', (size_t)(end - at))); at = p)
        p = whole_line(m, p, newline);
    return p;
}

static void close_line(struct sb_measure *m)
{
    if (m->line > m->longest_line)
        m->longest_line = m->line;
    m->line = 0;
}

static void find_lines(struct sb_measure *m, const char *p, size_t n)
{
    const char *end = p + n;
    if (m->line) {
        const char *newline = memchr(p, '\n', n);
        m->line += (size_t)((newline ? newline : end) - p);
        if (!newline)
            return;
        close_line(m);
        p = newline + 1;
    }
    p = whole_lines(m, p, end);
    m->line += (size_t)(end - p);
}

/* What is told by other marks than that it is encoded. A list of pieces, a call and a name mean something only where
 * somebody runs them. */
static void watch(struct sb_measure *m, const char *p, size_t n)
{
    sb_unseen_add(&m->unseen, p, n);
    sb_crowded_add(&m->crowded, p, n);
    if (!m->code)
        return;
    sb_pieces_add(&m->pieces, p, n);
    sb_unpacked_add(&m->unpacked, p, n);
    sb_scrambled_add(&m->scrambled, p, n);
}

void sb_measure_kind(struct sb_measure *m, bool code)
{
    m->code = code;
}

void sb_measure_begin(struct sb_measure *m)
{
    memset(m, 0, offsetof(struct sb_measure, counts));
    sb_encoded_begin(&m->encoded);
    sb_unseen_begin(&m->unseen);
    sb_crowded_begin(&m->crowded);
    sb_pieces_begin(&m->pieces);
    sb_unpacked_begin(&m->unpacked);
    sb_scrambled_begin(&m->scrambled);
}

void sb_measure_add(struct sb_measure *m, const char *p, size_t n)
{
    draw_sample(m, p, n);
    sb_encoded_add(&m->encoded, p, n);
    watch(m, p, n);
    if (n)
        find_lines(m, p, n);
}

static uint32_t at_most_32(uint64_t n)
{
    return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

static void put_lines(struct sb_measure *m, struct sb_summary *summary)
{
    close_line(m);
    summary->longest_line = at_most_32(m->longest_line);
}

/* Encoded, or not to be seen at all. */
static void put_run(struct sb_measure *m, struct sb_summary *summary, uint64_t encoded)
{
    const uint64_t runs[] = {encoded,
                             sb_unseen_end(&m->unseen, m->code),
                             sb_crowded_end(&m->crowded),
                             sb_pieces_end(&m->pieces),
                             sb_unpacked_end(&m->unpacked),
                             sb_scrambled_end(&m->scrambled)};
    uint64_t longest = 0;
    for (size_t i = 0; i < SB_COUNT(runs); i++)
        longest = runs[i] > longest ? runs[i] : longest;
    summary->longest_run = at_most_32(longest);
}

void sb_measure_end(struct sb_measure *m, struct sb_summary *summary)
{
    put_lines(m, summary);
    put_run(m, summary, sb_encoded_end(&m->encoded));
    summary->entropy = entropy_of(m);
}

void sb_measure_small(struct sb_measure *m, sb_str text, struct sb_summary *summary)
{
    if (text.n)
        find_lines(m, text.p, text.n);
    put_lines(m, summary);
    watch(m, text.p, text.n);
    put_run(m, summary, sb_encoded_of(&m->encoded, text));
    if (summary->longest_line < SB_LONG_LINE)
        return;
    draw_sample(m, text.p, text.n);
    summary->entropy = entropy_of(m);
}

uint16_t sb_measure_density(struct sb_measure *m, sb_str bytes)
{
    count_bytes(m, bytes.p, bytes.n);
    return entropy_of(m);
}
