#include "base/utf8.h"
#include "report/common.h"

/* A document says itself what its scan could not read. */
static bool scan_was_incomplete(const struct sb_doc *doc)
{
    sb_str fact = sb_doc_fact_of(doc, SB_DOC_ITSELF, sb_fact_rows[SB_FACT_INCOMPLETE].name);
    return fact.n && !sb_str_eq(fact, SB_S("[]"));
}

static bool inventory_is_incomplete(const struct sb_delta *delta, enum sb_side side)
{
    return sb_diags_incomplete(&delta->doc[side]->diags) || scan_was_incomplete(delta->doc[side]);
}

struct sb_verdict sb_delta_verdict(const struct sb_delta *delta, const struct sb_report_options *options)
{
    struct sb_verdict verdict = {0};
    for (size_t i = 0; i < delta->groups.n; i++)
        if (options->fail_on != SB_LEVEL_NONE && delta->groups.p[i].severity >= options->fail_on)
            verdict.failed = true;
    verdict.uncovered = !verdict.failed && options->fail_on_coverage && delta->incomplete;
    verdict.failed = verdict.failed || verdict.uncovered;
    verdict.incomplete = delta->incomplete;
    for (unsigned side = 0; side < SB_SIDES; side++)
        verdict.incomplete = verdict.incomplete || inventory_is_incomplete(delta, side);
    if (verdict.failed)
        verdict.exit = 1;
    else if (options->strict && verdict.incomplete)
        verdict.exit = 4;
    return verdict;
}

static void put_plural(struct sb_buf *buf, size_t n, const char *one)
{
    sb_buf_printf(buf, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

/* "1 critical and 2 high groups", from the worst level down to LOWEST. */
static void put_failed_groups(struct sb_buf *buf, const struct sb_summary *sum, enum sb_level lowest)
{
    uint32_t total = 0;
    unsigned levels = 0, told = 0;
    for (unsigned level = lowest; level < SB_LEVEL_COUNT; level++) {
        total += sum->groups[level];
        levels += sum->groups[level] != 0;
    }
    for (unsigned level = SB_LEVEL_COUNT; level-- > (unsigned)lowest;) {
        if (!sum->groups[level])
            continue;
        const char *before = told == 0 ? "" : told + 1 == levels ? " and " : ", ";
        sb_buf_printf(buf, "%s%u %s", before, sum->groups[level], sb_level_names[level]);
        told++;
    }
    sb_buf_printf(buf, " group%s", total == 1 ? "" : "s");
}

/* "--fail-on high", or the policy that says so. */
static void put_threshold(struct sb_buf *buf, const struct sb_delta *delta, const struct sb_report_options *options)
{
    if (options->policy_says) {
        sb_utf8_printable(buf, delta->policing.policy);
        sb_buf_printf(buf, ": fail_on %s", sb_level_names[options->fail_on]);
    } else {
        sb_buf_printf(buf, "--fail-on %s", sb_level_names[options->fail_on]);
    }
}

/* What the files of the team did, in few words. */
static void put_policing(struct sb_buf *buf, const struct sb_delta *delta)
{
    const struct sb_policing *p = &delta->policing;
    if (p->policy.n) {
        sb_buf_printf(buf, "; policy ");
        sb_utf8_printable(buf, p->policy);
        sb_buf_printf(buf, ": ");
        put_plural(buf, p->found, "finding");
        sb_buf_printf(buf, " of its own, %u of another level", p->levelled);
    }
    if (p->waivers.n) {
        sb_buf_printf(buf, "; waivers ");
        sb_utf8_printable(buf, p->waivers);
        sb_buf_printf(buf, ": ");
        put_plural(buf, delta->waived.n, "finding");
        sb_buf_printf(buf, " waived, %zu to look at", delta->stale.n);
    }
}

/* What hides most: coverage is sorted by that. A field that a format or tool does not have hides nothing. */
static void put_what_is_missing(struct sb_buf *buf, const struct sb_delta *delta)
{
    size_t i = 0;
    while (i < delta->coverage.n && !sb_coverage_hides(&delta->coverage.p[i]))
        i++;
    if (i < delta->coverage.n && delta->incomplete)
        sb_utf8_printable(buf, delta->coverage.p[i].message);
    else
        sb_buf_str(buf, SB_S("an inventory tells of something that it could not read"));
}

/* What did not fail. */
static void put_quiet(struct sb_buf *buf, const struct sb_delta *delta, const struct sb_report_options *options)
{
    const char *level = sb_level_names[options->fail_on];
    if (options->fail_on == SB_LEVEL_NONE)
        sb_buf_printf(buf, "nothing fails (");
    else
        sb_buf_printf(buf, "no group at or above %s (", level);
    put_threshold(buf, delta, options);
    sb_buf_printf(buf, "); ");
    put_plural(buf, delta->changes.n, "software change");
    if (!sb_report_has_facts(delta->doc[SB_OLD]) && !sb_report_has_facts(delta->doc[SB_NEW]))
        sb_buf_printf(buf, "; no facts: what files hold was not compared");
}

void sb_report_last_line(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_buf *buf)
{
    struct sb_verdict verdict = sb_delta_verdict(delta, options);
    struct sb_summary sum = sb_report_summary(delta);
    bool first = !verdict.failed && verdict.exit;
    if (verdict.uncovered) {
        sb_buf_printf(buf, "FAILED: something was not looked at (%s); first: ",
                      options->policy_covers ? "policy: fail_on_coverage" : "--fail-on-coverage");
        put_what_is_missing(buf, delta);
        put_policing(buf, delta);
        return;
    }
    if (verdict.failed) {
        sb_buf_printf(buf, "FAILED: ");
        put_failed_groups(buf, &sum, options->fail_on);
        sb_buf_printf(buf, " (");
        put_threshold(buf, delta, options);
        sb_buf_printf(buf, "); first: ");
        sb_utf8_printable(buf, delta->groups.p[0].title);
    } else if (first) {
        sb_buf_printf(buf, "INCOMPLETE: ");
        put_what_is_missing(buf, delta);
        sb_buf_printf(buf, " (--strict); ");
    } else {
        sb_buf_printf(buf, "OK: ");
    }
    if (!verdict.failed)
        put_quiet(buf, delta, options);
    if (verdict.incomplete && !first) {
        sb_buf_printf(buf, "; incomplete: ");
        put_what_is_missing(buf, delta);
    }
    put_policing(buf, delta);
}
