/* Whole scans of made root file systems with a database of rpm. */
#include "collect/kit/dpkg_kit.h"
#include "os/rpm.h"
#include "text/tests/rpm_kit.h"

#define OS "ID=fedora\nVERSION_ID=40\n"
#define PURL(name) "pkg:rpm/fedora/" name "@1-1?arch=x86_64&distro=fedora-40"

/* A package while it is made: NAME 1-1. */
static void begin(struct kit_header *h, const char *name)
{
    kit_text(h, SB_RPM_NAME, name);
    kit_text(h, SB_RPM_VERSION, "1");
    kit_text(h, SB_RPM_RELEASE, "1");
    kit_number(h, SB_RPM_INSTALLTIME, 4, 1700000000);
    kit_text(h, SB_RPM_ARCH, "x86_64");
}

/* Relations "NAME", or "NAME OP VERSION" by blanks. */
static void relations(struct kit_header *h, const char *const *texts, enum sb_rpm_tag names, enum sb_rpm_tag versions,
                      enum sb_rpm_tag flags)
{
    enum { MOST = 16 };
    const char *name[MOST + 1] = {NULL}, *version[MOST + 1] = {NULL};
    char room[MOST][64];
    uint64_t flag[MOST] = {0};
    uint32_t n = 0;
    for (; texts[n]; n++) {
        snprintf(room[n], sizeof room[n], "%s", texts[n]);
        name[n] = room[n];
        version[n] = "";
        char *blank = room[n][0] == '(' ? NULL : strchr(room[n], ' ');
        if (!blank)
            continue;
        *blank = '\0';
        char *op = blank + 1;
        for (; *op != ' '; op++)
            flag[n] |= *op == '<' ? 2 : *op == '>' ? 4 : 8;
        version[n] = op + 1;
    }
    kit_texts(h, names, KIT_ARRAY, name);
    kit_numbers(h, flags, 4, flag, n);
    kit_texts(h, versions, KIT_ARRAY, version);
}

static void provides(struct kit_header *h, const char *const *texts)
{
    relations(h, texts, SB_RPM_PROVIDENAME, SB_RPM_PROVIDEVERSION, SB_RPM_PROVIDEFLAGS);
}

static void wants(struct kit_header *h, const char *const *texts)
{
    relations(h, texts, SB_RPM_REQUIRENAME, SB_RPM_REQUIREVERSION, SB_RPM_REQUIREFLAGS);
}
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

enum { MOST_PACKAGES = 32 };
struct packages {
    struct sb_buf blobs[MOST_PACKAGES];
    size_t n;
};

static void end(struct packages *packages, struct kit_header *h)
{
    kit_header_end(h, &packages->blobs[packages->n++]);
}

static void write_ndb(struct packages *packages, const struct root *root, const char *path)
{
    sb_str blobs[MOST_PACKAGES];
    struct sb_buf file = {0};
    for (size_t i = 0; i < packages->n; i++)
        blobs[i] = sb_buf_all(&packages->blobs[i]);
    kit_ndb(&file, blobs, packages->n);
    root_bytes(root, path, sb_buf_all(&file));
    sb_buf_done(&file);
    for (size_t i = 0; i < packages->n; i++)
        sb_buf_done(&packages->blobs[i]);
    packages->n = 0;
}

/* ---- dependencies ---- */

/* What "asks" wants, and the packages of a, b and c that it must lead to. */
static const struct {
    const char *want, *leads;
} asked[] = {
    {"a", "a"},
    {"a = 1-1", "a"},
    {"a = 1", "a"}, /* whatever the release */
    {"a >= 1", "a"},
    {"a <= 1", "a"},
    {"a > 1", ""},
    {"a < 2", "a"},
    {"a = 1-2", ""},
    {"a > 1-0.5", "a"},
    {"a = 1:1-1", ""},
    {"virtual >= 2.5", "b"},
    {"virtual < 2.5", ""},
    {"libb.so.1()(64bit)", "b"},
    {"libb.so.1", ""},
    {"font(:lang=en)", "b"},
    {"/usr/bin/c", "c"},
    {"/bin/c", "c"}, /* through the link */
    {"/usr/share/c", "c"},
    {"/usr/bin/nobody", ""},
    {"rpmlib(CompressedFileNames) <= 3.0.4-1", ""},
    {"(a and b)", "a b"},
    {"(a and b and /usr/bin/c)", "a b c"},
    {"(none or b or a)", "b"},
    {"(a if b)", "a"},
    {"(a if none)", ""},
    {"(a if none else c)", "c"},
    {"(a unless b)", ""},
    {"(a unless none)", "a"},
    {"(a with b)", "a b"},
    {"(a without b)", "a"},
    {"((none or a) and (c if b))", "a c"},
    {"(virtual >= 2 and virtual < 3)", "b"},
    {"(libb.so.1()(64bit) or a)", "b"},
    {"(a and", ""},
    {"()", ""},
    {"(a = )", ""},
};

