#include <stdarg.h>

#include "base/clock.h"
#include "base/mem.h"
#include "policy/judge.h"
#include "text/json_write.h"

/* Those of the thresholds, so that a finding alone makes a group of its own severity. */
int32_t sb_level_weight(const struct sb_judge *judge, uint8_t level)
{
    enum { CRITICAL = 12 };
    const struct sb_scores *scores = &judge->policy->scores;
    if (level >= SB_LEVEL_HIGH)
        return level == SB_LEVEL_CRITICAL && scores->high < CRITICAL ? CRITICAL : (int32_t)scores->high;
    return level == SB_LEVEL_MEDIUM ? (int32_t)scores->medium : level == SB_LEVEL_LOW;
}

static struct sb_finding *find(struct sb_judge *judge, const struct sb_signal_row *signal, uint8_t level)
{
    struct sb_finding *f = SB_PUSH(&judge->delta->findings);
    *f = (struct sb_finding){.signal = signal,
                             .severity = level,
                             .weight = sb_level_weight(judge, level),
                             .identity = UINT32_MAX,
                             .old_json = SB_S("null"),
                             .new_json = SB_S("null")};
    return f;
}

struct sb_finding *sb_judge_find(struct sb_judge *judge, const struct sb_signal_row *signal, uint8_t level,
                                 uint32_t identity, const sb_comp row[SB_SIDES])
{
    struct sb_finding *f = find(judge, signal, level);
    f->identity = identity;
    f->row[SB_OLD] = row[SB_OLD];
    f->row[SB_NEW] = row[SB_NEW];
    return f;
}

struct sb_finding *sb_judge_find_whole(struct sb_judge *judge, const struct sb_signal_row *signal, uint8_t level,
                                       sb_str name)
{
    struct sb_finding *f = find(judge, signal, level);
    f->path = f->below = sb_arena_str(&judge->delta->arena, name);
    f->document = true;
    return f;
}

void sb_judge_say(struct sb_judge *judge, struct sb_finding *finding, const struct sb_key_place *place, sb_str reason,
                  const char *format, ...)
{
    struct sb_buf *buf = &judge->buf;
    va_list args;
    sb_buf_clear(buf);
    va_start(args, format);
    sb_buf_vprintf(buf, format, args);
    va_end(args);
    if (reason.n)
        sb_buf_printf(buf, ": %.*s", SB_FMT(reason));
    if (place->line)
        sb_buf_printf(buf, " (policy, line %u)", place->line);
    else
        sb_buf_printf(buf, " (policy, preset %s)", sb_presets[judge->policy->preset].name);
    finding->message = sb_arena_str(&judge->delta->arena, sb_buf_all(buf));
    finding->look = SB_S("change it, or agree on a waiver: sbom-policy(5)");
}

sb_str sb_judge_quote(struct sb_judge *judge, sb_str text)
{
    sb_buf_clear(&judge->buf);
    sb_json_quote(&judge->buf, text);
    return sb_arena_str(&judge->delta->arena, sb_buf_all(&judge->buf));
}

sb_str sb_judge_spell(struct sb_judge *judge, enum sb_side side, sb_comp row)
{
    sb_str name = sb_doc_display(judge->delta->doc[side], row, &judge->scratch);
    sb_str version = sb_delta_row(judge->delta, side, row)->version;
    return version.n ? sb_arena_join(&judge->scratch, name, SB_S(" "), version) : name;
}

bool sb_judge_time(const struct sb_delta *delta, enum sb_side side, int64_t *ret)
{
    const struct sb_doc *doc = delta->doc[side];
    return sb_text_set(doc->created) && sb_time_parse(sb_doc_str(doc, doc->created), ret);
}

struct sb_time sb_judge_now(const struct sb_delta *delta, struct sb_time run)
{
    int64_t old;
    run.set = sb_judge_time(delta, SB_NEW, &run.unix_seconds) || run.set;
    if (run.set && sb_judge_time(delta, SB_OLD, &old) && old > run.unix_seconds)
        run.unix_seconds = old;
    return run;
}
