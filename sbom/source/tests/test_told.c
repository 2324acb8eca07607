/* What the walk of a folder tells about what it leaves out, where a whole case cannot make it happen every time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/source.h"

static bool want_all(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    (void)ctx;
    (void)worker;
    (void)entry;
    return true;
}

static bool want_none(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    return !want_all(ctx, worker, entry);
}

static void count(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    size_t *n = ctx;
    (void)worker;
    (void)entry;
    (void)stream;
    ++*n;
}

/* Walks ROOT with one thread; how often CODE was told. N: the entries. */
static uint64_t told(const char *root, const struct sb_limits *limits, struct sb_source_options options, bool opens,
                     enum sb_code code, size_t *n)
{
    struct sb_source *source;
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_visitor visitor = {n, opens ? want_all : want_none, count};
    options.threads = 1;
    *n = 0;
    assert_int_equal(sb_source_dir.open(root, limits, &source, &err), SB_OK);
    assert_int_equal(sb_source_dir.run(source, &options, &visitor, &diags, &err), SB_OK);
    uint64_t total = diags.total[code];
    sb_source_close(source);
    sb_diags_done(&diags);
    return total;
}

static char *new_folder(char *name, size_t files)
{
    assert_non_null(mkdtemp(name));
    for (size_t i = 0; i < files; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%zu", name, i);
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        assert_true(fd >= 0);
        close(fd);
    }
    return name;
}

static void remove_folder(const char *name, size_t files)
{
    for (size_t i = 0; i < files; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%zu", name, i);
        unlink(path);
    }
    assert_int_equal(rmdir(name), 0);
}

/* The walk asks about a name between listing it and opening it: the moment in which others may remove it. */
static bool remove_now(void *ctx, sb_str path)
{
    char file[64];
    snprintf(file, sizeof file, "%s/%.*s", (const char *)ctx, SB_FMT(path));
    assert_int_equal(unlink(file), 0);
    return false;
}

static void test_vanished(void **state)
{
    (void)state;
    size_t n;
    char name[] = "/tmp/sbom-told-XXXXXX";
    new_folder(name, 2);
    struct sb_source_options options = {.excluded = remove_now, .excluded_ctx = name};
    assert_int_equal(told(name, &sb_limits_default, options, true, SB_D_VANISHED, &n), 2);
    assert_int_equal(n, 0);
    remove_folder(name, 2);
}

static void test_limit_of_entries(void **state)
{
    (void)state;
    size_t n;
    char name[] = "/tmp/sbom-told-XXXXXX";
    struct sb_limits limits = sb_limits_default;
    new_folder(name, 5);
    limits.entries = 5;
    assert_int_equal(told(name, &limits, (struct sb_source_options){0}, false, SB_D_LIMIT_ENTRIES, &n), 0);
    assert_int_equal(n, 5);
    limits.entries = 4;
    assert_int_equal(told(name, &limits, (struct sb_source_options){0}, false, SB_D_LIMIT_ENTRIES, &n), 1);
    assert_int_equal(n, 4);
    remove_folder(name, 5);
}

/* /proc and /dev are the mounts that nearly every system has. */
static void test_file_systems(void **state)
{
    (void)state;
    size_t n;
    struct stat top, dev;
    struct sb_limits limits = sb_limits_default;
    limits.depth = 1;
    if (stat("/", &top) != 0 || stat("/dev", &dev) != 0 || top.st_dev == dev.st_dev || access("/proc/self", F_OK) != 0)
        skip();
    struct sb_source_options inside = {.one_file_system = true};
    assert_true(told("/", &limits, (struct sb_source_options){0}, false, SB_D_PSEUDO_FS, &n) > 0);
    assert_int_equal(told("/", &limits, (struct sb_source_options){0}, false, SB_D_OTHER_FS, &n), 0);
    assert_true(told("/", &limits, inside, false, SB_D_OTHER_FS, &n) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vanished),
        cmocka_unit_test(test_limit_of_entries),
        cmocka_unit_test(test_file_systems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
