#include "base/map.h"
#include "diff/signal_fetch.h"
#include "diff/signal_run.h"

/* ---- what a package newly wants ---- */

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int by_pair(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static const struct sb_facts *first_facts(struct sb_signal_run *run, uint32_t identity)
{
    return sb_run_facts(run, SB_NEW, run->delta->identities.p[identity].rows[SB_NEW][0]);
}

/* A project that is split into more packages: of the same owner, or of the same repository. Anybody can write anything
 * into that field, and an owner can be robbed: it makes a finding lighter, no more. */
static bool is_split(struct sb_signal_run *run, const struct sb_identity *identity, sb_comp row, uint32_t arrival)
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

/* Often not named in the code: types, commands, plugins, what a platform or an extra brings. */
static bool is_seldom_named(const struct sb_signal_run *run, const struct sb_facts *user, const struct sb_fact_dep *dep,
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
            is_seldom_named(run, sb_run_facts(run, SB_NEW, user), dep, first_facts(run, to), to));
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
    const struct sb_facts *facts = first_facts(run, arrival);
    bool hook = sb_facts_install(facts) && (!sb_only_builds(&run->delta->identities.p[arrival], facts) ||
                                            sb_fetches_elsewhere(facts, &run->scratch));
    bool exotic = facts->origin.kind.n && !sb_str_eq(facts->origin.kind, SB_S("registry"));
    return !hook && !exotic && (is_inert(facts) || sb_is_mentioned(run, arrival) != SB_MENTION_NO);
}

/* The purls of arrivals as a JSON list, which ends with how many more there are, and their names for a sentence. */
static sb_str purls_json(struct sb_signal_run *run, const uint32_t *identities, size_t n)
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

static sb_str names_text(struct sb_signal_run *run, const uint32_t *identities, size_t n)
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

/* ---- NEW_COMPONENT ---- */

static void run_new_component(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !sb_is_arrival(identity) || sb_run_is_root(run, identity) || !run->ways.n)
        return;
    const struct sb_way *way = &run->ways.p[0];
    struct sb_finding *f = sb_find(run, identity, way);
    f->new_json = sb_json_text_of(run, sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl);
    sb_str spelled = sb_run_spell(run, SB_NEW, way->row[SB_NEW]);
    const struct sb_identity *twin = identity->type.n ? sb_name_of_other_type(run, identity) : NULL;
    if (twin) {
        f->note = "same name, other ecosystem";
        sb_find_message(run, f, "%.*s of %.*s is new; one of the same name, but of another ecosystem (%.*s), is gone",
                        SB_FMT(spelled), SB_FMT(identity->type), SB_FMT(twin->type));
    } else {
        sb_find_message(run, f, "%.*s is new", SB_FMT(spelled));
    }
    sb_find_look(run, f, "ls -l ", "");
}

const struct sb_signal_row sb_signal_new_component = {
    .id = "NEW_COMPONENT",
    .severity = SB_LEVEL_INFO,
    .weight = 2,
    .family = SB_FAMILY_DEPENDENCY,
    .sentence = "a package that the old inventory did not have in any version",
    .why = "New names are where other signals are looked for.",
    .base_rate = "20 % of the entries of a lock-file change; the median change adds none",
    .quiet = "Never an alert; it stands in the group of what brought it.",
    .unseen = "A new package without a row of its own: code that was copied into another one.",
    .run = run_new_component,
};

/* ---- NEW_DEP_IN_PATCH ---- */

/* What kind of release it is by its plain numbers: 0.118 to 0.135 is no patch. */
enum release { PATCH, MINOR, MAJOR, RELEASES };

/* By the first number that differs; a patch where only what stands behind the numbers does, or nothing. For a
 * distribution's package that alone is one: what it packages anew brings its libraries. Where the order cannot be told
 * (another way of counting) nothing speaks for a small one. */
static enum release release_of(const struct sb_delta *delta, const struct sb_identity *identity,
                               const struct sb_way *way)
{
    enum { NUMBERS = 8 };
    const struct sb_version_scheme *scheme = sb_version_scheme_of(identity->type);
    uint64_t a[NUMBERS] = {0}, b[NUMBERS] = {0};
    scheme->release(sb_delta_row(delta, SB_OLD, way->row[SB_OLD])->version, a, NUMBERS);
    scheme->release(sb_delta_row(delta, SB_NEW, way->row[SB_NEW])->version, b, NUMBERS);
    if (way->step == SB_STEP_OTHER || a[0] != b[0])
        return MAJOR;
    bool system = sb_is_system_type(identity) && memcmp(a, b, sizeof a) != 0;
    return a[1] != b[1] || system ? MINOR : PATCH;
}

