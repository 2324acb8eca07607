#include "base/utf8.h"
#include "report/evidence.h"
#include "report/text.h"

enum {
    GROUP_SIGNALS = 5, /* that are told; --all lifts this and all the bounds below */
    GROUP_CHANGES = 8, /* that are named */
    GROUP_LOOKS = 2,
    GROUP_PRINTS = 6, /* fingerprints */
    WHOLE = 4096,     /* columns of a name or value where nothing is cut for the sake of the page */
    LABEL = 6,        /* column of a group's lines */
    BODY = 21,        /* column of what they say */
    SHORT = 11        /* column of what follows the severity in a group's one line */
};

/* ---- the first line ---- */

void sb_text_title(struct sb_text_page *w, size_t i)
{
    const struct sb_group *group = &w->delta->groups.p[i];
    sb_str type = sb_group_type(w->delta, group);
    sb_page_put(&w->page, "%2zu  %-8s %3d   ", i + 1, sb_level_names[group->severity], (int)group->score);
    sb_page_name(&w->page, group->title, 0);
    unsigned width = sb_utf8_width(sb_buf_all(&w->page.line)), need = (unsigned)type.n;
    if (need && width + need + 2 <= SB_PAGE_COLUMNS) {
        sb_page_column(&w->page, SB_PAGE_COLUMNS - need);
        sb_page_name(&w->page, type, 0);
    }
    sb_page_end(&w->page, LABEL, group->severity);
}

static void put_label(struct sb_text_page *w, const char *label)
{
    sb_page_put(&w->page, "%*s%s", LABEL, "", label);
    if (sb_utf8_width(sb_buf_all(&w->page.line)) + 2 > BODY)
        sb_page_put(&w->page, "  ");
    else
        sb_page_column(&w->page, BODY);
}

/* ---- findings ---- */

static void put_finding(struct sb_text_page *w, const struct sb_told *told)
{
    struct sb_buf sentence = {0};
    put_label(w, told->finding->signal->id);
    sb_evidence_sentence(w->delta, told, &sentence);
    sb_page_name(&w->page, sb_buf_all(&sentence), 0);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    sb_buf_done(&sentence);
}

