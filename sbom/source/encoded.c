#include "source/encoded.h"

#include "base/mem.h"
#include "source/encoded_bytes.h"

enum { BEFORE = SB_RUN_BEFORE, WINDOW = SB_RUN_WINDOW };

void sb_encoded_init(void)
{
    sb_byte_traits_init();
}

/* ---- a place ---- */

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
static bool may_go_through(enum sb_run_form form, const char *p, size_t n)
{
    unsigned open = form == SB_RUN_CHUNKS ? SB_BYTE_IN_CHUNK : form == SB_RUN_NUMBERS ? SB_BYTE_DIGIT : 0;
    struct sb_run run = {.form = (uint8_t)form};
    size_t at = 0;
    for (; at < 8 || (at < n && sb_byte_traits[(unsigned char)p[at]] & open); at++)
        run.bytes = run.bytes << 8 | (unsigned char)p[at];
    sb_run_follow(&run, 0, p + at, n - at);
    return run.form != SB_RUN_NONE;
}

/* Of a run that holds PLACE and the place a quarter before or behind it. What does not lie in the piece may be
 * anything. */
static bool may_hold(const struct sb_encoded *e, enum sb_run_form form, uint64_t place, const char *p, size_t n)
{
    uint64_t end = e->seen + n;
    bool ahead = place < e->seen || place + QUARTER > end || may_go_through(form, p + (place - e->seen), QUARTER);
    return ahead || (place >= QUARTER && (place < e->seen + QUARTER || place > end ||
                                          may_go_through(form, p + (place - e->seen) - QUARTER, QUARTER)));
}

/* The same for a place of the text: of the five that lie a quarter of a step apart around it a run holds three or more.
 */
static enum sb_run_form look_at(const struct sb_encoded *e, uint64_t place, const char *p, size_t n)
{
    char room[WINDOW];
    enum sb_run_form form = sb_encoded_look(window_at(e, place, p, n, room));
    unsigned held = 1;
    for (uint64_t at = place; form != SB_RUN_NONE && at < place + 2 * QUARTER; held++)
        if (sb_encoded_look(window_at(e, at += QUARTER, p, n, room)) != form)
            break;
    for (uint64_t at = place; form != SB_RUN_NONE && at >= QUARTER && at + 2 * QUARTER > place && held < 3; held++)
        if (sb_encoded_look(window_at(e, at -= QUARTER, p, n, room)) != form)
            break;
    return held >= 3 && may_hold(e, form, place, p, n) ? form : SB_RUN_NONE;
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
    size_t taken = sb_run_follow(&e->run, from, p + skipped, n - skipped);
    if (e->run.form == SB_RUN_NONE)
        skip_to(e, from + taken);
}

/* From some way before PLACE on, where a run that holds it must have begun: had it begun before, the last place that
 * was looked at would lie in it as well. So what stands open there is no part of it. */
static void follow_from(struct sb_encoded *e, enum sb_run_form form, uint64_t place, const char *p, size_t n)
{
    uint64_t begin = place > SB_RUN_BACK ? place - SB_RUN_BACK : 0;
    e->run = (struct sb_run){
        .form = (uint8_t)form, .gap = SB_RUN_WIDE, .at_least_to = place + SB_RUN_BEHIND, .longest = e->run.longest};
    e->run.chunk.cut = begin > 0;
    e->run.bytes = begin > 0 && form == SB_RUN_NUMBERS ? '_' : 0;
    if (begin < e->seen) {
        size_t back = (size_t)(e->seen - begin);
        sb_run_follow(&e->run, begin, e->tail + e->n_tail - back, back);
        begin = e->seen;
    }
    if (e->run.form != SB_RUN_NONE)
        follow_piece(e, begin, p, n);
}

static void look_through(struct sb_encoded *e, const char *p, size_t n, bool whole)
{
    if (e->run.form != SB_RUN_NONE)
        follow_piece(e, e->seen, p, n);
    while (e->run.form == SB_RUN_NONE && e->sample + (whole ? 1 : SB_RUN_AHEAD) <= e->seen + n) {
        uint64_t place = e->sample;
        enum sb_run_form form = look_at(e, place, p, n);
        if (form != SB_RUN_NONE)
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
    sb_run_finish(&e->run);
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
