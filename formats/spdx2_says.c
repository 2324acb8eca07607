/* How a package is said in SPDX 2: the members whose shape is more than a text. */
#include "base/digest.h"
#include "formats/attributes.h"
#include "formats/spdx2.h"
#include "id/licence.h"
#include "id/url.h"

void sb_spdx2_write_said(struct sb_writing *writing, const char *key, sb_text text)
{
    if (sb_text_eq(text, SB_TEXT_NOASSERTION) || sb_text_eq(text, SB_TEXT_NONE))
        sb_json_pair(&writing->out, key, sb_doc_str(writing->doc, text));
    else
        sb_write_text(writing, key, text);
}

static sb_text slot_of(const struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_text text;
    memcpy(&text, (const char *)sb_doc_at(writing->doc, owner) + row->slot, sizeof text);
    return text;
}

void sb_spdx2_write_slot(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_spdx2_write_said(writing, row->key, slot_of(writing, row, owner));
}

/* On one line, and not in parentheses alone, which would be an address without a name. */
static sb_str actor_name(sb_str name, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, name.n + 1), *at = p;
    for (sb_str word; sb_str_word(&name, &word);) {
        if (at > p)
            *at++ = ' ';
        at = (char *)mempcpy(at, word.p, word.n);
    }
    *at = '\0';
    sb_str one_line = sb_str_n(p, (size_t)(at - p));
    while (one_line.n && sb_str_rchr(one_line, '(') == 0 && one_line.p[one_line.n - 1] == ')')
        one_line = sb_str_trim(sb_str_part(one_line, 1, one_line.n - 2));
    return one_line;
}

/* "N <mail>" is a person, everything else an organisation; what is no name at all is nobody. */
sb_str sb_spdx2_actor_of(sb_str party, struct sb_arena *arena)
{
    sb_str name = actor_name(party, arena);
    if (name.n == 0)
        return SB_STR_NONE;
    size_t open = sb_str_rchr(name, '<');
    if (open == SB_NPOS || !sb_str_ends(name, SB_S(">")) || sb_str_chr(sb_str_from(name, open), '@') == SB_NPOS)
        return sb_arena_join(arena, SB_S("Organization: "), name, SB_STR_NONE);
    sb_str mail = sb_str_trim(sb_str_part(name, open + 1, name.n - open - 2));
    name = actor_name(sb_str_part(name, 0, open), arena);
    return name.n ? sb_arena_printf(arena, "Person: %.*s (%.*s)", SB_FMT(name), SB_FMT(mail))
                  : sb_arena_join(arena, SB_S("Person: "), mail, SB_STR_NONE);
}

void sb_spdx2_write_party(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_text text = slot_of(writing, row, owner);
    if (!sb_text_set(text)) {
        if (!sb_text_eq(text, SB_TEXT_EMPTY))
            sb_spdx2_write_said(writing, row->key, text);
        return;
    }
    sb_str actor = sb_spdx2_actor_of(sb_doc_str(writing->doc, text), &writing->arena);
    if (actor.n)
        sb_json_pair(&writing->out, row->key, actor);
    else
        sb_spdx2_write_said(writing, row->key, SB_TEXT_NOASSERTION);
}

/* An address of the web, or of a repository: "git+https://host/path@ref". Others become a property. */
static bool is_location(sb_str text)
{
    static const char *const tools[] = {"git+", "hg+", "svn+", "bzr+"};
    for (size_t i = 0; i < SB_COUNT(tools); i++)
        if (sb_str_chop(&text, sb_str_of(tools[i])))
            break;
    return sb_url_is_web(text);
}

static sb_str unusual_location(const struct sb_doc *doc, sb_comp owner)
{
    sb_text text = sb_doc_attribute_of(doc, owner, SB_F_DOWNLOAD);
    return sb_text_set(text) && !is_location(sb_doc_str(doc, text)) ? sb_doc_str(doc, text) : SB_STR_NONE;
}

