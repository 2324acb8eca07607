#include "collect/npm_exports.h"

#include "base/buf.h"
#include "base/mem.h"

/* Real ones have up to about ten targets, four conditions deep. */
enum { TARGETS = 64, LEVELS = 16, CONDITIONS = 200 };

struct level {
    bool object;
    size_t conditions; /* length of the text when it began */
};

struct reading {
    struct sb_npm_reader *reader;
    struct sb_npm_targets *targets;
    SB_VEC(struct sb_npm_target) found;
    struct sb_buf conditions;
    struct level open[LEVELS];
    size_t depth;
};

static void add_target(struct reading *r, sb_str path)
{
    if (r->found.n >= TARGETS) {
        r->targets->cut = true;
        return;
    }
    struct sb_arena *arena = r->reader->arena;
    *SB_PUSH(&r->found) =
        (struct sb_npm_target){sb_arena_str(arena, sb_buf_all(&r->conditions)), sb_arena_str(arena, path)};
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
        r->targets->cut = true;
        (void)!sb_json_leave(json);
    }
}

/* Other subpaths than ".", and what only a type checker reads. */
static bool is_left_out(const struct reading *r, sb_str key)
{
    return (r->depth == 1 && sb_str_starts(key, SB_S(".")) && key.n > 1) || sb_str_eq(key, SB_S("types")) ||
           sb_str_starts(key, SB_S("types@"));
}

static void add_condition(struct reading *r, sb_str key)
{
    if (sb_str_eq(key, SB_S(".")))
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
        if (is_left_out(r, key))
            return sb_json_skip(json, NULL);
        add_condition(r, key);
        event = sb_json_next(json);
    } else if ((event = sb_json_element(json)) == SB_JSON_ARRAY_END) {
        r->depth--;
        return true;
    }
    take_value(r, event);
    return event != SB_JSON_ERROR;
}

void sb_npm_read_exports(struct sb_npm_reader *reader, void *slot)
{
    struct reading r = {.reader = reader, .targets = slot, .conditions.max = 2 * CONDITIONS};
    *r.targets = (struct sb_npm_targets){0};
    take_value(&r, sb_json_next(reader->json));
    while (r.depth && step(&r))
        continue;
    struct sb_npm_target *copy = sb_arena_alloc(reader->arena, (r.found.n + 1) * sizeof *copy);
    if (r.found.n)
        memcpy(copy, r.found.p, r.found.n * sizeof *copy);
    r.targets->p = copy;
    r.targets->n = r.found.n;
    sb_free(r.found.p);
    sb_buf_done(&r.conditions);
}
