#include "base/map.h"
#include "base/mem.h"
#include "diff/match_rows.h"
#include "id/purl.h"

/* Why a row found no partner although one may be there under another spelling: what the other side has of its name. */

struct names {
    struct sb_intern table;
    struct sb_map rows; /* id of a name -> its first row by content */
    bool read;
};

struct sb_match_reasons {
    struct sb_delta *delta;
    struct names names[SB_SIDES];
    struct sb_arena scratch;
};

struct sb_match_reasons *sb_match_reasons_new(struct sb_delta *delta)
{
    struct sb_match_reasons *reasons = sb_calloc(1, sizeof *reasons);
    reasons->delta = delta;
    for (unsigned side = 0; side < SB_SIDES; side++)
        sb_intern_init(&reasons->names[side].table);
    return reasons;
}

void sb_match_reasons_free(struct sb_match_reasons *reasons)
{
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_intern_done(&reasons->names[side].table);
        sb_map_done(&reasons->names[side].rows);
    }
    sb_arena_done(&reasons->scratch);
    sb_free(reasons);
}

/* The last part of a name, whatever joins it to a group, in one letter case. */
static sb_str plain_name(struct sb_match_reasons *reasons, sb_str name)
{
    size_t colon = sb_str_rchr(name, ':');
    name = colon == SB_NPOS || colon + 1 == name.n ? name : sb_str_from(name, colon + 1);
    return sb_pep503_name(sb_path_base(name), &reasons->scratch);
}

static const struct names *names_of(struct sb_match_reasons *reasons, unsigned side)
{
    struct names *names = &reasons->names[side];
    const struct sb_doc *doc = reasons->delta->doc[side];
    for (uint32_t v = 1; !names->read && v <= sb_doc_count(doc); v++) {
        sb_arena_reset(&reasons->scratch);
        sb_str name = plain_name(reasons, sb_doc_str(doc, sb_doc_at(doc, (sb_comp){v})->name));
        uint32_t *first = sb_map_put(&names->rows, sb_intern(&names->table, name).v);
        *first = *first ? *first : v;
    }
    names->read = true;
    return names;
}

/* A row of the other side that is called so; none if nothing is. */
static sb_comp namesake(struct sb_match_reasons *reasons, unsigned side, sb_comp c)
{
    const struct names *names = names_of(reasons, !side);
    const struct sb_doc *doc = reasons->delta->doc[side];
    sb_arena_reset(&reasons->scratch);
    sb_text id = sb_intern_find(&names->table, plain_name(reasons, sb_doc_str(doc, sb_doc_at(doc, c)->name)));
    const uint32_t *first = sb_map_get(&names->rows, id.v);
    return first ? (sb_comp){*first} : SB_COMP_NONE;
}

sb_str sb_match_reason(struct sb_match_reasons *reasons, enum sb_side side, sb_comp c)
{
    struct sb_delta *delta = reasons->delta;
    const struct sb_component *row = sb_doc_at(delta->doc[side], c);
    const char *purl = row->purl_bad || sb_text_set(row->purl) ? "its purl is not valid" : "it has no purl";
    sb_comp other = namesake(reasons, side, c);
    if (!other.v)
        return sb_arena_printf(&delta->arena, "%s, and nothing on the other side has its digest or its name", purl);
    const struct sb_row *there = sb_delta_row(delta, !side, other);
    bool same = sb_str_eq(there->version, sb_delta_row(delta, side, c)->version);
    sb_str what = there->purl.n > 200 ? sb_str_part(there->purl, 0, 200) : there->purl;
    return sb_arena_printf(&delta->arena, "%s, and %.*s of the other side has its name, but %s", purl, SB_FMT(what),
                           same ? "is not known to be the same" : "another version");
}
