#include "base/map.h"
#include "delta/delta.h"

struct applying {
    struct sb_splitter split;
    struct sb_err *err;
    bool of_delta; /* the error is about the delta */
};

/* What becomes of the parts of one old value. */
struct place {
    struct sb_parts old;
    struct sb_map numbers; /* of parts, by their keys */
    bool *leaves;          /* it does not stand where it stood */
    const struct sb_delta_op **edit;
};

static bool refuse(struct applying *applying, const struct sb_delta_op *op, const char *why)
{
    applying->of_delta = true;
    sb_fail(applying->err, SB_E_SYNTAX, "%s", why);
    sb_err_at(applying->err, op->line, op->column);
    return false;
}

static bool write_changed(struct applying *applying, sb_str text, const struct sb_delta_changes *changes,
                          struct sb_buf *out);

/* ---- where parts are ---- */

static void open_place(struct place *place)
{
    for (uint32_t i = 0; i < place->old.rows.n; i++)
        *sb_map_put(&place->numbers, sb_part_key(&place->old.rows.p[i])) = i;
    place->leaves = sb_calloc(place->old.rows.n + 1, sizeof *place->leaves);
    place->edit = sb_calloc(place->old.rows.n + 1, sizeof *place->edit);
}

static void close_place(struct place *place)
{
    sb_map_done(&place->numbers);
    sb_free(place->leaves);
    sb_free(place->edit);
}

enum { NO_PART = UINT32_MAX };

static uint32_t find(const struct place *place, const struct sb_delta_op *op)
{
    struct sb_part wanted = {.name = op->name, .canon = op->row, .nth = op->nth};
    const uint32_t *number = sb_map_get(&place->numbers, sb_part_key(&wanted));
    return number && sb_part_same(&place->old.rows.p[*number], &wanted) ? *number : NO_PART;
}

/* The part that OP is about. A member may be missing: $schema is, where OLD comes in another encoding; a row may not.
 */
static bool take(struct applying *applying, const struct place *place, const struct sb_delta_op *op, uint32_t *ret_part)
{
    *ret_part = NO_PART;
    if (place->old.object != (op->name.p != NULL))
        return refuse(applying, op,
                      place->old.object ? "a member is told by its \"name\"" : "there are no names in a list");
    *ret_part = find(place, op);
    if (*ret_part == NO_PART)
        return op->name.p || refuse(applying, op, "the old document has no such row there");
    bool differs =
        op->what.p && !sb_str_eq(sb_row_label(&applying->split, place->old.rows.p[*ret_part].text), op->what);
    return !differs || refuse(applying, op, "the row of the old document is not called so (\"what\")");
}

/* ---- what becomes of them ---- */

/* Drops and moves take parts out of their places; edits wait for them there. */
static bool mark(struct applying *applying, struct place *place, const struct sb_delta_op *op, bool edits)
{
    for (uint32_t part; op; op = op->next) {
        if (!take(applying, place, op, &part))
            return false;
        if (part == NO_PART)
            continue;
        if (edits ? place->edit[part] != NULL : place->leaves[part])
            return refuse(applying, op, edits ? "this was edited before" : "this was dropped or moved before");
        if (edits)
            place->edit[part] = op;
        else
            place->leaves[part] = true;
    }
    return true;
}

/* What is put takes the place of a member of its name. */
static bool make_room(struct applying *applying, struct place *place, const struct sb_delta_op *op)
{
    for (; op; op = op->next) {
        if (place->old.object != (op->name.p != NULL))
            return refuse(applying, op, place->old.object ? "a member has a \"name\"" : "there are no names in a list");
        uint32_t part = op->name.p ? find(place, op) : NO_PART;
        if (part != NO_PART)
            place->leaves[part] = true;
    }
    return true;
}

static void begin_part(struct sb_buf *out, sb_str name)
{
    if (!sb_is_in(out->p[out->n - 1], "{["))
        sb_buf_chr(out, ',');
    if (name.p) {
        sb_json_quote(out, name);
        sb_buf_chr(out, ':');
    }
}

/* A part of the old value, as it is or edited. */
static bool write_part(struct applying *applying, const struct place *place, uint32_t number, struct sb_buf *out)
{
    const struct sb_part *part = &place->old.rows.p[number];
    const struct sb_delta_op *edit = place->edit[number];
    begin_part(out, part->name);
    if (edit && edit->changes && !sb_part_opens(part))
        return refuse(applying, edit, "the old value has no parts to change");
    if (edit && edit->changes)
        return write_changed(applying, part->text, edit->changes, out);
    sb_buf_str(out, edit ? edit->value : part->text);
    return true;
}

