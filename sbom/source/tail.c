#include "source/tail.h"

#include "base/number.h"

/* What the bytes of the head are, when all that are wanted are there. */
enum state {
    NO_IMAGE,
    ENDED,
    PNG_CHUNK,
    GIF_SCREEN,
    GIF_BLOCK, /* what kind of block follows */
    GIF_IMAGE,
    GIF_PART, /* how many bytes follow, none for the last part */
    RIFF_FORM,
    JPEG_MARKER,
    JPEG_LENGTH,
    JPEG_SCAN, /* bytes of the picture itself, up to a marker */
    JPEG_NEXT, /* behind the end: perhaps another one */
    STATES
};

static void go_on(struct sb_tail *t, enum state state, uint64_t skip, uint8_t wanted)
{
    t->state = (uint8_t)state;
    t->skip = skip;
    t->wanted = wanted;
    t->n = 0;
}

bool sb_tail_begin(struct sb_tail *t, sb_str front)
{
    static const struct {
        sb_str magic;
        enum state state;
        uint8_t skip, wanted;
    } formats[] = {
        {{"\x89PNG\r\n\x1a\n", 8}, PNG_CHUNK, 8, 8}, {{"GIF87a", 6}, GIF_SCREEN, 10, 3},
        {{"GIF89a", 6}, GIF_SCREEN, 10, 3},          {{"RIFF", 4}, RIFF_FORM, 4, 4},
        {{"\xff\xd8\xff", 3}, JPEG_MARKER, 2, 2},
    };
    *t = (struct sb_tail){0};
    for (size_t i = 0; i < SB_COUNT(formats); i++)
        if (sb_str_starts(front, formats[i].magic)) {
            go_on(t, formats[i].state, formats[i].skip, formats[i].wanted);
            return true;
        }
    return false;
}

static uint32_t number(const uint8_t *p, bool big_endian)
{
    return sb_u32_at(sb_str_n((const char *)p, 4), 0, big_endian);
}

static void png_chunk(struct sb_tail *t)
{
    uint64_t data = (uint64_t)number(t->head, true) + 4; /* and its checksum */
    bool last = memcmp(t->head + 4, "IEND", 4) == 0;
    go_on(t, last ? ENDED : PNG_CHUNK, data, last ? 0 : 8);
}

/* A palette has three bytes for each of 2 to 256 colours. */
static uint64_t palette(uint8_t flags)
{
    return flags & 0x80 ? 3 * ((uint64_t)2 << (flags & 7)) : 0;
}

static void gif_screen(struct sb_tail *t)
{
    go_on(t, GIF_BLOCK, palette(t->head[0]), 1);
}

static void gif_block(struct sb_tail *t)
{
    switch (t->head[0]) {
    case '!': go_on(t, GIF_PART, 1, 1); break;
    case ',': go_on(t, GIF_IMAGE, 8, 1); break;
    case ';': go_on(t, ENDED, 0, 0); break;
    default: go_on(t, NO_IMAGE, 0, 0);
    }
}

static void gif_image(struct sb_tail *t)
{
    go_on(t, GIF_PART, palette(t->head[0]) + 1, 1);
}

static void gif_part(struct sb_tail *t)
{
    go_on(t, t->head[0] ? GIF_PART : GIF_BLOCK, t->head[0], 1);
}

/* Padded to an even length. */
static void riff_form(struct sb_tail *t)
{
    uint64_t length = number(t->head, false);
    go_on(t, ENDED, length + (length & 1), 0);
}

/* Behind a JPEG another one may follow: what does not is its tail. */
static void jpeg_end(struct sb_tail *t)
{
    go_on(t, JPEG_NEXT, 0, 3);
    t->again = true;
    t->behind = 0;
}

static void jpeg_marker(struct sb_tail *t)
{
    uint8_t marker = t->head[1];
    bool filled = marker == 0xff;
    bool alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (t->head[0] != 0xff || marker == 0) {
        go_on(t, NO_IMAGE, 0, 0);
    } else if (marker == 0xd9) {
        jpeg_end(t);
    } else {
        go_on(t, filled || alone ? JPEG_MARKER : JPEG_LENGTH, 0, filled || alone ? 2 : 3);
        if (!alone)
            t->head[t->n++] = marker;
    }
}

static void jpeg_length(struct sb_tail *t)
{
    bool scan = t->head[0] == 0xda;
    unsigned length = (unsigned)t->head[1] << 8 | t->head[2];
    if (length < 2)
        go_on(t, NO_IMAGE, 0, 0);
    else
        go_on(t, scan ? JPEG_SCAN : JPEG_MARKER, length - 2, scan ? 1 : 2);
}

/* The byte behind 0xff: a zero or a restart is part of the picture. */
static void jpeg_scan(struct sb_tail *t)
{
    uint8_t byte = t->head[0];
    if (byte == 0 || (byte >= 0xd0 && byte <= 0xd7)) {
        go_on(t, JPEG_SCAN, 0, 1);
        return;
    }
    t->head[1] = byte;
    t->head[0] = 0xff;
    jpeg_marker(t);
}

static void jpeg_next(struct sb_tail *t)
{
    if (t->head[0] == 0xff && t->head[1] == 0xd8 && t->head[2] == 0xff) {
        go_on(t, JPEG_MARKER, 0, 2);
        t->head[t->n++] = 0xff;
    } else {
        go_on(t, ENDED, 0, 0);
    }
}

static void (*const steps[STATES])(struct sb_tail *) = {
    [PNG_CHUNK] = png_chunk, [GIF_SCREEN] = gif_screen, [GIF_BLOCK] = gif_block,     [GIF_IMAGE] = gif_image,
    [GIF_PART] = gif_part,   [RIFF_FORM] = riff_form,   [JPEG_MARKER] = jpeg_marker, [JPEG_LENGTH] = jpeg_length,
    [JPEG_SCAN] = jpeg_scan, [JPEG_NEXT] = jpeg_next,
};

/* Up to the byte behind 0xff, of which none but that is looked at. WANTED is 2 while that one is open. */
static size_t scan(struct sb_tail *t, const char *p, size_t n)
{
    const char *mark = memchr(p, 0xff, n);
    if (!mark)
        return n;
    t->wanted = 2;
    return (size_t)(mark - p) + 1;
}

/* How many bytes of the N at P were taken. */
static size_t step(struct sb_tail *t, const char *p, size_t n)
{
    if (t->skip) {
        size_t skipped = t->skip < n ? (size_t)t->skip : n;
        t->skip -= skipped;
        return skipped;
    }
    if (t->state == ENDED || t->state == NO_IMAGE)
        return n;
    if (t->state == JPEG_SCAN && t->wanted == 1)
        return scan(t, p, n);
    t->head[t->n++] = (uint8_t)*p;
    return 1;
}

static bool is_head_full(const struct sb_tail *t)
{
    return t->state == JPEG_SCAN ? t->n == 1 : t->n && t->n == t->wanted;
}

void sb_tail_add(struct sb_tail *t, const char *p, size_t n)
{
    while (n) {
        bool behind = t->again || (t->state == ENDED && !t->skip);
        size_t used = step(t, p, n);
        t->behind += behind ? used : 0;
        if (is_head_full(t))
            steps[t->state](t);
        p += used;
        n -= used;
    }
}

uint64_t sb_tail_end(const struct sb_tail *t)
{
    return t->behind >= SB_TAIL_MIN ? t->behind : 0;
}
