#include "diff/ran.h"

#include "base/mem.h"

/* The collector that finds a type's packages, by its name in sbom:ran: no document says it. A type without a row hangs
 * on the revision of the facts alone. */
static const struct {
    const char *type, *collector;
} collectors[] = {{"alpm", "pacman"}, {"apk", "apk"},     {"deb", "dpkg"},
                  {"npm", "npm"},     {"pypi", "python"}, {"rpm", "rpm"}};

sb_str sb_ran_type(sb_str collector)
{
    for (size_t i = 0; i < SB_COUNT(collectors); i++)
        if (sb_str_eq(collector, sb_str_of(collectors[i].collector)))
            return sb_str_of(collectors[i].type);
    return SB_STR_NONE;
}

static int by_name(const void *a, const void *b)
{
    return sb_str_cmp(((const struct sb_ran_row *)a)->name, ((const struct sb_ran_row *)b)->name);
}

/* False for what is no object of numbers: then nobody says what ran. */
static bool read_rows(struct sb_delta *delta, enum sb_side side, struct sb_json *json, struct sb_ran *ran)
{
    sb_str value = sb_doc_fact_of(delta->doc[side], SB_DOC_ITSELF, sb_fact_rows[SB_FACT_RAN].name), name;
    SB_VEC(struct sb_ran_row) rows = {0};
    sb_json_restart(json, value);
    bool good = value.n && value.n <= SB_FACT_BYTES && sb_json_next(json) == SB_JSON_OBJECT;
    while (good && sb_json_member(json, &name)) {
        struct sb_ran_row *row = SB_PUSH(&rows);
        *row = (struct sb_ran_row){.name = sb_arena_str(&delta->arena, name)};
        good = sb_json_next(json) == SB_JSON_NUMBER && sb_str_u64(sb_json_text(json), &row->revision) &&
               row->revision && rows.n <= sb_fact_caps[SB_FACT_RAN];
    }
    good = good && sb_json_next(json) == SB_JSON_DONE;
    if (good && rows.n) {
        qsort(rows.p, rows.n, sizeof *rows.p, by_name);
        struct sb_ran_row *copy = sb_arena_alloc(&delta->arena, rows.n * sizeof *copy);
        memcpy(copy, rows.p, rows.n * sizeof *copy);
        *ran = (struct sb_ran){.p = copy, .n = rows.n};
    }
    sb_free(rows.p);
    return good;
}

uint64_t sb_ran_revision(const struct sb_delta *delta, enum sb_side side, sb_str name)
{
    const struct sb_ran *ran = &delta->ran[side];
    struct sb_ran_row key = {.name = name};
    const struct sb_ran_row *row = ran->n ? bsearch(&key, ran->p, ran->n, sizeof key, by_name) : NULL;
    return row ? row->revision : 0;
}

void sb_ran_read(struct sb_delta *delta, struct sb_json *json)
{
    for (unsigned side = 0; side < SB_SIDES; side++)
        delta->ran[side].said = read_rows(delta, side, json, &delta->ran[side]);
    uint64_t old = sb_ran_revision(delta, SB_OLD, SB_S("facts")), new = sb_ran_revision(delta, SB_NEW, SB_S("facts"));
    delta->facts_agree = old == new && delta->ran[SB_OLD].said == delta->ran[SB_NEW].said;
    for (size_t i = 0; i < SB_COUNT(collectors); i++) {
        sb_str name = sb_str_of(collectors[i].collector);
        if (sb_ran_revision(delta, SB_OLD, name) != sb_ran_revision(delta, SB_NEW, name))
            delta->types_disagree |= 1u << i;
    }
}

bool sb_ran_agrees(const struct sb_delta *delta, sb_str type)
{
    for (size_t i = 0; i < SB_COUNT(collectors); i++)
        if (delta->types_disagree >> i & 1 && sb_str_eq(type, sb_str_of(collectors[i].type)))
            return false;
    return delta->facts_agree;
}
