/* The local database of pacman (Arch and its kin): a folder for each package with `desc` and `files`, blocks of lines
 * below
 * "%NAME%", `mtree`, a compressed mtree(5) of what it brought, and `install`, functions of shell for each step. */
#include "base/buf.h"
#include "os/os_package.h"
#include "source/unpack.h"

enum { DESC, FILES, MTREE, INSTALL, INFO, OWN_MTREE, OWN_INSTALL, SETTINGS };
enum { MTREE_BYTES = 64 << 20, MTREE_RATIO = 20 };
static const struct sb_match rows[] = {
    {.name = "desc", .above = "lib/pacman/local", .kind = DESC},
    {.name = "files", .above = "lib/pacman/local", .kind = FILES},
    {.name = "mtree", .above = "lib/pacman/local", .kind = MTREE},
    {.name = "install", .above = "lib/pacman/local", .kind = INSTALL},
    {.name = ".PKGINFO", .kind = INFO},
    {.name = ".MTREE", .kind = OWN_MTREE},
    {.name = ".INSTALL", .kind = OWN_INSTALL},
    {.name = "pacman.conf", .folder = "etc", .kind = SETTINGS},
    {0},
};

struct package {
    struct sb_os_package os;
    sb_str optional, reason, licences, backup;
};
#define TEXT(field) offsetof(struct package, field)
static const struct sb_os_field fields[] = {
    {"%NAME%", TEXT(os.name)},         {"%VERSION%", TEXT(os.version)},   {"%ARCH%", TEXT(os.arch)},
    {"%DESC%", TEXT(os.description)},  {"%URL%", TEXT(os.homepage)},      {"%BASE%", TEXT(os.source)},
    {"%PACKAGER%", TEXT(os.supplier)}, {"%LICENSE%", TEXT(licences)},     {"%DEPENDS%", TEXT(os.depends)},
    {"%OPTDEPENDS%", TEXT(optional)},  {"%PROVIDES%", TEXT(os.provides)}, {"%REASON%", TEXT(reason)},
};

static const struct sb_os_field info[] = {
    {"packager", TEXT(os.supplier)},
    {"license", TEXT(licences)},
    {"optdepend", TEXT(optional)},
    {"backup", TEXT(backup)},
};

/* ---- one file ---- */

/* Goes on to the next block: its "%NAME%", and its lines. False at the end. */
static bool next_block(struct sb_os_lines *lines, sb_str *ret_name, struct sb_os_span *ret_text)
{
    *ret_text = (struct sb_os_span){0};
    for (*ret_name = SB_STR_NONE; sb_os_line(lines);) {
        if (lines->line.n == 0 && ret_name->n)
            return true;
        if (lines->line.n == 0)
            continue;
        if (!ret_name->n && lines->line.p[0] != '%') {
            sb_os_bad(lines, SB_D_MALFORMED, "the line is in no block");
        } else if (!ret_name->n) {
            *ret_name = lines->line;
        } else {
            sb_os_span(lines, ret_text);
        }
    }
    return ret_name->n > 0;
}

/* Licences of a list all hold; one that is an expression itself stands in brackets. */
static sb_str all_of(sb_str list, struct sb_arena *arena)
{
    sb_str all = SB_STR_NONE, line;
    bool several = sb_str_chr(list, '\n') != SB_NPOS;
    while (sb_str_line(&list, &line)) {
        if (several && sb_str_find(line, SB_S(" OR ")) != SB_NPOS)
            line = sb_arena_join(arena, SB_S("("), line, SB_S(")"));
        all = all.n ? sb_arena_join(arena, all, SB_S(" AND "), line) : line;
    }
    return all;
}

static void emit(struct sb_job *job, sb_str root, struct package *package)
{
    package->os.id = sb_job_text(job, sb_path_base(job->dir));
    package->os.licence = all_of(package->licences, job->arena);
    package->os.requested = !sb_str_eq(package->reason, SB_S("1"));
    sb_os_emit_package(job, DESC, root, &package->os, sizeof *package);
}

static void read_desc(struct sb_job *job, sb_str root)
{
    struct package package = {0};
    struct sb_os_lines lines;
    struct sb_os_span text;
    sb_str name;
    sb_os_lines(&lines, job, job->bytes);
    while (next_block(&lines, &name, &text))
        sb_os_take_field(job, fields, SB_COUNT(fields), &package, name, text.text);
    emit(job, root, &package);
}

