#include "source/cpio.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "source/cpio_header.h"
#include "source/inflated.h"

enum { TYPE_BITS = 0170000, TYPE_FILE = 0100000, TYPE_LINK = 0120000, MODE_BITS = 07777 };
/* Of one name or target; of all names that wait for the one with the bytes. */
enum { FILL = 4 /* at most */, NAME_MAX_BYTES = 64 * 1024, WAITING = 1000000, WAITING_BYTES = 64 * 1024 * 1024 };

/* tar, as GNU writes it: blocks, and longer names in entries of their own before. */
enum {
    BLOCK = 512,
    TAR_NAME = 100,
    AT_MODE = 100,
    AT_SIZE = 124,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_LINK = 157,
    AT_MAGIC = 257
};

/* A name of a file whose bytes have not come yet. */
struct waiting {
    sb_str name;
    uint32_t mode;
    uint32_t before; /* another one of the same file, + 1; 0: none */
    bool done;
};

/* A stream of which the first bytes were read before. */
struct begun {
    struct sb_stream stream, *in;
    char bytes[SB_CPIO_MAGIC];
    size_t n, at;
};

struct sb_cpio {
    struct sb_stream stream, *in;
    struct begun plain, unpacked; /* what is read, and what comes out of it where it is packed */
    struct sb_inflated *inflated;
    const struct sb_limits *limits;
    const struct sb_cpio_format *format; /* of the last header */
    bool between;                        /* before an archive */
    struct sb_buf out;                   /* blocks that were made, from AT on not yet read */
    size_t at;
    uint64_t left;    /* bytes of the file that are still to come */
    unsigned in_fill; /* behind it, here and there */
    unsigned out_fill;
    sb_str with_bytes; /* the name of that file, if others wait for it */
    uint64_t key;      /* ... by this */
    SB_VEC(struct waiting) waiting;
    struct sb_map last_of; /* by inode and device: where in WAITING, + 1 */
    uint64_t waiting_bytes;
    struct sb_arena arena; /* names that wait */
    bool ended;            /* the archive, or the last of them */
    bool closed;           /* and so is the tar */
    char name[NAME_MAX_BYTES + FILL], target[NAME_MAX_BYTES + FILL];
};

bool sb_is_cpio(sb_str front)
{
    return sb_cpio_format_of(front) != NULL;
}

/* ---- the tar ---- */

static void put_octal(char *field, size_t digits, uint64_t value)
{
    for (size_t i = digits; i-- > 0; value /= 8)
        field[i] = (char)('0' + value % 8);
}

static void put_block(struct sb_cpio *c, char type, sb_str name, sb_str target, uint32_t mode, uint64_t size)
{
    static const sb_str magic = {"ustar  ", 8};
    char block[BLOCK] = {0};
    unsigned sum = 0;
    memcpy(block, name.p, name.n < TAR_NAME ? name.n : TAR_NAME - 1);
    if (target.n)
        memcpy(block + AT_LINK, target.p, target.n < TAR_NAME ? target.n : TAR_NAME - 1);
    put_octal(block + AT_MODE, 7, mode & MODE_BITS);
    put_octal(block + AT_SIZE, 11, size);
    block[AT_TYPE] = type;
    memcpy(block + AT_MAGIC, magic.p, magic.n);
    memset(block + AT_SUM, ' ', 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)block[i];
    put_octal(block + AT_SUM, 6, sum);
    block[AT_SUM + 6] = '\0';
    sb_buf_add(&c->out, block, BLOCK);
}

static unsigned fill_of(uint64_t n, unsigned unit)
{
    return (unsigned)((unit - n % unit) % unit);
}

static void put_zeros(struct sb_cpio *c, size_t n)
{
    static const char zeros[BLOCK];
    for (; n; n -= n < BLOCK ? n : BLOCK)
        sb_buf_add(&c->out, zeros, n < BLOCK ? n : BLOCK);
}

static void put_long(struct sb_cpio *c, char type, sb_str text)
{
    if (text.n < TAR_NAME)
        return;
    put_block(c, type, SB_S("././@LongLink"), SB_STR_NONE, 0, text.n + 1);
    sb_buf_str(&c->out, text);
    put_zeros(c, 1 + fill_of(text.n + 1, BLOCK));
}

static void put_entry(struct sb_cpio *c, char type, sb_str name, sb_str target, uint32_t mode, uint64_t size)
{
    put_long(c, 'K', target);
    put_long(c, 'L', name);
    put_block(c, type, name, target, mode, size);
}

/* ---- the cpio ---- */

static sb_rc cut(struct sb_err *err)
{
    return sb_fail(err, SB_E_SYNTAX, "the cpio archive is cut");
}

