/* Databases that SQLite itself makes, and what becomes of them when their bytes lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "base/io.h"
#include "text/sqlite.h"

struct made {
    char dir[32], path[64];
    sqlite3 *db;
};

static void made_new(struct made *made)
{
    snprintf(made->dir, sizeof made->dir, "%s", "/tmp/sbom-sqlite-XXXXXX");
    assert_non_null(mkdtemp(made->dir));
    snprintf(made->path, sizeof made->path, "%s/db", made->dir);
    assert_int_equal(sqlite3_open(made->path, &made->db), SQLITE_OK);
}

static void run(struct made *made, const char *sql)
{
    if (sqlite3_exec(made->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(made->db));
}

static void read_back(const struct made *made, const char *suffix, struct sb_buf *buf)
{
    struct sb_err err = {0};
    char path[96];
    snprintf(path, sizeof path, "%s%s", made->path, suffix);
    assert_int_equal(sb_read_file(path, 1 << 24, buf, &err), SB_OK);
}

static void made_done(struct made *made)
{
    static const char *const suffixes[] = {"-wal", "-shm", "-journal", ""};
    char path[96];
    sqlite3_close(made->db);
    for (size_t i = 0; i < SB_COUNT(suffixes); i++) {
        snprintf(path, sizeof path, "%s%s", made->path, suffixes[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(made->dir), 0);
}

/* Rows as "NUMBER:BYTES of the blob;", and "!" where they end before they should. */
static void rows(sb_str file, sb_str wal, struct sb_buf *log)
{
    struct sb_sqlite *db = NULL;
    struct sb_err err = {0};
    sb_buf_clear(log);
    sb_rc rc = sb_sqlite_open(file, wal, &db, &err);
    if (rc == SB_OK)
        rc = sb_sqlite_rows(db, "Packages", "hnum, blob", &err);
    while (rc == SB_OK && (rc = sb_sqlite_next(db, &err)) == SB_OK)
        sb_buf_printf(log, "%lld:%zu;", (long long)sb_sqlite_integer(db, 0), sb_sqlite_bytes(db, 1).n);
    sb_sqlite_close(db);
    if (rc != SB_END)
        sb_buf_printf(log, "!%s", rc == SB_E_NOTFOUND ? "none" : rc == SB_E_SYNTAX ? "broken" : "limit");
    sb_buf_chr(log, '\0');
    log->n--;
}

static void check(const struct sb_buf *file, const struct sb_buf *wal, const char *wanted)
{
    struct sb_buf log = {0};
    rows(sb_buf_all(file), wal ? sb_buf_all(wal) : SB_STR_NONE, &log);
    assert_string_equal(log.p, wanted);
    sb_buf_done(&log);
}

#define TABLE "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);"

static void test_rows(void **state)
{
    struct made made;
    struct sb_buf file = {0};
    (void)state;
    made_new(&made);
    run(&made, TABLE "INSERT INTO Packages VALUES(7, zeroblob(100000)), (3, x'0102'), (5, '');");
    read_back(&made, "", &file);
    assert_true(sb_sqlite_is(sb_buf_all(&file)));
    check(&file, NULL, "3:2;5:0;7:100000;");
    run(&made, "ALTER TABLE Packages RENAME TO other; ALTER TABLE other RENAME TO packages; VACUUM;");
    read_back(&made, "", &file);
    check(&file, NULL, "3:2;5:0;7:100000;");
    run(&made, "DROP TABLE packages; CREATE TABLE packages2(a);");
    read_back(&made, "", &file);
    check(&file, NULL, "!none");
    made_done(&made);
    sb_buf_done(&file);
}

/* ---- the write-ahead log ---- */

static void test_log(void **state)
{
    struct made made;
    struct sb_buf file = {0}, wal = {0}, empty = {0};
    (void)state;
    made_new(&made);
    run(&made, "PRAGMA page_size=1024; PRAGMA journal_mode=WAL;" TABLE
               "INSERT INTO Packages VALUES(1, zeroblob(5000)); PRAGMA wal_checkpoint(TRUNCATE);"
               "INSERT INTO Packages VALUES(2, zeroblob(3000)); INSERT INTO Packages VALUES(3, x'01');");
    read_back(&made, "", &file);
    read_back(&made, "-wal", &wal);
    check(&file, NULL, "1:5000;");
    check(&file, &wal, "1:5000;2:3000;3:1;");
    check(&file, &empty, "1:5000;");
    /* The last frame has the last commit: without all of it that counts for nothing. */
    wal.n--;
    check(&file, &wal, "1:5000;2:3000;");
    wal.n++;
    wal.p[wal.n - 1] ^= 1;
    check(&file, &wal, "1:5000;2:3000;");
    wal.p[wal.n - 1] ^= 1;
    wal.p[32 + 24 + 100] ^= 1; /* in the first frame */
    check(&file, &wal, "1:5000;");
    wal.p[32 + 24 + 100] ^= 1;
    wal.p[16] ^= 1; /* the salt: frames are of another use of the log */
    check(&file, &wal, "1:5000;");
    wal.p[16] ^= 1;
    wal.p[10] ^= 8; /* pages of another size */
    check(&file, &wal, "1:5000;");
    wal.p[10] ^= 8;
    check(&file, &wal, "1:5000;2:3000;3:1;");
    made_done(&made);
    sb_buf_done(&file);
    sb_buf_done(&wal);
}

