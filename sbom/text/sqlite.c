#include "text/sqlite.h"

#include <sqlite3.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/sqlite_pages.h"

/* Of the schema: rows that are looked at, and bytes of a statement. */
enum { SCHEMA_ROWS = 1000, SQL_BYTES = 65536, COLUMNS = 100, SQL_DEPTH = 20 };
/* The steps of SQLite's machine between two looks at the clock of steps, and what a row of a table costs at most. */
enum { STEPS = 1000, STEPS_A_ROW = 64 };
/* A cell of a page has at least four bytes, with the pointer to it. */
enum { CELL = 4 };

struct sb_sqlite {
    struct sb_sqlite_pages pages;
    sqlite3_vfs vfs;
    char vfs_name[40];
    sqlite3 *db;
    sqlite3_stmt *rows;
    const char *table; /* the only one that may be read */
    uint64_t steps;    /* that are left, in STEPS */
    uint64_t room;     /* bytes of the file that no row has been made of */
};

/* ---- a file system of one file ---- */

struct open_file {
    sqlite3_file base;
    const struct sb_sqlite_pages *pages;
};

static int file_close(sqlite3_file *file)
{
    (void)file;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *into, int n, sqlite3_int64 at)
{
    const struct sb_sqlite_pages *pages = ((const struct open_file *)(const void *)file)->pages;
    return sb_sqlite_pages_read(pages, (uint64_t)at, into, (size_t)n) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    (void)file, (void)from, (void)n, (void)at;
    return SQLITE_READONLY;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 n)
{
    (void)file, (void)n;
    return SQLITE_READONLY;
}

static int file_nothing(sqlite3_file *file, int how)
{
    (void)file, (void)how;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *ret_n)
{
    *ret_n = (sqlite3_int64)((const struct open_file *)(const void *)file)->pages->n;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *file, int *ret)
{
    (void)file;
    *ret = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int op, void *arg)
{
    (void)file, (void)op, (void)arg;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *file)
{
    (void)file;
    return 512;
}

static int file_is(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_IMMUTABLE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_nothing,
    .xFileSize = file_size,
    .xLock = file_nothing,
    .xUnlock = file_nothing,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_is,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
    (void)name;
    file->pMethods = NULL;
    if (!(flags & SQLITE_OPEN_MAIN_DB))
        return SQLITE_CANTOPEN;
    file->pMethods = &methods;
    ((struct open_file *)(void *)file)->pages = vfs->pAppData;
    if (ret_flags)
        *ret_flags = SQLITE_OPEN_READONLY;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs, (void)name, (void)sync;
    return SQLITE_IOERR_DELETE;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret)
{
    (void)vfs, (void)name, (void)flags;
    *ret = 0;
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int n, char *ret)
{
    (void)vfs;
    snprintf(ret, (size_t)n, "%s", name);
    return SQLITE_OK;
}

