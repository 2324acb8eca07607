#include "diff/signal_run.h"

static bool is_one_of(sb_str name, const char *const *list)
{
    while (*list && !sb_str_eq(sb_str_of(*list), name))
        list++;
    return *list != NULL;
}

/* Whether one of the folders of PATH has a name of LIST. */
static bool lies_in(sb_str path, const char *const *list)
{
    sb_str part;
    while (sb_str_cut(&path, '/', &part))
        if (is_one_of(part, list))
            return true;
    return false;
}

/* ---- NEW_TOPLEVEL ---- */

/* Letters and digits only, small: "My_Lib" and "my-lib" are one. */
static sb_str squeeze(struct sb_signal_run *run, sb_str name)
{
    char *p = sb_arena_alloc(&run->scratch, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++)
        if (sb_is_alnum(name.p[i]))
            p[n++] = sb_lower(name.p[i]);
    return sb_str_n(p, n);
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

/* The distribution's own name, alone or as name.py, name.libs, name.cpython-*.so; and what tools and installers put
 * there. */
static bool is_ordinary_top(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                            sb_str top)
{
    static const char *const tools[] = {"__pycache__", "bin", "share", "etc", "include", NULL};
    sb_str stem = top;
    sb_str rest = top;
    if (sb_str_cut(&rest, '.', &stem) && sb_str_ends(top, SB_S(".pth")))
        return is_harmless_pth(identity, way, top);
    if (is_one_of(top, tools) || sb_str_ends(top, SB_S(".dist-info")) || sb_str_ends(top, SB_S(".egg-info")))
        return true;
    /* mypyc names a module by a digest. */
    if (sb_str_find(top, SB_S("__mypyc")) != SB_NPOS)
        return true;
    return sb_str_eq(squeeze(run, stem), squeeze(run, sb_identity_base(identity)));
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

/* A major release may look different at its root, and some packages have a script there for every entry point. */
static bool is_habit(const struct sb_identity *identity, const struct sb_way *way)
{
    enum { HABIT = 3 };
    size_t scripts = 0;
    for (size_t i = 0; i < way->facts[SB_OLD]->toplevel.n; i++)
        scripts += is_root_script(way->facts[SB_OLD]->toplevel.p[i]);
    return sb_is_type(identity, "npm") && (scripts >= HABIT || !sb_way_is_small(way));
}

static void look_at_tops(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->toplevel.n; i++) {
        sb_str top = new->toplevel.p[i];
        if (sb_strs_have(old->toplevel.p, old->toplevel.n, top) || !is_strange_top(run, identity, way, top))
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (is_habit(identity, way))
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        sb_find_path(run, f, top);
        f->old_json = sb_json_list_of(run, old->toplevel.p, old->toplevel.n);
        f->new_json = sb_json_text_of(run, top);
        sb_find_message(run, f,
                        sb_is_type(identity, "npm") ? "%.*s is a new script in the root of %.*s"
                                                    : "%.*s lies beside the package of %.*s, not in it, and is new",
                        SB_FMT(top), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
        sb_find_look(run, f, "ls -l ", "");
    }
}

static void run_new_toplevel(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity)
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_compares(way) && sb_way_has(run, way, run->row->needs) && way->facts[SB_OLD]->toplevel.more == 0)
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
    .base_rate = "13 of 458 changed Python distributions (7 of them modules of mypyc, left out here); 1 of 18 npm "
                 "releases added a root script",
    .quiet = "The package's own name, metadata, modules of mypyc, files of build tools (name.config.js, .eslintrc.js). "
             "Medium (4) for an npm package in a major release, or with three such scripts before.",
    .run = run_new_toplevel,
};

/* ---- FILES_LIST ---- */

/* Output of a native build, and packages that a package brings along. */
static bool is_built(const struct sb_way *way, sb_str path)
{
    static const char *const built[] = {"build", "prebuilds", NULL};
    static const char *const bundled[] = {"node_modules", NULL};
    return lies_in(path, bundled) || (sb_facts_install(way->facts[SB_NEW]) && lies_in(path, built));
}

