#include "formats/fact_check.h"

#include "text/json_plain.h"

static const enum sb_json_event shapes[SB_FACT_COUNT] = {
    [SB_FACT_AT] = SB_JSON_STRING,        [SB_FACT_FILES] = SB_JSON_OBJECT,    [SB_FACT_MANIFEST] = SB_JSON_OBJECT,
    [SB_FACT_REST] = SB_JSON_OBJECT,      [SB_FACT_TOPLEVEL] = SB_JSON_ARRAY,  [SB_FACT_KINDS] = SB_JSON_OBJECT,
    [SB_FACT_LARGEST] = SB_JSON_ARRAY,    [SB_FACT_LINES] = SB_JSON_ARRAY,     [SB_FACT_EXEC] = SB_JSON_ARRAY,
    [SB_FACT_DEPS] = SB_JSON_ARRAY,       [SB_FACT_ORIGIN] = SB_JSON_OBJECT,   [SB_FACT_LOCK] = SB_JSON_ARRAY,
    [SB_FACT_INTEGRITY] = SB_JSON_ARRAY,  [SB_FACT_VERIFIED] = SB_JSON_OBJECT, [SB_FACT_UNLISTED] = SB_JSON_ARRAY,
    [SB_FACT_REQUESTED] = SB_JSON_TRUE,   [SB_FACT_OWNER] = SB_JSON_ARRAY,     [SB_FACT_RAN] = SB_JSON_OBJECT,
    [SB_FACT_INCOMPLETE] = SB_JSON_ARRAY, [SB_FACT_UNOWNED] = SB_JSON_ARRAY,   [SB_FACT_CACHE] = SB_JSON_STRING,
    [SB_FACT_EXCLUDED] = SB_JSON_OBJECT,  [SB_FACT_IDLE] = SB_JSON_ARRAY,      [SB_FACT_LAYER] = SB_JSON_OBJECT,
    [SB_FACT_LAYERS] = SB_JSON_ARRAY,     [SB_FACT_ELF] = SB_JSON_OBJECT,
};

/* What is walked of a value: how deep, how many entries, and whether the next text is a command. */
struct walk {
    enum sb_fact_id id;
    size_t depth, n;
    bool cut, command;
};

static void walk_key(struct walk *walk, sb_str key)
{
    bool more = walk->depth == 2 && sb_str_eq(key, SB_S("more")) && shapes[walk->id] == SB_JSON_ARRAY;
    walk->n += walk->depth == 1;
    if (more && !walk->cut) {
        walk->cut = true;
        walk->n--;
    }
    walk->command = walk->depth == 2 && sb_str_eq(key, SB_S("command"));
}

/* One event; NULL, or what is wrong with it. */
static const char *step(struct walk *walk, enum sb_json_event event, sb_str text)
{
    bool opens = event == SB_JSON_OBJECT || event == SB_JSON_ARRAY;
    bool closes = event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END;
    bool element = shapes[walk->id] == SB_JSON_ARRAY && walk->depth == 1 && !closes;
    walk->n += element;
    if (event == SB_JSON_KEY)
        walk_key(walk, text);
    else if (walk->command && event == SB_JSON_STRING && text.n > SB_FACT_COMMAND_ONCE)
        return "it has a command that is longer than one may be";
    else
        walk->command = false;
    walk->depth += opens;
    walk->depth -= closes;
    bool over = sb_fact_caps[walk->id] && walk->n > sb_fact_caps[walk->id];
    return over && !element ? "it has more entries than a fact may have" : NULL;
}

/* Is a value too short to hold more entries, or a longer command, than a fact may have? */
static bool is_short(enum sb_fact_id id, sb_str value)
{
    return value.n <= SB_FACT_COMMAND_ONCE && (!sb_fact_caps[id] || value.n / 2 <= sb_fact_caps[id]);
}

static const char *pass_over(struct sb_json *json)
{
    enum sb_json_event event;
    do
        event = sb_json_next(json);
    while (event != SB_JSON_DONE && event != SB_JSON_ERROR);
    return event == SB_JSON_ERROR ? "it is not JSON" : NULL;
}

static const char *walk_value(struct sb_json *json, enum sb_fact_id id, enum sb_json_event first)
{
    struct walk walk = {.id = id};
    const char *wrong = NULL;
    enum sb_json_event event = first;
    while (event != SB_JSON_DONE && event != SB_JSON_ERROR) {
        bool text = event == SB_JSON_KEY || event == SB_JSON_STRING;
        const char *now = step(&walk, event, text ? sb_json_text(json) : SB_STR_NONE);
        wrong = wrong ? wrong : now;
        event = sb_json_next(json);
    }
    return event == SB_JSON_ERROR ? "it is not JSON" : wrong;
}

/* Many facts say that there is none of it. */
static bool is_empty(enum sb_fact_id id, sb_str value)
{
    return (shapes[id] == SB_JSON_ARRAY && sb_str_eq(value, SB_S("[]"))) ||
           (shapes[id] == SB_JSON_OBJECT && sb_str_eq(value, SB_S("{}")));
}

/* As facts are written: a list or an object, which says no more than what it is. */
static bool is_plain(enum sb_fact_id id, sb_str value)
{
    char first = shapes[id] == SB_JSON_ARRAY ? '[' : '{';
    return (shapes[id] == SB_JSON_ARRAY || shapes[id] == SB_JSON_OBJECT) && value.n && value.p[0] == first &&
           is_short(id, value) && sb_json_is_plain(value);
}

const char *sb_fact_check(struct sb_json *json, enum sb_fact_id id, sb_str value, sb_str *ret_place)
{
    if (value.n > SB_FACT_BYTES)
        return "it is larger than a fact may be";
    *ret_place = SB_STR_NONE;
    if (is_empty(id, value) || is_plain(id, value))
        return NULL;
    sb_json_restart(json, value);
    enum sb_json_event first = sb_json_next(json);
    const char *wrong = is_short(id, value) ? pass_over(json) : walk_value(json, id, first);
    if (wrong)
        return wrong;
    if (first != shapes[id] && !(first == SB_JSON_FALSE && shapes[id] == SB_JSON_TRUE))
        return "it has the wrong type";
    if (id == SB_FACT_AT) {
        sb_json_restart(json, value);
        sb_json_next(json);
        *ret_place = sb_json_text(json);
    }
    return id == SB_FACT_AT && ret_place->n == 0 ? "it is empty" : NULL;
}

/* The facts of one owner stand together, and no more than there are names differ. */
bool sb_fact_is_second(const struct sb_doc *doc, sb_comp owner, sb_text name)
{
    size_t n = doc->facts.n;
    for (size_t i = 0; i < n && i < SB_FACT_COUNT; i++) {
        const struct sb_fact *fact = &doc->facts.p[n - 1 - i];
        if (fact->owner.v != owner.v)
            return false;
        if (sb_text_eq(fact->name, name))
            return true;
    }
    return false;
}
