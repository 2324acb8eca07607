#include "collect/dpkg.h"

/* Where a kind of file lies below its system root, and what is made of it. */
struct kind_row {
    const char *tail; /* last parts of its folder */
    void (*file)(struct sb_job *job, sb_str root);
};

/* Of a copyright file only the header paragraph matters. */
enum { COPYRIGHT_FRONT = 4096 };

static sb_str *keep(struct sb_job *job, sb_str text)
{
    sb_str *kept = SB_NEW(job->arena, sb_str);
    *kept = text;
    return kept;
}

static void file_status(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, sb_dpkg_status(job, false));
}

/* status.d also holds the lists of digests; they have a row of their own. */
static void file_status_d(struct sb_job *job, sb_str root)
{
    if (!sb_str_ends(job->name, SB_S(".md5sums")))
        sb_emit(job, job->kind, root, sb_dpkg_status(job, true));
}

static void file_extended(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, sb_dpkg_extended(job));
}

static void file_bytes(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, keep(job, sb_arena_str(job->arena, job->bytes)));
}

static void file_script(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, keep(job, sb_dpkg_script(job->bytes, job->arena)));
}

static void file_triggers(struct sb_job *job, sb_str root)
{
    sb_str command = sb_dpkg_triggers(job->bytes, job->scratch);
    if (command.n)
        sb_emit(job, job->kind, root, keep(job, sb_job_text(job, command)));
}

static void file_copyright(struct sb_job *job, sb_str root)
{
    sb_str licence = sb_debian_copyright(job->bytes);
    if (licence.n)
        sb_emit(job, job->kind, root, keep(job, sb_job_text(job, licence)));
}

static const struct kind_row kinds[SB_DPKG_KINDS] = {
    [SB_DPKG_STATUS] = {"lib/dpkg", file_status},          [SB_DPKG_STATUS_D] = {"lib/dpkg/status.d", file_status_d},
    [SB_DPKG_EXTENDED] = {"lib/apt", file_extended},       [SB_DPKG_DIVERSIONS] = {"lib/dpkg", file_bytes},
    [SB_DPKG_LIST] = {"lib/dpkg/info", file_bytes},        [SB_DPKG_MD5SUMS] = {"lib/dpkg/info", file_bytes},
    [SB_DPKG_CONFFILES] = {"lib/dpkg/info", file_bytes},   [SB_DPKG_PREINST] = {"lib/dpkg/info", file_script},
    [SB_DPKG_POSTINST] = {"lib/dpkg/info", file_script},   [SB_DPKG_PRERM] = {"lib/dpkg/info", file_script},
    [SB_DPKG_POSTRM] = {"lib/dpkg/info", file_script},     [SB_DPKG_CONFIG] = {"lib/dpkg/info", file_script},
    [SB_DPKG_TRIGGERS] = {"lib/dpkg/info", file_triggers}, [SB_DPKG_COPYRIGHT] = {"usr/share/doc", file_copyright},
};

static const struct sb_match rows[] = {
    {.name = "status", .folder = "lib/dpkg", .kind = SB_DPKG_STATUS},
    {.suffix = "", .folder = "lib/dpkg/status.d", .kind = SB_DPKG_STATUS_D},
    {.name = "extended_states", .folder = "lib/apt", .kind = SB_DPKG_EXTENDED},
    {.name = "diversions", .folder = "lib/dpkg", .kind = SB_DPKG_DIVERSIONS},
    {.suffix = ".list", .folder = "lib/dpkg/info", .kind = SB_DPKG_LIST},
    {.suffix = ".md5sums", .folder = "lib/dpkg/info", .kind = SB_DPKG_MD5SUMS},
    {.suffix = ".md5sums", .folder = "lib/dpkg/status.d", .kind = SB_DPKG_MD5SUMS},
    {.suffix = ".conffiles", .folder = "lib/dpkg/info", .kind = SB_DPKG_CONFFILES},
    {.suffix = ".preinst", .folder = "lib/dpkg/info", .kind = SB_DPKG_PREINST},
    {.suffix = ".postinst", .folder = "lib/dpkg/info", .kind = SB_DPKG_POSTINST},
    {.suffix = ".prerm", .folder = "lib/dpkg/info", .kind = SB_DPKG_PRERM},
    {.suffix = ".postrm", .folder = "lib/dpkg/info", .kind = SB_DPKG_POSTRM},
    {.suffix = ".config", .folder = "lib/dpkg/info", .kind = SB_DPKG_CONFIG},
    {.suffix = ".triggers", .folder = "lib/dpkg/info", .kind = SB_DPKG_TRIGGERS},
    {.name = "copyright", .kind = SB_DPKG_COPYRIGHT},
    {0},
};

static bool chop_folder(sb_str *dir, sb_str tail)
{
    sb_str rest = *dir;
    if (!sb_str_chop_end(&rest, tail) || (rest.n && !sb_str_chop_end(&rest, SB_S("/"))))
        return false;
    *dir = rest;
    return true;
}

/* The system root of a file in DIR. A database may lie in usr/lib as well, and a scan may start at /var. */
static bool root_of(const struct sb_job *job, sb_str *ret_root)
{
    sb_str dir = job->kind == SB_DPKG_COPYRIGHT ? sb_path_dir(job->dir) : job->dir;
    sb_str tail = sb_str_of(kinds[job->kind].tail);
    /* The digests of status.d share the kind of those in info. */
    if (job->kind == SB_DPKG_MD5SUMS && sb_str_ends(dir, SB_S("/status.d")))
        tail = SB_S("lib/dpkg/status.d");
    if (!chop_folder(&dir, tail))
        return false;
    if (job->kind != SB_DPKG_COPYRIGHT && !chop_folder(&dir, SB_S("var")))
        chop_folder(&dir, SB_S("usr"));
    *ret_root = dir;
    return true;
}

static void file(struct sb_job *job)
{
    sb_str root;
    if (root_of(job, &root))
        kinds[job->kind].file(job, root);
}

const struct sb_collector sb_collect_dpkg = {
    .name = "dpkg",
    .revision = 2,
    .ecosystem = "deb",
    .summary = "packages installed by dpkg (Debian, Ubuntu, distroless)",
    .match = rows,
    .file = file,
    .finish = sb_dpkg_finish,
    .owns = true,
    .shared_tree = true,
};
