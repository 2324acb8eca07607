#include "diff/signal_run.h"

/* New names against those of the old inventory. A name is filed under its own bytes, under each of its spellings with
 * one byte left out (two names at distance 1 share one of these), and under its plain form; so finding a neighbour is a
 * look into a sorted list. */

enum { MIN_NAME = 5, MAX_NAME = 64 };
enum { TRIES = 64 }; /* of identities with one spelling: a document can have any number of them */

struct spelling {
    uint64_t hash; /* of type and spelling */
    uint32_t identity;
};

struct project {
    sb_str repository;
    uint32_t identity;
    bool old; /* of the old side */
};

struct sb_name_index {
    uint64_t *asked; /* bits, by the last bits of a hash: new names have such a spelling, and only those are filed */
    size_t asked_mask;
    SB_VEC(struct spelling) near, plain; /* of the old side */
    SB_VEC(struct spelling) gone;        /* whole names without their types */
    SB_VEC(struct project) projects;
};

void sb_name_index_free(struct sb_name_index *index)
{
    if (!index)
        return;
    sb_free(index->asked);
    sb_free(index->near.p);
    sb_free(index->plain.p);
    sb_free(index->gone.p);
    sb_free(index->projects.p);
    sb_free(index);
}

static int by_hash(const void *left, const void *right)
{
    const struct spelling *a = left;
    const struct spelling *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->identity > b->identity) - (a->identity < b->identity);
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

/* ---- spellings ---- */

static uint64_t hash_without(const struct sb_identity *identity, sb_str name, size_t skip)
{
    char copy[MAX_NAME];
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++)
        if (i != skip)
            copy[n++] = name.p[i];
    return sb_hash(copy, n, sb_hash(identity->type.p, identity->type.n, 1));
}

/* Letters and digits, small, without what says no more than the language: "py-foo", "foo.js" and "Foo" are one. */
static sb_str plain_form(sb_str name, char copy[MAX_NAME])
{
    static const char *const affixes[] = {"python", "node", "js", "py"};
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < MAX_NAME; i++)
        if (sb_is_alnum(name.p[i]))
            copy[n++] = sb_lower(name.p[i]);
    sb_str plain = sb_str_n(copy, n);
    for (size_t i = 0; i < SB_COUNT(affixes); i++) {
        sb_str less = plain;
        if ((sb_str_chop(&less, sb_str_of(affixes[i])) || sb_str_chop_end(&less, sb_str_of(affixes[i]))) &&
            less.n >= MIN_NAME)
            return less;
    }
    return plain;
}

static uint64_t hash_plain(const struct sb_identity *identity, sb_str name)
{
    char copy[MAX_NAME];
    sb_str plain = plain_form(name, copy);
    return sb_hash(plain.p, plain.n, sb_hash(identity->type.p, identity->type.n, 2));
}

static uint64_t hash_whole(const struct sb_identity *identity)
{
    sb_str name = sb_identity_name(identity);
    return sb_hash(name.p, name.n, 3);
}

static bool is_comparable(const struct sb_identity *identity)
{
    sb_str name = sb_identity_name(identity);
    return name.n >= MIN_NAME && name.n <= MAX_NAME && !sb_is_system_type(identity) && identity->type.n;
}

/* ---- the index ---- */

static bool is_new_name(const struct sb_signal_run *run, const struct sb_identity *identity)
{
    return sb_is_arrival(identity) && is_comparable(identity) && !sb_run_is_root(run, identity);
}

static void ask(struct sb_name_index *index, uint64_t hash)
{
    index->asked[(hash & index->asked_mask) / 64] |= (uint64_t)1 << (hash % 64);
}

static void file(struct sb_name_index *index, bool near, uint64_t hash, uint32_t identity)
{
    if (!(index->asked[(hash & index->asked_mask) / 64] >> (hash % 64) & 1))
        return;
    if (near)
        *SB_PUSH(&index->near) = (struct spelling){hash, identity};
    else
        *SB_PUSH(&index->plain) = (struct spelling){hash, identity};
}

/* What will be looked for. A bit that two hashes share files a spelling in vain; with 16 bits for each that is rare. */
static void ask_names(struct sb_signal_run *run, struct sb_name_index *index)
{
    size_t n = 0;
    for (size_t i = 0; i < run->delta->identities.n; i++)
        if (is_new_name(run, &run->delta->identities.p[i]))
            n += sb_identity_name(&run->delta->identities.p[i]).n + 2;
    index->asked_mask = 1023;
    while (index->asked_mask < n * 16)
        index->asked_mask = index->asked_mask * 2 + 1;
    index->asked = sb_calloc((index->asked_mask + 1) / 64, sizeof *index->asked);
    for (size_t i = 0; i < run->delta->identities.n; i++) {
        const struct sb_identity *identity = &run->delta->identities.p[i];
        if (!is_new_name(run, identity))
            continue;
        sb_str name = sb_identity_name(identity);
        for (size_t skip = 0; skip <= name.n; skip++)
            ask(index, hash_without(identity, name, skip));
        ask(index, hash_plain(identity, name));
    }
}

