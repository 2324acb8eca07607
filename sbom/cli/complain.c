#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/sink.h"
#include "base/utf8.h"
#include "cli/command.h"

static int exit_of(sb_rc rc)
{
    if (rc == SB_E_USAGE)
        return SB_EXIT_USAGE;
    return rc == SB_E_BUG ? SB_EXIT_BUG : SB_EXIT_INPUT;
}

/* Nobody reads any longer (`| head`): ends without a word by the signal, as other tools do. */
static void end_by_signal(void)
{
    sb_outputs_abandon();
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

int sb_complain(const struct sb_err *err)
{
    struct sb_buf line = {0};
    if (err->sys == EPIPE)
        end_by_signal();
    sb_buf_str(&line, SB_S("sbom: "));
    if (err->path[0]) {
        sb_utf8_printable(&line, sb_str_of(err->path));
        if (err->line)
            sb_buf_printf(&line, ":%u", err->line);
        if (err->line && err->col)
            sb_buf_printf(&line, ":%u", err->col);
        if (!err->line && err->col) /* of what has no lines */
            sb_buf_printf(&line, ": byte %u", err->col);
        sb_buf_str(&line, SB_S(": "));
    }
    sb_utf8_printable(&line, sb_str_of(err->text));
    fprintf(stderr, "%.*s\n", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
    return exit_of(err->rc);
}

int sb_usage_error(const char *format, ...)
{
    struct sb_err err = {.rc = SB_E_USAGE};
    va_list args;
    va_start(args, format);
    vsnprintf(err.text, sizeof err.text, format, args);
    va_end(args);
    return sb_complain(&err);
}
