/* From the paths that a package names to claims on the path table. */
#include <stdlib.h>

#include "collect/asked.h"
#include "collect/rules.h"
#include "os/os_state.h"

/* Of one package: rows are kept, and broken lines of a record told, up to these bounds. */
enum { ROWS = 1000000, TOLD = 10 };

/* What the lists of a package say of one path. */
struct row {
    sb_node node;
    uint32_t flags; /* SB_CLAIM_ */
    uint32_t mode;
    uint32_t order;                 /* of arrival */
    bool listed;                    /* and nothing more: SB_OS_LISTED */
    const struct sb_digest *digest; /* or NULL */
    uint64_t size;
    sb_str path; /* from the system root; empty for what only owns */
};

struct sb_os_paths {
    SB_VEC(struct row) rows;
    const struct sb_record *record; /* whose lines are read */
    unsigned told;
    bool cut;
    bool listed; /* more than settings: the files of a package that is the source need not be looked for */
    /* The folder that was looked up last: lists name their files folder by folder. */
    sb_str last_dir;
    sb_node last_node;
    /* The same for the way back, from nodes to paths. */
    uint32_t path_of;
    size_t n_folder; /* of PATH, with its slash */
    struct sb_buf path;
    struct sb_arena scratch, made; /* MADE: paths of sb_os_path_in() */
};

void sb_os_paths_free(struct sb_os_paths *paths)
{
    if (!paths)
        return;
    sb_free(paths->rows.p);
    sb_buf_done(&paths->path);
    sb_arena_done(&paths->scratch);
    sb_arena_done(&paths->made);
    sb_free(paths);
}

void sb_os_files_begin(struct sb_os *os, const struct sb_os_package *package, const struct sb_record *from)
{
    if (!os->paths)
        os->paths = sb_calloc(1, sizeof *os->paths);
    os->current = package;
    os->paths->rows.n = 0;
    os->paths->cut = os->paths->listed = false;
    os->paths->last_node = SB_NODE_NONE; /* whose path may be gone */
    sb_arena_reset(&os->paths->made);
    sb_os_reads(os, from);
}

void sb_os_reads(struct sb_os *os, const struct sb_record *from)
{
    os->paths->record = from;
    os->paths->told = 0;
}

/* ---- from lines to nodes ---- */

void sb_os_tell(struct sb_os *os, enum sb_code code, uint32_t line, const char *what)
{
    if (os->paths->told++ < TOLD)
        sb_join_diag(os->join, code, os->paths->record->path, line, "%s%s", what,
                     os->paths->told == TOLD ? "; further lines of this file are not told" : "");
}

/* Paths have few dots. */
bool sb_os_path_climbs(sb_str path)
{
    sb_str rest = path;
    for (size_t at; (at = sb_str_chr(rest, '.')) != SB_NPOS;) {
        const char *dot = rest.p + at;
        bool begins = dot == path.p || dot[-1] == '/';
        rest = sb_str_from(rest, at + 1);
        if (begins && rest.n && rest.p[0] == '.' && (rest.n == 1 || rest.p[1] == '/'))
            return true;
    }
    return false;
}

bool sb_os_path(struct sb_os *os, uint32_t line, sb_str *path)
{
    if (sb_os_path_climbs(*path)) {
        sb_os_tell(os, SB_D_PATH_OUTSIDE, line, "the path has .. in it");
        return false;
    }
    while (sb_str_chop(path, SB_S("/")) || sb_str_chop(path, SB_S("./")))
        continue;
    return path->n > 0;
}

sb_str sb_os_path_in(struct sb_os *os, uint32_t line, sb_str folder, sb_str name)
{
    sb_str path = sb_arena_join(&os->paths->made, folder, folder.n ? SB_S("/") : SB_STR_NONE, name);
    return name.n && sb_os_path(os, line, &path) ? path : SB_STR_NONE;
}

/* The file or link at PATH, if its claim is asked for; folders on the way may be links. SB_NODE_NONE for all else. */
static sb_node find(struct sb_os *os, sb_str path)
{
    const struct sb_tree *tree = os->join->tree;
    struct sb_os_paths *paths = os->paths;
    if (os->kind->diverted)
        path = os->kind->diverted(os, path);
    if (!sb_asked_for(os->join, sb_path_base(path)))
        return SB_NODE_NONE;
    sb_str dir = sb_path_dir(path);
    if (!paths->last_node.v || !sb_str_eq(dir, paths->last_dir)) {
        paths->last_dir = dir;
        paths->last_node = dir.n ? sb_tree_find(tree, os->root, dir, true) : os->root;
    }
    sb_node node = sb_tree_child(tree, paths->last_node, sb_path_base(path));
    if (!node.v || !sb_tree_below(tree, node, os->root))
        return SB_NODE_NONE;
    uint8_t kind = sb_tree_at(tree, node)->kind;
    return kind == SB_ENTRY_FILE || kind == SB_ENTRY_LINK ? node : SB_NODE_NONE;
}

