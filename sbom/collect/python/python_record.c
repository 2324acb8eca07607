/* RECORD and installed-files.txt: which files a distribution claims. */
#include "base/utf8.h"
#include "collect/asked.h"
#include "python/python_join.h"
#include "text/keyval.h"

enum { FIELDS = 3, ROWS = 1000000, PATH = 4096 };

static bool one_of(sb_str name, const sb_str *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq(name, names[i]))
            return true;
    return false;
}

/* The source that the byte code PATH was made of, in ROOM: "a/__pycache__/b.cpython-312.opt-1.pyc" -> "a/b.py". Empty
 * if it does not lie where the compiler puts byte code beside a source: then it is imported by itself. */
static sb_str source_of(sb_str path, char room[PATH])
{
    sb_str folder = sb_path_dir(path);
    sb_str name = sb_path_base(path);
    if (!sb_str_eq(sb_path_base(folder), SB_S("__pycache__")) || !sb_str_chop_end(&name, SB_S(".pyc")))
        return SB_STR_NONE;
    size_t dot = sb_str_rchr(name, '.');
    if (dot != SB_NPOS && sb_str_starts(sb_str_from(name, dot), SB_S(".opt-"))) {
        name.n = dot;
        dot = sb_str_rchr(name, '.');
    }
    folder = sb_path_dir(folder);
    if (dot == SB_NPOS || dot == 0 || path.n + 4 > PATH)
        return SB_STR_NONE;
    int n = snprintf(room, PATH, "%.*s%s%.*s.py", SB_FMT(folder), folder.n ? "/" : "", (int)dot, name.p);
    return sb_str_n(room, (size_t)n);
}

/* What an installer writes beside the metadata, and what says who built it; RECORD cannot hold its own digest. A file
 * that bears such a name and is larger than they make it is the package's own. */
static bool is_note(const struct py_dist *dist, sb_str path, bool there)
{
    static const sb_str names[] = {{"WHEEL", 5},
                                   {"INSTALLER", 9},
                                   {"REQUESTED", 9},
                                   {"direct_url.json", 15},
                                   {"RECORD.jws", 10},
                                   {"RECORD.p7s", 10},
                                   {"uv_cache.json", 13},
                                   {"uv_build.json", 13},
                                   {"provenance_url.json", 19},
                                   {"REFER_TO", 8}};
    sb_str name = sb_path_base(path);
    if (!sb_str_eq(sb_path_dir(path), dist->folder))
        return false;
    for (size_t i = 0; i < dist->n_small; i++)
        if (dist->small[i].kind == PY_SMALL && sb_str_eq(sb_path_base(dist->small[i].path), name))
            return true;
    return sb_str_eq(name, SB_S("RECORD")) || (!there && one_of(name, names, SB_COUNT(names)));
}

/* PATH from BASE; THERE: a file of the tree. */
static bool is_generated(const struct sb_tree *tree, const struct py_dist *dist, sb_node base, sb_str path, bool there)
{
    if (sb_str_ends(path, SB_S(".pyc"))) {
        char room[PATH];
        sb_str source = source_of(path, room);
        sb_node node = source.n ? sb_tree_find(tree, base, source, false) : SB_NODE_NONE;
        return node.v && sb_tree_at(tree, node)->kind != SB_ENTRY_DIR;
    }
    return is_note(dist, path, there);
}

static bool is_outside(sb_str path)
{
    return sb_str_starts(path, SB_S("../")) || sb_str_starts(path, SB_S("/"));
}

/* Folders for programs, whatever they lie in: bin/, and Scripts/ on Windows. */
static bool is_program(sb_str path)
{
    static const sb_str folders[] = {{"bin", 3}, {"sbin", 4}, {"Scripts", 7}};
    return is_outside(path) && one_of(sb_path_base(sb_path_dir(path)), folders, SB_COUNT(folders));
}

/* "uv pip install --target" lists what it makes of entry_points.txt where it lies. */
static bool is_target_program(const struct py_dist *dist, sb_str path)
{
    sb_str folder = sb_path_dir(path);
    return (sb_str_eq(folder, SB_S("bin")) || sb_str_eq(folder, SB_S("Scripts"))) &&
           sb_python_is_script(dist, sb_path_base(path));
}

/* "sha256=<base64url without padding>"; five Debian packages of one system have 64 hex digits instead. */
static bool decode_digest(sb_str text, struct sb_digest *ret_digest)
{
    sb_str name;
    if (!sb_str_cut(&text, '=', &name))
        return false;
    enum sb_alg alg = sb_str_eq(name, SB_S("sha256")) ? SB_ALG_SHA256 : sb_alg_find(name); /* nearly all */
    *ret_digest = (struct sb_digest){.alg = (uint8_t)alg, .n = sb_algs[alg].bytes};
    if (alg == SB_ALG_NONE || ret_digest->n == 0)
        return false;
    if (sb_hex_decode(text, ret_digest->b, ret_digest->n))
        return true;
    return sb_base64_decode(text, ret_digest->b, sizeof ret_digest->b) == ret_digest->n;
}

