#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/archive_read.h"
#include "source/kit/listing.h"
#include "source/kit/tar.h"

/* An archive in memory, as a source for sb_kit_listing(). */
struct memory {
    struct sb_source source;
    sb_str bytes;
    struct sb_limits limits;
};

static sb_rc memory_run(struct sb_source *source, const struct sb_source_options *options,
                        const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    const struct memory *memory = source->state;
    struct sb_mem_stream in;
    sb_mem_stream(&in, memory->bytes);
    return sb_archive_read(&in.stream, &memory->limits, options, visitor, diags, err);
}

static void memory_close(struct sb_source *source)
{
    (void)source;
}

static const struct sb_source_type memory_type = {.scheme = "memory", .run = memory_run, .close = memory_close};

static sb_rc list(sb_str bytes, const struct sb_limits *limits, const struct sb_source_options *options,
                  struct sb_buf *text, struct sb_tree *tree)
{
    static const struct sb_source_options plain = {.threads = 1};
    struct memory *memory = sb_malloc(sizeof *memory);
    struct sb_err err = {0};
    *memory = (struct memory){.source = {.type = &memory_type, .state = memory},
                              .bytes = bytes,
                              .limits = limits ? *limits : sb_limits_default};
    return sb_kit_listing(&memory->source, options ? options : &plain, text, tree, &err); /* frees it */
}

static void expect(struct sb_buf *archive, const struct sb_limits *limits, const struct sb_source_options *options,
                   const char *wanted)
{
    struct sb_buf text = {0};
    assert_int_equal(list(sb_buf_all(archive), limits, options, &text, NULL), SB_OK);
    sb_buf_chr(&text, '\0');
    assert_string_equal(text.p, wanted);
    sb_buf_done(&text);
    sb_buf_done(archive);
}

static void test_entries(void **state)
{
    (void)state;
    static const char *const formats[] = {"ustar", "gnutar", "pax"};
    static const char *const filters[] = {"none", "gzip", "xz", "bzip2", "zstd"};
    for (size_t i = 0; i < SB_COUNT(formats); i++)
        for (size_t j = 0; j < SB_COUNT(filters); j++) {
            struct sb_buf archive = {0};
            struct sb_kit_tar *tar = sb_kit_tar_new(formats[i], filters[j], &archive);
            sb_kit_tar_dir(tar, "./");
            sb_kit_tar_dir(tar, "./usr/");
            sb_kit_tar_file(tar, "./usr/hello", SB_S("hello"));
            sb_kit_tar_file(tar, "usr/empty", SB_STR_NONE);
            sb_kit_tar_link(tar, "lib", "usr/lib");
            sb_kit_tar_hardlink(tar, "usr/same", "./usr/hello");
            sb_kit_tar_fifo(tar, "pipe");
            sb_kit_tar_end(tar);
            expect(&archive, NULL, NULL,
                   "d usr\nf usr/empty\nf usr/hello : hello\nf usr/same = usr/hello\nl lib = usr/lib\ns pipe\n"
                   "SPECIAL_FILE pipe\n");
        }
}

static void test_names_stay_bytes(void **state)
{
    (void)state;
    static const char *const formats[] = {"gnutar", "pax"};
    /* No UTF-8; decomposed, which must not be composed; long. */
    static const char decomposed[] = "e\xcc\x81";
    static const char raw[] = "b\xff\xfe";
    char longer[301];
    memset(longer, 'n', 300);
    longer[300] = '\0';
    longer[150] = '/';
    for (size_t i = 0; i < SB_COUNT(formats); i++) {
        struct sb_buf archive = {0};
        struct sb_buf wanted = {0};
        struct sb_kit_tar *tar = sb_kit_tar_new(formats[i], "none", &archive);
        sb_kit_tar_file(tar, decomposed, SB_STR_NONE);
        sb_kit_tar_file(tar, raw, SB_STR_NONE);
        sb_kit_tar_file(tar, longer, SB_STR_NONE);
        sb_kit_tar_link(tar, "z", decomposed);
        sb_kit_tar_end(tar);
        sb_buf_printf(&wanted, "f %s\nf %s\nf %s\nl z = %s\n", raw, decomposed, longer, decomposed);
        sb_buf_chr(&wanted, '\0');
        expect(&archive, NULL, NULL, wanted.p);
        sb_buf_done(&wanted);
    }
}

