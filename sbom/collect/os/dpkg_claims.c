#include "base/map.h"
#include "base/sort.h"
#include "collect/places.h"
#include "os/dpkg.h"

enum { MD5_HEX = 32, MD5_BYTES = 16 };
struct diversion {
    sb_str from, to,
        package; /* paths without leading slash; package empty: a local one, which diverts everybody's file */
};

struct sb_dpkg_diversions {
    SB_VEC(struct diversion) p; /* by FROM */
};

static sb_str below_root(sb_str path)
{
    while (sb_str_chop(&path, SB_S("/")) || sb_str_chop(&path, SB_S("./")))
        continue;
    return path;
}

/* ---- diversions ---- */

static int by_from(const void *left, const void *right)
{
    const struct diversion *a = left;
    const struct diversion *b = right;
    int order = sb_str_cmp(a->from, b->from);
    if (order == 0)
        order = sb_str_cmp(a->to, b->to);
    return order ? order : sb_str_cmp(a->package, b->package);
}

/* Groups of three lines: from, to, and the package that keeps its file, or ":". */
static void read_diversions(struct sb_dpkg_diversions *diversions, sb_str bytes)
{
    struct diversion row;
    while (sb_str_line(&bytes, &row.from) && sb_str_line(&bytes, &row.to) && sb_str_line(&bytes, &row.package)) {
        row.from = below_root(row.from);
        row.to = below_root(row.to);
        if (sb_str_eq(row.package, SB_S(":")))
            row.package = SB_STR_NONE;
        *SB_PUSH(&diversions->p) = row;
    }
    if (diversions->p.n)
        qsort(diversions->p.p, diversions->p.n, sizeof *diversions->p.p, by_from);
}

static int before_from(const void *diversion, const void *path)
{
    return sb_str_cmp(((const struct diversion *)diversion)->from, *(const sb_str *)path);
}

sb_str sb_dpkg_diverted(const struct sb_os *os, sb_str path)
{
    const struct sb_dpkg_diversions *diversions = os->data;
    size_t at = sb_lower_bound(diversions->p.p, diversions->p.n, sizeof *diversions->p.p, &path, before_from);
    if (at == diversions->p.n || !sb_str_eq(diversions->p.p[at].from, path))
        return path;
    const struct diversion *row = &diversions->p.p[at];
    return sb_str_eq(row->package, os->current->name) ? path : row->to;
}

/* What only people read, and pictures and the like: packages divert it from each other. */
static bool is_idle(sb_str path)
{
    return sb_str_starts(path, SB_S("usr/share/")) && !sb_place_may_be_code(sb_path_base(path));
}

/* The package's own of those diversions that put another file where somebody looks for a program, a library or
 * settings; without a package those of the administrator. */
static void report_diversions(struct sb_os *os, const struct sb_dpkg_diversions *diversions, sb_str package,
                              sb_comp component)
{
    struct sb_join *join = os->join;
    for (size_t i = 0; join->facts && i < diversions->p.n; i++) {
        const struct diversion *row = &diversions->p.p[i];
        sb_node node = sb_tree_find(join->tree, os->root, row->from, false);
        if (!sb_str_eq(row->package, package) || !node.v || sb_tree_at(join->tree, node)->kind == SB_ENTRY_DIR ||
            is_idle(row->from))
            continue;
        sb_str command = sb_arena_join(join->arena, SB_S("instead of "), row->to, SB_STR_NONE);
        sb_join_exec(join, (struct sb_exec){.component = component,
                                            .kind = SB_EXEC_OS_DIVERT,
                                            .node = node,
                                            .command = command,
                                            .told = sb_os_told(join, command)});
    }
}

struct sb_dpkg_diversions *sb_dpkg_diversions_new(struct sb_os *os, sb_str bytes)
{
    struct sb_dpkg_diversions *diversions = sb_calloc(1, sizeof *diversions);
    read_diversions(diversions, bytes);
    report_diversions(os, diversions, SB_STR_NONE, SB_COMP_NONE);
    return diversions;
}

void sb_dpkg_diversions_free(struct sb_dpkg_diversions *diversions)
{
    sb_free(diversions->p.p);
    sb_free(diversions);
}

/* ---- from lines to paths ---- */

/* Begins with a record; its bytes, or none. */
static sb_str open_record(struct sb_os *os, const struct sb_record *record)
{
    sb_os_reads(os, record);
    return record ? *(const sb_str *)record->data : SB_STR_NONE;
}

static uint64_t key_of(sb_str path)
{
    return sb_hash(path.p, path.n, 0) >> 1;
}

/* Every line of a .list is an absolute path; "/." is the root, and folders stand there, too. */
static void read_list(struct sb_os *os, const struct sb_record *record, unsigned how, struct sb_map *listed)
{
    sb_str rest = open_record(os, record);
    sb_str line;
    for (uint32_t number = 1; sb_str_line(&rest, &line); number++) {
        if (line.n == 0 || line.p[0] != '/')
            sb_os_tell(os, SB_D_MALFORMED, number, "the line is no absolute path");
        else if (sb_os_path(os, number, &line)) {
            sb_os_file(os, &(struct sb_os_file){.path = line, .how = how});
            *sb_map_put(listed, key_of(line)) = 1;
        }
    }
}

static bool has_program_folder(sb_str path)
{
    static const char *const names[] = {"bin", "lib", "lib32", "lib64", "libexec", "libx32", "sbin", NULL};
    sb_str part;
    while (sb_str_cut(&path, '/', &part))
        if (sb_str_is_one_of(part, names))
            return true;
    return false;
}

