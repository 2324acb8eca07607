/* The content set and what is told of it; lists and their bounds. */
#include <errno.h>

#include "collect/fact_json.h"
#include "collect/kit/python_kit.h"
#include "text/json_read.h"

/* Value of `"KEY":"..."` or `"KEY":123` in a fact, or empty. */
static sb_str value_of(sb_str fact, const char *key)
{
    struct sb_buf quoted = {0};
    sb_buf_printf(&quoted, "\"%s\":", key);
    size_t at = sb_str_find(fact, sb_buf_all(&quoted));
    sb_str rest = at == SB_NPOS ? SB_STR_NONE : sb_str_from(fact, at + quoted.n);
    sb_str value;
    sb_buf_done(&quoted);
    if (sb_str_chop(&rest, SB_S("\""))) {
        sb_str_cut(&rest, '"', &value);
        return value;
    }
    size_t n = 0;
    while (n < rest.n && sb_is_digit(rest.p[n]))
        n++;
    return sb_str_n(rest.p, n);
}

/* The digest by its definition: a line for each file and link, sorted by path. */
static void test_digest(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    struct sb_buf lines = {0};
    uint8_t sha[SB_SHA256_BYTES];
    char hex[2 * SB_SHA256_BYTES];
    static const struct {
        const char *path, *bytes;
        char type;
    } files[] = {{"demo-1.0.dist-info/METADATA", METADATA, 'f'},
                 {"demo/a.py", "a", 'f'},
                 {"demo/link", "a.py", 'l'},
                 {"demo/z", "", 'f'}};
    root_new(&root);
    root_file(&root, SITE "demo/a.py", "a");
    root_file(&root, SITE "demo/z", "");
    root_link(&root, SITE "demo/link", "a.py");
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        sb_sha256_of(sb_str_of(files[i].bytes), sha);
        sb_buf_printf(&lines, "%s%c%c%c%zu%c", files[i].path, 0, files[i].type, 0, strlen(files[i].bytes), 0);
        sb_buf_hex(&lines, sha, sizeof sha);
        sb_buf_chr(&lines, '\n');
    }
    sb_sha256_of(sb_buf_all(&lines), sha);
    sb_hex_encode(sha, sizeof sha, hex);
    struct sb_doc *doc =
        scan_record(&root, SB_S("demo/z,,\ndemo/link,,\ndemo/a.py,,\ndemo-1.0.dist-info/METADATA,,\n"), &demo);
    sb_str fact = sb_doc_fact_of(doc, demo, "sbom:files");
    assert_true(sb_str_eq(value_of(fact, "sha256"), sb_str_n(hex, sizeof hex)));
    assert_text(value_of(fact, "n"), "4");
    assert_text(value_of(fact, "bytes"), "47");
    assert_int_equal(value_of(fact, "recorded").n, 0);
    sb_doc_free(doc);
    sb_buf_done(&lines);
    root_remove(&root);
}

/* The manifest changes with every release, the rest of an ordinary one does not. */
static void test_rest(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    char rest[96];
    sb_str record = SB_S("demo.py,,\ndemo-1.0.dist-info/METADATA,,\n");
    root_new(&root);
    root_file(&root, SITE "demo.py", "a");
    struct sb_doc *doc = scan_record(&root, record, &demo);
    snprintf(rest, sizeof rest, "%.*s", SB_FMT(sb_doc_fact_of(doc, demo, "sbom:rest")));
    sb_str manifest = sb_doc_fact_of(doc, demo, "sbom:manifest");
    assert_text(value_of(manifest, "path"), "demo-1.0.dist-info/METADATA");
    assert_int_equal(value_of(manifest, "sha256").n, 64);
    sb_doc_free(doc);
    root_file(&root, DIST "METADATA", METADATA "Summary: new\n");
    doc = root_scan(&root);
    demo = find_purl(doc, "pkg:pypi/demo@1.0", NULL);
    assert_fact(doc, demo, "sbom:rest", rest);
    sb_doc_free(doc);
    root_file(&root, SITE "demo.py", "b");
    doc = root_scan(&root);
    demo = find_purl(doc, "pkg:pypi/demo@1.0", NULL);
    assert_false(fact_has(doc, demo, "sbom:rest", rest));
    sb_doc_free(doc);
    root_remove(&root);
}

