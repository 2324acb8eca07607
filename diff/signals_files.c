#include "diff/signal_content.h"

/* ---- NEW_TOPLEVEL ---- */

/* Importable, and in no folder for packages: beside the standard library or in it. */
static bool is_outside(sb_str top)
{
    return sb_str_starts(top, SB_S("../"));
}

/* A .pth file lies always beside its package. It is ordinary if nothing in it runs, or if it is a known one. */
static bool is_harmless_pth(const struct sb_identity *identity, const struct sb_way *way, sb_str top)
{
    const struct sb_facts *facts = way->facts[SB_NEW];
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        if (exec->kind == SB_EXEC_PY_PTH && sb_str_eq(exec->path, top))
            return sb_allowed_start_up(sb_identity_base(identity), exec) == SB_ALLOWED;
    }
    return facts->has & SB_FACT_BIT(EXEC) && facts->exec.more == 0;
}

static bool is_module(sb_str path)
{
    static const char *const modules[] = {".py", ".so", ".pyd", ".pyc", NULL};
    return sb_str_is_one_of(sb_suffix_of(path), modules);
}

/* Something in the folder TOP can be imported, as far as the facts name files. */
static bool is_package(const struct sb_facts *facts, sb_str top)
{
    for (size_t i = 0; i < facts->largest.n + facts->lines.n + facts->exec.n + facts->kinds.n; i++) {
        size_t at = i;
        sb_str path = at < facts->largest.n                       ? facts->largest.p[at].path
                      : (at -= facts->largest.n) < facts->lines.n ? facts->lines.p[at].path
                      : (at -= facts->lines.n) < facts->exec.n    ? facts->exec.p[at].path
                                                                  : facts->kinds.p[at - facts->exec.n].path;
        if (is_module(path) && path.n > top.n && path.p[top.n] == '/' && sb_str_starts(path, top))
            return true;
    }
    return false;
}

/* The distribution's own name, alone or as name.py, name.libs, name.cpython-*.so; and what tools and installers put
 * there. */
static bool is_ordinary_top(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                            sb_str top)
{
    static const char *const tools[] = {"__pycache__", "bin", "share", "etc", "include", NULL};
    static const char *const native[] = {".so", ".pyd", NULL};
    sb_str stem = top;
    sb_str rest = top;
    if (sb_str_cut(&rest, '.', &stem) && sb_str_ends(top, SB_S(".pth")))
        return is_harmless_pth(identity, way, top);
    if (sb_str_is_one_of(top, tools))
        return !is_package(way->facts[SB_NEW], top);
    if (sb_str_ends(top, SB_S(".dist-info")) || sb_str_ends(top, SB_S(".egg-info")))
        return true;
    /* mypyc names a module by a digest. */
    if (sb_str_find(top, SB_S("__mypyc")) != SB_NPOS && sb_str_is_one_of(sb_suffix_of(top), native))
        return true;
    return !is_outside(top) && sb_str_eq(sb_squeezed(run, stem), sb_squeezed(run, sb_identity_base(identity)));
}

static bool is_root_script(sb_str top)
{
    static const char *const suffixes[] = {".js", ".cjs", ".mjs"};
    sb_str name = top;
    bool script = false;
    for (size_t i = 0; i < SB_COUNT(suffixes); i++)
        script = script || sb_str_chop_end(&name, sb_str_of(suffixes[i]));
    /* ".eslintrc.js", "rollup.config.mjs" are for those who build it. */
    return script && name.n && name.p[0] != '.' && !sb_str_ends(name, SB_S(".config")) &&
           !sb_str_ends(name, SB_S(".conf"));
}

static bool is_strange_top(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                           sb_str top)
{
    if (sb_is_type(identity, "pypi"))
        return !is_ordinary_top(run, identity, way, top);
    return sb_is_type(identity, "npm") && is_root_script(top);
}

/* Some packages have a script in their root for every entry point, or a module beside the other. */
static bool is_habit(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    enum { HABIT = 3 };
    const struct sb_facts *old = way->facts[SB_OLD];
    size_t strange = 0;
    for (size_t i = 0; i < old->toplevel.n && strange < HABIT; i++)
        strange += is_strange_top(run, identity, way, old->toplevel.p[i]);
    return strange >= HABIT;
}

