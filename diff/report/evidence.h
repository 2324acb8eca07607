/* What a group shows for itself, chosen once, so that the reports for people tell the same. Private to them. */
#ifndef SB_REPORT_EVIDENCE_H
#define SB_REPORT_EVIDENCE_H

#include "report/common.h"

struct sb_told {
    const struct sb_finding *finding;
    size_t alike; /* packages of the group of which the same is true: told once */
};
struct sb_evidence {
    const struct sb_finding *const *worst; /* all findings of the group, the worst first */
    size_t n;
    struct sb_told *told; /* those that are told */
    size_t n_told, more;  /* and how many are not, though they are like none of them */
};
/* At most MOST findings are told; with SIZE_MAX each one by itself. In ARENA. */
struct sb_evidence sb_evidence_of(const struct sb_delta *delta, const struct sb_group *group, size_t most,
                                  struct sb_arena *arena);

/* One finding as a sentence: its message, the path where that does not name the file, where else it is so, and how rare
 * it is. */
void sb_evidence_sentence(const struct sb_delta *delta, const struct sb_told *told, struct sb_buf *buf);

/* What to do next: a sentence, or a command for a shell. */
struct sb_next {
    const struct sb_finding *finding;
    sb_str look;
    bool command;
    bool tree; /* which has to be run in the folder that its side was made of */
};
/* Of the findings that are told, each once, at most MOST. In ARENA. */
size_t sb_evidence_next(const struct sb_delta *delta, const struct sb_report_options *options,
                        const struct sb_evidence *evidence, size_t most, struct sb_arena *arena,
                        struct sb_next **ret_next);

/* The change whose way from the root is shown; NULL: no document says one. A file is nobody's dependency. */
bool sb_change_has_way(const struct sb_delta *delta, const struct sb_change *change);
const struct sb_change *sb_group_brought(const struct sb_delta *delta, const struct sb_group *group);
sb_str sb_group_type(const struct sb_delta *delta, const struct sb_group *group); /* purl type; empty for none */

/* "@scope/name@1.0" of a purl, or without its version: the purls themselves stand in the JSON report. The vendor of a
 * distribution's package is left out. In ARENA; what is no purl is given back. */
sb_str sb_purl_short(sb_str purl, struct sb_arena *arena);
sb_str sb_purl_name(sb_str purl, struct sb_arena *arena);

#endif
