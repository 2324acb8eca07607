#include "diff/digests.h"
#include "diff/signal_content.h"
#include "id/purl.h"

/* ---- digests of the same thing ---- */

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

static bool is_artifact(const struct sb_fact_integrity *i)
{
    return i->alg != SB_ALG_NONE && sb_str_eq(i->of, SB_S("artifact"));
}

/* Records of the same algorithm in the same place speak of the same thing. */
static bool same_record(const struct sb_fact_integrity *a, const struct sb_fact_integrity *b)
{
    return is_artifact(a) && is_artifact(b) && a->alg == b->alg && sb_str_eq(a->from, b->from);
}

/* Whether FACTS have the digest of RECORD; RET_OTHER: another one of its kind, NULL if there is none at all. */
static bool has_record(const struct sb_facts *facts, const struct sb_fact_integrity *record,
                       const struct sb_fact_integrity **ret_other)
{
    *ret_other = NULL;
    for (size_t i = 0; i < facts->integrity.n; i++) {
        if (!same_record(record, &facts->integrity.p[i]))
            continue;
        *ret_other = &facts->integrity.p[i];
        if (sb_str_eq_nocase(record->hex, facts->integrity.p[i].hex))
            return true;
    }
    return false;
}

/* How the lock files of both sides pin the artefact. */
enum pin { PIN_UNKNOWN, PIN_EQUAL, PIN_DIFFERS };

/* Whether a record of the kind of old record AT is shared. A list of one kind (one digest for each published file) may
 * grow. */
static bool shares_kind(const struct sb_facts *old, const bool *shared, size_t at)
{
    for (size_t i = 0; i < old->integrity.n; i++)
        if (shared[i] && same_record(&old->integrity.p[i], &old->integrity.p[at]))
            return true;
    return false;
}

static enum pin compare_pins(struct sb_signal_run *run, const struct sb_way *way,
                             const struct sb_fact_integrity **ret_old, const struct sb_fact_integrity **ret_new)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_fact_integrity *other;
    bool *shared = sb_arena_zalloc(&run->scratch, old->integrity.n + 1);
    bool equal = false;
    for (size_t i = 0; i < old->integrity.n; i++) {
        shared[i] = has_record(way->facts[SB_NEW], &old->integrity.p[i], &other);
        equal = equal || shared[i];
    }
    for (size_t i = 0; i < old->integrity.n; i++) {
        *ret_old = &old->integrity.p[i];
        if (!shared[i] && !has_record(way->facts[SB_NEW], *ret_old, ret_new) && *ret_new &&
            !shares_kind(old, shared, i))
            return PIN_DIFFERS;
    }
    return equal ? PIN_EQUAL : PIN_UNKNOWN;
}

bool sb_pins_are_equal(struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_fact_integrity *old, *new;
    return sb_way_compares(way) && compare_pins(run, way, &old, &new) == PIN_EQUAL;
}

/* ---- what differs on disk ---- */

/* What two content sets say of each other: by the package's own record where both have one. */
enum set { SET_EQUAL, SET_EDITED, SET_DIFFERS }; /* edited: other files below an equal record */

static enum set compare_sets(const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    bool recorded = old->files.recorded.n && new->files.recorded.n;
    if (recorded && !sb_str_eq(old->files.recorded, new->files.recorded))
        return SET_DIFFERS;
    if (!old->files.sha256.n || !new->files.sha256.n || sb_str_eq(old->files.sha256, new->files.sha256))
        return SET_EQUAL;
    return recorded ? SET_EDITED : SET_DIFFERS;
}

/* The epoch is part of the version. */
static bool same_qualifiers(const struct sb_purl *a, const struct sb_purl *b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        i += i < a->n_qualifiers && sb_str_eq(a->qualifiers[i].key, SB_S("epoch"));
        k += k < b->n_qualifiers && sb_str_eq(b->qualifiers[k].key, SB_S("epoch"));
        if (i == a->n_qualifiers || k == b->n_qualifiers)
            return i == a->n_qualifiers && k == b->n_qualifiers;
        if (!sb_str_eq(a->qualifiers[i].key, b->qualifiers[k].key) ||
            !sb_str_eq(a->qualifiers[i].value, b->qualifiers[k].value))
            return false;
    }
}

/* Same name, version and qualifiers: nothing but the content may speak for a difference. The version counts, not how it
 * is spelled: 2.32.2.0 is 2.32.2. */
