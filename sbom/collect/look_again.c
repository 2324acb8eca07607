#include "collect/look_again.h"

#include <errno.h>
#include <unistd.h>

#include "base/pool.h"
#include "collect/content.h"
#include "collect/mentioned.h"
#include "source/capable.h"
#include "source/tree_inside.h"

/* ---- which files, and what of them ---- */

/* Beside the bits of SB_LOOK_LINES and SB_LOOK_MENTIONS; those of SB_LOOK_MD5 and the others stand from DIGESTS on. */
enum { LOOK = SB_LOOK_ALL + 1, DIGESTS = 2 * LOOK };

struct marks {
    const struct sb_join *join;
    bool verify;
    uint8_t *what; /* by node */
    bool *asks;    /* by component: does it ask which of its dependencies are mentioned? */
};

static void mark(struct marks *marks, sb_node node, unsigned what)
{
    if (node.v && sb_tree_at(marks->join->tree, node)->kind == SB_ENTRY_FILE)
        marks->what[node.v] |= (uint8_t)what;
}

/* What checking the file against its record takes. */
static unsigned for_record(const struct marks *marks, const struct sb_digest *recorded)
{
    if (recorded && recorded->alg == SB_ALG_SHA256)
        return LOOK;
    unsigned digests = recorded && marks->verify ? sb_look_for_record(recorded) : 0;
    return digests ? LOOK | DIGESTS * digests : 0;
}

static void mark_claim(struct marks *marks, const struct sb_claim *claim)
{
    const struct sb_tree *tree = marks->join->tree;
    if (!claim->node.v)
        return;
    bool link = sb_tree_at(tree, claim->node)->kind == SB_ENTRY_LINK;
    sb_node node = link ? sb_look_target(tree, claim->node) : claim->node;
    if (marks->asks[claim->component.v])
        mark(marks, node, SB_LOOK_MENTIONS);
    if (claim->flags & (SB_CLAIM_CONTENT | SB_CLAIM_MANIFEST))
        mark(marks, node, LOOK | SB_LOOK_LINES);
    mark(marks, node, for_record(marks, claim->recorded));
}

/* Of a link what it leads to. */
static void mark_running(struct marks *marks, sb_node node, sb_node runs)
{
    mark(marks, node, LOOK);
    mark(marks, runs, LOOK);
}

static void mark_all(struct marks *marks, const struct sb_unowned *unowned)
{
    const struct sb_join *join = marks->join;
    for (size_t i = 0; i < join->deps.n; i++)
        if (join->deps.p[i].name.n)
            marks->asks[join->deps.p[i].component.v] = true;
    for (size_t i = 0; i < join->claims.n; i++)
        mark_claim(marks, &join->claims.p[i]);
    for (size_t i = 0; i < join->execs.n; i++)
        mark_running(marks, join->execs.p[i].node, join->execs.p[i].runs);
    for (size_t i = 0; i < unowned->files.n; i++)
        mark_running(marks, unowned->files.p[i].node, unowned->files.p[i].runs);
}

/* ---- looking ---- */

struct again {
    const struct sb_tree *tree;
    struct sb_source *source;
    struct sb_looks *looks;
    const uint8_t *what;            /* by node */
    SB_VEC(sb_node) nodes;          /* as in LOOKS from FIRST on */
    size_t first;                   /* looks that there were before: of what lies in archives */
    struct sb_look_worker *workers; /* two a thread */
    struct sb_diags *diags;         /* one a thread */
};

static void tell(struct sb_diags *diags, sb_str path, int error)
{
    enum sb_code code = error == ENOENT ? SB_D_VANISHED : SB_D_UNREADABLE;
    char reason[128];
    sb_diag(diags, code, path, 0, "cannot open: %s", strerror_r(error, reason, sizeof reason));
}

