/* What parses has a text that parses to itself; an identity is its own identity, whatever the spelling. */
#include "base/utf8.h"
#include "id/purl.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
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
