#include "collect/look.h"

#include <errno.h>
#include <unistd.h>

#include "base/pool.h"

void sb_look_worker_init(struct sb_look_worker *worker)
{
    memset(worker, 0, sizeof *worker);
    worker->summariser = sb_summariser_new();
}

void sb_look_worker_done(struct sb_look_worker *worker)
{
    sb_summariser_free(worker->summariser);
    sb_free(worker->mention.found.p);
    sb_free(worker->made.p);
    sb_free(worker->tokens.p);
    sb_arena_done(&worker->arena);
    sb_arena_done(&worker->scratch);
}

sb_rc sb_look(struct sb_look_worker *worker, sb_str name, sb_str head, struct sb_stream *stream, uint64_t max,
              struct sb_looked *ret_looked, struct sb_err *err)
{
    bool every_quote;
    bool search = sb_mention_wanted(name, &every_quote);
    memset(ret_looked, 0, sizeof *ret_looked);
    if (search)
        sb_mention_begin(&worker->mention, every_quote);
    sb_rc rc = sb_summarise(worker->summariser, name, head, stream, max, search ? sb_mention_add : NULL, &worker->mention,
                            &ret_looked->summary, err);
    ret_looked->failed = rc != SB_OK;
    if (search)
        ret_looked->mentions = sb_mention_end(&worker->mention, &worker->arena);
    return rc;
}

const struct sb_looked *sb_looks_of(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node)
{
    uint32_t at = node.v ? sb_tree_at(tree, node)->user : 0;
    return at && !looks->p.p[at - 1].failed ? &looks->p.p[at - 1] : NULL;
}

struct again {
    struct sb_looks *looks;
    struct sb_tree *tree;
    struct sb_source *source;
    const sb_node *nodes;
    size_t first; /* index in looks of the first node */
    uint64_t max;
    struct sb_look_worker *workers;
    struct sb_diags *diags;
};

static void tell(struct sb_diags *diags, sb_str path, int error)
{
    enum sb_code code = error == ENOENT ? SB_D_VANISHED : SB_D_UNREADABLE;
    char reason[128];
    sb_diag(diags, code, path, 0, "cannot open: %s", strerror_r(error, reason, sizeof reason));
}

static void look_at(void *ctx, unsigned number, size_t i)
{
    struct again *again = ctx;
    struct sb_look_worker *worker = &again->workers[number];
    struct sb_looked *looked = &again->looks->p.p[again->first + i];
    sb_str path = sb_tree_path(again->tree, again->nodes[i], &worker->scratch);
    uint64_t size;
    int fd = again->source->type->reopen(again->source, path, &size);
    looked->failed = true;
    if (fd < 0) {
        tell(&again->diags[number], path, errno);
    } else {
        struct sb_fd_stream stream;
        struct sb_err err = {0};
        sb_fd_stream(&stream, fd);
        sb_rc rc = sb_look(worker, sb_path_base(path), SB_STR_NONE, &stream.stream, again->max, looked, &err);
        if (rc != SB_OK)
            sb_diag(&again->diags[number], rc == SB_E_LIMIT ? SB_D_LIMIT_BYTES : SB_D_UNREADABLE, path, 0, "%s", err.text);
        close(fd);
    }
    sb_arena_reset(&worker->scratch);
}

void sb_look_again(struct sb_looks *looks, struct sb_tree *tree, struct sb_source *source, const sb_node *nodes, size_t n,
                   unsigned threads, uint64_t max, struct sb_look_worker *workers, struct sb_diags *diags)
{
    struct again again = {looks, tree, source, nodes, looks->p.n, max, workers, diags};
    if (n == 0)
        return;
    sb_grow(&looks->p.p, &looks->p.cap, looks->p.n + n, sizeof *looks->p.p);
    memset(looks->p.p + looks->p.n, 0, n * sizeof *looks->p.p);
    looks->p.n += n;
    for (size_t i = 0; i < n; i++)
        sb_tree_at(tree, nodes[i])->user = (uint32_t)(again.first + i + 1);
    sb_parallel(threads, n, look_at, &again);
}
