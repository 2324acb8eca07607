/* The numbered rules beyond the schema that look at one value or one object. */
#include "base/clock.h"
#include "base/digest.h"
#include "carry/pattern.h"
#include "check/state.h"
#include "id/licence.h"
#include "id/purl.h"

/* ---- texts ---- */

static void look_at_purl(struct sb_check *check, const struct sb_event *event)
{
    struct sb_arena arena = {0};
    struct sb_purl purl;
    struct sb_err err = {0};
    if (sb_purl_parse(event->text, &arena, &purl, &err) != SB_OK)
        sb_check_find(check, SB_V_PURL, event, "%s: %s", sb_quoted(check, event->text), err.text);
    sb_arena_done(&arena);
}

static void look_at_cpe(struct sb_check *check, const struct sb_event *event)
{
    if (!sb_is_cpe(event->text))
        sb_check_find(check, SB_V_CPE, event, "%s is not a CPE 2.2 URI or 2.3 formatted string",
                      sb_quoted(check, event->text));
}

static void look_at_expression(struct sb_check *check, const struct sb_event *event)
{
    struct sb_arena arena = {0};
    struct sb_err err = {0};
    sb_str normal;
    if (sb_licence_parse(event->text, &arena, &normal, &err) != SB_OK)
        sb_check_find(check, SB_V_LICENCE_SYNTAX, event, "%s: %s", sb_quoted(check, event->text), err.text);
    sb_arena_done(&arena);
}

static void look_at_licence_id(struct sb_check *check, const struct sb_event *event)
{
    const struct sb_licence_row *row = sb_licence_find(event->text);
    if (row && row->deprecated)
        sb_check_find(check, SB_V_LICENCE_DEPRECATED, event, "%s is deprecated%s%s", sb_quoted(check, event->text),
                      row->replaced_by ? "; it is now " : "", row->replaced_by ? row->replaced_by : "");
}

static void look_at_licence_name(struct sb_check *check, const struct sb_event *event)
{
    const struct sb_licence_row *row = sb_licence_find(event->text);
    if (row && !row->exception)
        sb_check_find(check, SB_V_LICENCE_NAMED, event, "%s names what has the identifier %s on the SPDX licence list",
                      sb_quoted(check, event->text), row->id);
}

/* RFC 4122, section 4.1: variant 10x in the first bits of the fourth group, version 1 to 5 in those of the third; 6 to
 * 8 came with RFC 9562. */
static void look_at_serial(struct sb_check *check, const struct sb_event *event)
{
    enum { VERSION = 23, VARIANT = 28 };
    sb_str text = event->text;
    if (!sb_is_serial(text))
        return; /* which the schema refuses */
    bool good = text.p[VERSION] >= '1' && text.p[VERSION] <= '8' && strchr("89ab", text.p[VARIANT]);
    if (!good)
        sb_check_find(check, SB_V_SERIAL, event, "%s has version %c and variant digit %c", sb_quoted(check, text),
                      text.p[VERSION], text.p[VARIANT]);
}

static void note_digest(struct sb_check *check, const struct sb_event *event)
{
    check->digest_n = event->text.n;
}

/* The word of the grammar that stands there: it lives longer than the event. */
static const char *word_of(const struct sb_check *check, const struct sb_event *event)
{
    const struct sb_word *word = sb_word_find(&check->grammar->words[event->row->type], event->text);
    return word ? word->text : NULL;
}

static void note_alg(struct sb_check *check, const struct sb_event *event)
{
    check->alg = word_of(check, event);
}

static void note_kty(struct sb_check *check, const struct sb_event *event)
{
    check->kty = word_of(check, event);
}

static void note_crv(struct sb_check *check, const struct sb_event *event)
{
    check->crv = word_of(check, event);
}

static const struct {
    enum sb_cdx_row row;
    void (*look)(struct sb_check *check, const struct sb_event *event);
} texts[] = {
    {SB_CDX_ROW_COMPONENT_PURL, look_at_purl},
    {SB_CDX_ROW_COMPONENT_CPE, look_at_cpe},
    {SB_CDX_ROW_LICENSE_CHOICE_EXPRESSION, look_at_expression},
    {SB_CDX_ROW_LICENSE_ID, look_at_licence_id},
    {SB_CDX_ROW_LICENSE_NAME, look_at_licence_name},
    {SB_CDX_ROW_BOM_SERIAL_NUMBER, look_at_serial},
    {SB_CDX_ROW_HASH_ALG, note_alg},
    {SB_CDX_ROW_HASH_CONTENT, note_digest},
    {SB_CDX_ROW_PUBLIC_KEY_KTY, note_kty},
    {SB_CDX_ROW_PUBLIC_KEY_CRV, note_crv},
};

