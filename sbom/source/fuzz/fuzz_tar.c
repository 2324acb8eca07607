/* Any bytes as a tar, read by libarchive alone and with the reader of plain headers before it: what comes out is the
 * same, entries, bytes and what is told. Each input is looked at as it is, and with right checksums. */
#include <stdio.h>

#include "base/mem.h"
#include "source/archive_read.h"
#include "source/tar_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

/* How it is read. */
struct way {
    size_t step; /* bytes that a read gives at most; 0: all */
    bool skips, layer, small;
};
static const struct way ways[] = {{0},
                                  {.step = 700},
                                  {.skips = true, .layer = true},
                                  {.step = 1300, .small = true},
                                  {.step = 4096, .skips = true, .small = true}};

/* ---- input ---- */

struct input {
    struct sb_stream stream;
    sb_str rest;
    size_t step;
};

static ptrdiff_t input_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct input *input = stream->ctx;
    (void)err;
    n = input->step && input->step < n ? input->step : n;
    n = input->rest.n < n ? input->rest.n : n;
    if (n)
        memcpy(p, input->rest.p, n);
    input->rest = sb_str_from(input->rest, n);
    return (ptrdiff_t)n;
}

static int64_t input_skip(struct sb_stream *stream, int64_t n)
{
    struct input *input = stream->ctx;
    size_t skipped = n < 0 ? 0 : (uint64_t)n < input->rest.n ? (size_t)n : input->rest.n;
    input->rest = sb_str_from(input->rest, skipped);
    return (int64_t)skipped;
}

/* ---- what comes out ---- */

struct seen {
    struct sb_buf text;
    uint64_t entries;
};

/* Some are not wanted, ... */
static bool wants(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    (void)worker;
    (void)ctx;
    return entry->name.n % 3 != 0;
}

/* ... and of the others some are read to the end, some in part, some not at all. */
static void read_body(struct seen *seen, struct sb_stream *stream)
{
    char piece[777];
    struct sb_err err = {0};
    uint64_t hash = 0, n = 0;
    ptrdiff_t got = 1;
    while (got > 0 && seen->entries % 3 != 2) {
        got = stream->read(stream, piece, sizeof piece, &err);
        for (ptrdiff_t i = 0; i < got; i++)
            hash = hash * 31 + (unsigned char)piece[i];
        n += got > 0 ? (uint64_t)got : 0;
        if (seen->entries % 3 == 1)
            break;
    }
    if (seen->entries % 3 == 0)
        sb_buf_printf(&seen->text, " bytes %llu %llx %s", (unsigned long long)n, (unsigned long long)hash, err.text);
}

static void on_entry(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct seen *seen = ctx;
    (void)worker;
    seen->entries++;
    sb_buf_printf(&seen->text, "%d %u '%.*s' '%.*s' %llu %o", (int)entry->kind, entry->sequence, SB_FMT(entry->dir),
                  SB_FMT(entry->name), (unsigned long long)entry->size, (unsigned)entry->mode);
    sb_buf_printf(&seen->text, " '%.*s' '%.*s'", SB_FMT(entry->target), SB_FMT(entry->hardlink));
    if (entry->capabilities)
        sb_capabilities_text(entry->capabilities, &seen->text);
    if (stream)
        read_body(seen, stream);
    sb_buf_chr(&seen->text, '\n');
}

static void run(sb_str bytes, const struct way *way, bool by_libarchive, struct sb_buf *ret)
{
    const struct sb_limits limits = {.file_bytes = way->small ? 9000 : 1 << 20,
                                     .archive_bytes = way->small ? 20000 : 8 << 20,
                                     .entries = way->small ? 20 : 200,
                                     .depth = 8,
                                     .ratio = 200,
                                     .path_bytes = way->small ? 300 : 20000};
    const struct sb_archive_part part = {
        .name = "part", .layer = way->layer, .skip = way->skips ? input_skip : NULL, .by_libarchive = by_libarchive};
    struct sb_source_options options = {.threads = 1, .names_only = way->skips};
    struct seen seen = {0};
    struct sb_visitor visitor = {.ctx = &seen, .wants = way->skips ? wants : NULL, .entry = on_entry};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct input in = {.rest = bytes, .step = way->step};
    in.stream = (struct sb_stream){input_read, &in};
    sb_rc rc = sb_archive_read_part(&in.stream, &limits, &options, &visitor, &diags, &part, &err);
    for (size_t i = 0; i < diags.n; i++)
        sb_buf_printf(&seen.text, "%d '%.*s' '%.*s'\n", (int)diags.p[i].code, SB_FMT(diags.p[i].path),
                      SB_FMT(diags.p[i].message));
    sb_buf_printf(&seen.text, "%d %s\n", (int)rc, err.text);
    sb_diags_done(&diags);
    *ret = seen.text;
}

