/* The words that may stand where an option or a command wants one: read by --help and by the completions of shells. */
#ifndef SB_CLI_WORDS_H
#define SB_CLI_WORDS_H

#include "base/base.h"

enum sb_word_kind {
    SB_WORDS_ANY, /* text of the user's own */
    SB_WORDS_FILE,
    SB_WORDS_FORMAT,   /* of scan */
    SB_WORDS_REPORT,   /* of diff */
    SB_WORDS_CHAIN,    /* of history */
    SB_WORDS_ENCODING, /* of convert and apply */
    SB_WORDS_CHECK,    /* of validate */
    SB_WORDS_DELTA,    /* of delta */
    SB_WORDS_LEVEL,
    SB_WORDS_TIME,
    SB_WORDS_SCOPE,
    SB_WORDS_LIST,   /* of sbom list */
    SB_WORDS_TOPIC,  /* of sbom explain */
    SB_WORDS_POLICY, /* of sbom policy */
    SB_WORDS_COUNT
};

/* Calls EACH with every word of KIND and with what there is to say of it (the default of a format, a summary), or NULL.
 * Of files and of the user's own text none. */
void sb_words_each(enum sb_word_kind kind, void (*each)(void *ctx, const char *word, const char *note), void *ctx);

#endif
