/* The creation time of a document: the only thing that may differ between two runs. */
#ifndef SB_BASE_CLOCK_H
#define SB_BASE_CLOCK_H

#include "base/err.h"

struct sb_time {
    bool set; /* false: leave it out */
    int64_t unix_seconds;
};

#define SB_TIME_TEXT 21                                           /* "YYYY-MM-DDThh:mm:ssZ" and NUL */
void sb_time_text(int64_t unix_seconds, char text[SB_TIME_TEXT]); /* UTC; years 1 to 9999 */
/* False for what is no time, or one outside of those years. */
SB_MUST bool sb_time_parse(sb_str rfc3339, int64_t *ret_unix_seconds);
/* OPTION as of --timestamp (now, none, RFC 3339; NULL = not given); else SOURCE_DATE_EPOCH; else now. */
SB_MUST sb_rc sb_time_choose(const char *option, struct sb_time *ret_time, struct sb_err *err);

#endif