static bool is_same_version(struct sb_signal_run *run, const struct sb_way *way)
{
    if (way->arrival || way->step != SB_STEP_SAME)
        return false;
    sb_str old = sb_delta_row(run->delta, SB_OLD, way->row[SB_OLD])->purl;
    sb_str new = sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl;
    if (sb_str_eq(old, new))
        return true;
    struct sb_purl *a = sb_arena_alloc(&run->scratch, sizeof *a);
    struct sb_purl *b = sb_arena_alloc(&run->scratch, sizeof *b);
    struct sb_err err = {0};
    return sb_purl_parse(old, &run->scratch, a, &err) == SB_OK && sb_purl_parse(new, &run->scratch, b, &err) == SB_OK &&
           same_qualifiers(a, b);
}

/* ---- SAME_VERSION_DIFF ---- */

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
    return sb_run_facts(run, side, c)->integrity.n != 0;
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

static struct sb_finding *tell_same_version(struct sb_signal_run *run, const struct sb_identity *identity,
                                            const struct sb_way *way, const char *what, sb_str old, sb_str new)
{
    struct sb_finding *f = sb_find(run, identity, way);
    if (is_working_copy(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    f->old_json = sb_json_text_of(run, old);
    f->new_json = sb_json_text_of(run, new);
    f->content = sb_arena_str(run->arena, new);
    sb_find_message(run, f, "%.*s has another content under the same version: %s was %.*s and is %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), what, SB_FMT(old), SB_FMT(new));
    sb_find_look(run, f, "ls -lR ", "");
    return f;
}

/* Other files below an artefact that both lock files pin alike were made after it was unpacked: FILE_MODIFIED. */
static void look_at_same_version(struct sb_signal_run *run, const struct sb_identity *identity,
                                 const struct sb_way *way)
{
    struct clash clash;
    const struct sb_fact_integrity *old, *new;
    bool facts = run->facts_agree && sb_way_compares(way);
    enum pin pin = facts ? compare_pins(run, way, &old, &new) : PIN_UNKNOWN;
    if (pin == PIN_DIFFERS)
        tell_same_version(run, identity, way, "the digest of its artifact", old->hex, new->hex);
    else if (run->delta->same_generator && hashes_clash(run, way, &clash))
        tell_same_version(run, identity, way, "its digest", hex_of(run, clash.old), hex_of(run, clash.new));
    else if (facts && pin == PIN_UNKNOWN && compare_sets(way) == SET_DIFFERS) {
        struct sb_finding *f = tell_same_version(run, identity, way, "the digest over its files",
                                                 way->facts[SB_OLD]->files.sha256, way->facts[SB_NEW]->files.sha256);
        if (only_words_differ(run, way) || came_in_a_bundle(run, way))
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        else if (!is_working_copy(way) && is_rebuilt(run, way))
            sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    }
}

static void run_same_version_diff(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++)
        if (is_same_version(run, &run->ways.p[i]) && !run->ways.p[i].owned)
            look_at_same_version(run, identity, &run->ways.p[i]);
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
        "words are medium (4); medium (5) is a build for another version of the interpreter, where native modules of "
        "another tag and metadata are all that differs.",
    .run = run_same_version_diff,
};

/* ---- FILE_MODIFIED and FILE_MISSING ---- */

typedef SB_VEC(struct sb_fact_verified) paths;

static bool ends_with_one_of(sb_str path, const char *const *suffixes)
{
    while (*suffixes && !sb_str_ends(path, sb_str_of(*suffixes)))
        suffixes++;
    return *suffixes != NULL;
}

/* The digest of one file, as far as a fact has it. */
static sb_str digest_of(const struct sb_facts *facts, sb_str path)
{
    const struct sb_fact_file *large = sb_largest_find(facts, path);
    for (size_t i = 0; !large && i < facts->exec.n; i++)
        if (facts->exec.p[i].sha256.n && sb_str_eq(facts->exec.p[i].path, path))
            return facts->exec.p[i].sha256;
    for (size_t i = 0; !large && i < facts->lines.n; i++)
        if (sb_str_eq(facts->lines.p[i].path, path))
            return facts->lines.p[i].sha256;
    return large ? large->sha256 : SB_STR_NONE;
}

/* By itself, or because somebody calls, imports or installs it. */
static bool runs(const struct sb_facts *facts, sb_str below, sb_str path)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (sb_str_eq(facts->exec.p[i].path, below))
            return true;
    return sb_exec_of_path(path) != SB_EXEC_COUNT;
}

/* Text that people edit on purpose and that does not run. What the largest files are is known, whatever their name. */
static void rate_edited(struct sb_finding *f, const struct sb_identity *identity, const struct sb_way *way)
{
    static const char *const certificates[] = {".pem", ".crt", ".cer", NULL};
    static const char *const settings[] = {".conf", ".cfg", ".ini", ".cnf", "_config", NULL};
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_file *large = sb_largest_find(new, f->below);
    if (runs(new, f->below, f->path) || (large && !sb_str_eq(large->kind, SB_S("text"))))
        return;
    bool system = sb_is_system_type(identity);
    if (ends_with_one_of(f->path, certificates) ||
        (system && (ends_with_one_of(f->path, settings) || sb_str_starts(f->path, SB_S("etc/")))))
        sb_find_level(f, SB_LEVEL_LOW, 1);
    else if (ends_with_one_of(f->path, settings))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
}

static bool was_so(const struct sb_facts *old, const struct sb_fact_verified *path)
{
    for (size_t i = 0; i < old->verified.paths.n; i++)
        if (sb_str_eq(old->verified.paths.p[i].path, path->path) &&
            sb_str_eq(old->verified.paths.p[i].what, path->what))
            return true;
    return false;
}

static bool is_missing(const struct sb_fact_verified *path)
{
    return sb_str_eq(path->what, SB_S("missing"));
}

/* A file that no record lists is another signal's. */
static bool is_extra(const struct sb_fact_verified *path)
{
    return sb_str_eq(path->what, SB_S("extra"));
}

/* Paths that differ from their record now and did not before; without a record, those of the largest files that differ.
 */
static void modified_paths(const struct sb_way *way, paths *ret)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->verified.paths.n; i++) {
        const struct sb_fact_verified *path = &new->verified.paths.p[i];
        if (!is_missing(path) && !is_extra(path) && !was_so(old, path))
            *SB_PUSH(ret) = *path;
    }
    if (ret->n || way->step != SB_STEP_SAME)
        return;
    for (size_t i = 0; i < new->largest.n; i++) {
        const struct sb_fact_file *before = sb_largest_find(old, new->largest.p[i].path);
        if (before && !sb_str_eq(before->sha256, new->largest.p[i].sha256))
            *SB_PUSH(ret) = (struct sb_fact_verified){new->largest.p[i].path, SB_S("modified")};
    }
}

