#include "source/kit/shuffled.h"

#include <unistd.h>

#include "base/mem.h"
#include "base/pool.h"
#include "source/name.h"

uint64_t sb_shuffle_seed = 1;

struct list {
    struct sb_arena arena;
    SB_VEC(struct sb_entry) entries;
};

static void keep(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct list *list = ctx;
    (void)worker;
    (void)stream;
    struct sb_entry copy = *entry;
    copy.dir = sb_arena_str(&list->arena, entry->dir);
    copy.name = sb_arena_str(&list->arena, entry->name);
    copy.target = sb_arena_str(&list->arena, entry->target);
    *SB_PUSH(&list->entries) = copy;
}

static int by_path(const void *left, const void *right)
{
    const struct sb_entry *a = left;
    const struct sb_entry *b = right;
    int order = sb_str_cmp(a->dir, b->dir);
    return order ? order : sb_str_cmp(a->name, b->name);
}

/* From one order, whatever readdir gave, into that of the seed. */
static void shuffle(struct list *list)
{
    uint64_t state = sb_shuffle_seed;
    if (list->entries.n)
        qsort(list->entries.p, list->entries.n, sizeof *list->entries.p, by_path);
    for (size_t i = list->entries.n; i > 1; i--) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        size_t j = (size_t)((state >> 33) % i);
        struct sb_entry swap = list->entries.p[i - 1];
        list->entries.p[i - 1] = list->entries.p[j];
        list->entries.p[j] = swap;
    }
}

struct delivery {
    struct sb_source *folder;
    const struct list *list;
    const struct sb_visitor *visitor;
    struct sb_diags *diags;
};

static sb_str lend(sb_str s)
{
    char *p = s.n ? sb_malloc(s.n) : NULL;
    return sb_str_n(s.n ? memcpy(p, s.p, s.n) : NULL, s.n);
}

static void give_back(sb_str s)
{
    char *p;
    memcpy(&p, &s.p, sizeof p); /* the slice is const, what it was lent from is not */
    sb_free(p);
}

static void deliver(void *ctx, unsigned worker, size_t i)
{
    const struct delivery *delivery = ctx;
    const struct sb_entry *kept = &delivery->list->entries.p[i];
    struct sb_entry entry = *kept;
    struct sb_arena scratch = {0};
    struct sb_fd_stream stream;
    int fd = -1;
    if (entry.kind == SB_ENTRY_FILE) {
        sb_str path = entry.dir.n ? sb_arena_join(&scratch, entry.dir, SB_S("/"), entry.name) : entry.name;
        struct sb_source_folder last = {0};
        struct sb_reopened opened = {.size = entry.size};
        fd = delivery->folder->type->reopen(delivery->folder, &last, path, &opened);
        entry.size = opened.size;
        sb_source_folder_done(&last);
        if (fd < 0)
            sb_diag(&delivery->diags[worker], SB_D_UNREADABLE, path, 0, "cannot open");
    }
    sb_fd_stream(&stream, fd);
    entry.dir = lend(kept->dir);
    entry.name = lend(kept->name);
    entry.target = lend(kept->target);
    bool opened = fd >= 0 && entry.size > 0;
    delivery->visitor->entry(delivery->visitor->ctx, worker, &entry, opened ? &stream.stream : NULL);
    give_back(entry.dir);
    give_back(entry.name);
    give_back(entry.target);
    sb_arena_done(&scratch);
    if (fd >= 0)
        close(fd);
}

static sb_rc shuffled_run(struct sb_source *source, const struct sb_source_options *options,
                          const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    struct list list = {0};
    struct sb_source *folder = source->state;
    struct sb_source_options alone = *options;
    struct sb_visitor keeper = {.ctx = &list, .entry = keep};
    alone.threads = 1;
    sb_rc rc = folder->type->run(folder, &alone, &keeper, diags, err);
    if (rc == SB_OK) {
        struct delivery delivery = {folder, &list, visitor, diags};
        shuffle(&list);
        sb_parallel(options->threads ? options->threads : 1, list.entries.n, deliver, &delivery);
    }
    sb_free(list.entries.p);
    sb_arena_done(&list.arena);
    return rc;
}

static int shuffled_claims(const char *path)
{
    return sb_source_dir.claims(path);
}

static sb_rc shuffled_open(const char *path, const struct sb_limits *limits, struct sb_source **ret_source,
                           struct sb_err *err)
{
    struct sb_source *folder;
    SB_TRY(sb_source_dir.open(path, limits ? limits : &sb_limits_default, &folder, err));
    *ret_source = sb_source_new(&sb_source_shuffled, path, folder, false);
    return SB_OK;
}

static void shuffled_close(struct sb_source *source)
{
    sb_source_close(source->state);
}

const struct sb_source_type sb_source_shuffled = {
    .scheme = "shuffled",
    .summary = "a folder whose entries come once, in an order that a seed decides",
    .claims = shuffled_claims,
    .open = shuffled_open,
    .run = shuffled_run,
    .close = shuffled_close,
};
