/* What the programs and libraries of a component can do. */
#ifndef SB_COLLECT_CONTENT_ELF_H
#define SB_COLLECT_CONTENT_ELF_H

#include "collect/content.h"

/* JSON of sbom:elf, appended to JSON. False if the component has no ELF file with a dynamic part. */
bool sb_content_elf(const struct sb_content_files *files, struct sb_buf *json);

#endif
