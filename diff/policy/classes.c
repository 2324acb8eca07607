/* A severity for every change of a class. */
#include "policy/judge.h"

static sb_str name_of(struct sb_judge *judge, const sb_comp row[SB_SIDES])
{
    enum sb_side side = row[SB_NEW].v ? SB_NEW : SB_OLD;
    return row[side].v ? sb_judge_spell(judge, side, row[side]) : SB_S("the document");
}

static void judge_software(struct sb_judge *judge, uint8_t level)
{
    struct sb_delta *delta = judge->delta;
    for (size_t i = 0; i < delta->changes.n; i++) {
        const struct sb_change *change = &delta->changes.p[i];
        struct sb_finding *f = sb_judge_find(judge, &sb_policy_software, level, change->identity, change->row);
        f->new_json = sb_judge_quote(judge, sb_str_of(sb_change_names[change->kind]));
        f->content = sb_str_of(sb_change_names[change->kind]);
        sb_judge_say(judge, f, &judge->policy->classes.place, SB_STR_NONE, "%.*s is %s",
                     SB_FMT(name_of(judge, change->row)), sb_change_names[change->kind]);
    }
}

/* {"licence":..,"supplier":..} of the terms from FIRST up to END. */
static sb_str terms_json(struct sb_judge *judge, size_t first, size_t end, enum sb_side side)
{
    const struct sb_delta *delta = judge->delta;
    sb_buf_clear(&judge->buf);
    for (size_t i = first; i < end; i++) {
        const struct sb_term *term = &delta->terms.p[i];
        sb_buf_printf(&judge->buf, "%c\"%s\":%.*s", i == first ? '{' : ',', term->field,
                      SB_FMT(side == SB_OLD ? term->old_json : term->new_json));
    }
    sb_buf_chr(&judge->buf, '}');
    return sb_arena_str(&judge->delta->arena, sb_buf_all(&judge->buf));
}

static sb_str fields_of(struct sb_judge *judge, size_t first, size_t end)
{
    sb_buf_clear(&judge->buf);
    for (size_t i = first; i < end; i++)
        sb_buf_printf(&judge->buf, "%s%s", i == first ? "" : ", ", judge->delta->terms.p[i].field);
    return sb_arena_str(&judge->scratch, sb_buf_all(&judge->buf));
}

/* One finding a package, whatever of its terms changed: they stand side by side. */
static void judge_terms(struct sb_judge *judge, uint8_t level)
{
    struct sb_delta *delta = judge->delta;
    for (size_t i = 0, end; i < delta->terms.n; i = end) {
        const struct sb_term *term = &delta->terms.p[i];
        for (end = i + 1; end < delta->terms.n && delta->terms.p[end].row[SB_NEW].v == term->row[SB_NEW].v; end++)
            continue;
        uint32_t identity = sb_delta_row(delta, SB_NEW, term->row[SB_NEW])->identity;
        struct sb_finding *f = sb_judge_find(judge, &sb_policy_terms, level, identity, term->row);
        f->old_json = terms_json(judge, i, end, SB_OLD);
        f->new_json = f->content = terms_json(judge, i, end, SB_NEW);
        sb_str fields = fields_of(judge, i, end);
        sb_judge_say(judge, f, &judge->policy->classes.place, SB_STR_NONE, "%.*s has another %.*s",
                     SB_FMT(name_of(judge, term->row)), SB_FMT(fields));
    }
}

static void judge_description(struct sb_judge *judge, uint8_t level)
{
    struct sb_delta *delta = judge->delta;
    for (size_t i = 0; i < delta->descriptions.n; i++) {
        const struct sb_description *d = &delta->descriptions.p[i];
        sb_str name = sb_arena_printf(&judge->scratch, "description:%.*s", SB_FMT(d->field));
        struct sb_finding *f = sb_judge_find_whole(judge, &sb_policy_description, level, name);
        f->old_json = d->old_json;
        f->new_json = d->new_json;
        f->content = sb_arena_printf(&delta->arena, "%u", d->count); /* a waiver of one is none of a thousand */
        sb_judge_say(judge, f, &judge->policy->classes.place, SB_STR_NONE,
                     "%.*s is described differently %u time%s, first %.*s", SB_FMT(d->field), d->count,
                     d->count == 1 ? "" : "s", SB_FMT(name_of(judge, d->sample)));
    }
}

static void judge_coverage(struct sb_judge *judge, uint8_t level)
{
    struct sb_delta *delta = judge->delta;
    for (size_t i = 0; i < delta->coverage.n; i++) {
        const struct sb_coverage *c = &delta->coverage.p[i];
        sb_str name = sb_arena_printf(&judge->scratch, "coverage:%s:%s:%.*s", c->side == SB_OLD ? "old" : "new",
                                      c->what, SB_FMT(c->name));
        struct sb_finding *f = sb_judge_find_whole(judge, &sb_policy_coverage, level, name);
        f->new_json = sb_judge_quote(judge, c->message);
        f->content = c->message; /* with how much is not looked for */
        sb_judge_say(judge, f, &judge->policy->classes.place, SB_STR_NONE, "%.*s", SB_FMT(c->message));
    }
}

void sb_judge_classes(struct sb_judge *judge)
{
    static void (*const classes[])(struct sb_judge * judge, uint8_t level) = {
        [SB_CLASS_SOFTWARE] = judge_software,
        [SB_CLASS_TERMS] = judge_terms,
        [SB_CLASS_DESCRIPTION] = judge_description,
        [SB_CLASS_COVERAGE] = judge_coverage,
    };
    for (size_t i = 0; i < SB_COUNT(classes); i++)
        if (judge->policy->classes.level[i] != SB_LEVEL_NONE)
            classes[i](judge, judge->policy->classes.level[i]);
    sb_arena_reset(&judge->scratch);
}
