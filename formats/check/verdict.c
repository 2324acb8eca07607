/* What all reports say alike. */
#include "base/utf8.h"
#include "check/report.h"

bool sb_checked_valid(const struct sb_checked *document)
{
    return document->judged && sb_flaws_valid(&document->flaws);
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

void sb_check_last_line(const struct sb_checked_all *all, struct sb_buf *buf)
{
    size_t bad = 0;
    const struct sb_checked *first = NULL;
    for (size_t i = 0; i < all->n; i++) {
        if (sb_checked_valid(&all->p[i]))
            continue;
        first = first ? first : &all->p[i];
        bad++;
    }
    if (!bad) {
        sb_buf_printf(buf, "OK: %zu %s valid", all->n, all->n == 1 ? "document is" : "documents are");
        return;
    }
    sb_buf_printf(buf, "NOT VALID: %zu of %zu %s; first: ", bad, all->n, all->n == 1 ? "document" : "documents");
    const struct sb_flaw *flaw = first_error(first);
    if (flaw)
        sb_flaw_line(first, flaw, buf);
}
