#include "report/common.h"
#include "text/json_write.h"

struct writing {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_json_out json;
    struct sb_arena arena;
};

static const char *const side_names[SB_SIDES] = {"old", "new"};

/* ---- pieces ---- */

static void text(struct writing *w, const char *key, sb_str value)
{
    sb_json_key(&w->json, key);
    sb_json_str(&w->json, value);
}

static void text_or_null(struct writing *w, const char *key, sb_str value)
{
    sb_json_key(&w->json, key);
    if (value.n)
        sb_json_str(&w->json, value);
    else
        sb_json_null(&w->json);
}

static void number(struct writing *w, const char *key, int64_t value)
{
    sb_json_key(&w->json, key);
    sb_json_i64(&w->json, value);
}

static void boolean(struct writing *w, const char *key, bool value)
{
    sb_json_key(&w->json, key);
    sb_json_bool(&w->json, value);
}

static void raw(struct writing *w, const char *key, sb_str json)
{
    sb_json_key(&w->json, key);
    sb_json_raw(&w->json, json.n ? json : SB_S("null"));
}

/* A value as JSON; of one that is too large for people and programs alike its front, as text. */
static void value(struct writing *w, const char *key, sb_str json)
{
    enum { LARGEST = 16 * 1024, FRONT = 1024 };
    if (json.n <= LARGEST)
        raw(w, key, json);
    else
        text(w, key, sb_report_front(json, FRONT, &w->arena));
}

static void begin(struct writing *w, const char *key, char kind)
{
    if (key)
        sb_json_key(&w->json, key);
    sb_json_begin(&w->json, kind);
}

static void end(struct writing *w)
{
    sb_json_end(&w->json);
}

static sb_str purl(const struct writing *w, enum sb_side side, sb_comp row)
{
    return sb_delta_row(w->delta, side, row)->purl;
}

/* ---- the head ---- */

static void put_tool(struct writing *w)
{
    begin(w, "tool", '{');
    text(w, "name", SB_S("sbom"));
    text(w, "version", sb_str_of(w->options->tool_version));
    number(w, "signals", SB_SIGNALS_REVISION);
    end(w);
}

static void put_side(struct writing *w, enum sb_side side)
{
    const struct sb_doc *doc = w->delta->doc[side];
    begin(w, side_names[side], '{');
    text(w, "source", w->options->source[side]);
    text(w, "format", sb_report_format(doc, &w->arena));
    text(w, "generator", sb_report_generator(doc, w->options, &w->arena));
    number(w, "components", sb_report_components(doc));
    boolean(w, "facts", sb_report_has_facts(doc));
    end(w);
}

static void put_verdict(struct writing *w)
{
    struct sb_verdict verdict = sb_delta_verdict(w->delta, w->options);
    begin(w, "verdict", '{');
    text(w, "fail_on", sb_str_of(sb_level_names[w->options->fail_on]));
    boolean(w, "failed", verdict.failed);
    boolean(w, "incomplete", verdict.incomplete);
    number(w, "exit", verdict.exit);
    end(w);
}

static void put_summary(struct writing *w)
{
    struct sb_summary sum = sb_report_summary(w->delta);
    begin(w, "summary", '{');
    for (unsigned kind = 0; kind < SB_CHANGE_KINDS; kind++)
        number(w, sb_change_names[kind], sum.changes[kind]);
    number(w, "unchanged", w->delta->unchanged);
    number(w, "terms", (int64_t)w->delta->terms.n);
    number(w, "descriptions", (int64_t)w->delta->descriptions.n);
    number(w, "coverage", (int64_t)w->delta->coverage.n);
    begin(w, "findings", '{');
    for (unsigned level = SB_LEVEL_CRITICAL; level >= SB_LEVEL_INFO; level--)
        number(w, sb_level_names[level], sum.groups[level]);
    end(w);
    end(w);
}

/* ---- groups ---- */

static void put_signal(struct writing *w, const struct sb_finding *finding)
{
    begin(w, NULL, '{');
    text(w, "id", sb_str_of(finding->signal->id));
    text(w, "severity", sb_str_of(sb_level_names[finding->severity]));
    number(w, "weight", finding->weight);
    text(w, "fingerprint", sb_str_of(finding->fingerprint));
    text_or_null(w, "purl", sb_report_finding_purl(w->delta, finding));
    text_or_null(w, "path", finding->path);
    value(w, "old", finding->old_json);
    value(w, "new", finding->new_json);
    text(w, "message", finding->message);
    text(w, "look", sb_report_look(w->delta, w->options, finding, &w->arena));
    end(w);
}

