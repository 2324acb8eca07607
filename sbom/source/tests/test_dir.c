#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/pool.h"
#include "source/below.h"
#include "source/kit/listing.h"
#include "source/kit/shuffled.h"
#include "source/kit/tar.h"

static char root[] = "/tmp/sbom-dir-XXXXXX";
static int root_fd;

static void make_file(int folder, const char *name, const char *text)
{
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void make_tree(void)
{
    assert_non_null(mkdtemp(root));
    root_fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(root_fd >= 0);
    assert_int_equal(mkdirat(root_fd, "usr", 0755) | mkdirat(root_fd, "usr/bin", 0755) | mkdirat(root_fd, "void", 0755),
                     0);
    make_file(root_fd, "usr/bin/tool", "#!/bin/sh\n");
    make_file(root_fd, "usr/empty", "");
    make_file(root_fd, "usr/b\xff\xfe", "raw name");
    make_file(root_fd, "with\nnewline", "");
    assert_int_equal(mkfifoat(root_fd, "usr/pipe", 0644), 0);
    assert_int_equal(symlinkat("usr/bin", root_fd, "bin"), 0);
    assert_int_equal(symlinkat("loop", root_fd, "loop"), 0);
    assert_int_equal(symlinkat("..", root_fd, "usr/up"), 0);
    assert_int_equal(symlinkat("/etc/passwd", root_fd, "usr/out"), 0);
    assert_int_equal(linkat(root_fd, "usr/bin/tool", root_fd, "usr/bin/same", 0), 0);
    assert_int_equal(mkdirat(root_fd, "many", 0755), 0);
    for (unsigned i = 0; i < 600; i++) {
        char name[64];
        snprintf(name, sizeof name, "many/%u", i);
        assert_int_equal(mkdirat(root_fd, name, 0755), 0);
        snprintf(name, sizeof name, "many/%u/file", i);
        make_file(root_fd, name, "content");
    }
}

static void remove_tree(void)
{
    char command[128];
    close(root_fd);
    snprintf(command, sizeof command, "rm -rf %s", root);
    assert_int_equal(system(command), 0);
}

static int setup(void **state)
{
    (void)state;
    make_tree();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    remove_tree();
    return 0;
}

static struct sb_source *open_root(const struct sb_source_type *type, const struct sb_limits *limits)
{
    struct sb_source *source;
    struct sb_err err = {0};
    assert_int_equal(type->open(root, limits ? limits : &sb_limits_default, &source, &err), SB_OK);
    return source;
}

static void list(const struct sb_source_type *type, unsigned threads, struct sb_buf *text, struct sb_tree *tree)
{
    struct sb_err err = {0};
    struct sb_source_options options = {.threads = threads};
    assert_int_equal(sb_kit_listing(open_root(type, NULL), &options, text, tree, &err), SB_OK);
}

static bool has_line(const struct sb_buf *text, const char *line)
{
    sb_str rest = sb_buf_all(text);
    sb_str one;
    while (sb_str_line(&rest, &one))
        if (sb_str_eq(one, sb_str_of(line)))
            return true;
    return false;
}

static void test_walk(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "d usr",
        "d usr/bin",
        "d void",
        "f usr/empty : ",
        "f usr/b\xff\xfe : raw name",
        "f usr/bin/tool : #!/bin/sh",
        "f usr/bin/same : #!/bin/sh",
        "l bin = usr/bin",
        "l loop = loop",
        "l usr/up = ..",
        "l usr/out = /etc/passwd",
        "s usr/pipe",
        "SPECIAL_FILE usr/pipe",
        "f many/599/file : content",
        "f with",
    };
    struct sb_buf text = {0};
    list(&sb_source_dir, 2, &text, NULL);
    for (size_t i = 0; i < SB_COUNT(lines); i++)
        if (!has_line(&text, lines[i]))
            fail_msg("not found: %s", lines[i]);
    sb_buf_done(&text);
}

