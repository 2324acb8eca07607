/* Small documents for the tests of the diff. */
#ifndef SB_DIFF_TESTS_DOCS_H
#define SB_DIFF_TESTS_DOCS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the ones above first */
#include <cmocka.h>

#include "base/mem.h"
#include "diff/alike.h"
#include "diff/compare.h"
#include "diff/diff.h"
#include "diff/group.h"
#include "diff/match.h"
#include "diff/signals.h"

static inline struct sb_doc *doc_new(const char *tool)
{
    struct sb_doc *doc = sb_doc_new();
    doc->format = "cyclonedx-json";
    doc->spec_version = sb_doc_put(doc, SB_S("1.6"));
    if (tool)
        *SB_PUSH(&doc->tools) =
            (struct sb_tool){.name = sb_doc_put(doc, sb_str_of(tool)), .version = sb_doc_put(doc, SB_S("1.0"))};
    return doc;
}

/* A row with the purl, its name and version taken from the purl; NULL PURL: the caller names it. */
static inline sb_comp doc_row(struct sb_doc *doc, const char *purl)
{
    sb_comp c = sb_doc_add(doc);
    struct sb_component *row = sb_doc_at(doc, c);
    row->type = SB_TYPE_LIBRARY;
    if (!purl)
        return c;
    sb_str rest = sb_str_of(purl), body;
    row->purl = sb_doc_put(doc, rest);
    sb_str_cut(&rest, '?', &body);
    size_t at = sb_str_rchr(body, '@');
    sb_str version = at == SB_NPOS ? SB_STR_NONE : sb_str_from(body, at + 1);
    row->name = sb_doc_put(doc, sb_path_base(at == SB_NPOS ? body : sb_str_part(body, 0, at)));
    if (version.n)
        row->version = sb_doc_put(doc, version);
    row->ref = row->purl;
    return c;
}

static inline sb_comp doc_named(struct sb_doc *doc, const char *name, const char *version)
{
    sb_comp c = doc_row(doc, NULL);
    sb_doc_at(doc, c)->name = sb_doc_put(doc, sb_str_of(name));
    sb_doc_at(doc, c)->version = version ? sb_doc_put(doc, sb_str_of(version)) : SB_TEXT_ABSENT;
    sb_doc_at(doc, c)->ref = sb_doc_at(doc, c)->name;
    return c;
}

static inline sb_comp doc_root(struct sb_doc *doc, const char *name, const char *version)
{
    doc->root = doc_named(doc, name, version);
    sb_doc_at(doc, doc->root)->type = SB_TYPE_APPLICATION;
    return doc->root;
}

static inline void doc_sha256(struct sb_doc *doc, sb_comp c, const char *of)
{
    struct sb_digest d = {.alg = SB_ALG_SHA256, .n = SB_SHA256_BYTES};
    sb_sha256_of(sb_str_of(of), d.b);
    sb_doc_hash(doc, c, &d);
}

static inline void doc_edge(struct sb_doc *doc, sb_comp from, sb_comp to)
{
    sb_doc_relate(doc, from, to, SB_REL_DEPENDS_ON, SB_STR_NONE);
    doc->has_graph = true;
}

/* Match and compare alone. The documents are sealed, and freed with the result. */
static inline struct sb_delta *delta_of(struct sb_doc *old, struct sb_doc *new)
{
    struct sb_delta *delta = sb_calloc(1, sizeof *delta);
    sb_doc_seal(old);
    sb_doc_seal(new);
    delta->doc[SB_OLD] = old;
    delta->doc[SB_NEW] = new;
    sb_match(delta, 1);
    sb_alike_find(delta, 1);
    sb_compare(delta);
    return delta;
}

static inline void delta_done(struct sb_delta *delta)
{
    struct sb_doc *old = (struct sb_doc *)(uintptr_t)delta->doc[SB_OLD];
    struct sb_doc *new = (struct sb_doc *)(uintptr_t)delta->doc[SB_NEW];
    sb_delta_free(delta);
    sb_doc_free(old);
    sb_doc_free(new);
}

static inline sb_str change_purl(const struct sb_delta *delta, size_t i, enum sb_side side)
{
    return sb_delta_row(delta, side, delta->changes.p[i].row[side])->purl;
}

static inline void assert_text(sb_str got, const char *want)
{
    char text[4096];
    snprintf(text, sizeof text, "%.*s", SB_FMT(got));
    assert_string_equal(text, want);
}

static inline void assert_change(const struct sb_delta *delta, size_t i, enum sb_change_kind kind, const char *old,
                                 const char *new)
{
    assert_true(i < delta->changes.n);
    assert_string_equal(sb_change_names[delta->changes.p[i].kind], sb_change_names[kind]);
    assert_text(change_purl(delta, i, SB_OLD), old ? old : "");
    assert_text(change_purl(delta, i, SB_NEW), new ? new : "");
}

#endif
