/* CAPABILITY: what the programs and libraries of a package can do, and could not before. */
#include "diff/signal_content.h"

/* Functions that do the same kind of thing: another one of a kind that was called before is no news. */
enum deed { RUNS, NETWORK, LOADS, TRACES, WRITES_CODE, LEAVES, KERNEL, DEEDS };
static const char *const words[DEEDS] = {
    [RUNS] = "start programs",
    [NETWORK] = "use the network",
    [LOADS] = "load libraries while it runs",
    [TRACES] = "read and change other processes",
    [WRITES_CODE] = "make memory executable",
    [LEAVES] = "enter other namespaces",
    [KERNEL] = "load modules of the kernel",
};
static const struct {
    const char *call;
    enum deed deed;
} deeds[] = {
    {"accept", NETWORK},
    {"accept4", NETWORK},
    {"bind", NETWORK},
    {"connect", NETWORK},
    {"dlmopen", LOADS},
    {"dlopen", LOADS},
    {"execl", RUNS},
    {"execle", RUNS},
    {"execlp", RUNS},
    {"execv", RUNS},
    {"execve", RUNS},
    {"execveat", RUNS},
    {"execvp", RUNS},
    {"execvpe", RUNS},
    {"fexecve", RUNS},
    {"finit_module", KERNEL},
    {"getaddrinfo", NETWORK},
    {"gethostbyname", NETWORK},
    {"init_module", KERNEL},
    {"listen", NETWORK},
    {"memfd_create", WRITES_CODE},
    {"mprotect", WRITES_CODE},
    {"popen", RUNS},
    {"posix_spawn", RUNS},
    {"posix_spawnp", RUNS},
    {"process_vm_readv", TRACES},
    {"process_vm_writev", TRACES},
    {"ptrace", TRACES},
    {"sendto", NETWORK},
    {"setns", LEAVES},
    {"socket", NETWORK},
    {"system", RUNS},
    {"unshare", LEAVES},
};

static unsigned deeds_of(const struct sb_facts *facts)
{
    unsigned set = 0;
    for (size_t i = 0; i < facts->elf.calls.n; i++)
        for (size_t k = 0; k < SB_COUNT(deeds); k++)
            if (sb_str_eq(sb_str_of(deeds[k].call), facts->elf.calls.p[i]))
                set |= 1u << deeds[k].deed;
    return set;
}

/* ---- IFUNC ---- */

/* A resolver runs in every program that loads the library, before anything of that program does. */
static void look_at_ifunc(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    if (old->elf.ifunc.n || !new->elf.ifunc.n)
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_level(f, SB_LEVEL_MEDIUM, 9);
    sb_find_path(run, f, new->elf.ifunc.path);
    f->old_json = SB_S("0");
    f->new_json = sb_json_number_of(run, new->elf.ifunc.n);
    sb_str digest = sb_content_digest(new, new->elf.ifunc.path);
    f->content = digest.n ? digest : f->new_json;
    sb_find_message(run, f,
                    "%.*s runs code while it is loaded to choose functions (IFUNC), and nothing of %.*s did before",
                    SB_FMT(sb_short(run, f->path)), SB_FMT(sb_run_spell(run, SB_OLD, way->row[SB_OLD])));
    sb_find_look(run, f, "readelf --relocs --dyn-syms ", "");
}

/* ---- calls ---- */

static sb_str words_of(struct sb_signal_run *run, unsigned set)
{
    sb_str all = SB_STR_NONE;
    for (unsigned i = 0; i < DEEDS; i++)
        if (set >> i & 1)
            all = sb_arena_join(run->arena, all, all.n ? SB_S(", ") : SB_STR_NONE, sb_str_of(words[i]));
    return all;
}

static void tell_deeds(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way,
                       unsigned gained)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    struct sb_finding *f = sb_find(run, identity, way);
    if (!sb_way_is_revision(run, identity, way) && way->step != SB_STEP_SAME)
        sb_find_level(f, SB_LEVEL_LOW, 2);
    f->old_json = sb_json_list_of(run, old->elf.calls.p, old->elf.calls.n);
    f->new_json = sb_json_list_of(run, new->elf.calls.p, new->elf.calls.n);
    f->content = f->new_json;
    sb_find_message(run, f, "programs or libraries of %.*s can %.*s, and those of the version before could not",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(words_of(run, gained)));
    sb_find_look(run, f, "find ", " -type f -exec readelf --dyn-syms {} +");
}

static void look_at_way(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    if (old->elf.unread.n) /* it may be no news */
        return;
    look_at_ifunc(run, identity, way);
    unsigned gained = deeds_of(new) & ~deeds_of(old);
    if (gained)
        tell_deeds(run, identity, way, gained);
}

static void run_capability(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way way = sb_way_as_step(run, &run->ways.p[i]);
        if (sb_way_compares(&way) && sb_way_has(run, &way, run->row->needs))
            look_at_way(run, identity, &way);
    }
}

const struct sb_signal_row sb_signal_capability = {
    .id = "CAPABILITY",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_RUN,
    .needs = SB_FACT_BIT(ELF),
    .sentence = "programs or libraries of a package can do what they could not before",
    .why = "The library of xz chose its functions by resolvers that ran in every program that loads it, before main(). "
           "A compression library that starts programs or opens connections has another purpose than it says.",
    .changed = {0, 756}, /* above low */
    .base_rate = "above low: 0 of 377 Debian packages that security updates changed and of 379 between two releases, "
                 "of which 7 are low",
    .quiet = "Another function of a kind that was called before. Resolvers are medium (9). New kinds of calls are low "
             "(2) but in a patch "
             "release, of a distribution's package in another revision of the same upstream version, and at the same "
             "version. Packages of which a part could not be read on the old side.",
    .unseen = "Programs that are linked statically, and functions that are called by number or found by name while "
              "the program runs.",
    .run = run_capability,
};
