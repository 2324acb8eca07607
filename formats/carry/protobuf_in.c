#include "base/utf8.h"
#include "carry/carrier.h"
#include "carry/protobuf.h"
#include "grammar/cyclonedx.h"

/* Where the fields of a member of the document stand: from the first to the last, perhaps with others between. */
struct run {
    const char *first, *last; /* NULL: none */
};

struct reader {
    struct sb_pb_take take;
    const struct sb_object *document;
    sb_str input;
    struct run runs[SB_PB_ROWS]; /* one a row of the document */
};

static const struct sb_member *document_row(const struct sb_grammar *grammar, uint32_t number)
{
    const struct sb_object *document = &grammar->objects[grammar->root];
    for (size_t i = 0; number && i < document->n; i++)
        if (document->members[i].pb_number == number)
            return &document->members[i];
    return NULL;
}

/* Does FIELD have the type of the wire that its row wants? The document has no lists of scalars. */
static bool fits(const struct sb_member *row, const struct sb_wire_field *field)
{
    return row && field->type == (row->pb_kind == SB_PB_VARINT ? SB_WIRE_VARINT : SB_WIRE_BYTES);
}

/* ---- which version ---- */

static bool is_version(const struct sb_grammar *grammar, sb_str text, uint8_t *ret_minor)
{
    for (uint8_t minor = SB_PB_FIRST; minor <= grammar->last; minor++) {
        char known[16];
        snprintf(known, sizeof known, "1.%u", minor);
        if (sb_str_eq(text, sb_str_of(known))) {
            *ret_minor = minor;
            return true;
        }
    }
    return false;
}

static const struct sb_member *version_row(const struct sb_grammar *grammar)
{
    return &grammar->members[SB_CDX_ROW_BOM_SPEC_VERSION];
}

/* Given again, the last one counts: all of the document is gone through, from field to field. */
static sb_rc find_version(const struct sb_grammar *grammar, sb_str input, uint8_t *ret_minor, struct sb_err *err)
{
    struct sb_wire wire = sb_wire_of(input);
    struct sb_wire_field field;
    sb_str text = SB_STR_NONE;
    while (sb_wire_next(&wire, &field))
        if (document_row(grammar, field.number) == version_row(grammar) && field.type == SB_WIRE_BYTES)
            text = field.bytes;
    if (wire.wrong) {
        sb_fail(err, SB_E_SYNTAX, "no message of protobuf: %s", wire.wrong);
        sb_err_at(err, 0, (uint32_t)(wire.rest.p - input.p));
        return err->rc;
    }
    if (!text.n)
        return sb_fail(err, SB_E_UNSUPPORTED, "spec_version: the document does not state its version");
    if (is_version(grammar, text, ret_minor))
        return SB_OK;
    struct sb_buf shown = {0};
    sb_utf8_printable(&shown, sb_str_part(text, 0, 40));
    sb_fail(err, SB_E_UNSUPPORTED, "spec_version: %s %.*s is not known in protobuf; 1.%d to 1.%d are", grammar->name,
            SB_FMT(sb_buf_all(&shown)), SB_PB_FIRST, grammar->last);
    sb_buf_done(&shown);
    return err->rc;
}

/* ---- is it one at all? ---- */

bool sb_protobuf_claims(sb_str head)
{
    const struct sb_grammar *grammar = &sb_grammar_cyclonedx;
    struct sb_wire wire = sb_wire_of(head);
    struct sb_wire_field field;
    bool stated = false;
    while (sb_wire_next(&wire, &field)) {
        const struct sb_member *row = document_row(grammar, field.number);
        if (row && !fits(row, &field))
            return stated;
        if (row == version_row(grammar))
            stated = sb_str_starts(field.bytes, SB_S("1.")) && field.bytes.n <= strlen("1.99");
        if (row == version_row(grammar) && !stated)
            return false;
        if (!row && !stated)
            return false; /* what we do not know comes behind what tells the version, or is none of ours */
    }
    return stated;
}

/* ---- the document ---- */

static bool find_runs(struct reader *reader)
{
    struct sb_wire wire = sb_wire_of(reader->input);
    struct sb_wire_field field;
    while (sb_wire_next(&wire, &field)) {
        const struct sb_member *row = document_row(reader->take.dialect.grammar, field.number);
        struct run *run = fits(row, &field) ? &reader->runs[row - reader->document->members] : NULL;
        if (!run)
            continue;
        run->first = run->first ? run->first : field.raw.p;
        run->last = field.raw.p;
    }
    return wire.wrong ? sb_pb_refuse(&reader->take, wire.rest.p, wire.wrong) : true;
}

static const struct run *run_of(const struct reader *reader, const struct sb_member *row)
{
    return &reader->runs[row - reader->document->members];
}

/* What is seen from AT on, a place in the input. */
static struct sb_wire seen_from(const struct reader *reader, const char *at)
{
    return sb_wire_of(sb_str_from(reader->input, (size_t)(at - reader->input.p)));
}

/* The next field of ROW in its run. */
static bool next_of(const struct reader *reader, const struct sb_member *row, struct sb_wire *wire,
                    struct sb_pb_field *field)
{
    while (wire->rest.p <= run_of(reader, row)->last && sb_wire_next(wire, &field->wire))
        if (field->wire.number == row->pb_number && fits(row, &field->wire))
            return true;
    return false;
}

