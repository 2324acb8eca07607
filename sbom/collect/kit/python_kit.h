/* Files of Python installations, one by one or as a site folder in a temporary root. */
#ifndef SB_COLLECT_KIT_PYTHON_KIT_H
#define SB_COLLECT_KIT_PYTHON_KIT_H

#include "collect/dispatch.h"
#include "collect/kit/dpkg_kit.h"
#include "model/facts.h"
#include "python/python.h"

#define SITE "usr/lib/python3.12/site-packages/"
#define DIST SITE "demo-1.0.dist-info/"
#define METADATA "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"

/* One file through the collector. */
struct one {
    struct sb_record_list records;
    struct sb_diags diags;
    struct sb_arena arena, scratch;
};

static inline const void *one_file(struct one *one, const char *path, sb_str bytes)
{
    struct sb_dispatch *dispatch = sb_dispatch_new(sb_collectors, 0);
    struct sb_dispatch_hit hits[64];
    sb_str dir = sb_path_dir(sb_str_of(path));
    sb_str name = sb_path_base(sb_str_of(path));
    *one = (struct one){0};
    size_t n = sb_dispatch_find(dispatch, dir, name, hits);
    assert_int_equal(n, 1);
    assert_ptr_equal(hits[0].collector, &sb_collect_python);
    struct sb_job job = {.collector = &sb_collect_python,
                         .kind = hits[0].row->kind,
                         .dir = dir,
                         .name = name,
                         .path = sb_str_of(path),
                         .bytes = bytes,
                         .arena = &one->arena,
                         .scratch = &one->scratch,
                         .diags = &one->diags,
                         .out = &one->records};
    sb_python_file(&job);
    sb_dispatch_free(dispatch);
    assert_true(one->records.n <= 2); /* one more of those that are small */
    return one->records.n ? one->records.p[0].data : NULL;
}

static inline void one_done(struct one *one)
{
    sb_free(one->records.p);
    sb_diags_done(&one->diags);
    sb_arena_done(&one->arena);
    sb_arena_done(&one->scratch);
}

static inline void assert_text(sb_str got, const char *wanted)
{
    if (!sb_str_eq(got, sb_str_of(wanted)))
        print_error("got      %.*s\nexpected %s\n", SB_FMT(got), wanted ? wanted : "nothing");
    assert_true(sb_str_eq(got, sb_str_of(wanted)));
}

static inline void assert_fact(const struct sb_doc *doc, sb_comp c, const char *fact, const char *wanted)
{
    assert_text(sb_doc_fact_of(doc, c, fact), wanted);
}

static inline void assert_has(const struct sb_doc *doc, sb_comp c, const char *fact, const char *part)
{
    if (!fact_has(doc, c, fact, part))
        print_error("%s is %.*s\nwithout %s\n", fact, SB_FMT(sb_doc_fact_of(doc, c, fact)), part);
    assert_true(fact_has(doc, c, fact, part));
}

/* The scan of a root with METADATA and, if it is not NULL, this RECORD; the component "demo" in DEMO. */
static inline struct sb_doc *scan_record(struct root *root, sb_str record, sb_comp *demo)
{
    root_file(root, DIST "METADATA", METADATA);
    if (record.p)
        root_bytes(root, DIST "RECORD", record);
    struct sb_doc *doc = root_scan(root);
    *demo = find_purl(doc, "pkg:pypi/demo@1.0", NULL);
    assert_true(demo->v);
    return doc;
}

#endif
