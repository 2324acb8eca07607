/* The database of apk-tools (Alpine, Wolfi, Chainguard): lib/apk/db/installed, paragraphs of lines "X:value". Those of
 * files are F: folder, M: its owner and mode, R: name in it, a: owner and mode, Z: digest. */
#include "os/os_package.h"

enum { INSTALLED, WORLD, SCRIPTS, TRIGGERS, INFO, OWN_SCRIPT };
static const struct sb_match rows[] = {
    {.name = "installed", .folder = "lib/apk/db", .kind = INSTALLED},
    {.name = "world", .folder = "etc/apk", .kind = WORLD},
    {.name = "scripts.tar", .folder = "lib/apk/db", .kind = SCRIPTS},
    {.name = "scripts.tar.gz", .folder = "lib/apk/db", .kind = SCRIPTS},
    {.name = "triggers", .folder = "lib/apk/db", .kind = TRIGGERS},
    {.name = ".PKGINFO", .kind = INFO},
    {.name = ".pre-install", .kind = OWN_SCRIPT},
    {.name = ".post-install", .kind = OWN_SCRIPT},
    {.name = ".pre-upgrade", .kind = OWN_SCRIPT},
    {.name = ".post-upgrade", .kind = OWN_SCRIPT},
    {.name = ".pre-deinstall", .kind = OWN_SCRIPT},
    {.name = ".post-deinstall", .kind = OWN_SCRIPT},
    {.name = ".trigger", .kind = OWN_SCRIPT},
    {0},
};

struct package {
    struct sb_os_package os;
    sb_str checksum, flags;
    sb_str files;        /* the lines of its files, until all collectors have finished ... */
    uint32_t files_line; /* ... and the number of the first */
    sb_str triggers;
};
#define TEXT(field) offsetof(struct package, field)
static const struct sb_os_field fields[] = {
    {"P", TEXT(os.name)},     {"V", TEXT(os.version)},  {"A", TEXT(os.arch)},   {"T", TEXT(os.description)},
    {"U", TEXT(os.homepage)}, {"L", TEXT(os.licence)},  {"o", TEXT(os.source)}, {"m", TEXT(os.supplier)},
    {"D", TEXT(os.depends)},  {"p", TEXT(os.provides)}, {"C", TEXT(checksum)},  {"f", TEXT(flags)},
};

static const struct sb_os_field info[] = {{"license", TEXT(os.licence)}, {"triggers", TEXT(triggers)}};

/* ---- one file ---- */

static void take_line(struct sb_os_lines *lines, struct package *package)
{
    sb_str line = lines->line;
    if (!package->os.line)
        package->os.line = lines->number;
    if (line.n < 2 || line.p[1] != ':') {
        sb_os_bad(lines, SB_D_MALFORMED, "the line is no field");
    } else if (!strchr("FMRaZ", line.p[0])) {
        sb_os_take_field(lines->job, fields, SB_COUNT(fields), package, sb_str_part(line, 0, 1), sb_str_from(line, 2));
    } else {
        if (!package->files.p)
            package->files_line = lines->number;
        sb_os_span(lines, &package->files);
    }
}

static void read_installed(struct sb_job *job, sb_str root)
{
    struct sb_os_lines lines;
    struct package package = {0};
    sb_os_lines(&lines, job, sb_arena_str(job->passing, job->bytes));
    for (bool more = true; more;) {
        more = sb_os_line(&lines);
        if (more && lines.line.n) {
            take_line(&lines, &package);
        } else if (package.os.line) {
            sb_os_emit_package(job, INSTALLED, root, &package.os, sizeof package);
            package = (struct package){0};
        }
    }
}

/* Of a package that is the source: apk's says which digest its files have, pacman's never does. */
static void read_info(struct sb_job *job, sb_str root)
{
    struct package package = {0};
    if (sb_os_info(job->bytes, "datahash").n == 0)
        return;
    sb_os_take_info(job, info, SB_COUNT(info), &package.os);
    sb_os_emit_package(job, INSTALLED, root, &package.os, sizeof package);
    if (package.triggers.n)
        sb_os_emit_declared(job, root, SB_STR_NONE, SB_EXEC_APK_TRIGGERS, package.triggers);
}

/* ".post-install" beside it. */
static void read_own_script(struct sb_job *job, sb_str root)
{
    sb_os_emit_script(job, root, SB_STR_NONE, "apk", sb_str_from(job->name, 1), job->bytes);
}

/* NAME-VERSION.CHECKSUM.KIND; the checksum begins with Q1 (or Q2) and may hold slashes. */
static void take_script(struct sb_job *job, sb_str root, sb_str path, sb_str bytes)
{
    size_t dot = sb_str_rchr(path, '.');
    sb_str step = dot == SB_NPOS ? SB_STR_NONE : sb_str_from(path, dot + 1);
    sb_os_emit_script(job, root, sb_str_part(path, 0, sb_str_find(path, SB_S(".Q"))), "apk", step, bytes);
}

