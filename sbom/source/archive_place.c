#include "source/archive_place.h"

enum { SHARE_OF_PATHS = 16, TIMES = 4 };

static bool follow_links(struct sb_archive_reader *r, sb_str told)
{
    unsigned bits = sb_archive_links_follow(&r->links, r->part->layer, r->limits->depth, &r->path);
    if (bits & (SB_PATH_LEAVES | SB_PATH_DEEP))
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, told, 0,
                "lies below a symbolic link that leads out of the root; left out");
    else if (bits & SB_PATH_LINKED)
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, told, 0, "lies below a symbolic link; taken where that leads");
    return !(bits & (SB_PATH_LEAVES | SB_PATH_DEEP));
}

bool sb_archive_is_mark(const struct sb_archive_reader *r)
{
    return r->part->layer && sb_str_starts(sb_path_base(sb_buf_all(&r->path)), SB_S(".wh."));
}

bool sb_archive_take_path(struct sb_archive_reader *r)
{
    sb_str raw = r->header.path;
    if (!raw.p) {
        sb_diag(r->diags, SB_D_ARCHIVE_DAMAGED, SB_STR_NONE, 0, "an entry without a name that can be read");
        return false;
    }
    unsigned bits = sb_archive_path(raw, r->limits->depth, &r->path);
    sb_str whole = sb_str_part(raw, 0, 4096);
    if (bits & SB_PATH_LEAVES)
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, whole, 0, "leads out of the root; left out");
    else if (bits & SB_PATH_UNSAFE)
        sb_diag(r->diags, SB_D_ARCHIVE_PATH, whole, 0, "taken as a path below the root");
    if (bits & SB_PATH_DEEP)
        sb_diag(r->diags, SB_D_LIMIT_DEPTH, whole, 0, "left out (--limit depth=N raises that)");
    return !(bits & (SB_PATH_LEAVES | SB_PATH_DEEP)) && (sb_archive_is_mark(r) || follow_links(r, whole));
}

static uint64_t bytes_of_paths(struct sb_archive_reader *r)
{
    sb_str folder = sb_path_dir(sb_buf_all(&r->path));
    uint64_t n = r->path.n + r->header.symlink.n;
    if (sb_str_eq(folder, sb_buf_all(&r->folder)))
        return n - folder.n;
    sb_buf_clear(&r->folder);
    sb_buf_str(&r->folder, folder);
    return n + r->part->above;
}

static bool fits(struct sb_archive_reader *r, uint64_t n)
{
    const struct sb_limits *limits = r->limits;
    struct sb_archive_used *used = r->part->used;
    r->path_bytes += n;
    if (!used)
        return r->path_bytes <= limits->path_bytes + r->in_bytes / SHARE_OF_PATHS;
    uint64_t all = sb_archive_add_used(&used->path_bytes, n);
    return used->packed ? all <= limits->path_bytes / SHARE_OF_PATHS + TIMES * used->packed
                        : all / TIMES <= limits->path_bytes;
}

bool sb_archive_has_room(struct sb_archive_reader *r)
{
    if (fits(r, bytes_of_paths(r)))
        return true;
    sb_buf_clear(&r->path);
    sb_archive_stop(r, SB_D_LIMIT_PATHS,
                    "too many bytes of names; reading stopped here (--limit path-bytes=N raises that)");
    return false;
}

static bool asks(const struct sb_archive_reader *r, sb_str path)
{
    return r->options->excluded(r->options->excluded_ctx, path);
}

/* Is some folder above PATH left out? Neighbours share their folder, so its answer is kept. */
static bool folder_is_excluded(struct sb_archive_reader *r, sb_str folder)
{
    if (folder.n == 0 || (r->checked_any && sb_str_eq(folder, sb_buf_all(&r->checked))))
        return false;
    for (size_t i = 1; i <= folder.n; i++)
        if ((i == folder.n || folder.p[i] == '/') && asks(r, sb_str_part(folder, 0, i)))
            return true;
    sb_buf_clear(&r->checked);
    sb_buf_str(&r->checked, folder);
    r->checked_any = true;
    return false;
}

bool sb_archive_is_excluded(struct sb_archive_reader *r)
{
    sb_str path = sb_buf_all(&r->path);
    if (!r->options->excluded || path.n == 0)
        return false;
    if (folder_is_excluded(r, sb_path_dir(path)))
        return true;
    if (!asks(r, path))
        return false;
    sb_archive_tell(r, SB_D_EXCLUDED, "left out");
    return true;
}
