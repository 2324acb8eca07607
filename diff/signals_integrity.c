#include "diff/signal_run.h"

/* ---- digests of the same thing ---- */

struct clash {
    const struct sb_digest *old, *new;
};

/* The strongest algorithm whose digests differ altogether. A list of digests (one a published file) may grow. */
static bool hashes_clash(const struct sb_signal_run *run, const struct sb_way *way, struct clash *ret)
{
    const struct sb_doc *old = run->delta->doc[SB_OLD];
    const struct sb_doc *new = run->delta->doc[SB_NEW];
    struct sb_range a = sb_doc_hashes_of(old, way->row[SB_OLD]);
    struct sb_range b = sb_doc_hashes_of(new, way->row[SB_NEW]);
    bool shared[SB_ALG_COUNT] = {false};
    bool clash = false;
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t k = 0; k < b.n; k++)
            if (sb_digest_eq(&old->hashes.p[a.first + i].digest, &new->hashes.p[b.first + k].digest))
                shared[old->hashes.p[a.first + i].digest.alg] = true;
    for (uint32_t i = 0; i < a.n; i++) {
        const struct sb_digest *x = &old->hashes.p[a.first + i].digest;
        for (uint32_t k = 0; k < b.n; k++) {
            const struct sb_digest *y = &new->hashes.p[b.first + k].digest;
            if (x->alg != y->alg || shared[x->alg] ||
                (clash && sb_algs[ret->old->alg].strength >= sb_algs[x->alg].strength))
                continue;
            *ret = (struct clash){x, y};
            clash = true;
        }
    }
    return clash;
}

static bool is_artifact(const struct sb_fact_integrity *i)
{
    return i->alg != SB_ALG_NONE && sb_str_eq(i->of, SB_S("artifact"));
}

static bool same_record(const struct sb_fact_integrity *a, const struct sb_fact_integrity *b)
{
    return is_artifact(a) && is_artifact(b) && a->alg == b->alg && sb_str_eq(a->from, b->from);
}

/* Whether a digest of RECORD's kind stands on both sides; RET_OTHER: one of the new side, NULL if it has none of this
 * kind. */
static bool shares_record(const struct sb_way *way, const struct sb_fact_integrity *record,
                          const struct sb_fact_integrity **ret_other)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    *ret_other = NULL;
    for (size_t k = 0; k < new->integrity.n; k++) {
        if (!same_record(record, &new->integrity.p[k]))
            continue;
        *ret_other = &new->integrity.p[k];
        for (size_t j = 0; j < old->integrity.n; j++)
            if (same_record(&old->integrity.p[j], *ret_other) &&
                sb_str_eq_nocase(old->integrity.p[j].hex, (*ret_other)->hex))
                return true;
    }
    return false;
}

static bool is_first_of_kind(const struct sb_facts *facts, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_record(&facts->integrity.p[i], &facts->integrity.p[at]))
            return false;
    return is_artifact(&facts->integrity.p[at]);
}

/* The same for integrity records: compared where algorithm and origin are the same. */
static bool records_clash(const struct sb_way *way, const struct sb_fact_integrity **ret_old,
                          const struct sb_fact_integrity **ret_new)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    for (size_t i = 0; i < old->integrity.n; i++) {
        if (!is_first_of_kind(old, i) || shares_record(way, &old->integrity.p[i], ret_new) || !*ret_new)
            continue;
        *ret_old = &old->integrity.p[i];
        return true;
    }
    return false;
}

/* ---- what differs on disk ---- */

/* Equal records (or none) over other files. */
static bool set_differs(const struct sb_way *way, bool *ret_recorded)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    *ret_recorded = old->files.recorded.n && new->files.recorded.n;
    if (*ret_recorded && !sb_str_eq(old->files.recorded, new->files.recorded)) {
        *ret_recorded = false;
        return true;
    }
    return old->files.sha256.n && new->files.sha256.n && !sb_str_eq(old->files.sha256, new->files.sha256);
}

