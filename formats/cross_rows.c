/* How texts arrive on the other side of a way across specifications, whichever it is. */
#include "formats/cross_state.h"
#include "formats/spdx2.h"
#include "id/licence.h"
#include "id/purl.h"
#include "id/url.h"

uint64_t sb_cross_id_key(sb_str id)
{
    enum { SEED = 0x1d5 };
    return sb_hash(id.p, id.n, SEED) >> 1;
}

sb_comp sb_cross_component(const struct sb_cross *cross, sb_str id)
{
    const uint32_t *c = sb_map_get(&cross->ids, sb_cross_id_key(id));
    return c ? (sb_comp){*c} : SB_COMP_NONE;
}

sb_str sb_cross_part(const struct sb_cross *cross, const char *name)
{
    for (size_t i = 0; i < cross->n_parts; i++)
        if (sb_str_eq(cross->parts[i].name, sb_str_of(name)))
            return cross->parts[i].text;
    return SB_STR_NONE;
}

enum sb_arrival sb_cross_always(struct sb_cross *cross, sb_str text)
{
    (void)cross, (void)text;
    return SB_ARRIVES;
}

enum sb_arrival sb_cross_plain(struct sb_cross *cross, sb_str text)
{
    return sb_cross_said(cross, text) ? SB_ARRIVES : SB_ARRIVES_NOT;
}

enum sb_arrival sb_cross_aside(struct sb_cross *cross, sb_str text)
{
    return sb_cross_said(cross, text) ? SB_ARRIVES_ELSEWHERE : SB_ARRIVES_NOT;
}

/* What is said as it was arrives; what is said in the form that the model has, in other words. */
static enum sb_arrival as(struct sb_cross *cross, sb_str text, sb_str form)
{
    return sb_cross_said(cross, text) ? SB_ARRIVES : sb_cross_said(cross, form) ? SB_ARRIVES_ELSEWHERE : SB_ARRIVES_NOT;
}

enum sb_arrival sb_cross_hex(struct sb_cross *cross, sb_str text)
{
    char *lower = sb_arena_alloc(&cross->arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        lower[i] = sb_lower(text.p[i]);
    return as(cross, text, sb_str_n(lower, text.n));
}

enum sb_arrival sb_cross_digest(struct sb_cross *cross)
{
    const char *content = sb_cross_part(cross, "content").n ? "content" : "checksumValue";
    enum sb_arrival arrival = sb_cross_hex(cross, sb_cross_part(cross, content));
    if (cross->n_parts != 2 || cross->n_values != 2)
        return SB_ARRIVES_NOT;
    return arrival;
}

enum sb_arrival sb_cross_purl(struct sb_cross *cross, sb_str text)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    bool good = sb_purl_parse(text, &cross->arena, &purl, &err) == SB_OK;
    return as(cross, text, good ? sb_purl_text(&purl, &cross->arena) : text);
}

enum sb_arrival sb_cross_address(struct sb_cross *cross, sb_str text)
{
    sb_str form = sb_url_clean(text, &cross->arena), reference;
    enum sb_arrival arrival = as(cross, text, form);
    if (arrival == SB_ARRIVES_NOT && sb_url_reference(form, &cross->arena, &reference))
        arrival = as(cross, text, reference);
    return arrival;
}

/* Of a LicenseRef that stands for a name. */
static bool name_is_said(const struct sb_cross *cross, sb_str ref)
{
    sb_str text = sb_doc_licence_text_of(cross->doc, ref);
    return text.n && sb_cross_said(cross, text);
}

static bool operands_said(const struct sb_cross *cross, sb_str expression)
{
    sb_str word, rest = expression;
    bool said = true;
    while (said && sb_str_word(&rest, &word)) {
        while (word.n && *word.p == '(')
            word = sb_str_from(word, 1);
        while (word.n && word.p[word.n - 1] == ')')
            word.n--;
        said = sb_cross_said(cross, word) || name_is_said(cross, word);
    }
    return said;
}

/* A name that the component says by a LicenseRef: told apart by what stands in that beside the name. */
static bool is_reference_to(struct sb_cross *cross, sb_str name)
{
    return sb_cross_said(cross, sb_spdx2_licence_ref(name, &cross->arena));
}

enum sb_arrival sb_cross_licence(struct sb_cross *cross, sb_str text)
{
    struct sb_err err = {0};
    sb_str normal;
    if (sb_cross_said(cross, text) || is_reference_to(cross, text))
        return SB_ARRIVES;
    if (sb_licence_parse(text, &cross->arena, &normal, &err) != SB_OK)
        return SB_ARRIVES_NOT;
    return sb_cross_said(cross, normal) || operands_said(cross, normal) ? SB_ARRIVES_ELSEWHERE : SB_ARRIVES_NOT;
}

enum sb_arrival sb_cross_parts_aside(struct sb_cross *cross)
{
    if (!cross->n_parts || cross->n_parts != cross->n_values)
        return SB_ARRIVES_NOT;
    for (size_t i = 0; i < cross->n_parts; i++)
        if (!sb_cross_said(cross, cross->parts[i].text))
            return SB_ARRIVES_NOT;
    return SB_ARRIVES_ELSEWHERE;
}
