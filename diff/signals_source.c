#include "diff/carried.h"
#include "diff/digests.h"
#include "diff/signal_hosts.h"

/* ---- SOURCE_CHANGED ---- */

static sb_str scheme_of(sb_str url)
{
    size_t end = sb_str_find(url, SB_S("://"));
    return end == SB_NPOS ? SB_STR_NONE : sb_str_part(url, 0, end);
}

static struct sb_finding *tell_step(struct sb_signal_run *run, const struct sb_identity *identity,
                                    const struct sb_way *way, const char *what, sb_str old, sb_str new)
{
    struct sb_finding *f = sb_find(run, identity, way);
    f->old_json = sb_json_text_of(run, old);
    f->new_json = sb_json_text_of(run, new);
    f->content = new;
    sb_find_message(run, f, "%s of %.*s changed from %.*s to %.*s", what,
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(old), SB_FMT(new));
    sb_find_look(run, f, "ls -l ", "");
    return f;
}

/* Where a package that comes from git has its code, without the commit; empty for all others. */
static sb_str git_of(struct sb_signal_run *run, const struct sb_facts *facts)
{
    sb_str url = facts->origin.url;
    if (!sb_str_eq(facts->origin.kind, SB_S("git")))
        return SB_STR_NONE;
    return sb_arena_lower(run->arena, sb_repository_key(sb_str_part(url, 0, sb_str_rchr(url, '#')), run->arena));
}

/* Types whose packages come from a registry that is the same for all releases. */
static bool has_registry(const struct sb_identity *identity)
{
    static const char *const types[] = {"cargo", "composer", "gem",  "hackage", "hex", "maven",
                                        "npm",   "nuget",    "pypi", "pub",     NULL};
    return sb_str_is_one_of(identity->type, types);
}

static sb_str without_scheme(sb_str url)
{
    size_t at = sb_str_find(url, SB_S("://"));
    return at == SB_NPOS ? url : sb_str_from(url, at + 3);
}

/* What documents of other tools say of it. False where they say nothing, or the same. */
static bool look_at_carried(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    struct sb_carried_step step;
    bool same = way->step == SB_STEP_SAME;
    if (!sb_carried_step(run->delta, way->row, same, run->arena, &step))
        return false;
    sb_str old = step.old_source, new = step.new_source;
    struct sb_digest_walk walk = sb_digest_walk(run->delta, way->row);
    bool same_bytes = same && sb_digest_next(&walk) && walk.equal;
    switch (step.kind) {
    case SB_CARRIED_REPOSITORY:
        sb_find_level(tell_step(run, identity, way, "the repository that it is built from", old, new), SB_LEVEL_HIGH,
                      8);
        return true;
    case SB_CARRIED_TO_REPOSITORY:
        sb_find_level(tell_step(run, identity, way, "the source", old.n ? old : SB_S("a registry"), new), SB_LEVEL_HIGH,
                      8);
        return true;
    case SB_CARRIED_HOST: {
        struct sb_finding *f = tell_step(run, identity, way, "the address", old, new);
        if (same_bytes || !has_registry(identity) || sb_str_eq_nocase(without_scheme(old), without_scheme(new)))
            sb_find_level(f, SB_LEVEL_MEDIUM, 5);
        return true;
    }
    case SB_CARRIED_ADDRESS:
    case SB_CARRIED_COMMIT:
        if (!same_bytes)
            sb_find_level(tell_step(run, identity, way, "the address", old, new), SB_LEVEL_MEDIUM, 4);
        return true;
    case SB_CARRIED_PROJECT: return false; /* below */
    }
    return false;
}

/* The same bytes from a mirror, unless nobody else uses it. */
static void rate_registry(struct sb_signal_run *run, struct sb_finding *f, const struct sb_way *way, sb_str host)
{
    if (way->step != SB_STEP_SAME || !sb_pins_are_equal(run, way))
        return;
    if (sb_host_is_odd(run, host))
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    else
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
}

