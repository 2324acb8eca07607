#include <stdlib.h>

#include "base/buf.h"
#include "base/keyset.h"
#include "base/sink.h"
#include "base/utf8.h"
#include "diff/signal.h"
#include "policy/judge.h"
#include "policy/waivers.h"

enum { DAY = 24 * 60 * 60, DAYS = 30 };

static void put_expires(const struct sb_policy *policy, struct sb_time now, struct sb_sink *sink)
{
    char text[SB_TIME_TEXT];
    int64_t days = DAYS;
    if (policy && policy->waivers.days != SB_POLICY_UNSET && policy->waivers.days < days)
        days = policy->waivers.days;
    if (now.set)
        sb_time_text(now.unix_seconds + days * DAY, text);
    sb_putf(sink, "    expires: %.10s\n", now.set ? text : "\"\"");
}

/* One line, whatever stands in it. */
static void put_comment(struct sb_sink *sink, const char *front, sb_str text)
{
    struct sb_buf buf = {0};
    sb_utf8_printable(&buf, text);
    sb_putf(sink, "  # %s%.*s\n", front, SB_FMT(sb_buf_all(&buf)));
    sb_buf_done(&buf);
}

static void put_finding(const struct sb_delta *delta, const struct sb_finding *f, struct sb_sink *sink)
{
    enum sb_side side = f->row[SB_NEW].v ? SB_NEW : SB_OLD;
    if (f->row[side].v)
        put_comment(sink, "", sb_delta_row(delta, side, f->row[side])->purl);
    if (f->path.n)
        put_comment(sink, "", f->path);
    put_comment(sink, "", f->message);
    sb_putf(sink, "  - fingerprint: \"%s\"\n    signal: %s\n    owner: \"\"\n    reason: \"\"\n", f->fingerprint,
            f->signal->id);
}

/* Of findings that nothing tells apart, as those of one package in two places, one waiver speaks. */
static bool is_drafted(struct sb_keyset *drafted, const struct sb_finding *f)
{
    uint64_t key = strtoull(f->fingerprint, NULL, 16);
    return key != UINT64_MAX && sb_keyset_put(drafted, key);
}

void sb_waivers_draft(const struct sb_delta *delta, const struct sb_policy *policy, enum sb_level fail_on,
                      struct sb_time now, struct sb_sink *sink)
{
    struct sb_keyset drafted = {0};
    size_t n = 0;
    now = sb_judge_now(delta, now);
    sb_putf(
        sink,
        "# A draft: say for each who answers for it and why, or take it out. It can be used when no text is empty.\n"
        "schema: sbom-waivers/1\nwaivers:");
    for (size_t g = 0; g < delta->groups.n; g++) {
        const struct sb_group *group = &delta->groups.p[g];
        for (size_t i = 0; (group->severity >= fail_on || fail_on == SB_LEVEL_NONE) && i < group->n_findings; i++) {
            const struct sb_finding *f = &delta->findings.p[group->findings[i]];
            if (f->severity <= SB_LEVEL_INFO || is_drafted(&drafted, f))
                continue;
            sb_putf(sink, n++ ? "" : "\n");
            put_finding(delta, f, sink);
            put_expires(policy, now, sink);
        }
    }
    sb_putf(sink, n ? "" : " []\n");
    sb_keyset_done(&drafted);
}
