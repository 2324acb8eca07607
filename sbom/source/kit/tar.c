#include "source/kit/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/tree.h"

struct sb_kit_tar {
    struct archive *archive;
    struct sb_buf *out;
};

static void must(bool ok)
{
    if (!ok)
        abort();
}

static la_ssize_t to_buffer(struct archive *archive, void *ctx, const void *p, size_t n)
{
    (void)archive;
    sb_buf_add(ctx, p, n);
    return (la_ssize_t)n;
}

struct sb_kit_tar *sb_kit_tar_new(const char *format, const char *filter, struct sb_buf *out)
{
    struct sb_kit_tar *tar = sb_malloc(sizeof *tar);
    *tar = (struct sb_kit_tar){archive_write_new(), out};
    sb_buf_clear(out);
    must(tar->archive != NULL);
    must(archive_write_set_format_by_name(tar->archive, format) == ARCHIVE_OK);
    if (strcmp(filter, "none") != 0)
        must(archive_write_add_filter_by_name(tar->archive, filter) == ARCHIVE_OK);
    archive_write_set_bytes_per_block(tar->archive, 0);
    must(archive_write_open(tar->archive, out, NULL, to_buffer, NULL) == ARCHIVE_OK);
    return tar;
}

static struct archive_entry *begin(const char *path, unsigned type, uint64_t size)
{
    struct archive_entry *entry = archive_entry_new();
    must(entry != NULL);
    archive_entry_set_pathname(entry, path);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)size);
    return entry;
}

static void put(struct sb_kit_tar *tar, struct archive_entry *entry)
{
    must(archive_write_header(tar->archive, entry) >= ARCHIVE_WARN);
    archive_entry_free(entry);
}

void sb_kit_tar_file(struct sb_kit_tar *tar, const char *path, sb_str bytes)
{
    put(tar, begin(path, AE_IFREG, bytes.n));
    if (bytes.n)
        must(archive_write_data(tar->archive, bytes.p, bytes.n) == (la_ssize_t)bytes.n);
}

void sb_kit_tar_zeros(struct sb_kit_tar *tar, const char *path, uint64_t n)
{
    static const char zeros[65536];
    put(tar, begin(path, AE_IFREG, n));
    while (n) {
        size_t step = n < sizeof zeros ? (size_t)n : sizeof zeros;
        must(archive_write_data(tar->archive, zeros, step) == (la_ssize_t)step);
        n -= step;
    }
}

void sb_kit_tar_dir(struct sb_kit_tar *tar, const char *path)
{
    put(tar, begin(path, AE_IFDIR, 0));
}

void sb_kit_tar_link(struct sb_kit_tar *tar, const char *path, const char *target)
{
    struct archive_entry *entry = begin(path, AE_IFLNK, 0);
    archive_entry_set_symlink(entry, target);
    put(tar, entry);
}

void sb_kit_tar_hardlink(struct sb_kit_tar *tar, const char *path, const char *earlier)
{
    struct archive_entry *entry = begin(path, AE_IFREG, 0);
    archive_entry_set_hardlink(entry, earlier);
    put(tar, entry);
}

void sb_kit_tar_fifo(struct sb_kit_tar *tar, const char *path)
{
    put(tar, begin(path, AE_IFIFO, 0));
}

void sb_kit_tar_end(struct sb_kit_tar *tar)
{
    must(archive_write_close(tar->archive) == ARCHIVE_OK);
    archive_write_free(tar->archive);
    sb_free(tar);
}

/* ---- a whole folder ---- */

static void keep(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    (void)worker;
    (void)stream;
    sb_tree_add(ctx, entry);
}

static sb_rc add_node(struct sb_kit_tar *tar, struct sb_source *folder, const struct sb_tree *tree, uint32_t number,
                      struct sb_err *err)
{
    struct sb_arena scratch = {0};
    struct sb_buf bytes = {0};
    struct sb_fd_stream stream;
    struct sb_reopened opened;
    sb_rc rc = SB_OK;
    const struct sb_tree_node *node = &tree->nodes[number];
    sb_str path = sb_tree_path(tree, (sb_node){number}, &scratch);
    if (node->kind == SB_ENTRY_DIR) {
        sb_kit_tar_dir(tar, path.p);
    } else if (node->kind == SB_ENTRY_LINK) {
        sb_kit_tar_link(tar, path.p, sb_arena_str(&scratch, sb_tree_target(node)).p);
    } else if (node->kind == SB_ENTRY_FILE) {
        struct sb_source_folder last = {0};
        int fd = folder->type->reopen(folder, &last, path, &opened);
        sb_source_folder_done(&last);
        sb_fd_stream(&stream, fd);
        rc = fd < 0 ? sb_fail(err, SB_E_IO, "cannot open %s", path.p)
                    : sb_read_all(&stream.stream, (size_t)1 << 30, &bytes, err);
        if (rc == SB_OK)
            sb_kit_tar_file(tar, path.p, sb_buf_all(&bytes));
        if (fd >= 0)
            close(fd);
    }
    sb_buf_done(&bytes);
    sb_arena_done(&scratch);
    return rc;
}

sb_rc sb_kit_tar_folder(const char *path, const char *filter, struct sb_buf *out, struct sb_err *err)
{
    struct sb_source *folder;
    struct sb_tree_batch batch = {0};
    struct sb_tree tree;
    struct sb_diags diags = {0};
    struct sb_source_options options = {.threads = 1};
    struct sb_visitor visitor = {.ctx = &batch, .entry = keep};
    SB_TRY(sb_source_dir.open(path, &sb_limits_default, &folder, err));
    sb_rc rc = folder->type->run(folder, &options, &visitor, &diags, err);
    sb_tree_build(&tree, &batch, 1);
    struct sb_kit_tar *tar = sb_kit_tar_new("pax", filter, out);
    for (uint32_t i = SB_NODE_ROOT.v + 1; rc == SB_OK && i < tree.n; i++)
        rc = add_node(tar, folder, &tree, i, err);
    sb_kit_tar_end(tar);
    sb_tree_done(&tree);
    sb_diags_done(&diags);
    sb_source_close(folder);
    return rc;
}
