#include "text/yaml.h"

#include <stdarg.h>
#include <yaml.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/utf8.h"

struct reading {
    const struct sb_yaml_text *text;
    struct sb_arena *arena;
    struct sb_err *err;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
    uint32_t nodes, depth;
};

/* ---- places ---- */

/* The byte behind AT characters. */
static size_t offset_of(sb_str bytes, uint32_t at)
{
    size_t i = 0;
    while (i < bytes.n && at) {
        i++;
        while (i < bytes.n && ((unsigned char)bytes.p[i] & 0xC0) == 0x80)
            i++;
        at--;
    }
    return i;
}

static uint32_t characters_in(sb_str bytes)
{
    uint32_t n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        n += ((unsigned char)bytes.p[i] & 0xC0) != 0x80;
    return n;
}

/* Lines as editors count them: libyaml ends one at U+2028, too. */
static uint32_t place_of(const struct sb_yaml_text *text, uint32_t at, uint32_t *ret_col)
{
    size_t end = offset_of(text->bytes, at), start = 0;
    uint32_t line = 1;
    for (size_t i = 0; i < end; i++)
        if (text->bytes.p[i] == '\n') {
            line++;
            start = i + 1;
        }
    *ret_col = (uint32_t)(end - start + 1);
    return line;
}

uint32_t sb_yaml_line(const struct sb_yaml_text *text, uint32_t at)
{
    uint32_t col;
    return place_of(text, at, &col);
}

sb_rc sb_yaml_fail(const struct sb_yaml_text *text, uint32_t at, sb_rc rc, struct sb_err *err, const char *format, ...)
{
    struct sb_err now = {0};
    uint32_t col, line = place_of(text, at, &col);
    va_list args;
    va_start(args, format);
    vsnprintf(now.text, sizeof now.text, format, args);
    va_end(args);
    sb_fail(err, rc, "%s", now.text);
    sb_err_path(err, text->name);
    sb_err_at(err, line, col);
    return rc;
}

/* ---- events ---- */

static uint32_t here(const struct reading *r)
{
    return (uint32_t)r->event.start_mark.index;
}

static sb_rc fail_parser(struct reading *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "no YAML";
    const char *context = p->context ? p->context : "";
    if (p->error == YAML_MEMORY_ERROR)
        sb_mem_exhausted();
    /* The reader of bytes, which is ahead, knows their offset alone. */
    uint32_t at = p->error == YAML_READER_ERROR ? characters_in(sb_str_part(r->text->bytes, 0, p->problem_offset))
                                                : (uint32_t)p->problem_mark.index;
    return sb_yaml_fail(r->text, at, SB_E_SYNTAX, r->err, "%s%s%s", problem, *context ? ", " : "", context);
}

static sb_rc next(struct reading *r)
{
    yaml_event_delete(&r->event);
    memset(&r->event, 0, sizeof r->event);
    return yaml_parser_parse(&r->parser, &r->event) ? SB_OK : fail_parser(r);
}

static sb_rc refuse(struct reading *r, const char *what)
{
    return sb_yaml_fail(r->text, here(r), SB_E_SYNTAX, r->err, "%s", what);
}

/* Anchors lead to aliases, by which a small file becomes a large one; tags say what a reader of another kind would do.
 */
static sb_rc check_plain(struct reading *r)
{
    static const char anchor[] = "anchors and aliases are not taken: write it out";
    static const char tag[] = "tags are not taken";
    const yaml_event_t *e = &r->event;
    if (e->type == YAML_ALIAS_EVENT)
        return refuse(r, anchor);
    if (e->type == YAML_SCALAR_EVENT && e->start_mark.line != e->end_mark.line)
        return refuse(r, "a text stands in one line: the next ones would look like keys");
    if (e->type == YAML_SCALAR_EVENT && (e->data.scalar.anchor || e->data.scalar.tag))
        return refuse(r, e->data.scalar.anchor ? anchor : tag);
    if (e->type == YAML_SEQUENCE_START_EVENT && (e->data.sequence_start.anchor || e->data.sequence_start.tag))
        return refuse(r, e->data.sequence_start.anchor ? anchor : tag);
    if (e->type == YAML_MAPPING_START_EVENT && (e->data.mapping_start.anchor || e->data.mapping_start.tag))
        return refuse(r, e->data.mapping_start.anchor ? anchor : tag);
    if (++r->nodes > SB_YAML_NODES)
        return sb_yaml_fail(r->text, here(r), SB_E_LIMIT, r->err, "more than %d values", SB_YAML_NODES);
    return SB_OK;
}

