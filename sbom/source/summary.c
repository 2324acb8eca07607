#include "source/summary.h"

#include "base/mem.h"
#include "source/elf.h"
#include "source/kind.h"
#include "source/measure.h"
#include "source/sealed.h"
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

/* One file on its way through. */
struct pass {
    struct sb_summary_file file;
    sb_str unhashed; /* of what was read */
    struct sb_err err;
    bool begun;
    bool tapped;
    bool measured; /* piece by piece; a small text is measured at once */
    bool tailed;   /* may have something behind its end */
    bool watched;  /* an ELF file with a dynamic part */
    bool ended;    /* the stream, or an error */
};

struct sb_summariser {
    struct sb_sha256 *sha256;
    struct sb_record_digest *md5, *sha1, *sha512; /* NULL until they are wanted */
    struct sb_measure measure;
    struct sb_tail tail;
    struct sb_elf_watch elf;
    char *buffer;
    struct pass pass;
};

struct sb_summariser *sb_summariser_new(void)
{
    struct sb_summariser *s = sb_calloc(1, sizeof *s);
    s->sha256 = sb_sha256_new_lane();
    s->buffer = sb_malloc(BUFFER);
    sb_measure_init();
    return s;
}

void sb_summariser_free(struct sb_summariser *s)
{
    if (!s)
        return;
    sb_sha256_free(s->sha256);
    sb_record_digest_free(s->md5);
    sb_record_digest_free(s->sha1);
    sb_record_digest_free(s->sha512);
    sb_elf_done(&s->elf);
    sb_free(s->buffer);
    sb_free(s);
}

static sb_rc read_some(struct sb_summariser *s, size_t at, size_t *ret_n)
{
    struct pass *pass = &s->pass;
    struct sb_stream *stream = pass->file.stream;
    ptrdiff_t got = stream->read(stream, s->buffer + at, BUFFER - at, &pass->err);
    *ret_n = got > 0 ? (size_t)got : 0;
    pass->ended = got <= 0;
    if (got >= 0)
        return SB_OK;
    return pass->err.rc ? pass->err.rc : sb_fail(&pass->err, SB_E_IO, "cannot read");
}

/* What the front of the file decides. It is at least FRONT bytes or the whole file, so that the answer does not depend
 * on the pieces in which the file came. */
static void classify(struct sb_summariser *s, sb_str front)
{
    struct pass *pass = &s->pass;
    struct sb_summary *summary = pass->file.summary;
    sb_str first = sb_str_part(front, 0, SB_KIND_FRONT);
    summary->binary = first.n && memchr(first.p, 0, first.n);
    summary->kind = (uint8_t)sb_kind_of(pass->file.name, first, summary->binary);
    bool text = sb_file_kinds[summary->kind].text;
    pass->tapped = text && pass->file.extra->tap;
    /* An interpreter does not mind a NUL in a comment: what its suffix or first line calls a script is measured. */
    bool script = text && summary->kind != SB_KIND_TEXT;
    pass->measured = text && pass->file.extra->lines && (script || !summary->binary);
    pass->tailed = !text && pass->file.extra->lines && sb_tail_begin(&s->tail, first);
    pass->watched = summary->kind == SB_KIND_ELF && pass->file.extra->lines && pass->file.extra->ret_elf &&
                    sb_elf_begin(&s->elf, front);
    sb_measure_kind(&s->measure, script);
    if (summary->kind == SB_KIND_OTHER && summary->binary && pass->file.extra->lines)
        summary->entropy = sb_sealed_density(&s->measure, pass->file.name, front);
    if (pass->measured && front.n < FRONT) {
        sb_measure_small(&s->measure, front, summary);
        pass->measured = false;
    }
}

/* All that is made of a piece but the digest. */
static sb_rc take(struct sb_summariser *s, const char *p, size_t n)
{
    struct pass *pass = &s->pass;
    const struct sb_summary_extra *extra = pass->file.extra;
    if (n > pass->file.max - pass->file.summary->size)
        return sb_fail(&pass->err, SB_E_LIMIT, "larger than %llu bytes", (unsigned long long)pass->file.max);
    pass->file.summary->size += n;
    pass->unhashed = sb_str_n(p, n);
    if (extra->ret_md5)
        sb_record_digest_add(s->md5, p, n);
    if (extra->ret_sha1)
        sb_record_digest_add(s->sha1, p, n);
    if (extra->ret_sha512)
        sb_record_digest_add(s->sha512, p, n);
    if (pass->measured)
        sb_measure_add(&s->measure, p, n);
    if (pass->tailed)
        sb_tail_add(&s->tail, p, n);
    if (pass->watched)
        sb_elf_add(&s->elf, p, n);
    if (pass->tapped && n)
        extra->tap(extra->tap_ctx, p, n);
    return SB_OK;
}

