/* CAPABILITY: what the programs and libraries of a package can do, and could not before. */
#include "base/digest.h"
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

/* What a part of the old side that could not be read may have had is perhaps no news. */
static bool is_uncertain(const struct sb_way *way)
{
    return way->facts[SB_OLD]->elf.unread.n > 0;
}

static bool is_patch(const struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    return sb_way_is_revision(run, identity, way) || way->step == SB_STEP_SAME;
}

/* ---- IFUNC ---- */

/* A resolver runs in every program that loads the library, before anything of that program does. */
static void look_at_ifunc(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    if (old->elf.ifunc.n || !new->elf.ifunc.n)
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    if (is_uncertain(way))
        sb_find_level(f, SB_LEVEL_LOW, 2);
    else
        sb_find_level(f, SB_LEVEL_MEDIUM, 9);
    sb_find_path(run, f, new->elf.ifunc.path);
    f->old_json = SB_S("0");
    f->new_json = sb_json_number_of(run, new->elf.ifunc.n);
    sb_str digest = sb_content_digest(new, new->elf.ifunc.path);
    f->content = digest.n ? digest : f->new_json;
    sb_find_message(run, f, "%.*s runs code while it is loaded to choose functions (IFUNC), and nothing of %.*s %s",
                    SB_FMT(sb_short(run, f->path)), SB_FMT(sb_run_spell(run, SB_OLD, way->row[SB_OLD])),
                    is_uncertain(way) ? "that could be read did before" : "did before");
    sb_find_look(run, f, "readelf --relocs --dyn-syms ", "");
}

/* ---- what cannot be read any more ---- */

static bool has_programs(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->kinds.n; i++)
        if (sb_str_eq(facts->kinds.p[i].kind, SB_S("elf")))
            return true;
    return false;
}

static void look_at_unread(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    bool none = !(new->has &SB_FACT_BIT(ELF));
    if (is_uncertain(way) || (none ? !has_programs(new) : !new->elf.unread.n))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    if (!is_patch(run, identity, way))
        sb_find_level(f, SB_LEVEL_LOW, 2);
    sb_find_path(run, f, new->elf.unread.path);
    f->old_json = SB_S("0");
    f->new_json = sb_json_number_of(run, new->elf.unread.n);
    sb_str digest = none ? new->files.sha256 : sb_content_digest(new, new->elf.unread.path);
    f->content = digest.n ? digest : f->new_json;
    if (none)
        sb_find_message(run, f,
                        "what programs and libraries of %.*s want from others cannot be read from them, and of "
                        "the version before it could",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    else
        sb_find_message(run, f,
                        "what %.*s of %.*s wants from libraries lies where it was not read, and of the version "
                        "before all could be",
                        SB_FMT(sb_short(run, f->path)), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])));
    sb_find_look(run, f, "readelf --dynamic --dyn-syms ", "");
}

/* ---- libraries ---- */

/* Whether REST begins with what a wheel puts into the names of libraries that it brings along: "-3ef06f11". */
static bool begins_with_hash(sb_str rest)
{
    enum { HASH = 8 };
    uint8_t hash[HASH / 2];
    return rest.n > HASH && rest.p[0] == '-' && sb_hex_decode(sb_str_part(rest, 1, HASH), hash, sizeof hash) &&
           (rest.n == HASH + 1 || rest.p[HASH + 1] == '.' || rest.p[HASH + 1] == '-');
}

/* "libssl" of "libssl.so.3", "libgeos" of "libgeos-3ef06f11.so.3.13.1". RET_TAIL: from ".so" on. */
static sb_str stem(sb_str name, sb_str *ret_tail)
{
    size_t end = sb_str_find(name, SB_S(".so"));
    end = end == SB_NPOS ? name.n : end;
    *ret_tail = sb_str_from(name, end);
    for (size_t i = 0; i < end; i++)
        if (begins_with_hash(sb_str_part(name, i, end - i)))
            end = i;
    return sb_str_part(name, 0, end);
}

static bool wanted_before(const struct sb_facts *old, sb_str name)
{
    sb_str tail;
    for (size_t i = 0; i < old->elf.needed.n; i++)
        if (sb_str_eq(stem(old->elf.needed.p[i], &tail), stem(name, &tail)))
            return true;
    return false;
}

/* Parts of the C library and of the compiler come and go with the toolchain. Their versions do not: another one is
 * another library with a name that looks harmless. */
static bool is_of_toolchain(sb_str name)
{
    static const struct {
        const char *stem, *tail;
    } rows[] = {
        {"ld", ".so.1"},
        {"ld-linux", ".so.2"},
        {"ld-linux-aarch64", ".so.1"},
        {"ld-linux-armhf", ".so.3"},
        {"ld-linux-riscv64-lp64d", ".so.1"},
        {"ld-linux-x86-64", ".so.2"},
        {"ld64", ".so.1"},
        {"ld64", ".so.2"},
        {"libatomic", ".so.1"},
        {"libc", ".so.6"},
        {"libc++", ".so.1"},
        {"libc++abi", ".so.1"},
        {"libc.musl-aarch64", ".so.1"},
        {"libc.musl-armhf", ".so.1"},
        {"libc.musl-armv7", ".so.1"},
        {"libc.musl-ppc64le", ".so.1"},
        {"libc.musl-riscv64", ".so.1"},
        {"libc.musl-s390x", ".so.1"},
        {"libc.musl-x86", ".so.1"},
        {"libc.musl-x86_64", ".so.1"},
        {"libcrypt", ".so.1"},
        {"libdl", ".so.2"},
        {"libgcc_s", ".so.1"},
        {"libm", ".so.6"},
        {"libmvec", ".so.1"},
        {"libnsl", ".so.1"},
        {"libpthread", ".so.0"},
        {"libresolv", ".so.2"},
        {"librt", ".so.1"},
        {"libstdc++", ".so.6"},
        {"libutil", ".so.1"},
    };
    sb_str tail, of = stem(name, &tail);
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq(of, sb_str_of(rows[i].stem)) && sb_str_eq(tail, sb_str_of(rows[i].tail)))
            return true;
    return false;
}

