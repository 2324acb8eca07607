#include "npm/npm_json.h"

#include "base/buf.h"
#include "base/mem.h"

const struct sb_npm_member *sb_npm_member(const struct sb_npm_member *table, size_t n, sb_str key)
{
    for (size_t i = 0; i < n && key.n; i++)
        if (table[i].name[0] == key.p[0] && sb_str_eq(key, sb_str_of(table[i].name)))
            return &table[i];
    return NULL;
}

/* What stands behind the end of the value hides nothing of it. */
static struct sb_npm_trouble read_once(struct sb_json *json, struct sb_arena *arena,
                                       void (*read)(struct sb_npm_reader *, void *), void *target)
{
    struct sb_npm_trouble trouble = {0};
    struct sb_npm_reader reader = {json, arena};
    struct sb_err err = {0};
    read(&reader, target);
    bool whole = sb_json_error(json, &err) == SB_OK;
    if (sb_json_next(json) == SB_JSON_ERROR && sb_json_error(json, &err) != SB_OK)
        trouble = (struct sb_npm_trouble){err.line, sb_arena_str(arena, sb_str_of(err.text)), whole};
    return trouble;
}

struct sb_npm_trouble sb_npm_json_read(sb_str bytes, struct sb_arena *arena,
                                       void (*read)(struct sb_npm_reader *, void *), void *target)
{
    struct sb_json *json = sb_json_new(bytes, 0);
    struct sb_npm_trouble trouble = read_once(json, arena, read, target);
    if (trouble.text.n && !trouble.survived) {
        sb_json_restart(json, sb_npm_json_mend(bytes, arena));
        sb_json_allow_twice(json);
        struct sb_npm_trouble again = read_once(json, arena, read, target);
        trouble.survived = again.text.n == 0 || again.survived;
        if (!trouble.survived)
            trouble = again;
    }
    sb_json_free(json);
    return trouble;
}

/* Reads away what began with EVENT. */
static void leave(struct sb_npm_reader *reader, enum sb_json_event event)
{
    if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY)
        (void)!sb_json_leave(reader->json); /* an error stays in the reader; whoever began asks for it */
}

bool sb_npm_open(struct sb_npm_reader *reader, enum sb_json_event wanted)
{
    enum sb_json_event event = sb_json_next(reader->json);
    if (event == wanted)
        return true;
    leave(reader, event);
    return false;
}

static sb_str text_here(struct sb_npm_reader *reader)
{
    return sb_arena_str(reader->arena, sb_json_text(reader->json));
}

void sb_npm_read_text(struct sb_npm_reader *reader, void *slot)
{
    *(sb_str *)slot = SB_STR_NONE; /* of a member that stands twice the last one counts, whatever it is */
    sb_json_take_string(reader->json, reader->arena, slot);
}

void sb_npm_read_name(struct sb_npm_reader *reader, void *slot)
{
    enum sb_json_event event = sb_json_next(reader->json);
    bool text = event == SB_JSON_STRING || event == SB_JSON_NUMBER;
    *(sb_str *)slot = text ? text_here(reader) : SB_STR_NONE;
    leave(reader, event);
}

static void read_literal(struct sb_npm_reader *reader, bool *slot, enum sb_json_event wanted)
{
    enum sb_json_event event = sb_json_next(reader->json);
    *slot = event == wanted;
    leave(reader, event);
}

void sb_npm_read_true(struct sb_npm_reader *reader, void *slot)
{
    read_literal(reader, slot, SB_JSON_TRUE);
}

void sb_npm_read_false(struct sb_npm_reader *reader, void *slot)
{
    read_literal(reader, slot, SB_JSON_FALSE);
}

/* After OBJECT. */
static void read_open_pairs(struct sb_npm_reader *reader, struct sb_npm_pairs *pairs)
{
    SB_VEC(struct sb_npm_pair) found = {0};
    sb_str key;
    while (sb_json_member(reader->json, &key)) {
        struct sb_npm_pair pair = {sb_arena_str(reader->arena, key), SB_STR_NONE};
        if (sb_json_take_string(reader->json, reader->arena, &pair.value))
            *SB_PUSH(&found) = pair;
    }
    struct sb_npm_pair *copy = sb_arena_alloc(reader->arena, (found.n + 1) * sizeof *copy);
    if (found.n)
        memcpy(copy, found.p, found.n * sizeof *copy);
    *pairs = (struct sb_npm_pairs){copy, found.n};
    sb_free(found.p);
}

void sb_npm_read_pairs(struct sb_npm_reader *reader, void *slot)
{
    *(struct sb_npm_pairs *)slot = (struct sb_npm_pairs){0};
    if (sb_npm_open(reader, SB_JSON_OBJECT))
        read_open_pairs(reader, slot);
}

