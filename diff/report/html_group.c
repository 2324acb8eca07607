#include "report/html.h"

enum { SENTENCE = 2000, NAME = 300, VALUE = 4000, COMMAND = 20000, CHANGES = 200 }; /* columns; names of one group */

/* ---- findings ---- */

static bool is_null(sb_str json)
{
    return !json.n || sb_str_eq(json, SB_S("null"));
}

static void put_value(struct sb_html_page *w, const char *name, sb_str json)
{
    if (is_null(json))
        return;
    sb_putf(w->sink, "<dt>%s</dt><dd>", name);
    sb_html_code(w, sb_block_value(&w->blocks, json), VALUE);
    sb_html_put(w, "</dd>");
}

static void put_pair(struct sb_html_page *w, const char *name, sb_str text)
{
    if (!text.n)
        return;
    sb_putf(w->sink, "<dt>%s</dt><dd>", name);
    sb_html_code(w, text, NAME);
    sb_html_put(w, "</dd>");
}

static void put_finding(struct sb_html_page *w, const struct sb_told *told)
{
    const struct sb_finding *finding = told->finding;
    struct sb_buf sentence = {0};
    sb_evidence_sentence(w->blocks.delta, told, &sentence);
    sb_putf(w->sink, "<li><p><strong class=\"signal\">%s</strong> ", finding->signal->id);
    sb_html_level(w, (enum sb_level)finding->severity);
    sb_html_put(w, " <span class=\"says\">");
    sb_html_text(w, sb_buf_all(&sentence), SENTENCE);
    sb_html_put(w, "</span></p><details><summary>Evidence</summary><dl class=\"pairs\">");
    put_pair(w, "package", sb_report_finding_purl(w->blocks.delta, finding));
    put_pair(w, finding->document ? "of the document" : "path", finding->path);
    put_value(w, "before", finding->old_json);
    put_value(w, "now", finding->new_json);
    put_pair(w, "fingerprint", sb_str_of(finding->fingerprint));
    sb_putf(w->sink, "<dt>weight</dt><dd>%d</dd></dl></details></li>\n", (int)finding->weight);
    sb_buf_done(&sentence);
}

static void put_findings(struct sb_html_page *w, const struct sb_evidence *evidence)
{
    if (!evidence->n_told)
        return;
    sb_html_put(w, "<ul class=\"findings\">\n");
    for (size_t i = 0; i < evidence->n_told; i++)
        put_finding(w, &evidence->told[i]);
    if (evidence->more)
        sb_putf(w->sink, "<li>and %zu more</li>\n", evidence->more);
    sb_html_put(w, "</ul>\n");
}

/* ---- what stands below them ---- */

static void put_brought(struct sb_html_page *w, const struct sb_group *group)
{
    const struct sb_change *change = sb_group_brought(w->blocks.delta, group);
    if (!change)
        return;
    const char *use = sb_report_use(w->blocks.delta, change);
    sb_html_put(w, "<dt>brought by</dt><dd>");
    sb_html_way(w, change);
    sb_putf(w->sink, "%s%s%s</dd>\n", change->n_why == 2 ? " direct" : "", change->n_why == 2 && use ? ", " : " ",
            use ? use : "");
}

/* The changes but the one that the title tells. */
static void put_changes(struct sb_html_page *w, const struct sb_group *group)
{
    size_t put = 0, n = group->n_changes - (group->titled != 0);
    size_t most = w->blocks.options->all ? SIZE_MAX : CHANGES;
    if (n == 0 || group->n_changes < 2)
        return;
    sb_putf(w->sink, "<dt>%s</dt><dd><ul class=\"names\">", group->titled ? "together with" : "packages");
    for (size_t i = 0; i < group->n_changes && put < most; i++) {
        if (group->changes[i] + 1 == group->titled)
            continue;
        const struct sb_change *change = &w->blocks.delta->changes.p[group->changes[i]];
        sb_html_put(w, "<li>");
        sb_html_code(w, sb_purl_short(sb_report_change_purl(w->blocks.delta, change), &w->blocks.line), NAME);
        sb_html_put(w, "</li>");
        put++;
    }
    if (n > put)
        sb_putf(w->sink, "<li>and %zu more</li>", n - put);
    sb_html_put(w, "</ul></dd>\n");
}