/* Kept as long as its bytes, not as the struct: there is one for every file of every distribution. */
static const struct sb_digest *keep_digest(struct sb_arena *arena, const struct sb_digest *digest)
{
    size_t size = offsetof(struct sb_digest, b) + digest->n;
    return memcpy(sb_arena_alloc(arena, size), digest, size);
}

/* Installers on Windows write backslashes; on Linux one is a letter like any other. */
static sb_str with_slashes(sb_str path, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, path.n);
    for (size_t i = 0; i < path.n; i++)
        p[i] = path.p[i] == '\\' ? '/' : path.p[i];
    return sb_str_n(p, path.n);
}

static sb_node find_claimed(struct sb_join *join, const struct py_dist *dist, sb_str path, uint32_t line)
{
    const struct sb_tree *tree = join->tree;
    bool absolute = sb_str_starts(path, SB_S("/"));
    sb_node node = sb_tree_find(tree, absolute ? SB_NODE_ROOT : dist->site, path, false);
    if (node.v == 0 && (absolute || sb_str_starts(path, SB_S("../../../../../"))))
        sb_join_diag(join, SB_D_PATH_OUTSIDE, dist->record->path, line, "%.*s", SB_FMT(path));
    return node;
}

/* Is anybody interested in what the row names? Where the path's last part may not be the file's name, or the path may
 * lead out of the root, which is told, it is looked up in any case. */
static bool is_asked_for(const struct sb_join *join, sb_str path)
{
    sb_str name = sb_path_base(path);
    return sb_asked_for(join, name) || name.n == 0 || sb_str_eq(name, SB_S("..")) || sb_str_eq(name, SB_S(".")) ||
           path.p[0] == '/' || sb_str_starts(path, SB_S("../../../../../")) || sb_str_chr(path, '\\') != SB_NPOS;
}

/* "pip install --target" moves bin/ into the site folder and leaves "../../bin/x" in RECORD. */
static sb_node find_moved(struct sb_join *join, const struct py_dist *dist, sb_str *path)
{
    sb_str folder = sb_path_base(sb_path_dir(*path));
    if (!is_program(*path) || !sb_str_starts(*path, SB_S("../")))
        return SB_NODE_NONE;
    sb_str moved = sb_arena_join(join->arena, folder, SB_S("/"), sb_path_base(*path));
    sb_node node = sb_tree_find(join->tree, dist->site, moved, false);
    if (node.v)
        *path = moved;
    return node;
}

static sb_node find_row(struct sb_join *join, const struct py_dist *dist, sb_str *path, uint32_t line)
{
    sb_node node = find_claimed(join, dist, *path, line);
    if (!node.v && sb_str_chr(*path, '\\') != SB_NPOS) {
        *path = with_slashes(*path, join->arena);
        node = find_claimed(join, dist, *path, line);
    }
    node = node.v ? node : find_moved(join, dist, path);
    return node.v == SB_NODE_ROOT.v ? SB_NODE_NONE : node; /* nobody's */
}

static void take_digest(struct sb_join *join, const struct sb_record *record, uint32_t line, const sb_str *fields,
                        size_t n, struct sb_claim *claim)
{
    struct sb_digest digest;
    if (n > 1 && fields[1].n) {
        if (!decode_digest(fields[1], &digest))
            sb_join_diag(join, SB_D_DIGEST_MALFORMED, record->path, line, "%.*s", SB_FMT(fields[0]));
        else if (!join->asked)
            claim->recorded = keep_digest(join->arena, &digest);
    }
    if (n > 2 && fields[2].n && !sb_str_u64(fields[2], &claim->recorded_size))
        claim->recorded_size = SB_SIZE_UNKNOWN;
}

static bool has_dots(sb_str path)
{
    bool dots = sb_str_starts(path, SB_S("/"));
    sb_str part;
    while (path.n && !dots) {
        sb_str_cut(&path, '/', &part);
        dots = part.n == 0 || sb_str_eq(part, SB_S("..")) || sb_str_eq(part, SB_S("."));
    }
    return dots;
}

/* "../site-packages/x/a.py" and "y/../x/a.py" are "x/a.py": the path says where the file lies, however it is spelled.
 */
static sb_str plain_path(struct sb_join *join, const struct py_dist *dist, sb_node node, sb_str path)
{
    const struct sb_tree *tree = join->tree;
    if (!node.v || !has_dots(path))
        return path;
    struct sb_buf up = {0};
    sb_node at = dist->site;
    for (; !sb_tree_below(tree, node, at); at.v = sb_tree_at(tree, at)->parent)
        sb_buf_str(&up, SB_S("../"));
    sb_str plain = sb_tree_path_below(tree, node, at, join->arena);
    if (up.n)
        plain = sb_arena_join(join->arena, sb_buf_all(&up), plain, SB_STR_NONE);
    sb_buf_done(&up);
    return plain;
}

