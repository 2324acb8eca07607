#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "id/licence.h"
#include "id/licence_list.h"
#include "id/licence_names.h"

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
        assert_text(sb_licence_of_classifier(sb_str_of(pairs[i][0]), &arena), pairs[i][1]);
}

static sb_str as_reference(void *ctx, sb_str name)
{
    return sb_licence_ref(name, SB_STR_NONE, ctx);
}

static void test_rpm_tags(void **state)
{
    (void)state;
    static const char *const pairs[][3] = {
        /* the tag; with names that are on no list as references; without */
        {"GPLv2+", "GPL-2.0-or-later", "GPL-2.0-or-later"},
        {"ASL 2.0", "Apache-2.0", "Apache-2.0"},
        {"GPL+ or Artistic", "GPL-1.0-or-later OR Artistic-1.0-Perl", "GPL-1.0-or-later OR Artistic-1.0-Perl"},
        {"(LGPLv3+ or GPLv2+) and BSD", "(LGPL-3.0-or-later OR GPL-2.0-or-later) AND LicenseRef-BSD", ""},
        {"MIT and Public Domain", "MIT AND LicenseRef-Public-Domain", ""},
        {"GPL-3.0-or-later WITH GCC-exception-3.1 AND MIT", "GPL-3.0-or-later WITH GCC-exception-3.1 AND MIT",
         "GPL-3.0-or-later WITH GCC-exception-3.1 AND MIT"},
        {"LGPLv2+  AND\tMIT", "LGPL-2.0-or-later AND MIT", "LGPL-2.0-or-later AND MIT"},
        {"BSD", "LicenseRef-BSD", ""},
        {"MIT and", "", ""},
        {"MIT)", "", ""},
        {"(MIT", "", ""},
        {"()", "", ""},
        {"MIT (BSD)", "", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        assert_text(sb_licence_of_rpm(sb_str_of(pairs[i][0]), &arena, as_reference, &arena), pairs[i][1]);
        assert_text(sb_licence_of_rpm(sb_str_of(pairs[i][0]), &arena, NULL, NULL), pairs[i][2]);
    }
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
        {"MPL-1.1+", ""},
        {"OPL-1", ""},
        {"Artistic or GPL-1+", "Artistic-1.0-Perl OR GPL-1.0-or-later"},
        {"Perl and Expat", "(GPL-1.0-or-later OR Artistic-1.0-Perl) AND MIT"},
        {"GPL-2+ and BSD-3-clause", "GPL-2.0-or-later AND BSD-3-Clause"},
        {"GPL-2+ with OpenSSL exception", ""},
        {"GPL-2+ or Expat, and ISC", "(GPL-2.0-or-later OR MIT) AND ISC"},
        {"Expat, or GPL-2 and ISC", "MIT OR GPL-2.0-only AND ISC"},
        {"AFL-2.1 or GPL-2+, and Expat, ISC", "(AFL-2.1 OR GPL-2.0-or-later) AND MIT AND ISC"},
        {"GPL-1+ and/or Artistic", "GPL-1.0-or-later OR Artistic-1.0-Perl"},
        {"libpng OR Apache-2.0 OR BSD-3-clause", "Libpng OR Apache-2.0 OR BSD-3-Clause"},
        {"GPL-3+ with Bison exception", "GPL-3.0-or-later WITH Bison-exception-2.2"},
        {"GPL-3+-WITH-BISON-EXCEPTION", "GPL-3.0-or-later WITH Bison-exception-2.2"},
        {"GPL-2+-libtool-exception", "GPL-2.0-or-later WITH Libtool-exception"},
        {"GPL-3+ with GCC-Runtime-3.1 exception", "GPL-3.0-or-later WITH GCC-exception-3.1"},
        {"GPL-2 with Linux-syscall-note exception and Expat", "GPL-2.0-only WITH Linux-syscall-note AND MIT"},
        {"GPL-2+ with Autoconf exception", ""},
        {"Apache-2.0 with LLVM exception", "Apache-2.0 WITH LLVM-exception"},
        {"BSD", ""},
        {"GPL", ""},
        {"GPL-9", ""},
        {"public-domain", ""},
        {"Expat or", ""},
        {"", ""},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        assert_text(sb_licence_of_debian(sb_str_of(pairs[i][0]), &arena, NULL, NULL), pairs[i][1]);
}

static void test_names_lead_to_listed_licences(void **state)
{
    (void)state;
    static const char *const licences[] = {
#define CLASSIFIER(name, licence) licence,
#define DEBIAN(name, licence) licence,
#define NAME(name, licence) licence,
#define TITLE(name, licence) licence,
#include "id/licence_names.def"
#include "id/licence_titles.def"
#undef CLASSIFIER
#undef DEBIAN
#undef NAME
#undef TITLE
    };
    for (size_t i = 0; i < SB_COUNT(licences); i++) {
        sb_str normal;
        assert_int_equal(sb_licence_parse(sb_str_of(licences[i]), &arena, &normal, NULL), SB_OK);
        assert_text(normal, licences[i]);
    }
}

static void test_folded_keys(void **state)
{
    (void)state;
    static const char *const tables[][1200] = {{
#define CLASSIFIER(name, licence)
#define DEBIAN(name, licence)
#define NAME(name, licence) name,
#include "id/licence_names.def"
                                               },
                                               {
#define TITLE(name, licence) name,
#include "id/licence_titles.def"
                                               }};
    for (size_t t = 0; t < SB_COUNT(tables); t++)
        for (size_t i = 0; tables[t][i]; i++) {
            assert_text(sb_licence_fold(sb_str_of(tables[t][i]), &arena), tables[t][i]);
            assert_true(i == 0 || strcmp(tables[t][i - 1], tables[t][i]) < 0);
        }
}

static void test_names_of_foreign_metadata(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Apache License 2.0", "Apache-2.0"},
        {"Apache License, Version 2.0", "Apache-2.0"},
        {"Apache 2", "Apache-2.0"},
        {"Apache2.0", "Apache-2.0"},
        {"Apache Software License 2.0", "Apache-2.0"},
        {"ASL 2.0", "Apache-2.0"},
        {"Apache-2.0 License", "Apache-2.0"},
        {"The MIT License (MIT)", "MIT"},
        {"MIT license", "MIT"},
        {"mit", "MIT"},
        {"BSD 3-Clause License", "BSD-3-Clause"},
        {"3-Clause BSD License", "BSD-3-Clause"},
        {"BSD-3", "BSD-3-Clause"},
        {"New BSD", "BSD-3-Clause"},
        {"BSD 3-Clause \"New\" or \"Revised\" License", "BSD-3-Clause"},
        {"BSD (3-Clause)", "BSD-3-Clause"},
        {"BSD-2-Clause (Simplified BSD)", "BSD-2-Clause"},
        {"GPLv3", "GPL-3.0-only"},
        {"GPLv3+", "GPL-3.0-or-later"},
        {"GNU GPL v2 or later", "GPL-2.0-or-later"},
        {"GNU General Public License v2 (GPLv2)", "GPL-2.0-only"},
        {"GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"},
        {"GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"},
        {"GNU Lesser General Public License (LGPL), Version 3", "LGPL-3.0-only"},
        {"LGPL-2.1+", "LGPL-2.1+"},
        {"GNU Affero General Public License v3", "AGPL-3.0-only"},
        {"Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"},
        {"MPL 2.0", "MPL-2.0"},
        {"Python Software Foundation License", "PSF-2.0"},
        {"zlib/libpng License", "Zlib"},
        {"Zope Public License 2.1", "ZPL-2.1"},
        {"MIT License (see LICENSE)", "MIT"},
        {"MIT OR Apache 2.0", "MIT OR Apache-2.0"},
        {"(MIT OR Apache 2.0)", "MIT OR Apache-2.0"},
        {"BSD 3-Clause OR Apache-2.0", "BSD-3-Clause OR Apache-2.0"},
        {"GPLv2 or later or MIT", "GPL-2.0-or-later OR MIT"},
        {"MIT and PSF", "MIT AND PSF-2.0"},
        /* left open by their authors */
        {"BSD", ""},
        {"BSD-like", ""},
        {"BSD License", ""},
        {"GPL", ""},
        {"GNU LGPL", ""},
        {"Apache", ""},
        {"Apache Software License", ""},
        {"Public Domain", ""},
        {"MIT/X11", ""},
        {"BSD or Apache License, Version 2.0", ""},
        {"MIT and BSD-3-Clause or ISC X", ""},
        {"GPLv2 (with exceptions)", ""},
        {"MIT (BSD-3-Clause)", ""},
        {"GPL-9", ""},
        {"UNLICENSED", ""},
        {"SEE LICENSE IN LICENSE.txt", ""},
        {"Proprietary", ""},
        {"Copyright (c) 2020 A", ""},
        {"", ""},
        {"(", ""},
        {"((()))", ""},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        assert_text(sb_licence_of_name(sb_str_of(pairs[i][0]), &arena), pairs[i][1]);
    assert_text(sb_licence_key(SB_S("Apache License 2.0"), &arena), "Apache-2.0");
    assert_text(sb_licence_key(SB_S("GPLv2+"), &arena), "GPL-2.0-or-later");
}

#define BSD_TEXT                                                                                                       \
    "Redistribution and use in source and binary forms, with or without\nmodification, are permitted provided that "   \
    "the "                                                                                                             \
    "following conditions are met:\n\n1. Redistributions of source code must retain the above copyright notice, "      \
    "this\n"                                                                                                           \
    "   list of conditions and the following disclaimer.\n2. Redistributions in binary form must reproduce the above " \
    "copyright notice,\n   this list of conditions and the following disclaimer in the documentation\n   and/or "      \
    "other "                                                                                                           \
    "materials provided with the distribution.\n"
#define BSD_NAMES                                                                                                      \
    "3. Neither the name of the Foo Project nor the\n   names of its contributors may be used to endorse or promote "  \
    "products derived\n   from this software without specific prior written permission.\n"
#define BSD_WARRANTY                                                                                                   \
    "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS \"AS IS\" AND ANY EXPRESS OR IMPLIED "        \
    "WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A "          \
    "PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE FOO PROJECT BE LIABLE FOR ANY DIRECT, INDIRECT, "        \
    "INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF "         \
    "SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON "    \
    "ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) "     \
    "ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.\n"

static void test_whole_texts(void **state)
{
    (void)state;
    assert_text(sb_licence_of_text(SB_S("Copyright (c) 2020, A\n\n" BSD_TEXT BSD_NAMES BSD_WARRANTY), &arena),
                "BSD-3-Clause");
    assert_text(sb_licence_of_text(SB_S(BSD_TEXT BSD_WARRANTY), &arena), "BSD-2-Clause");
    assert_text(sb_licence_of_text(SB_S(BSD_TEXT BSD_WARRANTY "No military use."), &arena), "");
    assert_text(sb_licence_of_text(SB_S(BSD_TEXT "No military use." BSD_WARRANTY), &arena), "");
    assert_text(sb_licence_of_text(SB_S("Apache License\nVersion 2.0, January 2004\nhttp://www.apache.org/licenses/\n\n"
                                        "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"),
                                   &arena),
                "Apache-2.0");
    assert_text(sb_licence_of_text(SB_S("Copyright (c) 2020 A"), &arena), "");
    assert_text(sb_licence_of_text(SB_S(""), &arena), "");
}

static void test_no_licence(void **state)
{
    (void)state;
    assert_true(sb_licence_is_none(SB_S("Copyright (c) 2020 A")));
    assert_true(sb_licence_is_none(SB_S("(C) 2020")));
    assert_true(sb_licence_is_none(SB_S("====")));
    assert_true(sb_licence_is_none(SB_S("")));
    assert_false(sb_licence_is_none(SB_S("MIT")));
    assert_false(sb_licence_is_none(SB_S("\xe8\xae\xb8")));
}

static void test_references(void **state)
{
    (void)state;
    assert_text(sb_licence_ref(SB_S("public-domain"), SB_S(""), &arena), "LicenseRef-public-domain");
    assert_text(sb_licence_ref(SB_S("  GPL 2+ / \xc3\xbc x  "), SB_S(""), &arena), "LicenseRef-GPL-2-x");
    sb_str a = sb_licence_ref(SB_S("x"), SB_S("Some  Text"), &arena),
           b = sb_licence_ref(SB_S("x"), SB_S("some\ntext "), &arena);
    assert_true(sb_str_eq(a, b) && a.n == strlen("LicenseRef-x-01234567"));
    assert_int_equal(sb_licence_ref(SB_S("\xff"), SB_S(""), &arena).n, strlen("LicenseRef-01234567"));
    assert_true(sb_str_eq(sb_licence_ref(SB_S("x"), SB_S("The \xe2\x80\x9cWork\xe2\x80\x9d"), &arena),
                          sb_licence_ref(SB_S("x"), SB_S("the \"work\""), &arena)));
    /* the digest of " the 'w' \xe2x \xe2\x80" */
    assert_text(sb_licence_ref(SB_S("x"), SB_S("  The\t\xe2\x80\x98W\xe2\x80\x99\n\xe2X \xe2\x80"), &arena),
                "LicenseRef-x-76039099");
    assert_text(sb_licence_without_documents(SB_S("MIT AND (DocumentRef-a:LicenseRef-b OR LicenseRef-c)"), &arena),
                "MIT AND (LicenseRef-a-b OR LicenseRef-c)");
    sb_str rest = SB_S("(LicenseRef-a OR MIT) AND DocumentRef-b:LicenseRef-c"), ref;
    assert_true(sb_licence_next_ref(&rest, &ref));
    assert_text(ref, "LicenseRef-a");
    assert_true(sb_licence_next_ref(&rest, &ref));
    assert_text(ref, "DocumentRef-b:LicenseRef-c");
    assert_false(sb_licence_next_ref(&rest, &ref));
    assert_true(sb_licence_is_newer(SB_S("(mit or blueoak-1.0.0+) AND ISC"), 305));
    assert_false(sb_licence_is_newer(SB_S("(mit or blueoak-1.0.0+) AND ISC"), 306));
    assert_true(sb_licence_is_newer(SB_S("GPL-2.0-only WITH SHL-2.0"), 300));
    assert_false(sb_licence_is_newer(SB_S("LicenseRef-BlueOak-1.0.0 AND Mine"), 0));
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
        cmocka_unit_test(test_rpm_tags),
        cmocka_unit_test(test_debian_names),
        cmocka_unit_test(test_folded_keys),
        cmocka_unit_test(test_names_of_foreign_metadata),
        cmocka_unit_test(test_whole_texts),
        cmocka_unit_test(test_no_licence),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_names_lead_to_listed_licences),
    };
    return cmocka_run_group_tests(all, NULL, done);
}
