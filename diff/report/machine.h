/* What the reports for machines have in common: where a code host shows a finding, how bad it is there, and names that
 * stay from release to release. Private to the reports. */
#ifndef SB_REPORT_MACHINE_H
#define SB_REPORT_MACHINE_H

#include "base/map.h"
#include "report/common.h"

enum {
    SB_MACHINE_TEXT = 1024, /* bytes of a name or sentence: what is longer is cut, and that is said */
    SB_MACHINE_PATH = 4096  /* bytes of a path: a longer one is no file of a repository */
};

/* A file from the top of the repository, as far as that can be told, and a line from 1 (1 where none is known: code
 * hosts want one). Of a finding about a path: that path, below the folder that was scanned. Else the file that tells of
 * the package: the lock file or manifest that the scan read, or the new document. */
struct sb_machine_place {
    sb_str file;
    uint32_t line;
};
struct sb_machine_place sb_machine_place(const struct sb_delta *delta, const struct sb_report_options *options,
                                         const struct sb_finding *finding, struct sb_arena *arena);
/* Where the new side itself stands. */
struct sb_machine_place sb_machine_new_side(const struct sb_report_options *options);

/* The severity of a finding of GROUP, but no higher than that of the group: the gate looks at groups, and a code host
 * must not fail what the gate lets pass. */
enum sb_level sb_machine_level(const struct sb_group *group, const struct sb_finding *finding);

/* "MESSAGE: PATH (PURL) (2 of 9,723 changed packages did this)": the path where the sentence does not name the file. */
sb_str sb_machine_message(const struct sb_delta *delta, const struct sb_finding *finding, struct sb_arena *arena);

/* "TITLE (critical, score 17)" */
sb_str sb_machine_title(const struct sb_group *group, struct sb_arena *arena);

/* "REASON (OWNER, TICKET, until 2026-09-30)"; "waiver NAME is expired: ..." */
sb_str sb_machine_waiver(const struct sb_waived *waived, struct sb_arena *arena);
sb_str sb_machine_stale(const struct sb_stale_waiver *stale, struct sb_arena *arena);

/* What a group is about, without versions: "pkg:npm/left-pad". */
sb_str sb_machine_group_name(const struct sb_delta *delta, const struct sb_group *group);
/* The kind of package that it is about ("npm"), "files", "inventory". */
sb_str sb_machine_group_kind(const struct sb_delta *delta, const struct sb_group *group);

/* All findings in the order in which code hosts should show them: groups by rank, in each the worst first; behind them,
 * with WAIVED, the waived ones. In ARENA. */
struct sb_machine_finding {
    const struct sb_finding *finding;
    const struct sb_group *group;   /* NULL of a waived one */
    size_t rank;                    /* of the group, from 1 */
    const struct sb_waived *waived; /* NULL of one that counts */
};
size_t sb_machine_findings(const struct sb_delta *delta, bool waived, struct sb_arena *arena,
                           const struct sb_machine_finding **ret);

/* How often TEXT came before, and counts it: what has to be unique gets the number. SEEN: zeroed at first. */
uint32_t sb_machine_again(struct sb_map *seen, sb_str text);

/* By identity: the first change of it + 1; 0: none. In ARENA. */
const uint32_t *sb_machine_changes(const struct sb_delta *delta, struct sb_arena *arena);

#endif
