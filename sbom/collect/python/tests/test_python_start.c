/* What runs at the start of an interpreter, in whole site folders. */
#include "collect/kit/python_kit.h"

static const char *const unowned = "sbom:unowned";

static bool tells(const struct sb_doc *doc, sb_comp c, const char *fact, const char *kind, const char *path)
{
    struct sb_buf part = {0};
    sb_buf_printf(&part, "\"kind\":\"%s\",\"path\":\"%s\"", kind, path);
    bool has = sb_str_find(sb_doc_fact_of(doc, c, fact), sb_buf_all(&part)) != SB_NPOS;
    sb_buf_done(&part);
    return has;
}

/* Folders that lines of *.pth files add: beside the site folder, below it, by an absolute path, behind a link. */
static void test_added_folders(void **state)
{
    (void)state;
    static const struct {
        const char *line, *file; /* FILE lies below usr/lib/python3.12; NULL: nothing runs */
        const char *kind;
    } rows[] = {
        {"../vendor", "vendor/sitecustomize.py", "py:sitecustomize"},
        {"vendor", "site-packages/vendor/sitecustomize.py", "py:sitecustomize"},
        {"  vendor", "site-packages/vendor/sitecustomize.py", "py:sitecustomize"},
        {"vendor/", "site-packages/vendor/usercustomize.py", "py:usercustomize"},
        {"vendor/../other/.", "site-packages/other/sitecustomize/__init__.py", "py:sitecustomize"},
        {"/usr/lib/python3.12/vendor", "vendor/sitecustomize.pyc", "py:sitecustomize"},
        {"vendor", "site-packages/vendor/sitecustomize.cpython-312-x86_64-linux-gnu.so", "py:sitecustomize"},
        {"link", "site-packages/real/sitecustomize.py", "py:sitecustomize"},
        {"link/deeper", "site-packages/real/deeper/sitecustomize.py", "py:sitecustomize"},
        {"a\014b", "site-packages/a\014b/sitecustomize.py", "py:sitecustomize"}, /* one line before 3.13 */
        {"# vendor", "site-packages/vendor/sitecustomize.py", NULL},
        {"vendor", "site-packages/vendor/sitecustomize.txt", NULL},
        {"vendor", "site-packages/vendor/deeper/sitecustomize.py", NULL},
        {"vendor", "site-packages/vendor/sitecustomize/run.py", NULL},
        {"../../../../../../../../opt", "vendor/sitecustomize.py", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        char path[256];
        sb_comp demo;
        root_new(&root);
        root_bytes(&root, SITE "demo.pth", sb_str_of(rows[i].line));
        root_link(&root, SITE "link", "real");
        snprintf(path, sizeof path, "usr/lib/python3.12/%s", rows[i].file);
        root_file(&root, path, "import os\n");
        struct sb_doc *doc = scan_record(&root, SB_S("demo.pth,,\n"), &demo);
        bool runs = sb_str_find(sb_doc_fact_of(doc, SB_DOC_ITSELF, unowned), SB_S("customize\",\"path\"")) != SB_NPOS;
        if (runs != (rows[i].kind != NULL))
            fail_msg("%s: %.*s", rows[i].line, SB_FMT(sb_doc_fact_of(doc, SB_DOC_ITSELF, unowned)));
        if (rows[i].kind && sb_str_chr(sb_str_of(path), '\x0c') == SB_NPOS)
            assert_true(tells(doc, SB_DOC_ITSELF, unowned, rows[i].kind, path));
        assert_int_equal(tells(doc, demo, "sbom:exec", "py:path", "demo.pth"), rows[i].line[0] != '#');
        sb_doc_free(doc);
        root_remove(&root);
    }
}

/* It belongs to whoever claims it. */
static void test_owner_of_customize(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "demo.pth", "demo/vendor\n");
    root_file(&root, SITE "demo/vendor/sitecustomize.py", "import os\n");
    struct sb_doc *doc = scan_record(&root, SB_S("demo.pth,,\ndemo/vendor/sitecustomize.py,,\n"), &demo);
    assert_true(tells(doc, demo, "sbom:exec", "py:sitecustomize", "demo/vendor/sitecustomize.py"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "sitecustomize"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* Names that begin with a dot run in 3.12 and older; several lines that run are one row, with the file's digest. */
static void test_files(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE ".hidden.pth", "import hidden\n");
    root_file(&root, SITE "two.pth", "# a comment\n/opt/x\nimport one\nimport two\n");
    root_file(&root, SITE "two.start", "two:run\n");
    root_file(&root, SITE "nothing.pth", "# a comment\n\n");
    struct sb_doc *doc = scan_record(&root, SB_S(".hidden.pth,,\ntwo.pth,,\ntwo.start,,\nnothing.pth,,\n"), &demo);
    assert_has(doc, demo, "sbom:exec",
               "\"command\":\"import hidden\",\"kind\":\"py:pth\",\"path\":\".hidden.pth\",\"sha256\"");
    assert_has(doc, demo, "sbom:exec", "\"command\":\"import one\",\"kind\":\"py:pth\",\"path\":\"two.pth\"");
    assert_has(doc, demo, "sbom:exec", "\"command\":\"two:run\",\"kind\":\"py:start\",\"path\":\"two.start\"");
    assert_false(fact_has(doc, demo, "sbom:exec", "nothing"));
    sb_doc_free(doc);
    root_remove(&root);
}

#define NAMESPACE                                                                                                      \
    "import sys, types, os;p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('zope',));importlib = "            \
    "__import__('importlib.util');__import__('importlib.machinery');m = sys.modules.setdefault('zope', "               \
    "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('zope', [os.path.dirname(p)])));m = m "  \
    "or sys.modules.setdefault('zope', types.ModuleType('zope'));mp = (m or []) and "                                  \
    "m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n"

/* The line of a namespace package runs nothing, but it loads an extension module of that name. */
static void test_namespace(void **state)
{
    (void)state;
    static const struct {
        const char *beside;
        bool harmless;
    } rows[] = {
        {"zope/interface/__init__.py", true},
        {"zope.py", true}, /* found, but not run */
        {"zop.so", true},
        {"zope.cpython-312-x86_64-linux-gnu.so", false},
        {"zope.so", false},
        {"zope/__init__.abi3.so", false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        char path[256];
        sb_comp demo;
        root_new(&root);
        snprintf(path, sizeof path, SITE "%s", rows[i].beside);
        root_file(&root, path, "");
        root_file(&root, SITE "demo-nspkg.pth", NAMESPACE);
        struct sb_doc *doc = scan_record(&root, SB_S("demo-nspkg.pth,,\n"), &demo);
        const char *wanted = rows[i].harmless ? "\"command\":\"setuptools namespace package: zope\",\"kind\":\"py:pth\""
                                              : "\"command\":\"import sys, types, os;p = ";
        assert_has(doc, demo, "sbom:exec", wanted);
        sb_doc_free(doc);
        root_remove(&root);
    }
}

/* Start-up files that are links, and a site folder that is one: what is behind them runs all the same. */
static void test_links(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    root_file(&root, "opt/payload", "import os\n");
    root_file(&root, "opt/other/evil.pth", "import os\n");
    root_file(&root, "opt/other/sitecustomize.py", "import os\n");
    root_link(&root, SITE "inside.pth", "../../../../opt/payload");
    root_link(&root, SITE "outside.pth", "/nowhere/x");
    root_link(&root, SITE "sitecustomize.py", "/opt/payload");
    root_link(&root, "srv/lib/python3.9/site-packages", "/opt/other");
    struct sb_doc *doc = root_scan(&root);
    const struct {
        const char *kind, *path;
    } rows[] = {{"py:pth", SITE "inside.pth"},
                {"py:pth", SITE "outside.pth"},
                {"py:pth", "opt/other/evil.pth"},
                {"py:sitecustomize", "opt/other/sitecustomize.py"},
                {"py:sitecustomize", SITE "sitecustomize.py"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (!tells(doc, SB_DOC_ITSELF, unowned, rows[i].kind, rows[i].path))
            fail_msg("%s: %.*s", rows[i].path, SB_FMT(sb_doc_fact_of(doc, SB_DOC_ITSELF, unowned)));
    assert_has(doc, SB_DOC_ITSELF, unowned,
               "{\"command\":\"-> /nowhere/x\",\"kind\":\"py:pth\",\"path\":\"" SITE "outside.pth\"}");
    sb_doc_free(doc);
    root_remove(&root);
}

/* An archive that is imported before the standard library; near misses. */
static void test_before_library(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    root_file(&root, "usr/lib/python3.12/os.py", "");
    root_file(&root, "usr/lib/python312.zip", "PK");
    root_file(&root, "usr/lib/python311.zip", "PK");
    root_file(&root, "usr/lib/python3.zip", "PK");
    root_file(&root, "opt/python312.zip", "PK");
    root_file(&root, "win/python.exe", "MZ");
    root_file(&root, "win/python312._pth", "python312.zip\n");
    root_file(&root, "opt/python312._pth", "python312.zip\n");
    struct sb_doc *doc = root_scan(&root);
    assert_true(tells(doc, SB_DOC_ITSELF, unowned, "py:config", "usr/lib/python312.zip"));
    assert_true(tells(doc, SB_DOC_ITSELF, unowned, "py:config", "win/python312._pth"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "python311.zip"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "python3.zip"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "opt/"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* A line that adds a file: an archive that Python imports from, and that was not read. */
static void test_added_archive(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    root_file(&root, SITE "demo.pth", "demo.zip\n");
    root_file(&root, SITE "demo.zip", "PK");
    struct sb_doc *doc = root_scan(&root);
    assert_int_equal(told(doc, SB_D_ZIPPED), 1);
    sb_doc_free(doc);
    root_remove(&root);
}

/* Many files that each add many folders, which all lie in each other's reach. */
static void test_many(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf text = {0};
    root_new(&root);
    for (int i = 0; i < 300; i++)
        sb_buf_printf(&text, "folder-%d\n", i);
    for (int i = 0; i < 100; i++) {
        char path[256];
        snprintf(path, sizeof path, SITE "file-%d.pth", i);
        root_bytes(&root, path, sb_buf_all(&text));
        snprintf(path, sizeof path, SITE "folder-%d/sitecustomize.py", i);
        root_file(&root, path, "");
    }
    struct sb_doc *doc = root_scan(&root);
    assert_int_equal(told(doc, SB_D_LIST_CUT), 100);
    assert_true(tells(doc, SB_DOC_ITSELF, unowned, "py:sitecustomize", SITE "folder-99/sitecustomize.py"));
    sb_doc_free(doc);
    sb_buf_done(&text);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_added_folders),  cmocka_unit_test(test_owner_of_customize),
        cmocka_unit_test(test_files),          cmocka_unit_test(test_namespace),
        cmocka_unit_test(test_links),          cmocka_unit_test(test_added_archive),
        cmocka_unit_test(test_before_library), cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
