/* Where a package comes from, in documents without our facts: qualifiers of its purl, distribution references, SPDX's
 * download location. */
#ifndef SB_DIFF_CARRIED_H
#define SB_DIFF_CARRIED_H

#include "diff/delta.h"

enum sb_carried_kind {
    SB_CARRIED_REPOSITORY,    /* built from another repository */
    SB_CARRIED_TO_REPOSITORY, /* from a repository instead of a registry, at the same version */
    SB_CARRIED_HOST,          /* downloaded from another host, or from another project of it */
    SB_CARRIED_ADDRESS,       /* another address of the same host, at the same version */
    SB_CARRIED_COMMIT,        /* another commit of the same repository, at the same version */
    SB_CARRIED_PROJECT        /* another repository that the package names as its own, at the same version */
};
struct sb_carried_step {
    enum sb_carried_kind kind;
    sb_str old, new;               /* as written; old may be empty */
    sb_str old_source, new_source; /* what of them counts: host, repository */
};
/* Between versions the version moves along in an address, so that only its host counts. False where nothing moved. */
bool sb_carried_step(const struct sb_delta *delta, const sb_comp row[SB_SIDES], bool same_version,
                     struct sb_arena *arena, struct sb_carried_step *ret);
/* Two spellings of one address: "git+" in front, ".git" or a slash at the end. */
sb_str sb_bare_url(sb_str url);
/* Scheme and host of an address; on a forge also the project. */
sb_str sb_url_source(sb_str url);

#endif
