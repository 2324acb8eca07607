#include "base/buf.h"
#include "base/mem.h"
#include "policy/key.h"

/* ---- before anything is read ---- */

void sb_key_defaults(const struct sb_key_object *object, void *slot)
{
    for (size_t i = 0; i < object->n; i++) {
        const struct sb_key_row *row = &object->rows[i];
        char *at = (char *)slot + row->offset;
        if (row->object && row->count == SB_KEY_ONE)
            sb_key_defaults(row->object, at);
        else if (row->count == SB_KEY_ONE && row->type->put)
            row->type->put(row->fallback, at);
    }
}

/* ---- values ---- */

static sb_rc read_one(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    if (node->kind == SB_YAML_SCALAR_NODE && node->plain && node->text.n == 0)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s has no value", row->name);
    return row->type->read(r, node, row, slot);
}

static size_t count_members(const struct sb_yaml *node)
{
    size_t n = 0;
    for (node = node->first; node; node = node->next)
        n++;
    return n;
}

static sb_rc read_list(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    struct sb_key_list list;
    bool alone = node->kind != SB_YAML_LIST;
    memcpy(&list, slot, sizeof list);
    if (alone && row->count == SB_KEY_LIST)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s must be a list", row->name);
    size_t more = alone ? 1 : count_members(node), size = row->type->size ? row->type->size : row->object->size;
    char *room = sb_arena_zalloc(r->arena, (list.n + more + 1) * size);
    if (list.n)
        memcpy(room, list.p, list.n * size);
    const struct sb_yaml *at = alone ? node : node->first;
    for (size_t i = 0; i < more; i++, at = at->next) {
        if (row->object)
            sb_key_defaults(row->object, room + list.n * size);
        SB_TRY(read_one(r, at, row, room + list.n * size));
        list.n++;
    }
    list.p = room;
    memcpy(slot, &list, sizeof list);
    return SB_OK;
}

static sb_rc read_bits(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    uint64_t bits = 0;
    bool alone = node->kind != SB_YAML_LIST;
    for (const struct sb_yaml *at = alone ? node : node->first; at; at = alone ? NULL : at->next) {
        uint8_t word = 0;
        SB_TRY(read_one(r, at, row, &word));
        bits |= (uint64_t)1 << word;
    }
    if (bits == 0)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s is an empty list", row->name);
    memcpy(slot, &bits, sizeof bits);
    return SB_OK;
}

static sb_rc read_member(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    if (row->count == SB_KEY_WORD_BITS)
        return read_bits(r, node, row, slot);
    return row->count == SB_KEY_ONE ? read_one(r, node, row, slot) : read_list(r, node, row, slot);
}

/* ---- objects ---- */

static sb_rc fail_unknown(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_object *object)
{
    struct sb_buf known = {0};
    for (size_t i = 0; i < object->n; i++)
        sb_buf_printf(&known, "%s%s", i ? ", " : "", object->rows[i].name);
    sb_rc rc = sb_yaml_fail(r->text, node->key_at, SB_E_SYNTAX, r->err, "%s has no key %.*s; it has %.*s", object->name,
                            SB_FMT(sb_str_part(node->key, 0, 60)), SB_FMT(sb_buf_all(&known)));
    sb_buf_done(&known);
    return rc;
}

static const struct sb_key_row *find_row(const struct sb_key_object *object, sb_str key)
{
    for (size_t i = 0; i < object->n; i++)
        if (sb_str_eq(key, sb_str_of(object->rows[i].name)))
            return &object->rows[i];
    return NULL;
}

static sb_rc check_required(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_object *object)
{
    for (size_t i = 0; i < object->n; i++)
        if (object->rows[i].required && !sb_yaml_member(node, object->rows[i].name))
            return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s lacks the key %s", object->name,
                                object->rows[i].name);
    return SB_OK;
}

sb_rc sb_key_read(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_object *object, void *slot)
{
    struct sb_key_place place = {node->at, r->preset ? 0 : sb_yaml_line(r->text, node->at)};
    if (node->kind != SB_YAML_MAP)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s must be a mapping of keys to values",
                            object->name);
    for (const struct sb_yaml *member = node->first; member; member = member->next)
        if (!find_row(object, member->key))
            return fail_unknown(r, member, object);
    SB_TRY(check_required(r, node, object));
    memcpy(slot, &place, sizeof place);
    for (const struct sb_yaml *member = node->first; member; member = member->next) {
        const struct sb_key_row *row = find_row(object, member->key);
        SB_TRY(read_member(r, member, row, (char *)slot + row->offset));
    }
    return object->check ? object->check(r, node, slot) : SB_OK;
}

static sb_rc read_object(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    return sb_key_read(r, node, row->object, slot);
}

const struct sb_key_type sb_key_object = {.read = read_object};
