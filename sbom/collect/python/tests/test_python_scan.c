/* Whole site folders: distributions, their origin, dependencies, start-up files and owners. */
#include "collect/kit/python_kit.h"

static sb_comp scan_demo(struct root *root, struct sb_doc **ret_doc)
{
    sb_comp demo;
    *ret_doc = scan_record(root, SB_STR_NONE, &demo);
    return demo;
}

static void test_component(void **state)
{
    (void)state;
    struct root root;
    struct sb_doc *doc;
    root_new(&root);
    root_file(
        &root, SITE "Demo_X-1.0.dist-info/METADATA",
        "Metadata-Version: 2.4\nName: Demo.X\nVersion: 1.0\nSummary: does things\nAuthor-email: A <a@b.c>\n"
        "License-Expression: MIT\nProject-URL: Source Code, https://git.example/x\nProject-URL: Funding, https://pay\n"
        "Project-URL: broken\nHome-page: https://home\n");
    root_file(&root, SITE "Demo_X-1.0.dist-info/INSTALLER", "pip\n");
    root_file(&root, SITE "Demo_X-1.0.dist-info/REQUESTED", "");
    doc = root_scan(&root);
    sb_comp demo = find_purl(doc, "pkg:pypi/demo.x@1.0", "usr/lib/python3.12/site-packages");
    assert_true(demo.v);
    const struct sb_component *row = sb_doc_at(doc, demo);
    assert_true(text_is(doc, row->name, "Demo.X"));
    assert_true(text_is(doc, row->from.path, SITE "Demo_X-1.0.dist-info/METADATA"));
    assert_true(text_is(doc, sb_doc_attribute_of(doc, demo, SB_F_DESCRIPTION), "does things"));
    assert_true(text_is(doc, sb_doc_attribute_of(doc, demo, SB_F_AUTHOR), "A <a@b.c>"));
    assert_int_equal(sb_doc_references_of(doc, demo).n, 3);
    assert_fact(doc, demo, "sbom:requested", "true");
    assert_fact(doc, demo, "sbom:origin",
                "{\"installer\":\"pip\",\"kind\":\"registry\",\"repository\":\"https://git.example/x\"}");
    assert_true(related(doc, doc->root, SB_REL_DEPENDS_ON, demo));
    assert_int_equal(told(doc, SB_D_NAME_DISAGREES), 0);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_licences(void **state)
{
    (void)state;
    static const struct {
        const char *headers;
        const char *licence; /* NULL: none */
        enum sb_licence_form form;
    } rows[] = {
        {"License-Expression: mit or apache-2.0\nLicense: ignored\n", "MIT OR Apache-2.0", SB_LICENCE_EXPRESSION},
        {"License-Expression: MIT\n", "MIT", SB_LICENCE_ID},
        {"License: MIT\nClassifier: License :: OSI Approved :: Apache Software License\n", "MIT", SB_LICENCE_ID},
        {"License: see file\nClassifier: License :: OSI Approved :: MIT License\n", "MIT", SB_LICENCE_ID},
        {"License: see file\nClassifier: License :: OSI Approved :: Apache Software License\n", "see file",
         SB_LICENCE_NAME},
        {"License: The Demo Licence\n        Permission is granted\n", "The Demo Licence", SB_LICENCE_NAME},
        {"License: \n", NULL, SB_LICENCE_ID},
        {"License: UNKNOWN\n", NULL, SB_LICENCE_ID},
        {"", NULL, SB_LICENCE_ID},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        struct sb_buf text = {0};
        root_new(&root);
        sb_buf_printf(&text, METADATA "%s", rows[i].headers);
        root_bytes(&root, DIST "METADATA", sb_buf_all(&text));
        struct sb_doc *doc = root_scan(&root);
        struct sb_range range = sb_doc_licences_of(doc, find_purl(doc, "pkg:pypi/demo@1.0", NULL));
        assert_int_equal(range.n, rows[i].licence != NULL);
        if (range.n) {
            assert_text(sb_doc_str(doc, doc->licences.p[range.first].text), rows[i].licence);
            assert_int_equal(doc->licences.p[range.first].form, rows[i].form);
        }
        sb_doc_free(doc);
        sb_buf_done(&text);
        root_remove(&root);
    }
}

static void test_origins(void **state)
{
    (void)state;
    static const struct {
        const char *direct, *installer, *origin;
    } rows[] = {
        {NULL, NULL, ""},
        {NULL, "uv", "{\"installer\":\"uv\",\"kind\":\"registry\"}"},
        {"{\"url\":\"https://h/r.git\",\"vcs_info\":{\"vcs\":\"git\"}}", "pip",
         "{\"installer\":\"pip\",\"kind\":\"git\",\"url\":\"https://h/r.git\"}"},
        {"{\"url\":\"https://h/a.whl\",\"archive_info\":{}}", NULL, "{\"kind\":\"url\",\"url\":\"https://h/a.whl\"}"},
        {"{\"url\":\"file:///home/u/p\",\"dir_info\":{}}", "pip", "{\"installer\":\"pip\",\"kind\":\"file\"}"},
        {"{\"url\":\"https://user:secret@h/a.whl?token=x\",\"archive_info\":{}}", NULL,
         "{\"kind\":\"url\",\"url\":\"https://h/a.whl\"}"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        struct sb_doc *doc;
        root_new(&root);
        if (rows[i].direct)
            root_file(&root, DIST "direct_url.json", rows[i].direct);
        if (rows[i].installer)
            root_file(&root, DIST "INSTALLER", rows[i].installer);
        sb_comp demo = scan_demo(&root, &doc);
        assert_fact(doc, demo, "sbom:origin", rows[i].origin);
        sb_doc_free(doc);
        root_remove(&root);
    }
}

static void test_entry_points(void **state)
{
    (void)state;
    struct root root;
    struct sb_doc *doc;
    root_new(&root);
    root_file(
        &root, DIST "entry_points.txt",
        "[console_scripts]\ndemo = demo:main\n\n# comment\n[pytest11]\ndemo-plugin = demo.plugin\n[broken\nx = y\n"
        "[gui_scripts]\n= nothing\ndemo-gui=demo:gui [x]\n");
    sb_comp demo = scan_demo(&root, &doc);
    sb_str at = SB_S("demo-1.0.dist-info/entry_points.txt");
    struct sb_buf wanted = {0};
    sb_buf_printf(&wanted,
                  "[{\"command\":\"console_scripts: demo = demo:main\",\"kind\":\"py:script\",\"path\":\"%s\"},"
                  "{\"command\":\"gui_scripts: demo-gui = demo:gui [x]\",\"kind\":\"py:script\",\"path\":\"%s\"},"
                  "{\"command\":\": x = y\",\"kind\":\"py:plugin\",\"path\":\"%s\"},"
                  "{\"command\":\"pytest11: demo-plugin = demo.plugin\",\"kind\":\"py:plugin\",\"path\":\"%s\"}]",
                  at.p, at.p, at.p, at.p);
    assert_text(sb_doc_fact_of(doc, demo, "sbom:exec"), sb_arena_str(&doc->diags.arena, sb_buf_all(&wanted)).p);
    assert_int_equal(told(doc, SB_D_MALFORMED), 2);
    sb_buf_done(&wanted);
    sb_doc_free(doc);
    root_remove(&root);
}

static void add_dist(const struct root *root, const char *site, const char *name, const char *more)
{
    char path[256], text[1024];
    snprintf(path, sizeof path, "%s%s-1.dist-info/METADATA", site, name);
    snprintf(text, sizeof text, "Name: %s\nVersion: 1\n%s", name, more);
    root_file(root, path, text);
}

static void test_dependencies(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "app",
             "Requires-Dist: Lib_One (>=1)\nRequires-Dist: lib.two; python_version < '3'\nRequires-Dist: lib-three; "
             "extra == "
             "'more'\nRequires-Dist: absent\nRequires-Dist: app\nRequires-Dist: \nRequires-Dist: (bad)\n");
    add_dist(&root, SITE, "lib-one", "");
    add_dist(&root, SITE, "lib_two", "");
    add_dist(&root, SITE, "Lib.Three", "");
    add_dist(&root, "opt/other/site-packages/", "absent", ""); /* another site folder: not what app imports */
    struct sb_doc *doc = root_scan(&root);
    sb_comp app = find_purl(doc, "pkg:pypi/app@1", NULL);
    assert_fact(doc, app, "sbom:deps",
                "[{\"mentioned\":false,\"raw\":\"Lib_One (>=1)\",\"scope\":\"runtime\",\"to\":\"pkg:pypi/lib-one@1\"},"
                "{\"raw\":\"absent\",\"scope\":\"runtime\"},"
                "{\"mentioned\":false,\"raw\":\"app\",\"scope\":\"runtime\",\"to\":\"pkg:pypi/app@1\"},"
                "{\"raw\":\"lib-three; extra == 'more'\",\"scope\":\"extra:more\"},"
                "{\"raw\":\"lib.two; python_version < '3'\",\"scope\":\"runtime\"}]");
    assert_true(related(doc, app, SB_REL_DEPENDS_ON, find_purl(doc, "pkg:pypi/lib-one@1", NULL)));
    assert_false(related(doc, app, SB_REL_DEPENDS_ON, find_purl(doc, "pkg:pypi/lib.three@1", NULL)));
    assert_false(related(doc, app, SB_REL_DEPENDS_ON, find_purl(doc, "pkg:pypi/lib-two@1", NULL)));
    assert_false(related(doc, app, SB_REL_DEPENDS_ON, app));
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_eggs(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "six", "");
    add_dist(&root, SITE, "old2", "");
    root_file(&root, SITE "folder.egg-info/PKG-INFO", "Name: folder\nVersion: 1\n");
    root_file(&root, SITE "folder.egg-info/requires.txt",
              "six>=1\n\n[test]\npytest\n\n[:python_version < '3']\nold2\n\n[x:sys_platform == 'win32']\nwin\n");
    root_file(&root, SITE "file-2.egg-info", "Name: file\nVersion: 2\n");
    root_file(&root, SITE "egg-3-py3.12.egg/EGG-INFO/PKG-INFO", "Name: egg\nVersion: 3\n");
    root_file(&root, SITE "egg-3-py3.12.egg/EGG-INFO/requires.txt", "six\n");
    root_file(&root, SITE "egg-3-py3.12.egg/EGG-INFO/entry_points.txt", "[console_scripts]\negg = egg:main\n");
    struct sb_doc *doc = root_scan(&root);
    sb_comp folder = find_purl(doc, "pkg:pypi/folder@1", "usr/lib/python3.12/site-packages");
    assert_fact(doc, folder, "sbom:deps",
                "[{\"raw\":\"old2 ; python_version < "
                "'3'\",\"scope\":\"runtime\"},{\"raw\":\"pytest\",\"scope\":\"extra:test\"},"
                "{\"mentioned\":false,\"raw\":\"six>=1\",\"scope\":\"runtime\",\"to\":\"pkg:pypi/six@1\"},"
                "{\"raw\":\"win ; sys_platform == 'win32'\",\"scope\":\"extra:x\"}]");
    assert_true(find_purl(doc, "pkg:pypi/file@2", "usr/lib/python3.12/site-packages").v);
    sb_comp egg = find_purl(doc, "pkg:pypi/egg@3", SITE "egg-3-py3.12.egg");
    assert_true(egg.v);
    assert_has(doc, egg, "sbom:exec", "console_scripts: egg = egg:main");
    sb_doc_free(doc);
    root_remove(&root);
}

/* The event that this program exists for, and its near misses. */
static void test_start_up(void **state)
{
    (void)state;
    struct root root;
    struct sb_doc *doc;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "demo_init.pth", "import os; os.system('id')\n");
    root_file(&root, SITE "paths.pth", "/opt/lib\n");
    root_file(&root, SITE "stranger.pth", "import stranger\n");
    root_file(&root, SITE "quiet.pth", "../src\n");
    root_file(&root, SITE "demo.start", "demo:run\n");
    root_file(&root, SITE "sitecustomize.py", "import os\n");
    root_file(&root, SITE "usercustomize.py", "import os\n");
    doc = scan_record(&root, SB_S("demo_init.pth,,\npaths.pth,,\ndemo.start,,\nsitecustomize.py,,\n"), &demo);
    sb_str exec = sb_doc_fact_of(doc, demo, "sbom:exec");
    assert_true(
        sb_str_starts(exec, SB_S("[{\"bytes\":27,\"command\":\"import os; os.system('id')\",\"kind\":\"py:pth\","
                                 "\"path\":\"demo_init.pth\",\"sha256\":\"")));
    assert_has(doc, demo, "sbom:exec", "\"command\":\"demo:run\",\"kind\":\"py:start\",\"path\":\"demo.start\"");
    assert_has(doc, demo, "sbom:exec", "\"command\":\"\",\"kind\":\"py:sitecustomize\",\"path\":\"sitecustomize.py\"");
    assert_has(doc, demo, "sbom:exec", "\"command\":\"/opt/lib\",\"kind\":\"py:path\",\"path\":\"paths.pth\"");
    assert_true(sb_str_find(exec, SB_S("stranger")) == SB_NPOS);
    assert_has(doc, SB_DOC_ITSELF, "sbom:unowned", "\"kind\":\"py:pth\",\"path\":\"" SITE "stranger.pth\"");
    assert_has(doc, SB_DOC_ITSELF, "sbom:unowned",
               "\"kind\":\"py:usercustomize\",\"path\":\"" SITE "usercustomize.py\"");
    assert_false(fact_has(doc, SB_DOC_ITSELF, "sbom:unowned", "demo_init"));
    assert_false(fact_has(doc, SB_DOC_ITSELF, "sbom:unowned", "py:sitecustomize"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* A line that runs is found however far behind it stands; what is cut is told. */
static void test_large_files(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf text = {0};
    char path[256];
    root_new(&root);
    for (int i = 0; i < 100000; i++)
        sb_buf_str(&text, SB_S("/opt/a/path/that/is/nowhere\n"));
    sb_buf_str(&text, SB_S("import late\n"));
    root_bytes(&root, SITE "late.pth", sb_buf_all(&text));
    root_file(&root, DIST "METADATA", METADATA "\n");
    snprintf(path, sizeof path, "%s/%s", root.path, DIST "METADATA");
    assert_int_equal(truncate(path, 65 << 20), 0);
    struct sb_doc *doc = root_scan_with(&root, &sb_source_dir, 1, true);
    assert_has(doc, SB_DOC_ITSELF, "sbom:unowned", "late.pth");
    assert_true(find_purl(doc, "pkg:pypi/demo@1.0", NULL).v);
    assert_int_equal(told(doc, SB_D_LIMIT_BYTES), 1);
    sb_doc_free(doc);
    sb_buf_done(&text);
    root_remove(&root);
}

/* What is not in RECORD, by the folder it lies in. */
static void test_unlisted(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "demo/__init__.py", "");
    root_file(&root, SITE "demo/extra.py", "x");
    root_file(&root, SITE "demo/deep/er/extra.py", "x");
    root_file(&root, SITE "demo/__pycache__/a.pyc", "x"); /* no source beside it */
    root_file(&root, SITE "demo/__pycache__/extra.cpython-312.pyc", "x");
    root_file(&root, SITE "alone.py", "x");
    root_file(&root, "srv/elsewhere.py", "x");
    struct sb_doc *doc = scan_record(&root, SB_S("demo/__init__.py,,\ndemo-1.0.dist-info/METADATA,,\n"), &demo);
    assert_fact(
        doc, demo, "sbom:unlisted",
        "[\"demo/__pycache__/a.pyc\",\"demo/deep/er/extra.py\",\"demo/extra.py\",\"demo-1.0.dist-info/RECORD\"]");
    assert_has(doc, SB_DOC_ITSELF, "sbom:unowned", "\"path\":\"" SITE "alone.py\"");
    assert_false(fact_has(doc, SB_DOC_ITSELF, "sbom:unowned", "srv"));
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_vendored(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    root_file(&root, SITE "carrier-1.dist-info/METADATA", "Name: carrier\nVersion: 1\n");
    root_file(&root, SITE "carrier-1.dist-info/RECORD",
              "carrier/__init__.py,,\ncarrier/_vendor/inner-2.dist-info/METADATA,,\ncarrier/_vendor/inner.py,,\n"
              "carrier/_vendor/inner-2.dist-info/RECORD,,\n");
    root_file(&root, SITE "carrier/__init__.py", "");
    root_file(&root, SITE "carrier/_vendor/inner.py", "x");
    root_file(&root, SITE "carrier/_vendor/inner-2.dist-info/METADATA", "Name: inner\nVersion: 2\n");
    root_file(&root, SITE "carrier/_vendor/inner-2.dist-info/RECORD", "inner.py,,\n");
    struct sb_doc *doc = root_scan(&root);
    sb_comp carrier = find_purl(doc, "pkg:pypi/carrier@1", NULL);
    sb_comp inner = find_purl(doc, "pkg:pypi/inner@2", SITE "carrier/_vendor");
    assert_true(carrier.v && inner.v);
    assert_true(related(doc, carrier, SB_REL_OWNS, inner));
    assert_fact(doc, inner, "sbom:owner", "[\"pkg:pypi/carrier@1\"]");
    sb_doc_free(doc);
    root_remove(&root);
}

/* The same distribution twice, two versions of one in a folder, and folders that lie about what they hold. */
static void test_duplicates(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "a", "");
    add_dist(&root, "opt/site-packages/", "a", "");
    root_file(&root, SITE "b-1.dist-info/METADATA", "Name: b\nVersion: 1\n");
    root_file(&root, SITE "b-2.dist-info/METADATA", "Name: b\nVersion: 2\n");
    root_file(&root, SITE "liar-1.dist-info/METADATA", "Name: truth\nVersion: 2\n");
    root_file(&root, SITE "same_name-1.0.0.dist-info/METADATA", "Name: Same.Name\nVersion: 1.0\n");
    root_file(&root, SITE "with-dash-1.0.dist-info/METADATA", "Name: with-dash\nVersion: 1.0\n");
    root_file(&root, SITE "noversion.dist-info/METADATA", "Name: noversion\n");
    root_file(&root, SITE "record-only.dist-info/RECORD", "a,,\n");
    root_file(&root, SITE "~eft_over-1.dist-info/METADATA", "Name: left-over\nVersion: 1\n");
    struct sb_doc *doc = root_scan(&root);
    sb_comp here = find_purl(doc, "pkg:pypi/a@1", "usr/lib/python3.12/site-packages");
    sb_comp there = find_purl(doc, "pkg:pypi/a@1", "opt/site-packages");
    assert_true(here.v && there.v);
    assert_true(text_is(doc, sb_doc_at(doc, here)->ref, "pkg:pypi/a@1|usr/lib/python3.12/site-packages"));
    assert_true(find_purl(doc, "pkg:pypi/b@1", NULL).v && find_purl(doc, "pkg:pypi/b@2", NULL).v);
    sb_comp liar = find_purl(doc, "pkg:pypi/truth@2", NULL);
    assert_fact(
        doc, liar, "sbom:lock",
        "[{\"location\":\"liar-1.dist-info\",\"lock\":\"liar-1.dist-info\",\"name\":\"liar\",\"version\":\"1\"}]");
    assert_int_equal(told(doc, SB_D_NAME_DISAGREES), 1);
    assert_int_equal(told(doc, SB_D_INCOMPLETE_ENTRY), 3);
    assert_false(find_purl(doc, "pkg:pypi/left-over@1", NULL).v);
    assert_has(doc, SB_DOC_ITSELF, "sbom:incomplete", SITE "noversion.dist-info/METADATA");
    sb_doc_free(doc);
    root_remove(&root);
}

/* Without facts no file's content is looked at; names, places and edges stay. */
static void test_no_facts(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "app", "Requires-Dist: lib\n");
    add_dist(&root, SITE, "lib", "");
    root_file(&root, SITE "app-1.dist-info/REQUESTED", "");
    root_file(&root, SITE "a.pth", "import a\n");
    struct sb_doc *doc = root_scan_with(&root, &sb_source_dir, 2, false);
    sb_comp app = find_purl(doc, "pkg:pypi/app@1", NULL);
    assert_true(related(doc, app, SB_REL_DEPENDS_ON, find_purl(doc, "pkg:pypi/lib@1", NULL)));
    for (size_t i = 0; i < doc->facts.n; i++) {
        enum sb_fact_id id = sb_fact_find(sb_doc_str(doc, doc->facts.p[i].name));
        assert_true(id < SB_FACT_COUNT && !sb_fact_rows[id].content);
    }
    assert_fact(doc, app, "sbom:at", "\"usr/lib/python3.12/site-packages\"");
    assert_fact(doc, app, "sbom:requested", "true");
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_component),    cmocka_unit_test(test_licences),     cmocka_unit_test(test_origins),
        cmocka_unit_test(test_entry_points), cmocka_unit_test(test_dependencies), cmocka_unit_test(test_eggs),
        cmocka_unit_test(test_start_up),     cmocka_unit_test(test_unlisted),     cmocka_unit_test(test_large_files),
        cmocka_unit_test(test_vendored),     cmocka_unit_test(test_duplicates),   cmocka_unit_test(test_no_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
