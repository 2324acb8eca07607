/* How a component is said in CycloneDX: the members whose shape is more than a text, version by version. */
#include "base/digest.h"
#include "formats/attributes.h"
#include "formats/cyclonedx.h"

/* The licence list that the schemas carry: 3.28. An id that is newer is no valid license.id. */
enum { LICENCE_LIST = 328 };

void sb_cdx_write_type(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    enum sb_comp_type type = (enum sb_comp_type)sb_doc_at(writing->doc, owner)->type;
    if (sb_cdx_type_since(type) > writing->minor)
        sb_write_lost(writing, "a component type (library is written)");
    if (type == SB_TYPE_ABSENT || sb_cdx_type_since(type) > writing->minor)
        type = SB_TYPE_LIBRARY;
    sb_json_pair(&writing->out, row->key, sb_str_of(sb_comp_type_names[type]));
}

void sb_cdx_write_scope(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_json_pair(&writing->out, row->key, sb_str_of(sb_scope_names[sb_doc_at(writing->doc, owner)->scope]));
}

void sb_cdx_write_purl(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_write_text(writing, row->key, sb_doc_at(writing->doc, owner)->purl);
}

static void write_party(struct sb_writing *writing, const char *key, sb_text name)
{
    if (!sb_text_set(name))
        return;
    sb_json_key(&writing->out, key);
    sb_json_begin(&writing->out, '{');
    sb_write_text(writing, "name", name);
    sb_json_end(&writing->out);
}

void sb_cdx_write_supplier(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    write_party(writing, row->key, sb_doc_at(writing->doc, owner)->supplier);
}

/* Versions without manufacturer have a publisher, unless that is taken. */
void sb_cdx_write_manufacturer(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    sb_text originator = sb_doc_at(writing->doc, owner)->originator;
    if (sb_field_in(row, writing->minor))
        write_party(writing, row->key, originator);
    else if (sb_text_set(originator) && !sb_doc_attribute_of(writing->doc, owner, SB_F_PUBLISHER).v)
        sb_write_text(writing, "publisher", originator);
    else if (sb_text_set(originator))
        sb_write_lost(writing, "originator");
}

/* ---- hashes ---- */

static bool has_name_here(const struct sb_writing *writing, const struct sb_digest *digest)
{
    bool is_new = digest->alg == SB_ALG_STREEBOG_256 || digest->alg == SB_ALG_STREEBOG_512;
    return sb_algs[digest->alg].cyclonedx && (!is_new || writing->minor >= 7);
}

static sb_str hex_of(const struct sb_digest *digest, char hex[128])
{
    sb_hex_encode(digest->b, digest->n, hex);
    return sb_str_n(hex, 2u * digest->n);
}

void sb_cdx_write_hashes(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_hashes_of(doc, owner);
    bool open = false;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_digest *digest = &doc->hashes.p[i].digest;
        char hex[128];
        if (!has_name_here(writing, digest))
            continue; /* becomes a property */
        if (!open) {
            sb_json_key(&writing->out, row->key);
            sb_json_begin(&writing->out, '[');
            open = true;
        }
        sb_json_begin(&writing->out, '{');
        sb_json_pair(&writing->out, "alg", sb_str_of(sb_algs[digest->alg].cyclonedx));
        sb_json_pair(&writing->out, "content", hex_of(digest, hex));
        sb_json_end(&writing->out);
    }
    if (open)
        sb_json_end(&writing->out);
}

static void pairs_of_hashes(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_hashes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_digest *digest = &doc->hashes.p[i].digest;
        char hex[128];
        const char *name = sb_algs[digest->alg].spdx ? sb_algs[digest->alg].spdx : sb_algs[digest->alg].cyclonedx;
        if (!has_name_here(writing, digest) && name)
            sb_pairs_add(writing,
                         sb_arena_join(&writing->arena, SB_S(SB_PROPERTY_CHECKSUM), sb_str_of(name), SB_STR_NONE),
                         sb_arena_str(&writing->arena, hex_of(digest, hex)));
    }
}

/* ---- licences ---- */

/* An id that the schema's list has, in its spelling; else it can only be an expression. */
static bool is_listed(struct sb_writing *writing, const struct sb_licence *licence)
{
    const struct sb_licence_row *row = sb_write_listed(writing, licence->text);
    return licence->form == SB_LICENCE_ID && row && !row->exception && row->since <= LICENCE_LIST;
}

