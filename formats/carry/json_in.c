#include "carry/carrier.h"
#include "carry/json.h"
#include "text/json_read.h"

static sb_rc find_version(const struct sb_grammar *grammar, struct sb_json *json, uint8_t *ret_minor,
                          struct sb_err *err)
{
    sb_str key;
    while (sb_json_member(json, &key)) {
        if (!sb_str_eq(key, SB_S("specVersion")))
            continue;
        if (sb_json_next(json) != SB_JSON_STRING)
            break;
        sb_str text = sb_json_text(json);
        for (uint8_t minor = SB_JSON_FIRST; minor <= grammar->last; minor++) {
            char known[16];
            snprintf(known, sizeof known, "1.%u", minor);
            if (sb_str_eq(text, sb_str_of(known))) {
                *ret_minor = minor;
                return SB_OK;
            }
        }
        sb_fail(err, SB_E_UNSUPPORTED, "specVersion: %s %.*s is not known in JSON; 1.%d to 1.%d are", grammar->name,
                SB_FMT(sb_str_part(text, 0, 40)), SB_JSON_FIRST, grammar->last);
        uint32_t line, column;
        sb_json_place(json, &line, &column);
        sb_err_at(err, line, column);
        return SB_E_UNSUPPORTED;
    }
    if (sb_json_error(json, err) != SB_OK)
        return err->rc;
    return sb_fail(err, SB_E_SYNTAX, "specVersion: the document does not state its version");
}

static sb_rc version(const struct sb_grammar *grammar, struct sb_window *input, uint8_t *ret_minor, struct sb_err *err)
{
    struct sb_json *json = sb_json_open(input, SB_WALK_DEPTH + 1);
    sb_rc rc = SB_OK;
    if (sb_json_next(json) == SB_JSON_OBJECT)
        rc = find_version(grammar, json, ret_minor, err);
    else if (sb_json_error(json, err) == SB_OK)
        rc = sb_fail(err, SB_E_SYNTAX, "a document is an object");
    else
        rc = err->rc;
    sb_json_free(json);
    return rc;
}

static void members(struct sb_window *input, void (*each)(void *ctx, sb_str name), void *ctx)
{
    struct sb_json *json = sb_json_open(input, SB_WALK_DEPTH + 1);
    sb_str key;
    bool object = sb_json_next(json) == SB_JSON_OBJECT;
    while (object && sb_json_member(json, &key)) {
        each(ctx, key);
        object = sb_json_leap(json);
    }
    sb_json_free(json);
}

static const enum sb_event_kind kinds[] = {
    [SB_JSON_OBJECT] = SB_EVENT_OBJECT, [SB_JSON_ARRAY] = SB_EVENT_LIST, [SB_JSON_STRING] = SB_EVENT_TEXT,
    [SB_JSON_NUMBER] = SB_EVENT_NUMBER, [SB_JSON_TRUE] = SB_EVENT_TRUE,  [SB_JSON_FALSE] = SB_EVENT_FALSE,
    [SB_JSON_NULL] = SB_EVENT_NULL,
};

static bool take(struct sb_json *json, enum sb_json_event event, struct sb_walk *walk)
{
    uint32_t line, column;
    sb_json_place(json, &line, &column);
    sb_str text = event == SB_JSON_STRING || event == SB_JSON_NUMBER ? sb_json_text(json) : SB_STR_NONE;
    if (event == SB_JSON_KEY)
        return sb_walk_member(walk, sb_json_text(json), NULL, line, column);
    if (event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END)
        return sb_walk_end(walk, line, column);
    return sb_walk_value(walk, kinds[event], text, line, column);
}

static sb_rc read_events(struct sb_window *input, struct sb_walk *walk, struct sb_err *err)
{
    struct sb_json *json = sb_json_open(input, SB_WALK_DEPTH + 1);
    enum sb_json_event event = sb_json_next(json);
    bool good = true;
    while (good && event != SB_JSON_DONE && event != SB_JSON_ERROR) {
        good = take(json, event, walk);
        event = good ? sb_json_next(json) : event;
    }
    sb_rc rc = good ? sb_json_error(json, err) : err->rc;
    sb_json_free(json);
    return rc;
}

const struct sb_carrier sb_carrier_json = {.encoding = SB_IN_JSON,
                                           .version = version,
                                           .members = members,
                                           .read = read_events,
                                           .open = sb_json_writer_new,
                                           .done = sb_json_writer_free};