static void test_unsafe_paths(void **state)
{
    (void)state;
    struct sb_buf archive = {0};
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "none", &archive);
    sb_kit_tar_file(tar, "../out", SB_S("x"));
    sb_kit_tar_file(tar, "a/../../out", SB_S("x"));
    sb_kit_tar_file(tar, "..", SB_STR_NONE);
    sb_kit_tar_file(tar, "/etc/passwd", SB_S("x"));
    sb_kit_tar_file(tar, "a/../b", SB_S("x"));
    sb_kit_tar_file(tar, "c//.//d/.", SB_S("x"));
    sb_kit_tar_file(tar, "/", SB_STR_NONE);
    sb_kit_tar_hardlink(tar, "h", "../../etc/shadow");
    sb_kit_tar_link(tar, "l", "../../etc/shadow");
    sb_kit_tar_end(tar);
    expect(&archive, NULL, NULL,
           "f b : x\nf c/d : x\nf etc/passwd : x\nf h\nl l = ../../etc/shadow\n"
           "ARCHIVE_PATH ..\nARCHIVE_PATH ../out\nARCHIVE_PATH /\nARCHIVE_PATH /etc/passwd\nARCHIVE_PATH a/../../out\n"
           "ARCHIVE_PATH a/../b\nARCHIVE_PATH h\n");
}

/* The tree of an archive as lines: kind, path, size or target. */
static void expect_tree(struct sb_buf *archive, const char *wanted, struct sb_tree *tree)
{
    struct sb_buf text = {0};
    struct sb_arena arena = {0};
    assert_int_equal(list(sb_buf_all(archive), NULL, NULL, &text, tree), SB_OK);
    sb_buf_clear(&text);
    for (uint32_t i = 2; i < tree->n; i++) {
        const struct sb_tree_node *node = &tree->nodes[i];
        sb_str path = sb_tree_path(tree, (sb_node){i}, &arena);
        sb_buf_printf(&text, "%c %.*s", "fdls"[node->kind], SB_FMT(path));
        if (node->target_n)
            sb_buf_printf(&text, " = %.*s", SB_FMT(sb_tree_target(node)));
        else if (node->size != SB_SIZE_UNKNOWN)
            sb_buf_printf(&text, " %u", (unsigned)node->size);
        sb_buf_chr(&text, '\n');
    }
    sb_buf_chr(&text, '\0');
    assert_string_equal(text.p, wanted);
    sb_arena_done(&arena);
    sb_buf_done(&text);
    sb_buf_done(archive);
}

static void test_path_twice(void **state)
{
    (void)state;
    struct sb_buf archive = {0};
    struct sb_tree tree;
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "none", &archive);
    sb_kit_tar_file(tar, "a/x", SB_S("the first and the longer one"));
    sb_kit_tar_file(tar, "a/x", SB_S("second"));
    sb_kit_tar_file(tar, "b/below/x", SB_S("1"));
    sb_kit_tar_file(tar, "b", SB_S("a file takes the folder's place"));
    sb_kit_tar_file(tar, "c", SB_S("1"));
    sb_kit_tar_dir(tar, "c");
    sb_kit_tar_file(tar, "d", SB_S("1"));
    sb_kit_tar_file(tar, "d/below", SB_S("22"));
    sb_kit_tar_file(tar, "e/old", SB_S("1"));
    sb_kit_tar_fifo(tar, "e");
    sb_kit_tar_file(tar, "e/new", SB_S("333"));
    sb_kit_tar_file(tar, "f/deep/down/old", SB_S("1"));
    sb_kit_tar_link(tar, "f", "a");
    sb_kit_tar_end(tar);
    expect_tree(&archive, "d a\nf a/x 6\nf b 31\nd c\nd d\nf d/below 2\nd e\nf e/new 3\nl f = a\n", &tree);
    sb_node x = sb_tree_find(&tree, SB_NODE_ROOT, SB_S("a/x"), false);
    assert_int_equal(sb_tree_of(&tree, 0, 0).v, 0);
    assert_int_equal(sb_tree_of(&tree, 0, 1).v, x.v);
    assert_int_equal(sb_tree_of(&tree, 0, 2).v, 0); /* b/below/x */
    sb_tree_done(&tree);
}

