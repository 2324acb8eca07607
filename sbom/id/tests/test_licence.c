#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "id/licence.h"
#include "id/licence_list.h"

static struct sb_arena arena;

static void assert_text(sb_str got, const char *expected)
{
    sb_str copy = sb_arena_str(&arena, got);
    assert_string_equal(copy.p, expected);
}

static void test_list(void **state)
{
    (void)state;
    assert_true(sb_licence_row_count > 800);
    for (size_t i = 0; i < sb_licence_row_count; i++) {
        const struct sb_licence_row *row = &sb_licence_rows[i];
        assert_ptr_equal(sb_licence_find(sb_str_of(row->id)), row);
        assert_true(!row->replaced_by || row->deprecated);
        assert_true(row->since == 0 || (row->since >= 300 && row->since < 500));
    }
    assert_string_equal(sb_licence_find(SB_S("apache-2.0"))->id, "Apache-2.0");
    assert_null(sb_licence_find(SB_S("Apache")));
    assert_null(sb_licence_find(SB_S("")));
    assert_null(sb_licence_find(SB_S("MIT\0")));
    assert_true(sb_licence_find(SB_S("Classpath-exception-2.0"))->exception);
    assert_int_equal(sb_licence_find(SB_S("BlueOak-1.0.0"))->since, 306);
}

static void test_successors_are_valid_and_current(void **state)
{
    (void)state;
    for (size_t i = 0; i < sb_licence_row_count; i++) {
        const struct sb_licence_row *row = &sb_licence_rows[i];
        if (!row->replaced_by)
            continue;
        sb_str successor = sb_str_of(row->replaced_by), normal;
        if (row->exception) {
            assert_true(sb_licence_find(successor)->exception);
            continue;
        }
        assert_int_equal(sb_licence_parse(successor, &arena, &normal, NULL), SB_OK);
        assert_text(normal, row->replaced_by);
        assert_text(sb_licence_key(successor, &arena), row->replaced_by);
        assert_text(sb_licence_key(sb_str_of(row->id), &arena), row->replaced_by);
    }
}

static void test_normal_form(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {" ( mit ) ", "MIT"},
        {"MIT or apache-2.0+", "MIT OR Apache-2.0+"},
        {"(MIT OR ISC) AND (Zlib OR (0BSD OR X11))", "(MIT OR ISC) AND (Zlib OR 0BSD OR X11)"},
        {"((MIT AND ISC) OR Zlib)", "MIT AND ISC OR Zlib"},
        {"GPL-2.0+ with classpath-exception-2.0", "GPL-2.0+ WITH Classpath-exception-2.0"},
        {"LicenseRef-x-1.0 AND DocumentRef-a:LicenseRef-b", "LicenseRef-x-1.0 AND DocumentRef-a:LicenseRef-b"},
        {"MIT OR MIT", "MIT OR MIT"},
        {"MIT\tAND(ISC)", "MIT AND ISC"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        sb_str normal;
        struct sb_err err = {0};
        assert_int_equal(sb_licence_parse(sb_str_of(pairs[i][0]), &arena, &normal, &err), SB_OK);
        assert_text(normal, pairs[i][1]);
    }
}

static void test_errors_have_a_column(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t col;
    } bad[] = {
        {"", 1},          {"MIT AND", 8},        {"MIT AND Foo", 9}, {"MIT Apache-2.0", 5},
        {"(MIT", 5},      {"MIT)", 4},           {"MIT And ISC", 5}, {"GPL-2.0-only WITH MIT", 19},
        {"GPL-2.0++", 1}, {"MIT WITH", 9},       {"AND MIT", 1},     {"MIT AND ()", 10},
        {"()", 2},        {"LicenseRef-a_b", 1}, {"LicenseRef-", 1}, {"DocumentRef-a:MIT", 1},
        {"NONE", 1},      {"licenseref-a", 1},   {"MIT,ISC", 1},     {"Classpath-exception-2.0", 1},
    };
    for (size_t i = 0; i < SB_COUNT(bad); i++) {
        sb_str normal;
        struct sb_err err = {0};
        assert_int_equal(sb_licence_parse(sb_str_of(bad[i].text), &arena, &normal, &err), SB_E_SYNTAX);
        assert_int_equal(err.col, bad[i].col);
        assert_int_equal(normal.n, 0);
    }
}

