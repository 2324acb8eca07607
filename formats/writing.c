#include "formats/writing.h"

#include "base/digest.h"
#include "formats/attributes.h"
#include "id/url.h"
#include "model/facts.h"
#include "text/json_read.h"

/* "1.6" -> 6 */
static unsigned minor_of(sb_str version)
{
    uint64_t minor = 0;
    size_t dot = sb_str_chr(version, '.');
    if (dot == SB_NPOS || !sb_str_u64(sb_str_from(version, dot + 1), &minor) || minor > 1000)
        return 0;
    return (unsigned)minor;
}

unsigned sb_version_minor(const struct sb_write_options *options, const char *fallback)
{
    return minor_of(sb_str_of(options->version ? options->version : fallback));
}

bool sb_is_of(const struct sb_doc *doc, const char *specification)
{
    size_t n = strlen(specification);
    return strncmp(doc->format, specification, n) == 0 && doc->format[n] == '-';
}

void sb_writing_begin(struct sb_writing *writing, const struct sb_doc *doc, const struct sb_write_options *options,
                      const char *specification, unsigned minor)
{
    *writing = (struct sb_writing){.doc = doc, .options = options, .minor = minor, .stated = minor};
    writing->raws_fit = sb_is_of(doc, specification) && minor_of(sb_doc_str(doc, doc->spec_version)) <= minor;
    sb_tally_init(&writing->lost);
}

void sb_writing_done(struct sb_writing *writing)
{
    sb_arena_done(&writing->arena);
    sb_tally_done(&writing->lost);
    sb_free(writing->pairs.p);
}

/* What an event of a reader says. */
static void put_event(struct sb_json_out *out, enum sb_json_event event, sb_str text)
{
    switch (event) {
    case SB_JSON_OBJECT: sb_json_begin(out, '{'); break;
    case SB_JSON_ARRAY: sb_json_begin(out, '['); break;
    case SB_JSON_OBJECT_END:
    case SB_JSON_ARRAY_END: sb_json_end(out); break;
    case SB_JSON_KEY: sb_json_key_str(out, text); break;
    case SB_JSON_STRING: sb_json_str(out, text); break;
    case SB_JSON_NUMBER: sb_json_raw(out, text); break;
    case SB_JSON_TRUE:
    case SB_JSON_FALSE: sb_json_bool(out, event == SB_JSON_TRUE); break;
    case SB_JSON_NULL: sb_json_null(out); break;
    case SB_JSON_DONE:
    case SB_JSON_ERROR: break;
    }
}

/* One run, and the id of what was written. */
static void write_digested(struct sb_writing *writing, void (*write)(struct sb_writing *writing), struct sb_sink *sink)
{
    uint8_t sha256[SB_SHA256_BYTES];
    sink->tee = sb_sha256_new();
    sb_sha256_begin(sink->tee);
    sb_json_out(&writing->out, sink, true);
    write(writing);
    sb_sink_apart(sink, true);
    sb_sha256_end(sink->tee, sha256);
    sb_content_uuid(sha256, writing->uuid);
    sb_sha256_free(sink->tee);
    sink->tee = NULL;
    sb_sink_apart(sink, false);
}

/* Leaves nothing but the id. */
static void write_nowhere(struct sb_writing *writing, void (*write)(struct sb_writing *writing))
{
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    sb_sink_memory(sink, NULL);
    write_digested(writing, write, sink);
    sb_free(sink);
    sb_tally_done(&writing->lost);
    sb_tally_init(&writing->lost);
}

sb_rc sb_writing_run(struct sb_writing *writing, void (*write)(struct sb_writing *writing), struct sb_sink *sink,
                     struct sb_diags *diags, struct sb_err *err)
{
    memset(writing->uuid, '0', sizeof writing->uuid - 1);
    if (sb_sink_patches(sink)) {
        write_digested(writing, write, sink);
        sb_sink_patch(sink, writing->id_at, writing->uuid, sizeof writing->uuid - 1);
    } else {
        write_nowhere(writing, write);
        sb_json_out(&writing->out, sink, true);
        write(writing);
    }
    sb_put_chr(sink, '\n');
    sb_tally_report(&writing->lost, diags, SB_D_NOT_EXPRESSIBLE, SB_STR_NONE, "left out or written in a simpler way");
    return sb_sink_flush(sink, err);
}

