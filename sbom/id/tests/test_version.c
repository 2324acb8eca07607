#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "id/version.h"

/* Each list goes up; entries that are equal in order stand in one string, parted by a blank. */
static const char *const deb[] = {"not-a-version",
                                  "0~~",
                                  "0~ 0~0",
                                  "0 00 0-0 0:0",
                                  "0a",
                                  "0+",
                                  "1.0~rc1-1",
                                  "1.0-1~bpo1",
                                  "1.0-1 1.0-01",
                                  "1.0-1+b1",
                                  "1.0-1.1",
                                  "1.0a-1",
                                  "1.0+git1-1",
                                  "1.0.0-1",
                                  "1.9",
                                  "1.10",
                                  "99999999999999999999999",
                                  "100000000000000000000000",
                                  "1:0.1",
                                  NULL};
static const char *const apk[] = {"",          "1.",
                                  "1.0-",      "1.0-1",
                                  "v1",        "0.9",
                                  "1",         "1.01",
                                  "1.1_alpha", "1.1_rc2",
                                  "1.1",       "1.1-r0",
                                  "1.1-r1",    "1.1-r10",
                                  "1.1~ab-r0", "1.1_git20240501",
                                  "1.1_p1",    "1.1a",
                                  "1.1.1",     "1.9",
                                  "1.10",      "99999999999999999999999",
                                  NULL};
static const char *const alpm[] = {"",
                                   "1\t0",
                                   "rc1",
                                   "1.0rc1-1",
                                   "1.0-1",
                                   "1.0-1.1",
                                   "1.0-2",
                                   "1.0.a-1",
                                   "1.0.1-1",
                                   "1.9-1",
                                   "1.10-1",
                                   "1..0-1",
                                   "99999999999999999999999",
                                   "1:0.1-1 1:0.1",
                                   NULL};
static const char *const rpm[] = {"-1",        "~",
                                  "1~",        "1~rc1",
                                  "1~rc1^git", "1 0:1 1. :1",
                                  "1-1 1-01",  "1-1.el9",
                                  "1-1.1",     "1-2",
                                  "1^",        "1^20240501-1",
                                  "1a",        "1.0 1_0 1..0+",
                                  "1.0.0",     "1.9",
                                  "1.10",      "99999999999999999999999",
                                  "1:0.1",     NULL};
static const char *const semver[] = {"latest",
                                     "0.0.0-0",
                                     "0.0.0 v0.0.0 0 0.0.0+b",
                                     "1.0.0-1",
                                     "1.0.0-2",
                                     "1.0.0-10",
                                     "1.0.0-alpha",
                                     "1.0.0-alpha.1",
                                     "1.0.0-alpha.beta",
                                     "1.0.0-beta",
                                     "1.0.0-rc.1 1.0-rc.1",
                                     "1.0.0 1 1.0 =1.0.0",
                                     "1.0.0.1",
                                     "1.0.1beta",
                                     "1.0.1",
                                     "1.2.0",
                                     "1.10.0",
                                     "18446744073709551616.0.0",
                                     NULL};
static const char *const pep440[] = {"1.0x",
                                     "french",
                                     "1.0.dev1 1.0-dev1 1dev1",
                                     "1.0a1.dev2",
                                     "1.0a1 1.0-ALPHA.1 v1a1",
                                     "1.0a1.post1",
                                     "1.0b1",
                                     "1.0rc1 1.0c1 1.0pre1",
                                     "1.0 1 1.0.0 01.0",
                                     "1.0+a",
                                     "1.0+a.1",
                                     "1.0+1 1.0+01",
                                     "1.0.post1.dev1",
                                     "1.0.post1 1.0-1 1.0r1 1.0rev1",
                                     "1.0.1",
                                     "1.9",
                                     "1.10",
                                     "1!0.1",
                                     NULL};
static const char *const generic[] = {"",      "1.0~a", "1.0-alpha", "1.0-rc1", "1.0", "1.0-jre",
                                      "1.0.1", "1.9",   "1.10",      "2024.1",  "1:0", NULL};

static sb_str next(sb_str *entry)
{
    sb_str one;
    sb_str_cut(entry, ' ', &one);
    return one;
}

