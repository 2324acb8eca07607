/* Files that no component claims and that matter: those that run by themselves, and those in a folder that a component
 * fills. */
#ifndef SB_COLLECT_UNOWNED_H
#define SB_COLLECT_UNOWNED_H

#include "collect/places.h"

struct sb_unowned_file {
    sb_node node;
    sb_node runs;  /* whose bytes run where NODE is a link; none for what leads out, to nothing or to an owned file */
    bool switches; /* a link that leads to an owned file */
    enum sb_exec_kind kind; /* SB_EXEC_COUNT: does not run by itself */
    sb_comp component;      /* whose folder it lies in: then it is that one's sbom:unlisted; else none */
    bool if_code;           /* it counts only if it is code by its name or bytes */
    bool script;            /* size and digest leave out the head that the installation wrote, as for SB_CLAIM_SCRIPT */
    const struct sb_exec_bytes *told; /* size and digest, where they are not those of the file; or NULL */
    sb_str command; /* of what runs: its line, "-> target" of a link, "shadows usr/bin/ls" of a command */
};
struct sb_unowned {
    SB_VEC(struct sb_unowned_file) files; /* by component, then those that run first, then by path */
};

void sb_unowned_find(struct sb_join *join, const struct sb_places *places, struct sb_unowned *ret_unowned);
void sb_unowned_done(struct sb_unowned *unowned);

#endif
