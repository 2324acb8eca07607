/* UNOWNED_CODE: code in a folder of packages, or of an environment, that no package brought. */
#include "diff/unowned.h"

struct look {
    struct sb_signal_run *run;
    const struct sb_facts *old, *new;
    bool compares;
};

/* ---- code in folders of packages ---- */

/* Whether files of FOLDER run by a name that ends as a start-up file's does. */
static bool is_import_folder(struct sb_signal_run *run, sb_str folder)
{
    return sb_exec_is_start_up(
        (uint8_t)sb_exec_of_path(sb_arena_join(&run->scratch, folder, SB_S("/x.start"), SB_STR_NONE)));
}

static bool had_code_in(const struct sb_facts *old, sb_str folder)
{
    for (size_t i = 0; i < old->unowned.n; i++)
        if (sb_str_eq(sb_path_dir(old->unowned.p[i].path), folder) && sb_unowned_is_code(&old->unowned.p[i]))
            return true;
    return false;
}

/* A folder whose children are found by their names: what one of them is says nothing of the others. */
static bool is_shared(struct sb_signal_run *run, sb_str folder)
{
    sb_str name = sb_path_base(folder);
    return sb_str_eq(name, SB_S("node_modules")) || sb_str_starts(name, SB_S("@")) || is_import_folder(run, folder);
}

/* Something that is no package lives in this folder or one above it: an application that was copied there. */
static bool is_habitual(const struct look *look, sb_str path)
{
    for (sb_str folder = sb_path_dir(path); folder.n && !is_shared(look->run, folder); folder = sb_path_dir(folder))
        if (had_code_in(look->old, folder))
            return true;
    return false;
}

static bool is_of_environment(enum sb_exec_kind kind)
{
    return kind == SB_EXEC_PY_INTERPRETER || kind == SB_EXEC_PY_ACTIVATE || kind == SB_EXEC_PY_CONFIG;
}

static bool is_wanted(const struct sb_fact_file *file)
{
    enum sb_exec_kind kind = sb_exec_find(file->kind);
    if (kind == SB_EXEC_COUNT)
        return sb_unowned_is_code(file) && !sb_is_cached(file->path);
    return kind == SB_EXEC_NPM_SHIM || kind == SB_EXEC_PY_BIN;
}

/* A file that a known start-up file imports: only its known contents are harmless. */
static bool is_imported_at_start(const struct look *look, const struct sb_fact_file *file)
{
    return sb_allowed_name(SB_STR_NONE, sb_path_base(file->path)) &&
           is_import_folder(look->run, sb_path_dir(file->path));
}

/* Below a folder that is imported from. */
static bool is_importable(const struct look *look, sb_str path)
{
    for (sb_str folder = sb_path_dir(path); folder.n; folder = sb_path_dir(folder))
        if (is_import_folder(look->run, folder))
            return true;
    return false;
}

/* As the collector orders a long list: what runs, code, code below a hidden folder, the rest. */
static unsigned class_of(const struct sb_fact_file *file)
{
    if (sb_exec_find(file->kind) != SB_EXEC_COUNT)
        return 0;
    bool data = file->kind.n == 0 || sb_str_eq(file->kind, SB_S("text")) || sb_str_eq(file->kind, SB_S("other")) ||
                sb_str_eq(file->kind, SB_S("archive"));
    return data ? 3 : 1 + sb_exec_is_hidden(file->path);
}

static bool had_any_in(const struct sb_facts *old, sb_str folder)
{
    for (size_t i = 0; i < old->unowned.n; i++)
        if (sb_str_eq(sb_path_dir(old->unowned.p[i].path), folder))
            return true;
    return false;
}

/* Whether the old list, which may be cut, would have told of FILE: it holds all of what stands before its last one, and
 * the first few of every folder. */
static bool would_be_listed(const struct look *look, const struct sb_fact_file *file)
{
    const struct sb_facts *old = look->old;
    if (old->unowned.more == 0)
        return true;
    if (old->unowned.n && class_of(&old->unowned.p[old->unowned.n - 1]) > class_of(file))
        return true;
    return class_of(file) == 1 && !had_any_in(old, sb_path_dir(file->path));
}

static bool is_news(const struct look *look, const struct sb_fact_file *file)
{
    const struct sb_fact_file *before = sb_unowned_find_path(look->old, file->path);
    const struct sb_fact_exec exec = sb_exec_of_unowned(file);
    if (before && (sb_str_eq(before->sha256, file->sha256) || file->sha256.n == 0))
        return false;
    if (exec.kind == SB_EXEC_PY_BIN && sb_allowed_activate(sb_path_base(file->path), file->sha256))
        return false; /* whoever makes an environment puts it there */
    if (!before && look->compares && exec.kind == SB_EXEC_COUNT && !would_be_listed(look, file))
        return false; /* it may be one of those that were left out */
    if (!before && !look->compares && !is_importable(look, file->path))
        return false; /* the programs of an environment were there, for all one knows */
    return sb_allowed_start_up(SB_STR_NONE, &exec) != SB_ALLOWED && !sb_unowned_moved(look->run, file);
}

