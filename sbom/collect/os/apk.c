/* The database of apk-tools (Alpine, Wolfi, Chainguard): lib/apk/db/installed, paragraphs of lines "X:value". Those of
 * files are F: folder, M: its owner and mode, R: name in it, a: owner and mode, Z: digest. */
#include "os/os_package.h"

enum kind { INSTALLED, WORLD, SCRIPTS, TRIGGERS, HOOK };
static const struct sb_match rows[] = {
    {.name = "installed", .folder = "lib/apk/db", .kind = INSTALLED},
    {.name = "world", .folder = "etc/apk", .kind = WORLD},
    {.name = "scripts.tar", .folder = "lib/apk/db", .kind = SCRIPTS},
    {.name = "scripts.tar.gz", .folder = "lib/apk/db", .kind = SCRIPTS},
    {.name = "triggers", .folder = "lib/apk/db", .kind = TRIGGERS},
    {0},
};

struct package {
    struct sb_os_package os;
    sb_str depends, provides, checksum, flags;
    sb_str files;        /* the lines of its files, until all collectors have finished ... */
    uint32_t files_line; /* ... and the number of the first */
};
static const struct {
    char letter;
    size_t at; /* of the text in struct package */
} fields[] = {
    {'P', offsetof(struct package, os.name)},     {'V', offsetof(struct package, os.version)},
    {'A', offsetof(struct package, os.arch)},     {'T', offsetof(struct package, os.description)},
    {'U', offsetof(struct package, os.homepage)}, {'L', offsetof(struct package, os.licence)},
    {'o', offsetof(struct package, os.source)},   {'m', offsetof(struct package, os.supplier)},
    {'D', offsetof(struct package, depends)},     {'p', offsetof(struct package, provides)},
    {'C', offsetof(struct package, checksum)},    {'f', offsetof(struct package, flags)},
};

/* ---- one file ---- */

static void take_line(struct sb_os_lines *lines, struct package *package)
{
    sb_str line = lines->line;
    if (!package->os.line)
        package->os.line = lines->number;
    if (line.n < 2 || line.p[1] != ':') {
        sb_os_bad(lines, SB_D_MALFORMED, "the line is no field");
    } else if (strchr("FMRaZ", line.p[0])) {
        package->files_line = package->files.p ? package->files_line : lines->number;
        package->files.p = package->files.p ? package->files.p : line.p;
        package->files.n = (size_t)(line.p + line.n - package->files.p);
    } else
        for (size_t i = 0; i < SB_COUNT(fields); i++)
            if (line.p[0] == fields[i].letter)
                *(sb_str *)(void *)((char *)package + fields[i].at) = sb_job_text(lines->job, sb_str_from(line, 2));
}

static void read_installed(struct sb_job *job, sb_str root)
{
    struct sb_os_lines lines;
    struct package package = {0};
    bool more;
    sb_os_lines(&lines, job, sb_arena_str(job->passing, job->bytes));
    do {
        more = sb_os_line(&lines);
        if (more && lines.line.n) {
            take_line(&lines, &package);
        } else if (package.os.line) {
            package.os.source_version = package.os.version;
            sb_os_emit(job, INSTALLED, root, &package, sizeof package);
            package = (struct package){0};
        }
    } while (more);
}

/* NAME-VERSION.CHECKSUM.KIND; the checksum begins with Q or X and may hold slashes. */
static void take_script(struct sb_job *job, sb_str path, sb_str bytes)
{
    size_t dot = sb_str_rchr(path, '.'), sum = sb_str_find(path, SB_S(".Q"));
    sb_str kind = dot == SB_NPOS ? SB_STR_NONE : sb_str_from(path, dot + 1), root;
    sum = sum == SB_NPOS ? sb_str_find(path, SB_S(".X")) : sum;
    struct sb_os_hook hook = {.of = sb_str_part(path, 0, sum),
                              .kind = sb_exec_find(sb_arena_join(job->scratch, SB_S("apk:"), kind, SB_STR_NONE)),
                              .script = sb_os_script(bytes, NULL, SB_S("nothing"), job->arena)};
    if (sb_os_root_of(job->dir, SB_S("lib/apk/db"), &root))
        sb_os_emit_hook(job, HOOK, root, &hook);
}

/* Lines "CHECKSUM FOLDER ...": which folders a package's script of the kind "trigger" waits for. */
static void read_triggers(struct sb_job *job, sb_str root)
{
    struct sb_os_lines lines;
    for (sb_os_lines(&lines, job, job->bytes); sb_os_line(&lines);) {
        struct sb_os_hook hook = {.kind = SB_EXEC_APK_TRIGGERS};
        sb_str paths = lines.line;
        sb_str_cut(&paths, ' ', &hook.of);
        hook.script = sb_os_script_of_text(paths);
        sb_os_emit_hook(job, HOOK, root, &hook);
    }
}

static void read_scripts(struct sb_job *job, sb_str root)
{
    (void)root;
    sb_os_members(job, take_script);
}