/* Nothing of this name can be imported: it is no identifier. Types for checkers lie in such folders ("x-stubs"). */
static bool is_out_of_reach(const struct sb_identity *identity, sb_str top)
{
    sb_str stem = top;
    sb_str rest = top;
    sb_str_cut(&rest, '.', &stem);
    return sb_is_type(identity, "pypi") && sb_str_chr(stem, '-') != SB_NPOS && !sb_str_ends(top, SB_S(".pth"));
}

/* A new entry point makes a minor release, and a major one may look different at its root. */
static struct sb_grade rate_top(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                                sb_str top)
{
    bool npm = sb_is_type(identity, "npm");
    if (!npm && (is_outside(top) || sb_top_of_other(run, sb_run_index(run, identity), top)))
        return (struct sb_grade){SB_LEVEL_HIGH, 8};
    if (is_out_of_reach(identity, top))
        return (struct sb_grade){SB_LEVEL_LOW, 2};
    if (!sb_way_is_small(way) && way->step != SB_STEP_SAME)
        return npm ? (struct sb_grade){SB_LEVEL_LOW, 2} : (struct sb_grade){SB_LEVEL_MEDIUM, 4};
    if (is_habit(run, identity, way))
        return (struct sb_grade){SB_LEVEL_LOW, 3};
    return npm && way->step == SB_STEP_MINOR ? (struct sb_grade){SB_LEVEL_MEDIUM, 4}
                                             : (struct sb_grade){SB_LEVEL_HIGH, 5};
}

enum { NAMED = 16 }; /* of many that appear at once the first are told apart, and the number of the others */

static void tell_top(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                     sb_str top, size_t unnamed)
{
    const struct sb_facts *old = sb_way_before(way);
    struct sb_finding *f = sb_find(run, identity, way);
    struct sb_grade grade = rate_top(run, identity, way, top);
    sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
    sb_find_path(run, f, top);
    f->content = sb_content_digest(way->facts[SB_NEW], top);
    f->old_json = sb_json_some_of(run, old->toplevel.p, old->toplevel.n);
    f->new_json = sb_json_text_of(run, top);
    sb_str more = unnamed ? sb_arena_printf(&run->scratch, ", so are %zu more", unnamed) : SB_STR_NONE;
    sb_find_message(run, f,
                    sb_is_type(identity, "npm") ? "%.*s is a new script in the root of %.*s%.*s"
                    : is_outside(top)           ? "%.*s of %.*s lies where no package belongs, and is new%.*s"
                                                : "%.*s lies beside the package of %.*s, not in it, and is new%.*s",
                    SB_FMT(top), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(more));
    sb_find_look(run, f, "ls -l ", "");
}

static void look_at_tops(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = sb_way_before(way);
    const struct sb_facts *new = way->facts[SB_NEW];
    bool compares = sb_way_compares(way);
    sb_str named[NAMED];
    size_t n = 0;
    for (size_t i = 0; i < new->toplevel.n; i++) {
        sb_str top = new->toplevel.p[i];
        if (sb_strs_have(old->toplevel.p, old->toplevel.n, top) || !is_strange_top(run, identity, way, top) ||
            (!compares && !is_outside(top)))
            continue;
        if (n++ < NAMED)
            named[n - 1] = top;
    }
    for (size_t i = 0; i < n && i < NAMED; i++)
        tell_top(run, identity, way, named[i], i + 1 == NAMED ? n - NAMED : 0);
}