/* What a finding is about, whole: lists and commands, of which a sentence has the front. */
static void put_value(struct sb_text_page *w, const char *label, sb_str json)
{
    if (!sb_str_starts(json, SB_S("{")) && !sb_str_starts(json, SB_S("[")))
        return;
    put_label(w, label);
    sb_page_json(&w->page, json, WHOLE);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

static void put_findings(struct sb_text_page *w, const struct sb_evidence *evidence)
{
    for (size_t i = 0; i < evidence->n_told; i++) {
        put_finding(w, &evidence->told[i]);
        if (!w->options->all)
            continue;
        put_value(w, "  before", evidence->told[i].finding->old_json);
        put_value(w, "  now", evidence->told[i].finding->new_json);
    }
    if (!evidence->more)
        return;
    put_label(w, "");
    sb_page_put(&w->page, "and %zu more (--all lists them)", evidence->more);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

/* ---- what to do ---- */

/* A command stands on a line of its own, which can be pasted as it is. Where the files of a document are only its
 * maker knows: a comment of the shell says so. */
static void put_command(struct sb_text_page *w, const struct sb_next *next, bool first, bool *tree)
{
    if (next->tree && !*tree) {
        sb_str source = sb_report_lies_in(w->options, next->finding).source;
        put_label(w, first ? "look" : "");
        sb_page_put(&w->page, "# in the folder that ");
        sb_page_name(&w->page, sb_str_eq(source, SB_S("-")) ? SB_S("standard input") : source, 60);
        sb_page_put(&w->page, " was made of:");
        sb_page_end_whole(&w->page);
        *tree = true;
        first = false;
    }
    put_label(w, first ? "look" : "");
    sb_page_name(&w->page, next->look, 0);
    sb_page_end_whole(&w->page);
}

/* What to do next, of the first findings that say it: sentences, and commands. */
static void put_looks(struct sb_text_page *w, const struct sb_evidence *evidence)
{
    struct sb_next *next;
    size_t n =
        sb_evidence_next(w->delta, w->options, evidence, w->options->all ? SIZE_MAX : GROUP_LOOKS, &w->arena, &next);
    size_t commands = 0;
    bool tree = false;
    for (size_t i = 0; i < n; i++) {
        if (next[i].command) {
            put_command(w, &next[i], commands++ == 0, &tree);
            continue;
        }
        put_label(w, "next");
        sb_page_name(&w->page, next[i].look, 0);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
}

static void put_fingerprints(struct sb_text_page *w, const struct sb_finding *const *worst, size_t n)
{
    size_t shown = w->options->all || n < GROUP_PRINTS ? n : GROUP_PRINTS;
    if (!n)
        return;
    put_label(w, "fingerprints");
    for (size_t i = 0; i < shown; i++)
        sb_page_put(&w->page, "%s%s", i ? " " : "", worst[i]->fingerprint);
    if (n > shown)
        sb_page_put(&w->page, " and %zu more", n - shown);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

/* ---- changes ---- */

void sb_text_change(struct sb_text_page *w, const struct sb_change *change)
{
    sb_page_name(&w->page, sb_purl_short(sb_report_change_purl(w->delta, change), &w->arena),
                 w->options->all ? WHOLE : 60);
}

/* The changes but the one that the title tells, in lines that begin at INDENT. */
static void put_changes(struct sb_text_page *w, const struct sb_group *group, unsigned indent)
{
    size_t n = group->n_changes - (group->titled != 0), put = 0, most = w->options->all ? SIZE_MAX : GROUP_CHANGES;
    if (n == 0 || group->n_changes < 2)
        return;
    if (indent == BODY)
        put_label(w, group->titled ? "together with" : "packages");
    else
        sb_page_put(&w->page, "%*s%s", (int)indent, "", group->titled ? "together with " : "packages ");
    for (size_t i = 0; i < group->n_changes && put < most; i++) {
        if (group->changes[i] + 1 == group->titled)
            continue;
        sb_page_put(&w->page, put++ ? ", " : "");
        sb_text_change(w, &w->delta->changes.p[group->changes[i]]);
    }
    if (n > put)
        sb_page_put(&w->page, " and %zu more (--all names them)", n - put);
    sb_page_end(&w->page, indent, SB_LEVEL_NONE);
}

static void put_way(struct sb_text_page *w, const struct sb_group *group)
{
    enum { SHOWN = 5 };
    const struct sb_change *change = sb_group_brought(w->delta, group);
    if (!change)
        return;
    put_label(w, "brought by");
    for (size_t i = 0; i < change->n_why; i++) {
        if (change->n_why > SHOWN && i > 1 && i + 2 < change->n_why) {
            sb_page_put(&w->page, "%s", i == 2 ? " -> ..." : "");
            continue;
        }
        sb_page_put(&w->page, "%s", i ? " -> " : "");
        sb_page_name(&w->page, i ? sb_purl_short(change->why[i], &w->arena) : change->why[i], 60);
    }
    const char *use = sb_report_use(w->delta, change);
    if (change->n_why == 2 || use)
        sb_page_put(&w->page, " (%s%s%s)", change->n_why == 2 ? "direct" : "", change->n_why == 2 && use ? ", " : "",
                    use ? use : "");
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
}

/* ---- groups ---- */

void sb_text_group(struct sb_text_page *w, size_t i)
{
    const struct sb_group *group = &w->delta->groups.p[i];
    struct sb_evidence evidence =
        sb_evidence_of(w->delta, group, w->options->all ? SIZE_MAX : GROUP_SIGNALS, &w->arena);
    sb_text_title(w, i);
    put_findings(w, &evidence);
    if (w->options->explain && group->explanation.n) {
        put_label(w, "score");
        sb_page_name(&w->page, group->explanation, 0);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    put_changes(w, group, BODY);
    put_way(w, group);
    put_looks(w, &evidence);
    put_fingerprints(w, evidence.worst, evidence.n);
}

/* The names of the group's signals, and where the worst was found. */
static void put_signals(struct sb_text_page *w, const struct sb_group *group)
{
    enum { SHOWN = 3 };
    const char *last = "";
    unsigned put = 0, more = 0;
    const struct sb_finding *const *worst = sb_report_worst_first(w->delta, group, &w->arena);
    for (size_t i = 0; i < group->n_findings; i++) {
        const struct sb_finding *finding = worst[i];
        if (strcmp(finding->signal->id, last) == 0 || (put && finding->severity <= SB_LEVEL_INFO))
            continue;
        last = finding->signal->id;
        if (put == SHOWN) {
            more++;
            continue;
        }
        sb_page_put(&w->page, "   %s", last);
        if (finding->note)
            sb_page_put(&w->page, " (%s)", finding->note);
        if (put++ == 0 && finding->path.n) {
            sb_page_put(&w->page, " ");
            sb_page_name(&w->page, finding->path, 60);
        }
    }
    if (more)
        sb_page_put(&w->page, "   and %u more", more);
}

void sb_text_short(struct sb_text_page *w, const struct sb_group *group)
{
    sb_page_put(&w->page, "  %-8s ", sb_level_names[group->severity]);
    sb_page_name(&w->page, group->title, w->options->all ? WHOLE : 50);
    put_signals(w, group);
    sb_page_end(&w->page, SHORT, SB_LEVEL_NONE);
    if (w->options->all)
        put_changes(w, group, SHORT);
    if (!w->options->explain || !group->explanation.n || !group->n_findings)
        return;
    sb_page_put(&w->page, "%*sscore ", SHORT, "");
    sb_page_name(&w->page, group->explanation, 0);
    sb_page_end(&w->page, SHORT + 2, SB_LEVEL_NONE);
}