static void put_group(struct writing *w, size_t i, const bool *changed)
{
    const struct sb_group *group = &w->delta->groups.p[i];
    begin(w, NULL, '{');
    number(w, "rank", (int64_t)i + 1);
    text(w, "severity", sb_str_of(sb_level_names[group->severity]));
    number(w, "score", group->score);
    text(w, "title", group->title);
    text_or_null(w, "cause", purl(w, SB_NEW, group->cause));
    begin(w, "components", '[');
    sb_str *purls;
    size_t n = sb_report_group_components(w->delta, group, changed, &w->arena, &purls);
    for (size_t k = 0; k < n; k++)
        sb_json_str(&w->json, purls[k]);
    end(w);
    begin(w, "signals", '[');
    for (size_t k = 0; k < group->n_findings; k++)
        put_signal(w, &w->delta->findings.p[group->findings[k]]);
    end(w);
    end(w);
}

static void put_groups(struct writing *w)
{
    const bool *changed = sb_report_changed(w->delta, &w->arena);
    begin(w, "groups", '[');
    for (size_t i = 0; i < w->delta->groups.n; i++)
        put_group(w, i, changed);
    end(w);
}

/* ---- changes ---- */

static void put_change(struct writing *w, const struct sb_change *change)
{
    begin(w, NULL, '{');
    text(w, "kind", sb_str_of(sb_change_names[change->kind]));
    text_or_null(w, "old", purl(w, SB_OLD, change->row[SB_OLD]));
    text_or_null(w, "new", purl(w, SB_NEW, change->row[SB_NEW]));
    number(w, "places", change->places);
    text_or_null(w, "match", sb_str_of(sb_tier_names[change->tier]));
    begin(w, "why", '[');
    for (size_t i = 0; i < change->n_why; i++)
        sb_json_str(&w->json, change->why[i]);
    end(w);
    begin(w, "fields", '[');
    for (size_t i = 0; i < change->n_fields; i++) {
        begin(w, NULL, '{');
        text(w, "field", sb_str_of(change->fields[i].field));
        value(w, "old", change->fields[i].old_json);
        value(w, "new", change->fields[i].new_json);
        text(w, "class", SB_S("software"));
        end(w);
    }
    end(w);
    end(w);
}

static void put_changes(struct writing *w)
{
    begin(w, "changes", '[');
    for (size_t i = 0; i < w->delta->changes.n; i++)
        put_change(w, &w->delta->changes.p[i]);
    end(w);
}

static void put_terms(struct writing *w)
{
    begin(w, "terms", '[');
    for (size_t i = 0; i < w->delta->terms.n; i++) {
        const struct sb_term *term = &w->delta->terms.p[i];
        begin(w, NULL, '{');
        text(w, "purl", purl(w, SB_NEW, term->row[SB_NEW]));
        text(w, "field", sb_str_of(term->field));
        raw(w, "old", term->old_json);
        raw(w, "new", term->new_json);
        end(w);
    }
    end(w);
}

static void put_descriptions(struct writing *w)
{
    begin(w, "descriptions", '[');
    for (size_t i = 0; i < w->delta->descriptions.n; i++) {
        const struct sb_description *d = &w->delta->descriptions.p[i];
        enum sb_side side = d->sample[SB_NEW].v ? SB_NEW : SB_OLD;
        begin(w, NULL, '{');
        text(w, "field", d->field);
        number(w, "count", d->count);
        begin(w, "sample", '{');
        text(w, "purl", purl(w, side, d->sample[side]));
        raw(w, "old", d->old_json);
        raw(w, "new", d->new_json);
        end(w);
        end(w);
    }
    end(w);
}

static void put_coverage(struct writing *w)
{
    begin(w, "coverage", '[');
    for (size_t i = 0; i < w->delta->coverage.n; i++) {
        const struct sb_coverage *c = &w->delta->coverage.p[i];
        begin(w, NULL, '{');
        text(w, "what", sb_str_of(c->what));
        text(w, "name", c->name);
        text(w, "side", sb_str_of(side_names[c->side]));
        number(w, "count", c->count);
        text(w, "message", c->message);
        end(w);
    }
    end(w);
}