/* Lines "CHECKSUM FOLDER ...": which folders a package's script of the kind "trigger" waits for. */
static void read_triggers(struct sb_job *job, sb_str root)
{
    struct sb_os_lines lines;
    sb_str checksum;
    for (sb_os_lines(&lines, job, job->bytes); sb_os_line(&lines);) {
        sb_str_cut(&lines.line, ' ', &checksum);
        sb_os_emit_declared(job, root, checksum, SB_EXEC_APK_TRIGGERS, lines.line);
    }
}

static const struct sb_os_file_kind files[] = {
    [INSTALLED] = {.read = read_installed},
    [WORLD] = {.read = sb_os_emit_text},
    [SCRIPTS] = {.member = take_script, .part = true},
    [TRIGGERS] = {.read = read_triggers, .part = true},
    [INFO] = {.read = read_info, .part = true, .own = true},
    [OWN_SCRIPT] = {.read = read_own_script, .part = true, .own = true},
};

/* ---- files ---- */

/* Q1, Q2: base64; X1, X2: hexadecimal. Flags with an S: 20 bytes are not SHA-1, but the front of SHA-256. */
static const struct sb_digest *digest_of(struct sb_arena *arena, sb_str text, sb_str flags)
{
    const struct sb_digest *digest = sb_os_digest_text(arena, sb_str_from(text, 2), sb_str_starts(text, SB_S("Q")));
    if (digest && digest->alg == SB_ALG_SHA1 && sb_str_chr(flags, 'S') != SB_NPOS)
        return sb_os_digest(arena, SB_ALG_SHA256, digest->b, digest->n);
    return digest;
}

/* "0:0:755", perhaps with more behind it. */
static uint32_t mode_of(sb_str acl)
{
    sb_str part = SB_STR_NONE;
    for (int i = 0; i < 3; i++)
        sb_str_cut(&acl, ':', &part);
    return sb_os_mode(part);
}

static void end_file(struct sb_os *os, struct sb_os_file *file)
{
    if (file->path.n)
        sb_os_file(os, file);
    *file = (struct sb_os_file){.size = SB_SIZE_UNKNOWN, .mode = 0644 | SB_CLAIM_MODE};
}

static void claim(struct sb_os *os, const void *data)
{
    const struct package *package = data;
    sb_str rest = package->files, line, folder = {0};
    struct sb_os_file file = {0};
    sb_os_files_begin(os, &package->os, package->os.from);
    for (uint32_t number = package->files_line; sb_str_line(&rest, &line); number++) {
        sb_str value = sb_str_from(line, 2);
        if (sb_str_starts(line, SB_S("F:"))) {
            folder = value;
        } else if (sb_str_starts(line, SB_S("R:"))) {
            end_file(os, &file);
            file.path = sb_os_path_in(os, number, folder, value);
        } else if (sb_str_starts(line, SB_S("a:"))) {
            file.mode = mode_of(value);
        } else if (sb_str_starts(line, SB_S("Z:"))) {
            file.digest = digest_of(os->join->arena, value, package->flags);
            if (!file.digest)
                sb_os_tell(os, SB_D_DIGEST_MALFORMED, number, "the line is no digest");
        }
    }
    end_file(os, &file);
    sb_os_files_end(os);
    sb_str name = sb_arena_join(os->join->arena, package->os.name, SB_S("-"), package->os.version);
    sb_os_hooks(os, SCRIPTS, package->os.component, name);
    sb_os_hooks(os, TRIGGERS, package->os.component, package->checksum);
}

static const char *const systems[] = {"alpine", "chainguard", "postmarketos", "wolfi", NULL};
static const char *const signs[] = {"etc/alpine-release", "etc/apk", "lib/apk", "usr/lib/apk", NULL};
static const char *const edited[] = {"!etc/apk/", "!etc/init.d/", "etc/",
                                     NULL}; /* its built-in list of protected paths */
static const struct sb_os_kind apk = {
    .type = "apk",
    .vendor = "alpine",
    .shared = true,
    .source_arch = "source",
    .versions = &sb_version_apk,
    .systems = systems,
    .signs = signs,
    .database = "lib/apk/db/installed",
    .edited = edited,
    .files = files,
    .packages = {INSTALLED, sizeof(struct package), claim, WORLD},
};

const struct sb_collector sb_collect_apk = {
    .name = "apk",
    .revision = 1,
    .ecosystem = "apk",
    .summary = "packages installed by apk (Alpine, Wolfi, Chainguard)",
    .match = rows,
    SB_OS_COLLECTOR(&apk, sb_os_read),
};
