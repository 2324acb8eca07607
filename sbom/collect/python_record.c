/* RECORD and installed-files.txt: which files a distribution claims. */
#include "base/utf8.h"
#include "collect/python_join.h"
#include "text/keyval.h"

enum { FIELDS = 3, ROWS = 1000000 };

/* What an installer makes, beside the wheel's own files; RECORD cannot hold its own digest. */
static bool is_generated(sb_str path)
{
    static const sb_str names[] = {{"RECORD", 6},           {"INSTALLER", 9},   {"REQUESTED", 9},
                                   {"direct_url.json", 15}, {"RECORD.jws", 10}, {"RECORD.p7s", 10}};
    if (sb_str_ends(path, SB_S(".pyc")) || sb_str_ends(path, SB_S(".pyo")))
        return true;
    if (sb_str_starts(path, SB_S("../"))) {
        sb_str folder = sb_path_base(sb_path_dir(path));
        return sb_str_eq(folder, SB_S("bin")) || sb_str_eq(folder, SB_S("Scripts"));
    }
    if (!sb_str_ends(sb_path_dir(path), SB_S(".dist-info")))
        return false;
    sb_str base = sb_path_base(path);
    for (size_t i = 0; i < SB_COUNT(names); i++)
        if (sb_str_eq(base, names[i]))
            return true;
    return false;
}

/* "sha256=<base64url without padding>"; five Debian packages of one system have 64 hex digits instead. */
static bool decode_digest(sb_str text, struct sb_digest *ret_digest)
{
    sb_str name;
    if (!sb_str_cut(&text, '=', &name))
        return false;
    enum sb_alg alg = sb_alg_find(name);
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

static sb_node find_claimed(struct py_dist *dist, sb_str path, uint32_t line)
{
    const struct sb_tree *tree = dist->join->tree;
    bool absolute = sb_str_starts(path, SB_S("/"));
    sb_node node = sb_tree_find(tree, absolute ? SB_NODE_ROOT : dist->site, path, false);
    if (node.v == 0 && (absolute || sb_str_starts(path, SB_S("../../../../../"))))
        sb_join_diag(dist->join, SB_D_PATH_OUTSIDE, dist->record->path, line, "%.*s", SB_FMT(path));
    return node;
}

static void claim_row(struct py_dist *dist, const struct sb_record *record, uint32_t line, const sb_str *fields,
                      size_t n)
{
    struct sb_claim claim = {.component = dist->component, .recorded_size = SB_SIZE_UNKNOWN};
    struct sb_arena *arena = dist->join->arena;
    sb_str path = fields[0];
    if (path.n == 0)
        return;
    sb_str_chop(&path, SB_S("./"));
    struct sb_digest digest;
    if (n > 1 && fields[1].n) {
        if (decode_digest(fields[1], &digest))
            claim.recorded = keep_digest(arena, &digest);
        else
            sb_join_diag(dist->join, SB_D_DIGEST_MALFORMED, record->path, line, "%.*s", SB_FMT(fields[0]));
    }
    if (n > 2 && fields[2].n && !sb_str_u64(fields[2], &claim.recorded_size))
        claim.recorded_size = SB_SIZE_UNKNOWN;
    claim.node = find_claimed(dist, path, line);
    if (!claim.node.v && sb_str_chr(path, '\\') != SB_NPOS) {
        path = with_slashes(path, arena);
        claim.node = find_claimed(dist, path, line);
    }
    claim.flags = is_generated(path) ? SB_CLAIM_GENERATED : SB_CLAIM_CONTENT;
    if (claim.node.v && claim.node.v == dist->manifest.v) {
        claim.flags |= SB_CLAIM_MANIFEST;
        dist->manifest_listed = true;
    }
    if (!claim.node.v && claim.flags == SB_CLAIM_GENERATED)
        return; /* byte code that was never written, a script that was left out */
    if (claim.node.v)
        sb_python_claimed(dist, claim.node);
    claim.path = sb_arena_str(arena, path);
    sb_join_claim(dist->join, claim);
}

void sb_python_claim_record(struct py_dist *dist, const struct sb_record *record)
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
            sb_join_diag(dist->join, SB_D_LIST_CUT, record->path, lines.line, "more than %d rows", ROWS);
            break;
        }
        if (lines.bad)
            sb_join_diag(dist->join, SB_D_MALFORMED, record->path, lines.line, "no row of a RECORD");
        else
            claim_row(dist, record, lines.line, fields, n);
        if (scratch.total > 1 << 20)
            sb_arena_reset(&scratch);
    }
    sb_arena_done(&scratch);
}

/* installed-files.txt: paths from the egg-info folder, no digests. */
void sb_python_claim_installed_files(struct py_dist *dist, const struct sb_record *record, sb_node folder)
{
    sb_str rest = *(const sb_str *)record->data;
    sb_str line;
    dist->record = record;
    while (sb_str_line(&rest, &line)) {
        sb_node node = line.n ? sb_tree_find(dist->join->tree, folder, line, false) : SB_NODE_NONE;
        if (node.v == 0)
            continue;
        uint32_t flags = sb_str_ends(line, SB_S(".pyc")) ? SB_CLAIM_GENERATED : SB_CLAIM_CONTENT;
        if (node.v == dist->manifest.v) {
            flags |= SB_CLAIM_MANIFEST;
            dist->manifest_listed = true;
        }
        sb_python_claimed(dist, node);
        sb_join_claim(dist->join, (struct sb_claim){.component = dist->component,
                                                    .node = node,
                                                    .flags = flags,
                                                    .recorded_size = SB_SIZE_UNKNOWN});
    }
}