static void compare(sb_str bytes)
{
    for (size_t i = 0; i < SB_COUNT(ways); i++) {
        struct sb_buf one, other;
        run(bytes, &ways[i], false, &one);
        run(bytes, &ways[i], true, &other);
        if (!sb_str_eq(sb_buf_all(&one), sb_buf_all(&other)))
            fprintf(stderr, "way %zu\n%.*s---- by libarchive\n%.*s", i, SB_FMT(sb_buf_all(&one)),
                    SB_FMT(sb_buf_all(&other)));
        must(sb_str_eq(sb_buf_all(&one), sb_buf_all(&other)));
        sb_buf_done(&one);
        sb_buf_done(&other);
    }
}

static void set_sum(char *block)
{
    unsigned sum = 0;
    memset(block + 148, ' ', 8);
    for (size_t i = 0; i < SB_TAR_BLOCK; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
}

/* ---- archives that are made ---- */

/* An input that begins with MADE is no tar, but says what to make one of: a byte for each choice. Random changes of
 * real ones seldom meet what two programs differ about. */
enum { MADE = 0xff };

struct making {
    const uint8_t *p;
    size_t n;
    struct sb_buf out;
};

static size_t choose(struct making *m, size_t n)
{
    size_t chosen = m->n ? *m->p % n : 0;
    m->p += m->n > 0;
    m->n -= m->n > 0;
    return chosen;
}

static sb_str choose_text(struct making *m)
{
    static const char *const texts[] = {"a", "usr/b",  "usr/", "d/.wh.c", "../x", "/abs", "l/b", "\xc3\xa9/f",
                                        "",  "e\xff/", ".",    "x",       "l",    "x=y",  "%41", "7"};
    static const char longer[] = "0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/01234567"
                                 "89/0123456789/0123456789/";
    static const size_t lengths[] = {99, 100, 110, 88};
    size_t i = choose(m, SB_COUNT(texts) + SB_COUNT(lengths));
    return i < SB_COUNT(texts) ? sb_str_of(texts[i]) : sb_str_n(longer, lengths[i - SB_COUNT(texts)]);
}

static sb_str choose_value(struct making *m)
{
    static const char *const values[] = {"1",   "512",    "0",  "600",  "-1", "user::rwx",
                                         "0,1", "BINARY", " 7", "0x10", "01", "AQAAAgAgAAAAAA=="};
    static const char capability[] = "\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    size_t kind = choose(m, 4);
    if (kind == 0)
        return sb_str_n(capability, sizeof capability - 1);
    return kind == 1 ? sb_str_of(values[choose(m, SB_COUNT(values))]) : choose_text(m);
}

static void put_record(struct making *m, struct sb_buf *body)
{
    static const char *const keys[] = {"path",
                                       "linkpath",
                                       "size",
                                       "mtime",
                                       "uname",
                                       "comment",
                                       "hdrcharset",
                                       "SCHILY.xattr.security.capability",
                                       "LIBARCHIVE.xattr.security.capability",
                                       "LIBARCHIVE.xattr.security%2ecapability",
                                       "LIBARCHIVE.xattr.user.x",
                                       "SCHILY.xattr.user.x",
                                       "SCHILY.xattr.",
                                       "SCHILY.realsize",
                                       "SCHILY.acl.access",
                                       "GNU.sparse.major",
                                       "GNU.sparse.realsize",
                                       "GNU.sparse.map",
                                       "",
                                       "other"};
    struct sb_buf record = {0};
    const char *key = keys[choose(m, SB_COUNT(keys))];
    sb_buf_printf(&record, " %s=", key);
    sb_buf_str(&record, choose_value(m));
    sb_buf_chr(&record, '\n');
    size_t n = record.n + 1 + (record.n > 8) + (record.n > 97);
    size_t odd = choose(m, 32);
    sb_buf_printf(body, "%s%zu", odd == 30 ? "0" : "", n + (odd == 31));
    sb_buf_str(body, sb_buf_all(&record));
    sb_buf_done(&record);
}

static void put_number(struct making *m, char *p, size_t n, uint64_t value)
{
    char room[32] = {0};
    size_t kind = choose(m, 32);
    int width = kind < 26 ? (int)n - 1 : 0;
    snprintf(room, sizeof room, "%0*llo", width, (unsigned long long)value);
    memset(p, kind == 26 ? ' ' : '\0', n);
    if (kind == 27)
        return;
    size_t at = kind == 28 ? 1 : 0;
    p[0] = kind == 28 ? '-' : p[0];
    memcpy(p + at, room, strnlen(room, n - at));
    if (kind == 29)
        p[n - 1] = '7';
    if (kind == 30)
        p[n - 1] = 'z';
    if (kind == 31)
        p[0] = (char)0x80;
}

static void put_text(char *p, size_t n, sb_str text)
{
    memcpy(p, text.p, text.n < n ? text.n : n);
}

static sb_str make_body(struct making *m, char type, struct sb_buf *body)
{
    static const uint16_t sizes[] = {0, 0, 1, 512, 700, 1024};
    sb_buf_clear(body);
    if (strchr("xgX", type))
        for (size_t i = choose(m, 4); i > 0; i--)
            put_record(m, body);
    else if (strchr("LKA", type))
        sb_buf_str(body, choose_text(m));
    else
        for (size_t i = sizes[choose(m, SB_COUNT(sizes))]; i > 0; i--)
            sb_buf_chr(body, (char)('a' + i % 26));
    if (strchr("LK", type) && choose(m, 4))
        sb_buf_chr(body, choose(m, 8) ? '\0' : '\n');
    return sb_buf_all(body);
}

static void put_entry(struct making *m, struct sb_buf *body)
{
    static const char types[] = "00000\0\0001112223456"
                                "5xxxxLLLKK7gXASDMVN~";
    static const char *const magics[] = {"ustar\00000", "ustar\00000", "ustar  ",       "ustar  ",
                                         "ustar\00001", "ustar 00",    "\0\0\0\0\0\0\0"};
    static const uint32_t modes[] = {0644, 0755, 04755, 0100644, 0100644, 040755, 0120777, 0010644, 07777777};
    char block[SB_TAR_BLOCK] = {0};
    char type = types[choose(m, sizeof types - 1)];
    sb_str bytes = make_body(m, type ? type : '0', body);
    put_text(block, 100, choose_text(m));
    put_number(m, block + 100, 8, modes[choose(m, SB_COUNT(modes))]);
    put_number(m, block + 124, 12, bytes.n);
    block[156] = type;
    if (strchr("12", type ? type : '0') || choose(m, 16) == 15)
        put_text(block + 157, 100, choose_text(m));
    memcpy(block + 257, magics[choose(m, SB_COUNT(magics))], 8);
    if (choose(m, 8) == 7)
        put_text(block + 345, 155, choose_text(m));
    if (choose(m, 32) == 31)
        block[choose(m, 256) * 2] ^= (char)choose(m, 256);
    if (choose(m, 64) != 63)
        set_sum(block);
    sb_buf_add(&m->out, block, sizeof block);
    sb_buf_str(&m->out, bytes);
    if (choose(m, 32) != 31)
        while (m->out.n % SB_TAR_BLOCK)
            sb_buf_chr(&m->out, '\0');
}

/* With an end, a half, or none; maybe cut. */
static void put_end(struct making *m)
{
    static const char zeros[2 * SB_TAR_BLOCK] = {0};
    static const size_t lengths[] = {2 * SB_TAR_BLOCK, 2 * SB_TAR_BLOCK, SB_TAR_BLOCK, 100, 0, 0};
    sb_buf_add(&m->out, zeros, lengths[choose(m, SB_COUNT(lengths))]);
    if (choose(m, 8) == 7)
        sb_buf_str(&m->out, SB_S("behind it"));
    size_t less = choose(m, 2) ? choose(m, 256) * 5 : 0;
    m->out.n -= less < m->out.n ? less : 0;
}

/* What mutation makes wrong first of all: the sum of whatever looks like a header. */
static void set_sums(char *p, size_t n)
{
    for (size_t at = 0; at + SB_TAR_BLOCK <= n; at += SB_TAR_BLOCK)
        if (memcmp(p + at + 257, "ustar", 5) == 0)
            set_sum(p + at);
}

static void compare_made(const uint8_t *data, size_t size)
{
    struct making m = {.p = data, .n = size};
    struct sb_buf body = {0};
    for (size_t i = choose(&m, 12); i > 0; i--)
        put_entry(&m, &body);
    put_end(&m);
    compare(sb_buf_all(&m.out));
    sb_buf_done(&body);
    sb_buf_done(&m.out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size && data[0] == MADE) {
        compare_made(data + 1, size - 1);
        return 0;
    }
    char *copy = sb_malloc(size + 1);
    memcpy(copy, data, size);
    compare(sb_str_n(copy, size));
    set_sums(copy, size);
    compare(sb_str_n(copy, size));
    sb_free(copy);
    return 0;
}
