/* What --trace tells: the same whatever the threads and the order of arrival, one line a thing, whatever the names. */
#include "collect/kit/dpkg_kit.h"

#include "base/utf8.h"

#define SITE "usr/lib/python3.12/site-packages/"
#define MD5_A "0cc175b9c0f1b6a831c399e269772661" /* of "a" */

static const char *const paths[] = {SITE "demo-1.0.dist-info/RECORD",
                                    SITE "demo-1.0.dist-info/METADATA",
                                    SITE "demo.py",
                                    SITE "a.pth",
                                    SITE "missing.py",
                                    "usr/bin/base",
                                    "usr/bin/gone",
                                    "lib/x",
                                    "lib",
                                    "/etc/cron.d/base",
                                    "var/lib/dpkg/status",
                                    "odd/new\nline\x1b[2J\xe2\x80\xae",
                                    "odd/\xff",
                                    "odd",
                                    "",
                                    "..",
                                    "../../etc/passwd",
                                    "no/such"};

static void make_tree(struct root *root)
{
    root_new(root);
    root_file(root, SITE "demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n");
    root_file(root, SITE "demo-1.0.dist-info/RECORD",
              "demo.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\na.pth,,\n"
              "demo-1.0.dist-info/RECORD,,\ndemo-1.0.dist-info/METADATA,,\nmissing.py,,\n../../../bin/up,,\n");
    root_file(root, SITE "demo.py", "");
    root_file(root, SITE "a.pth", "import demo\n");
    root_file(root, "usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    root_file(root, "var/lib/dpkg/status",
              "Package: base\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\nbroken\n");
    root_file(root, "var/lib/dpkg/info/base.list", "/.\n/usr\n/usr/bin/base\n/usr/bin/gone\n/etc/cron.d/base\n/lib/x\n");
    root_file(root, "var/lib/dpkg/info/base.md5sums",
              MD5_A "  usr/bin/base\n" MD5_A "  lib/x\n" MD5_A "  usr/bin/gone\n");
    root_file(root, "usr/bin/base", "a");
    root_file(root, "usr/lib/x", "x");
    root_link(root, "lib", "usr/lib");
    root_file(root, "etc/cron.d/base", "* * * * * root base\n");
    root_file(root, "odd/new\nline\x1b[2J\xe2\x80\xae", "x");
    root_file(root, "odd/\xff", "x");
}

static void trace(const struct root *root, const struct sb_source_type *type, unsigned threads, bool facts,
                  const char *path, struct sb_buf *out)
{
    struct sb_err err = {0};
    struct sb_source *source = NULL;
    struct sb_doc *doc = sb_doc_new();
    struct sb_scan_options options = {.threads = threads,
                                      .facts = facts,
                                      .verify = facts && sb_md5_offered(),
                                      .root = "test",
                                      .trace = path,
                                      .trace_to = out};
    sb_buf_clear(out);
    assert_int_equal(type->open(root->path, &sb_limits_default, &source, &err), SB_OK);
    assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
    sb_source_close(source);
    sb_doc_free(doc);
}

static void assert_same(const struct sb_buf *a, const struct sb_buf *b)
{
    if (!sb_str_eq(sb_buf_all(a), sb_buf_all(b)))
        fail_msg("%.*s---\n%.*s", SB_FMT(sb_buf_all(a)), SB_FMT(sb_buf_all(b)));
}

/* The first line begins with the path, each other one with a label; nothing in them moves a terminal's cursor. */
static void assert_lines(sb_str text)
{
    sb_str line;
    size_t n = 0;
    assert_true(sb_utf8_valid(text));
    assert_true(sb_str_ends(text, SB_S("\n")));
    for (; sb_str_cut(&text, '\n', &line); n++) {
        struct sb_buf printable = {0};
        sb_utf8_printable(&printable, line);
        assert_true(sb_str_eq(sb_buf_all(&printable), line));
        assert_int_equal(sb_str_starts(line, SB_S("  ")), n > 0);
        assert_int_not_equal(sb_str_find(line, SB_S(": ")), SB_NPOS);
        sb_buf_done(&printable);
    }
}

static void test_same(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf one = {0}, other = {0};
    make_tree(&root);
    for (size_t i = 0; i < SB_COUNT(paths); i++) {
        for (int facts = 0; facts < 2; facts++) {
            trace(&root, &sb_source_dir, 1, facts, paths[i], &one);
            assert_lines(sb_buf_all(&one));
            trace(&root, &sb_source_dir, 6, facts, paths[i], &other);
            assert_same(&one, &other);
        }
        sb_shuffle_seed = 1;
        trace(&root, &sb_source_shuffled, 1, true, paths[i], &one);
        for (sb_shuffle_seed = 2; sb_shuffle_seed < 5; sb_shuffle_seed++) {
            trace(&root, &sb_source_shuffled, 4, true, paths[i], &other);
            assert_same(&one, &other);
        }
    }
    sb_buf_done(&one);
    sb_buf_done(&other);
    root_remove(&root);
}

static void test_tells(void **state)
{
    (void)state;
    static const struct {
        const char *path, *part;
    } rows[] = {
        {SITE "demo.py", "claimed by: pkg:pypi/demo@1.0 (content, as recorded)\n"},
        {SITE "missing.py", SITE "missing.py: not there\n"},
        {SITE "a.pth", "execution point: py:pth of pkg:pypi/demo@1.0: import demo\n"},
        {SITE "a.pth", "matched: python kind 8 (name *.pth in site-packages)\n"},
        {SITE "demo-1.0.dist-info/METADATA", "component: pkg:pypi/demo@1.0\n"},
        {"lib/x", "usr/lib/x: file\n"},
        {"lib", "lib: link to usr/lib\n"},
        {"/etc/cron.d/base", "etc/cron.d/base: file, 20 bytes\n"},
        {"var/lib/dpkg/status", "diagnostic: SB2001 warning, line 6: file is malformed: "},
        {"odd/\xff", "odd/\\xFF: file\n"},
        {"", ".: folder\n"},
        {"no/such", "no/such: not there\n  claimed by: no component\n"},
    };
    struct root root;
    struct sb_buf out = {0};
    make_tree(&root);
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        trace(&root, &sb_source_dir, 2, true, rows[i].path, &out);
        if (sb_str_find(sb_buf_all(&out), sb_str_of(rows[i].part)) == SB_NPOS)
            fail_msg("%s is not in\n%.*s", rows[i].part, SB_FMT(sb_buf_all(&out)));
    }
    if (sb_md5_offered()) {
        trace(&root, &sb_source_dir, 2, true, "lib/x", &out);
        assert_int_not_equal(sb_str_find(sb_buf_all(&out), SB_S("(content, not as recorded: modified)\n")), SB_NPOS);
        assert_int_not_equal(sb_str_find(sb_buf_all(&out), SB_S("sbom:verified")), SB_NPOS);
        trace(&root, &sb_source_dir, 2, true, "usr/bin/gone", &out);
        assert_int_not_equal(sb_str_find(sb_buf_all(&out), SB_S("(content, recorded, but missing)\n")), SB_NPOS);
    }
    sb_buf_done(&out);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same), cmocka_unit_test(test_tells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
