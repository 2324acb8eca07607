/* Any bytes as a Debian package, as one of rpm, as a cpio archive, or as a zip that is read by its directory: what
 * comes out keeps to the limits and lies below the root. */
#include <sys/mman.h>
#include <unistd.h>

#include "source/archive_read.h"
#include "source/cpio.h"
#include "source/deb.h"
#include "source/inflated.h"
#include "source/image_blobs.h"
#include "source/rpm_file.h"
#include "source/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sb_limits limits = {
    .file_bytes = 1 << 20, .archive_bytes = 4 << 20, .entries = 200, .depth = 16, .ratio = 200, .path_bytes = 20000};

static void must(bool ok)
{
    if (!ok)
        abort();
}

struct seen {
    struct sb_tree_batch batch;
    uint64_t entries, bytes;
};

static void on_entry(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct seen *seen = ctx;
    char piece[777];
    struct sb_err err = {0};
    ptrdiff_t got = 1;
    must(worker == 0 && ++seen->entries <= 2 * limits.entries);
    must(entry->name.n && sb_str_chr(entry->name, '/') == SB_NPOS && !sb_str_eq(entry->name, SB_S("..")));
    sb_tree_add(&seen->batch, entry);
    while (stream && seen->entries % 3 && (got = stream->read(stream, piece, sizeof piece, &err)) > 0)
        seen->bytes += (uint64_t)got;
    must(seen->bytes <= 3 * limits.archive_bytes);
}

static sb_rc read_zip(int fd, size_t size, const struct sb_source_options *options, const struct sb_visitor *visitor,
                      struct sb_diags *diags, struct sb_err *err)
{
    struct sb_piece piece;
    static const struct sb_archive_part part = {.seek = sb_piece_seek};
    sb_piece_begin(&piece, fd, 0, size);
    return sb_archive_read_part(&piece.stream, &limits, options, visitor, diags, &part, err);
}

static sb_rc read_cpio(sb_str bytes, const struct sb_source_options *options, const struct sb_visitor *visitor,
                       struct sb_diags *diags, struct sb_err *err)
{
    struct sb_mem_stream in;
    sb_mem_stream(&in, bytes);
    struct sb_cpio *cpio = sb_cpio_open(&in.stream, &limits);
    sb_rc rc = sb_archive_read(sb_cpio_stream(cpio), &limits, options, visitor, diags, err);
    sb_cpio_close(cpio);
    return rc;
}

static sb_rc read_package(int fd, sb_str bytes, const struct sb_visitor *visitor, struct sb_diags *diags,
                          struct sb_err *err)
{
    const struct sb_source_options options = {.threads = 1};
    if (sb_is_deb(bytes))
        return sb_deb_read(fd, &limits, &options, visitor, diags, err);
    if (sb_is_rpm_file(bytes))
        return sb_rpm_file_read(fd, &limits, &options, visitor, diags, err);
    if (sb_is_cpio(bytes) || sb_is_deflated(bytes))
        return read_cpio(bytes, &options, visitor, diags, err);
    return read_zip(fd, bytes.n, &options, visitor, diags, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen seen = {0};
    struct sb_tree tree;
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_visitor visitor = {.ctx = &seen, .entry = on_entry};
    int fd = memfd_create("package", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    sb_rc rc = read_package(fd, sb_str_n((const char *)data, size), &visitor, &diags, &err);
    must(rc == SB_OK || err.text[0]);
    sb_tree_build(&tree, &seen.batch, 1);
    for (uint32_t i = 2; i < tree.n; i++)
        must(tree.nodes[i].parent >= 1 && tree.nodes[i].parent < i);
    sb_tree_done(&tree);
    sb_diags_done(&diags);
    close(fd);
    return 0;
}
