/* Version pairs with the verdict of the reference implementations, where they lie beside the source tree. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/io.h"
#include "id/version.h"

static const char corpus[] = SB_SOURCE_DIR "/../shared/corpora/version-compare";

static void read_corpus(const char *name, struct sb_buf *buf)
{
    char path[4096];
    struct sb_err err = {0};
    snprintf(path, sizeof path, "%s/%s", corpus, name);
    assert_int_equal(sb_read_file(path, 1 << 24, buf, &err), SB_OK);
}

/* Tab-separated columns; lines that begin with "#" are left out. */
static bool next_row(sb_str *rest, sb_str columns[3])
{
    sb_str line;
    while (sb_str_line(rest, &line)) {
        if (sb_str_starts(line, SB_S("#")))
            continue;
        for (size_t i = 0; i < 3; i++)
            sb_str_cut(&line, '\t', &columns[i]);
        return true;
    }
    return false;
}

static void compare_pairs(const struct sb_version_scheme *scheme, const char *name)
{
    struct sb_buf buf = {0};
    unsigned pairs = 0, right = 0;
    read_corpus(name, &buf);
    sb_str rest = sb_buf_all(&buf), column[3];
    while (next_row(&rest, column)) {
        int expected = sb_str_eq(column[2], SB_S("-1")) ? -1 : sb_str_eq(column[2], SB_S("1")) ? 1 : 0;
        bool good = scheme->compare(column[0], column[1]) == expected &&
                    scheme->compare(column[1], column[0]) == -expected && scheme->valid(column[0]) &&
                    scheme->valid(column[1]);
        if (!good)
            printf("%s: %.*s %.*s %d\n", name, SB_FMT(column[0]), SB_FMT(column[1]), expected);
        right += good;
        pairs++;
    }
    printf("%s: %u of %u\n", name, right, pairs);
    assert_true(pairs > 600);
    assert_int_equal(right, pairs);
    sb_buf_done(&buf);
}

static void test_pairs(void **state)
{
    (void)state;
    compare_pairs(&sb_version_alpm, "alpm.tsv");
    compare_pairs(&sb_version_apk, "apk.tsv");
    compare_pairs(&sb_version_deb, "deb.tsv");
    compare_pairs(&sb_version_rpm, "rpm.tsv");
    compare_pairs(&sb_version_rpm, "rpm-vercmp.tsv");
    compare_pairs(&sb_version_semver, "semver.tsv");
    compare_pairs(&sb_version_pep440, "pep440.tsv");
}

static void test_validity(void **state)
{
    (void)state;
    static const struct sb_version_scheme *const schemes[] = {&sb_version_apk, &sb_version_deb, &sb_version_semver,
                                                              &sb_version_pep440};
    struct sb_buf buf = {0};
    unsigned lines = 0, right = 0;
    read_corpus("validity.tsv", &buf);
    sb_str rest = sb_buf_all(&buf), column[3];
    while (next_row(&rest, column)) {
        for (size_t i = 0; i < SB_COUNT(schemes); i++) {
            if (!sb_str_eq(column[0], sb_str_of(schemes[i]->name)))
                continue;
            bool good = schemes[i]->valid(column[1]) == sb_str_eq(column[2], SB_S("valid"));
            if (!good)
                printf("%s: %.*s %.*s\n", schemes[i]->name, SB_FMT(column[1]), SB_FMT(column[2]));
            right += good;
            lines++;
        }
    }
    printf("validity: %u of %u\n", right, lines);
    assert_true(lines > 900);
    assert_int_equal(right, lines);
    sb_buf_done(&buf);
}

int main(void)
{
    DIR *dir = opendir(corpus);
    if (!dir)
        return 77;
    closedir(dir);
    const struct CMUnitTest all[] = {cmocka_unit_test(test_pairs), cmocka_unit_test(test_validity)};
    return cmocka_run_group_tests(all, NULL, NULL);
}
