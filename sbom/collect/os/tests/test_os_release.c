/* Which distribution a root holds. */
#include "collect/kit/dpkg_kit.h"

static struct sb_doc *scan_of(struct root *root, const char *etc, const char *lib, const char *version)
{
    root_new(root);
    if (etc)
        root_file(root, "etc/os-release", etc);
    if (lib)
        root_file(root, "usr/lib/os-release", lib);
    if (version)
        root_file(root, "etc/debian_version", version);
    struct sb_doc *doc = root_scan(root);
    root_remove(root);
    return doc;
}

static const struct {
    const char *etc, *lib, *debian_version;
    const char *name, *version;
} cases[] = {
    {"ID=debian\nVERSION_ID=\"12\"\n", NULL, "12.5\n", "debian", "12"},
    {"ID=a\nVERSION_ID=1\n", "ID=b\nVERSION_ID=2\n", NULL, "a", "1"},
    {NULL, "ID=b\nVERSION_ID=2\n", NULL, "b", "2"},
    {"", "ID=b\nVERSION_ID=2\n", NULL, "b", "2"},
    {"# nothing\n", "ID=b\nVERSION_ID=2\n", NULL, "b", "2"},
    {"ID='a b'\nVERSION_ID=1\nVERSION_ID=2\n", NULL, NULL, "a b", "2"},
    {"ID=debian\nVERSION_CODENAME=trixie\n", NULL, "trixie/sid\n", "debian", "trixie"},
    {"ID=debian\n", NULL, "10.8\n", "debian", "10"},
    {"ID=ubuntu\n", NULL, "bookworm/sid\n", "ubuntu", ""},
    {"PRETTY_NAME=x\n", NULL, NULL, "linux", ""},
    {NULL, NULL, "12.5\n", "debian", "12"},
    {NULL, NULL, "bookworm/sid\n", "debian", "bookworm"},
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct root root;
        struct sb_doc *doc = scan_of(&root, cases[i].etc, cases[i].lib, cases[i].debian_version);
        sb_comp os = find_name(doc, cases[i].name);
        assert_true(os.v);
        assert_true(text_is(doc, sb_doc_at(doc, os)->version, cases[i].version));
        assert_true(text_is(doc, sb_doc_at(doc, os)->place, "."));
        assert_int_equal(sb_doc_at(doc, os)->type, SB_TYPE_OPERATING_SYSTEM);
        assert_int_equal(sb_doc_count(doc), 2);
        sb_doc_free(doc);
    }
}

static void test_fields(void **state)
{
    struct root root;
    (void)state;
    struct sb_doc *doc =
        scan_of(&root,
                "ID=fedora\nVERSION_ID=40\nPRETTY_NAME=\"Fedora \\\"40\\\"\"\nCPE_NAME='cpe:/o:f:f:40'\n"
                "HOME_URL=https://h/\nBUG_REPORT_URL=https://b/\nSUPPORT_URL=https://s/\n"
                "DOCUMENTATION_URL=https://d/\nthis is no assignment\n",
                NULL, NULL);
    sb_comp os = find_name(doc, "fedora");
    assert_true(text_is(doc, sb_doc_attribute_of(doc, os, SB_F_DESCRIPTION), "Fedora \"40\""));
    assert_true(text_is(doc, sb_doc_attribute_of(doc, os, SB_F_CPE), "cpe:/o:f:f:40"));
    assert_int_equal(sb_doc_references_of(doc, os).n, 4);
    assert_int_equal(told(doc, SB_D_MALFORMED), 1);
    assert_int_equal(doc->diags.p[0].line, 9);
    sb_doc_free(doc);
}

/* A link is never read itself: what it points at is, where it lies. */
static void test_link_and_sub_roots(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "a/usr/lib/os-release", "ID=one\n");
    root_link(&root, "a/etc/os-release", "../usr/lib/os-release");
    root_file(&root, "b/c/etc/os-release", "ID=two\n");
    root_link(&root, "etc/os-release", "/nowhere");
    struct sb_doc *doc = root_scan(&root);
    sb_comp one = find_name(doc, "one");
    sb_comp two = find_name(doc, "two");
    assert_true(one.v && text_is(doc, sb_doc_at(doc, one)->place, "a"));
    assert_true(two.v && text_is(doc, sb_doc_at(doc, two)->place, "b/c"));
    assert_int_equal(sb_doc_count(doc), 3);
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_link_and_sub_roots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
