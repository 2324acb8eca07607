/* The table of an inventory for people: what `sbom scan` prints without -o. */
#ifndef SB_CLI_TABLE_H
#define SB_CLI_TABLE_H

#include "base/sink.h"
#include "model/doc.h"

void sb_table_write(const struct sb_doc *doc, struct sb_sink *sink);

#endif
