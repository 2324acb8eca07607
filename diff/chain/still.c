#include "chain/chain.h"

bool sb_chain_has_findings(const struct sb_chain *chain, uint32_t step)
{
    for (size_t i = 0; i < chain->findings.n; i++)
        if (chain->findings.p[i].step == step)
            return true;
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

/* Sorted; what is waived is there as well. */
static size_t fingerprints_of(const struct sb_delta *delta, sb_str **ret)
{
    size_t n = 0;
    sb_str *all = sb_malloc((delta->findings.n + delta->waived.n + 1) * sizeof *all);
    for (size_t i = 0; i < delta->findings.n; i++)
        all[n++] = sb_str_of(delta->findings.p[i].fingerprint);
    for (size_t i = 0; i < delta->waived.n; i++)
        all[n++] = sb_str_of(delta->waived.p[i].finding.fingerprint);
    qsort(all, n, sizeof *all, by_bytes);
    *ret = all;
    return n;
}

void sb_chain_mark_still(struct sb_chain *chain, uint32_t step, const struct sb_delta *over)
{
    sb_str *there;
    size_t n = fingerprints_of(over, &there);
    for (size_t i = 0; i < chain->findings.n; i++) {
        struct sb_chain_finding *finding = &chain->findings.p[i];
        if (finding->step != step)
            continue;
        bool found = bsearch(&finding->fingerprint, there, n, sizeof *there, by_bytes) != NULL;
        finding->still = found ? SB_STILL_THERE : SB_STILL_GONE;
    }
    sb_free(there);
}
