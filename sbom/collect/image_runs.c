#include "collect/image_runs.h"

#include "collect/image.h"
#include "collect/image_user.h"
#include "collect/rules.h"
#include "source/capable.h"

enum { PATH_FOLDERS = 64 };

struct image_runs {
    struct sb_join *join;
    const struct sb_image *image;
    const struct sb_looks *looks;
    bool *claimed, *told; /* by node */
};

static const uint8_t kinds[] = {
    [SB_IMAGE_ENTRYPOINT] = SB_EXEC_OCI_ENTRYPOINT,
    [SB_IMAGE_CMD] = SB_EXEC_OCI_CMD,
    [SB_IMAGE_HEALTHCHECK] = SB_EXEC_OCI_HEALTHCHECK,
    [SB_IMAGE_ONBUILD] = SB_EXEC_OCI_ONBUILD,
    [SB_IMAGE_SHELL] = SB_EXEC_OCI_SHELL,
    [SB_IMAGE_ENV] = SB_EXEC_OCI_ENV,
    [SB_IMAGE_USER] = SB_EXEC_OCI_USER,
};

/* ---- texts ---- */

/* The words as a shell would be given them. */
static unsigned deeds_of(const struct sb_image_run *run)
{
    struct sb_deed_scan scan = {0};
    for (size_t i = 0; i < run->n_words; i++) {
        sb_deed_scan_add(&scan, run->words[i].p, run->words[i].n);
        sb_deed_scan_add(&scan, run->what == SB_IMAGE_ONBUILD ? "\n" : " ", 1);
    }
    return sb_deed_scan_end(&scan);
}

/* "app (root)": what the image's own lists of accounts make of it. */
static sb_str user_text(const struct sb_join *join, sb_str user)
{
    enum { NAME = 128 };
    unsigned rights = sb_system_user_rights(join, user);
    const char *suffix = rights & SB_USER_ROOT ? " (root)" : rights & SB_USER_ROOT_GROUP ? " (group root)" : "";
    return user.n && *suffix ? sb_arena_join(join->arena, sb_str_part(user, 0, NAME), sb_str_of(suffix), SB_STR_NONE)
                             : user;
}

static void add_text(const struct image_runs *runs, const struct sb_image_run *run)
{
    struct sb_join *join = runs->join;
    struct sb_exec_bytes *told = SB_NEW(join->arena, struct sb_exec_bytes);
    sb_str deeds = sb_deeds_text(deeds_of(run), join->arena);
    sb_str whole = run->what == SB_IMAGE_USER ? user_text(join, run->text) : run->text, text = whole;
    sb_str_chop(&deeds, SB_S(" "));
    if (deeds.n)
        text = sb_arena_join(join->arena, deeds, SB_S(": "), text);
    told->size = whole.n;
    sb_sha256_of(whole, told->sha256);
    sb_join_exec(join, (struct sb_exec){.component = join->doc->root,
                                        .kind = (enum sb_exec_kind)kinds[run->what],
                                        .command = sb_image_command(text, join->arena),
                                        .told = told});
}

/* ---- files ---- */

/* The regular file that PATH leads to, from FOLDER. */
static sb_node file_at(const struct image_runs *runs, sb_str folder, sb_str path)
{
    const struct sb_tree *tree = runs->join->tree;
    bool absolute = sb_str_starts(path, SB_S("/"));
    sb_str all = absolute ? path : sb_arena_join(runs->join->arena, folder, SB_S("/"), path);
    while (sb_str_chop(&all, SB_S("/")))
        ;
    sb_node node = sb_tree_find(tree, SB_NODE_ROOT, all, true);
    return node.v && sb_tree_at(tree, node)->kind == SB_ENTRY_FILE ? node : SB_NODE_NONE;
}

