#include "source/kit/listing.h"

enum { SHOWN = 64 };

struct recorder {
    struct sb_arena arena;
    SB_VEC(sb_str) lines;
    struct sb_tree_batch batch;
    struct sb_buf content;
};

struct listing {
    struct recorder *recorders;
};

static bool want_all(void *ctx, unsigned worker, const struct sb_entry *entry)
{
    (void)ctx;
    (void)worker;
    (void)entry;
    return true;
}

static sb_str content_of(struct recorder *r, struct sb_stream *stream)
{
    struct sb_err err = {0};
    if (!stream)
        return SB_STR_NONE;
    if (sb_read_all(stream, (size_t)1 << 30, &r->content, &err) != SB_OK)
        return SB_S(" : !");
    return sb_arena_join(&r->arena, SB_S(" : "), sb_str_part(sb_buf_all(&r->content), 0, SHOWN), SB_STR_NONE);
}

static void record(void *ctx, unsigned worker, const struct sb_entry *entry, struct sb_stream *stream)
{
    struct listing *listing = ctx;
    struct recorder *r = &listing->recorders[worker];
    sb_tree_add(&r->batch, entry);
    sb_str target = entry->kind == SB_ENTRY_LINK ? entry->target : entry->hardlink;
    sb_str content = content_of(r, stream);
    struct sb_buf line = {0};
    sb_buf_chr(&line, "fdls"[entry->kind]);
    sb_buf_chr(&line, ' ');
    sb_buf_str(&line, entry->dir);
    if (entry->dir.n)
        sb_buf_chr(&line, '/');
    sb_buf_str(&line, entry->name);
    if (target.n) {
        sb_buf_str(&line, SB_S(" = "));
        sb_buf_str(&line, target);
    }
    sb_buf_str(&line, content);
    *SB_PUSH(&r->lines) = sb_arena_str(&r->arena, sb_buf_all(&line));
    sb_buf_done(&line);
}

static int by_bytes(const void *left, const void *right)
{
    return sb_str_cmp(*(const sb_str *)left, *(const sb_str *)right);
}

static void write_lines(struct listing *listing, unsigned threads, struct sb_buf *text)
{
    SB_VEC(sb_str) all = {0};
    for (unsigned i = 0; i < threads; i++)
        for (size_t j = 0; j < listing->recorders[i].lines.n; j++)
            *SB_PUSH(&all) = listing->recorders[i].lines.p[j];
    if (all.n)
        qsort(all.p, all.n, sizeof *all.p, by_bytes);
    for (size_t i = 0; i < all.n; i++) {
        sb_buf_str(text, all.p[i]);
        sb_buf_chr(text, '\n');
    }
    sb_free(all.p);
}

static void write_diags(struct sb_diags *diags, unsigned threads, struct sb_buf *text)
{
    for (unsigned i = 1; i < threads; i++)
        sb_diags_merge(&diags[0], &diags[i]);
    sb_diags_sort(&diags[0]);
    for (size_t i = 0; i < diags[0].n; i++) {
        sb_buf_printf(text, "%s ", sb_codes[diags[0].p[i].code].name);
        sb_buf_str(text, diags[0].p[i].path);
        sb_buf_chr(text, '\n');
    }
}

static void build(struct listing *listing, unsigned threads, struct sb_tree *tree)
{
    struct sb_tree_batch *batches = sb_calloc(threads, sizeof *batches);
    for (unsigned i = 0; i < threads; i++) {
        batches[i] = listing->recorders[i].batch;
        listing->recorders[i].batch = (struct sb_tree_batch){0};
    }
    sb_tree_build(tree, batches, threads);
    sb_free(batches);
}

sb_rc sb_kit_listing(struct sb_source *source, const struct sb_source_options *options, struct sb_buf *text,
                     struct sb_tree *tree, struct sb_err *err)
{
    unsigned threads = options->threads ? options->threads : 1;
    struct listing listing = {sb_calloc(threads, sizeof(struct recorder))};
    struct sb_diags *diags = sb_calloc(threads, sizeof *diags);
    struct sb_visitor visitor = {.ctx = &listing, .wants = want_all, .entry = record};
    sb_buf_clear(text);
    sb_rc rc = source->type->run(source, options, &visitor, diags, err);
    write_lines(&listing, threads, text);
    write_diags(diags, threads, text);
    if (tree)
        build(&listing, threads, tree);
    for (unsigned i = 0; i < threads; i++) {
        struct recorder *r = &listing.recorders[i];
        sb_tree_batch_done(&r->batch);
        sb_arena_done(&r->arena);
        sb_free(r->lines.p);
        sb_buf_done(&r->content);
        sb_diags_done(&diags[i]);
    }
    sb_free(listing.recorders);
    sb_free(diags);
    sb_source_close(source);
    return rc;
}