/* How the step is called in front of the package's name and new version. */
static const char *step_words(const struct sb_delta *delta, const struct sb_identity *identity,
                              const struct sb_way *way, enum release release)
{
    static const char *const words[RELEASES] = {"the patch release", "the minor release", "the major release"};
    bool plain = way->step != SB_STEP_OTHER && !sb_is_system_type(identity);
    sb_str old = sb_delta_row(delta, SB_OLD, way->row[SB_OLD])->version;
    sb_str new = sb_delta_row(delta, SB_NEW, way->row[SB_NEW])->version;
    int order = sb_version_scheme_of(identity->type)->compare(old, new);
    if (order == 0)
        return "at the same version,";
    if (order > 0)
        return "the step back to";
    return plain ? words[release] : "the release";
}

/* By how rare such a release is, for a newcomer against which nothing speaks, and for another; less than the rate alone
 * would say, because what a larger release brings (files, commands, dependencies) comes together. One of the same
 * project weighs as in the next larger kind of release. */
static const struct {
    uint8_t severity;
    int8_t weight;
} ratings[RELEASES + 1][2] = {
    [PATCH] = {{SB_LEVEL_MEDIUM, 6}, {SB_LEVEL_HIGH, 6}},
    [MINOR] = {{SB_LEVEL_LOW, 1}, {SB_LEVEL_MEDIUM, 4}},
    [MAJOR] = {{SB_LEVEL_INFO, 1}, {SB_LEVEL_LOW, 2}},
    [RELEASES] = {{SB_LEVEL_INFO, 1}, {SB_LEVEL_LOW, 1}},
};

/* The heaviest that is true of one of DEPS. */
static void rate_deps(struct sb_signal_run *run, struct sb_finding *f, const struct sb_identity *identity,
                      const struct sb_way *way, enum release release, const uint32_t *deps, size_t n)
{
    sb_find_level(f, SB_LEVEL_NONE, 0);
    for (size_t d = 0; d < n; d++) {
        size_t kind = (size_t)release + is_split(run, identity, way->row[SB_NEW], deps[d]);
        bool doubt = !sb_is_plain_arrival(run, deps[d]);
        if (ratings[kind][doubt].weight > f->weight || ratings[kind][doubt].severity > f->severity)
            sb_find_level(f, (enum sb_level)ratings[kind][doubt].severity, ratings[kind][doubt].weight);
        if (release == PATCH)
            *SB_PUSH(&run->patch_edges) = sb_pair(sb_run_index(run, identity), deps[d]);
    }
}

static void run_new_dep_in_patch(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        uint32_t *deps;
        size_t n = way->arrival ? 0 : sb_new_deps(run, way, &deps);
        if (n == 0)
            continue;
        enum release release = release_of(run->delta, identity, way);
        struct sb_finding *f = sb_find(run, identity, way);
        rate_deps(run, f, identity, way, release, deps, n);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, deps, n);
        f->old_json = SB_S("[]");
        f->new_json = purls_json(run, deps, n);
        sb_find_message(run, f, "%s %.*s needs %.*s, which %s nowhere in the old inventory",
                        step_words(run->delta, identity, way, release),
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(names_text(run, deps, n)),
                        n == 1 ? "was" : "were");
        sb_find_look(run, f, "less ", "");
    }
}

const struct sb_signal_row sb_signal_new_dep_in_patch = {
    .id = "NEW_DEP_IN_PATCH",
    .severity = SB_LEVEL_HIGH,
    .weight = 6,
    .family = SB_FAMILY_DEPENDENCY,
    .changed = {77, 2995}, /* above info */
    .sentence = "a release, a patch above all, needs a package that the old inventory did not have",
    .why = "Patch releases mend; a new dependency is how foreign code came into several well-known packages.",
    .base_rate = "148 of 4,579 patch releases (3.2 %), 366 of 5,144 others (7.1 %)",
    .quiet = "Nothing is left out, but weights differ: in a patch release medium (6) as long as nothing speaks against "
             "the newcomer (it is named in the code, comes from a registry and runs nothing at installation), else "
             "high (6); in a minor release low (1) or medium (4); in a major one info (1) or low (2). Packages of the "
             "same owner or repository weigh as in the next larger release.",
    .unseen = "A dependency that was there before, in a version that turned bad; code that is fetched at run time.",
    .run = run_new_dep_in_patch,
};

