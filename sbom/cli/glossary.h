/* The words of the reports, each with what it means: sbom explain COVERAGE. */
#ifndef SB_CLI_GLOSSARY_H
#define SB_CLI_GLOSSARY_H

#include "base/str.h"

struct sb_glossary_row {
    const char *words;   /* that mean this, "|" between them, as they stand in reports */
    const char *meaning; /* one paragraph */
    const char *more;    /* what to do about it, or where it is told of; NULL: nothing */
};
extern const struct sb_glossary_row sb_glossary[];
extern const size_t sb_glossary_count;

/* In any letter case, with "-" or "_" for a blank. NULL if no report has such a word. Execution points and facts are
 * known from their own tables. */
const struct sb_glossary_row *sb_glossary_find(sb_str word);

#endif