static void make_wanted(struct packages *packages, const char *want)
{
    struct kit_header h = {0};
    begin(&h, "a");
    provides(&h, LIST("a = 1-1"));
    end(packages, &h);
    begin(&h, "b");
    provides(&h, LIST("b = 1-1", "virtual = 2.5-3", "libb.so.1()(64bit)", "font(:lang=en)"));
    end(packages, &h);
    begin(&h, "c");
    provides(&h, LIST("c = 1-1"));
    kit_numbers(&h, SB_RPM_FILEMODES, 2, (const uint64_t[]){0100755, 0040755}, 2);
    kit_numbers(&h, SB_RPM_DIRINDEXES, 4, (const uint64_t[]){0, 1}, 2);
    kit_texts(&h, SB_RPM_BASENAMES, KIT_ARRAY, LIST("c", "c"));
    kit_texts(&h, SB_RPM_DIRNAMES, KIT_ARRAY, LIST("/usr/bin/", "/usr/share/"));
    end(packages, &h);
    begin(&h, "asks");
    wants(&h, LIST(want));
    end(packages, &h);
}

static void test_dependencies(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(asked); i++) {
        struct packages packages = {0};
        struct root root;
        char leads[16] = "";
        root_new(&root);
        root_file(&root, "etc/os-release", OS);
        root_file(&root, "usr/bin/c", "c");
        root_link(&root, "bin", "usr/bin");
        make_wanted(&packages, asked[i].want);
        write_ndb(&packages, &root, "usr/lib/sysimage/rpm/Packages.db");
        struct sb_doc *doc = root_scan(&root);
        sb_comp from = find_name(doc, "asks");
        for (const char *name = "abc"; *name; name++) {
            const char one[2] = {*name, '\0'};
            if (related(doc, from, SB_REL_DEPENDS_ON, find_name(doc, one)))
                snprintf(leads + strlen(leads), sizeof leads - strlen(leads), leads[0] ? " %s" : "%s", one);
        }
        if (strcmp(leads, asked[i].leads) != 0)
            fail_msg("%s leads to \"%s\"", asked[i].want, leads);
        sb_doc_free(doc);
        root_remove(&root);
    }
}

/* ---- names ---- */

static void test_names(void **state)
{
    static const char *const spaces[][2] = {{"fedora", "fedora"},
                                            {"rhel", "redhat"},
                                            {"opensuse-leap", "opensuse"},
                                            {"sles", "sles"},
                                            {"centos", "centos"}};
    static const char *const vendors[][2] = {{"Fedora Project", "fedora"},
                                             {"Red Hat, Inc.", "redhat"},
                                             {"SUSE LLC <https://www.suse.com/>", "sles"},
                                             {"Nobody", ""}};
    static const char *const sources[][3] = {{"bash-5.2-1.fc40.src.rpm", "bash", "5.2-1.fc40"},
                                             {"a-b-c-1-2.nosrc.rpm", "a-b-c", "1-2"},
                                             {"bash-5.2.src.rpm", "", ""},
                                             {"-1-1.src.rpm", "", ""},
                                             {"bash-5.2-1.rpm", "", ""},
                                             {"", "", ""}};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(spaces); i++)
        assert_true(sb_str_eq(sb_rpm_namespace(sb_str_of(spaces[i][0])), sb_str_of(spaces[i][1])));
    for (size_t i = 0; i < SB_COUNT(vendors); i++)
        assert_true(sb_str_eq(sb_rpm_namespace_of_vendor(sb_str_of(vendors[i][0])), sb_str_of(vendors[i][1])));
    for (size_t i = 0; i < SB_COUNT(sources); i++) {
        sb_str name, version;
        sb_rpm_source(sb_str_of(sources[i][0]), &name, &version);
        assert_true(sb_str_eq(name, sb_str_of(sources[i][1])));
        assert_true(sb_str_eq(version, sb_str_of(sources[i][2])));
    }
}

