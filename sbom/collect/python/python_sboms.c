/* Documents that a distribution brings along (PEP 770: *.dist-info/sboms/). What they list is part of the
 * distribution's own files, and not installed beside it: they are named, not read. */
#include "id/url.h"
#include "python/python_join.h"

enum { DOCUMENTS = 64 };

void sb_python_embedded(struct sb_join *join, const struct py_dist *dist)
{
    const struct sb_tree *tree = join->tree;
    if (!dist->manifest.v || !sb_str_ends(dist->folder, SB_S(".dist-info")))
        return;
    sb_node folder = sb_tree_find(tree, (sb_node){sb_tree_at(tree, dist->manifest)->parent}, SB_S("sboms"), true);
    uint32_t end = folder.v ? sb_tree_at(tree, folder)->end : 0;
    size_t n = 0;
    for (sb_node node = {folder.v + 1}; node.v < end; node.v++) {
        if (sb_tree_at(tree, node)->kind == SB_ENTRY_DIR || ++n > DOCUMENTS)
            continue;
        sb_str path = sb_arena_join(join->arena, dist->folder, SB_S("/sboms/"),
                                    sb_tree_path_below(tree, node, folder, join->arena));
        sb_doc_reference(join->doc, dist->component, SB_S("bom"), sb_url_of_path(path, join->arena), SB_STR_NONE);
    }
    if (n > DOCUMENTS)
        sb_join_diag(join, SB_D_LIST_CUT, sb_tree_path(tree, folder, join->arena), 0, "%zu documents", n);
}
