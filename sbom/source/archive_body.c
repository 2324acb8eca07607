#include "source/archive_body.h"

#include "source/archive_input.h"

void sb_archive_body_fail(struct sb_archive_body *body, enum sb_code code, const char *text)
{
    if (!body->failed)
        sb_archive_tell(body->r, code, text);
    body->failed = true;
}

/* A hole costs nothing in the archive, but its zeros are read as any other bytes; a file that is almost all hole is
 * left out, and the rest of the archive goes on. */
static void take_hole(struct sb_archive_body *body, uint64_t until)
{
    struct sb_archive_reader *r = body->r;
    if (until < body->at) {
        sb_archive_body_fail(body, SB_D_ARCHIVE_DAMAGED, "blocks of a sparse file overlap");
        return;
    }
    uint64_t hole = until - body->at;
    uint64_t holes = r->holes + hole;
    if (until > r->limits->file_bytes || holes > r->limits->archive_bytes)
        sb_archive_body_fail(body, SB_D_LIMIT_BYTES,
                             "a sparse file that is too large (--limit file-bytes=N, bytes=N raise that)");
    else if (holes > SB_ARCHIVE_RATIO_FROM && holes / r->limits->ratio > r->in_bytes)
        sb_archive_body_fail(body, SB_D_LIMIT_RATIO,
                             "a sparse file that is almost all hole (--limit ratio=N raises that)");
    else
        r->holes = holes;
    body->block_at = until;
}

/* The map of a sparse file may promise more than its size. */
static void check_length(struct sb_archive_body *body)
{
    int64_t size = body->r->header.size;
    uint64_t end = (body->block_at > body->at ? body->block_at : body->at) + body->n;
    if (!body->failed && end > (uint64_t)(size > 0 ? size : 0))
        sb_archive_body_fail(body, SB_D_ARCHIVE_DAMAGED, "it has more bytes than its size says");
}

static void end_body(struct sb_archive_body *body)
{
    int64_t size = body->r->header.size;
    body->ended = true;
    body->n = 0;
    if (!body->failed && size > 0 && (uint64_t)size > body->at)
        take_hole(body, (uint64_t)size);
}

void sb_archive_tell_open(const struct sb_archive_reader *r)
{
    sb_diag(r->diags, SB_D_ARCHIVE_OPEN, sb_str_of(r->part->name), 0,
            "it ends behind an entry, without the two blocks of zeros that close a tar");
}

/* The archive ends with the last byte of an entry, where other programs fill its block up: umoci writes such layers.
 * libarchive has no other word for it than its message; one byte of the filling, and it counts as cut. */
static bool ends_with_bytes(const struct sb_archive_body *body)
{
    const struct sb_archive_reader *r = body->r;
    return sb_archive_is_tar(r) && r->in_ended && !body->failed && (int64_t)body->at == r->header.size &&
           sb_str_find(sb_str_of(sb_archive_reason(r)), SB_S("only 0 available")) != SB_NPOS;
}

/* The same where they were passed over: then all of them are counted as taken. */
static bool passes_bytes(const struct sb_archive_reader *r)
{
    return sb_archive_is_tar(r) && r->in_ended && sb_archive_input_at(r) - r->body_from == r->header.size;
}

/* Gets the next block, or ends the body. */
static void next_block(struct sb_archive_body *body)
{
    struct sb_archive_reader *r = body->r;
    const char *block = NULL;
    size_t n = 0;
    int64_t offset = 0;
    int rc = sb_archive_input_block(r, &block, &n, &offset);
    if (rc == ARCHIVE_EOF) {
        end_body(body);
        return;
    }
    if (rc == ARCHIVE_FATAL && ends_with_bytes(body)) {
        sb_archive_tell_open(r);
        r->stop = body->ended = true;
        return;
    }
    if (rc < ARCHIVE_WARN) {
        sb_archive_body_fail(body, SB_D_ARCHIVE_DAMAGED, sb_archive_reason(r));
        if (rc == ARCHIVE_FATAL)
            sb_archive_break_off(r, sb_archive_reason(r));
        body->ended = true;
        return;
    }
    if (!sb_archive_is_tar(r))
        r->holes += n; /* it is packed file by file, so that no filter counts it */
    if (!sb_archive_within_limits(r)) {
        body->failed = body->ended = true;
        return;
    }
    body->block = block;
    body->n = n;
    if (!body->failed && offset >= 0 && (uint64_t)offset != body->at)
        take_hole(body, (uint64_t)offset);
    check_length(body);
}

static ptrdiff_t body_failed(struct sb_err *err)
{
    sb_fail(err, SB_E_IO, "the archive ends here or has too much of this");
    return -1;
}

static ptrdiff_t body_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_archive_body *body = stream->ctx;
    while (!body->failed && !body->ended && body->n == 0 && body->block_at <= body->at)
        next_block(body);
    if (body->failed)
        return body_failed(err);
    size_t got;
    if (body->at < body->block_at) {
        uint64_t zeros = body->block_at - body->at;
        got = zeros < n ? (size_t)zeros : n;
        memset(p, 0, got);
    } else {
        got = body->n < n ? body->n : n;
        if (got)
            memcpy(p, body->block, got);
        body->block = got ? body->block + got : body->block;
        body->n -= got;
    }
    body->at += got;
    if (body->at > body->r->limits->file_bytes) {
        sb_archive_body_fail(body, SB_D_LIMIT_BYTES,
                             "larger than what is read of one file (--limit file-bytes=N raises that)");
        return body_failed(err);
    }
    return (ptrdiff_t)got;
}

void sb_archive_body_drain(struct sb_archive_body *body)
{
    body->failed |= body->r->stop;
    while (!body->ended) {
        body->at = body->block_at > body->at ? body->block_at : body->at;
        body->at += body->n;
        body->n = 0;
        next_block(body);
        if (body->r->stop)
            return;
    }
}

void sb_archive_pass_over(struct sb_archive_reader *r)
{
    if (r->stop || sb_archive_input_pass(r) != ARCHIVE_FATAL)
        return;
    if (!passes_bytes(r)) {
        sb_archive_break_off(r, sb_archive_reason(r));
        return;
    }
    sb_archive_tell_open(r);
    r->stop = true;
}

void sb_archive_body_begin(struct sb_archive_body *body, struct sb_archive_reader *r)
{
    *body = (struct sb_archive_body){.r = r, .stream = {body_read, body}};
}

void sb_archive_no_body(struct sb_archive_reader *r)
{
    struct sb_archive_body body = {.r = r, .failed = true};
    sb_archive_body_drain(&body);
}
