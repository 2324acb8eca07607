#include "formats/reading.h"

#include <stdarg.h>

#include "base/buf.h"
#include "base/map.h"
#include "model/clean.h"
#include "model/facts.h"

void sb_reading_begin(struct sb_reading *reading, struct sb_json *json, uint32_t line_before, sb_str name,
                      struct sb_doc *doc, struct sb_err *err)
{
    *reading = (struct sb_reading){.json = json, .line_before = line_before, .doc = doc, .name = name, .err = err};
    reading->name_text = sb_doc_put(doc, name);
    reading->sub = sb_json_new(SB_S("null"), 0);
    sb_tally_init(&reading->unknown);
    *SB_PUSH(&reading->refs.ids) = SB_TEXT_ABSENT;
}

void sb_reading_done(struct sb_reading *reading)
{
    sb_json_free(reading->json);
    sb_json_free(reading->sub);
    sb_arena_done(&reading->arena);
    sb_arena_done(&reading->held);
    sb_tally_done(&reading->unknown);
    sb_free(reading->edges.p);
    sb_free(reading->later.p);
    sb_free(reading->looked.p);
    sb_free(reading->refs.ids.p);
    sb_free(reading->refs.bytes.p);
}

sb_rc sb_reading_failed(struct sb_reading *reading)
{
    sb_rc rc = sb_json_error(reading->json, reading->err);
    if (rc == SB_OK)
        rc = reading->rc;
    if (rc != SB_OK)
        sb_err_path(reading->err, reading->name);
    return rc;
}

bool sb_reading_refuse(struct sb_reading *reading, sb_rc rc, sb_str what, const char *why)
{
    reading->rc = sb_fail(reading->err, rc, "%.*s: %s", SB_FMT(what), why);
    sb_err_at(reading->err, sb_reading_line(reading), 0);
    return false;
}

/* sbom:owner names the owners by their refs; the relation is made from it. */
static void relate_owners(struct sb_reading *reading, const struct sb_fact *fact)
{
    struct sb_doc *doc = reading->doc;
    sb_json_restart(reading->sub, sb_doc_str(doc, fact->value));
    sb_json_next(reading->sub);
    enum sb_json_event event;
    while ((event = sb_json_element(reading->sub)) != SB_JSON_ARRAY_END && event != SB_JSON_ERROR) {
        if (event == SB_JSON_OBJECT || event == SB_JSON_ARRAY) { /* {"more":n} */
            if (!sb_json_leave(reading->sub))
                return;
            continue;
        }
        sb_comp owner = event == SB_JSON_STRING ? sb_doc_by_ref(doc, sb_json_text(reading->sub)) : SB_COMP_NONE;
        if (owner.v)
            sb_doc_relate(doc, owner, fact->owner, SB_REL_OWNS, SB_STR_NONE);
        else
            sb_diag(&doc->diags, SB_D_DANGLING_REF, reading->name, 0, "sbom:owner of %.*s names nothing here",
                    SB_FMT(sb_doc_str(doc, sb_doc_at(doc, fact->owner)->ref)));
    }
}

/* SPDX writes ownership as CONTAINS; where a fact says that it is that, it is no nesting. */
static void drop_owned_nesting(struct sb_doc *doc)
{
    struct sb_map owned = {0};
    size_t kept = 0;
    for (size_t i = 0; i < doc->relations.n; i++)
        if (doc->relations.p[i].kind == SB_REL_OWNS)
            *sb_map_put(&owned, sb_pair(doc->relations.p[i].from.v, doc->relations.p[i].to.v)) = 1;
    for (size_t i = 0; i < doc->relations.n; i++) {
        const struct sb_relation *relation = &doc->relations.p[i];
        if (relation->kind != SB_REL_CONTAINS || !sb_map_get(&owned, sb_pair(relation->from.v, relation->to.v)))
            doc->relations.p[kept++] = *relation;
    }
    doc->relations.n = kept;
    sb_map_done(&owned);
}

void sb_reading_end(struct sb_reading *reading)
{
    struct sb_doc *doc = reading->doc;
    sb_text owner = sb_doc_put(doc, sb_str_of(sb_fact_rows[SB_FACT_OWNER].name));
    for (size_t i = 0; i < doc->facts.n; i++)
        if (sb_text_eq(doc->facts.p[i].name, owner))
            relate_owners(reading, &doc->facts.p[i]);
    drop_owned_nesting(doc);
    for (size_t i = 0; i < reading->looked.n; i++)
        sb_doc_at(doc, sb_doc_by_ref_text(doc, sb_reading_ref(reading, reading->looked.p[i])))->looked = true;
    sb_tally_report(&reading->unknown, &doc->diags, SB_D_UNKNOWN_MEMBER, reading->name, "not in the specification");
    if (!doc->root.v)
        sb_diag(&doc->diags, SB_D_NO_ROOT, reading->name, 0, "the document does not say what it describes");
    sb_doc_clean(doc);
    sb_doc_mend_references(doc);
    sb_doc_sort(doc);
    sb_doc_seal(doc);
    sb_doc_merge_repeats(doc);
    sb_diags_sort(&doc->diags);
}