/* Nobody said before where it came from. A lock file may begin to say it of all; of one alone somebody wrote it in. */
static bool look_at_first_host(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                               sb_str host)
{
    bool odd = sb_host_is_odd(run, host);
    const sb_str *before;
    size_t n;
    if (sb_host_is_default(identity, host) || !sb_hosts_before(run, &before, &n) || sb_strs_have(before, n, host) ||
        (!odd && !(way->facts[SB_OLD]->has & SB_FACT_BIT(INTEGRITY))))
        return false;
    struct sb_finding *f = sb_find(run, identity, way);
    if (!odd)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else if (way->step == SB_STEP_SAME && sb_pins_are_equal(run, way))
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
    else
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    f->new_json = sb_json_text_of(run, host);
    f->content = host;
    sb_find_message(run, f, "%.*s now comes from the registry %.*s; before, nobody said from where",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(host));
    sb_find_look(run, f, "ls -l ", "");
    return true;
}

/* One finding a component: the registry tells more than the scheme, and that more than the repository. */
static void look_at_source(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    sb_str old = sb_registry_of(run, way->facts[SB_OLD]);
    sb_str new = sb_registry_of(run, way->facts[SB_NEW]);
    if (run->facts_agree && old.n && new.n && !sb_str_eq(old, new)) {
        rate_registry(run, tell_step(run, identity, way, "the registry", old, new), way, new);
        return;
    }
    if (run->facts_agree && new.n && !way->facts[SB_OLD]->origin.kind.n && look_at_first_host(run, identity, way, new))
        return;
    old = sb_arena_lower(run->arena, scheme_of(way->facts[SB_OLD]->origin.url));
    new = sb_arena_lower(run->arena, scheme_of(way->facts[SB_NEW]->origin.url));
    if (run->facts_agree && sb_str_eq(old, SB_S("https")) && sb_str_eq(new, SB_S("http"))) {
        sb_find_level(tell_step(run, identity, way, "the scheme of the address", old, new), SB_LEVEL_MEDIUM, 5);
        return;
    }
    old = git_of(run, way->facts[SB_OLD]);
    new = git_of(run, way->facts[SB_NEW]);
    if (run->facts_agree && old.n && new.n && !sb_str_eq(old, new)) {
        sb_find_level(tell_step(run, identity, way, "the repository that it is built from", old, new), SB_LEVEL_HIGH,
                      8);
        return;
    }
    if (sb_is_system_type(identity) || (!way->facts[SB_OLD]->origin.kind.n && !way->facts[SB_NEW]->origin.kind.n &&
                                        look_at_carried(run, identity, way)))
        return;
    if (!run->delta->same_generator)
        return;
    old = sb_run_repository(run, SB_OLD, way->row[SB_OLD]);
    new = sb_run_repository(run, SB_NEW, way->row[SB_NEW]);
    if (old.n && new.n && !sb_str_eq_nocase(old, new))
        sb_find_level(tell_step(run, identity, way, "the source repository", old, new), SB_LEVEL_MEDIUM, 5);
}

/* A new package from a registry that no package came from. Where all moved, it is another mirror. */
static void look_at_new_host(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    sb_str host = sb_registry_of(run, way->facts[SB_NEW]);
    const sb_str *before;
    size_t n;
    if (!host.n || !sb_hosts_before(run, &before, &n) || sb_strs_have(before, n, host))
        return;
    if (n == 0 && (sb_host_is_default(identity, host) || !sb_host_is_odd(run, host)))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    if (n == 0 || sb_hosts_stay(run))
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    else
        sb_find_level(f, SB_LEVEL_MEDIUM, 4);
    f->old_json = sb_json_list_of(run, before, n < SB_LISTED ? n : SB_LISTED);
    f->new_json = sb_json_text_of(run, host);
    f->content = host;
    sb_find_message(run, f, "%.*s comes from the registry %.*s, from which nothing came before",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(host));
    sb_find_look(run, f, "ls -l ", "");
}

