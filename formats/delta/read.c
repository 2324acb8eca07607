#include "delta/delta.h"

struct delta_reader {
    struct sb_json *json;
    struct sb_delta_doc *delta;
    struct sb_err *err;
    size_t ops;
};

static const char *const verbs[SB_DELTA_VERBS] = {
    [SB_DELTA_DROP] = "drop", [SB_DELTA_EDIT] = "edit", [SB_DELTA_MOVE] = "move", [SB_DELTA_PUT] = "put"};

/* False, with the place: what is wrong with KEY, or with the JSON. */
static bool refuse(struct delta_reader *reader, sb_str key, const char *why)
{
    uint32_t line, column;
    if (sb_json_error(reader->json, reader->err) != SB_OK)
        return false;
    sb_json_place(reader->json, &line, &column);
    sb_fail(reader->err, SB_E_SYNTAX, "%.*s: %s", SB_FMT(sb_str_part(key, 0, 80)), why);
    sb_err_at(reader->err, line, column);
    return false;
}

static bool open(struct delta_reader *reader, enum sb_json_event kind, sb_str key)
{
    return sb_json_next(reader->json) == kind ||
           refuse(reader, key, kind == SB_JSON_OBJECT ? "an object is wanted" : "a list is wanted");
}

static bool take_text(struct delta_reader *reader, sb_str key, sb_str *ret_text)
{
    if (sb_json_next(reader->json) != SB_JSON_STRING)
        return refuse(reader, key, "a text is wanted");
    *ret_text = sb_arena_str(&reader->delta->arena, sb_json_text(reader->json));
    ret_text->p = ret_text->n ? ret_text->p : "";
    return true;
}

static bool take_number(struct delta_reader *reader, sb_str key, uint64_t *ret_number)
{
    return (sb_json_next(reader->json) == SB_JSON_NUMBER && sb_str_u64(sb_json_text(reader->json), ret_number)) ||
           refuse(reader, key, "a number from 0 on is wanted");
}

static bool is_digest(sb_str text)
{
    bool good = text.n == SB_HEX_MAX;
    for (size_t i = 0; i < text.n; i++)
        good = good && (sb_is_digit(text.p[i]) || (text.p[i] >= 'a' && text.p[i] <= 'f'));
    return good;
}

static bool take_digest(struct delta_reader *reader, sb_str key, sb_str *ret_text)
{
    return take_text(reader, key, ret_text) &&
           (is_digest(*ret_text) || refuse(reader, key, "64 hexadecimal digits are wanted"));
}

/* A row that is no object and no list: its canonical spelling. */
static bool take_scalar(struct delta_reader *reader, sb_str key, sb_str *ret_spelling)
{
    enum sb_json_event event = sb_json_next(reader->json);
    struct sb_buf spelling = {0};
    if (event == SB_JSON_ERROR || event == SB_JSON_OBJECT || event == SB_JSON_ARRAY)
        return refuse(reader, key, "a text, a number, true, false or null is wanted");
    if (event == SB_JSON_STRING)
        sb_json_quote(&spelling, sb_json_text(reader->json));
    else if (event == SB_JSON_NUMBER)
        sb_buf_str(&spelling, sb_json_text(reader->json));
    else
        sb_buf_str(&spelling, event == SB_JSON_NULL   ? SB_S("null")
                              : event == SB_JSON_TRUE ? SB_S("true")
                                                      : SB_S("false"));
    *ret_spelling = sb_arena_str(&reader->delta->arena, sb_buf_all(&spelling));
    sb_buf_done(&spelling);
    return true;
}

/* ---- changes ---- */

static bool read_changes(struct delta_reader *reader, struct sb_delta_changes *changes);

static bool take_changes(struct delta_reader *reader, sb_str key, struct sb_delta_op *op)
{
    struct sb_delta_changes *changes = SB_NEW(&reader->delta->arena, struct sb_delta_changes);
    op->changes = changes;
    return open(reader, SB_JSON_OBJECT, key) && read_changes(reader, changes);
}

/* What an operation is told: bits. */
enum told { AT = 1, NAME = 2, ROW = 4, SCALAR = 8, NTH = 16, WHAT = 32, VALUE = 64, CHANGES = 128 };
static const struct {
    const char *key;
    unsigned bit;
} members[] = {{"at", AT},   {"name", NAME}, {"row", ROW},     {"scalar", SCALAR},
               {"nth", NTH}, {"what", WHAT}, {"value", VALUE}, {"changes", CHANGES}};