static void write_role(struct sb_writing *writing, const struct sb_licence *licence)
{
    bool concluded = licence->role == SB_LICENCE_CONCLUDED;
    if (writing->minor >= 6)
        sb_json_pair(&writing->out, "acknowledgement", concluded ? SB_S("concluded") : SB_S("declared"));
}

static void write_expression(struct sb_writing *writing, const struct sb_licence *licence, sb_str text)
{
    sb_json_begin(&writing->out, '{');
    sb_json_pair(&writing->out, "expression", text);
    write_role(writing, licence);
    sb_json_end(&writing->out);
}

static void write_licence(struct sb_writing *writing, const struct sb_licence *licence, bool by_name)
{
    sb_str text = sb_doc_str(writing->doc, licence->text);
    bool listed = is_listed(writing, licence);
    if (!listed && licence->form != SB_LICENCE_NAME && !by_name) {
        write_expression(writing, licence, text);
        return;
    }
    sb_json_begin(&writing->out, '{');
    sb_json_key(&writing->out, "license");
    sb_json_begin(&writing->out, '{');
    if (listed)
        sb_json_pair(&writing->out, "id", sb_str_of(sb_write_listed(writing, licence->text)->id));
    else
        sb_json_pair(&writing->out, "name", text);
    write_role(writing, licence);
    sb_json_end(&writing->out);
    sb_json_end(&writing->out);
}

/* What can be said about the licences of a component in this version. */
struct licence_plan {
    unsigned roles; /* bits 1 << role that are written here; concluded ones become a property below 1.6 */
    bool any;
    bool alone;   /* one expression that stands for all declared ones */
    bool by_name; /* expressions beside names, where only ids and names may be listed */
    sb_str expression;
};

static struct licence_plan plan_licences(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct licence_plan plan = {.roles = 1u << SB_LICENCE_DECLARED};
    bool exclusive = writing->minor == 5 || writing->minor == 6, expression = false;
    unsigned seen = 0;
    struct sb_range r = sb_doc_licences_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_licence *licence = &doc->licences.p[i];
        if (!sb_text_set(licence->text))
            continue;
        seen |= 1u << licence->role;
        expression = expression || (licence->form != SB_LICENCE_NAME && !is_listed(writing, licence));
    }
    if (writing->minor >= 6 && (!exclusive || !expression || !(seen & plan.roles)))
        plan.roles |= 1u << SB_LICENCE_CONCLUDED;
    plan.any = seen & plan.roles;
    if (exclusive && expression && plan.any) {
        enum sb_licence_role role = seen & 1u << SB_LICENCE_DECLARED ? SB_LICENCE_DECLARED : SB_LICENCE_CONCLUDED;
        plan.alone = sb_licences_joined(doc, owner, role, &writing->arena, &plan.expression);
        plan.by_name = !plan.alone;
    }
    return plan;
}

void sb_cdx_write_licences(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct licence_plan plan = plan_licences(writing, owner);
    struct sb_range r = sb_doc_licences_of(doc, owner);
    if (!plan.any)
        return;
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '[');
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_licence *licence = &doc->licences.p[i];
        if (!sb_text_set(licence->text) || !(plan.roles & 1u << licence->role))
            continue;
        if (plan.alone) {
            write_expression(writing, licence, plan.expression);
            break;
        }
        write_licence(writing, licence, plan.by_name);
    }
    sb_json_end(&writing->out);
}

static void pairs_of_licences(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    unsigned roles = plan_licences(writing, owner).roles;
    struct sb_range r = sb_doc_licences_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_licence *licence = &doc->licences.p[i];
        if (sb_text_set(licence->text) && !(roles & 1u << licence->role))
            sb_pairs_add(writing, SB_S(SB_PROPERTY_CONCLUDED), sb_doc_str(doc, licence->text));
    }
}

/* ---- pedigree, references, evidence ---- */

static void write_ancestor(struct sb_writing *writing, sb_comp c)
{
    const struct sb_component *row = sb_doc_at(writing->doc, c);
    sb_json_begin(&writing->out, '{');
    sb_cdx_write_type(writing, &sb_cdx_component.rows[0], c);
    sb_write_text(writing, "group", row->group);
    sb_write_text(writing, "name", row->name);
    sb_write_text(writing, "version", row->version);
    sb_write_text(writing, "purl", row->purl);
    sb_json_end(&writing->out);
}

