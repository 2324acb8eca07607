/* RECORD_EXTRA: files that no record lists. What runs by itself is told one by one, the rest by folder; code is
 * UNOWNED_CODE's, what an interpreter runs at every start STARTUP_HOOK's. */
#include "diff/exec_weights.h"
#include "diff/unowned.h"

static bool is_settings(uint8_t kind)
{
    return kind == SB_EXEC_NPM_CONFIG || kind == SB_EXEC_PY_INDEX;
}

static const char *what_it_does(const struct sb_fact_exec *exec)
{
    if (sb_exec_by_rights(exec->kind))
        return sb_exec_what_rights(exec);
    return is_settings(exec->kind) || exec->kind == SB_EXEC_OS_SOURCE
               ? "it says where packages come from, or what is loaded with them"
               : "it runs by itself";
}

static void tell_running(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_exec *exec, sb_str old,
                         bool blind)
{
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_exec_content(run, exec);
    if (old.n)
        f->old_json = sb_json_text_of(run, old);
    sb_find_message(run, f, "%.*s %s; %s (%s), and no record lists it", SB_FMT(sb_short(run, f->path)),
                    blind   ? "is there, and the old side did not look"
                    : old.n ? "has other content"
                            : "is new",
                    what_it_does(exec), sb_exec_rows[exec->kind].token);
    sb_find_look(run, f, "less ", "");
}

/* ---- in folders of one component ---- */

static void look_at_running_of(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                               sb_str path, enum sb_exec_kind kind)
{
    const struct sb_fact_exec exec = {.path = path, .kind = (uint8_t)kind};
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, SB_LEVEL_CRITICAL, 12);
    sb_find_path(run, f, path);
    tell_running(run, f, &exec, SB_STR_NONE, false);
}

static void look_at_component(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    struct sb_fact_file *files = sb_calloc(new->unlisted.n + 1, sizeof *files);
    struct sb_unowned_list rest = {0};
    for (size_t i = 0; i < new->unlisted.n; i++) {
        sb_str path = new->unlisted.p[i];
        files[i].path = path;
        if (sb_strs_have(old->unlisted.p, old->unlisted.n, path) || sb_is_cached(path))
            continue;
        enum sb_exec_kind kind = sb_exec_of_path(sb_run_at(run, SB_NEW, way->row[SB_NEW], path));
        if (kind != SB_EXEC_COUNT && kind != SB_EXEC_PY_PTH)
            look_at_running_of(run, identity, way, path, kind);
        else if (!sb_unowned_is_code(&files[i]))
            *SB_PUSH(&rest) = &files[i];
    }
    sb_unowned_sort(&rest);
    for (size_t i = 0, n; i < rest.n; i += n) {
        n = sb_unowned_folder(&rest, i);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_path(run, f, rest.p[i]->path);
        sb_unowned_tell(run, f, rest.p + i, n);
        sb_find_message(run, f, "%.*s%s in %.*s is new, and no record lists it", SB_FMT(sb_short(run, rest.p[i]->path)),
                        n > 1 ? " (and more beside it)" : "", SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
        sb_find_look(run, f, "ls -l ", "");
    }
    sb_free(rest.p);
    sb_free(files);
}

/* ---- of nobody ---- */

/* A link to what is told by itself, because somebody owns it or because it runs by its own place. */
static bool only_links(const struct sb_fact_exec *exec)
{
    return exec->sha256.n == 0 && (exec->kind == SB_EXEC_OS_SYSTEMD || sb_str_starts(exec->command, SB_S("-> ")));
}

/* Written anew by a program of the system whenever a package brings a part of it. */
static bool is_generated(const struct sb_fact_exec *exec)
{
    static const char *const odd[] = {" pam_exec.so", " pam_python.so", " pam_script.so", " /"};
    for (size_t i = 0; i < SB_COUNT(odd); i++) /* no package has a profile with one of these */
        if (sb_str_find(exec->command, sb_str_of(odd[i])) != SB_NPOS)
            return false;
    return exec->kind == SB_EXEC_OS_PAM && sb_str_starts(sb_path_base(exec->path), SB_S("common-"));
}

/* A project that carries its package manager along upgrades it now and then. */
static struct sb_exec_weight weight_of_settings(const struct sb_fact_exec *exec, bool before, bool blind)
{
    static const struct sb_exec_weight high = {SB_LEVEL_HIGH, 8}, medium = {SB_LEVEL_MEDIUM, 5},
                                       low = {SB_LEVEL_LOW, 1};
    bool carried = sb_str_eq(exec->command, SB_S("yarnPath")) || sb_str_eq(exec->command, SB_S("yarn-path"));
    return blind ? low : before && carried ? medium : high;
}

/* A library, or a module for many programs, that lies where only packages put theirs: any of them may load it. */
static bool is_among_libraries(const struct sb_fact_exec *exec)
{
    bool module = (exec->kind == SB_EXEC_OS_NSS || exec->kind == SB_EXEC_OS_SERVER) &&
                  sb_str_find(sb_path_base(exec->path), SB_S(".so")) != SB_NPOS;
    return (exec->kind == SB_EXEC_OS_LIBRARY || module) && sb_str_find(exec->path, SB_S("usr/local/")) == SB_NPOS;
}

static struct sb_exec_weight weight_of(struct sb_signal_run *run, const struct sb_fact_exec *exec, bool before,
                                       bool blind)
{
    static const struct sb_exec_weight low = {SB_LEVEL_LOW, 1}, medium = {SB_LEVEL_MEDIUM, 5};
    enum sb_exec_came came = blind ? SB_CAME_BLIND : before ? SB_CAME_REPLACED : SB_CAME_UNOWNED;
    bool system = sb_exec_is_system(exec->kind);
    if (!blind && sb_exec_is_site(exec)) /* whole environments are given to everybody */
        return medium;
    if (is_settings(exec->kind))
        return weight_of_settings(exec, before, blind);
    struct sb_exec_weight weight = system ? sb_exec_weight((enum sb_exec_kind)exec->kind, came) : medium;
    if (!blind && !before && sb_command_is_familiar(exec))
        return (struct sb_exec_weight){SB_LEVEL_CRITICAL, 12};
    /* The loader, or PATH, may take it for a package's own. */
    bool hides = exec->kind == SB_EXEC_OS_LIBRARY || exec->kind == SB_EXEC_OS_COMMAND;
    bool among = is_among_libraries(exec) && !only_links(exec);
    if (!blind && !before && (among || (hides && sb_str_starts(exec->command, SB_S("shadows ")))))
        return (struct sb_exec_weight){SB_LEVEL_HIGH, 8};
    if (sb_is_switch(run, exec))
        return blind ? (struct sb_exec_weight){SB_LEVEL_NONE, 0} : low;
    if (blind && weight.weight == 0 && system)
        return exec->kind == SB_EXEC_OS_CRON ? medium : low; /* a table of cron seldom is nobody's */
    return weight.weight > medium.weight && (only_links(exec) || is_generated(exec)) ? medium : weight;
}

/* Rights that the file, if it was there, did not give. */
static bool gains(const struct sb_fact_file *before, const struct sb_fact_exec *exec)
{
    struct sb_fact_exec was = before ? sb_exec_of_unowned(before) : (struct sb_fact_exec){0};
    return before && sb_exec_gains(&was, exec);
}

/* Of a file that is a point by what is unusual in it. */
static bool tells_what(sb_str command)
{
    static const char *const words[] = {"grants ", "leads ", "loads ", "runs "};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_starts(command, sb_str_of(words[i])))
            return true;
    return false;
}

