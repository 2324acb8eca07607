#include "collect/image.h"

static bool has(const struct sb_tree *tree, const char *path, enum sb_entry_kind kind)
{
    sb_node node = sb_tree_find(tree, SB_NODE_ROOT, sb_str_of(path), true);
    return node.v && sb_tree_at(tree, node)->kind == kind;
}

/* "ID/layer.tar", as docker save wrote it up to version 24. */
static bool has_layers(const struct sb_tree *tree)
{
    for (uint32_t i = SB_NODE_ROOT.v + 1; i < tree->n; i = tree->nodes[i].end)
        if (sb_tree_child(tree, (sb_node){i}, SB_S("layer.tar")).v)
            return true;
    return false;
}

const char *sb_image_form(const struct sb_tree *tree)
{
    bool blobs = has(tree, "blobs/sha256", SB_ENTRY_DIR);
    if (has(tree, "manifest.json", SB_ENTRY_FILE) && (blobs || has_layers(tree)))
        return "a container image as docker save writes it";
    if (has(tree, "oci-layout", SB_ENTRY_FILE) && has(tree, "index.json", SB_ENTRY_FILE) && blobs)
        return "a container image in the OCI layout";
    return NULL;
}
