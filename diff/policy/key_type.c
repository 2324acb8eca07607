#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "id/licence.h"
#include "id/vers.h"
#include "policy/key.h"
#include "policy/pattern.h"

static sb_rc wrong(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, const char *what)
{
    return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s must be %s", row->name, what);
}

/* An error of a reader that knows no place. */
static sb_rc pass_on(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_err *why)
{
    return sb_yaml_fail(r->text, node->at, why->rc, r->err, "%s", why->text);
}

/* ---- text ---- */

static bool has_control(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
            return true;
    return false;
}

static sb_rc read_text(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    if (node->kind != SB_YAML_SCALAR_NODE)
        return wrong(r, node, row, "a text");
    if (!sb_yaml_is_text(node))
        return wrong(r, node, row, "a text, and this is none for all readers of YAML: put it into quotes");
    if (sb_str_trim(node->text).n == 0)
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s is empty", row->name);
    if (has_control(node->text))
        return sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s has control characters in it", row->name);
    memcpy(slot, &node->text, sizeof node->text);
    return SB_OK;
}

static sb_rc read_print(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    static const char what[] =
        "the 16 hexadecimal digits that a report prints; in quotes where they look like a number";
    if (node->kind != SB_YAML_SCALAR_NODE || node->text.n != 16 || !sb_yaml_is_text(node))
        return wrong(r, node, row, what);
    for (size_t i = 0; i < 16; i++)
        if (!sb_is_digit(node->text.p[i]) && (node->text.p[i] < 'a' || node->text.p[i] > 'f'))
            return wrong(r, node, row, what);
    memcpy(slot, &node->text, sizeof node->text);
    return SB_OK;
}

/* ---- numbers and words ---- */

static sb_rc read_number(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    uint64_t number = 0;
    int64_t value;
    char what[96];
    snprintf(what, sizeof what, "a whole number from %lld to %lld", (long long)row->least, (long long)row->most);
    if (node->kind != SB_YAML_SCALAR_NODE || !node->plain || !sb_str_u64(node->text, &number) ||
        number > (uint64_t)row->most || (int64_t)number < row->least)
        return wrong(r, node, row, what);
    value = (int64_t)number;
    memcpy(slot, &value, sizeof value);
    return SB_OK;
}

static sb_rc read_bool(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    bool yes = sb_str_eq(node->text, SB_S("true"));
    if (node->kind != SB_YAML_SCALAR_NODE || !node->plain || (!yes && !sb_str_eq(node->text, SB_S("false"))))
        return wrong(r, node, row, "true or false");
    memcpy(slot, &yes, sizeof yes);
    return SB_OK;
}

bool sb_key_find_word(sb_key_word_fn *word, sb_str text, size_t *ret)
{
    for (*ret = 0; word(*ret); ++*ret)
        if (*word(*ret) && sb_str_eq(text, sb_str_of(word(*ret))))
            return true;
    return false;
}

static sb_rc fail_word(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row)
{
    struct sb_buf words = {.max = 256};
    for (size_t i = 0; row->word(i); i++)
        if (*row->word(i))
            sb_buf_printf(&words, "%s%s", words.n ? ", " : "", row->word(i));
    sb_rc rc =
        node->kind == SB_YAML_SCALAR_NODE
            ? sb_yaml_fail(r->text, node->at, SB_E_SYNTAX, r->err, "%s cannot be %.*s; it is one of %.*s%s", row->name,
                           SB_FMT(sb_str_part(node->text, 0, 60)), SB_FMT(sb_buf_all(&words)), words.over ? "..." : "")
            : wrong(r, node, row, "a word");
    sb_buf_done(&words);
    return rc;
}

static sb_rc read_word(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    size_t n;
    if (node->kind != SB_YAML_SCALAR_NODE || !sb_key_find_word(row->word, node->text, &n))
        return fail_word(r, node, row);
    uint8_t small = (uint8_t)n;
    memcpy(slot, &small, sizeof small);
    return SB_OK;
}

/* ---- what has a grammar of its own ---- */

