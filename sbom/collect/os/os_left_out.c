/* What the administrator told the package manager to leave out: documentation, translations. */
#include "os/os_state.h"
#include "text/glob.h"

/* Of patterns; and of their bytes times those of the paths that they are tried on, so that no settings take long. */
enum { PATTERNS = 1000 };
#define WORK (UINT64_C(1) << 31)

struct sb_os_left_out {
    struct pattern {
        sb_str glob;
        bool back;
    } p[PATTERNS];
    size_t n;
    uint64_t work;
};

void sb_os_leave_out(struct sb_os *os, sb_str pattern, bool back)
{
    if (!os->left_out)
        os->left_out = sb_calloc(1, sizeof *os->left_out);
    while (sb_str_chop(&pattern, SB_S("/")))
        continue;
    if (pattern.n && os->left_out->n < PATTERNS)
        os->left_out->p[os->left_out->n++] = (struct pattern){pattern, back};
}

bool sb_os_is_left_out(struct sb_os *os, sb_str path)
{
    struct sb_os_left_out *left_out = os->left_out;
    for (size_t i = left_out ? left_out->n : 0; i-- > 0 && left_out->work < WORK;) {
        left_out->work += (uint64_t)left_out->p[i].glob.n * path.n;
        if (sb_glob_any(left_out->p[i].glob, path))
            return !left_out->p[i].back;
    }
    return false;
}

void sb_os_left_out_free(struct sb_os_left_out *left_out)
{
    sb_free(left_out);
}