enum { OVERLAY = 4 };

/* One tree of a distribution's package was updated in place by another installer: most of the files that are known to
 * differ lie in one folder of their own, and neither native code nor anything that runs by itself is among them. */
static bool is_overlay(const struct sb_identity *identity, const struct sb_way *way, const paths *found)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    uint64_t known = new->verified.paths.n ? new->verified.ok + new->verified.modified : new->largest.n;
    uint64_t differ = new->verified.paths.n ? new->verified.modified : found->n;
    if (!sb_is_system_type(identity) || !found->n || differ < OVERLAY || differ < known - known / 2)
        return false;
    size_t common = found->p[0].path.n;
    for (size_t i = 0; i < found->n; i++) {
        sb_str path = found->p[i].path;
        const struct sb_fact_file *large = sb_largest_find(new, path);
        if (runs(new, path, path) ||
            (large && !sb_str_eq(large->kind, SB_S("text")) && !sb_str_starts(large->kind, SB_S("script:"))))
            return false;
        size_t same = 0;
        while (same < common && same < path.n && found->p[0].path.p[same] == path.p[same])
            same++;
        common = same;
    }
    sb_str folder = sb_path_dir(sb_str_part(found->p[0].path, 0, common + 1));
    return sb_str_find(folder, SB_S("node_modules")) != SB_NPOS || sb_str_find(folder, SB_S("-packages")) != SB_NPOS ||
           sb_str_find(folder, SB_S("gems")) != SB_NPOS;
}

static bool is_native(const struct sb_facts *facts, sb_str path)
{
    const struct sb_fact_file *large = sb_largest_find(facts, path);
    return large && !sb_str_eq(large->kind, SB_S("text")) && !sb_str_starts(large->kind, SB_S("script:"));
}

