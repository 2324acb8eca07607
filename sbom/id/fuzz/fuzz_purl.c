/* What parses has a text that parses to itself; an identity is its own identity, whatever the spelling. What is seen as
 * canonical at once is so by the rules, too, with the same parts. */
#include "base/utf8.h"
#include "id/purl_types.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static sb_str identity_of(sb_str text, struct sb_arena *arena)
{
    struct sb_purl purl;
    require(sb_purl_parse(text, arena, &purl, NULL) == SB_OK);
    return sb_purl_identity(&purl, arena);
}

static void require_same(const struct sb_purl *a, const struct sb_purl *b)
{
    require(sb_str_eq(a->type, b->type) && sb_str_eq(a->ns, b->ns) && sb_str_eq(a->name, b->name));
    require(sb_str_eq(a->version, b->version) && sb_str_eq(a->subpath, b->subpath));
    require(a->n_qualifiers == b->n_qualifiers);
    for (size_t i = 0; i < a->n_qualifiers; i++)
        require(sb_str_eq(a->qualifiers[i].key, b->qualifiers[i].key) &&
                sb_str_eq(a->qualifiers[i].value, b->qualifiers[i].value));
}

static void check_canonical(sb_str text, struct sb_arena *arena)
{
    struct sb_purl quick, slow;
    if (!sb_purl_is_canonical(text))
        return;
    require(sb_purl_parse(text, arena, &quick, NULL) == SB_OK);
    require(sb_purl_parse_by_rules(text, false, arena, &slow, NULL) == SB_OK);
    require_same(&quick, &slow);
    require(sb_str_eq(text, sb_purl_text(&slow, arena)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    check_canonical(sb_str_n((const char *)data, size), &arena);
    struct sb_err err = {0};
    struct sb_purl purl, again;
    sb_rc rc = sb_purl_repair(sb_str_n((const char *)data, size), &arena, &purl, &err);
    require(rc == err.rc);
    if (rc == SB_OK) {
        sb_str text = sb_purl_text(&purl, &arena);
        require(sb_utf8_valid(text));
        if (sb_purl_parse(text, &arena, &again, &err) == SB_OK)
            require(sb_str_eq(text, sb_purl_text(&again, &arena)));
        else
            require(err.rc == SB_E_LIMIT); /* the canonical text may be longer */
        sb_str identity = sb_purl_identity(&purl, &arena);
        if (err.rc == SB_OK) {
            require(sb_str_eq(identity, identity_of(text, &arena)));
            require(sb_str_eq(identity, identity_of(identity, &arena)));
        }
        sb_purl_version(&purl, &arena);
    } else {
        require(err.text[0] != '\0');
    }
    sb_arena_done(&arena);
    return 0;
}
