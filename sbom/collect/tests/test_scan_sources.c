/* One tree, scanned as a folder, as a stream in any order, and as a tar: the documents are the same bytes. */
#include "base/pool.h"
#include "collect/kit/dpkg_kit.h"
#include "formats/format.h"
#include "model/facts.h"
#include "source/kit/tar.h"

#define MD5_A "0cc175b9c0f1b6a831c399e269772661" /* of "a" */
#define SITE "usr/lib/python3.12/site-packages/"

static void make_python(const struct root *root)
{
    root_file(root, SITE "demo-1.0.dist-info/METADATA",
              "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Dist: lib\nLicense: MIT\n\nText.\n");
    root_file(root, SITE "demo-1.0.dist-info/RECORD",
              "demo.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\ndemo/data.bin,,\ndemo_init.pth,,\n"
              "demo-1.0.dist-info/METADATA,,\n../../../bin/demo,,\nmissing.py,sha256=bad,3\n");
    root_file(root, SITE "demo-1.0.dist-info/entry_points.txt", "[console_scripts]\ndemo = demo:main\n");
    root_file(root, SITE "demo-1.0.dist-info/INSTALLER", "pip\n");
    root_file(root, SITE "demo-1.0.dist-info/REQUESTED", "");
    root_file(root, SITE "demo.py", "");
    root_file(root, SITE "demo_init.pth", "import demo\n");
    root_file(root, SITE "demo/unlisted.py", "x = 1\n");
    root_bytes(root, SITE "demo/data.bin",
               SB_S("\x7f"
                    "ELF\0\0\0\0"));
    root_file(root, SITE "stranger.pth", "import stranger\n");
    root_file(root, SITE "lib-2.egg-info/PKG-INFO", "Name: lib\nVersion: 2\n");
    root_file(root, SITE "lib-2.egg-info/installed-files.txt", "../lib.py\n");
    root_file(root, SITE "lib.py", "y = 2\n");
    root_file(root, "usr/bin/demo", "#!/usr/bin/python3\n");
}

/* Zipped, one in the other; the folder beside it has the name of its inside. */
static void make_egg(const struct root *root)
{
    struct sb_buf inner = {0}, outer = {0};
    struct sb_kit_tar *zip = sb_kit_tar_new("zip", "none", &inner);
    sb_kit_tar_file(zip, "EGG-INFO/PKG-INFO", SB_S("Name: inner\nVersion: 1\n"));
    sb_kit_tar_file(zip, "module.py", SB_S("x = 1\n"));
    sb_kit_tar_end(zip);
    zip = sb_kit_tar_new("zip", "none", &outer);
    sb_kit_tar_file(zip, "EGG-INFO/PKG-INFO", SB_S("Name: outer\nVersion: 1\n"));
    sb_kit_tar_file(zip, "outer/inner.egg", sb_buf_all(&inner));
    sb_kit_tar_file(zip, "outer.py", SB_S("import inner\n"));
    sb_kit_tar_end(zip);
    root_bytes(root, SITE "outer.egg", sb_buf_all(&outer));
    root_bytes(root, SITE "mixed.egg", sb_buf_all(&outer));
    root_file(root, SITE "mixed.egg!/outer.py", "import other\n");
    root_file(root, SITE "mixed.egg!/more.py", "import other\n");
    root_file(root, SITE "easy-install.pth", "./outer.egg\n");
    sb_buf_done(&inner);
    sb_buf_done(&outer);
}

static void make_npm(const struct root *root)
{
    root_file(root, "srv/app/package.json",
              "{\"name\":\"app\",\"version\":\"0.1.0\",\"dependencies\":{\"left\":\"^1\",\"unused\":\"*\"}}");
    root_file(root, "srv/app/package-lock.json",
              "{\"name\":\"app\",\"version\":\"0.1.0\",\"lockfileVersion\":3,\"packages\":{\"\":{\"name\":\"app\"},"
              "\"node_modules/left\":{\"version\":\"1.0.0\",\"resolved\":\"https://registry.npmjs.org/left/-/"
              "left-1.0.0.tgz\"}}}");
    root_file(root, "srv/app/index.js", "require('left');\n");
    root_file(
        root, "srv/app/node_modules/left/package.json",
        "{\"name\":\"left\",\"version\":\"1.0.0\",\"scripts\":{\"postinstall\":\"node x.js\"},\"main\":\"x.js\"}");
    root_file(root, "srv/app/node_modules/left/x.js", "require('../other'); import('@s/t/u')\n");
    root_file(root, "srv/app/node_modules/left/node_modules/@s/t/package.json",
              "{\"name\":\"@s/t\",\"version\":\"3.0.0\"}");
}