static void test_kinds_and_sizes(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    struct sb_buf record = {0};
    root_new(&root);
    root_bytes(&root, SITE "demo/lib.so",
               SB_S("\x7f"
                    "ELF\2\1\1\0"));
    root_file(&root, SITE "demo/run", "#!/bin/sh\n");
    root_bytes(&root, SITE "demo/a.zip", SB_S("PK\3\4"));
    for (int i = 0; i < 12; i++) {
        char name[64], text[64] = "";
        snprintf(name, sizeof name, SITE "demo/%02d.py", i);
        memset(text, 'x', (size_t)(20 + i));
        root_file(&root, name, text);
        sb_buf_printf(&record, "demo/%02d.py,,\n", i);
    }
    sb_buf_str(&record, SB_S("demo/lib.so,,\ndemo/run,,\ndemo/a.zip,,\ndemo-1.0.dist-info/METADATA,,\n"));
    struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
    sb_str kinds = sb_doc_fact_of(doc, demo, "sbom:kinds");
    assert_true(sb_str_find(kinds, SB_S("\"elf\":{\"n\":1,\"path\":\"demo/lib.so\"}")) != SB_NPOS);
    assert_true(sb_str_find(kinds, SB_S(":{\"n\":12,\"path\":\"demo/00.py\"}")) != SB_NPOS);
    sb_str largest = sb_doc_fact_of(doc, demo, "sbom:largest");
    assert_true(sb_str_starts(largest, SB_S("[[\"demo-1.0.dist-info/METADATA\",46,")));
    assert_true(sb_str_find(largest, SB_S("[\"demo/11.py\",31,")) != SB_NPOS);
    assert_true(sb_str_find(largest, SB_S("[\"demo/05.py\",25,")) != SB_NPOS);
    assert_true(sb_str_find(largest, SB_S("[\"demo/04.py\",24,")) == SB_NPOS); /* the ninth */
    assert_fact(doc, demo, "sbom:toplevel", "[\"demo\"]");
    assert_fact(doc, demo, "sbom:lines", "[]");
    sb_doc_free(doc);
    sb_buf_done(&record);
    root_remove(&root);
}

static void add_text(struct root *root, struct sb_buf *record, const char *path, const char *piece, size_t times)
{
    struct sb_buf text = {0};
    char full[128];
    for (size_t i = 0; i < times; i++)
        sb_buf_str(&text, sb_str_of(piece));
    snprintf(full, sizeof full, SITE "%s", path);
    root_bytes(root, full, sb_buf_all(&text));
    sb_buf_printf(record, "%s,,\n", path);
    sb_buf_done(&text);
}

/* Whether FACT names the files of PATHS, parted by blanks, in this order, and no other. */
static void assert_paths(sb_str fact, const char *paths)
{
    struct sb_buf found = {0};
    sb_str row;
    while (sb_str_cut(&fact, ']', &row)) {
        sb_str path;
        sb_str_cut(&row, '"', &path);
        if (sb_str_cut(&row, '"', &path))
            sb_buf_printf(&found, "%s%.*s", found.n ? " " : "", SB_FMT(path));
    }
    if (!sb_str_eq(sb_buf_all(&found), sb_str_of(paths)))
        fail_msg("got      %.*s\nexpected %s", SB_FMT(sb_buf_all(&found)), paths);
    sb_buf_done(&found);
}

/* Code first; and neither long lines of one part nor those of its other files drive an encoded run out. */
static void test_lines(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    struct sb_buf record = {0};
    char path[64];
    root_new(&root);
    add_text(&root, &record, "pkg/just.py", "x", 500);
    add_text(&root, &record, "pkg/short.py", "x", 499);
    sb_buf_str(&record, SB_S("demo-1.0.dist-info/METADATA,,\n"));
    struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
    assert_paths(sb_doc_fact_of(doc, demo, "sbom:lines"), "pkg/just.py");
    sb_doc_free(doc);
    for (unsigned i = 0; i < 9; i++) {
        snprintf(path, sizeof path, "pkg/long%u.py", i);
        add_text(&root, &record, path, "y ", 1000 - i);
        snprintf(path, sizeof path, "pkg/static/page%u.js", i);
        add_text(&root, &record, path, "y ", 90000 - i);
        snprintf(path, sizeof path, "pkg/tests/data%u.json", i);
        add_text(&root, &record, path, "y ", 5000 - i);
        snprintf(path, sizeof path, "pkg/page%u.min.js", i);
        add_text(&root, &record, path, "y ", 70000 - i);
    }
    add_text(&root, &record, "pkg/wrapped.py", "696d706f7274206f732c207379732c\n", 100);
    add_text(&root, &record, "pkg/tests/wrapped.py", "696d706f7274206f732c207379732c\n", 100);
    doc = scan_record(&root, sb_buf_all(&record), &demo);
    assert_paths(sb_doc_fact_of(doc, demo, "sbom:lines"),
                 "pkg/long0.py pkg/long1.py pkg/long2.py pkg/wrapped.py pkg/static/page0.js pkg/tests/data0.json "
                 "pkg/tests/wrapped.py pkg/page0.min.js");
    sb_doc_free(doc);
    sb_buf_done(&record);
    root_remove(&root);
}