/* ---- ONLY_VIA_PATCH ---- */

static bool is_patch_edge(const struct sb_signal_run *run, uint32_t from, uint32_t to)
{
    uint64_t key = sb_pair(from, to);
    return run->patch_edges.n && bsearch(&key, run->patch_edges.p, run->patch_edges.n, sizeof key, by_pair);
}

/* Whether something else than a patch brought the arrival by itself: a larger release, or nobody knows what. */
static bool has_other_way(const struct sb_signal_run *run, uint32_t arrival)
{
    uint32_t first = run->wanted_by.first[arrival];
    uint32_t end = run->wanted_by.first[arrival + 1];
    if (first == end)
        return true;
    for (uint32_t e = first; e < end; e++) {
        uint32_t user = run->wanted_by.to[e];
        if (user != run->delta->root_identity && !sb_is_arrival(&run->delta->identities.p[user]) &&
            !is_patch_edge(run, user, arrival))
            return true;
    }
    return false;
}

/* Whether the project wants it, and no patch does. */
static bool is_only_direct(const struct sb_signal_run *run, uint32_t arrival)
{
    bool patch = false;
    for (uint32_t e = run->wanted_by.first[arrival]; e < run->wanted_by.first[arrival + 1]; e++)
        patch = patch || is_patch_edge(run, run->wanted_by.to[e], arrival);
    return run->direct[arrival] && !patch;
}

/* REACHED[i]: an arrival that stands on its own, or that one of those wants. */
static void spread(const struct sb_signal_run *run, bool *reached)
{
    const struct sb_delta *delta = run->delta;
    uint32_t *queue = sb_malloc((delta->identities.n + 1) * sizeof *queue);
    size_t n = 0;
    for (uint32_t i = 0; i < delta->identities.n; i++)
        if (sb_is_arrival(&delta->identities.p[i]) && (is_only_direct(run, i) || has_other_way(run, i))) {
            reached[i] = true;
            queue[n++] = i;
        }
    for (size_t at = 0; at < n; at++)
        for (uint32_t e = run->wants.first[queue[at]]; e < run->wants.first[queue[at] + 1]; e++) {
            uint32_t to = run->wants.to[e];
            if (sb_is_arrival(&delta->identities.p[to]) && !reached[to]) {
                reached[to] = true;
                queue[n++] = to;
            }
        }
    sb_free(queue);
}

/* Lighter where the project wants it, too, or where all that want it are of the same project. */
static void rate_only_via(struct sb_signal_run *run, struct sb_finding *f, uint32_t arrival)
{
    uint32_t first = run->wanted_by.first[arrival];
    uint32_t end = run->wanted_by.first[arrival + 1];
    bool split = true;
    for (uint32_t e = first; e < end; e++) {
        const struct sb_identity *user = &run->delta->identities.p[run->wanted_by.to[e]];
        split = split && is_split(run, user, user->rows[SB_NEW][0], arrival);
    }
    bool plain = sb_is_plain_arrival(run, arrival);
    if (split || run->direct[arrival])
        sb_find_level(f, plain ? SB_LEVEL_LOW : SB_LEVEL_MEDIUM, plain ? 3 : 4);
    else if (plain)
        sb_find_level(f, SB_LEVEL_MEDIUM, run->row->weight);
}

static void tell_only_via(struct sb_signal_run *run, uint32_t arrival)
{
    const struct sb_identity *identity = &run->delta->identities.p[arrival];
    struct sb_way way = {.row = {SB_COMP_NONE, identity->rows[SB_NEW][0]}, .arrival = true};
    uint32_t first = run->wanted_by.first[arrival];
    size_t n = run->wanted_by.first[arrival + 1] - first;
    struct sb_finding *f = sb_find(run, identity, &way);
    rate_only_via(run, f, arrival);
    sb_find_about(run, f, &arrival, 1);
    f->new_json = purls_json(run, run->wanted_by.to + first, n);
    sb_find_message(run, f, "%.*s came in by patch releases alone%s: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way.row[SB_NEW])),
                    run->direct[arrival] ? ", and the project asks for it" : "",
                    SB_FMT(names_text(run, run->wanted_by.to + first, n)));
    sb_find_look(run, f, "ls -l ", "");
}