static unsigned bit_of(sb_str key)
{
    size_t i = 0;
    while (i < SB_COUNT(members) && !sb_str_eq(key, sb_str_of(members[i].key)))
        i++;
    return i < SB_COUNT(members) ? members[i].bit : 0;
}

static bool take_member(struct delta_reader *reader, sb_str key, unsigned bit, struct sb_delta_op *op)
{
    switch (bit) {
    case AT: return take_number(reader, key, &op->at);
    case NAME: return take_text(reader, key, &op->name);
    case ROW: return take_digest(reader, key, &op->row);
    case SCALAR: return take_scalar(reader, key, &op->row);
    case NTH: return take_number(reader, key, &op->nth);
    case WHAT: return take_text(reader, key, &op->what);
    case VALUE: return sb_json_skip(reader->json, &op->value) || refuse(reader, key, "a value is wanted");
    case CHANGES: return take_changes(reader, key, op);
    default: return refuse(reader, key, "unknown member");
    }
}

static bool is_one(unsigned bits)
{
    return bits && !(bits & (bits - 1));
}

/* Which part, and no more than that and what the verb needs. */
static bool fits(enum sb_delta_verb verb, unsigned told)
{
    static const unsigned takes[SB_DELTA_VERBS] = {[SB_DELTA_DROP] = NAME | ROW | SCALAR | NTH | WHAT,
                                                   [SB_DELTA_EDIT] = NAME | ROW | SCALAR | NTH | WHAT | VALUE | CHANGES,
                                                   [SB_DELTA_MOVE] = ROW | SCALAR | NTH | WHAT | AT,
                                                   [SB_DELTA_PUT] = NAME | AT | VALUE};
    bool placed = verb == SB_DELTA_MOVE || verb == SB_DELTA_PUT, valued = verb == SB_DELTA_EDIT || verb == SB_DELTA_PUT;
    return !(told & ~takes[verb]) && (verb == SB_DELTA_PUT || is_one(told & (NAME | ROW | SCALAR))) &&
           (!placed || told & AT) && (!valued || is_one(told & (VALUE | CHANGES))) &&
           (!(told & NAME) || !(told & (NTH | WHAT)));
}

/* Behind the brace of one. */
static bool read_op(struct delta_reader *reader, enum sb_delta_verb verb, struct sb_delta_op *op)
{
    unsigned told = 0;
    sb_str key;
    sb_json_place(reader->json, &op->line, &op->column);
    while (sb_json_member(reader->json, &key)) {
        unsigned bit = bit_of(key);
        told |= bit;
        if (!take_member(reader, key, bit, op))
            return false;
    }
    if (sb_json_error(reader->json, reader->err) != SB_OK)
        return false;
    return fits(verb, told) || refuse(reader, sb_str_of(verbs[verb]), "members are missing, or exclude each other");
}

/* Those that have a place stand in the order of places. */
static bool read_ops(struct delta_reader *reader, enum sb_delta_verb verb, const struct sb_delta_op **first)
{
    const struct sb_delta_op *last = NULL;
    enum sb_json_event event;
    while ((event = sb_json_element(reader->json)) == SB_JSON_OBJECT) {
        struct sb_delta_op *op = SB_NEW(&reader->delta->arena, struct sb_delta_op);
        if (!read_op(reader, verb, op))
            return false;
        if (++reader->ops > SB_PARTS_MAX)
            return refuse(reader, sb_str_of(verbs[verb]), "more operations than any delta may have (SB_PARTS_MAX)");
        if (last && op->at < last->at)
            return refuse(reader, sb_str_of(verbs[verb]), "not in the order of \"at\"");
        *first = op;
        first = &op->next;
        last = op;
    }
    return event == SB_JSON_ARRAY_END || refuse(reader, sb_str_of(verbs[verb]), "objects are wanted");
}

static bool read_changes(struct delta_reader *reader, struct sb_delta_changes *changes)
{
    sb_str key;
    while (sb_json_member(reader->json, &key)) {
        unsigned verb = 0;
        while (verb < SB_DELTA_VERBS && !sb_str_eq(key, sb_str_of(verbs[verb])))
            verb++;
        if (verb == SB_DELTA_VERBS)
            return refuse(reader, key, "unknown change; there are drop, edit, move, put");
        if (!open(reader, SB_JSON_ARRAY, sb_str_of(verbs[verb])) ||
            !read_ops(reader, (enum sb_delta_verb)verb, &changes->ops[verb]))
            return false;
    }
    return sb_json_error(reader->json, reader->err) == SB_OK;
}

