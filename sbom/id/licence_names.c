/* Names of licences that are no SPDX ids: trove classifiers and Debian's short names. */
#include "id/licence.h"

struct name {
    const char *name, *licence;
};

/* The last part of classifiers that name exactly one licence. Those that leave the version or "or later" open (Apache
 * Software License, BSD License, GPLv3 ...) are not here; PEP 639 calls them ambiguous. */
static const struct name classifiers[] = {
#define CLASSIFIER(name, licence) {name, licence},
#define DEBIAN(name, licence)
#include "id/licence_names.def"
#undef CLASSIFIER
#undef DEBIAN
};

static const struct name debian_names[] = {
#define CLASSIFIER(name, licence)
#define DEBIAN(name, licence) {name, licence},
#include "id/licence_names.def"
#undef CLASSIFIER
#undef DEBIAN
};

static sb_str find_name(const struct name *names, size_t n, sb_str name)
{
    for (size_t i = 0; i < n; i++)
        if (sb_str_eq_nocase(name, sb_str_of(names[i].name)))
            return sb_str_of(names[i].licence);
    return SB_STR_NONE;
}

sb_str sb_licence_of_classifier(sb_str classifier)
{
    classifier = sb_str_trim(classifier);
    if (!sb_str_chop(&classifier, SB_S("License :: ")))
        return SB_STR_NONE;
    sb_str_chop(&classifier, SB_S("OSI Approved :: "));
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

/* One name, without "and" and "or". */
static sb_str debian_licence(sb_str name, struct sb_arena *arena)
{
    sb_str found = find_name(debian_names, SB_COUNT(debian_names), name);
    if (!found.n)
        found = gnu_licence(name, arena);
    if (!found.n)
        found = listed(name);
    if (!found.n)
        found = listed(sb_arena_join(arena, name, SB_S(".0"), SB_STR_NONE));
    if (!found.n && sb_str_chop_end(&name, SB_S("+"))) {
        found = listed(name);
        if (!found.n)
            found = listed(sb_arena_join(arena, name, SB_S(".0"), SB_STR_NONE));
        if (found.n)
            found = sb_arena_join(arena, found, SB_S("+"), SB_STR_NONE);
    }
    return found;
}

/* "A and B or C": "and" binds tighter, as in SPDX. A comma turns that round, so such a name is left alone. */
sb_str sb_licence_of_debian(sb_str name, struct sb_arena *arena)
{
    enum { LONGEST = 4096 };
    sb_str text = SB_STR_NONE, word;
    if (name.n > LONGEST)
        return SB_STR_NONE;
    for (size_t i = 0; sb_str_word(&name, &word); i++) {
        sb_str part = word;
        bool operator_next = i % 2 == 1;
        if (!operator_next)
            part = debian_licence(word, arena);
        else if (!sb_str_eq_nocase(word, SB_S("and")) && !sb_str_eq_nocase(word, SB_S("or")))
            return SB_STR_NONE;
        else
            part = sb_str_eq_nocase(word, SB_S("and")) ? SB_S("AND") : SB_S("OR");
        if (!part.n)
            return SB_STR_NONE;
        bool alternatives = !operator_next && sb_str_find(part, SB_S(" OR ")) != SB_NPOS;
        if (alternatives)
            part = sb_arena_join(arena, SB_S("("), part, SB_S(")"));
        text = i ? sb_arena_join(arena, text, SB_S(" "), part) : part;
    }
    sb_str normal;
    return sb_licence_parse(text, arena, &normal, NULL) == SB_OK ? normal : SB_STR_NONE;
}