void sb_write_lost(struct sb_writing *writing, const char *what)
{
    sb_tally_add(&writing->lost, sb_str_of(what), 0);
}

/* ---- members ---- */

/* A text that says something, or that is there and empty. */
static bool is_said(sb_text text)
{
    return sb_text_set(text) || sb_text_eq(text, SB_TEXT_EMPTY);
}

void sb_write_text(struct sb_writing *writing, const char *key, sb_text text)
{
    if (!is_said(text))
        return;
    sb_json_key(&writing->out, key);
    sb_json_str(&writing->out, sb_doc_str(writing->doc, text));
}

void sb_write_time(struct sb_writing *writing, const char *key, const char *time)
{
    sb_json_apart(&writing->out, true);
    sb_json_pair(&writing->out, key, sb_str_of(time));
    sb_json_apart(&writing->out, false);
}

void sb_write_id(struct sb_writing *writing, const char *key, sb_str front)
{
    sb_json_apart(&writing->out, true);
    sb_json_pair(&writing->out, key, sb_arena_join(&writing->arena, front, sb_str_of(writing->uuid), SB_STR_NONE));
    sb_json_apart(&writing->out, false);
    writing->id_at = writing->out.sink->written - (sizeof writing->uuid - 1) - 1; /* a quote behind it */
}

/* The key that a raw member has in this table; false if it belongs to another one. */
static bool raw_key(const struct sb_writing *writing, const struct sb_field_table *table, const struct sb_raw *raw,
                    sb_str *ret_key)
{
    *ret_key = sb_doc_str(writing->doc, raw->member);
    return sb_str_chop(ret_key, sb_str_of(table->prefix));
}

static unsigned depth_of(sb_str json)
{
    struct sb_json *in = sb_json_new(json, SB_JSON_OUT_DEPTH);
    enum sb_json_event event;
    unsigned depth = 0, most = 0;
    while ((event = sb_json_next(in)) != SB_JSON_DONE && event != SB_JSON_ERROR) {
        depth += event == SB_JSON_OBJECT || event == SB_JSON_ARRAY;
        depth -= event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END;
        most = depth > most ? depth : most;
    }
    sb_json_free(in);
    return most;
}

/* What the text says, not how: the document that it comes from may have had another encoding. */
static void put_said(struct sb_writing *writing, sb_str json)
{
    struct sb_json_out *out = &writing->out;
    if (out->depth + depth_of(json) >= SB_JSON_OUT_DEPTH) {
        sb_json_raw(out, json);
        return;
    }
    struct sb_json *in = sb_json_new(json, SB_JSON_OUT_DEPTH);
    enum sb_json_event event;
    while ((event = sb_json_next(in)) != SB_JSON_DONE && event != SB_JSON_ERROR)
        put_event(out, event, sb_json_text(in));
    sb_json_free(in);
}

static bool write_raw(struct sb_writing *writing, const struct sb_field_table *table, const struct sb_field_row *row,
                      sb_comp owner)
{
    struct sb_range r = sb_doc_raws_of(writing->doc, owner);
    for (uint32_t i = r.first; writing->raws_fit && i < r.first + r.n; i++) {
        sb_str key;
        const struct sb_raw *raw = &writing->doc->raws.p[i];
        if (!raw_key(writing, table, raw, &key) || !sb_str_eq(key, sb_str_of(row->key)))
            continue;
        sb_json_key(&writing->out, row->key);
        put_said(writing, sb_doc_str(writing->doc, raw->json));
        return true;
    }
    return false;
}

