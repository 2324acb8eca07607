#include "collect/facts_contents.h"

#include "base/pool.h"
#include "base/sort.h"
#include "collect/content.h"
#include "collect/mentioned.h"
#include "text/json_write.h"

/* Caps of the lists (the contract of the facts). */
enum { DEPS = 512, UNLISTED = 64 };
enum { WINDOW = 1024 }; /* components whose facts are kept beside the document at a time */

struct worker {
    struct sb_content content;
    struct sb_facts_out out;
    struct sb_fact_list list;
    struct sb_arena scratch;
    size_t next_dep, next_unlisted; /* a worker's components rise */
};

/* Where the facts of a component are, until they are passed on. */
struct span {
    unsigned worker;
    size_t first, n;
};

struct writer {
    const struct sb_join *join;
    const struct sb_unowned *unowned;
    const struct sb_dep **deps; /* by component */
    bool *has;
    struct worker *workers;
    uint32_t first; /* component of the window */
    struct span spans[WINDOW];
};

/* ---- declared dependencies ---- */

static int by_raw(const void *left, const void *right)
{
    const struct sb_dep *a = *(const struct sb_dep *const *)left;
    const struct sb_dep *b = *(const struct sb_dep *const *)right;
    if (a->component.v != b->component.v)
        return a->component.v < b->component.v ? -1 : 1;
    int order = sb_str_cmp(a->raw, b->raw);
    if (order == 0)
        order = sb_str_cmp(a->scope, b->scope);
    return order ? order : (a->to.v > b->to.v) - (a->to.v < b->to.v);
}

static bool is_mentioned(const struct sb_content_files *files, uint32_t hash)
{
    for (size_t i = 0; i < files->n; i++) {
        const struct sb_looked *looked = files->p[i].looked;
        if (looked && looked->more && sb_mentions_have(&looked->more->mentions, hash))
            return true;
    }
    return false;
}

static int by_component(const void *claim, const void *component)
{
    uint32_t a = ((const struct sb_claim *)claim)->component.v, b = ((const sb_comp *)component)->v;
    return (a > b) - (a < b);
}

/* Of a distribution of Python: the first part of its files, of each name that can be imported. */
static bool is_imported(const struct sb_join *join, sb_comp to, const struct sb_content_files *files)
{
    sb_str last = SB_STR_NONE, top;
    /* claims are sorted by component by now */
    size_t low = sb_lower_bound(join->claims.p, join->claims.n, sizeof *join->claims.p, &to, by_component);
    for (; low < join->claims.n && join->claims.p[low].component.v == to.v; low++) {
        top = sb_claim_top(join->claims.p[low].path);
        if (top.n == 0 || sb_str_eq(top, last))
            continue;
        last = top;
        if (is_mentioned(files, sb_mention_hash(top)))
            return true;
    }
    return false;
}

static bool is_named(const struct sb_join *join, const struct sb_dep *dep, const struct sb_content_files *files)
{
    return is_mentioned(files, sb_dep_mention(dep)) || (dep->imports && is_imported(join, dep->to, files));
}

static void write_dep(struct worker *worker, const struct sb_dep *dep, const struct sb_content_files *files)
{
    const struct sb_join *join = worker->content.join;
    struct sb_buf *buf = &worker->list.buf;
    bool known = dep->name.n && files->n;
    sb_buf_chr(buf, '{');
    if (known) {
        sb_fact_key(buf, true, "mentioned");
        sb_buf_str(buf, is_named(join, dep, files) ? SB_S("true") : SB_S("false"));
    }
    sb_fact_text(buf, !known, "raw", dep->raw);
    sb_fact_text(buf, false, "scope", dep->scope);
    if (dep->to.v)
        sb_fact_text(buf, false, "to", sb_doc_str(join->doc, sb_doc_at(join->doc, dep->to)->ref));
    sb_buf_chr(buf, '}');
}

static void write_deps(struct worker *worker, sb_comp c, const struct sb_dep **deps, size_t n,
                       const struct sb_content_files *files)
{
    sb_fact_list_begin(&worker->list, DEPS);
    for (size_t i = 0; i < n; i++)
        if ((i == 0 || by_raw(&deps[i], &deps[i - 1]) != 0) && sb_fact_list_next(&worker->list))
            write_dep(worker, deps[i], files);
    sb_facts_put_list(&worker->out, c, SB_FACT_DEPS, &worker->list);
}

static const struct sb_dep **sorted_deps(const struct sb_join *join)
{
    const struct sb_dep **deps = sb_calloc(join->deps.n + 1, sizeof *deps);
    for (size_t i = 0; i < join->deps.n; i++)
        deps[i] = &join->deps.p[i];
    qsort(deps, join->deps.n, sizeof *deps, by_raw);
    return deps;
}

