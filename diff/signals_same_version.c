/* SAME_VERSION_DIFF */
#include "diff/digests.h"
#include "diff/reference_digests.h"
#include "diff/signal_content.h"
#include "diff/signal_integrity.h"

struct clash {
    const struct sb_digest *old, *new;
};

/* The strongest algorithm whose digests differ altogether. */
static bool hashes_clash(const struct sb_signal_run *run, const struct sb_way *way, struct clash *ret)
{
    struct sb_digest_walk walk = sb_digest_walk(run->delta, way->row);
    *ret = (struct clash){0};
    while (sb_digest_next(&walk))
        if (!walk.equal && (!ret->old || sb_algs[walk.old->alg].strength > sb_algs[ret->old->alg].strength))
            *ret = (struct clash){walk.old, walk.new};
    return ret->old != NULL;
}

/* A working copy or a moving branch is expected to change. */
static bool is_working_copy(const struct sb_way *way)
{
    sb_str kind = way->facts[SB_OLD]->origin.kind;
    return sb_str_eq(kind, way->facts[SB_NEW]->origin.kind) &&
           (sb_str_eq(kind, SB_S("file")) || sb_str_eq(kind, SB_S("git")));
}

static sb_str hex_of(struct sb_signal_run *run, const struct sb_digest *digest)
{
    char hex[2 * sizeof digest->b];
    sb_hex_encode(digest->b, digest->n, hex);
    return sb_arena_str(&run->scratch, sb_str_n(hex, 2 * (size_t)digest->n));
}

static bool says_the_same(const struct sb_signal_run *run, const struct sb_way *way, enum sb_fact_id fact)
{
    const char *name = sb_fact_rows[fact].name;
    return sb_str_eq(sb_doc_fact_of(run->delta->doc[SB_OLD], way->row[SB_OLD], name),
                     sb_doc_fact_of(run->delta->doc[SB_NEW], way->row[SB_NEW], name));
}

/* The manifest describes it in other words (built from source by another builder); nothing that runs, and nothing that
 * is needed, differs. */
static bool only_words_differ(const struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    return old->rest.sha256.n && sb_str_eq(old->rest.sha256, new->rest.sha256) &&
           says_the_same(run, way, SB_FACT_EXEC) && says_the_same(run, way, SB_FACT_DEPS);
}

static bool is_rebuilt(const struct sb_signal_run *run, const struct sb_way *way)
{
    return says_the_same(run, way, SB_FACT_EXEC) && says_the_same(run, way, SB_FACT_DEPS) &&
           says_the_same(run, way, SB_FACT_LINES) && sb_only_rebuilt(way);
}

/* The component in whose folder C's lies, or none. */
static sb_comp enclosing(struct sb_signal_run *run, enum sb_side side, sb_comp c)
{
    const struct sb_doc *doc = run->delta->doc[side];
    if (!run->by_place[side]) {
        run->by_place[side] = sb_calloc(doc->text.n + 1, sizeof(uint32_t));
        for (uint32_t i = 1; i <= sb_doc_count(doc); i++)
            run->by_place[side][sb_doc_at(doc, (sb_comp){i})->place.v] = i;
    }
    for (sb_str at = sb_path_dir(sb_doc_str(doc, sb_doc_at(doc, c)->place)); at.n; at = sb_path_dir(at)) {
        sb_text place = sb_intern_find(&doc->text, at);
        uint32_t found = sb_text_set(place) ? run->by_place[side][place.v] : 0;
        if (found && found != doc->root.v)
            return (sb_comp){found};
    }
    return SB_COMP_NONE;
}

static bool is_pinned(struct sb_signal_run *run, enum sb_side side, sb_comp c)
{
    return sb_run_facts_of(run, side, c, SB_FACT_BIT(INTEGRITY))->integrity.n != 0;
}

/* Whether C brought packages along already on the old side: they lie in its folder, and the lock file that pins C does
 * not pin them. Looked up once for all. */
static bool brought_packages(struct sb_signal_run *run, sb_comp c)
{
    const struct sb_doc *doc = run->delta->doc[SB_OLD];
    if (!run->brings) {
        run->brings = sb_calloc(doc->components.n, sizeof *run->brings);
        for (uint32_t i = 1; i <= sb_doc_count(doc); i++) {
            sb_comp around = enclosing(run, SB_OLD, (sb_comp){i});
            run->brings[around.v] |=
                around.v && !is_pinned(run, SB_OLD, (sb_comp){i}) && is_pinned(run, SB_OLD, around);
        }
    }
    return run->brings[c.v];
}

/* It lies in the folder of a package of which there is another version now, which brought packages along before, too.
 * No lock file pins what is brought along: it is as that release built it. */
static bool came_in_a_bundle(struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_delta *delta = run->delta;
    sb_comp around = enclosing(run, SB_NEW, way->row[SB_NEW]);
    if (!around.v || is_pinned(run, SB_NEW, way->row[SB_NEW]) || !is_pinned(run, SB_NEW, around))
        return false;
    const struct sb_row *new = sb_delta_row(delta, SB_NEW, around);
    const struct sb_identity *identity = &delta->identities.p[new->identity];
    for (uint32_t i = 0; i < identity->n[SB_OLD]; i++)
        if (brought_packages(run, identity->rows[SB_OLD][i]))
            return !sb_str_eq(sb_delta_row(delta, SB_OLD, identity->rows[SB_OLD][i])->version, new->version);
    return false;
}

/* A file of no package has no version of its own. It counts where the whole has one that stayed, and less: lock files
 * and the records of an installation change with whatever is installed. */
