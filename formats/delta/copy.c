#include "delta/delta.h"

static void put(struct sb_json *json, enum sb_json_event event, struct sb_json_out *out)
{
    switch (event) {
    case SB_JSON_OBJECT: sb_json_begin(out, '{'); break;
    case SB_JSON_ARRAY: sb_json_begin(out, '['); break;
    case SB_JSON_OBJECT_END:
    case SB_JSON_ARRAY_END: sb_json_end(out); break;
    case SB_JSON_KEY: sb_json_key_str(out, sb_json_text(json)); break;
    case SB_JSON_STRING: sb_json_str(out, sb_json_text(json)); break;
    case SB_JSON_NUMBER: sb_json_raw(out, sb_json_text(json)); break;
    case SB_JSON_TRUE:
    case SB_JSON_FALSE: sb_json_bool(out, event == SB_JSON_TRUE); break;
    default: sb_json_null(out); break;
    }
}

void sb_json_copy(sb_str text, struct sb_json_out *out)
{
    struct sb_json *json = sb_json_new(text, 0);
    enum sb_json_event event;
    while ((event = sb_json_next(json)) != SB_JSON_DONE && event != SB_JSON_ERROR)
        put(json, event, out);
    sb_json_free(json);
}