/* The rows of C among all; FIRST moves on to them. */
static size_t deps_of(const struct writer *w, sb_comp c, size_t *first)
{
    size_t n = 0;
    while (*first < w->join->deps.n && w->deps[*first]->component.v < c.v)
        ++*first;
    while (*first + n < w->join->deps.n && w->deps[*first + n]->component.v == c.v)
        n++;
    return n;
}

/* ---- files that no record names ---- */

static size_t unlisted_of(const struct writer *w, sb_comp c, size_t *first)
{
    size_t n = 0;
    while (*first < w->unowned->files.n && w->unowned->files.p[*first].component.v < c.v)
        ++*first;
    while (*first + n < w->unowned->files.n && w->unowned->files.p[*first + n].component.v == c.v)
        n++;
    return n;
}

static struct sb_content_extra extra_of(struct worker *worker, sb_comp c, const struct sb_unowned_file *files, size_t n)
{
    struct sb_content_extra extra = {.n = n};
    for (size_t i = 0; i < n && i < SB_CONTENT_EXTRA; i++)
        extra.paths[i] = sb_content_path(worker->content.join, c, files[i].node, &worker->scratch);
    return extra;
}

static void write_unlisted(struct worker *worker, sb_comp c, const struct sb_unowned_file *files, size_t n)
{
    sb_fact_list_begin(&worker->list, UNLISTED);
    for (size_t i = 0; i < n; i++)
        if (sb_fact_list_next(&worker->list))
            sb_json_quote(&worker->list.buf, sb_content_path(worker->content.join, c, files[i].node, &worker->scratch));
    sb_facts_put_list(&worker->out, c, SB_FACT_UNLISTED, &worker->list);
}

/* ---- component by component ---- */

/* Claims, dependencies and unlisted files go side by side; each is sorted by component. */
static void write_component(void *ctx, unsigned number, size_t i)
{
    struct writer *w = ctx;
    struct worker *worker = &w->workers[number];
    sb_comp c = {w->first + (uint32_t)i};
    size_t before = worker->out.made.n;
    const struct sb_content_files *files = sb_content_of(&worker->content, c);
    size_t n_unlisted = unlisted_of(w, c, &worker->next_unlisted);
    const struct sb_unowned_file *unlisted = n_unlisted ? w->unowned->files.p + worker->next_unlisted : NULL;
    size_t n_deps = deps_of(w, c, &worker->next_dep);
    w->has[c.v] = files->n > 0;
    if (files->n) {
        const struct sb_content_extra extra = extra_of(worker, c, unlisted, n_unlisted);
        sb_content_facts(&worker->content, c, &extra, &worker->out);
    }
    if (n_unlisted)
        write_unlisted(worker, c, unlisted, n_unlisted);
    if (n_deps || files->n)
        write_deps(worker, c, w->deps + worker->next_dep, n_deps, files);
    sb_arena_reset(&worker->scratch);
    w->spans[i] = (struct span){number, before, worker->out.made.n - before};
}

/* What the workers made, in the order of the components. */
static void pass_on(struct writer *w, size_t n, unsigned threads)
{
    for (size_t i = 0; i < n; i++)
        sb_facts_out_pass(&w->workers[w->spans[i].worker].out, w->spans[i].first, w->spans[i].n);
    for (unsigned i = 0; i < threads; i++)
        sb_facts_out_forget(&w->workers[i].out);
}

void sb_facts_contents(struct sb_join *join, const struct sb_looks *looks, const struct sb_unowned *unowned,
                       unsigned threads, bool *has)
{
    struct writer w = {.join = join, .unowned = unowned, .has = has};
    uint32_t n = sb_doc_count(join->doc);
    w.deps = sorted_deps(join);
    w.workers = sb_calloc(threads, sizeof *w.workers);
    sb_content_sort(join);
    for (unsigned i = 0; i < threads; i++) {
        sb_content_begin(&w.workers[i].content, join, looks);
        w.workers[i].out = (struct sb_facts_out){.doc = join->doc, .beside = true};
    }
    for (w.first = 1; w.first <= n; w.first += WINDOW) {
        size_t some = n - w.first + 1 < WINDOW ? n - w.first + 1 : WINDOW;
        sb_parallel(threads, some, write_component, &w);
        pass_on(&w, some, threads);
    }
    for (unsigned i = 0; i < threads; i++) {
        sb_content_end(&w.workers[i].content);
        sb_facts_out_done(&w.workers[i].out);
        sb_fact_list_done(&w.workers[i].list);
        sb_arena_done(&w.workers[i].scratch);
    }
    sb_free(w.workers);
    sb_free(w.deps);
}
