/* HOOK_APPEARED and HOOK_CHANGED: what a package runs when it is installed, configured or removed. */
#include "diff/signal_fetch.h"
#include "diff/signal_run.h"

enum { GROWN = 1000, COPIES = 8 };

/* Scriptlets without a line of their own, and the trigger that every library has, say nothing. */
static bool is_routine(const struct sb_fact_exec *exec)
{
    return sb_exec_is_scriptlet(exec->kind) && (sb_str_eq(exec->command, SB_S("debhelper only")) ||
                                                sb_str_eq(exec->command, SB_S("activate-noawait ldconfig")));
}

/* What binding.gyp asks node or pkg-config for is no hook of its own. */
static bool is_question(const struct sb_fact_exec *exec)
{
    return exec->kind == SB_EXEC_NPM_GYP_COMMAND && sb_allowed_query(exec->command);
}

static bool is_hook(const struct sb_fact_exec *exec)
{
    return sb_exec_is_install(exec) && !is_routine(exec) && !is_question(exec);
}

static bool has_hook(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (is_hook(&facts->exec.p[i]))
            return true;
    return false;
}

/* ---- how usual a hook is ---- */

enum usual {
    UNKNOWN, /* runs something of its own */
    KNOWN,   /* the package is known for this command */
    BUILDS,  /* fetches or builds an addon and nothing else */
    SYSTEM   /* a maintainer script of a distribution */
};

static enum usual usual_of(const struct sb_identity *identity, const struct sb_fact_exec *exec)
{
    if (sb_is_system_type(identity))
        return SYSTEM;
    if (exec->kind == SB_EXEC_NPM_GYP || sb_allowed_builder(exec->command))
        return BUILDS;
    return sb_known_hook(sb_identity_name(identity), exec->command) ? KNOWN : UNKNOWN;
}

/* The least usual of FACTS; RET_HOOK (may be NULL) gets it. */
static enum usual least_usual(const struct sb_identity *identity, const struct sb_facts *facts,
                              const struct sb_fact_exec **ret_hook)
{
    enum usual least = SYSTEM;
    const struct sb_fact_exec *hook = NULL;
    for (size_t i = 0; i < facts->exec.n; i++) {
        enum usual usual = is_hook(&facts->exec.p[i]) ? usual_of(identity, &facts->exec.p[i]) : SYSTEM;
        if (!is_hook(&facts->exec.p[i]) || (hook && usual >= least))
            continue;
        least = usual;
        hook = &facts->exec.p[i];
    }
    if (ret_hook)
        *ret_hook = hook;
    return least;
}

bool sb_only_builds(const struct sb_identity *identity, const struct sb_facts *facts)
{
    return least_usual(identity, facts, NULL) >= BUILDS;
}

/* ---- texts ---- */

static sb_str hook_text(struct sb_signal_run *run, const struct sb_fact_exec *exec, sb_str command)
{
    return sb_arena_printf(&run->scratch, "%s: %.*s", sb_exec_rows[exec->kind].token, SB_FMT(command));
}

/* The hooks of FACTS as JSON, whole: ["npm:postinstall: node setup.js"]. */
static sb_str hooks_json(struct sb_signal_run *run, const struct sb_facts *facts)
{
    SB_VEC(sb_str) texts = {0};
    for (size_t i = 0; i < facts->exec.n; i++)
        if (is_hook(&facts->exec.p[i]))
            *SB_PUSH(&texts) = hook_text(run, &facts->exec.p[i], facts->exec.p[i].command);
    sb_str json = sb_json_some_of(run, texts.p, texts.n);
    sb_free(texts.p);
    return json;
}

/* Command and content: a waiver holds for both. */
static void bind(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_exec *hook)
{
    f->content = sb_arena_join(run->arena, hook->command, SB_S("\n"), hook->sha256);
}

/* ---- HOOK_APPEARED ---- */

/* The set of versions counts: a hook that any old copy had did not appear. */
static bool any_old_hook(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (uint32_t i = 0; i < identity->n[SB_OLD]; i++)
        if (has_hook(sb_run_facts(run, SB_OLD, identity->rows[SB_OLD][i])))
            return true;
    return false;
}

/* A usual builder that fetches from a place of its own choice. */
static bool is_odd_builder(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                           const struct sb_fact_exec *hook)
{
    return usual_of(identity, hook) == BUILDS && !sb_known_hook(sb_identity_name(identity), hook->command) &&
           sb_fetches_elsewhere(way->facts[SB_NEW], &run->scratch);
}