static void run_only_via_patch(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (identity || run->patch_edges.n == 0)
        return;
    qsort(run->patch_edges.p, run->patch_edges.n, sizeof *run->patch_edges.p, by_pair);
    bool *reached = sb_calloc(run->delta->identities.n + 1, sizeof *reached);
    spread(run, reached);
    for (uint32_t i = 0; i < run->delta->identities.n; i++)
        if (sb_is_arrival(&run->delta->identities.p[i]) && !reached[i] && i != run->delta->root_identity)
            tell_only_via(run, i);
    sb_free(reached);
}

const struct sb_signal_row sb_signal_only_via_patch = {
    .id = "ONLY_VIA_PATCH",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_DEPENDENCY,
    .arriving = {11, 465}, /* above info */
    .sentence = "a new package that nothing but patch releases brought",
    .why = "The project did not ask for it, and no larger release did either.",
    .base_rate = "99 of 12,166 changed or added components (0.8 %)",
    .quiet = "A package that a larger release needs as well. Medium (7) as long as nothing speaks against it (see "
             "NEW_DEP_IN_PATCH); low (3) or medium (4) where the project asks for it, too, or where all that need it "
             "are of the same owner or repository.",
    .unseen = "A newcomer that a larger release needs as well, be it of an accomplice.",
    .run = run_only_via_patch,
};

/* ---- PHANTOM_DEP ---- */

/* Keeps those of DEPS that nobody names; RET_SELDOM: there may be a reason for all of them. */
static size_t find_phantoms(struct sb_signal_run *run, const struct sb_way *way, uint32_t *deps, size_t n,
                            bool *ret_seldom)
{
    size_t kept = 0;
    *ret_seldom = true;
    for (size_t d = 0; d < n; d++) {
        bool seldom = false;
        if (sb_is_mentioned(run, deps[d]) != SB_MENTION_NO)
            continue;
        for (size_t i = 0; i < way->facts[SB_NEW]->deps.n; i++) {
            const struct sb_fact_dep *dep = &way->facts[SB_NEW]->deps.p[i];
            if (sb_dep_identity(run, SB_NEW, dep) == deps[d])
                seldom = seldom || is_seldom_named(run, way->facts[SB_NEW], dep, first_facts(run, deps[d]), deps[d]);
        }
        *ret_seldom = *ret_seldom && seldom;
        deps[kept++] = deps[d];
    }
    return kept;
}

static void run_phantom_dep(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity) || sb_is_system_type(identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        uint32_t *deps;
        if (!sb_way_compares(way) || !sb_way_has(run, way, run->row->needs))
            continue;
        bool seldom;
        size_t n = sb_new_deps(run, way, &deps);
        n = find_phantoms(run, way, deps, n, &seldom);
        if (n == 0)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (seldom)
            sb_find_level(f, SB_LEVEL_MEDIUM, 1);
        else if (release_of(run->delta, identity, way) != PATCH)
            sb_find_level(f, SB_LEVEL_MEDIUM, 2);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, deps, n);
        f->new_json = purls_json(run, deps, n);
        sb_find_message(run, f, "no file of %.*s, nor of any other package, names its new dependency %.*s",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(names_text(run, deps, n)));
        sb_find_look(run, f, "grep -rn dependencies ", "");
    }
}

const struct sb_signal_row sb_signal_phantom_dep = {
    .id = "PHANTOM_DEP",
    .severity = SB_LEVEL_HIGH,
    .weight = 3,
    .family = SB_FAMILY_DEPENDENCY,
    .booster = true,
    .needs = SB_FACT_BIT(DEPS),
    .changed = {5, 2995}, /* above info */
    .sentence = "no file of any package names the new dependency that one of them declares",
    .why = "A dependency that is never used can only be there for what it does by itself.",
    .base_rate =
        "1 of 2,995 changed packages named nowhere what it newly needed, beside 4 with a reason for it; none in a "
        "patch release",
    .quiet = "Never counted alone. Medium (2) in a release that is more than a patch; medium (1) for types, commands, "
             "peer and optional dependencies, extras.",
    .unseen =
        "A dependency that the code names without using it. Whether code names one is looked at in npm packages "
        "and in Python distributions; elsewhere nothing is said, and in Python nothing of tools, plug-ins, data and "
        "types, and of what native modules may import.",
    .run = run_phantom_dep,
};
