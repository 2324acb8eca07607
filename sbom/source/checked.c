#include "source/checked.h"

#include "base/mem.h"

static bool is_sha512(sb_str digest)
{
    return sb_str_starts(digest, SB_S("sha512:"));
}

static void add(struct sb_checked *checked, const void *p, size_t n)
{
    sb_sha256_add(checked->sha256, p, n);
    if (checked->sha512)
        sb_record_digest_add(checked->sha512, p, n);
    checked->n += n;
}

static ptrdiff_t checked_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_checked *checked = stream->ctx;
    ptrdiff_t got = checked->in->read(checked->in, p, n, err);
    if (got > 0)
        add(checked, p, (size_t)got);
    return got;
}

void sb_checked_begin(struct sb_checked *checked, struct sb_stream *in, sb_str should)
{
    *checked = (struct sb_checked){.stream = {checked_read, checked}, .in = in, .sha256 = sb_sha256_new()};
    sb_sha256_begin(checked->sha256);
    if (!is_sha512(should))
        return;
    checked->sha512 = sb_record_digest_new(SB_ALG_SHA512);
    sb_record_digest_begin(checked->sha512);
}

static void make_text(const char *front, const uint8_t *digest, size_t n, char *text)
{
    size_t length = strlen(front);
    memcpy(text, front, length);
    sb_hex_encode(digest, n, text + length);
}

static void make_digests(struct sb_checked *checked)
{
    uint8_t digest[SB_SHA512_BYTES];
    sb_sha256_end(checked->sha256, digest);
    make_text("sha256:", digest, SB_SHA256_BYTES, checked->sha256_text);
    if (!checked->sha512)
        return;
    sb_record_digest_end(checked->sha512, digest);
    make_text("sha512:", digest, SB_SHA512_BYTES, checked->sha512_text);
}

sb_rc sb_checked_end(struct sb_checked *checked, struct sb_err *err)
{
    enum { PIECE = 64 * 1024 };
    char *piece = sb_malloc(PIECE);
    ptrdiff_t got;
    while ((got = checked_read(&checked->stream, piece, PIECE, err)) > 0)
        continue;
    sb_free(piece);
    make_digests(checked);
    return got < 0 ? err->rc : SB_OK;
}

sb_str sb_checked_digest(const struct sb_checked *checked, sb_str should)
{
    bool longer = is_sha512(should) && checked->sha512;
    return longer ? sb_str_n(checked->sha512_text, SB_DIGEST_SHA512) : sb_str_n(checked->sha256_text, SB_DIGEST_SHA256);
}

void sb_checked_done(struct sb_checked *checked)
{
    sb_sha256_free(checked->sha256);
    sb_record_digest_free(checked->sha512);
    checked->sha256 = NULL;
    checked->sha512 = NULL;
}

sb_str sb_digest_like(sb_str should, sb_str bytes, char room[SB_DIGEST_SHA512])
{
    struct sb_mem_stream in;
    struct sb_checked checked;
    struct sb_err err = {0};
    sb_mem_stream(&in, bytes);
    sb_checked_begin(&checked, &in.stream, should);
    sb_rc rc = sb_checked_end(&checked, &err); /* memory can always be read */
    sb_str made = sb_checked_digest(&checked, should);
    memcpy(room, made.p, made.n);
    sb_checked_done(&checked);
    return sb_str_n(room, rc == SB_OK ? made.n : 0);
}
