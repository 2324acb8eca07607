#include "diff/reference_digests.h"

/* References whose target is what the package is. The digest of any other says that a page was edited. */
static const char *const artefacts[] = {
    "build-meta", "distribution", "distribution-intake", "gitoid", "source-distribution", "swhid", "vcs", NULL};

struct rest {
    const struct sb_doc *doc;
    struct sb_range r;
};

static const struct sb_reference_hash *head(const struct rest *rest)
{
    return rest->r.n ? &rest->doc->reference_hashes.p[rest->r.first] : NULL;
}

static void step(struct rest *rest)
{
    rest->r.first++;
    rest->r.n--;
}

/* Rows are sorted by type, url, algorithm, length and bytes. */
static int compare_scope(const struct rest *a, const struct sb_reference_hash *x, const struct rest *b,
                         const struct sb_reference_hash *y)
{
    int c = sb_str_cmp(sb_doc_str(a->doc, x->type), sb_doc_str(b->doc, y->type));
    c = c ? c : sb_str_cmp(sb_doc_str(a->doc, x->url), sb_doc_str(b->doc, y->url));
    return c ? c : (int)x->digest.alg - (int)y->digest.alg;
}

static bool in_scope(const struct rest *rest, const struct sb_reference_hash *scope)
{
    const struct sb_reference_hash *h = head(rest);
    return h && sb_text_eq(h->type, scope->type) && sb_text_eq(h->url, scope->url) &&
           h->digest.alg == scope->digest.alg;
}

/* Walks both lists of one scope to their ends. */
static bool share_one(struct rest rest[SB_SIDES], const struct sb_reference_hash *const scope[SB_SIDES])
{
    bool shared = false;
    while (in_scope(&rest[SB_OLD], scope[SB_OLD]) && in_scope(&rest[SB_NEW], scope[SB_NEW])) {
        const struct sb_digest *a = &head(&rest[SB_OLD])->digest, *b = &head(&rest[SB_NEW])->digest;
        int c = a->n != b->n ? (int)a->n - (int)b->n : memcmp(a->b, b->b, sizeof a->b);
        shared = shared || c == 0;
        if (c <= 0)
            step(&rest[SB_OLD]);
        if (c >= 0)
            step(&rest[SB_NEW]);
    }
    for (unsigned side = 0; side < SB_SIDES; side++)
        while (in_scope(&rest[side], scope[side]))
            step(&rest[side]);
    return shared;
}

/* A scope without a url is what one tool means by it. */
static bool comparable(const struct sb_delta *delta, const struct rest *rest, const struct sb_reference_hash *h)
{
    return delta->same_generator || sb_doc_str(rest->doc, h->url).n;
}

static bool is_worse(const struct sb_reference_clash *a, const struct sb_reference_clash *b)
{
    if (!b->old || a->artefact != b->artefact)
        return !b->old || a->artefact;
    return sb_algs[a->old->digest.alg].strength > sb_algs[b->old->digest.alg].strength;
}

static void begin(const struct sb_delta *delta, const sb_comp row[SB_SIDES], struct rest rest[SB_SIDES])
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        rest[side] = (struct rest){delta->doc[side], sb_doc_reference_hashes_of(delta->doc[side], row[side])};
}

bool sb_reference_clash(const struct sb_delta *delta, const sb_comp row[SB_SIDES], struct sb_reference_clash *ret)
{
    struct rest rest[SB_SIDES];
    *ret = (struct sb_reference_clash){0};
    begin(delta, row, rest);
    while (rest[SB_OLD].r.n && rest[SB_NEW].r.n) {
        const struct sb_reference_hash *scope[SB_SIDES] = {head(&rest[SB_OLD]), head(&rest[SB_NEW])};
        int c = compare_scope(&rest[SB_OLD], scope[SB_OLD], &rest[SB_NEW], scope[SB_NEW]);
        if (c) {
            step(&rest[c < 0 ? SB_OLD : SB_NEW]);
            continue;
        }
        bool artefact = sb_str_is_one_of(sb_doc_str(rest[SB_OLD].doc, scope[SB_OLD]->type), artefacts);
        struct sb_reference_clash clash = {scope[SB_OLD], scope[SB_NEW], artefact};
        if (!share_one(rest, scope) && comparable(delta, &rest[SB_OLD], scope[SB_OLD]) && is_worse(&clash, ret))
            *ret = clash;
    }
    return ret->old != NULL;
}

bool sb_same_reference_hashes(const struct sb_delta *delta, const sb_comp row[SB_SIDES])
{
    struct rest rest[SB_SIDES];
    begin(delta, row, rest);
    if (rest[SB_OLD].r.n != rest[SB_NEW].r.n)
        return false;
    for (; rest[SB_OLD].r.n; step(&rest[SB_OLD]), step(&rest[SB_NEW]))
        if (compare_scope(&rest[SB_OLD], head(&rest[SB_OLD]), &rest[SB_NEW], head(&rest[SB_NEW])) != 0 ||
            !sb_digest_eq(&head(&rest[SB_OLD])->digest, &head(&rest[SB_NEW])->digest))
            return false;
    return true;
}