void sb_npm_read_bin(struct sb_npm_reader *reader, void *slot)
{
    enum sb_json_event event = sb_json_next(reader->json);
    *(struct sb_npm_pairs *)slot = (struct sb_npm_pairs){0};
    if (event == SB_JSON_OBJECT) {
        read_open_pairs(reader, slot);
    } else if (event == SB_JSON_STRING) {
        struct sb_npm_pairs *pairs = slot;
        struct sb_npm_pair *one = SB_NEW(reader->arena, struct sb_npm_pair);
        one->value = text_here(reader);
        *pairs = (struct sb_npm_pairs){one, 1};
    } else {
        leave(reader, event);
    }
}

void sb_npm_read_list(struct sb_npm_reader *reader, void *slot)
{
    *(struct sb_npm_list *)slot = (struct sb_npm_list){0};
    if (sb_npm_open(reader, SB_JSON_ARRAY))
        sb_npm_read_open_list(reader, slot);
}

void sb_npm_read_open_list(struct sb_npm_reader *reader, void *slot)
{
    struct sb_npm_list *list = slot;
    SB_VEC(sb_str) found = {0};
    for (enum sb_json_event event;
         (event = sb_json_element(reader->json)) > SB_JSON_DONE && event != SB_JSON_ARRAY_END;) {
        if (event == SB_JSON_STRING)
            *SB_PUSH(&found) = text_here(reader);
        leave(reader, event);
    }
    sb_str *copy = sb_arena_alloc(reader->arena, (found.n + 1) * sizeof *copy);
    if (found.n)
        memcpy(copy, found.p, found.n * sizeof *copy);
    *list = (struct sb_npm_list){copy, found.n};
    sb_free(found.p);
}

/* After OBJECT: the texts of the members NAMES[i] into TEXTS[i]. */
static void read_open_texts(struct sb_npm_reader *reader, const char *const *names, sb_str *texts, size_t n)
{
    sb_str key;
    while (sb_json_member(reader->json, &key)) {
        size_t i = 0;
        while (i < n && !sb_str_eq(key, sb_str_of(names[i])))
            i++;
        sb_str other = SB_STR_NONE;
        sb_json_take_string(reader->json, reader->arena, i < n ? &texts[i] : &other);
    }
}

/* The value that begins with EVENT: a text, or the member NAME of an object. */
static sb_str text_or_member(struct sb_npm_reader *reader, enum sb_json_event event, const char *name)
{
    sb_str text = SB_STR_NONE;
    if (event == SB_JSON_STRING)
        return text_here(reader);
    if (event == SB_JSON_OBJECT)
        read_open_texts(reader, &name, &text, 1);
    else
        leave(reader, event);
    return text;
}

void sb_npm_read_link(struct sb_npm_reader *reader, void *slot)
{
    *(sb_str *)slot = text_or_member(reader, sb_json_next(reader->json), "url");
}

void sb_npm_read_person(struct sb_npm_reader *reader, void *slot)
{
    static const char *const names[] = {"name", "email", "url"};
    sb_str texts[SB_COUNT(names)] = {0};
    enum sb_json_event event = sb_json_next(reader->json);
    if (event != SB_JSON_OBJECT) {
        *(sb_str *)slot = text_or_member(reader, event, "name");
        return;
    }
    read_open_texts(reader, names, texts, SB_COUNT(names));
    static const char *const around[SB_COUNT(names)][2] = {{"", ""}, {"<", ">"}, {"(", ")"}};
    struct sb_buf buf = {0};
    for (size_t i = 0; i < SB_COUNT(names); i++) {
        if (texts[i].n == 0)
            continue;
        if (buf.n)
            sb_buf_chr(&buf, ' ');
        sb_buf_str(&buf, sb_str_of(around[i][0]));
        sb_buf_str(&buf, texts[i]);
        sb_buf_str(&buf, sb_str_of(around[i][1]));
    }
    *(sb_str *)slot = sb_arena_str(reader->arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
}

/* After ARRAY. */
static sb_str read_choice(struct sb_npm_reader *reader)
{
    struct sb_buf buf = {0};
    size_t n = 0;
    for (enum sb_json_event event;
         (event = sb_json_element(reader->json)) > SB_JSON_DONE && event != SB_JSON_ARRAY_END;) {
        sb_str one = text_or_member(reader, event, "type");
        if (one.n == 0)
            continue;
        if (n++)
            sb_buf_str(&buf, SB_S(" OR "));
        sb_buf_str(&buf, one);
    }
    sb_str all = sb_buf_all(&buf);
    sb_str text = n > 1 ? sb_arena_join(reader->arena, SB_S("("), all, SB_S(")")) : sb_arena_str(reader->arena, all);
    sb_buf_done(&buf);
    return text;
}

void sb_npm_read_licence(struct sb_npm_reader *reader, void *slot)
{
    enum sb_json_event event = sb_json_next(reader->json);
    sb_str text = event == SB_JSON_ARRAY ? read_choice(reader) : text_or_member(reader, event, "type");
    if (text.n)
        *(sb_str *)slot = text;
}

void sb_npm_read_licences(struct sb_npm_reader *reader, void *slot)
{
    sb_str text = SB_STR_NONE;
    sb_npm_read_licence(reader, &text);
    if (((sb_str *)slot)->n == 0)
        *(sb_str *)slot = text;
}
