/* A component's own record against its files. */
#ifndef SB_COLLECT_CONTENT_VERIFIED_H
#define SB_COLLECT_CONTENT_VERIFIED_H

#include "collect/content.h"

/* JSON of sbom:verified, appended to JSON; false if there is nothing to tell. */
bool sb_content_verified(const struct sb_join *join, const struct sb_looks *looks, const struct sb_content_files *files,
                         const struct sb_content_extra *extra, struct sb_buf *json);

#endif
