#include "source/encoded_run.h"

#include "source/encoded_bytes.h"

/* A table of a few values again and again is no code that somebody hides. */
enum { VARIETY = 8 };

static void count(struct sb_run *run, uint64_t characters, uint32_t values)
{
    if (run->total == 0)
        run->values = 0;
    run->values |= values;
    run->total += characters;
    run->gap = 0;
    if (run->total > run->longest && __builtin_popcount(run->values) >= VARIETY)
        run->longest = run->total;
}

static void stop_run(struct sb_run *run)
{
    run->total = 0;
    run->gap = SB_RUN_WIDE;
}

static void widen_gap(struct sb_run *run, uint32_t allowed)
{
    if (++run->gap > allowed)
        run->total = 0;
}

static uint64_t front_of(const struct sb_chunk *chunk)
{
    return chunk->n < SB_CHUNK_FRONT ? chunk->n : SB_CHUNK_FRONT;
}

bool sb_chunk_is_mixed(const struct sb_chunk *chunk)
{
    return chunk->changes * 5 >= front_of(chunk) && chunk->digits > 0;
}

/* From one of the first three classes to another. */
static bool is_change(unsigned last, unsigned class)
{
    static const unsigned both = 1u << (SB_BYTE_SMALL | SB_BYTE_LARGE) | 1u << (SB_BYTE_SMALL | SB_BYTE_DIGIT) |
                                 1u << (SB_BYTE_LARGE | SB_BYTE_DIGIT);
    return both >> (last | class) & 1;
}

static void add_to_chunk(struct sb_chunk *ret, const char *p, size_t n)
{
    struct sb_chunk chunk = *ret;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        uint8_t class = sb_byte_traits[c] & SB_BYTE_IN_CHUNK;
        chunk.changes += is_change(chunk.last, class);
        chunk.digits += (class & SB_BYTE_DIGIT) != 0;
        chunk.signs += (class & SB_BYTE_SIGN) != 0;
        chunk.letters |= 1u << (c & 31);
        chunk.last = class;
    }
    *ret = chunk;
}

/* Long chunks need not be mixed: there are alphabets of small letters alone. But names of many words, which change
 * their case now and then or have signs between the words, are long as well, and so are lines that are drawn and tables
 * of a few letters. */
static bool is_long_part(const struct sb_chunk *chunk)
{
    uint64_t front = front_of(chunk);
    bool words = chunk->changes * 8 >= front && chunk->changes * 5 < front * 2 && chunk->digits == 0;
    return chunk->n >= SB_LONG_CHUNK && !words && chunk->signs * 16 < front &&
           __builtin_popcount(chunk->letters) >= VARIETY;
}

static bool is_part(const struct sb_chunk *chunk)
{
    return chunk->n >= SB_CHUNK && !chunk->cut && (sb_chunk_is_mixed(chunk) || is_long_part(chunk));
}

static void close_chunk(struct sb_run *run)
{
    if (is_part(&run->chunk))
        count(run, run->chunk.n, run->chunk.letters);
    else
        run->gap += run->chunk.n > SB_RUN_GAP ? SB_RUN_GAP : (uint32_t)run->chunk.n;
    run->chunk = (struct sb_chunk){0};
}

size_t sb_chunk_read(struct sb_chunk *chunk, const char *p, size_t at, size_t n)
{
    size_t front = chunk->n < SB_CHUNK_FRONT ? SB_CHUNK_FRONT - (size_t)chunk->n : 0;
    size_t end = at;
    while (end < n && sb_byte_is_in_chunk(p[end]))
        end++;
    chunk->n += end - at;
    if (chunk->n >= SB_CHUNK || end == n)
        add_to_chunk(chunk, p + at, end - at < front ? end - at : front);
    return end;
}

static inline void step_pairs(struct sb_run *run, unsigned char c)
{
    bool hex = sb_byte_traits[c] & SB_BYTE_HEX;
    bool second = hex && sb_byte_traits[run->bytes & 0xff] & SB_BYTE_HEX;
    bool longer = hex && run->short_hex;
    run->short_hex = false;
    if (longer) {
        stop_run(run);
    } else if (second && sb_pair_is_opened(run->bytes >> 8)) {
        run->short_hex = (run->bytes >> 8 & 0xffdf) == 0x3058;
        count(run, 2, 1u << (16 * (run->bytes & 1) + (c & 15))); /* of the value all but three bits */
    } else {
        widen_gap(run, SB_PAIR_GAP);
    }
    run->bytes = run->bytes << 8 | c;
}

static void close_number(struct sb_run *run, unsigned char next)
{
    if (run->digits <= 3 && run->value < 256 && !run->glued && !sb_byte_goes_on(next))
        count(run, 2, 1u << (run->value & 31));
    else
        stop_run(run);
    run->digits = 0;
}

static inline void step_numbers(struct sb_run *run, unsigned char c)
{
    unsigned char before = (unsigned char)run->bytes;
    run->bytes = c;
    if (sb_byte_traits[c] & SB_BYTE_DIGIT) {
        if (run->digits == 0) {
            run->glued = sb_byte_goes_on(before) || before == '-';
            run->value = 0;
        }
        if (run->digits++ < 4)
            run->value = run->value * 10 + (c - '0');
        return;
    }
    if (run->digits)
        close_number(run, c);
    if (sb_byte_traits[c] & SB_BYTE_NAME)
        stop_run(run);
    widen_gap(run, SB_RUN_GAP);
}

/* The byte at place AT ended the run, or there was none. */
static bool is_over(struct sb_run *run, uint64_t at)
{
    bool over = run->gap >= SB_RUN_WIDE && at >= run->at_least_to && !run->chunk.n && !run->digits;
    if (over)
        run->form = SB_RUN_NONE;
    return over;
}

/* These three take a run through N bytes that stand at place AT of the text; how many it took until it was over. What
 * is known of the run is in a copy, which no byte of the text can alias: it stays in registers. */
static size_t follow_chunks(struct sb_run *run, uint64_t at, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        i = sb_chunk_read(&run->chunk, p, i, n);
        if (i == n)
            return n;
        if (run->chunk.n || run->chunk.cut)
            close_chunk(run);
        widen_gap(run, SB_RUN_GAP);
        if (is_over(run, at + i))
            return i + 1;
    }
    return n;
}

static size_t follow_pairs(struct sb_run *ret, uint64_t at, const char *p, size_t n)
{
    struct sb_run run = *ret;
    size_t i = 0;
    for (bool over = false; i < n && !over; i++) {
        step_pairs(&run, (unsigned char)p[i]);
        over = is_over(&run, at + i);
    }
    *ret = run;
    return i;
}

static size_t follow_numbers(struct sb_run *ret, uint64_t at, const char *p, size_t n)
{
    struct sb_run run = *ret;
    size_t i = 0;
    for (bool over = false; i < n && !over; i++) {
        step_numbers(&run, (unsigned char)p[i]);
        over = is_over(&run, at + i);
    }
    *ret = run;
    return i;
}

size_t sb_run_follow(struct sb_run *run, uint64_t at, const char *p, size_t n)
{
    if (run->form == SB_RUN_CHUNKS)
        return follow_chunks(run, at, p, n);
    return run->form == SB_RUN_PAIRS ? follow_pairs(run, at, p, n) : follow_numbers(run, at, p, n);
}

void sb_run_finish(struct sb_run *run)
{
    if (run->form == SB_RUN_CHUNKS && run->chunk.n)
        close_chunk(run);
    if (run->form == SB_RUN_NUMBERS && run->digits)
        close_number(run, '\0');
    run->form = SB_RUN_NONE;
}
