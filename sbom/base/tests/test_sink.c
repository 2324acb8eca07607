#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/sink.h"

#define SAME(a, b) assert_true(sb_str_eq((a), (b)))

/* A folder of its own for each test; everything in it is removed at the end. */
static char folder[64];

static const char *in_folder(const char *name)
{
    static char paths[4][512];
    static unsigned next;
    char *path = paths[next++ % SB_COUNT(paths)];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static unsigned count_files(void)
{
    unsigned n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        n += entry->d_name[0] != '.';
    closedir(dir);
    return n;
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/sbom-test-sink.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    if (!dir)
        return -1;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = in_folder(entry->d_name);
        if (unlink(path) != 0)
            rmdir(path);
    }
    closedir(dir);
    return rmdir(folder);
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(fchmod(fd, mode), 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void assert_content(const char *path, sb_str wanted)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    assert_int_equal(sb_read_file(path, 1 << 24, &buf, &err), SB_OK);
    SAME(sb_buf_all(&buf), wanted);
    sb_buf_done(&buf);
}

static void buffers_in_order(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    sb_sink_memory(sink, &buf);
    sink->tee = sb_sha256_new();
    sb_sha256_begin(sink->tee);
    static char big[200000];
    memset(big, 'x', sizeof big);
    sb_put_str(sink, SB_S("first"));
    sb_put(sink, big, sizeof big);
    sb_put_u64(sink, 0);
    sb_put_u64(sink, UINT64_MAX);
    sb_put_chr(sink, '\0');
    sb_putf(sink, "%s|%d", "last", -1);
    for (unsigned i = 0; i < 30000; i++)
        sb_put(sink, "abcdefg", 7);
    assert_int_equal(sb_sink_flush(sink, NULL), SB_OK);
    assert_true(buf.n == sink->written && buf.n == 5 + sizeof big + 1 + 20 + 1 + 7 + 210000);
    SAME(sb_str_part(sb_buf_all(&buf), 5 + sizeof big, 29), SB_S("018446744073709551615\0last|-1"));
    uint8_t teed[SB_SHA256_BYTES], wanted[SB_SHA256_BYTES];
    sb_sha256_end(sink->tee, teed);
    sb_sha256_of(sb_buf_all(&buf), wanted);
    assert_memory_equal(teed, wanted, sizeof teed);
    sb_sha256_free(sink->tee);
    sb_buf_done(&buf);
    sb_free(sink);
}

/* What is apart is written, but not digested, wherever the buffer ends. */
static void the_digest_leaves_out_what_is_apart(void **state)
{
    (void)state;
    static char part[70000];
    static const size_t sizes[] = {1, 0, 3, 65000, 700, 65536, 2, 70000, 5, 30000, 1, 40000};
    struct sb_buf all = {0}, counted = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    sb_sink_memory(sink, &all);
    sink->tee = sb_sha256_new();
    sb_sha256_begin(sink->tee);
    for (size_t i = 0; i < 2 * SB_COUNT(sizes); i++) {
        size_t n = sizes[i % SB_COUNT(sizes)];
        bool apart = i % 3 == 1;
        memset(part, (int)('a' + i), n);
        sb_sink_apart(sink, apart);
        sb_put(sink, part, n);
        if (!apart)
            sb_buf_add(&counted, part, n);
    }
    sb_sink_apart(sink, true);
    uint8_t teed[SB_SHA256_BYTES], wanted[SB_SHA256_BYTES];
    sb_sha256_end(sink->tee, teed);
    sb_sha256_of(sb_buf_all(&counted), wanted);
    assert_memory_equal(teed, wanted, sizeof teed);
    assert_int_equal(sb_sink_flush(sink, NULL), SB_OK);
    assert_true(all.n == sink->written && all.n > counted.n);
    sb_sha256_free(sink->tee);
    sb_buf_done(&all);
    sb_buf_done(&counted);
    sb_free(sink);
}

/* N dots with patches: each is made when so many bytes are written, or at the end (0), in the buffer, before it, or in
 * both. */
static void write_patched(struct sb_sink *sink, size_t n)
{
    static const struct {
        size_t at, when;
    } patches[] = {{0, 11}, {65530, 65541}, {140000, 140005}, {5, 0}, {131070, 0}};
    assert_true(sb_sink_patches(sink));
    for (size_t i = 1; i <= n; i++) {
        sb_put_chr(sink, '.');
        for (size_t k = 0; k < SB_COUNT(patches); k++)
            if (i == (patches[k].when ? patches[k].when : n) && patches[k].at + 5 <= n)
                sb_sink_patch(sink, patches[k].at, "PATCH", 5);
    }
}

static void what_was_written_is_patched(void **state)
{
    (void)state;
    static const size_t sizes[] = {100, 65536, 65537, 200000};
    for (size_t i = 0; i < SB_COUNT(sizes); i++) {
        struct sb_buf buf = {0};
        struct sb_outputs *outputs = sb_outputs_new();
        struct sb_sink *memory = sb_malloc(sizeof *memory), *file;
        sb_sink_memory(memory, &buf);
        write_patched(memory, sizes[i]);
        assert_int_equal(sb_sink_flush(memory, NULL), SB_OK);
        assert_int_equal(buf.n, sizes[i]);
        assert_memory_equal(buf.p, "PATCHPATCH.", 11);
        assert_true(sizes[i] < 140000 || memcmp(buf.p + 65529, ".PATCH.", 7) == 0);
        assert_true(sizes[i] < 140000 || memcmp(buf.p + 131069, ".PATCH.", 7) == 0);
        assert_int_equal(sb_outputs_open(outputs, in_folder("patched"), &file, NULL), SB_OK);
        write_patched(file, sizes[i]);
        assert_int_equal(sb_outputs_commit(outputs, NULL), SB_OK);
        sb_outputs_free(outputs);
        assert_content(in_folder("patched"), sb_buf_all(&buf));
        sb_buf_done(&buf);
        sb_free(memory);
    }
}

static void errors_stick(void **state)
{
    (void)state;
    struct sb_buf buf = {.max = 10};
    struct sb_err err = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    sb_sink_memory(sink, &buf);
    for (unsigned i = 0; i < 100000; i++)
        sb_put_chr(sink, 'x');
    assert_int_equal(sb_sink_flush(sink, &err), SB_E_LIMIT);
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        sb_sink_fd(sink, fd);
        sb_put_chr(sink, 'x');
        err = (struct sb_err){0};
        assert_int_equal(sb_sink_flush(sink, &err), SB_E_IO);
        assert_int_equal(err.rc, SB_E_IO);
        sb_put_chr(sink, 'x');
        assert_int_equal(sb_sink_flush(sink, NULL), SB_E_IO);
        close(fd);
    }
    sb_buf_done(&buf);
    sb_free(sink);
}

