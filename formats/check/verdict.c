/* What all reports say alike. */
#include "base/utf8.h"
#include "check/report.h"

bool sb_checked_valid(const struct sb_checked *document)
{
    return document->judged && sb_flaws_valid(&document->flaws);
}

bool sb_checked_bad(const struct sb_checked *document)
{
    return document->judged && !sb_flaws_valid(&document->flaws);
}

uint64_t sb_flaws_more(const struct sb_flaws *flaws, enum sb_rule rule)
{
    return flaws->count[rule] > SB_FLAWS_KEEP ? flaws->count[rule] - SB_FLAWS_KEEP : 0;
}

void sb_flaw_line(const struct sb_checked *document, const struct sb_flaw *flaw, struct sb_buf *buf)
{
    char id[SB_RULE_ID_MAX];
    sb_utf8_printable(buf, document->file);
    if (flaw->line)
        sb_buf_printf(buf, ":%u", flaw->line);
    if (flaw->line && flaw->column)
        sb_buf_printf(buf, ":%u", flaw->column);
    if (document->flaws.offsets)
        sb_buf_printf(buf, ": byte %u", flaw->column);
    sb_buf_printf(buf, ": %s %s: ", sb_severity_words[sb_rules[flaw->rule].severity], sb_rule_id(flaw->rule, id));
    if (flaw->path.n) {
        sb_utf8_printable(buf, flaw->path);
        sb_buf_str(buf, SB_S(": "));
    }
    sb_utf8_printable(buf, flaw->message);
}

static const struct sb_flaw *first_error(const struct sb_checked *document)
{
    for (size_t i = 0; i < document->flaws.list.n; i++)
        if (sb_rules[document->flaws.list.p[i].rule].severity == SB_ERROR)
            return &document->flaws.list.p[i];
    return NULL;
}

/* How many are so, and the first of them. */
static size_t count(const struct sb_checked_all *all, bool judged, const struct sb_checked **ret_first)
{
    size_t n = 0;
    for (size_t i = all->n; i-- > 0;) {
        if (judged ? !sb_checked_bad(&all->p[i]) : all->p[i].judged)
            continue;
        *ret_first = &all->p[i];
        n++;
    }
    return n;
}

void sb_check_last_line(const struct sb_checked_all *all, struct sb_buf *buf)
{
    const struct sb_checked *bad = NULL, *unknown = NULL;
    size_t n_bad = count(all, true, &bad), n_unknown = count(all, false, &unknown);
    if (!n_bad && !n_unknown) {
        sb_buf_printf(buf, "OK: %zu %s valid", all->n, all->n == 1 ? "document is" : "documents are");
        return;
    }
    sb_buf_printf(buf, "%s: %zu of %zu %s", bad ? "NOT VALID" : "NOT JUDGED", bad ? n_bad : n_unknown, all->n,
                  all->n == 1 ? "document" : "documents");
    if (bad && unknown)
        sb_buf_printf(buf, ", and %zu not judged", n_unknown);
    const struct sb_checked *first = bad ? bad : unknown;
    const struct sb_flaw *flaw = first_error(first);
    sb_buf_str(buf, SB_S("; first: "));
    if (flaw)
        sb_flaw_line(first, flaw, buf);
}