void sb_reading_diag(struct sb_reading *reading, enum sb_code code, const char *format, ...)
{
    struct sb_buf text = {0};
    va_list args;
    va_start(args, format);
    sb_buf_vprintf(&text, format, args);
    va_end(args);
    sb_diag(&reading->doc->diags, code, reading->name, sb_reading_line(reading), "%.*s", SB_FMT(sb_buf_all(&text)));
    sb_buf_done(&text);
}

uint32_t sb_reading_line(const struct sb_reading *reading)
{
    return reading->lineless ? 0 : reading->line_before + sb_json_line(reading->json);
}

/* ---- walking ---- */

SB_RARE bool sb_read_wrong(struct sb_reading *reading, enum sb_json_event event, const char *what)
{
    if (event == SB_JSON_ERROR)
        return false;
    if (event == SB_JSON_ARRAY && reading->strangers)
        sb_tally_add(&reading->unknown, sb_str_of(what), sb_reading_line(reading));
    else
        sb_reading_diag(reading, SB_D_WRONG_TYPE, "%s has the wrong type", what);
    return (event != SB_JSON_OBJECT && event != SB_JSON_ARRAY) || sb_json_leave(reading->json);
}

bool sb_read_text(struct sb_reading *reading, const char *what, sb_str *ret_text, bool *ret_ok)
{
    enum sb_json_event event = sb_json_next(reading->json);
    *ret_ok = event == SB_JSON_STRING;
    *ret_text = *ret_ok ? sb_json_text(reading->json) : SB_STR_NONE;
    return *ret_ok || sb_read_wrong(reading, event, what);
}

bool sb_read_open(struct sb_reading *reading, enum sb_json_event kind, const char *what, bool *ret_ok)
{
    enum sb_json_event event = sb_json_next(reading->json);
    *ret_ok = event == kind;
    return *ret_ok || sb_read_wrong(reading, event, what);
}

bool sb_read_next_object(struct sb_reading *reading, const char *what, bool *ret_more)
{
    enum sb_json_event event;
    *ret_more = false;
    while ((event = sb_json_element(reading->json)) != SB_JSON_ARRAY_END) {
        *ret_more = event == SB_JSON_OBJECT;
        if (*ret_more)
            return true;
        if (!sb_read_wrong(reading, event, what))
            return false;
    }
    return true;
}

bool sb_read_raw(struct sb_reading *reading, sb_comp owner, sb_str member)
{
    sb_str name =
        sb_doc_str(reading->doc, sb_doc_put(reading->doc, member)); /* the key is gone when the value is read */
    sb_str raw;
    if (!sb_json_skip(reading->json, &raw))
        return false;
    sb_doc_raw(reading->doc, owner, name, raw);
    return true;
}

void sb_read_part(struct sb_reading *reading)
{
    reading->extra = false;
    sb_json_mark(reading->json);
}

enum sb_json_event sb_read_element(struct sb_reading *reading)
{
    sb_read_part(reading);
    enum sb_json_event event = sb_json_element(reading->json);
    if (event == SB_JSON_ARRAY_END)
        sb_json_marked(reading->json); /* there was none to keep */
    return event;
}

void sb_read_part_end(struct sb_reading *reading, sb_comp owner, const char *member)
{
    sb_str raw = sb_json_marked(reading->json); /* in any case: what is marked is held */
    if (reading->extra && sb_json_error(reading->json, NULL) == SB_OK)
        sb_doc_raw(reading->doc, owner, sb_str_of(member), raw);
}

bool sb_read_extra(struct sb_reading *reading)
{
    reading->extra = true;
    return sb_json_skip(reading->json, NULL);
}

static sb_str prefixed(struct sb_reading *reading, const struct sb_field_table *table, sb_str key)
{
    return sb_arena_join(&reading->arena, sb_str_of(table->prefix), key, SB_STR_NONE);
}

