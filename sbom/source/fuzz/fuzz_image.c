/* Pieces of an image, put together: whatever they say, what comes out keeps to the limits, lies below the root and
 * makes a tree. The input is pieces with a line "%%" between them: the list (index.json where it begins with an object,
 * else manifest.json), and then blobs; "@1" to "@9" in the first five of them stand for the digest of that piece. */
#include <sys/mman.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"
#include "source/image.h"
#include "source/image_source.h"
#include "source/tree_layers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PIECES = 10, TEXTS = 5, HEX = 2 * SB_SHA256_BYTES, BLOCK = 512 };

static const struct sb_limits limits = {
    .file_bytes = 1 << 18, .archive_bytes = 4 << 20, .entries = 200, .depth = 16, .ratio = 200, .path_bytes = 20000};

static void must(bool ok)
{
    if (!ok)
        abort();
}

/* ---- from pieces to a tar ---- */

struct pieces {
    struct sb_buf p[PIECES];
    char hex[PIECES][HEX];
    size_t n;
};

static void put_file(struct sb_buf *tar, const char *name, size_t n_name, sb_str bytes)
{
    char block[BLOCK] = {0};
    unsigned sum = 8 * ' ';
    memcpy(block, name, n_name < 100 ? n_name : 99);
    snprintf(block + 100, 8, "%07o", 0644u);
    snprintf(block + 124, 12, "%011lo", (unsigned long)bytes.n);
    block[156] = '0';
    memcpy(block + 257,
           "ustar\0"
           "00",
           8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += i >= 148 && i < 156 ? 0 : (unsigned char)block[i];
    snprintf(block + 148, 8, "%06o", sum);
    sb_buf_add(tar, block, BLOCK);
    sb_buf_str(tar, bytes);
    memset(block, 0, BLOCK);
    if (bytes.n % BLOCK)
        sb_buf_add(tar, block, BLOCK - bytes.n % BLOCK);
}

static void put_text(struct pieces *pieces, size_t number, sb_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        size_t named = i + 1 < text.n && text.p[i] == '@' ? (size_t)(text.p[i + 1] - '0') : 0;
        if (named > number && named < PIECES) {
            sb_buf_add(&pieces->p[number], pieces->hex[named], HEX);
            i++;
        } else {
            sb_buf_chr(&pieces->p[number], text.p[i]);
        }
    }
}

/* The last ones first: those before name their digests. */
static void cut(struct pieces *pieces, sb_str rest)
{
    sb_str texts[PIECES];
    static const sb_str between = {"\n%%\n", 4};
    while (pieces->n < PIECES) {
        size_t at = sb_str_find(rest, between);
        texts[pieces->n++] = sb_str_part(rest, 0, at);
        if (at == SB_NPOS)
            break;
        rest = sb_str_from(rest, at + between.n);
    }
    for (size_t i = pieces->n; i-- > 0;) {
        uint8_t digest[SB_SHA256_BYTES];
        if (i < TEXTS)
            put_text(pieces, i, texts[i]);
        else
            sb_buf_str(&pieces->p[i], texts[i]);
        sb_sha256_of(sb_buf_all(&pieces->p[i]), digest);
        sb_hex_encode(digest, sizeof digest, pieces->hex[i]);
    }
}

static void put_all(struct pieces *pieces, struct sb_buf *tar)
{
    sb_str list = sb_buf_all(&pieces->p[0]);
    static const char end[2 * BLOCK] = {0};
    bool index = sb_str_starts(list, SB_S("{"));
    put_file(tar, index ? "index.json" : "manifest.json", index ? 10 : 13, list);
    if (index)
        put_file(tar, "oci-layout", 10, SB_S("{}"));
    for (size_t i = 1; i < pieces->n; i++) {
        char name[13 + HEX] = "blobs/sha256/";
        memcpy(name + 13, pieces->hex[i], HEX);
        put_file(tar, name, sizeof name, sb_buf_all(&pieces->p[i]));
    }
    sb_buf_add(tar, end, sizeof end);
}

/* ---- what comes of it ---- */

struct seen {
    struct sb_tree_batch batch;
    uint64_t entries;
};

static void on_entry(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct seen *seen = ctx;
    char piece[777];
    struct sb_err err = {0};
    must(worker == 0 && ++seen->entries <= limits.entries);
    must(sb_str_chr(entry->name, '/') == SB_NPOS && (entry->name.n || entry->kind == SB_ENTRY_OPAQUE));
    must(!stream || entry->kind == SB_ENTRY_FILE);
    sb_tree_add(&seen->batch, entry);
    while (stream && seen->entries % 2 && stream->read(stream, piece, sizeof piece, &err) > 0)
        continue;
}

static void check_tree(const struct sb_tree *tree)
{
    for (uint32_t i = 2; i < tree->n; i++) {
        const struct sb_tree_node *node = &tree->nodes[i];
        must(node->kind <= SB_ENTRY_SPECIAL && tree->nodes[node->parent].kind == SB_ENTRY_DIR);
        must(node->parent >= 1 && node->parent < i && node->end > i && node->end <= tree->nodes[node->parent].end);
        must(sb_tree_child(tree, (sb_node){node->parent}, node->name).v == i);
    }
    for (size_t i = 0; i < tree->shared.n; i++)
        must(tree->shared.p[i].sequence < tree->nodes[tree->shared.p[i].node.v].sequence);
}

static void check_image(const struct sb_image *image)
{
    for (size_t i = 0; i < image->n_layers; i++)
        must(image->layers[i].diff.n == 7 + HEX);
    for (size_t i = 1; i < image->n_properties; i++)
        must(sb_str_cmp(image->properties[i - 1].name, image->properties[i].name) <= 0);
}

static void run(struct sb_source *source, const char *platform)
{
    struct seen seen = {0};
    struct sb_tree tree;
    struct sb_diags diags = {0};
    struct sb_err err = {0};
    struct sb_source_options options = {.threads = 1, .names_only = platform != NULL, .platform = platform};
    struct sb_visitor visitor = {.ctx = &seen, .entry = on_entry};
    sb_rc rc = source->type->run(source, &options, &visitor, &diags, &err);
    must(rc == SB_OK || err.text[0]);
    if (rc == SB_OK)
        check_image(source->image);
    if (source->stride)
        sb_tree_settle_layers(&seen.batch, 1, source->stride, limits.depth, &diags);
    sb_tree_build(&tree, &seen.batch, 1);
    check_tree(&tree);
    sb_tree_done(&tree);
    sb_diags_done(&diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pieces pieces = {0};
    struct sb_buf tar = {0};
    struct sb_source *source = NULL;
    struct sb_err err = {0};
    cut(&pieces, sb_str_n((const char *)data, size));
    put_all(&pieces, &tar);
    int fd = memfd_create("image", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, tar.p, tar.n) == (ssize_t)tar.n);
    sb_rc rc = sb_image_source_open(fd, "image", &limits, &source, &err);
    must(rc == SB_OK || rc == SB_E_NOTFOUND || err.text[0]);
    if (rc == SB_OK) {
        run(source, size % 2 ? "linux/amd64" : NULL);
        sb_source_close(source);
    } else if (rc == SB_E_NOTFOUND && !err.rc) {
        close(fd);
    }
    for (size_t i = 0; i < pieces.n; i++)
        sb_buf_done(&pieces.p[i]);
    sb_buf_done(&tar);
    return 0;
}
