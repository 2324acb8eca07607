#include "source/name.h"

#include <stdlib.h>

#include "base/mem.h"

static const char *const archive_suffixes[] = {".tar",  ".tar.gz",  ".tgz",  ".tar.xz",   ".txz", ".tar.bz2",
                                               ".tbz2", ".tar.zst", ".tzst", ".tar.lzma", ".tlz"};

static sb_str without_slashes(sb_str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

static bool says_nothing(sb_str base)
{
    return base.n == 0 || sb_str_eq(base, SB_S(".")) || sb_str_eq(base, SB_S(".."));
}

/* The last part of the path; for "." and its like that of the folder which it is. Freed by the caller. */
static char *base_of(const char *path, bool archive, sb_str *ret_base)
{
    char *real = NULL;
    sb_str base = sb_path_base(without_slashes(sb_str_of(path)));
    if (says_nothing(base) && (real = realpath(path, NULL)))
        base = sb_path_base(sb_str_of(real));
    if (says_nothing(base))
        base = SB_S("root");
    for (size_t i = 0; archive && i < SB_COUNT(archive_suffixes); i++) {
        sb_str suffix = sb_str_of(archive_suffixes[i]);
        if (base.n > suffix.n && sb_str_chop_end(&base, suffix))
            break;
    }
    *ret_base = base;
    return real;
}

struct sb_source *sb_source_new(const struct sb_source_type *type, const char *path, void *state, bool archive)
{
    sb_str name = sb_str_of(path);
    sb_str base;
    char *real = base_of(path, archive, &base);
    /* One piece of memory: the struct and behind it the two texts. */
    struct sb_source *source = sb_malloc(sizeof *source + name.n + base.n + 2);
    char *at = (char *)(source + 1);
    memcpy(at, path, name.n + 1);
    memcpy(at + name.n + 1, base.p, base.n);
    at[name.n + 1 + base.n] = '\0';
    *source = (struct sb_source){.type = type,
                                 .state = state,
                                 .name = {at, name.n},
                                 .base = {at + name.n + 1, base.n},
                                 .reopens = type->reopen != NULL};
    free(real);
    return source;
}
