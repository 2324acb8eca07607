/* Pairs of documents from tables: rows with facts, edges, facts of the document. */
#ifndef SB_DIFF_TESTS_SIGNAL_DOCS_H
#define SB_DIFF_TESTS_SIGNAL_DOCS_H

#include "diff/diff.h"
#include "diff/signal.h"
#include "docs.h"

enum { ROWS = 6, FACTS = 10, EDGES = 8 };

struct spec {
    const char *purl;
    const char *at;
    const char *facts[FACTS]; /* "exec=[...]", without "sbom:" */
    const char *vcs;
    const char *hash; /* a SHA-256 of this text */
};
struct edge {
    int kind, from, to; /* enum sb_relation_kind + 1; rows from 1, the root is 0 */
};
struct side_spec {
    struct spec rows[ROWS];
    struct edge edges[EDGES];
    const char *facts[3]; /* of the document; sbom:ran is there unless `bare` */
    bool bare;
    const char *of_root; /* a fact of the root */
};
struct pair_spec {
    const char *what;
    struct side_spec side[SB_SIDES];
};

static inline void add_fact(struct sb_doc *doc, sb_comp c, const char *text)
{
    sb_str value = sb_str_of(text), name;
    char full[64];
    sb_str_cut(&value, '=', &name);
    snprintf(full, sizeof full, "sbom:%.*s", SB_FMT(name));
    sb_doc_fact(doc, c, sb_str_of(full), value);
}

static inline sb_comp add_spec(struct sb_doc *doc, const struct spec *spec)
{
    sb_comp c = doc_row(doc, spec->purl);
    if (spec->at)
        sb_doc_at(doc, c)->place = sb_doc_put(doc, sb_str_of(spec->at));
    for (size_t i = 0; i < FACTS && spec->facts[i]; i++)
        add_fact(doc, c, spec->facts[i]);
    if (spec->vcs)
        sb_doc_reference(doc, c, SB_S("vcs"), sb_str_of(spec->vcs), SB_STR_NONE);
    if (spec->hash)
        doc_sha256(doc, c, spec->hash);
    return c;
}

static inline struct sb_doc *side_doc(const struct side_spec *side)
{
    struct sb_doc *doc = doc_new("sbom");
    sb_comp rows[ROWS + 1] = {doc_root(doc, "project", "1.0")};
    for (size_t i = 0; i < ROWS && side->rows[i].purl; i++)
        rows[i + 1] = add_spec(doc, &side->rows[i]);
    for (size_t i = 0; i < EDGES && side->edges[i].kind; i++)
        sb_doc_relate(doc, rows[side->edges[i].from], rows[side->edges[i].to],
                      (enum sb_relation_kind)(side->edges[i].kind - 1), SB_STR_NONE);
    doc->has_graph = true;
    if (!side->bare)
        sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S("{\"dpkg\":1,\"facts\":1,\"npm\":1,\"python\":1}"));
    if (side->of_root)
        add_fact(doc, rows[0], side->of_root);
    for (size_t i = 0; i < SB_COUNT(side->facts) && side->facts[i]; i++)
        add_fact(doc, SB_DOC_ITSELF, side->facts[i]);
    return doc;
}

static inline struct sb_delta *run_pair(const struct pair_spec *pair)
{
    struct sb_delta *delta = delta_of(side_doc(&pair->side[SB_OLD]), side_doc(&pair->side[SB_NEW]));
    sb_signals_run(delta);
    sb_group(delta);
    return delta;
}

static inline const struct sb_finding *find_signal(const struct sb_delta *delta, const char *id)
{
    for (size_t i = 0; i < delta->findings.n; i++)
        if (strcmp(delta->findings.p[i].signal->id, id) == 0)
            return &delta->findings.p[i];
    return NULL;
}

#define NEEDS (SB_REL_DEPENDS_ON + 1)
#define OWNS (SB_REL_OWNS + 1)
#define FROM (SB_REL_GENERATED_FROM + 1)

#endif
