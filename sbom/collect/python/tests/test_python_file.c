/* One file of a Python installation to one record. */
#include "collect/kit/python_kit.h"

static void test_metadata_versions(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *version, *expression, *licence;
        size_t requires, classifiers, urls;
    } rows[] = {
        {"Metadata-Version: 1.0\nName: a\nVersion: 1\nLicense: MIT\nHome-page: UNKNOWN\n", "a", "1", "", "MIT", 0, 0,
         0},
        {"Metadata-Version: 1.1\r\nName: a\r\nVersion: 1\r\nClassifier: License :: OSI Approved :: MIT License\r\n"
         "Classifier: Programming Language :: Python\r\n\r\n",
         "a", "1", "", "", 0, 1, 0},
        {"Metadata-Version: 1.2\nName: a\nVersion: 1\nRequires-Dist: b (>=1)\nRequires: old\nProject-URL: Home, "
         "https://x\n",
         "a", "1", "", "", 1, 0, 1},
        {"Metadata-Version: 2.0\nName: a\nVersion: 1\nRequires-Dist: b\nRequires-Dist: c\n", "a", "1", "", "", 2, 0, 0},
        {"Metadata-Version: 2.1\nName: a\nVersion: 1\nRequires-Dist: b\n\nName: body\nRequires-Dist: z\n", "a", "1", "",
         "", 1, 0, 0},
        {"Metadata-Version: 2.4\nName: a\nVersion: 1\nLicense-Expression: MIT OR Apache-2.0\nLicense-File: LICENSE\n",
         "a", "1", "MIT OR Apache-2.0", "", 0, 0, 0},
        {"Metadata-Version: 2.5\nName: a\nVersion: 1\nImport-Name: a\nImport-Namespace: b\n", "a", "1", "", "", 0, 0,
         0},
        {"name: a\nVERSION: 1\n", "a", "1", "", "", 0, 0, 0},
        {"Name: first\nName: second\nVersion: 1\n", "first", "1", "", "", 0, 0, 0},
        {"Name: a\nDescription: text\n        Version: inside\nVersion: 1\n", "a", "1", "", "", 0, 0, 0},
        {"Name: a\nno header at all\nVersion: 1\n", "a", "1", "", "", 0, 0, 0},
        {"Version: 1\n", "", "1", "", "", 0, 0, 0},
        {"", "", "", "", "", 0, 0, 0},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct one one;
        const struct py_metadata *meta = one_file(&one, DIST "METADATA", sb_str_of(rows[i].text));
        assert_text(meta->name, rows[i].name);
        assert_text(meta->version, rows[i].version);
        assert_text(meta->licence_expression, rows[i].expression);
        assert_text(meta->licence, rows[i].licence);
        assert_int_equal(meta->n_requires, rows[i].requires);
        assert_int_equal(meta->n_classifiers, rows[i].classifiers);
        assert_int_equal(meta->n_urls, rows[i].urls);
        assert_text(one.records.p[0].key, "usr/lib/python3.12/site-packages/demo-1.0.dist-info");
        one_done(&one);
    }
}

static void test_hostile_metadata(void **state)
{
    (void)state;
    struct one one;
    const struct py_metadata *meta = one_file(&one, DIST "METADATA",
                                              SB_S("Name: a\xff"
                                                   "b\nVersion: 1\xc0\nno header\n"));
    assert_text(meta->name, "a\\xFFb");
    assert_int_equal(one.diags.total[SB_D_TEXT_NOT_UTF8], 1); /* once a file */
    assert_int_equal(one.diags.total[SB_D_MALFORMED], 1);
    one_done(&one);
    meta = one_file(&one, DIST "METADATA", SB_S("Name: a\0b\nVersion: 1\n"));
    assert_true(sb_str_eq(meta->name, SB_S("a\0b")));
    one_done(&one);

    struct sb_buf text = {0};
    sb_buf_str(&text, SB_S("Name: a\nSummary: "));
    for (int i = 0; i < 2 << 20; i++)
        sb_buf_chr(&text, 'x');
    sb_buf_str(&text, SB_S("\nVersion: 1\n"));
    for (int i = 0; i < 10000; i++)
        sb_buf_str(&text, SB_S("Requires-Dist: b\n"));
    meta = one_file(&one, DIST "METADATA", sb_buf_all(&text));
    assert_text(meta->version, "1");
    assert_int_equal(meta->summary.n, 0);
    assert_int_equal(one.diags.total[SB_D_LINE_TOO_LONG], 1);
    assert_int_equal(meta->n_requires, 4096);
    assert_int_equal(one.diags.total[SB_D_LIST_CUT], 1); /* the others are not lost in silence */
    one_done(&one);
    sb_buf_done(&text);
}