static int vfs_random(sqlite3_vfs *vfs, int n, char *ret)
{
    (void)vfs;
    memset(ret, 0, (size_t)n);
    return n;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int vfs_now(sqlite3_vfs *vfs, double *ret)
{
    (void)vfs;
    *ret = 0;
    return SQLITE_OK;
}

static int vfs_error(sqlite3_vfs *vfs, int n, char *ret)
{
    (void)vfs, (void)n, (void)ret;
    return 0;
}

/* ---- opening ---- */

static sb_rc fail(struct sb_sqlite *db, struct sb_err *err)
{
    if (db->db && sqlite3_errcode(db->db) == SQLITE_INTERRUPT)
        return sb_fail(err, SB_E_LIMIT, "the SQLite database takes more steps than one of its size should");
    return sb_fail(err, SB_E_SYNTAX, "SQLite says: %s", db->db ? sqlite3_errmsg(db->db) : "out of memory");
}

/* Rows of the one table, and nothing that would run. */
static int allow(void *ctx, int action, const char *what, const char *column, const char *database, const char *inner)
{
    const struct sb_sqlite *db = ctx;
    (void)column, (void)database;
    if ((action == SQLITE_SELECT && !inner) || (action == SQLITE_PRAGMA && sqlite3_stricmp(what, "table_xinfo") == 0))
        return SQLITE_OK;
    return action == SQLITE_READ && !inner && sqlite3_stricmp(what, db->table) == 0 ? SQLITE_OK : SQLITE_DENY;
}

static int count_steps(void *ctx)
{
    struct sb_sqlite *db = ctx;
    return db->steps == 0 || db->steps-- == 0;
}

static void limit(struct sb_sqlite *db)
{
    static const struct {
        int id, most;
    } limits[] = {
        {SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES}, {SQLITE_LIMIT_COLUMN, COLUMNS}, {SQLITE_LIMIT_EXPR_DEPTH, SQL_DEPTH},
        {SQLITE_LIMIT_COMPOUND_SELECT, 1},    {SQLITE_LIMIT_ATTACHED, 0},     {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},     {SQLITE_LIMIT_FUNCTION_ARG, 8},
    };
    static const struct {
        int id, on;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < SB_COUNT(limits); i++)
        sqlite3_limit(db->db, limits[i].id, limits[i].most);
    for (size_t i = 0; i < SB_COUNT(settings); i++)
        sqlite3_db_config(db->db, settings[i].id, settings[i].on, NULL);
    /* A row is no larger than the file. */
    uint64_t most = db->room + SQL_BYTES;
    sqlite3_limit(db->db, SQLITE_LIMIT_LENGTH, most < INT32_MAX ? (int)most : INT32_MAX);
    sqlite3_exec(db->db, "PRAGMA cell_size_check=1;", NULL, NULL, NULL);
    sqlite3_set_authorizer(db->db, allow, db);
    /* Before the schema is read, which is done with the first statement that needs it. */
    sqlite3_progress_handler(db->db, STEPS, count_steps, db);
}

static sb_rc open_db(struct sb_sqlite *db, struct sb_err *err)
{
    snprintf(db->vfs_name, sizeof db->vfs_name, "sbom-%p", (void *)db);
    db->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct open_file),
        .mxPathname = 64,
        .zName = db->vfs_name,
        .pAppData = &db->pages,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_now,
        .xGetLastError = vfs_error,
    };
    int rc = sqlite3_vfs_register(&db->vfs, 0);
    if (rc == SQLITE_OK)
        rc = sqlite3_open_v2("db", &db->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                             db->vfs_name);
    if (rc != SQLITE_OK)
        return fail(db, err);
    limit(db);
    return SB_OK;
}

bool sb_sqlite_is(sb_str file)
{
    return sb_str_starts(file, sb_str_n("SQLite format 3", 16));
}

sb_rc sb_sqlite_open(sb_str file, sb_str wal, struct sb_sqlite **ret_db, struct sb_err *err)
{
    struct sb_sqlite *db = sb_calloc(1, sizeof *db);
    sb_sqlite_pages_init(&db->pages, file, wal);
    db->room = (uint64_t)file.n + wal.n;
    sb_rc rc = db->pages.page ? open_db(db, err) : sb_fail(err, SB_E_SYNTAX, "no SQLite database");
    if (rc != SB_OK) {
        sb_sqlite_close(db);
        return rc;
    }
    *ret_db = db;
    return SB_OK;
}

void sb_sqlite_close(struct sb_sqlite *db)
{
    if (!db)
        return;
    sqlite3_finalize(db->rows);
    sqlite3_close(db->db);
    sqlite3_vfs_unregister(&db->vfs);
    sb_sqlite_pages_done(&db->pages);
    sb_free(db);
}

/* ---- rows ---- */

static sb_str column_text(sqlite3_stmt *rows, int column)
{
    const void *p = sqlite3_column_blob(rows, column);
    return sb_str_n(p, p ? (size_t)sqlite3_column_bytes(rows, column) : 0);
}

/* A table by its name that has pages of its own: a view and a virtual table have none. */
static bool is_table(sqlite3_stmt *rows, const char *table)
{
    return sb_str_eq_nocase(column_text(rows, 1), sb_str_of(table)) && sb_str_eq(column_text(rows, 0), SB_S("table")) &&
           sqlite3_column_int64(rows, 2) > 1;
}

