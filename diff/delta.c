#include "base/mem.h"
#include "diff/edges.h"
#include "diff/signals.h"
#include "diff/why.h"

void sb_delta_free(struct sb_delta *delta)
{
    if (!delta)
        return;
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_edges_done(&delta->wants[side]);
        sb_edges_done(&delta->wanted_by[side]);
        sb_free(delta->owners[side]);
    }
    sb_why_free(delta->why);
    sb_name_index_free(delta->names);
    sb_free(delta->identities.p);
    sb_free(delta->pairs.p);
    sb_free(delta->changes.p);
    sb_free(delta->terms.p);
    sb_free(delta->descriptions.p);
    sb_free(delta->lost.p);
    sb_free(delta->coverage.p);
    sb_free(delta->unreconciled.p);
    sb_free(delta->findings.p);
    sb_free(delta->waived.p);
    sb_free(delta->stale.p);
    sb_free(delta->groups.p);
    sb_arena_done(&delta->arena);
    sb_free(delta);
}
