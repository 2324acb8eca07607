#include "collect/facts_out.h"

static void put(struct sb_doc *doc, sb_comp c, enum sb_fact_id id, sb_str json)
{
    sb_doc_fact(doc, c, sb_str_of(sb_fact_rows[id].name), json);
}

void sb_facts_put(struct sb_facts_out *out, sb_comp c, enum sb_fact_id id, sb_str json)
{
    if (out->beside)
        *SB_PUSH(&out->made) = (struct sb_fact_made){c, id, sb_arena_str(&out->arena, json)};
    else
        put(out->doc, c, id, json);
}

void sb_facts_put_list(struct sb_facts_out *out, sb_comp c, enum sb_fact_id id, struct sb_fact_list *list)
{
    sb_str json = sb_fact_list_end(list);
    if (list->more) {
        sb_str place = c.v ? sb_doc_str(out->doc, sb_doc_at(out->doc, c)->place) : SB_STR_NONE;
        sb_diag(out->beside ? &out->diags : &out->doc->diags, SB_D_FACT_CUT, place, 0, "%s: %llu more",
                sb_fact_rows[id].name, (unsigned long long)list->more);
    }
    sb_facts_put(out, c, id, json);
}

void sb_facts_out_pass(const struct sb_facts_out *out, size_t first, size_t n)
{
    for (size_t i = first; i < first + n; i++)
        put(out->doc, out->made.p[i].component, out->made.p[i].id, out->made.p[i].json);
}

void sb_facts_out_forget(struct sb_facts_out *out)
{
    out->made.n = 0;
    sb_arena_reset(&out->arena);
}

void sb_facts_out_done(struct sb_facts_out *out)
{
    sb_diags_merge(&out->doc->diags, &out->diags);
    sb_diags_done(&out->diags);
    sb_free(out->made.p);
    sb_arena_done(&out->arena);
}