static void add_names(struct sb_signal_run *run, struct sb_name_index *index, uint32_t i)
{
    const struct sb_identity *identity = &run->delta->identities.p[i];
    sb_str name = sb_identity_name(identity);
    if (!is_comparable(identity) || identity->n[SB_OLD] == 0 || i == run->delta->root_identity)
        return;
    for (size_t skip = 0; skip <= name.n; skip++)
        file(index, true, hash_without(identity, name, skip), i);
    file(index, false, hash_plain(identity, name), i);
}

static void add_gone(struct sb_signal_run *run, struct sb_name_index *index, uint32_t i)
{
    const struct sb_identity *identity = &run->delta->identities.p[i];
    if (identity->n[SB_NEW] == 0 && identity->type.n && i != run->delta->root_identity)
        *SB_PUSH(&index->gone) = (struct spelling){hash_whole(identity), i};
}

static void add_project(struct sb_signal_run *run, struct sb_name_index *index, uint32_t i)
{
    const struct sb_identity *identity = &run->delta->identities.p[i];
    bool old = identity->n[SB_OLD] != 0;
    enum sb_side side = old ? SB_OLD : SB_NEW;
    sb_str repository = sb_run_repository(run, side, identity->rows[side][0]);
    if (repository.n && i != run->delta->root_identity && !sb_is_system_type(identity))
        *SB_PUSH(&index->projects) = (struct project){repository, i, old};
}

static struct sb_name_index *name_index(struct sb_signal_run *run)
{
    if (run->names)
        return run->names;
    struct sb_name_index *index = sb_calloc(1, sizeof *index);
    ask_names(run, index);
    for (uint32_t i = 0; i < run->delta->identities.n; i++) {
        add_names(run, index, i);
        add_gone(run, index, i);
        add_project(run, index, i);
    }
    if (index->near.n)
        qsort(index->near.p, index->near.n, sizeof *index->near.p, by_hash);
    if (index->plain.n)
        qsort(index->plain.p, index->plain.n, sizeof *index->plain.p, by_hash);
    if (index->gone.n)
        qsort(index->gone.p, index->gone.n, sizeof *index->gone.p, by_hash);
    if (index->projects.n)
        qsort(index->projects.p, index->projects.n, sizeof *index->projects.p, by_repository);
    run->names = index;
    return index;
}

static size_t first_spelling(const struct spelling *list, size_t n, uint64_t hash)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (list[middle].hash < hash)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

const struct sb_identity *sb_name_of_other_type(struct sb_signal_run *run, const struct sb_identity *identity)
{
    const struct sb_name_index *index = name_index(run);
    uint64_t hash = hash_whole(identity);
    size_t at = first_spelling(index->gone.p, index->gone.n, hash);
    for (size_t tries = 0; at < index->gone.n && index->gone.p[at].hash == hash && tries < TRIES; at++, tries++) {
        const struct sb_identity *other = &run->delta->identities.p[index->gone.p[at].identity];
        if (!sb_str_eq(other->type, identity->type) && sb_str_eq(sb_identity_name(other), sb_identity_name(identity)))
            return other;
    }
    return NULL;
}

/* ---- NAME_SIMILAR ---- */

static bool differ_in_digits(sb_str a, sb_str b, size_t at, size_t end)
{
    for (size_t i = at; i < a.n - end; i++)
        if (!sb_is_digit(a.p[i]))
            return false;
    for (size_t i = at; i < b.n - end; i++)
        if (!sb_is_digit(b.p[i]))
            return false;
    return true;
}

/* One byte more, less or another, or two neighbours that changed places; not when only digits differ ("lib1", "lib2").
 */
static bool is_near(sb_str a, sb_str b)
{
    size_t start = 0;
    size_t end = 0;
    while (start < a.n && start < b.n && a.p[start] == b.p[start])
        start++;
    while (end < a.n - start && end < b.n - start && a.p[a.n - 1 - end] == b.p[b.n - 1 - end])
        end++;
    size_t left = a.n - start - end;
    size_t right = b.n - start - end;
    if (differ_in_digits(a, b, start, end))
        return false;
    if (left <= 1 && right <= 1)
        return true;
    return left == 2 && right == 2 && a.p[start] == b.p[start + 1] && a.p[start + 1] == b.p[start];
}

static bool is_plainly_equal(sb_str a, sb_str b)
{
    char copy_a[MAX_NAME], copy_b[MAX_NAME];
    return sb_str_eq(plain_form(a, copy_a), plain_form(b, copy_b));
}

/* The smallest identity that HASH leads to and that FITS. */
static uint32_t find_like(struct sb_signal_run *run, const struct sb_identity *identity, const struct spelling *list,
                          size_t n, uint64_t hash, bool (*fits)(sb_str, sb_str))
{
    size_t at = first_spelling(list, n, hash);
    for (size_t tries = 0; at < n && list[at].hash == hash && tries < TRIES; at++, tries++) {
        const struct sb_identity *other = &run->delta->identities.p[list[at].identity];
        if (sb_str_eq(other->type, identity->type) && !sb_same_scope(identity, other) &&
            fits(sb_identity_name(identity), sb_identity_name(other)))
            return list[at].identity;
    }
    return UINT32_MAX;
}

