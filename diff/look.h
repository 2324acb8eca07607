/* What to look at next, as a command for a shell. */
#ifndef SB_DIFF_LOOK_H
#define SB_DIFF_LOOK_H

#include "base/buf.h"
#include "diff/delta.h"

/* WORD as one word of a POSIX shell that no command takes for an option. */
void sb_look_word(struct sb_buf *buf, sb_str word);
/* BEFORE, PATH as a word (the top folder if it is empty), BEHIND. */
void sb_look_put(struct sb_buf *buf, const char *before, sb_str path, const char *behind);

/* Where one side's files are for whoever reads the report. */
enum sb_lies {
    SB_LIES_ELSEWHERE, /* the side is a document, or an image: its files have to be found first */
    SB_LIES_FOLDER,
    SB_LIES_TAR
};

/* What to do about FINDING where its side is in SOURCE, as the user named it: in the folder, in the tar, or first of
 * all where the document was made. In ARENA; empty if there is nothing. */
sb_str sb_look_at(const struct sb_delta *delta, const struct sb_finding *finding, enum sb_lies lies, sb_str source,
                  struct sb_arena *arena);

#endif
