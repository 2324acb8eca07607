/* Inside of scan.c: what the steps of one scan share. */
#ifndef SB_COLLECT_SCAN_STATE_H
#define SB_COLLECT_SCAN_STATE_H

#include "collect/dispatch.h"
#include "collect/image_lower.h"
#include "collect/look.h"
#include "collect/nest.h"

/* A small file of an archive that collectors read: a link may lead to it. */
struct sb_kept_file {
    uint32_t sequence; /* of its entry */
    sb_str bytes;
};

/* What was read of an outermost archive: tokens of the folder of its inside and of all below. */
struct sb_nested {
    uint32_t first, end;
};

/* What has a name as the inside of an archive has one; both lie in the batch's memory. */
struct sb_alike {
    sb_str dir, name;
};

struct sb_scan_worker {
    struct sb_tree_batch batch;
    struct sb_record_list records;
    SB_VEC(uint32_t)
    moved; /* tokens of entries that lie elsewhere than they said: what collectors made of them is void */
    SB_VEC(uint32_t) behind; /* tokens of entries that collectors want, but whose bytes stand at another place: links */
    SB_VEC(struct sb_kept_file) kept; /* by sequence */
    size_t kept_bytes;
    struct sb_arena arena, passing, scratch;
    struct sb_buf bytes;
    struct sb_dispatch_hit *hits; /* room for one file's */
    const struct sb_entry *asked; /* the file whose bytes were asked for last, until it is visited; or NULL */
    size_t n_asked;               /* hits that were found then */
    struct sb_nest *nest;         /* that the current file lies in; or NULL */
    SB_VEC(struct sb_nested) nested;
    SB_VEC(struct sb_alike) alike;
    uint64_t read; /* bytes that collectors were given */
};

struct sb_scan_state {
    const struct sb_scan_options *options;
    struct sb_source *source;
    const struct sb_collector *
        *collectors; /* those of the options, and behind them those that only tell what is not read */
    struct sb_dispatch *dispatch;
    struct sb_scan_worker *workers;
    struct sb_look_worker *lookers; /* one a worker; as many again for the second look, which takes two */
    struct sb_diags *diags;         /* one a worker */
    unsigned threads;
    struct sb_tree tree;
    struct sb_looks looks;
    struct sb_join join;
    struct sb_lower lower;
    struct sb_arena arena;
    SB_VEC(struct sb_record) records;
};

#endif
