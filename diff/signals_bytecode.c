#include "diff/signal_content.h"

/* ---- BYTECODE_ONLY ---- */

/* Its first file by name, and how many there are. */
static const struct sb_fact_kind *byte_code(const struct sb_facts *facts)
{
    for (size_t i = 0; i < facts->kinds.n; i++)
        if (sb_str_eq(facts->kinds.p[i].kind, SB_S("bytecode")))
            return &facts->kinds.p[i];
    return NULL;
}

/* One of the largest files of the kind that the old side did not have with this content. */
static const struct sb_fact_file *changed_file(const struct sb_facts *old, const struct sb_facts *new)
{
    for (size_t i = 0; i < new->largest.n; i++) {
        const struct sb_fact_file *file = &new->largest.p[i];
        const struct sb_fact_file *before = sb_largest_find(old, file->path);
        if (sb_str_eq(file->kind, SB_S("bytecode")) && (!before || !sb_str_eq(before->sha256, file->sha256)))
            return file;
    }
    return NULL;
}

static void look_at_byte_code(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    const struct sb_facts *new = way->facts[SB_NEW];
    const struct sb_facts *old = sb_way_before(way);
    const struct sb_fact_kind *now = byte_code(new);
    const struct sb_fact_kind *before = byte_code(old);
    const struct sb_fact_file *changed = now ? changed_file(old, new) : NULL;
    if (!now || (before && before->n >= now->n && !changed))
        return;
    struct sb_finding *f = sb_find(run, identity, way);
    if (before) /* a package that ships nothing else changes with every release */
        sb_find_level(f, SB_LEVEL_MEDIUM, before->n < now->n ? 5 : 4);
    else if (way->blind)
        sb_find_level(f, SB_LEVEL_MEDIUM, 6);
    sb_str path = changed ? changed->path : now->path;
    sb_find_path(run, f, path);
    f->content = sb_content_digest(new, path);
    f->old_json = sb_json_number_of(run, before ? before->n : 0);
    f->new_json = sb_json_number_of(run, now->n);
    sb_find_message(run, f,
                    "%.*s of %.*s is byte code without its source: Python runs it, and nobody can read it (%llu "
                    "such file%s%s)",
                    SB_FMT(path), SB_FMT(sb_run_spell(run, SB_NEW, way->row[SB_NEW])), (unsigned long long)now->n,
                    now->n == 1 ? "" : "s", before ? ", some before" : "");
    sb_find_look(run, f, "strings -n 6 ", "");
}

static void run_bytecode_only(struct sb_signal_run *run, const struct sb_identity *identity)
{
    for (size_t i = 0; identity && i < run->ways.n; i++) {
        const struct sb_way *way = &run->ways.p[i];
        if (sb_way_has(run, way, run->row->needs))
            look_at_byte_code(run, identity, way);
    }
}

const struct sb_signal_row sb_signal_bytecode_only = {
    .id = "BYTECODE_ONLY",
    .severity = SB_LEVEL_HIGH,
    .weight = 9,
    .family = SB_FAMILY_FILES,
    .lone = true,
    .needs = SB_FACT_BIT(KINDS) | SB_FACT_BIT(FILES),
    .sentence = "byte code without its source appeared or changed",
    .why = "An interpreter runs it like a module, and no review, search or diff of sources sees what it does.",
    .changed = {0, 3666}, /* above info */
    .arriving = {0, 610},
    .base_rate = "none of 3,666 changed packages and none of 610 new ones",
    .quiet = "Byte code beside its source, and in __pycache__. Medium where the package had some before.",
    .run = run_bytecode_only,
};