enum { DAY = 24 * 60 * 60 };

static sb_rc read_date(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    char text[32];
    int64_t start, end;
    snprintf(text, sizeof text, "%.*sT00:00:00Z", SB_FMT(sb_str_part(node->text, 0, 11)));
    if (node->kind != SB_YAML_SCALAR_NODE || node->text.n != 10 || !sb_time_parse(sb_str_of(text), &start))
        return wrong(r, node, row, "a day as YYYY-MM-DD");
    end = start + DAY - 1;
    memcpy(slot, &end, sizeof end);
    return SB_OK;
}

static sb_rc read_licence(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row,
                          void *slot)
{
    struct sb_licence_entry entry;
    struct sb_err why = {0};
    SB_TRY(read_text(r, node, row, &entry.text));
    entry.key = entry.text;
    if (sb_str_chr(entry.text, '*') == SB_NPOS) {
        if (sb_licence_parse(entry.text, r->arena, &entry.key, &why) != SB_OK)
            return pass_on(r, node, &why);
        entry.key = sb_licence_key(entry.text, r->arena);
    }
    memcpy(slot, &entry, sizeof entry);
    return SB_OK;
}

static sb_rc read_purl(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    struct sb_pattern pattern;
    struct sb_err why = {0};
    sb_str text;
    SB_TRY(read_text(r, node, row, &text));
    if (sb_pattern_parse(text, r->arena, &pattern, &why) != SB_OK)
        return pass_on(r, node, &why);
    memcpy(slot, &pattern, sizeof pattern);
    return SB_OK;
}

static sb_rc read_vers(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_key_row *row, void *slot)
{
    struct sb_vers vers;
    struct sb_err why = {0};
    sb_str text;
    SB_TRY(read_text(r, node, row, &text));
    if (sb_vers_parse(text, r->arena, &vers, &why) != SB_OK)
        return pass_on(r, node, &why);
    memcpy(slot, &vers, sizeof vers);
    return SB_OK;
}

/* ---- what an absent key means ---- */

static void put_number(int64_t fallback, void *slot)
{
    memcpy(slot, &fallback, sizeof fallback);
}

static void put_bool(int64_t fallback, void *slot)
{
    bool flag = fallback != 0;
    memcpy(slot, &flag, sizeof flag);
}

static void put_word(int64_t fallback, void *slot)
{
    uint8_t word = (uint8_t)fallback;
    memcpy(slot, &word, sizeof word);
}

const struct sb_key_type sb_key_text = {"{\"type\":\"string\",\"pattern\":\"\\\\S\",\"maxLength\":4096}",
                                        sizeof(sb_str), read_text, NULL};
const struct sb_key_type sb_key_number = {NULL, sizeof(int64_t), read_number, put_number};
const struct sb_key_type sb_key_bool = {"{\"type\":\"boolean\"}", sizeof(bool), read_bool, put_bool};
const struct sb_key_type sb_key_word = {NULL, sizeof(uint8_t), read_word, put_word};
const struct sb_key_type sb_key_date = {
    "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$\"}", sizeof(int64_t),
    read_date, NULL};
const struct sb_key_type sb_key_print = {"{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{16}$\"}", sizeof(sb_str),
                                         read_print, NULL};
const struct sb_key_type sb_key_licence = {"{\"type\":\"string\",\"pattern\":\"\\\\S\",\"maxLength\":4096}",
                                           sizeof(struct sb_licence_entry), read_licence, NULL};
const struct sb_key_type sb_key_purl = {
    "{\"type\":\"string\",\"pattern\":\"^pkg:[A-Za-z.-][A-Za-z0-9.-]*/.\",\"maxLength\":4096}",
    sizeof(struct sb_pattern), read_purl, NULL};
const struct sb_key_type sb_key_vers = {
    "{\"type\":\"string\",\"pattern\":\"^vers:[A-Za-z0-9.-]+/.\",\"maxLength\":4096}", sizeof(struct sb_vers),
    read_vers, NULL};
