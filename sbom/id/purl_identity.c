#include "id/purl_types.h"

/* Whether the blank-separated LIST of keys and key=value pairs speaks of this qualifier. */
static bool listed(const char *list, sb_str key, sb_str value)
{
    sb_str rest = sb_str_of(list), word, name;
    while (sb_str_word(&rest, &word)) {
        bool pair = sb_str_cut(&word, '=', &name);
        if (sb_str_eq(name, key) && (!pair || sb_str_eq(word, value)))
            return true;
    }
    return false;
}

sb_str sb_pep503_name(sb_str name, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        bool separator = name.p[i] == '-' || name.p[i] == '_' || name.p[i] == '.';
        if (!separator)
            p[n++] = sb_lower(name.p[i]);
        else if (n == 0 || i == 0 || p[n - 1] != '-')
            p[n++] = '-';
    }
    p[n] = '\0';
    return sb_str_n(p, n);
}

/* "NAME@VERSION" whose "@" was encoded; not the scope of npm. */
static void take_version_out(struct sb_purl *purl)
{
    size_t at = sb_str_rchr(purl->name, '@');
    if (purl->version.n || at == SB_NPOS || at == 0 || at + 1 == purl->name.n)
        return;
    sb_str version = sb_str_from(purl->name, at + 1);
    sb_str number = version;
    sb_str_chop(&number, SB_S("v"));
    if (!number.n || !sb_is_digit(number.p[0]) || sb_str_chr(version, '/') != SB_NPOS)
        return;
    purl->version = version;
    purl->name.n = at;
}

/* "NAMESPACE/NAME" whose "/" was encoded, and Maven's "GROUP:NAME". */
static void take_namespace_out(struct sb_purl *purl, struct sb_arena *arena)
{
    static const char *const paths[] = {"composer", "golang", "npm", "swift", NULL};
    bool maven = sb_str_eq(purl->type, SB_S("maven"));
    if (!maven && !sb_str_is_one_of(purl->type, paths))
        return;
    size_t at = sb_str_rchr(purl->name, '/');
    if (at == SB_NPOS && maven && !purl->ns.n)
        at = sb_str_chr(purl->name, ':');
    if (at == SB_NPOS || at == 0 || at + 1 == purl->name.n)
        return;
    sb_str front = sb_str_part(purl->name, 0, at);
    purl->ns = purl->ns.n ? sb_arena_join(arena, purl->ns, SB_S("/"), front) : front;
    purl->name = sb_str_from(purl->name, at + 1);
}

/* dpkg's "NAME:ARCHITECTURE". */
static void take_architecture_out(struct sb_purl *purl)
{
    size_t at = sb_str_rchr(purl->name, ':');
    if (!sb_str_eq(purl->type, SB_S("deb")) || at == SB_NPOS || at == 0 || at + 1 == purl->name.n)
        return;
    if (!sb_purl_get(purl, SB_S("arch")).n)
        sb_purl_set(purl, SB_S("arch"), sb_str_from(purl->name, at + 1));
    purl->name.n = at;
}

void sb_purl_respell(struct sb_purl *purl, struct sb_arena *arena)
{
    take_version_out(purl);
    take_architecture_out(purl);
    take_namespace_out(purl, arena);
}

/* Two spellings of an address: with and without the slash at its end. */
static sb_str without_slash(sb_str value)
{
    while (value.n > 1 && value.p[value.n - 1] == '/')
        value.n--;
    return value;
}

static void keep_identity_qualifiers(struct sb_purl *unit, const struct sb_purl_row *row, struct sb_arena *arena)
{
    size_t n = 0;
    for (size_t i = 0; i < unit->n_qualifiers; i++) {
        struct sb_purl_qualifier q = unit->qualifiers[i];
        q.value = without_slash(q.value);
        if (listed(row->identity, q.key, q.value) && !listed(row->defaults, q.key, q.value)) {
            if (row->required) /* uuid and tag_id mean the same in any case */
                q.value = sb_purl_lower(q.value, arena);
            unit->qualifiers[n++] = q;
        }
    }
    unit->n_qualifiers = n;
}

sb_str sb_purl_identity(const struct sb_purl *purl, struct sb_arena *arena)
{
    static const struct sb_purl_row unknown = {0};
    struct sb_purl unit = *purl;
    unit.type = sb_purl_type_alias(purl->type);
    const struct sb_purl_row *row = sb_purl_row(unit.type);
    if (!row)
        row = &unknown;
    unit.version = SB_STR_NONE;
    if (row->flags & SB_PURL_ANY_NS || sb_str_eq(unit.ns, sb_str_of(row->default_ns)))
        unit.ns = SB_STR_NONE;
    if (!sb_str_eq(unit.type, purl->type) || row->flags & SB_PURL_ANY_CASE)
        unit.name = sb_purl_lower(unit.name, arena);
    if (row->flags & SB_PURL_PEP503)
        unit.name = sb_pep503_name(unit.name, arena);
    keep_identity_qualifiers(&unit, row, arena);
    return sb_purl_text_as(&unit, row, arena);
}

/* Whether VERSION has an epoch of its own: digits and a colon in front. */
static bool has_epoch(sb_str version)
{
    size_t i = 0;
    while (i < version.n && sb_is_digit(version.p[i]))
        i++;
    return i > 0 && i < version.n && version.p[i] == ':';
}

sb_str sb_purl_version(const struct sb_purl *purl, struct sb_arena *arena)
{
    const struct sb_purl_row *row = sb_purl_row(purl->type);
    sb_str version = purl->version;
    if (!row || !(row->flags & SB_PURL_EPOCH) || !version.n)
        return version;
    sb_str epoch = sb_purl_get(purl, SB_S("epoch"));
    uint64_t number;
    if (!has_epoch(version) && sb_str_u64(epoch, &number) && number)
        return sb_arena_printf(arena, "%llu:%.*s", (unsigned long long)number, SB_FMT(version));
    sb_str_chop(&version, SB_S("0:")); /* the same as none */
    return version;
}
