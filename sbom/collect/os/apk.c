/* The database of apk-tools 2 and 3 (Alpine, Wolfi, Chainguard): lib/apk/db/installed, there or below usr, paragraphs
 * of lines "X:value". Those of files are F: folder, M: its owner and mode, R: name in it, a: owner and mode, Z: digest.
 */
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
    sb_str flags, triggers;
    struct sb_os_span files; /* the lines of its files, until all collectors have finished */
};
#define TEXT(field) offsetof(struct package, field)
static const struct sb_os_field fields[] = {
    {"P", TEXT(os.name)},     {"V", TEXT(os.version)},  {"A", TEXT(os.arch)},   {"T", TEXT(os.description)},
    {"U", TEXT(os.homepage)}, {"L", TEXT(os.licence)},  {"o", TEXT(os.source)}, {"m", TEXT(os.supplier)},
    {"D", TEXT(os.depends)},  {"p", TEXT(os.provides)}, {"C", TEXT(os.id)},     {"f", TEXT(flags)},
};

static const struct sb_os_field info[] = {{"license", TEXT(os.licence)}, {"triggers", TEXT(triggers)}};

/* ---- one file ---- */

/* Q1, Q2: base64; X1, X2: hexadecimal, in front of which old versions of apko write neither. Flags with an S: 20 bytes
 * are not SHA-1, but the front of SHA-256. */
static const struct sb_digest *digest_of(struct sb_arena *arena, sb_str text, sb_str flags)
{
    bool base64 = sb_str_starts(text, SB_S("Q")), marked = base64 || sb_str_starts(text, SB_S("X"));
    const struct sb_digest *digest = sb_os_digest_text(arena, sb_str_from(text, marked ? 2 : 0), base64);
    if (digest && digest->alg == SB_ALG_SHA1 && sb_str_chr(flags, 'S') != SB_NPOS)
        return sb_os_digest(arena, SB_ALG_SHA256, digest->b, digest->n);
    return digest;
}

/* By which a database names a package, in either spelling: apk goes by the first 20 bytes. Old versions of apko leave
 * out the Q1 in triggers. */
static sb_str identity(struct sb_arena *arena, sb_str checksum)
{
    const struct sb_digest *digest = digest_of(arena, checksum, SB_STR_NONE);
    if (!digest)
        digest = sb_os_digest_text(arena, checksum, true);
    return digest ? sb_os_digest_hex(arena, digest, SB_SHA1_BYTES) : checksum;
}

static void take_line(struct sb_os_lines *lines, struct package *package)
{
    sb_str line = lines->line;
    if (!package->os.line)
        package->os.line = lines->number;
    if (line.p[1] != ':') {
        sb_os_bad(lines, SB_D_MALFORMED, "the line is no field");
    } else if (!strchr("FMRaZ", line.p[0])) {
        sb_os_take_field(lines->job, fields, SB_COUNT(fields), package, sb_str_part(line, 0, 1), sb_str_from(line, 2));
    } else {
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
        if (more && lines.line.n > 1) { /* apk takes a single byte for an empty line, too */
            take_line(&lines, &package);
        } else if (package.os.line) {
            package.os.id = identity(job->arena, package.os.id);
            sb_os_emit_package(job, INSTALLED, root, &package.os, sizeof package);
            package = (struct package){0};
        }
    }
}

/* Of a package that is the source itself; one of pacman is not apk's. */
static void read_info(struct sb_job *job, sb_str root)
{
    struct package package = {0};
    if (!sb_os_info_is_apk(job->bytes))
        return;
    sb_os_take_info(job, info, SB_COUNT(info), &package.os);
    sb_os_emit_package(job, INSTALLED, root, &package.os, sizeof package);
    sb_os_emit_declared(job, root, SB_STR_NONE, SB_EXEC_APK_TRIGGERS, package.triggers);
}

/* NAME-VERSION.CHECKSUM.STEP; the checksum, which may hold slashes, tells whose it is. */
static void take_script(struct sb_job *job, sb_str root, sb_str path, sb_str bytes)
{
    size_t dot = sb_str_rchr(path, '.');
    sb_str step = dot == SB_NPOS ? SB_STR_NONE : sb_str_from(path, dot + 1), of = sb_str_part(path, 0, dot);
    of = sb_str_from(of, sb_str_rchr(of, '.') + 1);
    sb_os_emit_script(job, root, identity(job->scratch, of), step, bytes);
}

/* Lines "CHECKSUM FOLDER ...": which folders a package's script of the kind "trigger" waits for. */
static void read_triggers(struct sb_job *job, sb_str root)
{
    struct sb_os_lines lines;
    sb_str checksum;
    for (sb_os_lines(&lines, job, job->bytes); sb_os_line(&lines);) {
        sb_str_cut(&lines.line, ' ', &checksum);
        sb_os_emit_declared(job, root, identity(job->scratch, checksum), SB_EXEC_APK_TRIGGERS, lines.line);
    }
}

static const struct sb_os_file_kind files[] = {
    [INSTALLED] = {.read = read_installed},
    [WORLD] = {.read = sb_os_emit_text},
    [SCRIPTS] = {.member = take_script, .hook = true},
    [TRIGGERS] = {.read = read_triggers, .hook = true},
    [INFO] = {.read = read_info, .hook = true},
    [OWN_SCRIPT] = {.read = sb_os_read_script, .hook = true},
};

/* ---- files ---- */

/* "0:0:755", and the digest of its extended attributes: what has none has no capabilities. */
static uint32_t mode_of(sb_str acl)
{
    sb_str part = SB_STR_NONE;
    for (int i = 0; i < 3; i++)
        sb_str_cut(&acl, ':', &part);
    return sb_os_mode(part) | (acl.n ? 0 : SB_CLAIM_CAPABLE);
}

static void claim(struct sb_os *os, const void *data)
{
    const struct package *package = data;
    sb_str rest = package->files.text, line, folder = {0};
    struct sb_os_file file = {0};
    sb_os_files_begin(os, &package->os, package->os.from);
    for (uint32_t number = package->files.line; sb_str_line(&rest, &line); number++) {
        sb_str value = sb_str_from(line, 2);
        if (sb_str_starts(line, SB_S("F:"))) {
            folder = value;
        } else if (sb_str_starts(line, SB_S("R:"))) {
            sb_os_file(os, &file);
            file = (struct sb_os_file){.path = sb_os_path_in(os, number, folder, value),
                                       .size = SB_SIZE_UNKNOWN,
                                       .mode = 0644 | SB_CLAIM_MODE | SB_CLAIM_CAPABLE};
        } else if (sb_str_starts(line, SB_S("a:"))) {
            file.mode = mode_of(value);
        } else if (sb_str_starts(line, SB_S("Z:"))) {
            file.digest = digest_of(os->join->arena, value, package->flags);
            if (!file.digest)
                sb_os_tell(os, SB_D_DIGEST_MALFORMED, number, "the line is no digest");
        }
    }
    sb_os_file(os, &file); /* the last one */
    sb_os_files_end(os);
}

static const char *const systems[] = {"alpine", "chainguard", "chimera", "openwrt", "postmarketos", "wolfi", NULL};
static const char *const signs[] = {"etc/alpine-release", "etc/apk", "lib/apk", "usr/lib/apk", NULL};
static const char *const edited[] = {"!etc/apk/", "!etc/init.d/", "etc/", NULL}; /* what apk protects */
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
