#include "source/unseen.h"

enum form { NONE, CHARACTERS, BLANKS };
enum { FAR = SB_UNSEEN_BLANKS - SB_UNSEEN_STEP - 1 /* where blanks that matter go on */ };
enum { GAP = 2, SHORTEST = 3 /* bytes of a character without shape */ };

/* In numbers, so that what is made of several needs no branch. */
static int is_blank(char c)
{
    return (c == ' ') | (c == '\t');
}

static bool has_no_shape(uint32_t c)
{
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0xe0000 && c <= 0xe007f);
}

static void close_run(struct sb_unseen *u, uint64_t enough)
{
    uint64_t *longest = u->form == BLANKS ? &u->blanks : &u->longest;
    if (u->n >= enough && u->n > *longest)
        *longest = u->n;
    u->form = NONE;
    u->n = 0;
}

static void close_characters(struct sb_unseen *u)
{
    close_run(u, SB_UNSEEN_CHARACTERS - (SB_UNSEEN_STEP + SHORTEST - 1) / SHORTEST);
}

/* Of a byte that begins a character: its bits, and how many bytes follow. Others are bytes of the gap. */
static void open_letter(struct sb_unseen *u, unsigned char c)
{
    u->missing = c >= 0xf0 && c < 0xf8 ? 3 : c >= 0xe0 && c < 0xf0 ? 2 : 0;
    u->letter = u->missing == 3 ? c & 7u : c & 15u;
    bool rest = (c & 0xc0) == 0x80 && u->n == 0; /* of the character that was found in its middle */
    if (u->missing == 0 && !rest && ++u->gap > GAP)
        close_characters(u);
}

static void step_characters(struct sb_unseen *u, unsigned char c)
{
    if (!u->missing) {
        open_letter(u, c);
    } else if ((c & 0xc0) != 0x80) {
        close_characters(u);
    } else {
        u->letter = u->letter << 6 | (c & 63u);
        if (--u->missing)
            return;
        if (has_no_shape(u->letter)) {
            u->n++;
            u->gap = 0;
        } else {
            close_characters(u);
        }
    }
}

static void step_blanks(struct sb_unseen *u, char c)
{
    if (is_blank(c)) {
        u->n++;
        return;
    }
    if (c == '\n' || c == '\r' || !u->inside)
        u->n = 0;
    close_run(u, SB_UNSEEN_BLANKS - SB_UNSEEN_STEP);
}

/* The byte at P + AT, or before the piece. */
static char byte_before(const struct sb_unseen *u, const char *p, size_t at, size_t back)
{
    if (back <= at)
        return p[at - back];
    back -= at;
    return back <= u->n_tail ? u->tail[u->n_tail - back] : '\n';
}

/* Does something stand before the blanks that hold the byte at AT? They began less than a step before, or were found
 * there. */
static bool is_inside(const struct sb_unseen *u, const char *p, size_t at)
{
    size_t back = 1;
    while (back < SB_UNSEEN_STEP && is_blank(byte_before(u, p, at, back)))
        back++;
    char before = byte_before(u, p, at, back);
    return before != '\n' && before != '\r' && !is_blank(before);
}

/* The next place whose byte could be in the middle of something, from AT on; nearly none could. Whether a place of a
 * text is a blank cannot be foretold, so all is asked at once; what lies behind the end may be blank. */
static size_t next_suspect(const char *p, size_t at, size_t n)
{
    for (; at + FAR < n; at += SB_UNSEEN_STEP)
        if ((p[at] & 0x80) | (is_blank(p[at]) & is_blank(p[at + FAR / 2]) & is_blank(p[at + FAR])))
            return at;
    while (at < n && !(p[at] & 0x80) && !is_blank(p[at]))
        at += SB_UNSEEN_STEP;
    return at;
}

/* What it may be in the middle of. */
static void look(struct sb_unseen *u, const char *p, size_t at)
{
    u->gap = u->missing = 0;
    u->n = 0;
    u->form = is_blank(p[at]) ? BLANKS : CHARACTERS;
    u->inside = u->form == BLANKS && is_inside(u, p, at);
}

void sb_unseen_begin(struct sb_unseen *u)
{
    memset(u, 0, offsetof(struct sb_unseen, tail));
}

static void keep_tail(struct sb_unseen *u, const char *p, size_t n)
{
    size_t taken = n < sizeof u->tail ? n : sizeof u->tail;
    size_t kept = u->n_tail + taken > sizeof u->tail ? sizeof u->tail - taken : u->n_tail;
    memmove(u->tail, u->tail + u->n_tail - kept, kept);
    memcpy(u->tail + kept, p + n - taken, taken);
    u->n_tail = kept + taken;
}

void sb_unseen_add(struct sb_unseen *u, const char *p, size_t n)
{
    for (size_t at = 0; at < n;) {
        if (u->form == CHARACTERS) {
            step_characters(u, (unsigned char)p[at++]);
            continue;
        }
        if (u->form == BLANKS) {
            step_blanks(u, p[at++]);
            continue;
        }
        at += (size_t)((SB_UNSEEN_STEP - (u->seen + at) % SB_UNSEEN_STEP) % SB_UNSEEN_STEP);
        at = next_suspect(p, at, n);
        if (at < n)
            look(u, p, at);
    }
    if (n)
        keep_tail(u, p, n);
    u->seen += n;
}

uint64_t sb_unseen_end(struct sb_unseen *u, bool code)
{
    if (u->form == CHARACTERS)
        close_characters(u);
    uint64_t longest = code && u->blanks > u->longest ? u->blanks : u->longest;
    return longest ? SB_UNSEEN_RUN + longest : 0;
}
