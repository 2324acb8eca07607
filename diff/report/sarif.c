/* SARIF 2.1.0 (OASIS): a rule a signal, a result a finding. GitHub takes 25,000 results and 20 locations beside one;
 * what is left out a notification says. */
#include "report/machine.h"
#include "text/sarif.h"

enum {
    RESULTS = 25000,
    BYTES = 64 * 1024 * 1024, /* of results: packed, GitHub takes 10 MB of a file */
    RESULT_BYTES = 1024,      /* of one beside its texts */
    RELATED = 20,
    NOTES = 500 /* notifications of one kind */
};

struct writing {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_json_out json;
    struct sb_arena arena;              /* of all */
    struct sb_arena scratch;            /* of one result */
    const struct sb_signal_row **rules; /* those of the findings, by id */
    size_t n_rules;
    const uint32_t *change_of; /* sb_machine_changes() */
    const struct sb_machine_finding *all;
    size_t n_all;
    struct sb_map seen; /* fingerprints */
};

static const char *word_of(enum sb_level level)
{
    return level >= SB_LEVEL_HIGH ? sb_sarif_error : level == SB_LEVEL_MEDIUM ? sb_sarif_warning : sb_sarif_note;
}

/* ---- rules ---- */

static int by_id(const void *a, const void *b)
{
    const struct sb_signal_row *x = *(const struct sb_signal_row *const *)a;
    const struct sb_signal_row *y = *(const struct sb_signal_row *const *)b;
    return strcmp(x->id, y->id);
}

static size_t index_of(const struct writing *w, const struct sb_signal_row *row)
{
    size_t i = 0;
    while (i < w->n_rules && strcmp(w->rules[i]->id, row->id) != 0)
        i++;
    return i;
}

/* Of the first N findings. The whole table would be a thousand lines in each report, and other ones with each sbom. */
static void find_rules(struct writing *w, size_t n)
{
    w->rules = sb_arena_alloc(&w->arena, (n + 1) * sizeof *w->rules);
    for (size_t i = 0; i < n; i++) {
        const struct sb_signal_row *row = w->all[i].finding->signal;
        if (index_of(w, row) == w->n_rules)
            w->rules[w->n_rules++] = row;
    }
    qsort(w->rules, w->n_rules, sizeof *w->rules, by_id);
}

static void add_part(struct sb_buf *help, const char *label, const char *text)
{
    if (text && *text)
        sb_buf_printf(help, "%s%s: %s", help->n ? "\n\n" : "", label, text);
}

/* As `sbom explain` tells it. */
static void put_rule(struct writing *w, const struct sb_signal_row *row)
{
    /* Where GitHub draws its lines: critical above 9.0, high from 7.0, medium from 4.0. */
    static const char *const severities[SB_LEVEL_COUNT] = {
        [SB_LEVEL_LOW] = "2.0", [SB_LEVEL_MEDIUM] = "5.5", [SB_LEVEL_HIGH] = "8.0", [SB_LEVEL_CRITICAL] = "9.5"};
    bool ranked = severities[row->severity] != NULL;
    const char *const tags[] = {"supply-chain", sb_family_names[row->family], ranked ? "security" : NULL, NULL};
    struct sb_buf help = {0};
    add_part(&help, "Why it matters", row->why);
    add_part(&help, "How often an ordinary upgrade does this", row->base_rate);
    add_part(&help, "What stays silent, and how to silence it", row->quiet);
    add_part(&help, "What it cannot see", row->unseen);
    const struct sb_sarif_rule rule = {.id = sb_str_of(row->id),
                                       .title = sb_str_of(row->sentence),
                                       .meaning = sb_str_of(row->why),
                                       .level = word_of(row->severity),
                                       .help = sb_buf_all(&help),
                                       .severity = sb_str_of(severities[row->severity]),
                                       .tags = tags};
    sb_sarif_rule(&w->json, &rule);
    sb_buf_done(&help);
}

/* ---- what is told beside the results ---- */

/* "and 12 more NAMES" */
static void put_left_out(struct writing *w, size_t n, const char *names)
{
    if (n)
        sb_sarif_notify(&w->json, sb_sarif_warning,
                        sb_arena_printf(&w->scratch, "%zu more %s are left out of this file", n, names), NULL, NULL);
}