static void check_list(const struct sb_version_scheme *scheme, const char *const *list)
{
    for (size_t i = 0; list[i]; i++) {
        for (size_t k = 0; list[k]; k++) {
            sb_str as = sb_str_of(list[i]);
            do {
                sb_str a = next(&as), bs = sb_str_of(list[k]);
                do {
                    sb_str b = next(&bs);
                    int expected = i < k ? -1 : i > k;
                    int got = scheme->compare(a, b);
                    if (got != expected)
                        printf("%s: %.*s %.*s: %d\n", scheme->name, SB_FMT(a), SB_FMT(b), got);
                    assert_int_equal(got, expected);
                } while (bs.n);
            } while (as.n);
        }
    }
}

static void test_orders(void **state)
{
    (void)state;
    check_list(&sb_version_alpm, alpm);
    check_list(&sb_version_apk, apk);
    check_list(&sb_version_deb, deb);
    check_list(&sb_version_rpm, rpm);
    check_list(&sb_version_semver, semver);
    check_list(&sb_version_pep440, pep440);
    check_list(&sb_version_generic, generic);
}

static void test_schemes(void **state)
{
    (void)state;
    assert_ptr_equal(sb_version_scheme_of(SB_S("deb")), &sb_version_deb);
    assert_ptr_equal(sb_version_scheme_of(SB_S("npm")), &sb_version_semver);
    assert_ptr_equal(sb_version_scheme_of(SB_S("cargo")), &sb_version_semver);
    assert_ptr_equal(sb_version_scheme_of(SB_S("golang")), &sb_version_semver);
    assert_ptr_equal(sb_version_scheme_of(SB_S("pypi")), &sb_version_pep440);
    assert_ptr_equal(sb_version_scheme_of(SB_S("rpm")), &sb_version_rpm);
    assert_ptr_equal(sb_version_scheme_of(SB_S("apk")), &sb_version_apk);
    assert_ptr_equal(sb_version_scheme_of(SB_S("alpm")), &sb_version_alpm);
    assert_ptr_equal(sb_version_scheme_of(SB_S("maven")), &sb_version_generic);
    assert_ptr_equal(sb_version_scheme_of(SB_S("")), &sb_version_generic);
}

static void test_validity(void **state)
{
    (void)state;
    assert_true(sb_version_semver.valid(SB_S("1.2.3-a.1+b.01")));
    assert_false(sb_version_semver.valid(SB_S("v1.2.3")));
    assert_false(sb_version_semver.valid(SB_S("1.2")));
    assert_false(sb_version_semver.valid(SB_S("1.2.3-01")));
    assert_false(sb_version_semver.valid(SB_S("1.2.3-")));
    assert_true(sb_version_pep440.valid(SB_S(" 1.0.post1 ")));
    assert_false(sb_version_pep440.valid(SB_S("1.0+")));
    assert_false(sb_version_deb.valid(SB_S("1:")));
    assert_false(sb_version_deb.valid(SB_S("1.0-")));
    assert_false(sb_version_deb.valid(SB_S("1.0\0")));
    assert_true(sb_version_deb.valid(SB_S("1:1.0:2-3")));
    assert_false(sb_version_generic.valid(SB_S("")));
}

static void test_release(void **state)
{
    (void)state;
    static const struct {
        const struct sb_version_scheme *scheme;
        const char *version;
        size_t n;
        uint64_t numbers[4];
    } rows[] = {
        {&sb_version_deb, "1.2.3-4", 3, {1, 2, 3}},
        {&sb_version_deb, "2:20230101+dfsg-4", 1, {20230101}},
        {&sb_version_deb, "bad", 0, {0}},
        {&sb_version_semver, "v1.2.3-4", 3, {1, 2, 3}},
        {&sb_version_semver, "1.2.3.4.5", 4, {1, 2, 3, 4}},
        {&sb_version_pep440, "1!4.5rc1", 2, {4, 5}},
        {&sb_version_generic, "3:v1.2", 2, {1, 2}},
        {&sb_version_generic, "v1.2b", 2, {1, 2}},
        {&sb_version_generic, "99999999999999999999", 1, {UINT64_MAX}},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        uint64_t numbers[4];
        size_t n = rows[i].scheme->release(sb_str_of(rows[i].version), numbers, 4);
        assert_int_equal(n, rows[i].n);
        assert_memory_equal(numbers, rows[i].numbers, n * sizeof *numbers);
    }
}