static void test_direct_url(void **state)
{
    (void)state;
    static const struct {
        const char *text, *url, *vcs, *commit, *hash; /* url NULL: malformed */
        bool editable, directory;
    } rows[] = {
        {"{\"url\": \"https://h/a.whl\", \"archive_info\": {\"hash\": \"sha256=00\", \"hashes\": {\"sha256\": "
         "\"00\"}}}",
         "https://h/a.whl", "", "", "sha256=00", false, false},
        {"{\"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"c0ffee\", \"requested_revision\": \"v1\"}, "
         "\"url\": \"https://h/r.git\", \"subdirectory\": \"x\"}",
         "https://h/r.git", "git", "c0ffee", "", false, false},
        {"{\"url\": \"file:///home/u/p\", \"dir_info\": {\"editable\": true}}", "file:///home/u/p", "", "", "", true,
         true},
        {"{\"url\": \"file:///home/u/p\", \"dir_info\": {}}", "file:///home/u/p", "", "", "", false, true},
        {"{\"url\": \"u\", \"dir_info\": {\"editable\": false}}", "u", "", "", "", false, true},
        {"{\"url\": \"u\", \"dir_info\": {\"editable\": {\"a\": [1]}}, \"more\": [{\"url\": \"no\"}]}", "u", "", "", "",
         false, true},
        {"{\"url\": \"u\", \"vcs_info\": [1, {\"vcs\": \"x\"}], \"archive_info\": \"text\"}", "u", "", "", "", false,
         false},
        {"{\"url\": \"u\", \"vcs_info\": {\"vcs_info\": {\"vcs\": \"nested\"}}}", "u", "", "", "", false, false},
        {"{\"url\": 1}", NULL, "", "", "", false, false},
        {"{}", NULL, "", "", "", false, false},
        {"[]", NULL, "", "", "", false, false},
        {"\"url\"", NULL, "", "", "", false, false},
        {"", NULL, "", "", "", false, false},
        {"{\"url\": \"u\"", NULL, "", "", "", false, false},
        {"{\"url\": \"u\"} x", NULL, "", "", "", false, false},
        {"{\"url\": \"u\", \"url\": \"v\"}", NULL, "", "", "", false, false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct one one;
        const struct py_direct_url *url = one_file(&one, DIST "direct_url.json", sb_str_of(rows[i].text));
        if ((url != NULL) != (rows[i].url != NULL))
            print_error("%s\n", rows[i].text);
        assert_int_equal(url != NULL, rows[i].url != NULL);
        assert_int_equal(one.diags.total[SB_D_MALFORMED], url == NULL);
        if (url) {
            assert_text(url->url, rows[i].url);
            assert_text(url->vcs, rows[i].vcs);
            assert_text(url->commit, rows[i].commit);
            assert_text(url->hash, rows[i].hash);
            assert_text(url->ref,
                        sb_str_find(sb_str_of(rows[i].text), SB_S("requested_revision")) == SB_NPOS ? "" : "v1");
            assert_int_equal(url->editable, rows[i].editable);
            assert_int_equal(url->directory, rows[i].directory);
        }
        one_done(&one);
    }
}

/* What site.py of CPython runs, of any version: it cut lines at newlines once, then as str.splitlines() does. */
static void test_pth(void **state)
{
    (void)state;
    static const struct {
        sb_str text;
        int kind;
        const char *line; /* NULL: some */
    } rows[] = {
        {{"import os\n", 10}, SB_EXEC_PY_PTH, "import os"},
        {{"import\tos", 9}, SB_EXEC_PY_PTH, "import\tos"},
        {{"/opt/lib\nimport a; a.b()\r\n", 26}, SB_EXEC_PY_PTH, "import a; a.b()"},
        {{"import a\nimport b\n", 18}, SB_EXEC_PY_PTH, "import a"},
        {{"\xef\xbb\xbfimport os\n", 13}, SB_EXEC_PY_PTH, "import os"},
        {{" import os\n", 11}, SB_EXEC_PY_PTH, "import os"}, /* 3.15 strips */
        {{"\xe3\x80\x80import os\n", 13}, SB_EXEC_PY_PTH, "import os"},
        {{"\xa0import os\n", 11}, SB_EXEC_PY_PTH, "import os"}, /* no UTF-8: by a locale of single bytes */
        {{"\xc2\xa1import os\n", 12}, SB_EXEC_PY_PATH, NULL},
        {{"importlib\n", 10}, SB_EXEC_PY_PATH, "importlib"},
        {{"import", 6}, SB_EXEC_PY_PATH, "import"},
        {{"# comment\n../src\n\n", 18}, SB_EXEC_PY_PATH, "../src"},
        {{"../a\n  ../b  \n#c\n/d", 19}, SB_EXEC_PY_PATH, "../a; ../b; /d"},
        {{"#import os\n", 11}, SB_EXEC_COUNT, ""},
        {{" # import os\n", 13}, SB_EXEC_COUNT, ""},
        {{"# a\xe2\x80\xa7import x\n", 15}, SB_EXEC_COUNT, ""},
        {{"\n \t\n", 4}, SB_EXEC_COUNT, ""},
        {{"", 0}, SB_EXEC_COUNT, ""},
        {{"# harmless\rimport os\r", 21}, SB_EXEC_PY_PTH, "import os"},
        {{"# harmless\x0cimport os", 20}, SB_EXEC_PY_PTH, "import os"},
        {{"# harmless\x0bimport os", 20}, SB_EXEC_PY_PTH, "import os"},
        {{"# a\x1cimport x\x1d", 13}, SB_EXEC_PY_PTH, "import x"},
        {{"# a\x1dimport x", 12}, SB_EXEC_PY_PTH, "import x"},
        {{"# a\x1eimport x", 12}, SB_EXEC_PY_PTH, "import x"},
        {{"# a\xc2\x85import x\n", 14}, SB_EXEC_PY_PTH, "import x"},
        {{"# a\xff\x85import x\n", 14}, SB_EXEC_PY_PTH, "import x"},
        {{"# a\xe2\x80\xa8import x\n", 15}, SB_EXEC_PY_PTH, "import x"},
        {{"# a\xe2\x80\xa9import x\n", 15}, SB_EXEC_PY_PTH, "import x"},
        {{"import a\0b\n", 11}, SB_EXEC_PY_PTH, NULL},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct one one;
        const struct py_start_up *start = one_file(&one, SITE "a.pth", rows[i].text);
        if (start->kind != (enum sb_exec_kind)rows[i].kind)
            print_error("row %zu\n", i);
        assert_int_equal(start->kind, rows[i].kind);
        if (rows[i].line)
            assert_text(start->line, rows[i].line);
        else
            assert_true(start->line.n > 0);
        assert_int_equal(start->namespaces.n, 0);
        assert_text(one.records.p[0].key, SITE "a.pth");
        one_done(&one);
    }
}

/* Lines that add folders, as every version reads them; and how many are kept. */
static void test_pth_folders(void **state)
{
    (void)state;
    struct one one;
    const struct py_start_up *start =
        one_file(&one, SITE "a.pth", SB_S("../a\nimport x\n b \nc\014d\n# no\n\xff\x80\n"));
    static const char *const wanted[] = {"../a", " b", "b", "c\014d", "\xff\x80", "../a",
                                         " b",   "b",  "c", "d",      "\xff\x80"};
    assert_int_equal(start->n_folders, SB_COUNT(wanted));
    for (size_t i = 0; i < SB_COUNT(wanted); i++)
        assert_text(start->folders[i], wanted[i]);
    one_done(&one);

    struct sb_buf text = {0};
    for (int i = 0; i < 1000; i++)
        sb_buf_printf(&text, "folder-%d\n", i);
    start = one_file(&one, SITE "a.pth", sb_buf_all(&text));
    assert_int_equal(start->n_folders, 256);
    assert_int_equal(one.diags.total[SB_D_LIST_CUT], 1);
    assert_true(start->line.n > 256 && start->line.n < 600);
    one_done(&one);
    sb_buf_done(&text);
}

#define NAMESPACE(tuple, name)                                                                                         \
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = "                                                   \
    "os.path.join(sys._getframe(1).f_locals['sitedir'], "                                                              \
    "*" tuple ");importlib = has_mfs and __import__('importlib.util');has_mfs and "                                    \
    "__import__('importlib.machinery');m = has_mfs and sys.modules.setdefault('" name "', "                            \
    "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('" name "', "                            \
    "[os.path.dirname(p)])));m = m or sys.modules.setdefault('" name "', types.ModuleType('" name "'));mp = (m or "    \
    "[]) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)"
