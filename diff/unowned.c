#include "diff/unowned.h"
#include "base/digest.h"

/* "NAME.TAG.pyc" in the cache is what the compiler leaves; nothing else there is. */
bool sb_is_cached(sb_str path)
{
    sb_str name = sb_path_base(path);
    if (!sb_str_eq(sb_path_base(sb_path_dir(path)), SB_S("__pycache__")) || !sb_str_chop_end(&name, SB_S(".pyc")))
        return false;
    size_t dot = sb_str_rchr(name, '.');
    return dot != SB_NPOS && dot > 0 && dot + 1 < name.n;
}

bool sb_unowned_is_code(const struct sb_fact_file *file)
{
    static const char *const native[] = {"bytecode", "elf", "mach-o", "macho", "pe", "wasm"};
    if (sb_str_starts(file->kind, SB_S("script:")))
        return true;
    for (size_t i = 0; i < SB_COUNT(native); i++)
        if (sb_str_eq(file->kind, sb_str_of(native[i])))
            return true;
    sb_str name = sb_path_base(file->path);
    return sb_str_chr(name, '.') != SB_NPOS && (sb_path_is_code(name) || sb_str_ends(name, SB_S(".pyc")));
}

bool sb_unowned_compares(struct sb_signal_run *run)
{
    const struct sb_facts *old = sb_run_facts(run, SB_OLD, SB_DOC_ITSELF);
    return run->facts_agree && old->has & SB_FACT_BIT(UNOWNED);
}

static int by_folder(const void *left, const void *right)
{
    const struct sb_fact_file *a = *(const struct sb_fact_file *const *)left;
    const struct sb_fact_file *b = *(const struct sb_fact_file *const *)right;
    int order = sb_str_cmp(sb_path_dir(a->path), sb_path_dir(b->path));
    return order ? order : sb_str_cmp(a->path, b->path);
}

void sb_unowned_sort(struct sb_unowned_list *list)
{
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, by_folder);
}

size_t sb_unowned_folder(const struct sb_unowned_list *list, size_t first)
{
    size_t end = first + 1;
    while (end < list->n && sb_str_eq(sb_path_dir(list->p[end]->path), sb_path_dir(list->p[first]->path)))
        end++;
    return end - first;
}

static sb_str digest_of(struct sb_signal_run *run, const struct sb_fact_file *const *files, size_t n)
{
    uint8_t digest[SB_SHA256_BYTES];
    char hex[2 * SB_SHA256_BYTES];
    struct sb_sha256 *sha = sb_sha256_new();
    sb_sha256_begin(sha);
    for (size_t i = 0; i < n; i++) {
        sb_sha256_add(sha, files[i]->path.p, files[i]->path.n);
        sb_sha256_add(sha, "", 1);
        sb_sha256_add(sha, files[i]->sha256.p, files[i]->sha256.n);
        sb_sha256_add(sha, "\n", 1);
    }
    sb_sha256_end(sha, digest);
    sb_sha256_free(sha);
    sb_hex_encode(digest, sizeof digest, hex);
    return sb_arena_str(run->arena, sb_str_n(hex, sizeof hex));
}

void sb_unowned_tell(struct sb_signal_run *run, struct sb_finding *f, const struct sb_fact_file *const *files, size_t n)
{
    SB_VEC(sb_str) names = {0};
    for (size_t i = 0; i < n && i <= SB_LISTED; i++)
        *SB_PUSH(&names) = files[i]->path;
    if (n > SB_LISTED)
        names.p[SB_LISTED - 1] = sb_arena_printf(&run->scratch, "and %zu more", n - (SB_LISTED - 1));
    f->new_json = sb_json_list_of(run, names.p, names.n < SB_LISTED ? names.n : SB_LISTED);
    f->content = n == 1 && files[0]->sha256.n ? sb_arena_str(run->arena, files[0]->sha256) : digest_of(run, files, n);
    sb_free(names.p);
}

void sb_unowned_of_component(struct sb_signal_run *run, const struct sb_identity *identity,
                             void (*look)(struct sb_signal_run *run, const struct sb_identity *identity,
                                          const struct sb_way *way))
{
    if (sb_is_type(identity, "npm")) /* FILES_LIST looks at those */
        return;
    for (size_t i = 0; i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (!way->blind && sb_way_has(run, way, run->row->needs) && way->facts[SB_OLD]->unlisted.more == 0)
            look(run, identity, way);
    }
}
