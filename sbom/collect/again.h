/* A regular file of the tree whose bytes are asked for once more: of a folder by its path, of an archive by its place.
 */
#ifndef SB_COLLECT_AGAIN_H
#define SB_COLLECT_AGAIN_H

#include "base/diag.h"
#include "base/io.h"
#include "source/image_blobs.h"
#include "source/tree.h"

/* What a node's `user` may have in place of the number of a look (collect/look.h). */
#define SB_USER_PLACE (UINT32_C(1) << 31)
#define SB_USER_RUNS (UINT32_C(1) << 30) /* an image may run it */
static inline bool sb_user_is_place(uint32_t user)
{
    return user & SB_USER_PLACE;
}

/* A node, and what its `user` was; of a hard link SEQUENCE is that of the entry with the bytes. */
struct sb_again_file {
    sb_node node;
    uint32_t sequence, user;
};
struct sb_again_file sb_again_file(const struct sb_tree *tree, sb_node node);

struct sb_again {
    struct sb_stream *stream;
    struct sb_fd_stream file; /* of a folder */
    struct sb_piece piece;    /* of an archive, read through WHOLE: */
    struct sb_stream whole;   /* ends with an error where fewer bytes are than there were */
    int own;                  /* descriptor to close, or -1 */
    uint16_t mode;            /* of a folder's file; else SB_MODE_UNKNOWN */
};

/* Can NODE be read once more without what lies around it? */
bool sb_again_can(const struct sb_source *source, const struct sb_tree *tree, sb_node node);
/* SIZE and PATH: of its node. False with errno if it cannot be opened. Not to be moved; one thread a LAST. */
bool sb_again_open(struct sb_again *again, struct sb_source *source, struct sb_source_folder *last,
                   const struct sb_again_file *file, uint64_t size, sb_str path);
void sb_again_close(struct sb_again *again);
/* Says why PATH could not be opened. */
void sb_again_tell(struct sb_diags *diags, sb_str path, int error);

#endif
