/* The same version, built for another version of the interpreter: its native modules have another name and content, and
 * nothing else differs as far as the facts tell. */
#include "diff/signal_content.h"

static bool is_native(sb_str kind)
{
    static const char *const native[] = {"elf", "macho", "pe", NULL};
    return sb_str_is_one_of(kind, native);
}

/* "x/y.cpython-312-x86_64-linux-gnu.so" and "x/y.cpython-313-x86_64-linux-gnu.so". */
static bool differ_by_tag(sb_str a, sb_str b)
{
    static const char *const modules[] = {".so", ".pyd", NULL};
    if (!sb_str_is_one_of(sb_suffix_of(a), modules) || !sb_str_eq(sb_suffix_of(a), sb_suffix_of(b)))
        return false;
    size_t from = sb_path_dir(a).n;
    size_t end = sb_str_chr(sb_str_from(a, from), '.');
    sb_str stem = end == SB_NPOS ? SB_STR_NONE : sb_str_part(a, 0, from + end + 1);
    return stem.n && sb_str_starts(b, stem) && !sb_str_eq(a, b);
}

static bool same_path(sb_str a, sb_str b)
{
    return sb_str_eq(a, b) || differ_by_tag(a, b);
}

static bool same_kinds(const struct sb_facts *old, const struct sb_facts *new)
{
    bool native = false;
    if (old->kinds.n != new->kinds.n)
        return false;
    for (size_t i = 0; i < new->kinds.n; i++) {
        const struct sb_fact_kind *a = &old->kinds.p[i];
        const struct sb_fact_kind *b = &new->kinds.p[i];
        native = native || (is_native(b->kind) && differ_by_tag(a->path, b->path));
        if (!sb_str_eq(a->kind, b->kind) || a->n != b->n || !same_path(a->path, b->path))
            return false;
    }
    return native;
}

static bool same_tops(const struct sb_facts *old, const struct sb_facts *new)
{
    bool same = old->toplevel.n == new->toplevel.n && old->toplevel.more == new->toplevel.more;
    for (size_t i = 0; same && i < new->toplevel.n; i++)
        same = same_path(old->toplevel.p[i], new->toplevel.p[i]);
    return same;
}

/* Every file that both lists tell of is the same one, or a native one of the other tag. RET_GROWN: by how many bytes
 * the native ones grew. A list holds the largest: what is smaller than its last may have fallen out. */
static bool same_largest(const struct sb_facts *old, const struct sb_facts *new, uint64_t *ret_grown)
{
    for (size_t i = 0; i < new->largest.n; i++) {
        const struct sb_fact_file *b = &new->largest.p[i];
        const struct sb_fact_file *a = NULL;
        for (size_t k = 0; !a && k < old->largest.n; k++)
            if (same_path(old->largest.p[k].path, b->path))
                a = &old->largest.p[k];
        if (a && is_native(a->kind) && is_native(b->kind) && differ_by_tag(a->path, b->path))
            *ret_grown += b->bytes - a->bytes;
        else if (a ? !sb_str_eq(a->sha256, b->sha256) : b->bytes > old->largest.p[old->largest.n - 1].bytes)
            return false;
    }
    return old->largest.n == new->largest.n;
}

static bool all_native_told(const struct sb_facts *facts)
{
    uint64_t native = 0, told = 0;
    for (size_t i = 0; i < facts->kinds.n; i++)
        native += is_native(facts->kinds.p[i].kind) ? facts->kinds.p[i].n : 0;
    for (size_t i = 0; i < facts->largest.n; i++)
        told += is_native(facts->largest.p[i].kind);
    return native == told;
}

/* The size of the rest is the same but for the tags in the metadata. */
static bool same_size(const struct sb_facts *old, const struct sb_facts *new, uint64_t grown)
{
    enum { TAGS = 64 };
    uint64_t rest = new->files.bytes - old->files.bytes - grown; /* may be negative: modulo 2^64 */
    return !all_native_told(old) || !all_native_told(new) || rest + TAGS <= 2 * TAGS;
}

bool sb_only_rebuilt(const struct sb_way *way)
{
    const struct sb_facts *old = way->facts[SB_OLD];
    const struct sb_facts *new = way->facts[SB_NEW];
    uint64_t grown = 0;
    uint32_t needed = SB_FACTS_OF_FILES | SB_FACT_BIT(MANIFEST) | SB_FACT_BIT(VERIFIED);
    return (old->has & new->has &needed) == needed && !sb_str_eq(old->at, new->at) && new->verified.modified == 0 &&
           new->verified.extra == 0 && sb_str_eq(old->manifest.sha256, new->manifest.sha256) &&
           old->files.n == new->files.n &&same_kinds(old, new) && same_tops(old, new) && new->largest.n &&
           old->largest.n &&same_largest(old, new, &grown) && same_size(old, new, grown);
}
