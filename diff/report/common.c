#include "report/common.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "diff/use.h"
#include "text/json_read.h"

struct sb_summary sb_report_summary(const struct sb_delta *delta)
{
    struct sb_summary sum = {0};
    for (size_t i = 0; i < delta->changes.n; i++) {
        const struct sb_change *change = &delta->changes.p[i];
        sum.changes[change->kind]++;
        if (change->kind == SB_UPGRADED)
            sum.steps[change->step]++;
    }
    for (size_t i = 0; i < delta->groups.n; i++)
        sum.groups[delta->groups.p[i].severity]++;
    return sum;
}

static uint32_t count_from(const struct sb_summary *sum, enum sb_level lowest)
{
    uint32_t n = 0;
    for (unsigned level = lowest; level < SB_LEVEL_COUNT; level++)
        n += sum->groups[level];
    return n;
}

uint32_t sb_report_first(const struct sb_summary *sum, const struct sb_report_options *options)
{
    bool lower = options->fail_on != SB_LEVEL_NONE && options->fail_on < SB_LEVEL_HIGH;
    return count_from(sum, lower ? options->fail_on : SB_LEVEL_HIGH);
}

uint32_t sb_report_rest(const struct sb_summary *sum, const struct sb_report_options *options)
{
    return count_from(sum, SB_LEVEL_LOW) - sb_report_first(sum, options);
}

sb_str sb_report_generator(const struct sb_doc *doc, const struct sb_report_options *options, struct sb_arena *arena)
{
    sb_str named = sb_doc_generator(doc, arena);
    if (named.n || strcmp(doc->format, "scan") != 0)
        return named;
    return sb_arena_join(arena, SB_S("sbom "), sb_str_of(options->tool_version), SB_STR_NONE);
}

uint32_t sb_report_components(const struct sb_doc *doc)
{
    return sb_doc_count(doc) - (doc->root.v ? 1 : 0);
}

uint32_t sb_report_sources(const struct sb_doc *doc)
{
    bool *source = sb_calloc(doc->components.n + 1, sizeof *source);
    uint32_t n = 0;
    for (size_t i = 0; i < doc->relations.n; i++)
        if (doc->relations.p[i].kind == SB_REL_GENERATED_FROM && doc->relations.p[i].from.v)
            source[doc->relations.p[i].to.v] = true;
    for (uint32_t c = 1; c <= sb_doc_count(doc); c++)
        n += source[c] && c != doc->root.v;
    sb_free(source);
    return n;
}

bool sb_report_has_facts(const struct sb_doc *doc)
{
    for (size_t i = 0; i < doc->facts.n; i++) {
        enum sb_fact_id id = sb_fact_find(sb_doc_str(doc, doc->facts.p[i].name));
        if (id != SB_FACT_COUNT && sb_fact_rows[id].content)
            return true;
    }
    return false;
}

sb_str sb_report_format(const struct sb_doc *doc, struct sb_arena *arena)
{
    sb_str format = sb_str_of(doc->format);
    if (!sb_text_set(doc->spec_version))
        return format;
    return sb_arena_join(arena, format, SB_S("@"), sb_doc_str(doc, doc->spec_version));
}

sb_str sb_report_change_purl(const struct sb_delta *delta, const struct sb_change *change)
{
    enum sb_side side = change->row[SB_NEW].v ? SB_NEW : SB_OLD;
    return sb_delta_row(delta, side, change->row[side])->purl;
}

sb_str sb_report_finding_purl(const struct sb_delta *delta, const struct sb_finding *finding)
{
    enum sb_side side = finding->row[SB_NEW].v ? SB_NEW : SB_OLD;
    return sb_delta_row(delta, side, finding->row[side])->purl;
}

sb_str sb_report_front(sb_str text, size_t most, struct sb_arena *arena)
{
    if (text.n <= most)
        return text;
    size_t end = most;
    while (end && ((unsigned char)text.p[end] & 0xC0) == 0x80) /* not in the middle of a character */
        end--;
    return sb_arena_printf(arena, "%.*s... and %zu bytes more", SB_FMT(sb_str_part(text, 0, end)), text.n - end);
}

bool *sb_report_changed(const struct sb_delta *delta, struct sb_arena *arena)
{
    bool *changed = sb_arena_zalloc(arena, delta->identities.n + 1);
    for (size_t i = 0; i < delta->changes.n; i++)
        changed[delta->changes.p[i].identity] = true;
    return changed;
}

static int by_text(const void *a, const void *b)
{
    return sb_str_cmp(*(const sb_str *)a, *(const sb_str *)b);
}

size_t sb_report_group_components(const struct sb_delta *delta, const struct sb_group *group, const bool *changed,
                                  struct sb_arena *arena, sb_str **ret_purls)
{
    sb_str *purls = sb_arena_alloc(arena, (group->n_changes + group->n_findings) * sizeof *purls);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < group->n_changes; i++)
        purls[n++] = sb_report_change_purl(delta, &delta->changes.p[group->changes[i]]);
    for (size_t i = 0; i < group->n_findings; i++) {
        const struct sb_finding *finding = &delta->findings.p[group->findings[i]];
        sb_str purl = sb_report_finding_purl(delta, finding);
        if (purl.n && !finding->systemic && finding->identity != UINT32_MAX && !changed[finding->identity])
            purls[n++] = purl;
    }
    if (n)
        qsort(purls, n, sizeof *purls, by_text);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !sb_str_eq(purls[kept - 1], purls[i]))
            purls[kept++] = purls[i];
    *ret_purls = purls;
    return kept;
}

