#include "collect/look_again.h"

#include <errno.h>
#include <stdlib.h>

#include "base/pool.h"
#include "collect/again.h"
#include "collect/content.h"
#include "collect/image_runs.h"
#include "collect/look_marks.h"
#include "collect/mentioned.h"
#include "source/capable.h"
#include "source/tree_inside.h"

struct again {
    struct sb_join *join;
    const struct sb_tree *tree;
    struct sb_source *source;
    struct sb_looks *looks;
    uint8_t *what;                      /* by node: sb_look_marks() */
    SB_VEC(struct sb_again_file) files; /* in the order in which they are looked at */
    unsigned threads;
    struct sb_look_worker *workers; /* two a thread */
    struct sb_diags *diags;         /* one a thread */
};

/* ---- one file ---- */

/* A file that is being looked at. */
struct open_look {
    struct sb_look_worker *worker;
    sb_str path; /* empty: none */
    struct sb_again again;
};

/* Two files at a time, whose digests are made side by side. */
struct pair {
    struct again *again;
    struct sb_diags *diags;
    struct sb_pool_share share;
    struct sb_source_folder *folder;
    struct open_look looks[2];
};

/* Of a file that is open anyway. */
static void take_rights(const struct pair *pair, const struct open_look *look, sb_node node)
{
    struct sb_rights rights = {.mode = look->again.mode};
    struct sb_tree_node *at = sb_tree_at(pair->again->tree, node);
    if (rights.mode == SB_MODE_UNKNOWN || at->mode == SB_MODE_UNKNOWN) /* it came with the entry; nobody asks */
        return;
    at->mode = rights.mode;
    if (!sb_may_run(rights.mode))
        return;
    sb_capable_fd(look->again.own, &rights);
    sb_look_capable(&look->worker->capable, node, &rights, pair->diags, look->path);
}

/* A hard link is looked at under the name that its bytes came with, as in a stream. */
static sb_str name_of(const struct again *again, sb_node node, sb_str path)
{
    const struct sb_tree_shared *shared =
        sb_tree_at(again->tree, node)->target_n ? sb_tree_shared_of(again->tree, node) : NULL;
    return shared ? shared->name : sb_path_base(path);
}

/* False if file I cannot be opened, which is told. */
static bool open_file(struct pair *pair, struct open_look *look, size_t i)
{
    struct again *again = pair->again;
    const struct sb_again_file *file = &again->files.p[i];
    struct sb_tree_node *at = sb_tree_at(again->tree, file->node);
    struct sb_looked *looked = sb_looks_at(again->looks, at->user - 1);
    sb_str path = sb_tree_path(again->tree, file->node, &look->worker->scratch);
    looked->summary.failed = true;
    if (!sb_again_open(&look->again, again->source, pair->folder, file, at->size, path)) {
        if (again->source->reopens)
            at->mode = SB_MODE_UNKNOWN;
        sb_again_tell(pair->diags, path, errno);
        sb_arena_reset(&look->worker->scratch);
        return false;
    }
    look->path = path;
    struct sb_look_digests digests = {.which = again->what[file->node.v] / SB_MARK_DIGESTS & again->looks->made};
    if (digests.which)
        digests.ret = sb_looks_digests_at(again->looks, at->user - 1);
    take_rights(pair, look, file->node);
    look->worker->runs = file->user & SB_USER_RUNS && sb_user_is_place(file->user);
    sb_look_begin(look->worker, name_of(again, file->node, path), SB_STR_NONE, look->again.stream,
                  again->what[file->node.v], looked, digests);
    return true;
}

static void close_file(struct pair *pair, struct open_look *look)
{
    struct sb_err err = {0};
    sb_rc rc = sb_look_end(look->worker, &err);
    if (rc != SB_OK)
        sb_diag(pair->diags, rc == SB_E_LIMIT ? SB_D_LIMIT_BYTES : SB_D_UNREADABLE, look->path, 0, "%s", err.text);
    sb_again_close(&look->again);
    look->path = SB_STR_NONE;
    sb_arena_reset(&look->worker->scratch);
}

/* False when no file is left. */
static bool open_next(struct pair *pair, struct open_look *look)
{
    size_t i;
    while (!look->path.n && sb_pool_share_next(&pair->share, &i))
        open_file(pair, look, i);
    return look->path.n > 0;
}

