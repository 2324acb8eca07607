#include "id/purl_types.h"

enum {
    LOWER = SB_PURL_LOWER_NS | SB_PURL_LOWER_NAME,
    LOWER_NS = SB_PURL_LOWER_NS,
    LOWER_NAME = SB_PURL_LOWER_NAME,
    LOWER_VERSION = SB_PURL_LOWER_VERSION,
    LOWER_SUBPATH = SB_PURL_LOWER_SUBPATH,
    DASHES = SB_PURL_DASHES,
    SLASHES = SB_PURL_SLASHES,
    ANY_NS = SB_PURL_ANY_NS,
    ANY_CASE = SB_PURL_ANY_CASE,
    PEP503 = SB_PURL_PEP503,
    EPOCH = SB_PURL_EPOCH,
    SYSTEM = SB_PURL_SYSTEM,
};

/* Sorted by type. The machine-readable type definitions of the specification decide about namespace, case and defaults;
 * identity is our own choice: what every generator writes in its own way (arch, distro, upstream, platform), or what is
 * an origin (repository_url of a registry), does not make another package. */
static const struct sb_purl_row rows[] = {
#define ROW(type, ns, flags, required, identity, defaults, default_ns, fix)                                            \
    {type, SB_NS_##ns, flags, required, identity, defaults, default_ns, fix},
#include "id/purl_types.def"
#undef ROW
};

/* By bytes; the first one mostly decides. */
static int row_order(sb_str type, const struct sb_purl_row *row)
{
    size_t i = 0;
    while (i < type.n && row->type[i] && type.p[i] == row->type[i])
        i++;
    int here = i < type.n ? (unsigned char)type.p[i] : -1, there = row->type[i] ? (unsigned char)row->type[i] : -1;
    return here - there;
}

static const struct sb_purl_row *search(sb_str type)
{
    size_t low = 0, high = SB_COUNT(rows);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = row_order(type, &rows[middle]);
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* One type is mostly asked for again and again. */
const struct sb_purl_row *sb_purl_row(sb_str type)
{
    static _Thread_local const struct sb_purl_row *last = rows;
    if (row_order(type, last) == 0)
        return last;
    const struct sb_purl_row *row = search(type);
    last = row ? row : last;
    return row;
}

sb_str sb_purl_type_alias(sb_str type)
{
    static const struct {
        const char *alias, *type;
    } aliases[] = {{"alpine", "apk"}, {"arch", "alpm"}};
    for (size_t i = 0; i < SB_COUNT(aliases); i++)
        if (sb_str_eq(type, sb_str_of(aliases[i].alias)))
            return sb_str_of(aliases[i].type);
    return type;
}

bool sb_purl_is_system(sb_str type)
{
    const struct sb_purl_row *row = sb_purl_row(type);
    return row && row->flags & SB_PURL_SYSTEM;
}
