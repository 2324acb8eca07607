/* Which part of its package a file belongs to. The parts only order what is told of the worst files, and each keeps
 * places: no name keeps a file out. */
#ifndef SB_COLLECT_CONTENT_PART_H
#define SB_COLLECT_CONTENT_PART_H

#include "collect/content.h"

enum sb_content_part {
    SB_PART_CODE,  /* what the package runs: what an execution point names, and code beside it */
    SB_PART_OTHER, /* web assets, data, native files */
    SB_PART_ASIDE, /* tests, documentation, examples */
    SB_PART_MADE,  /* minified files, maps, dist/ and build/ where no execution point lies in them */
    SB_PART_COUNT
};

/* Sets `part` and `kind` of the files of C. EXECS: its execution points. */
void sb_content_parts(const struct sb_join *join, sb_comp c, struct sb_content_runs *runs,
                      const struct sb_exec *const *execs, size_t n_execs, const struct sb_content_files *files);

#endif
