/* A root file system in a temporary folder, and its scan, for the tests of the Debian collectors. */
#ifndef SB_COLLECT_KIT_DPKG_KIT_H
#define SB_COLLECT_KIT_DPKG_KIT_H

#include <errno.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "collect/collect.h"
#include "source/kit/shuffled.h"

struct root {
    char path[64];
};

static inline void root_new(struct root *root)
{
    snprintf(root->path, sizeof root->path, "%s", "/tmp/sbom-dpkg-XXXXXX");
    assert_non_null(mkdtemp(root->path));
}

static inline void root_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        assert_true(mkdir(path, 0755) == 0 || errno == EEXIST);
        *slash = '/';
    }
}

static inline void root_bytes(const struct root *root, const char *name, sb_str bytes)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", root->path, name);
    root_parents(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, file), bytes.n);
    assert_int_equal(fclose(file), 0);
}

static inline void root_file(const struct root *root, const char *name, const char *text)
{
    root_bytes(root, name, sb_str_of(text));
}

static inline void root_link(const struct root *root, const char *name, const char *target)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", root->path, name);
    root_parents(path);
    assert_int_equal(symlink(target, path), 0);
}

static inline int root_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static inline void root_remove(const struct root *root)
{
    assert_int_equal(nftw(root->path, root_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static inline struct sb_doc *root_scan_with(const struct root *root, const struct sb_source_type *type,
                                            unsigned threads, bool facts)
{
    struct sb_err err = {0};
    struct sb_source *source = NULL;
    struct sb_doc *doc = sb_doc_new();
    struct sb_scan_options options = {.threads = threads, .facts = facts, .root = "test"};
    assert_int_equal(type->open(root->path, &sb_limits_default, &source, &err), SB_OK);
    assert_int_equal(sb_scan(source, &options, doc, &err), SB_OK);
    sb_source_close(source);
    return doc;
}

static inline struct sb_doc *root_scan(const struct root *root)
{
    return root_scan_with(root, &sb_source_dir, 1, true);
}

/* ---- looking into the document ---- */

static inline bool text_is(const struct sb_doc *doc, sb_text text, const char *wanted)
{
    return sb_str_eq(sb_doc_str(doc, text), sb_str_of(wanted));
}

/* The component with that purl, at that place if it is not NULL. */
static inline sb_comp find_purl(const struct sb_doc *doc, const char *purl, const char *place)
{
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++) {
        const struct sb_component *row = sb_doc_at(doc, (sb_comp){c});
        if (text_is(doc, row->purl, purl) && (!place || text_is(doc, row->place, place)))
            return (sb_comp){c};
    }
    return SB_COMP_NONE;
}

static inline sb_comp find_name(const struct sb_doc *doc, const char *name)
{
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++)
        if (text_is(doc, sb_doc_at(doc, (sb_comp){c})->name, name) &&
            sb_str_find(sb_doc_str(doc, sb_doc_at(doc, (sb_comp){c})->purl), SB_S("arch=source")) == SB_NPOS)
            return (sb_comp){c};
    return SB_COMP_NONE;
}

static inline bool fact_has(const struct sb_doc *doc, sb_comp c, const char *fact, const char *part)
{
    return sb_str_find(sb_doc_fact_of(doc, c, fact), sb_str_of(part)) != SB_NPOS;
}

static inline bool related(const struct sb_doc *doc, sb_comp from, enum sb_relation_kind kind, sb_comp to)
{
    struct sb_range range = sb_doc_relations_from(doc, from);
    for (uint32_t i = range.first; i < range.first + range.n; i++)
        if (doc->relations.p[i].kind == kind && doc->relations.p[i].to.v == to.v)
            return true;
    return false;
}

static inline uint64_t told(const struct sb_doc *doc, enum sb_code code)
{
    return doc->diags.total[code];
}

/* All there is to a document, as text: equal texts are equal scans. */
static inline void doc_print(const struct sb_doc *doc, struct sb_buf *buf)
{
    for (uint32_t c = 0; c <= sb_doc_count(doc); c++) {
        const struct sb_component *row = sb_doc_at(doc, (sb_comp){c});
        sb_buf_printf(buf, "%.*s %.*s %.*s\n", SB_FMT(sb_doc_str(doc, row->ref)),
                      SB_FMT(sb_doc_str(doc, row->supplier)), SB_FMT(sb_doc_str(doc, row->from.path)));
        struct sb_range range = sb_doc_facts_of(doc, (sb_comp){c});
        for (uint32_t i = range.first; i < range.first + range.n; i++)
            sb_buf_printf(buf, "  %.*s=%.*s\n", SB_FMT(sb_doc_str(doc, doc->facts.p[i].name)),
                          SB_FMT(sb_doc_str(doc, doc->facts.p[i].value)));
        range = sb_doc_relations_from(doc, (sb_comp){c});
        for (uint32_t i = range.first; i < range.first + range.n; i++)
            sb_buf_printf(buf, "  %d %u\n", doc->relations.p[i].kind, doc->relations.p[i].to.v);
    }
    for (size_t i = 0; i < doc->diags.n; i++)
        sb_buf_printf(buf, "%d %.*s %.*s\n", doc->diags.p[i].code, SB_FMT(doc->diags.p[i].path),
                      SB_FMT(doc->diags.p[i].message));
}

#endif