static sb_rc find_table(struct sb_sqlite *db, const char *table, struct sb_err *err)
{
    sqlite3_stmt *rows = NULL;
    unsigned found = 0;
    db->table = "sqlite_master";
    db->steps = (uint64_t)SCHEMA_ROWS * STEPS_A_ROW / STEPS;
    if (sqlite3_prepare_v2(db->db, "SELECT type, name, rootpage FROM sqlite_master", -1, &rows, NULL) != SQLITE_OK)
        return fail(db, err);
    int rc;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW)
        found += is_table(rows, table);
    sb_rc result = rc != SQLITE_DONE ? fail(db, err) : SB_OK;
    sqlite3_finalize(rows);
    if (result == SB_OK && found != 1)
        return sb_fail(err, SB_E_NOTFOUND, "the SQLite database has no table %s", table);
    return result;
}

/* Are all its columns stored? Expressions in the place of some would be computed, and no authorizer is asked. */
static sb_rc refuse_computed(struct sb_sqlite *db, const char *table, struct sb_err *err)
{
    enum { HIDDEN = 6 };
    struct sb_buf sql = {0};
    sqlite3_stmt *columns = NULL;
    unsigned hidden = 0;
    sb_buf_printf(&sql, "PRAGMA table_xinfo(%s)", table);
    int rc = sqlite3_prepare_v2(db->db, sql.p, (int)sql.n, &columns, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW)
        if ((rc = sqlite3_step(columns)) == SQLITE_ROW)
            hidden += sqlite3_column_int(columns, HIDDEN) != 0;
    sb_buf_done(&sql);
    sb_rc result = rc != SQLITE_DONE ? fail(db, err) : SB_OK;
    sqlite3_finalize(columns);
    return result == SB_OK && hidden ? sb_fail(err, SB_E_SYNTAX, "table %s has columns that are computed", table)
                                     : result;
}

sb_rc sb_sqlite_rows(struct sb_sqlite *db, const char *table, const char *columns, struct sb_err *err)
{
    struct sb_buf sql = {0};
    sqlite3_finalize(db->rows);
    db->rows = NULL;
    SB_TRY(find_table(db, table, err));
    SB_TRY(refuse_computed(db, table, err));
    db->table = table;
    db->room = (uint64_t)db->pages.file.n + db->pages.wal.n;
    db->steps = 1 + db->room / CELL * STEPS_A_ROW / STEPS;
    sb_buf_printf(&sql, "SELECT %s FROM %s", columns, table);
    int rc = sqlite3_prepare_v2(db->db, sql.p, (int)sql.n, &db->rows, NULL);
    sb_buf_done(&sql);
    return rc == SQLITE_OK ? SB_OK : fail(db, err);
}

/* Takes what the row must have in the file off the room that is left. */
static bool has_room(struct sb_sqlite *db)
{
    uint64_t n = CELL;
    for (int i = 0; i < sqlite3_column_count(db->rows); i++) {
        int type = sqlite3_column_type(db->rows, i);
        if (type == SQLITE_BLOB || type == SQLITE_TEXT)
            n += (uint64_t)sqlite3_column_bytes(db->rows, i);
    }
    if (n > db->room)
        return false;
    db->room -= n;
    return true;
}

sb_rc sb_sqlite_next(struct sb_sqlite *db, struct sb_err *err)
{
    int rc = sqlite3_step(db->rows);
    if (rc == SQLITE_DONE)
        return SB_END;
    if (rc != SQLITE_ROW)
        return fail(db, err);
    if (!has_room(db))
        return sb_fail(err, SB_E_SYNTAX,
                       "the SQLite database has more rows than room for them: pages count many times");
    return SB_OK;
}

int64_t sb_sqlite_integer(struct sb_sqlite *db, int column)
{
    return sqlite3_column_int64(db->rows, column);
}

sb_str sb_sqlite_bytes(struct sb_sqlite *db, int column)
{
    return column_text(db->rows, column);
}
