#include <stdarg.h>

#include "diff/look.h"
#include "diff/signal_run.h"
#include "text/json_write.h"

/* ---- paths ---- */

sb_str sb_run_join(struct sb_signal_run *run, sb_str folder, sb_str path)
{
    struct sb_buf *buf = &run->buf;
    sb_buf_clear(buf);
    const sb_str halves[] = {folder, path};
    for (size_t i = 0; i < SB_COUNT(halves); i++) {
        sb_str rest = halves[i];
        sb_str part;
        bool more;
        do {
            more = sb_str_cut(&rest, '/', &part);
            if (sb_str_eq(part, SB_S(".."))) {
                size_t slash = sb_str_rchr(sb_buf_all(buf), '/');
                buf->n = slash == SB_NPOS ? 0 : slash;
            } else if (part.n && !sb_str_eq(part, SB_S("."))) {
                if (buf->n)
                    sb_buf_chr(buf, '/');
                sb_buf_str(buf, part);
            }
        } while (more);
    }
    return sb_arena_str(run->arena, sb_buf_all(buf));
}

static sb_str place_of(struct sb_signal_run *run, enum sb_side side, sb_comp c)
{
    const struct sb_doc *doc = run->delta->doc[side];
    sb_text place = sb_doc_at(doc, c)->place;
    return place.v ? sb_doc_str(doc, place) : sb_run_facts(run, side, c)->at;
}

sb_str sb_run_at(struct sb_signal_run *run, enum sb_side side, sb_comp c, sb_str below)
{
    return sb_run_join(run, place_of(run, side, c), below);
}

/* ---- findings ---- */

struct sb_finding *sb_find(struct sb_signal_run *run, const struct sb_identity *identity, const struct sb_way *way)
{
    struct sb_finding *f = SB_PUSH(&run->delta->findings);
    *f = (struct sb_finding){
        .signal = run->row,
        .severity = run->row->severity,
        .weight = run->row->weight,
        .identity = sb_run_index(run, identity),
        .row = {way->row[SB_OLD], way->row[SB_NEW]},
        .old_json = SB_S("null"),
        .new_json = SB_S("null"),
    };
    return f;
}

struct sb_finding *sb_find_unowned(struct sb_signal_run *run, sb_str path)
{
    struct sb_finding *f = SB_PUSH(&run->delta->findings);
    *f = (struct sb_finding){
        .signal = run->row,
        .severity = run->row->severity,
        .weight = run->row->weight,
        .identity = UINT32_MAX,
        .path = sb_run_join(run, path, SB_STR_NONE),
        .old_json = SB_S("null"),
        .new_json = SB_S("null"),
    };
    f->below = f->path;
    return f;
}

struct sb_finding *sb_find_document(struct sb_signal_run *run, sb_str name)
{
    struct sb_finding *f = sb_find_unowned(run, SB_STR_NONE);
    f->path = f->below = sb_arena_str(run->arena, name);
    f->document = true;
    return f;
}

void sb_find_level(struct sb_finding *finding, enum sb_level severity, int32_t weight)
{
    finding->severity = (uint8_t)severity;
    finding->weight = weight;
}

void sb_find_path(struct sb_signal_run *run, struct sb_finding *finding, sb_str below)
{
    enum sb_side side = finding->row[SB_NEW].v ? SB_NEW : SB_OLD;
    if (below.n == 0)
        return;
    finding->below = sb_arena_str(run->arena, below);
    finding->path = sb_run_at(run, side, finding->row[side], below);
}

void sb_find_message(struct sb_signal_run *run, struct sb_finding *finding, const char *format, ...)
{
    va_list args;
    sb_buf_clear(&run->buf);
    va_start(args, format);
    sb_buf_vprintf(&run->buf, format, args);
    va_end(args);
    finding->message = sb_arena_str(run->arena, sb_buf_all(&run->buf));
}

/* Where a package has a folder of its own: an import path, or a system, holds many. That of the manifest; of a package
 * of a system the manifest itself. */
static sb_str own_place(struct sb_signal_run *run, const struct sb_finding *finding, enum sb_side side)
{
    sb_comp row = finding->row[side];
    sb_str manifest = sb_run_facts_of(run, side, row, SB_FACT_BIT(MANIFEST))->manifest.path;
    if (finding->identity >= run->delta->identities.n ||
        !sb_is_system_type(&run->delta->identities.p[finding->identity]))
        manifest = sb_path_dir(manifest);
    return sb_run_at(run, side, row, manifest);
}