/* Files with long lines, of which sbom:lines tells last what is generated: by its name or a folder of the package
 * itself, not by a folder that the package lies in. "far" is mentioned in a generated file only. */
static void make_lines(const struct root *root)
{
    static const char *const files[] = {"plain.js",          "lib/inner.js", "dist/made.js",
                                        "lib/build/made.js", "a.min.js",     "a.js.map"};
    char path[128], line[700];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    memcpy(line, "require('far');", 15);
    root_file(root, "srv/dist/node_modules/long/package.json",
              "{\"name\":\"long\",\"version\":\"1.0.0\",\"main\":\"dist/"
              "made.js\",\"dependencies\":{\"far\":\"*\",\"near\":\"*\"}}");
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        snprintf(path, sizeof path, "srv/dist/node_modules/long/%s", files[i]);
        root_file(root, path, strstr(files[i], "made") ? line : line + 20);
    }
}

static void make_dpkg(const struct root *root)
{
    root_file(root, "usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n");
    root_link(root, "etc/os-release", "../usr/lib/os-release");
    root_file(
        root, "var/lib/dpkg/status",
        "Package: base\nStatus: install ok installed\nVersion: 1-2\nArchitecture: amd64\nMaintainer: M <m@x>\n"
        "Depends: libx (>= 1)\n\nPackage: libx\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n");
    root_file(root, "var/lib/dpkg/info/base.list", "/.\n/usr\n/usr/bin\n/usr/bin/base\n/usr/bin/gone\n/etc/cron.d/base\n/lib/x\n");
    root_file(root, "var/lib/dpkg/info/base.md5sums",
              MD5_A "  usr/bin/base\n" MD5_A "  lib/x\n" MD5_A "  usr/bin/gone\n" MD5_A "  etc/cron.d/base\n");
    root_file(root, "var/lib/dpkg/info/base.conffiles", "/etc/cron.d/base\n");
    root_file(root, "var/lib/dpkg/info/base.postinst", "#!/bin/sh\nset -e\n");
    root_file(root, "usr/bin/base", "a");
    root_file(root, "etc/cron.d/base", "* * * * * root base\n");
    root_file(root, "etc/cron.d/stranger", "* * * * * root id\n");
    root_link(root, "lib", "usr/lib");
    root_file(root, "usr/lib/x", "x");
}

static void make_odd(const struct root *root)
{
    root_file(root, "odd/new\nline", "x");
    root_file(root, "odd/\xff\xfe", "not UTF-8\n");
    root_file(root, "odd/back\\slash \"quote\"", "x");
    root_file(root,
              "odd/\xe2\x80\xae"
              "bidi-1.dist-info/METADATA",
              "Name: odd\xff\nVersion: \x01\n");
    root_file(root, "odd/empty-1.dist-info/METADATA", "");
    root_link(root, "odd/loop-a", "loop-b");
    root_link(root, "odd/loop-b", "loop-a");
    root_link(root, "odd/up", "../../../../..");
    root_link(root, "odd/site", "../" SITE);
    char path[128];
    snprintf(path, sizeof path, "%s/odd/fifo", root->path);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/odd/nothing", root->path);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_tree(struct root *root)
{
    root_new(root);
    make_python(root);
    make_egg(root);
    make_npm(root);
    make_lines(root);
    make_dpkg(root);
    make_odd(root);
}

enum depth { NAMES, FACTS, VERIFY };

/* The scan of what TYPE opens at PATH, as CycloneDX. */
static void document(const char *path, const struct sb_source_type *type, unsigned threads, enum depth depth,
                     struct sb_buf *out)
{
    struct sb_err err = {0};
    struct sb_source *source = NULL;
    struct sb_doc *doc = sb_doc_new();
    struct sb_diags written = {0};
    struct sb_sink *sink = sb_calloc(1, sizeof *sink);
    struct sb_scan_options options = {
        .threads = threads, .facts = depth >= FACTS, .verify = depth == VERIFY, .root = "tree@1"};
    struct sb_write_options write = {.time = {true, 1774349520}, .tool_version = "0"};
    assert_int_equal(type->open(path, &sb_limits_default, &source, &err), SB_OK);
    assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
    sb_buf_clear(out);
    sb_sink_memory(sink, out);
    assert_int_equal(sb_format_cyclonedx_json.write(doc, &write, sink, &written, &err), SB_OK);
    assert_int_equal(sb_sink_flush(sink, &err), SB_OK);
    sb_source_close(source);
    sb_diags_done(&written);
    sb_doc_free(doc);
    sb_free(sink);
}

static void assert_same(const struct sb_buf *a, const struct sb_buf *b, const char *what)
{
    if (sb_str_eq(sb_buf_all(a), sb_buf_all(b)))
        return;
    size_t at = 0;
    while (at < a->n && at < b->n && a->p[at] == b->p[at])
        at++;
    size_t from = at < 200 ? 0 : at - 200;
    fail_msg("%s differs:\n%.*s\n---\n%.*s", what, SB_FMT(sb_str_part(sb_buf_all(a), from, 600)),
             SB_FMT(sb_str_part(sb_buf_all(b), from, 600)));
}

static sb_str fact_of(const struct sb_doc *doc, const char *ref, const char *fact)
{
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++)
        if (sb_str_eq(sb_doc_str(doc, sb_doc_at(doc, (sb_comp){c})->ref), sb_str_of(ref)))
            return sb_doc_fact_of(doc, (sb_comp){c}, fact);
    fail_msg("%s is not there", ref);
    return SB_STR_NONE;
}

