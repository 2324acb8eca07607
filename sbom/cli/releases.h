/* The documents of a folder as the releases of one thing: which are taken, and in which order. */
#ifndef SB_CLI_RELEASES_H
#define SB_CLI_RELEASES_H

#include "chain/chain.h"
#include "cli/option.h"
#include "collect/collect.h"

struct sb_release {
    const char *path; /* below the folder, with the folder in front */
    sb_str root;      /* name of what it is about; empty for nothing */
    sb_str type, version;
    sb_str created; /* as the document says; empty where it does not */
    int64_t seconds;
    bool timed;
};

struct sb_releases {
    struct sb_arena arena;
    SB_VEC(struct sb_release) list; /* in their order */
};

/* Reads each regular file below FOLDER that is a document, one at a time; no link is followed, and nothing else is
 * opened. CHAIN is told the order and what was left out. ROOT: name of what they are about; NULL: of that which most
 * are about. An error where a document cannot be read, or where fewer than two are left. */
SB_MUST sb_rc sb_releases_find(struct sb_releases *releases, const char *folder, const char *root,
                               const struct sb_scan_options *scan, struct sb_chain *chain, struct sb_err *err);
void sb_releases_done(struct sb_releases *releases);

#endif
