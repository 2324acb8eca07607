#include "diff/fact_shape.h"

#include "diff/fact.h"

/* ---- objects and tuples of plain values ---- */

bool sb_shape_read_text(struct sb_shape_reader *r, enum sb_json_event event, sb_str *ret)
{
    if (event != SB_JSON_STRING)
        return false;
    *ret = sb_arena_str(r->arena, sb_json_text(r->json));
    return true;
}

/* Bytes that were no UTF-8 are written as \xHH each; they count as the one that they were. */
static size_t bytes_of_command(sb_str text)
{
    size_t n = text.n;
    for (size_t at; (at = sb_str_find(text, SB_S("\\x"))) != SB_NPOS; text = sb_str_from(text, at + 2))
        n -= at + 4 <= text.n ? 3 : 0;
    return n;
}

static bool read_command(struct sb_shape_reader *r, enum sb_json_event event, sb_str *ret)
{
    return sb_shape_read_text(r, event, ret) && ret->n <= SB_FACT_COMMAND_ONCE && bytes_of_command(*ret) <= r->command;
}

static bool read_number(struct sb_shape_reader *r, enum sb_json_event event, uint64_t *ret)
{
    return event == SB_JSON_NUMBER && sb_str_u64(sb_json_text(r->json), ret);
}

static bool read_mention(enum sb_json_event event, uint8_t *ret)
{
    *ret = event == SB_JSON_TRUE ? SB_MENTION_YES : SB_MENTION_NO;
    return event == SB_JSON_TRUE || event == SB_JSON_FALSE;
}

bool sb_shape_read_value(struct sb_shape_reader *r, const struct sb_shape_member *member, void *slot)
{
    char *at = (char *)slot + member->offset;
    enum sb_json_event event = sb_json_next(r->json);
    switch ((enum sb_shape_value)member->type) {
    case SB_SHAPE_TEXT: return sb_shape_read_text(r, event, (sb_str *)(void *)at);
    case SB_SHAPE_COMMAND: return read_command(r, event, (sb_str *)(void *)at);
    case SB_SHAPE_NUMBER: return read_number(r, event, (uint64_t *)(void *)at);
    case SB_SHAPE_MENTION: return read_mention(event, (uint8_t *)at);
    case SB_SHAPE_EXEC_KIND:
        *(uint8_t *)at = (uint8_t)sb_exec_find(event == SB_JSON_STRING ? sb_json_text(r->json) : SB_STR_NONE);
        return event == SB_JSON_STRING;
    }
    return false;
}

const struct sb_shape_member *sb_shape_find(const struct sb_shape *shape, sb_str key)
{
    for (size_t i = 0; i < shape->n; i++)
        if (sb_str_eq(sb_str_of(shape->members[i].name), key))
            return &shape->members[i];
    return NULL;
}

bool sb_shape_has_all(const struct sb_shape *shape, uint32_t seen)
{
    for (size_t i = 0; i < shape->n; i++)
        if (shape->members[i].must && !(seen >> i & 1))
            return false;
    return true;
}

bool sb_shape_read_members(struct sb_shape_reader *r, const struct sb_shape *shape, void *slot, uint64_t *more)
{
    uint32_t seen = 0;
    bool rest = false;
    sb_str key;
    while (sb_json_member(r->json, &key)) {
        const struct sb_shape_member *member = sb_shape_find(shape, key);
        if (member) {
            seen |= 1u << (member - shape->members);
            if (!sb_shape_read_value(r, member, slot))
                return false;
        } else if (more && sb_str_eq(key, SB_S("more"))) {
            rest = true;
            if (!read_number(r, sb_json_next(r->json), more))
                return false;
        } else if (!sb_json_skip(r->json, NULL)) {
            return false;
        }
    }
    return sb_json_error(r->json, NULL) == SB_OK && (rest || sb_shape_has_all(shape, seen));
}

bool sb_shape_read_object(struct sb_shape_reader *r, const struct sb_shape *shape, void *slot)
{
    return sb_json_next(r->json) == SB_JSON_OBJECT && sb_shape_read_members(r, shape, slot, NULL);
}

bool sb_shape_read_tuple(struct sb_shape_reader *r, const struct sb_shape *shape, void *slot)
{
    for (size_t i = 0; i < shape->n; i++)
        if (!sb_shape_read_value(r, &shape->members[i], slot))
            return false;
    return sb_json_leave(r->json);
}

/* ---- lists ---- */

const struct sb_shape sb_shape_of_text = {NULL, 0, sizeof(sb_str), false};
const struct sb_shape sb_shape_of_more = {NULL, 0, 0, false};

static bool read_element(struct sb_shape_reader *r, const struct sb_shape *shape, enum sb_json_event event, void *slot,
                         uint64_t *more)
{
    uint64_t before = *more;
    if (event == SB_JSON_OBJECT && (shape->tuple || shape == &sb_shape_of_text))
        return sb_shape_read_members(r, &sb_shape_of_more, NULL, more) && *more != before;
    if (shape == &sb_shape_of_text)
        return sb_shape_read_text(r, event, slot);
    if (shape->tuple)
        return event == SB_JSON_ARRAY && sb_shape_read_tuple(r, shape, slot);
    return event == SB_JSON_OBJECT && sb_shape_read_members(r, shape, slot, more);
}

bool sb_shape_read_list(struct sb_shape_reader *r, const struct sb_shape *shape, size_t cap, struct sb_shape_list *list)
{
    struct {
        char *p;
        size_t n, cap;
    } items = {0};
    bool good = sb_json_next(r->json) == SB_JSON_ARRAY;
    enum sb_json_event event;
    while (good && (event = sb_json_element(r->json)) != SB_JSON_ARRAY_END) {
        sb_grow(&items.p, &items.cap, items.n + 1, shape->size);
        char *slot = items.p + items.n * shape->size;
        memset(slot, 0, shape->size);
        good = event != SB_JSON_ERROR && list->more == 0 && read_element(r, shape, event, slot, &list->more);
        items.n += list->more == 0;
        good = good && (cap == 0 || items.n <= cap);
    }
    size_t n = items.n + (list->more > 0);
    if (good && n) {
        char *copy = sb_arena_alloc(r->arena, n * shape->size);
        memcpy(copy, items.p, n * shape->size);
        list->p = copy;
        list->rest = list->more ? copy + items.n * shape->size : NULL;
    }
    list->n = items.n;
    sb_free(items.p);
    return good;
}