/* Same name, version and qualifiers: nothing but the content may speak for a difference. */
static bool is_same_version(const struct sb_signal_run *run, const struct sb_way *way)
{
    return !way->arrival && way->step == SB_STEP_SAME &&
           sb_str_eq(sb_delta_row(run->delta, SB_OLD, way->row[SB_OLD])->purl,
                     sb_delta_row(run->delta, SB_NEW, way->row[SB_NEW])->purl);
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

static void tell_same_version(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                              const char *what, sb_str old, sb_str new)
{
    struct sb_finding *f = sb_find(run, identity, way);
    if (is_working_copy(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    f->old_json = sb_json_text_of(run, old);
    f->new_json = sb_json_text_of(run, new);
    sb_find_message(run, f, "%.*s has another content under the same version: %s was %.*s and is %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), what, SB_FMT(old), SB_FMT(new));
    sb_find_look(run, f, "ls -lR ", "");
}

static void look_at_same_version(struct sb_signal_run *run, const struct sb_identity *identity,
                                 const struct sb_way *way)
{
    struct clash clash;
    const struct sb_fact_integrity *old, *new;
    bool recorded = false;
    if (run->delta->same_generator && hashes_clash(run, way, &clash))
        tell_same_version(run, identity, way, "its digest", hex_of(run, clash.old), hex_of(run, clash.new));
    else if (run->facts_agree && records_clash(way, &old, &new))
        tell_same_version(run, identity, way, "the digest of its artifact", old->hex, new->hex);
    else if (sb_way_has(run, way, SB_FACT_BIT(FILES)) && set_differs(way, &recorded) && !recorded)
        tell_same_version(run, identity, way, "the digest over its files", way->facts[SB_OLD]->files.sha256,
                          way->facts[SB_NEW]->files.sha256);
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
    .sentence = "the same version has another content",
    .why = "Registries do not let a version be published twice: somebody replaced it on the way, or after it was "
           "installed.",
    .base_rate = "0 of 4,021 unchanged npm packages; 1 of 4,081 changes of a pip lock file (a corrected digest)",
    .quiet = "Digests of other algorithms or other origin, lists of digests that share one, packages inside a "
             "distribution's package. Working copies and git checkouts are medium (4).",
    .run = run_same_version_diff,
};

/* ---- FILE_MODIFIED ---- */

typedef SB_VEC(sb_str) paths;

/* Files that people edit on purpose: certificate bundles and configuration, unless the file runs by itself. */
static bool is_edited_by_people(sb_str path)
{
    static const char *const suffixes[] = {".pem", ".crt", ".cer", ".conf", ".cfg", ".ini", ".cnf", "_config"};
    if (sb_exec_of_path(path) != SB_EXEC_COUNT)
        return false;
    for (size_t i = 0; i < SB_COUNT(suffixes); i++)
        if (sb_str_ends(path, sb_str_of(suffixes[i])))
            return true;
    return sb_str_starts(path, SB_S("etc/"));
}

/* Paths that differ from their record now and did not before; without a record, those of the largest files that differ.
 */
static void modified_paths(const struct sb_way *way, paths *ret)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->verified.paths.n; i++)
        if (!sb_strs_have(old->verified.paths.p, old->verified.paths.n, new->verified.paths.p[i]))
            *SB_PUSH(ret) = new->verified.paths.p[i];
    if (ret->n || way->step != SB_STEP_SAME)
        return;
    for (size_t i = 0; i < new->largest.n; i++) {
        const struct sb_fact_file *before = sb_largest_find(old, new->largest.p[i].path);
        if (before && !sb_str_eq(before->sha256, new->largest.p[i].sha256))
            *SB_PUSH(ret) = new->largest.p[i].path;
    }
}

enum { OVERLAY = 4 };

/* One tree of the package was updated in place by another installer: most of the files that are known to differ lie in
 * one folder of their own, and no native code is among them. */
static bool is_overlay(const struct sb_way *way, const paths *found)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    uint64_t known = new->verified.paths.n ? new->verified.ok + new->verified.modified : new->largest.n;
    uint64_t differ = new->verified.paths.n ? new->verified.modified : found->n;
    if (differ < OVERLAY || differ < known - known / 2)
        return false;
    size_t common = found->n ? found->p[0].n : 0;
    for (size_t i = 0; i < found->n; i++) {
        const struct sb_fact_file *large = sb_largest_find(new, found->p[i]);
        if (large && !sb_str_eq(large->kind, SB_S("text")) && !sb_str_starts(large->kind, SB_S("script:")))
            return false;
        size_t same = 0;
        while (same < common && same < found->p[i].n && found->p[0].p[same] == found->p[i].p[same])
            same++;
        common = same;
    }
    sb_str folder = sb_path_dir(sb_str_part(found->p[0], 0, common + 1));
    return sb_str_find(folder, SB_S("node_modules")) != SB_NPOS || sb_str_find(folder, SB_S("-packages")) != SB_NPOS ||
           sb_str_find(folder, SB_S("gems")) != SB_NPOS;
}

static void tell_modified(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                          sb_str path)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_file *before = sb_largest_find(old, path);
    const struct sb_fact_file *after = sb_largest_find(new, path);
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_path(run, f, path);
    if (path.n && is_edited_by_people(f->path))
        sb_find_level(f, SB_LEVEL_LOW, 1);
    f->old_json = sb_json_text_of(run, before ? before->sha256 : old->files.sha256);
    f->new_json = sb_json_text_of(run, after ? after->sha256 : new->files.sha256);
    sb_find_message(run, f, "%.*s of %.*s is not what the package's own record says: it was changed after installation",
                    SB_FMT(path.n ? path : SB_S("a file")), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    sb_find_look(run, f, path.n ? "less " : "ls -lR ", "");
}

static void tell_overlay(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const paths *found)
{
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, SB_LEVEL_LOW, 1);
    sb_find_path(run, f, found->p[0]);
    f->new_json = sb_json_list_of(run, found->p, found->n);
    sb_find_message(run, f, "most files of %.*s are not what its record says: another installer updated them in place",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    sb_find_look(run, f, "ls -l ", "");
}

static bool is_modified(const struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    bool recorded = false;
    if (sb_way_has(run, way, SB_FACT_BIT(VERIFIED)) &&
        new->verified.modified > (way->arrival ? 0 : old->verified.modified))
        return true;
    return is_same_version(run, way) && sb_way_has(run, way, SB_FACT_BIT(FILES)) && set_differs(way, &recorded) &&
           recorded;
}

static void run_file_modified(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        paths found = {0};
        if (way->owned || !is_modified(run, way))
            continue;
        modified_paths(way, &found);
        if (found.n && is_overlay(way, &found))
            tell_overlay(run, identity, way, &found);
        for (size_t p = 0; !(found.n && is_overlay(way, &found)) && p < found.n; p++)
            tell_modified(run, identity, way, found.p[p]);
        if (found.n == 0)
            tell_modified(run, identity, way, SB_STR_NONE);
        sb_free(found.p);
    }
}