static sb_text slot_of(const struct sb_doc *doc, const struct sb_field_row *row, sb_comp owner)
{
    sb_text text;
    if (row->shape == SB_SHAPE_ATTRIBUTE)
        return sb_doc_attribute_of(doc, owner, (enum sb_field)row->slot);
    memcpy(&text, (const char *)sb_doc_at(doc, owner) + row->slot, sizeof text);
    return text;
}

void sb_write_row(struct sb_writing *writing, const struct sb_field_table *table, const struct sb_field_row *row,
                  sb_comp owner)
{
    bool fits = sb_field_in(row, writing->minor);
    if (row->shape != SB_SHAPE_SLOT && row->shape != SB_SHAPE_ATTRIBUTE) {
        bool whole = fits && row->shape != SB_SHAPE_ELEMENTS && write_raw(writing, table, row, owner);
        /* A codec is called for a version that lacks the member, too: it knows where else to say it. */
        if (!whole && row->write)
            row->write(writing, row, owner);
        return;
    }
    sb_text text = slot_of(writing->doc, row, owner);
    if (fits)
        sb_write_text(writing, row->key, text);
    else if (is_said(text))
        sb_write_lost(writing, row->key);
}

void sb_write_raws_lost(struct sb_writing *writing, const struct sb_field_table *table, sb_comp owner)
{
    struct sb_range r = sb_doc_raws_of(writing->doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str key;
        const struct sb_raw *raw = &writing->doc->raws.p[i];
        if (!raw_key(writing, table, raw, &key))
            continue;
        const struct sb_field_row *row = sb_field_find(table, key, NULL);
        if (!writing->raws_fit || !row || !sb_field_in(row, writing->minor))
            sb_tally_add(&writing->lost, sb_doc_str(writing->doc, raw->member), 0);
    }
}

void sb_write_members(struct sb_writing *writing, const struct sb_field_table *table, sb_comp owner)
{
    for (size_t i = 0; i < table->n; i++)
        sb_write_row(writing, table, &table->rows[i], owner);
    sb_write_raws_lost(writing, table, owner);
}

/* ---- properties ---- */

void sb_pairs_add(struct sb_writing *writing, sb_str name, sb_str value)
{
    *SB_PUSH(&writing->pairs) = (struct sb_pair_text){name, value};
}

static int cmp_pairs(const void *pa, const void *pb)
{
    const struct sb_pair_text *a = pa, *b = pb;
    int r = sb_str_cmp(a->name, b->name);
    return r ? r : sb_str_cmp(a->value, b->value);
}

void sb_pairs_sort(struct sb_writing *writing)
{
    if (writing->pairs.n > 1)
        qsort(writing->pairs.p, writing->pairs.n, sizeof *writing->pairs.p, cmp_pairs);
}

void sb_pairs_facts(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_facts_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++)
        sb_pairs_add(writing, sb_doc_str(doc, doc->facts.p[i].name), sb_doc_str(doc, doc->facts.p[i].value));
    sb_text place = sb_doc_at(doc, owner)->place;
    const char *at = sb_fact_rows[SB_FACT_AT].name;
    if (!sb_text_set(place) || sb_doc_fact_of(doc, owner, at).n)
        return;
    struct sb_buf json = {0};
    sb_json_quote(&json, sb_doc_str(doc, place));
    sb_pairs_add(writing, sb_str_of(at), sb_arena_str(&writing->arena, sb_buf_all(&json)));
    sb_buf_done(&json);
}

void sb_pairs_identity(struct sb_writing *writing, const char *specification, const char *id, const char *time)
{
    const struct sb_doc *doc = writing->doc;
    if (!sb_is_of(doc, specification))
        return;
    if (sb_text_set(doc->serial))
        sb_pairs_add(writing, sb_str_of(id), sb_doc_str(doc, doc->serial));
    if (sb_text_set(doc->created))
        sb_pairs_add(writing, sb_str_of(time), sb_doc_str(doc, doc->created));
}