/* The same ran there before, and its package went: dpkg leaves settings where they are. Or a link leads to such. */
static bool was_owned(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    sb_str path = exec->path, target = exec->command;
    if (sb_exec_by_rights(exec->kind) || sb_exec_when(exec) == SB_WHEN_COMMAND)
        return false;
    if (sb_str_chop(&target, SB_S("-> ")))
        path = sb_run_join(run, sb_str_starts(target, SB_S("/")) ? SB_STR_NONE : sb_path_dir(path), target);
    return sb_had_at(run, path, exec->sha256);
}

/* Who may come in by one name may come in by each that has the same list. */
static bool may_move(const struct sb_fact_exec *exec)
{
    return !sb_exec_by_rights(exec->kind) && exec->kind != SB_EXEC_OS_SSH;
}

static void look_at_running(struct sb_signal_run *run, const struct sb_facts *old, const struct sb_fact_file *file,
                            bool compares)
{
    const struct sb_fact_exec exec = sb_exec_of_unowned(file);
    const struct sb_fact_file *before = sb_unowned_find_path(old, file->path);
    bool rights = sb_exec_by_rights(exec.kind), known = before != NULL;
    bool gave = before && sb_exec_by_rights(sb_exec_find(before->kind));
    if (rights && gains(before, &exec))
        before = NULL; /* it was there, and gave nobody what it gives now */
    bool blind = !compares && !before;
    if (before && sb_str_eq(before->sha256, file->sha256) && (gave || sb_str_eq(before->command, file->command)))
        return;
    if (sb_allowed_start_up(SB_STR_NONE, &exec) == SB_ALLOWED)
        return;
    if (exec.kind == SB_EXEC_OS_PROFILE && sb_had_start_up(run, &exec)) /* a home that was filled from etc/skel */
        return;
    struct sb_exec_weight weight = weight_of(run, &exec, before != NULL, blind);
    if (weight.severity == SB_LEVEL_NONE || (!before && may_move(&exec) && sb_unowned_moved(run, file)) ||
        was_owned(run, &exec))
        return;
    struct sb_finding *f = sb_find_unowned(run, file->path);
    sb_find_level(f, (enum sb_level)weight.severity, weight.weight);
    tell_running(run, f, &exec, before ? before->sha256 : SB_STR_NONE, blind);
    if (sb_exec_is_folder(&exec) && !blind)
        sb_find_message(
            run, f, "%.*s may be filled by anybody, and what lies in it runs, which was not so before (%s, %.*s)",
            SB_FMT(sb_short(run, f->path)), sb_exec_rows[exec.kind].token, SB_FMT(sb_short(run, exec.command)));
    else if (exec.kind == SB_EXEC_OS_DIVERT && sb_str_starts(exec.command, SB_S("folder at ")))
        sb_find_message(
            run, f, "%.*s is a link to another %.*s: files of packages that run by themselves moved there (%s)",
            SB_FMT(sb_short(run, f->path)), SB_FMT(sb_short(run, exec.command)), sb_exec_rows[exec.kind].token);
    else if (tells_what(exec.command))
        sb_find_message(run, f, "%.*s %.*s (%s)", SB_FMT(sb_short(run, f->path)), SB_FMT(sb_short(run, exec.command)),
                        sb_exec_rows[exec.kind].token);
    else if (known && !before && !blind)
        sb_find_message(run, f, "%.*s was there, and now %s (%s, %.*s); no record lists it",
                        SB_FMT(sb_short(run, f->path)), sb_exec_what_rights(&exec) + strlen("it "),
                        sb_exec_rows[exec.kind].token, SB_FMT(sb_short(run, exec.command)));
}