static sb_str environment_of(const struct sb_fact_file *file)
{
    sb_str folder = sb_path_dir(file->path);
    return sb_exec_find(file->kind) == SB_EXEC_PY_CONFIG ? folder : sb_path_dir(folder);
}

static bool has_environment(const struct sb_facts *facts, sb_str root)
{
    for (size_t i = 0; i < facts->unowned.n; i++)
        if (is_of_environment(sb_exec_find(facts->unowned.p[i].kind)) &&
            sb_str_eq(environment_of(&facts->unowned.p[i]), root))
            return true;
    return false;
}

/* A program of an environment that is new as a whole. */
static bool is_of_new_environment(const struct look *look, const struct sb_fact_file *file)
{
    return sb_exec_find(file->kind) == SB_EXEC_PY_BIN && !has_environment(look->old, environment_of(file));
}

/* A program of an environment that stands before the system's of the same name, as soon as somebody enters it. */
static bool shadows(const struct look *look, const struct sb_fact_file *file)
{
    const struct sb_fact_exec exec = sb_exec_of_unowned(file);
    return look->compares && exec.kind == SB_EXEC_PY_BIN && sb_command_is_familiar(&exec);
}

static void rate(const struct look *look, struct sb_finding *f, const struct sb_fact_file *file)
{
    if (shadows(look, file))
        return;
    if (is_imported_at_start(look, file))
        sb_find_level(f, SB_LEVEL_CRITICAL, 12);
    else if (!look->compares || is_habitual(look, file->path) || is_of_new_environment(look, file) ||
             (sb_exec_find(file->kind) == SB_EXEC_COUNT && sb_exec_is_hidden(file->path)))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
}

static void tell_code(const struct look *look, const struct sb_fact_file *const *files, size_t n)
{
    struct sb_signal_run *run = look->run;
    struct sb_finding *f = sb_find_unowned(run, files[0]->path);
    bool changed = sb_unowned_find_path(look->old, files[0]->path) != NULL;
    rate(look, f, files[0]);
    sb_unowned_tell(run, f, files, n);
    const char *what = !look->compares ? "is code that no package brought, and the old side did not look"
                       : changed       ? "has other content: it is code that no package brought"
                                       : "is new: it is code that no package brought";
    if (n == 1)
        sb_find_message(run, f, "%.*s %s", SB_FMT(sb_short(run, f->path)), what);
    else
        sb_find_message(run, f, "%.*s (and %zu more beside it) %s", SB_FMT(sb_short(run, f->path)), n - 1, what);
    sb_find_look(run, f, "less ", "");
}

/* What a known start-up file imports is told by itself; the rest folder by folder. */
static void look_at_code(const struct look *look)
{
    struct sb_unowned_list list = {0};
    for (size_t i = 0; i < look->new->unowned.n; i++) {
        const struct sb_fact_file *file = &look->new->unowned.p[i];
        if (!is_wanted(file) || !is_news(look, file))
            continue;
        if (is_imported_at_start(look, file) || shadows(look, file))
            tell_code(look, &file, 1);
        else
            *SB_PUSH(&list) = file;
    }
    sb_unowned_sort(&list);
    for (size_t i = 0, n; i < list.n; i += n) {
        n = sb_unowned_folder(&list, i);
        tell_code(look, list.p + i, n);
    }
    sb_free(list.p);
}

/* ---- environments ---- */

/* Some tool writes it so, or another environment of the old side had the same. */
static bool is_known_script(const struct look *look, const struct sb_fact_file *file)
{
    for (size_t i = 0; file->sha256.n && i < look->old->unowned.n; i++)
        if (sb_exec_find(look->old->unowned.p[i].kind) == SB_EXEC_PY_ACTIVATE &&
            sb_str_eq(look->old->unowned.p[i].sha256, file->sha256))
            return true;
    return sb_allowed_activate(sb_path_base(file->path), file->sha256);
}

static sb_str target_of(const struct sb_fact_file *file)
{
    sb_str target = file->command;
    return sb_str_chop(&target, SB_S("-> ")) ? target : SB_STR_NONE;
}

/* Neither a program nor a link to one. */
static bool is_stand_in(const struct sb_fact_file *file)
{
    return file->command.n && target_of(file).n == 0;
}