/* What nothing else needs of the places goes to code. */
static void test_largest(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    struct sb_buf record = {0};
    char path[64];
    root_new(&root);
    sb_buf_str(&record, SB_S("demo-1.0.dist-info/METADATA,,\n"));
    for (unsigned i = 0; i < 9; i++) {
        snprintf(path, sizeof path, "pkg/a%u.py", i);
        add_text(&root, &record, path, "x\n", 100 - i);
        snprintf(path, sizeof path, "pkg/data%u", i);
        add_text(&root, &record, path,
                 "\x7f"
                 "ELF",
                 10000 - i);
    }
    add_text(&root, &record, "pkg/test/t", "x\n", 80000);
    struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
    assert_paths(sb_doc_fact_of(doc, demo, "sbom:largest"),
                 "pkg/test/t pkg/data0 pkg/data1 pkg/data2 pkg/a0.py pkg/a1.py pkg/a2.py pkg/a3.py");
    sb_doc_free(doc);
    sb_buf_done(&record);
    root_remove(&root);
}

/* Python runs byte code of its own name only where there is no source. */
static void test_byte_code(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_bytes(&root, SITE "pkg/alone.pyc", SB_S("\xcb\r\r\n\0\0\0\0"));
    root_bytes(&root, SITE "pkg/both.pyc", SB_S("\xcb\r\r\n\0\0\0\0"));
    root_file(&root, SITE "pkg/both.py", "x = 1\n");
    struct sb_doc *doc = scan_record(
        &root, SB_S("pkg/both.py,,\npkg/alone.pyc,,\npkg/both.pyc,,\ndemo-1.0.dist-info/METADATA,,\n"), &demo);
    sb_str kinds = sb_doc_fact_of(doc, demo, "sbom:kinds");
    sb_str largest = sb_doc_fact_of(doc, demo, "sbom:largest");
    if (sb_str_find(kinds, SB_S("alone")) != SB_NPOS) { /* in the content set */
        assert_has(doc, demo, "sbom:kinds", "\"bytecode\":{\"n\":1,\"path\":\"pkg/alone.pyc\"}");
        assert_true(sb_str_find(largest, SB_S("[\"pkg/alone.pyc\",8,\"bytecode\",")) != SB_NPOS);
    }
    sb_doc_free(doc);
    root_remove(&root);
}

#define EMPTY "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"

static void test_verified(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    root_new(&root);
    root_file(&root, SITE "demo/ok.py", "");
    root_file(&root, SITE "demo/edited.py", "x");
    root_file(&root, SITE "demo/plain.py", "x");
    root_file(&root, SITE "demo/extra.py", "x");
    root_file(&root, "cache/same.py", "");
    root_file(&root, "cache/other.py", "x");
    root_link(&root, SITE "demo/away.py", "/nowhere/away.py");
    root_link(&root, SITE "demo/same.py", "../../../../../../cache/same.py");
    root_link(&root, SITE "demo/other.py", "../../../../../../cache/other.py");
    struct sb_doc *doc =
        scan_record(&root,
                    SB_S("demo/ok.py," EMPTY "demo/edited.py," EMPTY "demo/gone.py," EMPTY "demo/away.py," EMPTY
                         "demo/same.py," EMPTY "demo/other.py," EMPTY
                         "demo/plain.py,,\ndemo-1.0.dist-info/METADATA,,\ndemo-1.0.dist-info/RECORD,,\n"),
                    &demo);
    assert_fact(doc, demo, "sbom:verified",
                "{\"extra\":1,\"missing\":1,\"modified\":3,\"ok\":2,\"paths\":[[\"demo/away.py\",\"link\"],"
                "[\"demo/edited.py\",\"modified\"],[\"demo/gone.py\",\"missing\"],[\"demo/other.py\",\"link\"],"
                "[\"demo/extra.py\",\"extra\"]],\"unrecorded\":2}");
    sb_doc_free(doc);
    root_remove(&root);
}

