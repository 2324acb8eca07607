#include "os/dpkg.h"

static sb_str *keep(struct sb_job *job, sb_str text)
{
    sb_str *kept = SB_NEW(job->arena, sb_str);
    *kept = text;
    return kept;
}

static void file_status(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, sb_dpkg_status(job, SB_DPKG_WITH_GONE));
}

/* status.d also holds the lists of digests; they have a row of their own. */
static void file_status_d(struct sb_job *job, sb_str root)
{
    if (!sb_str_ends(job->name, SB_S(".md5sums")))
        sb_emit(job, job->kind, root, sb_dpkg_status(job, SB_DPKG_ALWAYS));
}

/* dpkg reads files whose names are numbers, and leaves others of its own there while it works. */
static void file_updates(struct sb_job *job, sb_str root)
{
    for (size_t i = 0; i < job->name.n; i++)
        if (!sb_is_digit(job->name.p[i]))
            return;
    sb_emit(job, job->kind, root, sb_dpkg_status(job, SB_DPKG_WITH_GONE));
}

static void file_extended(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, sb_dpkg_extended(job));
}

/* Of its lines only what differs from the tree is kept. */
static void file_bytes(struct sb_job *job, sb_str root)
{
    sb_emit(job, job->kind, root, keep(job, sb_arena_str(job->passing, job->bytes)));
}

/* Copies that dpkg itself or an editor left in the folder have a dot or a tilde in their names, and do not count. */
static void file_settings_part(struct sb_job *job, sb_str root)
{
    for (size_t i = 0; i < job->name.n; i++)
        if (!sb_is_alnum(job->name.p[i]) && !sb_is_in(job->name.p[i], "-_"))
            return;
    file_bytes(job, root);
}

static void emit_script(struct sb_job *job, sb_str root, struct sb_os_script script)
{
    struct sb_os_script *kept = SB_NEW(job->arena, struct sb_os_script);
    *kept = script;
    sb_emit(job, job->kind, root, kept);
}

static void file_script(struct sb_job *job, sb_str root)
{
    emit_script(job, root, sb_dpkg_script(job->bytes, job->arena));
}

static void file_triggers(struct sb_job *job, sb_str root)
{
    sb_str command = sb_dpkg_triggers(job->bytes, job->scratch);
    if (command.n)
        emit_script(job, root, (struct sb_os_script){.command = sb_job_text(job, command)});
}

static void file_copyright(struct sb_job *job, sb_str root)
{
    struct sb_debian_copyright *copyright = SB_NEW(job->arena, struct sb_debian_copyright);
    *copyright = sb_debian_copyright(job->bytes, job->arena);
    if (copyright->n_cut)
        sb_job_diag(job, SB_D_LIST_CUT, 0, "%zu licences are left out of its expression", copyright->n_cut);
    if (copyright->expression.n)
        sb_emit(job, job->kind, root, copyright);
}

static void (*const kinds[SB_DPKG_KINDS])(struct sb_job *job, sb_str root) = {
    [SB_DPKG_STATUS] = file_status,       [SB_DPKG_STATUS_D] = file_status_d,
    [SB_DPKG_UPDATES] = file_updates,     [SB_DPKG_EXTENDED] = file_extended,
    [SB_DPKG_DIVERSIONS] = file_bytes,    [SB_DPKG_LIST] = file_bytes,
    [SB_DPKG_MD5SUMS] = file_bytes,       [SB_DPKG_CONFFILES] = file_bytes,
    [SB_DPKG_PREINST] = file_script,      [SB_DPKG_POSTINST] = file_script,
    [SB_DPKG_PRERM] = file_script,        [SB_DPKG_POSTRM] = file_script,
    [SB_DPKG_CONFIG] = file_script,       [SB_DPKG_TRIGGERS] = file_triggers,
    [SB_DPKG_COPYRIGHT] = file_copyright, [SB_DPKG_SETTINGS_PART] = file_settings_part,
    [SB_DPKG_SETTINGS] = file_bytes,
};

static const struct sb_match rows[] = {
    {.name = "status", .folder = "lib/dpkg", .kind = SB_DPKG_STATUS},
    {.suffix = "", .folder = "lib/dpkg/status.d", .kind = SB_DPKG_STATUS_D},
    {.suffix = "", .folder = "lib/dpkg/updates", .kind = SB_DPKG_UPDATES},
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
    {.name = "copyright", .above = "usr/share/doc", .kind = SB_DPKG_COPYRIGHT},
    {.suffix = "", .folder = "etc/dpkg/dpkg.cfg.d", .kind = SB_DPKG_SETTINGS_PART},
    {.name = "dpkg.cfg", .folder = "etc/dpkg", .kind = SB_DPKG_SETTINGS},
    {0},
};

static void file(struct sb_job *job)
{
    sb_str root;
    if (sb_dpkg_root_of(job->kind, job->dir, &root))
        kinds[job->kind](job, root);
}

const struct sb_collector sb_collect_dpkg = {
    .name = "dpkg",
    .revision = 2,
    .ecosystem = "deb",
    .summary = "packages installed by dpkg (Debian, Ubuntu, distroless)",
    .match = rows,
    SB_OS_COLLECTOR(&sb_dpkg_kind, file),
};
