#include "source/elf_search.h"

#include "base/base.h"

static bool is_below(sb_str folder, sb_str wanted)
{
    return sb_str_chop(&folder, wanted) && (folder.n == 0 || folder.p[0] == '/');
}

/* As the kernel takes a path: slashes count once, and ".." leads up. What is longer is no path of a linker. */
static sb_str plain(sb_str folder, char *room, size_t n)
{
    size_t used = 0;
    sb_str part;
    while (folder.n) {
        sb_str_cut(&folder, '/', &part);
        if (part.n == 0 || sb_str_eq(part, SB_S(".")))
            continue;
        if (sb_str_eq(part, SB_S(".."))) {
            while (used && room[--used] != '/')
                continue;
            continue;
        }
        if (part.n + 1 > n - used)
            break;
        room[used++] = '/';
        memcpy(room + used, part.p, part.n);
        used += part.n;
    }
    return sb_str_n(room, used);
}

static bool is_open(sb_str folder)
{
    enum { ROOM = 256 };
    static const char *const shared[] = {"/dev/shm", "/home", "/run/user", "/tmp", "/var/tmp"};
    char room[ROOM];
    if (sb_str_starts(folder, SB_S("$"))) /* $ORIGIN, where the file itself lies; $LIB */
        return false;
    if (!sb_str_starts(folder, SB_S("/")))
        return true;
    folder = plain(folder, room, sizeof room);
    for (size_t i = 0; i < SB_COUNT(shared); i++)
        if (is_below(folder, sb_str_of(shared[i])))
            return true;
    return false;
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