static void put_command(struct sb_html_page *w, const struct sb_next *next, bool *tree)
{
    if (next->tree && !*tree) {
        *tree = true;
        sb_str source = sb_report_lies_in(w->blocks.options, next->finding).source;
        sb_html_put(w, "<p class=\"where\">in the folder that ");
        sb_html_code(w, sb_str_eq(source, SB_S("-")) ? SB_S("standard input") : source, NAME);
        sb_html_put(w, " was made of:</p>");
    }
    sb_html_put(w, "<pre><code>");
    sb_html_text(w, next->look, COMMAND);
    sb_html_put(w, "</code></pre>");
}

static void put_next(struct sb_html_page *w, const struct sb_evidence *evidence)
{
    enum { MOST = 20 };
    struct sb_next *next;
    size_t n = sb_evidence_next(w->blocks.delta, w->blocks.options, evidence, w->blocks.options->all ? SIZE_MAX : MOST,
                                &w->blocks.line, &next);
    bool tree = false;
    if (!n)
        return;
    sb_html_put(w, "<dt>look next</dt><dd>");
    for (size_t i = 0; i < n; i++) {
        if (next[i].command) {
            put_command(w, &next[i], &tree);
            continue;
        }
        sb_html_put(w, "<p>");
        sb_html_text(w, next[i].look, SENTENCE);
        sb_html_put(w, "</p>");
    }
    sb_html_put(w, "</dd>\n");
}

static void put_score(struct sb_html_page *w, const struct sb_group *group)
{
    if (!w->blocks.options->explain || !group->explanation.n)
        return;
    sb_html_put(w, "<dt>score</dt><dd>");
    sb_html_text(w, group->explanation, SENTENCE);
    sb_html_put(w, "</dd>\n");
}

/* ---- the group ---- */

static void put_title(struct sb_html_page *w, size_t i)
{
    const struct sb_group *group = &w->blocks.delta->groups.p[i];
    sb_str type = sb_group_type(w->blocks.delta, group);
    sb_putf(w->sink, "<h3><span class=\"rank\">%zu</span> ", i + 1);
    sb_html_level(w, (enum sb_level)group->severity);
    sb_html_put(w, " <span class=\"title\">");
    sb_html_text(w, group->title, SENTENCE);
    sb_putf(w->sink, "</span> <span class=\"meta\">score %d", (int)group->score);
    if (type.n) {
        sb_html_put(w, ", ");
        sb_html_text(w, type, NAME);
    }
    sb_html_put(w, "</span></h3>");
}

static void put_body(struct sb_html_page *w, const struct sb_group *group)
{
    enum { ALIKE_FROM = 50 }; /* findings that are told one by one; of more those that are alike together */
    size_t most = w->blocks.options->all || group->n_findings <= ALIKE_FROM ? SIZE_MAX : ALIKE_FROM;
    struct sb_evidence evidence = sb_evidence_of(w->blocks.delta, group, most, &w->blocks.line);
    put_findings(w, &evidence);
    sb_html_put(w, "<dl class=\"pairs\">\n");
    put_brought(w, group);
    put_changes(w, group);
    put_next(w, &evidence);
    put_score(w, group);
    sb_html_put(w, "</dl>\n");
}

void sb_html_group(struct sb_html_page *w, size_t i, bool open)
{
    const struct sb_group *group = &w->blocks.delta->groups.p[i];
    sb_arena_reset(&w->blocks.line);
    sb_putf(w->sink, "<article class=\"group %s\" id=\"g%zu\"><details%s><summary>", sb_level_names[group->severity],
            i + 1, open ? " open" : "");
    put_title(w, i);
    sb_html_put(w, "</summary>\n");
    put_body(w, group);
    sb_html_put(w, "</details></article>\n");
}
