/* What a collector's file() does with the lines of a database. */
#include "os/os_package.h"

enum { TOLD = 20, LINE = 1 << 20 };

void sb_os_lines(struct sb_os_lines *lines, struct sb_job *job, sb_str bytes)
{
    *lines = (struct sb_os_lines){.job = job, .rest = bytes};
}

void sb_os_bad(struct sb_os_lines *lines, enum sb_code code, const char *what)
{
    if (lines->told++ < TOLD)
        sb_job_diag(lines->job, code, lines->number, "%s%s", what,
                    lines->told == TOLD ? "; further lines of this file are not told" : "");
}

bool sb_os_line(struct sb_os_lines *lines)
{
    for (;;) {
        bool ended = lines->rest.n && lines->rest.p[lines->rest.n - 1] == '\n';
        if (!sb_str_line(&lines->rest, &lines->line))
            return false;
        lines->number++;
        if (lines->rest.n == 0 && !ended) /* the managers end each line */
            sb_os_bad(lines, SB_D_MALFORMED, "the file ends inside a line: it is cut off");
        if (lines->line.n <= LINE)
            return true;
        sb_os_bad(lines, SB_D_LINE_TOO_LONG,
                  "the line is longer than the 1 MiB that is read of one (no option raises that)");
    }
}

void sb_os_span(const struct sb_os_lines *lines, struct sb_os_span *span)
{
    if (!span->text.p)
        *span = (struct sb_os_span){lines->line, lines->number};
    span->text.n = (size_t)(lines->line.p + lines->line.n - span->text.p);
}

void sb_os_emit(struct sb_job *job, unsigned kind, sb_str root, const void *data, size_t size)
{
    void *kept = sb_arena_alloc(job->arena, size);
    memcpy(kept, data, size);
    sb_emit(job, kind, root, kept);
}

void sb_os_emit_package(struct sb_job *job, unsigned kind, sb_str root, struct sb_os_package *package, size_t size)
{
    if (package->source_version.n == 0)
        package->source_version = package->version;
    package->line = package->line ? package->line : 1;
    sb_os_emit(job, kind, root, package, size);
}

void sb_os_emit_text(struct sb_job *job, sb_str root)
{
    sb_str text = sb_job_text(job, job->bytes);
    sb_os_emit(job, job->kind, root, &text, sizeof text);
}

void sb_os_take_field(struct sb_job *job, const struct sb_os_field *fields, size_t n, void *data, sb_str name,
                      sb_str text)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq(name, sb_str_of(fields[i].name)))
            *(sb_str *)(void *)((char *)data + fields[i].at) = sb_job_text(job, text);
}

void sb_os_emit_part(struct sb_job *job, sb_str root, sb_str of, sb_str bytes)
{
    const struct sb_os_part part = {sb_job_text(job, of), sb_arena_str(job->passing, bytes)};
    sb_os_emit(job, job->kind, root, &part, sizeof part);
}

const struct sb_digest *sb_os_digest(struct sb_arena *arena, enum sb_alg alg, const uint8_t *bytes, size_t n)
{
    struct sb_digest digest = {.alg = (uint8_t)alg, .n = (uint8_t)n};
    memcpy(digest.b, bytes, n);
    sb_str kept = sb_arena_str(arena, sb_str_n((const char *)&digest, offsetof(struct sb_digest, b) + n));
    return (const struct sb_digest *)(const void *)kept.p;
}

const struct sb_digest *sb_os_digest_text(struct sb_arena *arena, sb_str text, bool base64)
{
    static const enum sb_alg algorithms[] = {SB_ALG_MD5, SB_ALG_SHA1, SB_ALG_SHA256};
    uint8_t bytes[SB_SHA256_BYTES];
    size_t n = text.n / 2;
    if (base64)
        n = sb_base64_decode(text, bytes, sizeof bytes);
    else if (n > sizeof bytes || !sb_hex_decode(text, bytes, n))
        return NULL;
    for (size_t i = 0; i < SB_COUNT(algorithms); i++)
        if (n == sb_algs[algorithms[i]].bytes)
            return sb_os_digest(arena, algorithms[i], bytes, n);
    return NULL;
}

sb_str sb_os_digest_hex(struct sb_arena *arena, const struct sb_digest *digest, size_t n)
{
    char hex[2 * SB_SHA256_BYTES];
    n = n < digest->n ? n : digest->n;
    sb_hex_encode(digest->b, n, hex);
    return sb_arena_str(arena, sb_str_n(hex, 2 * n));
}

uint32_t sb_os_mode(sb_str octal)
{
    uint32_t mode = 0;
    for (size_t i = 0; i < octal.n; i++) {
        if (octal.p[i] < '0' || octal.p[i] > '7' || mode > 07777)
            return 0;
        mode = mode * 8 + (uint32_t)(octal.p[i] - '0');
    }
    return octal.n ? (mode & 07777) | SB_CLAIM_MODE : 0;
}
