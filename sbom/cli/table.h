/* The table of an inventory for people: what `sbom scan` prints without -o. */
#ifndef SB_CLI_TABLE_H
#define SB_CLI_TABLE_H

#include "base/sink.h"
#include "model/doc.h"

/* Source packages are left out: they are not installed themselves. */
void sb_table_write(const struct sb_doc *doc, struct sb_sink *sink);
uint32_t sb_table_left_out(const struct sb_doc *doc);

#endif
