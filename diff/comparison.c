#include <stdarg.h>

#include "diff/comparison.h"
#include "diff/match_rows.h"
#include "text/json_write.h"

struct sb_value sb_value_of(const struct sb_doc *doc, sb_text text)
{
    return (struct sb_value){.text = sb_doc_str(doc, text), .none = sb_text_set(text) ? 0 : text.v + 1};
}

bool sb_value_eq(struct sb_value a, struct sb_value b)
{
    return a.none == b.none && (a.none || sb_str_eq(a.text, b.text));
}

sb_str sb_note_quoted(struct sb_arena *arena, sb_str text)
{
    struct sb_buf buf = {0};
    sb_json_quote(&buf, text);
    sb_str ret = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return ret;
}

sb_str sb_value_text_json(struct sb_comparison *cmp, struct sb_value value)
{
    static const sb_str nothing[] = {
        [0] = {"null", 4},
        [1] = {"\"\"", 2},
        [2] = {"\"NOASSERTION\"", 13},
        [3] = {"\"NONE\"", 6},
        [4] = {"{\"withheld\":true}", 17},
    };
    if (value.none)
        return nothing[value.none - 1];
    return value.json ? sb_arena_str(&cmp->delta->arena, value.text) : sb_note_quoted(&cmp->delta->arena, value.text);
}

/* The purl that a pair is sorted by. */
static sb_str purl_of(const struct sb_delta *delta, const sb_comp row[SB_SIDES])
{
    enum sb_side side = row[SB_NEW].v ? SB_NEW : SB_OLD;
    return sb_delta_row(delta, side, row[side])->purl;
}

static void take_sample(struct sb_comparison *cmp, struct sb_description *d, const struct sb_row_pair *pair,
                        struct sb_value old, struct sb_value new)
{
    int c = d->count == 1 ? -1 : sb_str_cmp(purl_of(cmp->delta, pair->row), purl_of(cmp->delta, d->sample));
    if (c > 0)
        return;
    sb_str old_json = sb_value_text_json(cmp, old), new_json = sb_value_text_json(cmp, new);
    if (c == 0)
        c = sb_str_cmp(old_json, d->old_json);
    if (c == 0)
        c = sb_str_cmp(new_json, d->new_json);
    if (c >= 0)
        return;
    memcpy(d->sample, pair->row, sizeof d->sample);
    d->old_json = old_json;
    d->new_json = new_json;
}

static void note_in(struct sb_comparison *cmp, struct sb_description *d, const struct sb_row_pair *pair,
                    struct sb_value old, struct sb_value new)
{
    d->count++;
    take_sample(cmp, d, pair, old, new);
}

void sb_note_description(struct sb_comparison *cmp, sb_str field, const struct sb_row_pair *pair, struct sb_value old,
                         struct sb_value new)
{
    sb_text name = sb_intern(&cmp->names, field);
    uint32_t *at = sb_map_put(&cmp->descriptions, name.v);
    if (!*at) {
        *SB_PUSH(&cmp->delta->descriptions) = (struct sb_description){.field = sb_arena_str(&cmp->delta->arena, field)};
        *at = (uint32_t)cmp->delta->descriptions.n;
    }
    note_in(cmp, &cmp->delta->descriptions.p[*at - 1], pair, old, new);
}

void sb_note_lost_term(struct sb_comparison *cmp, const char *field, const struct sb_row_pair *pair,
                       struct sb_value old, struct sb_value new)
{
    struct sb_description_list *lost = &cmp->delta->lost;
    size_t at = 0;
    while (at < lost->n && !sb_str_eq(lost->p[at].field, sb_str_of(field)))
        at++; /* terms are a handful */
    if (at == lost->n)
        *SB_PUSH(lost) = (struct sb_description){.field = sb_str_of(field)};
    note_in(cmp, &lost->p[at], pair, old, new);
}

void sb_note_term(struct sb_comparison *cmp, const char *field, const struct sb_row_pair *pair, struct sb_value old,
                  struct sb_value new)
{
    struct sb_term *term = SB_PUSH(&cmp->delta->terms);
    *term = (struct sb_term){.field = field};
    memcpy(term->row, pair->row, sizeof term->row);
    term->old_json = sb_value_text_json(cmp, old);
    term->new_json = sb_value_text_json(cmp, new);
}

void sb_note_software(struct sb_comparison *cmp, const char *field, struct sb_value old, struct sb_value new)
{
    for (size_t i = 0; i < cmp->fields.n; i++)
        if (strcmp(cmp->fields.p[i].field, field) == 0)
            return;
    struct sb_field_change *change = SB_PUSH(&cmp->fields);
    change->field = field;
    change->old_json = sb_value_text_json(cmp, old);
    change->new_json = sb_value_text_json(cmp, new);
}

void sb_note_coverage(struct sb_comparison *cmp, const char *what, sb_str name, enum sb_side side, uint64_t count,
                      const char *format, ...)
{
    struct sb_buf buf = {0};
    va_list args;
    va_start(args, format);
    sb_buf_vprintf(&buf, format, args);
    va_end(args);
    *SB_PUSH(&cmp->delta->coverage) =
        (struct sb_coverage){.what = what,
                             .name = sb_arena_str(&cmp->delta->arena, name),
                             .side = (uint8_t)side,
                             .count = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count,
                             .message = sb_arena_str(&cmp->delta->arena, sb_buf_all(&buf))};
    sb_buf_done(&buf);
}

void sb_note_lost(struct sb_comparison *cmp, enum sb_level level, const char *look)
{
    struct sb_coverage *last = &cmp->delta->coverage.p[cmp->delta->coverage.n - 1];
    last->lost = (uint8_t)level;
    last->look = sb_str_of(look);
}

enum sb_level sb_lost_level(const struct sb_comparison *cmp)
{
    bool named = sb_match_generator(cmp->delta->doc[SB_OLD]).n != 0;
    return cmp->delta->same_generator && named ? SB_LEVEL_HIGH : SB_LEVEL_MEDIUM;
}

void sb_compare_said(struct sb_comparison *cmp, enum sb_looked looked, const char *field,
                     const struct sb_row_pair *pair, struct sb_value old, struct sb_value new)
{
    static const bool term[] = {[SB_LOOKED_LICENCE] = true,
                                [SB_LOOKED_SUPPLIER] = true,
                                [SB_LOOKED_ORIGINATOR] = true,
                                [SB_LOOKED_COPYRIGHT] = true};
    if (cmp->unlooked[looked] || sb_value_eq(old, new))
        return;
    sb_note_description(cmp, sb_str_of(field), pair, old, new);
    if (looked < SB_COUNT(term) && term[looked] && sb_value_set(old) && !sb_value_set(new))
        sb_note_lost_term(cmp, field, pair, old, new);
}