/* Each class keeps its places, however many there are of another. */
static void test_many_verified(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    struct sb_buf record = {0};
    char path[64];
    root_new(&root);
    root_file(&root, SITE "demo/z.py", "x");
    for (unsigned i = 0; i < 100; i++) {
        sb_buf_printf(&record, "demo/gone%02u.py," EMPTY, i);
        snprintf(path, sizeof path, SITE "demo/extra%02u.py", i);
        root_file(&root, path, "x");
    }
    sb_buf_str(&record, SB_S("demo/z.py," EMPTY "demo-1.0.dist-info/METADATA,,\ndemo-1.0.dist-info/RECORD,,\n"));
    struct sb_doc *doc = scan_record(&root, sb_buf_all(&record), &demo);
    assert_has(doc, demo, "sbom:verified", "{\"extra\":100,\"missing\":100,\"modified\":1,\"ok\":0,");
    assert_has(doc, demo, "sbom:verified", "[\"demo/gone63.py\",\"missing\"],[\"demo/z.py\",\"modified\"],");
    assert_has(doc, demo, "sbom:verified", "[\"demo/extra63.py\",\"extra\"],{\"more\":72}]");
    sb_doc_free(doc);
    sb_buf_done(&record);
    root_remove(&root);
}

/* A link is followed in the tree: its bytes count, and what it says of itself stands in the digest. */
static void test_links(void **state)
{
    (void)state;
    struct root root;
    sb_comp demo;
    struct sb_buf text = {0};
    root_new(&root);
    for (unsigned i = 0; i < 200; i++)
        sb_buf_str(&text, SB_S("696d706f7274206f732c207379732c\n"));
    root_bytes(&root, "cache/code.py", sb_buf_all(&text));
    root_link(&root, SITE "pkg/code.py", "/cache/code.py");
    root_link(&root, SITE "pkg/dir.py", "/cache");
    root_link(&root, SITE "pkg/loop.py", "loop.py");
    struct sb_doc *doc =
        scan_record(&root, SB_S("pkg/code.py,,\npkg/dir.py,,\npkg/loop.py,,\ndemo-1.0.dist-info/METADATA,,\n"), &demo);
    assert_has(doc, demo, "sbom:lines", "[[\"pkg/code.py\",30,6000,");
    assert_has(doc, demo, "sbom:kinds", "\"script:python\":{\"n\":1,\"path\":\"pkg/code.py\"}");
    assert_has(doc, demo, "sbom:files", "\"bytes\":6246,\"n\":4");
    sb_doc_free(doc);
    sb_buf_done(&text);
    root_remove(&root);
}

/* ---- a file that cannot be read to its end ---- */

struct broken_stream {
    struct sb_stream stream;
    int calls;
};

static ptrdiff_t broken_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct broken_stream *broken = stream->ctx;
    if (broken->calls++ == 0 && n) {
        *(char *)p = 'x';
        return 1;
    }
    return sb_fail_sys(err, EIO, "cannot read"), -1;
}

static void deliver(const struct sb_visitor *visitor, const char *path, sb_str bytes)
{
    struct broken_stream broken = {.stream = {.read = broken_read}};
    struct sb_mem_stream whole;
    sb_str name = sb_str_of(path);
    struct sb_entry entry = {.dir = sb_path_dir(name), .name = sb_path_base(name), .size = bytes.n};
    broken.stream.ctx = &broken;
    sb_mem_stream(&whole, bytes);
    visitor->entry(visitor->ctx, 0, &entry, sb_str_eq(bytes, SB_S("broken")) ? &broken.stream : &whole.stream);
}

static sb_rc broken_run(struct sb_source *source, const struct sb_source_options *options,
                        const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    (void)source;
    (void)options;
    (void)diags;
    (void)err;
    deliver(visitor, DIST "METADATA", SB_S(METADATA));
    deliver(visitor, DIST "RECORD",
            SB_S("demo.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,6\ndemo-1.0.dist-info/METADATA,,\n"));
    deliver(visitor, SITE "demo.py", SB_S("broken"));
    deliver(visitor, SITE "other-1.dist-info/METADATA", SB_S("broken"));
    return SB_OK;
}

static void test_unreadable(void **state)
{
    (void)state;
    static const struct sb_source_type type = {.scheme = "broken", .run = broken_run};
    struct sb_source source = {.type = &type};
    struct sb_scan_options options = {.threads = 1, .facts = true, .root = "test"};
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    assert_int_equal(sb_scan(&source, &options, doc, &err), SB_OK);
    sb_comp demo = find_purl(doc, "pkg:pypi/demo@1.0", NULL);
    assert_true(demo.v);
    sb_str files = sb_doc_fact_of(doc, demo, "sbom:files");
    assert_int_equal(value_of(files, "sha256").n, 0); /* absent, not different */
    assert_int_equal(value_of(files, "recorded").n, 64);
    assert_text(value_of(files, "n"), "2");
    assert_int_equal(sb_doc_fact_of(doc, demo, "sbom:rest").n, 0);
    assert_int_equal(told(doc, SB_D_UNREADABLE), 2);
    assert_has(doc, SB_DOC_ITSELF, "sbom:incomplete", "{\"code\":\"SB1001\",\"n\":1,\"path\":\"" SITE "demo.py\"}");
    assert_true(sb_diags_incomplete(&doc->diags));
    sb_doc_free(doc);
}

