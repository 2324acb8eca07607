#include "collect/look.h"

#include "collect/again.h"
#include "collect/collect.h"
#include "source/capable.h"

/* ---- all of them ---- */

size_t sb_looks_add(struct sb_looks *looks, size_t n)
{
    size_t first = looks->n;
    looks->n += n;
    while (looks->blocks.n * SB_LOOK_BLOCK < looks->n) {
        *SB_PUSH(&looks->blocks) = sb_calloc(SB_LOOK_BLOCK, sizeof **looks->blocks.p);
        if (looks->verify)
            *SB_PUSH(&looks->digests) = sb_calloc(SB_LOOK_BLOCK, sizeof **looks->digests.p);
    }
    return first;
}

size_t sb_looks_take(struct sb_looks *looks, struct sb_looks *from)
{
    size_t first = looks->blocks.n * SB_LOOK_BLOCK;
    for (size_t i = 0; i < from->blocks.n; i++)
        *SB_PUSH(&looks->blocks) = from->blocks.p[i];
    for (size_t i = 0; i < from->digests.n; i++)
        *SB_PUSH(&looks->digests) = from->digests.p[i];
    looks->n = first + from->n;
    from->blocks.n = from->digests.n = from->n = 0;
    return first;
}

void sb_looks_done(struct sb_looks *looks)
{
    for (size_t i = 0; i < looks->blocks.n; i++)
        sb_free(looks->blocks.p[i]);
    for (size_t i = 0; i < looks->digests.n; i++)
        sb_free(looks->digests.p[i]);
    sb_free(looks->blocks.p);
    sb_free(looks->digests.p);
    *looks = (struct sb_looks){0};
}

/* ---- one ---- */

void sb_look_worker_init(struct sb_look_worker *worker)
{
    memset(worker, 0, sizeof *worker);
    worker->summariser = sb_summariser_new();
    worker->file_bytes = sb_limits_default.file_bytes;
    worker->body.sha256 = sb_sha256_new();
}

void sb_look_worker_done(struct sb_look_worker *worker)
{
    sb_summariser_free(worker->summariser);
    sb_free(worker->mention.found.p);
    sb_sha256_free(worker->body.sha256);
    sb_buf_done(&worker->body.small);
    sb_looks_done(&worker->made);
    sb_source_folder_done(&worker->folder);
    sb_free(worker->capable.some.p);
    sb_arena_done(&worker->arena);
    sb_arena_done(&worker->scratch);
}

static void tap(void *ctx, const char *p, size_t n)
{
    struct sb_look_worker *worker = ctx;
    if (n)
        sb_script_body_add(&worker->body, p, n);
    if (n && worker->runs)
        sb_deed_scan_add(&worker->deeds, p, n);
    if (worker->python)
        sb_mention_python_add(&worker->mention, p, n);
    else if (worker->searches)
        sb_mention_add(&worker->mention, p, n);
}

static const struct sb_script_body *keep_body(struct sb_look_worker *worker)
{
    struct sb_script_body body;
    if (!sb_script_body_end(&worker->body, &body))
        return NULL;
    struct sb_script_body *kept = SB_NEW(&worker->arena, struct sb_script_body);
    *kept = body;
    return kept;
}

static const struct sb_elf *keep_elf(struct sb_look_worker *worker)
{
    size_t bytes = sb_elf_names(&worker->elf);
    struct sb_elf *kept = SB_NEW(&worker->arena, struct sb_elf);
    *kept = worker->elf;
    kept->needed = bytes ? sb_arena_str(&worker->arena, sb_str_n(worker->elf.needed, bytes)).p : NULL;
    return kept;
}

static const struct sb_looked_more *keep_more(struct sb_look_worker *worker, bool whole)
{
    struct sb_looked_more more = {0};
    if (worker->searches)
        more.mentions = sb_mention_end(&worker->mention, &worker->arena);
    if (whole)
        more.body = keep_body(worker);
    if (whole && worker->elf.dynamic)
        more.elf = keep_elf(worker);
    if (worker->runs) {
        more.deeds = sb_deed_scan_end(&worker->deeds);
        more.paths = sb_arena_str(&worker->arena, sb_str_n(worker->deeds.paths, worker->deeds.paths_n));
    }
    if (!more.mentions.n && !more.body && !more.elf && !more.deeds && !more.paths.n)
        return NULL;
    struct sb_looked_more *kept = SB_NEW(&worker->arena, struct sb_looked_more);
    *kept = more;
    return kept;
}

