/* The header that is installed, with what a caller may do wrong. sbom/scripts/ctest/installed uses it from outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "lib/sbom.h"

static const char tree[] = SB_SOURCE_DIR "/testdata/scan/owned-by-deb/input";

static void path_in(const char *folder, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", folder, name);
}

static void assert_told(const struct sb_problem *problem, const char *path, const char *part)
{
    assert_non_null(strstr(problem->path, path));
    if (!strstr(problem->text, part))
        fail_msg("%s is not in: %s", part, problem->text);
}

/* What was written and read again is the same, in either format. */
static void test_round(void **state)
{
    static const char *const formats[] = {"cyclonedx-json", "spdx-json@2.3"};
    char folder[] = "/tmp/sbom-lib-XXXXXX", path[128];
    struct sb_problem problem;
    struct sb_inventory *scanned, *read;
    struct sb_verdict_told verdict;
    (void)state;
    assert_non_null(mkdtemp(folder));
    path_in(folder, "out.json", path);
    const struct sb_inventory_options options = {.threads = 2, .root = "product@1"};
    assert_int_equal(sb_inventory_scan(tree, &options, &scanned, &problem), 0);
    assert_true(sb_inventory_rows(scanned) > 1);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        assert_int_equal(sb_inventory_write(scanned, formats[i], path, "none", &problem), 0);
        assert_int_equal(sb_inventory_read(path, &read, &problem), 0);
        assert_int_equal(sb_inventory_rows(read), sb_inventory_rows(scanned));
        assert_int_equal(sb_inventory_compare(read, scanned, NULL, &verdict, NULL), 0);
        assert_int_equal(verdict.exit, 0);
        assert_false(verdict.failed);
        assert_memory_equal(verdict.line, "OK", 2);
        sb_inventory_free(read);
    }
    sb_inventory_free(scanned);
    unlink(path);
    rmdir(folder);
}

/* Members stand in any order: what tells a document's format may come last. */
static void test_late_mark(void **state)
{
    char path[] = "/tmp/sbom-lib-XXXXXX";
    struct sb_inventory *read;
    struct sb_problem problem;
    (void)state;
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    fprintf(file, "{\"components\":[{\"type\":\"library\",\"name\":\"a\",\"description\":\"%8000s\"}],", "x");
    fprintf(file, "\"specVersion\":\"1.6\",\"bomFormat\":\"CycloneDX\"}");
    assert_int_equal(fclose(file), 0);
    assert_int_equal(sb_inventory_read(path, &read, &problem), 0);
    assert_int_equal(sb_inventory_rows(read), 1);
    sb_inventory_free(read);
    unlink(path);
}

static void test_rows(void **state)
{
    static const char *everything[] = {"**", NULL};
    const struct sb_inventory_options none = {.excludes = everything};
    struct sb_inventory *all, *empty;
    struct sb_verdict_told verdict;
    unsigned roots = 0;
    (void)state;
    assert_int_equal(sb_inventory_scan(tree, NULL, &all, NULL), 0);
    for (size_t i = 0; i < sb_inventory_rows(all); i++) {
        struct sb_inventory_row row = sb_inventory_row(all, i);
        assert_true(*row.name || *row.purl);
        assert_non_null(row.version);
        assert_non_null(row.place);
        roots += row.root;
    }
    assert_int_equal(roots, 1);
    assert_int_equal(sb_inventory_scan(tree, &none, &empty, NULL), 0);
    assert_true(sb_inventory_troubles(empty) > 0);
    assert_int_equal(sb_inventory_trouble(empty, 0).code / 1000, 1);
    assert_int_equal(sb_inventory_compare(all, empty, NULL, &verdict, NULL), 0);
    assert_true(verdict.failed && verdict.incomplete && verdict.exit == 1);
    sb_inventory_free(all);
    sb_inventory_free(empty);
    sb_inventory_free(NULL);
}

static void test_refused(void **state)
{
    struct sb_inventory *inventory, *none;
    struct sb_problem problem;
    struct sb_verdict_told verdict;
    (void)state;
    assert_int_equal(sb_inventory_scan("/nothing/there", NULL, &none, &problem), 3);
    assert_null(none);
    assert_told(&problem, "/nothing/there", "cannot open");
    const struct sb_inventory_options both = {.verify = true, .no_facts = true}, many = {.threads = 1000};
    assert_int_equal(sb_inventory_scan(tree, &both, &none, &problem), 2);
    assert_int_equal(sb_inventory_scan(tree, &many, &none, &problem), 2);
    assert_int_equal(sb_inventory_read(SB_SOURCE_DIR "/LICENSE", &none, &problem), 3);
    assert_told(&problem, "LICENSE", "no SBOM document");
    assert_int_equal(sb_inventory_read(SB_SOURCE_DIR "/testdata/diff/bad-truncated/input/new.json", &none, &problem),
                     3);
    assert_null(none);
    assert_int_equal(sb_inventory_scan(tree, NULL, &inventory, &problem), 0);
    assert_int_equal(sb_inventory_write(inventory, "cyclonedx-json@9", NULL, NULL, &problem), 2);
    assert_int_equal(sb_inventory_write(inventory, "spdx-yamlx", NULL, NULL, &problem), 2);
    assert_int_equal(sb_inventory_write(inventory, "spdx-json", "/nothing/there/x", NULL, &problem), 3);
    assert_int_equal(sb_inventory_write(inventory, "spdx-json", NULL, "tomorrow", &problem), 2);
    const struct sb_compare_options level = {.fail_on = "loud"}, report = {.report = "song"};
    assert_int_equal(sb_inventory_compare(inventory, inventory, &level, &verdict, &problem), 2);
    assert_int_equal(sb_inventory_compare(inventory, inventory, &report, &verdict, &problem), 2);
    assert_told(&problem, "", "song");
    sb_inventory_free(inventory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_round), cmocka_unit_test(test_late_mark),
                                       cmocka_unit_test(test_rows), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