static void rate_hook(struct sb_finding *f, const struct sb_way *way, enum usual usual, bool revision)
{
    static const struct {
        uint8_t severity, weight;
    } compared[] = {[UNKNOWN] = {SB_LEVEL_CRITICAL, 12},
                    [KNOWN] = {SB_LEVEL_HIGH, 8},
                    [BUILDS] = {SB_LEVEL_HIGH, 8},
                    [SYSTEM] = {SB_LEVEL_MEDIUM, 5}},
      arrived[] = {[UNKNOWN] = {SB_LEVEL_HIGH, 8},
                   [KNOWN] = {SB_LEVEL_MEDIUM, 5},
                   [BUILDS] = {SB_LEVEL_MEDIUM, 4},
                   [SYSTEM] = {SB_LEVEL_LOW, 1}};
    if (way->blind)
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    else if (usual == SYSTEM && !revision)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (way->arrival)
        sb_find_level(f, (enum sb_level)arrived[usual].severity, arrived[usual].weight);
    else
        sb_find_level(f, (enum sb_level)compared[usual].severity, compared[usual].weight);
}

static const char *hook_sentence(const struct sb_way *way)
{
    if (way->blind)
        return "runs code when it is installed, nothing known explains it, and the old side did not look";
    return way->arrival ? "is new and runs code when it is installed"
                        : "runs code when it is installed, and no version before did";
}

static void tell_hook(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_fact_exec *hook;
    enum usual usual = least_usual(identity, way->facts[SB_NEW], &hook);
    if (is_odd_builder(run, identity, way, hook))
        usual = UNKNOWN;
    /* What was always there, for all one knows, counts only where nothing explains it. */
    const struct sb_fact_exec *odd = way->arrival && usual == SYSTEM ? sb_exec_fetching(way->facts[SB_NEW]) : NULL;
    if ((way->blind && usual != UNKNOWN) || (way->arrival && usual == SYSTEM && !odd))
        return;
    hook = odd ? odd : hook;
    struct sb_finding *f = sb_find(run, identity, way);
    rate_hook(f, way, usual, sb_way_is_revision(run, identity, way));
    bool edited = usual == SYSTEM && way->step == SB_STEP_SAME && sb_had_scriptlets(run);
    if (odd || (sb_way_compares(way) && (edited || sb_exec_is_new_deed(way->facts[SB_OLD], hook))))
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    sb_find_path(run, f, hook->path);
    bind(run, f, hook);
    f->old_json = sb_way_compares(way) ? SB_S("[]") : SB_S("null");
    f->new_json = hooks_json(run, way->facts[SB_NEW]);
    sb_find_message(run, f, "%.*s %s: %.*s", SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), hook_sentence(way),
                    SB_FMT(hook_text(run, hook, sb_short(run, hook->command))));
    sb_find_look(run, f, "less ", "");
}