void sb_look_begin(struct sb_look_worker *worker, sb_str name, sb_str head, struct sb_stream *stream, unsigned what,
                   struct sb_looked *ret_looked, struct sb_look_digests digests)
{
    bool every_quote = false;
    worker->extra =
        (struct sb_summary_extra){.lines = what & SB_LOOK_LINES,
                                  .tap = tap,
                                  .tap_ctx = worker,
                                  .ret_elf = &worker->elf,
                                  .ret_md5 = digests.which & SB_LOOK_MD5 ? digests.ret->md5 : NULL,
                                  .ret_sha1 = digests.which & SB_LOOK_SHA1 ? digests.ret->sha1 : NULL,
                                  .ret_sha512 = digests.which & SB_LOOK_SHA512 ? digests.ret->sha512 : NULL};
    memset(ret_looked, 0, sizeof *ret_looked);
    worker->looked = ret_looked;
    worker->python = what & SB_LOOK_MENTIONS && sb_mention_is_python(name);
    worker->searches = worker->python || (what & SB_LOOK_MENTIONS && sb_mention_wanted(name, &every_quote));
    if (worker->searches)
        sb_mention_begin(&worker->mention, every_quote);
    sb_script_body_begin(&worker->body);
    sb_deed_scan_begin(&worker->deeds);
    const struct sb_summary_file file = {name, head, stream, worker->file_bytes, &worker->extra, &ret_looked->summary};
    sb_summary_begin(worker->summariser, &file);
}

bool sb_look_step(struct sb_look_worker *worker)
{
    return sb_summary_step(worker->summariser);
}

void sb_look_hash(struct sb_look_worker *worker, struct sb_look_worker *other)
{
    sb_summary_hash(worker->summariser, other ? other->summariser : NULL);
}

sb_rc sb_look_end(struct sb_look_worker *worker, struct sb_err *err)
{
    struct sb_looked *looked = worker->looked;
    sb_rc rc = sb_summary_end(worker->summariser, err);
    looked->summary.failed = rc != SB_OK;
    looked->more = keep_more(worker, rc == SB_OK);
    return rc;
}

sb_rc sb_look(struct sb_look_worker *worker, sb_str name, sb_str head, struct sb_stream *stream, unsigned what,
              struct sb_looked *ret_looked, struct sb_look_digests digests, struct sb_err *err)
{
    sb_look_begin(worker, name, head, stream, what, ret_looked, digests);
    while (sb_look_step(worker))
        sb_look_hash(worker, NULL);
    return sb_look_end(worker, err);
}

void sb_look_capable(struct sb_looked_capable *capable, sb_node node, const struct sb_rights *rights,
                     struct sb_diags *diags, sb_str path)
{
    capable->told |= rights->capable != SB_CAPABLE_UNKNOWN;
    if (rights->capable == SB_CAPABLE_SOME)
        *SB_PUSH(&capable->some) = (struct sb_tree_capable){node.v, rights->capabilities};
    else if (rights->capable == SB_CAPABLE_ODD)
        sb_capable_tell_odd(diags, path);
}

sb_node sb_look_target(const struct sb_tree *tree, sb_node node)
{
    const struct sb_tree_node *link = sb_tree_at(tree, node);
    sb_node target = sb_tree_find(tree, (sb_node){link->parent}, link->name, true);
    return target.v && sb_tree_at(tree, target)->kind == SB_ENTRY_FILE ? target : SB_NODE_NONE;
}

const struct sb_looked *sb_looks_of(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node)
{
    uint32_t at = node.v ? sb_tree_at(tree, node)->user : 0;
    const struct sb_looked *looked = at && !sb_user_is_place(at) ? sb_looks_at(looks, at - 1) : NULL;
    return looked && !looked->summary.failed ? looked : NULL;
}

const uint8_t *sb_looks_digest(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node,
                               const struct sb_digest *recorded)
{
    const struct sb_looked *looked = sb_looks_of(looks, tree, node);
    if (!looked)
        return NULL;
    if (recorded->alg == SB_ALG_SHA256)
        return looked->summary.sha256;
    unsigned which = sb_look_for_record(recorded);
    if (!looks->verify || !(which & looks->made))
        return NULL;
    const struct sb_looked_digests *digests = sb_looks_digests_at(looks, sb_tree_at(tree, node)->user - 1);
    return which == SB_LOOK_MD5 ? digests->md5 : which == SB_LOOK_SHA1 ? digests->sha1 : digests->sha512;
}

unsigned sb_look_for_record(const struct sb_digest *recorded)
{
    switch (recorded->alg) {
    case SB_ALG_MD5: return SB_LOOK_MD5;
    case SB_ALG_SHA1: return SB_LOOK_SHA1;
    case SB_ALG_SHA512: return SB_LOOK_SHA512;
    default: return 0;
    }
}

uint32_t sb_looks_mode(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node)
{
    uint16_t mode = sb_tree_at(tree, node)->mode;
    return looks->verify && mode != SB_MODE_UNKNOWN ? (mode & 07777u) | SB_CLAIM_MODE : 0;
}
