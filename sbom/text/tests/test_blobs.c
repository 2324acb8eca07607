#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "rpm_kit.h"

struct got {
    struct sb_buf log; /* "NUMBER:BYTES of them;" and "!MESSAGE;" */
};

static void on_blob(void *ctx, uint64_t number, sb_str blob)
{
    struct got *got = ctx;
    sb_buf_printf(&got->log, "%llu:%zu %.*s;", (unsigned long long)number, blob.n, SB_FMT(sb_str_part(blob, 0, 4)));
}

static void on_trouble(void *ctx, const char *message)
{
    struct got *got = ctx;
    sb_buf_printf(&got->log, "!%s;", message);
}

typedef sb_rc read_fn(sb_str file, const struct sb_blobs *to, struct sb_err *err);

static void check(read_fn *read, const struct sb_buf *file, sb_rc rc, const char *log)
{
    struct got got = {0};
    struct sb_err err = {0};
    struct sb_blobs to = {&got, on_blob, on_trouble};
    assert_int_equal(read(sb_buf_all(file), &to, &err), rc);
    if (rc != SB_OK)
        sb_buf_printf(&got.log, "%s", err.text);
    sb_buf_chr(&got.log, '\0');
    assert_string_equal(got.log.p, log);
    sb_buf_done(&got.log);
}

static char large[1000];

static void blobs_of(sb_str blobs[3])
{
    memset(large, 'L', sizeof large);
    blobs[0] = SB_S("abcdef");
    blobs[1] = sb_str_n(large, sizeof large);
    blobs[2] = SB_S("xyz");
}

/* ---- ndb ---- */

static void test_ndb(void **state)
{
    struct sb_buf file = {0};
    sb_str blobs[3];
    (void)state;
    blobs_of(blobs);
    kit_ndb(&file, blobs, 3);
    assert_true(sb_ndb_is(sb_buf_all(&file)) && !sb_bdb_is(sb_buf_all(&file)));
    check(sb_ndb_read, &file, SB_OK, "1:6 abcd;2:1000 LLLL;3:3 xyz;");
    file.p[4096 + 16] = 'A'; /* in the first blob */
    check(sb_ndb_read, &file, SB_OK, "!blob 1: its checksum is wrong;2:1000 LLLL;3:3 xyz;");
    file.p[4096] = 'A';
    check(sb_ndb_read, &file, SB_OK, "!blob 1: it is not where its slot says;2:1000 LLLL;3:3 xyz;");
    memcpy(file.p + 48 + 8, file.p + 32 + 8, 8); /* the second slot leads to the same blob */
    check(sb_ndb_read, &file, SB_OK,
          "!slot of blob 2: no place of its own in the file;!blob 1: it is not where its slot says;3:3 xyz;");
    memset(file.p + 64, 0, 16);
    check(sb_ndb_read, &file, SB_OK,
          "!1 slots are none;!slot of blob 2: no place of its own in the file;"
          "!blob 1: it is not where its slot says;");
    sb_buf_done(&file);
}

static void test_ndb_lies(void **state)
{
    struct sb_buf file = {0};
    sb_str blobs[3];
    (void)state;
    blobs_of(blobs);
    kit_ndb(&file, blobs, 3);
    memset(file.p + 64 + 8, 0xff, 8); /* far behind the end, and as long */
    check(sb_ndb_read, &file, SB_OK, "!slot of blob 3: no place of its own in the file;1:6 abcd;2:1000 LLLL;");
    memset(file.p + 32 + 12, 0, 4); /* of no length */
    check(sb_ndb_read, &file, SB_OK,
          "!slot of blob 1: no place of its own in the file;!slot of blob 3: no place of its own in the file;"
          "2:1000 LLLL;");
    memset(file.p + 12, 0xff, 4);
    check(sb_ndb_read, &file, SB_E_SYNTAX, "the file is shorter than its 4294967295 pages of slots");
    memset(file.p + 12, 0, 4);
    check(sb_ndb_read, &file, SB_E_SYNTAX, "a database has pages of slots, this one none");
    file.p[4] = 1;
    check(sb_ndb_read, &file, SB_E_UNSUPPORTED, "no ndb database of version 0");
    file.n = 31;
    assert_false(sb_ndb_is(sb_buf_all(&file)));
    sb_buf_done(&file);
}