/* A file that has something to hash; false when none is left. */
static bool step(struct pair *pair, struct open_look *look)
{
    while (open_next(pair, look)) {
        if (sb_look_step(look->worker))
            return true;
        close_file(pair, look);
    }
    return false;
}

static void look_at_share(void *ctx, unsigned number, void *range)
{
    struct again *again = ctx;
    struct sb_look_worker *one = &again->workers[2 * number];
    struct sb_look_worker *other = &again->workers[2 * number + 1];
    struct pair pair = {.again = again,
                        .diags = &again->diags[number],
                        .share = {.range = range},
                        .folder = &one->folder,
                        .looks = {{.worker = one}, {.worker = other}}};
    for (;;) {
        bool first = step(&pair, &pair.looks[0]);
        bool second = step(&pair, &pair.looks[1]);
        if (!first && !second)
            break;
        sb_look_hash(first ? one : other, first && second ? other : NULL);
    }
}

/* ---- all of them ---- */

static bool is_left(const struct again *again, sb_node node)
{
    return again->what[node.v] & SB_MARK_LOOK && sb_again_can(again->source, again->tree, node) &&
           !sb_tree_inside(again->tree, node).v;
}

/* In the order of the archive; hard links behind each other. */
static int by_sequence(const void *left, const void *right)
{
    const struct sb_again_file *a = left;
    const struct sb_again_file *b = right;
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence ? -1 : 1;
    return (a->node.v > b->node.v) - (a->node.v < b->node.v);
}

/* What has several names in an archive is looked at once, for all that is asked of any. */
static void find_files(struct again *again)
{
    size_t n = 0;
    for (uint32_t i = SB_NODE_ROOT.v; i < again->tree->n; i++)
        if (is_left(again, (sb_node){i}))
            *SB_PUSH(&again->files) = sb_again_file(again->tree, (sb_node){i});
    if (again->files.n && !again->source->reopens)
        qsort(again->files.p, again->files.n, sizeof *again->files.p, by_sequence);
    for (size_t i = 0; i < again->files.n; i++) {
        struct sb_again_file file = again->files.p[i];
        if (n && file.sequence && file.sequence == again->files.p[n - 1].sequence)
            again->what[again->files.p[n - 1].node.v] |= again->what[file.node.v];
        else
            again->files.p[n++] = file;
        sb_tree_at(again->tree, file.node)->user = (uint32_t)(again->looks->n + n);
    }
    again->files.n = n;
}

/* False if there are none. */
static bool look_at_marked(struct again *again)
{
    find_files(again);
    if (again->files.n == 0)
        return false;
    sb_looks_add(again->looks, again->files.n);
    sb_parallel_range(again->threads, again->files.n, look_at_share, again);
    sb_free(again->files.p);
    again->files.p = NULL;
    again->files.n = again->files.cap = 0;
    return true;
}

/* ---- what an image runs ---- */

static void ask(void *ctx, sb_node node)
{
    struct again *again = ctx;
    again->what[node.v] |= SB_MARK_LOOK | SB_LOOK_LINES;
}

static bool look(void *ctx)
{
    struct again *again = ctx;
    return look_at_marked(again);
}

void sb_look_again(struct sb_join *join, const struct sb_unowned *unowned, struct sb_source *source, unsigned threads,
                   struct sb_look_worker *workers, struct sb_looks *looks, struct sb_diags *diags)
{
    struct sb_mention_set asked = {0};
    if (source->reopens)
        looks->made |= SB_LOOK_SHA512;
    sb_mentions_asked(join, &asked);
    for (unsigned i = 0; i < 2 * threads; i++)
        workers[i].mention.asked = &asked;
    struct again again = {.join = join,
                          .tree = join->tree,
                          .source = source,
                          .looks = looks,
                          .what = sb_look_marks(join, unowned, looks->verify),
                          .threads = threads,
                          .workers = workers,
                          .diags = diags};
    look_at_marked(&again);
    if (source->image)
        sb_image_runs_ask(join, source->image, looks, &(struct sb_image_asker){ask, look, &again});
    for (unsigned i = 0; i < 2 * threads; i++)
        workers[i].mention.asked = NULL;
    sb_free(again.what);
}