static void put_diagnostics(struct writing *w)
{
    static const char *const levels[] = {
        [SB_NOTE] = sb_sarif_note, [SB_WARNING] = sb_sarif_warning, [SB_ERROR] = sb_sarif_error};
    struct sb_sided_diag *diags;
    size_t n = sb_report_diags(w->delta, &w->arena, &diags);
    for (size_t i = 0; i < n && i < NOTES; i++) {
        const struct sb_diag *diag = diags[i].diag;
        const struct sb_code_row *row = &sb_codes[diag->code];
        const struct sb_sarif_place place = {.file = diag->path, .line = diag->line};
        char code[16];
        snprintf(code, sizeof code, "SB%04u", row->number);
        sb_str text = sb_arena_printf(&w->scratch, "%s: %.*s", diags[i].side == SB_OLD ? "old" : "new",
                                      SB_FMT(sb_report_front(diag->message, SB_MACHINE_TEXT, &w->scratch)));
        bool placed = diag->path.n && diag->path.n <= SB_MACHINE_PATH;
        sb_sarif_notify(&w->json, levels[row->severity], text, code, placed ? &place : NULL);
    }
    put_left_out(w, n > NOTES ? n - NOTES : 0, "diagnostics");
}

static void put_coverage(struct writing *w)
{
    size_t n = w->delta->coverage.n;
    for (size_t i = 0; i < n && i < NOTES; i++) {
        const struct sb_coverage *line = &w->delta->coverage.p[i];
        sb_sarif_notify(&w->json, sb_coverage_hides(line) ? sb_sarif_warning : sb_sarif_note,
                        sb_report_front(line->message, SB_MACHINE_TEXT, &w->scratch), NULL, NULL);
    }
    put_left_out(w, n > NOTES ? n - NOTES : 0, "lines of coverage");
}

static void put_stale_waivers(struct writing *w)
{
    size_t n = w->delta->stale.n;
    for (size_t i = 0; i < n && i < NOTES; i++)
        sb_sarif_notify(&w->json, sb_sarif_warning, sb_machine_stale(&w->delta->stale.p[i], &w->scratch), NULL, NULL);
    put_left_out(w, n > NOTES ? n - NOTES : 0, "waivers to look at");
}

/* ---- results ---- */

static size_t at_most(size_t n, size_t bound)
{
    return n < bound ? n : bound;
}

/* How many results of the list fit, the worst ones first; the waived ones come last. */
static size_t count_fitting(const struct writing *w)
{
    size_t room = BYTES, n = 0;
    for (; n < w->n_all && n < RESULTS; n++) {
        const struct sb_finding *finding = w->all[n].finding;
        size_t need =
            RESULT_BYTES + 3 * at_most(finding->path.n, SB_MACHINE_PATH) + at_most(finding->message.n, SB_MACHINE_TEXT);
        if (need > room)
            break;
        room -= need;
    }
    return n;
}

static void put_place(struct writing *w, struct sb_machine_place at, sb_str purl)
{
    const struct sb_sarif_place place = {.file = at.file,
                                         .line = at.line,
                                         .logical = sb_report_front(purl, SB_MACHINE_TEXT, &w->scratch),
                                         .kind = "package"};
    sb_sarif_place(&w->json, &place);
}

/* How the package came in: those between the root and itself. */
static void put_way(struct writing *w, const struct sb_finding *finding)
{
    uint32_t at = finding->identity < w->delta->identities.n ? w->change_of[finding->identity] : 0;
    const struct sb_change *change = at ? &w->delta->changes.p[at - 1] : NULL;
    if (!change || change->n_why < 3)
        return;
    sb_json_key(&w->json, "relatedLocations");
    sb_json_begin(&w->json, '[');
    for (size_t i = 1; i + 1 < change->n_why && i <= RELATED; i++) {
        sb_str purl = sb_report_front(change->why[i], SB_MACHINE_TEXT, &w->scratch);
        sb_json_begin(&w->json, '{');
        sb_json_key(&w->json, "id");
        sb_json_u64(&w->json, i);
        put_place(w, sb_machine_new_side(w->options), purl);
        sb_sarif_text(&w->json, "message", sb_arena_join(&w->scratch, SB_S("brought by "), purl, SB_STR_NONE));
        sb_json_end(&w->json);
    }
    sb_json_end(&w->json);
}

/* GitHub knows a finding again by the second one alone. */
static void put_fingerprints(struct writing *w, const struct sb_finding *finding)
{
    sb_str hex = sb_str_of(finding->fingerprint);
    sb_sarif_fingerprint(&w->json, hex);
    sb_json_pair(&w->json, "primaryLocationLineHash",
                 sb_arena_printf(&w->scratch, "%s:%u", finding->fingerprint, sb_machine_again(&w->seen, hex) + 1));
    sb_json_end(&w->json);
}

/* A waived finding stands there all the same, with who answers for it. */
static void put_suppression(struct writing *w, const struct sb_waived *waived)
{
    sb_json_key(&w->json, "suppressions");
    sb_json_begin(&w->json, '[');
    sb_json_begin(&w->json, '{');
    sb_json_pair(&w->json, "kind", SB_S("external"));
    sb_json_pair(&w->json, "status", SB_S("accepted"));
    sb_json_pair(&w->json, "justification", sb_machine_waiver(waived, &w->scratch));
    sb_json_end(&w->json);
    sb_json_end(&w->json);
}

