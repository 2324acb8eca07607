/* Places of systems: which folders have them, and whose the files there are. */
#include "python_kit.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_roots), cmocka_unit_test(test_recorded_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
