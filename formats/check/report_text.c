#include "base/utf8.h"
#include "check/report.h"

static void put_count(struct sb_buf *line, const char *before, uint64_t n, const char *what)
{
    sb_buf_printf(line, "%s%llu %s%s", before, (unsigned long long)n, what, n == 1 ? "" : "s");
}

/* 4321 as 4,321. */
static void put_grouped(struct sb_buf *line, uint64_t n)
{
    char room[SB_DECIMAL_MAX];
    sb_str digits = sb_str_decimal(n, room);
    for (size_t i = 0; i < digits.n; i++) {
        if (i && (digits.n - i) % 3 == 0)
            sb_buf_chr(line, ',');
        sb_buf_chr(line, digits.p[i]);
    }
}

static void put_findings(const struct sb_checked *document, struct sb_sink *sink, struct sb_buf *line)
{
    const struct sb_flaws *flaws = &document->flaws;
    char id[SB_RULE_ID_MAX];
    for (size_t i = 0; i < flaws->list.n; i++) {
        sb_buf_clear(line);
        sb_flaw_line(document, &flaws->list.p[i], line);
        if (flaws->list.p[i].clause.n) {
            sb_buf_str(line, SB_S(" ["));
            sb_utf8_printable(line, flaws->list.p[i].clause);
            sb_buf_chr(line, ']');
        }
        sb_buf_chr(line, '\n');
        sb_put_str(sink, sb_buf_all(line));
    }
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
        if (!sb_flaws_more(flaws, (enum sb_rule)rule))
            continue;
        sb_buf_clear(line);
        sb_utf8_printable(line, document->file);
        sb_buf_str(line, SB_S(": \xe2\x80\xa6 and "));
        put_grouped(line, sb_flaws_more(flaws, (enum sb_rule)rule));
        sb_buf_printf(line, " more %s: %s\n", sb_rule_id((enum sb_rule)rule, id), sb_rules[rule].title);
        sb_put_str(sink, sb_buf_all(line));
    }
}

static void put_summary(const struct sb_checked *document, struct sb_sink *sink, struct sb_buf *line)
{
    const struct sb_flaws *flaws = &document->flaws;
    sb_buf_clear(line);
    sb_utf8_printable(line, document->file);
    if (!document->judged) {
        sb_buf_str(line, SB_S(": not judged\n"));
    } else {
        sb_buf_printf(line, ": %s%s%s, %s", document->format, document->version[0] ? "@" : "", document->version,
                      sb_checked_valid(document) ? "valid" : "not valid");
        put_count(line, ": ", sb_flaws_of(flaws, SB_ERROR), "error");
        put_count(line, ", ", sb_flaws_of(flaws, SB_WARNING), "warning");
        put_count(line, ", ", sb_flaws_of(flaws, SB_NOTE), "note");
        sb_buf_chr(line, '\n');
    }
    sb_put_str(sink, sb_buf_all(line));
}

static void write_text(const struct sb_checked_all *all, struct sb_sink *sink)
{
    struct sb_buf line = {0};
    for (size_t i = 0; i < all->n; i++) {
        put_findings(&all->p[i], sink, &line);
        put_summary(&all->p[i], sink, &line);
    }
    sb_buf_clear(&line);
    sb_check_last_line(all, &line);
    sb_buf_chr(&line, '\n');
    sb_put_str(sink, sb_buf_all(&line));
    sb_buf_done(&line);
}

const struct sb_check_report sb_check_report_text = {"text", "a line for each finding, for people", write_text};
