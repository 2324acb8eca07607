#include "diff/score.h"

#include "base/buf.h"
#include "base/mem.h"

/* From which scores on. */
struct thresholds {
    int32_t high, medium;
};

struct family {
    const struct sb_finding *heaviest;
    int32_t further;
};

/* One member, its findings, and what they sum up to. */
struct member {
    const struct sb_finding *const *findings;
    size_t n;
    struct family families[SB_FAMILY_COUNT];
    const struct sb_finding *lone; /* one that is enough for high */
    int32_t score;
    uint8_t worst;    /* of what counts */
    uint8_t severity; /* of the member */
    bool above_info;  /* something above info */
    bool signal;      /* that is no booster */
};

/* Of equal weights the more severe, then the first by id. */
static bool is_heavier(const struct sb_finding *a, const struct sb_finding *b)
{
    if (!b || a->weight != b->weight)
        return !b || a->weight > b->weight;
    if (a->severity != b->severity)
        return a->severity > b->severity;
    return strcmp(a->signal->id, b->signal->id) < 0;
}

/* The heaviest of the findings of one signal, which stand side by side from I on: a signal counts once, however many
 * files it names. */
static const struct sb_finding *next_signal(const struct member *m, size_t *i)
{
    const struct sb_finding *heaviest = m->findings[*i];
    while (++*i < m->n && m->findings[*i]->signal == heaviest->signal)
        if (is_heavier(m->findings[*i], heaviest))
            heaviest = m->findings[*i];
    return heaviest;
}

static void look_over(struct member *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct sb_finding *f = m->findings[i];
        m->above_info = m->above_info || f->severity > SB_LEVEL_INFO;
        m->signal = m->signal || (f->severity > SB_LEVEL_INFO && !f->signal->booster);
    }
}

/* The most severe and the heaviest finding of a signal may be two. */
static void note_severities(struct member *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct sb_finding *f = m->findings[i];
        if (f->signal->booster || (m->signal && f->severity <= SB_LEVEL_INFO))
            continue;
        m->worst = f->severity > m->worst ? f->severity : m->worst;
        if (f->signal->lone && f->severity == SB_LEVEL_HIGH && is_heavier(f, m->lone))
            m->lone = f;
    }
}

static void add_signals(struct member *m)
{
    for (size_t i = 0; i < m->n;) {
        const struct sb_finding *f = next_signal(m, &i);
        if (f->signal->booster || (m->signal && f->severity <= SB_LEVEL_INFO))
            continue;
        struct family *family = &m->families[f->signal->family];
        family->further += family->heaviest != NULL;
        if (is_heavier(f, family->heaviest))
            family->heaviest = f;
    }
}

static int32_t further_of(const struct family *family)
{
    return family->further < SB_SCORE_FURTHER ? family->further : SB_SCORE_FURTHER;
}

static void add_up(struct member *m)
{
    for (size_t i = 0; i < SB_FAMILY_COUNT; i++)
        if (m->families[i].heaviest)
            m->score += m->families[i].heaviest->weight + further_of(&m->families[i]);
    for (size_t i = 0; m->signal && i < m->n;) {
        const struct sb_finding *f = next_signal(m, &i);
        if (!f->signal->booster)
            continue;
        m->score += f->weight;
        m->worst = f->severity > m->worst ? f->severity : m->worst;
    }
}

static uint8_t severity_of(const struct member *m, struct thresholds at)
{
    if (m->worst == SB_LEVEL_CRITICAL)
        return SB_LEVEL_CRITICAL;
    if (m->lone || (m->score >= at.high && m->worst >= SB_LEVEL_HIGH))
        return SB_LEVEL_HIGH;
    if (!m->above_info)
        return SB_LEVEL_INFO;
    return m->score >= at.medium && m->signal ? SB_LEVEL_MEDIUM : SB_LEVEL_LOW;
}

static void rate(struct member *m, struct thresholds at)
{
    look_over(m);
    note_severities(m);
    add_signals(m);
    add_up(m);
    m->severity = severity_of(m, at);
}

/* ---- members of a group ---- */

/* Systemic steps of a group are one member, files of nobody another; neither ever stands beside the other. */
static uint32_t key_of(const struct sb_finding *f)
{
    return f->systemic ? UINT32_MAX : f->identity;
}

static int by_member(const void *left, const void *right)
{
    const struct sb_finding *a = *(const struct sb_finding *const *)left;
    const struct sb_finding *b = *(const struct sb_finding *const *)right;
    if (key_of(a) != key_of(b))
        return key_of(a) < key_of(b) ? -1 : 1;
    int order = strcmp(a->signal->id, b->signal->id);
    return order ? order : (a > b) - (a < b);
}

struct standing {
    struct thresholds at;
    struct member best;
    uint32_t others;                /* with a signal above info */
    const struct sb_finding *other; /* the heaviest of theirs */
};

static const struct sb_finding *heaviest_signal(const struct member *m)
{
    const struct sb_finding *heaviest = NULL;
    for (size_t i = 0; i < SB_FAMILY_COUNT; i++)
        if (m->families[i].heaviest && is_heavier(m->families[i].heaviest, heaviest))
            heaviest = m->families[i].heaviest;
    return heaviest;
}

static void note_other(struct standing *s, const struct member *m)
{
    if (!m->signal)
        return;
    const struct sb_finding *f = heaviest_signal(m);
    s->others++;
    if (is_heavier(f, s->other))
        s->other = f;
}