/* Points of the system, settings of package managers, and folders that a file of nobody adds to an import path. */
static bool is_ours(enum sb_exec_kind kind)
{
    return sb_exec_is_system((uint8_t)kind) || kind == SB_EXEC_PY_PATH || is_settings((uint8_t)kind);
}

static void look_at_unowned(struct sb_signal_run *run)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
    bool compares = sb_unowned_compares(run);
    struct sb_unowned_list rest = {0};
    for (size_t i = 0; i < new->unowned.n; i++) {
        const struct sb_fact_file *file = &new->unowned.p[i];
        enum sb_exec_kind kind = sb_exec_find(file->kind);
        if (kind != SB_EXEC_COUNT && is_ours(kind))
            look_at_running(run, old, file, compares && sb_unowned_is_whole(old, sb_unowned_rank(file)));
        else if (kind == SB_EXEC_COUNT && compares && sb_unowned_is_whole(old, SB_RANK_NONE) &&
                 !sb_is_cached(file->path) && !sb_unowned_is_code(file) && !sb_unowned_find_path(old, file->path) &&
                 !sb_unowned_moved(run, file))
            *SB_PUSH(&rest) = file;
    }
    sb_unowned_sort(&rest);
    for (size_t i = 0, n; i < rest.n; i += n) {
        n = sb_unowned_folder(&rest, i);
        struct sb_finding *f = sb_find_unowned(run, rest.p[i]->path);
        sb_unowned_tell(run, f, rest.p + i, n);
        sb_find_message(run, f, "%.*s%s is new in a folder of packages, and no record lists it",
                        SB_FMT(sb_short(run, f->path)), n > 1 ? " (and more beside it)" : "");
        sb_find_look(run, f, "ls -l ", "");
    }
    sb_free(rest.p);
}

static void run_record_extra(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (identity)
        sb_unowned_of_component(run, identity, look_at_component);
    else
        look_at_unowned(run);
}

const struct sb_signal_row sb_signal_record_extra = {
    .id = "RECORD_EXTRA",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_INTEGRITY,
    .lone = true,
    .needs = SB_FACT_BIT(FILES),
    .sentence = "a file is new among packages or on the system, and no record lists it",
    .why = "Something that is no package put it there.",
    .changed = {2, 3007},
    .base_rate =
        "29 upgrades with 3,007 changed packages: 2 files above low, both written anew by the system, and 22 links "
        "that switch on what a package brings; 1,087 of 54,808 files of a system's site-packages are in no "
        "RECORD, nearly all owned by another database",
    .quiet =
        "Cached byte code, files that any database owns, what was there before or came from another place, and what a "
        "new home has that etc/skel had before. A file that runs by itself is critical (12) where it is new (a "
        "command that a package has, too, and a library where only packages put theirs, high) and high (8) where it "
        "has other content; where a system's packages "
        "come from and which keys are trusted for that (os:source) is high (8), medium where it was there before; "
        "settings of a package manager in a project or environment (npm:config, py:index) are high (8), medium "
        "where nothing but the package manager that the project carries along is another one. Links that switch on "
        "what a package brings are low (1), settings and what the system writes anew medium (5).",
    .run = run_record_extra,
};