static sb_rc take_text(struct reading *r, sb_str *ret)
{
    size_t n = r->event.data.scalar.length;
    if (n > SB_YAML_SCALAR)
        return sb_yaml_fail(r->text, here(r), SB_E_LIMIT, r->err, "a text of more than %d bytes", SB_YAML_SCALAR);
    *ret = sb_arena_str(r->arena, sb_str_n((const char *)r->event.data.scalar.value, n));
    return SB_OK;
}

/* ---- nodes ---- */

/* Of the current event. A list or mapping has no members yet. */
static sb_rc begin_node(struct reading *r, struct sb_yaml **ret)
{
    SB_TRY(check_plain(r));
    struct sb_yaml *node = *ret = SB_NEW(r->arena, struct sb_yaml);
    node->at = here(r);
    if (r->event.type == YAML_SCALAR_EVENT) {
        node->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        return take_text(r, &node->text);
    }
    if (++r->depth > SB_YAML_DEPTH)
        return sb_yaml_fail(r->text, here(r), SB_E_LIMIT, r->err, "nested deeper than %d", SB_YAML_DEPTH);
    node->kind = r->event.type == YAML_MAPPING_START_EVENT ? SB_YAML_MAP : SB_YAML_LIST;
    return SB_OK;
}

static sb_rc take_key(struct reading *r, const struct sb_yaml *map, sb_str *ret_key, uint32_t *ret_at)
{
    size_t members = 0;
    if (r->event.type != YAML_SCALAR_EVENT && r->event.type != YAML_ALIAS_EVENT)
        return refuse(r, "a key must be a word");
    SB_TRY(check_plain(r));
    SB_TRY(take_text(r, ret_key));
    *ret_at = here(r);
    for (const struct sb_yaml *other = map->first; other; other = other->next, members++)
        if (sb_str_eq(other->key, *ret_key))
            return sb_yaml_fail(r->text, *ret_at, SB_E_SYNTAX, r->err, "%.*s stands here twice, first in line %u",
                                SB_FMT(*ret_key), sb_yaml_line(r->text, other->key_at));
    if (members >= SB_YAML_MEMBERS)
        return sb_yaml_fail(r->text, *ret_at, SB_E_LIMIT, r->err, "more than %d keys", SB_YAML_MEMBERS);
    return SB_OK;
}

static bool is_end(const struct reading *r)
{
    return r->event.type == YAML_MAPPING_END_EVENT || r->event.type == YAML_SEQUENCE_END_EVENT;
}

/* The lists and mappings around the current event, and where the next member of each goes. */
struct level {
    struct sb_yaml *node, **tail;
};

/* From the event that begins a value to the one that ends it. */
static sb_rc read_value(struct reading *r, struct sb_yaml **ret_root)
{
    struct level levels[SB_YAML_DEPTH + 1];
    SB_TRY(begin_node(r, ret_root));
    levels[r->depth] = (struct level){*ret_root, &(*ret_root)->first};
    while (r->depth) {
        struct level *level = &levels[r->depth];
        sb_str key = SB_STR_NONE;
        uint32_t key_at = 0;
        SB_TRY(next(r));
        if (is_end(r)) {
            r->depth--;
            continue;
        }
        if (level->node->kind == SB_YAML_MAP) {
            SB_TRY(take_key(r, level->node, &key, &key_at));
            SB_TRY(next(r));
        }
        struct sb_yaml *node;
        SB_TRY(begin_node(r, &node));
        node->key = key;
        node->key_at = key_at;
        *level->tail = node;
        level->tail = &node->next;
        if (node->kind != SB_YAML_SCALAR_NODE)
            levels[r->depth] = (struct level){node, &node->first};
    }
    return SB_OK;
}

static sb_rc read_document(struct reading *r, struct sb_yaml **ret_root)
{
    SB_TRY(next(r)); /* the stream */
    SB_TRY(next(r));
    if (r->event.type == YAML_STREAM_END_EVENT)
        return refuse(r, "nothing in it");
    SB_TRY(next(r));
    SB_TRY(read_value(r, ret_root));
    SB_TRY(next(r)); /* the end of the document */
    SB_TRY(next(r));
    return r->event.type == YAML_STREAM_END_EVENT ? SB_OK : refuse(r, "a second document");
}

static bool is_other_blank(uint32_t c)
{
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x2800 ||
           c == 0x3000;
}

/* What a reviewer sees is what is read: to libyaml U+0085 ends a comment, and so does a carriage return by itself. */
static bool is_shown(uint32_t c, sb_str behind)
{
    return c == '\n' || c == '\t' || (c == '\r' && sb_str_starts(behind, SB_S("\n"))) ||
           (c && !sb_utf8_deceives(c) && !is_other_blank(c));
}

