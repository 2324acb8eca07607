/* A strict pull reader for JSON (RFC 8259): events, no tree, an explicit stack. It refuses what is not JSON in UTF-8,
 * nesting below `max_depth`, a member twice in one object, and bytes after the end; a byte order mark at the front is
 * dropped. */
#ifndef SB_TEXT_JSON_READ_H
#define SB_TEXT_JSON_READ_H

#include "base/arena.h"
#include "base/window.h"

enum sb_json_event {
    SB_JSON_ERROR, /* see sb_json_error(); every later call gives it again */
    SB_JSON_DONE,  /* after the one value */
    SB_JSON_OBJECT,
    SB_JSON_OBJECT_END,
    SB_JSON_ARRAY,
    SB_JSON_ARRAY_END,
    SB_JSON_KEY,    /* text = the member's name, unescaped */
    SB_JSON_STRING, /* text = the value, unescaped; may hold NUL */
    SB_JSON_NUMBER, /* text = as written */
    SB_JSON_TRUE,
    SB_JSON_FALSE,
    SB_JSON_NULL,
};

#define SB_JSON_DEPTH 256

struct sb_json; /* opaque */

/* INPUT must outlive the reader. MAX_DEPTH 0 = SB_JSON_DEPTH. */
struct sb_json *sb_json_new(sb_str input, unsigned max_depth);
/* On a window, which moves with the reader: text in the input is good until the reader moves. */
struct sb_json *sb_json_open(struct sb_window *input, unsigned max_depth);
void sb_json_free(struct sb_json *json);
/* Takes a member that stands twice as often as it stands: for files whose own readers take the last one. */
void sb_json_allow_twice(struct sb_json *json);
/* Starts over with other input; keeps the memory. */
void sb_json_restart(struct sb_json *json, sb_str input);

enum sb_json_event sb_json_next(struct sb_json *json);
/* Text of the last KEY, STRING or NUMBER. Valid until the next call of any function that moves the reader. */
sb_str sb_json_text(const struct sb_json *json);
uint32_t sb_json_line(const struct sb_json *json); /* of the last event, from 1 */
/* The line, and the byte in it, from 1. */
void sb_json_place(const struct sb_json *json, uint32_t *ret_line, uint32_t *ret_column);
/* Copies the error with line and column, and returns its code (SB_E_SYNTAX or SB_E_LIMIT). SB_OK if there is none. */
sb_rc sb_json_error(const struct sb_json *json, struct sb_err *err);

/* Called after a KEY, or in an array before the next value: reads the whole next value away. RET_RAW (may be NULL) gets
 * its text, checked like everything else, pointing into the input. False on error. Not while a value is marked. */
SB_MUST bool sb_json_skip(struct sb_json *json, sb_str *ret_raw);
/* Called in the same places: notes where the next value begins, so that its text can be had behind it. One value at a
 * time. */
void sb_json_mark(struct sb_json *json);
/* Behind the value that was marked: its text, as sb_json_skip() gives it. */
sb_str sb_json_marked(struct sb_json *json);
/* Called after a KEY: passes over the next value without a look whether it is right, for who will read it again. False
 * at the end of the input. */
SB_MUST bool sb_json_leap(struct sb_json *json);
/* Called after OBJECT or ARRAY: reads to the end of it. False on error. */
SB_MUST bool sb_json_leave(struct sb_json *json);

/* Walks an object: after OBJECT, call until false; each true stands behind a KEY whose name is in RET_KEY. The value
 * must be consumed (next.., skip) before the next call. False at the end of the object or on error. */
sb_str sb_json_name(struct sb_json *json); /* the same: the name, which has a pointer; or there is none */
static inline SB_MUST bool sb_json_member(struct sb_json *json, sb_str *ret_key)
{
    *ret_key = sb_json_name(json);
    return ret_key->p;
}
/* Walks an array: after ARRAY, call until SB_JSON_ARRAY_END or SB_JSON_ERROR; any other event begins an element. */
static inline enum sb_json_event sb_json_element(struct sb_json *json)
{
    return sb_json_next(json);
}
/* Takes the next value if it is a string (a copy in ARENA). If it is something else, it is skipped and *RET_TEXT stays.
 * False if it was no string or on error. */
bool sb_json_take_string(struct sb_json *json, struct sb_arena *arena, sb_str *ret_text);

#endif
