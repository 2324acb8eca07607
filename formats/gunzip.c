#include "formats/gunzip.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/mem.h"
#include "formats/format.h"

struct sb_gunzip {
    struct sb_window input;
    bool given; /* what is seen of the input */
    struct archive *archive;
    bool begun;
    struct sb_stream stream; /* of what is unpacked */
    struct sb_replay text;
};

static la_ssize_t read_packed(struct archive *archive, void *of, const void **ret_bytes)
{
    struct sb_gunzip *gunzip = of;
    struct sb_window *input = &gunzip->input;
    bool more = !gunzip->given || sb_window_move(input, input->bytes.n);
    gunzip->given = true;
    if (!more && input->err.rc != SB_OK) {
        archive_set_error(archive, input->err.sys, "%s", input->err.text);
        return -1;
    }
    *ret_bytes = input->bytes.p;
    return more ? (la_ssize_t)input->bytes.n : 0;
}

static ptrdiff_t give(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_gunzip *gunzip = stream->ctx;
    struct archive *archive = gunzip->archive;
    struct archive_entry *entry;
    if (!gunzip->begun) {
        gunzip->begun = true;
        int r = archive_read_open(archive, gunzip, NULL, read_packed, NULL);
        r = r == ARCHIVE_OK ? archive_read_next_header(archive, &entry) : r;
        if (r == ARCHIVE_EOF)
            return 0;
        if (r != ARCHIVE_OK)
            return sb_fail(err, SB_E_SYNTAX, "no gzip that can be unpacked: %s", archive_error_string(archive)), -1;
    }
    la_ssize_t got = archive_read_data(archive, p, n);
    if (got < 0)
        sb_fail(err, SB_E_SYNTAX, "no gzip that can be unpacked: %s", archive_error_string(archive));
    return got < 0 ? -1 : got;
}

struct sb_gunzip *sb_gunzip_new(struct sb_replay *input)
{
    struct sb_gunzip *gunzip = sb_calloc(1, sizeof *gunzip);
    const sb_str magic = SB_S("\x1f\x8b\x08");
    sb_replay_start(input, false, &gunzip->input);
    sb_window_see(&gunzip->input, magic.n);
    if (!sb_str_starts(gunzip->input.bytes, magic)) {
        sb_gunzip_free(gunzip);
        return NULL;
    }
    gunzip->archive = archive_read_new();
    if (!gunzip->archive || archive_read_support_format_raw(gunzip->archive) != ARCHIVE_OK ||
        archive_read_support_filter_gzip(gunzip->archive) != ARCHIVE_OK)
        sb_mem_exhausted();
    gunzip->stream = (struct sb_stream){give, gunzip};
    sb_replay_stream(&gunzip->text, &gunzip->stream, SB_DOCUMENT_MAX);
    return gunzip;
}

void sb_gunzip_free(struct sb_gunzip *gunzip)
{
    if (!gunzip)
        return;
    archive_read_free(gunzip->archive);
    sb_replay_done(&gunzip->text);
    sb_window_done(&gunzip->input);
    sb_free(gunzip);
}

struct sb_replay *sb_gunzip_text(struct sb_gunzip *gunzip)
{
    return &gunzip->text;
}
