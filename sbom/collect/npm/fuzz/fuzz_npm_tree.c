/* Files of a tree: "@PATH" lines, each followed by the file's bytes; "@PATH -> TARGET" is a link. The collector must
 * tell the same whatever order they come in. */
#include "collect/kit/npm_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 64 };

/* A path as a source gives it: parts that are not empty, ".", ".." and hold no NUL. */
static bool is_path(sb_str path)
{
    if (path.n == 0 || path.n > 4096 || path.p[path.n - 1] == '/')
        return false;
    for (sb_str part; path.n;) {
        sb_str_cut(&path, '/', &part);
        if (part.n == 0 || sb_str_eq(part, SB_S(".")) || sb_str_eq(part, SB_S("..")) ||
            sb_str_chr(part, '\0') != SB_NPOS)
            return false;
    }
    return true;
}

/* No path twice, and none that is a file here and a folder there: those are the tree's business. */
static bool is_new(const struct npm_file *files, size_t n, sb_str path)
{
    for (size_t i = 0; i < n; i++) {
        sb_str a = files[i].path;
        sb_str b = path;
        if (a.n > b.n) {
            a = path;
            b = files[i].path;
        }
        if (sb_str_starts(b, a) && (a.n == b.n || b.p[a.n] == '/'))
            return false;
    }
    return true;
}

static size_t split(sb_str input, struct npm_file *files, struct sb_arena *arena)
{
    size_t n = 0;
    bool open = false;
    while (input.n && n < FILES) {
        sb_str rest = input;
        sb_str line;
        sb_str_cut(&rest, '\n', &line);
        if (sb_str_chop(&line, SB_S("@"))) {
            size_t arrow = sb_str_find(line, SB_S(" -> "));
            sb_str path = arrow == SB_NPOS ? line : sb_str_n(line.p, arrow);
            open = is_path(path) && is_new(files, n, path);
            if (open) {
                sb_str target = arrow == SB_NPOS ? SB_STR_NONE : sb_arena_str(arena, sb_str_from(line, arrow + 4));
                files[n++] = (struct npm_file){path, {rest.p, 0}, target.n ? target.p : NULL};
            }
        } else if (open) {
            files[n - 1].text.n += rest.p ? (size_t)(rest.p - input.p) : input.n;
        }
        input = rest;
    }
    return n;
}

/* Nothing below a node_modules is lost: it is claimed, told, a note of a package manager, or a usual entry of .bin. */
static void check_all_covered(const struct npm_kit *kit)
{
    const struct sb_tree *tree = &kit->tree;
    struct sb_arena scratch = {0};
    bool *covered = sb_calloc(tree->n, sizeof *covered);
    for (size_t i = 0; i < kit->join.claims.n; i++)
        covered[kit->join.claims.p[i].node.v] = true;
    for (size_t i = 0; i < kit->join.strays.n; i++)
        covered[kit->join.strays.p[i].v] = true;
    for (uint32_t v = SB_NODE_ROOT.v; v < tree->n; v++) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){v});
        sb_str path = sb_tree_path(tree, (sb_node){v}, &scratch);
        bool below = sb_str_starts(path, SB_S("node_modules/")) || sb_str_find(path, SB_S("/node_modules/")) != SB_NPOS;
        bool bin = sb_str_ends(sb_path_dir(path), SB_S("node_modules/.bin"));
        bool note = sb_str_ends(node->name, SB_S(".json")) || sb_str_ends(node->name, SB_S(".yaml")) ||
                    sb_str_ends(node->name, SB_S(".yml")) || sb_str_eq(node->name, SB_S(".yarn-integrity"));
        if (below && node->kind == SB_ENTRY_FILE && !covered[v] && !bin && !note)
            abort();
    }
    sb_free(covered);
    sb_arena_done(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct npm_file files[FILES];
    struct sb_arena arena = {0};
    size_t n = split(sb_str_n((const char *)data, size), files, &arena);
    struct npm_kit forwards;
    struct npm_kit backwards;
    npm_kit_run(&forwards, files, n, false);
    npm_kit_run(&backwards, files, n, true);
    if (!sb_str_eq(sb_buf_all(&forwards.lines), sb_buf_all(&backwards.lines)))
        abort();
    check_all_covered(&forwards);
    npm_kit_done(&forwards);
    npm_kit_done(&backwards);
    sb_arena_done(&arena);
    return 0;
}