static void look_at_unlisted(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    for (size_t i = 0; i < new->unlisted.n; i++) {
        sb_str path = new->unlisted.p[i];
        if (sb_strs_have(old->unlisted.p, old->unlisted.n, path) || is_built(way, path))
            continue;
        const struct sb_fact_file *large = sb_largest_find(new, path);
        struct sb_finding *f = sb_find(run, identity, way);
        if (way->arrival)
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        sb_find_path(run, f, path);
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
        if (sb_way_has(run, way, run->row->needs) && way->facts[SB_OLD]->unlisted.more == 0)
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
    .base_rate = "2 of 332 packages that have a list (0.6 %), both explained",
    .quiet = "Output of a native build below build/ and prebuilds/, packages that are brought along. On a new package "
             "medium (4).",
    .run = run_files_list,
};

/* ---- BINARY_APPEARED ---- */

static const struct {
    const char *kind, *noun;
    bool native; /* runs on the system that the tree is for; one of these stands for all */
    bool system; /* looked for in a distribution's packages as well */
} binary_rows[] = {
    {"elf", "an ELF file", true, false},         {"macho", "a Mach-O file", true, false},
    {"wasm", "a WebAssembly file", true, false}, {"pe", "a Windows program or library", false, true},
    {"archive", "an archive", false, false},
};

static uint64_t native_before(const struct sb_facts *facts)
{
    uint64_t n = 0;
    for (size_t i = 0; i < SB_COUNT(binary_rows); i++)
        n += binary_rows[i].native ? sb_kind_count(facts, binary_rows[i].kind, NULL) : 0;
    return n;
}

static void look_at_binaries(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    uint64_t native = native_before(way->facts[SB_OLD]);
    for (size_t i = 0; i < SB_COUNT(binary_rows); i++) {
        sb_str path = SB_STR_NONE;
        uint64_t n = sb_kind_count(way->facts[SB_NEW], binary_rows[i].kind, &path);
        uint64_t before = binary_rows[i].native ? native : sb_kind_count(way->facts[SB_OLD], binary_rows[i].kind, NULL);
        if (n == 0 || before || (sb_is_system_type(identity) && !binary_rows[i].system))
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (strcmp(binary_rows[i].kind, "archive") == 0)
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        sb_find_path(run, f, path);
        f->old_json = SB_S("0");
        f->new_json = sb_json_number_of(run, n);
        sb_find_message(run, f, "%.*s holds %s, and the version before held none (%llu now)",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), binary_rows[i].noun,
                        (unsigned long long)n);
        sb_find_look(run, f, "file ", "");
    }
}

