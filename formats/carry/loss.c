#include "carry/loss.h"

#include "base/utf8.h"

enum { KINDS = 1000 }; /* further ones are counted as one */

static const char *const fates[SB_FATES] = {"dropped", "carried", "added", "dangling"};

/* ---- JSON ---- */

static void put_carried(struct sb_losses *losses, const struct sb_loss *loss)
{
    struct sb_json_out *json = &losses->json;
    sb_json_key(json, "carried");
    if (!loss->place.n) {
        sb_json_null(json);
        return;
    }
    sb_json_begin(json, '{');
    sb_json_pair(json, "place", loss->place);
    sb_json_key(json, "value");
    if (loss->kind == SB_EVENT_TEXT)
        sb_json_str(json, loss->text);
    else if (loss->kind == SB_EVENT_NUMBER)
        sb_json_raw(json, loss->text);
    else
        sb_json_null(json);
    sb_json_end(json);
}

static void put_json(struct sb_losses *losses, const struct sb_loss *loss)
{
    struct sb_json_out *json = &losses->json;
    sb_json_begin(json, '{');
    put_carried(losses, loss);
    sb_json_pair(json, "fate", sb_str_of(fates[loss->fate]));
    sb_json_key(json, "line");
    if (loss->line)
        sb_json_u64(json, loss->line);
    else
        sb_json_null(json);
    sb_json_key(json, "member");
    sb_json_str(json, loss->member);
    sb_buf_clear(&losses->line);
    sb_path_pointer(&losses->line, loss->path);
    sb_json_key(json, "path");
    sb_json_str(json, sb_buf_all(&losses->line));
    sb_json_pair(json, "reason", loss->reason);
    sb_json_key(json, "values");
    sb_json_u64(json, loss->values);
    sb_json_end(json);
}

static void put_content(struct sb_losses *losses)
{
    static const char *const names[] = {"input", "output"};
    struct sb_json_out *json = &losses->json;
    sb_json_key(json, "sha256");
    sb_json_begin(json, '{');
    for (size_t i = 0; i < SB_COUNT(names); i++) {
        sb_json_key(json, names[i]);
        if (losses->content[i][0])
            sb_json_str(json, sb_str_of(losses->content[i]));
        else
            sb_json_null(json);
    }
    sb_json_end(json);
}

static void put_kinds(struct sb_losses *losses)
{
    struct sb_json_out *json = &losses->json;
    sb_json_key(json, "summary");
    sb_json_begin(json, '[');
    for (size_t i = 0; i < losses->kinds.n; i++) {
        const struct sb_loss_kind *kind = &losses->kinds.p[i];
        sb_json_begin(json, '{');
        sb_json_pair(json, "fate", sb_str_of(fates[kind->fate]));
        sb_json_key(json, "lines");
        sb_json_u64(json, kind->lines);
        sb_json_key(json, "place");
        sb_json_str(json, kind->place);
        sb_json_pair(json, "reason", kind->reason);
        sb_json_key(json, "values");
        sb_json_u64(json, kind->values);
        sb_json_end(json);
    }
    sb_json_end(json);
}

static void put_totals(struct sb_losses *losses)
{
    struct sb_json_out *json = &losses->json;
    sb_json_key(json, "total");
    sb_json_begin(json, '{');
    for (size_t i = 0; i < SB_FATES; i++) {
        sb_json_key(json, fates[i]);
        sb_json_u64(json, losses->values[i]);
    }
    sb_json_end(json);
}

/* ---- text ---- */

static void put_text(struct sb_losses *losses, const struct sb_loss *loss)
{
    struct sb_buf path = {0}, *line = &losses->line;
    sb_path_text(&path, loss->path);
    sb_buf_clear(line);
    sb_utf8_printable(line, sb_buf_all(&path));
    sb_buf_done(&path);
    if (loss->line)
        sb_buf_printf(line, ", line %u", loss->line);
    sb_buf_str(line, SB_S(": "));
    sb_utf8_printable(line, loss->reason);
    if (loss->fate == SB_FATE_DROPPED) {
        sb_buf_printf(line, "; dropped%s", loss->values > 1 ? ", " : "");
        if (loss->values > 1)
            sb_buf_printf(line, "%zu values", loss->values);
    } else {
        sb_buf_printf(line, "; %s as ", loss->fate == SB_FATE_DANGLING ? "left" : fates[loss->fate]);
        sb_utf8_printable(line, loss->place);
        if (loss->kind == SB_EVENT_TEXT || loss->kind == SB_EVENT_NUMBER) {
            sb_buf_str(line, SB_S(" = "));
            sb_utf8_printable(line, loss->text);
        }
    }
    sb_buf_chr(line, '\n');
    sb_put_str(losses->sink, sb_buf_all(line));
}