/* Folders whose names begin with a dot, in which interpreters are installed. */
static bool is_usual_dot(sb_str part)
{
    static const char *const names[] = {".",     "..",           ".asdf",  ".conda", ".linuxbrew", ".local",
                                        ".mise", ".nix-profile", ".pyenv", ".rye",   ".venv",      ".virtualenvs"};
    for (size_t i = 0; i < SB_COUNT(names); i++)
        if (sb_str_eq(part, sb_str_of(names[i])))
            return true;
    return false;
}

/* Nobody installs an interpreter there: everybody may write into it, it is hidden, or it holds packages. */
static bool is_odd_folder(sb_str folder)
{
    static const char *const writable[] = {"/dev/", "/proc/", "/run/", "/tmp/", "/var/tmp/"};
    static const char *const packages[] = {"dist-packages", "node_modules", "site-packages"};
    sb_str part;
    for (size_t i = 0; i < SB_COUNT(writable); i++)
        if (sb_str_starts(folder, sb_str_of(writable[i])))
            return true;
    while (folder.n) {
        sb_str_cut(&folder, '/', &part);
        if (sb_str_starts(part, SB_S(".")) && !is_usual_dot(part))
            return true;
        for (size_t i = 0; i < SB_COUNT(packages); i++)
            if (sb_str_eq(part, sb_str_of(packages[i])))
                return true;
    }
    return false;
}

/* Out of its folder, to a place that holds no interpreters, or back into the environment. */
static bool leads_astray(const struct look *look, const struct sb_fact_file *file)
{
    sb_str target = target_of(file);
    if (sb_str_chr(target, '/') == SB_NPOS)
        return false;
    sb_str root = environment_of(file);
    sb_str at = target.p[0] == '/' ? target : sb_run_join(look->run, sb_path_dir(file->path), target);
    if (target.p[0] != '/' && sb_str_chop(&at, root) && (root.n == 0 || sb_str_starts(at, SB_S("/"))))
        return true;
    return is_odd_folder(sb_path_dir(at));
}

/* It leads to the same place as before, and that is another file now: an upgrade of what it leads to. */
static bool only_leads_on(const struct sb_fact_file *old, const struct sb_fact_file *new)
{
    return target_of(new).n && sb_str_eq(old->command, new->command);
}

/* An environment of the old side has such a link. */
static bool had_target(const struct look *look, const struct sb_fact_file *file)
{
    for (size_t i = 0; i < look->old->unowned.n; i++)
        if (sb_exec_find(look->old->unowned.p[i].kind) == SB_EXEC_PY_INTERPRETER &&
            sb_alike_but_versions(look->old->unowned.p[i].command, file->command))
            return true;
    return false;
}

/* Another interpreter of the same kind, and the environment's own file says so, too: it was made anew, or upgraded. */
static bool was_upgraded(const struct look *look, const struct sb_fact_file *old, const struct sb_fact_file *new)
{
    if (!target_of(old).n || !target_of(new).n ||
        !sb_alike_but_versions(sb_path_base(target_of(old)), sb_path_base(target_of(new))))
        return false;
    for (size_t i = 0; i < look->new->unowned.n; i++) {
        const struct sb_fact_file *config = &look->new->unowned.p[i];
        if (sb_exec_find(config->kind) != SB_EXEC_PY_CONFIG || !sb_str_eq(environment_of(config), environment_of(new)))
            continue;
        const struct sb_fact_file *before = sb_unowned_find_path(look->old, config->path);
        return before && !sb_str_eq(before->sha256, config->sha256);
    }
    return false;
}

static bool is_plain_interpreter(const struct look *look, const struct sb_fact_file *before,
                                 const struct sb_fact_file *file)
{
    if (is_stand_in(file) || (leads_astray(look, file) && !had_target(look, file)))
        return false;
    return !before || only_leads_on(before, file) || was_upgraded(look, before, file);
}

/* The folder that the interpreters are looked for in changed, but they do not lead there. */
static bool is_plain_config(const struct look *look, const struct sb_fact_file *before, const struct sb_fact_file *file)
{
    sb_str home = file->command;
    if (sb_str_eq(home, SB_S("imported before the standard library")))
        return false;
    if (!before || !sb_str_chop(&home, SB_S("home = ")) || sb_alike_but_versions(before->command, file->command))
        return true;
    bool stays = false;
    for (size_t i = 0; i < look->new->unowned.n; i++) {
        const struct sb_fact_file *other = &look->new->unowned.p[i];
        if (sb_exec_find(other->kind) != SB_EXEC_PY_INTERPRETER ||
            !sb_str_eq(environment_of(other), environment_of(file)) || !sb_str_starts(target_of(other), SB_S("/")))
            continue;
        if (sb_str_eq(sb_path_dir(target_of(other)), home))
            return true;
        const struct sb_fact_file *was = sb_unowned_find_path(look->old, other->path);
        stays |= was && sb_str_eq(was->command, other->command);
    }
    return !stays && !is_odd_folder(home);
}

