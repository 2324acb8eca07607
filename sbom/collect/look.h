/* What is known of the bytes of a tree's files. */
#ifndef SB_COLLECT_LOOK_H
#define SB_COLLECT_LOOK_H

#include "collect/deed.h"
#include "collect/mention.h"
#include "source/elf.h"
#include "source/script_body.h"
#include "source/summary.h"
#include "source/tree.h"

/* What only few of the files have. */
struct sb_looked_more {
    struct sb_mentions mentions;
    const struct sb_script_body *body; /* of a text whose head an installation may have written; else NULL */
    const struct sb_elf *elf;          /* of an ELF file with a dynamic part; else NULL */
    unsigned deeds;                    /* SB_DEED_...: of a text that an image may run */
    sb_str paths;                      /* of such a one: see struct sb_deed_scan */
};

/* There is one for nearly every file of the tree. */
struct sb_looked {
    struct sb_summary summary;
    const struct sb_looked_more *more; /* NULL: nothing of it */
};

static inline const struct sb_script_body *sb_looked_body(const struct sb_looked *looked)
{
    return looked->more ? looked->more->body : NULL;
}

static inline const struct sb_elf *sb_looked_elf(const struct sb_looked *looked)
{
    return looked->more ? looked->more->elf : NULL;
}

/* Beside a look, not in it: only a scan that verifies makes them. */
struct sb_looked_digests {
    uint8_t md5[SB_MD5_BYTES];
    uint8_t sha1[SB_SHA1_BYTES];
    uint8_t sha512[SB_SHA512_BYTES];
};
/* Which of them, where a file needs but one. Of a stream, where that is not known, SHA-512 is not made: it takes longer
 * than both, and hardly anybody records it. */
enum { SB_LOOK_MD5 = 1, SB_LOOK_SHA1 = 2, SB_LOOK_SHA512 = 4, SB_LOOK_OF_STREAM = SB_LOOK_MD5 | SB_LOOK_SHA1 };

/* All looks of a scan, or what one worker has of them. A tree node's `user` is its index here, plus 1; 0 = not looked
 * at, as is what has a place there (collect/again.h). They lie in blocks that never move, so that for many files
 * nothing is there twice. */
enum { SB_LOOK_BLOCK = 256 };
struct sb_looks {
    SB_VEC(struct sb_looked *) blocks;
    SB_VEC(struct sb_looked_digests *) digests; /* beside BLOCKS if VERIFY; zeros where no record asks */
    size_t n;
    bool verify;   /* records are checked that need another digest than SHA-256 */
    unsigned made; /* then: SB_LOOK_MD5 and others that the source makes where asked */
};
/* The index of N new ones, all zero. */
size_t sb_looks_add(struct sb_looks *looks, size_t n);
static inline struct sb_looked *sb_looks_at(const struct sb_looks *looks, size_t i)
{
    return &looks->blocks.p[i / SB_LOOK_BLOCK][i % SB_LOOK_BLOCK];
}
/* Only if LOOKS verify. */
static inline struct sb_looked_digests *sb_looks_digests_at(const struct sb_looks *looks, size_t i)
{
    return &looks->digests.p[i / SB_LOOK_BLOCK][i % SB_LOOK_BLOCK];
}
/* All that FROM has, which is empty then; returns the index of the first. */
size_t sb_looks_take(struct sb_looks *looks, struct sb_looks *from);
void sb_looks_done(struct sb_looks *looks);

/* Files that were asked for their capabilities. */
struct sb_looked_capable {
    sb_tree_capables some; /* that have any, by node in no order */
    bool told;             /* of at least one it was said whether it has */
};

/* One of each worker. */
struct sb_look_worker {
    struct sb_summariser *summariser;
    struct sb_mention_scan mention;
    struct sb_script_body_scan body;
    struct sb_summary_extra extra; /* of the current file: */
    struct sb_elf elf;
    struct sb_looked *looked;
    bool searches; /* for mentions */
    bool python;   /* of which its imports are searched for */
    bool runs;     /* set by the caller: an image may run it */
    struct sb_deed_scan deeds;
    struct sb_arena arena;
    struct sb_arena scratch; /* of one file */
    struct sb_source_folder folder;
    struct sb_looked_capable capable; /* sources that reopen */
    struct sb_looks made;             /* one-pass sources: by the `user` of the worker's entries */
    uint64_t file_bytes;              /* that are read of one */
};
void sb_look_worker_init(struct sb_look_worker *worker);
void sb_look_worker_done(struct sb_look_worker *worker);

/* What is looked for besides size, digest and kind. */
enum { SB_LOOK_LINES = 1, SB_LOOK_MENTIONS = 2, SB_LOOK_ALL = SB_LOOK_LINES | SB_LOOK_MENTIONS };

/* Where digests for records go, and which are made. */
struct sb_look_digests {
    struct sb_looked_digests *ret;
    unsigned which;
};

/* Reads STREAM to its end. HEAD was read from it before. */
SB_MUST sb_rc sb_look(struct sb_look_worker *worker, sb_str name, sb_str head, struct sb_stream *stream, unsigned what,
                      struct sb_looked *ret_looked, struct sb_look_digests digests, struct sb_err *err);

/* The same in steps, so that two workers can hash side by side, which is faster. NAME, STREAM and what is pointed to
 * stay until the end. A step reads on if nothing is left to hash; false at the end, or after an error. */
void sb_look_begin(struct sb_look_worker *worker, sb_str name, sb_str head, struct sb_stream *stream, unsigned what,
                   struct sb_looked *ret_looked, struct sb_look_digests digests);
bool sb_look_step(struct sb_look_worker *worker);
void sb_look_hash(struct sb_look_worker *worker, struct sb_look_worker *other); /* OTHER may be NULL */
SB_MUST sb_rc sb_look_end(struct sb_look_worker *worker, struct sb_err *err);

/* Takes what asking NODE gave; DIAGS gets what cannot be understood, with the path from the root. */
void sb_look_capable(struct sb_looked_capable *capable, sb_node node, const struct sb_rights *rights,
                     struct sb_diags *diags, sb_str path);

/* The regular file of the tree that the link NODE leads to, directly or by others; none if there is no such file. */
sb_node sb_look_target(const struct sb_tree *tree, sb_node node);
const struct sb_looked *sb_looks_of(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node);
/* Which of the digests a record needs; 0 for SHA-256, which is always made, and for what is never made. */
unsigned sb_look_for_record(const struct sb_digest *recorded);
/* The file's own mode, as sb_claim.recorded_mode; 0 if it is not known, or nobody verifies. */
uint32_t sb_looks_mode(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node);
/* The file's own digest by the algorithm of RECORDED, or NULL if it was not made. */
const uint8_t *sb_looks_digest(const struct sb_looks *looks, const struct sb_tree *tree, sb_node node,
                               const struct sb_digest *recorded);
#endif
