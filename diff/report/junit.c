/* JUnit's XML, for the page of tests of a build server: a case a group, failed where the group fails the gate, under a
 * name without versions, so that a server sees the same one in the next release. Cases of their own say what else can
 * end a run: coverage and what could not be read. What was waived is skipped. */
#include "base/utf8.h"
#include "report/machine.h"
#include "text/junit.h"

enum {
    FAILED = 1000, /* cases of a kind */
    PASSED = 100,
    WAIVED = 200,
    FINDINGS = 20, /* of a group */
    CHANGES = 20,
    LINES = 50 /* of coverage, diagnostics and waivers */
};

struct writing {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_verdict verdict;
    struct sb_xml_out xml;
    struct sb_arena arena; /* of one case */
    struct sb_buf text;
    struct sb_map names;
    size_t n_failed; /* groups that fail: the first ones */
};

static bool coverage_fails(const struct writing *w)
{
    return w->options->fail_on_coverage && w->delta->incomplete;
}

static bool reading_fails(const struct writing *w)
{
    return w->options->strict && w->verdict.incomplete;
}

/* Of N there are at most MOST; the case that counts the rest is one more. */
static size_t cases_of(size_t n, size_t most)
{
    return n > most ? most + 1 : n;
}

static struct sb_junit_count count(const struct writing *w)
{
    size_t passed = cases_of(w->delta->groups.n - w->n_failed, PASSED), failed = cases_of(w->n_failed, FAILED);
    size_t waived = cases_of(w->delta->waived.n, WAIVED);
    return (struct sb_junit_count){.tests = 2 + failed + passed + waived,
                                   .failures = failed + coverage_fails(w) + reading_fails(w),
                                   .skipped = waived};
}

/* ---- what a case says ---- */

/* One line: a name that has lines of its own adds none. */
static void add_line(struct writing *w, const char *label, sb_str text)
{
    sb_buf_str(&w->text, sb_str_of(label));
    sb_utf8_printable(&w->text, sb_report_front(text, SB_MACHINE_TEXT, &w->arena));
    sb_buf_chr(&w->text, '\n');
}

static void add_more(struct writing *w, size_t n, size_t shown)
{
    if (n > shown)
        sb_buf_printf(&w->text, "and %zu more\n", n - shown);
}

static void add_findings(struct writing *w, const struct sb_group *group)
{
    const struct sb_finding *const *worst = sb_report_worst_first(w->delta, group, &w->arena);
    for (size_t i = 0; i < group->n_findings && i < FINDINGS; i++) {
        sb_buf_printf(&w->text, "%s (%s, fingerprint %s): ", worst[i]->signal->id, sb_level_names[worst[i]->severity],
                      worst[i]->fingerprint);
        add_line(w, "", sb_machine_message(w->delta, worst[i], &w->arena));
        sb_str look = sb_report_look(w->delta, w->options, worst[i], &w->arena);
        if (look.n)
            add_line(w, "  next: ", look);
    }
    add_more(w, group->n_findings, FINDINGS);
}

static void add_changes(struct writing *w, const struct sb_group *group)
{
    for (size_t i = 0; i < group->n_changes && i < CHANGES; i++) {
        const struct sb_change *change = &w->delta->changes.p[group->changes[i]];
        sb_buf_printf(&w->text, "%s ", sb_change_names[change->kind]);
        add_line(w, "", sb_report_change_purl(w->delta, change));
        for (size_t k = 0; i == 0 && change->n_why > 2 && k < change->n_why && k < CHANGES; k++)
            add_line(w, k ? "  -> " : "  brought by ", change->why[k]);
    }
    add_more(w, group->n_changes, CHANGES);
}

/* Puts the text as a member of the open case, and empties it. */
static void tell(struct writing *w, const char *kind, sb_str message, const char *type)
{
    if (w->text.n || message.n)
        sb_junit_told(&w->xml, kind, message, sb_str_of(type), sb_buf_all(&w->text));
    sb_buf_clear(&w->text);
}

/* A name that comes twice gets a number. */
static void begin_case(struct writing *w, const char *class, sb_str kind, sb_str name, sb_str file)
{
    sb_str whole = sb_arena_join(&w->arena, kind, SB_S(" "), name);
    uint32_t again = sb_machine_again(&w->names, whole);
    name = sb_report_front(name, SB_MACHINE_TEXT, &w->arena);
    if (again)
        name = sb_arena_printf(&w->arena, "%.*s (%u)", SB_FMT(name), again + 1);
    sb_junit_case(&w->xml, name, sb_arena_join(&w->arena, sb_str_of(class), kind, SB_STR_NONE), file);
}

static void end_case(struct writing *w)
{
    sb_xml_end(&w->xml);
    sb_arena_reset(&w->arena);
}

/* ---- cases ---- */

static void put_group(struct writing *w, size_t i)
{
    const struct sb_group *group = &w->delta->groups.p[i];
    struct sb_machine_place place = sb_machine_new_side(w->options);
    if (group->n_findings)
        place = sb_machine_place(w->delta, w->options, *sb_report_worst_first(w->delta, group, &w->arena), &w->arena);
    begin_case(w, "sbom.", sb_machine_group_kind(w->delta, group), sb_machine_group_name(w->delta, group), place.file);
    sb_str title = sb_machine_title(group, &w->arena);
    bool failed = i < w->n_failed;
    if (!failed)
        add_line(w, "", title);
    add_findings(w, group);
    add_changes(w, group);
    tell(w, failed ? "failure" : "system-out", failed ? title : SB_STR_NONE,
         failed ? sb_level_names[group->severity] : "");
    end_case(w);
}

