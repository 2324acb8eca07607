#include "source/elf_search.h"

#include "base/base.h"
#include "source/archive_path.h"

static bool is_below(sb_str folder, sb_str wanted)
{
    return sb_str_chop(&folder, wanted) && (folder.n == 0 || folder.p[0] == '/');
}

static bool is_open(sb_str folder)
{
    static const char *const shared[] = {"dev/shm", "home", "run/user", "tmp", "var/tmp"};
    bool origin = sb_str_starts(folder, SB_S("$")); /* $ORIGIN, where the file itself lies; $LIB */
    if (!origin && !sb_str_starts(folder, SB_S("/")))
        return true;
    struct sb_buf plain = {0};
    bool open = false;
    unsigned bits = sb_archive_path(sb_str_from(folder, sb_str_chr(folder, '/')), UINT32_MAX, &plain);
    for (size_t i = 0; i < SB_COUNT(shared); i++)
        open |= is_below(sb_buf_all(&plain), sb_str_of(shared[i]));
    sb_buf_done(&plain);
    return open && (!origin || bits & SB_PATH_LEAVES);
}

bool sb_elf_search_open(sb_str list, sb_str *ret_folder)
{
    for (size_t at = 0; list.n && at <= list.n;) {
        sb_str rest = sb_str_from(list, at);
        size_t end = sb_str_chr(rest, ':');
        sb_str folder = end == SB_NPOS ? rest : sb_str_part(rest, 0, end);
        if (is_open(folder)) {
            *ret_folder = folder;
            return true;
        }
        at += folder.n + 1;
    }
    return false;
}
