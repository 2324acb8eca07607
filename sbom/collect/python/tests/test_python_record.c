/* RECORD and installed-files.txt: what a distribution claims, and what becomes of the claims. */
#include "collect/kit/python_kit.h"

/* Of "x = 1\n". */
#define PY "x = 1\n"

/* The digest of BYTES as RECORD spells it. */
static sb_str record_digest(sb_str bytes, bool hex, char room[96])
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t digest[SB_SHA256_BYTES + 1] = {0};
    size_t n = 0;
    sb_sha256_of(bytes, digest);
    memcpy(room, "sha256=", 7);
    n = 7;
    if (hex) {
        sb_hex_encode(digest, SB_SHA256_BYTES, room + n);
        return sb_str_n(room, n + 64);
    }
    for (size_t i = 0; i < 33; i += 3) {
        uint32_t v = (uint32_t)digest[i] << 16 | (uint32_t)digest[i + 1] << 8 | (i + 2 < 33 ? digest[i + 2] : 0u);
        for (int shift = 18; shift >= 0; shift -= 6)
            room[n++] = alphabet[v >> shift & 63];
    }
    return sb_str_n(room, 7 + 43);
}

/* A RECORD of one row: "demo.py,DIGEST,SIZE". */
static void one_row(struct sb_buf *record, sb_str digest, const char *size)
{
    sb_buf_clear(record);
    sb_buf_printf(record, "demo.py,%.*s,%s\n", SB_FMT(digest), size);
}