#define NAMESPACE_3_12                                                                                                 \
    "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('zope',));importlib = "            \
    "__import__('importlib.util');__import__('importlib.machinery');m = sys.modules.setdefault('zope', "               \
    "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('zope', [os.path.dirname(p)])));m = m "  \
    "or sys.modules.setdefault('zope', types.ModuleType('zope'));mp = (m or []) and "                                  \
    "m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)"

/* The whole file must be what setuptools writes, to the last byte. */
static void test_namespaces(void **state)
{
    (void)state;
    static const struct {
        const char *text, *names;
    } rows[] = {
        {NAMESPACE("('zope',)", "zope") "\n", "zope"},
        {NAMESPACE("('zope',)", "zope"), "zope"},
        {NAMESPACE_3_12 "\n", "zope"},
        {NAMESPACE("('zope',)", "zope") "\n" NAMESPACE("('zope', 'app')", "zope.app") ";m and "
                                                                                      "setattr(sys.modules['zope'], "
                                                                                      "'app', m)\n",
         "zope, zope.app"},
        {NAMESPACE("('zope', 'app')", "zope.app") "\n", ""}, /* a part is missing */
        {NAMESPACE("('zope',)", "other") "\n", ""},
        {NAMESPACE("('a-b',)", "a-b") "\n", ""},
        {NAMESPACE("('',)", "") "\n", ""},
        {NAMESPACE("('zope',)", "zope") "; import evil\n", ""},
        {NAMESPACE("('zope',)", "zope") " \n", ""},
        {NAMESPACE("('zope',)", "zope") "\r\n", ""},
        {NAMESPACE("('zope',)", "zope") "\nimport evil\n", ""},
        {NAMESPACE("('zope',)", "zope") "\n\n", ""},
        {"import evil\n" NAMESPACE("('zope',)", "zope") "\n", ""},
        {NAMESPACE("(__import__('evil'),)", "zope") "\n", ""},
        {"# " NAMESPACE("('zope',)", "zope") "\n", ""},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct one one;
        const struct py_start_up *start = one_file(&one, SITE "a-nspkg.pth", sb_str_of(rows[i].text));
        assert_text(start->namespaces, rows[i].names);
        one_done(&one);
    }
}