/* What is unpacked through a link lands where it leads, as the link stands at that moment. */
static void test_below_links(void **state)
{
    (void)state;
    struct sb_buf archive = {0};
    struct sb_tree tree;
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "none", &archive);
    sb_kit_tar_file(tar, "usr/lib/a", SB_S("1"));
    sb_kit_tar_link(tar, "lib", "usr/lib");
    sb_kit_tar_link(tar, "lib64", "/lib");
    sb_kit_tar_link(tar, "out", "../elsewhere");
    sb_kit_tar_link(tar, "loop", "loop");
    sb_kit_tar_file(tar, "lib/a", SB_S("22"));
    sb_kit_tar_file(tar, "lib64/sub/b", SB_S("333"));
    sb_kit_tar_file(tar, "out/x", SB_S("1"));
    sb_kit_tar_file(tar, "loop/x", SB_S("1"));
    sb_kit_tar_file(tar, "lib", SB_S("4444"));      /* no link any more */
    sb_kit_tar_file(tar, "lib64/c", SB_S("55555")); /* so that /lib is a folder by now */
    sb_kit_tar_file(tar, "h/h", SB_S("1"));
    sb_kit_tar_link(tar, "h/l", "nowhere");
    sb_kit_tar_file(tar, "h", SB_S("1")); /* the link is gone with its folder */
    sb_kit_tar_file(tar, "h/l/x", SB_S("666666"));
    sb_kit_tar_end(tar);
    expect_tree(&archive,
                "d h\nd h/l\nf h/l/x 6\nd lib\nf lib/c 5\nl lib64 = /lib\nl loop = loop\nl out = ../elsewhere\n"
                "d usr\nd usr/lib\nf usr/lib/a 2\nd usr/lib/sub\nf usr/lib/sub/b 3\n",
                &tree);
    sb_tree_done(&tree);
}

/* A hard link has the bytes that its path had when the link came, whatever becomes of that path. */
static void test_shared_bytes(void **state)
{
    (void)state;
    struct sb_buf archive = {0};
    struct sb_tree tree;
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "none", &archive);
    sb_kit_tar_file(tar, "a", SB_S("1"));
    sb_kit_tar_hardlink(tar, "b", "a");
    sb_kit_tar_file(tar, "a", SB_S("22"));
    sb_kit_tar_hardlink(tar, "c", "b");
    sb_kit_tar_hardlink(tar, "d", "a");
    sb_kit_tar_hardlink(tar, "e", "later");
    sb_kit_tar_file(tar, "later", SB_S("333"));
    sb_kit_tar_hardlink(tar, "f", "f");
    sb_kit_tar_end(tar);
    expect_tree(&archive, "f a 2\nf b = a\nf c = b\nf d = a\nf e = later\nf f = f\nf later 3\n", &tree);
    assert_int_equal(tree.shared.n, 3);
    static const uint32_t tokens[] = {0, 0, 2};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tree.shared.p[i].node.v, 3 + i); /* b, c, d */
        assert_int_equal(tree.shared.p[i].token, tokens[i]);
        assert_int_equal(tree.shared.p[i].sequence, tokens[i] + 1);
    }
    sb_tree_done(&tree);
}

/* Wherever the archive is cut, it must not look whole; behind an entry that is a note. The last bytes of a compressed
 * one hold nothing that is needed.
 */
