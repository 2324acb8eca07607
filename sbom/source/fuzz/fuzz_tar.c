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

/* What mutation makes wrong first of all: the sum of whatever looks like a header. */
static void set_sums(char *p, size_t n)
{
    for (size_t at = 0; at + SB_TAR_BLOCK <= n; at += SB_TAR_BLOCK) {
        unsigned sum = 0;
        if (memcmp(p + at + 257, "ustar", 5) != 0)
            continue;
        memset(p + at + 148, ' ', 8);
        for (size_t i = 0; i < SB_TAR_BLOCK; i++)
            sum += (unsigned char)p[at + i];
        snprintf(p + at + 148, 8, "%06o", sum);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = sb_malloc(size + 1);
    memcpy(copy, data, size);
    compare(sb_str_n(copy, size));
    set_sums(copy, size);
    compare(sb_str_n(copy, size));
    sb_free(copy);
    return 0;
}
