#include "base/utf8.h"
#include "diff/edges.h"
#include "report/text.h"
#include "id/purl.h"

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

static sb_str type_of(const struct sb_text_page *w, const struct sb_group *group)
{
    uint32_t identity = UINT32_MAX;
    if (group->n_changes)
        identity = w->delta->changes.p[group->changes[0]].identity;
    else if (group->n_findings && !w->delta->findings.p[group->findings[0]].systemic)
        identity = w->delta->findings.p[group->findings[0]].identity;
    return identity < w->delta->identities.n ? w->delta->identities.p[identity].type : SB_STR_NONE;
}

void sb_text_title(struct sb_text_page *w, size_t i)
{
    const struct sb_group *group = &w->delta->groups.p[i];
    sb_str type = type_of(w, group);
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

/* One and the same thing in another package of the group: the same signal, and a file of the same name. */
static bool is_alike(const struct sb_finding *a, const struct sb_finding *b)
{
    return a->signal == b->signal && a->identity != b->identity &&
           sb_str_eq(sb_path_base(a->path), sb_path_base(b->path));
}

static bool is_told(const struct sb_finding *const *told, size_t n, const struct sb_finding *finding)
{
    for (size_t i = 0; i < n; i++)
        if (is_alike(told[i], finding))
            return true;
    return false;
}

/* Files are what these speak of: where the sentence does not name the file, its path stands behind it. */
static bool wants_path(const struct sb_finding *finding)
{
    uint8_t family = finding->signal->family;
    bool files = family == SB_FAMILY_RUN || family == SB_FAMILY_FILES || family == SB_FAMILY_INTEGRITY;
    return files && finding->path.n && !finding->document &&
           sb_str_find(finding->message, sb_path_base(finding->path)) == SB_NPOS;
}

static void put_finding(struct sb_text_page *w, const struct sb_finding *finding, size_t alike)
{
    put_label(w, finding->signal->id);
    sb_page_name(&w->page, finding->message, 0);
    if (wants_path(finding)) {
        sb_page_put(&w->page, ": ");
        sb_page_name(&w->page, finding->path, WHOLE);
    }
    if (alike)
        sb_page_put(&w->page, "; alike in %zu more package%s", alike, alike == 1 ? "" : "s");
    sb_report_rate(w->delta, finding, &w->page.line);
    sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
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

static size_t put_all_findings(struct sb_text_page *w, const struct sb_finding *const *worst, size_t n,
                               const struct sb_finding **told)
{
    for (size_t i = 0; i < n; i++) {
        put_finding(w, worst[i], 0);
        put_value(w, "  before", worst[i]->old_json);
        put_value(w, "  now", worst[i]->new_json);
        told[i] = worst[i];
    }
    return n;
}

/* The worst findings; what is alike in many packages is told once. TOLD: those that stand on the page. */
static size_t put_findings(struct sb_text_page *w, const struct sb_finding *const *worst, size_t n,
                           const struct sb_finding **told)
{
    size_t put = 0, more = 0;
    if (w->options->all)
        return put_all_findings(w, worst, n, told);
    for (size_t i = 0; i < n; i++) {
        if (is_told(told, put, worst[i]))
            continue;
        if (put == GROUP_SIGNALS) {
            more++;
            continue;
        }
        size_t alike = 0;
        for (size_t k = i + 1; k < n; k++)
            alike += is_alike(worst[i], worst[k]);
        put_finding(w, worst[i], alike);
        told[put++] = worst[i];
    }
    if (more) {
        put_label(w, "");
        sb_page_put(&w->page, "and %zu more (--all lists them)", more);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    return put;
}

/* ---- what to do ---- */

/* A command stands on a line of its own, which can be pasted as it is. Where the files of a document are only its
 * maker knows: a comment of the shell says so. */
static void put_command(struct sb_text_page *w, const struct sb_finding *finding, sb_str look, bool first, bool *tree)
{
    const struct sb_lies_in in = sb_report_lies_in(w->options, finding);
    if (sb_look_wants_tree(finding, &in) && !*tree) {
        put_label(w, first ? "look" : "");
        sb_page_put(&w->page, "# in the folder that ");
        sb_page_name(&w->page, sb_str_eq(in.source, SB_S("-")) ? SB_S("standard input") : in.source, 60);
        sb_page_put(&w->page, " was made of:");
        sb_page_end_whole(&w->page);
        *tree = true;
        first = false;
    }
    put_label(w, first ? "look" : "");
    sb_page_name(&w->page, look, 0);
    sb_page_end_whole(&w->page);
}

/* What to do next, of the first findings that say it: sentences, then commands, each once. */
static void put_looks(struct sb_text_page *w, const struct sb_finding *const *told, size_t n)
{
    struct sb_intern seen;
    size_t most = w->options->all ? SIZE_MAX : GROUP_LOOKS, put = 0, commands = 0;
    bool tree = false;
    sb_intern_init(&seen);
    for (size_t i = 0; i < n && put < most; i++) {
        sb_str look = sb_report_look(w->delta, w->options, told[i], &w->arena);
        if (!look.n || sb_text_set(sb_intern_find(&seen, look)))
            continue;
        sb_intern(&seen, look);
        put++;
        if (told[i]->look_before) {
            put_command(w, told[i], look, commands++ == 0, &tree);
            continue;
        }
        put_label(w, "next");
        sb_page_name(&w->page, look, 0);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    sb_intern_done(&seen);
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

/* "@scope/name@1.0" of a purl: the purls themselves stand in the JSON report. The vendor of a distribution's package is
 * left out. */
static sb_str short_purl(struct sb_text_page *w, sb_str text)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    if (sb_purl_parse(text, &w->arena, &purl, &err) != SB_OK)
        return text;
    sb_str name = purl.ns.n && !sb_purl_is_system(purl.type) ? sb_arena_join(&w->arena, purl.ns, SB_S("/"), purl.name)
                                                             : purl.name;
    return purl.version.n ? sb_arena_join(&w->arena, name, SB_S("@"), purl.version) : name;
}

void sb_text_change(struct sb_text_page *w, const struct sb_change *change)
{
    sb_page_name(&w->page, short_purl(w, sb_report_change_purl(w->delta, change)), w->options->all ? WHOLE : 60);
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

/* A file is nobody's dependency. */
static bool has_way(const struct sb_text_page *w, const struct sb_change *change)
{
    return change->n_why > 1 && !(change->row[SB_NEW].v && sb_is_file(w->delta->doc[SB_NEW], change->row[SB_NEW]));
}

static const struct sb_change *change_with_way(const struct sb_text_page *w, const struct sb_group *group)
{
    if (group->titled && has_way(w, &w->delta->changes.p[group->titled - 1]))
        return &w->delta->changes.p[group->titled - 1];
    for (size_t i = 0; i < group->n_changes; i++)
        if (has_way(w, &w->delta->changes.p[group->changes[i]]))
            return &w->delta->changes.p[group->changes[i]];
    return NULL;
}

static void put_way(struct sb_text_page *w, const struct sb_group *group)
{
    enum { SHOWN = 5 };
    const struct sb_change *change = change_with_way(w, group);
    if (!change)
        return;
    put_label(w, "brought by");
    for (size_t i = 0; i < change->n_why; i++) {
        if (change->n_why > SHOWN && i > 1 && i + 2 < change->n_why) {
            sb_page_put(&w->page, "%s", i == 2 ? " -> ..." : "");
            continue;
        }
        sb_page_put(&w->page, "%s", i ? " -> " : "");
        sb_page_name(&w->page, i ? short_purl(w, change->why[i]) : change->why[i], 60);
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
    const struct sb_finding *const *worst = sb_report_worst_first(w->delta, group, &w->arena);
    const struct sb_finding **told = sb_arena_alloc(&w->arena, (group->n_findings + 1) * sizeof *told);
    sb_text_title(w, i);
    size_t n = put_findings(w, worst, group->n_findings, told);
    if (w->options->explain && group->explanation.n) {
        put_label(w, "score");
        sb_page_name(&w->page, group->explanation, 0);
        sb_page_end(&w->page, BODY, SB_LEVEL_NONE);
    }
    put_changes(w, group, BODY);
    put_way(w, group);
    put_looks(w, told, n);
    put_fingerprints(w, worst, group->n_findings);
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