static void run_hook_appeared(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || any_old_hook(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_has(run, way, run->row->needs) && has_hook(way->facts[SB_NEW]))
            tell_hook(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_hook_appeared = {
    .id = "HOOK_APPEARED",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "a package runs code when it is installed, and no version before did",
    .why = "An install hook runs on the computer of whoever installs the package, before anybody has used it: the most "
           "frequent way in.",
    .changed = {2, 9723},
    .arriving = {9, 2443},
    .base_rate = "2 of 9,723 changed packages gained one (0.02 %); 9 of 2,443 new packages had one (0.37 %)",
    .quiet =
        "Hooks that any old copy had. On a new package it is high (8); medium where the package is known for its "
        "command (5) or the whole command is one of the usual builders of native addons and fetches from "
        "nowhere but the package's own repository (4). Maintainer scripts "
        "of a distribution's packages are medium (5) in another revision of the same upstream version, high (8) in the "
        "same version and low (2) else; those of a new package are none but where one fetches and decodes what it "
        "fetched, runs it in a shell or writes to where the system runs or trusts it (high, 8); those that debhelper "
        "wrote alone are none. Where the old "
        "side did not look: medium (5), and known ones not at all.",
    .run = run_hook_appeared,
};

/* ---- HOOK_CHANGED ---- */

static const struct sb_fact_exec *hook_of(const struct sb_facts *facts, uint8_t kind, sb_str command)
{
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        if (exec->kind == kind && is_hook(exec) && sb_str_eq(exec->command, command))
            return exec;
    }
    return NULL;
}

/* The same command in the old row, else in one of the first old copies. */
static const struct sb_fact_exec *same_hook(struct sb_signal_run *run, const struct sb_identity *identity,
                                            const struct sb_way *way, const struct sb_fact_exec *new)
{
    const struct sb_fact_exec *same = hook_of(way->facts[SB_OLD], new->kind, new->command);
    for (uint32_t i = 0; !same && i < identity->n[SB_OLD] && i < COPIES; i++)
        same = hook_of(sb_run_facts(run, SB_OLD, identity->rows[SB_OLD][i]), new->kind, new->command);
    return same;
}

/* What is there now in place of NEW's command: of its kind, else none. */
static const struct sb_fact_exec *hook_before(const struct sb_way *way, uint8_t kind)
{
    for (size_t i = 0; i < way->facts[SB_OLD]->exec.n; i++)
        if (way->facts[SB_OLD]->exec.p[i].kind == kind &&
            (kind == SB_EXEC_NPM_BINARY || is_hook(&way->facts[SB_OLD]->exec.p[i])))
            return &way->facts[SB_OLD]->exec.p[i];
    return NULL;
}

static void tell_command(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const struct sb_fact_exec *new)
{
    const struct sb_fact_exec *before = hook_before(way, new->kind);
    struct sb_finding *f = sb_find(run, identity, way);
    enum usual usual = usual_of(identity, new);
    /* A package that always asked its own files while it is built asks them something else. */
    bool habit = before && new->kind == SB_EXEC_NPM_GYP_COMMAND;
    if ((usual == UNKNOWN && !habit) || sb_exec_is_new_deed(way->facts[SB_OLD], new))
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    else if (usual == BUILDS)
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    sb_find_path(run, f, new->path);
    bind(run, f, new);
    f->old_json = hooks_json(run, way->facts[SB_OLD]);
    f->new_json = hooks_json(run, way->facts[SB_NEW]);
    sb_find_message(run, f, "what %.*s runs at installation changed: %.*s, before %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    SB_FMT(hook_text(run, new, sb_short(run, new->command))),
                    SB_FMT(before ? sb_short(run, before->command) : SB_S("nothing of this kind")));
    sb_find_look(run, f, "less ", "");
}

/* Another file behind the same command counts in a patch release, or where it grew to three times its size. */
static bool file_differs(const struct sb_way *way, const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    return old->sha256.n && new->sha256.n && !sb_str_eq(old->sha256, new->sha256) &&
           (sb_way_is_patch(way) || new->bytes / 3 > old->bytes);
}

static void tell_file(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                      const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    struct sb_finding *f = sb_find(run, identity, way);
    if (sb_way_is_patch(way) && new->bytes / 2 > old->bytes &&new->bytes - old->bytes > GROWN)
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    sb_find_path(run, f, new->path);
    bind(run, f, new);
    f->old_json = hooks_json(run, way->facts[SB_OLD]);
    f->new_json = hooks_json(run, way->facts[SB_NEW]);
    sb_find_message(run, f, "%.*s, which %.*s runs at installation, went from %llu to %llu bytes", SB_FMT(new->path),
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), (unsigned long long)old->bytes,
                    (unsigned long long)new->bytes);
    sb_find_look(run, f, "less ", "");
}

/* The digest of a maintainer script changes with every debhelper; its command stands for the package's own lines. */
static void look_at_hook(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const struct sb_fact_exec *new)
{
    const struct sb_fact_exec *old = same_hook(run, identity, way, new);
    bool scriptlet = sb_exec_is_scriptlet(new->kind);
    /* What binding.gyp runs has rows of its own. */
    if (new->kind == SB_EXEC_NPM_GYP)
        return;
    if (!old && (!scriptlet || sb_way_is_revision(run, identity, way) || sb_exec_is_new_deed(way->facts[SB_OLD], new)))
        tell_command(run, identity, way, new);
    else if (old && !scriptlet && sb_path_is_code(new->path) && file_differs(way, old, new))
        tell_file(run, identity, way, old, new);
}

/* The address of what is fetched; all that is said of it where that is the same. */
static sb_str fetch_text(struct sb_signal_run *run, const struct sb_fact_exec *exec, const struct sb_fact_exec *other)
{
    sb_str rest = exec->command, address, other_rest = other ? other->command : SB_STR_NONE,
           other_address = SB_STR_NONE;
    sb_str_word(&rest, &address);
    sb_str_word(&other_rest, &other_address);
    return sb_str_eq(address, other_address) ? sb_short(run, exec->command) : sb_short(run, address);
}

