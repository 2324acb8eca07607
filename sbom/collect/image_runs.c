#include "collect/image_runs.h"

#include "collect/image.h"
#include "collect/image_find.h"
#include "collect/image_user.h"
#include "collect/places.h"
#include "collect/rules.h"
#include "collect/shadowed.h"
#include "source/capable.h"

/* While looks are asked for more are taken, since they come in another order. */
enum { PROGRAMS = 128, ASKED = 4 * PROGRAMS };

struct image_runs {
    struct sb_join *join;
    const struct sb_image *image;
    const struct sb_looks *looks;
    const struct sb_image_asker *asker; /* nothing is told, but looks are asked for; or NULL */
    struct sb_image_find find;
    bool *told;            /* by node: it stands in the list, or need not */
    SB_VEC(sb_node) found; /* programs, and packages' scripts: what they name is looked at in turn */
    size_t followed;       /* of FOUND: what these name was looked at */
    SB_VEC(sb_node) asked; /* whose looks were asked for and are not there yet */
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

/* Settings that a program is given are no programs, unless they do something. An archive that the configuration names
 * is what an interpreter runs. */
static bool is_program(const struct image_runs *runs, sb_node node, const struct sb_looked *looked, bool named)
{
    const struct sb_tree_node *at = sb_tree_at(runs->join->tree, node);
    unsigned kind = looked->summary.kind;
    bool data = kind == SB_KIND_OTHER || kind == SB_KIND_TEXT || (kind == SB_KIND_ARCHIVE && !named);
    return !data || (looked->more && looked->more->deeds) || (at->mode != SB_MODE_UNKNOWN && sb_may_run(at->mode)) ||
           sb_str_ends(at->name, SB_S(".jar")) || sb_str_ends(at->name, SB_S(".war"));
}

/* That code of an application asks servers is its business; that a script does which starts it is not. */
static unsigned deeds_of_file(const struct sb_looked *looked)
{
    enum { LONG_RUN = 4096 };
    unsigned deeds = looked->more ? looked->more->deeds : 0, kind = looked->summary.kind;
    bool starts = kind == SB_KIND_TEXT || kind == SB_KIND_SHELL || kind == SB_KIND_SCRIPT || kind == SB_KIND_OTHER;
    if (sb_file_kinds[kind].text && looked->summary.longest_run >= LONG_RUN)
        deeds |= SB_DEED_ENCODED;
    return starts || deeds & ~(unsigned)SB_DEED_FETCHES ? deeds : 0;
}

/* Of a package's program only what it does. MORE: a word behind its deeds. */
static void tell_program(const struct image_runs *runs, sb_node node, const struct sb_looked *looked, sb_str more)
{
    struct sb_join *join = runs->join;
    unsigned deeds = deeds_of_file(looked);
    if (runs->find.claimed[node.v] && !deeds)
        return;
    sb_str command = sb_arena_join(join->arena, sb_str_of(sb_file_kinds[looked->summary.kind].token),
                                   sb_deeds_text(deeds, join->arena), more);
    sb_join_exec(
        join,
        (struct sb_exec){.component = join->doc->root, .kind = SB_EXEC_OCI_PROGRAM, .node = node, .command = command});
}

/* The program, if it was not told before. */
static void add_program(struct image_runs *runs, sb_node node, bool named, sb_str more)
{
    const struct sb_looked *looked = sb_looks_of(runs->looks, runs->join->tree, node);
    if (runs->told[node.v] || runs->found.n == (runs->asker ? ASKED : PROGRAMS))
        return;
    if (!looked && runs->asker) {
        runs->told[node.v] = true;
        runs->asker->ask(runs->asker->ctx, node);
        *SB_PUSH(&runs->asked) = node;
    }
    if (!looked || !is_program(runs, node, looked, named))
        return;
    runs->told[node.v] = true;
    *SB_PUSH(&runs->found) = node;
    if (!runs->asker)
        tell_program(runs, node, looked, more);
}

static void add_all(struct image_runs *runs, const struct sb_image_found *found, bool named)
{
    for (size_t i = 0; i < found->n; i++)
        add_program(runs, found->nodes[i], named, SB_STR_NONE);
}

/* What a script names in turn, and what that names. */
static void add_named_by_scripts(struct image_runs *runs)
{
    for (; runs->followed < runs->found.n; runs->followed++) {
        sb_node script = runs->found.p[runs->followed];
        const struct sb_looked *looked = sb_looks_of(runs->looks, runs->join->tree, script);
        sb_str paths = looked && looked->more ? looked->more->paths : SB_STR_NONE, path;
        struct sb_image_found found;
        while (sb_str_line(&paths, &path)) {
            sb_image_find_path(&runs->find, script, path, &found);
            add_all(runs, &found, false);
        }
    }
}

/* ---- folders that variables name ---- */

static bool is_owned(const void *ctx, sb_node node)
{
    const struct image_runs *runs = ctx;
    return runs->find.claimed[node.v];
}

static bool is_start_up(sb_str name)
{
    return sb_str_eq(name, SB_S("sitecustomize.py")) || sb_str_eq(name, SB_S("usercustomize.py"));
}

/* What takes the place of a package's file by lying in FOLDER, which VARIABLE puts in front of the system's. */
static sb_str why_of(struct image_runs *runs, sb_str variable, sb_str folder, sb_node node)
{
    struct sb_join *join = runs->join;
    sb_str name = sb_tree_at(join->tree, node)->name, other = SB_STR_NONE;
    if (sb_str_eq(variable, SB_S("PATH")))
        other = sb_shadowed_command(join, SB_NODE_ROOT, node, folder);
    else if (sb_str_eq(variable, SB_S("LD_LIBRARY_PATH")))
        other = sb_shadowed_library(join, SB_NODE_ROOT, node, is_owned, runs);
    else if (sb_str_eq(variable, SB_S("PYTHONPATH")) && is_start_up(name))
        return SB_S(" starts");
    return other.n ? sb_arena_join(join->arena, SB_S(" "), other, SB_STR_NONE) : SB_STR_NONE;
}

static void add_folder(struct image_runs *runs, sb_str variable, sb_str path)
{
    const struct sb_tree *tree = runs->join->tree;
    bool absolute = sb_str_starts(path, SB_S("/"));
    while (sb_str_chop(&path, SB_S("/")))
        continue;
    sb_node folder = absolute ? sb_tree_find(tree, SB_NODE_ROOT, path, true) : SB_NODE_NONE;
    if (!folder.v || sb_tree_at(tree, folder)->kind != SB_ENTRY_DIR || sb_place_of_commands(path) ||
        sb_str_starts(path, SB_S("usr/local/")))
        return;
    for (uint32_t i = folder.v + 1; i < sb_tree_at(tree, folder)->end; i = sb_tree_at(tree, (sb_node){i})->end) {
        sb_node node = {i};
        sb_str why = sb_tree_at(tree, node)->kind == SB_ENTRY_FILE && !runs->find.claimed[i]
                         ? why_of(runs, variable, path, node)
                         : SB_STR_NONE;
        if (why.n)
            add_program(runs, node, true, why);
    }
}

static void add_folders(struct image_runs *runs, sb_str text)
{
    sb_str variable, folder;
    sb_str_cut(&text, '=', &variable);
    while (text.n) {
        sb_str_cut(&text, ':', &folder);
        add_folder(runs, variable, folder);
    }
}

/* ---- all of it ---- */

static void begin(struct image_runs *runs)
{
    sb_image_find_begin(&runs->find, runs->join, runs->image);
    runs->told = sb_calloc(runs->join->tree->n + 1, sizeof *runs->told);
}

static void end(struct image_runs *runs)
{
    sb_image_find_done(&runs->find);
    sb_free(runs->told);
    sb_free(runs->found.p);
    sb_free(runs->asked.p);
}

/* All that can be found by the looks that there are. */
static void add_programs(struct image_runs *runs)
{
    const struct sb_image *image = runs->image;
    struct sb_image_found found;
    for (size_t i = 0; i < image->n_runs; i++)
        if (image->runs[i].what == SB_IMAGE_ENV)
            add_folders(runs, image->runs[i].text);
    for (size_t i = 0; i < image->n_tokens; i++) {
        sb_image_find_named(&runs->find, image->tokens[i], &found);
        add_all(runs, &found, true);
    }
    add_named_by_scripts(runs);
}

void sb_image_runs(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks)
{
    struct image_runs runs = {.join = join, .image = image, .looks = looks};
    if (!join->doc->root.v)
        return;
    for (size_t i = 0; i < image->n_runs; i++)
        add_text(&runs, &image->runs[i]);
    begin(&runs);
    add_programs(&runs);
    end(&runs);
}

/* What was asked for and has a look now; what these name is asked for next. */
static void add_asked(struct image_runs *runs)
{
    size_t n = runs->asked.n;
    for (size_t i = 0; i < n; i++) {
        sb_node node = runs->asked.p[i];
        runs->told[node.v] = !sb_looks_of(runs->looks, runs->join->tree, node);
        add_program(runs, node, true, SB_STR_NONE);
    }
    runs->asked.n = 0;
    add_named_by_scripts(runs);
}

/* A script is looked at before what it names can be; each is followed once. */
void sb_image_runs_ask(struct sb_join *join, const struct sb_image *image, const struct sb_looks *looks,
                       const struct sb_image_asker *asker)
{
    struct image_runs runs = {.join = join, .image = image, .looks = looks, .asker = asker};
    begin(&runs);
    add_programs(&runs);
    while (asker->look(asker->ctx))
        add_asked(&runs);
    end(&runs);
}