static void test_digests(void **state)
{
    (void)state;
    char room[96], hex[96];
    sb_str good = record_digest(SB_S(PY), false, room);
    sb_str good_hex = record_digest(SB_S(PY), true, hex);
    const struct {
        sb_str digest;
        const char *verified; /* part of the fact; NULL: nothing was verified */
        uint64_t bad;
    } rows[] = {
        {good, "\"modified\":0,\"ok\":1,\"paths\":[[\"demo-1.0.dist-info/RECORD\",\"extra\"]],\"unrecorded\":1", 0},
        {good_hex, "\"modified\":0,\"ok\":1,\"paths\":[[\"demo-1.0.dist-info/RECORD\",\"extra\"]],\"unrecorded\":1", 0},
        {SB_S("sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
         "\"modified\":1,\"ok\":0,\"paths\":[[\"demo.py\",\"modified\"],", 0},
        {SB_S("sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), "\"modified\":1",
         0}, /* standard alphabet, padded */
        {SB_S("SHA256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), "\"modified\":1", 0},
        {SB_S(""), NULL, 0},
        {SB_S("sha256="), NULL, 1},
        {SB_S("sha256=short"), NULL, 1},
        {SB_S("sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF"), NULL, 1},
        {SB_S("sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU47DEQpj8"), NULL, 1},
        {SB_S("sha256=!!!!Qpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), NULL, 1},
        {SB_S("md5=1B2M2Y8AsgTpgAmY7PhCfg"), NULL, 0}, /* weak, but understood; not checked against SHA-256 */
        {SB_S("crc32=00000000"), NULL, 1},
        {SB_S("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), NULL, 1},
        {SB_S("none="), NULL, 1},
        {SB_S("="), NULL, 1},
    };
    struct sb_buf record = {0};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct root root;
        sb_comp demo;
        root_new(&root);
        root_file(&root, SITE "demo.py", PY);
        one_row(&record, rows[i].digest, "6");
        struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
        sb_str verified = sb_doc_fact_of(doc, demo, "sbom:verified");
        if (rows[i].verified ? sb_str_find(verified, sb_str_of(rows[i].verified)) == SB_NPOS : verified.n > 0)
            fail_msg("%.*s: %.*s", SB_FMT(rows[i].digest), SB_FMT(verified));
        if (told(doc, SB_D_DIGEST_MALFORMED) != rows[i].bad)
            fail_msg("%.*s: %llu diagnostics", SB_FMT(rows[i].digest),
                     (unsigned long long)told(doc, SB_D_DIGEST_MALFORMED));
        assert_has(doc, demo, "sbom:files", "\"n\":2");
        sb_doc_free(doc);
        root_remove(&root);
    }
    sb_buf_done(&record);
}

/* `recorded` is the content set's digest over the record's lines: equal to `sha256` where nothing was touched. */
static void test_recorded(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    char room[96], files[256];
    struct sb_buf record = {0};
    root_new(&root);
    root_file(&root, SITE "demo.py", PY);
    one_row(&record, record_digest(SB_S(PY), false, room), "6");
    sb_buf_printf(&record, "demo-1.0.dist-info/METADATA,%.*s,%zu\n", SB_FMT(record_digest(SB_S(METADATA), false, room)),
                  strlen(METADATA));
    struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
    sb_str fact = sb_doc_fact_of(doc, demo, "sbom:files");
    snprintf(files, sizeof files, "%.*s", SB_FMT(fact));
    assert_true(sb_str_starts(fact, SB_S("{\"bytes\":52,\"n\":2,\"recorded\":\"")));
    assert_memory_equal(fact.p + 30, fact.p + 30 + 64 + strlen("\",\"sha256\":\""), 64);
    sb_doc_free(doc);

    root_file(&root, SITE "demo.py", "x = 2\n");
    doc = scan_record(&root, sb_buf_all(&record), &demo);
    fact = sb_doc_fact_of(doc, demo, "sbom:files");
    assert_memory_equal(fact.p, files, 30 + 64); /* what was recorded is the same, what is there is not */
    assert_memory_not_equal(fact.p, files, fact.n);
    sb_doc_free(doc);
    root_remove(&root);
    sb_buf_done(&record);
}

/* METADATA, which is always there, makes one of them. */
static void test_paths(void **state)
{
    (void)state;
    static const struct {
        const char *path;  /* as RECORD has it */
        const char *files; /* part of sbom:files */
        uint64_t outside;
    } rows[] = {
        {"demo.py", "\"n\":2", 0},
        {"./demo.py", "\"n\":2", 0},
        {"\"demo.py\"", "\"n\":2", 0},
        {"\"de\"\"mo,1.py\"", "\"n\":2", 0},
        {"pkg/../demo.py", "\"n\":2", 0},
        {"pkg\\sub\\a.py", "\"n\":2", 0},
        {"link/a.py", "\"n\":2", 0},
        {"missing.py", "\"n\":1", 0},
        {"../../../share/demo/data.txt", "\"n\":2", 0},
        {"/usr/share/demo/data.txt", "\"n\":2", 0},
        {"../../../bin/demo", "\"n\":2", 0},                  /* a program */
        {"../../../../../../../../etc/passwd", "\"n\":2", 0}, /* the root is where ".." ends */
        {"../../../../../../../../etc/missing", "\"n\":1", 1},
        {"/home/user/missing", "\"n\":1", 1},
        {"escape/passwd", "\"n\":2", 0}, /* an absolute link starts at the root that is scanned */
        {"loop/x", "\"n\":1", 0},
        {"", NULL, 0},
        {".", NULL, 0},
        {"pkg", NULL, 0}, /* a folder is no file */
        {"__pycache__/demo.cpython-312.pyc", NULL, 0},
        {"__pycache__/demo.cpython-312.opt-2.pyc", NULL, 0},
        {"pkg/sub/__pycache__/a.cpython-312.pyc", NULL, 0},
        /* Byte code that is imported by itself, or that nobody knows the source of. */
        {"__pycache__/gone.cpython-312.pyc", "\"n\":2", 0},
        {"__pycache__/demo.pyc", "\"n\":2", 0},
        {"__pycache__/pkg.cpython-312.pyc", "\"n\":2", 0}, /* a folder is no source */
        {"demo.pyc", "\"n\":2", 0},
        {"pkg/full.pyc", "\"n\":2", 0},
        {"demo-1.0.dist-info/RECORD", NULL, 0},
        {"demo-1.0.dist-info/INSTALLER", NULL, 0},
        {"demo-1.0.dist-info/uv_cache.json", NULL, 0},
        {"demo-1.0.dist-info/WHEEL", NULL, 0},
        {"demo-1.0.dist-info/REQUESTED", "\"n\":2", 0},     /* larger than any installer makes it */
        {"demo-1.0.dist-info/uv_build.json", "\"n\":2", 0}, /* no text */
        {"other-1.0.dist-info/INSTALLER", "\"n\":2", 0},    /* not its own */
        {"pkg/INSTALLER", "\"n\":2", 0},
        {"../../bin/tool", "\"n\":2", 0}, /* of "pip install --target" */
        {"demo-1.0.dist-info/METADATA", "\"n\":1", 0},
    };
    struct root root;
    root_new(&root);
    root_file(&root, SITE "demo.py", PY);
    root_file(&root, SITE "de\"mo,1.py", PY);
    root_file(&root, SITE "pkg/sub/a.py", PY);
    root_file(&root, SITE "__pycache__/demo.cpython-312.pyc", PY);
    static const char *const others[] = {"__pycache__/demo.cpython-312.opt-2.pyc",
                                         "pkg/sub/__pycache__/a.cpython-312.pyc",
                                         "__pycache__/gone.cpython-312.pyc",
                                         "__pycache__/demo.pyc",
                                         "__pycache__/pkg.cpython-312.pyc",
                                         "demo.pyc",
                                         "pkg/full.pyc",
                                         "demo-1.0.dist-info/INSTALLER",
                                         "demo-1.0.dist-info/uv_cache.json",
                                         "demo-1.0.dist-info/WHEEL",
                                         "other-1.0.dist-info/INSTALLER",
                                         "pkg/INSTALLER",
                                         "bin/tool"};
    for (size_t i = 0; i < SB_COUNT(others); i++) {
        char path[256];
        snprintf(path, sizeof path, SITE "%s", others[i]);
        root_file(&root, path, PY);
    }
    struct sb_buf large = {0};
    for (int i = 0; i < 5000; i++)
        sb_buf_chr(&large, 'x');
    root_bytes(&root, SITE "demo-1.0.dist-info/REQUESTED", sb_buf_all(&large));
    root_bytes(&root, SITE "demo-1.0.dist-info/uv_build.json", SB_S("{}\0"));
    sb_buf_done(&large);
    root_file(&root, "usr/share/demo/data.txt", "data");
    root_file(&root, "usr/bin/demo", "#!/usr/bin/python3\n");
    root_file(&root, "etc/passwd", "root\n");
    root_link(&root, SITE "link", "pkg/sub");
    root_link(&root, SITE "escape", "/etc");
    root_link(&root, SITE "loop", "loop");
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_comp demo;
        struct sb_buf record = {0};
        sb_buf_printf(&record, "%s,,\n", rows[i].path);
        struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
        sb_str files = sb_doc_fact_of(doc, demo, "sbom:files");
        if (rows[i].files ? sb_str_find(files, sb_str_of(rows[i].files)) == SB_NPOS
                          : sb_str_find(files, SB_S("\"n\":2")) != SB_NPOS)
            fail_msg("%s: %.*s", rows[i].path, SB_FMT(files));
        if (told(doc, SB_D_PATH_OUTSIDE) != rows[i].outside)
            fail_msg("%s: %llu outside", rows[i].path, (unsigned long long)told(doc, SB_D_PATH_OUTSIDE));
        sb_doc_free(doc);
        sb_buf_done(&record);
    }
    root_remove(&root);
}

static void test_rows(void **state)
{
    (void)state;
    static const struct {
        sb_str record;
        const char *files;
        uint64_t malformed;
    } rows[] = {
        {{"demo.py,,\r\npkg/a.py,,\r\n", 24}, "\"n\":3", 0},
        {{"demo.py", 7}, "\"n\":2", 0},
        {{"demo.py,,,,,more\n", 17}, "\"n\":2", 0},
        {{"demo.py,,notanumber\n", 20}, "\"n\":2", 0},
        {{"demo.py,,18446744073709551616\n", 30}, "\"n\":2", 0},
        {{"\n\n,,\ndemo.py,,\n", 15}, "\"n\":2", 0},
        {{"demo.py,,\ndemo.py,,\n./demo.py,,\n", 32}, "\"n\":2", 0}, /* a file counts once */
        {{"\"demo.py\"x,,\npkg/a.py,,\n", 24}, "\"n\":2", 1},
        {{"pkg/a.py,,\n\"open,,\ndemo.py,,\n", 29}, "\"n\":2", 1},
        {{"demo.py\0,,\npkg/a.py,,\n", 22}, "\"n\":2", 0},
        {{"\xff\xfe,,\ndemo.py,,\n", 15}, "\"n\":2", 0},
        {{"", 0}, "\"n\":1", 0},
    };
    struct root root;
    root_new(&root);
    root_file(&root, SITE "demo.py", PY);
    root_file(&root, SITE "pkg/a.py", PY);
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        sb_comp demo;
        struct sb_doc *doc = scan_record(&root, rows[i].record, &demo);
        sb_str files = sb_doc_fact_of(doc, demo, "sbom:files");
        if (rows[i].record.n && sb_str_find(files, sb_str_of(rows[i].files)) == SB_NPOS)
            fail_msg("row %zu: %.*s", i, SB_FMT(files));
        assert_int_equal(told(doc, SB_D_MALFORMED), rows[i].malformed);
        sb_doc_free(doc);
    }
    root_remove(&root);
}

/* A line of a megabyte, and very many lines. */
static void test_large(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf record = {0};
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "demo.py", PY);
    for (int i = 0; i < 1 << 20; i++)
        sb_buf_chr(&record, 'a');
    sb_buf_str(&record, SB_S(",,\n\""));
    for (int i = 0; i < 1 << 20; i++)
        sb_buf_str(&record, SB_S("\"\""));
    sb_buf_str(&record, SB_S("\",,\n"));
    for (int i = 0; i < 1 << 18; i++)
        sb_buf_str(&record, SB_S("a/"));
    sb_buf_str(&record, SB_S(",,\n"));
    for (int i = 0; i < 100000; i++)
        sb_buf_printf(&record, "pkg/%d,sha256=bad,1\n", i);
    sb_buf_str(&record, SB_S("demo.py,,\n"));
    struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
    assert_has(doc, demo, "sbom:files", "\"n\":2");
    assert_int_equal(told(doc, SB_D_DIGEST_MALFORMED), 100000);
    assert_true(doc->diags.n < 1000);
    sb_doc_free(doc);
    sb_buf_done(&record);
    root_remove(&root);
}

static void test_installed_files(void **state)
{
    (void)state;
    struct root root;
    root_new(&root);
    root_file(&root, SITE "old-2.egg-info/PKG-INFO", "Name: old\nVersion: 2\n");
    root_file(&root, SITE "old-2.egg-info/installed-files.txt",
              "../old.py\r\n../missing.py\n\nPKG-INFO\n../__pycache__/old.cpython-312.pyc\n../../../../../../../../etc/"
              "passwd\n");
    root_file(&root, SITE "old.py", PY);
    root_file(&root, SITE "__pycache__/old.cpython-312.pyc", PY);
    struct sb_doc *doc = root_scan(&root);
    sb_comp old = find_purl(doc, "pkg:pypi/old@2", NULL);
    assert_true(old.v);
    assert_has(doc, old, "sbom:files", "\"n\":2"); /* old.py and PKG-INFO */
    assert_has(doc, old, "sbom:toplevel", "[\"old.py\"]");
    assert_has(doc, old, "sbom:manifest", "\"old-2.egg-info/PKG-INFO\"");
    sb_doc_free(doc);
    root_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digests), cmocka_unit_test(test_recorded), cmocka_unit_test(test_paths),
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_large),    cmocka_unit_test(test_installed_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