/* Debian's settings are all in etc (Policy 10.7.2). What lies in usr is none, whatever a list says; elsewhere neither
 * is what lies among programs and libraries, or is loaded by its name. Modes are not known in a folder. */
static bool is_no_setting(sb_str path)
{
    static const char *const loaded[] = {".jar", ".ko", ".node", ".pm", ".py", ".so"};
    if (sb_str_starts(path, SB_S("etc/")) || sb_str_starts(path, SB_S("usr/local/etc/")))
        return false;
    if (sb_str_starts(path, SB_S("usr/")) || sb_str_find(sb_path_base(path), SB_S(".so.")) != SB_NPOS)
        return true;
    for (size_t i = 0; i < SB_COUNT(loaded); i++)
        if (sb_str_ends(path, sb_str_of(loaded[i])))
            return true;
    return sb_str_starts(path, SB_S("var/lib/")) ? has_program_folder(sb_str_from(path, strlen("var/lib/")))
                                                 : has_program_folder(path);
}

/* HEX: its digest, or what is none. */
static void add_conffile(struct sb_os *os, sb_str path, sb_str hex)
{
    uint8_t digest[MD5_BYTES];
    if (sb_os_path_climbs(path) || !sb_os_path(os, 0, &path))
        return;
    struct sb_os_file file = {.path = path, .how = SB_OS_CONFIG, .size = SB_SIZE_UNKNOWN};
    if (is_no_setting(path)) {
        file.how = SB_OS_CONTENT;
        if (hex.n == MD5_HEX && sb_hex_decode(hex, digest, MD5_BYTES))
            file.digest = sb_os_digest(os->join->arena, SB_ALG_MD5, digest, MD5_BYTES);
    }
    sb_os_file(os, &file);
}

/* Lines "[remove-on-upgrade ]/path" of the .conffiles file, and "/path digest [obsolete]" of the field in the database.
 */
static void read_conffiles(struct sb_os *os, const struct sb_dpkg_package *package, const struct sb_record *record)
{
    sb_str rest = open_record(os, record);
    sb_str line;
    while (sb_str_line(&rest, &line)) {
        sb_str_chop(&line, SB_S("remove-on-upgrade "));
        add_conffile(os, sb_str_trim(line), SB_STR_NONE);
    }
    sb_os_reads(os, package->from);
    rest = package->conffiles;
    while (sb_str_line(&rest, &line)) {
        sb_str path, hex = SB_STR_NONE;
        line = sb_str_trim(line);
        /* The path may hold blanks; the digest is the first word behind it that has no slash. */
        size_t end = sb_str_rchr(line, '/');
        size_t blank = end == SB_NPOS ? SB_NPOS : sb_str_chr(sb_str_from(line, end), ' ');
        path = blank == SB_NPOS ? line : sb_str_part(line, 0, end + blank);
        sb_str words = sb_str_from(line, path.n);
        if (!sb_str_word(&words, &hex))
            hex = SB_STR_NONE;
        add_conffile(os, path, hex);
    }
}

/* ---- md5sums ---- */

/* md5sum writes a name with a backslash or newline escaped, and says so with a backslash in front of the line. */
static sb_str unescape(sb_str name, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == '\\' && i + 1 < name.n) {
            c = name.p[++i];
            c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
        }
        p[n++] = c;
    }
    return sb_str_n(p, n);
}

/* "<32 hex><blank><blank or *><path>". False if it is not that. */
static bool split_md5(sb_str line, struct sb_arena *arena, uint8_t digest[MD5_BYTES], sb_str *ret_path)
{
    bool escaped = sb_str_chop(&line, SB_S("\\"));
    sb_str name = sb_str_from(line, MD5_HEX);
    if (!sb_hex_decode(sb_str_part(line, 0, MD5_HEX), digest, MD5_BYTES))
        return false;
    if (!sb_str_chop(&name, SB_S("  ")) && !sb_str_chop(&name, SB_S(" *")))
        return false;
    *ret_path = below_root(escaped ? unescape(name, arena) : name);
    return ret_path->n > 0;
}

/* When another package takes over a file (Replaces), dpkg strikes it off the list and leaves the digest where it is. */
static void read_md5sums(struct sb_os *os, const struct sb_record *record, const struct sb_map *listed)
{
    sb_str rest = open_record(os, record);
    sb_str line;
    for (uint32_t number = 1; sb_str_line(&rest, &line); number++) {
        sb_str path;
        uint8_t digest[MD5_BYTES];
        if (!split_md5(line, os->join->arena, digest, &path)) {
            sb_os_tell(os, SB_D_DIGEST_MALFORMED, number, "the line is no MD5 digest and path");
        } else if (sb_os_path(os, number, &path) && (listed->n == 0 || sb_map_get(listed, key_of(path)))) {
            sb_os_file(os, &(struct sb_os_file){.path = path,
                                                .digest = sb_os_digest(os->join->arena, SB_ALG_MD5, digest, MD5_BYTES),
                                                .size = SB_SIZE_UNKNOWN});
        }
    }
}

void sb_dpkg_claim(struct sb_os *os, const struct sb_dpkg_package *package, const struct sb_os_package *own,
                   const struct sb_dpkg_records *records)
{
    struct sb_map listed = {0};
    /* Without facts only ownership matters, which .list has; distroless images have no .list. */
    bool digests = os->join->facts || !records->list;
    sb_os_files_begin(os, own, records->list);
    read_list(os, records->list, digests && records->hashed ? SB_OS_LISTED : 0, &listed);
    if (digests)
        read_md5sums(os, records->md5sums, &listed);
    read_conffiles(os, package, records->conffiles);
    sb_map_done(&listed);
    sb_os_files_end(os);
    report_diversions(os, os->data, package->name, package->component);
}
