/* One error, with its place. The caller owns it, zeroed; the first error that is set stays. */
#ifndef SB_BASE_ERR_H
#define SB_BASE_ERR_H

#include "base/str.h"

struct sb_err {
    sb_rc rc;
    int sys;        /* errno, or 0 */
    uint32_t line;  /* from 1; 0 = no line */
    uint32_t col;   /* in bytes, from 1 */
    char path[512]; /* the input it is about, may be empty */
    char text[512]; /* one line, no newline at its end */
};

/* Sets the error unless one is set, and returns RC: `return sb_fail(err, SB_E_SYNTAX, "...");`. ERR may be NULL. */
sb_rc sb_fail(struct sb_err *err, sb_rc rc, const char *format, ...) SB_PRINTF(3, 4);
/* The same with errno's text behind the message. */
sb_rc sb_fail_sys(struct sb_err *err, int sys, const char *format, ...) SB_PRINTF(3, 4);
/* Adds the place, if none is set. */
void sb_err_at(struct sb_err *err, uint32_t line, uint32_t col);
void sb_err_path(struct sb_err *err, sb_str path);

#endif
