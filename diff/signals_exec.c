/* EXEC_APPEARED and EXEC_CHANGED: what the system runs by itself and a package owns. */
#include "diff/exec_weights.h"
#include "diff/signal_run.h"

/* A package of a language has no business with the system: what it puts there weighs as if nobody had brought it. What
 * a distribution's package owns, too, is that one's. */
static bool is_stray(const struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    return !sb_is_system_type(identity) && !run->delta->owners[SB_NEW][way->row[SB_NEW].v].v;
}

/* What AUTOLOAD knows by its name: the commands of such a package lie in usr/local/bin, too. */
static bool is_wanted(const struct sb_identity *identity, const struct sb_fact_exec *exec)
{
    return sb_exec_is_system(exec->kind) && (exec->kind != SB_EXEC_OS_COMMAND || sb_is_system_type(identity));
}

static enum sb_exec_came came_by(const struct sb_signal_run *run, const struct sb_identity *identity,
                                 const struct sb_way *way, bool before)
{
    if (is_stray(run, identity, way) && (!way->blind || before))
        return before ? SB_CAME_REPLACED : SB_CAME_UNOWNED;
    if (way->arrival)
        return SB_CAME_ARRIVAL;
    if (way->blind)
        return SB_CAME_BLIND;
    if (way->step == SB_STEP_SAME)
        return SB_CAME_EDITED;
    if (sb_way_is_revision(run, identity, way))
        return before ? SB_CAME_OTHERS : SB_CAME_PATCH;
    return SB_CAME_RELEASE;
}

/* What a file of settings runs, writes or grants is known, and it is other than before. */
static bool does_other(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    static const char *const words[] = {"grants:", "runs:", "writes:"};
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (sb_str_starts(new->command, sb_str_of(words[i])))
            return !old || !sb_str_eq(old->command, new->command);
    return false;
}

/* What distributions do not ship: a command or library in usr/local, which is the administrator's, or one that stands
 * before another; a program of a new package with the rights of another user that nobody knows. */
static struct sb_exec_weight weigh_odd(const struct sb_fact_exec *exec, enum sb_exec_came came)
{
    static const struct sb_exec_weight none = {SB_LEVEL_NONE, 0}, medium = {SB_LEVEL_MEDIUM, 5},
                                       high = {SB_LEVEL_HIGH, 8};
    bool local = sb_str_find(exec->path, SB_S("usr/local/")) != SB_NPOS;
    bool shadows = sb_str_starts(exec->command, SB_S("shadows ")) || (local && sb_command_is_familiar(exec));
    if (came != SB_CAME_ARRIVAL && came != SB_CAME_RELEASE && came != SB_CAME_PATCH)
        return none;
    if (exec->kind == SB_EXEC_OS_COMMAND || exec->kind == SB_EXEC_OS_LIBRARY)
        return local && shadows ? high : local || shadows ? medium : none;
    return came == SB_CAME_ARRIVAL && sb_exec_lends_oddly(exec) ? medium : none;
}

/* What a package of no distribution has here is worth a look even where there is nothing to compare it with; what a
 * distribution's has is what a system is made of. A module that every log-in loads is rare among what is new. */
static struct sb_exec_weight weigh(const struct sb_signal_run *run, const struct sb_identity *identity,
                                   const struct sb_way *way, const struct sb_fact_exec *old,
                                   const struct sb_fact_exec *new)
{
    static const struct sb_exec_weight none = {SB_LEVEL_NONE, 0}, medium = {SB_LEVEL_MEDIUM, 5},
                                       high = {SB_LEVEL_HIGH, 8};
    enum sb_exec_came came = came_by(run, identity, way, old != NULL);
    struct sb_exec_weight weight = sb_exec_weight((enum sb_exec_kind) new->kind, came);
    if (new->kind == SB_EXEC_OS_WRITABLE && came == SB_CAME_UNOWNED) /* whole environments are given to everybody */
        return medium;
    if (weight.severity >= SB_LEVEL_HIGH)
        return weight;
    if ((came == SB_CAME_PATCH || came == SB_CAME_OTHERS) && does_other(old, new))
        return high;
    struct sb_exec_weight odd = weigh_odd(new, came);
    if (odd.severity != SB_LEVEL_NONE)
        return odd;
    if (came == SB_CAME_BLIND)
        return is_stray(run, identity, way) ? medium : none;
    bool module = new->kind == SB_EXEC_OS_PAM &&sb_str_ends(new->path, SB_S(".so"));
    return came == SB_CAME_ARRIVAL && module ? medium : weight;
}