static void test_depth_and_length_are_bounded(void **state)
{
    (void)state;
    enum { N = 300 };
    char text[2 * N + 4];
    memset(text, '(', N);
    memcpy(text + N, "MIT", 3);
    memset(text + N + 3, ')', N);
    sb_str normal;
    assert_int_equal(sb_licence_parse(sb_str_n(text, 2 * N + 3), &arena, &normal, NULL), SB_E_SYNTAX);
    assert_int_equal(sb_licence_parse(sb_str_n(text + N - 100, 203), &arena, &normal, NULL), SB_OK);
    char *large = sb_arena_alloc(&arena, 100000);
    memset(large, ' ', 100000);
    assert_int_equal(sb_licence_parse(sb_str_n(large, 100000), &arena, &normal, NULL), SB_E_SYNTAX);
}

static void test_key(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"MIT OR Apache-2.0 OR MIT", "Apache-2.0 OR MIT"},
        {"MIT AND MIT", "MIT"},
        {"GPL-2.0", "GPL-2.0-only"},
        {"GPL-2.0+", "GPL-2.0-or-later"},
        {"AGPL-1.0+", "AGPL-1.0-or-later"},
        {"GPL-2.0-only+", "GPL-2.0-or-later"},
        {"GPL-2.0 WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"},
        {"GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"},
        {"GPL-2.0-with-classpath-exception+", "GPL-2.0-or-later WITH Classpath-exception-2.0"},
        {"LGPL-2.1 WITH Nokia-Qt-exception-1.1", "LGPL-2.1-only WITH Qt-LGPL-exception-1.1"},
        {"eCos-2.0 WITH Classpath-exception-2.0", "eCos-2.0 WITH Classpath-exception-2.0"},
        {"bzip2-1.0.5 OR BSD-2-Clause-FreeBSD", "BSD-2-Clause-Views OR bzip2-1.0.6"},
        {"((ISC OR MIT) AND (MIT OR ISC)) OR 0BSD", "0BSD OR ISC OR MIT"},
        {"Zlib AND (MIT OR ISC) AND 0BSD", "(ISC OR MIT) AND 0BSD AND Zlib"},
        {"  Some   licence \n of mine ", "Some licence of mine"},
        {"", ""},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        assert_text(sb_licence_key(sb_str_of(pairs[i][0]), &arena), pairs[i][1]);
        assert_text(sb_licence_key(sb_str_of(pairs[i][1]), &arena), pairs[i][1]);
    }
}

static void test_classifiers(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"License :: OSI Approved :: MIT License", "MIT"},
        {"License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"},
        {"License :: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"},
        {"License :: OSI Approved :: BSD License", ""},
        {"License :: OSI Approved", ""},
        {"Topic :: MIT License", ""},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        assert_text(sb_licence_of_classifier(sb_str_of(pairs[i][0])), pairs[i][1]);
}

static void test_debian_names(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Expat", "MIT"},
        {"GPL-2+", "GPL-2.0-or-later"},
        {"GPL-3", "GPL-3.0-only"},
        {"LGPL-2.1+", "LGPL-2.1-or-later"},
        {"GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later"},
        {"BSD-3-clause", "BSD-3-Clause"},
        {"Apache-2", "Apache-2.0"},
        {"MPL-1.1+", "MPL-1.1+"},
        {"Artistic or GPL-1+", "Artistic-1.0-Perl OR GPL-1.0-or-later"},
        {"Perl and Expat", "(GPL-1.0-or-later OR Artistic-1.0-Perl) AND MIT"},
        {"GPL-2+ and BSD-3-clause", "GPL-2.0-or-later AND BSD-3-Clause"},
        {"GPL-2+ with OpenSSL exception", ""},
        {"GPL-2+ or Expat, and ISC", ""},
        {"GPL-9", ""},
        {"public-domain", ""},
        {"Expat or", ""},
        {"", ""},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        assert_text(sb_licence_of_debian(sb_str_of(pairs[i][0]), &arena), pairs[i][1]);
}

static void test_names_lead_to_listed_licences(void **state)
{
    (void)state;
    static const char *const licences[] = {
#define CLASSIFIER(name, licence) licence,
#define DEBIAN(name, licence) licence,
#include "id/licence_names.def"
#undef CLASSIFIER
#undef DEBIAN
    };
    for (size_t i = 0; i < SB_COUNT(licences); i++) {
        sb_str normal;
        assert_int_equal(sb_licence_parse(sb_str_of(licences[i]), &arena, &normal, NULL), SB_OK);
        assert_text(normal, licences[i]);
    }
}

static int done(void **state)
{
    (void)state;
    sb_arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_successors_are_valid_and_current),
        cmocka_unit_test(test_normal_form),
        cmocka_unit_test(test_errors_have_a_column),
        cmocka_unit_test(test_depth_and_length_are_bounded),
        cmocka_unit_test(test_key),
        cmocka_unit_test(test_classifiers),
        cmocka_unit_test(test_debian_names),
        cmocka_unit_test(test_names_lead_to_listed_licences),
    };
    return cmocka_run_group_tests(all, NULL, done);
}