void sb_spdx2_write_download(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_text text = sb_doc_attribute_of(writing->doc, owner, SB_F_DOWNLOAD);
    bool said = is_location(sb_doc_str(writing->doc, text)) || sb_text_eq(text, SB_TEXT_NONE);
    sb_spdx2_write_said(writing, row->key, said ? text : SB_TEXT_NOASSERTION);
}

/* The results of an analysis may stand only where it is said that there was one; nothing else depends on the member. */
void sb_spdx2_write_analyzed(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    static const char *const results[] = {"hasFiles", "licenseInfoFromFiles", "packageVerificationCode"};
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_raws_of(doc, owner);
    bool analyzed = writing->raws_fit && sb_doc_attribute_of(doc, owner, SB_F_VERIFICATION_CODE).v;
    for (uint32_t i = r.first; writing->raws_fit && i < r.first + r.n; i++)
        for (size_t k = 0; k < SB_COUNT(results); k++)
            analyzed = analyzed || sb_str_eq(sb_doc_str(doc, doc->raws.p[i].member), sb_str_of(results[k]));
    sb_json_key(&writing->out, row->key);
    sb_json_bool(&writing->out, analyzed);
}

void sb_spdx2_write_code(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_text value = sb_doc_attribute_of(writing->doc, owner, SB_F_VERIFICATION_CODE);
    /* It may only stand where files were analysed, which is known from a document of this format alone. */
    if (!sb_text_set(value) || !writing->raws_fit) {
        if (sb_text_set(value))
            sb_write_lost(writing, row->key);
        return;
    }
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '{');
    sb_write_text(writing, "packageVerificationCodeValue", value);
    sb_json_end(&writing->out);
}

void sb_spdx2_write_purpose(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const char *purpose = sb_spdx2_purpose((enum sb_comp_type)sb_doc_at(writing->doc, owner)->type);
    if (purpose && sb_field_in(row, writing->minor))
        sb_json_pair(&writing->out, row->key, sb_str_of(purpose));
}

void sb_spdx2_write_checksums(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_hashes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_digest *digest = &doc->hashes.p[i].digest;
        char hex[128];
        if (!sb_algs[digest->alg].spdx)
            continue; /* becomes a property */
        sb_spdx2_list_open(writing, row->key);
        sb_hex_encode(digest->b, digest->n, hex);
        sb_json_begin(&writing->out, '{');
        sb_json_pair(&writing->out, "algorithm", sb_str_of(sb_algs[digest->alg].spdx));
        sb_json_pair(&writing->out, "checksumValue", sb_str_n(hex, 2u * digest->n));
        sb_json_end(&writing->out);
    }
    sb_spdx2_list_close(writing);
}

/* ---- external references ---- */

static void put_ref(struct sb_writing *writing, const char *key, sb_str category, sb_str type, sb_str locator,
                    sb_text comment)
{
    struct sb_json_out *out = &writing->out;
    sb_spdx2_list_open(writing, key);
    sb_json_begin(out, '{');
    sb_write_text(writing, "comment", comment);
    sb_json_pair(out, "referenceCategory", category);
    sb_json_key(out, "referenceLocator");
    sb_json_str(out, locator);
    sb_json_pair(out, "referenceType", type);
    sb_json_end(out);
}

/* The first website without a comment is the homepage, if validators take its address for one. */
static uint32_t find_homepage(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    sb_str address;
    struct sb_range r = sb_doc_references_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_reference *reference = &doc->references.p[i];
        if (sb_str_eq(sb_doc_str(doc, reference->type), SB_S("website")) && !reference->comment.v &&
            sb_write_address(writing, reference, &address) && sb_url_is_web(address))
            return i;
    }
    return UINT32_MAX;
}

/* Two members ask for it. */
static uint32_t homepage_of(struct sb_writing *writing, sb_comp owner)
{
    struct sb_spdx2_writing *state = writing->format;
    if (state->owner.v != owner.v)
        state->homepage = find_homepage(writing, owner);
    state->owner = owner;
    return state->homepage;
}

void sb_spdx2_write_homepage(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_str address;
    uint32_t homepage = homepage_of(writing, owner);
    if (homepage != UINT32_MAX && sb_write_address(writing, &writing->doc->references.p[homepage], &address))
        sb_json_pair(&writing->out, row->key, address);
}

