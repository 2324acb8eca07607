#include "os/debian_debhelper.h"
#include "os/dpkg.h"

enum { COMMAND = 256 };

struct sb_os_script sb_dpkg_script(sb_str body, struct sb_arena *arena)
{
    return sb_os_script(body, sb_debhelper_line, SB_S("debhelper only"), arena);
}

sb_str sb_dpkg_triggers(sb_str body, struct sb_arena *arena)
{
    struct sb_buf joined = {0};
    sb_str line;
    while (joined.n < COMMAND && sb_str_line(&body, &line)) {
        sb_str declaration;
        sb_str_cut(&line, '#', &declaration);
        declaration = sb_str_trim(declaration);
        if (declaration.n == 0)
            continue;
        if (joined.n)
            sb_buf_str(&joined, SB_S("; "));
        sb_buf_str(&joined, sb_str_part(declaration, 0, COMMAND));
    }
    sb_str command = sb_arena_str(arena, sb_str_part(sb_buf_all(&joined), 0, COMMAND));
    sb_buf_done(&joined);
    return command;
}
