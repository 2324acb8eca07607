/* Places of systems: which folders have them, and whose the files there are. */
#include "collect/kit/python_kit.h"

static const char *const unowned = "sbom:unowned";

struct place {
    const char *path;
    const char *kind; /* as part of sbom:unowned; NULL: not told */
};

static void assert_places(const struct root *root, const struct place *places, size_t n)
{
    struct sb_doc *doc = root_scan(root);
    for (size_t i = 0; i < n; i++) {
        struct sb_buf row = {0};
        if (places[i].kind)
            sb_buf_printf(&row, "\"kind\":\"%s\",\"path\":\"%s\"", places[i].kind, places[i].path);
        else
            sb_buf_printf(&row, "\"path\":\"%s\"", places[i].path);
        if ((sb_str_find(sb_doc_fact_of(doc, SB_DOC_ITSELF, unowned), sb_buf_all(&row)) != SB_NPOS) !=
            (places[i].kind != NULL))
            fail_msg("%s: %.*s", places[i].path, SB_FMT(sb_doc_fact_of(doc, SB_DOC_ITSELF, unowned)));
        sb_buf_done(&row);
    }
    sb_doc_free(doc);
}

/* Every Debian has an etc, a bin and a lib in usr/local. */
static void test_roots(void **state)
{
    (void)state;
    static const struct place places[] = {
        {"usr/local/bin/ls", "os:command"},    {"usr/local/etc/cron.d/job", NULL},
        {"opt/tool/etc/cron.d/job", NULL},     {"opt/rootfs/etc/cron.d/job", "os:cron"},
        {"env/etc/cron.d/job", NULL},          {"srv/jail/etc/ld.so.preload", "os:preload"},
        {"srv/two/etc/cron.d/job", "os:cron"}, {"srv/two/etc/ld.so.conf.d/x.conf", "os:ld-path"},
        {"srv/one/etc/cron.d/job", NULL},      {"srv/shell/etc/profile.d/x.sh", NULL},
        {"srv/shell/etc/cron.d/job", NULL},
    };
    struct root root;
    root_new(&root);
    root_file(&root, "etc/debian_version", "13");
    root_file(&root, "usr/local/etc/passwd", "");
    root_file(&root, "usr/local/lib/x", "");
    root_file(&root, "opt/tool/bin/x", "");
    root_file(&root, "opt/tool/lib/x", "");
    root_file(&root, "opt/rootfs/usr/x", "");
    root_file(&root, "env/pyvenv.cfg", "home = /usr/bin\n");
    root_file(&root, "env/bin/x", "");
    root_file(&root, "env/lib/x", "");
    for (size_t i = 0; i < SB_COUNT(places); i++)
        root_file(&root, places[i].path, "x");
    assert_places(&root, places, SB_COUNT(places));
    root_remove(&root);
}

/* A RECORD can name any path: then the place is the distribution's, and still told. */
static void test_recorded_places(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, "etc/cron.d/job", "* * * * * root x\n");
    root_file(&root, "etc/demo.conf", "x");
    root_file(&root, SITE "demo.py", "x");
    struct sb_doc *doc =
        scan_record(&root, SB_S("demo.py,,\n../../../../etc/cron.d/job,,\n../../../../etc/demo.conf,,\n"), &demo);
    assert_has(doc, demo, "sbom:exec", "\"kind\":\"os:cron\",\"path\":\"../../../../etc/cron.d/job\"");
    assert_false(fact_has(doc, demo, "sbom:exec", "demo.conf"));
    sb_doc_free(doc);
    root_remove(&root);
}

static struct sb_doc *scan_text(struct root *root, const char *record, sb_comp *demo)
{
    root_file(root, SITE "demo/a.py", "a");
    return scan_record(root, sb_str_of(record), demo);
}

/* Only "NAME.TAG.pyc" beside its source is what Python makes by itself. */
static void test_cached_code(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    static const struct {
        const char *name;
        bool told;
    } files[] = {
        {"a.cpython-312.pyc", false},
        {"a.cpython-312-pytest-8.1.1.pyc", false},
        {"a.pyc", true},
        {"evil.py", true},
        {"evil.cpython-312-x86_64-linux-gnu.so", true},
        {"gone.cpython-312.pyc", true},
    };
    root_new(&root);
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        char path[256];
        snprintf(path, sizeof path, SITE "demo/__pycache__/%s", files[i].name);
        root_file(&root, path, "x");
    }
    struct sb_doc *doc = scan_text(&root, "demo/a.py,,\n", &demo);
    for (size_t i = 0; i < SB_COUNT(files); i++)
        if (fact_has(doc, demo, "sbom:unlisted", files[i].name) != files[i].told)
            fail_msg("%s", files[i].name);
    sb_doc_free(doc);
    root_remove(&root);
}