static void files_appear_at_commit(void **state)
{
    (void)state;
    struct sb_outputs *outputs = sb_outputs_new();
    struct sb_sink *a, *b;
    write_file(in_folder("old"), "before", 0640);
    assert_int_equal(sb_outputs_open(outputs, in_folder("old"), &a, NULL), SB_OK);
    assert_int_equal(sb_outputs_open(outputs, in_folder("new"), &b, NULL), SB_OK);
    sb_put_str(a, SB_S("after"));
    sb_put_str(b, SB_S("fresh"));
    assert_content(in_folder("old"), SB_S("before"));
    assert_true(access(in_folder("new"), F_OK) != 0);
    assert_int_equal(sb_outputs_commit(outputs, NULL), SB_OK);
    sb_outputs_free(outputs);
    assert_content(in_folder("old"), SB_S("after"));
    assert_content(in_folder("new"), SB_S("fresh"));
    struct stat st;
    assert_int_equal(stat(in_folder("old"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(in_folder("new"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0666 & ~mask);
    assert_int_equal(count_files(), 2);
}

static void nothing_is_left_without_commit(void **state)
{
    (void)state;
    struct sb_outputs *outputs = sb_outputs_new();
    struct sb_sink *sink;
    assert_int_equal(sb_outputs_open(outputs, in_folder("a"), &sink, NULL), SB_OK);
    sb_put_str(sink, SB_S("text"));
    assert_int_equal(count_files(), 1);
    sb_outputs_free(outputs);
    assert_int_equal(count_files(), 0);
    outputs = sb_outputs_new();
    assert_int_equal(sb_outputs_open(outputs, in_folder("a"), &sink, NULL), SB_OK);
    sb_outputs_abandon();
    assert_int_equal(count_files(), 0);
    sb_outputs_free(outputs);
    sb_outputs_free(NULL);
}

/* One output that fails, whichever it is, keeps all the others from appearing. */
static void both_or_none(void **state)
{
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    for (unsigned full_first = 0; full_first < 2; full_first++) {
        struct sb_outputs *outputs = sb_outputs_new();
        struct sb_sink *sinks[2];
        struct sb_err err = {0};
        write_file(in_folder("kept"), "before", 0600);
        assert_int_equal(sb_outputs_open(outputs, full_first ? "/dev/full" : in_folder("kept"), &sinks[0], &err),
                         SB_OK);
        assert_int_equal(sb_outputs_open(outputs, full_first ? in_folder("kept") : "/dev/full", &sinks[1], &err),
                         SB_OK);
        sb_put_str(sinks[0], SB_S("after"));
        sb_put_str(sinks[1], SB_S("after"));
        assert_int_equal(sb_outputs_commit(outputs, &err), SB_E_IO);
        assert_string_equal(err.path, "/dev/full");
        sb_outputs_free(outputs);
        assert_content(in_folder("kept"), SB_S("before"));
        assert_int_equal(count_files(), 1);
    }
}

static void what_cannot_be_opened_is_named(void **state)
{
    (void)state;
    struct sb_outputs *outputs = sb_outputs_new();
    struct sb_sink *sink;
    struct sb_err err = {0};
    const char *path = in_folder("missing/file");
    assert_int_equal(sb_outputs_open(outputs, path, &sink, &err), SB_E_IO);
    assert_string_equal(err.path, path);
    err = (struct sb_err){0};
    assert_int_equal(sb_outputs_open(outputs, folder, &sink, &err), SB_E_IO);
    assert_int_equal(sb_outputs_commit(outputs, &err), SB_OK);
    sb_outputs_free(outputs);
}

static void devices_and_pipes_are_written_through(void **state)
{
    (void)state;
    struct sb_outputs *outputs = sb_outputs_new();
    struct sb_sink *null, *pipe;
    char text[16] = {0};
    const char *path = in_folder("fifo");
    assert_int_equal(mkfifo(path, 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reader >= 0);
    assert_int_equal(sb_outputs_open(outputs, "/dev/null", &null, NULL), SB_OK);
    assert_int_equal(sb_outputs_open(outputs, path, &pipe, NULL), SB_OK);
    sb_put_str(null, SB_S("gone"));
    sb_put_str(pipe, SB_S("through"));
    assert_int_equal(sb_outputs_commit(outputs, NULL), SB_OK);
    sb_outputs_free(outputs);
    assert_int_equal(read(reader, text, sizeof text), 7);
    assert_string_equal(text, "through");
    close(reader);
    struct stat st;
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_int_equal(count_files(), 1);
}

static void links_are_followed(void **state)
{
    (void)state;
    static const char *const targets[] = {"target", "not there yet"};
    write_file(in_folder("target"), "before", 0600);
    for (size_t i = 0; i < SB_COUNT(targets); i++) {
        struct sb_outputs *outputs = sb_outputs_new();
        struct sb_sink *sink;
        struct stat st;
        const char *link = in_folder(i ? "dangling" : "link");
        assert_int_equal(symlink(targets[i], link), 0);
        assert_int_equal(sb_outputs_open(outputs, link, &sink, NULL), SB_OK);
        sb_put_str(sink, SB_S("through the link"));
        assert_int_equal(sb_outputs_commit(outputs, NULL), SB_OK);
        sb_outputs_free(outputs);
        assert_int_equal(lstat(link, &st), 0);
        assert_true(S_ISLNK(st.st_mode));
        assert_content(in_folder(targets[i]), SB_S("through the link"));
    }
    assert_int_equal(count_files(), 4);
}

static void reads_are_bounded(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    const char *path = in_folder("ten");
    write_file(path, "0123456789", 0600);
    assert_int_equal(sb_read_file(path, 10, &buf, &err), SB_OK);
    assert_int_equal(sb_read_file(path, 9, &buf, &err), SB_E_LIMIT);
    SAME(sb_buf_all(&buf), SB_S("0123456789")); /* one byte more than allowed tells that there is more */
    assert_string_equal(err.path, path);
    err = (struct sb_err){0};
    assert_int_equal(sb_read_file(in_folder("absent"), 9, &buf, &err), SB_E_IO);
    assert_int_equal(sb_read_file(folder, 9, &buf, NULL), SB_E_IO);
    struct sb_mem_stream stream;
    sb_mem_stream(&stream, SB_S("a\0b"));
    assert_int_equal(sb_read_all(&stream.stream, 0, &buf, NULL), SB_E_LIMIT);
    sb_mem_stream(&stream, SB_S("a\0b"));
    assert_int_equal(sb_read_all(&stream.stream, 100, &buf, NULL), SB_OK);
    SAME(sb_buf_all(&buf), SB_S("a\0b"));
    sb_mem_stream(&stream, SB_STR_NONE);
    assert_int_equal(sb_read_all(&stream.stream, 100, &buf, NULL), SB_OK);
    assert_int_equal(buf.n, 0);
    sb_buf_done(&buf);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffers_in_order),
        cmocka_unit_test(the_digest_leaves_out_what_is_apart),
        IN_FOLDER(what_was_written_is_patched),
        cmocka_unit_test(errors_stick),
        IN_FOLDER(files_appear_at_commit),
        IN_FOLDER(nothing_is_left_without_commit),
        IN_FOLDER(both_or_none),
        IN_FOLDER(what_cannot_be_opened_is_named),
        IN_FOLDER(devices_and_pipes_are_written_through),
        IN_FOLDER(links_are_followed),
        IN_FOLDER(reads_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