bool sb_read_member(struct sb_reading *reading, const struct sb_field_table *table, sb_str key, sb_comp owner)
{
    const struct sb_field_row *row = sb_field_find(table, key, &reading->rows);
    struct sb_doc *doc = reading->doc;
    if (!row) {
        sb_str name = prefixed(reading, table, key);
        sb_tally_add(&reading->unknown, name, sb_reading_line(reading));
        return sb_read_raw(reading, owner, name);
    }
    if (row->shape == SB_SHAPE_RAW)
        return sb_read_raw(reading, owner, prefixed(reading, table, key));
    if (row->shape == SB_SHAPE_CODEC || row->shape == SB_SHAPE_ELEMENTS)
        return row->read(reading, row, owner);
    sb_str text;
    bool ok;
    if (!sb_read_text(reading, row->key, &text, &ok))
        return false;
    if (ok && row->shape == SB_SHAPE_ATTRIBUTE)
        sb_doc_attribute(doc, owner, (enum sb_field)row->slot, text);
    if (ok && row->shape == SB_SHAPE_SLOT) {
        sb_text value = sb_doc_put(doc, text);
        memcpy((char *)sb_doc_at(doc, owner) + row->slot, &value, sizeof value);
    }
    return true;
}

bool sb_read_object(struct sb_reading *reading, const struct sb_field_table *table, const char *what, sb_comp owner)
{
    bool ok;
    if (!sb_read_open(reading, SB_JSON_OBJECT, what, &ok) || !ok)
        return ok || sb_json_error(reading->json, NULL) == SB_OK;
    sb_str key;
    while (sb_json_member(reading->json, &key))
        if (!sb_read_member(reading, table, key, owner))
            return false;
    return sb_json_error(reading->json, NULL) == SB_OK;
}

/* ---- refs, edges ---- */

void sb_read_refs_end(struct sb_reading *reading)
{
    struct sb_refs *refs = &reading->refs;
    sb_str texts[SB_INTERN_MANY];
    for (size_t i = 0, at = 0; i < refs->waiting; at += refs->lengths[i++])
        texts[i] = sb_str_n(refs->bytes.p + at, refs->lengths[i]);
    if (refs->waiting)
        sb_intern_many(&reading->doc->text, texts, refs->waiting, refs->ids.p + refs->ids.n - refs->waiting);
    refs->waiting = refs->bytes.n = 0;
}

uint32_t sb_read_ref(struct sb_reading *reading, sb_str text)
{
    struct sb_refs *refs = &reading->refs;
    if (refs->waiting == SB_INTERN_MANY)
        sb_read_refs_end(reading);
    sb_grow(&refs->bytes.p, &refs->bytes.cap, refs->bytes.n + text.n + 1, 1); /* never nothing at all */
    if (text.n)
        memcpy(refs->bytes.p + refs->bytes.n, text.p, text.n);
    refs->bytes.n += text.n;
    refs->lengths[refs->waiting++] = text.n;
    *SB_PUSH(&refs->ids) = SB_TEXT_ABSENT;
    return (uint32_t)refs->ids.n - 1;
}

void sb_read_edge(struct sb_reading *reading, uint32_t from, uint32_t to, enum sb_relation_kind kind, sb_str name)
{
    *SB_PUSH(&reading->edges) = (struct sb_edge){.from = from,
                                                 .to = to,
                                                 .kind = (uint8_t)kind,
                                                 .name = name.p ? sb_doc_put(reading->doc, name) : SB_TEXT_ABSENT,
                                                 .line = sb_reading_line(reading)};
}

sb_rc sb_read_document(struct sb_reading *reading, const struct sb_field_table *table, const char *format,
                       const char *version_member)
{
    enum sb_json_event event = sb_json_next(reading->json);
    if (event != SB_JSON_OBJECT && event != SB_JSON_ERROR)
        sb_reading_refuse(reading, SB_E_SYNTAX, sb_str_of(format), "the document is no JSON object");
    sb_str key;
    while (event == SB_JSON_OBJECT && sb_json_member(reading->json, &key)) {
        if (!sb_read_member(reading, table, key, SB_DOC_ITSELF))
            break;
        sb_arena_reset(&reading->arena);
    }
    sb_rc rc = sb_reading_failed(reading);
    if (rc == SB_OK && sb_json_next(reading->json) != SB_JSON_DONE)
        rc = sb_reading_failed(reading);
    if (rc == SB_OK && !reading->doc->spec_version.v) {
        sb_reading_refuse(reading, SB_E_UNSUPPORTED, sb_str_of(version_member),
                          "the document does not state its version");
        rc = sb_reading_failed(reading);
    }
    return rc;
}
