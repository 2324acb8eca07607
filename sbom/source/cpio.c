#include "source/cpio.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/mem.h"

/* The header: six bytes of magic and thirteen numbers of eight hexadecimal digits; the name, and the bytes, each filled
 * up to a multiple of four. */
enum { MAGIC = 6, DIGITS = 8, HEADER = 110, FILL = 4 };
enum { INO, MODE, UID, GID, NLINK, MTIME, SIZE, DEV_MAJOR, DEV_MINOR, RDEV_MAJOR, RDEV_MINOR, NAME_SIZE, SUM, NUMBERS };
enum { TYPE_BITS = 0170000, TYPE_FILE = 0100000, TYPE_LINK = 0120000, MODE_BITS = 07777 };
/* Of one name or target; of all names that wait for the one with the bytes. */
enum { NAME_MAX_BYTES = 64 * 1024, WAITING = 1000000, WAITING_BYTES = 64 * 1024 * 1024 };

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

struct sb_cpio {
    struct sb_stream stream, *in;
    struct sb_buf out; /* blocks that were made, from AT on not yet read */
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
    bool ended;
    char name[NAME_MAX_BYTES + FILL], target[NAME_MAX_BYTES + FILL];
};

bool sb_is_cpio(sb_str front)
{
    return sb_str_starts(front, SB_S("070701")) || sb_str_starts(front, SB_S("070702"));
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

static bool parse(const char *header, uint32_t numbers[NUMBERS])
{
    for (size_t i = 0; i < NUMBERS; i++) {
        uint8_t bytes[DIGITS / 2];
        if (!sb_hex_decode(sb_str_n(header + MAGIC + i * DIGITS, DIGITS), bytes, sizeof bytes))
            return false;
        numbers[i] = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    }
    return true;
}

/* N bytes of text and what fills them up behind FRONT others; a NUL ends it. */
static sb_rc take_text(struct sb_cpio *c, char *room, uint32_t front, uint32_t n, sb_str *ret, struct sb_err *err)
{
    if (n > NAME_MAX_BYTES)
        return sb_fail(err, SB_E_LIMIT, "the cpio archive has a name of %u bytes", n);
    SB_TRY(take(c, room, n + fill_of((uint64_t)front + n, FILL), err));
    *ret = sb_str_part(sb_str_n(room, n), 0, sb_str_chr(sb_str_n(room, n), '\0'));
    return SB_OK;
}

/* ---- files with several names ---- */

static uint64_t key_of(const uint32_t n[NUMBERS])
{
    return sb_hash_pair(sb_hash_pair(n[DEV_MAJOR], n[DEV_MINOR]), n[INO]) >> 1;
}

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

static sb_rc put_file(struct sb_cpio *c, const uint32_t n[NUMBERS], sb_str name, struct sb_err *err)
{
    bool several = n[NLINK] > 1;
    if (several && n[SIZE] == 0)
        return wait_for(c, key_of(n), name, n[MODE], err);
    put_entry(c, '0', name, SB_STR_NONE, n[MODE], n[SIZE]);
    c->left = n[SIZE];
    c->in_fill = fill_of(n[SIZE], FILL);
    c->out_fill = fill_of(n[SIZE], BLOCK);
    c->key = key_of(n);
    c->with_bytes = several ? name : SB_STR_NONE; /* in c->name until the next entry */
    return SB_OK;
}

static sb_rc next_entry(struct sb_cpio *c, struct sb_err *err)
{
    char header[HEADER];
    uint32_t n[NUMBERS];
    sb_str name, target;
    SB_TRY(take(c, header, HEADER, err));
    if (!sb_is_cpio(sb_str_n(header, HEADER)) || !parse(header, n))
        return sb_fail(err, SB_E_SYNTAX, "the cpio archive is damaged: no header where one should be");
    SB_TRY(take_text(c, c->name, HEADER, n[NAME_SIZE], &name, err));
    if (sb_str_eq(name, SB_S("TRAILER!!!"))) {
        put_rest(c);
        put_zeros(c, 2 * (size_t)BLOCK);
        c->ended = true;
        return SB_OK;
    }
    if ((n[MODE] & TYPE_BITS) == TYPE_FILE)
        return put_file(c, n, name, err);
    SB_TRY(take_text(c, c->target, 0, n[SIZE], &target, err));
    put_entry(c, type_of(n[MODE]), name, type_of(n[MODE]) == '2' ? target : SB_STR_NONE, n[MODE], 0);
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
        if (c->ended)
            return 0;
        if (go_on(c, err) != SB_OK)
            return -1;
    }
    size_t got = c->out.n - c->at < n ? c->out.n - c->at : n;
    memcpy(p, c->out.p + c->at, got);
    c->at += got;
    return (ptrdiff_t)got;
}

struct sb_cpio *sb_cpio_open(struct sb_stream *in)
{
    struct sb_cpio *c = sb_calloc(1, sizeof *c);
    c->stream = (struct sb_stream){cpio_read, c};
    c->in = in;
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
    sb_buf_done(&cpio->out);
    sb_free(cpio->waiting.p);
    sb_map_done(&cpio->last_of);
    sb_arena_done(&cpio->arena);
    sb_free(cpio);
}
