#include "collect/content_elf.h"

#include "base/sort.h"
#include "collect/fact_json.h"
#include "text/json_write.h"

enum { NEEDED = 64, PATH = 1024 };

/* So many files do it, and the first of them by bytes. */
struct some {
    uint64_t n;
    sb_str path;
    sb_str folder; /* of the first: where its libraries are looked for */
};

struct all {
    uint64_t calls;
    struct some ifunc, search, unread;
    SB_VEC(sb_str) needed;
};

static void count(struct some *some, sb_str path)
{
    if (some->n++ == 0)
        some->path = path;
}

static void add(struct all *all, const struct sb_elf *elf, sb_str path)
{
    const char *name = elf->needed;
    all->calls |= elf->calls;
    for (size_t i = 0; i < elf->n_needed; i++) {
        *SB_PUSH(&all->needed) = sb_str_of(name);
        name += strlen(name) + 1;
    }
    if (elf->ifuncs)
        count(&all->ifunc, path);
    if (elf->search && all->search.n == 0)
        all->search.folder = sb_str_of(name);
    if (elf->search)
        count(&all->search, path);
    if (elf->unread)
        count(&all->unread, path);
}

static void put_calls(struct sb_buf *json, uint64_t calls)
{
    bool first = true;
    sb_fact_key(json, true, "calls");
    sb_buf_chr(json, '[');
    for (size_t i = 0; i < sb_elf_n_calls; i++) {
        if (!(calls >> i & 1))
            continue;
        if (!first)
            sb_buf_chr(json, ',');
        first = false;
        sb_json_quote(json, sb_str_of(sb_elf_calls[i]));
    }
    sb_buf_chr(json, ']');
}

static void put_some(struct sb_buf *json, const char *key, const struct some *some)
{
    if (some->n == 0)
        return;
    sb_fact_key(json, false, key);
    sb_buf_chr(json, '{');
    if (some->folder.p)
        sb_fact_text(json, true, "folder", some->folder);
    sb_fact_number(json, !some->folder.p, "n", some->n);
    sb_fact_text(json, false, "path", sb_str_part(some->path, 0, PATH));
    sb_buf_chr(json, '}');
}

static int by_bytes(const void *left, const void *right)
{
    const sb_str *a = left;
    const sb_str *b = right;
    return sb_str_cmp(*a, *b);
}

static void put_needed(struct sb_buf *json, struct all *all)
{
    size_t n = 0, more = 0;
    sb_fact_key(json, false, "needed");
    sb_buf_chr(json, '[');
    if (all->needed.n)
        qsort(all->needed.p, all->needed.n, sizeof *all->needed.p, by_bytes);
    for (size_t i = 0; i < all->needed.n; i++) {
        if (i && sb_str_eq(all->needed.p[i], all->needed.p[i - 1]))
            continue;
        if (n == NEEDED) {
            more++;
            continue;
        }
        if (n++)
            sb_buf_chr(json, ',');
        sb_json_quote(json, all->needed.p[i]);
    }
    if (more) {
        sb_buf_chr(json, ',');
        sb_buf_chr(json, '{');
        sb_fact_number(json, true, "more", more);
        sb_buf_chr(json, '}');
    }
    sb_buf_chr(json, ']');
}

/* What stands behind a link is the other component's. */
bool sb_content_elf(const struct sb_content_files *files, struct sb_buf *json)
{
    struct all all = {0};
    bool any = false;
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_content_file *file = &files->p[i];
        bool own = sb_content_in_set(file) && file->looked && file->at->kind == SB_ENTRY_FILE;
        const struct sb_elf *elf = own ? sb_looked_elf(file->looked) : NULL;
        if (elf)
            add(&all, elf, file->path);
        any |= elf != NULL;
    }
    if (any) {
        sb_buf_chr(json, '{');
        put_calls(json, all.calls);
        put_some(json, "ifunc", &all.ifunc);
        put_needed(json, &all);
        put_some(json, "search", &all.search);
        put_some(json, "unread", &all.unread);
        sb_buf_chr(json, '}');
    }
    sb_free(all.needed.p);
    return any;
}