static sb_rc take(struct sb_cpio *c, char *p, size_t n, struct sb_err *err)
{
    while (n) {
        ptrdiff_t got = c->in->read(c->in, p, n, err);
        if (got <= 0)
            return got < 0 ? err->rc : cut(err);
        p += got;
        n -= (size_t)got;
    }
    return SB_OK;
}

/* ---- one archive behind the other ---- */

static ptrdiff_t begun_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct begun *b = stream->ctx;
    if (b->at == b->n)
        return b->in->read(b->in, p, n, err);
    n = n < b->n - b->at ? n : b->n - b->at;
    memcpy(p, b->bytes + b->at, n);
    b->at += n;
    return (ptrdiff_t)n;
}

static void begin(struct begun *b, struct sb_stream *in)
{
    *b = (struct begun){.stream = {begun_read, b}, .in = in};
}

/* Passes over zeros, and looks at the first bytes behind them. */
static sb_rc look_ahead(struct begun *b, sb_str *ret_front, struct sb_err *err)
{
    ptrdiff_t got = 1;
    b->n = b->at = 0;
    while (b->n < sizeof b->bytes && got > 0) {
        got = b->in->read(b->in, b->bytes + b->n, b->n ? sizeof b->bytes - b->n : 1, err);
        b->n += got > 0 && (b->n || b->bytes[0]) ? (size_t)got : 0;
    }
    *ret_front = sb_str_n(b->bytes, b->n);
    return got < 0 ? err->rc : SB_OK;
}

static sb_rc unpack(struct sb_cpio *c, sb_str *ret_front, struct sb_err *err)
{
    SB_TRY(sb_inflated_open(&c->plain.stream, c->limits, &c->inflated, err));
    begin(&c->unpacked, sb_inflated_stream(c->inflated));
    c->in = &c->unpacked.stream;
    return look_ahead(&c->unpacked, ret_front, err);
}

static sb_rc find_next(struct sb_cpio *c, struct sb_err *err)
{
    sb_str front;
    SB_TRY(look_ahead(c->inflated ? &c->unpacked : &c->plain, &front, err));
    if (!c->inflated && sb_is_deflated(front))
        SB_TRY(unpack(c, &front, err));
    c->between = false;
    c->ended = front.n == 0;
    if (front.n && !sb_is_cpio(front))
        return sb_fail(err, SB_E_SYNTAX, "the cpio archive is damaged: what lies behind it is none");
    return SB_OK;
}

/* N bytes of text and what fills them up behind FRONT others; a NUL ends it. */
static sb_rc take_text(struct sb_cpio *c, char *room, uint32_t front, uint32_t n, sb_str *ret, struct sb_err *err)
{
    if (n > NAME_MAX_BYTES)
        return sb_fail(err, SB_E_LIMIT, "the cpio archive has a name of %u bytes", n);
    SB_TRY(take(c, room, n + fill_of((uint64_t)front + n, c->format->fill), err));
    *ret = sb_str_part(sb_str_n(room, n), 0, sb_str_chr(sb_str_n(room, n), '\0'));
    return SB_OK;
}

/* ---- files with several names ---- */

static sb_rc wait_for(struct sb_cpio *c, uint64_t key, sb_str name, uint32_t mode, struct sb_err *err)
{
    uint32_t *last = sb_map_put(&c->last_of, key);
    c->waiting_bytes += name.n;
    if (c->waiting.n == WAITING || c->waiting_bytes > WAITING_BYTES)
        return sb_fail(err, SB_E_LIMIT, "the cpio archive has too many hard links");
    *SB_PUSH(&c->waiting) = (struct waiting){sb_arena_str(&c->arena, name), mode, *last, false};
    *last = (uint32_t)c->waiting.n;
    return SB_OK;
}

/* They stand behind the one with the bytes. */
static void put_links(struct sb_cpio *c)
{
    uint32_t *last = c->with_bytes.n ? sb_map_put(&c->last_of, c->key) : NULL;
    for (uint32_t i = last ? *last : 0; i; i = c->waiting.p[i - 1].before) {
        struct waiting *w = &c->waiting.p[i - 1];
        put_entry(c, '1', w->name, c->with_bytes, w->mode, 0);
        w->done = true;
    }
    if (last)
        *last = 0;
    c->with_bytes = SB_STR_NONE;
}

/* Those whose bytes never came are empty. */
static void put_rest(struct sb_cpio *c)
{
    for (size_t i = 0; i < c->waiting.n; i++)
        if (!c->waiting.p[i].done)
            put_entry(c, '0', c->waiting.p[i].name, SB_STR_NONE, c->waiting.p[i].mode, 0);
    c->waiting.n = 0;
    sb_map_done(&c->last_of);
    c->last_of = (struct sb_map){0};
}

/* ---- entries ---- */

static char type_of(uint32_t mode)
{
    switch (mode & TYPE_BITS) {
    case TYPE_FILE: return '0';
    case TYPE_LINK: return '2';
    case 0040000: return '5';
    case 0020000: return '3';
    case 0060000: return '4';
    default: return '6';
    }
}

