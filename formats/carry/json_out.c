#include "base/mem.h"
#include "carry/json.h"
#include "text/json_write.h"

static void put_value(struct sb_json_out *out, const struct sb_event *event)
{
    switch (event->kind) {
    case SB_EVENT_OBJECT: sb_json_begin(out, '{'); break;
    case SB_EVENT_LIST: sb_json_begin(out, '['); break;
    case SB_EVENT_TEXT: sb_json_str(out, event->text); break;
    case SB_EVENT_NUMBER: sb_json_raw(out, event->text); break;
    case SB_EVENT_TRUE:
    case SB_EVENT_FALSE: sb_json_bool(out, event->kind == SB_EVENT_TRUE); break;
    case SB_EVENT_NULL: sb_json_null(out); break;
    case SB_EVENT_OBJECT_END:
    case SB_EVENT_LIST_END: sb_json_end(out); break;
    }
}

bool sb_json_receive(void *to, const struct sb_event *event)
{
    struct sb_json_out *out = to;
    bool ends = event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
    if (!ends && out->kind[out->depth] == '{')
        sb_json_key_str(out, event->name);
    put_value(out, event);
    if (ends && out->depth == 0)
        sb_put_chr(out->sink, '\n');
    return out->sink->err.rc == SB_OK;
}

void *sb_json_writer_new(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to)
{
    (void)minor;
    struct sb_json_out *out = sb_malloc(sizeof *out);
    sb_json_out(out, sink, true);
    *ret_to = (struct sb_receiver){.receive = sb_json_receive, .to = out};
    return out;
}

void sb_json_writer_free(void *writer)
{
    sb_free(writer);
}