static void cut_everywhere(const char *filter, size_t needless, size_t step)
{
    struct sb_buf archive = {0};
    struct sb_buf text = {0};
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", filter, &archive);
    sb_kit_tar_file(tar, "first", SB_S("some bytes"));
    sb_kit_tar_dir(tar, "folder");
    sb_kit_tar_file(tar, "folder/second", SB_S("more of them"));
    sb_kit_tar_end(tar);
    for (size_t n = 0; n + needless < archive.n; n += step) {
        char *exact = sb_malloc(n);
        memcpy(exact, archive.p, n);
        sb_rc rc = list(sb_str_n(exact, n), NULL, NULL, &text, NULL);
        bool told =
            rc == SB_OK && sb_str_find(sb_buf_all(&text), sb_str_of(sb_codes[SB_D_ARCHIVE_OPEN].name)) != SB_NPOS;
        if (rc != SB_E_SYNTAX && !(told && strcmp(filter, "none") == 0))
            fail_msg("%s cut to %zu of %zu bytes looks whole", filter, n, archive.n);
        sb_free(exact);
    }
    assert_int_equal(list(sb_buf_all(&archive), NULL, NULL, &text, NULL), SB_OK);
    assert_int_equal(sb_str_find(sb_buf_all(&text), SB_S("ARCHIVE_DAMAGED")), SB_NPOS);
    sb_buf_done(&text);
    sb_buf_done(&archive);
}

static void test_truncated(void **state)
{
    (void)state;
    cut_everywhere("none", 1024, 128);
    cut_everywhere("gzip", 16, 1);
    cut_everywhere("xz", 64, 1);
    cut_everywhere("zstd", 8, 1);
}

static void test_no_archive(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    assert_int_equal(list(SB_S("just a text"), NULL, NULL, &text, NULL), SB_E_SYNTAX);
    assert_int_equal(list(SB_STR_NONE, NULL, NULL, &text, NULL), SB_E_SYNTAX);
    sb_buf_done(&text);
}

static void test_bomb(void **state)
{
    (void)state;
    struct sb_buf archive = {0};
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "gzip", &archive);
    sb_kit_tar_file(tar, "small", SB_S("x"));
    sb_kit_tar_zeros(tar, "zeros", (uint64_t)80 << 20);
    sb_kit_tar_file(tar, "behind", SB_S("x"));
    sb_kit_tar_end(tar);
    struct sb_buf text = {0};
    assert_int_equal(list(sb_buf_all(&archive), NULL, NULL, &text, NULL), SB_E_LIMIT);
    sb_buf_done(&text);
    sb_buf_done(&archive);
}

static void test_limits(void **state)
{
    (void)state;
    struct sb_limits limits = sb_limits_default;
    struct sb_buf archive = {0};
    struct sb_kit_tar *tar = sb_kit_tar_new("ustar", "none", &archive);
    sb_kit_tar_file(tar, "a/b/c/d", SB_S("1"));
    sb_kit_tar_zeros(tar, "big", 2000);
    sb_kit_tar_file(tar, "small", SB_S("2"));
    sb_kit_tar_file(tar, "last", SB_S("3"));
    sb_kit_tar_end(tar);
    struct sb_buf copy = {0};

    limits.depth = 2;
    limits.file_bytes = 1999;
    limits.entries = 3;
    sb_buf_str(&copy, sb_buf_all(&archive));
    expect(&copy, &limits, NULL, "f big\nf small : 2\nLIMIT_BYTES big\nLIMIT_ENTRIES \nLIMIT_DEPTH a/b/c/d\n");

    limits = sb_limits_default;
    limits.archive_bytes = 1200;
    sb_buf_str(&copy, sb_buf_all(&archive));
    expect(&copy, &limits, NULL, "f a/b/c/d : 1\nf big : !\nLIMIT_BYTES big\n");

    limits = sb_limits_default;
    limits.archive_bytes = 1 << 20;
    limits.depth = 3;
    sb_buf_str(&copy, sb_buf_all(&archive));
    sb_buf_done(&archive);
    archive = copy;
    struct sb_buf text = {0};
    assert_int_equal(list(sb_buf_all(&archive), &limits, NULL, &text, NULL), SB_OK);
    assert_int_equal(sb_str_find(sb_buf_all(&text), SB_S("LIMIT")), SB_NPOS);
    sb_buf_done(&text);
    sb_buf_done(&archive);
}