static void put_kind_text(struct sb_losses *losses, const struct sb_loss_kind *kind)
{
    struct sb_buf *line = &losses->line;
    sb_buf_clear(line);
    sb_buf_printf(line, "%6llu x ", (unsigned long long)kind->lines);
    sb_utf8_printable(line, kind->place);
    sb_buf_str(line, SB_S(": "));
    sb_utf8_printable(line, kind->reason);
    sb_buf_printf(line, "; %s, %llu value%s\n", kind->fate == SB_FATE_DANGLING ? "left" : fates[kind->fate],
                  (unsigned long long)kind->values, kind->values == 1 ? "" : "s");
    sb_put_str(losses->sink, sb_buf_all(line));
}

/* ---- kinds ---- */

static struct sb_loss_kind *kind_of(struct sb_losses *losses, const struct sb_loss *loss)
{
    struct sb_buf *line = &losses->line;
    sb_buf_clear(line);
    sb_path_place(line, loss->path);
    size_t place = line->n;
    sb_buf_chr(line, '\0');
    sb_buf_str(line, loss->reason);
    size_t reason = line->n;
    sb_buf_chr(line, (char)('0' + loss->fate));
    sb_text id = sb_intern_find(&losses->names, sb_buf_all(line));
    if (sb_text_set(id))
        return &losses->kinds.p[id.v - SB_TEXT_WITHHELD.v - 1];
    if (losses->kinds.n == KINDS)
        return NULL;
    sb_str name = sb_intern_str(&losses->names, sb_intern(&losses->names, sb_buf_all(line)));
    struct sb_loss_kind *kind = SB_PUSH(&losses->kinds);
    *kind = (struct sb_loss_kind){.fate = (uint8_t)loss->fate,
                                  .place = sb_str_part(name, 0, place),
                                  .reason = sb_str_part(name, place + 1, reason - place - 1)};
    return kind;
}

static void count_kind(struct sb_losses *losses, const struct sb_loss *loss)
{
    struct sb_loss_kind *kind = kind_of(losses, loss);
    if (!kind) {
        losses->further.lines++;
        losses->further.values += loss->values;
        return;
    }
    kind->lines++;
    kind->values += loss->values;
}

/* Those of most lines first. */
static int cmp_kinds(const void *pa, const void *pb)
{
    const struct sb_loss_kind *a = pa, *b = pb;
    if (a->lines != b->lines)
        return a->lines > b->lines ? -1 : 1;
    int r = sb_str_cmp(a->place, b->place);
    if (!r)
        r = sb_str_cmp(a->reason, b->reason);
    return r ? r : (int)a->fate - (int)b->fate;
}

/* The names are found no more afterwards. */
static void sort_kinds(struct sb_losses *losses)
{
    if (losses->kinds.n)
        qsort(losses->kinds.p, losses->kinds.n, sizeof *losses->kinds.p, cmp_kinds);
    if (losses->further.lines)
        *SB_PUSH(&losses->kinds) = losses->further;
}

/* Where some are of one kind; else it would say all of it again. */
static void put_kinds_text(struct sb_losses *losses)
{
    if (!losses->kinds.n || losses->kinds.p[0].lines < 2)
        return;
    sb_put_str(losses->sink, SB_S("\nsummary:\n"));
    for (size_t i = 0; i < losses->kinds.n; i++)
        put_kind_text(losses, &losses->kinds.p[i]);
}

static void forget_kinds(struct sb_losses *losses)
{
    sb_intern_done(&losses->names);
    sb_intern_init(&losses->names);
    losses->kinds.n = 0;
    losses->further = (struct sb_loss_kind){.place = SB_S("(further members)")};
}

/* ---- the report ---- */

