/* AUTOLOAD: what runs because somebody imports a package, calls a command by its name, or looks for plug-ins. */
#include "diff/signal_autoload.h"
#include "diff/signal_content.h"

/* ---- entry modules ---- */

/* What runs first when the package is imported, and when a part of it is, under a name that it gives that part. */
static bool is_whole(uint8_t kind)
{
    return kind == SB_EXEC_NPM_MAIN || kind == SB_EXEC_NPM_EXPORTS || kind == SB_EXEC_NPM_MODULE ||
           kind == SB_EXEC_NPM_BROWSER;
}

static bool is_part(uint8_t kind)
{
    return kind == SB_EXEC_NPM_SUBPATH || kind == SB_EXEC_NPM_IMPORTS || kind == SB_EXEC_NPM_BROWSER_MAP;
}

static bool is_entry(uint8_t kind)
{
    return is_whole(kind) || is_part(kind);
}

/* What stood there before: of the same conditions. */
static const struct sb_fact_exec *entry_before(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++)
        if (old->exec.p[i].kind == exec->kind && sb_str_eq(old->exec.p[i].command, exec->command))
            return &old->exec.p[i];
    return NULL;
}

/* The file was an entry before, by whatever way, or is one of them under another name. */
static bool was_entry(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++) {
        const struct sb_fact_exec *was = &old->exec.p[i];
        if (is_entry(was->kind) &&
            (sb_str_eq(was->path, exec->path) || (exec->sha256.n && sb_str_eq(was->sha256, exec->sha256))))
            return true;
    }
    return false;
}

/* "index" of dist/index.min.js: builds put the same module elsewhere, or under another suffix. */
static sb_str stem(sb_str path)
{
    sb_str name = sb_path_base(path);
    return sb_str_part(name, 0, sb_str_chr(name, '.'));
}

/* Nothing but letters and digits counts. */
static bool same_name(sb_str a, sb_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && !sb_is_alnum(a.p[i]))
            i++;
        while (k < b.n && !sb_is_alnum(b.p[k]))
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (sb_lower(a.p[i++]) != sb_lower(b.p[k++]))
            return false;
    }
}

static bool had_stem(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++)
        if (is_entry(old->exec.p[i].kind) && same_name(stem(old->exec.p[i].path), stem(exec->path)))
            return true;
    return false;
}

static struct sb_grade rate_whole(const struct sb_way *way, const struct sb_fact_exec *exec,
                                  const struct sb_fact_exec *before)
{
    if (!before)
        return (struct sb_grade){SB_LEVEL_LOW, 2};
    if (way->step == SB_STEP_MINOR || had_stem(way->facts[SB_OLD], exec))
        return (struct sb_grade){SB_LEVEL_MEDIUM, 4};
    return (struct sb_grade){SB_LEVEL_HIGH, 8};
}

/* MORE: so many others of which the same is true. */
static void tell_entry(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                       const struct sb_fact_exec *exec, struct sb_grade grade, size_t more)
{
    const struct sb_fact_exec *before = entry_before(way->facts[SB_OLD], exec);
    bool part = is_part(exec->kind);
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
    sb_find_path(run, f, exec->path);
    if (before)
        f->old_json = sb_exec_json(run, before);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_exec_content(run, exec);
    sb_find_message(run, f, "whoever imports %.*s%s%.*s now runs %.*s first%s%.*s%s",
                    SB_FMT(part ? sb_short(run, exec->command) : SB_STR_NONE), part ? " of " : "",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_short(run, exec->path)),
                    before ? ", before " : "", SB_FMT(before ? sb_short(run, before->path) : SB_STR_NONE),
                    more ? ", and others like it" : "");
    sb_find_look(run, f, "less ", "");
}

static bool look_at_entry(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                          const struct sb_fact_exec *exec)
{
    if (!is_whole(exec->kind) || !sb_way_compares(way) || exec->path.n == 0 || was_entry(way->facts[SB_OLD], exec) ||
        !sb_way_is_quiet(way))
        return false;
    tell_entry(run, identity, way, exec, rate_whole(way, exec, entry_before(way->facts[SB_OLD], exec)), 0);
    return true;
}

/* ---- parts ---- */

/* "./a/b import" leads to lib/a/b.js, or to lib/a/b/index.mjs. */
static bool names_it(const struct sb_fact_exec *exec)
{
    sb_str rest = exec->command, key;
    sb_str_cut(&rest, ' ', &key);
    sb_str file = sb_str_eq(stem(exec->path), SB_S("index")) ? sb_path_dir(exec->path) : exec->path;
    return same_name(stem(key), stem(file));
}