/* Names cost memory, however small the archive is that has them. */
static void test_many_names(void **state)
{
    (void)state;
    enum { N = 200 };
    struct sb_limits limits = sb_limits_default;
    struct sb_buf archive = {0};
    struct sb_buf text = {0};
    struct sb_tree tree;
    struct sb_kit_tar *tar = sb_kit_tar_new("ustar", "none", &archive);
    for (unsigned i = 0; i < N; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%090u", i % 2 ? "one" : "other", i);
        sb_kit_tar_file(tar, path, SB_STR_NONE);
    }
    sb_kit_tar_end(tar);
    assert_int_equal(list(sb_buf_all(&archive), &limits, NULL, &text, &tree), SB_OK);
    assert_int_equal(tree.n, 2 + 2 + N);
    sb_tree_done(&tree);
    limits.path_bytes = 100;
    assert_int_equal(list(sb_buf_all(&archive), &limits, NULL, &text, &tree), SB_OK);
    assert_true(tree.n > 2 + 2 && tree.n < N / 2);
    assert_true(sb_str_ends(sb_buf_all(&text), SB_S("LIMIT_PATHS \n"))); /* SB_D_LIMIT_PATHS */
    sb_tree_done(&tree);
    sb_buf_done(&text);
    sb_buf_done(&archive);
}

static bool no_docs(void *ctx, sb_str path)
{
    ++*(unsigned *)ctx;
    return sb_str_eq(path, SB_S("usr/doc")) || sb_str_eq(path, SB_S("x"));
}

static void test_exclude(void **state)
{
    (void)state;
    unsigned asked = 0;
    struct sb_source_options options = {.threads = 1, .excluded = no_docs, .excluded_ctx = &asked};
    struct sb_buf archive = {0};
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "none", &archive);
    sb_kit_tar_dir(tar, "usr");
    sb_kit_tar_dir(tar, "usr/doc");
    sb_kit_tar_file(tar, "usr/doc/a/b", SB_S("1"));
    sb_kit_tar_file(tar, "usr/docs", SB_S("2"));
    sb_kit_tar_file(tar, "x", SB_S("3"));
    sb_kit_tar_end(tar);
    expect(&archive, NULL, &options, "d usr\nf usr/docs : 2\nEXCLUDED usr/doc\nEXCLUDED x\n");
    assert_true(asked > 0);
}

/* An old GNU sparse header: 8 bytes of data in front of a hole that ends at SIZE; SECOND, SECOND_N: where the hole
 * begins, or a second piece of data. */
