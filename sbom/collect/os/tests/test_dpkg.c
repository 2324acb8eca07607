/* Whole scans of made root file systems with a dpkg database. */
#include "collect/kit/dpkg_kit.h"

#define OS "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\nHOME_URL=\"https://www.debian.org/\"\n"
#define MD5_A "0cc175b9c0f1b6a831c399e269772661" /* of "a" */
#define INSTALLED "Status: install ok installed\n"
#define P(name, more) "Package: " name "\n" INSTALLED "Version: 1\nArchitecture: amd64\n" more "\n"
#define BIN(name) "pkg:deb/debian/" name "@1?arch=amd64&distro=debian-12"

static void make_system(const struct root *root)
{
    root_file(root, "usr/lib/os-release", OS);
    root_link(root, "etc/os-release", "../usr/lib/os-release");
    root_link(root, "lib", "usr/lib");
    root_file(
        root, "var/lib/dpkg/status",
        "Package: app\nStatus: install ok installed\nPriority: optional\nMaintainer: A. B. <a@b.c>\n"
        "Architecture: amd64\nSource: app-src (1:2.0-1)\nVersion: 1:2.0-1+b1\n"
        "Provides: app-api (= 2)\nPre-Depends: base\nDepends: libx (>= 1), missing | virtual-y, nowhere\n"
        "Recommends: extra\n"
        "Conffiles:\n /etc/app.conf 0cc175b9c0f1b6a831c399e269772661\n /etc/app gone.conf 00 obsolete\n"
        "Description: does things\n and more\nHomepage: https://example.org/\n\n" P("base", "Essential: yes\n")
            P("libx", "Multi-Arch: same\nSource: x\n") P(
                "y",
                "Provides: virtual-y\nDepends: app-api (>= 2)\n") "Package: removed\nStatus: deinstall ok "
                                                                  "config-files\nVersion: 1\nArchitecture: amd64\n\n"
                                                                  "Package: half\nStatus: install reinstreq "
                                                                  "half-installed\nVersion: 1\nArchitecture: amd64\n\n"
                                                                  "Package: wanted-away\nStatus: deinstall ok "
                                                                  "installed\nVersion: 1\nArchitecture: all\nSource: "
                                                                  "x\n\n"
                                                                  "Package: halfway\nStatus: install ok "
                                                                  "half-configured\nVersion: 1\nArchitecture: amd64\n\n"
                                                                  "Package: never\nStatus: unknown ok "
                                                                  "not-installed\nArchitecture: amd64\n\n");
    root_file(root, "var/lib/apt/extended_states",
              "Package: libx\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: base\nArchitecture: "
              "amd64\nAuto-Installed: 1\n\n"
              "Package: wanted-away\nArchitecture: amd64\nAuto-Installed: 1\n\nPackage: y\nArchitecture: "
              "amd64\nAuto-Installed: 0\n\n");
    root_file(root, "usr/share/doc/app/copyright",
              "Format: https://x/\nLicense: GPL-2+\n\nFiles: *\nLicense: GPL-2+\n");
    root_link(root, "usr/share/doc/y", "app");
}

static void make_files(const struct root *root)
{
    root_file(root, "usr/lib/systemd/system/app.service", "[Service]\nExecStart=/bin/app\n");
    root_file(root, "usr/bin/app", "a");
    root_file(root, "usr/bin/app.real", "divert");
    root_link(root, "usr/bin/app-link", "app");
    root_file(root, "etc/app.conf", "edited");
    root_file(root, "usr/share/doc/app/README", "x");
    root_file(root, "usr/lib/x/x.so.1", "b");
    root_file(root, "var/lib/dpkg/info/app.list",
              "/.\n/usr\n/usr/bin\n/usr/bin/app\n/usr/bin/app-link\n/etc/app.conf\n/lib/systemd/system/app.service\n"
              "/usr/share/doc/app/README\nnot a path\n/usr/../../x\n");
    root_file(root, "var/lib/dpkg/info/app.md5sums",
              MD5_A "  usr/bin/app\n" MD5_A "  lib/systemd/system/app.service\n" MD5_A
                    "  usr/share/doc/app/README\n" MD5_A "  usr/bin/missing\n" MD5_A "  etc/app.conf\n\\" MD5_A
                    "  usr/odd\\\\name\nbad line\n");
    root_file(root, "var/lib/dpkg/info/app.conffiles", "/etc/app.conf\n");
    root_file(root, "var/lib/dpkg/info/app.postinst", "#!/bin/sh\nset -e\nuseradd app\n");
    root_file(root, "var/lib/dpkg/info/app.prerm", "#!/bin/sh\nset -e\n");
    root_file(root, "var/lib/dpkg/info/app.triggers", "interest-noawait /usr/lib/x\n");
    root_file(root, "var/lib/dpkg/info/libx:amd64.list", "/usr/lib/x/x.so.1\n/usr/bin/app\n");
    root_file(root, "var/lib/dpkg/info/libx:amd64.md5sums", MD5_A "  usr/lib/x/x.so.1\n" MD5_A "  usr/bin/app\n");
    root_file(root, "var/lib/dpkg/diversions", "/usr/bin/app\n/usr/bin/app.real\napp\n/dangling\n");
}