static void run_new_toplevel(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity)
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_has(run, way, run->row->needs) && sb_way_before(way)->toplevel.more == 0)
            look_at_tops(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_new_toplevel = {
    .id = "NEW_TOPLEVEL",
    .severity = SB_LEVEL_HIGH,
    .weight = 5,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(TOPLEVEL),
    .sentence = "a release put something beside its package instead of into it",
    .why = "What lies at the top of site-packages is importable by everybody; a script in the root of an npm package "
           "is where hooks point to.",
    .changed = {37, 3666}, /* above info */
    .arriving = {0, 610},
    .high = {{3, 3666}, {0, 610}},
    .base_rate = "high in 3 of 3,666 changed packages, above info in 37; new packages are not looked at",
    .quiet =
        "The package's own name, metadata, modules of mypyc, files of build tools (name.config.js, .eslintrc.js). "
        "High (8) is a name that another distribution is known by, whatever the release, and what can be imported from "
        "outside of the folder for packages, also of a new distribution. "
        "Medium (4) in a minor release of an npm package and in a major one of a Python distribution; low in a major "
        "one of an npm package, where there were three before, and where no import reaches it (name-stubs).",
    .run = run_new_toplevel,
};

/* ---- FILES_LIST ---- */

/* Right where the package's own code looks for others first, and no package: those have rows of their own. */
static bool is_planted(sb_str path)
{
    return sb_str_starts(path, SB_S("node_modules/")) && !sb_exec_is_hidden(path);
}

/* In the place of a dependency that it declares. */
static bool is_in_place_of(const struct sb_facts *facts, sb_str path)
{
    sb_str rest = sb_str_from(path, sizeof "node_modules/" - 1);
    size_t end = sb_str_chr(rest, '/');
    if (sb_str_starts(rest, SB_S("@")) && end != SB_NPOS) {
        size_t more = sb_str_chr(sb_str_from(rest, end + 1), '/');
        end = more == SB_NPOS ? SB_NPOS : end + 1 + more;
    }
    sb_str name = sb_str_part(rest, 0, end);
    return sb_deps_have(facts, name) || sb_deps_have(facts, sb_str_part(name, 0, sb_str_rchr(name, '.')));
}

/* Output of a native build, and packages that a package brings along. */
static bool is_built(const struct sb_way *way, sb_str path)
{
    static const char *const built[] = {"build", "prebuilds", NULL};
    static const char *const bundled[] = {"node_modules", NULL};
    return (sb_lies_in(path, bundled) && !is_planted(path)) ||
           (sb_facts_install(way->facts[SB_NEW]) && sb_lies_in(path, built));
}

static void look_at_unlisted(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = sb_way_before(way);
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->unlisted.n; i++) {
        sb_str path = new->unlisted.p[i];
        if (sb_strs_have(old->unlisted.p, old->unlisted.n, path) || is_built(way, path))
            continue;
        const struct sb_fact_file *large = sb_largest_find(new, path);
        struct sb_finding *f = sb_find(run, identity, way);
        if (!sb_way_compares(way) || sb_role_of(identity, new, path) == SB_ROLE_DATA)
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        else if (is_planted(path))
            sb_find_level(f, SB_LEVEL_HIGH, is_in_place_of(new, path) ? 10 : 8);
        sb_find_path(run, f, path);
        f->content = sb_content_digest(new, path);
        f->new_json = sb_json_text_of(run, path);
        sb_find_message(run, f, "%.*s is in %.*s, but the package's own list of files does not name it%s", SB_FMT(path),
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                        large ? ": somebody packed it by hand; it is one of the largest files"
                              : ": somebody packed it by hand");
        sb_find_look(run, f, "head -c 300 ", "");
    }
}

static void run_files_list(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || !sb_is_type(identity, "npm"))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_has(run, way, run->row->needs) && sb_way_before(way)->unlisted.more == 0)
            look_at_unlisted(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_files_list = {
    .id = "FILES_LIST",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(FILES),
    .sentence = "an npm package holds a file that its own list of files does not name",
    .why = "npm packs what the list names. Another file in the tarball was put there by other means than a normal "
           "release.",
    .changed = {0, 3666}, /* above info */
    .arriving = {5, 610},
    .base_rate = "none of 3,666 changed packages, 5 of 610 new ones",
    .quiet = "Output of a native build below build/ and prebuilds/, packages that are brought along. Code below the "
             "package's own node_modules that is no package is high (8), in the place of a declared dependency (10), "
             "whether it has a list or not. On a new package, "
             "and where it is no code by its suffix, medium (4).",
    .run = run_files_list,
};
