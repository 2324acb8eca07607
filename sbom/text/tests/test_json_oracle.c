/* cJSON as second opinion: whatever our reader accepts must be the same tree there. cJSON cuts text at NUL and copies
 * at most 63 bytes of a number, so these two are compared as far as it goes. Texts come from mutating a few good ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cjson/cJSON.h>

#include "base/mem.h"
#include "text/json_read.h"

static uint64_t random_state = 88172645463325252u;

static size_t random_below(size_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state >> 11) % n;
}

static bool same_text(sb_str ours, const char *theirs)
{
    size_t nul = sb_str_chr(ours, '\0');
    return theirs && sb_str_eq(sb_str_part(ours, 0, nul), sb_str_of(theirs));
}

static bool same_number(sb_str ours, double theirs)
{
    char text[64];
    double value;
    snprintf(text, sizeof text, "%.*s", SB_FMT(ours));
    return sscanf(text, "%lf", &value) == 1 && (value == theirs || (value != value && theirs != theirs));
}

static bool same_value(const struct sb_json *json, enum sb_json_event event, const cJSON *item)
{
    switch (event) {
    case SB_JSON_OBJECT: return cJSON_IsObject(item);
    case SB_JSON_ARRAY: return cJSON_IsArray(item);
    case SB_JSON_STRING: return cJSON_IsString(item) && same_text(sb_json_text(json), item->valuestring);
    case SB_JSON_NUMBER: return cJSON_IsNumber(item) && same_number(sb_json_text(json), item->valuedouble);
    case SB_JSON_TRUE: return cJSON_IsTrue(item);
    case SB_JSON_FALSE: return cJSON_IsFalse(item);
    case SB_JSON_NULL: return cJSON_IsNull(item);
    default: return false;
    }
}

/* Walks events and tree side by side; `open` holds the containers, `item` the node whose turn it is. */
static void compare(struct sb_json *json, const cJSON *item)
{
    SB_VEC(const cJSON *) open = {0};
    enum sb_json_event event;
    while ((event = sb_json_next(json)) > SB_JSON_DONE) {
        if (event == SB_JSON_KEY) {
            assert_non_null(item);
            assert_true(same_text(sb_json_text(json), item->string));
            continue;
        }
        if (event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END) {
            assert_null(item);
            item = open.p[--open.n]->next;
            continue;
        }
        assert_non_null(item);
        assert_true(same_value(json, event, item));
        if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY) {
            *SB_PUSH(&open) = item;
            item = item->child;
        } else {
            item = item->next;
        }
    }
    assert_int_equal(event, SB_JSON_DONE);
    assert_null(item);
    sb_free(open.p);
}

static bool has_long_number(struct sb_json *json)
{
    enum sb_json_event event;
    while ((event = sb_json_next(json)) > SB_JSON_DONE)
        if (event == SB_JSON_NUMBER && sb_json_text(json).n > 62)
            return true;
    return false;
}

static bool accepted(struct sb_json *json)
{
    enum sb_json_event event;
    do {
        event = sb_json_next(json);
    } while (event > SB_JSON_DONE);
    return event == SB_JSON_DONE;
}

static bool check(struct sb_json *json, sb_str text)
{
    sb_json_restart(json, text);
    if (!accepted(json))
        return false;
    sb_json_restart(json, text);
    if (has_long_number(json))
        return false;
    char *copy = sb_malloc(text.n + 1);
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    const char *end;
    cJSON *tree = cJSON_ParseWithLengthOpts(copy, text.n + 1, &end, 1);
    if (!tree)
        fail_msg("cJSON refuses: %s", copy);
    sb_json_restart(json, text);
    compare(json, tree);
    cJSON_Delete(tree);
    sb_free(copy);
    return true;
}

static const char *const texts[] = {
    "{\"version\":1,\"components\":[{\"type\":\"library\",\"name\":\"a\",\"x\":null},{\"name\":"
    "\"\\u00e9\\ud83d\\ude00\"}]}",
    "[0,-0,1.5,-2.25e-3,1E5,1e400,12345678901234567890,[],[[]],{},{\"\":\"\"}]",
    "{\"a\":{\"b\":{\"c\":[true,false,null,\"\\\"\\\\\\/"
    "\\b\\f\\n\\r\\t\"]}},\"A\":\"tab\\there\",\"\xc3\xa9\":\"\xe2\x82\xac\"}",
    " [ 1 , \"two\" , { \"three\" : [ 4 , 5 ] } ] ",
};

static const char pieces[] = "{}[],:\"\\ 0123456789.eE+-truefalsn\n\tu00d8\xc3\xa9\x80\x01";

static size_t mutate(char *text, size_t n, size_t room)
{
    for (size_t changes = 1 + random_below(3); changes; changes--) {
        size_t at = random_below(n);
        switch (random_below(4)) {
        case 0: text[at] = pieces[random_below(sizeof pieces - 1)]; break;
        case 1:
            memmove(text + at, text + at + 1, n - at - 1);
            n -= n > 1;
            break;
        case 2:
            if (n < room) {
                memmove(text + at + 1, text + at, n - at);
                text[at] = pieces[random_below(sizeof pieces - 1)];
                n++;
            }
            break;
        default: {
            char kept = text[at];
            size_t other = random_below(n);
            text[at] = text[other];
            text[other] = kept;
        }
        }
    }
    return n;
}

static void agrees_with_cjson(void **state)
{
    (void)state;
    struct sb_json *json = sb_json_new(SB_STR_NONE, 0);
    size_t agreed = 0;
    for (size_t i = 0; i < SB_COUNT(texts); i++)
        assert_true(check(json, sb_str_of(texts[i])));
    for (size_t round = 0; round < 40000; round++) {
        char text[512];
        sb_str from = sb_str_of(texts[random_below(SB_COUNT(texts))]);
        memcpy(text, from.p, from.n);
        size_t n = mutate(text, from.n, sizeof text);
        agreed += check(json, sb_str_n(text, n));
    }
    assert_true(agreed > 1000); /* else the mutations break everything and nothing is compared */
    sb_json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_cjson)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