void sb_pairs_properties(struct sb_writing *writing, sb_comp owner, uint32_t fields)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_properties_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_text value = doc->properties.p[i].value;
        sb_pairs_add(writing, sb_doc_str(doc, doc->properties.p[i].name),
                     value.v ? sb_doc_str(doc, value) : SB_STR_NONE);
    }
    r = sb_doc_attributes_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_attribute *attribute = &doc->attributes.p[i];
        const char *name = sb_attribute_name((enum sb_field)attribute->field);
        if (fields & (1u << attribute->field) && is_said(attribute->value) && name)
            sb_pairs_add(writing, sb_str_of(name), sb_doc_str(doc, attribute->value));
    }
}

/* ---- references ---- */

bool sb_write_address(struct sb_writing *writing, const struct sb_reference *reference, sb_str *ret_address)
{
    sb_str url = sb_doc_str(writing->doc, reference->url);
    *ret_address = url;
    if (sb_text_set(reference->url) && sb_text_eq(reference->url, writing->address))
        return true;
    bool good = sb_url_reference(url, &writing->arena, ret_address);
    if (good && ret_address->p == url.p && ret_address->n == url.n)
        writing->address = reference->url;
    return good;
}

void sb_pairs_references(struct sb_writing *writing, sb_comp owner)
{
    const struct sb_doc *doc = writing->doc;
    struct sb_range r = sb_doc_references_of(doc, owner);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_reference *reference = &doc->references.p[i];
        sb_str address, comment = sb_doc_str(doc, reference->comment);
        if (sb_write_address(writing, reference, &address))
            continue;
        sb_str name = sb_arena_join(&writing->arena, SB_S(SB_PROPERTY_REFERENCE), sb_doc_str(doc, reference->type),
                                    comment.n ? SB_S(":") : SB_STR_NONE);
        sb_pairs_add(writing, sb_arena_join(&writing->arena, name, comment, SB_STR_NONE),
                     sb_doc_str(doc, reference->url));
    }
}

/* ---- licences ---- */

const struct sb_licence_row *sb_write_listed(struct sb_writing *writing, sb_text text)
{
    size_t at = text.v % SB_COUNT(writing->listed);
    if (!sb_text_eq(writing->listed[at].text, text)) {
        writing->listed[at].text = text;
        writing->listed[at].row = sb_licence_find(sb_doc_str(writing->doc, text));
    }
    return writing->listed[at].row;
}

sb_str sb_licence_and(const sb_str *operands, size_t n, struct sb_arena *arena)
{
    if (n == 1)
        return operands[0];
    struct sb_buf text = {0};
    for (size_t i = 0; i < n; i++) {
        bool alternatives = sb_str_find(operands[i], SB_S(" OR ")) != SB_NPOS;
        sb_buf_str(&text, i ? SB_S(" AND ") : SB_STR_NONE);
        sb_buf_str(&text, alternatives ? SB_S("(") : SB_STR_NONE);
        sb_buf_str(&text, operands[i]);
        sb_buf_str(&text, alternatives ? SB_S(")") : SB_STR_NONE);
    }
    sb_str normal, joined = sb_arena_str(arena, sb_buf_all(&text));
    sb_buf_done(&text);
    struct sb_err err = {0};
    return sb_licence_parse(joined, arena, &normal, &err) == SB_OK ? normal : joined;
}

bool sb_licences_joined(const struct sb_doc *doc, sb_comp owner, enum sb_licence_role role, struct sb_arena *arena,
                        sb_str *ret_expression)
{
    struct sb_range r = sb_doc_licences_of(doc, owner);
    sb_str *operands = sb_arena_alloc(arena, (r.n + 1) * sizeof *operands);
    size_t n = 0;
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        const struct sb_licence *licence = &doc->licences.p[i];
        if (licence->role != role || !sb_text_set(licence->text))
            continue;
        if (licence->form == SB_LICENCE_NAME)
            return false;
        operands[n++] = sb_doc_str(doc, licence->text);
    }
    *ret_expression = n ? sb_licence_and(operands, n, arena) : SB_STR_NONE;
    return true;
}
