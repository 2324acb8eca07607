/* Where the reader stands in its input, which it sees through a window. Private to this folder. */
#ifndef SB_TEXT_JSON_CURSOR_H
#define SB_TEXT_JSON_CURSOR_H

#include "base/window.h"
#include "text/json_scan.h"

struct sb_cursor {
    struct sb_window *in; /* the pointers below lead into what it sees */
    const char *at;       /* behind the last event */
    const char *token;    /* the first byte of the last event, or of what is wrong */
    uint64_t mark;        /* offset of the marked value */
    const char *end;
    bool marked;
    uint64_t line_start; /* offset of the line where AT is: lines end in white space alone, so that is where they are
                            counted; what is leapt over is not */
    uint32_t line;       /* from 1 */
};

/* At the front of IN, behind a byte order mark. */
void sb_cursor_start(struct sb_cursor *cursor, struct sb_window *in);

/* Sees more of the input. What stands before the token, or before a marked value, is let go of. False, and
 * nothing moved, if all of the input was seen already. */
bool sb_cursor_more(struct sb_cursor *cursor);
/* Passes over white space; what follows is seen as far as a word (true, false, null) goes, or the input. */
enum { SB_LONGEST_WORD = 5 };
void sb_cursor_look_for_token(struct sb_cursor *cursor);
static inline void sb_cursor_skip_blank(struct sb_cursor *cursor)
{
    if (SB_UNLIKELY(cursor->end - cursor->at < SB_LONGEST_WORD || (unsigned char)*cursor->at <= ' '))
        sb_cursor_look_for_token(cursor);
}

/* What is read from AT on is kept until it is asked for: all up to where AT is then. */
void sb_cursor_mark(struct sb_cursor *cursor);
sb_str sb_cursor_marked(struct sb_cursor *cursor);

/* The line of the token, and the byte in it, from 1. */
uint32_t sb_cursor_line(const struct sb_cursor *cursor, uint32_t *ret_column);

#endif
