/* Diagnostics: what went wrong or was left out while the work went on. Each has a code of the table diag.def. */
#ifndef SB_BASE_DIAG_H
#define SB_BASE_DIAG_H

#include "base/arena.h"

enum sb_severity { SB_NOTE, SB_WARNING, SB_ERROR };

enum sb_code {
#define SB_DIAG(name, number, severity, incomplete, title, meaning) SB_D_##name,
#include "base/diag.def"
#undef SB_DIAG
    SB_D_COUNT
};

struct sb_code_row {
    const char *name; /* as in the table */
    unsigned number;  /* printed as SBnnnn; never given to another meaning */
    enum sb_severity severity;
    bool incomplete; /* something is missing in the result: --strict looks at this alone */
    const char *title, *meaning;
};
extern const struct sb_code_row sb_codes[SB_D_COUNT];

struct sb_diag {
    enum sb_code code;
    uint32_t line;  /* from 1; 0 = none */
    uint32_t about; /* of the list when it came */
    uint64_t times; /* how many things it tells of */
    uint64_t count; /* after sorting: TIMES, and on the last of its code also those that were dropped */
    sb_str path;    /* from the scan root, or a document's name; may be empty */
    sb_str message; /* one line */
};

/* A list of diagnostics. One writer at a time: each worker has its own, and they are merged and sorted at the end.
 * At most SB_DIAG_KEEP of a code are kept (the smallest by path, line and message), the rest is counted. */
#define SB_DIAG_KEEP 200
struct sb_diags {
    struct sb_arena arena;
    struct sb_diag *p;
    size_t n, cap;
    uint64_t dropped[SB_D_COUNT];
    uint64_t total[SB_D_COUNT];
    size_t surplus_at; /* bytes of texts at which the surplus is dropped again */
    uint32_t about;    /* what they are about from now on, for sb_diags_forget(); 0 = not said */
};

void sb_diag(struct sb_diags *diags, enum sb_code code, sb_str path, uint32_t line, const char *format, ...)
    SB_PRINTF(5, 6);
/* One for TIMES things, of which PATH is the first. */
void sb_diag_of_many(struct sb_diags *diags, enum sb_code code, sb_str path, uint64_t times, const char *format, ...)
    SB_PRINTF(5, 6);
/* Drops what was told about something that turned out not to count. */
void sb_diags_forget(struct sb_diags *diags, bool (*gone)(void *ctx, uint32_t about), void *ctx);
void sb_diags_merge(struct sb_diags *into, const struct sb_diags *from);
/* Sorts by code number, path, line, message, and drops what is over the bound. Call before reading the list. */
void sb_diags_sort(struct sb_diags *diags);
bool sb_diags_incomplete(const struct sb_diags *diags);
void sb_diags_done(struct sb_diags *diags);

#endif