static void test_steps(void **state)
{
    (void)state;
    static const struct {
        const struct sb_version_scheme *scheme;
        const char *older, *newer;
        enum sb_step step;
    } rows[] = {
        {&sb_version_semver, "1.2.3", "1.2.3", SB_STEP_SAME},
        {&sb_version_semver, "1.2.3", "1.2.3+build", SB_STEP_SAME},
        {&sb_version_semver, "1.2.3", "1.2.4", SB_STEP_PATCH},
        {&sb_version_semver, "1.2.3", "1.3.0", SB_STEP_MINOR},
        {&sb_version_semver, "1.2.3", "2.0.0", SB_STEP_MAJOR},
        {&sb_version_semver, "0.2.3", "0.3.0", SB_STEP_PATCH},
        {&sb_version_semver, "0.2.3", "1.0.0", SB_STEP_MAJOR},
        {&sb_version_semver, "1.2.3-rc.1", "1.2.3", SB_STEP_PATCH},
        {&sb_version_semver, "latest", "1.2.3", SB_STEP_OTHER},
        {&sb_version_deb, "1.2.3-4", "1.2.3-5", SB_STEP_PATCH},
        {&sb_version_deb, "1.2-4", "1.2.1-1", SB_STEP_PATCH},
        {&sb_version_deb, "1.2-4", "1:1.2-1", SB_STEP_OTHER},
        {&sb_version_deb, "0:1.2-4", "1.2-4", SB_STEP_SAME},
        {&sb_version_pep440, "1.82.6", "1.82.8", SB_STEP_PATCH},
        {&sb_version_pep440, "1.0", "1!1.0", SB_STEP_OTHER},
        {&sb_version_pep440, "1.0", "1.0.0", SB_STEP_SAME},
        {&sb_version_generic, "1.0-1", "1.0-2", SB_STEP_PATCH},
        {&sb_version_generic, "abc", "abd", SB_STEP_OTHER},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        assert_int_equal(sb_version_step(rows[i].scheme, sb_str_of(rows[i].older), sb_str_of(rows[i].newer)),
                         rows[i].step);
}

static void test_addresses(void **state)
{
    (void)state;
    static const char *const addresses[] = {"sha256:60aa60aa",
                                            "sha256:6060606060606060606060606060606060606060606060606060606060606060",
                                            "b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0",
                                            "0123456789012345678901234567890123456789",
                                            "git+https://x.test/y.git#b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0",
                                            "latest@sha256:60606060606060606060606060606060",
                                            "sha512-Kd0qUGd0dGVyIQ==",
                                            "git:abcdef1"};
    static const char *const versions[] = {"1.0.0",
                                           "20260105",
                                           "1.0.0-b0b0b0b",
                                           "v0.0.0-20200101000000-abcdef123456",
                                           "2024a",
                                           "sha256",
                                           "",
                                           "deadbeef",
                                           "1.0+git.b0b0b0b",
                                           "@scope/x",
                                           "#1"};
    for (size_t i = 0; i < SB_COUNT(addresses); i++)
        if (!sb_version_is_address(sb_str_of(addresses[i])))
            fail_msg("%s is an address", addresses[i]);
    for (size_t i = 0; i < SB_COUNT(versions); i++)
        if (sb_version_is_address(sb_str_of(versions[i])))
            fail_msg("%s is a version", versions[i]);
    assert_false(sb_versions_have_order(SB_S("a1b2c3d"), SB_S("0d1e2f3")));
    assert_true(sb_versions_have_order(SB_S("20260105"), SB_S("20260106")));
    assert_true(sb_versions_have_order(SB_S("a1b2c3d"), SB_S("1.0.0")));
    assert_false(sb_versions_have_order(SB_S("1.0.0"), SB_S("sha256:6060606")));
    assert_int_equal(sb_version_step(&sb_version_generic, SB_S("sha256:1111111"), SB_S("sha256:2222222")),
                     SB_STEP_OTHER);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_orders),  cmocka_unit_test(test_schemes), cmocka_unit_test(test_validity),
        cmocka_unit_test(test_release), cmocka_unit_test(test_steps),   cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