/* ---- Berkeley DB ---- */

static void test_bdb(void **state)
{
    sb_str blobs[3];
    (void)state;
    blobs_of(blobs);
    for (int big = 0; big < 2; big++)
        for (int small = 0; small < 2; small++) {
            struct sb_buf file = {0};
            kit_bdb(&file, blobs, 3, big, small);
            assert_true(sb_bdb_is(sb_buf_all(&file)) && !sb_ndb_is(sb_buf_all(&file)));
            check(sb_bdb_read, &file, SB_OK, "1:6 abcd;2:1000 LLLL;3:3 xyz;");
            sb_buf_done(&file);
        }
}

#define CHAIN(n) "!blob " n ": its chain of pages is cut, goes round or meets another one;"

static void test_bdb_chains(void **state)
{
    struct sb_buf file = {0};
    sb_str blobs[3];
    (void)state;
    blobs_of(blobs);
    kit_bdb(&file, blobs, 3, false, false);
    char *second = file.p + 3 * KIT_PAGE; /* page 3: the first of blob 2 */
    second[16] = 3;                       /* in a circle */
    check(sb_bdb_read, &file, SB_OK, "1:6 abcd;" CHAIN("2") "3:3 xyz;");
    second[16] = 2; /* into that of blob 1 */
    check(sb_bdb_read, &file, SB_OK, "1:6 abcd;" CHAIN("2") "3:3 xyz;");
    second[16] = 1; /* into a page of another kind */
    check(sb_bdb_read, &file, SB_OK, "1:6 abcd;" CHAIN("2") "3:3 xyz;");
    second[17] = 1; /* behind the end */
    check(sb_bdb_read, &file, SB_OK, "1:6 abcd;" CHAIN("2") "3:3 xyz;");
    second[16] = 4;
    second[17] = 0;
    second[23] = 0x7f; /* more bytes than a page has */
    check(sb_bdb_read, &file, SB_OK, "1:6 abcd;" CHAIN("2") "3:3 xyz;");
    second[22] = second[23] = 0; /* none */
    check(sb_bdb_read, &file, SB_OK, "1:6 abcd;" CHAIN("2") "3:3 xyz;");
    sb_buf_done(&file);
}

static void test_bdb_lies(void **state)
{
    struct sb_buf file = {0};
    sb_str blobs[3];
    (void)state;
    blobs_of(blobs);
    kit_bdb(&file, blobs, 3, false, true);
    char *page = file.p + KIT_PAGE;
    page[26 + 2] = 1; /* an item among the offsets */
    page[26 + 3] = 0;
    check(sb_bdb_read, &file, SB_OK, "!page 1: offsets of its items are wrong;");
    page[20] = page[21] = (char)0xff; /* more items than fit */
    check(sb_bdb_read, &file, SB_OK, "!page 1: offsets of its items are wrong;");
    file.p[32] = 4; /* last page; there are 6 pages */
    page[20] = page[21] = 0;
    check(sb_bdb_read, &file, SB_OK, "!1 pages lie behind the last one that the file counts;");
    file.p[32] = 6;
    check(sb_bdb_read, &file, SB_E_SYNTAX, "the file has 6 whole pages and says 7");
    memset(file.p + 32, 0xff, 4);
    check(sb_bdb_read, &file, SB_E_SYNTAX, "the file has 6 whole pages and says 4294967296");
    file.p[20] = 3;
    check(sb_bdb_read, &file, SB_E_SYNTAX, "a page size of 515");
    file.p[24] = 1;
    check(sb_bdb_read, &file, SB_E_UNSUPPORTED, "a Berkeley DB hash that is encrypted or in parts");
    file.p[16] = 7;
    check(sb_bdb_read, &file, SB_E_UNSUPPORTED, "no Berkeley DB hash of version 8 to 10");
    file.n = 71;
    check(sb_bdb_read, &file, SB_E_SYNTAX, "no Berkeley DB hash");
    sb_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_ndb),        cmocka_unit_test(test_ndb_lies), cmocka_unit_test(test_bdb),
        cmocka_unit_test(test_bdb_chains), cmocka_unit_test(test_bdb_lies),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