/* ---- times that belong together ---- */

static const struct {
    enum sb_cdx_row begins, ends;
} pairs[] = {
    {SB_CDX_ROW_WORKFLOW_TIME_START, SB_CDX_ROW_WORKFLOW_TIME_END},
    {SB_CDX_ROW_TASK_TIME_START, SB_CDX_ROW_TASK_TIME_END},
    {SB_CDX_ROW_LICENSING_LAST_RENEWAL, SB_CDX_ROW_LICENSING_EXPIRATION},
    {SB_CDX_ROW_CERTIFICATE_NOT_VALID_BEFORE, SB_CDX_ROW_CERTIFICATE_NOT_VALID_AFTER},
    {SB_CDX_ROW_CRYPTO_MATERIAL_CREATION_DATE, SB_CDX_ROW_CRYPTO_MATERIAL_EXPIRATION_DATE},
    {SB_CDX_ROW_CLAIM_EVIDENCE_CREATED, SB_CDX_ROW_CLAIM_EVIDENCE_EXPIRES},
    {SB_CDX_ROW_VULNERABILITY_CREATED, SB_CDX_ROW_VULNERABILITY_UPDATED},
    {SB_CDX_ROW_ANALYSIS_FIRST_ISSUED, SB_CDX_ROW_ANALYSIS_LAST_UPDATED},
};

/* In `texts` of the state: 0 nothing, then the texts, then the beginnings and ends of pairs. */
enum { FIRST_TEXT = 1, FIRST_PAIR = FIRST_TEXT + SB_COUNT(texts) };

static void note_time(struct sb_level *in, size_t i, sb_str text)
{
    int64_t seconds;
    if (sb_time_parse(text, &seconds))
        *(i & 1 ? &in->ends : &in->begins) = seconds;
}

void sb_beyond_init(struct sb_check *check)
{
    check->texts = sb_arena_zalloc(&check->arena, check->grammar->members_n);
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        check->texts[texts[i].row] = (uint8_t)(FIRST_TEXT + i);
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        check->texts[pairs[i].begins] = (uint8_t)(FIRST_PAIR + 2 * i);
        check->texts[pairs[i].ends] = (uint8_t)(FIRST_PAIR + 2 * i + 1);
    }
}

void sb_beyond_text(struct sb_check *check, struct sb_level *in, const struct sb_event *event)
{
    size_t what = check->texts[event->row - check->grammar->members];
    if (what >= FIRST_PAIR)
        note_time(in, what - FIRST_PAIR, event->text);
    else if (what >= FIRST_TEXT)
        texts[what - FIRST_TEXT].look(check, event);
}

/* ---- objects ---- */

static bool is_type(const struct sb_check *check, const struct sb_object *type, enum sb_cdx_object id)
{
    return type == &check->grammar->objects[id];
}

void sb_beyond_begin(struct sb_check *check, const struct sb_object *type)
{
    if (is_type(check, type, SB_CDX_HASH)) {
        check->alg = NULL;
        check->digest_n = 0;
    } else if (is_type(check, type, SB_CDX_PUBLIC_KEY)) {
        check->kty = check->crv = NULL;
    }
}

/* BLAKE3 makes digests of any length. */
static void look_at_digest(struct sb_check *check, const struct sb_element *at)
{
    if (!check->alg || !check->digest_n)
        return;
    size_t wanted = 2u * sb_algs[sb_alg_find(sb_str_of(check->alg))].bytes;
    if (wanted && check->digest_n != wanted)
        sb_check_find_at(check, SB_V_DIGEST_LENGTH, at, "", "%s has %zu hexadecimal digits, this has %zu", check->alg,
                         wanted, check->digest_n);
}

void sb_beyond_end(struct sb_check *check, const struct sb_level *level)
{
    struct sb_element at = {0, level->line, level->column};
    if (is_type(check, level->type, SB_CDX_HASH))
        look_at_digest(check, &at);
    if (level->begins && level->ends && level->ends < level->begins)
        sb_check_find_at(check, SB_V_TIMES, &at, "", "%s ends before it begins", level->type->name);
}
