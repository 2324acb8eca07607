#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/table.h"

static void add(struct sb_doc *doc, const char *purl, const char *name, const char *version, const char *place)
{
    sb_comp c = sb_doc_add(doc);
    struct sb_component *row = sb_doc_at(doc, c);
    row->type = SB_TYPE_APPLICATION;
    row->purl = sb_doc_put(doc, sb_str_of(purl));
    row->name = sb_doc_put(doc, sb_str_of(name));
    row->version = sb_doc_put(doc, sb_str_of(version));
    row->place = sb_doc_put(doc, sb_str_of(place));
}

static void assert_table(struct sb_doc *doc, const char *wanted)
{
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_sink *sink = sb_calloc(1, sizeof *sink);
    sb_sink_memory(sink, &text);
    sb_table_write(doc, sink);
    assert_int_equal(sb_sink_flush(sink, &err), SB_OK);
    if (!sb_str_eq(sb_buf_all(&text), sb_str_of(wanted)))
        fail_msg("got:\n%.*sexpected:\n%s", SB_FMT(sb_buf_all(&text)), wanted);
    sb_buf_done(&text);
    sb_free(sink);
    sb_doc_free(doc);
}

/* Columns by characters, none behind the last cell, sources left out, nothing that a terminal would obey. */
static void test_rows(void **state)
{
    (void)state;
    struct sb_doc *doc = sb_doc_new();
    add(doc, "", "root", "", "");
    add(doc, "pkg:npm/caf\xc3\xa9@1", "caf\xc3\xa9", "1", "node_modules/x");
    add(doc, "pkg:pypi/a@2", "a\x1b[2J\n", "2\xe2\x80\xae", ".");
    add(doc, "pkg:deb/debian/src@3?arch=source", "src", "3", ".");
    add(doc, "pkg:rpm/fedora/src@3-1?arch=src", "src", "3-1", ".");
    add(doc, "pkg:generic/bad", "\xff", "", "");
    assert_int_equal(sb_table_left_out(doc), 2);
    assert_table(doc, "TYPE         NAME          VERSION    PLACE\n"
                      "application  root\n"
                      "npm          caf\xc3\xa9          1          node_modules/x\n"
                      "pypi         a\\x1B[2J\\x0A  2\\u{202E}  .\n"
                      "generic      \\xFF\n");
}

/* One cell of great length does not push the others out of sight. */
static void test_long_cell(void **state)
{
    (void)state;
    struct sb_doc *doc = sb_doc_new();
    char name[101];
    memset(name, 'x', 100);
    name[100] = '\0';
    add(doc, "pkg:npm/b@1", "b", "1", ".");
    add(doc, "pkg:npm/x@1", name, "1", ".");
    assert_table(doc,
                 "TYPE  NAME  VERSION  PLACE\n"
                 "npm   b     1        .\n"
                 "npm   xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                 "xxxxxx  1        .\n");
}

static void test_nothing(void **state)
{
    (void)state;
    assert_table(sb_doc_new(), "TYPE  NAME  VERSION  PLACE\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_long_cell),
                                       cmocka_unit_test(test_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