static int by_weight(const void *a, const void *b)
{
    const struct sb_finding *x = *(const struct sb_finding *const *)a, *y = *(const struct sb_finding *const *)b;
    int c = (int)y->severity - (int)x->severity;
    c = c ? c : (y->weight > x->weight) - (y->weight < x->weight);
    return c ? c : (x > y) - (x < y); /* findings lie in one array, sorted by content */
}

const struct sb_finding **sb_report_worst_first(const struct sb_delta *delta, const struct sb_group *group,
                                                struct sb_arena *arena)
{
    const struct sb_finding **ret = sb_arena_alloc(arena, (group->n_findings + 1) * sizeof *ret);
    for (size_t i = 0; i < group->n_findings; i++)
        ret[i] = &delta->findings.p[group->findings[i]];
    if (group->n_findings)
        qsort(ret, group->n_findings, sizeof *ret, by_weight);
    return ret;
}

static int by_place(const void *a, const void *b)
{
    const struct sb_sided_diag *x = a, *y = b;
    int c = sb_str_cmp(x->diag->path, y->diag->path);
    unsigned nx = sb_codes[x->diag->code].number, ny = sb_codes[y->diag->code].number;
    c = c ? c : (nx > ny) - (nx < ny);
    c = c ? c : (x->diag->line > y->diag->line) - (x->diag->line < y->diag->line);
    c = c ? c : (int)x->side - (int)y->side;
    return c ? c : sb_str_cmp(x->diag->message, y->diag->message);
}

size_t sb_report_diags(const struct sb_delta *delta, struct sb_arena *arena, struct sb_sided_diag **ret_diags)
{
    const struct sb_diags *lists[SB_SIDES] = {&delta->doc[SB_OLD]->diags, &delta->doc[SB_NEW]->diags};
    struct sb_sided_diag *all = sb_arena_alloc(arena, (lists[SB_OLD]->n + lists[SB_NEW]->n) * sizeof *all);
    size_t n = 0;
    for (unsigned side = 0; side < SB_SIDES; side++)
        for (size_t i = 0; i < lists[side]->n; i++)
            all[n++] = (struct sb_sided_diag){&lists[side]->p[i], (uint8_t)side};
    if (n)
        qsort(all, n, sizeof *all, by_place);
    *ret_diags = all;
    return n;
}

/* ---- what a finding is worth ---- */

struct sb_lies_in sb_report_lies_in(const struct sb_report_options *options, const struct sb_finding *finding)
{
    enum sb_side side = finding->row[SB_NEW].v || !finding->row[SB_OLD].v ? SB_NEW : SB_OLD;
    return (struct sb_lies_in){options->lies[side], options->source[side], options->platform};
}

sb_str sb_report_look(const struct sb_delta *delta, const struct sb_report_options *options,
                      const struct sb_finding *finding, struct sb_arena *arena)
{
    const struct sb_lies_in in = sb_report_lies_in(options, finding);
    return sb_look_at(delta, finding, &in, arena);
}

/* 9723 as "9,723". */
static void put_thousands(struct sb_buf *buf, uint32_t n)
{
    if (n >= 1000) {
        put_thousands(buf, n / 1000);
        sb_buf_printf(buf, ",%03u", n % 1000);
    } else {
        sb_buf_printf(buf, "%u", n);
    }
}

void sb_report_rate(const struct sb_delta *delta, const struct sb_finding *finding, struct sb_buf *buf)
{
    if (finding->identity >= delta->identities.n || finding->systemic)
        return;
    bool new = delta->identities.p[finding->identity].n[SB_OLD] == 0;
    struct sb_rate rate = new ? finding->signal->arriving : finding->signal->changed;
    bool high = finding->severity >= SB_LEVEL_HIGH && finding->signal->high[new].of;
    if (high)
        rate = finding->signal->high[new];
    if (rate.of == 0)
        return;
    sb_buf_str(buf, high ? SB_S(" (high in ") : SB_S(" ("));
    if (rate.hits)
        put_thousands(buf, rate.hits);
    else
        sb_buf_str(buf, SB_S("none"));
    sb_buf_str(buf, SB_S(" of "));
    put_thousands(buf, rate.of);
    sb_buf_printf(buf, " %s packages%s)", new ? "new" : "changed", high ? "" : " did this");
}

void sb_report_value(struct sb_buf *buf, sb_str json)
{
    if (!json.n || sb_str_eq(json, SB_S("null"))) {
        sb_buf_str(buf, SB_S("nothing"));
        return;
    }
    struct sb_json *reader = sb_json_new(json, 0);
    bool string = sb_str_starts(json, SB_S("\"")) && sb_json_next(reader) == SB_JSON_STRING;
    sb_str value = string ? sb_json_text(reader) : json;
    sb_buf_str(buf, value.n ? value : SB_S("\"\""));
    sb_json_free(reader);
}

/* ---- development or production ---- */

const char *sb_report_use(const struct sb_delta *delta, const struct sb_change *change)
{
    const struct sb_doc *doc = delta->doc[SB_NEW];
    sb_comp row = change->row[SB_NEW];
    if (!row.v)
        return NULL;
    if (sb_is_development(doc, row))
        return "development only";
    sb_str type = sb_delta_row(delta, SB_NEW, row)->type;
    for (size_t i = 0; i < doc->properties.n; i++) {
        sb_comp owner = doc->properties.p[i].owner;
        if (owner.v && sb_str_ends(sb_doc_str(doc, doc->properties.p[i].name), SB_S(":package:development")) &&
            sb_str_eq(sb_delta_row(delta, SB_NEW, owner)->type, type))
            return "production";
    }
    return NULL;
}
