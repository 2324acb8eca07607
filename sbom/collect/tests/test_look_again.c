/* The second look at files of a tar that changes between the two: what is gone is told, once, and nothing else is taken
 * for it. */
#include <fcntl.h>

#include "collect/kit/dpkg_kit.h"
#include "source/kit/tar.h"

enum { SIZE = 3000 };

/* What becomes of the tar once its entries came. */
enum change { NOTHING, CUT, HEADER, EMPTY };

static struct {
    char path[128];
    enum change change;
} the;

static void note(struct sb_job *job)
{
    sb_emit(job, job->kind, job->path, NULL);
}

static void change_tar(void)
{
    int fd = open(the.path, O_WRONLY);
    assert_true(fd >= 0);
    if (the.change == CUT)
        assert_int_equal(ftruncate(fd, 512 + SIZE / 2), 0);
    if (the.change == HEADER)
        assert_int_equal(pwrite(fd, "other", 5, 0), 5);
    if (the.change == EMPTY)
        assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(close(fd), 0);
}

static void claim_and_change(struct sb_join *join)
{
    for (size_t i = 0; i < join->n_records; i++) {
        sb_comp c = sb_join_component(join, SB_TYPE_LIBRARY, "generic", SB_STR_NONE, SB_S("demo"), SB_S("1"), NULL,
                                      join->records[i].key, &join->records[i]);
        sb_join_claim(join,
                      (struct sb_claim){.component = c, .node = join->records[i].node, .flags = SB_CLAIM_CONTENT});
    }
    change_tar();
}

static void write_tar(void)
{
    static char bytes[SIZE];
    struct sb_buf tar = {0};
    memset(bytes, 'x', sizeof bytes);
    struct sb_kit_tar *kit = sb_kit_tar_new("ustar", "none", &tar);
    sb_kit_tar_file(kit, "a.mine", sb_str_n(bytes, sizeof bytes));
    sb_kit_tar_file(kit, "boring", sb_str_n(bytes, sizeof bytes));
    sb_kit_tar_end(kit);
    FILE *file = fopen(the.path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(tar.p, 1, tar.n, file), tar.n);
    assert_int_equal(fclose(file), 0);
    sb_buf_done(&tar);
}

static struct sb_doc *scan(enum change change)
{
    static const struct sb_match match[] = {{.suffix = ".mine", .kind = 1, .presence = true}, {0}};
    static const struct sb_collector collector = {
        .name = "mine", .ecosystem = "generic", .match = match, .file = note, .finish = claim_and_change};
    static const struct sb_collector *const table[] = {&collector, NULL};
    const struct sb_scan_options options = {.threads = 2, .facts = true, .root = "test", .collectors = table};
    struct sb_err err = {0};
    struct sb_source *source = NULL;
    struct sb_doc *doc = sb_doc_new();
    the.change = change;
    write_tar();
    assert_int_equal(sb_source_open(the.path, NULL, &source, &err), SB_OK);
    assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
    sb_source_close(source);
    return doc;
}

static void test_changes(void **state)
{
    (void)state;
    static const struct {
        enum change change;
        unsigned told;
    } cases[] = {{NOTHING, 0}, {CUT, 1}, {HEADER, 1}, {EMPTY, 1}};
    struct root root;
    root_new(&root);
    snprintf(the.path, sizeof the.path, "%s.tar", root.path);
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *doc = scan(cases[i].change);
        assert_int_equal(doc->diags.total[SB_D_UNREADABLE], cases[i].told);
        for (size_t j = 0; j < doc->diags.n; j++)
            if (doc->diags.p[j].code == SB_D_UNREADABLE)
                assert_true(sb_str_eq(doc->diags.p[j].message, SB_S("the archive changed while it was read")));
        sb_doc_free(doc);
    }
    assert_int_equal(unlink(the.path), 0);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
