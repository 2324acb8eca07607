#include "source/capable.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/xattr.h>

/* ---- asking ---- */

enum { ROOM = 4 * SB_CAPABILITY_BYTES };

/* N and the errno of what asked. A value that has no room is none of Linux' either. */
static void take_value(const char *value, ssize_t n, struct sb_rights *ret)
{
    if (n >= 0 && sb_capabilities_decode(sb_str_n(value, (size_t)n), &ret->capabilities))
        ret->capable = sb_capabilities_any(&ret->capabilities) ? SB_CAPABLE_SOME : SB_CAPABLE_NONE;
    else if (n >= 0 || errno == ERANGE)
        ret->capable = SB_CAPABLE_ODD;
    else
        ret->capable = errno == ENODATA ? SB_CAPABLE_NONE : SB_CAPABLE_UNKNOWN;
}

void sb_capable_fd(int fd, struct sb_rights *ret)
{
    char value[ROOM];
    take_value(value, fgetxattr(fd, SB_CAPABILITY_ATTRIBUTE, value, sizeof value), ret);
}

void sb_capable_path(const char *path, struct sb_rights *ret)
{
    char value[ROOM];
    take_value(value, lgetxattr(path, SB_CAPABILITY_ATTRIBUTE, value, sizeof value), ret);
}

void sb_capable_tell_odd(struct sb_diags *diags, sb_str path)
{
    sb_diag(diags, SB_D_CAPABILITY_ODD, path, 0,
            "the value of " SB_CAPABILITY_ATTRIBUTE " is of no known revision or length");
}

/* ---- by token, by node ---- */

static int by_number(const void *left, const void *right)
{
    const struct sb_tree_capable *a = left;
    const struct sb_tree_capable *b = right;
    return (a->of > b->of) - (a->of < b->of);
}

static const struct sb_capabilities *find(const sb_tree_capables *list, uint32_t number)
{
    const struct sb_tree_capable wanted = {.of = number};
    const struct sb_tree_capable *found =
        list->n ? bsearch(&wanted, list->p, list->n, sizeof *list->p, by_number) : NULL;
    return found ? &found->has : NULL;
}

const struct sb_capabilities *sb_tree_capabilities(const struct sb_tree *tree, sb_node node)
{
    return find(&tree->capable, node.v);
}

void sb_tree_add_capable(struct sb_tree *tree, sb_node node, const struct sb_capabilities *has)
{
    *SB_PUSH(&tree->capable) = (struct sb_tree_capable){node.v, *has};
}

/* Who unpacks an archive may go by either of two that are said of one file. */
void sb_tree_capable_sort(struct sb_tree *tree)
{
    sb_tree_capables *list = &tree->capable;
    size_t n = 0;
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, by_number);
    for (size_t i = 0; i < list->n; i++)
        if (n && list->p[n - 1].of == list->p[i].of)
            sb_capabilities_unite(&list->p[n - 1].has, &list->p[i].has);
        else
            list->p[n++] = list->p[i];
    list->n = n;
}

static void add(struct sb_tree *tree, uint32_t node, const struct sb_capabilities *has)
{
    if (node && has)
        sb_tree_add_capable(tree, (sb_node){node}, has);
}

void sb_tree_keep_capable(struct sb_tree *tree, const struct sb_tree_batch *batches)
{
    for (size_t i = 0; i < tree->n_parts; i++)
        for (size_t j = 0; j < batches[i].capable.n; j++)
            add(tree, sb_tree_of(tree, i, batches[i].capable.p[j].of).v, &batches[i].capable.p[j].has);
    sb_tree_capable_sort(tree);
    const sb_tree_capables own = tree->capable;
    if (own.n == 0 && tree->shared.n == 0)
        return;
    tree->capable = (sb_tree_capables){0};
    for (size_t i = 0; i < tree->shared.n; i++) {
        const struct sb_tree_shared *shared = &tree->shared.p[i];
        add(tree, shared->node.v, find(&batches[shared->batch].capable, shared->token));
        add(tree, sb_tree_of(tree, shared->batch, shared->token).v, find(&own, shared->node.v));
    }
    for (size_t i = 0; i < own.n; i++)
        add(tree, own.p[i].of, &own.p[i].has);
    sb_free(own.p);
    sb_tree_capable_sort(tree);
}
