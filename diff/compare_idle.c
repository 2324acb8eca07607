#include "diff/comparison.h"
#include "model/facts.h"

void sb_compare_idle_read(struct sb_comparison *cmp)
{
    struct sb_json *json = cmp->json;
    sb_json_restart(json, sb_doc_fact_of(cmp->delta->doc[SB_NEW], SB_DOC_ITSELF, sb_fact_rows[SB_FACT_IDLE].name));
    if (sb_json_next(json) != SB_JSON_ARRAY)
        return;
    for (enum sb_json_event event; (event = sb_json_element(json)) == SB_JSON_STRING;)
        sb_intern(&cmp->idle, sb_json_text(json));
}

bool sb_compare_is_idle(struct sb_comparison *cmp, enum sb_side side, sb_comp row)
{
    sb_str purl = sb_delta_row(cmp->delta, side, row)->purl;
    if (side != SB_OLD || !sb_text_set(sb_intern_find(&cmp->idle, purl)))
        return false;
    if (!cmp->first_idle.v || sb_str_cmp(purl, sb_delta_row(cmp->delta, side, cmp->first_idle)->purl) < 0)
        cmp->first_idle = row;
    cmp->idle_gone++;
    return true;
}

void sb_compare_idle_tell(struct sb_comparison *cmp)
{
    if (cmp->idle_gone == 0)
        return;
    sb_str first = sb_delta_row(cmp->delta, SB_OLD, cmp->first_idle)->purl;
    sb_note_coverage(
        cmp, "field", SB_S("not installed"), SB_NEW, cmp->idle_gone,
        "%u package%s that the old document lists %s metadata of what is not installed (SB2024), first %.*s",
        cmp->idle_gone, cmp->idle_gone == 1 ? "" : "s", cmp->idle_gone == 1 ? "is" : "are", SB_FMT(first));
}
