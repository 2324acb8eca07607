#include "id/licence_tree.h"

uint32_t sb_licence_leaf(struct sb_licence_tree *tree, sb_str text)
{
    *SB_PUSH(&tree->nodes) = (struct sb_licence_node){.op = SB_LICENCE_LEAF, .text = text};
    return (uint32_t)(tree->nodes.n - 1);
}

static void append_list(struct sb_licence_tree *tree, struct sb_licence_node *to, uint32_t first, uint32_t last,
                        uint32_t count)
{
    if (to->last)
        tree->nodes.p[to->last - 1].next = first;
    else
        to->first = first;
    to->last = last;
    to->children += count;
}

static void append(struct sb_licence_tree *tree, struct sb_licence_node *to, uint32_t operand)
{
    struct sb_licence_node *node = &tree->nodes.p[operand];
    if (node->op == to->op) {
        append_list(tree, to, node->first, node->last, node->children);
        node->taken = true;
    } else {
        append_list(tree, to, operand + 1, operand + 1, 1);
    }
}

uint32_t sb_licence_join(struct sb_licence_tree *tree, enum sb_licence_op op, uint32_t left, uint32_t right)
{
    struct sb_licence_node node = {.op = op};
    append(tree, &node, left);
    append(tree, &node, right);
    *SB_PUSH(&tree->nodes) = node;
    return (uint32_t)(tree->nodes.n - 1);
}

static int item_order(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

static void sort_items(struct sb_licence_node *node)
{
    qsort(node->items, node->n_items, sizeof *node->items, item_order);
    size_t n = 1;
    for (size_t i = 1; i < node->n_items; i++)
        if (!sb_str_eq(node->items[i], node->items[n - 1]))
            node->items[n++] = node->items[i];
    node->n_items = n;
}

/* Parentheses are needed around OR below AND only. */
static sb_str operand_text(const struct sb_licence_node *child, struct sb_arena *arena)
{
    return child->op == SB_LICENCE_OR ? sb_arena_join(arena, SB_S("("), child->text, SB_S(")")) : child->text;
}

/* The operands' texts. A child whose operands were all the same is one of them now, and may have our own between. */
static void gather_items(const struct sb_licence_tree *tree, struct sb_licence_node *node, struct sb_arena *arena)
{
    size_t n = 0;
    for (uint32_t at = node->first; at; at = tree->nodes.p[at - 1].next) {
        const struct sb_licence_node *child = &tree->nodes.p[at - 1];
        n += child->op == node->op ? child->n_items : 1;
    }
    node->items = sb_arena_alloc(arena, n * sizeof *node->items);
    node->n_items = n;
    n = 0;
    for (uint32_t at = node->first; at; at = tree->nodes.p[at - 1].next) {
        const struct sb_licence_node *child = &tree->nodes.p[at - 1];
        if (child->op == node->op) {
            memcpy(node->items + n, child->items, child->n_items * sizeof *child->items);
            n += child->n_items;
        } else {
            node->items[n++] = operand_text(child, arena);
        }
    }
}

static sb_str join_items(const struct sb_licence_node *node, struct sb_arena *arena)
{
    sb_str between = node->op == SB_LICENCE_AND ? SB_S(" AND ") : SB_S(" OR ");
    size_t n = 0;
    for (size_t i = 0; i < node->n_items; i++)
        n += node->items[i].n + between.n;
    char *text = sb_arena_alloc(arena, n + 1), *at = text;
    for (size_t i = 0; i < node->n_items; i++) {
        if (i)
            at = (char *)mempcpy(at, between.p, between.n);
        at = (char *)mempcpy(at, node->items[i].p, node->items[i].n);
    }
    *at = '\0';
    return sb_str_n(text, (size_t)(at - text));
}

/* What is left of AND after its repeats are gone may be a single OR in parentheses: then NODE becomes that OR. */
static void become_only_child(const struct sb_licence_tree *tree, struct sb_licence_node *node)
{
    const struct sb_licence_node *child = &tree->nodes.p[node->first - 1];
    node->op = child->op;
    node->items = child->items;
    node->n_items = child->n_items;
    node->text = child->text;
}

sb_str sb_licence_write(struct sb_licence_tree *tree, uint32_t root, bool sorted, struct sb_arena *arena)
{
    for (uint32_t i = 0; i <= root; i++) {
        struct sb_licence_node *node = &tree->nodes.p[i];
        if (node->op == SB_LICENCE_LEAF || node->taken)
            continue;
        gather_items(tree, node, arena);
        if (sorted)
            sort_items(node);
        if (node->n_items == 1)
            become_only_child(tree, node);
        else
            node->text = join_items(node, arena);
    }
    return tree->nodes.p[root].text;
}