/* Everything may still be in the log. */
static void test_log_alone(void **state)
{
    struct made made;
    struct sb_buf file = {0}, wal = {0};
    (void)state;
    made_new(&made);
    run(&made, "PRAGMA journal_mode=WAL;" TABLE "INSERT INTO Packages VALUES(1, zeroblob(5000));");
    read_back(&made, "", &file);
    read_back(&made, "-wal", &wal);
    check(&file, &wal, "1:5000;");
    file.n = 0;
    check(&file, &wal, "1:5000;");
    check(&file, NULL, "!broken");
    made_done(&made);
    sb_buf_done(&file);
    sb_buf_done(&wal);
}

/* ---- hostile schemas ---- */

static void check_schema(const char *sql, const char *wanted)
{
    struct made made;
    struct sb_buf file = {0};
    made_new(&made);
    run(&made, sql);
    read_back(&made, "", &file);
    check(&file, NULL, wanted);
    made_done(&made);
    sb_buf_done(&file);
}

static void test_schema(void **state)
{
    (void)state;
    check_schema("CREATE VIEW Packages AS SELECT 1 AS hnum, randomblob(100) AS blob;", "!none");
    check_schema("CREATE VIEW Packages AS WITH RECURSIVE r(hnum) AS (SELECT 1 UNION ALL SELECT hnum + 1 FROM r) "
                 "SELECT hnum, zeroblob(1000000000) AS blob FROM r;",
                 "!broken");
    check_schema("CREATE VIRTUAL TABLE Packages USING fts3(hnum, blob);", "!none");
    check_schema("CREATE TABLE Packages(hnum INTEGER PRIMARY KEY, x, blob AS (zeroblob(1000000000)));"
                 "INSERT INTO Packages(hnum, x) VALUES(1, 2);",
                 "!broken");
    check_schema(TABLE "CREATE TRIGGER t AFTER INSERT ON Packages BEGIN DELETE FROM Packages; END;"
                       "CREATE VIEW v AS SELECT load_extension('x'); CREATE INDEX i ON Packages(length(blob));"
                       "INSERT INTO Packages(blob) VALUES('x');",
                 "");
    check_schema(TABLE "INSERT INTO Packages VALUES(1, 'x');PRAGMA writable_schema=1;"
                       "INSERT INTO sqlite_master VALUES('table', 'packages', 'packages', 2, 'CREATE TABLE "
                       "packages(hnum, blob)');",
                 "!broken");
    check_schema(TABLE "INSERT INTO Packages VALUES(1, 'x');PRAGMA writable_schema=1;"
                       "UPDATE sqlite_master SET sql = 'CREATE TABLE Packages(';",
                 "!broken");
    check_schema(TABLE "PRAGMA writable_schema=1; UPDATE sqlite_master SET rootpage = 1 WHERE name = 'Packages';",
                 "!broken");
    check_schema(TABLE "PRAGMA writable_schema=1; UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'Packages';",
                 "!broken");
}

/* As many tables as fit are not read without end. */
static void test_large_schema(void **state)
{
    (void)state;
    check_schema("CREATE TABLE a(b); PRAGMA writable_schema=1;"
                 "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 20000)"
                 "INSERT INTO sqlite_master SELECT 'table', 't' || n, 't' || n, 2, 'CREATE TABLE t' || n || '(a)' FROM "
                 "r;",
                 "!limit");
}

/* ---- pages ---- */

static void make_deep(struct sb_buf *file)
{
    struct made made;
    made_new(&made);
    run(&made,
        "PRAGMA page_size=512;" TABLE "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5000)"
        "INSERT INTO Packages SELECT n, zeroblob(100) FROM r;");
    read_back(&made, "", file);
    made_done(&made);
}

/* Every interior page points at one other only, many times: a small file would have rows without end. */
static void test_pages_point_at_one(void **state)
{
    struct sb_buf file = {0}, log = {0};
    (void)state;
    make_deep(&file);
    rows(sb_buf_all(&file), SB_STR_NONE, &log);
    assert_true(sb_str_ends(sb_buf_all(&log), SB_S("5000:100;")));
    unsigned char *before = NULL;
    for (size_t page = 512, levels = 0; page < file.n && levels < 6; page += 512) {
        unsigned char *p = (unsigned char *)file.p + page;
        size_t cells = before ? (size_t)before[3] << 8 | before[4] : 0;
        if (p[0] != 5)
            continue;
        levels++;
        const unsigned char number[4] = {0, 0, (unsigned char)((page / 512 + 1) >> 8), (unsigned char)(page / 512 + 1)};
        for (size_t i = 0; i < cells; i++)
            memcpy(before + ((size_t)before[12 + 2 * i] << 8 | before[13 + 2 * i]), number, 4);
        if (before)
            memcpy(before + 8, number, 4);
        before = p;
    }
    rows(sb_buf_all(&file), SB_STR_NONE, &log);
    assert_true(sb_str_ends(sb_buf_all(&log), SB_S("!broken")));
    sb_buf_done(&file);
    sb_buf_done(&log);
}

static void test_cut_and_torn(void **state)
{
    struct sb_buf file = {0}, log = {0};
    (void)state;
    make_deep(&file);
    size_t whole = file.n;
    for (file.n = 0; file.n < whole; file.n += 10007)
        rows(sb_buf_all(&file), SB_STR_NONE, &log);
    file.n = whole;
    unsigned seed = 1;
    for (int round = 0; round < 300; round++) {
        seed = seed * 1103515245 + 12345;
        file.p[(seed >> 4) % whole] ^= (char)(1 << (seed & 7));
        rows(sb_buf_all(&file), SB_STR_NONE, &log);
    }
    sb_buf_done(&file);
    sb_buf_done(&log);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_log),
        cmocka_unit_test(test_log_alone),
        cmocka_unit_test(test_schema),
        cmocka_unit_test(test_large_schema),
        cmocka_unit_test(test_cut_and_torn),
        cmocka_unit_test(test_pages_point_at_one),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
