#include "source/archive_links.h"

enum { HOPS = 40 }; /* as the kernel */

void sb_archive_links_done(struct sb_archive_links *links)
{
    sb_free(links->p.p);
    sb_map_done(&links->children);
    sb_arena_done(&links->text);
    sb_buf_done(&links->scratch);
    sb_buf_done(&links->asked);
    *links = (struct sb_archive_links){0};
}

/* The slot that has, or would have, the child. */
static uint32_t *slot_of(const struct sb_archive_links *links, uint32_t parent, sb_str name, uint64_t *ret_key)
{
    uint64_t key = sb_hash(name.p, name.n, parent) >> 1;
    uint32_t *slot;
    while ((slot = sb_map_get(&links->children, key))) {
        const struct sb_archive_link *link = &links->p.p[*slot];
        if (link->parent == parent && sb_str_eq(link->name, name))
            break;
        key++;
    }
    *ret_key = key;
    return slot;
}

static uint32_t child_of(const struct sb_archive_links *links, uint32_t parent, sb_str name)
{
    uint64_t key;
    const uint32_t *slot = slot_of(links, parent, name, &key);
    return slot ? *slot : 0;
}

static uint32_t make_child(struct sb_archive_links *links, uint32_t parent, sb_str name)
{
    uint64_t key;
    const uint32_t *slot = slot_of(links, parent, name, &key);
    if (slot)
        return *slot;
    if (links->p.n == 0)
        *SB_PUSH(&links->p) = (struct sb_archive_link){0};
    *sb_map_put(&links->children, key) = (uint32_t)links->p.n;
    *SB_PUSH(&links->p) = (struct sb_archive_link){.parent = parent, .name = sb_arena_str(&links->text, name)};
    return (uint32_t)links->p.n - 1;
}

static uint32_t later(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Walks FOLDER as far as it is known. True at the first link, with what is behind it in REST and the folder that holds
 * it in HOLDS; else *RET_AT is the folder, or 0. */
static bool first_link(const struct sb_archive_links *links, sb_str folder, uint32_t *ret_at, sb_str *ret_holds,
                       sb_str *ret_rest)
{
    uint32_t at = 0;
    uint32_t struck = 0;
    sb_str rest = folder;
    sb_str part;
    *ret_at = 0;
    while (rest.n) {
        sb_str_cut(&rest, '/', &part);
        at = child_of(links, at, part);
        if (at == 0)
            return false;
        const struct sb_archive_link *link = &links->p.p[at];
        if (links->now && link->yields >= links->first && link->yields < links->now)
            return false;
        if (link->since > struck && link->since >= link->struck) {
            *ret_at = at;
            *ret_holds = sb_str_part(folder, 0, (size_t)(part.p - folder.p));
            *ret_rest = rest;
            return true;
        }
        struck = later(struck, link->struck);
    }
    *ret_at = at;
    return false;
}

unsigned sb_archive_links_follow(struct sb_archive_links *links, bool root, uint32_t depth, struct sb_buf *path)
{
    unsigned bits = 0;
    uint32_t at;
    sb_str holds, rest;
    sb_str folder = sb_path_dir(sb_buf_all(path));
    if (links->p.n == 0 || (links->answered && sb_str_eq(folder, sb_buf_all(&links->asked))))
        return 0;
    for (unsigned hops = 0; first_link(links, folder, &at, &holds, &rest); hops++) {
        const struct sb_archive_link *link = &links->p.p[at];
        if (hops == HOPS)
            return bits | SB_PATH_DEEP;
        sb_buf_clear(&links->scratch);
        if (!sb_str_starts(link->target, SB_S("/")))
            sb_buf_str(&links->scratch, holds);
        sb_buf_str(&links->scratch, link->target);
        sb_buf_chr(&links->scratch, '/');
        sb_buf_str(&links->scratch, rest);
        sb_buf_chr(&links->scratch, '/');
        sb_buf_str(&links->scratch, sb_path_base(sb_buf_all(path)));
        /* An absolute target counts from the root, and its slash is no news. */
        bits |= SB_PATH_LINKED | (sb_archive_path(sb_buf_all(&links->scratch), depth, path) &
                                  (root ? SB_PATH_DEEP : SB_PATH_LEAVES | SB_PATH_DEEP));
        if (bits & (SB_PATH_LEAVES | SB_PATH_DEEP))
            return bits;
        folder = sb_path_dir(sb_buf_all(path));
    }
    sb_buf_clear(&links->asked);
    sb_buf_str(&links->asked, folder);
    links->asked_at = at;
    links->answered = true;
    return bits;
}

static uint32_t folder_of(const struct sb_archive_links *links, sb_str folder)
{
    uint32_t at = 0;
    sb_str part;
    if (links->answered && sb_str_eq(folder, sb_buf_all(&links->asked)))
        return links->asked_at;
    while (folder.n) {
        sb_str_cut(&folder, '/', &part);
        at = child_of(links, at, part);
        if (at == 0)
            break;
    }
    return at;
}

static void add_link(struct sb_archive_links *links, const struct sb_entry *entry, uint32_t n)
{
    uint32_t at = 0;
    sb_str rest = entry->dir;
    sb_str part;
    while (rest.n) {
        sb_str_cut(&rest, '/', &part);
        at = make_child(links, at, part);
    }
    at = make_child(links, at, entry->name);
    struct sb_archive_link *link = &links->p.p[at];
    link->since = link->struck = n;
    link->target = sb_arena_str(&links->text, entry->target);
    links->answered = false;
}

void sb_archive_links_look_ahead(struct sb_archive_links *links, uint32_t first, uint32_t n)
{
    links->answered = links->answered && links->now == n;
    links->first = first;
    links->now = n;
}

/* What ENTRY is called, or 0 if neither that nor what lies below is or was a link. */
static uint32_t place_of(const struct sb_archive_links *links, const struct sb_entry *entry)
{
    uint32_t folder = folder_of(links, entry->dir);
    return entry->dir.n && folder == 0 ? 0 : child_of(links, folder, entry->name);
}

void sb_archive_links_yield(struct sb_archive_links *links, const struct sb_entry *entry, uint32_t n)
{
    uint32_t at = place_of(links, entry);
    struct sb_archive_link *link = at ? &links->p.p[at] : NULL;
    if (!link || entry->kind == SB_ENTRY_OPAQUE || link->yields >= links->first)
        return;
    bool stays = link->since ? entry->kind == SB_ENTRY_LINK && sb_str_eq(entry->target, link->target)
                             : entry->kind == SB_ENTRY_DIR;
    if (!stays)
        link->yields = n;
}

void sb_archive_links_take(struct sb_archive_links *links, const struct sb_entry *entry, uint32_t n)
{
    if (entry->kind == SB_ENTRY_LINK) {
        add_link(links, entry, n);
        return;
    }
    if (links->p.n == 0)
        return;
    uint32_t at = place_of(links, entry);
    if (at == 0)
        return;
    if (entry->kind != SB_ENTRY_OPAQUE)
        links->p.p[at].since = 0;
    if (entry->kind != SB_ENTRY_DIR)
        links->p.p[at].struck = n;
    links->answered = false;
}
