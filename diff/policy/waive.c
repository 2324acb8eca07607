#include "base/mem.h"
#include "diff/signal.h"
#include "policy/judge.h"
#include "policy/waivers.h"
#include "text/glob.h"

enum { DAY = 24 * 60 * 60 };

/* What became of one waiver. */
struct used {
    uint32_t waived;   /* findings */
    uint32_t identity; /* of the first of them */
    bool several;      /* identities */
    bool unbound;      /* it fits a finding but for the content, of which it says nothing */
    bool unauthorised;
    bool named; /* it would fit something */
};

struct waiving {
    const struct sb_waivers *waivers;
    const struct sb_policy *policy; /* may be NULL */
    struct sb_delta *delta;
    struct sb_time now;
    struct used *used;
    struct sb_named named; /* what the finding is about; empty: of no package */
    struct sb_arena scratch;
};

static const struct sb_waiver *at(const struct waiving *w, size_t i)
{
    return (const struct sb_waiver *)w->waivers->list.p + i;
}

/* ---- what fits ---- */

/* Once for all waivers. */
static void look_at_package(struct waiving *w, const struct sb_finding *f)
{
    enum sb_side side = f->row[SB_NEW].v ? SB_NEW : SB_OLD;
    w->named = f->row[side].v ? sb_named_of(w->delta, side, f->row[side], &w->scratch) : (struct sb_named){0};
}

static bool fits_package(const struct waiving *w, const struct sb_waiver *waiver, const struct sb_finding *f)
{
    if (!waiver->package.text.n && !waiver->versions.text.n)
        return true;
    return (f->row[SB_OLD].v || f->row[SB_NEW].v) &&
           (!waiver->package.text.n || sb_pattern_fits(&waiver->package, &w->named)) &&
           (!waiver->versions.text.n || sb_vers_has(&waiver->versions, w->named.version));
}

static bool fits_finding(const struct waiving *w, const struct sb_waiver *waiver, const struct sb_finding *f)
{
    if (waiver->fingerprint.n && !sb_str_eq(waiver->fingerprint, sb_str_of(f->fingerprint)))
        return false;
    if (waiver->signal != SB_WAIVER_ANY_SIGNAL && sb_any_signal(waiver->signal) != f->signal)
        return false;
    if (waiver->path.n && !sb_glob(waiver->path, f->path))
        return false;
    return fits_package(w, waiver, f) && (!waiver->content.n || sb_str_eq(waiver->content, f->content));
}

static bool is_unbound(const struct sb_waiver *waiver, const struct sb_finding *f)
{
    return !waiver->fingerprint.n && !waiver->content.n && f->content.n && sb_family_binds_content(f->signal->family);
}

static bool names_authority(const struct sb_key_list *list, sb_str name)
{
    const sb_str *names = list->p;
    for (size_t i = 0; i < list->n; i++)
        if (sb_str_eq(names[i], name))
            return true;
    return false;
}

/* Every rule of the policy that speaks of such findings must know the authority. */
static bool is_authorised(const struct waiving *w, const struct sb_waiver *waiver, const struct sb_finding *f)
{
    const struct sb_key_list *list = w->policy ? &w->policy->waivers.authorities : NULL;
    const struct sb_authority_rule *rules = list ? list->p : NULL;
    for (size_t i = 0; list && i < list->n; i++) {
        const struct sb_authority_rule *rule = &rules[i];
        if ((rule->signals && !(rule->signals & sb_signal_bit(f->signal))) ||
            (rule->families && !(rule->families >> f->signal->family & 1)) ||
            (rule->levels && !(rule->levels >> f->severity & 1)))
            continue;
        if (!names_authority(&rule->authorities, waiver->authority))
            return false;
    }
    return true;
}

static bool has_expired(const struct waiving *w, const struct sb_waiver *waiver)
{
    return !w->now.set || waiver->expires < w->now.unix_seconds;
}

static bool lasts_too_long(const struct waiving *w, const struct sb_waiver *waiver)
{
    return w->policy && w->policy->waivers.days != SB_POLICY_UNSET && w->now.set &&
           waiver->expires - w->now.unix_seconds > (w->policy->waivers.days + 1) * DAY;
}

/* ---- waiving ---- */

static sb_str name_of(const struct waiving *w, const struct sb_waiver *waiver)
{
    if (waiver->id.n)
        return waiver->id;
    if (waiver->fingerprint.n)
        return waiver->fingerprint;
    return sb_arena_printf(&w->delta->arena, "line %u", waiver->place.line);
}

