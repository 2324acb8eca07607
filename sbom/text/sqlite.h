/* SQLite databases from memory: the rows of one table, by libsqlite3.
 *
 * SQLite sees the bytes through a file system of ours that has this one file and never writes: nothing is opened on
 * disk, and nothing is copied for it. A write-ahead log is applied page by page as SQLite would do it: frames up to the
 * last commit, whose salts and running checksum hold (https://www.sqlite.org/fileformat2.html#walformat). Of the schema
 * only a plain table by its name is used: views, triggers, virtual tables, functions and generated columns are refused
 * by an authorizer before they run. */
#ifndef SB_TEXT_SQLITE_H
#define SB_TEXT_SQLITE_H

#include "base/err.h"

struct sb_sqlite;

bool sb_sqlite_is(sb_str file);
/* FILE and WAL (may be empty) stay until it is closed. SB_E_SYNTAX for what is no database. */
SB_MUST sb_rc sb_sqlite_open(sb_str file, sb_str wal, struct sb_sqlite **ret_db, struct sb_err *err);
void sb_sqlite_close(struct sb_sqlite *db); /* may be NULL */

/* Begins with the rows of TABLE; COLUMNS is a list of its columns, as in SQL. SB_E_NOTFOUND if there is no such table.
 */
SB_MUST sb_rc sb_sqlite_rows(struct sb_sqlite *db, const char *table, const char *columns, struct sb_err *err);
/* SB_OK: at the next row. SB_END: there are no more. SB_E_SYNTAX where the pages break, and where the rows are more
 * than the file has room for: its pages go in circles. */
SB_MUST sb_rc sb_sqlite_next(struct sb_sqlite *db, struct sb_err *err);
/* Of the row, by the place in COLUMNS; good until the next one. */
int64_t sb_sqlite_integer(struct sb_sqlite *db, int column);
sb_str sb_sqlite_bytes(struct sb_sqlite *db, int column);

#endif
