#include "delta/delta.h"
#include "delta/pairing.h"

enum {
    DEEPEST = 16, /* values inside of so many others are given whole: each level is read again */
    SLACK = 512,  /* bytes that changes may take more than the new value, since they say more */
};

struct making {
    struct sb_splitter split;
    struct sb_delta_counts counts;
};

/* Two values that become one of the other. */
struct change {
    const struct sb_parts *old, *new;
    struct sb_pairing pairing;
    unsigned depth;
};

/* ---- operations as text ---- */

/* Begins one, on a line of its own: the first of its verb opens the list. */
static void begin_op(struct sb_buf *out, const char *verb, size_t *n)
{
    if (*n == 0)
        sb_buf_printf(out, "%s\"%s\":[\n{", out->p[out->n - 1] == '{' ? "" : ",\n", verb);
    else
        sb_buf_str(out, SB_S(",\n{"));
    ++*n;
}

static void end_ops(struct sb_buf *out, size_t n)
{
    if (n)
        sb_buf_chr(out, ']');
}

static void put_text(struct sb_buf *out, const char *key, sb_str text)
{
    sb_buf_printf(out, "\"%s\":", key);
    sb_json_quote(out, text);
}

/* What a part of the old value is called, by which it is found again. */
static void put_part(struct making *making, struct sb_buf *out, const struct sb_part *part)
{
    if (part->name.p) {
        put_text(out, "name", part->name);
        return;
    }
    if (sb_part_opens(part)) {
        put_text(out, "row", part->canon);
        sb_str label = sb_row_label(&making->split, part->text);
        if (label.n) {
            sb_buf_chr(out, ',');
            put_text(out, "what", label);
        }
    } else {
        sb_buf_printf(out, "\"scalar\":%.*s", SB_FMT(part->canon));
    }
    if (part->nth)
        sb_buf_printf(out, ",\"nth\":%llu", (unsigned long long)part->nth);
}

static void put_at(struct sb_buf *out, size_t at)
{
    sb_buf_printf(out, "\"at\":%zu,", at);
}

/* TEXT without the white space between its words. */
static void put_value(struct sb_buf *out, sb_str text)
{
    bool quoted = false;
    sb_buf_str(out, SB_S("\"value\":"));
    for (size_t i = 0, from = 0; i <= text.n; i++) {
        bool blank = i == text.n || (!quoted && sb_is_in(text.p[i], " \t\n\r"));
        if (blank) {
            sb_buf_str(out, sb_str_part(text, from, i - from));
            from = i + 1;
        } else if (quoted && text.p[i] == '\\') {
            i++;
        } else if (text.p[i] == '"') {
            quoted = !quoted;
        }
    }
}

/* ---- changes ---- */

static void put_changes(struct making *making, struct sb_buf *out, const struct sb_parts *old,
                        const struct sb_parts *new, unsigned depth);

static bool same_kind(const struct sb_part *a, const struct sb_part *b)
{
    return sb_part_opens(a) && a->text.p[0] == b->text.p[0];
}

/* The changes inside; false where there are none that could be told. */
static bool put_inside(struct making *making, struct sb_buf *out, const struct sb_part *old, const struct sb_part *new,
                       unsigned depth)
{
    struct sb_parts parts[2] = {0};
    struct sb_err ignored = {0};
    bool good = depth < DEEPEST && same_kind(old, new) &&
                sb_split(&making->split, old->text, &parts[0], &ignored) == SB_OK &&
                sb_split(&making->split, new->text, &parts[1], &ignored) == SB_OK;
    if (good) {
        sb_buf_str(out, SB_S("\"changes\":"));
        put_changes(making, out, &parts[0], &parts[1], depth + 1);
    }
    sb_parts_done(&parts[0]);
    sb_parts_done(&parts[1]);
    return good;
}

/* What becomes of an old value: the changes inside, or all of it where that is much shorter. */
static void put_new(struct making *making, struct sb_buf *out, const struct sb_part *old, const struct sb_part *new,
                    unsigned depth)
{
    struct sb_buf inside = {0}, value = {0};
    struct sb_delta_counts before = making->counts;
    put_value(&value, new->text);
    bool changes = put_inside(making, &inside, old, new, depth) && inside.n < value.n + SLACK;
    if (!changes)
        making->counts = before;
    sb_buf_str(out, sb_buf_all(changes ? &inside : &value));
    sb_buf_done(&inside);
    sb_buf_done(&value);
}

static void put_drops(struct making *making, struct sb_buf *out, const struct change *change)
{
    size_t n = 0;
    for (size_t i = 0; i < change->old->rows.n; i++) {
        if (change->pairing.new_of[i] != SB_UNPAIRED)
            continue;
        begin_op(out, "drop", &n);
        put_part(making, out, &change->old->rows.p[i]);
        sb_buf_chr(out, '}');
    }
    end_ops(out, n);
    making->counts.dropped += n;
}

static void put_edits(struct making *making, struct sb_buf *out, const struct change *change)
{
    size_t n = 0;
    for (size_t j = 0; j < change->new->rows.n; j++) {
        uint32_t i = change->pairing.old_of[j];
        const struct sb_part *new = &change->new->rows.p[j];
        const struct sb_part *old = i == SB_UNPAIRED ? NULL : &change->old->rows.p[i];
        if (!old || sb_str_eq(old->canon, new->canon))
            continue;
        begin_op(out, "edit", &n);
        put_part(making, out, old);
        sb_buf_chr(out, ',');
        put_new(making, out, old, new, change->depth);
        sb_buf_chr(out, '}');
    }
    end_ops(out, n);
    making->counts.edited += n;
}