/* However a RECORD spells a path: what is imported by its first part is told by it. */
static void test_spelled_paths(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "chardet/__init__.py", "x");
    root_file(&root, "usr/lib/python3.12/json/__init__.py", "x");
    root_file(&root, "usr/lib/python3.12/x.py", "x");
    root_file(&root, "usr/lib/python3/dist-packages/six/six.py", "x");
    root_file(&root, "usr/share/demo/a.txt", "x");
    root_file(&root, "usr/include/python3.12/demo/a.h", "x");
    struct sb_doc *doc = scan_text(&root,
                                   "demo/a.py,,\n../site-packages/chardet/__init__.py,,\n../json/__init__.py,,\n"
                                   "../x.py,,\n../../python3/dist-packages/six/six.py,,\n"
                                   "../../../share/demo/a.txt,,\n../../../include/python3.12/demo/a.h,,\n",
                                   &demo);
    assert_has(doc, demo, "sbom:toplevel",
               "[\"../../python3/dist-packages/six\",\"../json\",\"../x.py\",\"chardet\",\"demo\"]");
    /* None of these folders is a place of packages for that. */
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "usr/"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* A row that names a file outside makes that folder nobody's place for packages; a program in bin does. */
static void test_shared_folders(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, "etc/demo.conf", "x");
    root_file(&root, "etc/.pwd.lock", "");
    root_file(&root, "usr/bin/demo", "#!/usr/bin/python3\n");
    root_file(&root, "usr/bin/other", "#!/bin/sh\n");
    struct sb_doc *doc = scan_text(&root, "demo/a.py,,\n../../../../etc/demo.conf,,\n../../../bin/demo,,\n", &demo);
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, "etc/.pwd.lock"));
    assert_has(doc, SB_DOC_ITSELF, unowned, "usr/bin/other");
    sb_doc_free(doc);
    root_remove(&root);
}

#define STATUS "Package: app\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n"

/* No package ships a user's files: a list that names them does not make them its own. */
static void test_homes(void **state)
{
    (void)state;
    static const struct place places[] = {
        {"root/.ssh/authorized_keys", "os:ssh"},
        {"home/bob/.bashrc", "os:profile"},
        {"var/spool/cron/crontabs/root", "os:cron"},
        {"etc/skel/.bashrc", NULL},
        {"etc/cron.d/app", NULL},
        {"home/bob/notes", NULL},
    };
    struct root root;
    struct sb_buf list = {0};
    root_new(&root);
    root_file(&root, "usr/lib/os-release", "ID=debian\nVERSION_ID=12\n");
    root_file(&root, "var/lib/dpkg/status", STATUS);
    for (size_t i = 0; i < SB_COUNT(places); i++) {
        root_file(&root, places[i].path, "x");
        sb_buf_printf(&list, "/%s\n", places[i].path);
    }
    root_bytes(&root, "var/lib/dpkg/info/app.list", sb_buf_all(&list));
    sb_buf_done(&list);
    assert_places(&root, places, SB_COUNT(places));
    root_remove(&root);
}

#define LIBS "usr/lib/x86_64-linux-gnu/"

/* Where the loader looks, nothing comes by itself but the links of ldconfig. */
static void test_libraries(void **state)
{
    (void)state;
    static const struct place places[] = {
        {LIBS "libevil.so.1", "os:library"},
        {LIBS "glibc-hwcaps/x86-64-v3/libown.so.1", "os:library"},
        {"usr/local/lib/libown.so.1", "os:library"},
        {LIBS "libown.so.1", NULL},
        {LIBS "plugins/x.so", NULL},
        {LIBS "notes.so-called", NULL},
        {"opt/app/lib/libown.so.1", NULL},
    };
    struct root root;
    root_new(&root);
    root_file(&root, "usr/lib/os-release", "ID=debian\nVERSION_ID=12\n");
    root_file(&root, "var/lib/dpkg/status", STATUS);
    root_link(&root, "lib", "usr/lib");
    root_file(&root, "var/lib/dpkg/info/app.list", "/lib/x86_64-linux-gnu/libown.so.1\n");
    for (size_t i = 0; i < SB_COUNT(places); i++)
        root_file(&root, places[i].path, "x");
    root_link(&root, LIBS "libown.so", "libown.so.1");
    assert_places(&root, places, SB_COUNT(places));
    struct sb_doc *doc = root_scan(&root);
    assert_has(doc, SB_DOC_ITSELF, unowned,
               "\"command\":\"shadows " LIBS
               "libown.so.1\",\"kind\":\"os:library\",\"path\":\"usr/local/lib/libown.so.1\"");
    assert_has(doc, SB_DOC_ITSELF, unowned, "{\"bytes\":1,\"kind\":\"os:library\",\"path\":\"" LIBS "libevil.so.1\"");
    assert_false(fact_has(doc, SB_DOC_ITSELF, unowned, LIBS "libown.so\""));
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cached_code),    cmocka_unit_test(test_spelled_paths),
                                       cmocka_unit_test(test_shared_folders), cmocka_unit_test(test_homes),
                                       cmocka_unit_test(test_libraries),      cmocka_unit_test(test_roots),
                                       cmocka_unit_test(test_recorded_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