/* A file that is being looked at. */
struct open_look {
    struct sb_look_worker *worker;
    sb_str path; /* empty: none */
    struct sb_fd_stream stream;
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
static void take_rights(const struct pair *pair, const struct open_look *look, sb_node node, uint16_t mode)
{
    struct sb_rights rights = {.mode = mode};
    struct sb_tree_node *at = sb_tree_at(pair->again->tree, node);
    if (at->mode == SB_MODE_UNKNOWN) /* nobody asks, of no source */
        return;
    at->mode = mode;
    if (!sb_may_run(mode))
        return;
    sb_capable_fd(look->stream.fd, &rights);
    sb_look_capable(&look->worker->capable, node, &rights, pair->diags, look->path);
}

/* False if file I cannot be opened, which is told. */
static bool open_file(struct pair *pair, struct open_look *look, size_t i)
{
    struct again *again = pair->again;
    struct sb_looked *looked = sb_looks_at(again->looks, again->first + i);
    sb_node node = again->nodes.p[i];
    sb_str path = sb_tree_path(again->tree, node, &look->worker->scratch);
    struct sb_reopened opened;
    int fd = again->source->type->reopen(again->source, pair->folder, path, &opened);
    looked->summary.failed = true;
    if (fd < 0) {
        sb_tree_at(again->tree, node)->mode = SB_MODE_UNKNOWN;
        tell(pair->diags, path, errno);
        sb_arena_reset(&look->worker->scratch);
        return false;
    }
    sb_fd_stream(&look->stream, fd);
    look->stream.size = opened.size;
    look->path = path;
    struct sb_look_digests digests = {.which = again->what[node.v] / DIGESTS};
    if (digests.which)
        digests.ret = sb_looks_digests_at(again->looks, again->first + i);
    take_rights(pair, look, node, opened.mode);
    sb_look_begin(look->worker, sb_path_base(path), SB_STR_NONE, &look->stream.stream, again->what[node.v], looked,
                  digests);
    return true;
}

static void close_file(struct pair *pair, struct open_look *look)
{
    struct sb_err err = {0};
    sb_rc rc = sb_look_end(look->worker, &err);
    if (rc != SB_OK)
        sb_diag(pair->diags, rc == SB_E_LIMIT ? SB_D_LIMIT_BYTES : SB_D_UNREADABLE, look->path, 0, "%s", err.text);
    close(look->stream.fd);
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

static void look_at_marked(struct again *again, unsigned threads)
{
    for (uint32_t i = 1; i < again->tree->n; i++) {
        if (!(again->what[i] & LOOK) || sb_tree_inside(again->tree, (sb_node){i}).v)
            continue;
        *SB_PUSH(&again->nodes) = (sb_node){i};
        sb_tree_at(again->tree, (sb_node){i})->user = (uint32_t)(again->first + again->nodes.n);
    }
    struct sb_looks *looks = again->looks;
    if (again->nodes.n == 0)
        return;
    looks->made |= SB_LOOK_SHA512;
    sb_looks_add(looks, again->nodes.n);
    sb_parallel_range(threads, again->nodes.n, look_at_share, again);
    sb_free(again->nodes.p);
}

void sb_look_again(const struct sb_join *join, const struct sb_unowned *unowned, struct sb_source *source,
                   unsigned threads, struct sb_look_worker *workers, struct sb_looks *looks, struct sb_diags *diags)
{
    struct marks marks = {.join = join, .verify = looks->verify};
    marks.what = sb_calloc(join->tree->n, sizeof *marks.what);
    marks.asks = sb_calloc((size_t)sb_doc_count(join->doc) + 1, sizeof *marks.asks);
    mark_all(&marks, unowned);
    struct sb_mention_set asked = {0};
    sb_mentions_asked(join, &asked);
    for (unsigned i = 0; i < 2 * threads; i++)
        workers[i].mention.asked = &asked;
    struct again again = {.first = looks->n,
                          .tree = join->tree,
                          .source = source,
                          .looks = looks,
                          .what = marks.what,
                          .workers = workers,
                          .diags = diags};
    look_at_marked(&again, threads);
    for (unsigned i = 0; i < 2 * threads; i++)
        workers[i].mention.asked = NULL;
    sb_free(marks.what);
    sb_free(marks.asks);
}
