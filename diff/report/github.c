/* Workflow commands of GitHub: a line each, which the runner takes for an annotation. Of a step it shows 10 errors and
 * 10 warnings: the worst groups have one each, and a last one counts the rest. A command begins where a line does, so
 * all that comes from outside is escaped. */
#include "base/utf8.h"
#include "report/machine.h"

enum {
    SHOWN = 10,   /* of a kind */
    FINDINGS = 5, /* of a group */
    BYTES = 4096  /* of a message */
};

enum kind { ERROR, WARNING, NOTICE, KINDS };
static const char *const kinds[KINDS] = {"error", "warning", "notice"};

struct writing {
    const struct sb_delta *delta;
    const struct sb_report_options *options;
    struct sb_sink *sink;
    struct sb_arena arena; /* of one line */
    struct sb_buf line;    /* the message */
    size_t shown[KINDS], left[KINDS];
};

/* %, CR and LF in a message, : and , too in a property, as the runner takes them back. */
static void put_escaped(struct sb_sink *sink, sb_str text, bool property)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (sb_is_in(c, property ? "%\r\n:," : "%\r\n"))
            sb_putf(sink, "%%%02X", (unsigned char)c);
        else
            sb_put_chr(sink, c);
    }
}

static void put_shown(struct writing *w, sb_str text, bool property)
{
    struct sb_buf shown = {0};
    sb_utf8_printable(&shown, text);
    put_escaped(w->sink, sb_buf_all(&shown), property);
    sb_buf_done(&shown);
}

/* Lines of `line` were made printable one by one. */
static void put_command(struct writing *w, enum kind kind, sb_str title, const struct sb_machine_place *place)
{
    sb_putf(w->sink, "::%s ", kinds[kind]);
    if (place) {
        sb_put_str(w->sink, SB_S("file="));
        put_shown(w, place->file, true);
        sb_putf(w->sink, ",line=%u,", place->line);
    }
    sb_put_str(w->sink, SB_S("title="));
    put_shown(w, title, true);
    sb_put_str(w->sink, SB_S("::"));
    put_escaped(w->sink, sb_buf_all(&w->line), false);
    sb_put_chr(w->sink, '\n');
    sb_buf_clear(&w->line);
    sb_arena_reset(&w->arena);
}

static void add_line(struct writing *w, sb_str text)
{
    if (w->line.n)
        sb_buf_chr(&w->line, '\n');
    sb_utf8_printable(&w->line, text);
}

/* What fails the gate is an error; medium and high severity below that a warning. */
static enum kind kind_of(const struct writing *w, const struct sb_group *group)
{
    enum sb_level fail_on = w->options->fail_on;
    if (fail_on != SB_LEVEL_NONE && group->severity >= fail_on)
        return ERROR;
    return group->severity >= SB_LEVEL_MEDIUM ? WARNING : NOTICE;
}

static void add_findings(struct writing *w, const struct sb_group *group)
{
    const struct sb_finding *const *worst = sb_report_worst_first(w->delta, group, &w->arena);
    size_t n = 0;
    for (; n < group->n_findings && n < FINDINGS && w->line.n < BYTES; n++) {
        sb_str message = sb_machine_message(w->delta, worst[n], &w->arena);
        sb_str look = n ? SB_STR_NONE : sb_report_look(w->delta, w->options, worst[n], &w->arena);
        add_line(
            w, sb_arena_printf(&w->arena, "%s %s: %.*s", worst[n]->signal->id, worst[n]->fingerprint, SB_FMT(message)));
        if (look.n)
            add_line(
                w, sb_arena_printf(&w->arena, "next: %.*s", SB_FMT(sb_report_front(look, SB_MACHINE_TEXT, &w->arena))));
    }
    if (n < group->n_findings)
        add_line(w, sb_arena_printf(&w->arena, "and %zu more", group->n_findings - n));
}

static void put_group(struct writing *w, const struct sb_group *group)
{
    enum kind kind = kind_of(w, group);
    if (kind == NOTICE || w->shown[kind] == SHOWN) {
        w->left[kind]++;
        return;
    }
    w->shown[kind]++;
    struct sb_machine_place place = sb_machine_new_side(w->options);
    if (group->n_findings)
        place = sb_machine_place(w->delta, w->options, *sb_report_worst_first(w->delta, group, &w->arena), &w->arena);
    sb_str title = sb_machine_title(group, &w->arena);
    add_findings(w, group);
    if (!w->line.n)
        add_line(w, title);
    put_command(w, kind, title, &place);
}

static void add_count(struct writing *w, size_t n, const char *more, const char *what)
{
    if (n)
        add_line(w, sb_arena_printf(&w->arena, "%zu%s group%s %s", n, more, n == 1 ? "" : "s", what));
}

/* The verdict, and what is not shown. It is an error itself where no group is. */
static void put_verdict(struct writing *w)
{
    struct sb_verdict verdict = sb_delta_verdict(w->delta, w->options);
    struct sb_buf line = {0};
    sb_report_last_line(w->delta, w->options, &line);
    add_line(w, sb_report_front(sb_buf_all(&line), BYTES, &w->arena));
    add_count(w, w->left[ERROR], " more", "at or above the level that fails");
    add_count(w, w->left[WARNING], " more", "of severity medium or high");
    add_count(w, w->left[NOTICE], "", "below severity medium");
    put_command(w, verdict.exit && !w->shown[ERROR] ? ERROR : NOTICE, SB_S("sbom diff"), NULL);
    sb_buf_done(&line);
}

static sb_rc write_github(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                          struct sb_err *err)
{
    struct writing w = {.delta = delta, .options = options, .sink = sink};
    for (size_t i = 0; i < delta->groups.n; i++)
        put_group(&w, &delta->groups.p[i]);
    put_verdict(&w);
    sb_buf_done(&w.line);
    sb_arena_done(&w.arena);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_github = {"github", "annotations of a GitHub job: standard output", write_github};
