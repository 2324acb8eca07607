#include "diff/signal_content.h"

/* ---- BIG_NEW_FILE ---- */

enum { BIG = 1000 * 1000, GROWN = 100 * 1000 };

static bool is_text_kind(sb_str kind)
{
    return sb_str_eq(kind, SB_S("text")) || sb_str_starts(kind, SB_S("script:"));
}

/* Why a file is no news: the package has the like of it already. */
enum news { IS_NEWS, IS_TWIN, IS_OLD };

/* The old side keeps its largest files only: one that is not among them may have been there, but smaller than the last
 * of them. */
static enum news news_of(const struct sb_facts *old, const struct sb_fact_file *file)
{
    enum news news = IS_NEWS;
    const struct sb_fact_file *before = sb_largest_find(old, file->path);
    if (before)
        return before->bytes < file->bytes / 3 ? IS_NEWS : IS_OLD;
    for (size_t i = 0; i < old->largest.n; i++) {
        const struct sb_fact_file *other = &old->largest.p[i];
        if (sb_str_eq(other->sha256, file->sha256)) /* moved */
            return IS_OLD;
        if (!sb_str_eq(sb_suffix_of(other->path), sb_suffix_of(file->path)) || other->bytes < file->bytes / 4)
            continue;
        if (other->bytes >= file->bytes / 2 && sb_str_eq(sb_path_dir(other->path), sb_path_dir(file->path)))
            return IS_OLD; /* a bundle named by its content */
        news = IS_TWIN;    /* a bundle among bundles */
    }
    return news;
}

static bool is_big(const struct sb_way *way, const struct sb_fact_file *file)
{
    uint64_t before = sb_way_before(way)->files.bytes;
    uint64_t after = way->facts[SB_NEW]->files.bytes;
    if (file->bytes > BIG && file->bytes > before / 2)
        return true;
    /* Most of a growth to more than three times the size. */
    return before && after / 3 > before && file->bytes >= GROWN && file->bytes > (after - before) / 2;
}

static struct sb_grade rate_big(const struct sb_identity *identity, const struct sb_way *way,
                                const struct sb_fact_file *file, enum news news)
{
    bool code = sb_role_of(identity, way->facts[SB_NEW], file->path) == SB_ROLE_CODE;
    if (!sb_way_compares(way))
        return (struct sb_grade){SB_LEVEL_INFO, 1};
    if (news == IS_TWIN)
        return (struct sb_grade){SB_LEVEL_LOW, 2};
    if (!code)
        return (struct sb_grade){SB_LEVEL_LOW, 3};
    return sb_way_is_small(way) ? (struct sb_grade){SB_LEVEL_HIGH, 7} : (struct sb_grade){SB_LEVEL_MEDIUM, 4};
}

static void tell_big(struct sb_signal_run *run, const struct sb_way *way, struct sb_finding *f,
                     const struct sb_fact_file *file)
{
    const struct sb_facts *old = sb_way_before(way);
    sb_find_path(run, f, file->path);
    f->content = file->sha256;
    f->new_json = sb_json_number_of(run, file->bytes);
    sb_find_look(run, f, "head -c 300 ", "");
    if (!sb_way_compares(way)) {
        sb_find_message(run, f, "%.*s has %llu bytes", SB_FMT(file->path), (unsigned long long)file->bytes);
        return;
    }
    f->old_json = sb_json_number_of(run, old->files.bytes);
    sb_find_message(run, f, "%.*s %s %llu bytes; all of %.*s had %llu", SB_FMT(file->path),
                    sb_largest_find(old, file->path) ? "grew to" : "is new and has", (unsigned long long)file->bytes,
                    SB_FMT(sb_run_spell(run, SB_OLD, way->row[SB_OLD])), (unsigned long long)old->files.bytes);
}

static void look_at_largest(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    for (size_t i = 0; i < way->facts[SB_NEW]->largest.n; i++) {
        const struct sb_fact_file *file = &way->facts[SB_NEW]->largest.p[i];
        enum news news = news_of(sb_way_before(way), file);
        if (!is_text_kind(file->kind) || !is_big(way, file) || news == IS_OLD)
            continue;
        struct sb_grade grade = rate_big(identity, way, file, news);
        struct sb_finding *f = sb_find(run, identity, way);
        sb_find_level(f, (enum sb_level)grade.severity, grade.weight);
        tell_big(run, way, f, file);
    }
}

