/* Edges: what a distribution requires in its environment. */
#include "collect/kit/python_kit.h"

static void add_dist(const struct root *root, const char *site, const char *name, const char *more)
{
    char path[256], text[2048];
    snprintf(path, sizeof path, "%s%s-1.dist-info/METADATA", site, name);
    snprintf(text, sizeof text, "Name: %s\nVersion: 1\n%s", name, more);
    root_file(root, path, text);
}

static bool edge(const struct sb_doc *doc, const char *from, const char *to)
{
    char a[128], b[128];
    snprintf(a, sizeof a, "pkg:pypi/%s@1", from);
    snprintf(b, sizeof b, "pkg:pypi/%s@1", to);
    return related(doc, find_purl(doc, a, NULL), SB_REL_DEPENDS_ON, find_purl(doc, b, NULL));
}

/* An extra counts only where an installed distribution asks for it; and what it asks for in turn. */
static void test_extras(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "app", "Requires-Dist: lib[Fast.Mode, other]; python_version > '3'\n");
    add_dist(&root, SITE, "lib",
             "Requires-Dist: plain\nRequires-Dist: speed; extra == 'fast_mode'\nRequires-Dist: unused; extra == "
             "'docs'\nRequires-Dist: lib[deep]; extra == 'other'\nRequires-Dist: depth[x]; extra == 'deep'\n"
             "Requires-Dist: never; extra == 'other' and os_name == 'nt'\n");
    add_dist(&root, SITE, "depth",
             "Requires-Dist: bottom; 'x' == extra\nRequires-Dist: both; extra == 'y' or extra == 'x'\n");
    static const char *const others[] = {"plain", "speed", "unused", "never", "bottom", "both"};
    for (size_t i = 0; i < SB_COUNT(others); i++)
        add_dist(&root, SITE, others[i], "");
    struct sb_doc *doc = root_scan(&root);
    assert_true(edge(doc, "app", "lib"));
    assert_true(edge(doc, "lib", "plain"));
    assert_true(edge(doc, "lib", "speed"));
    assert_true(edge(doc, "lib", "depth"));
    assert_true(edge(doc, "depth", "bottom"));
    assert_true(edge(doc, "depth", "both"));
    assert_false(edge(doc, "lib", "unused"));
    assert_false(edge(doc, "lib", "never"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* Nobody asks: neither does a requirement that does not stand itself. */
static void test_unasked(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "app", "Requires-Dist: lib[fast]; os_name == 'nt'\nRequires-Dist: lib[fast]; extra == 'z'\n");
    add_dist(&root, SITE, "lib", "Requires-Dist: speed; extra == 'fast'\n");
    add_dist(&root, SITE, "speed", "");
    struct sb_doc *doc = root_scan(&root);
    assert_false(edge(doc, "app", "lib"));
    assert_false(edge(doc, "lib", "speed"));
    assert_has(doc, find_purl(doc, "pkg:pypi/lib@1", NULL), "sbom:deps", "\"scope\":\"extra:fast\"}");
    sb_doc_free(doc);
    root_remove(&root);
}

/* Circles of extras, and an extra that many ask for. */
static void test_circles(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "a", "Requires-Dist: b[x]\nRequires-Dist: c; extra == 'x'\n");
    add_dist(&root, SITE, "b", "Requires-Dist: a[x]; extra == 'x'\n");
    add_dist(&root, SITE, "c", "Requires-Dist: c[y]\nRequires-Dist: b[x]; extra == 'y'\n");
    struct sb_doc *doc = root_scan(&root);
    assert_true(edge(doc, "a", "b"));
    assert_true(edge(doc, "b", "a"));
    assert_true(edge(doc, "a", "c"));
    assert_true(edge(doc, "c", "b"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* Where the version of Python is known from. */
static void test_python_version(void **state)
{
    (void)state;
    static const struct {
        const char *site, *beside, *text; /* a file that tells more */
        const char *marker;
        bool stands;
    } rows[] = {
        {"env/lib/python3.11/site-packages/", "env/x", "", "python_version < '3.12'", true},
        {"env/lib/python3.11/site-packages/", "env/x", "", "python_version < '3.11'", false},
        {"env/lib/python3.11/site-packages/", "env/x", "", "python_full_version < '3.11.3'", true}, /* perhaps */
        {"env/lib/python3.11/site-packages/", "env/pyvenv.cfg", "version = 3.11.7\n", "python_full_version < '3.11.3'",
         false},
        {"env/lib/python3.11/site-packages/", "env/pyvenv.cfg", "version_info = 3.11.2.final.0\n",
         "python_full_version < '3.11.3'", true},
        {"env/lib/python3.11/site-packages/", "env/pyvenv.cfg", "version = 3.9.1\n", "python_version < '3.10'", false},
        {"env/Lib/site-packages/", "env/pyvenv.cfg", "version = 3.11.2\n", "python_version < '3.10'", false},
        {"env/Lib/site-packages/", "env/x", "", "sys_platform == 'win32'", true},
        {"env/lib/python3.11/site-packages/", "env/x", "", "sys_platform == 'win32'", false},
        {"usr/lib/python3/dist-packages/", "usr/lib/python3.11/os.py", "", "python_version < '3.10'", false},
        {"usr/lib/python3/dist-packages/", "x", "", "python_version < '3.10'", true}, /* perhaps */
        {"opt/pypy3/lib/pypy3.10/site-packages/", "x", "", "platform_python_implementation == 'PyPy'", true},
        {"env/lib/python3.11/site-packages/", "env/lib/python3.11/site-packages/x.cpython-311-aarch64-linux-gnu.so", "",
         "platform_machine == 'x86_64'", false},
        {"env/lib/python3.11/site-packages/", "env/lib/python3.11/site-packages/x.cpython-311-darwin.so", "",
         "sys_platform == 'darwin'", true},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        char text[256];
        root_new(&root);
        snprintf(text, sizeof text, "Requires-Dist: lib; %s\n", rows[i].marker);
        add_dist(&root, rows[i].site, "app", text);
        add_dist(&root, rows[i].site, "lib", "");
        root_file(&root, rows[i].beside, rows[i].text);
        struct sb_doc *doc = root_scan(&root);
        if (edge(doc, "app", "lib") != rows[i].stands)
            fail_msg("row %zu: %s", i, rows[i].marker);
        sb_doc_free(doc);
        root_remove(&root);
    }
}

/* Folders of one import path: by custom, or added by a *.pth file. */
static void test_import_path(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        bool same;
    } rows[] = {
        {"usr/local/lib/python3.11/dist-packages/", "usr/lib/python3/dist-packages/", true},
        {"usr/lib64/python3.9/site-packages/", "usr/lib/python3.9/site-packages/", true},
        {"usr/lib64/python3.9/site-packages/", "usr/lib/python3.11/site-packages/", false},
        {"usr/lib/python3.9/site-packages/", "srv/usr/lib/python3.9/site-packages/", false},
        {"env/lib/python3.9/site-packages/", "env/src/", true},
        {"env/src/", "env/lib/python3.9/site-packages/", true},
        {"env/src2/", "env/lib/python3.9/site-packages/", false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        root_new(&root);
        add_dist(&root, rows[i].from, "app", "Requires-Dist: lib\n");
        add_dist(&root, rows[i].to, "lib", "");
        root_file(&root, "env/lib/python3.9/site-packages/dev.pth", "../../../src\n");
        struct sb_doc *doc = root_scan(&root);
        if (edge(doc, "app", "lib") != rows[i].same)
            fail_msg("row %zu: %s", i, rows[i].from);
        sb_doc_free(doc);
        root_remove(&root);
    }
}

/* Who asked for it: not uv, which says so of everything, and nobody for what another one carries. */
static void test_requested(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    add_dist(&root, SITE, "by-pip", "");
    add_dist(&root, SITE, "by-uv", "");
    add_dist(&root, SITE "carrier/_vendor/", "inner", "");
    root_file(&root, SITE "by-pip-1.dist-info/INSTALLER", "pip\n");
    root_file(&root, SITE "by-pip-1.dist-info/REQUESTED", "");
    root_file(&root, SITE "by-uv-1.dist-info/INSTALLER", "uv\n");
    root_file(&root, SITE "by-uv-1.dist-info/REQUESTED", "");
    root_file(&root, SITE "carrier/_vendor/inner-1.dist-info/REQUESTED", "");
    add_dist(&root, SITE, "carrier", "");
    root_file(&root, SITE "carrier-1.dist-info/RECORD", "carrier/_vendor/inner-1.dist-info/METADATA,,\n");
    struct sb_doc *doc = root_scan(&root);
    assert_fact(doc, find_purl(doc, "pkg:pypi/by-pip@1", NULL), "sbom:requested", "true");
    assert_fact(doc, find_purl(doc, "pkg:pypi/by-uv@1", NULL), "sbom:requested", "");
    assert_fact(doc, find_purl(doc, "pkg:pypi/inner@1", NULL), "sbom:requested", "");
    sb_doc_free(doc);
    root_remove(&root);
}

/* A distribution with very many extras that another one asks for all of: each requirement is looked at for its own. */
static void test_many_extras(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    struct root root;
    struct sb_buf app = {0}, lib = {0};
    root_new(&root);
    sb_buf_str(&app, SB_S("Name: app\nVersion: 1\nRequires-Dist: lib["));
    sb_buf_str(&lib, SB_S("Name: lib\nVersion: 1\n"));
    for (int i = 0; i < MANY; i++) {
        sb_buf_printf(&app, "%se%d", i ? "," : "", i);
        sb_buf_printf(&lib, "Requires-Dist: dep-%d; extra == 'e%d'\n", i, i);
    }
    sb_buf_str(&app, SB_S("]\n"));
    root_bytes(&root, SITE "app-1.dist-info/METADATA", sb_buf_all(&app));
    root_bytes(&root, SITE "lib-1.dist-info/METADATA", sb_buf_all(&lib));
    add_dist(&root, SITE, "dep-2999", "");
    struct sb_doc *doc = root_scan(&root);
    assert_true(edge(doc, "lib", "dep-2999"));
    sb_doc_free(doc);
    sb_buf_done(&app);
    sb_buf_done(&lib);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extras),         cmocka_unit_test(test_unasked),     cmocka_unit_test(test_circles),
        cmocka_unit_test(test_python_version), cmocka_unit_test(test_import_path), cmocka_unit_test(test_requested),
        cmocka_unit_test(test_many_extras),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