/* What an installation makes. */
static bool is_byte_code(sb_str path)
{
    return sb_str_ends(path, SB_S(".pyc")) && sb_str_eq(sb_path_base(sb_path_dir(path)), SB_S("__pycache__"));
}

/* Owned, but not content: images leave it out. */
static bool is_documentation(sb_str path)
{
    static const char *const folders[] = {"usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/locale/",
                                          "usr/share/lintian/"};
    for (size_t i = 0; i < SB_COUNT(folders); i++)
        if (sb_str_starts(path, sb_str_of(folders[i])))
            return true;
    return false;
}

static void add_row(struct sb_os *os, struct row row)
{
    struct sb_os_paths *paths = os->paths;
    row.order = (uint32_t)paths->rows.n;
    if (paths->rows.n < ROWS)
        *SB_PUSH(&paths->rows) = row;
    else if (!paths->cut) {
        paths->cut = true;
        sb_join_diag(os->join, SB_D_LIST_CUT, paths->record->path, 0, "more than %d paths of one package", ROWS);
    }
}

/* Nobody has edited yet what lies in a package itself. */
static bool is_edited(const struct sb_os *os, sb_str path)
{
    for (const char *const *start = os->kind->edited; !os->current->itself && start && *start; start++)
        if (sb_str_starts(path, sb_str_of(*start + (**start == '!'))))
            return **start != '!';
    return false;
}

void sb_os_file(struct sb_os *os, const struct sb_os_file *file)
{
    if (file->path.n == 0)
        return;
    struct row row = {
        .node = find(os, file->path), .mode = file->mode, .listed = file->how & SB_OS_LISTED, .size = SB_SIZE_UNKNOWN};
    bool documentation = is_documentation(file->path);
    os->paths->listed |= !(file->how & SB_OS_CONFIG);
    if (file->how & SB_OS_CONFIG || is_edited(os, file->path)) {
        row.flags = SB_CLAIM_CONFIG;
        row.path = file->path;
    } else if ((file->digest || file->how & SB_OS_CONTENT) && !is_byte_code(file->path) &&
               (!documentation || (os->join->verify && row.node.v))) {
        row.flags = (documentation ? 0 : SB_CLAIM_CONTENT) | (file->how & SB_OS_LINK ? SB_CLAIM_LINK : SB_CLAIM_FILE) |
                    (file->how & SB_OS_PRELINKED ? SB_CLAIM_PRELINKED : 0);
        row.flags |= os->join->verify && !row.node.v && sb_os_is_left_out(os, file->path) ? SB_CLAIM_LEFT_OUT : 0;
        row.digest = file->digest;
        row.size = file->size;
        row.path = file->path;
    }
    if (row.node.v || (row.path.n && !(file->how & SB_OS_OPTIONAL)))
        add_row(os, row);
}