/* A hook puts a binary in the place of a command; it edits no script that others import or call. */
static bool edits_entry(const struct sb_facts *old, const struct sb_facts *new)
{
    for (size_t i = 0; i < new->exec.n; i++) {
        const struct sb_fact_exec *exec = &new->exec.p[i];
        enum sb_exec_when when = sb_exec_when(exec);
        if (when != SB_WHEN_COMMAND && when != SB_WHEN_ENTRY)
            continue;
        sb_str before = digest_of(old, exec->path);
        if (before.n && exec->sha256.n && !sb_str_eq(before, exec->sha256) && !is_native(old, exec->path) &&
            !is_native(new, exec->path))
            return true;
    }
    return false;
}

/* An install hook builds or fetches what it likes, but neither the manifest nor the hook itself changes by that. */
bool sb_built_by_hook(struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_integrity *a, *b;
    if (!is_same_version(run, way) || !sb_way_compares(way) || !sb_facts_install(old) || !sb_facts_install(new) ||
        compare_pins(run, way, &a, &b) != PIN_EQUAL || !sb_str_eq(old->manifest.sha256, new->manifest.sha256) ||
        edits_entry(old, new))
        return false;
    for (size_t i = 0; i < new->exec.n; i++) {
        const struct sb_fact_exec *exec = &new->exec.p[i];
        sb_str before = sb_exec_is_install(exec) ? digest_of(old, exec->path) : SB_STR_NONE;
        if (before.n && exec->sha256.n && !sb_str_eq(before, exec->sha256))
            return false;
    }
    return true;
}

static const char *what_happened(const struct sb_fact_verified *path, enum pin pin)
{
    if (sb_str_eq(path->what, SB_S("link")))
        return "became a link, or was one: the package's own record says otherwise";
    return pin == PIN_EQUAL ? "is not what it was, and the lock files of both sides pin the same artifact"
                            : "is not what the package's own record says";
}

static void tell_modified(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                          const struct sb_fact_verified *path)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_integrity *a, *b;
    sb_str before = digest_of(old, path->path), after = digest_of(new, path->path);
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_path(run, f, path->path);
    f->content = sb_arena_str(run->arena, after.n ? after : new->files.sha256);
    f->old_json = sb_json_text_of(run, before.n ? before : old->files.sha256);
    f->new_json = sb_json_text_of(run, after.n ? after : new->files.sha256);
    if (sb_built_by_hook(run, way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    else if (path->path.n && sb_str_eq(path->what, SB_S("modified")))
        rate_edited(f, identity, way);
    sb_find_message(run, f, "%.*s of %.*s %s: it was changed after installation",
                    SB_FMT(path->path.n ? path->path : SB_S("a file")),
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    what_happened(path, compare_pins(run, way, &a, &b)));
    sb_find_look(run, f, path->path.n ? "less " : "ls -lR ", "");
}

static void tell_overlay(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const paths *found)
{
    struct sb_finding *f = sb_find(run, identity, way);
    sb_str *texts = sb_arena_alloc(&run->scratch, found->n * sizeof *texts);
    for (size_t i = 0; i < found->n; i++)
        texts[i] = found->p[i].path;
    sb_find_level(f, SB_LEVEL_LOW, 1);
    sb_find_path(run, f, found->p[0].path);
    f->content = way->facts[SB_NEW]->files.sha256;
    f->new_json = sb_json_list_of(run, texts, found->n);
    sb_find_message(run, f, "most files of %.*s are not what its record says: another installer updated them in place",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    sb_find_look(run, f, "ls -l ", "");
}

/* Every file that is left is what the record says: what differs is what is gone. */
static bool only_gone(const struct sb_way *way)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    return new->has &SB_FACT_BIT(VERIFIED) && new->verified.modified == 0 && new->verified.unrecorded == 0 &&
           new->verified.missing > way->facts[SB_OLD]->verified.missing;
}

/* The same bytes as before, whatever a record says of them now: it was not checked then, or what differs from it is no
 * part of the content (the first line of a script in an environment that was moved). */
static bool is_as_before(const struct sb_way *way)
{
    sb_str old = way->facts[SB_OLD]->files.sha256, new = way->facts[SB_NEW]->files.sha256;
    return sb_way_compares(way) && old.n && sb_str_eq(old, new);
}

static bool is_modified(struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_integrity *a, *b;
    if (is_as_before(way))
        return false;
    if (sb_way_has(run, way, SB_FACT_BIT(VERIFIED)) &&
        new->verified.modified > (sb_way_compares(way) ? old->verified.modified : 0))
        return true;
    for (size_t i = 0; sb_way_has(run, way, SB_FACT_BIT(VERIFIED)) && i < new->verified.paths.n; i++)
        if (sb_str_eq(new->verified.paths.p[i].what, SB_S("link")) && !was_so(old, &new->verified.paths.p[i]))
            return true;
    if (!is_same_version(run, way) || !sb_way_compares(way) || !sb_way_has(run, way, SB_FACT_BIT(FILES)))
        return false;
    enum set set = compare_sets(way);
    return (set == SET_EDITED && !only_gone(way)) ||
           (set == SET_DIFFERS && compare_pins(run, way, &a, &b) == PIN_EQUAL);
}

static void look_at_modified(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    static const struct sb_fact_verified some = {{NULL, 0}, {"modified", 8}};
    paths found = {0};
    modified_paths(way, &found);
    if (is_overlay(identity, way, &found))
        tell_overlay(run, identity, way, &found);
    else
        for (size_t p = 0; p < found.n; p++)
            tell_modified(run, identity, way, &found.p[p]);
    if (found.n == 0)
        tell_modified(run, identity, way, &some);
    sb_free(found.p);
}

static void run_file_modified(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++)
        if (!run->ways.p[i].owned && is_modified(run, &run->ways.p[i]))
            look_at_modified(run, identity, &run->ways.p[i]);
}

