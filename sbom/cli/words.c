#include "cli/words.h"

#include <stdio.h>

#include "base/diag.h"
#include "chain/chain.h"
#include "check/report.h"
#include "cli/command.h"
#include "report/report.h"
#include "diff/signal.h"
#include "policy/policy.h"
#include "formats/format.h"

typedef void each_fn(void *ctx, const char *word, const char *note);

static void formats(each_fn *each, void *ctx)
{
    each(ctx, "table", "default");
    for (const struct sb_format *const *row = sb_formats; *row; row++)
        if ((*row)->write)
            each(ctx, (*row)->name, (*row)->default_version);
}

static void reports(each_fn *each, void *ctx)
{
    for (const struct sb_report *const *row = sb_reports; *row; row++)
        if ((*row)->write)
            each(ctx, (*row)->name, row == sb_reports ? "default" : NULL);
}

static void chain_reports(each_fn *each, void *ctx)
{
    for (const struct sb_chain_report *const *row = sb_chain_reports; *row; row++)
        each(ctx, (*row)->name, row == sb_chain_reports ? "default" : NULL);
    for (const struct sb_report *const *row = sb_reports; *row; row++)
        if ((*row)->write && !sb_chain_report_find((*row)->name))
            each(ctx, (*row)->name, NULL);
}

static void encodings(each_fn *each, void *ctx)
{
    for (const struct sb_format *const *row = sb_formats; *row; row++)
        if ((*row)->road)
            each(ctx, (*row)->name, NULL);
}

static void checks(each_fn *each, void *ctx)
{
    for (const struct sb_check_report *const *row = sb_check_reports; *row; row++)
        each(ctx, (*row)->name, row == sb_check_reports ? "default" : NULL);
}

static void deltas(each_fn *each, void *ctx)
{
    each(ctx, "json", "default");
}

static void levels(each_fn *each, void *ctx)
{
    for (unsigned level = 0; level < SB_LEVEL_COUNT; level++)
        if (level != SB_LEVEL_INFO)
            each(ctx, sb_level_names[level], level == SB_LEVEL_HIGH ? "default" : NULL);
}

static void times(each_fn *each, void *ctx)
{
    each(ctx, "now", "default");
    each(ctx, "none", NULL);
}

static void scopes(each_fn *each, void *ctx)
{
    each(ctx, "squashed", "default");
    each(ctx, "all-layers", NULL);
}

static void lists(each_fn *each, void *ctx)
{
    for (size_t i = 0; sb_list_name(i); i++)
        each(ctx, sb_list_name(i), NULL);
}

static void policies(each_fn *each, void *ctx)
{
    for (size_t i = 0; sb_policy_word(i); i++)
        each(ctx, sb_policy_word(i), NULL);
}

static void topics(each_fn *each, void *ctx)
{
    for (size_t i = 0; sb_topic_name(i); i++)
        each(ctx, sb_topic_name(i), NULL);
    for (size_t i = 0; sb_any_signal(i); i++)
        each(ctx, sb_any_signal(i)->id, sb_any_signal(i)->sentence);
    for (size_t i = 0; i < SB_D_COUNT; i++) {
        char code[16];
        snprintf(code, sizeof code, "SB%04u", sb_codes[i].number);
        each(ctx, code, sb_codes[i].title);
    }
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
        char id[SB_RULE_ID_MAX];
        each(ctx, sb_rule_id((enum sb_rule)rule, id), sb_rules[rule].title);
    }
}

void sb_words_each(enum sb_word_kind kind, each_fn *each, void *ctx)
{
    static void (*const kinds[SB_WORDS_COUNT])(each_fn *, void *) = {
        [SB_WORDS_FORMAT] = formats,  [SB_WORDS_REPORT] = reports,      [SB_WORDS_LEVEL] = levels,
        [SB_WORDS_TIME] = times,      [SB_WORDS_SCOPE] = scopes,        [SB_WORDS_LIST] = lists,
        [SB_WORDS_TOPIC] = topics,    [SB_WORDS_ENCODING] = encodings,  [SB_WORDS_CHECK] = checks,
        [SB_WORDS_POLICY] = policies, [SB_WORDS_CHAIN] = chain_reports, [SB_WORDS_DELTA] = deltas,
    };
    if (kinds[kind])
        kinds[kind](each, ctx);
}
