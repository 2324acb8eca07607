/* Names of licences that are no SPDX ids: trove classifiers and Debian's short names. */
#include "id/licence.h"

#include "id/licence_names.h"

struct name {
    const char *name, *licence;
};

#define CLASSIFIER(name, licence)
#define DEBIAN(name, licence)
#define NAME(name, licence)

/* The last part of classifiers that name exactly one licence. */
static const struct name classifiers[] = {
#undef CLASSIFIER
#define CLASSIFIER(name, licence) {name, licence},
#include "id/licence_names.def"
#undef CLASSIFIER
#define CLASSIFIER(name, licence)
};

static const struct name debian_names[] = {
#undef DEBIAN
#define DEBIAN(name, licence) {name, licence},
#include "id/licence_names.def"
#undef DEBIAN
#define DEBIAN(name, licence)
};

/* Folded spellings, each table sorted by bytes. */
static const struct name names[] = {
#undef NAME
#define NAME(name, licence) {name, licence},
#include "id/licence_names.def"
};

static const struct name titles[] = {
#define TITLE(name, licence) {name, licence},
#include "id/licence_titles.def"
#undef TITLE
};

static sb_str find_name(const struct name *rows, size_t n, sb_str name)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq_nocase(name, sb_str_of(rows[i].name)))
            return sb_str_of(rows[i].licence);
    return SB_STR_NONE;
}

static sb_str find_sorted(const struct name *rows, size_t n, sb_str name)
{
    size_t low = 0;
    while (n) {
        size_t half = n / 2;
        int order = sb_str_cmp(sb_str_of(rows[low + half].name), name);
        if (order == 0)
            return sb_str_of(rows[low + half].licence);
        low = order < 0 ? low + half + 1 : low;
        n = order < 0 ? n - half - 1 : half;
    }
    return SB_STR_NONE;
}

sb_str sb_licence_of_folded(sb_str folded)
{
    sb_str found = find_sorted(names, SB_COUNT(names), folded);
    return found.n ? found : find_sorted(titles, SB_COUNT(titles), folded);
}

sb_str sb_licence_of_exact(sb_str classifier)
{
    return find_name(classifiers, SB_COUNT(classifiers), classifier);
}

static sb_str listed(sb_str id)
{
    const struct sb_licence_row *row = sb_licence_find(id);
    return row && !row->exception ? sb_str_of(row->id) : SB_STR_NONE;
}

/* GPL-2+ and its family: a version that may lack its ".0", and "+" for "or later". */
static sb_str gnu_licence(sb_str name, struct sb_arena *arena)
{
    static const struct {
        const char *prefix, *family, *middle;
    } families[] = {{"GPL-", "GPL-", ""},
                    {"LGPL-", "LGPL-", ""},
                    {"AGPL-", "AGPL-", ""},
                    {"GFDL-NIV-", "GFDL-", "-no-invariants"},
                    {"GFDL-", "GFDL-", ""}};
    for (size_t i = 0; i < SB_COUNT(families); i++) {
        sb_str version = name;
        if (!sb_str_eq_nocase(sb_str_part(name, 0, strlen(families[i].prefix)), sb_str_of(families[i].prefix)))
            continue;
        version = sb_str_from(version, strlen(families[i].prefix));
        bool later = sb_str_chop_end(&version, SB_S("+"));
        const char *zero = sb_str_chr(version, '.') == SB_NPOS ? ".0" : "";
        sb_str id = sb_arena_printf(arena, "%s%.*s%s%s%s", families[i].family, SB_FMT(version), zero,
                                    families[i].middle, later ? "-or-later" : "-only");
        if (listed(id).n)
            return listed(id);
    }
    return SB_STR_NONE;
}

/* Debian's Open Publication Licence has the id of another one. "X-1+" without an id of its own stays a name: validators
 * know "+" behind GNU's licences alone. */
sb_str sb_licence_of_debian_name(sb_str name, struct sb_arena *arena)
{
    static const char *const others[] = {"OPL-1", "OPL-1.0", NULL};
    if (sb_str_is_one_of(name, others))
        return SB_STR_NONE;
    sb_str found = find_name(debian_names, SB_COUNT(debian_names), name);
    if (!found.n)
        found = gnu_licence(name, arena);
    if (!found.n)
        found = listed(name);
    return found.n ? found : listed(sb_arena_join(arena, name, SB_S(".0"), SB_STR_NONE));
}
