/* Which tool made a document, of those that it names. */
#ifndef SB_MODEL_TOOL_H
#define SB_MODEL_TOOL_H

#include "model/doc.h"

/* The tool that made the inventory: not the library that wrote the document, not a tool that worked on it afterwards
 * or a package manager that was asked, not the scanner that another tool has inside. Of several the smallest name.
 * NULL where none is named. */
const struct sb_tool *sb_doc_tool(const struct sb_doc *doc);
/* Do both documents name one such tool, or none at all? A scan is made by "sbom". */
bool sb_doc_same_tool(const struct sb_doc *a, const struct sb_doc *b);
/* Splits what stands for a tool in one text, as tools write it: "tool-1.2", "tool - 0.1.0", "tool (v1)", "tool/1.2",
 * "tool v1.2", "tool version 1.2". An empty version where there is none. */
void sb_tool_split(sb_str text, sb_str *ret_name, sb_str *ret_version);

#endif