/* Of a package that is the source itself; one of apk is not pacman's. */
static void read_info(struct sb_job *job, sb_str root)
{
    struct package package = {0};
    if (sb_os_info_is_apk(job->bytes))
        return;
    sb_os_take_info(job, info, SB_COUNT(info), &package.os);
    emit(job, root, &package);
}

static void read_part(struct sb_job *job, sb_str root)
{
    sb_os_emit_part(job, root, sb_path_base(job->dir), job->bytes);
}

static void read_mtree(struct sb_job *job, sb_str root)
{
    struct sb_buf text = {0};
    struct sb_err err = {0};
    sb_rc rc = sb_unpack(job->bytes, MTREE_BYTES, MTREE_RATIO, &text, &err);
    if (rc != SB_OK)
        sb_job_diag(job, rc == SB_E_LIMIT ? SB_D_LIMIT_BYTES : SB_D_MALFORMED, 0, "%s", err.text);
    sb_os_emit_part(job, root, sb_path_base(job->dir), sb_buf_all(&text));
    sb_buf_done(&text);
}

static const struct sb_os_file_kind files[] = {
    [DESC] = {.read = read_desc},
    [FILES] = {.read = read_part, .part = true},
    [MTREE] = {.read = read_mtree, .part = true},
    [INSTALL] = {.read = sb_os_read_script, .hook = true},
    [INFO] = {.read = read_info},
    [OWN_MTREE] = {.read = read_mtree, .part = true},
    [OWN_INSTALL] = {.read = sb_os_read_script, .hook = true},
    [SETTINGS] = {.read = sb_os_emit_text},
};

/* ---- files ---- */

/* %FILES%: a path a line, folders with a slash behind them; %BACKUP%: path, tab, MD5 of what people edit. */
static void claim_listed(struct sb_os *os, sb_str bytes)
{
    sb_str line, block = SB_STR_NONE;
    for (uint32_t number = 1; sb_str_line(&bytes, &line); number++) {
        struct sb_os_file file = {.size = SB_SIZE_UNKNOWN};
        if (sb_str_starts(line, SB_S("%")) && sb_str_ends(line, SB_S("%")))
            block = line;
        else if (sb_str_eq(block, SB_S("%BACKUP%")))
            file.how = SB_OS_CONFIG;
        else if (!sb_str_eq(block, SB_S("%FILES%")) || sb_str_ends(line, SB_S("/")))
            continue;
        file.path = sb_str_part(line, 0, sb_str_chr(line, '\t'));
        if (line.n && line.p != block.p && sb_os_path(os, number, &file.path))
            sb_os_file(os, &file);
    }
}

/* vis(3) as libarchive writes it: a backslash and three octal digits. */
static sb_str unescape(sb_str text, struct sb_arena *arena)
{
    if (sb_str_chr(text, '\\') == SB_NPOS)
        return text;
    char *p = sb_arena_alloc(arena, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint32_t value = text.p[i] == '\\' && text.n - i > 3 ? sb_os_mode(sb_str_part(text, i + 1, 3)) : 0;
        p[n++] = value ? (char)(value & 0xff) : text.p[i];
        i += value ? 3 : 0;
    }
    return sb_str_n(p, n);
}

struct entry {
    sb_str type, link, sha256, size, mode;
};
static const struct {
    const char *name;
    size_t at; /* of the text in struct entry */
} keywords[] = {
    {"type", offsetof(struct entry, type)},           {"link", offsetof(struct entry, link)},
    {"sha256digest", offsetof(struct entry, sha256)}, {"size", offsetof(struct entry, size)},
    {"mode", offsetof(struct entry, mode)},           {"sha256", offsetof(struct entry, sha256)},
};

static void take_keywords(struct entry *entry, sb_str words)
{
    sb_str word, name;
    while (sb_str_word(&words, &word)) {
        sb_str_cut(&word, '=', &name);
        for (size_t i = 0; i < SB_COUNT(keywords); i++)
            if (sb_str_eq(name, sb_str_of(keywords[i].name)))
                *(sb_str *)(void *)((char *)entry + keywords[i].at) = word;
    }
}

