#include "diff/signal_run.h"

/* ---- STARTUP_HOOK ---- */

/* A line of a .pth file runs if it begins so; all others are folders for the import path. */
static bool line_runs(const struct sb_fact_exec *exec)
{
    return exec->kind != SB_EXEC_PY_PTH || exec->command.n == 0 || sb_str_starts(exec->command, SB_S("import ")) ||
           sb_str_starts(exec->command, SB_S("import\t"));
}

static const struct sb_fact_exec *find_exec(const struct sb_facts *facts, sb_str path, uint8_t kind)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (facts->exec.p[i].kind == kind && sb_str_eq(facts->exec.p[i].path, path))
            return &facts->exec.p[i];
    return NULL;
}

static bool next_word(sb_str *rest, sb_str *word)
{
    size_t from = 0;
    while (from < rest->n && !sb_is_alnum(rest->p[from]) && rest->p[from] != '_')
        from++;
    size_t to = from;
    while (to < rest->n && (sb_is_alnum(rest->p[to]) || rest->p[to] == '_'))
        to++;
    *word = sb_str_part(*rest, from, to - from);
    *rest = sb_str_from(*rest, to);
    return word->n != 0;
}

static bool has_word(sb_str text, sb_str wanted)
{
    sb_str word;
    while (next_word(&text, &word))
        if (sb_str_eq(word, wanted))
            return true;
    return false;
}

/* The whole file is its one recorded line. */
static bool is_all_seen(const struct sb_fact_exec *exec)
{
    return exec->command.n && exec->bytes <= exec->command.n + 2;
}

/* Another spelling of the same line (blanks, a comment cut short): it names nothing that the old one did not name. */
static bool same_words(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    sb_str rest = new->command;
    sb_str word;
    if (!is_all_seen(old) || !is_all_seen(new))
        return false;
    while (next_word(&rest, &word))
        if (!has_word(old->command, word))
            return false;
    return true;
}

static sb_str exec_json(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    const struct sb_member members[] = {
        {.name = "bytes", .number = exec->bytes, .is_number = true},
        {.name = "command", .text = exec->command},
        {.name = "kind", .text = sb_str_of(exec->kind < SB_EXEC_COUNT ? sb_exec_rows[exec->kind].token : "")},
        {.name = "sha256", .text = exec->sha256},
    };
    return sb_json_object_of(run, members, SB_COUNT(members));
}

static void tell_start_up(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_exec *old,
                          const struct sb_fact_exec *new)
{
    sb_str line = sb_str_part(new->command, 0, 60);
    sb_str name = sb_path_base(f->path);
    f->new_json = exec_json(run, new);
    if (old)
        f->old_json = exec_json(run, old);
    sb_find_message(run, f, "%.*s %s: Python runs it at every start, whatever is imported; %llu bytes%s%.*s",
                    SB_FMT(name), old ? "has other content" : "appeared", (unsigned long long)new->bytes,
                    line.n ? ", begins " : "", SB_FMT(line));
    sb_find_look(run, f, "head -c 300 ", "");
}

static void look_at_start_up(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                             const struct sb_fact_exec *exec)
{
    const struct sb_fact_exec *old = find_exec(way->facts[SB_OLD], exec->path, exec->kind);
    if (!sb_exec_is_start_up(exec->kind) || !line_runs(exec))
        return;
    if (old && (sb_str_eq(old->sha256, exec->sha256) || same_words(old, exec)))
        return;
    if (sb_allowed_start_up(sb_identity_base(identity), exec->path, exec->bytes, exec->command))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_path(run, f, exec->path);
    tell_start_up(run, f, old, exec);
}

static void unowned_start_up(struct sb_signal_run *run)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
    if (!run->facts_agree || !(old->has & new->has &SB_FACT_BIT(UNOWNED)) || !sb_unowned_is_whole(old, true))
        return;
    for (size_t i = 0; i < new->unowned.n; i++) {
        const struct sb_fact_file *file = &new->unowned.p[i];
        uint8_t kind = (uint8_t)sb_exec_find(file->kind);
        const struct sb_fact_file *before = sb_unowned_find_path(old, file->path);
        if (!sb_exec_is_start_up(kind) || (before && sb_str_eq(before->sha256, file->sha256)) ||
            sb_allowed_start_up(SB_STR_NONE, file->path, file->bytes, SB_STR_NONE))
            continue;
        struct sb_fact_exec exec = {.bytes = file->bytes, .sha256 = file->sha256, .kind = kind};
        struct sb_fact_exec was = {.kind = kind};
        if (before)
            was = (struct sb_fact_exec){.bytes = before->bytes, .sha256 = before->sha256, .kind = kind};
        tell_start_up(run, sb_find_unowned(run, file->path), before ? &was : NULL, &exec);
    }
}

