#include "diff/signal_run.h"
#include "diff/signals.h"

/* New names against those of the old inventory. A name is filed under its own bytes, under each of its spellings with
 * one byte left out (two names at distance 1 share one of these), and under its plain form; so finding a neighbour is a
 * look into a sorted list. */

enum { MIN_NAME = 5, MAX_NAME = 64 };
enum { TRIES = 64 }; /* of identities with one spelling: a document can have any number of them */

struct spelling {
    uint64_t hash; /* of type and spelling */
    uint32_t identity;
};

struct sb_name_index {
    uint64_t factor; /* of the polynomials */
    uint64_t *asked; /* bits, by the first bits of a hash: new names have such a spelling, and only those are filed */
    unsigned asked_bits;
    SB_VEC(struct spelling) near, plain; /* of the old side */
    SB_VEC(struct spelling) gone;        /* whole names without their types */
};

void sb_name_index_free(struct sb_name_index *index)
{
    if (!index)
        return;
    sb_free(index->asked);
    sb_free(index->near.p);
    sb_free(index->plain.p);
    sb_free(index->gone.p);
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

/* ---- spellings ---- */

/* NAME without its byte at 0, 1, ... and all of it, in one pass: the polynomial of what stands in front of the byte is
 * moved up by what stands behind it. */
static size_t hash_spellings(const struct sb_name_index *index, const struct sb_identity *identity, sb_str name,
                             uint64_t ret[MAX_NAME + 1])
{
    uint64_t front = sb_hash(identity->type.p, identity->type.n, 1), behind = 0, power = index->factor;
    for (size_t i = 0; i < name.n; i++) {
        ret[i] = front;
        front = front * index->factor + (unsigned char)name.p[i];
    }
    ret[name.n] = front * index->factor;
    for (size_t i = name.n; i-- > 0; power *= index->factor) {
        ret[i] = ret[i] * power + behind;
        behind += (unsigned char)name.p[i] * power;
    }
    return name.n + 1;
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

static bool is_new_name(const struct sb_delta *delta, const struct sb_identity *identity)
{
    return sb_is_arrival(identity) && is_comparable(identity) && identity - delta->identities.p != delta->root_identity;
}

static void ask(struct sb_name_index *index, uint64_t hash)
{
    uint64_t bit = hash >> (64 - index->asked_bits);
    index->asked[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool is_asked(const struct sb_name_index *index, uint64_t hash)
{
    uint64_t bit = hash >> (64 - index->asked_bits);
    return index->asked[bit / 64] >> bit % 64 & 1;
}

/* What will be looked for. A bit that two hashes share files a spelling in vain; with 64 bits for each that is rare. */
static void ask_names(const struct sb_delta *delta, struct sb_name_index *index)
{
    uint64_t hashes[MAX_NAME + 1];
    size_t n = 0;
    for (size_t i = 0; i < delta->identities.n; i++)
        if (is_new_name(delta, &delta->identities.p[i]))
            n += sb_identity_name(&delta->identities.p[i]).n + 2;
    index->asked_bits = 10;
    while ((size_t)1 << index->asked_bits < n * 64)
        index->asked_bits++;
    index->asked = sb_calloc(((size_t)1 << index->asked_bits) / 64, sizeof *index->asked);
    for (size_t i = 0; i < delta->identities.n; i++) {
        const struct sb_identity *identity = &delta->identities.p[i];
        if (!is_new_name(delta, identity))
            continue;
        sb_str name = sb_identity_name(identity);
        size_t spellings = hash_spellings(index, identity, name, hashes);
        for (size_t k = 0; k < spellings; k++)
            ask(index, hashes[k]);
        ask(index, hash_plain(identity, name));
    }
}

static void add_names(const struct sb_delta *delta, struct sb_name_index *index, uint32_t i)
{
    const struct sb_identity *identity = &delta->identities.p[i];
    uint64_t hashes[MAX_NAME + 1];
    if (identity->n[SB_OLD] == 0 || !is_comparable(identity) || i == delta->root_identity)
        return;
    sb_str name = sb_identity_name(identity);
    size_t spellings = hash_spellings(index, identity, name, hashes);
    for (size_t k = 0; k < spellings; k++)
        if (is_asked(index, hashes[k]))
            *SB_PUSH(&index->near) = (struct spelling){hashes[k], i};
    uint64_t plain = hash_plain(identity, name);
    if (is_asked(index, plain))
        *SB_PUSH(&index->plain) = (struct spelling){plain, i};
}

static void add_gone(const struct sb_delta *delta, struct sb_name_index *index, uint32_t i)
{
    const struct sb_identity *identity = &delta->identities.p[i];
    if (identity->n[SB_NEW] == 0 && i != delta->root_identity)
        *SB_PUSH(&index->gone) = (struct spelling){hash_whole(identity), i};
}

static bool has_arrivals(const struct sb_delta *delta)
{
    bool has = false;
    for (size_t i = 0; i < delta->identities.n && !has; i++)
        has = sb_is_arrival(&delta->identities.p[i]);
    return has;
}

void sb_name_index_make(struct sb_delta *delta)
{
    if (delta->names || !has_arrivals(delta))
        return;
    struct sb_name_index *index = delta->names = sb_calloc(1, sizeof *index);
    index->factor = sb_hash(NULL, 0, 4) | 1;
    ask_names(delta, index);
    for (uint32_t i = 0; i < delta->identities.n; i++) {
        add_names(delta, index, i);
        add_gone(delta, index, i);
    }
    if (index->near.n)
        qsort(index->near.p, index->near.n, sizeof *index->near.p, by_hash);
    if (index->plain.n)
        qsort(index->plain.p, index->plain.n, sizeof *index->plain.p, by_hash);
    if (index->gone.n)
        qsort(index->gone.p, index->gone.n, sizeof *index->gone.p, by_hash);
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
    if (!identity->type.n)
        return NULL;
    const struct sb_name_index *index = run->delta->names;
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

/* One byte more, less or another, or two neighbours that changed places. */
static bool is_near(sb_str a, sb_str b, bool *ret_digits)
{
    size_t start = 0;
    size_t end = 0;
    while (start < a.n && start < b.n && a.p[start] == b.p[start])
        start++;
    while (end < a.n - start && end < b.n - start && a.p[a.n - 1 - end] == b.p[b.n - 1 - end])
        end++;
    size_t left = a.n - start - end;
    size_t right = b.n - start - end;
    *ret_digits = differ_in_digits(a, b, start, end);
    if (left <= 1 && right <= 1)
        return true;
    return left == 2 && right == 2 && a.p[start] == b.p[start + 1] && a.p[start + 1] == b.p[start];
}

static bool is_plainly_equal(sb_str a, sb_str b, bool *ret_digits)
{
    char copy_a[MAX_NAME], copy_b[MAX_NAME];
    *ret_digits = false;
    return sb_str_eq(plain_form(a, copy_a), plain_form(b, copy_b));
}

/* A name that another one looks like. Siblings of one owner, and names that differ in digits only ("lib1", "lib2"), are
 * often meant to be alike. */
struct like {
    uint32_t identity;
    bool sibling;
};

/* Whether A is to be told rather than B: no sibling, then the smaller one. */
static bool is_better(struct like a, struct like b)
{
    if (b.identity == UINT32_MAX || a.identity == UINT32_MAX)
        return a.identity != UINT32_MAX;
    return a.sibling != b.sibling ? b.sibling : a.identity < b.identity;
}

/* Go modules were written small by the rules of their purls: at one version that is a spelling, not another name. */
static bool is_spelling(const struct sb_delta *delta, const struct sb_identity *new, const struct sb_identity *old)
{
    if (!sb_is_type(new, "golang") || !sb_str_eq_nocase(new->key, old->key))
        return false;
    sb_str version = sb_delta_row(delta, SB_NEW, new->rows[SB_NEW][0])->version;
    for (uint32_t i = 0; i < old->n[SB_OLD] && i < TRIES; i++)
        if (sb_str_eq(version, sb_delta_row(delta, SB_OLD, old->rows[SB_OLD][i])->version))
            return new->n[SB_NEW] == 1;
    return false;
}

/* The best identity that HASH leads to and that FITS. */
static struct like find_like(struct sb_signal_run *run, const struct sb_identity *identity, const struct spelling *list,
                             size_t n, uint64_t hash, bool (*fits)(sb_str, sb_str, bool *))
{
    struct like best = {UINT32_MAX, true};
    size_t at = first_spelling(list, n, hash);
    for (size_t tries = 0; at < n && list[at].hash == hash && tries < TRIES; at++, tries++) {
        const struct sb_identity *other = &run->delta->identities.p[list[at].identity];
        bool digits;
        if (!sb_str_eq(other->type, identity->type) ||
            !fits(sb_identity_name(identity), sb_identity_name(other), &digits) ||
            is_spelling(run->delta, identity, other))
            continue;
        struct like like = {list[at].identity, digits || sb_same_scope(identity, other)};
        best = is_better(like, best) ? like : best;
    }
    return best;
}

static struct like find_similar(struct sb_signal_run *run, const struct sb_identity *identity)
{
    const struct sb_name_index *index = run->delta->names;
    sb_str name = sb_identity_name(identity);
    struct like best =
        find_like(run, identity, index->plain.p, index->plain.n, hash_plain(identity, name), is_plainly_equal);
    uint64_t hashes[MAX_NAME + 1];
    size_t spellings = hash_spellings(index, identity, name, hashes);
    for (size_t i = 0; i < spellings; i++) {
        struct like found = find_like(run, identity, index->near.p, index->near.n, hashes[i], is_near);
        best = is_better(found, best) ? found : best;
    }
    return best;
}

static void run_name_similar(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !is_new_name(run->delta, identity))
        return;
    struct like found = find_similar(run, identity);
    if (found.identity == UINT32_MAX)
        return;
    const struct sb_way *way = &run->ways.p[0];
    struct sb_finding *f = sb_find(run, identity, way);
    const struct sb_identity *like = &run->delta->identities.p[found.identity];
    if (found.sibling)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    enum sb_side side = like->n[SB_NEW] ? SB_NEW : SB_OLD;
    f->old_json = sb_json_text_of(run, sb_delta_row(run->delta, side, like->rows[side][0])->purl);
    f->new_json = sb_json_text_of(run, sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl);
    sb_find_message(run, f, "the new name %.*s looks like %.*s, which was there before",
                    SB_FMT(sb_run_name(run, sb_run_index(run, identity))), SB_FMT(sb_run_name(run, found.identity)));
    sb_find_look(run, f, "ls -l ", "");
}

const struct sb_signal_row sb_signal_name_similar = {
    .id = "NAME_SIMILAR",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_NAME,
    .arriving = {6, 465}, /* above info */
    .sentence = "a new name can be mistaken for one that was there before",
    .why = "One byte off, or the same but for separators and words such as py and js: names are registered for those "
           "who mistype.",
    .base_rate = "35 of 2,972 harmless names are at distance 1 from one of the 8,000 most used (1.2 %); against one "
                 "inventory far fewer",
    .quiet = "Names under five letters and packages of a distribution. Low (2) where both are of the same owner, or "
             "differ in digits only. Scope and name are compared as one: @types/name is not name.",
    .unseen = "A name that looks like one that this inventory never had; most bad names are not alike at all.",
    .run = run_name_similar,
};
