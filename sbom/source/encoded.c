#include "source/encoded.h"

#include <pthread.h>

#include "base/block.h"
#include "base/mem.h"

enum form { NONE, CHUNKS, PAIRS, NUMBERS };

/* ---- bytes ---- */

/* What a byte is. The first four are the classes that a chunk is made of; random ones go from one of them to another at
 * every second byte, words do not. */
enum trait {
    SMALL = 1,
    LARGE = 2,
    DIGIT = 4,
    SIGN = 8,
    IN_CHUNK = SMALL | LARGE | DIGIT | SIGN,
    HEX = 16,
    GOES_ON = 32, /* behind a number: it is a part of something longer */
    NAME = 64     /* a letter of something else than chr() */
};
static uint8_t traits[256];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

static bool is_between(unsigned c, char first, char last)
{
    return c >= (unsigned char)first && c <= (unsigned char)last;
}

static unsigned traits_of(unsigned c)
{
    unsigned small = is_between(c, 'a', 'z') ? SMALL : 0;
    unsigned large = is_between(c, 'A', 'Z') ? LARGE : 0;
    unsigned digit = is_between(c, '0', '9') ? DIGIT : 0;
    unsigned sign = c == '+' || c == '/' || c == '-' || c == '_' ? SIGN : 0;
    bool word = small || large || c == '_';
    unsigned hex = digit || is_between(c, 'a', 'f') || is_between(c, 'A', 'F') ? HEX : 0;
    unsigned name = word && c != 'c' && c != 'h' && c != 'r' ? NAME : 0;
    return small | large | digit | sign | hex | (word || c == '.' ? GOES_ON : 0) | name;
}

static void make_tables(void)
{
    for (unsigned c = 0; c < 256; c++)
        traits[c] = (uint8_t)traits_of(c);
}

void sb_encoded_init(void)
{
    pthread_once(&tables_once, make_tables);
}

/* ---- following a run ---- */

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

enum { PAIR_GAP = SB_RUN_GAP + 4 /* with the pair itself */, WIDE = PAIR_GAP + 1 };

static void stop_run(struct sb_run *run)
{
    run->total = 0;
    run->gap = WIDE;
}

static void widen_gap(struct sb_run *run, uint32_t allowed)
{
    if (++run->gap > allowed)
        run->total = 0;
}

/* Names change their case or have digits, hardly ever both so often. */
static uint64_t front_of(const struct sb_chunk *chunk)
{
    return chunk->n < SB_CHUNK_FRONT ? chunk->n : SB_CHUNK_FRONT;
}

static bool is_mixed(const struct sb_chunk *chunk)
{
    return chunk->changes * 5 >= front_of(chunk) && chunk->digits > 0;
}

/* From one of the first three classes to another. */
static bool is_change(unsigned last, unsigned class)
{
    static const unsigned both = 1u << (SMALL | LARGE) | 1u << (SMALL | DIGIT) | 1u << (LARGE | DIGIT);
    return both >> (last | class) & 1;
}

static void add_to_chunk(struct sb_chunk *ret, const char *p, size_t n)
{
    struct sb_chunk chunk = *ret;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        uint8_t class = traits[c] & IN_CHUNK;
        chunk.changes += is_change(chunk.last, class);
        chunk.digits += (class & DIGIT) != 0;
        chunk.signs += (class & SIGN) != 0;
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
    return chunk->n >= SB_CHUNK && !chunk->cut && (is_mixed(chunk) || is_long_part(chunk));
}

static void close_chunk(struct sb_run *run)
{
    if (is_part(&run->chunk))
        count(run, run->chunk.n, run->chunk.letters);
    else
        run->gap += run->chunk.n > SB_RUN_GAP ? SB_RUN_GAP : (uint32_t)run->chunk.n;
    run->chunk = (struct sb_chunk){0};
}

static bool is_in_chunk(char c)
{
    return traits[(unsigned char)c] & IN_CHUNK;
}

/* As far as the chunk goes on, from AT; returns where it ends. What it is its front tells; of one that is too short for
 * a part only the length matters. */
