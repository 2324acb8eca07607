/* The files of a component that are told apart: the largest, and the texts that are hardest to read. */
#ifndef SB_COLLECT_CONTENT_WORST_H
#define SB_COLLECT_CONTENT_WORST_H

#include "collect/content_part.h"

/* JSON of sbom:largest and sbom:lines, appended to JSON. */
void sb_content_largest(const struct sb_content_files *files, struct sb_buf *json);
void sb_content_lines(const struct sb_content_files *files, struct sb_buf *json);

#endif