static void run_big_new_file(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (!sb_is_system_type(identity) && sb_way_has(run, way, run->row->needs))
            look_at_largest(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_big_new_file = {
    .id = "BIG_NEW_FILE",
    .severity = SB_LEVEL_HIGH,
    .weight = 7,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(FILES) | SB_FACT_BIT(LARGEST),
    .sentence = "a text file of a new size came: over 1 MB and over half of what the package was",
    .why = "A whole programme bundled into one file is what injected code often looks like.",
    .changed = {5, 3666}, /* above info */
    .arriving = {0, 610},
    .base_rate = "above low in 1 of 3,666 changed packages; 10 of 610 new ones hold a text over 1 MB (info)",
    .quiet =
        "Native files; a file that was moved, or that replaces one of the same folder, suffix and size. Beside others "
        "of its suffix and a quarter of its size low (2), so are data files (3); in a major release medium (4), on a "
        "new package info.",
    .run = run_big_new_file,
};

/* ---- SIZE_JUMP ---- */

enum { NOISE_BYTES = 4096, NOISE_FILES = 8 };

static bool jumps(uint64_t before, uint64_t after, uint64_t noise)
{
    uint64_t step = before > after ? before - after : after - before;
    return step >= noise && (after < before - before / 2 || after / 3 > before);
}

static void run_size_jump(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (!sb_way_compares(way) || !sb_way_has(run, way, run->row->needs))
            continue;
        const struct sb_facts *old = way->facts[SB_OLD];
        const struct sb_facts *new = way->facts[SB_NEW];
        bool bytes = jumps(old->files.bytes, new->files.bytes, NOISE_BYTES);
        bool alone = old->files.n <= 1 && new->files.n <= 1; /* the manifest: the record names nothing else */
        if (!old->files.n || alone || (!bytes && !jumps(old->files.n, new->files.n, NOISE_FILES)))
            continue;
        struct sb_finding *f = sb_find(run, identity, way);
        if (!sb_way_is_small(way)) /* a major release was rebuilt, as often as not */
            sb_find_level(f, SB_LEVEL_LOW, 2);
        f->old_json = sb_json_number_of(run, bytes ? old->files.bytes : old->files.n);
        f->new_json = sb_json_number_of(run, bytes ? new->files.bytes : new->files.n);
        f->content = new->files.sha256.n ? new->files.sha256 : f->new_json; /* the next jump is another one */
        sb_find_message(run, f, "%.*s went from %llu bytes in %llu files to %llu bytes in %llu files",
                        SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), (unsigned long long)old->files.bytes,
                        (unsigned long long)old->files.n, (unsigned long long)new->files.bytes,
                        (unsigned long long)new->files.n);
        const struct sb_facts *now = sb_run_facts_of(run, SB_NEW, way->row[SB_NEW], SB_FACT_BIT(LARGEST));
        if (now->largest.n)
            sb_find_look_at(run, f, "ls -l ", sb_run_at(run, SB_NEW, way->row[SB_NEW], now->largest.p[0].path), "");
        else
            sb_find_look(run, f, "ls -l ", "");
    }
}

const struct sb_signal_row sb_signal_size_jump = {
    .id = "SIZE_JUMP",
    .severity = SB_LEVEL_MEDIUM,
    .weight = 4,
    .family = SB_FAMILY_FILES,
    .needs = SB_FACT_BIT(FILES),
    .sentence = "a package lost more than half of its size, or grew to more than three times of it",
    .why = "A package that was emptied, or filled with something else, keeps its name.",
    .changed = {112, 3666}, /* above info */
    .arriving = {0, 610},
    .base_rate = "112 of 3,666 changed packages, one in two of them in a patch or minor release",
    .quiet = "Steps of less than 4 KiB and of less than 8 files. In a major release low (2).",
    .run = run_size_jump,
};