static void put_unreconciled(struct writing *w)
{
    begin(w, "unreconciled", '[');
    for (size_t i = 0; i < w->delta->unreconciled.n; i++) {
        const struct sb_unreconciled *u = &w->delta->unreconciled.p[i];
        const struct sb_doc *doc = w->delta->doc[u->side];
        const struct sb_component *row = sb_doc_at(doc, u->row);
        begin(w, NULL, '{');
        text(w, "side", sb_str_of(side_names[u->side]));
        text(w, "name", sb_doc_display(doc, u->row, &w->arena));
        text(w, "version", sb_doc_str(doc, row->version));
        text(w, "ref", sb_doc_str(doc, row->ref));
        text(w, "reason", u->reason);
        end(w);
    }
    end(w);
}

static void put_diagnostics(struct writing *w)
{
    static const char *const severities[] = {[SB_NOTE] = "note", [SB_WARNING] = "warning", [SB_ERROR] = "error"};
    struct sb_sided_diag *diags;
    size_t n = sb_report_diags(w->delta, &w->arena, &diags);
    begin(w, "diagnostics", '[');
    for (size_t i = 0; i < n; i++) {
        const struct sb_diag *diag = diags[i].diag;
        const struct sb_code_row *row = &sb_codes[diag->code];
        begin(w, NULL, '{');
        text(w, "code", sb_arena_printf(&w->arena, "SB%04u", row->number));
        text(w, "severity", sb_str_of(severities[row->severity]));
        text(w, "side", sb_str_of(side_names[diags[i].side]));
        text_or_null(w, "path", diag->path);
        sb_json_key(&w->json, "line");
        if (diag->line)
            sb_json_u64(&w->json, diag->line);
        else
            sb_json_null(&w->json);
        boolean(w, "incomplete", row->incomplete);
        text(w, "message", diag->message);
        end(w);
    }
    end(w);
}

static void put_waivers(struct writing *w)
{
    begin(w, "waived", '[');
    for (size_t i = 0; i < w->delta->waived.n; i++) {
        const struct sb_waived *waived = &w->delta->waived.p[i];
        begin(w, NULL, '{');
        text(w, "fingerprint", sb_str_of(waived->finding.fingerprint));
        text(w, "waiver", waived->waiver);
        text(w, "owner", waived->owner);
        text_or_null(w, "expires", waived->expires);
        end(w);
    }
    end(w);
    begin(w, "stale_waivers", '[');
    for (size_t i = 0; i < w->delta->stale.n; i++) {
        begin(w, NULL, '{');
        text(w, "waiver", w->delta->stale.p[i].waiver);
        text(w, "reason", sb_str_of(w->delta->stale.p[i].reason));
        end(w);
    }
    end(w);
}

static void put_document(struct writing *w)
{
    static void (*const parts[])(struct writing * w) = {
        put_verdict,      put_summary,  put_groups,       put_changes, put_terms,
        put_descriptions, put_coverage, put_unreconciled, put_waivers, put_diagnostics,
    };
    sb_json_begin(&w->json, '{');
    text(w, "schema", SB_S("sbom-diff/1"));
    put_tool(w);
    for (unsigned side = 0; side < SB_SIDES; side++)
        put_side(w, side);
    for (size_t i = 0; i < SB_COUNT(parts); i++)
        parts[i](w);
    end(w);
    sb_arena_done(&w->arena);
}

static sb_rc write_json(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                        struct sb_err *err)
{
    struct writing w = {.delta = delta, .options = options};
    sb_json_out(&w.json, sink, true);
    put_document(&w);
    sb_put_chr(sink, '\n');
    return sb_sink_flush(sink, err);
}

void sb_report_json_value(struct sb_json_out *json, const struct sb_delta *delta,
                          const struct sb_report_options *options)
{
    struct writing w = {.delta = delta, .options = options, .json = *json};
    put_document(&w);
    *json = w.json;
}

const struct sb_report sb_report_json = {"json", "the contract sbom-diff/1, for programs", write_json};
