/* Private to the reports: what they print in common, so that all of them say the same. */
#ifndef SB_REPORT_COMMON_H
#define SB_REPORT_COMMON_H

#include "report/report.h"
#include "diff/signal.h"

struct sb_summary {
    uint32_t changes[SB_CHANGE_KINDS]; /* entries */
    uint32_t steps[SB_STEP_OTHER + 1]; /* of the upgrades */
    uint32_t groups[SB_LEVEL_COUNT];   /* by severity */
};
struct sb_summary sb_report_summary(const struct sb_delta *delta);

/* How many groups, which are sorted by severity, are to be looked at first: those of severity high and critical, and
 * whatever else fails the gate. And how many of those behind them are above info. */
uint32_t sb_report_first(const struct sb_summary *sum, const struct sb_report_options *options);
uint32_t sb_report_rest(const struct sb_summary *sum, const struct sb_report_options *options);

/* As the document names it; a scan was made by this program. */
sb_str sb_report_generator(const struct sb_doc *doc, const struct sb_report_options *options, struct sb_arena *arena);
uint32_t sb_report_components(const struct sb_doc *doc); /* without the root */
uint32_t sb_report_sources(const struct sb_doc *doc);    /* of these: what others were built from */
bool sb_report_has_facts(const struct sb_doc *doc);
sb_str sb_report_format(const struct sb_doc *doc, struct sb_arena *arena); /* "cyclonedx-json@1.6", "scan" */

/* As in the contract: the new purl, or the old one of what was removed; of a finding also when it is about no change.
 */
sb_str sb_report_change_purl(const struct sb_delta *delta, const struct sb_change *change);
sb_str sb_report_finding_purl(const struct sb_delta *delta,
                              const struct sb_finding *finding); /* empty: an unowned file */

/* TEXT, or of one that is longer than MOST the front and how many bytes are missing, in ARENA. */
sb_str sb_report_front(sb_str text, size_t most, struct sb_arena *arena);

/* The components of a group: sorted, each once, in ARENA. What a systemic finding is about stays in its own group.
 * CHANGED: by identity, whether the delta has a change of it; see sb_report_changed(). */
size_t sb_report_group_components(const struct sb_delta *delta, const struct sb_group *group, const bool *changed,
                                  struct sb_arena *arena, sb_str **ret_purls);
bool *sb_report_changed(const struct sb_delta *delta, struct sb_arena *arena);

/* The findings of a group, the worst first: by severity, weight, then as they stand. In ARENA. */
const struct sb_finding **sb_report_worst_first(const struct sb_delta *delta, const struct sb_group *group,
                                                struct sb_arena *arena);

/* Where the side of the finding lies, and what to look at next there: in ARENA, empty for nothing. */
struct sb_lies_in sb_report_lies_in(const struct sb_report_options *options, const struct sb_finding *finding);
sb_str sb_report_look(const struct sb_delta *delta, const struct sb_report_options *options,
                      const struct sb_finding *finding, struct sb_arena *arena);
/* Adds "(2 of 9,723 changed packages did this)" to BUF, a blank in front of it; nothing where it was not measured. */
void sb_report_rate(const struct sb_delta *delta, const struct sb_finding *finding, struct sb_buf *buf);
/* Adds what a JSON value is for people: strings without quotes, null as "nothing". */
void sb_report_value(struct sb_buf *buf, sb_str json);
/* "production", "development only", or NULL where the new inventory does not say it of such packages. */
const char *sb_report_use(const struct sb_delta *delta, const struct sb_change *change);

/* All diagnostics of both documents by path, code, line, side and message. */
struct sb_sided_diag {
    const struct sb_diag *diag;
    uint8_t side;
};
size_t sb_report_diags(const struct sb_delta *delta, struct sb_arena *arena, struct sb_sided_diag **ret_diags);

#endif