static void run_startup_hook(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity) {
        unowned_start_up(run);
        return;
    }
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        for (size_t e = 0; sb_way_has(run, way, run->row->needs) && e < way->facts[SB_NEW]->exec.n; e++)
            look_at_start_up(run, identity, way, &way->facts[SB_NEW]->exec.p[e]);
    }
}

const struct sb_signal_row sb_signal_startup_hook = {
    .id = "STARTUP_HOOK",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_RUN,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "a file appeared or changed that Python runs at every start",
    .why = "Files such as name.pth (with a line that begins with import), name.start, sitecustomize.py and "
           "usercustomize.py run before any program does, whatever it imports. Several bad releases added just one of "
           "them.",
    .base_rate = "5 of 144 Python distributions own an executable .pth, all of one known shape; 0 others appeared in "
                 "458 changed ones",
    .quiet =
        "Files of folders for the import path (no import line), known files by name, owner, size and line, and a line "
        "that uses no word the old one did not use. A waiver by fingerprint silences one file of one package.",
    .run = run_startup_hook,
};

/* ---- install hooks ---- */

/* Scriptlets without a line of their own, and the trigger that every library has, say nothing. */
static bool is_routine(const struct sb_fact_exec *exec)
{
    return sb_exec_is_deb(exec->kind) && (sb_str_eq(exec->command, SB_S("debhelper only")) ||
                                          sb_str_eq(exec->command, SB_S("activate-noawait ldconfig")));
}

static bool is_hook(const struct sb_fact_exec *exec)
{
    return sb_exec_is_install(exec) && !is_routine(exec);
}

static bool has_hook(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (is_hook(&facts->exec.p[i]))
            return true;
    return false;
}

static sb_str hook_text(struct sb_signal_run *run, const struct sb_fact_exec *exec)
{
    return sb_arena_printf(&run->scratch, "%s: %.*s", sb_exec_rows[exec->kind].token, SB_FMT(exec->command));
}

/* The hooks of FACTS as JSON: ["npm:postinstall: node setup.js"]. */
static sb_str hooks_json(struct sb_signal_run *run, const struct sb_facts *facts)
{
    SB_VEC(sb_str) texts = {0};
    for (size_t i = 0; i < facts->exec.n; i++)
        if (is_hook(&facts->exec.p[i]))
            *SB_PUSH(&texts) = hook_text(run, &facts->exec.p[i]);
    sb_str json = sb_json_list_of(run, texts.p, texts.n);
    sb_free(texts.p);
    return json;
}

static const struct sb_fact_exec *first_hook(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (is_hook(&facts->exec.p[i]))
            return &facts->exec.p[i];
    return NULL;
}

/* The set of versions counts: a hook that any old copy had did not appear. */
static bool any_old_hook(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (uint32_t i = 0; i < identity->n[SB_OLD]; i++)
        if (has_hook(sb_run_facts(run, SB_OLD, identity->rows[SB_OLD][i])))
            return true;
    return false;
}

bool sb_only_builds(const struct sb_identity *identity, const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        if (is_hook(exec) && exec->kind != SB_EXEC_NPM_GYP &&
            !sb_allowed_builder(sb_identity_base(identity), exec->command))
            return false;
    }
    return true;
}

static void rate_hook(struct sb_finding *f, const struct sb_identity *identity, const struct sb_way *way)
{
    bool builds = sb_only_builds(identity, way->facts[SB_NEW]);
    if (sb_is_type(identity, "deb"))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    else if (!sb_way_compares(way) && builds)
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    else if (!sb_way_compares(way) || builds)
        sb_find_level(f, SB_LEVEL_HIGH, 8);
}