static size_t read_chunk(struct sb_chunk *chunk, const char *p, size_t at, size_t n)
{
    size_t front = chunk->n < SB_CHUNK_FRONT ? SB_CHUNK_FRONT - (size_t)chunk->n : 0;
    size_t end = at;
    while (end < n && is_in_chunk(p[end]))
        end++;
    chunk->n += end - at;
    if (chunk->n >= SB_CHUNK || end == n)
        add_to_chunk(chunk, p + at, end - at < front ? end - at : front);
    return end;
}

/* Of the bytes before a pair: \x, 0x, 0X, % and \u00. */
static bool is_opened(uint64_t bytes)
{
    return (bytes & 0xffff) == 0x5c78 || (bytes & 0xffdf) == 0x3058 || (bytes & 0xff) == '%' ||
           (bytes & 0xffffffff) == 0x5c753030;
}

static inline void step_pairs(struct sb_run *run, unsigned char c)
{
    bool hex = traits[c] & HEX;
    bool second = hex && traits[run->bytes & 0xff] & HEX;
    bool longer = hex && run->short_hex;
    run->short_hex = false;
    if (longer) {
        stop_run(run);
    } else if (second && is_opened(run->bytes >> 8)) {
        run->short_hex = (run->bytes >> 8 & 0xffdf) == 0x3058;
        count(run, 2, 1u << (16 * (run->bytes & 1) + (c & 15))); /* of the value all but three bits */
    } else {
        widen_gap(run, PAIR_GAP);
    }
    run->bytes = run->bytes << 8 | c;
}

static bool goes_on(unsigned char c)
{
    return traits[c] & GOES_ON;
}

static void close_number(struct sb_run *run, unsigned char next)
{
    if (run->digits <= 3 && run->value < 256 && !run->glued && !goes_on(next))
        count(run, 2, 1u << (run->value & 31));
    else
        stop_run(run);
    run->digits = 0;
}

static inline void step_numbers(struct sb_run *run, unsigned char c)
{
    unsigned char before = (unsigned char)run->bytes;
    run->bytes = c;
    if (traits[c] & DIGIT) {
        if (run->digits == 0) {
            run->glued = goes_on(before) || before == '-';
            run->value = 0;
        }
        if (run->digits++ < 4)
            run->value = run->value * 10 + (c - '0');
        return;
    }
    if (run->digits)
        close_number(run, c);
    if (traits[c] & NAME)
        stop_run(run);
    widen_gap(run, SB_RUN_GAP);
}

/* The byte at place AT ended the run, or there was none. */
static bool is_over(struct sb_run *run, uint64_t at)
{
    bool over = run->gap >= WIDE && at >= run->at_least_to && !run->chunk.n && !run->digits;
    if (over)
        run->form = NONE;
    return over;
}

/* These three take a run through N bytes that stand at place AT of the text; how many it took until it was over. What
 * is known of the run is in a copy, which no byte of the text can alias: it stays in registers. */
static size_t follow_chunks(struct sb_run *run, uint64_t at, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        i = read_chunk(&run->chunk, p, i, n);
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

static size_t follow(struct sb_run *run, uint64_t at, const char *p, size_t n)
{
    if (run->form == CHUNKS)
        return follow_chunks(run, at, p, n);
    return run->form == PAIRS ? follow_pairs(run, at, p, n) : follow_numbers(run, at, p, n);
}

static void finish(struct sb_encoded *e)
{
    if (e->run.form == CHUNKS && e->run.chunk.n)
        close_chunk(&e->run);
    if (e->run.form == NUMBERS && e->run.digits)
        close_number(&e->run, '\0');
    e->run.form = NONE;
}

/* ---- looking at one place ---- */

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
    for (; from > 0 && is_in_chunk(window[from - 1]); from--)
        seen |= traits[(unsigned char)window[from - 1]];
    for (; to < WINDOW && is_in_chunk(window[to]); to++)
        seen |= traits[(unsigned char)window[to]];
    if (to - from < SB_CHUNK || to - from >= SB_LONG_CHUNK)
        return to - from >= SB_LONG_CHUNK;
    if (!(seen & DIGIT)) /* most are names: not mixed */
        return false;
    read_chunk(&chunk, window, from, to);
    return is_mixed(&chunk);
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
    return traits[(unsigned char)c] & DIGIT;
}

