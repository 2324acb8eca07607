/* What every step has to tell and to keep. */
#include <stdarg.h>

#include "base/utf8.h"
#include "os/rpm.h"

enum { TOLD = 100, ROWS = 20000000 };

void sb_rpm_tell(struct sb_rpm *rpm, enum sb_code code, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (rpm->told < TOLD)
        sb_join_diag(rpm->os->join, code, rpm->from->path, 0, "%s", text);
    else if (rpm->told == TOLD)
        sb_join_diag(rpm->os->join, SB_D_LIST_CUT, rpm->from->path, 0,
                     "the file has more troubles; they are not told one by one");
    rpm->told++;
}

bool sb_rpm_room(struct sb_rpm *rpm)
{
    if (rpm->rows == ROWS)
        sb_join_diag(rpm->os->join, SB_D_LIST_CUT, rpm->from->path, 0,
                     "more than %d files, provides and wants of all packages", ROWS);
    return rpm->rows++ < ROWS;
}

sb_str sb_rpm_keep(struct sb_rpm *rpm, sb_str text)
{
    struct sb_arena *arena = rpm->os->join->arena;
    if (sb_utf8_valid(text))
        return sb_arena_str(arena, text);
    struct sb_buf repaired = {0};
    sb_utf8_repair(&repaired, text);
    sb_str copy = sb_arena_str(arena, sb_buf_all(&repaired));
    sb_buf_done(&repaired);
    if (!rpm->told_not_utf8)
        sb_join_diag(rpm->os->join, SB_D_TEXT_NOT_UTF8, rpm->from->path, 0,
                     "bytes that are no UTF-8 are written as \\xHH");
    rpm->told_not_utf8 = true;
    return copy;
}
