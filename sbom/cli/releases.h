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
    const char *folder;
    SB_VEC(sb_str) files;           /* what is looked at: paths with the folder in front, by bytes */
    SB_VEC(struct sb_release) list; /* in their order */
};

/* Lists all regular files below FOLDER; no link is followed, and nothing is opened but folders. CHAIN is told what was
 * left out, now and later. */
SB_MUST sb_rc sb_releases_list(struct sb_releases *releases, const char *folder, struct sb_chain *chain,
                               struct sb_err *err);
/* Reads each of them that is a document, one at a time, and finds the order, which CHAIN is told. ROOT: name of what
 * they are about; NULL: of that which most are about. An error where a document cannot be read, or where fewer than two
 * are left. */
SB_MUST sb_rc sb_releases_read(struct sb_releases *releases, const char *root, const struct sb_scan_options *scan,
                               struct sb_chain *chain, struct sb_err *err);
void sb_releases_done(struct sb_releases *releases);

#endif
