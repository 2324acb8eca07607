#include "diff/signal_content.h"

/* ---- BINARY_APPEARED ---- */

static const struct {
    const char *kind, *noun;
    bool native; /* runs on the system that the tree is for; one of these stands for all */
    bool system; /* looked for in a distribution's packages as well */
} binary_rows[] = {
    {"elf", "an ELF file", true, false},         {"macho", "a Mach-O file", true, false},
    {"wasm", "a WebAssembly file", true, false}, {"pe", "a Windows program or library", false, true},
    {"archive", "an archive", false, false},     {"pickle", "a pickle of Python", false, false},
};

/* How ordinary such files are in new packages of a type: the first row that fits. */
static const struct {
    const char *type; /* NULL: any */
    const char *kind; /* NULL: any */
    struct sb_grade grade;
} binary_rates[] = {
    {"pypi", "elf", {SB_LEVEL_INFO, 1}}, {NULL, "archive", {SB_LEVEL_INFO, 1}}, {NULL, "pickle", {SB_LEVEL_LOW, 2}},
    {"npm", NULL, {SB_LEVEL_LOW, 3}},    {NULL, "pe", {SB_LEVEL_LOW, 3}},       {NULL, NULL, {SB_LEVEL_LOW, 2}},
};

static uint64_t native_before(const struct sb_facts *facts)
{
    uint64_t n = 0;
    for (size_t i = 0; i < SB_COUNT(binary_rows); i++)
        n += binary_rows[i].native ? sb_kind_count(facts, binary_rows[i].kind, NULL) : 0;
    return n;
}

/* That a package becomes native is a change of a larger release. */
static struct sb_grade rate_change(const struct sb_signal_run *run, const struct sb_way *way, const char *kind)
{
    if (strcmp(kind, "archive") == 0)
        return (struct sb_grade){SB_LEVEL_MEDIUM, 4};
    if (sb_way_is_true_patch(run, way) || way->step == SB_STEP_SAME)
        return (struct sb_grade){SB_LEVEL_HIGH, 8};
    if (strcmp(kind, "pickle") == 0)
        return (struct sb_grade){SB_LEVEL_MEDIUM, 4};
    return way->step == SB_STEP_MINOR ? (struct sb_grade){SB_LEVEL_HIGH, 8} : (struct sb_grade){SB_LEVEL_MEDIUM, 5};
}

static struct sb_grade rate_binary(const struct sb_signal_run *run, const struct sb_identity *identity,
                                   const struct sb_way *way, const char *kind)
{
    size_t i = 0;
    if (sb_way_compares(way))
        return rate_change(run, way, kind);
    while ((binary_rates[i].type && !sb_is_type(identity, binary_rates[i].type)) ||
           (binary_rates[i].kind && strcmp(binary_rates[i].kind, kind) != 0))
        i++;
    return way->blind ? sb_grade_blind(binary_rates[i].grade) : binary_rates[i].grade;
}

static void tell_binary(struct sb_signal_run *run, const struct sb_way *way, struct sb_finding *f, const char *noun,
                        uint64_t n, sb_str path)
{
    sb_find_path(run, f, path);
    f->content = sb_content_digest(way->facts[SB_NEW], path);
    f->old_json = sb_way_compares(way) ? SB_S("0") : SB_S("null");
    f->new_json = sb_json_number_of(run, n);
    sb_find_message(run, f, "%s%.*s %s %s%s (%llu now)", way->second ? "a further copy of " : "",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    way->arrival && !way->second ? "is new and holds" : "holds", noun,
                    sb_way_compares(way) ? ", and the version before held none"
                    : way->blind         ? ", and the old side did not look"
                                         : "",
                    (unsigned long long)n);
    sb_find_look(run, f, "file ", "");
}

