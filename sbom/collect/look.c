#include "collect/look.h"

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
    sb_free(worker->md5.p);
    sb_source_folder_done(&worker->folder);
    sb_arena_done(&worker->arena);
    sb_arena_done(&worker->scratch);
}

sb_rc sb_look(struct sb_look_worker *worker, sb_str name, sb_str head, struct sb_stream *stream, unsigned what,
              struct sb_looked *ret_looked, struct sb_looked_md5 *ret_md5, struct sb_err *err)
{
    bool every_quote;
    bool search = what & SB_LOOK_MENTIONS && sb_mention_wanted(name, &every_quote);
    const struct sb_summary_extra extra = {.lines = what & SB_LOOK_LINES,
                                           .tap = search ? sb_mention_add : NULL,
                                           .tap_ctx = &worker->mention,
                                           .ret_md5 = ret_md5 ? ret_md5->b : NULL};
    memset(ret_looked, 0, sizeof *ret_looked);
    if (search)
        sb_mention_begin(&worker->mention, every_quote);
    sb_rc rc = sb_summarise(worker->summariser, name, head, stream, sb_limits_default.file_bytes, &extra,
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

const uint8_t *sb_looks_digest(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node,
                               const struct sb_digest *recorded)
{
    const struct sb_looked *looked = sb_looks_of(looks, tree, node);
    if (!looked)
        return NULL;
    if (recorded->alg == SB_ALG_SHA256)
        return looked->summary.sha256;
    return recorded->alg == SB_ALG_MD5 && looks->verify ? looks->md5.p[looked - looks->p.p].b : NULL;
}
