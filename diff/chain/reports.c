#include "chain/chain.h"

const struct sb_chain_report *const sb_chain_reports[] = {&sb_chain_text, &sb_chain_json, &sb_chain_csv, NULL};

const struct sb_chain_report *sb_chain_report_find(const char *name)
{
    for (const struct sb_chain_report *const *row = sb_chain_reports; *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}