static void test_start(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } rows[] = {{"# comment\n\n  pkg.mod:run  \nother:x\n", "pkg.mod:run"},
                {"\xef\xbb\xbfpkg:run\n", "pkg:run"},
                {"# only\n\n", ""},
                {"", ""},
                {"a", "a"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct one one;
        const struct py_start_up *start = one_file(&one, "opt/dist-packages/a.start", sb_str_of(rows[i].text));
        assert_int_equal(start->kind, *rows[i].line ? SB_EXEC_PY_START : SB_EXEC_COUNT);
        assert_text(start->line, rows[i].line);
        one_done(&one);
    }
}

static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int kind; /* -1: no file of Python */
    } rows[] = {{"a.dist-info/METADATA", PY_METADATA},
                {"x/A-1.DIST-INFO/METADATA", PY_METADATA},
                {"a.egg-info/PKG-INFO", PY_METADATA},
                {"x/a-1.egg-info", PY_METADATA},
                {"x/a-1.egg/EGG-INFO/PKG-INFO", PY_METADATA},
                {"PKG-INFO", -1},
                {"x/METADATA", -1},
                {"a.dist-info/x/METADATA", -1},
                {"a.dist-info/metadata", -1},
                {"a.dist-info/RECORD", PY_RECORD},
                {"a.dist-info/licenses/RECORD", -1},
                {"a.egg-info/requires.txt", PY_REQUIRES},
                {"x/a.egg/EGG-INFO/requires.txt", PY_REQUIRES},
                {"requires.txt", -1},
                {"a.egg-info/installed-files.txt", PY_INSTALLED_FILES},
                {"site-packages/a.pth", PY_START_UP},
                {"x/a.pth", -1},
                {"my-site-packages/a.pth", -1},
                {"site-packages/.a.pth", PY_START_UP},
                {"site-packages/a.start", PY_START_UP},
                {"a.egg-info/METADATA", PY_METADATA},
                {"a.dist-info/PKG-INFO", PY_METADATA},
                {"env/pyvenv.cfg", PY_CONFIG},
                {"env/bin/activate", PY_ACTIVATE},
                {"env/Scripts/Activate.ps1", PY_ACTIVATE},
                {"env/lib/activate", -1},
                {"bin/app.pyz", PY_ZIPPED},
                {"a.egg-info/entry_points.txt", PY_ENTRY_POINTS},
                {"x/a.egg/EGG-INFO/entry_points.txt", PY_ENTRY_POINTS},
                {"a.dist-info/REQUESTED", PY_REQUESTED},
                {"a.dist-info/INSTALLER", PY_INSTALLER}};
    struct sb_dispatch *dispatch = sb_dispatch_new(sb_collectors, 0);
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_dispatch_hit hits[64];
        sb_str path = sb_str_of(rows[i].path);
        size_t n = sb_dispatch_find(dispatch, sb_path_dir(path), sb_path_base(path), hits);
        n = sb_dispatch_link(hits, n); /* not those that any file of a bin has */
        if (n != (rows[i].kind >= 0))
            print_error("%s\n", rows[i].path);
        assert_int_equal(n, rows[i].kind >= 0);
        if (n)
            assert_int_equal(hits[0].row->kind, rows[i].kind);
    }
    sb_dispatch_free(dispatch);
}

static void test_installer(void **state)
{
    (void)state;
    struct one one;
    const sb_str *text = one_file(&one, DIST "INSTALLER", SB_S("  pip \r\nmore\n"));
    assert_text(*text, "pip");
    one_done(&one);
    text = one_file(&one, DIST "INSTALLER", SB_S(""));
    assert_int_equal(text->n, 0);
    one_done(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metadata_versions),
        cmocka_unit_test(test_hostile_metadata),
        cmocka_unit_test(test_direct_url),
        cmocka_unit_test(test_pth),
        cmocka_unit_test(test_pth_folders),
        cmocka_unit_test(test_namespaces),
        cmocka_unit_test(test_start),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_installer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
