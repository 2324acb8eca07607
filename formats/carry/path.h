/* The place of a value in a document, for people and for programs. */
#ifndef SB_FORMATS_CARRY_PATH_H
#define SB_FORMATS_CARRY_PATH_H

#include "base/buf.h"
#include "base/mem.h"

/* One step down: into the member `name`, or (name.p NULL) to the element `index` of a list, from 0. */
struct sb_step {
    sb_str name;
    uint64_t index;
};
struct sb_path {
    SB_VEC(struct sb_step) steps; /* none: the document itself */
};

void sb_path_pointer(struct sb_buf *buf, const struct sb_path *path); /* RFC 6901: /components/12/name */
void sb_path_text(struct sb_buf *buf, const struct sb_path *path);    /* components[12].name */
void sb_path_place(struct sb_buf *buf, const struct sb_path *path); /* components[].name: the same for all of a list */

#endif
