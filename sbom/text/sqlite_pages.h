/* The pages of a SQLite file, those of its write-ahead log before its own. */
#ifndef SB_TEXT_SQLITE_PAGES_H
#define SB_TEXT_SQLITE_PAGES_H

#include "base/map.h"
#include "base/str.h"

struct sb_sqlite_pages {
    sb_str file, wal;
    size_t page;            /* bytes of one; 0: the file is none */
    uint64_t n;             /* bytes of the database */
    struct sb_map frame_of; /* number of a page -> frame of the log that counts, from 1 */
};

/* Reads what both say of their pages; a log without a commit changes nothing. */
void sb_sqlite_pages_init(struct sb_sqlite_pages *pages, sb_str file, sb_str wal);
void sb_sqlite_pages_done(struct sb_sqlite_pages *pages);
/* N bytes from AT on; what lies behind the end becomes zeros, and then it is false. */
bool sb_sqlite_pages_read(const struct sb_sqlite_pages *pages, uint64_t at, char *into, size_t n);

#endif
