/* STARTUP_HOOK: what an interpreter runs at every start. */
#include "diff/signal_run.h"

/* The whole file is its one recorded line. */
static bool is_all_seen(const struct sb_fact_exec *exec)
{
    return exec->command.n && exec->bytes >= exec->command.n && exec->bytes <= exec->command.n + 2;
}

/* The line without its comment; a line with a quote is left as it is, for "#" may stand inside. */
static sb_str without_comment(sb_str line)
{
    bool quotes = sb_str_chr(line, '\'') != SB_NPOS || sb_str_chr(line, '"') != SB_NPOS;
    return sb_str_trim(quotes ? line : sb_str_part(line, 0, sb_str_chr(line, '#')));
}

/* Nothing but a comment or a blank at the end differs. */
static bool is_respelt(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    return is_all_seen(old) && is_all_seen(new) &&
           sb_str_eq(without_comment(old->command), without_comment(new->command));
}

/* The same content; or one that neither side could read, as that of a link which leads out of the scan: what the two
 * say of it is the same, and both tell that something is missing. */
static bool is_same(const struct sb_fact_exec *old, const struct sb_fact_exec *new)
{
    return sb_str_eq(old->sha256, new->sha256) &&
           (new->sha256.n || (old->bytes == new->bytes &&sb_str_eq(old->command, new->command)));
}

static void tell_start_up(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_exec *old,
                          const struct sb_fact_exec *new)
{
    sb_str line = sb_short(run, new->command);
    sb_str name = sb_path_base(f->path);
    f->new_json = sb_exec_json(run, new);
    f->content = sb_exec_content(run, new);
    if (old)
        f->old_json = sb_exec_json(run, old);
    sb_find_message(run, f, "%.*s %s: Python runs it at every start, whatever is imported; %llu bytes%s%.*s",
                    SB_FMT(name), old ? "has other content" : "appeared", (unsigned long long)new->bytes,
                    line.n ? ", begins " : "", SB_FMT(line));
    sb_find_look(run, f, "head -c 300 ", "");
}

/* Where the old side did not look there is nothing to tell from: the file is there, and nobody vouches for it. */
static void tell_blind(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_exec *new)
{
    sb_str line = sb_short(run, new->command);
    sb_str name = sb_path_base(f->path);
    f->note = "the old side did not look";
    f->new_json = sb_exec_json(run, new);
    f->content = sb_exec_content(run, new);
    sb_find_message(run, f,
                    "Python runs %.*s at every start, nothing known explains it, and the old side did not look; %llu "
                    "bytes%s%.*s",
                    SB_FMT(name), (unsigned long long)new->bytes, line.n ? ", begins " : "", SB_FMT(line));
    sb_find_look(run, f, "head -c 300 ", "");
}

/* Installed from a folder of the same computer, as an editable package is. */
static bool is_local(const struct sb_way *way)
{
    return sb_str_eq(way->facts[SB_NEW]->origin.kind, SB_S("file"));
}

static void look_at_start_up(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                             const struct sb_fact_exec *exec)
{
    const struct sb_fact_exec *old = sb_exec_at(way->facts[SB_OLD], exec->kind, exec->path);
    if (!sb_exec_is_start_up(exec->kind) || (old && (is_same(old, exec) || is_respelt(old, exec))))
        return;
    enum sb_allowed allowed = sb_allowed_start_up(sb_identity_base(identity), exec);
    if (allowed == SB_ALLOWED || sb_had_start_up(run, exec))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    if (allowed == SB_ALLOWED_LOCAL && is_local(way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    sb_find_path(run, f, exec->path);
    if (way->blind)
        tell_blind(run, f, exec);
    else
        tell_start_up(run, f, old, exec);
}

static void unowned_start_up(struct sb_signal_run *run)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    const struct sb_facts *new = sb_run_facts(run, SB_NEW, SB_DOC_ITSELF);
    bool blind = !run->facts_agree || !(old->has & SB_FACT_BIT(UNOWNED)) || !sb_unowned_is_whole(old, SB_RANK_RUNS);
    for (size_t i = 0; i < new->unowned.n; i++) {
        const struct sb_fact_exec exec = sb_exec_of_unowned(&new->unowned.p[i]);
        const struct sb_fact_file *before = sb_unowned_find_path(old, exec.path);
        if (!sb_exec_is_start_up(exec.kind) || sb_allowed_start_up(SB_STR_NONE, &exec) == SB_ALLOWED ||
            sb_had_start_up(run, &exec))
            continue;
        const struct sb_fact_exec was = before ? sb_exec_of_unowned(before) : exec;
        if (before && is_same(&was, &exec))
            continue;
        struct sb_finding *f = sb_find_unowned(run, exec.path);
        if (blind && !before)
            tell_blind(run, f, &exec);
        else
            tell_start_up(run, f, before ? &was : NULL, &exec);
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
    .lone = true,
    .needs = SB_FACT_BIT(EXEC),
    .sentence = "a file appeared or changed that Python runs at every start",
    .why = "Files such as name.pth (with a line that begins with import), name.start, sitecustomize.py and "
           "usercustomize.py run before any program does, whatever it imports. Several bad releases added just one of "
           "them.",
    .changed = {0, 3007},
    .arriving = {0, 474},
    .base_rate = "0 unknown ones in 3,007 changed and 474 new packages, which had 34 known ones; 5 of 144 Python "
                 "distributions of a system own an executable .pth, all of one known shape",
    .quiet = "Files of folders for the import path (no import line); files that are known by name, owner and digest, "
             "or whose whole text follows a known grammar; what the old side had under the same name, whoever owned "
             "it. Loaders of editable installations are medium (5).",
    .run = run_startup_hook,
};