static void tell_hook(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_fact_exec *hook = first_hook(way->facts[SB_NEW]);
    struct sb_finding *f = sb_find(run, identity, way);
    rate_hook(f, identity, way);
    sb_find_path(run, f, hook->path);
    f->old_json = way->arrival ? SB_S("null") : SB_S("[]");
    f->new_json = hooks_json(run, way->facts[SB_NEW]);
    sb_find_message(run, f,
                    way->arrival ? "%.*s is new and runs code when it is installed: %.*s"
                                 : "%.*s runs code when it is installed, and no version before did: %.*s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(hook_text(run, hook)));
    sb_find_look(run, f, "less ", "");
}

static void run_hook_appeared(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || (sb_is_type(identity, "deb") && sb_is_arrival(identity)))
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_has(run, way, run->row->needs) && has_hook(way->facts[SB_NEW]) && !any_old_hook(run, identity))
            tell_hook(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_hook_appeared = {
    .id = "HOOK_APPEARED",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_RUN,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "a package runs code when it is installed, and no version before did",
    .why = "An install hook runs on the computer of whoever installs the package, before anybody has used it: the most "
           "frequent way in.",
    .base_rate = "2 of 9,723 changed packages gained one (0.02 %); 9 of 2,443 new packages had one (0.37 %)",
    .quiet = "Hooks that any old copy had. On a new package it is high (8), with nothing but the usual builders of "
             "native addons medium (4); maintainer scripts of Debian packages are medium (5), and those that debhelper "
             "wrote alone are none.",
    .run = run_hook_appeared,
};

/* ---- HOOK_CHANGED ---- */

static const struct sb_fact_exec *hook_of_kind(const struct sb_facts *facts, uint8_t kind, sb_str command)
{
    const struct sb_fact_exec *any = NULL;
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *exec = &facts->exec.p[i];
        if (exec->kind != kind || !is_hook(exec))
            continue;
        if (sb_str_eq(exec->command, command))
            return exec;
        any = exec;
    }
    return any;
}

/* The digest of a Debian script changes with every debhelper; its command stands for the package's own lines. */
static bool hook_differs(const struct sb_way *way, const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    if (sb_exec_is_deb(new->kind))
        return sb_way_is_patch(way) && (!old || !sb_str_eq(old->command, new->command));
    if (!old || !sb_str_eq(old->command, new->command))
        return true;
    return old->sha256.n && new->sha256.n && !sb_str_eq(old->sha256, new->sha256) &&
           (sb_way_is_patch(way) || new->bytes / 3 > old->bytes);
}

static void look_at_hooks(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *facts = way->facts[SB_NEW];
    for (size_t i = 0; i < facts->exec.n; i++) {
        const struct sb_fact_exec *new = &facts->exec.p[i];
        if (!is_hook(new))
            continue;
        const struct sb_fact_exec *old = hook_of_kind(way->facts[SB_OLD], new->kind, new->command);
        if (!hook_differs(way, old, new))
            continue;
        bool command = !old || !sb_str_eq(old->command, new->command);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_path(run, f, new->path);
        f->old_json = hooks_json(run, way->facts[SB_OLD]);
        f->new_json = hooks_json(run, facts);
        if (command)
            sb_find_message(run, f, "what %.*s runs at installation changed: %.*s, before %.*s",
                            SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(hook_text(run, new)),
                            SB_FMT(old ? old->command : SB_S("nothing of this kind")));
        else
            sb_find_message(run, f, "%.*s, which %.*s runs at installation, went from %llu to %llu bytes",
                            SB_FMT(new->path), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                            (unsigned long long)old->bytes, (unsigned long long)new->bytes);
        sb_find_look(run, f, "less ", "");
        return;
    }
}

static void run_hook_changed(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity)
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_compares(way) && sb_way_has(run, way, run->row->needs) && has_hook(way->facts[SB_OLD]) &&
            has_hook(way->facts[SB_NEW]))
            look_at_hooks(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_hook_changed = {
    .id = "HOOK_CHANGED",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_RUN,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "what a package runs at installation changed",
    .why = "A package that always had a hook can be made to run something else.",
    .base_rate = "Debian: 1 of 68 packages of security and point releases; npm: not measured, native packages change "
                 "theirs now and then",
    .quiet = "A changed file behind an unchanged command counts only in a patch release or when it grew to three times "
             "its size; of Debian packages only a new revision, outside the blocks that debhelper writes.",
    .run = run_hook_changed,
};