#define APP "pkg:deb/debian/app@1:2.0-1%2Bb1?arch=amd64&distro=debian-12"

static void test_components(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    make_system(&root);
    struct sb_doc *doc = root_scan(&root);
    sb_comp app = find_purl(doc, APP, ".");
    assert_true(app.v);
    const struct sb_component *row = sb_doc_at(doc, app);
    assert_true(text_is(doc, row->supplier, "A. B. <a@b.c>"));
    assert_true(text_is(doc, row->version, "1:2.0-1+b1"));
    assert_true(text_is(doc, row->from.path, "var/lib/dpkg/status"));
    assert_int_equal(row->from.line, 1);
    assert_int_equal(row->type, SB_TYPE_LIBRARY);
    assert_true(text_is(doc, sb_doc_attribute_of(doc, app, SB_F_DESCRIPTION), "does things"));
    assert_true(text_is(doc, sb_doc_attribute_of(doc, app, SB_F_EVIDENCE), "usr/share/doc/app/copyright"));
    assert_int_equal(sb_doc_references_of(doc, app).n, 1);
    struct sb_range licences = sb_doc_licences_of(doc, app);
    assert_int_equal(licences.n, 1);
    assert_true(text_is(doc, doc->licences.p[licences.first].text, "GPL-2.0-or-later"));
    /* its folder of documents is a link to app's */
    assert_true(
        text_is(doc, sb_doc_attribute_of(doc, find_name(doc, "y"), SB_F_EVIDENCE), "usr/share/doc/app/copyright"));
    /* what is there counts, not what is wanted */
    assert_true(find_name(doc, "wanted-away").v && find_name(doc, "halfway").v);
    assert_false(find_name(doc, "removed").v || find_name(doc, "half").v || find_name(doc, "never").v);
    /* sources, each once */
    sb_comp source = find_purl(doc, "pkg:deb/debian/app-src@1:2.0-1?arch=source", ".");
    sb_comp x = find_purl(doc, "pkg:deb/debian/x@1?arch=source", ".");
    assert_true(related(doc, app, SB_REL_GENERATED_FROM, source));
    assert_true(related(doc, find_purl(doc, BIN("libx"), "."), SB_REL_GENERATED_FROM, x));
    assert_true(related(doc, find_name(doc, "wanted-away"), SB_REL_GENERATED_FROM, x));
    /* the system, once, though two paths lead to it */
    sb_comp os = find_name(doc, "debian");
    assert_true(os.v && text_is(doc, sb_doc_at(doc, os)->version, "12"));
    assert_int_equal(sb_doc_count(doc), 1 + 1 + 6 + 5);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_dependencies(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    make_system(&root);
    struct sb_doc *doc = root_scan(&root);
    sb_comp app = find_purl(doc, APP, ".");
    sb_comp y = find_name(doc, "y");
    assert_true(related(doc, app, SB_REL_DEPENDS_ON, find_purl(doc, BIN("base"), ".")));
    assert_true(related(doc, app, SB_REL_DEPENDS_ON, find_purl(doc, BIN("libx"), ".")));
    assert_true(related(doc, app, SB_REL_DEPENDS_ON, y));
    assert_true(related(doc, y, SB_REL_DEPENDS_ON, app));
    assert_true(fact_has(doc, app, "sbom:deps",
                         "{\"raw\":\"missing | virtual-y\",\"scope\":\"runtime\",\"to\":\"" BIN("y") "\"}"));
    assert_true(fact_has(doc, app, "sbom:deps", "{\"raw\":\"nowhere\",\"scope\":\"runtime\"}"));
    assert_true(fact_has(doc, app, "sbom:deps", "{\"raw\":\"extra\",\"scope\":\"recommends\"}"));
    assert_true(fact_has(doc, app, "sbom:deps", "{\"raw\":\"base\",\"scope\":\"pre\""));
    /* asked for: not marked, or essential whatever the mark */
    assert_true(fact_has(doc, app, "sbom:requested", "true"));
    assert_true(fact_has(doc, y, "sbom:requested", "true"));
    assert_true(fact_has(doc, find_name(doc, "base"), "sbom:requested", "true"));
    assert_false(fact_has(doc, find_name(doc, "libx"), "sbom:requested", "true"));
    assert_false(fact_has(doc, find_name(doc, "wanted-away"), "sbom:requested", "true"));
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_files(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    make_system(&root);
    make_files(&root);
    struct sb_doc *doc = root_scan(&root);
    sb_comp app = find_purl(doc, APP, ".");
    sb_comp libx = find_purl(doc, BIN("libx"), ".");
    /* the program and the unit; not the link, the document, the conffile */
    assert_true(fact_has(doc, app, "sbom:files", "\"n\":2"));
    assert_true(fact_has(doc, app, "sbom:files", "\"recorded\":\""));
    assert_true(fact_has(doc, app, "sbom:largest", "\"usr/bin/app\",1,"));
    assert_false(fact_has(doc, app, "sbom:largest", "app.conf"));
    /* the other package's file of that name lies where app diverted it to */
    assert_true(fact_has(doc, libx, "sbom:files", "\"bytes\":7,\"n\":2"));
    assert_true(
        fact_has(doc, app, "sbom:exec", "\"kind\":\"deb:postinst\",\"path\":\"var/lib/dpkg/info/app.postinst\""));
    assert_true(fact_has(doc, app, "sbom:exec", "\"command\":\"own:"));
    assert_true(fact_has(doc, app, "sbom:exec", "\"command\":\"debhelper only\",\"kind\":\"deb:prerm\""));
    assert_true(
        fact_has(doc, app, "sbom:exec", "\"command\":\"interest-noawait /usr/lib/x\",\"kind\":\"deb:triggers\""));
    assert_true(
        fact_has(doc, app, "sbom:exec", "\"kind\":\"os:systemd\",\"path\":\"usr/lib/systemd/system/app.service\""));
    assert_false(fact_has(doc, SB_DOC_ITSELF, "sbom:unowned", "app.service"));
    assert_int_equal(told(doc, SB_D_MALFORMED), 1);
    assert_int_equal(told(doc, SB_D_PATH_OUTSIDE), 1);
    assert_int_equal(told(doc, SB_D_DIGEST_MALFORMED), 1);
    sb_doc_free(doc);
    doc = root_scan_with(&root, &sb_source_dir, 1, false);
    assert_int_equal(sb_doc_fact_of(doc, find_purl(doc, APP, "."), "sbom:exec").n, 0);
    sb_doc_free(doc);
    root_remove(&root);
}

/* The same, whatever the order, the threads, and whether files can be read again. */
static void test_same_from_a_stream(void **state)
{
    struct root root;
    struct sb_buf wanted = {0};
    (void)state;
    root_new(&root);
    make_system(&root);
    make_files(&root);
    root_file(&root, "chroot/etc/os-release", "ID=ubuntu\nVERSION_ID=24.04\n");
    root_file(&root, "chroot/var/lib/dpkg/status", P("inner", ""));
    struct sb_doc *doc = root_scan(&root);
    doc_print(doc, &wanted);
    sb_doc_free(doc);
    for (sb_shuffle_seed = 1; sb_shuffle_seed < 20; sb_shuffle_seed++) {
        struct sb_buf got = {0};
        doc = root_scan_with(&root, &sb_source_shuffled, 1 + (unsigned)sb_shuffle_seed % 4, true);
        doc_print(doc, &got);
        sb_doc_free(doc);
        assert_true(sb_str_eq(sb_buf_all(&wanted), sb_buf_all(&got)));
        sb_buf_done(&got);
    }
    sb_buf_done(&wanted);
    root_remove(&root);
}

static void test_sub_root(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    make_system(&root);
    root_file(&root, "srv/c/etc/os-release", "ID=ubuntu\nVERSION_ID=24.04\n");
    root_file(&root, "srv/c/var/lib/dpkg/status", P("base", ""));
    struct sb_doc *doc = root_scan(&root);
    sb_comp os = find_name(doc, "ubuntu");
    sb_comp base = find_purl(doc, "pkg:deb/ubuntu/base@1?arch=amd64&distro=ubuntu-24.04", "srv/c");
    assert_true(os.v && text_is(doc, sb_doc_at(doc, os)->place, "srv/c"));
    assert_true(related(doc, os, SB_REL_DEPENDS_ON, base));
    assert_true(find_purl(doc, BIN("base"), ".").v);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_distroless(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    root_file(&root, "var/lib/dpkg/status.d/tz", "Package: tzdata\nVersion: 1\nArchitecture: amd64\nMaintainer: M\n");
    root_file(&root, "var/lib/dpkg/status.d/tz.md5sums", MD5_A "  ./usr/share/zoneinfo/UTC\n");
    root_file(&root, "usr/share/zoneinfo/UTC", "utc");
    struct sb_doc *doc = root_scan(&root);
    sb_comp tzdata = find_purl(doc, BIN("tzdata"), ".");
    assert_true(tzdata.v);
    assert_true(fact_has(doc, tzdata, "sbom:files", "\"bytes\":3,\"n\":1"));
    assert_true(fact_has(doc, tzdata, "sbom:largest", "\"usr/share/zoneinfo/UTC\""));
    assert_int_equal(doc->diags.n, 0);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_troubles(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "var/lib/dpkg/status",
              P("a", "") "Package: a\n" INSTALLED "Version: 1~\nArchitecture: amd64\n\n"
                         "Package: nameless-version\n" INSTALLED "\n" INSTALLED "Version: 1\n\n"
                         "Package: bad\nthis is no field\nStatus: install ok sleeping\nVersion: 2\n\n"
                         "Package: b\n" INSTALLED "Version: 1\nVersion: 2\n\n"
                         "Package: c\nStatus: install ok installed\nVersion: 1\nMaintainer: J\xF6rg\nDescr");
    struct sb_doc *doc = root_scan(&root);
    assert_true(find_purl(doc, "pkg:deb/debian/a@1?arch=amd64", ".").v);
    assert_true(find_purl(doc, "pkg:deb/debian/bad@2", ".").v);
    assert_true(find_purl(doc, "pkg:deb/debian/b@1", ".").v);
    sb_comp c = find_purl(doc, "pkg:deb/debian/c@1", ".");
    assert_true(c.v && text_is(doc, sb_doc_at(doc, c)->supplier, "J\\xF6rg"));
    assert_int_equal(told(doc, SB_D_NO_OS_RELEASE), 1);
    assert_int_equal(told(doc, SB_D_DUPLICATE_PACKAGE), 1);
    assert_int_equal(told(doc, SB_D_INCOMPLETE_ENTRY), 2);
    assert_int_equal(told(doc, SB_D_TEXT_NOT_UTF8), 1);
    /* no field, unknown state, field twice, the last line, and the end inside it */
    assert_int_equal(told(doc, SB_D_MALFORMED), 5);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_missing_database(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    root_file(&root, "usr/share/doc/a/copyright", "x");
    struct sb_doc *doc = root_scan(&root);
    assert_int_equal(told(doc, SB_D_DATABASE_MISSING), 1);
    sb_doc_free(doc);
    /* emptied */
    root_file(&root, "var/lib/dpkg/status", "");
    root_file(&root, "var/lib/dpkg/info/a.list", "/.\n");
    doc = root_scan(&root);
    assert_int_equal(told(doc, SB_D_DATABASE_MISSING), 1);
    sb_doc_free(doc);
    root_remove(&root);
    /* another distribution keeps documents there, too */
    root_new(&root);
    root_file(&root, "etc/os-release", "ID=fedora\nVERSION_ID=40\n");
    root_file(&root, "usr/share/doc/a/copyright", "x");
    doc = root_scan(&root);
    assert_int_equal(told(doc, SB_D_DATABASE_MISSING), 0);
    sb_doc_free(doc);
    root_remove(&root);
}

/* A database that is a link: its target is read where it lies, or nothing is and that is told. */
static void test_link(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    root_file(&root, "usr/lib/dpkg/status", P("a", ""));
    root_link(&root, "var/lib/dpkg", "../../usr/lib/dpkg");
    struct sb_doc *doc = root_scan(&root);
    assert_true(find_purl(doc, BIN("a"), ".").v);
    sb_doc_free(doc);
    root_remove(&root);
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    root_file(&root, "var/lib/dpkg/info/a.list", "/.\n");
    root_link(&root, "var/lib/dpkg/status", "/nowhere");
    doc = root_scan(&root);
    assert_int_equal(told(doc, SB_D_NOT_REGULAR), 1);
    assert_int_equal(told(doc, SB_D_DATABASE_MISSING), 1);
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_components), cmocka_unit_test(test_dependencies),
        cmocka_unit_test(test_files),      cmocka_unit_test(test_same_from_a_stream),
        cmocka_unit_test(test_sub_root),   cmocka_unit_test(test_distroless),
        cmocka_unit_test(test_troubles),   cmocka_unit_test(test_missing_database),
        cmocka_unit_test(test_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
