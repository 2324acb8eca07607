#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static void set(struct sb_err *err, sb_rc rc, int sys, const char *format, va_list args) SB_PRINTF(4, 0);

static void set(struct sb_err *err, sb_rc rc, int sys, const char *format, va_list args)
{
    err->rc = rc;
    err->sys = sys;
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    if (sys && n >= 0 && (size_t)n < sizeof err->text) {
        char reason[128];
        const char *text = strerror_r(sys, reason, sizeof reason);
        snprintf(err->text + n, sizeof err->text - (size_t)n, ": %s", text);
    }
}

sb_rc sb_fail(struct sb_err *err, sb_rc rc, const char *format, ...)
{
    if (err && err->rc == SB_OK) {
        va_list args;
        va_start(args, format);
        set(err, rc, 0, format, args);
        va_end(args);
    }
    return rc;
}

sb_rc sb_fail_sys(struct sb_err *err, int sys, const char *format, ...)
{
    if (err && err->rc == SB_OK) {
        va_list args;
        va_start(args, format);
        set(err, SB_E_IO, sys, format, args);
        va_end(args);
    }
    return SB_E_IO;
}

void sb_err_at(struct sb_err *err, uint32_t line, uint32_t col)
{
    if (err && err->line == 0) {
        err->line = line;
        err->col = col;
    }
}

void sb_err_path(struct sb_err *err, sb_str path)
{
    if (err && err->path[0] == '\0')
        snprintf(err->path, sizeof err->path, "%.*s", SB_FMT(path));
}