/* The command stays, and what it fetches and loads comes from elsewhere. */
static void look_at_fetch(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                          const struct sb_fact_exec *new, bool had)
{
    const struct sb_fact_exec *before = hook_before(way, new->kind);
    struct sb_grade grade = sb_rate_fetch(way, new, before, had, &run->scratch);
    if (grade.severity == SB_LEVEL_NONE)
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
    sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
    bind(run, f, new);
    if (before)
        f->old_json = sb_exec_json(run, before);
    f->new_json = sb_exec_json(run, new);
    sb_find_message(run, f, "what the installation of %.*s fetches comes from %.*s, before %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(fetch_text(run, new, before)),
                    SB_FMT(before ? fetch_text(run, before, new) : SB_S("from nowhere that was said")));
    sb_find_look(run, f, "grep -n binary -A 6 ", "");
}

/* One of its kind with the same content, else with the same command where neither says what its content is. */
static bool had_scriptlet(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; i < old->exec.n; i++) {
        const struct sb_fact_exec *was = &old->exec.p[i];
        bool digests = was->sha256.n && exec->sha256.n;
        if (was->kind == exec->kind &&
            (digests ? sb_str_eq(was->sha256, exec->sha256) : sb_str_eq(was->command, exec->command)))
            return true;
    }
    return false;
}

/* Of the same version, not even what debhelper writes may differ, and nothing may come along: whatever the lines do. */
static void look_at_edited(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                           const struct sb_fact_exec *new)
{
    const struct sb_fact_exec *old = sb_exec_at(way->facts[SB_OLD], new->kind, new->path);
    if (had_scriptlet(way->facts[SB_OLD], new) || (!old && !sb_had_scriptlets(run)))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, SB_LEVEL_HIGH, 8);
    sb_find_path(run, f, new->path);
    bind(run, f, new);
    if (old)
        f->old_json = sb_exec_json(run, old);
    f->new_json = sb_exec_json(run, new);
    sb_find_message(run, f, "%.*s of %.*s %s: the same version should have the same",
                    SB_FMT(new->path.n ? sb_short(run, new->path) : sb_str_of(sb_exec_rows[new->kind].token)),
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    old ? "has other content than before" : "was not there before");
    sb_find_look(run, f, "less ", "");
}

static void look_at_exec(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                         const struct sb_fact_exec *exec, bool had)
{
    /* The first hook of all is for HOOK_APPEARED. */
    if (way->step == SB_STEP_SAME && sb_exec_is_scriptlet(exec->kind) && (had || !is_hook(exec)))
        look_at_edited(run, identity, way, exec);
    else if (had && is_hook(exec))
        look_at_hook(run, identity, way, exec);
    if (exec->kind == SB_EXEC_NPM_BINARY)
        look_at_fetch(run, identity, way, exec, had);
}

static void run_hook_changed(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity)
        return;
    bool had = any_old_hook(run, identity);
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way step = sb_way_as_step(run, &run->ways.p[i]);
        const struct sb_way *way = &step;
        if (!sb_way_compares(way) || !sb_way_has(run, way, run->row->needs))
            continue;
        for (size_t e = 0; e < way->facts[SB_NEW]->exec.n; e++)
            look_at_exec(run, identity, way, &way->facts[SB_NEW]->exec.p[e], had);
    }
}

const struct sb_signal_row sb_signal_hook_changed = {
    .id = "HOOK_CHANGED",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "what a package runs at installation changed",
    .why = "A package that always had a hook can be made to run something else.",
    .changed = {10, 3007},
    .base_rate = "10 of 3,007 changed packages (0.33 %), none high: 5 of 689 Debian packages, and 5 changes of 3 npm "
                 "packages that are "
                 "known for their command or always asked their own files while they are built",
    .quiet = "A changed file behind an unchanged command counts only in a patch release or when it grew to three times "
             "its size; of Debian packages only a new revision, outside the blocks that debhelper writes, while any "
             "other byte in the same version, and a script more, is high (8). Another command is high (8) unless it is "
             "one of the usual "
             "builders (4) or the package is known for it (5), and "
             "so is a file that more than doubled in a patch release. Another place that node-pre-gyp and the like "
             "fetch from is "
             "high (8), the package's own repository medium (4), another path there low (2) in a patch release. High "
             "(8) whatever the version is a Debian script that "
             "calls a network client or a decoder, or writes to where the system runs or trusts it, where none of the "
             "package did before.",
    .run = run_hook_changed,
};