/* What weighs little is told once for each kind: TOLD, by kind. */
static struct sb_finding *tell(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                               const struct sb_fact_exec *old, const struct sb_fact_exec *new, bool *told)
{
    struct sb_exec_weight weight = weigh(run, identity, way, old, new);
    if (weight.severity == SB_LEVEL_NONE || (weight.severity < SB_LEVEL_HIGH && told[new->kind]))
        return NULL;
    told[new->kind] = true;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, (enum sb_level)weight.severity, weight.weight);
    sb_find_path(run, f, new->path);
    if (old)
        f->old_json = sb_exec_json(run, old);
    f->new_json = sb_exec_json(run, new);
    f->content = sb_exec_content(run, new);
    sb_find_look(run, f, "less ", "");
    return f;
}

static const char *who_runs(const struct sb_fact_exec *exec)
{
    if (sb_exec_by_rights(exec->kind))
        return sb_exec_what_rights(exec);
    return sb_exec_when(exec) == SB_WHEN_COMMAND ? "others call or load it by its name"
                                                 : "the system runs it by itself";
}

/* ---- EXEC_APPEARED ---- */

/* It ran before, from another place. */
static bool had_content(const struct sb_facts *old, const struct sb_fact_exec *exec)
{
    for (size_t i = 0; exec->sha256.n && i < old->exec.n; i++)
        if (old->exec.p[i].kind == exec->kind && sb_str_eq(old->exec.p[i].sha256, exec->sha256))
            return true;
    return false;
}

static void say_rights(struct sb_signal_run *run, struct sb_finding *f, const struct sb_way *way,
                       const struct sb_fact_exec *before, const struct sb_fact_exec *exec)
{
    sb_str of = sb_run_spell(run, SB_NEW, way->row[SB_NEW]), path = sb_short(run, f->path);
    sb_str command = sb_short(run, exec->command);
    const char *token = sb_exec_rows[exec->kind].token;
    if (before)
        sb_find_message(run, f, "%.*s of %.*s runs with more rights than before (%s, %.*s; it was %.*s)", SB_FMT(path),
                        SB_FMT(of), token, SB_FMT(command), SB_FMT(sb_short(run, before->command)));
    else if (sb_exec_lends(exec->kind))
        sb_find_message(run, f, "%.*s of %.*s runs with the rights of another user, and did not before (%s, %.*s)",
                        SB_FMT(path), SB_FMT(of), token, SB_FMT(command));
    else
        sb_find_message(run, f, "%.*s of %.*s%s, which was not so before (%s, %.*s)", SB_FMT(path), SB_FMT(of),
                        sb_exec_is_folder(exec) ? " may be filled by anybody, and what lies in it runs"
                                                : " runs, and anybody may write it",
                        token, SB_FMT(command));
}

static void look_at_rights(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                           const struct sb_fact_exec *exec, bool *told)
{
    const struct sb_fact_exec *before = sb_exec_with_rights(way->facts[SB_OLD], exec);
    if (before && !sb_exec_gains(before, exec))
        return;
    struct sb_finding *f = tell(run, identity, way, NULL, exec, told);
    if (!f)
        return;
    if (!way->arrival && f->severity > SB_LEVEL_MEDIUM && sb_exec_is_of_a_copy(run, exec))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    if (before)
        f->old_json = sb_exec_json(run, before);
    say_rights(run, f, way, before, exec);
}

static void look_at_appeared(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                             const struct sb_fact_exec *exec, bool *told)
{
    if (!is_wanted(identity, exec))
        return;
    if (sb_exec_by_rights(exec->kind)) {
        look_at_rights(run, identity, way, exec, told);
        return;
    }
    if (sb_exec_at(way->facts[SB_OLD], exec->kind, exec->path) || had_content(way->facts[SB_OLD], exec))
        return;
    struct sb_finding *f = tell(run, identity, way, NULL, exec, told);
    sb_str of = sb_run_spell(run, SB_NEW, way->row[SB_NEW]);
    if (!f)
        return;
    if (sb_str_starts(exec->command, SB_S("runs "))) /* settings that may have been there before */
        sb_find_message(run, f, "%.*s of %.*s %.*s (%s)", SB_FMT(sb_short(run, f->path)), SB_FMT(of),
                        SB_FMT(sb_short(run, exec->command)), sb_exec_rows[exec->kind].token);
    else if (exec->kind == SB_EXEC_OS_DIVERT && sb_str_starts(exec->command, SB_S("-> ")))
        sb_find_message(run, f, "%.*s of %.*s leads to what no package brought: %.*s (%s)",
                        SB_FMT(sb_short(run, f->path)), SB_FMT(of), SB_FMT(sb_short(run, exec->command)),
                        sb_exec_rows[exec->kind].token);
    else
        sb_find_message(run, f, "%.*s of %.*s is %s: %s (%s)", SB_FMT(sb_short(run, f->path)), SB_FMT(of),
                        way->blind ? "there, and the old side did not look" : "new", who_runs(exec),
                        sb_exec_rows[exec->kind].token);
}

