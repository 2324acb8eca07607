#include "diff/signal_dep.h"

#include "diff/signal_fetch.h"

/* ---- what a package newly wants ---- */

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

const struct sb_facts *sb_first_facts(struct sb_signal_run *run, uint32_t identity)
{
    return sb_run_facts(run, SB_NEW, run->delta->identities.p[identity].rows[SB_NEW][0]);
}

bool sb_is_split(struct sb_signal_run *run, const struct sb_identity *identity, sb_comp row, uint32_t arrival)
{
    const struct sb_identity *other = &run->delta->identities.p[arrival];
    if (sb_same_scope(identity, other))
        return true;
    sb_str repository = sb_run_repository(run, SB_NEW, row);
    return repository.n && sb_str_eq(repository, sb_run_repository(run, SB_NEW, other->rows[SB_NEW][0]));
}

typedef SB_VEC(uint32_t) numbers;

static void add_arrival(const struct sb_signal_run *run, uint32_t to, numbers *ret)
{
    if (to != UINT32_MAX && to != run->delta->root_identity && sb_is_arrival(&run->delta->identities.p[to]))
        *SB_PUSH(ret) = to;
}

/* Under the same name and leading to something else: an alias (npm:other@1), an override, another place. Where the old
 * side led nowhere, only what it asks for tells. */
static bool leads_elsewhere(const struct sb_signal_run *run, const struct sb_fact_dep *old,
                            const struct sb_fact_dep *new)
{
    uint32_t before = sb_dep_identity(run, SB_OLD, old);
    if (before != UINT32_MAX)
        return before != sb_dep_identity(run, SB_NEW, new);
    return sb_str_find(new->raw, SB_S("@npm:")) != SB_NPOS && !sb_str_eq(old->raw, new->raw);
}

/* Whether OLD declares it, under its name and for the same package. */
static bool was_declared(const struct sb_signal_run *run, const struct sb_facts *old, const struct sb_fact_dep *new)
{
    sb_str name = sb_dep_name(new->raw);
    for (size_t i = 0; i < old->deps.n; i++)
        if (sb_str_eq(sb_dep_name(old->deps.p[i].raw), name) && !leads_elsewhere(run, &old->deps.p[i], new))
            return true;
    return false;
}

/* Declared ones that were not declared before. What a package needs for its own development is never installed for
 * others. */
static void from_facts(const struct sb_signal_run *run, const struct sb_way *way, numbers *ret)
{
    for (size_t i = 0; i < way->facts[SB_NEW]->deps.n; i++) {
        const struct sb_fact_dep *dep = &way->facts[SB_NEW]->deps.p[i];
        if (!sb_str_eq(dep->scope, SB_S("dev")) && !was_declared(run, way->facts[SB_OLD], dep))
            add_arrival(run, sb_dep_identity(run, SB_NEW, dep), ret);
    }
}

static void from_graph(const struct sb_signal_run *run, const struct sb_way *way, numbers *ret)
{
    const struct sb_doc *doc = run->delta->doc[SB_NEW];
    struct sb_range range = sb_doc_relations_from(doc, way->row[SB_NEW]);
    for (uint32_t i = range.first; i < range.first + range.n; i++)
        if (doc->relations.p[i].kind == SB_REL_DEPENDS_ON && doc->relations.p[i].to.v)
            add_arrival(run, run->delta->rows[SB_NEW][doc->relations.p[i].to.v].identity, ret);
}

size_t sb_new_deps(struct sb_signal_run *run, const struct sb_way *way, uint32_t **ret_deps)
{
    numbers found = {0};
    if (sb_way_has(run, way, SB_FACT_BIT(DEPS)))
        from_facts(run, way, &found);
    else if (run->delta->same_generator && run->delta->doc[SB_OLD]->has_graph)
        from_graph(run, way, &found);
    if (found.n)
        qsort(found.p, found.n, sizeof *found.p, by_number);
    size_t n = 0;
    for (size_t i = 0; i < found.n; i++)
        if (n == 0 || found.p[n - 1] != found.p[i])
            found.p[n++] = found.p[i];
    *ret_deps = sb_arena_alloc(&run->scratch, (n + 1) * sizeof **ret_deps);
    if (n)
        memcpy(*ret_deps, found.p, n * sizeof **ret_deps);
    sb_free(found.p);
    return n;
}

/* Nothing in it can run: type declarations, data. No file ever mentions such a package, and it harms nobody. */
static bool is_inert(const struct sb_facts *facts)
{
    if (facts->exec.n)
        return false;
    for (size_t i = 0; i < facts->kinds.n; i++)
        if (!sb_str_eq(facts->kinds.p[i].kind, SB_S("text")))
            return false;
    return facts->kinds.n > 0;
}

static bool has_kind(const struct sb_facts *facts, const char *kind)
{
    return sb_kind_count(facts, kind, NULL) != 0;
}

static bool has_plugin(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (facts->exec.p[i].kind == SB_EXEC_PY_PLUGIN)
            return true;
    return false;
}

/* In Python what is no module (data, types), a plug-in that its host finds by itself, what only modules of machine code
 * may import, and what a package without code of its own gathers. */
static bool is_seldom_imported(const struct sb_facts *user, const struct sb_facts *facts)
{
    return has_plugin(facts) || !has_kind(facts, "script:python") || has_kind(user, "elf") ||
           !has_kind(user, "script:python");
}

