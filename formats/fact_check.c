#include "formats/fact_check.h"

static const enum sb_json_event shapes[SB_FACT_COUNT] = {
    [SB_FACT_AT] = SB_JSON_STRING,        [SB_FACT_FILES] = SB_JSON_OBJECT,    [SB_FACT_MANIFEST] = SB_JSON_OBJECT,
    [SB_FACT_REST] = SB_JSON_OBJECT,      [SB_FACT_TOPLEVEL] = SB_JSON_ARRAY,  [SB_FACT_KINDS] = SB_JSON_OBJECT,
    [SB_FACT_LARGEST] = SB_JSON_ARRAY,    [SB_FACT_LINES] = SB_JSON_ARRAY,     [SB_FACT_EXEC] = SB_JSON_ARRAY,
    [SB_FACT_DEPS] = SB_JSON_ARRAY,       [SB_FACT_ORIGIN] = SB_JSON_OBJECT,   [SB_FACT_LOCK] = SB_JSON_ARRAY,
    [SB_FACT_INTEGRITY] = SB_JSON_ARRAY,  [SB_FACT_VERIFIED] = SB_JSON_OBJECT, [SB_FACT_UNLISTED] = SB_JSON_ARRAY,
    [SB_FACT_REQUESTED] = SB_JSON_TRUE,   [SB_FACT_OWNER] = SB_JSON_ARRAY,     [SB_FACT_RAN] = SB_JSON_OBJECT,
    [SB_FACT_INCOMPLETE] = SB_JSON_ARRAY, [SB_FACT_UNOWNED] = SB_JSON_ARRAY,
};

const char *sb_fact_check(struct sb_json *json, enum sb_fact_id id, sb_str value, sb_str *ret_place)
{
    if (value.n > SB_FACT_BYTES)
        return "it is larger than a fact may be";
    sb_json_restart(json, value);
    enum sb_json_event event = sb_json_next(json), first = event;
    while (event != SB_JSON_DONE && event != SB_JSON_ERROR)
        event = sb_json_next(json);
    if (event == SB_JSON_ERROR)
        return "it is not JSON";
    if (first != shapes[id] && !(first == SB_JSON_FALSE && shapes[id] == SB_JSON_TRUE))
        return "it has the wrong type";
    *ret_place = SB_STR_NONE;
    if (id == SB_FACT_AT) {
        sb_json_restart(json, value);
        sb_json_next(json);
        *ret_place = sb_json_text(json);
    }
    return id == SB_FACT_AT && ret_place->n == 0 ? "it is empty" : NULL;
}
