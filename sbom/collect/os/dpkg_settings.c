/* dpkg.cfg(5): an option of the command line a line, without the dashes: "name=value", "name value"; the value may
 * stand in quotes. */
#include "os/dpkg.h"

static sb_str value_of(sb_str rest)
{
    sb_str value = sb_str_trim(rest);
    if (sb_str_chop(&value, SB_S("=")))
        value = sb_str_trim(value);
    if (value.n > 1 && sb_is_in(value.p[0], "\"'") && value.p[value.n - 1] == value.p[0])
        value = sb_str_part(value, 1, value.n - 2);
    return value;
}

void sb_dpkg_settings(struct sb_os *os, sb_str bytes)
{
    sb_str line;
    while (sb_str_line(&bytes, &line)) {
        if (sb_str_chop(&line, SB_S("path-exclude")))
            sb_os_leave_out(os, value_of(line), false);
        else if (sb_str_chop(&line, SB_S("path-include")))
            sb_os_leave_out(os, value_of(line), true);
    }
}