static void run_source_changed(struct sb_signal_run *run, const struct sb_identity *identity)
{
    if (!identity || sb_run_is_root(run, identity))
        return;
    for (size_t i = 0; i < run->ways.n; i++)
        if (!run->ways.p[i].arrival)
            look_at_source(run, identity, &run->ways.p[i]);
        else if (run->facts_agree)
            look_at_new_host(run, identity, &run->ways.p[i]);
}

const struct sb_signal_row sb_signal_source_changed = {
    .id = "SOURCE_CHANGED",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_SOURCE,
    .sentence = "the same package comes from another registry, or its source from another repository",
    .why = "A public package that takes the place of a private one of the same name is the classic confusion.",
    .changed = {50, 3007},
    .arriving = {0, 474},
    .base_rate = "registry: 1 change in the histories of five npm projects; repository field: 50 of 3,007 changed "
                 "packages (1.7 %)",
    .quiet =
        "A side that does not say where a package came from, unless one package of few now says it: high (8), with "
        "an equal digest at the same version medium (5), and low (2) where a lock file says it of most. The "
        "repository and a step from https to http are medium (5), and so is another registry for the same version "
        "with an equal digest in the lock file, if most come from there by now (a mirror), else high (8). In "
        "documents of other tools another host of downloads is critical only for types that have a registry. A "
        "new package from a registry of its own is high (8), medium (4) where all came from another one before. "
        "One and the same step in 20 packages or more, or in half of all, is told once, as a group of its own.",
    .run = run_source_changed,
};

/* ---- EXOTIC_SOURCE ---- */

static bool is_exotic(sb_str kind)
{
    return sb_str_eq(kind, SB_S("git")) || sb_str_eq(kind, SB_S("url")) || sb_str_eq(kind, SB_S("file"));
}

/* What the project itself asked for is usually wanted; and where nobody knows who asked, nobody can say that it was
 * another. A folder of the same computer is no stranger's. */
static void rate_exotic(struct sb_signal_run *run, struct sb_finding *f, bool direct, bool local)
{
    if (direct || local || !run->delta->doc[SB_NEW]->has_graph)
        sb_find_level(f, SB_LEVEL_MEDIUM, 5);
}

/* Those who want it ask for a version: the place was written into the lock file alone. */
static bool is_unasked(struct sb_signal_run *run, const struct sb_facts *facts)
{
    sb_str host = sb_host_of(run, facts);
    return sb_str_eq(facts->origin.asked, SB_S("version")) && !sb_str_eq(facts->origin.kind, SB_S("file")) &&
           (host.n == 0 || sb_host_is_odd(run, host));
}

/* From a git repository that is not the one which the package itself names: a fork, at best. */
static bool is_foreign(struct sb_signal_run *run, const struct sb_way *way)
{
    sb_str git = git_of(run, way->facts[SB_NEW]);
    sb_str own = sb_run_repository(run, SB_NEW, way->row[SB_NEW]);
    return !way->arrival && git.n && own.n && !sb_str_eq_nocase(git, own);
}

static void look_at_origin(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    sb_str old_kind = way->facts[SB_OLD]->origin.kind;
    if (!is_exotic(new->origin.kind) || is_exotic(old_kind))
        return;
    bool direct = run->direct[sb_run_index(run, identity)];
    bool unasked = is_unasked(run, new);
    struct sb_finding *f = sb_find(run, identity, way);
    rate_exotic(run, f, direct, sb_str_eq(new->origin.kind, SB_S("file")));
    if (f->severity < SB_LEVEL_HIGH && (unasked || is_foreign(run, way)))
        sb_find_level(f, SB_LEVEL_HIGH, 8);
    if (old_kind.n)
        f->old_json = sb_json_text_of(run, old_kind);
    f->new_json = sb_json_text_of(run, new->origin.url.n ? new->origin.url : new->origin.kind);
    f->content = sb_arena_str(run->arena, new->origin.url);
    sb_find_message(run, f, "%.*s comes from %.*s %.*s%s", SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    SB_FMT(new->origin.kind), SB_FMT(new->origin.url),
                    unasked  ? ", not from a registry, though the project asks for a version"
                    : direct ? ", not from a registry"
                             : ", not from a registry, and the project did not ask for it itself");
    sb_find_look(run, f, "ls -l ", "");
}

