#include "text/json_cursor.h"

#include "base/mem.h"

static uint64_t offset_of(const struct sb_cursor *cursor, const char *p)
{
    return cursor->in->passed + (uint64_t)(p - cursor->in->bytes.p);
}

static const char *pointer_to(const struct sb_cursor *cursor, uint64_t offset)
{
    return cursor->in->bytes.p + (offset - cursor->in->passed);
}

void sb_cursor_start(struct sb_cursor *cursor, struct sb_window *in)
{
    sb_str mark = SB_S("\xef\xbb\xbf");
    while (in->bytes.n < mark.n && sb_window_move(in, 0)) {
    }
    if (!in->bytes.p)
        in->bytes = SB_S("");
    cursor->in = in;
    cursor->at = cursor->token = in->bytes.p + (sb_str_starts(in->bytes, mark) ? mark.n : 0);
    cursor->end = in->bytes.p + in->bytes.n;
    cursor->marked = false;
    cursor->line_start = offset_of(cursor, cursor->at);
    cursor->line = 1;
}

uint32_t sb_cursor_line(const struct sb_cursor *cursor, uint32_t *ret_column)
{
    if (ret_column)
        *ret_column = (uint32_t)(offset_of(cursor, cursor->token) - cursor->line_start) + 1;
    return cursor->line;
}

bool sb_cursor_more(struct sb_cursor *cursor)
{
    if (sb_window_ended(cursor->in))
        return false;
    uint64_t at = offset_of(cursor, cursor->at), token = offset_of(cursor, cursor->token);
    uint64_t from = cursor->marked ? cursor->mark : token;
    sb_window_move(cursor->in, (size_t)(from - cursor->in->passed));
    cursor->at = pointer_to(cursor, at);
    cursor->token = pointer_to(cursor, token);
    cursor->end = cursor->in->bytes.p + cursor->in->bytes.n;
    return true;
}

static void pass_blank(struct sb_cursor *cursor)
{
    const char *last = NULL;
    cursor->at = sb_scan_blank(cursor->at, cursor->end, &cursor->line, &last);
    if (last)
        cursor->line_start = offset_of(cursor, last + 1);
}

void sb_cursor_look_for_token(struct sb_cursor *cursor)
{
    pass_blank(cursor);
    while (cursor->end - cursor->at < SB_LONGEST_WORD && !sb_window_ended(cursor->in)) {
        cursor->token = cursor->at;
        sb_cursor_more(cursor);
        pass_blank(cursor);
    }
}

void sb_cursor_mark(struct sb_cursor *cursor)
{
    cursor->mark = offset_of(cursor, cursor->at);
    cursor->marked = true;
}

sb_str sb_cursor_marked(struct sb_cursor *cursor)
{
    const char *from = pointer_to(cursor, cursor->mark);
    cursor->marked = false;
    return sb_str_n(from, (size_t)(cursor->at - from));
}
