#include "base/diag.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

const struct sb_code_row sb_codes[SB_D_COUNT] = {
#define SB_DIAG(name, number, severity, incomplete, title, meaning)                                                    \
    {#name, number, severity, incomplete, title, meaning},
#include "base/diag.def"
#undef SB_DIAG
};

enum { SURPLUS_BYTES = 16 << 20 };

static int by_content(const void *left, const void *right)
{
    const struct sb_diag *a = left;
    const struct sb_diag *b = right;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    int order = sb_str_cmp(a->path, b->path);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    return order ? order : sb_str_cmp(a->message, b->message);
}

/* Moves the texts that are still needed to memory of their own, so that a flood of diagnostics holds none. */
static void keep_texts(struct sb_diags *diags)
{
    struct sb_arena kept = {0};
    for (size_t i = 0; i < diags->n; i++) {
        diags->p[i].path = sb_arena_str(&kept, diags->p[i].path);
        diags->p[i].message = sb_arena_str(&kept, diags->p[i].message);
    }
    sb_arena_done(&diags->arena);
    diags->arena = kept;
}

/* Keeps the smallest SB_DIAG_KEEP of each code: which ones stay must not depend on the order of arrival. */
static void drop_surplus(struct sb_diags *diags)
{
    if (diags->n == 0)
        return;
    qsort(diags->p, diags->n, sizeof *diags->p, by_content);
    size_t kept = 0;
    size_t of_code = 0;
    for (size_t i = 0; i < diags->n; i++) {
        of_code = i > 0 && diags->p[i].code == diags->p[i - 1].code ? of_code + 1 : 1;
        if (of_code <= SB_DIAG_KEEP)
            diags->p[kept++] = diags->p[i];
        else
            diags->dropped[diags->p[i].code]++;
    }
    diags->n = kept;
    keep_texts(diags);
    diags->surplus_at = diags->arena.total + SURPLUS_BYTES;
}

static void append(struct sb_diags *diags, struct sb_diag diag)
{
    sb_grow(&diags->p, &diags->cap, diags->n + 1, sizeof *diags->p);
    diags->p[diags->n++] = diag;
    bool many = diags->n >= (size_t)SB_DIAG_KEEP * 2 * SB_D_COUNT;
    if (many || diags->arena.total > (diags->surplus_at ? diags->surplus_at : SURPLUS_BYTES))
        drop_surplus(diags);
}

static void add(struct sb_diags *diags, struct sb_diag diag, const char *format, va_list args) SB_PRINTF(3, 0);
static void add(struct sb_diags *diags, struct sb_diag diag, const char *format, va_list args)
{
    char text[1024];
    int n = vsnprintf(text, sizeof text, format, args);
    sb_str message = sb_str_n(text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    struct sb_buf repaired = {0};
    sb_utf8_repair(&repaired, message);
    diags->total[diag.code]++;
    diag.about = diags->about;
    diag.path = sb_arena_str(&diags->arena, diag.path);
    diag.message = sb_arena_str(&diags->arena, sb_buf_all(&repaired));
    append(diags, diag);
    sb_buf_done(&repaired);
}

void sb_diag(struct sb_diags *diags, enum sb_code code, sb_str path, uint32_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, (struct sb_diag){.code = code, .line = line, .times = 1, .count = 1, .path = path}, format, args);
    va_end(args);
}

void sb_diag_of_many(struct sb_diags *diags, enum sb_code code, sb_str path, uint64_t times, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, (struct sb_diag){.code = code, .times = times, .count = times, .path = path}, format, args);
    va_end(args);
}

void sb_diags_forget(struct sb_diags *diags, bool (*gone)(void *ctx, uint32_t about), void *ctx)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->n; i++) {
        if (diags->p[i].about && gone(ctx, diags->p[i].about))
            diags->total[diags->p[i].code]--;
        else
            diags->p[kept++] = diags->p[i];
    }
    diags->n = kept;
}

void sb_diags_merge(struct sb_diags *into, const struct sb_diags *from)
{
    for (size_t i = 0; i < from->n; i++) {
        struct sb_diag diag = from->p[i];
        diag.path = sb_arena_str(&into->arena, diag.path);
        diag.message = sb_arena_str(&into->arena, diag.message);
        append(into, diag);
    }
    for (size_t code = 0; code < SB_D_COUNT; code++) {
        into->total[code] += from->total[code];
        into->dropped[code] += from->dropped[code];
    }
}

void sb_diags_sort(struct sb_diags *diags)
{
    drop_surplus(diags);
    for (size_t i = 0; i < diags->n; i++) {
        enum sb_code code = diags->p[i].code;
        bool last = i + 1 == diags->n || diags->p[i + 1].code != code;
        diags->p[i].count = diags->p[i].times + (last ? diags->dropped[code] : 0);
    }
}

bool sb_diags_incomplete(const struct sb_diags *diags)
{
    for (size_t code = 0; code < SB_D_COUNT; code++)
        if (diags->total[code] && sb_codes[code].incomplete)
            return true;
    return false;
}

void sb_diags_done(struct sb_diags *diags)
{
    sb_arena_done(&diags->arena);
    sb_free(diags->p);
    *diags = (struct sb_diags){0};
}