void sb_cdx_write_pedigree(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_relations_from(doc, owner);
    bool open = false;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        if (doc->relations.p[i].kind != SB_REL_GENERATED_FROM)
            continue;
        if (!open) {
            sb_json_key(&writing->out, row->key);
            sb_json_begin(&writing->out, '{');
            sb_json_key(&writing->out, "ancestors");
            sb_json_begin(&writing->out, '[');
            open = true;
        }
        write_ancestor(writing, doc->relations.p[i].to);
    }
    if (open) {
        sb_json_end(&writing->out);
        sb_json_end(&writing->out);
    }
}

static void write_reference(struct sb_writing *writing, const struct sb_reference *reference, sb_str address)
{
    sb_str type = sb_doc_str(writing->doc, reference->type);
    bool known = sb_cdx_reference_known(type, writing->minor);
    if (!known)
        sb_write_lost(writing, "a type of external reference (other is written)");
    sb_json_begin(&writing->out, '{');
    sb_json_pair(&writing->out, "url", address);
    sb_write_text(writing, "comment", reference->comment);
    sb_json_pair(&writing->out, "type", known ? type : SB_S("other"));
    sb_json_end(&writing->out);
}

void sb_cdx_write_references(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_references_of(doc, owner);
    bool open = false;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str address;
        if (!sb_write_address(writing, &doc->references.p[i], &address))
            continue; /* becomes a property */
        if (!open) {
            sb_json_key(&writing->out, row->key);
            sb_json_begin(&writing->out, '[');
            open = true;
        }
        write_reference(writing, &doc->references.p[i], address);
    }
    if (open)
        sb_json_end(&writing->out);
}

void sb_cdx_write_evidence(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    if (writing->minor < 5 || !sb_doc_attribute_of(doc, owner, SB_F_EVIDENCE).v)
        return; /* versions below have properties for it */
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '{');
    sb_json_key(&writing->out, "occurrences");
    sb_json_begin(&writing->out, '[');
    struct sb_range r = sb_doc_attributes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        if (doc->attributes.p[i].field != SB_F_EVIDENCE)
            continue;
        sb_json_begin(&writing->out, '{');
        sb_write_text(writing, "location", doc->attributes.p[i].value);
        sb_json_end(&writing->out);
    }
    sb_json_end(&writing->out);
    sb_json_end(&writing->out);
}

/* ---- properties ---- */

/* Attributes that have no member of their own. */
static uint32_t homeless_fields(const struct sb_writing *writing)
{
    uint32_t fields = 1u << SB_F_SUMMARY | 1u << SB_F_DOWNLOAD | 1u << SB_F_SOURCE_INFO | 1u << SB_F_FILE_NAME |
                      1u << SB_F_COMMENT | 1u << SB_F_VERIFICATION_CODE | 1u << SB_F_DOC_NAME | 1u << SB_F_LICENCE_LIST;
    return writing->minor < 5 ? fields | 1u << SB_F_EVIDENCE : fields;
}

static void write_property(struct sb_writing *writing, const struct sb_pair_text *pair)
{
    sb_json_begin(&writing->out, '{');
    sb_json_key(&writing->out, "name");
    sb_json_str(&writing->out, pair->name);
    if (pair->value.p) {
        sb_json_key(&writing->out, "value");
        sb_json_str(&writing->out, pair->value);
    }
    sb_json_end(&writing->out);
}

void sb_cdx_write_properties(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner)
{
    const sb_str reproducible = SB_S("cdx:reproducible"); /* says that there is no time, so it is apart as that is */
    writing->pairs.n = 0;
    sb_pairs_facts(writing, owner);
    sb_pairs_properties(writing, owner, homeless_fields(writing));
    pairs_of_hashes(writing, owner);
    pairs_of_licences(writing, owner);
    sb_pairs_references(writing, owner);
    if (!owner.v)
        sb_pairs_identity(writing, "spdx", SB_PROPERTY_NAMESPACE, SB_PROPERTY_CREATED);
    bool content = writing->pairs.n > 0;
    if (!owner.v && !writing->options->time.set)
        sb_pairs_add(writing, reproducible, SB_S("true"));
    if (writing->pairs.n == 0)
        return;
    sb_pairs_sort(writing);
    sb_json_apart(&writing->out, !content);
    sb_json_key(&writing->out, row->key);
    sb_json_begin(&writing->out, '[');
    for (size_t i = 0; i < writing->pairs.n; i++) {
        sb_json_apart(&writing->out, !content || writing->pairs.p[i].name.p == reproducible.p);
        write_property(writing, &writing->pairs.p[i]);
    }
    sb_json_apart(&writing->out, !content);
    sb_json_end(&writing->out);
    sb_json_apart(&writing->out, false);
}