/* Element by element; only one of them is held. */
static bool take_list(struct reader *reader, struct sb_pb_message *document, const struct sb_member *row)
{
    struct sb_pb_take *take = &reader->take;
    struct sb_pb_mark mark = sb_pb_mark(take);
    struct sb_wire wire = seen_from(reader, run_of(reader, row)->first);
    struct sb_pb_field field = {0};
    uint32_t offset = (uint32_t)(run_of(reader, row)->first - take->begin);
    if (!sb_pb_member(take, row, offset) || !sb_pb_begin(take, SB_EVENT_LIST, offset))
        return false;
    while (next_of(reader, row, &wire, &field)) {
        if (!sb_pb_take_item(take, document, row, &field))
            return false;
        sb_pb_forget(take, mark);
    }
    return sb_pb_end(take, offset);
}

/* The field of a member that counts: of a scalar the last, of several messages the first. */
static const char *counts(const struct reader *reader, const struct sb_member *row)
{
    const struct run *run = run_of(reader, row);
    return sb_member_many_in_pb(row, reader->take.dialect.minor) ? run->first : run->last;
}

/* Is the member one message, whose parts are all its fields? */
static bool has_parts(const struct reader *reader, const struct sb_member *row)
{
    return row->pb_kind == SB_PB_MESSAGE && !sb_member_many_in_pb(row, reader->take.dialect.minor);
}

static bool take_single(struct reader *reader, struct sb_pb_message *document, const struct sb_member *row)
{
    bool parts = has_parts(reader, row);
    struct sb_wire wire = seen_from(reader, parts ? run_of(reader, row)->first : counts(reader, row));
    struct sb_pb_field field = {0};
    while (next_of(reader, row, &wire, &field)) {
        sb_pb_add(&reader->take, &document->of[row - reader->document->members], &field);
        if (!parts)
            break;
    }
    return sb_pb_take_row(&reader->take, document, row);
}

/* Fields that do not count, AGAIN: given again, which are told first, so that they are written before those that do; or
 * else of no row, or one too many. */
static bool take_rest(struct reader *reader, bool again)
{
    struct sb_wire wire = sb_wire_of(reader->input);
    struct sb_pb_field field = {0};
    bool good = true;
    while (good && sb_wire_next(&wire, &field.wire)) {
        const struct sb_member *row = document_row(reader->take.dialect.grammar, field.wire.number);
        bool one = fits(row, &field.wire) && !row->list && !has_parts(reader, row);
        bool was = one && !sb_member_many_in_pb(row, reader->take.dialect.minor);
        if (was == again && (one ? field.wire.raw.p != counts(reader, row) : !fits(row, &field.wire)))
            good = sb_pb_take_other(&reader->take, &field, again);
    }
    return good;
}

static bool take_document(struct reader *reader)
{
    struct sb_pb_take *take = &reader->take;
    struct sb_pb_message document = {.type = reader->document};
    if (!sb_pb_begin(take, SB_EVENT_OBJECT, 0) || !take_rest(reader, true))
        return false;
    for (size_t i = 0; i < reader->document->n; i++) {
        const struct sb_member *row = &reader->document->members[i];
        bool good = true;
        if (row->pb_kind == SB_PB_ITSELF)
            good = sb_pb_member(take, row, 0) &&
                   sb_walk_value(take->walk, SB_EVENT_TEXT, sb_str_of(take->dialect.grammar->name), 0, 0);
        else if (reader->runs[i].first)
            good = row->list ? take_list(reader, &document, row) : take_single(reader, &document, row);
        if (!good)
            return false;
    }
    return take_rest(reader, false) && sb_pb_end(take, (uint32_t)reader->input.n);
}

/* Fields come in any order, so that nothing can be said before the last: the document is held. */
static sb_rc hold(struct sb_window *input, struct sb_err *err)
{
    if (sb_window_hold(input) == SB_E_LIMIT)
        return sb_fail(err, SB_E_LIMIT, "a document in protobuf of more than %d MiB, all of which must be held",
                       SB_REPLAY_SEEN >> 20);
    if (input->err.rc != SB_OK)
        *err = input->err;
    return err->rc;
}

static sb_rc state_version(const struct sb_grammar *grammar, struct sb_window *input, uint8_t *ret_minor,
                           struct sb_err *err)
{
    return hold(input, err) == SB_OK ? find_version(grammar, input->bytes, ret_minor, err) : err->rc;
}

static sb_rc read_events(struct sb_window *window, struct sb_walk *walk, struct sb_err *err)
{
    if (hold(window, err) != SB_OK)
        return err->rc;
    sb_str input = window->bytes;
    const struct sb_grammar *grammar = walk->grammar;
    struct reader reader = {
        .take = {.walk = walk,
                 .dialect = {grammar, 0, SB_IN_PROTOBUF},
                 .quirks = sb_pb_quirks_cyclonedx,
                 .begin = input.p},
        .document = &grammar->objects[grammar->root],
        .input = input,
    };
    if (find_version(grammar, input, &reader.take.dialect.minor, err) == SB_OK && find_runs(&reader))
        (void)!take_document(&reader);
    sb_pb_take_done(&reader.take);
    return err->rc;
}

const struct sb_carrier sb_carrier_protobuf = {.encoding = SB_IN_PROTOBUF,
                                               .version = state_version,
                                               .read = read_events,
                                               .open = sb_pb_writer_new,
                                               .done = sb_pb_writer_free};