/* What there was no room for. */
static void put_rest(struct writing *w, size_t n, size_t most, const char *what, const char *kind)
{
    if (n <= most)
        return;
    sb_str text = sb_arena_printf(&w->arena, "%zu more %s are left out of this file", n - most, what);
    begin_case(w, "sbom.", SB_S("gate"), sb_str_of(what), SB_STR_NONE);
    if (strcmp(kind, "system-out") == 0)
        add_line(w, "", text);
    tell(w, kind, w->text.n ? SB_STR_NONE : text, "");
    end_case(w);
}

static void put_groups(struct writing *w)
{
    size_t n = w->delta->groups.n, passed = n - w->n_failed;
    for (size_t i = 0; i < w->n_failed && i < FAILED; i++)
        put_group(w, i);
    put_rest(w, w->n_failed, FAILED, "groups that fail", "failure");
    for (size_t i = 0; i < passed && i < PASSED; i++)
        put_group(w, w->n_failed + i);
    put_rest(w, passed, PASSED, "groups that pass", "system-out");
}

static void put_waived(struct writing *w)
{
    for (size_t i = 0; i < w->delta->waived.n && i < WAIVED; i++) {
        const struct sb_waived *waived = &w->delta->waived.p[i];
        const struct sb_finding *finding = &waived->finding;
        bool whole = finding->identity >= w->delta->identities.n;
        sb_str about = whole ? finding->path : w->delta->identities.p[finding->identity].key;
        sb_str name = sb_arena_printf(&w->arena, "%s %.*s", finding->signal->id,
                                      SB_FMT(sb_report_front(about, SB_MACHINE_TEXT, &w->arena)));
        begin_case(w, "sbom.", SB_S("waived"), name, sb_machine_place(w->delta, w->options, finding, &w->arena).file);
        tell(w, "skipped", sb_machine_waiver(waived, &w->arena), "");
        end_case(w);
    }
    put_rest(w, w->delta->waived.n, WAIVED, "waived findings", "skipped");
}

static void put_coverage(struct writing *w)
{
    size_t n = w->delta->coverage.n;
    begin_case(w, "sbom.", SB_S("gate"), SB_S("coverage"), SB_STR_NONE);
    for (size_t i = 0; i < n && i < LINES; i++)
        add_line(w, "", w->delta->coverage.p[i].message);
    add_more(w, n, LINES);
    bool failed = coverage_fails(w);
    tell(w, failed ? "failure" : "system-out",
         failed ? SB_S("one side did not look at what the other has") : SB_STR_NONE, "");
    end_case(w);
}

/* What the two inventories say of themselves: notes are left out. */
static void put_reading(struct writing *w)
{
    struct sb_sided_diag *diags;
    size_t n = sb_report_diags(w->delta, &w->arena, &diags), told = 0;
    begin_case(w, "sbom.", SB_S("gate"), SB_S("both inventories are complete"), SB_STR_NONE);
    for (size_t i = 0; i < n; i++) {
        const struct sb_diag *diag = diags[i].diag;
        if (sb_codes[diag->code].severity == SB_NOTE || told++ >= LINES)
            continue;
        sb_buf_printf(&w->text, "SB%04u %s: ", sb_codes[diag->code].number, diags[i].side == SB_OLD ? "old" : "new");
        add_line(w, "", sb_arena_join(&w->arena, diag->path, SB_S(": "), diag->message));
    }
    add_more(w, told, LINES);
    bool failed = reading_fails(w);
    tell(w, failed ? "failure" : "system-out", failed ? SB_S("something was incomplete (--strict)") : SB_STR_NONE, "");
    end_case(w);
}

/* ---- the suite ---- */

static void put_number(struct writing *w, const char *name, size_t n)
{
    char room[SB_DECIMAL_MAX];
    sb_junit_property(&w->xml, name, sb_str_decimal(n, room));
}

static void put_properties(struct writing *w)
{
    sb_xml_begin(&w->xml, "properties");
    put_number(w, "groups", w->delta->groups.n);
    put_number(w, "findings", w->delta->findings.n);
    put_number(w, "waived", w->delta->waived.n);
    sb_xml_end(&w->xml);
}

/* The verdict, and the waivers that somebody should look at. */
static void put_output(struct writing *w)
{
    struct sb_buf line = {0};
    sb_report_last_line(w->delta, w->options, &line);
    add_line(w, "", sb_buf_all(&line));
    for (size_t i = 0; i < w->delta->stale.n && i < LINES; i++)
        add_line(w, "", sb_machine_stale(&w->delta->stale.p[i], &w->arena));
    add_more(w, w->delta->stale.n, LINES);
    tell(w, "system-out", SB_STR_NONE, "");
    sb_buf_done(&line);
}

static size_t count_failed(const struct sb_delta *delta, const struct sb_report_options *options)
{
    size_t n = 0;
    while (options->fail_on != SB_LEVEL_NONE && n < delta->groups.n && delta->groups.p[n].severity >= options->fail_on)
        n++;
    return n;
}

static sb_rc write_junit(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                         struct sb_err *err)
{
    struct writing w = {.delta = delta, .options = options, .verdict = sb_delta_verdict(delta, options)};
    w.n_failed = count_failed(delta, options);
    const struct sb_junit_count n = count(&w);
    sb_junit_begin(&w.xml, sink, "sbom diff", &n);
    sb_junit_suite(&w.xml, SB_S("sbom diff"), &n);
    put_properties(&w);
    put_coverage(&w);
    put_reading(&w);
    put_groups(&w);
    put_waived(&w);
    put_output(&w);
    sb_xml_end(&w.xml);
    sb_xml_end(&w.xml);
    sb_map_done(&w.names);
    sb_buf_done(&w.text);
    sb_arena_done(&w.arena);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_junit = {"junit", "JUnit XML, for the tests of a build server", write_junit};