/* The category that the reader put before a type, in the one spelling; OTHER for what has none. */
static sb_str category_of(sb_str *type)
{
    static const char *const categories[] = {"SECURITY", "PACKAGE-MANAGER", "PERSISTENT-ID"};
    for (size_t i = 0; i < SB_COUNT(categories); i++) {
        sb_str rest = *type;
        if (!sb_str_chop(&rest, sb_str_of(categories[i])) || !sb_str_chop(&rest, SB_S(" ")))
            continue;
        *type = rest;
        return sb_str_of(categories[i]);
    }
    return SB_S("OTHER");
}

void sb_spdx2_write_refs(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    sb_text purl = sb_doc_at(doc, owner)->purl;
    if (sb_text_set(purl))
        put_ref(writing, row->key, SB_S("PACKAGE-MANAGER"), SB_S("purl"), sb_doc_str(doc, purl), SB_TEXT_ABSENT);
    struct sb_range r = sb_doc_attributes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_attribute *attribute = &doc->attributes.p[i];
        sb_str cpe = sb_doc_str(doc, attribute->value);
        if (attribute->field == SB_F_CPE && cpe.n)
            put_ref(writing, row->key, SB_S("SECURITY"),
                    sb_str_starts(cpe, SB_S("cpe:2.3:")) ? SB_S("cpe23Type") : SB_S("cpe22Type"), cpe, SB_TEXT_ABSENT);
    }
    sb_str address;
    uint32_t homepage = homepage_of(writing, owner);
    r = sb_doc_references_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_reference *reference = &doc->references.p[i];
        sb_str type = sb_doc_str(doc, reference->type), category = category_of(&type);
        if (i != homepage && sb_write_address(writing, reference, &address))
            put_ref(writing, row->key, category, type, address, reference->comment);
    }
    sb_spdx2_list_close(writing);
}

/* ---- annotations ---- */

static void put_annotation(struct sb_writing *writing, sb_str comment)
{
    const struct sb_spdx2_writing *state = writing->format;
    struct sb_json_out *out = &writing->out;
    sb_spdx2_list_open(writing, "annotations");
    sb_json_begin(out, '{');
    sb_write_time(writing, "annotationDate", state->created);
    sb_json_pair(out, "annotationType", SB_S("OTHER"));
    sb_json_pair(
        out, "annotator",
        sb_arena_join(&writing->arena, SB_S("Tool: sbom-"), sb_str_of(writing->options->tool_version), SB_STR_NONE));
    sb_json_pair(out, "comment", comment);
    sb_json_end(out);
}

static void put_facts(struct sb_writing *writing, sb_comp owner)
{
    struct sb_spdx2_writing *state = writing->format;
    struct sb_buf *comment = &state->comment;
    sb_buf_clear(comment);
    writing->pairs.n = 0;
    sb_pairs_facts(writing, owner);
    sb_pairs_sort(writing);
    for (size_t i = 0; i < writing->pairs.n; i++) {
        sb_str name = writing->pairs.p[i].name, value = writing->pairs.p[i].value;
        if (sb_str_chr(value, '\n') != SB_NPOS || sb_str_chr(value, '\r') != SB_NPOS) {
            sb_write_lost(writing, "a fact whose value has several lines");
            continue;
        }
        if (comment->n == 0)
            sb_buf_str(comment, sb_str_part(SB_S(SB_SPDX2_FACTS), 0, sizeof SB_SPDX2_FACTS - 2));
        sb_buf_chr(comment, '\n');
        sb_buf_str(comment, name);
        sb_buf_chr(comment, '=');
        sb_buf_str(comment, value);
    }
    if (comment->n)
        put_annotation(writing, sb_buf_all(comment));
}

bool sb_spdx2_group_is_found(sb_str purl, sb_str group, sb_str name, struct sb_arena *arena)
{
    sb_str found_group = SB_STR_NONE, found_name = SB_STR_NONE;
    sb_str text = group.n ? sb_arena_join(arena, group, SB_S("/"), name) : name;
    bool found = purl.n && sb_spdx2_split_name(purl, text, arena, &found_group, &found_name);
    return found ? sb_str_eq(found_group, group) && sb_str_eq(found_name, name) : group.n == 0;
}

