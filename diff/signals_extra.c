#include "diff/signal_run.h"

/* RECORD_EXTRA: files that no record lists. What runs by itself is told one by one, the rest by folder. */

typedef SB_VEC(sb_str) paths;

static int by_folder(const void *left, const void *right)
{
    const sb_str *a = left;
    const sb_str *b = right;
    int order = sb_str_cmp(sb_path_dir(*a), sb_path_dir(*b));
    return order ? order : sb_str_cmp(*a, *b);
}

static bool is_byte_code(sb_str path)
{
    return sb_str_ends(path, SB_S(".pyc")) || sb_str_ends(path, SB_S(".pyo"));
}

/* One finding for the N paths of one folder. */
static void tell_folder(struct sb_signal_run *run, struct sb_finding *f, const sb_str *list, size_t n, sb_str whose)
{
    f->new_json = sb_json_list_of(run, list, n);
    if (n == 1)
        sb_find_message(run, f, "%.*s is new in %.*s, and no record lists it", SB_FMT(list[0]), SB_FMT(whose));
    else
        sb_find_message(run, f, "%.*s and %zu more files beside it are new in %.*s, and no record lists them",
                        SB_FMT(list[0]), n - 1, SB_FMT(whose));
    sb_find_look(run, f, "ls -l ", "");
}

static void tell_running(struct sb_signal_run *run, struct sb_finding *f, enum sb_exec_kind kind, sb_str old)
{
    f->new_json = sb_json_text_of(run, sb_str_of(sb_exec_rows[kind].token));
    if (old.n)
        f->old_json = sb_json_text_of(run, old);
    sb_find_message(run, f, "%.*s %s; it runs by itself (%s), and no record lists it", SB_FMT(f->path),
                    old.n ? "has other content" : "is new", sb_exec_rows[kind].token);
    sb_find_look(run, f, "less ", "");
}

/* ---- in folders of one component ---- */

static void look_at_component(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    sb_str name = sb_run_spell(run, SB_NEW, way->row[SB_NEW]);
    paths rest = {0};
    for (size_t i = 0; i < new->unlisted.n; i++) {
        sb_str path = new->unlisted.p[i];
        if (sb_strs_have(old->unlisted.p, old->unlisted.n, path) || is_byte_code(path))
            continue;
        enum sb_exec_kind kind = sb_exec_of_path(sb_run_at(run, SB_NEW, way->row[SB_NEW], path));
        if (kind == SB_EXEC_COUNT || kind == SB_EXEC_PY_PTH) {
            *SB_PUSH(&rest) = path;
            continue;
        }
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_level(f, SB_LEVEL_CRITICAL, 12);
        sb_find_path(run, f, path);
        tell_running(run, f, kind, SB_STR_NONE);
    }
    if (rest.n)
        qsort(rest.p, rest.n, sizeof *rest.p, by_folder);
    for (size_t i = 0, end; i < rest.n; i = end) {
        for (end = i + 1; end < rest.n && sb_str_eq(sb_path_dir(rest.p[end]), sb_path_dir(rest.p[i])); end++)
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_path(run, f, rest.p[i]);
        tell_folder(run, f, rest.p + i, end - i, name);
    }
    sb_free(rest.p);
}

/* ---- of nobody ---- */

/* A unit without content of its own is a link that switches another unit on. */
static bool only_links(const struct sb_fact_file *file, enum sb_exec_kind kind)
{
    return kind == SB_EXEC_OS_SYSTEMD && file->sha256.n == 0;
}

static void look_at_running(struct sb_signal_run *run, const struct sb_facts *old, const struct sb_fact_file *file,
                            enum sb_exec_kind kind)
{
    const struct sb_fact_file *before = sb_unowned_find_path(old, file->path);
    if (before && sb_str_eq(before->sha256, file->sha256))
        return;
    if (sb_allowed_start_up(SB_STR_NONE, file->path, file->bytes, SB_STR_NONE))
        return;
    struct sb_finding *f = sb_find_unowned(run, file->path);
    if (!before && !only_links(file, kind))
        sb_find_level(f, SB_LEVEL_CRITICAL, 12);
    tell_running(run, f, kind, before ? before->sha256 : SB_STR_NONE);
}

static void look_at_unowned(struct sb_signal_run *run, const struct sb_facts *old, const struct sb_facts *new)
{
    paths rest = {0};
    bool whole = sb_unowned_is_whole(old, false);
    for (size_t i = 0; i < new->unowned.n; i++) {
        const struct sb_fact_file *file = &new->unowned.p[i];
        enum sb_exec_kind kind = sb_exec_find(file->kind);
        if (kind != SB_EXEC_COUNT)
            look_at_running(run, old, file, kind);
        else if (whole && !is_byte_code(file->path) && !sb_unowned_find_path(old, file->path))
            *SB_PUSH(&rest) = file->path;
    }
    if (rest.n)
        qsort(rest.p, rest.n, sizeof *rest.p, by_folder);
    for (size_t i = 0, end; i < rest.n; i = end) {
        for (end = i + 1; end < rest.n && sb_str_eq(sb_path_dir(rest.p[end]), sb_path_dir(rest.p[i])); end++)
            continue;
        struct sb_finding *f = sb_find_unowned(run, rest.p[i]);
        tell_folder(run, f, rest.p + i, end - i, SB_S("a folder of packages"));
    }
    sb_free(rest.p);
}

static void run_record_extra(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity) {
        const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
        const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
        if (run->facts_agree && old->has & new->has &SB_FACT_BIT(UNOWNED) && sb_unowned_is_whole(old, true))
            look_at_unowned(run, old, new);
        return;
    }
    if (sb_is_type(identity, "npm")) /* FILES_LIST looks at those */
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_has(run, way, run->row->needs) && way->facts[SB_OLD]->unlisted.more == 0)
            look_at_component(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_record_extra = {
    .id = "RECORD_EXTRA",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_INTEGRITY,
    .needs = SB_FACT_BIT(FILES),
    .sentence = "a file is new in a folder of packages, and no record lists it",
    .why = "Something that is no package put it there.",
    .base_rate = "1,087 of 54,808 files of a system's site-packages are in no RECORD, nearly all owned by another "
                 "database; new ones are few",
    .quiet =
        "Byte code, files that any database owns, what was there before. A file that runs by itself is critical (12).",
    .run = run_record_extra,
};
