/* Databases of real distributions with what rpm itself says of them, where they lie beside the source tree: every file
 * of every package with its digest, mode, flags and size, and every relation. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>
#include <cjson/cJSON.h>

#include "base/io.h"
#include "os/rpm.h"
#include "text/blobs.h"
#include "text/sqlite.h"

static const char corpus[] = SB_SOURCE_DIR "/../shared/corpora/rpmdb";

struct known {
    cJSON *packages, *files;
    unsigned n, n_files, n_relations, wrong;
};

static void read_known(const char *folder, const char *name, struct sb_buf *buf)
{
    char path[4096];
    struct sb_err err = {0};
    snprintf(path, sizeof path, "%s/%s/%s", corpus, folder, name);
    assert_int_equal(sb_read_file(path, 1 << 26, buf, &err), SB_OK);
    sb_buf_chr(buf, '\0');
    buf->n--;
}

static cJSON *parse_known(const char *folder, const char *name)
{
    struct sb_buf buf = {0};
    read_known(folder, name, &buf);
    cJSON *json = cJSON_Parse(buf.p);
    assert_non_null(json);
    sb_buf_done(&buf);
    return json;
}

static uint64_t number_of(const struct sb_rpm_header *header, enum sb_rpm_tag tag, size_t i)
{
    uint64_t number = 0;
    sb_rpm_number(sb_rpm_find(header, tag), i, &number);
    return number;
}

static bool is_text(const cJSON *json, sb_str text)
{
    return cJSON_IsString(json) ? sb_str_eq(sb_str_of(json->valuestring), text) : text.n == 0;
}

/* [path, digest or null, mode in octal, flags, size] */
static bool is_file(const cJSON *row, const struct sb_rpm_header *header, size_t i, sb_str path, sb_str digest)
{
    char mode[16];
    snprintf(mode, sizeof mode, "%llo", (unsigned long long)number_of(header, SB_RPM_FILEMODES, i));
    uint64_t size = sb_rpm_find(header, SB_RPM_LONGFILESIZES) ? number_of(header, SB_RPM_LONGFILESIZES, i)
                                                              : number_of(header, SB_RPM_FILESIZES, i);
    return is_text(cJSON_GetArrayItem(row, 0), path) && is_text(cJSON_GetArrayItem(row, 1), digest) &&
           is_text(cJSON_GetArrayItem(row, 2), sb_str_of(mode)) &&
           (uint64_t)cJSON_GetArrayItem(row, 3)->valuedouble == number_of(header, SB_RPM_FILEFLAGS, i) &&
           (uint64_t)cJSON_GetArrayItem(row, 4)->valuedouble == size;
}

static void check_files(struct known *known, const struct sb_rpm_header *header, const cJSON *rows)
{
    struct sb_arena arena = {0};
    size_t n, n_folders, n_digests;
    sb_str *names = sb_rpm_texts(header, SB_RPM_BASENAMES, &arena, &n);
    sb_str *folders = sb_rpm_texts(header, SB_RPM_DIRNAMES, &arena, &n_folders);
    sb_str *digests = sb_rpm_texts(header, SB_RPM_FILEDIGESTS, &arena, &n_digests);
    known->wrong += n != (size_t)cJSON_GetArraySize(rows);
    const cJSON *row = rows->child;
    for (size_t i = 0; i < n && row; i++, row = row->next) {
        uint64_t folder = number_of(header, SB_RPM_DIRINDEXES, i);
        sb_str path = folder < n_folders ? sb_arena_join(&arena, folders[folder], names[i], SB_STR_NONE) : SB_STR_NONE;
        known->wrong += !is_file(row, header, i, path, i < n_digests ? digests[i] : SB_STR_NONE);
        known->n_files++;
    }
    sb_arena_done(&arena);
}

static void check_relations(struct known *known, const struct sb_rpm_header *header, const cJSON *rows,
                            enum sb_rpm_tag names, enum sb_rpm_tag versions, enum sb_rpm_tag flags)
{
    static const char *const ops[] = {"", "<", ">", "", "=", "<=", ">=", ""};
    struct sb_arena arena = {0};
    size_t n, n_versions;
    sb_str *name = sb_rpm_texts(header, names, &arena, &n),
           *version = sb_rpm_texts(header, versions, &arena, &n_versions);
    known->wrong += n != (size_t)cJSON_GetArraySize(rows);
    const cJSON *row = rows->child;
    for (size_t i = 0; i < n && row; i++, row = row->next) {
        const char *op = ops[number_of(header, flags, i) >> 1 & 7];
        sb_str text = name[i];
        if (op[0])
            text = sb_arena_printf(&arena, "%.*s %s %.*s", SB_FMT(name[i]), op, SB_FMT(version[i]));
        known->wrong += !is_text(row, text);
        known->n_relations++;
    }
    sb_arena_done(&arena);
}

