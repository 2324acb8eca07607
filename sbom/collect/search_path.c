#include "collect/search_path.h"

struct search {
    const struct sb_tree *tree;
    void (*take)(void *ctx, sb_node folder);
    void *ctx;
    size_t left; /* entries of folders that may be looked at */
};

static bool fits(sb_str pattern, sb_str name)
{
    size_t star = sb_str_chr(pattern, '*');
    return star == SB_NPOS ? sb_str_eq(pattern, name) : sb_str_starts(name, sb_str_part(pattern, 0, star));
}

/* PATH below FOLDER; a part that ends with "*" is the start of a name. */
static void look(struct search *s, sb_node folder, sb_str path)
{
    sb_str part;
    if (sb_tree_at(s->tree, folder)->kind != SB_ENTRY_DIR)
        return;
    if (path.n == 0) {
        s->take(s->ctx, folder);
        return;
    }
    sb_str_cut(&path, '/', &part);
    if (sb_str_chr(part, '*') == SB_NPOS) {
        sb_node child = sb_tree_child(s->tree, folder, part);
        if (child.v)
            look(s, child, path);
        return;
    }
    uint32_t end = sb_tree_at(s->tree, folder)->end;
    for (uint32_t i = folder.v + 1; i < end && s->left; i = sb_tree_at(s->tree, (sb_node){i})->end, s->left--)
        if (fits(part, sb_tree_at(s->tree, (sb_node){i})->name))
            look(s, (sb_node){i}, path);
}

void sb_search_paths(const struct sb_tree *tree, sb_node root, void (*take)(void *ctx, sb_node folder), void *ctx)
{
    enum { ENTRIES = 100000 };
    static const char *const paths[] = {"home/*/.node_libraries",
                                        "home/*/.node_modules",
                                        "root/.node_libraries",
                                        "root/.node_modules",
                                        "usr/local/lib/*/perl",
                                        "usr/local/lib/perl5",
                                        "usr/local/lib/python3.*/dist-packages",
                                        "usr/local/lib/python3.*/site-packages",
                                        "usr/local/lib/site_perl",
                                        "usr/local/lib/site_ruby",
                                        "usr/local/share/perl",
                                        "usr/local/share/perl5"};
    struct search s = {.tree = tree, .take = take, .ctx = ctx, .left = ENTRIES};
    for (size_t i = 0; i < SB_COUNT(paths); i++)
        look(&s, root, sb_str_of(paths[i]));
}
