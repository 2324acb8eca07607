/* The reader's state, and what its files share: json_read.c has the events, json_odd.c what is wrong and strings that
 * want a second look, json_leap.c values that nobody looks at. Private to this folder. */
#ifndef SB_TEXT_JSON_INSIDE_H
#define SB_TEXT_JSON_INSIDE_H

#include "base/mem.h"
#include "text/json_cursor.h"
#include "text/json_names.h"
#include "text/json_read.h"

/* What may stand next. */
enum want {
    WANT_VALUE,         /* the document itself, or an element behind a comma */
    WANT_FIRST_ELEMENT, /* a value or ] */
    WANT_FIRST_NAME,    /* a name or } */
    WANT_COLON,
    WANT_NAMED,         /* the value behind a colon */
    WANT_MORE_MEMBERS,  /* a comma or } */
    WANT_MORE_ELEMENTS, /* a comma or ] */
    WANT_NOTHING,
    WANT_NO_MORE_CALLS, /* an error was met */
};

struct level {
    bool object;
    struct sb_name_set names;
};

struct sb_json {
    struct sb_cursor in;
    struct sb_window own; /* for input in memory */
    enum want want;
    enum want behind; /* a value of the innermost container, or of the document */
    unsigned max_depth;
    bool allow_twice;
    SB_VEC(struct level) open;
    struct sb_names names;
    sb_str text;
    SB_VEC(char) resolved; /* of a text with escapes */
    sb_rc rc;
    char message[512];
};

static inline void sb_json_value_ended(struct sb_json *json)
{
    json->want = json->behind;
}

static inline bool sb_json_is_next(const struct sb_json *json, char c)
{
    return json->in.at < json->in.end && *json->in.at == c;
}

/* ---- json_odd.c ---- */

/* Ends the reading at WHERE, or, where the input could not be read to its end, with that. */
SB_RARE enum sb_json_event sb_json_fail(struct sb_json *json, const char *where, sb_rc rc, const char *message);
/* At json->in.at. */
SB_RARE enum sb_json_event sb_json_bad(struct sb_json *json, const char *message);
/* json->text is a name that its object has already. */
SB_RARE enum sb_json_event sb_json_bad_twice(struct sb_json *json);
/* Reads the string at json->in.at, a quote, to json->text: one with more in it than plain ASCII, or one that is not
 * seen to its end. */
SB_APART bool sb_json_read_odd_string(struct sb_json *json);

#endif
