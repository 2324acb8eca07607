#include "delta/parts.h"

#include "base/map.h"
#include "base/sort.h"
#include "model/sequence.h"
#include "text/json_write.h"

void sb_splitter_begin(struct sb_splitter *split)
{
    *split = (struct sb_splitter){.json = sb_json_new(SB_STR_NONE, 0), .sha256 = sb_sha256_new()};
}

void sb_splitter_done(struct sb_splitter *split)
{
    sb_json_free(split->json);
    sb_sha256_free(split->sha256);
    sb_buf_done(&split->bytes);
    sb_free(split->spans.p);
    sb_arena_done(&split->arena);
}

void sb_parts_done(struct sb_parts *parts)
{
    sb_free(parts->rows.p);
}

/* ---- canonical spelling ---- */

static int by_bytes(const void *a, const void *b, void *ctx)
{
    const struct sb_span *x = a, *y = b;
    const char *bytes = ctx;
    return sb_str_cmp(sb_str_n(bytes + x->at, x->n), sb_str_n(bytes + y->at, y->n));
}

/* What stands in the spans from FIRST on becomes one digest in the place of all of it. */
static void close_container(struct sb_splitter *split, size_t first, bool object, bool sequence)
{
    size_t n = split->spans.n - first;
    struct sb_span *spans = n ? split->spans.p + first : NULL;
    size_t at = n ? spans[0].at : split->bytes.n;
    uint8_t digest[SB_SHA256_BYTES];
    if (n && !sequence)
        sb_sort(spans, n, sizeof *spans, by_bytes, split->bytes.p);
    sb_sha256_begin(split->sha256);
    sb_sha256_add(split->sha256, object ? "{" : "[", 1);
    for (size_t i = 0; i < n; i++) {
        if (i)
            sb_sha256_add(split->sha256, ",", 1);
        sb_sha256_add(split->sha256, split->bytes.p + spans[i].at, spans[i].n);
    }
    sb_sha256_add(split->sha256, object ? "}" : "]", 1);
    sb_sha256_end(split->sha256, digest);
    split->spans.n = first;
    split->bytes.n = at;
    sb_buf_hex(&split->bytes, digest, sizeof digest);
}

static void spell_name(struct sb_splitter *split, sb_str name)
{
    sb_json_quote(&split->bytes, name);
    sb_buf_chr(&split->bytes, ':');
}

static void end_span(struct sb_splitter *split, size_t at)
{
    *SB_PUSH(&split->spans) = (struct sb_span){at, split->bytes.n - at};
    split->over = split->over || split->spans.n > SB_PARTS_MAX;
}

static void spell(struct sb_splitter *split, enum sb_json_event event, bool sequence);

static void spell_object(struct sb_splitter *split)
{
    sb_str name;
    size_t first = split->spans.n;
    while (!split->over && sb_json_member(split->json, &name)) {
        size_t at = split->bytes.n;
        bool sequence = sb_is_sequence(name);
        spell_name(split, name);
        spell(split, sb_json_next(split->json), sequence);
        end_span(split, at);
    }
    close_container(split, first, true, false);
}

static void spell_list(struct sb_splitter *split, bool sequence)
{
    size_t first = split->spans.n;
    while (!split->over) {
        size_t at = split->bytes.n;
        enum sb_json_event event = sb_json_element(split->json);
        if (event == SB_JSON_ARRAY_END || event == SB_JSON_ERROR)
            break;
        spell(split, event, false);
        end_span(split, at);
    }
    close_container(split, first, false, sequence);
}

/* The value that EVENT begins, at the end of the bytes. What is wrong the reader keeps; it nests no deeper than that
 * lets it. */
static void spell(struct sb_splitter *split, enum sb_json_event event, bool sequence)
{
    switch (event) {
    case SB_JSON_OBJECT: spell_object(split); break;
    case SB_JSON_ARRAY: spell_list(split, sequence); break;
    case SB_JSON_STRING: sb_json_quote(&split->bytes, sb_json_text(split->json)); break;
    case SB_JSON_NUMBER: sb_buf_str(&split->bytes, sb_json_text(split->json)); break;
    case SB_JSON_TRUE: sb_buf_str(&split->bytes, SB_S("true")); break;
    case SB_JSON_FALSE: sb_buf_str(&split->bytes, SB_S("false")); break;
    default: sb_buf_str(&split->bytes, SB_S("null")); break;
    }
}

/* ---- parts ---- */

/* The value behind a name, or the next element, whose first event was EVENT. */
static void add_part(struct sb_splitter *split, struct sb_parts *parts, sb_str name, enum sb_json_event event)
{
    struct sb_part *part = SB_PUSH(&parts->rows);
    spell(split, event, name.p && sb_is_sequence(name));
    *part = (struct sb_part){.name = name, .text = sb_json_marked(split->json)};
    part->canon = sb_arena_str(&split->arena, sb_buf_all(&split->bytes));
    split->over = split->over || parts->rows.n > SB_PARTS_MAX;
}

