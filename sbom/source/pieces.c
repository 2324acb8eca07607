#include "source/pieces.h"

#include "base/block.h"

enum { STEP = SB_PIECES_STEP, WINDOW = SB_PIECES_WINDOW, FRONT = 128, QUOTES = 8 };

void sb_pieces_begin(struct sb_pieces *s)
{
    memset(s, 0, offsetof(struct sb_pieces, window));
}

/* ---- one piece ---- */

static bool is_hex(char c)
{
    return sb_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* 10.20.30.40 */
static bool is_address(sb_str piece)
{
    unsigned groups = 0;
    while (piece.n) {
        sb_str group;
        unsigned value = 0;
        bool more = sb_str_cut(&piece, '.', &group);
        for (size_t i = 0; i < group.n; i++) {
            if (!sb_is_digit(group.p[i]) || i == 3)
                return false;
            value = value * 10 + (unsigned)(group.p[i] - '0');
        }
        if (group.n == 0 || value > 255 || (more && piece.n == 0))
            return false;
        groups++;
    }
    return groups == 4;
}

/* 0a:1b:2c:3d:4e:5f, or with dashes */
static bool is_card(sb_str piece)
{
    if (piece.n != 17)
        return false;
    for (size_t i = 0; i < piece.n; i++)
        if (i % 3 == 2 ? piece.p[i] != ':' && piece.p[i] != '-' : !is_hex(piece.p[i]))
            return false;
    return true;
}

/* ---- one window ---- */

/* What the pieces of a window are. */
struct tally {
    uint32_t all, pieces, addresses; /* characters of all words; of pieces; of those that are addresses */
    uint32_t n;                      /* pieces, ... */
    uint32_t text;                   /* ... characters of those of base64 or hex, ... */
    uint32_t small, large, digits, hex, changes;
    uint64_t values[2];                          /* which characters there are */
    uint32_t texts, lengths[SB_PIECES_LONG + 1]; /* ... and how many there are of each length */
};

static unsigned class_of(char c)
{
    return sb_is_digit(c) ? 2 : c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : 3;
}

static void add_text(struct tally *tally, sb_str piece)
{
    uint32_t *const counts[] = {&tally->small, &tally->large, &tally->digits, NULL};
    for (size_t i = 0; i < piece.n; i++) {
        unsigned class = class_of(piece.p[i]);
        if (counts[class])
            ++*counts[class];
        tally->hex += is_hex(piece.p[i]);
        tally->values[piece.p[i] >> 6 & 1] |= (uint64_t)1 << (piece.p[i] & 63);
        tally->changes += i > 0 && class != class_of(piece.p[i - 1]);
    }
    tally->text += (uint32_t)piece.n;
    tally->texts++;
    tally->lengths[piece.n]++;
}

static void add_piece(struct tally *tally, sb_str piece)
{
    tally->n++;
    tally->pieces += (uint32_t)piece.n;
    if (is_address(piece) || is_card(piece))
        tally->addresses += (uint32_t)piece.n;
    else if (piece.n >= SB_PIECES_SHORT && piece.n <= SB_PIECES_LONG)
        add_text(tally, piece);
}

/* Letters, digits and + / = . : - _, a bit each. */
static bool is_in_word(char c)
{
    static const uint64_t bits[4] = {0x27ffe80000000000, 0x7fffffe87fffffe};
    return bits[(unsigned char)c >> 6] >> (c & 63) & 1;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

static struct tally count_pieces(const char *p)
{
    struct tally tally = {0};
    for (size_t at = 1, end; at + 1 < WINDOW; at = end + 1) {
        for (end = at; end < WINDOW && is_in_word(p[end]); end++)
            ;
        tally.all += (uint32_t)(end - at);
        if (end > at && end < WINDOW && is_quote(p[end]) && p[at - 1] == p[end])
            add_piece(&tally, sb_str_n(p + at, end - at));
    }
    return tally;
}

/* Somebody cut a text into pieces of one length; names and formulas have their own. */
static bool is_even(const struct tally *tally)
{
    uint32_t most = 0;
    for (size_t n = 0; n <= SB_PIECES_LONG; n++)
        most = n != 6 && tally->lengths[n] > most ? tally->lengths[n] : most; /* colours have six */
    return tally->texts && most * 2 >= tally->texts;
}

/* Of a window's characters so many are different at least. */
enum { BASE64_VALUES = 24, HEX_VALUES = 10 };

/* Random characters go from one class to another all the time, and there are enough of each. */
static bool is_random(const struct tally *tally)
{
    uint32_t n = tally->text;
    if (tally->changes * 3 < n || !is_even(tally))
        return false;
    int values = __builtin_popcountll(tally->values[0]) + __builtin_popcountll(tally->values[1]);
    bool base64 = values >= BASE64_VALUES && tally->digits * 20 >= n && tally->small * 6 >= n && tally->large * 6 >= n;
    bool hex = values >= HEX_VALUES && tally->hex * 8 >= n * 7 && tally->digits * 3 >= n && tally->digits * 5 <= n * 4;
    return base64 || hex;
}

/* How many characters of a hidden text the window holds; 0: it is none. */
static uint32_t look_at(const char *p)
{
    struct tally tally = count_pieces(p);
    if (tally.n < SB_PIECES_MIN || tally.pieces * 5 < tally.all * 3)
        return 0;
    if (tally.addresses * 4 >= tally.pieces * 3)
        return tally.addresses;
    return tally.text * 4 >= tally.pieces * 3 && is_random(&tally) ? tally.text : 0;
}

/* ---- the text ---- */

static sb_block quotes_of(sb_block bytes)
{
    return (sb_block)((bytes == '"') | (bytes == '\'') | (bytes == '`'));
}

/* What nearly all places are told by. */
static bool has_quotes(const char *p)
{
    unsigned n = 0;
    for (size_t at = 0; at < FRONT; at += 64)
        n += (unsigned)__builtin_popcountll(sb_block_bits_of_64(p + at, quotes_of));
    return n >= QUOTES;
}

static void close_stretch(struct sb_pieces *s)
{
    if (s->found > s->longest)
        s->longest = s->found;
    s->found = 0;
    s->gap = false;
}

static void close_window(struct sb_pieces *s, const char *p)
{
    uint32_t n = look_at(p);
    if (n) {
        s->found += n;
        s->gap = false;
    } else if (s->gap) {
        close_stretch(s);
    } else {
        s->gap = s->found > 0;
    }
    s->next += WINDOW;
    if (!s->found)
        s->next = (s->next + STEP - 1) / STEP * STEP;
}

void sb_pieces_add(struct sb_pieces *s, const char *p, size_t n)
{
    uint64_t end = s->seen + n;
    while (s->next < end) {
        uint64_t from = s->next > s->seen ? s->next : s->seen;
        uint64_t to = s->next + WINDOW < end ? s->next + WINDOW : end;
        const char *at = p + (from - s->seen);
        bool whole = to - from == WINDOW;
        if (whole && !s->found && !has_quotes(at)) {
            s->next += STEP;
            continue;
        }
        if (!whole)
            memcpy(s->window + (from - s->next), at, (size_t)(to - from));
        if (to < s->next + WINDOW)
            break;
        close_window(s, whole ? at : s->window);
    }
    s->seen = end;
}

uint64_t sb_pieces_end(struct sb_pieces *s)
{
    close_stretch(s);
    return s->longest >= SB_PIECES_RUN ? s->longest + STEP : 0;
}