static uint32_t find_similar(struct sb_signal_run *run, const struct sb_identity *identity)
{
    struct sb_name_index *index = name_index(run);
    sb_str name = sb_identity_name(identity);
    uint32_t best = UINT32_MAX;
    for (size_t skip = 0; skip <= name.n; skip++) {
        uint32_t found =
            find_like(run, identity, index->near.p, index->near.n, hash_without(identity, name, skip), is_near);
        best = found < best ? found : best;
    }
    if (best != UINT32_MAX)
        return best;
    return find_like(run, identity, index->plain.p, index->plain.n, hash_plain(identity, name), is_plainly_equal);
}

static void run_name_similar(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !is_new_name(run, identity))
        return;
    uint32_t other = find_similar(run, identity);
    if (other == UINT32_MAX)
        return;
    const struct sb_way *way = &run->ways.p[0];
    struct sb_finding *f = sb_find(run, identity, way);
    const struct sb_identity *like = &run->delta->identities.p[other];
    enum sb_side side = like->n[SB_NEW] ? SB_NEW : SB_OLD;
    f->old_json = sb_json_text_of(run, sb_delta_row(run->delta, side, like->rows[side][0])->purl);
    f->new_json = sb_json_text_of(run, sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl);
    sb_find_message(run, f, "the new name %.*s looks like %.*s, which was there before",
                    SB_FMT(sb_run_name(run, sb_run_index(run, identity))), SB_FMT(sb_run_name(run, other)));
    sb_find_look(run, f, "ls -l ", "");
}

const struct sb_signal_row sb_signal_name_similar = {
    .id = "NAME_SIMILAR",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_NAME,
    .sentence = "a new name can be mistaken for one that was there before",
    .why = "One byte off, or the same but for separators and words such as py and js: names are registered for those "
           "who mistype.",
    .base_rate = "35 of 2,972 harmless names are at distance 1 from one of the 8,000 most used (1.2 %); against one "
                 "inventory far fewer",
    .quiet = "Names under five letters, of the same owner, that differ in digits only, and packages of a distribution. "
             "Scope and name are compared as one: @types/name is not name.",
    .run = run_name_similar,
};

/* ---- IDENTITY_CLONE ---- */

static size_t first_project(const struct sb_name_index *index, sb_str repository)
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
static uint32_t find_owner(struct sb_signal_run *run, const struct sb_identity *identity, sb_str repository)
{
    enum { MONOREPO = 3 };
    const struct sb_name_index *index = name_index(run);
    sb_str last = sb_path_base(repository);
    uint32_t owner = UINT32_MAX;
    size_t before = 0;
    for (size_t i = first_project(index, repository);
         i < index->projects.n && sb_str_eq(index->projects.p[i].repository, repository); i++) {
        const struct project *project = &index->projects.p[i];
        const struct sb_identity *other = &run->delta->identities.p[project->identity];
        before += project->old;
        if (before >= MONOREPO) /* a repository of many packages, and this is one more */
            return UINT32_MAX;
        if (other != identity && sb_str_eq(other->type, identity->type) && !sb_same_scope(identity, other) &&
            sb_str_eq_nocase(sb_identity_base(other), last) && project->identity < owner)
            owner = project->identity;
    }
    return owner;
}

static void run_identity_clone(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !sb_is_arrival(identity) || sb_is_system_type(identity) || sb_run_is_root(run, identity))
        return;
    const struct sb_way *way = &run->ways.p[0];
    sb_str repository = sb_run_repository(run, SB_NEW, way->row[SB_NEW]);
    sb_str name = sb_identity_base(identity);
    if (!repository.n || sb_str_eq_nocase(name, sb_path_base(repository)))
        return;
    uint32_t owner = find_owner(run, identity, repository);
    /* Who depends on it vouches for it. */
    if (owner == UINT32_MAX || sb_edges_have(&run->wants, owner, sb_run_index(run, identity)))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_str original = sb_identity_base(&run->delta->identities.p[owner]);
    if (sb_str_starts(name, original) && name.n > original.n && strchr("-_.", name.p[original.n]))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4); /* "foo-cli" of "foo": how such projects name their parts */
    sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
    f->new_json = sb_json_text_of(run, repository);
    sb_find_message(run, f, "%.*s claims the repository of %.*s (%.*s), which does not know it",
                    SB_FMT(sb_run_name(run, sb_run_index(run, identity))), SB_FMT(sb_run_name(run, owner)),
                    SB_FMT(repository));
    sb_find_look(run, f, "less ", "");
}

const struct sb_signal_row sb_signal_identity_clone = {
    .id = "IDENTITY_CLONE",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_NAME,
    .sentence = "a new package claims the repository of another one",
    .why = "Description and repository of a well-known package make a new one look harmless.",
    .base_rate = "not measured; forks and projects of many packages look alike",
    .quiet = "Packages of the same owner, repositories that already held three packages, and packages that the "
             "original depends on. A name that begins with the original's is medium (4).",
    .run = run_identity_clone,
};
