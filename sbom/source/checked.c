#include "source/checked.h"

#include "base/mem.h"

static ptrdiff_t checked_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_checked *checked = stream->ctx;
    ptrdiff_t got = checked->in->read(checked->in, p, n, err);
    if (got > 0) {
        sb_sha256_add(checked->sha256, p, (size_t)got);
        checked->n += (uint64_t)got;
    }
    return got;
}

void sb_checked_begin(struct sb_checked *checked, struct sb_stream *in)
{
    *checked = (struct sb_checked){.stream = {checked_read, checked}, .in = in, .sha256 = sb_sha256_new()};
    sb_sha256_begin(checked->sha256);
}

sb_rc sb_checked_end(struct sb_checked *checked, char text[SB_DIGEST_TEXT], struct sb_err *err)
{
    enum { PIECE = 64 * 1024 };
    static const sb_str front = {"sha256:", 7};
    uint8_t digest[SB_SHA256_BYTES];
    char *piece = sb_malloc(PIECE);
    ptrdiff_t got;
    while ((got = checked_read(&checked->stream, piece, PIECE, err)) > 0)
        continue;
    sb_free(piece);
    sb_sha256_end(checked->sha256, digest);
    memcpy(text, front.p, front.n);
    sb_hex_encode(digest, sizeof digest, text + front.n);
    return got < 0 ? err->rc : SB_OK;
}

void sb_checked_done(struct sb_checked *checked)
{
    sb_sha256_free(checked->sha256);
    checked->sha256 = NULL;
}