static void sparse_archive(struct sb_buf *archive, const char *second, unsigned second_n, const char *size_octal)
{
    char block[512] = {0};
    snprintf(block, 100, "sparse");
    snprintf(block + 100, 8, "0000644");
    snprintf(block + 124, 12, "%011o", 8 + second_n);
    snprintf(block + 136, 12, "%011o", 0);
    block[156] = 'S';
    memcpy(block + 257, "ustar  ", 8);
    snprintf(block + 386, 12, "%011o", 0);
    snprintf(block + 398, 12, "%011o", 8);
    memcpy(block + 410, second, 11);
    snprintf(block + 422, 12, "%011o", second_n);
    memcpy(block + 483, size_octal, 11);
    memset(block + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof block; i++)
        sum += (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
    sb_buf_add(archive, block, sizeof block);
    memset(block, 0, sizeof block);
    memcpy(block, "01234567", 8);
    sb_buf_add(archive, block, sizeof block);
    memset(block, 0, sizeof block);
    sb_buf_add(archive, block, sizeof block);
    sb_buf_add(archive, block, sizeof block);
}

static void keep_size(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    (void)worker;
    struct sb_buf bytes = {0};
    struct sb_err err = {0};
    uint64_t *size = ctx;
    *size = stream && sb_read_all(stream, 1 << 30, &bytes, &err) == SB_OK ? bytes.n : UINT64_MAX;
    if (*size != UINT64_MAX) {
        assert_int_equal(entry->size, bytes.n);
        assert_memory_equal(bytes.p, "01234567", 8);
        for (size_t i = 8; i < bytes.n; i++)
            assert_int_equal(bytes.p[i], 0);
    }
    sb_buf_done(&bytes);
}

static uint64_t read_sparse(const char *size_octal)
{
    struct sb_buf archive = {0};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_mem_stream in;
    uint64_t size = 0;
    struct sb_source_options options = {.threads = 1};
    struct sb_visitor visitor = {.ctx = &size, .entry = keep_size};
    sparse_archive(&archive, size_octal, 0, size_octal);
    sb_mem_stream(&in, sb_buf_all(&archive));
    assert_int_equal(sb_archive_read(&in.stream, &sb_limits_default, &options, &visitor, &diags, &err), SB_OK);
    assert_int_equal(diags.n, size == UINT64_MAX);
    sb_diags_done(&diags);
    sb_buf_done(&archive);
    return size;
}

static void test_sparse(void **state)
{
    (void)state;
    assert_int_equal(read_sparse("00000010000"), 4096);
    assert_true(read_sparse("00700000000") == UINT64_MAX); /* 112 MiB of nothing in 2 KiB */
    assert_true(read_sparse("77777777777") == UINT64_MAX); /* larger than a file may be */
}

static void read_whole(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct sb_buf bytes = {0};
    struct sb_err err = {0};
    (void)worker;
    (void)entry;
    *(sb_rc *)ctx = sb_read_all(stream, 1 << 20, &bytes, &err);
    sb_buf_done(&bytes);
}

/* A second piece that begins within the first. */
static void test_sparse_overlap(void **state)
{
    (void)state;
    struct sb_buf archive = {0};
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_mem_stream in;
    sb_rc read = SB_OK;
    struct sb_source_options options = {.threads = 1};
    struct sb_visitor visitor = {.ctx = &read, .entry = read_whole};
    sparse_archive(&archive, "00000000004", 8, "00000010000");
    sb_mem_stream(&in, sb_buf_all(&archive));
    assert_int_equal(sb_archive_read(&in.stream, &sb_limits_default, &options, &visitor, &diags, &err), SB_OK);
    assert_int_equal(diags.total[SB_D_ARCHIVE_DAMAGED], 1);
    assert_int_equal(read, SB_E_IO);
    sb_diags_done(&diags);
    sb_buf_done(&archive);
}

static void test_source(void **state)
{
    (void)state;
    char path[] = "/tmp/sbom-archive-XXXXXX.tar.gz";
    struct sb_buf archive = {0};
    struct sb_buf text = {0};
    struct sb_source *source;
    struct sb_err err = {0};
    struct sb_source_options options = {.threads = 2};
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", "gzip", &archive);
    sb_kit_tar_file(tar, "a", SB_S("1"));
    sb_kit_tar_end(tar);
    int fd = mkstemps(path, 7);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, archive.p, archive.n), archive.n);
    close(fd);
    assert_int_equal(sb_source_open(path, NULL, &source, &err), SB_OK);
    assert_ptr_equal(source->type, &sb_source_archive);
    assert_false(source->reopens);
    assert_int_equal(source->base.n, strlen("sbom-archive-XXXXXX"));
    assert_int_equal(sb_kit_listing(source, &options, &text, NULL, &err), SB_OK);
    assert_true(sb_str_eq(sb_buf_all(&text), SB_S("f a : 1\n")));
    unlink(path);
    assert_int_equal(sb_source_open(path, NULL, &source, &err), SB_E_NOTFOUND);
    sb_buf_done(&text);
    sb_buf_done(&archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),    cmocka_unit_test(test_names_stay_bytes), cmocka_unit_test(test_unsafe_paths),
        cmocka_unit_test(test_path_twice), cmocka_unit_test(test_below_links),      cmocka_unit_test(test_shared_bytes),
        cmocka_unit_test(test_truncated),  cmocka_unit_test(test_no_archive),       cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_limits),     cmocka_unit_test(test_many_names),       cmocka_unit_test(test_exclude),
        cmocka_unit_test(test_sparse),     cmocka_unit_test(test_sparse_overlap),   cmocka_unit_test(test_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