static void run_exec_appeared(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        bool told[SB_EXEC_COUNT] = {false};
        for (size_t e = 0; sb_way_has(run, way, run->row->needs) && e < way->facts[SB_NEW]->exec.n; e++)
            look_at_appeared(run, identity, way, &way->facts[SB_NEW]->exec.p[e], told);
    }
}

const struct sb_signal_row sb_signal_exec_appeared = {
    .id = "EXEC_APPEARED",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "a package brings something that the system runs by itself",
    .why =
        "A unit, a table of cron, a rule or a profile script runs at boot, at a time or at a log-in, mostly as root, "
        "and nobody has to call it.",
    .changed = {0, 689},
    .base_rate = "above low: 0 of 689 changed Debian packages, 5 upgrades within and between releases",
    .quiet =
        "What ran before from another place, and rights that are fewer than before. Rights that any program may get "
        "from the distribution (cap_net_raw and four more) are medium (5) where nothing of the old side has "
        "capabilities, and so is setuid where nothing is that: it may be a copy without them. A new package, and a new "
        "minor or major version, may bring units and "
        "the like (info); a command or library in usr/local, which distributions leave to the administrator, is high "
        "(8) "
        "where one of the system has its name, else medium (5), and so are a library for better processors beside one "
        "of "
        "the system and setuid of a new package's program that no distribution is known for. What every program "
        "loads (etc/ld.so.preload) is critical (12) however it came, and so is what a package of no distribution puts "
        "there; settings of such a one are medium (5).",
    .run = run_exec_appeared,
};

/* ---- EXEC_CHANGED ---- */

static void look_at_changed(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                            const struct sb_fact_exec *exec, bool *told)
{
    const struct sb_fact_exec *old =
        is_wanted(identity, exec) ? sb_exec_at(way->facts[SB_OLD], exec->kind, exec->path) : NULL;
    if (!old || sb_str_eq(old->sha256, exec->sha256) || !old->sha256.n || !exec->sha256.n)
        return;
    /* Another version may bring another: that is what a release is for. */
    bool edited = way->step == SB_STEP_SAME;
    if (!edited && !is_stray(run, identity, way) && !sb_way_is_revision(run, identity, way) &&
        exec->kind != SB_EXEC_OS_PRELOAD)
        return;
    struct sb_finding *f = tell(run, identity, way, old, exec, told);
    /* Behind the digest. */
    sb_str other = does_other(old, exec) ? sb_short(run, sb_str_from(exec->command, sb_str_chr(exec->command, ' ') + 1))
                                         : SB_STR_NONE;
    if (f)
        sb_find_message(run, f, "%.*s of %.*s has other content%s; %s (%s)%s%.*s", SB_FMT(sb_short(run, f->path)),
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                        edited                        ? ": it was edited after installation"
                        : sb_is_system_type(identity) ? " in a patch release"
                                                      : ", and is no business of such a package",
                        who_runs(exec), sb_exec_rows[exec->kind].token, other.n ? ", and now has " : "", SB_FMT(other));
}

static void run_exec_changed(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        bool told[SB_EXEC_COUNT] = {false};
        if (!sb_way_compares(way) || !sb_way_has(run, way, run->row->needs))
            continue;
        for (size_t e = 0; e < way->facts[SB_NEW]->exec.n; e++)
            look_at_changed(run, identity, way, &way->facts[SB_NEW]->exec.p[e], told);
    }
}

const struct sb_signal_row sb_signal_exec_changed = {
    .id = "EXEC_CHANGED",
    .severity = SB_LEVEL_HIGH,
    .weight = 8,
    .family = SB_FAMILY_RUN,
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "something that the system runs by itself was edited after its package was installed",
    .why = "Nobody notices a line in a table of cron or in a profile script, and it runs again after every repair.",
    .changed = {1, 689},
    .base_rate = "above low: 1 of 689 changed Debian packages, whose generators are programs (systemd)",
    .quiet =
        "What another minor or major version of the package brings. In a patch release it is medium (5), of what "
        "decides on rights low (1), but high (8) where a unit, a table of cron, a rule of udev or a service of D-Bus "
        "now runs something else, a policy of D-Bus, a rule of polkit, PAM, sudo or sysusers grants something else, "
        "or tmpfiles writes or opens something else. Settings that seldom run anything are medium (5).",
    .run = run_exec_changed,
};