static void look_at_binaries(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = sb_way_before(way);
    uint64_t native = native_before(old);
    for (size_t i = 0; i < SB_COUNT(binary_rows); i++) {
        sb_str path = SB_STR_NONE;
        uint64_t n = sb_kind_count(way->facts[SB_NEW], binary_rows[i].kind, &path);
        uint64_t before = binary_rows[i].native ? native : sb_kind_count(old, binary_rows[i].kind, NULL);
        if (n == 0 || before || (sb_is_system_type(identity) && (!binary_rows[i].system || !sb_way_compares(way))))
            continue;
        struct sb_grade grade = rate_binary(run, identity, way, binary_rows[i].kind);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
        tell_binary(run, way, f, binary_rows[i].noun, n, path);
    }
}

static void run_binary_appeared(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way way = sb_way_as_step(run, &run->ways.p[i]);
        if (sb_way_has(run, &way, run->row->needs))
            look_at_binaries(run, identity, &way);
    }
}

const struct sb_signal_row sb_signal_binary_appeared = {
    .id = "BINARY_APPEARED",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(KINDS),
    .sentence = "a package without native code now holds some",
    .why = "Nobody reads a binary. A Windows library in a package of configuration files was the load of one attack.",
    .changed = {3, 3666}, /* above info */
    .arriving = {12, 610},
    .base_rate = "medium in 3 of 3,666 changed packages, none in a patch or minor release; 18 of 610 new packages hold "
                 "native files or archives",
    .quiet = "Packages that had native code of any kind; in a distribution's packages only Windows files count. "
             "Archives are medium (4), and so are pickles of Python but in a patch release. On a new package info or "
             "low, as ordinary as they are there.",
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

/* For pages and people, not for whoever runs the package. */
static bool is_for_pages(sb_str path)
{
    static const char *const folders[] = {"static", "_static", "docs", "doc", "templates", "examples", NULL};
    return sb_lies_in(path, folders);
}

static struct sb_grade rate_foreign(const struct sb_way *way, sb_str path)
{
    struct sb_grade grade = {SB_LEVEL_MEDIUM, 5};
    if (!sb_way_compares(way))
        grade = (struct sb_grade){SB_LEVEL_INFO, 1};
    else if (is_for_pages(path))
        grade = (struct sb_grade){SB_LEVEL_LOW, 2};
    return grade;
}

static void tell_foreign(struct sb_signal_run *run, const struct sb_way *way, struct sb_finding *f, size_t row,
                         sb_str path)
{
    sb_find_path(run, f, path);
    f->content = sb_content_digest(way->facts[SB_NEW], path);
    f->new_json = sb_json_text_of(run, sb_str_of(foreign_rows[row].kind));
    sb_find_message(run, f, "%.*s brings %s%s", SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    foreign_rows[row].noun, sb_way_compares(way) ? ", and the version before had none" : "");
    sb_find_look(run, f, "less ", "");
}

static void look_at_languages(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    for (size_t k = 0; k < SB_COUNT(foreign_rows); k++) {
        sb_str path = SB_STR_NONE;
        if (!sb_is_type(identity, foreign_rows[k].type) ||
            sb_kind_count(sb_way_before(way), foreign_rows[k].kind, NULL) ||
            !sb_kind_count(way->facts[SB_NEW], foreign_rows[k].kind, &path))
            continue;
        struct sb_grade grade = rate_foreign(way, path);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
        tell_foreign(run, way, f, k, path);
    }
}

static void run_foreign_lang(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way way = sb_way_as_step(run, &run->ways.p[i]);
        if (sb_way_has(run, &way, run->row->needs))
            look_at_languages(run, identity, &way);
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
    .changed = {1, 3666}, /* above info */
    .arriving = {0, 610},
    .base_rate = "1 of 3,666 changed packages; 4 of 610 new ones (info)",
    .quiet = "Languages that the package had before. Files below static/, docs/, templates/ and examples/ are low (2), "
             "on a new "
             "package all are info.",
    .run = run_foreign_lang,
};
