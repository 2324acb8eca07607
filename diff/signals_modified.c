/* FILE_MODIFIED and FILE_MISSING */
#include "diff/signal_content.h"
#include "diff/signal_integrity.h"

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

static bool is_capability(const struct sb_fact_verified *path)
{
    return sb_str_eq(path->what, SB_S("capability"));
}

static bool is_mode(const struct sb_fact_verified *path)
{
    return sb_str_eq(path->what, SB_S("mode"));
}

/* By its mode or attributes the file gives more than an ordinary one. */
static bool gives_rights(const struct sb_facts *facts, sb_str path)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (sb_exec_by_rights(facts->exec.p[i].kind) && sb_str_eq(facts->exec.p[i].path, path))
            return true;
    return false;
}

/* A file that no record lists is another signal's. */
static bool is_extra(const struct sb_fact_verified *path)
{
    return sb_str_eq(path->what, SB_S("extra"));
}

/* The same bytes as before, whatever a record says of them now: it was not checked then, or what differs from it is no
 * part of the content (the first line of a script in an environment that was moved). */
static bool is_as_before(const struct sb_way *way)
{
    sb_str old = way->facts[SB_OLD]->files.sha256, new = way->facts[SB_NEW]->files.sha256;
    return sb_way_compares(way) && old.n && sb_str_eq(old, new);
}

/* Paths that differ from their record now and did not before; without a record, those of the largest files that differ.
 * Of content that is what it was only modes and attributes. */
static void modified_paths(const struct sb_way *way, paths *ret)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->verified.paths.n; i++) {
        const struct sb_fact_verified *path = &new->verified.paths.p[i];
        bool rights = is_mode(path) || is_capability(path);
        if (!is_missing(path) && !is_extra(path) && !was_so(old, path) && (rights || !is_as_before(way)))
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
    if (!sb_is_same_version(run, way) || !sb_way_compares(way) || !sb_facts_install(old) || !sb_facts_install(new) ||
        sb_compare_pins(run, way, &a, &b) != SB_PIN_EQUAL || !sb_str_eq(old->manifest.sha256, new->manifest.sha256) ||
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

static const char *what_happened(const struct sb_fact_verified *path, enum sb_pin pin)
{
    if (sb_str_eq(path->what, SB_S("link")))
        return "became a link, or was one: the package's own record says otherwise";
    if (sb_str_eq(path->what, SB_S("mode")))
        return "has other permissions than the package's own record says";
    if (sb_str_eq(path->what, SB_S("capability")))
        return "has other capabilities than the package's own record says";
    return pin == SB_PIN_EQUAL ? "is not what it was, and the lock files of both sides pin the same artifact"
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
    else if ((is_capability(path) || is_mode(path)) && !gives_rights(new, path->path))
        sb_find_level(f, SB_LEVEL_LOW, 1); /* it lost them */
    sb_find_message(run, f, "%.*s of %.*s %s: it was changed after installation",
                    SB_FMT(path->path.n ? path->path : SB_S("a file")),
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    what_happened(path, sb_compare_pins(run, way, &a, &b)));
    sb_find_look(run, f, path->path.n ? "less " : "ls -l ", "");
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

/* A file has another mode, or capabilities other than its record says: both are no part of the content. */
static bool has_other_rights(const struct sb_way *way)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->verified.paths.n; i++) {
        const struct sb_fact_verified *path = &new->verified.paths.p[i];
        bool other = is_mode(path) || (is_capability(path) && gives_rights(new, path->path));
        if (other && !was_so(way->facts[SB_OLD], path))
            return true;
    }
    return false;
}

static bool is_modified(struct sb_signal_run *run, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_integrity *a, *b;
    if (sb_way_has(run, way, SB_FACT_BIT(VERIFIED)) && has_other_rights(way))
        return true;
    if (is_as_before(way))
        return false;
    if (sb_way_has(run, way, SB_FACT_BIT(VERIFIED)) &&
        new->verified.modified > (sb_way_compares(way) ? old->verified.modified : 0))
        return true;
    for (size_t i = 0; sb_way_has(run, way, SB_FACT_BIT(VERIFIED)) && i < new->verified.paths.n; i++)
        if (sb_str_eq(new->verified.paths.p[i].what, SB_S("link")) && !was_so(old, &new->verified.paths.p[i]))
            return true;
    if (!sb_is_same_version(run, way) || !sb_way_compares(way) || !sb_way_has(run, way, SB_FACT_BIT(FILES)))
        return false;
    enum sb_set set = sb_compare_sets(way);
    return (set == SB_SET_EDITED && !only_gone(way)) ||
           (set == SB_SET_DIFFERS && sb_compare_pins(run, way, &a, &b) == SB_PIN_EQUAL);
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
    .quiet = "Files that differed before. One that only lost its capabilities, or has another mode by which "
             "it gives nobody more, is low (1). Certificate bundles are low "
             "(1), settings medium (4), those of a distribution's "
             "package low, unless they run; so is a tree of such a package that another installer updated in place. "
             "Medium (4) where the package has an install hook that may have made it, and both lock files pin the same "
             "artifact.",
    .run = run_file_modified,
};