/* ---- the document ---- */

static bool read_schema(struct delta_reader *reader, void *to)
{
    sb_str text;
    (void)to;
    return take_text(reader, SB_S("schema"), &text) &&
           (sb_str_eq(text, SB_S(SB_DELTA_SCHEMA)) ||
            refuse(reader, text, "not known as a schema of deltas; " SB_DELTA_SCHEMA " is"));
}

/* Who made it; nothing depends on that. */
static bool read_generator(struct delta_reader *reader, void *to)
{
    sb_str key, text;
    (void)to;
    if (!open(reader, SB_JSON_OBJECT, SB_S("generator")))
        return false;
    while (sb_json_member(reader->json, &key)) {
        if (!sb_str_eq(key, SB_S("name")) && !sb_str_eq(key, SB_S("version")))
            return refuse(reader, key, "unknown member");
        if (!take_text(reader, SB_S("generator"), &text))
            return false;
    }
    return sb_json_error(reader->json, reader->err) == SB_OK;
}

static bool read_end(struct delta_reader *reader, void *to)
{
    struct sb_delta_end *end = to;
    sb_str key, hex = SB_STR_NONE;
    if (!open(reader, SB_JSON_OBJECT, SB_S("an end")))
        return false;
    while (sb_json_member(reader->json, &key)) {
        bool format = sb_str_eq(key, SB_S("format")), digest = sb_str_eq(key, SB_S("sha256"));
        if (!format && !digest)
            return refuse(reader, key, "unknown member");
        if (format ? !take_text(reader, SB_S("format"), &end->format) : !take_digest(reader, SB_S("sha256"), &hex))
            return false;
    }
    if (sb_json_error(reader->json, reader->err) != SB_OK)
        return false;
    if (!end->format.p || !hex.p)
        return refuse(reader, SB_S("an end"), "it has a format and a sha256");
    memcpy(end->sha256, hex.p, SB_HEX_MAX);
    return true;
}

static bool read_whole_changes(struct delta_reader *reader, void *to)
{
    return open(reader, SB_JSON_OBJECT, SB_S("changes")) && read_changes(reader, to);
}

static const struct {
    const char *name;
    bool (*read)(struct delta_reader *reader, void *to);
    size_t at; /* in struct sb_delta_doc */
} parts[] = {{"schema", read_schema, 0},
             {"generator", read_generator, 0},
             {"old", read_end, offsetof(struct sb_delta_doc, old)},
             {"new", read_end, offsetof(struct sb_delta_doc, new)},
             {"changes", read_whole_changes, offsetof(struct sb_delta_doc, changes)}};

static bool read_document(struct delta_reader *reader)
{
    sb_str key;
    unsigned seen = 0;
    if (sb_json_next(reader->json) != SB_JSON_OBJECT)
        return refuse(reader, SB_S("a delta"), "an object is wanted");
    while (sb_json_member(reader->json, &key)) {
        size_t i = 0;
        while (i < SB_COUNT(parts) && !sb_str_eq(key, sb_str_of(parts[i].name)))
            i++;
        if (i == SB_COUNT(parts))
            return refuse(reader, key, "no member of " SB_DELTA_SCHEMA);
        if (!parts[i].read(reader, (char *)reader->delta + parts[i].at))
            return false;
        seen |= 1u << i;
    }
    for (size_t i = 0; i < SB_COUNT(parts); i++)
        if (!(seen & 1u << i))
            return refuse(reader, sb_str_of(parts[i].name), "missing; it is no " SB_DELTA_SCHEMA);
    return sb_json_next(reader->json) == SB_JSON_DONE || refuse(reader, SB_S("a delta"), "it ends here");
}

sb_rc sb_delta_read(sb_str text, struct sb_delta_doc *delta, struct sb_err *err)
{
    struct delta_reader reader = {.json = sb_json_new(text, 0), .delta = delta, .err = err};
    bool good = read_document(&reader);
    sb_json_free(reader.json);
    return good ? SB_OK : err->rc;
}

void sb_delta_done(struct sb_delta_doc *delta)
{
    sb_arena_done(&delta->arena);
}