void sb_find_look(struct sb_signal_run *run, struct sb_finding *finding, const char *before, const char *behind)
{
    enum sb_side side = finding->row[SB_NEW].v ? SB_NEW : SB_OLD;
    sb_str path = finding->path;
    if (path.n == 0 && finding->row[side].v)
        path = own_place(run, finding, side);
    sb_find_look_at(run, finding, before, path, behind);
}

void sb_find_look_at(struct sb_signal_run *run, struct sb_finding *finding, const char *before, sb_str path,
                     const char *behind)
{
    finding->look_before = before;
    finding->look_behind = behind;
    finding->look_path = path;
    sb_buf_clear(&run->buf);
    sb_look_put(&run->buf, before, path, behind);
    finding->look = sb_arena_str(run->arena, sb_buf_all(&run->buf));
}

void sb_find_about(struct sb_signal_run *run, struct sb_finding *finding, const uint32_t *identities, size_t n)
{
    uint32_t *copy = sb_arena_alloc(run->arena, n * sizeof *copy);
    if (n)
        memcpy(copy, identities, n * sizeof *copy);
    finding->about = copy;
    finding->n_about = (uint32_t)n;
}

/* ---- spelling ---- */

sb_str sb_run_spell(struct sb_signal_run *run, enum sb_side side, sb_comp c)
{
    sb_str name = sb_doc_display(run->delta->doc[side], c, &run->scratch);
    sb_str version = sb_delta_row(run->delta, side, c)->version;
    return version.n ? sb_arena_join(&run->scratch, name, SB_S(" "), version) : name;
}

sb_str sb_run_name(struct sb_signal_run *run, uint32_t identity)
{
    const struct sb_identity *id = &run->delta->identities.p[identity];
    enum sb_side side = id->n[SB_NEW] ? SB_NEW : SB_OLD;
    return sb_doc_display(run->delta->doc[side], id->rows[side][0], &run->scratch);
}

/* ---- JSON ---- */

/* What a finding shows of a list: as many findings may have one as there are names in it. */
enum { LIST_BYTES = 2048 };

sb_str sb_json_text_of(struct sb_signal_run *run, sb_str text)
{
    sb_buf_clear(&run->buf);
    sb_json_quote(&run->buf, text);
    return sb_arena_str(run->arena, sb_buf_all(&run->buf));
}

sb_str sb_json_number_of(struct sb_signal_run *run, uint64_t value)
{
    return sb_arena_printf(run->arena, "%llu", (unsigned long long)value);
}

sb_str sb_json_list_of(struct sb_signal_run *run, const sb_str *texts, size_t n)
{
    size_t i = 0;
    sb_buf_clear(&run->buf);
    sb_buf_chr(&run->buf, '[');
    for (; i < n && run->buf.n < LIST_BYTES; i++) {
        if (i)
            sb_buf_chr(&run->buf, ',');
        sb_json_quote(&run->buf, sb_str_part(texts[i], 0, LIST_BYTES));
    }
    if (i < n)
        sb_buf_printf(&run->buf, ",{\"more\":%zu}", n - i);
    sb_buf_chr(&run->buf, ']');
    return sb_arena_str(run->arena, sb_buf_all(&run->buf));
}

sb_str sb_json_some_of(struct sb_signal_run *run, const sb_str *texts, size_t n)
{
    sb_str some[SB_LISTED];
    if (n <= SB_LISTED)
        return sb_json_list_of(run, texts, n);
    memcpy(some, texts, (SB_LISTED - 1) * sizeof *some);
    some[SB_LISTED - 1] = sb_arena_printf(&run->scratch, "and %zu more", n - (SB_LISTED - 1));
    return sb_json_list_of(run, some, SB_LISTED);
}

sb_str sb_json_object_of(struct sb_signal_run *run, const struct sb_member *members, size_t n)
{
    char mark = '{';
    sb_buf_clear(&run->buf);
    for (size_t i = 0; i < n; i++) {
        if (!members[i].is_number && members[i].text.n == 0)
            continue;
        sb_buf_chr(&run->buf, mark);
        mark = ',';
        sb_json_quote(&run->buf, sb_str_of(members[i].name));
        sb_buf_chr(&run->buf, ':');
        if (!members[i].is_number)
            sb_json_quote(&run->buf, members[i].text);
        else
            sb_buf_printf(&run->buf, "%llu", (unsigned long long)members[i].number);
    }
    sb_buf_str(&run->buf, mark == '{' ? SB_S("{}") : SB_S("}"));
    return sb_arena_str(run->arena, sb_buf_all(&run->buf));
}