static void look_at_needed(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    sb_str *names = sb_arena_alloc(&run->scratch, (new->elf.needed.n + 1) * sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < new->elf.needed.n; i++)
        if (!is_of_toolchain(new->elf.needed.p[i]) && !wanted_before(old, new->elf.needed.p[i]))
            names[n++] = new->elf.needed.p[i];
    if (n == 0 || old->elf.needed.more || !is_patch(run, identity, way))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    if (is_uncertain(way))
        sb_find_level(f, SB_LEVEL_LOW, 2);
    f->old_json = sb_json_list_of(run, old->elf.needed.p, old->elf.needed.n);
    f->new_json = f->content = sb_json_list_of(run, names, n);
    sb_find_message(run, f, "programs or libraries of %.*s load %.*s%s, and those of the version before %s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(sb_short(run, names[0])),
                    n > 1 ? " and more" : "", is_uncertain(way) ? "that could be read did not" : "did not");
    sb_find_look(run, f, "find ", " -type f -exec readelf --dynamic {} +");
}

/* Whoever may fill a folder where libraries are looked for gives them to whoever starts the program. */
static void look_at_search(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    if (old->elf.search.n || !new->elf.search.n)
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    sb_find_path(run, f, new->elf.search.path);
    f->new_json = f->content = sb_json_text_of(run, new->elf.search.folder);
    sb_find_message(run, f,
                    "%.*s of %.*s looks for its libraries in \"%.*s\", which others may fill, and nothing of "
                    "the version before did so",
                    SB_FMT(sb_short(run, f->path)), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])),
                    SB_FMT(sb_short(run, new->elf.search.folder)));
    sb_find_look(run, f, "readelf --dynamic ", "");
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
    if (!is_patch(run, identity, way) || is_uncertain(way))
        sb_find_level(f, SB_LEVEL_LOW, 2);
    f->old_json = sb_json_list_of(run, old->elf.calls.p, old->elf.calls.n);
    f->new_json = sb_json_list_of(run, new->elf.calls.p, new->elf.calls.n);
    f->content = f->new_json;
    sb_find_message(run, f, "programs or libraries of %.*s can %.*s, and those of the version before %s",
                    SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), SB_FMT(words_of(run, gained)),
                    is_uncertain(way) ? "that could be read could not" : "could not");
    sb_find_look(run, f, "find ", " -type f -exec readelf --dyn-syms {} +");
}

static void look_at_way(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD], *new = way->facts[SB_NEW];
    look_at_unread(run, identity, way);
    look_at_ifunc(run, identity, way);
    look_at_needed(run, identity, way);
    look_at_search(run, identity, way);
    unsigned gained = deeds_of(new) & ~deeds_of(old);
    if (gained)
        tell_deeds(run, identity, way, gained);
}

static void run_capability(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way way = sb_way_as_step(run, &run->ways.p[i]);
        if (!sb_way_compares(&way) || !run->facts_agree || !(way.facts[SB_OLD]->has & run->row->needs))
            continue;
        if (way.facts[SB_NEW]->has & run->row->needs)
            look_at_way(run, identity, &way);
        else
            look_at_unread(run, identity, &way);
    }
}

const struct sb_signal_row sb_signal_capability = {
    .id = "CAPABILITY",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 5,
    .family = SB_FAMILY_RUN,
    .needs = SB_FACT_BIT(ELF),
    .sentence = "programs or libraries of a package can do what they could not before, or hide what they can",
    .why = "The library of xz chose its functions by resolvers that ran in every program that loads it, before main(). "
           "A compression library that starts programs or opens connections has another purpose than it says.",
    .changed = {2, 374}, /* above low */
    .base_rate =
        "above low: 2 of 374 packages that upgrades of Debian changed, both for a new library; 5 more have tables "
        "that cannot be read, and are low. For calls and resolvers 0 of 377 packages that security updates "
        "changed and of 379 between two releases, of which 7 are low",
    .quiet =
        "Another function of a kind that was called before. Resolvers are medium (9). New kinds of calls, and tables "
        "that cannot be read any more, are low (2) but in a patch release, of a distribution's package in another "
        "revision of the same upstream version, and at the same version; new libraries are told in these alone, but "
        "for parts of the C library and the compiler's. What may be no news, since a part of the old side could "
        "not be read, is low (2).",
    .unseen = "Programs that are linked statically, and functions that are called by number or found by name while "
              "the program runs.",
    .run = run_capability,
};