static void run_file_missing(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        const struct sb_facts *new = way->facts[SB_NEW];
        for (size_t k = 0; !way->owned && sb_way_has(run, way, run->row->needs) && k < new->verified.paths.n; k++) {
            const struct sb_fact_verified *path = &new->verified.paths.p[k];
            if (!is_missing(path) || was_so(way->facts[SB_OLD], path))
                continue;
            struct sb_finding *f = sb_find(run, identity, way);
            sb_find_path(run, f, path->path);
            f->new_json = sb_json_text_of(run, path->what);
            sb_find_message(run, f, "the record of %.*s lists %.*s, which is not there",
                            SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(path->path));
            sb_find_look(run, f, "ls -l ", "");
        }
    }
}

const struct sb_signal_row sb_signal_file_missing = {
    .id = "FILE_MISSING",
    .severity = SB_LEVEL_LOW,
    .weight = 1,
    .family = SB_FAMILY_INTEGRITY,
    .needs = SB_FACT_BIT(VERIFIED),
    .changed = {0, 3553},
    .sentence = "a file that the package's own record lists is not there",
    .why = "Somebody deleted it after installation: mostly to save room, rarely to disable a check.",
    .base_rate = "37 of 52,208 recorded files of a Python system",
    .quiet = "What was missing before, and what a distribution is told to leave out (documentation, translations).",
    .run = run_file_missing,
};

const struct sb_signal_row sb_signal_file_modified = {
    .id = "FILE_MODIFIED",
    .severity = SB_LEVEL_HIGH,
    .weight = 11,
    .family = SB_FAMILY_INTEGRITY,
    .changed = {0, 3553},
    .sentence = "an installed file is not what its package's own record says",
    .why = "It was changed after installation.",
    .base_rate = "18 of 36,226 recorded files of a Python system (0.05 %): 11 certificate bundles, 3 stripped "
                 "libraries, 3 scripts, 1 archive",
    .quiet =
        "Files that differed before. Certificate bundles are low (1), settings medium (4), those of a distribution's "
        "package low, unless they run; so is a tree of such a package that another installer updated in place. "
        "Medium (4) where the package has an install hook that may have made it, and both lock files pin the same "
        "artifact.",
    .run = run_file_modified,
};

/* ---- INTEGRITY_WEAKER ---- */

static unsigned strongest(const struct sb_facts *facts, sb_str from)
{
    unsigned best = 0;
    for (size_t i = 0; i < facts->integrity.n; i++) {
        const struct sb_fact_integrity *record = &facts->integrity.p[i];
        unsigned strength =
            is_artifact(record) && (!from.p || sb_str_eq(record->from, from)) ? sb_algs[record->alg].strength : 0;
        best = strength > best ? strength : best;
    }
    return best;
}

/* Whether the new side pins any package: another package manager, or another kind of lock file, pins none. */
static bool pins_any(struct sb_signal_run *run)
{
    const struct sb_doc *doc = run->delta->doc[SB_NEW];
    for (uint32_t c = 1; !run->pins && c <= sb_doc_count(doc); c++) {
        const struct sb_facts *facts = sb_run_facts(run, SB_NEW, (sb_comp){c});
        for (size_t i = 0; i < facts->integrity.n; i++)
            if (is_artifact(&facts->integrity.p[i]))
                run->pins = SB_PINS_SOME;
    }
    if (!run->pins)
        run->pins = SB_PINS_NONE;
    return run->pins == SB_PINS_SOME;
}