/* Slots that SPDX has no place for, where the reader would not find them by itself. */
static void pairs_of_slots(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    const struct sb_component *row = sb_doc_at(doc, owner);
    const char *purpose = sb_spdx2_purpose((enum sb_comp_type)row->type);
    sb_str group = sb_doc_str(doc, row->group), purl = row->purl_bad ? SB_STR_NONE : sb_doc_str(doc, row->purl);
    if (!sb_spdx2_group_is_found(purl, group, sb_doc_str(doc, row->name), &writing->arena))
        sb_pairs_add(writing, SB_S(SB_PROPERTY_GROUP), group);
    if (purpose && sb_spdx2_type_of(sb_str_of(purpose)) != row->type)
        sb_pairs_add(writing, SB_S(SB_PROPERTY_TYPE), sb_str_of(sb_comp_type_names[row->type]));
    if (row->scope)
        sb_pairs_add(writing, SB_S(SB_PROPERTY_SCOPE), sb_str_of(sb_scope_names[row->scope]));
    struct sb_range r = sb_doc_hashes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_digest *digest = &doc->hashes.p[i].digest;
        char hex[128];
        if (sb_algs[digest->alg].spdx || !sb_algs[digest->alg].cyclonedx)
            continue;
        sb_hex_encode(digest->b, digest->n, hex);
        sb_pairs_add(writing,
                     sb_arena_join(&writing->arena, SB_S(SB_PROPERTY_CHECKSUM),
                                   sb_str_of(sb_algs[digest->alg].cyclonedx), SB_STR_NONE),
                     sb_arena_str(&writing->arena, sb_str_n(hex, 2u * digest->n)));
    }
}

/* Creators and the comment on them have members of their own. */
static bool is_creation(sb_comp owner, sb_str name)
{
    return !owner.v && (sb_str_eq(name, SB_S(SB_SPDX2_CREATOR)) || sb_str_eq(name, SB_S(SB_SPDX2_CREATION_COMMENT)));
}

static void put_properties(struct sb_writing *writing, sb_comp owner)
{
    const uint32_t homeless = 1u << SB_F_AUTHOR | 1u << SB_F_PUBLISHER | 1u << SB_F_MIME_TYPE | 1u << SB_F_EVIDENCE;
    struct sb_spdx2_writing *state = writing->format;
    struct sb_buf *comment = &state->comment;
    sb_buf_clear(comment);
    writing->pairs.n = 0;
    sb_pairs_properties(writing, owner, homeless);
    sb_pairs_references(writing, owner);
    if (unusual_location(writing->doc, owner).n)
        sb_pairs_add(writing, sb_str_of(sb_attribute_name(SB_F_DOWNLOAD)), unusual_location(writing->doc, owner));
    if (owner.v)
        pairs_of_slots(writing, owner);
    else
        sb_pairs_identity(writing, "cyclonedx", SB_PROPERTY_SERIAL, SB_PROPERTY_TIMESTAMP);
    sb_pairs_sort(writing);
    for (size_t i = 0; i < writing->pairs.n; i++) {
        const struct sb_pair_text *pair = &writing->pairs.p[i];
        if (is_creation(owner, pair->name))
            continue;
        if (comment->n == 0)
            sb_buf_str(comment, sb_str_part(SB_S(SB_SPDX2_PROPERTIES), 0, sizeof SB_SPDX2_PROPERTIES - 2));
        sb_buf_str(comment, SB_S("\n["));
        sb_json_quote(comment, pair->name);
        if (pair->value.p) {
            sb_buf_chr(comment, ',');
            sb_json_quote(comment, pair->value);
        }
        sb_buf_chr(comment, ']');
    }
    if (comment->n)
        put_annotation(writing, sb_buf_all(comment));
}

void sb_spdx2_write_annotations(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    put_facts(writing, owner);
    put_properties(writing, owner);
    sb_spdx2_write_raws(writing, row->key, owner);
    sb_spdx2_list_close(writing);
}