static bool is_loose_file(const struct sb_signal_run *run, const struct sb_way *way)
{
    return sb_is_bare_file(run->delta->doc[SB_NEW], way->row[SB_NEW]) &&
           !run->delta->owners[SB_NEW][way->row[SB_NEW].v].v;
}

/* The first file of which both sides know the digest and that is another one now. */
static sb_str first_changed(struct sb_signal_run *run, const struct sb_way *way)
{
    const uint32_t bits = SB_FACT_BIT(LARGEST) | SB_FACT_BIT(LINES) | SB_FACT_BIT(EXEC);
    const struct sb_facts *old = sb_run_facts_of(run, SB_OLD, way->row[SB_OLD], bits);
    const struct sb_facts *new = sb_run_facts_of(run, SB_NEW, way->row[SB_NEW], bits);
    for (size_t i = 0; i < new->exec.n; i++) {
        const struct sb_fact_exec *was = sb_exec_at(old, new->exec.p[i].kind, new->exec.p[i].path);
        if (new->exec.p[i].sha256.n && (!was || !sb_str_eq(was->sha256, new->exec.p[i].sha256)))
            return new->exec.p[i].path;
    }
    for (size_t i = 0; i < new->largest.n; i++) {
        const struct sb_fact_file *was = sb_largest_find(old, new->largest.p[i].path);
        if (was && !sb_str_eq(was->sha256, new->largest.p[i].sha256))
            return new->largest.p[i].path;
    }
    return SB_STR_NONE;
}

static void tell_where(struct sb_signal_run *run, const struct sb_way *way, struct sb_finding *f)
{
    sb_str path = first_changed(run, way);
    if (path.n)
        sb_find_look_at(run, f, "head -c 300 ", sb_run_at(run, SB_NEW, way->row[SB_NEW], path), "");
    else
        sb_find_look(run, f, "ls -l ", "");
}

static struct sb_finding *tell_same_version(struct sb_signal_run *run, const struct sb_identity *identity,
                                            const struct sb_way *way, const char *what, sb_str old, sb_str new)
{
    struct sb_finding *f = sb_find(run, identity, way);
    if (is_working_copy(way) || is_loose_file(run, way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    f->old_json = sb_json_text_of(run, old);
    f->new_json = sb_json_text_of(run, new);
    f->content = sb_arena_str(run->arena, new);
    bool version = sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->version.n;
    sb_find_message(run, f, "%.*s has another content%s: %s was %.*s and is %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), version ? " under the same version" : "", what,
                    SB_FMT(old), SB_FMT(new));
    tell_where(run, way, f);
    return f;
}

/* Other files below an artefact that both lock files pin alike were made after it was unpacked: FILE_MODIFIED. */
static void look_at_same_version(struct sb_signal_run *run, const struct sb_identity *identity,
                                 const struct sb_way *way)
{
    struct clash clash;
    struct sb_reference_clash reference;
    const struct sb_fact_integrity *old, *new;
    bool facts = run->facts_agree && sb_way_compares(way);
    enum sb_pin pin = facts ? sb_compare_pins(run, way, &old, &new) : SB_PIN_UNKNOWN;
    if (pin == SB_PIN_DIFFERS)
        tell_same_version(run, identity, way, "the digest of its artifact", old->hex, new->hex);
    else if (run->delta->same_generator && hashes_clash(run, way, &clash))
        tell_same_version(run, identity, way, "its digest", hex_of(run, clash.old), hex_of(run, clash.new));
    else if (pin == SB_PIN_UNKNOWN && sb_reference_clash(run->delta, way->row, &reference) && reference.artefact)
        tell_same_version(run, identity, way, "the digest of what a reference of it leads to",
                          hex_of(run, &reference.old->digest), hex_of(run, &reference.new->digest));
    else if (facts && pin == SB_PIN_UNKNOWN && sb_compare_sets(way) == SB_SET_DIFFERS) {
        struct sb_finding *f = tell_same_version(run, identity, way, "the digest over its files",
                                                 way->facts[SB_OLD]->files.sha256, way->facts[SB_NEW]->files.sha256);
        if (only_words_differ(run, way) || came_in_a_bundle(run, way))
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        else if (!is_working_copy(way) && is_rebuilt(run, way))
            sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    }
}

static bool whole_stays(const struct sb_delta *delta)
{
    if (delta->root_identity == UINT32_MAX)
        return false;
    sb_str version[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++)
        version[side] = sb_delta_row(delta, side, delta->doc[side]->root)->version;
    return version[SB_OLD].n && sb_str_eq(version[SB_OLD], version[SB_NEW]);
}

static void run_same_version_diff(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_is_same_version(run, way) && !way->owned && (!is_loose_file(run, way) || whole_stays(run->delta)))
            look_at_same_version(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_same_version_diff = {
    .id = "SAME_VERSION_DIFF",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_INTEGRITY,
    .changed = {2, 3553},
    .sentence = "the same version has another content",
    .why = "Registries do not let a version be published twice: somebody replaced it on the way, or after it was "
           "installed.",
    .base_rate = "2 of 3,553 changed packages, both built from source at installation; 0 of 4,021 unchanged npm "
                 "packages; 1 of 4,081 changes of a pip lock file (a corrected digest)",
    .quiet =
        "Digests of other algorithms or other origin, lists of digests that share one, packages inside a "
        "distribution's package; other files below a record, or an artefact in both lock files, that is the same "
        "(FILE_MODIFIED). Working copies, git checkouts, what another package brings along in its own new release, and "
        "a manifest that only describes the same files in other "
        "words are medium (4), and so is a file that no package has, if the whole has a version that stayed; else it "
        "is "
        "silent. Medium (5) is a build for another version of the interpreter, where native modules of "
        "another tag and metadata are all that differs.",
    .run = run_same_version_diff,
};