static void run_binary_appeared(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity)
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_compares(way) && sb_way_has(run, way, run->row->needs))
            look_at_binaries(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_binary_appeared = {
    .id = "BINARY_APPEARED",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(KINDS),
    .sentence = "a package without native code now holds some",
    .why = "Nobody reads a binary. A Windows library in a package of configuration files was the load of one attack.",
    .base_rate = "37 of 144 Python distributions and 4 of 425 npm packages have native files; 0 of 458 changed ones "
                 "gained their first",
    .quiet = "Packages that had native code of any kind; in a distribution's packages only Windows files count. "
             "Archives are medium (4).",
    .run = run_binary_appeared,
};

/* ---- FOREIGN_LANG ---- */

/* Languages that a package of this type has no use for. */
static const struct {
    const char *type, *kind, *noun;
} foreign_rows[] = {
    {"pypi", "script:javascript", "JavaScript"},  {"pypi", "script:batch", "a batch file"},
    {"pypi", "script:powershell", "PowerShell"},  {"pypi", "script:shell", "a shell script"},
    {"npm", "script:batch", "a batch file"},      {"npm", "script:powershell", "PowerShell"},
    {"npm", "script:shell", "a shell script"},    {"gem", "script:batch", "a batch file"},
    {"gem", "script:powershell", "PowerShell"},   {"gem", "script:javascript", "JavaScript"},
    {"cargo", "script:batch", "a batch file"},    {"cargo", "script:powershell", "PowerShell"},
    {"composer", "script:batch", "a batch file"}, {"composer", "script:powershell", "PowerShell"},
};

static void run_foreign_lang(struct sb_signal_run *run, const struct sb_identity *identity)
{
    static const char *const for_pages[] = {"static", "_static", "docs", "doc", "templates", "examples", NULL};
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        for (size_t k = 0; sb_way_compares(way) && sb_way_has(run, way, run->row->needs) && k < SB_COUNT(foreign_rows);
             k++) {
            sb_str path = SB_STR_NONE;
            if (!sb_is_type(identity, foreign_rows[k].type) ||
                sb_kind_count(way->facts[SB_OLD], foreign_rows[k].kind, NULL) ||
                !sb_kind_count(way->facts[SB_NEW], foreign_rows[k].kind, &path) || lies_in(path, for_pages))
                continue;
            struct sb_finding *f = sb_find(run, identity, way);
            sb_find_path(run, f, path);
            f->new_json = sb_json_text_of(run, sb_str_of(foreign_rows[k].kind));
            sb_find_message(run, f, "%.*s brings %s, and the version before had none",
                            SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), foreign_rows[k].noun);
            sb_find_look(run, f, "less ", "");
        }
    }
}

const struct sb_signal_row sb_signal_foreign_lang = {
    .id = "FOREIGN_LANG",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(KINDS),
    .sentence = "a package brings scripts of a language that is unusual for its kind",
    .why = "JavaScript in a Python package, or batch files and PowerShell in an npm package, are written for another "
           "interpreter than the package's own.",
    .base_rate = "4 of 144 Python distributions ship JavaScript; 2 of 458 changed ones gained their first",
    .quiet = "Files below static/, docs/, templates/ and examples/, languages that the package had before.",
    .run = run_foreign_lang,
};

/* ---- BIG_NEW_FILE ---- */

enum { BIG = 1000 * 1000, GROWN = 100 * 1000 };

static bool is_text_kind(sb_str kind)
{
    return sb_str_eq(kind, SB_S("text")) || sb_str_starts(kind, SB_S("script:"));
}

static sb_str suffix_of(sb_str path)
{
    sb_str name = sb_path_base(path);
    size_t dot = sb_str_rchr(name, '.');
    return dot == SB_NPOS ? SB_STR_NONE : sb_str_from(name, dot);
}

/* The old side keeps its largest files only: one that is not among them may have been there, but smaller than the last
 * of them. */
static bool is_new_file(const struct sb_facts *old, const struct sb_fact_file *file)
{
    const struct sb_fact_file *before = sb_largest_find(old, file->path);
    if (before)
        return before->bytes < file->bytes / 3;
    for (size_t i = 0; i < old->largest.n; i++) {
        const struct sb_fact_file *other = &old->largest.p[i];
        bool twin = sb_str_eq(sb_path_dir(other->path), sb_path_dir(file->path)) &&
                    sb_str_eq(suffix_of(other->path), suffix_of(file->path)) && other->bytes >= file->bytes / 2;
        if (sb_str_eq(other->sha256, file->sha256) || twin) /* moved, or a bundle named by its content */
            return false;
    }
    return true;
}

static bool is_big(const struct sb_way *way, const struct sb_fact_file *file)
{
    uint64_t before = way->facts[SB_OLD]->files.bytes;
    uint64_t after = way->facts[SB_NEW]->files.bytes;
    if (file->bytes > BIG && file->bytes > before / 2)
        return true;
    /* Most of a growth to more than three times the size. */
    return sb_way_is_small(way) && before && after / 3 > before && file->bytes >= GROWN &&
           file->bytes > (after - before) / 2;
}

