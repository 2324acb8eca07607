/* What the signals about dependencies share. Private to the signals_*.c files. */
#ifndef SB_DIFF_SIGNAL_DEP_H
#define SB_DIFF_SIGNAL_DEP_H

#include "diff/signal_run.h"

/* Of the first row of an identity on the new side. */
const struct sb_facts *sb_first_facts(struct sb_signal_run *run, uint32_t identity);
/* A project that is split into more packages: of the same owner, or of the same repository. Anybody can write anything
 * into that field, and an owner can be robbed: it makes a finding lighter, no more. */
bool sb_is_split(struct sb_signal_run *run, const struct sb_identity *identity, sb_comp row, uint32_t arrival);
/* Often not named in the code: types, commands, plugins, what a platform or an extra brings. */
bool sb_is_seldom_named(const struct sb_signal_run *run, const struct sb_facts *user, const struct sb_fact_dep *dep,
                        const struct sb_facts *facts, uint32_t arrival);

/* What kind of release it is by its plain numbers: 0.118 to 0.135 is no patch. */
enum sb_release { SB_RELEASE_PATCH, SB_RELEASE_MINOR, SB_RELEASE_MAJOR, SB_RELEASES };

/* By the first number that differs; a patch where only what stands behind the numbers does, or nothing. For a
 * distribution's package that alone is one: what it packages anew brings its libraries. Where the order cannot be told
 * (another way of counting) nothing speaks for a small one. */
enum sb_release sb_release_of(const struct sb_delta *delta, const struct sb_identity *identity,
                              const struct sb_way *way);

/* The purls of arrivals as a JSON list, which ends with how many more there are, and their names for a sentence. */
sb_str sb_purls_json(struct sb_signal_run *run, const uint32_t *identities, size_t n);
sb_str sb_names_text(struct sb_signal_run *run, const uint32_t *identities, size_t n);

#endif