static void claim_entry(struct sb_os *os, uint32_t number, sb_str path, const struct entry *entry)
{
    struct sb_arena *arena = os->join->arena;
    struct sb_os_file file = {.path = unescape(path, arena), .size = SB_SIZE_UNKNOWN, .mode = sb_os_mode(entry->mode)};
    uint8_t digest[SB_SHA256_BYTES];
    if (sb_str_eq(entry->type, SB_S("link"))) {
        sb_str target = unescape(entry->link, arena);
        sb_sha256_of(target, digest);
        file.how = SB_OS_LINK;
        file.size = target.n;
        file.mode = 0;
    } else if (!sb_str_eq(entry->type, SB_S("file"))) {
        return;
    } else if (!sb_hex_decode(entry->sha256, digest, sizeof digest)) {
        sb_os_tell(os, SB_D_DIGEST_MALFORMED, number, "the line has no SHA-256");
        return;
    } else if (!sb_str_u64(entry->size, &file.size)) {
        file.size = SB_SIZE_UNKNOWN;
    }
    file.digest = sb_os_digest(arena, SB_ALG_SHA256, digest, sizeof digest);
    sb_os_file(os, &file);
}

/* "./path keyword=value ..."; "/set" gives the keywords that a line does not. What lies at the top and begins with a
 * dot tells of the package and is not installed. */
static void claim_tree(struct sb_os *os, sb_str bytes)
{
    struct entry set = {0};
    sb_str line, path;
    for (uint32_t number = 1; sb_str_line(&bytes, &line); number++) {
        struct entry entry = set;
        sb_str words = line;
        sb_str_cut(&words, ' ', &path);
        if (sb_str_eq(path, SB_S("/set")))
            take_keywords(&set, words);
        take_keywords(&entry, words);
        if (sb_str_starts(path, SB_S("./")) && !sb_str_starts(path, SB_S("./.")) && sb_os_path(os, number, &path))
            claim_entry(os, number, path, &entry);
    }
}

static void claim_backup(struct sb_os *os, sb_str list)
{
    struct sb_os_file file = {.how = SB_OS_CONFIG, .size = SB_SIZE_UNKNOWN};
    while (sb_str_line(&list, &file.path))
        if (sb_os_path(os, 0, &file.path))
            sb_os_file(os, &file);
}

/* ---- one database ---- */

/* "name: what for" a line. */
static void want_optional(struct sb_os *os, sb_comp component, sb_str list)
{
    struct sb_os_want want;
    sb_str line;
    while (sb_str_line(&list, &line))
        if (sb_os_want_of(sb_str_part(line, 0, sb_str_find(line, SB_S(": "))), &want))
            sb_os_want(os, component, line, "optional", NULL);
}

static void claim(struct sb_os *os, const void *data)
{
    const struct package *package = data;
    const struct sb_record *list, *tree;
    sb_str listed = sb_os_part(os, FILES, package->os.id, &list);
    sb_str entries = sb_os_part(os, package->os.itself ? OWN_MTREE : MTREE, package->os.id, &tree);
    sb_os_files_begin(os, &package->os, list ? list : package->os.from);
    claim_listed(os, listed);
    claim_backup(os, package->backup);
    sb_os_reads(os, tree ? tree : package->os.from);
    claim_tree(os, entries);
    sb_os_files_end(os);
    want_optional(os, package->os.component, package->optional);
}

/* pacman.conf(5): "NoExtract = PATTERN ...", "!" in front of what is wanted all the same. */
static void take_settings(struct sb_os *os, sb_str bytes)
{
    sb_str line, name, word;
    while (sb_str_line(&bytes, &line)) {
        sb_str_cut(&line, '=', &name);
        if (!sb_str_eq(sb_str_trim(name), SB_S("NoExtract")))
            continue;
        while (sb_str_word(&line, &word)) {
            bool back = sb_str_chop(&word, SB_S("!"));
            sb_os_leave_out(os, word, back);
        }
    }
}

static bool join(struct sb_os *os)
{
    for (size_t i = 0; i < os->n_records; i++)
        if (os->records[i].kind == SETTINGS)
            take_settings(os, *(const sb_str *)os->records[i].data);
    return sb_os_join_packages(os);
}

static const char *const systems[] = {"arch", "archarm", "artix", "cachyos", "endeavouros", "manjaro", NULL};
static const char *const signs[] = {"etc/pacman.conf", "var/lib/pacman", NULL};
static const struct sb_os_kind pacman = {
    .type = "alpm",
    .vendor = "arch",
    .rolling = true,
    .source_arch = "source",
    .versions = &sb_version_alpm,
    .systems = systems,
    .signs = signs,
    .database = "var/lib/pacman/local/ALPM_DB_VERSION",
    .files = files,
    .packages = {DESC, sizeof(struct package), claim, 0},
    .join = join,
};

const struct sb_collector sb_collect_pacman = {
    .name = "pacman",
    .revision = 1,
    .ecosystem = "alpm",
    .summary = "packages installed by pacman (Arch and its kin)",
    .match = rows,
    SB_OS_COLLECTOR(&pacman, sb_os_read),
};
