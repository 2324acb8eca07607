/* Names of the rows of the CycloneDX tables, for those that mean one of them: an object, a member, a list of words. A
 * name that no row has does not compile. */
#ifndef SB_GRAMMAR_CYCLONEDX_H
#define SB_GRAMMAR_CYCLONEDX_H

#include "grammar/grammar.h"

/* Indices of sb_grammar_cyclonedx.objects. */
enum sb_cdx_object {
#define OBJECT(id, ...) SB_CDX_##id,
#define M(...)
#define END(id)
#include "grammar/cdx.def"
#undef OBJECT
#undef M
#undef END
    SB_CDX_OBJECTS
};

/* Indices of sb_grammar_cyclonedx.members; those of an object from SB_CDX_ROWS_OF_x up to SB_CDX_ROWS_END_x. */
enum sb_cdx_row {
#define OBJECT(id, ...) SB_CDX_ROWS_OF_##id, SB_CDX_ROWS_BEFORE_##id = SB_CDX_ROWS_OF_##id - 1,
#define M(object, id, ...) SB_CDX_ROW_##object##_##id,
#define END(id) SB_CDX_ROWS_END_##id, SB_CDX_ROWS_BACK_##id = SB_CDX_ROWS_END_##id - 1,
#include "grammar/cdx.def"
#undef OBJECT
#undef M
#undef END
    SB_CDX_ROWS
};

/* Indices of sb_grammar_cyclonedx.words; 0 is no list. */
enum sb_cdx_words {
    SB_CDX_WORDS_NONE,
#define RULE(...)
#define WORDS(id, ...) SB_CDX_WORDS_##id,
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
    SB_CDX_WORDS
};

/* Indices of sb_grammar_cyclonedx.rules; 0 is any text or number. RULE_x is the first row of x. */
enum sb_cdx_rule {
    SB_CDX_RULE_ANY,
#define RULE(id, ...) SB_CDX_RULE_##id,
#define WORDS(...)
#include "grammar/cdx_words.def"
#undef RULE
#undef WORDS
    SB_CDX_RULES
};

#endif
