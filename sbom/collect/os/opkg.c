/* The database of opkg (OpenWrt, Yocto): `status` in Debian's syntax, and in info/ files of each package. The control
 * file has what status leaves out. */
#include "os/dpkg.h"

enum { STATUS, CONTROL, LIST, CONFFILES, SCRIPT };
static const struct sb_match rows[] = {
    {.name = "status", .folder = "lib/opkg", .kind = STATUS},
    {.suffix = ".control", .folder = "lib/opkg/info", .kind = CONTROL},
    {.suffix = ".list", .folder = "lib/opkg/info", .kind = LIST},
    {.suffix = ".conffiles", .folder = "lib/opkg/info", .kind = CONFFILES},
    {.suffix = ".preinst", .folder = "lib/opkg/info", .kind = SCRIPT},
    {.suffix = ".postinst", .folder = "lib/opkg/info", .kind = SCRIPT},
    {.suffix = ".prerm", .folder = "lib/opkg/info", .kind = SCRIPT},
    {.suffix = ".postrm", .folder = "lib/opkg/info", .kind = SCRIPT},
    {0},
};

struct package {
    struct sb_os_package os;
    const struct sb_dpkg_package *said; /* what the paragraph says */
};
struct control {
    sb_str of;
    const struct sb_dpkg_package *said;
};

/* ---- one file ---- */

/* The name of a file of info/ in front of its suffix. */
static sb_str stem_of(sb_str name)
{
    return sb_str_part(name, 0, sb_str_rchr(name, '.'));
}

static void read_status(struct sb_job *job, sb_str root)
{
    const struct sb_dpkg_packages *packages = sb_dpkg_status(job, SB_DPKG_INSTALLED);
    for (size_t i = 0; i < packages->n; i++) {
        const struct package package = {.os = {.name = packages->p[i].name,
                                               .version = packages->p[i].version,
                                               .arch = packages->p[i].arch,
                                               .requested = packages->p[i].by_user,
                                               .line = packages->p[i].line},
                                        .said = &packages->p[i]};
        sb_os_emit(job, STATUS, root, &package, sizeof package);
    }
}

static void read_control(struct sb_job *job, sb_str root)
{
    const struct sb_dpkg_packages *packages = sb_dpkg_status(job, SB_DPKG_ALWAYS);
    if (packages->n)
        sb_os_emit(job, CONTROL, root, &(struct control){sb_job_text(job, stem_of(job->name)), packages->p},
                   sizeof(struct control));
}

static void read_part(struct sb_job *job, sb_str root)
{
    sb_os_emit_part(job, root, stem_of(job->name), job->bytes);
}

static void read_script(struct sb_job *job, sb_str root)
{
    sb_str stem = stem_of(job->name);
    sb_os_emit_script(job, root, stem, sb_str_from(job->name, stem.n + 1), job->bytes);
}

static const struct sb_os_file_kind files[] = {
    [STATUS] = {.read = read_status},
    [CONTROL] = {.read = read_control, .part = true},
    [LIST] = {.read = read_part, .part = true},
    [CONFFILES] = {.read = read_part, .part = true},
    [SCRIPT] = {.read = read_script, .hook = true},
};

/* ---- one database ---- */

/* Lines "path" or, of newer versions, "path<tab>mode ...". */
static void claim_lines(struct sb_os *os, unsigned kind, sb_str of, unsigned how)
{
    const struct sb_record *record;
    sb_str rest = sb_os_part(os, kind, of, &record), line;
    if (record)
        sb_os_reads(os, record);
    for (uint32_t number = 1; sb_str_line(&rest, &line); number++) {
        struct sb_os_file file = {.path = sb_str_part(line, 0, sb_str_chr(line, '\t')), .how = how};
        file.path = sb_str_trim(file.path);
        if (sb_os_path(os, number, &file.path))
            sb_os_file(os, &file);
    }
}

/* "/path digest" a line. */
static void claim_conffiles(struct sb_os *os, const struct package *package)
{
    sb_str rest = package->said->conffiles, line, path;
    sb_os_reads(os, package->os.from);
    while (sb_str_line(&rest, &line))
        if (sb_str_word(&line, &path) && sb_os_path(os, package->os.line, &path))
            sb_os_file(os, &(struct sb_os_file){.path = path, .how = SB_OS_CONFIG});
}

static void want(struct sb_os *os, const struct package *package)
{
    sb_str rest = package->said->depends, clause;
    while (sb_debian_part(&rest, ',', &clause)) {
        sb_str alternatives = clause, text;
        struct sb_os_want found = {0};
        struct sb_debian_want debian;
        while (!(found.name.n && sb_os_provider(os, package->os.component, &found).v) &&
               sb_debian_part(&alternatives, '|', &text))
            if (sb_debian_want(text, &debian))
                found = (struct sb_os_want){debian.name, debian.op, debian.version};
        sb_os_want(os, package->os.component, clause, "runtime", found.name.n ? &found : NULL);
    }
}

static void add(struct sb_os *os, struct package *package)
{
    size_t n;
    const struct sb_record *const *controls = sb_os_parts_of(os, CONTROL, package->os.name, &n);
    const struct sb_dpkg_package *said = n ? ((const struct control *)controls[0]->data)->said : package->said;
    sb_str rest = package->said->provides, name;
    package->os.supplier = said->maintainer;
    package->os.homepage = said->homepage;
    package->os.description = said->description;
    package->os.licence = said->licence;
    sb_os_add(os, &package->os);
    sb_doc_property(os->join->doc, package->os.component, SB_S("ecosystem"), SB_S("opkg")); /* no purl type says it */
    while (sb_debian_part(&rest, ',', &name))
        sb_os_provide_words(os, package->os.component, name);
}

static bool join(struct sb_os *os)
{
    size_t n;
    struct package *packages = sb_os_packages(os, STATUS, sizeof *packages, false, &n);
    if (n)
        sb_os_begin(os, packages[0].os.from);
    for (size_t i = 0; i < n; i++)
        add(os, &packages[i]);
    for (size_t i = 0; i < n; i++) {
        sb_str name = packages[i].os.name;
        sb_os_files_begin(os, &packages[i].os, packages[i].os.from);
        claim_lines(os, LIST, name, 0);
        claim_lines(os, CONFFILES, name, SB_OS_CONFIG);
        claim_conffiles(os, &packages[i]);
        sb_os_files_end(os);
        sb_os_hooks(os, packages[i].os.component, name);
        want(os, &packages[i]);
    }
    return n > 0;
}

static const char *const systems[] = {"openwrt", "poky", NULL};
static const char *const signs[] = {"etc/opkg.conf", "etc/opkg", "usr/lib/opkg", "var/lib/opkg", NULL};
static const struct sb_os_kind opkg = {
    .type = "generic", /* the purl specification has no type of its own for them */
    .versions = &sb_version_deb,
    .shared = true,
    .systems = systems,
    .signs = signs,
    .database = "usr/lib/opkg/status",
    .files = files,
    .join = join,
};

const struct sb_collector sb_collect_opkg = {
    .name = "opkg",
    .revision = 1,
    .ecosystem = "opkg",
    .summary = "packages installed by opkg (OpenWrt, Yocto)",
    .match = rows,
    SB_OS_COLLECTOR(&opkg, sb_os_read),
};
