/* Facts in a document are its author's claims: what their values must look like. */
#ifndef SB_FORMATS_FACT_CHECK_H
#define SB_FORMATS_FACT_CHECK_H

#include "model/doc.h"
#include "model/facts.h"
#include "text/json_read.h"

/* NULL if VALUE is JSON of the fact's outer shape; else what is wrong, in words. RET_PLACE: the text of sbom:at, good
 * until JSON (a reader that is free to be used) moves. */
const char *sb_fact_check(struct sb_json *json, enum sb_fact_id id, sb_str value, sb_str *ret_place);

/* Whether DOC, which is still being read, has a fact NAME of OWNER already: then neither counts. Of very many doubled
 * ones the first are found. */
bool sb_fact_is_second(const struct sb_doc *doc, sb_comp owner, sb_text name);

#endif
