#include "formats/tally.h"

void sb_tally_init(struct sb_tally *tally)
{
    *tally = (struct sb_tally){0};
    sb_intern_init(&tally->names);
}

void sb_tally_done(struct sb_tally *tally)
{
    sb_intern_done(&tally->names);
    sb_free(tally->rows.p);
}

void sb_tally_add(struct sb_tally *tally, sb_str name, uint32_t line)
{
    sb_text id = sb_intern_find(&tally->names, name);
    if (!sb_text_set(id))
        id = sb_intern(&tally->names, tally->names.n < SB_TALLY_NAMES ? name : SB_S("(further names)"));
    while (tally->rows.n <= id.v)
        *SB_PUSH(&tally->rows) = (struct sb_tally_row){.line = line};
    tally->rows.p[id.v].n++;
}

void sb_tally_report(const struct sb_tally *tally, struct sb_diags *diags, enum sb_code code, sb_str path,
                     const char *what)
{
    for (uint32_t id = 0; id < tally->rows.n; id++) {
        const struct sb_tally_row *row = &tally->rows.p[id];
        sb_str name = sb_intern_str(&tally->names, (sb_text){id});
        if (row->n == 1)
            sb_diag(diags, code, path, row->line, "%.*s: %s", SB_FMT(name), what);
        else if (row->n)
            sb_diag(diags, code, path, row->line, "%.*s: %s (%llu times)", SB_FMT(name), what,
                    (unsigned long long)row->n);
    }
}