/* A part that is new harms nobody who imported another. What stands for another file in a browser always did. */
static struct sb_grade rate_part(const struct sb_signal_run *run, const struct sb_way *way,
                                 const struct sb_fact_exec *exec, const struct sb_fact_exec *before)
{
    if (!before)
        return exec->kind == SB_EXEC_NPM_BROWSER_MAP && !names_it(exec) ? (struct sb_grade){SB_LEVEL_LOW, 2}
                                                                        : (struct sb_grade){SB_LEVEL_NONE, 0};
    if (way->step != SB_STEP_SAME && !sb_way_is_true_patch(run, way))
        return (struct sb_grade){SB_LEVEL_LOW, 2};
    /* A script in front of a module of machine code loads that. */
    if (names_it(exec) || had_stem(way->facts[SB_OLD], exec) || sb_str_ends(before->path, SB_S(".node")))
        return (struct sb_grade){SB_LEVEL_MEDIUM, 4};
    return (struct sb_grade){SB_LEVEL_HIGH, 8};
}

/* The heaviest stands for all of them: a build that puts its files elsewhere moves them at once. */
static void look_at_parts(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_fact_exec *worst = NULL;
    struct sb_grade grade = {SB_LEVEL_NONE, 0};
    size_t n = 0;
    if (!sb_way_compares(way) || !sb_way_is_quiet(way))
        return;
    for (size_t i = 0; i < new->exec.n; i++) {
        const struct sb_fact_exec *exec = &new->exec.p[i];
        if (!is_part(exec->kind) || exec->path.n == 0 || was_entry(old, exec))
            continue;
        struct sb_grade found = rate_part(run, way, exec, entry_before(old, exec));
        n += found.severity != SB_LEVEL_NONE;
        if (found.severity == SB_LEVEL_NONE || (worst && found.weight <= grade.weight))
            continue;
        worst = exec;
        grade = found;
    }
    if (worst)
        tell_entry(run, identity, way, worst, grade, n - 1);
}

/* ---- folders for the import path ---- */

static bool look_at_path(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const struct sb_fact_exec *exec)
{
    if (exec->kind != SB_EXEC_PY_PATH || way->blind || sb_had_exec(way->facts[SB_OLD], exec->kind, exec->command))
        return false;
    struct sb_finding *f = sb_find(run, identity, way);
    if (sb_str_eq(way->facts[SB_NEW]->origin.kind, SB_S("file")))
        sb_find_level(f, SB_LEVEL_INFO, 1);
    else
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    sb_find_path(run, f, exec->path);
    f->new_json = sb_exec_json(run, exec);
    f->content = sb_exec_content(run, exec);
    sb_find_message(run, f, "%.*s adds to the folders that every program imports from: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_short(run, exec->command)));
    sb_find_look(run, f, "cat ", "");
    return true;
}

static void look_at_way(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *facts = way->facts[SB_NEW];
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        (void)(sb_look_at_command(run, identity, way, exec) || sb_look_at_plugin(run, identity, way, exec) ||
               look_at_entry(run, identity, way, exec) || look_at_path(run, identity, way, exec));
    }
    look_at_parts(run, identity, way);
}

static void run_autoload(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++)
        if (sb_way_has(run, &run->ways.p[i], run->row->needs) && !run->ways.p[i].owned)
            look_at_way(run, identity, &run->ways.p[i]);
}

const struct sb_signal_row sb_signal_autoload = {
    .id = "AUTOLOAD",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "an entry module, a command or a plug-in leads to other code than before",
    .why =
        "Nobody has to do anything unusual: the code runs with the next import, the next call of a familiar command, "
        "or the next run of a host that loads every plug-in it finds.",
    .changed = {1, 3007},
    .arriving = {0, 474},
    .base_rate =
        "high: 1 of 3,007 changed packages (a plug-in of a test runner appeared), 0 of 474 new ones; medium: 27 "
        "entry modules moved, mostly to another build of the same; 35 of 9,723 changed packages gained a "
        "command (0.36 %)",
    .quiet =
        "Commands of a package's own name are low (1), and only in patch releases; a command that another package "
        "has, too, is medium (5) outside small releases, one that went from one package to another low (2), one that "
        "leads to another module in a "
        "patch release medium (5). Another "
        "entry module is medium (4) in a minor release, or where it bears the name of the old one (another build), "
        "and none in a major release. Files behind parts of a package (exports of ./x, imports, a map for browsers) "
        "are "
        "told once: high only in a patch release, medium (4) under the name of the part or of an old entry, low (2) in "
        "a minor one, and a part that is new is none. Plug-ins of a new package, and further ones of the same host, "
        "are low (2), "
        "the first of a host that may not load it unasked medium (5), and only in small releases.",
    .run = run_autoload,
};
