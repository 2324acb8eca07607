/* Any bytes as a Debian package, or as a zip that is read by its directory: what comes out keeps to the limits and lies
 * below the root. */
#include <sys/mman.h>
#include <unistd.h>

#include "source/archive_read.h"
#include "source/deb.h"
#include "source/image_blobs.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen seen = {0};
    struct sb_tree tree;
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_source_options options = {.threads = 1};
    struct sb_visitor visitor = {.ctx = &seen, .entry = on_entry};
    int fd = memfd_create("package", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    bool deb = sb_is_deb(sb_str_n((const char *)data, size));
    sb_rc rc = deb ? sb_deb_read(fd, SB_S("package"), &limits, &options, &visitor, &diags, &err)
                   : read_zip(fd, size, &options, &visitor, &diags, &err);
    must(rc == SB_OK || err.text[0]);
    sb_tree_build(&tree, &seen.batch, 1);
    for (uint32_t i = 2; i < tree.n; i++)
        must(tree.nodes[i].parent >= 1 && tree.nodes[i].parent < i);
    sb_tree_done(&tree);
    sb_diags_done(&diags);
    close(fd);
    return 0;
}