/* In lib/python3.12, usr/lib/python3/dist-packages ... but not in the distribution's own folder of packages. */
static bool is_other_library(const struct sb_tree *tree, const struct py_dist *dist, sb_node node)
{
    if (!node.v || sb_tree_below(tree, node, dist->site))
        return false;
    while (node.v > SB_NODE_ROOT.v) {
        const struct sb_tree_node *at = sb_tree_at(tree, node);
        sb_str name = at->name;
        if (at->kind == SB_ENTRY_DIR && sb_str_chop(&name, SB_S("python")) && name.n && sb_is_digit(name.p[0]) &&
            sb_str_starts(sb_tree_at(tree, (sb_node){at->parent})->name, SB_S("lib")))
            return true;
        node.v = at->parent;
    }
    return false;
}

static void claim_row(struct sb_join *join, struct py_dist *dist, const struct sb_record *record, uint32_t line,
                      const sb_str *fields, size_t n)
{
    struct sb_claim claim = {.component = dist->component, .recorded_size = SB_SIZE_UNKNOWN};
    sb_str path = fields[0];
    if (path.n == 0)
        return;
    sb_str_chop(&path, SB_S("./"));
    take_digest(join, record, line, fields, n, &claim);
    if (!is_asked_for(join, path))
        return;
    bool program = is_program(path) || is_target_program(dist, path);
    claim.node = find_row(join, dist, &path, line);
    path = plain_path(join, dist, claim.node, path);
    claim.flags = is_generated(join->tree, dist, dist->site, path, claim.node.v != 0) ? SB_CLAIM_GENERATED
                  : program || is_program(path) ? SB_CLAIM_CONTENT | SB_CLAIM_SCRIPT
                                                : SB_CLAIM_CONTENT;
    if (claim.flags & SB_CLAIM_CONTENT && is_other_library(join->tree, dist, claim.node))
        claim.flags |= SB_CLAIM_OUTSIDE;
    if (claim.node.v && claim.node.v == dist->manifest.v) {
        claim.flags |= SB_CLAIM_MANIFEST;
        dist->manifest_listed = true;
    }
    if (!claim.node.v && claim.flags == SB_CLAIM_GENERATED)
        return; /* byte code that was never written */
    claim.path = sb_arena_str(join->arena, path);
    sb_join_claim(join, claim);
}

void sb_python_claim_record(struct sb_join *join, struct py_dist *dist, const struct sb_record *record)
{
    const sb_str *text = record->data;
    struct sb_arena scratch = {0};
    struct sb_lines lines;
    sb_str fields[FIELDS];
    size_t n;
    size_t rows = 0;
    dist->record = record;
    sb_lines_init(&lines, *text);
    while (sb_csv_row(&lines, &scratch, fields, FIELDS, &n)) {
        if (++rows > ROWS) {
            sb_join_diag(join, SB_D_LIST_CUT, record->path, lines.line, "more than %d rows", ROWS);
            break;
        }
        if (lines.bad)
            sb_join_diag(join, SB_D_MALFORMED, record->path, lines.line, "no row of a RECORD");
        else
            claim_row(join, dist, record, lines.line, fields, n);
        if (scratch.total > 1 << 20)
            sb_arena_reset(&scratch);
    }
    sb_arena_done(&scratch);
}

static void claim_node(struct sb_join *join, struct py_dist *dist, sb_node node, uint32_t flags)
{
    if (node.v == dist->manifest.v) {
        flags |= SB_CLAIM_MANIFEST;
        dist->manifest_listed = true;
    }
    sb_join_claim(join,
                  (struct sb_claim){
                      .component = dist->component, .node = node, .flags = flags, .recorded_size = SB_SIZE_UNKNOWN});
}

/* installed-files.txt: paths from the egg-info folder, no digests. */
void sb_python_claim_installed_files(struct sb_join *join, struct py_dist *dist, const struct sb_record *record,
                                     sb_node folder)
{
    sb_str rest = *(const sb_str *)record->data;
    sb_str line;
    dist->record = record;
    while (sb_str_line(&rest, &line)) {
        sb_node node = line.n ? sb_tree_find(join->tree, folder, line, false) : SB_NODE_NONE;
        if (node.v == 0 || sb_tree_at(join->tree, node)->kind == SB_ENTRY_DIR)
            continue;
        bool program = sb_str_starts(line, SB_S("../../")) && is_program(line);
        claim_node(join, dist, node,
                   is_generated(join->tree, dist, folder, line, true) ? SB_CLAIM_GENERATED
                   : program                                          ? SB_CLAIM_CONTENT | SB_CLAIM_SCRIPT
                                                                      : SB_CLAIM_CONTENT);
    }
}

void sb_python_claim_folder(struct sb_join *join, struct py_dist *dist, sb_node folder, uint32_t flags)
{
    const struct sb_tree *tree = join->tree;
    struct sb_arena scratch = {0};
    for (uint32_t i = folder.v; i < sb_tree_at(tree, folder)->end; i++) {
        sb_node node = {i};
        if (sb_tree_at(tree, node)->kind == SB_ENTRY_DIR)
            continue;
        bool generated = is_generated(tree, dist, folder, sb_tree_path_below(tree, node, folder, &scratch), true);
        claim_node(join, dist, node, generated ? SB_CLAIM_GENERATED : flags);
        sb_arena_reset(&scratch);
    }
    sb_arena_done(&scratch);
}