void sb_losses_begin(struct sb_losses *losses, struct sb_sink *sink, bool json, sb_str input, sb_str format)
{
    *losses = (struct sb_losses){.sink = sink, .is_json = json};
    if (!sink)
        return;
    if (!json) {
        sb_utf8_printable(&losses->line, input);
        sb_putf(sink, "%.*s: %.*s\n", SB_FMT(sb_buf_all(&losses->line)), SB_FMT(format));
        return;
    }
    sb_json_out(&losses->json, sink, true);
    sb_json_begin(&losses->json, '{');
    sb_json_key(&losses->json, "input");
    sb_json_begin(&losses->json, '{');
    sb_json_pair(&losses->json, "format", format);
    sb_json_pair(&losses->json, "name", input);
    sb_json_end(&losses->json);
    sb_json_key(&losses->json, "outputs");
    sb_json_begin(&losses->json, '[');
}

void sb_losses_output(struct sb_losses *losses, sb_str format, const char *file)
{
    memset(losses->places, 0, sizeof losses->places);
    memset(losses->values, 0, sizeof losses->values);
    memset(losses->content, 0, sizeof losses->content);
    if (!losses->sink)
        return;
    forget_kinds(losses);
    if (!losses->is_json) {
        sb_buf_clear(&losses->line);
        sb_utf8_printable(&losses->line, file ? sb_str_of(file) : SB_S("standard output"));
        sb_putf(losses->sink, "\n%.*s: %.*s\n", SB_FMT(sb_buf_all(&losses->line)), SB_FMT(format));
        return;
    }
    struct sb_json_out *json = &losses->json;
    sb_json_begin(json, '{');
    sb_json_key(json, "file");
    if (file)
        sb_json_str(json, sb_str_of(file));
    else
        sb_json_null(json);
    sb_json_pair(json, "format", format);
    sb_json_key(json, "losses");
    sb_json_begin(json, '[');
}

void sb_losses_put(struct sb_losses *losses, const struct sb_loss *loss)
{
    losses->places[loss->fate]++;
    losses->values[loss->fate] += loss->values;
    if (losses->each)
        losses->each(losses->to, loss);
    if (losses->sink)
        count_kind(losses, loss);
    if (losses->sink && losses->is_json)
        put_json(losses, loss);
    else if (losses->sink)
        put_text(losses, loss);
}

void sb_losses_output_end(struct sb_losses *losses)
{
    sort_kinds(losses);
    if (losses->sink && losses->is_json) {
        sb_json_end(&losses->json);
        put_content(losses);
        put_kinds(losses);
        put_totals(losses);
        sb_json_end(&losses->json);
    } else if (losses->sink) {
        put_kinds_text(losses);
        sb_buf_clear(&losses->line);
        sb_losses_total(losses, &losses->line);
        sb_put_str(losses->sink, sb_buf_all(&losses->line));
        sb_put_chr(losses->sink, '\n');
    }
}

void sb_losses_end(struct sb_losses *losses)
{
    if (losses->sink && losses->is_json) {
        sb_json_end(&losses->json);
        sb_json_pair(&losses->json, "schema", SB_S("sbom-loss/1"));
        sb_json_key(&losses->json, "tool");
        sb_json_begin(&losses->json, '{');
        sb_json_pair(&losses->json, "name", SB_S("sbom"));
        sb_json_pair(&losses->json, "version", sb_str_of(SB_VERSION));
        sb_json_end(&losses->json);
        sb_json_end(&losses->json);
        sb_put_chr(losses->sink, '\n');
    }
    sb_buf_done(&losses->line);
    sb_intern_done(&losses->names);
    sb_free(losses->kinds.p);
}

bool sb_losses_want_content(const struct sb_losses *losses)
{
    return losses->sink && losses->is_json;
}

bool sb_losses_any(const struct sb_losses *losses)
{
    return losses->places[SB_FATE_DROPPED] || losses->places[SB_FATE_CARRIED];
}

void sb_losses_total(const struct sb_losses *losses, struct sb_buf *buf)
{
    static const char *const what[SB_FATES] = {"dropped", "in other words or another place", "added",
                                               "left that refer to what was dropped"};
    const char *between = "";
    for (size_t i = 0; i < SB_FATES; i++) {
        if (!losses->values[i])
            continue;
        sb_buf_printf(buf, "%s%llu value%s %s", between, (unsigned long long)losses->values[i],
                      losses->values[i] == 1 ? "" : "s", what[i]);
        between = ", ";
    }
    if (!*between)
        sb_buf_str(buf, SB_S("nothing lost"));
}