bool sb_is_seldom_named(const struct sb_signal_run *run, const struct sb_facts *user, const struct sb_fact_dep *dep,
                        const struct sb_facts *facts, uint32_t arrival)
{
    static const char *const scopes[] = {"peer", "optional"};
    for (size_t i = 0; i < SB_COUNT(scopes); i++)
        if (sb_str_eq(dep->scope, sb_str_of(scopes[i])))
            return true;
    if (sb_is_type(&run->delta->identities.p[arrival], "pypi") && is_seldom_imported(user, facts))
        return true;
    bool command = false;
    bool main = false;
    for (size_t i = 0; i < facts->exec.n; i++) {
        if (facts->exec.p[i].kind >= SB_EXEC_COUNT)
            continue;
        command = command || sb_exec_rows[facts->exec.p[i].kind].when == SB_WHEN_COMMAND;
        main = main || sb_exec_rows[facts->exec.p[i].kind].when == SB_WHEN_ENTRY;
    }
    return sb_str_starts(dep->scope, SB_S("extra")) || (command && !main) || is_inert(facts) ||
           sb_str_eq(sb_identity_scope(&run->delta->identities.p[arrival]), SB_S("%40types"));
}

/* In Python a tool is called, a theme is named in settings: nothing speaks against what is seldom imported. */
static bool says_nothing(struct sb_signal_run *run, sb_comp user, const struct sb_fact_dep *dep, uint32_t to)
{
    const struct sb_identity *identity = &run->delta->identities.p[to];
    return dep->mentioned == SB_MENTION_NO && sb_is_type(identity, "pypi") &&
           (!sb_is_arrival(identity) ||
            sb_is_seldom_named(run, sb_run_facts(run, SB_NEW, user), dep, sb_first_facts(run, to), to));
}

static void note_mentions(struct sb_signal_run *run, sb_comp user)
{
    const struct sb_facts *facts = sb_run_facts_of(run, SB_NEW, user, SB_FACT_BIT(DEPS));
    for (size_t i = 0; i < facts->deps.n; i++) {
        const struct sb_fact_dep *dep = &facts->deps.p[i];
        uint32_t to = dep->mentioned != SB_MENTION_UNKNOWN ? sb_dep_identity(run, SB_NEW, dep) : UINT32_MAX;
        if (to != UINT32_MAX && dep->mentioned > run->mentions[to] && !says_nothing(run, user, dep, to))
            run->mentions[to] = dep->mentioned;
    }
}

static bool wants_arrival(const struct sb_signal_run *run, uint32_t user)
{
    for (uint32_t e = run->wants.first[user]; e < run->wants.first[user + 1]; e++)
        if (sb_is_arrival(&run->delta->identities.p[run->wants.to[e]]))
            return true;
    return false;
}

/* All at once: many may want many. */
uint8_t sb_is_mentioned(struct sb_signal_run *run, uint32_t arrival)
{
    const struct sb_identity *all = run->delta->identities.p;
    uint32_t n = (uint32_t)run->delta->identities.n;
    bool asked = run->mentions != NULL;
    if (!asked)
        run->mentions = sb_calloc(n + 1u, sizeof *run->mentions);
    for (uint32_t user = 0; !asked && user < n; user++)
        for (uint32_t i = 0; i < all[user].n[SB_NEW] && (i || wants_arrival(run, user)); i++)
            note_mentions(run, all[user].rows[SB_NEW][i]);
    return run->mentions[arrival];
}

bool sb_is_plain_arrival(struct sb_signal_run *run, uint32_t arrival)
{
    const struct sb_facts *facts = sb_first_facts(run, arrival);
    bool hook = sb_facts_install(facts) && (!sb_only_builds(&run->delta->identities.p[arrival], facts) ||
                                            sb_fetches_elsewhere(facts, &run->scratch));
    bool exotic = facts->origin.kind.n && !sb_str_eq(facts->origin.kind, SB_S("registry"));
    return !hook && !exotic && (is_inert(facts) || sb_is_mentioned(run, arrival) != SB_MENTION_NO);
}

sb_str sb_purls_json(struct sb_signal_run *run, const uint32_t *identities, size_t n)
{
    enum { LISTED = 16 };
    sb_str purls[LISTED + 1];
    size_t put = 0;
    for (; put < n && put < LISTED; put++)
        purls[put] = sb_delta_row(run->delta, SB_NEW, run->delta->identities.p[identities[put]].rows[SB_NEW][0])->purl;
    if (n > put)
        purls[put++] = sb_arena_printf(&run->scratch, "and %zu more", n - LISTED);
    return sb_json_list_of(run, purls, put);
}

enum { NAMES = 3 };

sb_str sb_names_text(struct sb_signal_run *run, const uint32_t *identities, size_t n)
{
    struct sb_buf buf = {0};
    for (size_t i = 0; i < n && i < NAMES; i++) {
        if (i)
            sb_buf_str(&buf, SB_S(", "));
        sb_buf_str(&buf, sb_run_name(run, identities[i]));
    }
    if (n > NAMES)
        sb_buf_printf(&buf, " and %zu more", n - NAMES);
    sb_str text = sb_arena_str(&run->scratch, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return text;
}

/* ---- releases ---- */

enum sb_release sb_release_of(const struct sb_delta *delta, const struct sb_identity *identity,
                              const struct sb_way *way)
{
    enum { NUMBERS = 8 };
    const struct sb_version_scheme *scheme = sb_version_scheme_of(identity->type);
    uint64_t a[NUMBERS] = {0}, b[NUMBERS] = {0};
    scheme->release(sb_delta_row(delta, SB_OLD, way->row[SB_OLD])->version, a, NUMBERS);
    scheme->release(sb_delta_row(delta, SB_NEW, way->row[SB_NEW])->version, b, NUMBERS);
    if (way->step == SB_STEP_OTHER || a[0] != b[0])
        return SB_RELEASE_MAJOR;
    bool system = sb_is_system_type(identity) && memcmp(a, b, sizeof a) != 0;
    return a[1] != b[1] || system ? SB_RELEASE_MINOR : SB_RELEASE_PATCH;
}
