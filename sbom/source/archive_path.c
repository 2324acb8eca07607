#include "source/archive_path.h"

#include "source/below.h"

/* Drops the last part; false if there is none. */
static bool go_up(struct sb_buf *out)
{
    if (out->n == 0)
        return false;
    size_t slash = sb_str_rchr(sb_buf_all(out), '/');
    out->n = slash == SB_NPOS ? 0 : slash;
    return true;
}

unsigned sb_archive_path(sb_str raw, uint32_t depth, struct sb_buf *out)
{
    unsigned bits = raw.n && raw.p[0] == '/' ? SB_PATH_UNSAFE : 0;
    uint32_t parts = 0;
    sb_buf_clear(out);
    while (raw.n) {
        sb_str part;
        sb_str_cut(&raw, '/', &part);
        if (part.n == 0 || sb_str_eq(part, SB_S(".")))
            continue;
        if (sb_str_eq(part, SB_S(".."))) {
            bits |= SB_PATH_UNSAFE;
            if (go_up(out))
                parts--;
            else
                bits |= SB_PATH_LEAVES;
            continue;
        }
        /* The folders of an entry count, not the entry: a folder of that depth is there, and what lies in it is too
         * deep. */
        if (parts > depth || out->n + part.n + 1 > SB_BELOW_PATH)
            return bits | SB_PATH_DEEP;
        if (out->n)
            sb_buf_chr(out, '/');
        sb_buf_str(out, part);
        parts++;
    }
    return bits;
}