/* ---- bounds ---- */

/* However hostile the texts: no fact is larger than its bound, and each is JSON. */
static void test_bounds(void **state)
{
    (void)state;
    struct root root;
    struct sb_buf text = {0}, record = {0};
    sb_comp demo;
    root_new(&root);
    sb_buf_str(&text, SB_S(METADATA));
    for (int i = 0; i < 100; i++) {
        sb_buf_printf(&text, "Requires-Dist: x%d ; extra == '", i);
        for (int j = 0; j < 3000; j++)
            sb_buf_chr(&text, '\x01');
        sb_buf_str(&text, SB_S("'\n"));
    }
    root_bytes(&root, DIST "METADATA", sb_buf_all(&text));
    sb_buf_clear(&text);
    sb_buf_str(&text, SB_S("[\x02\x02\x02\x02]\n"));
    for (int i = 0; i < 1000; i++)
        sb_buf_printf(&text, "n%d = \x01\x01\x01\x01\x01\x01\x01\x01\xc3\xa9\n", i);
    root_bytes(&root, DIST "entry_points.txt", sb_buf_all(&text));
    for (int i = 0; i < 300; i++) {
        char path[256];
        snprintf(path, sizeof path,
                 "t%03d\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
                 "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01.py",
                 i);
        sb_buf_printf(&record, "%s,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n", path);
        snprintf(path, sizeof path,
                 SITE "t%03d\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
                      "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01.py",
                 i);
        root_file(&root, path, "x");
    }
    root_bytes(&root, DIST "RECORD", sb_buf_all(&record));
    struct sb_doc *doc = root_scan(&root);
    demo = find_purl(doc, "pkg:pypi/demo@1.0", NULL);
    for (size_t i = 0; i < doc->facts.n; i++) {
        sb_str value = sb_doc_str(doc, doc->facts.p[i].value);
        sb_str name = sb_doc_str(doc, doc->facts.p[i].name);
        if (value.n > SB_FACT_BYTES)
            fail_msg("%.*s has %zu bytes", SB_FMT(name), value.n);
        struct sb_json *json = sb_json_new(value, 0);
        assert_true(sb_json_skip(json, NULL));
        assert_int_equal(sb_json_next(json), SB_JSON_DONE);
        sb_json_free(json);
    }
    assert_has(doc, demo, "sbom:deps", "{\"more\":");
    assert_has(doc, demo, "sbom:exec", "{\"more\":744}");
    assert_has(doc, demo, "sbom:toplevel", "{\"more\":");
    assert_has(doc, demo, "sbom:verified", "{\"more\":");
    assert_true(told(doc, SB_D_FACT_CUT) >= 2);
    sb_doc_free(doc);
    sb_buf_done(&text);
    sb_buf_done(&record);
    root_remove(&root);
}

static void test_list(void **state)
{
    (void)state;
    struct sb_fact_list list = {0};
    sb_fact_list_begin(&list, 2);
    for (int i = 0; i < 5; i++)
        if (sb_fact_list_next(&list))
            sb_buf_printf(&list.buf, "%d", i);
    assert_text(sb_fact_list_end(&list), "[0,1,{\"more\":3}]");
    sb_fact_list_begin(&list, 2);
    assert_text(sb_fact_list_end(&list), "[]");
    sb_fact_list_begin(&list, 0);
    assert_false(sb_fact_list_next(&list));
    assert_text(sb_fact_list_end(&list), "[{\"more\":1}]");
    sb_fact_list_done(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest),     cmocka_unit_test(test_rest),          cmocka_unit_test(test_kinds_and_sizes),
        cmocka_unit_test(test_lines),      cmocka_unit_test(test_largest),       cmocka_unit_test(test_byte_code),
        cmocka_unit_test(test_verified),   cmocka_unit_test(test_many_verified), cmocka_unit_test(test_links),
        cmocka_unit_test(test_unreadable), cmocka_unit_test(test_bounds),        cmocka_unit_test(test_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