/* Of the same place (a lock file), which must still speak of the component. */
static void look_at_strength(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < old->integrity.n; i++) {
        const struct sb_fact_integrity *record = &old->integrity.p[i];
        unsigned before = strongest(old, record->from);
        unsigned after = strongest(new, record->from);
        if (after == 0) /* a lock file that moved along with its project */
            after = strongest(new, SB_STR_NONE);
        if (!is_artifact(record) || sb_algs[record->alg].strength < before || after >= before)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (after == 0 && way->step == SB_STEP_SAME && new->origin.kind.n && pins_any(run)) /* of this one alone */
            sb_find_level(f, SB_LEVEL_HIGH, 8);
        f->old_json = sb_json_text_of(run, record->algorithm);
        sb_find_message(run, f, "%.*s pinned %.*s by %.*s and now by %s", SB_FMT(record->from),
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(record->algorithm),
                        after ? "a weaker digest" : "none");
        sb_find_look(run, f, "ls -l ", "");
        return;
    }
}

static void run_integrity_weaker(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        sb_str kind = way->facts[SB_NEW]->origin.kind;
        bool asked =
            sb_str_eq(kind, SB_S("registry")) ||
            (kind.n == 0 && way->step == SB_STEP_SAME && sb_str_eq(way->facts[SB_OLD]->origin.kind, SB_S("registry")));
        if (!way->arrival && sb_way_has(run, way, run->row->needs) && asked)
            look_at_strength(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_integrity_weaker = {
    .id = "INTEGRITY_WEAKER",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 6,
    .family = SB_FAMILY_INTEGRITY,
    .needs = SB_FACT_BIT(INTEGRITY),
    .sentence = "a lock file pins a package by a weaker digest than before, or by none",
    .why = "What is not pinned can be replaced without anybody noticing.",
    .base_rate = "4 in the histories of five npm projects",
    .quiet = "Packages from git, folders and bundles, which have no digest; a lock file that is gone. High (8) where a "
             "package of the same version lost its digest and others did not.",
    .run = run_integrity_weaker,
};

/* ---- LOCK_TREE_DISAGREE ---- */

/* The location is one of the lock file's project: the same quarrel where both moved. */
static bool lock_had(const struct sb_facts *facts, const struct sb_fact_lock *entry)
{
    for (size_t i = 0; i < facts->lock.n; i++)
        if (sb_str_eq(facts->lock.p[i].location, entry->location) && sb_str_eq(facts->lock.p[i].name, entry->name))
            return true;
    return false;
}

static void tell_lock(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                      const struct sb_fact_lock *entry)
{
    struct sb_finding *f = sb_find(run, identity, way);
    const struct sb_member members[] = {
        {.name = "location", .text = entry->location},
        {.name = "lock", .text = entry->lock},
        {.name = "name", .text = entry->name},
        {.name = "version", .text = entry->version},
    };
    f->path = entry->location.n ? sb_arena_str(run->arena, entry->location) : sb_arena_str(run->arena, entry->lock);
    f->below = f->path;
    f->old_json = sb_json_text_of(run, sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->version);
    f->new_json = sb_json_object_of(run, members, SB_COUNT(members));
    sb_find_message(run, f, "%.*s lists %.*s %.*s, and what is installed there says it is %.*s", SB_FMT(entry->lock),
                    SB_FMT(entry->name), SB_FMT(entry->version), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    sb_find_look(run, f, "ls -l ", "");
}

static void run_lock_tree_disagree(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && run->facts_agree && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        for (size_t k = 0; k < way->facts[SB_NEW]->lock.n; k++)
            if (!lock_had(way->facts[SB_OLD], &way->facts[SB_NEW]->lock.p[k]))
                tell_lock(run, identity, way, &way->facts[SB_NEW]->lock.p[k]);
    }
}

const struct sb_signal_row sb_signal_lock_tree_disagree = {
    .id = "LOCK_TREE_DISAGREE",
    .severity = SB_LEVEL_HIGH,
    .weight = 9,
    .family = SB_FAMILY_INTEGRITY,
    .sentence = "the lock file says another name or version than what is installed",
    .why =
        "One attack replaced its own manifest by a harmless one after it had run; the lock file still told the truth.",
    .base_rate = "0 after a clean installation",
    .quiet = "Disagreements that were there before.",
    .run = run_lock_tree_disagree,
};