static void same_tree(const struct sb_tree *a, const struct sb_tree *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        const struct sb_tree_node *x = &a->nodes[i];
        const struct sb_tree_node *y = &b->nodes[i];
        assert_true(sb_str_eq(x->name, y->name) && sb_str_eq(sb_tree_target(x), sb_tree_target(y)));
        assert_true(x->parent == y->parent && x->end == y->end && x->kind == y->kind && x->size == y->size);
    }
}

static void test_threads_and_order_do_not_matter(void **state)
{
    (void)state;
    struct sb_buf one = {0};
    struct sb_buf other = {0};
    struct sb_tree first;
    struct sb_tree second;
    list(&sb_source_dir, 1, &one, &first);
    for (unsigned i = 0; i < 6; i++) {
        sb_shuffle_seed = i;
        list(i % 2 ? &sb_source_shuffled : &sb_source_dir, i == 1 ? 1 : 8, &other, &second);
        same_tree(&first, &second);
        if (i % 2 == 0)
            assert_true(sb_str_eq(sb_buf_all(&one), sb_buf_all(&other)));
        sb_tree_done(&second);
    }
    sb_tree_done(&first);
    sb_buf_done(&one);
    sb_buf_done(&other);
}

/* A tar of the folder says the same, but for the FIFO, which the tar does not have, and for files of no bytes. */
static void test_tar_of_it(void **state)
{
    (void)state;
    struct sb_buf tar = {0};
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_source *source;
    struct sb_tree first;
    struct sb_tree second;
    struct sb_source_options options = {.threads = 1};
    char path[] = "/tmp/sbom-tar-XXXXXX";
    unlinkat(root_fd, "usr/pipe", 0);
    list(&sb_source_dir, 2, &text, &first);
    assert_int_equal(sb_kit_tar_folder(root, "gzip", &tar, &err), SB_OK);
    int fd = mkstemp(path);
    assert_int_equal(write(fd, tar.p, tar.n), tar.n);
    close(fd);
    assert_int_equal(sb_source_open(path, NULL, &source, &err), SB_OK);
    assert_int_equal(sb_kit_listing(source, &options, &text, &second, &err), SB_OK);
    same_tree(&first, &second);
    unlink(path);
    sb_tree_done(&first);
    sb_tree_done(&second);
    sb_buf_done(&text);
    sb_buf_done(&tar);
    assert_int_equal(mkfifoat(root_fd, "usr/pipe", 0644), 0);
}

