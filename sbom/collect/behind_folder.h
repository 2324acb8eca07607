/* Files that collectors want by a path that leads through a link to a folder, and not by their own. */
#ifndef SB_COLLECT_BEHIND_FOLDER_H
#define SB_COLLECT_BEHIND_FOLDER_H

#include "collect/scan_state.h"

struct sb_behind_folders {
    struct sb_scan_state *scan;
    /* NODE is a file, or a link to one; PATH and HITS are good for the call. */
    void (*give)(void *ctx, sb_node node, sb_str path, const struct sb_dispatch_hit *hits, size_t n);
    void *ctx;
};

void sb_behind_folders(struct sb_behind_folders *asked);

#endif
