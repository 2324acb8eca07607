#include "source/tree_number.h"

struct numbering {
    struct sb_tree_sort *sort;
    struct sb_tree *tree;
    uint32_t *numbers;
    uint32_t next;
};

/* A folder whose items are gone through. */
struct frame {
    struct sb_tree_node *entry;
    uint32_t node;
    uint32_t since; /* what came before it was struck */
    uint32_t only;  /* in an archive: what came with it; all else was struck. Else 0 */
    size_t at, end; /* what is left of the folder's items */
};

static struct frame frame_of(const struct sb_tree_sort *sort, uint32_t folder)
{
    size_t first = sort->folders.p[folder].first;
    return (struct frame){.at = first, .end = first + sort->folders.p[folder].n};
}

/* What becomes of the entries that have one path. */
struct outcome {
    struct sb_tree_node *winner; /* NULL: all were struck */
    uint32_t folder;             /* what lies below it, or 0 */
    uint32_t since;
};

static uint32_t later(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* A file or link, and what lies below its path: the later one stays. */
static void settle(const struct sb_tree_sort *sort, struct outcome *out, struct sb_tree_node *made_up)
{
    const struct sb_tree_node *winner = out->winner;
    uint32_t below = made_up ? sort->folders.p[made_up->parent].last : 0;
    if (!winner || (winner->kind != SB_ENTRY_DIR && winner->sequence && made_up && below > winner->sequence))
        out->winner = made_up;
    if (made_up && (!winner || winner->kind == SB_ENTRY_DIR || below >= winner->sequence))
        out->folder = made_up->parent;
}

/* The items of one name, while they are gone through. */
struct names {
    const struct sb_tree_sort *sort;
    struct outcome out;
    struct sb_tree_node *made_up, *opaque;
    uint32_t only; /* as in the frame */
};

static void take_item(struct names *names, struct sb_tree_node *entry)
{
    struct outcome *out = &names->out;
    bool folder = entry->kind == SB_ENTRY_DIR;
    uint32_t emptied = names->opaque ? names->opaque->sequence : 0;
    if (names->only && !entry->made_up && entry->sequence != names->only)
        return;
    if (entry->made_up) {
        if (names->sort->folders.p[entry->parent].last >= later(out->since, emptied))
            names->made_up = entry;
    } else if (entry->kind == SB_ENTRY_INSIDE) {
        out->since = later(out->since, entry->sequence + 1); /* its archive is gone */
    } else if (entry->sequence >= out->since && entry->kind == SB_ENTRY_OPAQUE) {
        names->opaque = names->opaque ? names->opaque : entry;
    } else if (entry->sequence >= out->since && (folder || entry->sequence >= emptied)) {
        if (!out->winner && entry->kind != SB_ENTRY_WHITEOUT)
            out->winner = entry;
        if (!folder)
            out->since = entry->sequence;
    }
}

static struct sb_tree_node *item(const struct sb_tree_sort *sort, size_t i)
{
    return &sort->entries[sort->items[i]];
}

/* The inside of an archive, whose own entry stands before it in the batch, and in the folder by name: it is there if
 * that is, and then nothing else has its place. */
static bool take_inside(const struct numbering *n, struct frame *frame, struct outcome *out)
{
    sb_str name = item(n->sort, frame->at)->name;
    size_t at = frame->at;
    for (; at < frame->end && sb_str_eq(item(n->sort, at)->name, name); at++) {
        struct sb_tree_node *entry = item(n->sort, at);
        if (entry->made_up)
            out->folder = entry->parent;
        else if (entry->kind == SB_ENTRY_INSIDE && n->sort->items[at] && n->numbers[n->sort->items[at] - 1])
            out->winner = entry;
    }
    if (!out->winner) {
        out->folder = 0;
        return false;
    }
    out->since = out->winner->sequence;
    frame->at = at;
    return true;
}

/* The items of the frame's next name. They are sorted: later ones first, and last one that was made up for the sake of
 * a path below it and tells which folder that is. An opaque folder is one even if nothing else says so. */
static struct outcome take_name(const struct numbering *n, struct frame *frame)
{
    const struct sb_tree_sort *sort = n->sort;
    sb_str name = item(sort, frame->at)->name;
    struct names names = {.sort = sort, .out.since = frame->since, .only = frame->only};
    if (sort->inside && name.p[name.n - 1] == '!' && take_inside(n, frame, &names.out))
        return names.out;
    do {
        take_item(&names, item(sort, frame->at));
    } while (++frame->at < frame->end && sb_str_eq(item(sort, frame->at)->name, name));
    if (names.opaque && !names.out.winner)
        names.out.winner = names.opaque;
    if (names.opaque)
        names.out.since = later(names.out.since, names.opaque->sequence);
    settle(sort, &names.out, names.made_up);
    return names.out;
}

/* Depth first, so that only the outermost archives come where no archive is open. */
static void keep_inside(struct numbering *n, uint32_t node, const struct frame *above)
{
    if (!above->only)
        *SB_PUSH(&n->tree->inside) = (sb_node){node};
}

static uint32_t give_number(struct numbering *n, struct sb_tree_node *entry, uint32_t parent)
{
    uint32_t number = n->next++;
    n->numbers[entry - n->sort->entries] = number;
    entry->parent = parent;
    entry->end = number + 1;
    if (entry->kind == SB_ENTRY_INSIDE || entry->kind == SB_ENTRY_OPAQUE)
        entry->kind = SB_ENTRY_DIR;
    return number;
}

/* What lies in the folder that became NODE. */
static struct frame enter(const struct numbering *n, const struct frame *above, const struct outcome *out,
                          uint32_t node, bool inside)
{
    struct frame frame = frame_of(n->sort, out->folder);
    frame.entry = out->winner;
    frame.node = node;
    frame.since = out->since;
    frame.only = inside ? out->winner->sequence : above->only;
    return frame;
}

uint32_t *sb_tree_number(struct sb_tree_sort *sort, uint32_t since, struct sb_tree *tree)
{
    struct numbering n = {.sort = sort, .tree = tree, .numbers = sb_calloc(sort->n_entries, sizeof *n.numbers)};
    SB_VEC(struct frame) stack = {0};
    give_number(&n, &sort->entries[sort->n_entries - 2], 0);
    struct frame root = frame_of(sort, 0);
    root.entry = &sort->entries[sort->n_entries - 1];
    root.node = give_number(&n, root.entry, 0);
    root.since = since;
    *SB_PUSH(&stack) = root;
    while (stack.n) { /* depth first */
        struct frame *top = &stack.p[stack.n - 1];
        if (top->at == top->end) {
            top->entry->end = n.next;
            stack.n--;
            continue;
        }
        struct outcome out = take_name(&n, top);
        if (!out.winner)
            continue;
        bool inside = out.winner->kind == SB_ENTRY_INSIDE;
        uint32_t node = give_number(&n, out.winner, top->node);
        if (inside)
            keep_inside(&n, node, top);
        if (!out.folder)
            continue;
        struct frame below = enter(&n, top, &out, node, inside);
        *SB_PUSH(&stack) = below;
    }
    sb_free(stack.p);
    tree->n = n.next;
    return n.numbers;
}

/* Around each circle of entries of which one stands where the next belongs. */
static void put_circle(struct sb_tree_node *entries, uint32_t *numbers, size_t first)
{
    struct sb_tree_node carried = entries[first];
    size_t at = numbers[first];
    while (at != first) {
        struct sb_tree_node other = entries[at];
        size_t next = numbers[at];
        entries[at] = carried;
        numbers[at] = (uint32_t)at;
        carried = other;
        at = next;
    }
    entries[first] = carried;
    numbers[first] = (uint32_t)first;
}

void sb_tree_put(struct sb_tree_node *entries, uint32_t *numbers, size_t n_entries, size_t n_nodes)
{
    size_t none = n_entries - 2; /* has the number 0, and was not struck */
    for (size_t i = 0; i < n_entries; i++)
        if (numbers[i] == 0 && i != none)
            numbers[i] = (uint32_t)n_nodes++;
    for (size_t i = 0; i < n_entries; i++)
        if (numbers[i] != i)
            put_circle(entries, numbers, i);
}
