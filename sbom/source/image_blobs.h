/* The files that an image consists of, by name: those of a folder, or of a tar, where they lie in one piece. */
#ifndef SB_SOURCE_IMAGE_BLOBS_H
#define SB_SOURCE_IMAGE_BLOBS_H

#include "base/arena.h"
#include "base/mem.h"
#include "source/source.h"

/* Bytes of a descriptor, read by place, so that any number of threads may. */
struct sb_piece {
    struct sb_stream stream;
    int fd;
    uint64_t first, at, end;
};
void sb_piece_begin(struct sb_piece *piece, int fd, uint64_t at, uint64_t size);
/* Passes over at most N bytes. */
int64_t sb_piece_skip(struct sb_stream *stream, int64_t n);
/* As lseek(2), from the piece's own start; -1 for a place outside of it. */
int64_t sb_piece_seek(struct sb_stream *stream, int64_t offset, int whence);

struct sb_image_file {
    sb_str name, target; /* of a link what it leads to, from the root */
    uint64_t at, size;
    bool odd; /* it does not lie there in one piece */
};
struct sb_image_blobs {
    int fd; /* of the folder, or of the tar */
    bool folder;
    SB_VEC(struct sb_image_file) files; /* of a tar, sorted by name; of one name the last */
    struct sb_arena text;
};

/* Takes FD over, also where it fails: sb_image_blobs_done() closes it. A tar is no compressed one. */
SB_MUST sb_rc sb_image_blobs_open(struct sb_image_blobs *blobs, int fd, bool folder, struct sb_err *err);
void sb_image_blobs_done(struct sb_image_blobs *blobs);
/* Is the tar FD an image? All of its names must be those of parts of images, or stand in its manifest.json. It may be
 * both; of a packed one only the first file is looked at. For one thread. */
enum { SB_IMAGE_DOCKER = 1, SB_IMAGE_OCI = 2, SB_IMAGE_PACKED = 4 /* one of the two */ };
unsigned sb_image_blobs_look(int fd);

/* Does a tar have two files of this name? */
bool sb_image_blobs_twice(const struct sb_image_blobs *blobs, sb_str name);
bool sb_image_blobs_have(const struct sb_image_blobs *blobs, sb_str name);
/* The bytes of NAME (parts, no ".."): *RET_OWN is the descriptor to close, or -1. SB_E_NOTFOUND if it is not there. */
SB_MUST sb_rc sb_image_blobs_piece(const struct sb_image_blobs *blobs, sb_str name, struct sb_piece *ret_piece,
                                   int *ret_own, struct sb_err *err);
/* All of a small one, in BUF. */
SB_MUST sb_rc sb_image_blobs_read(const struct sb_image_blobs *blobs, sb_str name, size_t max, struct sb_buf *buf,
                                  struct sb_err *err);

#endif
