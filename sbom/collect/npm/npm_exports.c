#include "npm/npm_exports.h"

#include "base/buf.h"
#include "base/mem.h"

/* Real ones have up to about ten targets of ".", some hundred others, four conditions deep. */
enum { TARGETS = 64, OTHERS = 4096, LEVELS = 16, CONDITIONS = 200 };

struct targets {
    struct sb_npm_target *p;
    size_t n, cap;
};

struct level {
    bool object;
    size_t conditions; /* length of the text when it began */
};

struct reading {
    struct sb_npm_reader *reader;
    struct sb_npm_exports *exports;
    struct targets self, others;
    sb_str key; /* that leads to what is read, in the arena; empty for "." */
    struct sb_buf conditions;
    struct level open[LEVELS];
    size_t depth;
};

static void add_target(struct reading *r, sb_str path)
{
    struct targets *found = r->key.n ? &r->others : &r->self;
    if (found->n >= (r->key.n ? OTHERS : TARGETS)) {
        r->exports->self.cut = true;
        return;
    }
    struct sb_arena *arena = r->reader->arena;
    *SB_PUSH(found) =
        (struct sb_npm_target){r->key, sb_arena_str(arena, sb_buf_all(&r->conditions)), sb_arena_str(arena, path)};
}

/* A value began with EVENT. */
static void take_value(struct reading *r, enum sb_json_event event)
{
    struct sb_json *json = r->reader->json;
    if (event == SB_JSON_STRING) {
        add_target(r, sb_json_text(json));
    } else if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY) {
        if (r->depth < LEVELS) {
            r->open[r->depth++] = (struct level){event == SB_JSON_OBJECT, r->conditions.n};
            return;
        }
        r->exports->self.cut = true;
        (void)!sb_json_leave(json);
    }
}

/* What only a type checker reads. */
static bool is_left_out(sb_str key)
{
    return sb_str_eq(key, SB_S("types")) || sb_str_starts(key, SB_S("types@"));
}

/* Outermost, what is imported; below it, and where nothing but "." is exported, conditions. */
static void add_key(struct reading *r, sb_str key)
{
    bool imported = r->depth == 1 && (sb_str_starts(key, SB_S(".")) || sb_str_starts(key, SB_S("#")));
    if (r->depth == 1)
        r->key = imported && key.n > 1 ? sb_arena_str(r->reader->arena, key) : SB_STR_NONE;
    if (imported)
        return;
    if (r->conditions.n)
        sb_buf_chr(&r->conditions, ' ');
    sb_buf_str(&r->conditions, sb_str_part(key, 0, CONDITIONS - r->conditions.n));
}

/* The next member or element of the innermost value. False on an error. */
static bool step(struct reading *r)
{
    struct sb_json *json = r->reader->json;
    const struct level *level = &r->open[r->depth - 1];
    enum sb_json_event event;
    sb_str key;
    r->conditions.n = level->conditions;
    if (level->object) {
        if (!sb_json_member(json, &key)) {
            r->depth--;
            return true;
        }
        if (is_left_out(key))
            return sb_json_skip(json, NULL);
        add_key(r, key);
        event = sb_json_next(json);
    } else if ((event = sb_json_element(json)) == SB_JSON_ARRAY_END) {
        r->depth--;
        return true;
    }
    take_value(r, event);
    return event != SB_JSON_ERROR;
}

static void keep(struct reading *r, struct targets *found, struct sb_npm_targets *ret)
{
    struct sb_npm_target *copy = sb_arena_alloc(r->reader->arena, (found->n + 1) * sizeof *copy);
    if (found->n)
        memcpy(copy, found->p, found->n * sizeof *copy);
    ret->p = copy;
    ret->n = found->n;
    sb_free(found->p);
}

void sb_npm_read_exports(struct sb_npm_reader *reader, void *slot)
{
    struct reading r = {.reader = reader, .exports = slot, .conditions.max = 2 * CONDITIONS};
    *r.exports = (struct sb_npm_exports){0};
    take_value(&r, sb_json_next(reader->json));
    while (r.depth && step(&r))
        continue;
    keep(&r, &r.self, &r.exports->self);
    keep(&r, &r.others, &r.exports->others);
    sb_buf_done(&r.conditions);
}