/* Is a pair there, or behind the next gap? */
static bool may_be_pairs(const char *window)
{
    uint64_t bytes = 0;
    for (size_t at = BEFORE - 8; at < BEFORE + SB_RUN_GAP + 8; at++) {
        unsigned char c = (unsigned char)window[at];
        if (traits[c] & HEX && traits[bytes & 0xff] & HEX && is_opened(bytes >> 8))
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
    return to > from && to - from < 4 && value < 256 && !goes_on((unsigned char)window[from - 1]) &&
           window[from - 1] != '-' && !goes_on((unsigned char)window[to]);
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

/* The form of a run that the middle of the window may lie in. Too many are fine: following them tells. */
static enum form look(const char *window)
{
    bool marks;
    bool digits;
    if (may_be_chunks(window))
        return CHUNKS;
    look_for(window, &marks, &digits);
    if (marks && may_be_pairs(window))
        return PAIRS;
    return digits && may_be_numbers(window) ? NUMBERS : NONE;
}

/* What the N bytes from place FROM have in common with the window around PLACE. */
static void put_part(char room[WINDOW], uint64_t place, uint64_t from, const char *p, size_t n)
{
    uint64_t first = place > BEFORE ? place - BEFORE : 0;
    uint64_t begin = first > from ? first : from;
    uint64_t end = place + SB_RUN_BEHIND < from + n ? place + SB_RUN_BEHIND : from + n;
    if (begin < end)
        memcpy(room + (begin + BEFORE - place), p + (begin - from), (size_t)(end - begin));
}

/* The bytes around PLACE: in the piece, or put together in ROOM. What lies outside the text is zero. */
static const char *window_at(const struct sb_encoded *e, uint64_t place, const char *p, size_t n, char room[WINDOW])
{
    if (place >= e->seen + BEFORE && place + SB_RUN_BEHIND <= e->seen + n)
        return p + (place - BEFORE - e->seen);
    memset(room, 0, WINDOW);
    put_part(room, place, e->seen - e->n_tail, e->tail, e->n_tail);
    put_part(room, place, e->seen, p, n);
    return room;
}

enum { QUARTER = SB_RUN_STEP / 4 };

/* A run that holds two places holds all between them. Most of what only looks like one is given up soon. Whatever is
 * open in the first eight bytes is taken for a part. */
static bool may_go_through(enum form form, const char *p, size_t n)
{
    unsigned open = form == CHUNKS ? IN_CHUNK : form == NUMBERS ? DIGIT : 0;
    struct sb_run run = {.form = (uint8_t)form};
    size_t at = 0;
    for (; at < 8 || (at < n && traits[(unsigned char)p[at]] & open); at++)
        run.bytes = run.bytes << 8 | (unsigned char)p[at];
    follow(&run, 0, p + at, n - at);
    return run.form != NONE;
}

/* Of a run that holds PLACE and the place a quarter before or behind it. What does not lie in the piece may be
 * anything. */
static bool may_hold(const struct sb_encoded *e, enum form form, uint64_t place, const char *p, size_t n)
{
    uint64_t end = e->seen + n;
    bool ahead = place < e->seen || place + QUARTER > end || may_go_through(form, p + (place - e->seen), QUARTER);
    return ahead || (place >= QUARTER && (place < e->seen + QUARTER || place > end ||
                                          may_go_through(form, p + (place - e->seen) - QUARTER, QUARTER)));
}

/* The same for a place of the text: of the five that lie a quarter of a step apart around it a run holds three or more.
 */
static enum form look_at(const struct sb_encoded *e, uint64_t place, const char *p, size_t n)
{
    char room[WINDOW];
    enum form form = look(window_at(e, place, p, n, room));
    unsigned held = 1;
    for (uint64_t at = place; form != NONE && at < place + 2 * QUARTER; held++)
        if (look(window_at(e, at += QUARTER, p, n, room)) != form)
            break;
    for (uint64_t at = place; form != NONE && at >= QUARTER && at + 2 * QUARTER > place && held < 3; held++)
        if (look(window_at(e, at -= QUARTER, p, n, room)) != form)
            break;
    return held >= 3 && may_hold(e, form, place, p, n) ? form : NONE;
}

/* ---- the text ---- */

static void skip_to(struct sb_encoded *e, uint64_t place)
{
    if (place > e->sample)
        e->sample = (place + SB_RUN_STEP - 1) / SB_RUN_STEP * SB_RUN_STEP;
}

static void follow_piece(struct sb_encoded *e, uint64_t from, const char *p, size_t n)
{
    size_t skipped = (size_t)(from - e->seen);
    size_t taken = follow(&e->run, from, p + skipped, n - skipped);
    if (e->run.form == NONE)
        skip_to(e, from + taken);
}

/* From some way before PLACE on, where a run that holds it must have begun: had it begun before, the last place that
 * was looked at would lie in it as well. So what stands open there is no part of it. */
static void follow_from(struct sb_encoded *e, enum form form, uint64_t place, const char *p, size_t n)
{
    uint64_t begin = place > SB_RUN_BACK ? place - SB_RUN_BACK : 0;
    e->run = (struct sb_run){
        .form = (uint8_t)form, .gap = WIDE, .at_least_to = place + SB_RUN_BEHIND, .longest = e->run.longest};
    e->run.chunk.cut = begin > 0;
    e->run.bytes = begin > 0 && form == NUMBERS ? '_' : 0;
    if (begin < e->seen) {
        size_t back = (size_t)(e->seen - begin);
        follow(&e->run, begin, e->tail + e->n_tail - back, back);
        begin = e->seen;
    }
    if (e->run.form != NONE)
        follow_piece(e, begin, p, n);
}

static void look_through(struct sb_encoded *e, const char *p, size_t n, bool whole)
{
    if (e->run.form != NONE)
        follow_piece(e, e->seen, p, n);
    while (e->run.form == NONE && e->sample + (whole ? 1 : SB_RUN_AHEAD) <= e->seen + n) {
        uint64_t place = e->sample;
        enum form form = look_at(e, place, p, n);
        if (form != NONE)
            follow_from(e, form, place, p, n);
        if (e->sample == place)
            e->sample += SB_RUN_STEP;
    }
}

static void keep_tail(struct sb_encoded *e, const char *p, size_t n)
{
    if (n >= SB_RUN_TAIL) {
        memcpy(e->tail, p + n - SB_RUN_TAIL, SB_RUN_TAIL);
        e->n_tail = SB_RUN_TAIL;
        return;
    }
    size_t kept = e->n_tail + n > SB_RUN_TAIL ? SB_RUN_TAIL - n : e->n_tail;
    memmove(e->tail, e->tail + e->n_tail - kept, kept);
    memcpy(e->tail + kept, p, n);
    e->n_tail = kept + n;
}

void sb_encoded_begin(struct sb_encoded *e)
{
    memset(e, 0, offsetof(struct sb_encoded, tail));
}

void sb_encoded_add(struct sb_encoded *e, const char *p, size_t n)
{
    if (n == 0)
        return;
    look_through(e, p, n, false);
    keep_tail(e, p, n);
    e->seen += n;
}

static uint64_t result(struct sb_encoded *e)
{
    finish(e);
    return e->run.longest >= SB_RUN_MIN ? e->run.longest : 0;
}

uint64_t sb_encoded_end(struct sb_encoded *e)
{
    look_through(e, "", 0, true);
    return result(e);
}

uint64_t sb_encoded_of(struct sb_encoded *e, sb_str text)
{
    if (text.n < SB_RUN_MIN)
        return 0;
    sb_encoded_begin(e);
    look_through(e, text.p, text.n, true);
    return result(e);
}
