/* Files of nobody, for the two signals that tell of them. */
#ifndef SB_DIFF_UNOWNED_H
#define SB_DIFF_UNOWNED_H

#include "diff/signal_run.h"

struct sb_unowned_list {
    const struct sb_fact_file **p;
    size_t n, cap;
};
/* Code by its kind or suffix: what somebody can import, load or call. */
bool sb_unowned_is_code(const struct sb_fact_file *file);
/* Byte code beside its source, which every start makes anew. */
bool sb_is_cached(sb_str path);
/* The old side's list is whole and of the same revision, so that what it lacks was not there. */
bool sb_unowned_compares(struct sb_signal_run *run);
/* By folder, then path. */
void sb_unowned_sort(struct sb_unowned_list *list);
/* How many of LIST from FIRST on lie in one folder. */
size_t sb_unowned_folder(const struct sb_unowned_list *list, size_t first);
/* Fills in what N files of one folder are: their names, and a digest over them. */
void sb_unowned_tell(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_file *const *files,
                     size_t n);
/* Calls LOOK for each installation of IDENTITY whose files that no record lists can be compared. */
void sb_unowned_of_component(struct sb_signal_run *run, const struct sb_identity *identity,
                             void (*look)(struct sb_signal_run *run, const struct sb_identity *identity,
                                          const struct sb_way *way));

#endif