static void test_few_descriptors(void **state)
{
    (void)state;
    struct rlimit before;
    struct sb_buf text = {0};
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit few = {.rlim_cur = 40, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    list(&sb_source_dir, 8, &text, NULL);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_true(has_line(&text, "f many/0/file : content") && has_line(&text, "f many/599/file : content"));
    assert_int_equal(sb_str_find(sb_buf_all(&text), SB_S("UNREADABLE")), SB_NPOS);
    sb_buf_done(&text);
}

static bool leave_out(void *ctx, sb_str path)
{
    (void)ctx;
    return sb_str_eq(path, SB_S("usr")) || sb_str_eq(path, SB_S("many/7/file"));
}

static void test_exclude(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_source_options options = {.threads = 2, .excluded = leave_out};
    assert_int_equal(sb_kit_listing(open_root(&sb_source_dir, NULL), &options, &text, NULL, &err), SB_OK);
    assert_int_equal(sb_str_find(sb_buf_all(&text), SB_S("d usr")), SB_NPOS);
    assert_true(has_line(&text, "EXCLUDED usr") && has_line(&text, "EXCLUDED many/7/file"));
    assert_true(has_line(&text, "d many/7") && !has_line(&text, "f many/7/file : content"));
    sb_buf_done(&text);
}

static void test_limits(void **state)
{
    (void)state;
    struct sb_limits limits = sb_limits_default;
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_source_options options = {.threads = 2};
    limits.depth = 1;
    assert_int_equal(sb_kit_listing(open_root(&sb_source_dir, &limits), &options, &text, NULL, &err), SB_OK);
    assert_true(has_line(&text, "d usr/bin") && has_line(&text, "LIMIT_DEPTH many/0"));
    assert_false(has_line(&text, "f usr/bin/tool : #!/bin/sh"));
    limits.depth = 256;
    limits.entries = 100;
    assert_int_equal(sb_kit_listing(open_root(&sb_source_dir, &limits), &options, &text, NULL, &err), SB_OK);
    assert_int_not_equal(sb_str_find(sb_buf_all(&text), SB_S("LIMIT_ENTRIES")), SB_NPOS);
    sb_buf_done(&text);
}

/* Deeper than any path that the kernel takes at once. */
static void test_deep(void **state)
{
    (void)state;
    char name[201];
    struct sb_buf path = {0};
    struct sb_buf text = {0};
    memset(name, 'd', 200);
    name[200] = '\0';
    int at = dup(root_fd);
    for (unsigned i = 0; i < 40; i++) {
        assert_int_equal(mkdirat(at, name, 0755), 0);
        int below = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        close(at);
        at = below;
        sb_buf_printf(&path, "%s/", name);
    }
    make_file(at, "bottom", "deep");
    close(at);
    sb_buf_str(&path, SB_S("bottom"));
    list(&sb_source_dir, 2, &text, NULL);
    assert_int_not_equal(sb_str_find(sb_buf_all(&text), SB_S("/bottom : deep\n")), SB_NPOS);

    struct sb_source *source = open_root(&sb_source_dir, NULL);
    struct sb_reopened opened = {0};
    struct sb_source_folder last = {0};
    int fd = source->type->reopen(source, &last, sb_buf_all(&path), &opened);
    sb_source_folder_done(&last);
    assert_true(fd >= 0);
    assert_int_equal(opened.size, 4);
    close(fd);
    sb_source_close(source);
    sb_buf_done(&path);
    sb_buf_done(&text);
}

static void test_reopen_follows_nothing(void **state)
{
    (void)state;
    static const char *const refused[] = {"bin/tool", "usr/out", "usr/up/with\nnewline", "usr/pipe", "usr", "loop",
                                          "none",     ""};
    struct sb_source *source = open_root(&sb_source_dir, NULL);
    struct sb_source_folder last = {0};
    struct sb_reopened opened = {0};
    for (size_t i = 0; i < SB_COUNT(refused); i++)
        assert_int_equal(source->type->reopen(source, &last, sb_str_of(refused[i]), &opened), -1);
    for (int again = 0; again < 2; again++) {
        int fd = source->type->reopen(source, &last, SB_S("usr/bin/tool"), &opened);
        assert_true(fd >= 0);
        assert_int_equal(opened.size, 10);
        close(fd);
        assert_int_equal(source->type->reopen(source, &last, SB_S("usr/bin/none"), &opened), -1);
    }
    sb_source_folder_done(&last);
    sb_source_close(source);
}

/* Who may not set the attribute has files without it. */
static void test_rights(void **state)
{
    static const char raw[] = "\1\0\0\2\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    static const struct {
        const char *path;
        uint16_t mode;
        int capable; /* -1: as it could be set */
    } rows[] = {
        {"usr/bin/tool", 0755, -1},
        {"usr/empty", 0644, SB_CAPABLE_NONE},
        {"void/runs", 0711, SB_CAPABLE_NONE},
        {"bin/tool", SB_MODE_UNKNOWN, SB_CAPABLE_UNKNOWN},
        {"bin", SB_MODE_UNKNOWN, SB_CAPABLE_UNKNOWN},
        {"usr/pipe", SB_MODE_UNKNOWN, SB_CAPABLE_UNKNOWN},
        {"usr", 0751, SB_CAPABLE_NONE},
        {"none", SB_MODE_UNKNOWN, SB_CAPABLE_UNKNOWN},
    };
    (void)state;
    make_file(root_fd, "void/runs", "x");
    assert_int_equal(fchmodat(root_fd, "usr", 0751, 0) | fchmodat(root_fd, "void/runs", 0711, 0) |
                         fchmodat(root_fd, "usr/bin/tool", 0755, 0),
                     0);
    int fd = openat(root_fd, "usr/bin/tool", O_RDONLY | O_CLOEXEC);
    int some = fsetxattr(fd, SB_CAPABILITY_ATTRIBUTE, raw, sizeof raw - 1, 0) == 0 ? SB_CAPABLE_SOME : SB_CAPABLE_NONE;
    close(fd);
    struct sb_source *source = open_root(&sb_source_dir, NULL);
    struct sb_source_folder last = {0};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_rights rights;
        source->type->rights(source, &last, sb_str_of(rows[i].path), &rights);
        assert_int_equal(rights.mode, rows[i].mode);
        assert_int_equal(rights.capable, rows[i].capable < 0 ? some : rows[i].capable);
        if (rights.capable == SB_CAPABLE_SOME)
            assert_true(rights.capabilities.permitted == 1u << 13 && rights.capabilities.effective);
    }
    sb_source_folder_done(&last);
    sb_source_close(source);
    assert_int_equal(unlinkat(root_fd, "void/runs", 0), 0);
}