static bool is_plain(const struct look *look, const struct sb_fact_file *before, const struct sb_fact_file *file)
{
    switch (sb_exec_find(file->kind)) {
    case SB_EXEC_PY_CONFIG: return is_plain_config(look, before, file);
    case SB_EXEC_PY_ACTIVATE: return is_known_script(look, file);
    default: return is_plain_interpreter(look, before, file);
    }
}

static void look_at_environment(const struct look *look, const struct sb_fact_file *file)
{
    const struct sb_fact_file *before = sb_unowned_find_path(look->old, file->path);
    struct sb_signal_run *run = look->run;
    /* What leads to an owned file has no digest. */
    if (before && sb_str_eq(before->sha256, file->sha256) &&
        (file->sha256.n || sb_str_eq(before->command, file->command)))
        return;
    bool plain = is_plain(look, before, file);
    if (plain && !before && !has_environment(look->old, environment_of(file)))
        return;
    bool blind = !look->compares;
    if (blind && (before || sb_exec_find(file->kind) != SB_EXEC_PY_INTERPRETER || !is_stand_in(file)))
        return;
    struct sb_finding *f = sb_find_unowned(run, file->path);
    struct sb_fact_exec exec = sb_exec_of_unowned(file);
    if (blind)
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    else if (plain)
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    if (before) {
        const struct sb_fact_exec was = sb_exec_of_unowned(before);
        f->old_json = sb_exec_json(run, &was);
    }
    f->new_json = sb_exec_json(run, &exec);
    f->content = sb_exec_content(run, &exec);
    sb_find_message(run, f, "%.*s of an environment %s (%s)", SB_FMT(sb_short(run, f->path)),
                    blind    ? "is no program, and the old side did not look"
                    : before ? "has other content"
                             : "is new",
                    sb_exec_rows[exec.kind].token);
    sb_find_look(run, f, exec.kind == SB_EXEC_PY_INTERPRETER ? "ls -l " : "less ", "");
}

static void run_document(struct sb_signal_run *run)
{
    struct look look = {
        .run = run,
        .old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF),
        .new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF),
        .compares = sb_unowned_compares(run),
    };
    look_at_code(&look);
    for (size_t i = 0; i < look.new->unowned.n; i++)
        if (is_of_environment(sb_exec_find(look.new->unowned.p[i].kind)))
            look_at_environment(&look, &look.new->unowned.p[i]);
}

/* ---- in a folder that is one package's alone ---- */

static void look_at_component(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    SB_VEC(sb_str) code = {0};
    for (size_t i = 0; i < new->unlisted.n; i++) {
        const struct sb_fact_file file = {.path = new->unlisted.p[i]};
        if (sb_unowned_is_code(&file) && !sb_is_cached(file.path) &&
            !sb_strs_have(old->unlisted.p, old->unlisted.n, file.path))
            *SB_PUSH(&code) = file.path;
    }
    if (code.n) {
        struct sb_finding *f = sb_find(run, identity, way);
        if (way->step != SB_STEP_SAME)
            sb_find_level(f, SB_LEVEL_MEDIUM, 5);
        sb_find_path(run, f, code.p[0]);
        f->new_json = sb_json_some_of(run, code.p, code.n);
        f->content = f->new_json;
        sb_find_message(run, f, "%.*s%s in the folder of %.*s is code that its record does not list",
                        SB_FMT(sb_short(run, code.p[0])), code.n > 1 ? " (and more beside it)" : "",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
        sb_find_look(run, f, "less ", "");
    }
    sb_free(code.p);
}

static void run_unowned_code(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (identity)
        sb_unowned_of_component(run, identity, look_at_component);
    else
        run_document(run);
}

const struct sb_signal_row sb_signal_unowned_code = {
    .id = "UNOWNED_CODE",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(FILES),
    .sentence = "code appeared or changed among packages that no package brought",
    .why = "It can be imported or called like a package, and no record, version or digest of a package speaks for it. "
           "An interpreter, an activation script or a command of an environment is code that everybody there runs.",
    .changed = {0, 3007},
    .base_rate = "none in 29 upgrades with 3,007 changed packages",
    .quiet = "Files with the content that the old side had elsewhere, and the two that virtualenv and uv put into each "
             "environment, by digest. Medium where such code was in the folder before (an application that is copied "
             "there), below a hidden folder of a folder of packages (caches), beside another version of the package, "
             "where an activation script is one that some tool writes or that the old side had, where an interpreter "
             "leads to the same place or to another version of it, and where the old side did not look.",
    .run = run_unowned_code,
};