static bool had_exotic(const struct sb_facts *facts, sb_str name)
{
    bool local;
    for (size_t i = 0; i < facts->deps.n; i++)
        if (sb_str_eq(sb_dep_name(facts->deps.p[i].raw), name) && sb_dep_is_exotic(&facts->deps.p[i], &local))
            return true;
    return false;
}

/* Development dependencies and extras of others are never installed. */
static bool is_for_others(const struct sb_fact_dep *dep, bool root)
{
    return !root && (sb_str_eq(dep->scope, SB_S("dev")) || sb_str_starts(dep->scope, SB_S("extra")));
}

static void look_at_specifiers(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    bool root = sb_run_is_root(run, identity);
    SB_VEC(sb_str) raws = {0};
    SB_VEC(uint32_t) about = {0};
    bool all_local = true;
    for (size_t i = 0; i < way->facts[SB_NEW]->deps.n; i++) {
        const struct sb_fact_dep *dep = &way->facts[SB_NEW]->deps.p[i];
        bool local;
        if (!sb_dep_is_exotic(dep, &local) || is_for_others(dep, root) ||
            had_exotic(way->facts[SB_OLD], sb_dep_name(dep->raw)))
            continue;
        *SB_PUSH(&raws) = dep->raw;
        all_local = all_local && local;
        uint32_t to = sb_dep_identity(run, SB_NEW, dep);
        if (to != UINT32_MAX && sb_is_arrival(&run->delta->identities.p[to]))
            *SB_PUSH(&about) = to;
    }
    if (raws.n) {
        struct sb_finding *f = sb_find(run, identity, way);
        rate_exotic(run, f, root, all_local);
        sb_find_path(run, f, way->facts[SB_NEW]->manifest.path);
        sb_find_about(run, f, about.p, about.n);
        f->old_json = SB_S("[]");
        f->new_json = sb_json_some_of(run, raws.p, raws.n);
        f->content = f->new_json;
        sb_find_message(run, f,
                        "%.*s newly asks for %.*s: a place of its own choice instead of a version from a registry",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(raws.p[0]));
        sb_find_look(run, f, "less ", "");
    }
    sb_free(raws.p);
    sb_free(about.p);
}

static void run_exotic_source(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (!run->facts_agree)
            continue;
        if (way->facts[SB_NEW]->has & SB_FACT_BIT(ORIGIN) && !sb_run_is_root(run, identity))
            look_at_origin(run, identity, way);
        if (sb_way_has(run, way, SB_FACT_BIT(DEPS)))
            look_at_specifiers(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_exotic_source = {
    .id = "EXOTIC_SOURCE",
    .severity = SB_LEVEL_CRITICAL,
    .weight = 12,
    .family = SB_FAMILY_SOURCE,
    .sentence = "a package comes from git, an address or a folder instead of a registry",
    .why = "What lies there can change under the same name, and no registry has ever seen it.",
    .changed = {0, 3007},
    .arriving = {0, 474},
    .base_rate = "0 in 3,007 changed and 474 new packages; 0 newly added in the histories of five npm projects; 4 of "
                 "144 Python distributions, all local builds",
    .quiet =
        "What came so before. Medium (5) for what the project itself asks for, and for folders of the same computer; "
        "high (8) even then where a package comes from another git repository than the one that it names as its own, "
        "or where whoever wants it asks for a version and only the lock file names the place.",
    .run = run_exotic_source,
};