static const struct sb_os_file_kind files[] = {
    [INSTALLED] = {"lib/apk/db", read_installed},    [WORLD] = {"etc/apk", sb_os_emit_text},
    [SCRIPTS] = {"lib/apk/db", read_scripts},        [TRIGGERS] = {"lib/apk/db", read_triggers},
    [HOOK] = {.folder = "lib/apk/db", .part = true},
};

/* ---- files ---- */

/* Q1, Q2: base64; X1, X2: hexadecimal; 20 bytes are SHA-1, or where the package's flags have an S the front of SHA-256.
 */
static const struct sb_digest *digest_of(struct sb_arena *arena, sb_str text, bool cut)
{
    uint8_t bytes[64];
    sb_str value = sb_str_from(text, 2);
    size_t n = SB_NPOS;
    if (sb_str_starts(text, SB_S("Q")))
        n = sb_base64_decode(value, bytes, sizeof bytes);
    else if (sb_str_starts(text, SB_S("X")) && value.n <= 2 * sizeof bytes && sb_hex_decode(value, bytes, value.n / 2))
        n = value.n / 2;
    if (n != 20 && n != SB_SHA256_BYTES)
        return NULL;
    return sb_os_digest(arena, n == 20 && !cut ? SB_ALG_SHA1 : SB_ALG_SHA256, bytes, n);
}

/* "0:0:755", perhaps with more behind it. */
static uint32_t mode_of(sb_str acl)
{
    sb_str part = SB_STR_NONE;
    for (int i = 0; i < 3; i++)
        sb_str_cut(&acl, ':', &part);
    return sb_os_mode(part);
}

/* What apk keeps of what people changed there (its built-in list of protected paths). */
static bool is_protected(sb_str path)
{
    return sb_str_starts(path, SB_S("etc/")) && !sb_str_starts(path, SB_S("etc/init.d/")) &&
           !sb_str_starts(path, SB_S("etc/apk/"));
}

static void end_file(struct sb_os *os, struct sb_os_file *file)
{
    file->how = is_protected(file->path) ? SB_OS_CONFIG : 0;
    if (file->path.n)
        sb_os_file(os, file);
    *file = (struct sb_os_file){.size = SB_SIZE_UNKNOWN, .mode = 0644 | SB_CLAIM_MODE};
}

static void claim(struct sb_os *os, const struct package *package)
{
    bool cut = sb_str_chr(package->flags, 'S') != SB_NPOS;
    sb_str rest = package->files, line, folder = {0};
    struct sb_os_file file = {0};
    sb_os_files_begin(os, &package->os, package->os.from);
    for (uint32_t number = package->files_line; sb_str_line(&rest, &line); number++) {
        sb_str value = sb_str_from(line, 2);
        switch (line.n ? line.p[0] : 0) {
        case 'F': folder = value; break;
        case 'R':
            end_file(os, &file);
            file.path = sb_os_path_in(os, number, folder, value);
            break;
        case 'a': file.mode = mode_of(value); break;
        case 'Z':
            file.digest = digest_of(os->join->arena, value, cut);
            if (!file.digest)
                sb_os_tell(os, SB_D_DIGEST_MALFORMED, number, "the line is no digest");
            break;
        default: break;
        }
    }
    end_file(os, &file);
    sb_os_files_end(os);
}

/* ---- one database ---- */

static bool join(struct sb_os *os)
{
    size_t n;
    struct package *packages = sb_os_packages(os, INSTALLED, sizeof *packages, false, &n);
    sb_os_ask_records(os, WORLD);
    if (n)
        sb_os_begin(os, packages[0].os.from);
    for (size_t i = 0; i < n; i++) {
        packages[i].os.requested = !os->asked || sb_os_is_asked(os, packages[i].os.name);
        sb_os_add(os, &packages[i].os);
        sb_os_provide_words(os, packages[i].os.component, packages[i].provides);
    }
    sb_os_sources(os);
    for (size_t i = 0; i < n; i++)
        claim(os, &packages[i]);
    for (size_t i = 0; i < n; i++) {
        const struct sb_os_package *package = &packages[i].os;
        sb_os_want_words(os, package->component, packages[i].depends, "runtime");
        sb_os_hooks(os, HOOK, package->component, packages[i].checksum);
        sb_os_hooks(os, HOOK, package->component,
                    sb_arena_join(os->join->arena, package->name, SB_S("-"), package->version));
    }
    return n > 0;
}

static const char *const systems[] = {"alpine", "chainguard", "postmarketos", "wolfi", NULL};
static const char *const signs[] = {"etc/alpine-release", "etc/apk", "lib/apk", "usr/lib/apk", NULL};
static const struct sb_os_kind apk = {
    .type = "apk",
    .vendor = "alpine",
    .shared = true,
    .source_arch = "source",
    .versions = &sb_version_apk,
    .systems = systems,
    .signs = signs,
    .database = "lib/apk/db/installed",
    .files = files,
    .join = join,
};

const struct sb_collector sb_collect_apk = {
    .name = "apk",
    .revision = 1,
    .ecosystem = "apk",
    .summary = "packages installed by apk (Alpine, Wolfi, Chainguard)",
    .match = rows,
    .file = sb_os_read,
    .finish = sb_os_finish,
    .os = &apk,
    .owns = true,
    .shared_tree = true,
};