/* What SARIF has no member for. */
static void put_properties(struct writing *w, const struct sb_machine_finding *shown)
{
    const struct sb_finding *finding = shown->finding;
    sb_json_key(&w->json, "properties");
    sb_json_begin(&w->json, '{');
    sb_json_pair(&w->json, "severity", sb_str_of(sb_level_names[finding->severity]));
    sb_json_key(&w->json, "weight");
    sb_json_i64(&w->json, finding->weight);
    if (shown->group) {
        sb_json_key(&w->json, "group");
        sb_json_u64(&w->json, shown->rank);
        sb_json_pair(&w->json, "groupSeverity", sb_str_of(sb_level_names[shown->group->severity]));
        sb_json_pair(&w->json, "groupTitle", sb_report_front(shown->group->title, SB_MACHINE_TEXT, &w->scratch));
    }
    sb_str look = sb_report_look(w->delta, w->options, finding, &w->scratch);
    sb_json_pair(&w->json, "look", sb_report_front(look, SB_MACHINE_TEXT, &w->scratch));
    sb_json_end(&w->json);
}

static void put_result(struct writing *w, const struct sb_machine_finding *shown)
{
    const struct sb_finding *finding = shown->finding;
    enum sb_level level = shown->group ? sb_machine_level(shown->group, finding) : finding->severity;
    sb_json_begin(&w->json, '{');
    sb_json_pair(&w->json, "ruleId", sb_str_of(finding->signal->id));
    sb_json_key(&w->json, "ruleIndex");
    sb_json_u64(&w->json, index_of(w, finding->signal));
    sb_json_pair(&w->json, "level", sb_str_of(word_of(level)));
    sb_sarif_text(&w->json, "message", sb_machine_message(w->delta, finding, &w->scratch));
    sb_json_key(&w->json, "locations");
    sb_json_begin(&w->json, '[');
    sb_json_begin(&w->json, '{');
    put_place(w, sb_machine_place(w->delta, w->options, finding, &w->scratch),
              sb_report_finding_purl(w->delta, finding));
    sb_json_end(&w->json);
    sb_json_end(&w->json);
    put_fingerprints(w, finding);
    put_way(w, finding);
    if (shown->waived)
        put_suppression(w, shown->waived);
    put_properties(w, shown);
    sb_json_end(&w->json);
    sb_arena_reset(&w->scratch);
}

/* ---- the run ---- */

static void put_invocation(struct writing *w, size_t left_out)
{
    struct sb_verdict verdict = sb_delta_verdict(w->delta, w->options);
    struct sb_buf line = {0};
    sb_report_last_line(w->delta, w->options, &line);
    const struct sb_sarif_invocation invocation = {.exit = verdict.exit, .exit_meaning = sb_buf_all(&line)};
    sb_sarif_invocation(&w->json, &invocation);
    put_left_out(w, left_out, "findings");
    put_coverage(w);
    put_stale_waivers(w);
    put_diagnostics(w);
    sb_buf_done(&line);
    sb_arena_reset(&w->scratch);
}

/* Another comparison of one commit, or the report of another command, does not take the place of this one. */
static void put_run(struct writing *w)
{
    sb_sarif_run(&w->json);
    sb_json_key(&w->json, "automationDetails");
    sb_json_begin(&w->json, '{');
    sb_json_pair(&w->json, "id", SB_S("sbom-diff/"));
    sb_json_end(&w->json);
    sb_json_key(&w->json, "properties");
    sb_json_begin(&w->json, '{');
    sb_json_key(&w->json, "groups");
    sb_json_u64(&w->json, w->delta->groups.n);
    sb_json_key(&w->json, "findings");
    sb_json_u64(&w->json, w->delta->findings.n);
    sb_json_key(&w->json, "waived");
    sb_json_u64(&w->json, w->delta->waived.n);
    sb_json_end(&w->json);
}

static sb_rc write_sarif(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                         struct sb_err *err)
{
    struct writing w = {.delta = delta, .options = options};
    w.change_of = sb_machine_changes(delta, &w.arena);
    w.n_all = sb_machine_findings(delta, true, &w.arena, &w.all);
    size_t n = count_fitting(&w);
    find_rules(&w, n);
    sb_sarif_begin(&w.json, sink, options->tool_version);
    for (size_t i = 0; i < w.n_rules; i++)
        put_rule(&w, w.rules[i]);
    put_invocation(&w, w.n_all - n);
    put_run(&w);
    sb_sarif_results(&w.json);
    for (size_t i = 0; i < n; i++)
        put_result(&w, &w.all[i]);
    sb_sarif_end(&w.json);
    sb_map_done(&w.seen);
    sb_arena_done(&w.scratch);
    sb_arena_done(&w.arena);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_sarif = {"sarif", "SARIF 2.1.0, for code scanning", write_sarif};
