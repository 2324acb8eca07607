/* Between the first step of a scan and the join: what was read inside of archives. */
#ifndef SB_COLLECT_NESTED_H
#define SB_COLLECT_NESTED_H

#include "collect/scan_state.h"

/* Did the entry of TOKEN come out of an archive? */
bool sb_is_nested(const struct sb_scan_worker *worker, uint32_t token);
/* May what ENTRY is called, or, in a NEW_FOLDER, what is above it, be called as the inside of an archive is? */
static inline bool sb_nested_alike(const struct sb_entry *entry, bool new_folder)
{
    return (entry->name.n && entry->name.p[entry->name.n - 1] == '!') ||
           (new_folder && sb_str_chr(entry->dir, '!') != SB_NPOS);
}
/* Notes which of those are: of the entry of TOKEN, which came just now. */
void sb_nested_note(struct sb_scan_worker *worker, uint32_t token);
/* Once the tree stands: tells of those that had to go because "x!" is the inside of the archive x. */
void sb_nested_tell(struct sb_scan_state *scan);

#endif