static const cJSON *find_package(const struct known *known, const struct sb_rpm_header *header)
{
    for (const cJSON *row = known->packages->child; row; row = row->next)
        if (is_text(cJSON_GetObjectItemCaseSensitive(row, "name"), sb_rpm_text(header, SB_RPM_NAME)) &&
            is_text(cJSON_GetObjectItemCaseSensitive(row, "version"), sb_rpm_text(header, SB_RPM_VERSION)) &&
            is_text(cJSON_GetObjectItemCaseSensitive(row, "release"), sb_rpm_text(header, SB_RPM_RELEASE)))
            return row;
    return NULL;
}

static void on_blob(void *ctx, uint64_t number, sb_str blob)
{
    struct known *known = ctx;
    struct sb_arena arena = {0};
    struct sb_rpm_header header;
    if (number == 0)
        return;
    assert_null(sb_rpm_header(blob, &arena, &header));
    assert_int_equal(header.bad, 0);
    const cJSON *package = find_package(known, &header);
    assert_non_null(package);
    sb_str key =
        sb_arena_printf(&arena, "%.*s-%.*s-%.*s.%.*s", SB_FMT(sb_rpm_text(&header, SB_RPM_NAME)),
                        SB_FMT(sb_rpm_text(&header, SB_RPM_VERSION)), SB_FMT(sb_rpm_text(&header, SB_RPM_RELEASE)),
                        SB_FMT(sb_rpm_text(&header, SB_RPM_ARCH)));
    const cJSON *files = cJSON_GetObjectItemCaseSensitive(known->files, key.p);
    if (files)
        check_files(known, &header, files);
    check_relations(known, &header, cJSON_GetObjectItemCaseSensitive(package, "requires"), SB_RPM_REQUIRENAME,
                    SB_RPM_REQUIREVERSION, SB_RPM_REQUIREFLAGS);
    check_relations(known, &header, cJSON_GetObjectItemCaseSensitive(package, "provides"), SB_RPM_PROVIDENAME,
                    SB_RPM_PROVIDEVERSION, SB_RPM_PROVIDEFLAGS);
    known->n++;
    sb_arena_done(&arena);
}

static void on_trouble(void *ctx, const char *message)
{
    (void)ctx;
    fail_msg("%s", message);
}

static void read_database(sb_str file, const struct sb_blobs *to)
{
    struct sb_err err = {0};
    struct sb_sqlite *db = NULL;
    if (sb_ndb_is(file)) {
        assert_int_equal(sb_ndb_read(file, to, &err), SB_OK);
    } else if (sb_bdb_is(file)) {
        assert_int_equal(sb_bdb_read(file, to, &err), SB_OK);
    } else {
        assert_int_equal(sb_sqlite_open(file, SB_STR_NONE, &db, &err), SB_OK);
        assert_int_equal(sb_sqlite_rows(db, "Packages", "hnum, blob", &err), SB_OK);
        while (sb_sqlite_next(db, &err) == SB_OK)
            to->blob(to->ctx, (uint64_t)sb_sqlite_integer(db, 0), sb_sqlite_bytes(db, 1));
        assert_int_equal(err.rc, SB_OK);
        sb_sqlite_close(db);
    }
}

static void check_database(const char *folder, const char *name)
{
    struct known known = {.packages = parse_known(folder, "packages.json"), .files = parse_known(folder, "files.json")};
    struct sb_blobs to = {&known, on_blob, on_trouble};
    struct sb_buf file = {0};
    read_known(folder, name, &file);
    read_database(sb_buf_all(&file), &to);
    printf("%s: %u packages, %u files, %u relations, %u wrong\n", folder, known.n, known.n_files, known.n_relations,
           known.wrong);
    assert_int_equal(known.n, cJSON_GetArraySize(known.packages));
    assert_int_equal(known.wrong, 0);
    cJSON_Delete(known.packages);
    cJSON_Delete(known.files);
    sb_buf_done(&file);
}

static void test_databases(void **state)
{
    (void)state;
    check_database("bdb-libuuid", "Packages");
    check_database("ndb-sle15-bci", "Packages.db");
    check_database("sqlite-cbl-mariner-2.0", "rpmdb.sqlite");
}

int main(void)
{
    DIR *dir = opendir(corpus);
    if (!dir)
        return 77;
    closedir(dir);
    const struct CMUnitTest all[] = {cmocka_unit_test(test_databases)};
    return cmocka_run_group_tests(all, NULL, NULL);
}