static void test_opening(void **state)
{
    (void)state;
    char spec[64];
    struct sb_source *source;
    struct sb_err err = {0};
    snprintf(spec, sizeof spec, "dir:%s//", root);
    assert_int_equal(sb_source_open(spec, NULL, &source, &err), SB_OK);
    assert_ptr_equal(source->type, &sb_source_dir);
    assert_true(source->reopens);
    assert_true(sb_str_eq(source->base, sb_str_of(strrchr(root, '/') + 1)));
    sb_source_close(source);
    assert_int_equal(sb_source_open("/", NULL, &source, &err), SB_OK);
    assert_true(sb_str_eq(source->base, SB_S("root")));
    sb_source_close(source);
    snprintf(spec, sizeof spec, "%s/usr/bin/tool", root);
    assert_int_equal(sb_source_open(spec, NULL, &source, &err), SB_E_NOTFOUND);
    err = (struct sb_err){0};
    snprintf(spec, sizeof spec, "%s/usr/pipe", root);
    assert_int_equal(sb_source_open(spec, NULL, &source, &err), SB_E_NOTFOUND);
    err = (struct sb_err){0};
    snprintf(spec, sizeof spec, "file:%s/usr/pipe", root);
    assert_int_equal(sb_source_open(spec, NULL, &source, &err), SB_E_IO);
    err = (struct sb_err){0};
    assert_int_equal(sb_source_open("/nothing/here", NULL, &source, &err), SB_E_NOTFOUND);
}

static void test_unreadable(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    if (geteuid() == 0)
        skip(); /* root may read everything */
    assert_int_equal(mkdirat(root_fd, "closed", 0), 0);
    list(&sb_source_dir, 2, &text, NULL);
    assert_true(has_line(&text, "d closed") && has_line(&text, "UNREADABLE closed"));
    assert_int_equal(unlinkat(root_fd, "closed", AT_REMOVEDIR), 0);
    sb_buf_done(&text);
}

static void test_pseudo_file_systems(void **state)
{
    (void)state;
    struct sb_limits limits = sb_limits_default;
    struct sb_buf text = {0};
    struct sb_err err = {0};
    struct sb_source *source;
    struct sb_source_options options = {.threads = 1};
    limits.depth = 1;
    if (access("/proc/self", F_OK) != 0)
        skip();
    assert_int_equal(sb_source_dir.open("/", &limits, &source, &err), SB_OK);
    assert_int_equal(sb_kit_listing(source, &options, &text, NULL, &err), SB_OK);
    assert_true(has_line(&text, "d proc") && has_line(&text, "PSEUDO_FS proc"));
    sb_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_threads_and_order_do_not_matter),
        cmocka_unit_test(test_tar_of_it),
        cmocka_unit_test(test_few_descriptors),
        cmocka_unit_test(test_exclude),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_reopen_follows_nothing),
        cmocka_unit_test(test_rights),
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_pseudo_file_systems),
        cmocka_unit_test(test_deep),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