/* What moves and what is put, by places in the new value: the earlier of the two. */
static bool write_next(struct applying *applying, const struct place *place, const struct sb_delta_op **moves,
                       const struct sb_delta_op **puts, struct sb_buf *out)
{
    const struct sb_delta_op *move = *moves, *put = *puts;
    if (move && (!put || move->at <= put->at)) {
        uint32_t part = find(place, move);
        *moves = move->next;
        return part == NO_PART || write_part(applying, place, part, out);
    }
    begin_part(out, put->name);
    sb_buf_str(out, put->value);
    *puts = put->next;
    return true;
}

static bool write_all(struct applying *applying, const struct place *place, const struct sb_delta_changes *changes,
                      struct sb_buf *out)
{
    const struct sb_delta_op *moves = changes->ops[SB_DELTA_MOVE], *puts = changes->ops[SB_DELTA_PUT];
    uint64_t at = 0;
    bool good = true;
    for (uint32_t i = 0; i < place->old.rows.n && good; i++) {
        if (place->leaves[i])
            continue;
        for (; good && ((moves && moves->at <= at) || (puts && puts->at <= at)); at++)
            good = write_next(applying, place, &moves, &puts, out);
        good = good && write_part(applying, place, i, out);
        at++;
    }
    while (good && (moves || puts))
        good = write_next(applying, place, &moves, &puts, out);
    return good;
}

static bool write_changed_parts(struct applying *applying, struct place *place, const struct sb_delta_changes *changes,
                                struct sb_buf *out)
{
    open_place(place);
    bool good = mark(applying, place, changes->ops[SB_DELTA_DROP], false) &&
                mark(applying, place, changes->ops[SB_DELTA_MOVE], false) &&
                make_room(applying, place, changes->ops[SB_DELTA_PUT]) &&
                mark(applying, place, changes->ops[SB_DELTA_EDIT], true);
    sb_buf_chr(out, place->old.object ? '{' : '[');
    good = good && write_all(applying, place, changes, out);
    sb_buf_chr(out, place->old.object ? '}' : ']');
    close_place(place);
    return good;
}

/* TEXT, which is an object or a list, to OUT with its CHANGES. No deeper than the delta nests. */
static bool write_changed(struct applying *applying, sb_str text, const struct sb_delta_changes *changes,
                          struct sb_buf *out)
{
    struct place place = {0};
    bool good = sb_split(&applying->split, text, &place.old, applying->err) == SB_OK &&
                write_changed_parts(applying, &place, changes, out);
    sb_parts_done(&place.old);
    return good;
}

/* ---- both ends ---- */

static sb_rc digest_of(struct applying *applying, sb_str text, struct sb_parts *parts, char hex[SB_HEX_MAX + 1])
{
    SB_TRY(sb_split(&applying->split, text, parts, applying->err));
    if (!parts->object)
        return sb_fail(applying->err, SB_E_SYNTAX, "a document is an object");
    sb_parts_digest(&applying->split, parts, hex);
    return SB_OK;
}

static sb_rc check_new(struct applying *applying, const struct sb_delta_end *end, sb_str text)
{
    struct sb_parts parts = {0};
    char hex[SB_HEX_MAX + 1];
    struct sb_err err = {0}, *outer = applying->err;
    applying->err = &err;
    sb_rc rc = digest_of(applying, text, &parts, hex);
    sb_parts_done(&parts);
    applying->err = outer;
    if (rc != SB_OK)
        return sb_fail(outer, rc, "what it leads to is no document: %s", err.text);
    if (memcmp(hex, end->sha256, SB_HEX_MAX) == 0)
        return SB_OK;
    return sb_fail(outer, SB_E_SYNTAX, "it leads to a document of the digest %s, and says %s", hex, end->sha256);
}

static sb_rc apply_to(struct applying *applying, const struct sb_delta_doc *delta, struct place *place, sb_str old,
                      struct sb_buf *ret_new)
{
    char hex[SB_HEX_MAX + 1];
    SB_TRY(digest_of(applying, old, &place->old, hex));
    if (memcmp(hex, delta->old.sha256, SB_HEX_MAX) != 0)
        return sb_fail(applying->err, SB_E_NOTFOUND,
                       "not the document that the delta was made of: its digest is %s, the delta wants %s", hex,
                       delta->old.sha256);
    if (!write_changed_parts(applying, place, &delta->changes, ret_new))
        return applying->err->rc;
    applying->of_delta = true;
    if (ret_new->over)
        return sb_fail(applying->err, SB_E_LIMIT, "it leads to a document of more than 1 GiB");
    return check_new(applying, &delta->new, sb_buf_all(ret_new));
}

sb_rc sb_delta_apply(const struct sb_delta_doc *delta, sb_str old, struct sb_buf *ret_new, bool *ret_of_delta,
                     struct sb_err *err)
{
    struct applying applying = {.err = err};
    struct place place = {0};
    sb_splitter_begin(&applying.split);
    sb_rc rc = apply_to(&applying, delta, &place, old, ret_new);
    sb_parts_done(&place.old);
    sb_splitter_done(&applying.split);
    *ret_of_delta = applying.of_delta;
    return rc;
}