static void split_object(struct sb_splitter *split, struct sb_parts *parts)
{
    sb_str name;
    while (!split->over && sb_json_member(split->json, &name)) {
        name = name.n ? sb_arena_str(&split->arena, name) : SB_S("");
        sb_buf_clear(&split->bytes);
        sb_json_mark(split->json);
        add_part(split, parts, name, sb_json_next(split->json));
    }
}

static void split_list(struct sb_splitter *split, struct sb_parts *parts)
{
    while (!split->over) {
        sb_buf_clear(&split->bytes);
        sb_json_mark(split->json);
        enum sb_json_event event = sb_json_element(split->json);
        if (event == SB_JSON_ARRAY_END || event == SB_JSON_ERROR)
            break;
        add_part(split, parts, SB_STR_NONE, event);
    }
    sb_json_marked(split->json);
}

static uint64_t spelling_key(const struct sb_part *part, uint64_t nth)
{
    return sb_hash(part->canon.p, part->canon.n, nth + 1) >> 1;
}

static void number(struct sb_parts *list)
{
    struct sb_map seen = {0};
    for (size_t i = 0; i < list->rows.n; i++)
        list->rows.p[i].nth = (*sb_map_put(&seen, spelling_key(&list->rows.p[i], 0)))++;
    sb_map_done(&seen);
}

sb_rc sb_split(struct sb_splitter *split, sb_str text, struct sb_parts *parts, struct sb_err *err)
{
    sb_json_restart(split->json, text);
    enum sb_json_event event = sb_json_next(split->json);
    parts->object = event == SB_JSON_OBJECT;
    if (event == SB_JSON_OBJECT)
        split_object(split, parts);
    else if (event == SB_JSON_ARRAY)
        split_list(split, parts);
    else if (event != SB_JSON_ERROR)
        return sb_fail(err, SB_E_SYNTAX, "an object or a list is wanted here");
    if (split->over)
        return sb_fail(err, SB_E_LIMIT, "more than %d values in one (SB_PARTS_MAX)", SB_PARTS_MAX);
    if (sb_json_next(split->json) != SB_JSON_DONE)
        return sb_json_error(split->json, err);
    if (!parts->object)
        number(parts);
    return SB_OK;
}

void sb_parts_digest(struct sb_splitter *split, const struct sb_parts *document, char hex[SB_HEX_MAX + 1])
{
    sb_buf_clear(&split->bytes);
    for (size_t i = 0; i < document->rows.n; i++) {
        size_t at = split->bytes.n;
        if (sb_str_eq(document->rows.p[i].name, SB_S("$schema")))
            continue;
        spell_name(split, document->rows.p[i].name);
        sb_buf_str(&split->bytes, document->rows.p[i].canon);
        end_span(split, at);
    }
    close_container(split, 0, true, false);
    memcpy(hex, split->bytes.p, SB_HEX_MAX);
    hex[SB_HEX_MAX] = '\0';
}

uint64_t sb_part_key(const struct sb_part *part)
{
    return part->name.p ? sb_hash(part->name.p, part->name.n, 0) >> 1 : spelling_key(part, part->nth);
}

bool sb_part_same(const struct sb_part *a, const struct sb_part *b)
{
    bool members = a->name.p && b->name.p;
    return members ? sb_str_eq(a->name, b->name)
                   : a->name.p == b->name.p && a->nth == b->nth && sb_str_eq(a->canon, b->canon);
}

const struct sb_part *sb_part_get(const struct sb_parts *object, const char *name)
{
    for (size_t i = 0; i < object->rows.n; i++)
        if (sb_str_eq(object->rows.p[i].name, sb_str_of(name)))
            return &object->rows.p[i];
    return NULL;
}

sb_str sb_row_label(struct sb_splitter *split, sb_str row)
{
    static const char *const members[] = {"purl", "bom-ref", "SPDXID",           "ref", "name",
                                          "id",   "url",     "referenceLocator", "alg", "algorithm"};
    size_t best = SB_COUNT(members);
    sb_str label = SB_STR_NONE, name;
    sb_json_restart(split->json, row);
    bool more = sb_json_next(split->json) == SB_JSON_OBJECT;
    while (more && sb_json_member(split->json, &name)) {
        size_t at = 0;
        while (at < best && !sb_str_eq(name, sb_str_of(members[at])))
            at++;
        if (at == best)
            more = sb_json_skip(split->json, NULL);
        else if (sb_json_take_string(split->json, &split->arena, &label))
            best = at;
    }
    return label;
}
