#include "source/summary.h"

#include "base/mem.h"
#include "source/kind.h"
#include "source/measure.h"
#include "source/tail.h"

const struct sb_file_kind_row sb_file_kinds[SB_KIND_COUNT] = {
#define SB_FILE_KIND(id, token, text) {token, text},
#include "source/kinds.def"
#undef SB_FILE_KIND
};

enum {
    BUFFER = 64 * 1024, /* stays in the processor's second cache between the copy and the digest */
    FRONT = SB_DENSE_BYTES
};
_Static_assert((int)FRONT >= (int)SB_KIND_FRONT, "the front decides what the file is");

struct sb_summariser {
    struct sb_sha256 *sha256;
    struct sb_md5 *md5; /* NULL until it is wanted */
    struct sb_measure measure;
    struct sb_tail tail;
    char *buffer;
};

struct sb_summariser *sb_summariser_new(void)
{
    struct sb_summariser *s = sb_calloc(1, sizeof *s);
    s->sha256 = sb_sha256_new();
    s->buffer = sb_malloc(BUFFER);
    sb_measure_init();
    return s;
}

void sb_summariser_free(struct sb_summariser *s)
{
    if (!s)
        return;
    sb_sha256_free(s->sha256);
    sb_md5_free(s->md5);
    sb_free(s->buffer);
    sb_free(s);
}

/* One file on its way through. */
struct pass {
    struct sb_summariser *s;
    struct sb_stream *stream;
    uint64_t max;
    const struct sb_summary_extra *extra;
    struct sb_summary *summary;
    struct sb_err *err;
    bool tapped;
    bool measured; /* piece by piece; a small text is measured at once */
    bool tailed;   /* may have something behind its end */
    bool ended;    /* the stream */
};

static sb_rc read_some(struct pass *pass, size_t at, size_t *ret_n)
{
    ptrdiff_t got = pass->stream->read(pass->stream, pass->s->buffer + at, BUFFER - at, pass->err);
    *ret_n = got > 0 ? (size_t)got : 0;
    pass->ended = got == 0;
    if (got >= 0)
        return SB_OK;
    return pass->err && pass->err->rc ? pass->err->rc : sb_fail(pass->err, SB_E_IO, "cannot read");
}

/* What the front of the file decides. It is at least FRONT bytes or the whole file, so that the answer does not depend
 * on the pieces in which the file came. */
static void classify(struct pass *pass, sb_str name, sb_str front)
{
    struct sb_summary *summary = pass->summary;
    sb_str first = sb_str_part(front, 0, SB_KIND_FRONT);
    summary->binary = first.n && memchr(first.p, 0, first.n);
    summary->kind = (uint8_t)sb_kind_of(name, first, summary->binary);
    bool text = sb_file_kinds[summary->kind].text;
    pass->tapped = text && pass->extra->tap;
    /* An interpreter does not mind a NUL in a comment: what its suffix or first line calls a script is measured. */
    bool script = text && summary->kind != SB_KIND_TEXT;
    pass->measured = text && pass->extra->lines && (script || !summary->binary);
    pass->tailed = !text && pass->extra->lines && sb_tail_begin(&pass->s->tail, first);
    if (pass->measured && front.n < FRONT) {
        sb_measure_small(&pass->s->measure, front, summary);
        pass->measured = false;
    }
}

static sb_rc take(struct pass *pass, const char *p, size_t n)
{
    if (n > pass->max - pass->summary->size)
        return sb_fail(pass->err, SB_E_LIMIT, "larger than %llu bytes", (unsigned long long)pass->max);
    pass->summary->size += n;
    sb_sha256_add(pass->s->sha256, p, n);
    if (pass->extra->ret_md5)
        sb_md5_add(pass->s->md5, p, n);
    if (pass->measured)
        sb_measure_add(&pass->s->measure, p, n);
    if (pass->tailed)
        sb_tail_add(&pass->s->tail, p, n);
    if (pass->tapped && n)
        pass->extra->tap(pass->extra->tap_ctx, p, n);
    return SB_OK;
}

/* The first bytes are gathered in the buffer until there are enough to tell what the file is. */
static sb_rc begin(struct pass *pass, sb_str name, sb_str head)
{
    if (head.n >= FRONT) {
        classify(pass, name, head);
        return take(pass, head.p, head.n);
    }
    size_t n = head.n;
    if (n)
        memcpy(pass->s->buffer, head.p, n);
    while (n < FRONT && !pass->ended) {
        size_t got;
        SB_TRY(read_some(pass, n, &got));
        n += got;
    }
    classify(pass, name, sb_str_n(pass->s->buffer, n));
    return take(pass, pass->s->buffer, n);
}

static void begin_digests(struct sb_summariser *s, const struct sb_summary_extra *extra)
{
    sb_sha256_begin(s->sha256);
    if (!extra->ret_md5)
        return;
    if (!s->md5)
        s->md5 = sb_md5_new();
    sb_md5_begin(s->md5);
}

sb_rc sb_summarise(struct sb_summariser *s, sb_str name, sb_str head, struct sb_stream *stream, uint64_t max,
                   const struct sb_summary_extra *extra, struct sb_summary *ret_summary, struct sb_err *err)
{
    struct pass pass = {.s = s, .stream = stream, .max = max, .extra = extra, .summary = ret_summary, .err = err};
    memset(ret_summary, 0, sizeof *ret_summary);
    begin_digests(s, extra);
    sb_measure_begin(&s->measure);
    SB_TRY(begin(&pass, name, head));
    while (!pass.ended) {
        size_t got;
        SB_TRY(read_some(&pass, 0, &got));
        SB_TRY(take(&pass, s->buffer, got));
    }
    sb_sha256_end(s->sha256, ret_summary->sha256);
    if (extra->ret_md5)
        sb_md5_end(s->md5, extra->ret_md5);
    if (pass.measured)
        sb_measure_end(&s->measure, ret_summary);
    if (pass.tailed) {
        uint64_t behind = sb_tail_end(&s->tail);
        ret_summary->longest_run = behind > UINT32_MAX ? UINT32_MAX : (uint32_t)behind;
    }
    if (pass.tapped)
        extra->tap(extra->tap_ctx, NULL, 0);
    return SB_OK;
}