static void put_moves(struct making *making, struct sb_buf *out, const struct change *change)
{
    size_t n = 0;
    for (size_t j = 0; j < change->new->rows.n; j++) {
        if (!change->pairing.moves[j])
            continue;
        begin_op(out, "move", &n);
        put_at(out, j);
        put_part(making, out, &change->old->rows.p[change->pairing.old_of[j]]);
        sb_buf_chr(out, '}');
    }
    end_ops(out, n);
    making->counts.moved += n;
}

static void put_puts(struct making *making, struct sb_buf *out, const struct change *change)
{
    size_t n = 0;
    for (size_t j = 0; j < change->new->rows.n; j++) {
        const struct sb_part *new = &change->new->rows.p[j];
        if (change->pairing.old_of[j] != SB_UNPAIRED)
            continue;
        begin_op(out, "put", &n);
        put_at(out, j);
        if (new->name.p) {
            put_text(out, "name", new->name);
            sb_buf_chr(out, ',');
        }
        put_value(out, new->text);
        sb_buf_chr(out, '}');
    }
    end_ops(out, n);
    making->counts.put += n;
}

static void put_changes(struct making *making, struct sb_buf *out, const struct sb_parts *old,
                        const struct sb_parts *new, unsigned depth)
{
    struct change change = {.old = old, .new = new, .depth = depth};
    sb_pair_parts(&making->split, old, new, &change.pairing);
    sb_buf_chr(out, '{');
    put_drops(making, out, &change);
    put_edits(making, out, &change);
    put_moves(making, out, &change);
    put_puts(making, out, &change);
    sb_buf_chr(out, '}');
    sb_pairing_done(&change.pairing);
}

/* ---- the document ---- */

static void put_end(struct making *making, struct sb_buf *out, const char *key, sb_str format,
                    const struct sb_parts *parts, char hex[SB_HEX_MAX + 1])
{
    sb_parts_digest(&making->split, parts, hex);
    sb_buf_printf(out, ",\n\"%s\":{", key);
    put_text(out, "format", format);
    sb_buf_printf(out, ",\"sha256\":\"%s\"}", hex);
}

/* Does the delta TEXT lead to NEW? */
static sb_rc prove(sb_str text, sb_str old, struct sb_err *err)
{
    struct sb_delta_doc delta = {0};
    struct sb_buf again = {0};
    struct sb_err why = {0};
    bool of_delta;
    sb_rc rc = sb_delta_read(text, &delta, &why);
    if (rc == SB_OK)
        rc = sb_delta_apply(&delta, old, &again, &of_delta, &why);
    if (rc != SB_OK)
        rc =
            sb_fail(err, rc == SB_E_LIMIT ? rc : SB_E_BUG, "the delta does not lead to the new document: %s", why.text);
    sb_delta_done(&delta);
    sb_buf_done(&again);
    return rc;
}

static sb_rc split_document(struct making *making, const struct sb_delta_text *document, struct sb_parts *parts,
                            struct sb_err *err)
{
    sb_rc rc = sb_split(&making->split, document->text, parts, err);
    if (rc == SB_OK && !parts->object)
        rc = sb_fail(err, SB_E_SYNTAX, "a document is an object");
    if (rc != SB_OK)
        sb_err_path(err, document->name);
    return rc;
}

/* Do the two say the same, but for the order in which they do? */
static bool is_same(const struct sb_parts parts[2], const char *old_hex, const char *new_hex)
{
    const struct sb_part *old = sb_part_get(&parts[0], "$schema"), *new = sb_part_get(&parts[1], "$schema");
    bool same_schema = old && new ? sb_str_eq(old->canon, new->canon) : old == new;
    return same_schema && strcmp(old_hex, new_hex) == 0;
}

static void put_document(struct making *making, struct sb_buf *out, const struct sb_delta_text *const ends[2],
                         const struct sb_parts parts[2])
{
    char hex[2][SB_HEX_MAX + 1];
    sb_buf_str(out, SB_S("{\"schema\":\"" SB_DELTA_SCHEMA
                         "\",\n\"generator\":{\"name\":\"sbom\",\"version\":\"" SB_VERSION "\"}"));
    put_end(making, out, "old", ends[0]->format, &parts[0], hex[0]);
    put_end(making, out, "new", ends[1]->format, &parts[1], hex[1]);
    sb_buf_str(out, SB_S(",\n\"changes\":"));
    if (is_same(parts, hex[0], hex[1]))
        sb_buf_str(out, SB_S("{}"));
    else
        put_changes(making, out, &parts[0], &parts[1], 0);
    sb_buf_chr(out, '}');
}

sb_rc sb_delta_make(const struct sb_delta_text *old, const struct sb_delta_text *new, struct sb_sink *sink,
                    struct sb_delta_counts *ret_counts, struct sb_err *err)
{
    const struct sb_delta_text *const ends[2] = {old, new};
    struct making making = {0};
    struct sb_parts parts[2] = {0};
    struct sb_buf text = {0};
    sb_splitter_begin(&making.split);
    sb_rc rc = split_document(&making, old, &parts[0], err);
    if (rc == SB_OK)
        rc = split_document(&making, new, &parts[1], err);
    if (rc == SB_OK)
        put_document(&making, &text, ends, parts);
    if (rc == SB_OK && text.over)
        rc = sb_fail(err, SB_E_LIMIT, "the delta would be larger than 1 GiB");
    if (rc == SB_OK)
        rc = prove(sb_buf_all(&text), old->text, err);
    if (rc == SB_OK) {
        sb_put_str(sink, sb_buf_all(&text));
        sb_put_chr(sink, '\n');
        rc = sb_sink_flush(sink, err);
    }
    *ret_counts = making.counts;
    sb_buf_done(&text);
    sb_parts_done(&parts[0]);
    sb_parts_done(&parts[1]);
    sb_splitter_done(&making.split);
    return rc;
}
