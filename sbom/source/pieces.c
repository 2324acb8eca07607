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

/* The words of a window, and those of them that are pieces. */
struct words {
    uint32_t all, in_pieces; /* characters */
    size_t n;                /* pieces */
    sb_str pieces[WINDOW / 2];
};

/* What the pieces are. */
struct tally {
    uint32_t addresses;                          /* characters of those that are addresses; ... */
    uint32_t text;                               /* ... of those of base64 or hex, ... */
    uint32_t texts, lengths[SB_PIECES_LONG + 1]; /* ... and how many of these there are, of each length */
    uint32_t small, large, digits, hex, changes;
    uint64_t values[2]; /* which characters there are */
};

static bool is_told(sb_str piece)
{
    return is_address(piece) || is_card(piece);
}

static bool is_text(sb_str piece)
{
    return piece.n >= SB_PIECES_SHORT && piece.n <= SB_PIECES_LONG && !is_told(piece);
}

static void add_piece(struct tally *tally, sb_str piece)
{
    if (is_told(piece)) {
        tally->addresses += (uint32_t)piece.n;
    } else if (is_text(piece)) {
        tally->text += (uint32_t)piece.n;
        tally->texts++;
        tally->lengths[piece.n]++;
    }
}

static unsigned class_of(char c)
{
    return sb_is_digit(c) ? 2 : c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : 3;
}

static void add_characters(struct tally *tally, sb_str text)
{
    uint32_t *const counts[] = {&tally->small, &tally->large, &tally->digits, NULL};
    for (size_t i = 0; i < text.n; i++) {
        unsigned class = class_of(text.p[i]);
        if (counts[class])
            ++*counts[class];
        tally->hex += is_hex(text.p[i]);
        tally->values[text.p[i] >> 6 & 1] |= (uint64_t)1 << (text.p[i] & 63);
        tally->changes += i > 0 && class != class_of(text.p[i - 1]);
    }
}

/* Letters, digits and + / = . : - _ */
static sb_block in_words_of(sb_block bytes)
{
    sb_block letters = (sb_block)((sb_block)((bytes | 0x20) - 'a') < 26);
    sb_block digits = (sb_block)((sb_block)(bytes - '-') < 14); /* with - . / : */
    return letters | digits | (sb_block)((bytes == '+') | (bytes == '=') | (bytes == '_'));
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

static void find_pieces(const char *p, struct words *ret)
{
    uint8_t in_word[WINDOW];
    for (size_t at = 0; at < WINDOW; at += sizeof(sb_block)) {
        sb_block hits = in_words_of(sb_block_at(p + at));
        memcpy(in_word + at, &hits, sizeof hits);
    }
    ret->all = ret->in_pieces = 0;
    ret->n = 0;
    for (size_t at = 1, end; at + 1 < WINDOW; at = end + 1) {
        for (end = at; end < WINDOW && in_word[end]; end++)
            ;
        ret->all += (uint32_t)(end - at);
        if (end == at || end == WINDOW || !is_quote(p[end]) || p[at - 1] != p[end])
            continue;
        ret->in_pieces += (uint32_t)(end - at);
        ret->pieces[ret->n++] = sb_str_n(p + at, end - at);
    }
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
    if (tally->changes * 3 < n)
        return false;
    int values = __builtin_popcountll(tally->values[0]) + __builtin_popcountll(tally->values[1]);
    bool base64 = values >= BASE64_VALUES && tally->digits * 20 >= n && tally->small * 6 >= n && tally->large * 6 >= n;
    bool hex = values >= HEX_VALUES && tally->hex * 8 >= n * 7 && tally->digits * 3 >= n && tally->digits * 5 <= n * 4;
    return base64 || hex;
}

/* How many characters of a hidden text the window holds; 0: it is none. Most are told by how few of their words are
 * pieces, or how long these are. */
static uint32_t look_at(const char *p)
{
    struct words words;
    struct tally tally = {0};
    find_pieces(p, &words);
    if (words.n < SB_PIECES_MIN || words.in_pieces * 5 < words.all * 3)
        return 0;
    for (size_t i = 0; i < words.n; i++)
        add_piece(&tally, words.pieces[i]);
    if (tally.addresses * 4 >= words.in_pieces * 3)
        return tally.addresses;
    if (tally.text * 4 < words.in_pieces * 3 || !is_even(&tally))
        return 0;
    for (size_t i = 0; i < words.n; i++)
        if (is_text(words.pieces[i]))
            add_characters(&tally, words.pieces[i]);
    return is_random(&tally) ? tally.text : 0;
}

/* ---- the text ---- */

/* What nearly all places are told by. */
static bool has_quotes(const char *p)
{
    sb_block n = {0}; /* each byte that is equal takes one away from its own count */
    for (size_t at = 0; at < FRONT; at += sizeof n) {
        sb_block here = sb_block_at(p + at);
        n += (sb_block)(here == '"') + (sb_block)(here == '\'') + (sb_block)(here == '`');
    }
    return sb_block_sum((sb_block){0} - n) >= QUOTES;
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