static void test_lines(void **state)
{
    (void)state;
    struct root root;
    make_tree(&root);
    struct sb_doc *doc = root_scan_with(&root, &sb_source_dir, 2, true);
    sb_str lines = fact_of(doc, "pkg:npm/long@1.0.0", "sbom:lines");
    /* What runs, and what lies beside it; then what is made, last. */
    assert_true(sb_str_starts(lines, SB_S("[[\"dist/made.js\",699,0,")));
    size_t inner = sb_str_find(lines, SB_S("],[\"lib/inner.js\",679,0,"));
    size_t plain = sb_str_find(lines, SB_S("],[\"plain.js\",679,0,"));
    size_t made = sb_str_find(lines, SB_S("],[\"lib/build/made.js\",699,0,"));
    assert_true(inner < plain && plain < made && made != SB_NPOS);
    sb_str deps = fact_of(doc, "pkg:npm/long@1.0.0", "sbom:deps");
    assert_true(sb_str_starts(deps, SB_S("[{\"mentioned\":true,\"raw\":\"far")));
    assert_int_not_equal(sb_str_find(deps, SB_S("{\"mentioned\":false,\"raw\":\"near")), SB_NPOS);
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_threads(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf one = {0}, many = {0};
    make_tree(&root);
    document(root.path, &sb_source_dir, 1, FACTS, &one);
    assert_true(sb_str_find(sb_buf_all(&one), SB_S("pkg:pypi/demo@1.0")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&one), SB_S("pkg:pypi/outer@1")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&one), SB_S("pkg:npm/left@1.0.0")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&one), SB_S("pkg:deb/debian/base@1-2")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&one), SB_S("stranger.pth")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&one), sb_str_of(root.path)) == SB_NPOS);
    for (unsigned threads = 2; threads <= 8; threads += 3) {
        document(root.path, &sb_source_dir, threads, FACTS, &many);
        assert_same(&one, &many, "with threads");
    }
    sb_buf_done(&one);
    sb_buf_done(&many);
    root_remove(&root);
}

static void test_orders(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf folder = {0}, stream = {0};
    make_tree(&root);
    document(root.path, &sb_source_dir, 1, FACTS, &folder);
    for (sb_shuffle_seed = 1; sb_shuffle_seed <= 12; sb_shuffle_seed++) {
        document(root.path, &sb_source_shuffled, sb_shuffle_seed % 2 ? 1 : 8, FACTS, &stream);
        assert_same(&folder, &stream, "shuffled");
    }
    sb_buf_done(&folder);
    sb_buf_done(&stream);
    root_remove(&root);
}

static void test_tars(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf folder = {0}, tar = {0}, from_tar = {0};
    struct sb_err err = {0};
    static const char *const filters[] = {"none", "gzip", "xz", "zstd"};
    char path[128];
    make_tree(&root);
    document(root.path, &sb_source_dir, 2, FACTS, &folder);
    snprintf(path, sizeof path, "%s.tar", root.path);
    for (size_t i = 0; i < SB_COUNT(filters); i++) {
        sb_buf_clear(&tar);
        assert_int_equal(sb_kit_tar_folder(root.path, filters[i], &tar, &err), SB_OK);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(tar.p, 1, tar.n, file), tar.n);
        assert_int_equal(fclose(file), 0);
        document(path, &sb_source_archive, 4, FACTS, &from_tar);
        assert_same(&folder, &from_tar, filters[i]);
    }
    if (sb_md5_offered()) {
        document(root.path, &sb_source_dir, 2, VERIFY, &folder);
        document(path, &sb_source_archive, 4, VERIFY, &from_tar);
        assert_same(&folder, &from_tar, "verified");
    }
    assert_int_equal(unlink(path), 0);
    sb_buf_done(&folder);
    sb_buf_done(&from_tar);
    sb_buf_done(&tar);
    root_remove(&root);
}

