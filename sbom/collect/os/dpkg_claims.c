#include "collect/asked.h"
#include "os/dpkg.h"

/* Of one package: rows are kept, and broken lines of a list told, up to these bounds. */
enum { ROWS = 1000000, TOLD = 10, MD5_HEX = 32, MD5_BYTES = 16 };
/* There is a digest for nearly every file of the system: each is kept as long as its bytes, not as the struct. */
enum { MD5_KEPT = offsetof(struct sb_digest, b) + MD5_BYTES };

struct diversion {
    sb_str from, to,
        package; /* paths without leading slash; package empty: a local one, which diverts everybody's file */
};

/* What the lists of a package say of one path. */
struct row {
    sb_node node;
    uint32_t flags;  /* SB_CLAIM_ */
    uint32_t digest; /* index + 1 of the package's digests */
    sb_str path;     /* from the system root; empty for what only owns */
};

struct sb_dpkg_claimer {
    struct sb_join *join;
    sb_node system;
    const struct sb_record *records; /* of the database */
    struct sb_map rule_of;           /* node -> index of the record of what it runs + 1 */
    SB_VEC(struct diversion) diversions;
    SB_VEC(struct row) rows;
    char *digests; /* MD5_KEPT bytes each */
    const struct sb_dpkg_package *package;
    const struct sb_record *record; /* whose lines are read */
    unsigned told;
    bool cut;
    /* The folder that was looked up last: lists name their files folder by folder. */
    sb_str last_dir;
    sb_node last_node;
    /* The same for the way back, from nodes to paths. */
    uint32_t path_of;
    size_t n_folder; /* of PATH, with its slash */
    struct sb_buf path;
    struct sb_arena scratch;
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
static void read_diversions(struct sb_dpkg_claimer *claimer, sb_str bytes)
{
    struct diversion row;
    while (sb_str_line(&bytes, &row.from) && sb_str_line(&bytes, &row.to) && sb_str_line(&bytes, &row.package)) {
        row.from = below_root(row.from);
        row.to = below_root(row.to);
        if (sb_str_eq(row.package, SB_S(":")))
            row.package = SB_STR_NONE;
        *SB_PUSH(&claimer->diversions) = row;
    }
    if (claimer->diversions.n)
        qsort(claimer->diversions.p, claimer->diversions.n, sizeof *claimer->diversions.p, by_from);
}

/* Where the package's file at PATH really lies. */
static sb_str diverted(const struct sb_dpkg_claimer *claimer, sb_str path)
{
    size_t low = 0;
    size_t n = claimer->diversions.n;
    while (n) {
        size_t half = n / 2;
        bool below = sb_str_cmp(claimer->diversions.p[low + half].from, path) < 0;
        low = below ? low + half + 1 : low;
        n = below ? n - half - 1 : half;
    }
    if (low == claimer->diversions.n || !sb_str_eq(claimer->diversions.p[low].from, path))
        return path;
    const struct diversion *row = &claimer->diversions.p[low];
    return sb_str_eq(row->package, claimer->package->name) ? path : row->to;
}

static const struct sb_exec_bytes *told(struct sb_join *join, sb_str text)
{
    struct sb_exec_bytes *bytes = SB_NEW(join->arena, struct sb_exec_bytes);
    bytes->size = text.n;
    sb_sha256_of(text, bytes->sha256);
    return bytes;
}

/* The package's own of those diversions that put another file where somebody looks for a program, a library or
 * settings; without a package those of the administrator. */
static void report_diversions(struct sb_dpkg_claimer *claimer, sb_str package, sb_comp component)
{
    struct sb_join *join = claimer->join;
    for (size_t i = 0; join->facts && i < claimer->diversions.n; i++) {
        const struct diversion *row = &claimer->diversions.p[i];
        sb_node node = sb_tree_find(join->tree, claimer->system, row->from, false);
        if (!sb_str_eq(row->package, package) || sb_str_starts(row->from, SB_S("usr/share/")) || !node.v ||
            sb_tree_at(join->tree, node)->kind == SB_ENTRY_DIR)
            continue;
        sb_str command = sb_arena_join(join->arena, SB_S("instead of "), row->to, SB_STR_NONE);
        sb_join_exec(join, (struct sb_exec){.component = component,
                                            .kind = SB_EXEC_OS_DIVERT,
                                            .node = node,
                                            .command = command,
                                            .told = told(join, command)});
    }
}

struct sb_dpkg_claimer *sb_dpkg_claimer_new(struct sb_join *join, sb_node system, sb_str diversions,
                                            const struct sb_record *records, size_t n_records)
{
    struct sb_dpkg_claimer *claimer = sb_calloc(1, sizeof *claimer);
    claimer->join = join;
    claimer->system = system;
    claimer->records = records;
    for (size_t i = 0; i < n_records; i++)
        if (records[i].kind == SB_DPKG_RULE && records[i].node.v)
            *sb_map_put(&claimer->rule_of, records[i].node.v) = (uint32_t)i + 1;
    read_diversions(claimer, diversions);
    report_diversions(claimer, SB_STR_NONE, SB_COMP_NONE);
    return claimer;
}

void sb_dpkg_claimer_free(struct sb_dpkg_claimer *claimer)
{
    sb_free(claimer->diversions.p);
    sb_free(claimer->rows.p);
    sb_map_done(&claimer->rule_of);
    sb_buf_done(&claimer->path);
    sb_arena_done(&claimer->scratch);
    sb_free(claimer);
}

/* ---- from lines to nodes ---- */

static void tell(struct sb_dpkg_claimer *claimer, enum sb_code code, uint32_t line, const char *what)
{
    if (claimer->told++ < TOLD)
        sb_join_diag(claimer->join, code, claimer->record->path, line, "%s%s", what,
                     claimer->told == TOLD ? "; further lines of this file are not told" : "");
}

/* Is one of its parts ".."? Paths have few dots. */
static bool climbs(sb_str path)
{
    sb_str rest = path;
    for (size_t at; (at = sb_str_chr(rest, '.')) != SB_NPOS;) {
        bool begins = rest.p + at == path.p || rest.p[at - 1] == '/';
        rest = sb_str_from(rest, at + 1);
        if (begins && rest.n && rest.p[0] == '.' && (rest.n == 1 || rest.p[1] == '/'))
            return true;
    }
    return false;
}

/* The file or link at PATH, if its claim is asked for; folders on the way may be links. SB_NODE_NONE for all else. */
static sb_node find(struct sb_dpkg_claimer *claimer, sb_str path)
{
    const struct sb_tree *tree = claimer->join->tree;
    path = diverted(claimer, path);
    if (!sb_asked_for(claimer->join, sb_path_base(path)))
        return SB_NODE_NONE;
    sb_str dir = sb_path_dir(path);
    if (!claimer->last_node.v || !sb_str_eq(dir, claimer->last_dir)) {
        claimer->last_dir = dir;
        claimer->last_node = dir.n ? sb_tree_find(tree, claimer->system, dir, true) : claimer->system;
    }
    sb_node node = sb_tree_child(tree, claimer->last_node, sb_path_base(path));
    if (!node.v || !sb_tree_below(tree, node, claimer->system))
        return SB_NODE_NONE;
    uint8_t kind = sb_tree_at(tree, node)->kind;
    return kind == SB_ENTRY_FILE || kind == SB_ENTRY_LINK ? node : SB_NODE_NONE;
}

static void add_row(struct sb_dpkg_claimer *claimer, struct row row)
{
    if (claimer->rows.n < ROWS)
        *SB_PUSH(&claimer->rows) = row;
    else if (!claimer->cut) {
        claimer->cut = true;
        sb_join_diag(claimer->join, SB_D_LIST_CUT, claimer->record->path, 0, "more than %d paths of one package", ROWS);
    }
}

/* Begins with a record; its bytes, or none. */
static sb_str open_record(struct sb_dpkg_claimer *claimer, const struct sb_record *record)
{
    claimer->record = record;
    claimer->told = 0;
    return record ? *(const sb_str *)record->data : SB_STR_NONE;
}

/* Every line of a .list is an absolute path; "/." is the root, and folders stand there, too. */
static void read_list(struct sb_dpkg_claimer *claimer, const struct sb_record *record)
{
    sb_str rest = open_record(claimer, record);
    sb_str line;
    for (uint32_t number = 1; sb_str_line(&rest, &line); number++) {
        if (line.n == 0 || line.p[0] != '/') {
            tell(claimer, SB_D_MALFORMED, number, "the line is no absolute path");
        } else if (climbs(line)) {
            tell(claimer, SB_D_PATH_OUTSIDE, number, "the path has .. in it");
        } else {
            sb_node node = find(claimer, below_root(line));
            if (node.v)
                add_row(claimer, (struct row){.node = node});
        }
    }
}

static void add_conffile(struct sb_dpkg_claimer *claimer, sb_str path)
{
    path = below_root(path);
    if (path.n && !climbs(path))
        add_row(claimer, (struct row){.node = find(claimer, path), .flags = SB_CLAIM_CONFIG, .path = path});
}

/* Lines "[remove-on-upgrade ]/path" of the .conffiles file, and "/path digest [obsolete]" of the field in the database.
 */
static void read_conffiles(struct sb_dpkg_claimer *claimer, const struct sb_record *record)
{
    sb_str rest = open_record(claimer, record);
    sb_str line;
    while (sb_str_line(&rest, &line)) {
        sb_str_chop(&line, SB_S("remove-on-upgrade "));
        add_conffile(claimer, sb_str_trim(line));
    }
    claimer->record = claimer->package->from;
    rest = claimer->package->conffiles;
    while (sb_str_line(&rest, &line)) {
        sb_str path;
        line = sb_str_trim(line);
        /* The path may hold blanks; the digest is the first word behind it that has no slash. */
        size_t end = sb_str_rchr(line, '/');
        size_t blank = end == SB_NPOS ? SB_NPOS : sb_str_chr(sb_str_from(line, end), ' ');
        path = blank == SB_NPOS ? line : sb_str_part(line, 0, end + blank);
        add_conffile(claimer, path);
    }
}

/* ---- md5sums ---- */

/* Owned, but not content: documentation that images leave out, and what an installation makes. */
static bool left_out(sb_str path)
{
    static const char *const folders[] = {"usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/locale/",
                                          "usr/share/lintian/"};
    if (sb_str_ends(path, SB_S(".pyc")) && sb_str_eq(sb_path_base(sb_path_dir(path)), SB_S("__pycache__")))
        return true;
    for (size_t i = 0; i < SB_COUNT(folders); i++)
        if (sb_str_starts(path, sb_str_of(folders[i])))
            return true;
    return false;
}

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
static bool split_md5(sb_str line, struct sb_arena *arena, struct sb_digest *digest, sb_str *ret_path)
{
    bool escaped = sb_str_chop(&line, SB_S("\\"));
    sb_str name = sb_str_from(line, MD5_HEX);
    digest->alg = SB_ALG_MD5;
    digest->n = MD5_BYTES;
    if (!sb_hex_decode(sb_str_part(line, 0, MD5_HEX), digest->b, MD5_BYTES))
        return false;
    if (!sb_str_chop(&name, SB_S("  ")) && !sb_str_chop(&name, SB_S(" *")))
        return false;
    *ret_path = below_root(escaped ? unescape(name, arena) : name);
    return ret_path->n > 0;
}

/* How many lines are long enough to hold a digest. */
static size_t count_digests(sb_str bytes)
{
    size_t n = 0;
    sb_str line;
    while (sb_str_line(&bytes, &line))
        n += line.n > MD5_HEX + 2;
    return n < ROWS ? n : ROWS;
}

static void add_md5(struct sb_dpkg_claimer *claimer, sb_str path, uint32_t digest)
{
    struct row row = {.node = find(claimer, path)};
    if (!left_out(path)) {
        row.flags = SB_CLAIM_CONTENT;
        row.digest = digest;
        row.path = path;
    }
    if (row.node.v || row.path.n)
        add_row(claimer, row);
}

static void read_md5sums(struct sb_dpkg_claimer *claimer, const struct sb_record *record)
{
    sb_str rest = open_record(claimer, record);
    size_t room = count_digests(rest);
    uint32_t n = 0;
    claimer->digests = sb_arena_alloc(claimer->join->arena, room * MD5_KEPT);
    sb_str line;
    for (uint32_t number = 1; sb_str_line(&rest, &line); number++) {
        sb_str path;
        struct sb_digest digest = {0};
        if (!split_md5(line, claimer->join->arena, &digest, &path)) {
            tell(claimer, SB_D_DIGEST_MALFORMED, number, "the line is no MD5 digest and path");
        } else if (climbs(path)) {
            tell(claimer, SB_D_PATH_OUTSIDE, number, "the path has .. in it");
        } else if (n < room) {
            memcpy(claimer->digests + (size_t)n++ * MD5_KEPT, &digest, MD5_KEPT);
            add_md5(claimer, path, n);
        }
    }
}

/* ---- from rows to claims ---- */

/* Node by node, what is not there path by path; in both the row with a digest first. */
static int by_place(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    if (a->node.v != b->node.v)
        return a->node.v < b->node.v ? -1 : 1;
    if (a->node.v && (a->digest != 0) != (b->digest != 0))
        return a->digest ? -1 : 1;
    int order = sb_str_cmp(a->path, b->path);
    if (order == 0)
        order = (a->digest == 0) - (b->digest == 0);
    if (order == 0)
        order = (a->digest > b->digest) - (a->digest < b->digest);
    return order ? order : (a->flags > b->flags) - (a->flags < b->flags);
}

static bool same_place(const struct row *a, const struct row *b)
{
    return a->node.v == b->node.v && (a->node.v || sb_str_eq(a->path, b->path));
}

static bool is_of_programs(sb_str path)
{
    static const char *const folders[] = {"bin", "sbin", "usr/bin", "usr/sbin", NULL};
    return sb_str_is_one_of(sb_path_dir(path), folders);
}

/* A command that is a link has no digest in any list of the package: where it leads is all there is to tell. */
static void report_command(struct sb_dpkg_claimer *claimer, sb_node node, sb_str path)
{
    struct sb_join *join = claimer->join;
    const struct sb_tree_node *at = sb_tree_at(join->tree, node);
    if (at->kind == SB_ENTRY_LINK && is_of_programs(path))
        sb_join_exec(
            join, (struct sb_exec){.component = claimer->package->component,
                                   .kind = SB_EXEC_OS_COMMAND,
                                   .node = node,
                                   .command = sb_arena_join(join->arena, SB_S("-> "), sb_tree_target(at), SB_STR_NONE),
                                   .told = told(join, sb_tree_target(at))});
}

/* From the system root, until it is asked for the next one. Nodes come in the order of the tree, so the path of a
 * folder serves all its files. */
static sb_str path_of(struct sb_dpkg_claimer *claimer, sb_node node)
{
    const struct sb_tree_node *at = sb_tree_at(claimer->join->tree, node);
    if (at->parent != claimer->path_of || claimer->path_of == 0) {
        sb_node parent = {at->parent};
        sb_arena_reset(&claimer->scratch);
        sb_buf_clear(&claimer->path);
        sb_buf_str(&claimer->path, sb_tree_path_below(claimer->join->tree, parent, claimer->system, &claimer->scratch));
        if (claimer->path.n)
            sb_buf_chr(&claimer->path, '/');
        claimer->path_of = at->parent;
        claimer->n_folder = claimer->path.n;
    }
    claimer->path.n = claimer->n_folder;
    sb_buf_str(&claimer->path, at->name);
    return sb_buf_all(&claimer->path);
}

/* What runs by its place alone. */
static void report_start_up(struct sb_dpkg_claimer *claimer, sb_node node, sb_str path)
{
    enum sb_exec_kind kind = sb_exec_of_path(path);
    if (kind == SB_EXEC_COUNT)
        report_command(claimer, node, path);
    /* Files whose lines tell whether they run are for Python's collector, which looks inside. */
    if (kind == SB_EXEC_COUNT || kind == SB_EXEC_PY_PTH || kind == SB_EXEC_PY_START)
        return;
    struct sb_exec exec = {.component = claimer->package->component, .kind = kind, .node = node};
    const uint32_t *rule = sb_map_get(&claimer->rule_of, node.v);
    if (rule)
        exec.command = *(const sb_str *)claimer->records[*rule - 1].data;
    sb_join_exec(claimer->join, exec);
}

static const struct sb_digest *kept_digest(const struct sb_dpkg_claimer *claimer, uint32_t number)
{
    return (const struct sb_digest *)(const void *)(claimer->digests + (size_t)(number - 1) * MD5_KEPT);
}

static void claim_rows(struct sb_dpkg_claimer *claimer)
{
    const struct row *rows = claimer->rows.p;
    size_t n = claimer->rows.n;
    for (size_t first = 0, next; first < n; first = next) {
        uint32_t flags = 0;
        for (next = first; next < n && same_place(&rows[first], &rows[next]); next++)
            flags |= rows[next].flags;
        bool config = flags & SB_CLAIM_CONFIG;
        if (!rows[first].node.v && (config || !rows[first].digest))
            continue;
        struct sb_claim claim = {.component = claimer->package->component,
                                 .node = rows[first].node,
                                 .flags = config ? SB_CLAIM_CONFIG : flags,
                                 .recorded_size = SB_SIZE_UNKNOWN};
        sb_str path = claimer->join->facts && claim.node.v ? path_of(claimer, claim.node) : SB_STR_NONE;
        if (!config && rows[first].digest) {
            if (!sb_str_eq(rows[first].path, path)) /* most are where the tree has them, and need no copy */
                claim.path = sb_arena_str(claimer->join->arena, rows[first].path);
            claim.recorded = kept_digest(claimer, rows[first].digest);
        }
        sb_join_claim(claimer->join, claim);
        if (path.n)
            report_start_up(claimer, claim.node, path);
    }
}

void sb_dpkg_claim(struct sb_dpkg_claimer *claimer, const struct sb_dpkg_package *package, const struct sb_record *list,
                   const struct sb_record *md5sums, const struct sb_record *conffiles)
{
    claimer->package = package;
    claimer->rows.n = 0;
    claimer->cut = false;
    claimer->digests = NULL;
    read_list(claimer, list);
    read_conffiles(claimer, conffiles);
    /* Without facts only ownership matters, which .list has; distroless images have no .list. */
    if (claimer->join->facts || !list)
        read_md5sums(claimer, md5sums);
    if (claimer->rows.n)
        qsort(claimer->rows.p, claimer->rows.n, sizeof *claimer->rows.p, by_place);
    claim_rows(claimer);
    report_diversions(claimer, package->name, package->component);
}