static void look_at_largest(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    for (size_t i = 0; i < way->facts[SB_NEW]->largest.n; i++) {
        const struct sb_fact_file *file = &way->facts[SB_NEW]->largest.p[i];
        if (!is_text_kind(file->kind) || !is_big(way, file) || !is_new_file(way->facts[SB_OLD], file))
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (!sb_path_is_code(file->path))
            sb_find_level(f, SB_LEVEL_MEDIUM, 4);
        sb_find_path(run, f, file->path);
        f->old_json = sb_json_number_of(run, way->facts[SB_OLD]->files.bytes);
        f->new_json = sb_json_number_of(run, file->bytes);
        sb_find_message(run, f, "%.*s %s %llu bytes; all of %.*s had %llu", SB_FMT(file->path),
                        sb_largest_find(way->facts[SB_OLD], file->path) ? "grew to" : "is new and has",
                        (unsigned long long)file->bytes, SB_FMT(sb_run_spell(run, SB_OLD, way->row[SB_OLD])),
                        (unsigned long long)way->facts[SB_OLD]->files.bytes);
        sb_find_look(run, f, "head -c 300 ", "");
    }
}

static void run_big_new_file(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_compares(way) && !sb_is_system_type(identity) && sb_way_has(run, way, run->row->needs))
            look_at_largest(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_big_new_file = {
    .id = "BIG_NEW_FILE",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(FILES) | SB_FACT_BIT(LARGEST),
    .sentence = "a text file of a new size came: over 1 MB and over half of what the package was",
    .why = "A whole programme bundled into one file is what injected code often looks like.",
    .base_rate = "0 of 18 releases that were looked at file by file (their total changed by 1.07 at most); 14 of 144 "
                 "distributions hold any file over 1 MB",
    .quiet = "Native files; a file that was moved, or that replaces one of the same folder, suffix and size. Data "
             "files (no code by their suffix) are medium (4).",
    .run = run_big_new_file,
};

/* ---- SIZE_JUMP ---- */

enum { NOISE_BYTES = 4096, NOISE_FILES = 8 };

static bool jumps(uint64_t before, uint64_t after, uint64_t noise)
{
    uint64_t step = before > after ? before - after : after - before;
    return step >= noise && (after < before - before / 2 || after / 3 > before);
}

static void run_size_jump(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (!sb_way_compares(way) || !sb_way_has(run, way, run->row->needs))
            continue;
        const struct sb_facts *old = way->facts[SB_OLD];
        const struct sb_facts *new = way->facts[SB_NEW];
        bool bytes = jumps(old->files.bytes, new->files.bytes, NOISE_BYTES);
        if (!old->files.n || (!bytes && !jumps(old->files.n, new->files.n, NOISE_FILES)))
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (!sb_way_is_small(way)) /* a major release was rebuilt, as often as not */
            sb_find_level(f, SB_LEVEL_LOW, 2);
        f->old_json = sb_json_number_of(run, bytes ? old->files.bytes : old->files.n);
        f->new_json = sb_json_number_of(run, bytes ? new->files.bytes : new->files.n);
        sb_find_message(run, f, "%.*s went from %llu bytes in %llu files to %llu bytes in %llu files",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), (unsigned long long)old->files.bytes,
                        (unsigned long long)old->files.n, (unsigned long long)new->files.bytes,
                        (unsigned long long)new->files.n);
        sb_find_look(run, f, "ls -lRS ", "");
    }
}

const struct sb_signal_row sb_signal_size_jump = {
    .id = "SIZE_JUMP",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 4,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(FILES),
    .sentence = "a package lost more than half of its size, or grew to more than three times of it",
    .why = "A package that was emptied, or filled with something else, keeps its name.",
    .base_rate = "1 of 18 releases (it dropped its history file); 30 of 135 npm packages upgraded over three years, "
                 "mostly major releases",
    .quiet = "Steps of less than 4 KiB and of less than 8 files. In a major release low (2).",
    .run = run_size_jump,
};
