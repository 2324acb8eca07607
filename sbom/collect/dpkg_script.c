#include "collect/debian_debhelper.h"
#include "collect/dpkg.h"

enum { COMMAND = 256, OWN_BYTES = 8 };

/* Lines that stand in every script and do nothing by themselves. */
static bool is_frame(sb_str line)
{
    static const char *const frame[] = {"set -e", "set -eu", "set -u", "exit", "exit 0", "exit 0;", "exit;"};
    if (line.p[0] == '#')
        return true;
    for (size_t i = 0; i < SB_COUNT(frame); i++)
        if (sb_str_eq(line, sb_str_of(frame[i])))
            return true;
    return false;
}

sb_str sb_dpkg_script(sb_str body, struct sb_arena *arena)
{
    struct sb_sha256 *sha = sb_sha256_new();
    sb_sha256_begin(sha);
    bool own = false;
    sb_str line;
    while (sb_str_line(&body, &line)) {
        line = sb_str_trim(line);
        /* Empty lines and comments come and go with debhelper's snippets; a comment that names debhelper proves
         * nothing. */
        if (line.n == 0 || is_frame(line) || sb_debhelper_line(line))
            continue;
        own = true;
        sb_sha256_add(sha, line.p, line.n);
        sb_sha256_add(sha, "\n", 1);
    }
    uint8_t digest[SB_SHA256_BYTES];
    sb_sha256_end(sha, digest);
    sb_sha256_free(sha);
    char hex[2 * OWN_BYTES];
    sb_hex_encode(digest, OWN_BYTES, hex);
    return own ? sb_arena_join(arena, SB_S("own:"), sb_str_n(hex, sizeof hex), SB_STR_NONE) : SB_S("debhelper only");
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