/* "\x66" is a letter that stands there as something else. Signs may be escaped, as some writers of JSON do with "<". */
static bool hides_letter(sb_str escape)
{
    static const struct {
        char front[4];
        size_t digits;
    } forms[] = {{"\\x", 2}, {"\\u", 4}, {"\\U", 8}};
    for (size_t i = 0; i < SB_COUNT(forms); i++) {
        sb_str rest = escape;
        uint8_t bytes[4];
        size_t last = forms[i].digits / 2 - 1, zeros = 0;
        if (!sb_str_chop(&rest, sb_str_of(forms[i].front)) ||
            !sb_hex_decode(sb_str_part(rest, 0, forms[i].digits), bytes, last + 1))
            continue;
        while (zeros < last && bytes[zeros] == 0)
            zeros++;
        return zeros == last && sb_is_alnum((char)bytes[last]);
    }
    return false;
}

static sb_rc refuse_character(const struct sb_yaml_text *text, size_t at, uint32_t c, struct sb_err *err)
{
    uint32_t place = characters_in(sb_str_part(text->bytes, 0, at));
    if (!c && text->bytes.p[at])
        return sb_yaml_fail(text, place, SB_E_SYNTAX, err, "no UTF-8");
    return sb_yaml_fail(text, place, SB_E_SYNTAX, err,
                        "a character that pages do not show (U+%04X); in a text of double quotes it is written \\u%04X",
                        (unsigned)c, (unsigned)c);
}

static sb_rc check_bytes(const struct sb_yaml_text *text, struct sb_err *err)
{
    size_t at = 0;
    if (text->bytes.n > SB_YAML_BYTES) {
        sb_fail(err, SB_E_LIMIT, "larger than %d bytes", SB_YAML_BYTES);
        sb_err_path(err, text->name);
        return SB_E_LIMIT;
    }
    while (at < text->bytes.n) {
        size_t n;
        uint32_t c = sb_utf8_next(sb_str_from(text->bytes, at), &n);
        if (!is_shown(c, sb_str_from(text->bytes, at + n)))
            return refuse_character(text, at, c, err);
        if (c == '\\' && hides_letter(sb_str_from(text->bytes, at)))
            return sb_yaml_fail(text, characters_in(sb_str_part(text->bytes, 0, at)), SB_E_SYNTAX, err,
                                "a letter or digit is written as itself, not as an escape");
        at += n;
    }
    return SB_OK;
}

sb_rc sb_yaml_read(const struct sb_yaml_text *text, struct sb_arena *arena, const struct sb_yaml **ret_root,
                   struct sb_err *err)
{
    struct reading r = {.text = text, .arena = arena, .err = err};
    struct sb_yaml *root = NULL;
    *ret_root = NULL;
    SB_TRY(check_bytes(text, err));
    if (!yaml_parser_initialize(&r.parser))
        sb_mem_exhausted();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text->bytes.n ? text->bytes.p : ""), text->bytes.n);
    sb_rc rc = read_document(&r, &root);
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    if (rc == SB_OK)
        *ret_root = root;
    return rc;
}

const struct sb_yaml *sb_yaml_member(const struct sb_yaml *map, const char *key)
{
    for (const struct sb_yaml *node = map->kind == SB_YAML_MAP ? map->first : NULL; node; node = node->next)
        if (sb_str_eq(node->key, sb_str_of(key)))
            return node;
    return NULL;
}

/* ---- scalars ---- */

static bool is_word(sb_str text)
{
    static const char *const words[] = {"~", "null", "true", "false", "yes",   "no",   "on", "off",
                                        "y", "n",    ".inf", "+.inf", "-.inf", ".nan", NULL};
    for (size_t i = 0; words[i]; i++)
        if (sb_str_eq_nocase(text, sb_str_of(words[i])))
            return true;
    return false;
}

/* Digits with a sign, points, an exponent, "_" or ":" between, or behind 0x, 0o, 0b: rather one too many. */
static bool is_number(sb_str text)
{
    bool digit = false;
    if (text.n && sb_is_in(text.p[0], "+-"))
        text = sb_str_from(text, 1);
    bool hex = text.n > 2 && text.p[0] == '0' && sb_is_in(text.p[1], "xXoObB");
    for (size_t i = hex ? 2 : 0; i < text.n; i++) {
        char c = text.p[i];
        digit = digit || sb_is_digit(c);
        if (!sb_is_digit(c) && !sb_is_in(c, hex ? "abcdefABCDEF_" : ".eE+-_:"))
            return false;
        if (i == 0 && !digit && c != '.')
            return false;
    }
    return digit || hex;
}

bool sb_yaml_is_text(const struct sb_yaml *scalar)
{
    return !scalar->plain || (scalar->text.n && !is_word(scalar->text) && !is_number(scalar->text));
}
