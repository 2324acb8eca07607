/* A root file system in memory, for harnesses: a source that delivers its files once, forwards or backwards. */
#ifndef SB_COLLECT_KIT_DPKG_MEMORY_H
#define SB_COLLECT_KIT_DPKG_MEMORY_H

#include "collect/collect.h"

enum { MEMORY_FILES = 32 };
struct memory_file {
    sb_str dir, name, bytes; /* of a link: where it leads */
    bool link;
};
struct memory {
    struct sb_source source;
    struct memory_file files[MEMORY_FILES];
    size_t n;
    bool backwards;
};

static inline void memory_add(struct memory *memory, sb_str path, sb_str bytes)
{
    memory->files[memory->n++] = (struct memory_file){sb_path_dir(path), sb_path_base(path), bytes, false};
}

static inline void memory_link(struct memory *memory, sb_str path, sb_str target)
{
    memory->files[memory->n++] = (struct memory_file){sb_path_dir(path), sb_path_base(path), target, true};
}

static inline sb_rc memory_run(struct sb_source *source, const struct sb_source_options *options,
                               const struct sb_visitor *visitor, struct sb_diags *diags, struct sb_err *err)
{
    const struct memory *memory = source->state;
    (void)options;
    (void)diags;
    (void)err;
    for (size_t i = 0; i < memory->n; i++) {
        const struct memory_file *file = &memory->files[memory->backwards ? memory->n - 1 - i : i];
        struct sb_entry entry = {.dir = file->dir,
                                 .name = file->name,
                                 .kind = SB_ENTRY_FILE,
                                 .size = file->bytes.n,
                                 .mode = SB_MODE_UNKNOWN};
        struct sb_mem_stream stream;
        sb_mem_stream(&stream, file->bytes);
        if (file->link)
            entry =
                (struct sb_entry){.dir = file->dir, .name = file->name, .kind = SB_ENTRY_LINK, .target = file->bytes};
        visitor->entry(visitor->ctx, 0, &entry, file->bytes.n && !file->link ? &stream.stream : NULL);
    }
    return SB_OK;
}

static inline struct sb_doc *memory_scan(struct memory *memory, bool backwards)
{
    static const struct sb_source_type type = {.scheme = "memory", .run = memory_run};
    struct sb_scan_options options = {.threads = 1, .facts = true, .root = "fuzz"};
    struct sb_err err = {0};
    struct sb_doc *doc = sb_doc_new();
    memory->source = (struct sb_source){.type = &type, .state = memory};
    memory->backwards = backwards;
    if (sb_scan(&memory->source, &options, doc, &err) != SB_OK)
        abort();
    return doc;
}

/* Aborts unless both documents have the same components, facts and relations. */
static inline void memory_same(const struct sb_doc *a, const struct sb_doc *b)
{
    if (sb_doc_count(a) != sb_doc_count(b) || a->facts.n != b->facts.n || a->relations.n != b->relations.n ||
        a->diags.n != b->diags.n)
        abort();
    for (uint32_t c = 1; c <= sb_doc_count(a); c++)
        if (!sb_str_eq(sb_doc_str(a, sb_doc_at(a, (sb_comp){c})->ref), sb_doc_str(b, sb_doc_at(b, (sb_comp){c})->ref)))
            abort();
    for (size_t i = 0; i < a->facts.n; i++)
        if (a->facts.p[i].owner.v != b->facts.p[i].owner.v ||
            !sb_str_eq(sb_doc_str(a, a->facts.p[i].value), sb_doc_str(b, b->facts.p[i].value)))
            abort();
}

/* Scans both ways and compares. */
static inline void memory_check(struct memory *memory)
{
    struct sb_doc *forwards = memory_scan(memory, false);
    struct sb_doc *backwards = memory_scan(memory, true);
    memory_same(forwards, backwards);
    sb_doc_free(forwards);
    sb_doc_free(backwards);
}

/* The same of a root with files at PATHS, whose bytes are the parts of DATA between form feeds (the last has the rest),
 * and a few that packages may own. */
static inline void memory_check_files(const char *const *paths, size_t n, sb_str data)
{
    struct memory memory = {0};
    for (size_t i = 0; i < n; i++) {
        sb_str bytes = data;
        if (i + 1 < n)
            sb_str_cut(&data, '\f', &bytes);
        memory_add(&memory, sb_str_of(paths[i]), bytes);
    }
    memory_add(&memory, SB_S("usr/bin/a"), SB_S("a"));
    memory_add(&memory, SB_S("etc/cron.d/a"), SB_S("b"));
    memory_link(&memory, SB_S("usr/bin/b"), SB_S("a"));
    memory_check(&memory);
}

#endif
