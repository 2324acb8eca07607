#include "report/report.h"

const struct sb_report *sb_report_find(sb_str name)
{
    for (const struct sb_report *const *row = sb_reports; *row; row++)
        if ((*row)->write && sb_str_eq(sb_str_of((*row)->name), name))
            return *row;
    return NULL;
}

void sb_report_names(struct sb_buf *buf)
{
    size_t n = 0, put = 0;
    for (const struct sb_report *const *row = sb_reports; *row; row++)
        n += (*row)->write != NULL;
    for (const struct sb_report *const *row = sb_reports; *row; row++) {
        if (!(*row)->write)
            continue;
        sb_buf_str(buf, put == 0 ? SB_STR_NONE : put + 1 == n ? SB_S(" and ") : SB_S(", "));
        sb_buf_str(buf, sb_str_of((*row)->name));
        put++;
    }
}