static void list_all(struct sb_os *os)
{
    const struct sb_tree *tree = os->join->tree;
    for (uint32_t i = os->root.v + 1; i < sb_tree_at(tree, os->root)->end; i++) {
        struct sb_os_file file = {.how = SB_OS_CONTENT, .size = SB_SIZE_UNKNOWN};
        uint8_t kind = sb_tree_at(tree, (sb_node){i})->kind;
        if (kind != SB_ENTRY_FILE && kind != SB_ENTRY_LINK)
            continue;
        file.path = sb_tree_path(tree, (sb_node){i}, &os->paths->made);
        if (file.path.p[0] != '.')
            sb_os_file(os, &file);
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
    if (a->node.v && (a->digest != NULL) != (b->digest != NULL))
        return a->digest ? -1 : 1;
    int order = sb_str_cmp(a->path, b->path);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static bool same_place(const struct row *a, const struct row *b)
{
    return a->node.v == b->node.v && (a->node.v || sb_str_eq(a->path, b->path));
}

/* From the system root, until it is asked for the next one. Nodes come in the order of the tree, so the path of a
 * folder serves all its files. */
static sb_str path_of(struct sb_os *os, sb_node node)
{
    struct sb_os_paths *paths = os->paths;
    const struct sb_tree_node *at = sb_tree_at(os->join->tree, node);
    if (at->parent != paths->path_of || paths->path_of == 0) {
        sb_node parent = {at->parent};
        sb_arena_reset(&paths->scratch);
        sb_buf_clear(&paths->path);
        sb_buf_str(&paths->path, sb_tree_path_below(os->join->tree, parent, os->root, &paths->scratch));
        if (paths->path.n)
            sb_buf_chr(&paths->path, '/');
        paths->path_of = at->parent;
        paths->n_folder = paths->path.n;
    }
    paths->path.n = paths->n_folder;
    sb_buf_str(&paths->path, at->name);
    return sb_buf_all(&paths->path);
}

/* What runs by its place alone. */
static void report_start_up(struct sb_os *os, sb_node node, sb_str path)
{
    enum sb_exec_kind kind = sb_exec_of_path(path);
    if (kind == SB_EXEC_COUNT)
        sb_os_called(os, node, path);
    /* Files whose lines tell whether they run are for Python's collector, which looks inside. */
    if (kind == SB_EXEC_COUNT || kind == SB_EXEC_PY_PTH || kind == SB_EXEC_PY_START)
        return;
    sb_str command = kind == SB_EXEC_OS_COMMAND ? sb_os_shadows(os, node, path) : sb_system_rule_of(os->join, node);
    sb_join_exec(os->join,
                 (struct sb_exec){.component = os->current->component, .kind = kind, .node = node, .command = command});
}

static void claim_row(struct sb_os *os, const struct row *row, sb_str recorded, uint32_t flags)
{
    bool config = flags & SB_CLAIM_CONFIG;
    struct sb_claim claim = {.component = os->current->component,
                             .node = row->node,
                             .flags = config ? SB_CLAIM_CONFIG : flags,
                             .recorded_size = SB_SIZE_UNKNOWN};
    sb_str path = os->join->facts && claim.node.v ? path_of(os, claim.node) : SB_STR_NONE;
    if (path.n && recorded.n && !sb_str_eq(recorded, path))
        claim.flags |= SB_CLAIM_ELSEWHERE;
    if (!config && row->digest) {
        if (!sb_str_eq(row->path, path)) /* most are where the tree has them, and need no copy */
            claim.path = sb_arena_str(os->join->arena, row->path);
        claim.recorded = row->digest;
        claim.recorded_size = row->size;
        claim.recorded_mode = row->mode;
    }
    sb_join_claim(os->join, claim);
    if (path.n)
        report_start_up(os, claim.node, path);
}

/* A database that all packages share changes with each of them: what a package owns tells when it came. */
static void tell_brought(struct sb_os *os, const struct row *rows, size_t n)
{
    const struct sb_tree *tree = os->join->tree;
    sb_node first = SB_NODE_NONE;
    for (size_t i = 0; i < n; i++)
        if (rows[i].node.v && !(rows[i].flags & SB_CLAIM_CONFIG) &&
            (!first.v || sb_tree_at(tree, rows[i].node)->sequence < sb_tree_at(tree, first)->sequence))
            first = rows[i].node;
    if (first.v)
        sb_join_brought(os->join, os->current->component, first);
}

static bool is_file(const struct sb_os *os, sb_node node)
{
    return node.v && sb_tree_at(os->join->tree, node)->kind == SB_ENTRY_FILE;
}

void sb_os_files_end(struct sb_os *os)
{
    if (os->current->itself && !os->paths->listed)
        list_all(os);
    struct row *rows = os->paths->rows.p;
    size_t n = os->paths->rows.n;
    if (os->kind->shared && !os->join->asked)
        tell_brought(os, rows, n);
    if (n)
        qsort(rows, n, sizeof *rows, by_place);
    for (size_t first = 0, next; first < n; first = next) {
        uint32_t flags = 0;
        bool listed = true;
        sb_str recorded = SB_STR_NONE; /* of settings the first row may only own them */
        for (next = first; next < n && same_place(&rows[first], &rows[next]); next++) {
            flags |= rows[next].flags;
            listed &= rows[next].listed;
            recorded = recorded.n ? recorded : rows[next].path;
        }
        if (listed && is_file(os, rows[first].node) && !os->paths->cut)
            continue;
        if (rows[first].node.v || (rows[first].digest && !(flags & SB_CLAIM_CONFIG)))
            claim_row(os, &rows[first], recorded, flags);
    }
    os->current = NULL;
}
