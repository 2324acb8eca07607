/* Kinds of execution points: code that runs by itself. */
#ifndef SB_MODEL_EXEC_H
#define SB_MODEL_EXEC_H

#include "base/str.h"

/* What makes it run. */
enum sb_exec_when {
    SB_WHEN_INSTALL, /* the package is installed, configured or removed */
    SB_WHEN_START,   /* every start of an interpreter or program */
    SB_WHEN_SYSTEM,  /* the system: at boot, at a time, at a log-in, at an event */
    SB_WHEN_ENTRY,   /* somebody imports the package, or a host of plug-ins looks for some */
    SB_WHEN_COMMAND  /* somebody calls it by name */
};

enum sb_exec_kind {
#define SB_EXEC(id, token, when) SB_EXEC_##id,
#include "model/exec.def"
#undef SB_EXEC
    SB_EXEC_COUNT
};
struct sb_exec_row {
    const char *token;
    enum sb_exec_when when;
};
extern const struct sb_exec_row sb_exec_rows[SB_EXEC_COUNT];
/* By a file's mode or attributes, not by what it is or where it lies. */
static inline bool sb_exec_by_rights(unsigned kind)
{
    return kind == SB_EXEC_OS_SETUID || kind == SB_EXEC_OS_CAPABILITY || kind == SB_EXEC_OS_WRITABLE;
}
enum sb_exec_kind sb_exec_find(sb_str token); /* SB_EXEC_COUNT if unknown */

/* What a path runs as by itself on a system or in a Python site folder (etc/ld.so.preload, cron.d/x,
 * site-packages/x.pth ...); PATH from the root of its system, symbolic links of folders resolved. SB_EXEC_COUNT for
 * what does not run by its place alone. */
enum sb_exec_kind sb_exec_of_path(sb_str path);
/* May a file run on a system because it lies in FOLDER, a path from its root? False for most, so that nobody need ask
 * for each file. */
bool sb_exec_has_places(sb_str folder);
/* The same of FOLDER and all that lies below it. */
bool sb_exec_leads_to_places(sb_str folder);
/* What a list of files of nobody keeps longest when it is cut: what runs without being called, commands and libraries
 * of the system, commands in homes, what does not run by itself. */
enum sb_exec_rank { SB_RANK_RUNS, SB_RANK_SYSTEM, SB_RANK_HOME, SB_RANK_NONE };
enum sb_exec_rank sb_exec_rank(enum sb_exec_kind kind, sb_str path);
/* Below a hidden folder of a folder of packages: a cache, output of a tool. No import leads there by itself. */
bool sb_exec_is_hidden(sb_str path);

#endif
