#include "diff/signal_fetch.h"

/* ---- where ---- */

/* Hosts on which many have a place of their own, and how many parts of the path tell whose it is. */
static const struct {
    const char *host;
    unsigned parts;
} shared[] = {
    {"bitbucket.org", 2},    {"github.com", 2},      {"gitlab.com", 2},
    {"s3.amazonaws.com", 1}, {"sourceforge.net", 2}, {"storage.googleapis.com", 1},
};

/* "github.com/owner/name" of what begins with an address, in lower case. */
static sb_str place_of(sb_str text, struct sb_arena *arena)
{
    sb_str word;
    sb_str_word(&text, &word);
    sb_str rest = sb_arena_lower(arena, sb_repository_key(word, arena)), all = rest, host, part;
    size_t n = 0;
    sb_str_cut(&rest, '/', &host);
    n = host.n;
    for (size_t i = 0; i < SB_COUNT(shared); i++)
        for (unsigned k = 0; sb_str_eq(host, sb_str_of(shared[i].host)) && k < shared[i].parts; k++) {
            sb_str_cut(&rest, '/', &part);
            n += part.n + 1;
        }
    return sb_str_part(all, 0, n);
}

static bool is_own(const struct sb_facts *facts, const struct sb_fact_exec *exec, struct sb_arena *arena)
{
    return facts->origin.repository.n &&
           sb_str_eq(place_of(exec->command, arena), place_of(facts->origin.repository, arena));
}

bool sb_fetches_elsewhere(const struct sb_facts *facts, struct sb_arena *arena)
{
    for (size_t i = 0; i < facts->exec.n; i++)
        if (facts->exec.p[i].kind == SB_EXEC_NPM_BINARY && !is_own(facts, &facts->exec.p[i], arena))
            return true;
    return false;
}

/* ---- what changed ---- */

/* A path that leads out of where it begins: into another's part of the host, or into another package. */
static bool leads_out(sb_str command)
{
    return sb_str_find(command, SB_S("..")) != SB_NPOS || sb_str_find(command, SB_S("module_path=/")) != SB_NPOS;
}

struct sb_grade sb_rate_fetch(const struct sb_way *way, const struct sb_fact_exec *exec,
                              const struct sb_fact_exec *before, bool hook, struct sb_arena *arena)
{
    static const struct sb_grade none = {SB_LEVEL_NONE, 0}, low = {SB_LEVEL_LOW, 2}, medium = {SB_LEVEL_MEDIUM, 4},
                                 high = {SB_LEVEL_HIGH, 8};
    bool own = is_own(way->facts[SB_NEW], exec, arena);
    if (leads_out(exec->command) && !(before && leads_out(before->command)))
        return high;
    if (!before)
        return !hook ? none : own ? medium : high;
    if (!sb_str_eq(place_of(exec->command, arena), place_of(before->command, arena)))
        return own ? medium : high;
    return sb_str_eq(exec->command, before->command) || !sb_way_is_patch(way) ? none : low;
}
