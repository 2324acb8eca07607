#include "diff/edges.h"
#include "diff/use.h"
#include "policy/judge.h"

static enum sb_use use_of(const struct sb_doc *doc, sb_comp c)
{
    uint8_t scope = sb_doc_at(doc, c)->scope;
    if (scope == SB_SCOPE_EXCLUDED || sb_is_development(doc, c))
        return SB_USE_DEVELOPMENT;
    return scope == SB_SCOPE_OPTIONAL ? SB_USE_OPTIONAL : SB_USE_PRODUCTION;
}

static bool fits_ecosystem(const struct sb_key_list *list, sb_str type)
{
    const sb_str *names = list->p;
    for (size_t i = 0; i < list->n; i++)
        if (sb_str_eq_nocase(names[i], type))
            return true;
    return list->n == 0;
}

static bool fits_package(const struct sb_key_list *list, const struct sb_named *named)
{
    const struct sb_pattern *patterns = list->p;
    for (size_t i = 0; i < list->n; i++)
        if (sb_pattern_fits(&patterns[i], named))
            return true;
    return list->n == 0;
}

bool sb_where_fits(const struct sb_where *where, const struct sb_delta *delta, enum sb_side side, sb_comp row,
                   const struct sb_named *named)
{
    return fits_ecosystem(&where->ecosystems, named->type) && fits_package(&where->packages, named) &&
           (where->scopes == 0 || (where->scopes >> use_of(delta->doc[side], row) & 1));
}

/* Only these types have source packages; elsewhere the words are anybody's to write. */
static bool is_source(const struct sb_identity *identity, sb_str purl)
{
    sb_str rest = sb_str_part(purl, 0, sb_str_chr(purl, '#')), part;
    if ((!sb_str_eq(identity->type, SB_S("deb")) && !sb_str_eq(identity->type, SB_S("rpm"))) ||
        !sb_str_cut(&rest, '?', &part))
        return false;
    for (bool more = true; more;) {
        more = sb_str_cut(&rest, '&', &part);
        if (sb_str_eq(part, SB_S("arch=source")) || sb_str_eq(part, SB_S("arch=src")))
            return true;
    }
    return false;
}

bool sb_is_judged(const struct sb_delta *delta, enum sb_side side, sb_comp c)
{
    const struct sb_doc *doc = delta->doc[side];
    const struct sb_row *row = sb_delta_row(delta, side, c);
    return c.v != doc->root.v && !sb_is_file(doc, c) && !is_source(&delta->identities.p[row->identity], row->purl);
}

/* Work is at most proportional to length of pattern times length of text. */
bool sb_star(sb_str pattern, sb_str text)
{
    size_t p = 0, t = 0, star = SB_NPOS, from = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.n && sb_lower(pattern.p[p]) == sb_lower(text.p[t])) {
            p++;
            t++;
        } else if (star != SB_NPOS) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}
