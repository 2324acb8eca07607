/* From the bytes of databases to headers. */
#include "os/rpm.h"
#include "text/blobs.h"
#include "text/sqlite.h"

/* The packages of one file: rpm->packages from FIRST on. */
struct database {
    const struct sb_record *record;
    size_t first, n;
    uint64_t installed; /* when something was, the last time */
};

static sb_str bytes_of(const struct sb_record *record)
{
    return *(const sb_str *)record->data;
}

/* The bytes of a database stay, so that a blob that lies there in one piece does. */
static sb_str kept(struct sb_rpm *rpm, sb_str blob)
{
    sb_str file = bytes_of(rpm->from);
    bool lies_there = blob.p >= file.p && blob.p + blob.n <= file.p + file.n;
    return lies_there ? blob : sb_arena_str(&rpm->arena, blob);
}

static void add_header(void *ctx, uint64_t number, sb_str blob)
{
    enum { COUNTER = 4, PACKAGES = 200000 }; /* Berkeley DB keeps the highest number as blob 0 */
    struct sb_rpm *rpm = ctx;
    struct sb_rpm_package package = {.number = number};
    if (number == 0 && blob.n == COUNTER)
        return;
    if (rpm->packages.n >= PACKAGES) {
        sb_rpm_tell(rpm, SB_D_LIST_CUT, "more than %d packages; number %llu is left out", PACKAGES,
                    (unsigned long long)number);
        return;
    }
    const char *why = sb_rpm_header(kept(rpm, blob), &rpm->arena, &package.header);
    if (why)
        sb_rpm_tell(rpm, SB_D_MALFORMED, "the header of package %llu: %s", (unsigned long long)number, why);
    else if (sb_rpm_package(rpm, &package))
        *SB_PUSH(&rpm->packages) = package;
}

static void tell_blob(void *ctx, const char *message)
{
    sb_rpm_tell(ctx, SB_D_MALFORMED, "%s", message);
}

/* ---- one function a kind of file ---- */

sb_str sb_rpm_log(const struct sb_os *os, const struct sb_record *database)
{
    for (size_t i = 0; i < os->n_records; i++)
        if (os->records[i].kind == SB_RPM_LOG &&
            sb_str_eq(sb_path_dir(os->records[i].path), sb_path_dir(database->path)))
            return bytes_of(&os->records[i]);
    return SB_STR_NONE;
}

static sb_rc read_sqlite(struct sb_rpm *rpm, struct sb_err *err)
{
    struct sb_sqlite *db = NULL;
    sb_rc rc = sb_sqlite_open(bytes_of(rpm->from), sb_rpm_log(rpm->os, rpm->from), &db, err);
    if (rc == SB_OK)
        rc = sb_sqlite_rows(db, "Packages", "hnum, blob", err);
    while (rc == SB_OK && (rc = sb_sqlite_next(db, err)) == SB_OK)
        add_header(rpm, (uint64_t)sb_sqlite_integer(db, 0), sb_sqlite_bytes(db, 1));
    sb_sqlite_close(db);
    return rc == SB_END ? SB_OK : rc;
}

static sb_rc read_ndb(struct sb_rpm *rpm, struct sb_err *err)
{
    struct sb_blobs to = {rpm, add_header, tell_blob};
    return sb_ndb_read(bytes_of(rpm->from), &to, err);
}

static sb_rc read_bdb(struct sb_rpm *rpm, struct sb_err *err)
{
    struct sb_blobs to = {rpm, add_header, tell_blob};
    return sb_bdb_read(bytes_of(rpm->from), &to, err);
}

static sb_rc read_file(struct sb_rpm *rpm, struct sb_err *err)
{
    (void)err;
    add_header(rpm, 1, bytes_of(rpm->from));
    return SB_OK;
}

static sb_rc (*const readers[SB_RPM_KINDS])(struct sb_rpm *rpm, struct sb_err *err) = {
    [SB_RPM_SQLITE] = read_sqlite,
    [SB_RPM_NDB] = read_ndb,
    [SB_RPM_BDB] = read_bdb,
    [SB_RPM_FILE] = read_file,
};

/* ---- which one counts ---- */

/* By its first bytes: systems that went from one form to another kept the name. */
static unsigned form_of(const struct sb_record *record)
{
    static const struct {
        size_t at;
        sb_str bytes;
        unsigned kind;
    } forms[] = {
        {0, SB_S("SQLite format 3"), SB_RPM_SQLITE},
        {0, SB_S("RpmP"), SB_RPM_NDB},
        {12, SB_S("\x61\x15\x06\0"), SB_RPM_BDB},
        {12, SB_S("\0\x06\x15\x61"), SB_RPM_BDB},
    };
    for (size_t i = 0; record->kind != SB_RPM_FILE && i < SB_COUNT(forms); i++)
        if (sb_str_starts(sb_str_from(bytes_of(record), forms[i].at), forms[i].bytes))
            return forms[i].kind;
    return record->kind;
}

static struct database read_database(struct sb_rpm *rpm, const struct sb_record *record)
{
    struct database db = {.record = record, .first = rpm->packages.n};
    struct sb_err err = {0};
    rpm->from = record;
    rpm->told = 0;
    if (readers[form_of(record)](rpm, &err) != SB_OK)
        sb_rpm_tell(rpm, SB_D_MALFORMED, "%s", err.text);
    db.n = rpm->packages.n - db.first;
    for (size_t i = db.first; i < rpm->packages.n; i++)
        if (rpm->packages.p[i].installed > db.installed)
            db.installed = rpm->packages.p[i].installed;
    return db;
}

/* Links lead from one place to another: one file may come by several paths. */
static bool is_read(const struct sb_os *os, size_t n, const struct sb_record *record)
{
    for (size_t i = 0; i < n; i++)
        if (readers[os->records[i].kind] && os->records[i].node.v == record->node.v)
            return true;
    return false;
}

/* An empty file is what is left of a database, or a SQLite database of which all is still in its log. */
static bool is_empty(const struct sb_os *os, const struct sb_record *record)
{
    return bytes_of(record).n == 0 && (record->kind != SB_RPM_SQLITE || sb_rpm_log(os, record).n == 0);
}

static bool is_newer(const struct database *a, const struct database *b)
{
    return a->installed != b->installed ? a->installed > b->installed : a->n > b->n;
}

static void tell_older(struct sb_rpm *rpm, const struct database *older, const struct database *newer)
{
    if (older->n)
        sb_join_diag(rpm->os->join, SB_D_DATABASE_OLDER, older->record->path, 0, "%zu packages; those of %.*s count",
                     older->n, SB_FMT(newer->record->path));
}

bool sb_rpm_database(struct sb_rpm *rpm)
{
    const struct sb_os *os = rpm->os;
    struct database best = {0};
    for (size_t i = 0; i < os->n_records; i++) {
        const struct sb_record *record = &os->records[i];
        if (!readers[record->kind] || is_read(os, i, record) || is_empty(os, record))
            continue;
        struct database db = read_database(rpm, record);
        if (!best.record) {
            best = db;
        } else if (is_newer(&db, &best)) {
            tell_older(rpm, &best, &db);
            best = db;
        } else {
            tell_older(rpm, &db, &best);
        }
    }
    if (!best.record)
        return false;
    rpm->from = best.record;
    if (best.n)
        memmove(rpm->packages.p, rpm->packages.p + best.first, best.n * sizeof *rpm->packages.p);
    rpm->packages.n = best.n;
    return true;
}
