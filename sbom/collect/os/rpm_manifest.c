/* What images of Azure Linux (CBL-Mariner) keep when the database is taken out: rpm -qa with a format of ten columns.
 */
#include "os/rpm.h"

enum { TOLD = 100 };
enum { NAME, VERSION, INSTALLED, BUILT, VENDOR, EPOCH_TEXT, SIZE, ARCH, EPOCH, SOURCE, COLUMNS };

static sb_str keep(struct sb_job *job, sb_str column)
{
    column = sb_str_trim(column);
    return column.n == 0 || sb_str_eq(column, SB_S("(none)")) ? SB_STR_NONE : sb_job_text(job, column);
}

/* The epoch is a number in its own column; the other one says "(none)" where there is none. */
static struct sb_rpm_package read_line(struct sb_job *job, sb_str line, uint32_t number)
{
    sb_str column[COLUMNS] = {{0}};
    struct sb_rpm_package package = {.number = number, .own.line = number};
    size_t n = 0;
    for (bool more = true; more && n < COLUMNS; n++)
        more = sb_str_cut(&line, '\t', &column[n]);
    if (n <= EPOCH) /* a list that was cut: a part of a version is none */
        return package;
    bool none = sb_str_eq(column[EPOCH_TEXT], SB_S("(none)"));
    package.own.name = keep(job, column[NAME]);
    package.own.version = keep(job, column[VERSION]);
    package.own.epoch = none && sb_str_eq(column[EPOCH], SB_S("0")) ? SB_STR_NONE : keep(job, column[EPOCH]);
    package.own.arch = keep(job, column[ARCH]);
    package.own.supplier = keep(job, column[VENDOR]);
    sb_rpm_source(keep(job, column[SOURCE]), &package.own.source, &package.own.source_version);
    return package;
}

struct sb_rpm_manifest *sb_rpm_manifest(struct sb_job *job)
{
    struct sb_rpm_manifest *manifest = SB_NEW(job->arena, struct sb_rpm_manifest);
    SB_VEC(struct sb_rpm_package) found = {0};
    sb_str rest = job->bytes, line;
    unsigned told = 0;
    for (uint32_t number = 1; sb_str_line(&rest, &line); number++) {
        struct sb_rpm_package package = read_line(job, line, number);
        if (sb_str_trim(line).n == 0 || sb_str_eq(package.own.name, SB_S("gpg-pubkey")))
            continue;
        if (package.own.name.n && package.own.version.n)
            *SB_PUSH(&found) = package;
        else if (told++ < TOLD)
            sb_job_diag(job, SB_D_INCOMPLETE_ENTRY, number, "a line without name or version, or with too few columns");
    }
    manifest->n = found.n;
    manifest->p = sb_arena_alloc(job->arena, found.n * sizeof *found.p);
    if (found.n)
        memcpy(manifest->p, found.p, found.n * sizeof *found.p);
    sb_free(found.p);
    return manifest;
}
