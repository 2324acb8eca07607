/* How old a release was when the new inventory was made: by what the document says of both, never by the clock. */
#include "base/clock.h"
#include "policy/judge.h"

enum { DAY = 24 * 60 * 60 };

/* SPDX has releaseDate, CycloneDX releaseNotes with a timestamp; both are kept as JSON. */
static bool date_in(struct sb_judge *judge, sb_str json, int64_t *ret)
{
    sb_str key, text = SB_STR_NONE;
    sb_json_restart(judge->json, json);
    enum sb_json_event kind = sb_json_next(judge->json);
    if (kind == SB_JSON_STRING)
        text = sb_json_text(judge->json);
    while (kind == SB_JSON_OBJECT && !text.n && sb_json_member(judge->json, &key))
        if (sb_str_eq(key, SB_S("timestamp")) ? !sb_json_take_string(judge->json, &judge->scratch, &text)
                                              : !sb_json_skip(judge->json, NULL))
            return false;
    return text.n && sb_time_parse(text, ret);
}

static bool release_of(struct sb_judge *judge, enum sb_side side, sb_comp row, int64_t *ret)
{
    const struct sb_doc *doc = judge->delta->doc[side];
    struct sb_range r = sb_doc_raws_of(doc, row);
    for (uint32_t i = r.first; i < r.first + r.n; i++) {
        sb_str member = sb_doc_str(doc, doc->raws.p[i].member);
        if ((sb_str_eq(member, SB_S("releaseDate")) || sb_str_eq(member, SB_S("releaseNotes"))) &&
            date_in(judge, sb_doc_str(doc, doc->raws.p[i].json), ret))
            return true;
    }
    return false;
}

static void judge_age(struct sb_judge *judge, const struct sb_age_rule *rule, const struct sb_row_pair *pair)
{
    sb_comp row = pair->row[SB_NEW];
    struct sb_named named = sb_named_of(judge->delta, SB_NEW, row, &judge->scratch);
    int64_t now, released;
    char text[SB_TIME_TEXT];
    if (!sb_where_fits(&rule->where, judge->delta, SB_NEW, row, &named))
        return;
    bool dated = sb_judge_time(judge->delta, SB_NEW, &now), told = release_of(judge, SB_NEW, row, &released);
    uint8_t level = told ? rule->level : rule->unknown;
    if (level == SB_LEVEL_NONE || (dated && told && now - released >= rule->days * DAY))
        return;
    struct sb_finding *f =
        sb_judge_find(judge, &sb_policy_age, level, sb_delta_row(judge->delta, SB_NEW, row)->identity, pair->row);
    sb_str name = sb_judge_spell(judge, SB_NEW, row);
    if (!told) {
        f->new_json = SB_S("\"unknown\"");
        f->content = sb_delta_row(judge->delta, SB_NEW, row)->version;
        sb_judge_say(judge, f, &rule->place, rule->reason, "nobody says when %.*s was released", SB_FMT(name));
        return;
    }
    sb_time_text(released, text);
    f->new_json = sb_judge_quote(judge, sb_str_of(text));
    /* The next release is another finding, also if it says the same day. */
    f->content = sb_arena_printf(&judge->delta->arena, "%.*s %s",
                                 SB_FMT(sb_delta_row(judge->delta, SB_NEW, row)->version), text);
    if (!dated) { /* a gate that cannot know must not let through */
        sb_judge_say(judge, f, &rule->place, rule->reason,
                     "%.*s was released on %.10s, and the new inventory does not say when it was made", SB_FMT(name),
                     text);
        return;
    }
    sb_judge_say(judge, f, &rule->place, rule->reason,
                 "%.*s was released on %.10s, %lld days before the inventory was made; %lld are asked for",
                 SB_FMT(name), text, (long long)((now - released) / DAY), (long long)rule->days);
}

/* What the old side had at the same version is no news. */
static bool is_news(const struct sb_judge *judge, const struct sb_row_pair *pair)
{
    if (judge->policy->look_at == SB_LOOK_EVERYTHING || !pair->row[SB_OLD].v)
        return true;
    return !sb_str_eq(sb_delta_row(judge->delta, SB_OLD, pair->row[SB_OLD])->version,
                      sb_delta_row(judge->delta, SB_NEW, pair->row[SB_NEW])->version);
}

void sb_judge_ages(struct sb_judge *judge)
{
    const struct sb_age_rule *rules = judge->policy->ages.p;
    for (size_t i = 0; i < judge->policy->ages.n; i++)
        for (size_t p = 0; p < judge->delta->pairs.n; p++) {
            const struct sb_row_pair *pair = &judge->delta->pairs.p[p];
            if (pair->row[SB_NEW].v && sb_is_judged(judge->delta, SB_NEW, pair->row[SB_NEW]) && is_news(judge, pair))
                judge_age(judge, &rules[i], pair);
            sb_arena_reset(&judge->scratch);
        }
}
