/* Any bytes as an archive: whatever comes out keeps to the limits and lies below the root. */
#include "base/mem.h"
#include "source/archive_read.h"
#include "source/capable.h"
#include "source/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sb_limits limits = {
    .file_bytes = 1 << 20, .archive_bytes = 8 << 20, .entries = 200, .depth = 16, .ratio = 200, .path_bytes = 20000};

struct seen {
    struct sb_tree_batch batch;
    uint64_t entries;
};

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_path(sb_str path, bool may_be_empty)
{
    sb_str part;
    uint32_t parts = 0;
    must(may_be_empty || path.n > 0);
    must(path.n == 0 || (path.p[0] != '/' && path.p[path.n - 1] != '/'));
    while (path.n) {
        sb_str_cut(&path, '/', &part);
        must(part.n > 0 && !sb_str_eq(part, SB_S(".")) && !sb_str_eq(part, SB_S("..")));
        must(++parts <= limits.depth + 1);
    }
}

static void on_entry(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct seen *seen = ctx;
    must(worker == 0 && ++seen->entries <= limits.entries);
    check_path(entry->dir, true);
    check_path(entry->name, false);
    check_path(entry->hardlink, true);
    must(sb_str_chr(entry->name, '/') == SB_NPOS);
    must(!stream || (entry->kind == SB_ENTRY_FILE && entry->hardlink.n == 0));
    sb_tree_add(&seen->batch, entry);
    /* Some are read to the end, some in part, some not at all. */
    char piece[777];
    uint64_t total = 0;
    struct sb_err err = {0};
    ptrdiff_t got = 1;
    while (stream && got > 0 && seen->entries % 3 != 2) {
        got = stream->read(stream, piece, sizeof piece, &err);
        total += got > 0 ? (uint64_t)got : 0;
        if (seen->entries % 3 == 1)
            break;
    }
    must(total <= limits.file_bytes);
    must(got != 0 || seen->entries % 3 != 0 || !stream || total == entry->size);
}

static void check_tree(const struct sb_tree *tree)
{
    for (uint32_t i = 2; i < tree->n; i++) {
        const struct sb_tree_node *node = &tree->nodes[i];
        must(node->parent >= 1 && node->parent < i && node->end > i && node->end <= tree->nodes[node->parent].end);
        must(sb_tree_child(tree, (sb_node){node->parent}, node->name).v == i);
        must(tree->nodes[node->parent].kind == SB_ENTRY_DIR);
        if (i < 50)
            sb_tree_find(tree, (sb_node){node->parent}, sb_tree_target(node), true);
    }
    for (size_t i = 0; i < tree->capable.n; i++) {
        const struct sb_tree_capable *capable = &tree->capable.p[i];
        must(capable->of > 1 && capable->of < tree->n && tree->nodes[capable->of].kind == SB_ENTRY_FILE);
        must(i == 0 || capable->of > capable[-1].of);
        must(sb_tree_capabilities(tree, (sb_node){capable->of}) == &capable->has && sb_capabilities_any(&capable->has));
    }
    for (size_t i = 0; i < tree->shared.n; i++) {
        const struct sb_tree_shared *shared = &tree->shared.p[i];
        must(shared->sequence < tree->nodes[shared->node.v].sequence && shared->batch == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen seen = {0};
    struct sb_tree tree;
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_mem_stream in;
    struct sb_source_options options = {.threads = 1};
    struct sb_visitor visitor = {.ctx = &seen, .entry = on_entry};
    sb_mem_stream(&in, sb_str_n((const char *)data, size));
    sb_rc rc = sb_archive_read(&in.stream, &limits, &options, &visitor, &diags, &err);
    must(rc == SB_OK || (rc == SB_E_SYNTAX && err.text[0]));
    sb_tree_build(&tree, &seen.batch, 1);
    check_tree(&tree);
    sb_tree_done(&tree);
    sb_diags_done(&diags);
    return 0;
}