static sb_rc put_file(struct sb_cpio *c, const struct sb_cpio_header *header, sb_str name, struct sb_err *err)
{
    bool several = header->links > 1;
    if (several && header->size == 0)
        return wait_for(c, header->file, name, header->mode, err);
    put_entry(c, '0', name, SB_STR_NONE, header->mode, header->size);
    c->left = header->size;
    c->in_fill = fill_of(header->size, c->format->fill);
    c->out_fill = fill_of(header->size, BLOCK);
    c->key = header->file;
    c->with_bytes = several ? name : SB_STR_NONE; /* in c->name until the next entry */
    return SB_OK;
}

static sb_rc take_header(struct sb_cpio *c, struct sb_cpio_header *ret, struct sb_err *err)
{
    char bytes[SB_CPIO_HEADER];
    SB_TRY(take(c, bytes, SB_CPIO_MAGIC, err));
    c->format = sb_cpio_format_of(sb_str_n(bytes, SB_CPIO_MAGIC));
    if (c->format)
        SB_TRY(take(c, bytes + SB_CPIO_MAGIC, c->format->n - SB_CPIO_MAGIC, err));
    if (!c->format || !c->format->parse(c->format, bytes, ret))
        return sb_fail(err, SB_E_SYNTAX, "the cpio archive is damaged: no header where one should be");
    return SB_OK;
}

static sb_rc next_entry(struct sb_cpio *c, struct sb_err *err)
{
    struct sb_cpio_header header;
    sb_str name, target;
    if (c->between)
        SB_TRY(find_next(c, err));
    if (c->ended)
        return SB_OK;
    SB_TRY(take_header(c, &header, err));
    SB_TRY(take_text(c, c->name, (uint32_t)c->format->n, header.name_size, &name, err));
    if (sb_str_eq(name, SB_S("TRAILER!!!"))) {
        put_rest(c);
        c->between = c->limits != NULL;
        c->ended = !c->between;
        return SB_OK;
    }
    if ((header.mode & TYPE_BITS) == TYPE_FILE)
        return put_file(c, &header, name, err);
    SB_TRY(take_text(c, c->target, 0, header.size, &target, err));
    char type = type_of(header.mode);
    put_entry(c, type, name, type == '2' ? target : SB_STR_NONE, header.mode, 0);
    return SB_OK;
}

/* ---- the stream ---- */

static ptrdiff_t give_bytes(struct sb_cpio *c, void *p, size_t n, struct sb_err *err)
{
    ptrdiff_t got = c->in->read(c->in, p, c->left < n ? (size_t)c->left : n, err);
    if (got == 0)
        cut(err);
    if (got <= 0)
        return -1;
    c->left -= (uint64_t)got;
    return got;
}

/* Behind the bytes of a file, or at the start. */
static sb_rc go_on(struct sb_cpio *c, struct sb_err *err)
{
    char fill[FILL];
    sb_buf_clear(&c->out);
    c->at = 0;
    SB_TRY(take(c, fill, c->in_fill, err));
    put_zeros(c, c->out_fill);
    c->in_fill = c->out_fill = 0;
    put_links(c);
    return c->out.n ? SB_OK : next_entry(c, err);
}

static ptrdiff_t cpio_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_cpio *c = stream->ctx;
    if (n == 0)
        return 0;
    while (c->at == c->out.n) {
        if (c->left)
            return give_bytes(c, p, n, err);
        if (c->closed)
            return 0;
        if (go_on(c, err) != SB_OK)
            return -1;
        if (c->ended)
            put_zeros(c, 2 * (size_t)BLOCK);
        c->closed = c->ended;
    }
    size_t got = c->out.n - c->at < n ? c->out.n - c->at : n;
    memcpy(p, c->out.p + c->at, got);
    c->at += got;
    return (ptrdiff_t)got;
}

struct sb_cpio *sb_cpio_open(struct sb_stream *in, const struct sb_limits *limits)
{
    struct sb_cpio *c = sb_calloc(1, sizeof *c);
    c->stream = (struct sb_stream){cpio_read, c};
    begin(&c->plain, in);
    c->in = limits ? &c->plain.stream : in;
    c->limits = limits;
    c->between = limits != NULL;
    return c;
}

struct sb_stream *sb_cpio_stream(struct sb_cpio *cpio)
{
    return &cpio->stream;
}

void sb_cpio_close(struct sb_cpio *cpio)
{
    if (!cpio)
        return;
    sb_inflated_close(cpio->inflated);
    sb_buf_done(&cpio->out);
    sb_free(cpio->waiting.p);
    sb_map_done(&cpio->last_of);
    sb_arena_done(&cpio->arena);
    sb_free(cpio);
}
