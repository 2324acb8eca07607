/* What to look at next, as a command for a shell: a line that runs as it stands. */
#ifndef SB_DIFF_LOOK_H
#define SB_DIFF_LOOK_H

#include "base/buf.h"
#include "diff/delta.h"

/* WORD as one word of a POSIX shell that no command takes for an option. It has no character that a page would have to
 * escape: those are printed by printf(1). */
void sb_look_word(struct sb_buf *buf, sb_str word);
/* BEFORE, PATH as a word (the top folder if it is empty), BEHIND. */
void sb_look_put(struct sb_buf *buf, const char *before, sb_str path, const char *behind);

/* Where one side's files are for whoever reads the report. */
enum sb_lies {
    SB_LIES_ELSEWHERE, /* the side is a document, or came from a pipe: its files have to be found first */
    SB_LIES_FOLDER,
    SB_LIES_TAR,
    SB_LIES_ZIP,
    SB_LIES_DEB,
    SB_LIES_IMAGE /* in its layers: only sbom itself finds the file that counts */
};

struct sb_lies_in {
    enum sb_lies lies;
    sb_str source;   /* as the user named it */
    sb_str platform; /* of an image, as the user asked for it; mostly empty */
};

/* What to do about FINDING where its side is IN: in the folder, archive or image, or in the folder that somebody has of
 * it (sb_look_wants_tree). In ARENA; empty if there is nothing. Of a finding that has no command, its sentence. */
sb_str sb_look_at(const struct sb_delta *delta, const struct sb_finding *finding, const struct sb_lies_in *in,
                  struct sb_arena *arena);
/* Whether that is a command which has to be run in the folder that IN was made of. */
bool sb_look_wants_tree(const struct sb_finding *finding, const struct sb_lies_in *in);

#endif
