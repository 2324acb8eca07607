/* IDENTITY_CLONE: whose repository a new package claims. */
#include "diff/signal_run.h"

enum { SCOPE_SAYS = 5 }; /* bytes that a scope must have to say whose it is */
enum { TRIES = 64 };     /* of packages with one repository: a document can have any number of them */

struct project {
    sb_str repository;
    uint32_t identity;
    bool old; /* of the old side */
};

struct sb_project_index {
    SB_VEC(struct project) projects; /* of both sides, by repository */
};

void sb_project_index_free(struct sb_project_index *index)
{
    if (!index)
        return;
    sb_free(index->projects.p);
    sb_free(index);
}

static int by_repository(const void *left, const void *right)
{
    const struct project *a = left;
    const struct project *b = right;
    int order = sb_str_cmp(a->repository, b->repository);
    if (order == 0)
        order = (a->identity > b->identity) - (a->identity < b->identity);
    return order ? order : (int)a->old - (int)b->old;
}

static void add_project(struct sb_signal_run *run, struct sb_project_index *index, uint32_t i)
{
    const struct sb_identity *identity = &run->delta->identities.p[i];
    bool old = identity->n[SB_OLD] != 0;
    enum sb_side side = old ? SB_OLD : SB_NEW;
    if (i == run->delta->root_identity || sb_is_system_type(identity))
        return;
    sb_str repository = sb_run_repository(run, side, identity->rows[side][0]);
    if (repository.n)
        *SB_PUSH(&index->projects) = (struct project){repository, i, old};
}

/* Most comparisons need none. */
static const struct sb_project_index *project_index(struct sb_signal_run *run)
{
    if (run->projects)
        return run->projects;
    struct sb_project_index *index = sb_calloc(1, sizeof *index);
    for (uint32_t i = 0; i < run->delta->identities.n; i++)
        add_project(run, index, i);
    if (index->projects.n)
        qsort(index->projects.p, index->projects.n, sizeof *index->projects.p, by_repository);
    return run->projects = index;
}

static size_t first_project(const struct sb_project_index *index, sb_str repository)
{
    size_t low = 0;
    size_t high = index->projects.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sb_str_cmp(index->projects.p[middle].repository, repository) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The package whose own repository this is: it bears the repository's name. */
struct original {
    uint32_t identity;
    bool before;   /* the old inventory had it */
    bool monorepo; /* the repository holds many packages: this is one more */
};

static struct original find_original(struct sb_signal_run *run, const struct sb_identity *identity, sb_str repository)
{
    enum { MONOREPO = 3 };
    const struct sb_project_index *index = project_index(run);
    sb_str last = sb_path_base(repository);
    struct original ret = {.identity = UINT32_MAX};
    size_t before = 0;
    size_t tries = 0;
    for (size_t i = first_project(index, repository);
         i < index->projects.n && tries < TRIES && sb_str_eq(index->projects.p[i].repository, repository);
         i++, tries++) {
        const struct project *project = &index->projects.p[i];
        const struct sb_identity *other = &run->delta->identities.p[project->identity];
        before += project->old;
        if (other == identity || !sb_str_eq(other->type, identity->type) ||
            !sb_str_eq_nocase(sb_identity_base(other), last) || (ret.identity != UINT32_MAX && ret.before))
            continue;
        if (ret.identity == UINT32_MAX || project->old)
            ret = (struct original){.identity = project->identity, .before = project->old};
    }
    ret.monorepo = before >= MONOREPO;
    return ret;
}

/* Who owns "@keyv" made "keyv"; who owns "@peculiar" may well be "PeculiarVentures". */
static bool scope_is_of(const struct sb_identity *identity, sb_str original, sb_str repository)
{
    sb_str scope = sb_identity_scope(identity);
    sb_str owner = sb_path_base(sb_path_dir(repository));
    sb_str_chop(&scope, SB_S("%40"));
    return scope.n && (sb_str_eq_nocase(scope, original) ||
                       (scope.n >= SCOPE_SAYS && sb_str_eq_nocase(scope, sb_str_part(owner, 0, scope.n))));
}

/* What speaks for one project makes it lighter: anybody can copy a repository's address, but a scope belongs to its
 * owner, and what the original needs is known to it. One in six new packages is of that kind. */
static void rate_clone(struct sb_finding *f, const struct sb_identity *identity, const struct sb_identity *other,
                       const struct original *original, bool vouched, sb_str repository)
{
    sb_str name = sb_identity_base(identity);
    sb_str base = sb_identity_base(other);
    bool scope = scope_is_of(identity, base, repository);
    bool part = sb_str_starts(name, base) && name.n > base.n && !sb_is_alnum(name.p[base.n]);
    if (vouched || sb_same_scope(identity, other) || (scope && original->monorepo) || !original->before)
        sb_find_level(f, SB_LEVEL_INFO, 1);
    else if (original->monorepo)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (part || scope) /* "foo-cli" of "foo", "@foo/cli" */
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
}

static void run_identity_clone(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !sb_is_arrival(identity) || sb_is_system_type(identity) || sb_run_is_root(run, identity))
        return;
    const struct sb_way *way = &run->ways.p[0];
    sb_str repository = sb_run_repository(run, SB_NEW, way->row[SB_NEW]);
    struct original original = {.identity = UINT32_MAX};
    if (repository.n)
        original = find_original(run, identity, repository);
    if (original.identity == UINT32_MAX)
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    bool vouched = sb_edges_have(&run->wants, original.identity, sb_run_index(run, identity));
    rate_clone(f, identity, &run->delta->identities.p[original.identity], &original, vouched, repository);
    sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
    f->new_json = sb_json_text_of(run, repository);
    sb_find_message(run, f, "%.*s claims the repository of %.*s (%.*s), which %s",
                    SB_FMT(sb_run_name(run, sb_run_index(run, identity))), SB_FMT(sb_run_name(run, original.identity)),
                    SB_FMT(repository), vouched ? "needs it" : "does not know it");
    sb_find_look(run, f, "less ", "");
}

const struct sb_signal_row sb_signal_identity_clone = {
    .id = "IDENTITY_CLONE",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_NAME,
    .arriving = {2, 465}, /* above info */
    .sentence = "a new package claims the repository of another one",
    .why = "Description and repository of a well-known package make a new one look harmless.",
    .base_rate =
        "49 of 465 new packages claim the repository of another one, nearly all parts of its project; 2 of them "
        "count",
    .quiet = "Info (1) for packages of the same owner, and for an original that is new itself or that depends on this "
             "one. Low (2) where the repository held three packages before; medium (4) where the name begins with the "
             "original's, or the scope is that of the project or of the repository's owner.",
    .unseen = "A repository of its own, however empty, and that of a package that this inventory does not have.",
    .run = run_identity_clone,
};