static sb_str day_of(const struct waiving *w, const struct sb_waiver *waiver)
{
    char text[SB_TIME_TEXT];
    sb_time_text(waiver->expires, text);
    return sb_arena_str(&w->delta->arena, sb_str_n(text, 10));
}

static void note_use(struct used *used, const struct sb_finding *f)
{
    used->several = used->several || (used->waived && used->identity != f->identity);
    used->identity = f->identity;
    used->waived++;
}

static void waive(struct waiving *w, size_t i, const struct sb_finding *f)
{
    const struct sb_waiver *waiver = at(w, i);
    note_use(&w->used[i], f);
    *SB_PUSH(&w->delta->waived) = (struct sb_waived){.finding = *f,
                                                     .waiver = name_of(w, waiver),
                                                     .owner = waiver->owner,
                                                     .reason = waiver->reason,
                                                     .ticket = waiver->ticket,
                                                     .expires = day_of(w, waiver)};
}

/* Whether the finding is waived: by the first waiver that may. */
static bool try_waivers(struct waiving *w, const struct sb_finding *f)
{
    look_at_package(w, f);
    for (size_t i = 0; i < w->waivers->list.n; i++) {
        const struct sb_waiver *waiver = at(w, i);
        struct used *used = &w->used[i];
        if (!fits_finding(w, waiver, f))
            continue;
        used->named = true;
        used->unbound = used->unbound || is_unbound(waiver, f);
        used->unauthorised = used->unauthorised || !is_authorised(w, waiver, f);
        if (is_unbound(waiver, f) || !is_authorised(w, waiver, f) || has_expired(w, waiver) ||
            lasts_too_long(w, waiver))
            continue;
        waive(w, i, f);
        return true;
    }
    return false;
}

/* ---- what somebody should look at ---- */

static const char *why_expired(const struct waiving *w, const struct used *used)
{
    if (!w->now.set)
        return "nobody says when the new inventory was made, so that every waiver has expired";
    return used->named ? "it has expired, and what it waived is still there"
                       : "it has expired, and there is nothing left to waive";
}

static const char *why_unused(const struct waiving *w, const struct sb_waiver *waiver, const struct used *used)
{
    if (lasts_too_long(w, waiver))
        return "it lasts longer than the policy allows";
    if (used->unbound)
        return "it fits a finding that is bound to content, and says nothing of that: fingerprint or content is needed";
    if (used->unauthorised)
        return "the policy does not let its authority waive that";
    return "it fits no finding: there is none such, or its content changed and has another fingerprint";
}

/* A pattern that one package was meant by waives the next one unseen. */
static bool is_broad(const struct sb_waiver *waiver, const struct used *used)
{
    return !waiver->fingerprint.n && waiver->package.wild && used->waived && !used->several;
}

static void tell(struct waiving *w, size_t i)
{
    const struct sb_waiver *waiver = at(w, i);
    const struct used *used = &w->used[i];
    const char *reason = has_expired(w, waiver)   ? "expired"
                         : !used->waived          ? "unused"
                         : is_broad(waiver, used) ? "broad"
                                                  : NULL;
    if (!reason)
        return;
    const char *why = *reason == 'e'   ? why_expired(w, used)
                      : *reason == 'u' ? why_unused(w, waiver, used)
                                       : "its package is a pattern, and one package is all that it waives";
    *SB_PUSH(&w->delta->stale) = (struct sb_stale_waiver){
        .waiver = name_of(w, waiver),
        .reason = reason,
        .message = sb_arena_printf(&w->delta->arena, "%s (line %u, %.*s, until %.*s)", why, waiver->place.line,
                                   SB_FMT(waiver->owner), SB_FMT(day_of(w, waiver)))};
}

void sb_waivers_apply(const struct sb_waivers *waivers, const struct sb_policy *policy, struct sb_time now,
                      struct sb_delta *delta)
{
    struct waiving w = {.waivers = waivers, .policy = policy, .delta = delta, .now = sb_judge_now(delta, now)};
    size_t n = 0;
    w.used = sb_calloc(waivers->list.n + 1, sizeof *w.used);
    delta->policing.waivers = waivers->name;
    for (size_t i = 0; i < delta->findings.n; i++) {
        if (!try_waivers(&w, &delta->findings.p[i]))
            delta->findings.p[n++] = delta->findings.p[i];
        sb_arena_reset(&w.scratch);
    }
    delta->findings.n = n;
    for (size_t i = 0; i < waivers->list.n; i++)
        tell(&w, i);
    sb_free(w.used);
    sb_arena_done(&w.scratch);
}