/* Of a name without a slash: in PATH, else where the programs start, as what an interpreter is given. */
static sb_node find_program(const struct image_runs *runs, sb_str token)
{
    sb_str path =
        runs->image->path.n ? runs->image->path : SB_S("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    sb_str folder;
    if (sb_str_chr(token, '/') != SB_NPOS)
        return file_at(runs, runs->image->folder, token);
    for (size_t i = 0; path.n && i < PATH_FOLDERS; i++) {
        sb_str_cut(&path, ':', &folder);
        sb_node node = file_at(runs, folder, token);
        if (node.v)
            return node;
    }
    return file_at(runs, runs->image->folder, token);
}

/* Settings that a program is given are no programs. */
static bool is_program(const struct image_runs *runs, sb_node node, const struct sb_looked *looked)
{
    const struct sb_tree_node *at = sb_tree_at(runs->join->tree, node);
    unsigned kind = looked->summary.kind;
    return (kind != SB_KIND_OTHER && kind != SB_KIND_TEXT && kind != SB_KIND_ARCHIVE) ||
           (at->mode != SB_MODE_UNKNOWN && sb_may_run(at->mode)) || sb_str_ends(at->name, SB_S(".jar")) ||
           sb_str_ends(at->name, SB_S(".war"));
}

/* The program, if it is nobody's and was not told before; none else. */
static sb_node add_program(const struct image_runs *runs, sb_node node)
{
    enum { LONG_RUN = 4096 };
    struct sb_join *join = runs->join;
    const struct sb_looked *looked = sb_looks_of(runs->looks, join->tree, node);
    if (!looked || runs->claimed[node.v] || runs->told[node.v] || !is_program(runs, node, looked))
        return SB_NODE_NONE;
    unsigned deeds = looked->more ? looked->more->deeds : 0;
    bool text = sb_file_kinds[looked->summary.kind].text;
    if (text && looked->summary.longest_run >= LONG_RUN)
        deeds |= SB_DEED_ENCODED;
    runs->told[node.v] = true;
    sb_str command = sb_arena_join(join->arena, sb_str_of(sb_file_kinds[looked->summary.kind].token),
                                   sb_deeds_text(deeds, join->arena), SB_STR_NONE);
    sb_join_exec(
        join,
        (struct sb_exec){.component = join->doc->root, .kind = SB_EXEC_OCI_PROGRAM, .node = node, .command = command});
    return node;
}

/* And what a script of these names in turn. */
static void add_programs(const struct image_runs *runs, sb_str token)
{
    sb_node script = add_program(runs, find_program(runs, token));
    const struct sb_looked *looked = sb_looks_of(runs->looks, runs->join->tree, script);
    sb_str paths = looked && looked->more ? looked->more->paths : SB_STR_NONE, path;
    while (sb_str_line(&paths, &path))
        add_program(runs, file_at(runs, runs->image->folder, path));
}

void sb_image_runs_ask(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks,
                       void (*ask)(void *ctx, sb_node node), void *ctx)
{
    const struct image_runs runs = {.join = join, .image = image, .looks = looks};
    for (size_t i = 0; i < image->n_tokens; i++) {
        sb_node program = find_program(&runs, image->tokens[i]);
        const struct sb_looked *looked = sb_looks_of(looks, join->tree, program);
        sb_str paths = looked && looked->more ? looked->more->paths : SB_STR_NONE, path;
        ask(ctx, program);
        while (sb_str_line(&paths, &path))
            ask(ctx, file_at(&runs, image->folder, path));
    }
}

void sb_image_runs(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks)
{
    struct image_runs runs = {.join = join, .image = image, .looks = looks};
    if (!join->doc->root.v)
        return;
    runs.claimed = sb_calloc(join->tree->n + 1, sizeof *runs.claimed);
    runs.told = sb_calloc(join->tree->n + 1, sizeof *runs.told);
    for (size_t i = 0; i < join->claims.n; i++)
        runs.claimed[join->claims.p[i].node.v] = true;
    for (size_t i = 0; i < image->n_runs; i++)
        add_text(&runs, &image->runs[i]);
    for (size_t i = 0; i < image->n_tokens; i++)
        add_programs(&runs, image->tokens[i]);
    sb_free(runs.claimed);
    sb_free(runs.told);
}
