#include "diff/signal_hosts.h"

enum { HOSTS = 64 };

struct host {
    sb_str name;
    uint32_t n; /* packages */
};
struct sb_hosts {
    struct host p[HOSTS + 1]; /* more than HOSTS are no list to compare with */
    sb_str names[HOSTS + 1];
    size_t n;
    uint32_t packages; /* that a lock file or a registry speaks of */
};

/* ---- one package ---- */

/* One registry under two names. */
static const struct {
    const char *name, *same_as;
} aliases[] = {{"registry.yarnpkg.com", "registry.npmjs.org"}};

static const struct {
    const char *type, *host;
} defaults[] = {{"npm", "registry.npmjs.org"}, {"pypi", "files.pythonhosted.org"}, {"pypi", "pypi.org"}};

sb_str sb_registry_of(struct sb_signal_run *run, const struct sb_facts *facts)
{
    sb_str host = sb_arena_lower(run->arena, facts->origin.registry);
    for (size_t i = 0; i < SB_COUNT(aliases); i++)
        if (sb_str_eq(host, sb_str_of(aliases[i].name)))
            return sb_str_of(aliases[i].same_as);
    return host;
}

sb_str sb_host_of(struct sb_signal_run *run, const struct sb_facts *facts)
{
    sb_str host = sb_registry_of(run, facts), rest = facts->origin.url;
    size_t at = sb_str_find(rest, SB_S("://"));
    if (host.n || !sb_str_eq(facts->origin.kind, SB_S("url")) || at == SB_NPOS)
        return host;
    rest = sb_str_from(rest, at + 3);
    sb_str_cut(&rest, '/', &host);
    return sb_arena_lower(run->arena, host);
}

bool sb_host_is_default(const struct sb_identity *identity, sb_str host)
{
    for (size_t i = 0; i < SB_COUNT(defaults); i++)
        if (sb_is_type(identity, defaults[i].type) && sb_str_eq(host, sb_str_of(defaults[i].host)))
            return true;
    return false;
}

/* ---- a whole side ---- */

static void count(struct sb_hosts *hosts, sb_str name)
{
    size_t i = 0;
    while (i < hosts->n && !sb_str_eq(hosts->p[i].name, name))
        i++;
    if (i > HOSTS)
        return;
    if (i == hosts->n) {
        hosts->p[i].name = hosts->names[i] = name;
        hosts->n++;
    }
    hosts->p[i].n++;
}

static const struct sb_hosts *hosts_of(struct sb_signal_run *run, enum sb_side side)
{
    if (run->hosts[side])
        return run->hosts[side];
    struct sb_hosts *hosts = sb_arena_zalloc(run->arena, sizeof *hosts);
    for (uint32_t c = 1; c <= sb_doc_count(run->delta->doc[side]); c++) {
        const uint32_t wanted = SB_FACT_BIT(ORIGIN) | SB_FACT_BIT(INTEGRITY);
        const struct sb_facts *facts = sb_run_facts_of(run, side, (sb_comp){c}, wanted);
        sb_str host = sb_host_of(run, facts);
        hosts->packages += host.n || facts->has & SB_FACT_BIT(INTEGRITY);
        if (host.n)
            count(hosts, host);
    }
    return run->hosts[side] = hosts;
}

static const struct host *find(const struct sb_hosts *hosts, sb_str name)
{
    for (size_t i = 0; i < hosts->n; i++)
        if (sb_str_eq(hosts->p[i].name, name))
            return &hosts->p[i];
    return NULL;
}

bool sb_hosts_before(struct sb_signal_run *run, const sb_str **ret_hosts, size_t *ret_n)
{
    const struct sb_hosts *hosts = hosts_of(run, SB_OLD);
    *ret_hosts = hosts->names;
    *ret_n = hosts->n;
    return hosts->n <= HOSTS;
}

bool sb_host_is_odd(struct sb_signal_run *run, sb_str host)
{
    const struct sb_hosts *old = hosts_of(run, SB_OLD), *new = hosts_of(run, SB_NEW);
    const struct host *at = find(new, host);
    return old->n <= HOSTS && new->n <= HOSTS && !find(old, host) && at && at->n < new->packages - at->n;
}

bool sb_hosts_stay(struct sb_signal_run *run)
{
    const struct sb_hosts *old = hosts_of(run, SB_OLD), *new = hosts_of(run, SB_NEW);
    for (size_t i = 0; i < new->n; i++)
        if (find(old, new->p[i].name))
            return true;
    return false;
}