/* The first bytes are gathered in the buffer until there are enough to tell what the file is. */
static sb_rc take_front(struct sb_summariser *s)
{
    sb_str head = s->pass.file.head;
    s->pass.begun = true;
    if (head.n >= FRONT) {
        classify(s, head);
        return take(s, head.p, head.n);
    }
    size_t n = head.n;
    if (n)
        memcpy(s->buffer, head.p, n);
    while (n < FRONT && !s->pass.ended) {
        size_t got;
        SB_TRY(read_some(s, n, &got));
        n += got;
    }
    classify(s, sb_str_n(s->buffer, n));
    return take(s, s->buffer, n);
}

static sb_rc take_more(struct sb_summariser *s)
{
    size_t got;
    SB_TRY(read_some(s, 0, &got));
    return take(s, s->buffer, got);
}

static void begin_digest(struct sb_record_digest **digest, enum sb_alg alg)
{
    if (!*digest)
        *digest = sb_record_digest_new(alg);
    sb_record_digest_begin(*digest);
}

void sb_summary_begin(struct sb_summariser *s, const struct sb_summary_file *file)
{
    s->pass = (struct pass){.file = *file};
    memset(file->summary, 0, sizeof *file->summary);
    sb_sha256_begin(s->sha256);
    sb_measure_begin(&s->measure);
    if (file->extra->ret_elf)
        *file->extra->ret_elf = (struct sb_elf){0};
    if (file->extra->ret_md5)
        begin_digest(&s->md5, SB_ALG_MD5);
    if (file->extra->ret_sha1)
        begin_digest(&s->sha1, SB_ALG_SHA1);
    if (file->extra->ret_sha512)
        begin_digest(&s->sha512, SB_ALG_SHA512);
}

bool sb_summary_step(struct sb_summariser *s)
{
    struct pass *pass = &s->pass;
    while (pass->unhashed.n == 0) {
        if (pass->ended)
            return false;
        sb_rc rc = pass->begun ? take_more(s) : take_front(s);
        if (rc != SB_OK)
            pass->ended = true;
    }
    return true;
}

void sb_summary_hash(struct sb_summariser *a, struct sb_summariser *b)
{
    if (b) {
        sb_sha256_add_two(a->sha256, &a->pass.unhashed, b->sha256, &b->pass.unhashed);
        return;
    }
    sb_sha256_add(a->sha256, a->pass.unhashed.p, a->pass.unhashed.n);
    a->pass.unhashed = SB_STR_NONE;
}

sb_rc sb_summary_end(struct sb_summariser *s, struct sb_err *err)
{
    struct pass *pass = &s->pass;
    const struct sb_summary_extra *extra = pass->file.extra;
    if (pass->err.rc != SB_OK) {
        if (err && err->rc == SB_OK)
            *err = pass->err;
        return pass->err.rc;
    }
    sb_sha256_end(s->sha256, pass->file.summary->sha256);
    if (extra->ret_md5)
        sb_record_digest_end(s->md5, extra->ret_md5);
    if (extra->ret_sha1)
        sb_record_digest_end(s->sha1, extra->ret_sha1);
    if (extra->ret_sha512)
        sb_record_digest_end(s->sha512, extra->ret_sha512);
    if (pass->measured)
        sb_measure_end(&s->measure, pass->file.summary);
    if (pass->tailed) {
        uint64_t behind = sb_tail_end(&s->tail);
        pass->file.summary->longest_run = behind > UINT32_MAX ? UINT32_MAX : (uint32_t)behind;
    }
    if (pass->watched)
        *extra->ret_elf = sb_elf_end(&s->elf);
    if (pass->tapped)
        extra->tap(extra->tap_ctx, NULL, 0);
    return SB_OK;
}

sb_rc sb_summarise(struct sb_summariser *s, sb_str name, sb_str head, struct sb_stream *stream, uint64_t max,
                   const struct sb_summary_extra *extra, struct sb_summary *ret_summary, struct sb_err *err)
{
    const struct sb_summary_file file = {name, head, stream, max, extra, ret_summary};
    sb_summary_begin(s, &file);
    while (sb_summary_step(s))
        sb_summary_hash(s, NULL);
    return sb_summary_end(s, err);
}