static bool is_worse(const struct member *a, const struct member *b)
{
    return a->severity != b->severity ? a->severity > b->severity : a->score > b->score;
}

static void stand(struct standing *s, const struct sb_finding *const *findings, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && key_of(findings[end]) == key_of(findings[i]); end++)
            continue;
        struct member m = {.findings = findings + i, .n = end - i};
        rate(&m, s->at);
        if (s->best.n && !is_worse(&m, &s->best)) {
            note_other(s, &m);
            continue;
        }
        note_other(s, &s->best);
        s->best = m;
    }
}

/* ---- in words ---- */

static void put_families(struct sb_buf *text, const struct member *m)
{
    size_t start = text->n;
    for (size_t i = 0; i < SB_FAMILY_COUNT; i++) {
        const struct family *family = &m->families[i];
        if (!family->heaviest)
            continue;
        sb_buf_printf(text, "%s%s %d (%s)", text->n > start ? ", " : "", sb_family_names[i], family->heaviest->weight,
                      family->heaviest->signal->id);
        if (family->further)
            sb_buf_printf(text, " + %d for %d more", further_of(family), family->further);
    }
    for (size_t i = 0; m->signal && i < m->n;) {
        const struct sb_finding *f = next_signal(m, &i);
        if (f->signal->booster)
            sb_buf_printf(text, ", booster %d (%s)", f->weight, f->signal->id);
    }
    if (text->n == start)
        sb_buf_str(text, SB_S("no signal"));
}

static void put_name(struct sb_delta *delta, struct sb_buf *text, const struct sb_finding *f)
{
    enum sb_side side = f->row[SB_NEW].v ? SB_NEW : SB_OLD;
    if (f->row[side].v)
        sb_buf_str(text, sb_doc_display(delta->doc[side], f->row[side], &delta->arena));
    else
        sb_buf_str(text, sb_path_base(f->path));
}

static void put_others(struct sb_delta *delta, struct sb_buf *text, const struct standing *s, int32_t added)
{
    sb_buf_printf(text, " of ");
    put_name(delta, text, s->best.findings[0]);
    sb_buf_printf(text, ", + %d for the signals of %u other package%s (", added, s->others, s->others == 1 ? "" : "s");
    put_name(delta, text, s->other);
    sb_buf_printf(text, "%s: %s) = %d", s->others == 1 ? "" : " and others", s->other->signal->id,
                  s->best.score + added);
}

/* What the next severity would have taken. */
static void put_lack(struct sb_buf *text, const struct standing *s)
{
    const struct member *m = &s->best;
    const char *alone = s->others ? " in one package" : "";
    bool weighs = m->score >= s->at.high;
    if (m->severity == SB_LEVEL_HIGH && m->score < s->at.high)
        sb_buf_printf(text, "; high below %d: %s is enough alone", s->at.high, m->lone->signal->id);
    else if (m->severity == SB_LEVEL_MEDIUM && weighs)
        sb_buf_printf(text, "; medium and not high: no signal%s is of severity high", alone);
    else if (m->severity == SB_LEVEL_MEDIUM && m->worst >= SB_LEVEL_HIGH)
        sb_buf_printf(text, "; medium and not high: that needs %d%s beside a signal of severity high, and has %d",
                      s->at.high, alone, m->score);
    else if (m->severity == SB_LEVEL_MEDIUM)
        sb_buf_printf(text, "; medium and not high: that needs %d%s and a signal of severity high, and has %d and none",
                      s->at.high, alone, m->score);
    else if (m->severity == SB_LEVEL_LOW && m->score < s->at.medium)
        sb_buf_printf(text, "; low and not medium: that needs %d%s", s->at.medium, alone);
    else if (m->severity == SB_LEVEL_INFO && m->n)
        sb_buf_printf(text, "; info: no signal is above info");
}

static void explain(struct sb_delta *delta, struct sb_group *group, const struct standing *s)
{
    struct sb_buf text = {0};
    int32_t added = group->score - s->best.score;
    put_families(&text, &s->best);
    sb_buf_printf(&text, " = %d", s->best.score);
    if (added)
        put_others(delta, &text, s, added);
    put_lack(&text, s);
    group->explanation = sb_arena_str(&delta->arena, sb_buf_all(&text));
    sb_buf_done(&text);
}

void sb_score(struct sb_delta *delta, struct sb_group *group)
{
    struct standing s = {.at = {delta->score_high ? delta->score_high : SB_SCORE_HIGH,
                                delta->score_medium ? delta->score_medium : SB_SCORE_MEDIUM}};
    const struct sb_finding **findings = sb_malloc((group->n_findings + 1) * sizeof *findings);
    for (size_t i = 0; i < group->n_findings; i++)
        findings[i] = &delta->findings.p[group->findings[i]];
    if (group->n_findings)
        qsort(findings, group->n_findings, sizeof *findings, by_member);
    s.best.severity = SB_LEVEL_INFO;
    stand(&s, findings, group->n_findings);
    group->severity = s.best.severity;
    group->score = s.best.score;
    if (s.best.signal)
        group->score += s.others < SB_SCORE_OTHERS ? (int32_t)s.others : SB_SCORE_OTHERS;
    explain(delta, group, &s);
    sb_free(findings);
}
