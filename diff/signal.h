/* The table of signals: rare changes, what they mean, and how they are found. `sbom list signals`, `sbom explain` and
 * the reports read it. Weights and severities are data with a revision: changing one is a line in CHANGELOG. */
#ifndef SB_DIFF_SIGNAL_H
#define SB_DIFF_SIGNAL_H

#include "diff/delta.h"

#define SB_SIGNALS_REVISION 2u

enum sb_family {
    SB_FAMILY_RUN,
    SB_FAMILY_FILES,
    SB_FAMILY_DEPENDENCY,
    SB_FAMILY_SOURCE,
    SB_FAMILY_INTEGRITY,
    SB_FAMILY_VERSION,
    SB_FAMILY_NAME,
    SB_FAMILY_POLICY, /* what a policy does not allow: rows in diff/policy */
    SB_FAMILY_COUNT
};
extern const char *const sb_family_names[SB_FAMILY_COUNT];
/* What was waived and then became something else is news: code that runs, files, what their records say, and what a
 * policy does not allow. Such findings are told apart by their content, too. */
bool sb_family_binds_content(uint8_t family);

struct sb_signal_run; /* diff/signal_run.h: the state of one run, private to the signal functions */

/* How many of the packages that were looked at did this, as measured (sbom/bench/upgrades); `of` 0: not measured. */
struct sb_rate {
    uint32_t hits, of;
};

struct sb_signal_row {
    const char *id;   /* "STARTUP_HOOK" */
    uint8_t severity; /* enum sb_level, unless a finding says otherwise */
    int8_t weight;
    uint8_t family; /* enum sb_family */
    bool booster;   /* counts only beside another signal */
    bool lone;      /* new code that runs by itself or that nobody can read: a finding of severity high is enough for
                       a group of severity high */
    uint32_t needs; /* bits 1 << SB_FACT_...: both sides must have them at the same revision */
    struct sb_rate changed, arriving; /* of changed packages, and of new ones */
    struct sb_rate high[2];           /* the same of findings that are high or worse, where these are fewer by far */
    const char *sentence;             /* what it is, one line */
    const char *why;                  /* why it matters */
    const char *base_rate;            /* how often an ordinary upgrade does this, with the number behind it */
    const char *quiet;                /* what is not reported, and how to silence it */
    const char *unseen;               /* how a bad change can look that this signal does not see; NULL: not said */
    /* Looks at one identity (or, for signals of the document, once with identity NULL) and adds findings. */
    void (*run)(struct sb_signal_run *run, const struct sb_identity *identity);
};
extern const struct sb_signal_row *const sb_signals[]; /* NULL-terminated, in the order of the catalogue */

const struct sb_signal_row *sb_signal_find(sb_str id); /* in any case */

#endif