const struct sb_signal_row sb_signal_file_modified = {
    .id = "FILE_MODIFIED",
    .severity = SB_LEVEL_HIGH,
    .weight = 11,
    .family = SB_FAMILY_INTEGRITY,
    .sentence = "an installed file is not what its package's own record says",
    .why = "It was changed after installation.",
    .base_rate = "18 of 36,226 recorded files of a Python system (0.05 %): 11 certificate bundles, 3 stripped "
                 "libraries, 3 scripts, 1 archive",
    .quiet = "Files that differed before. Certificate bundles and configuration are low (1), and so is a tree that "
             "another installer updated in place.",
    .run = run_file_modified,
};

/* ---- INTEGRITY_WEAKER ---- */

static unsigned strongest(const struct sb_facts *facts, sb_str from)
{
    unsigned best = 0;
    for (size_t i = 0; i < facts->integrity.n; i++) {
        const struct sb_fact_integrity *record = &facts->integrity.p[i];
        unsigned strength = is_artifact(record) && sb_str_eq(record->from, from) ? sb_algs[record->alg].strength : 0;
        best = strength > best ? strength : best;
    }
    return best;
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
        if (!is_artifact(record) || sb_algs[record->alg].strength < before || after >= before)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
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
        if (!way->arrival && sb_way_has(run, way, run->row->needs) && sb_str_eq(kind, SB_S("registry")))
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
    .quiet = "Packages from git, folders and bundles, which have no digest; a lock file that is gone.",
    .run = run_integrity_weaker,
};

/* ---- LOCK_TREE_DISAGREE ---- */

static bool lock_had(const struct sb_facts *facts, const struct sb_fact_lock *entry)
{
    for (size_t i = 0; i < facts->lock.n; i++)
        if (sb_str_eq(facts->lock.p[i].lock, entry->lock) && sb_str_eq(facts->lock.p[i].location, entry->location) &&
            sb_str_eq(facts->lock.p[i].name, entry->name))
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