/* Without facts: the same components and edges, whatever the source, and not one fact that needs a file's bytes. */
static void test_no_facts(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf folder = {0}, stream = {0};
    make_tree(&root);
    document(root.path, &sb_source_dir, 4, NAMES, &folder);
    document(root.path, &sb_source_shuffled, 4, NAMES, &stream);
    assert_same(&folder, &stream, "without facts");
    for (size_t id = 0; id < SB_FACT_COUNT; id++) {
        struct sb_buf quoted = {0};
        sb_buf_printf(&quoted, "\"%s\"", sb_fact_rows[id].name);
        if (sb_fact_rows[id].content && sb_str_find(sb_buf_all(&folder), sb_buf_all(&quoted)) != SB_NPOS)
            fail_msg("%s without facts", sb_fact_rows[id].name);
        sb_buf_done(&quoted);
    }
    struct sb_doc *with = root_scan_with(&root, &sb_source_dir, 1, true);
    struct sb_doc *without = root_scan_with(&root, &sb_source_dir, 1, false);
    assert_int_equal(sb_doc_count(with), sb_doc_count(without));
    assert_int_equal(with->relations.n, without->relations.n);
    for (uint32_t c = 1; c <= sb_doc_count(with); c++)
        assert_true(sb_str_eq(sb_doc_str(with, sb_doc_at(with, (sb_comp){c})->ref),
                              sb_doc_str(without, sb_doc_at(without, (sb_comp){c})->ref)));
    sb_doc_free(with);
    sb_doc_free(without);
    sb_buf_done(&folder);
    sb_buf_done(&stream);
    root_remove(&root);
}

#define BASE "pkg:deb/debian/base@1-2?arch=amd64&distro=debian-12"

/* dpkg's records, too: the same whatever the source, and nothing else differs from a scan that does not verify. */
static void test_verify(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf folder = {0}, stream = {0};
    struct sb_err err = {0};
    struct sb_source *source = NULL;
    struct sb_scan_options options = {.threads = 2, .facts = true, .verify = true, .root = "test"};
    if (!sb_md5_offered())
        skip();
    make_tree(&root);
    document(root.path, &sb_source_dir, 2, VERIFY, &folder);
    for (sb_shuffle_seed = 1; sb_shuffle_seed <= 4; sb_shuffle_seed++) {
        document(root.path, &sb_source_shuffled, sb_shuffle_seed % 2 ? 1 : 8, VERIFY, &stream);
        assert_same(&folder, &stream, "shuffled, verified");
    }
    struct sb_doc *plain = root_scan_with(&root, &sb_source_dir, 2, true);
    struct sb_doc *doc = sb_doc_new();
    assert_int_equal(sb_source_dir.open(root.path, &sb_limits_default, &source, &err), SB_OK);
    assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
    sb_str verified = fact_of(doc, BASE, "sbom:verified");
    assert_true(sb_str_eq(verified, SB_S("{\"extra\":0,\"missing\":1,\"modified\":1,\"ok\":1,\"paths\":[[\"lib/"
                                         "x\",\"modified\"],[\"usr/bin/gone\",\"missing\"]],"
                                         "\"unrecorded\":0}")));
    assert_int_equal(fact_of(plain, BASE, "sbom:verified").n, 0);
    assert_int_equal(doc->facts.n, plain->facts.n + 1);
    sb_source_close(source);
    sb_doc_free(doc);
    sb_doc_free(plain);
    sb_buf_done(&folder);
    sb_buf_done(&stream);
    root_remove(&root);
}

/* A folder without anything is a finding, too. */
static void test_nothing(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    struct sb_doc *doc = root_scan(&root);
    assert_int_equal(sb_doc_count(doc), 1);
    assert_int_equal(doc->root.v, 1);
    assert_true(text_is(doc, sb_doc_at(doc, doc->root)->name, "test"));
    assert_true(sb_str_eq(sb_doc_fact_of(doc, SB_DOC_ITSELF, "sbom:incomplete"),
                          SB_S("[{\"code\":\"SB1018\",\"n\":1,\"path\":\"\"}]")));
    assert_true(sb_str_eq(sb_doc_fact_of(doc, SB_DOC_ITSELF, "sbom:unowned"), SB_S("[]")));
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads),  cmocka_unit_test(test_orders),
                                       cmocka_unit_test(test_tars),     cmocka_unit_test(test_lines),
                                       cmocka_unit_test(test_no_facts), cmocka_unit_test(test_verify),
                                       cmocka_unit_test(test_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