/* ---- however the files come ---- */

static void make_system(const struct root *root)
{
    struct packages packages = {0};
    root_file(root, "etc/os-release", OS);
    root_file(root, "usr/bin/c", "c");
    root_link(root, "bin", "usr/bin");
    root_link(root, "var/lib/rpm", "../../usr/lib/sysimage/rpm");
    root_link(root, "usr/share/rpm", "../lib/sysimage/rpm");
    make_wanted(&packages, "(a and b)");
    write_ndb(&packages, root, "usr/lib/sysimage/rpm/Packages.db");
    root_file(root, "srv/c/etc/os-release", "ID=rhel\nVERSION_ID=9.4\n");
    make_wanted(&packages, "a");
    write_ndb(&packages, root, "srv/c/var/lib/rpm/Packages.db");
}

static void test_same_from_a_stream(void **state)
{
    struct root root;
    struct sb_buf wanted = {0};
    (void)state;
    root_new(&root);
    make_system(&root);
    struct sb_doc *doc = root_scan(&root);
    assert_true(find_purl(doc, PURL("asks"), ".").v);
    assert_true(find_purl(doc, "pkg:rpm/redhat/asks@1-1?arch=x86_64&distro=rhel-9.4", "srv/c").v);
    assert_int_equal(told(doc, SB_D_DATABASE_OLDER) + told(doc, SB_D_DUPLICATE_PACKAGE), 0);
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

static void test_requested(void **state)
{
    struct packages packages = {0};
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    make_wanted(&packages, "a");
    write_ndb(&packages, &root, "usr/lib/sysimage/rpm/Packages.db");
    root_file(&root, "var/lib/zypp/AutoInstalled", "# Generated by zypp\n\na\nc\nnot-there\n");
    struct sb_doc *doc = root_scan(&root);
    assert_true(fact_has(doc, find_name(doc, "asks"), "sbom:requested", "true"));
    assert_true(fact_has(doc, find_name(doc, "b"), "sbom:requested", "true"));
    assert_false(fact_has(doc, find_name(doc, "a"), "sbom:requested", "true"));
    sb_doc_free(doc);
    root_remove(&root);
}

/* Of a program that differs nobody can say who wrote it where prelink is installed; of a script everybody can. */
static void test_prelink(void **state)
{
    (void)state;
    for (int prelink = 0; prelink < 2; prelink++) {
        struct packages packages = {0};
        struct kit_header h = {0};
        struct root root;
        root_new(&root);
        root_file(&root, "etc/os-release", OS);
        root_file(&root, "usr/bin/elf", "\177ELF and addresses");
        root_file(&root, "usr/bin/script", "#!/bin/sh\nevil\n");
        begin(&h, "app");
        kit_texts(&h, SB_RPM_FILEDIGESTS, KIT_ARRAY,
                  LIST("0cc175b9c0f1b6a831c399e269772661", "0cc175b9c0f1b6a831c399e269772661"));
        kit_numbers(&h, SB_RPM_DIRINDEXES, 4, (const uint64_t[]){0, 0}, 2);
        kit_texts(&h, SB_RPM_BASENAMES, KIT_ARRAY, LIST("elf", "script"));
        kit_texts(&h, SB_RPM_DIRNAMES, KIT_ARRAY, LIST("/usr/bin/"));
        end(&packages, &h);
        begin(&h, prelink ? "prelink" : "other");
        end(&packages, &h);
        write_ndb(&packages, &root, "var/lib/rpm/Packages.db");
        struct sb_scan_options options = {.threads = 1, .facts = true, .verify = true, .root = "test"};
        struct sb_source *source = NULL;
        struct sb_err err = {0};
        struct sb_doc *doc = sb_doc_new();
        assert_int_equal(sb_source_open(root.path, &sb_limits_default, &source, &err), SB_OK);
        assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
        sb_comp app = find_purl(doc, PURL("app"), ".");
        assert_true(fact_has(doc, app, "sbom:verified", "[\"usr/bin/script\",\"modified\"]"));
        assert_int_equal(fact_has(doc, app, "sbom:verified", "[\"usr/bin/elf\",\"modified\"]"), !prelink);
        sb_source_close(source);
        sb_doc_free(doc);
        root_remove(&root);
    }
}

static void test_other_places(void **state)
{
    struct packages packages = {0};
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    make_wanted(&packages, "a");
    write_ndb(&packages, &root, "opt/tool/rpm/Packages.db");
    /* A database that lists nothing does not hide the list beside it. */
    kit_ndb(&packages.blobs[0], NULL, 0);
    root_bytes(&root, "var/lib/rpm/Packages.db", sb_buf_all(&packages.blobs[0]));
    root_file(&root, "var/lib/rpmmanifest/container-manifest-2",
              "a\t1-1\t0\t0\t(none)\t(none)\t0\tx86_64\t0\t(none)\n");
    struct sb_doc *doc = root_scan(&root);
    assert_true(find_purl(doc, "pkg:rpm/asks@1-1?arch=x86_64", "opt/tool").v);
    assert_true(find_purl(doc, PURL("a"), ".").v);
    sb_doc_free(doc);
    root_remove(&root);
    sb_buf_done(&packages.blobs[0]);
}

/* The graph needs no contents of files. */
static void test_without_facts(void **state)
{
    struct root root;
    (void)state;
    root_new(&root);
    make_system(&root);
    struct sb_doc *doc = root_scan_with(&root, &sb_source_dir, 1, false);
    sb_comp asks = find_purl(doc, PURL("asks"), ".");
    assert_true(related(doc, asks, SB_REL_DEPENDS_ON, find_purl(doc, PURL("a"), ".")));
    assert_true(related(doc, asks, SB_REL_DEPENDS_ON, find_purl(doc, PURL("b"), ".")));
    sb_doc_free(doc);
    root_remove(&root);
}

/* ---- files whose lists lie ---- */

static void test_lists_lie(void **state)
{
    struct packages packages = {0};
    struct kit_header h = {0};
    struct root root;
    (void)state;
    root_new(&root);
    root_file(&root, "etc/os-release", OS);
    begin(&h, "liar");
    kit_number(&h, SB_RPM_FILESIZES, 4, 1);
    kit_texts(&h, SB_RPM_FILEDIGESTS, KIT_ARRAY, LIST("no digest", "00"));
    kit_numbers(&h, SB_RPM_DIRINDEXES, 4, (const uint64_t[]){0, 0, 7, 1, UINT32_MAX}, 5);
    kit_texts(&h, SB_RPM_BASENAMES, KIT_ARRAY, LIST("a", "b", "c", "d", "e", "f"));
    kit_texts(&h, SB_RPM_DIRNAMES, KIT_ARRAY, LIST("/usr/lib/", "/../out/"));
    kit_texts(&h, SB_RPM_FILECAPS, KIT_ARRAY, LIST("cap=ep", "", "cap=ep", "", "", "", "cap=ep"));
    kit_texts(&h, SB_RPM_TRIGGERSCRIPTS, KIT_ARRAY, LIST("one", "two"));
    kit_number(&h, SB_RPM_TRIGGERINDEX, 4, 9);
    kit_texts(&h, SB_RPM_TRIGGERNAME, KIT_ARRAY, LIST("a", "b"));
    end(&packages, &h);
    write_ndb(&packages, &root, "var/lib/rpm/Packages.db");
    struct sb_doc *doc = root_scan(&root);
    sb_comp liar = find_purl(doc, PURL("liar"), ".");
    assert_true(liar.v);
    assert_int_equal(told(doc, SB_D_DIGEST_MALFORMED), 2);
    assert_int_equal(told(doc, SB_D_MALFORMED), 4); /* three files without a folder, one of them with a capability */
    assert_int_equal(told(doc, SB_D_PATH_OUTSIDE), 1);
    assert_true(fact_has(doc, liar, "sbom:exec", "\"kind\":\"rpm:trigger\""));
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_dependencies),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_same_from_a_stream),
        cmocka_unit_test(test_requested),
        cmocka_unit_test(test_prelink),
        cmocka_unit_test(test_other_places),
        cmocka_unit_test(test_without_facts),
        cmocka_unit_test(test_lists_lie),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
