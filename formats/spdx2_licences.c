/* How licences are said in SPDX 2, and the texts of those that are on no list. */
#include "base/digest.h"
#include "formats/spdx2.h"
#include "id/licence.h"
#include "id/url.h"

/* The list that the validators of SPDX 2 know; they refuse a document for an id of a later one. */
enum { LICENCE_LIST = 327 };

/* Readers show the reference and not the name behind it, so that it says the name as well as it can; two names never
 * have one. */
sb_str sb_spdx2_licence_ref(sb_str name, struct sb_arena *arena)
{
    uint8_t sha256[SB_SHA256_BYTES];
    char hex[17] = "-";
    sb_sha256_of(name, sha256);
    sb_hex_encode(sha256, (sizeof hex - 1) / 2, hex + 1);
    return sb_arena_join(arena, sb_licence_ref(name, SB_STR_NONE, arena), sb_str_n(hex, sizeof hex), SB_STR_NONE);
}

/* Behind OBJECT: takes the text of member KEY. */
static void define_object(struct sb_writing *writing, struct sb_json *json, const char *key)
{
    struct sb_spdx2_writing *state = writing->format;
    sb_str name, text = SB_STR_NONE;
    while (sb_json_member(json, &name))
        if (sb_str_eq(name, sb_str_of(key)))
            sb_json_take_string(json, &writing->arena, &text);
        else if (!sb_json_skip(json, NULL))
            return;
    sb_intern(&state->defined, text);
}

/* RAW is an object or an array of such. */
static void define(struct sb_writing *writing, sb_str raw, const char *key)
{
    struct sb_json *json = sb_json_new(raw, 0);
    enum sb_json_event event = sb_json_next(json);
    bool array = event == SB_JSON_ARRAY;
    for (event = array ? sb_json_element(json) : event; event == SB_JSON_OBJECT; event = sb_json_element(json)) {
        define_object(writing, json, key);
        if (!array)
            break;
    }
    sb_json_free(json);
}

void sb_spdx2_find_defined(struct sb_writing *writing)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_raws_of(doc, SB_DOC_ITSELF);
    for (uint32_t i = r.first; writing->raws_fit && i < r.first + r.n; i++) {
        sb_str member = sb_doc_str(doc, doc->raws.p[i].member), json = sb_doc_str(doc, doc->raws.p[i].json);
        if (sb_str_eq(member, SB_S("hasExtractedLicensingInfos")))
            define(writing, json, "licenseId");
        else if (sb_str_eq(member, SB_S("externalDocumentRefs")))
            define(writing, json, "externalDocumentId");
    }
    sb_arena_reset(&writing->arena);
}

static bool is_defined(const struct sb_spdx2_writing *state, sb_str id)
{
    return sb_text_set(sb_intern_find(&state->defined, id));
}

/* Notes the LicenseRefs of an expression; one of a document that nothing leads to becomes one of this document. */
static sb_str with_defined_refs(struct sb_writing *writing, sb_str expression)
{
    struct sb_spdx2_writing *state = writing->format;
    sb_str rest = expression, ref;
    for (bool known = true; known && sb_licence_next_ref(&rest, &ref);) {
        sb_str document = sb_url_before(ref, ":");
        known = document.n == ref.n || is_defined(state, document);
        if (!known)
            expression = sb_licence_without_documents(expression, &writing->arena);
    }
    for (rest = expression; sb_licence_next_ref(&rest, &ref);)
        if (sb_str_starts(ref, SB_S("LicenseRef-")))
            sb_intern(&state->refs, ref);
    return expression;
}

/* An operand of an expression: what is none, or has an id that is too new, gets a LicenseRef and an entry of its text.
 */
static sb_str operand_of(struct sb_writing *writing, const struct sb_licence *licence)
{
    struct sb_spdx2_writing *state = writing->format;
    sb_str normal, text = sb_doc_str(writing->doc, licence->text);
    const struct sb_licence_row *listed = sb_write_listed(writing, licence->text);
    struct sb_err err = {0};
    if (licence->form != SB_LICENCE_NAME && listed && !listed->exception && !sb_licence_is_newer(text, LICENCE_LIST))
        return text; /* as most are */
    if (licence->form != SB_LICENCE_NAME && sb_licence_parse(text, &writing->arena, &normal, &err) == SB_OK) {
        sb_str expression = with_defined_refs(writing, text);
        if (!sb_licence_is_newer(text, LICENCE_LIST))
            return expression;
    }
    uint32_t *known = sb_map_put(&state->named, licence->text.v);
    if (!*known)
        *SB_PUSH(&state->names) = licence->text;
    *known = 1;
    return sb_spdx2_licence_ref(text, &writing->arena);
}

void sb_spdx2_write_licence(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    uint8_t role = strcmp(row->key, "licenseDeclared") == 0 ? SB_LICENCE_DECLARED : SB_LICENCE_CONCLUDED;
    struct sb_range r = sb_doc_licences_of(doc, owner);
    sb_str *operands = sb_arena_alloc(&writing->arena, (r.n + 1) * sizeof *operands);
    sb_text nothing = SB_TEXT_ABSENT;
    size_t n = 0;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_licence *licence = &doc->licences.p[i];
        if (licence->role != role)
            continue;
        if (sb_text_set(licence->text))
            operands[n++] = operand_of(writing, licence);
        else
            nothing = licence->text;
    }
    if (n)
        sb_json_pair(&writing->out, row->key, sb_licence_and(operands, n, &writing->arena));
    else if (nothing.v && !sb_text_eq(nothing, SB_TEXT_EMPTY))
        sb_spdx2_write_said(writing, row->key, nothing);
}

sb_str sb_spdx2_no_text(sb_str id, struct sb_arena *arena)
{
    return sb_arena_join(arena, SB_S(SB_NO_TEXT_FRONT), id, SB_S(SB_NO_TEXT_BEHIND));
}

/* Each reference must lead to a text, even where there is none. */
static void write_refs(struct sb_writing *writing, const char *key)
{
    const struct sb_spdx2_writing *state = writing->format;
    for (uint32_t i = SB_TEXT_WITHHELD.v + 1; i < state->refs.n; i++) {
        sb_str id = sb_intern_str(&state->refs, (sb_text){i}), text = sb_doc_licence_text_of(writing->doc, id);
        if (is_defined(state, id))
            continue;
        if (!text.n)
            text = sb_spdx2_no_text(id, &writing->arena);
        sb_spdx2_list_open(writing, key);
        sb_json_begin(&writing->out, '{');
        sb_json_pair(&writing->out, "extractedText", text);
        sb_json_pair(&writing->out, "licenseId", id);
        sb_json_end(&writing->out);
    }
}

void sb_spdx2_write_infos(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_spdx2_writing *state = writing->format;
    const struct sb_doc *doc = writing->doc;
    for (size_t i = 0; i < state->names.n; i++) {
        sb_str name = sb_doc_str(doc, state->names.p[i]);
        sb_spdx2_list_open(writing, row->key);
        sb_json_begin(&writing->out, '{');
        sb_json_pair(&writing->out, "extractedText", name);
        sb_json_pair(&writing->out, "licenseId", sb_spdx2_licence_ref(name, &writing->arena));
        sb_json_pair(&writing->out, "name", name);
        sb_json_end(&writing->out);
    }
    write_refs(writing, row->key);
    sb_spdx2_write_raws(writing, row->key, owner);
    sb_spdx2_list_close(writing);
}
