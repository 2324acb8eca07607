#include <stdio.h>

#include "check/report.h"
#include "cli/command.h"
#include "collect/collect.h"
#include "report/report.h"
#include "diff/signal.h"
#include "formats/format.h"
#include "policy/policy.h"

static void list_collectors(void)
{
    for (const struct sb_collector *const *row = sb_collectors; *row; row++)
        printf("%-12s %-10s %s\n", (*row)->name, (*row)->ecosystem, (*row)->summary);
    printf("\nsources\n");
    for (const struct sb_source_type *const *row = sb_source_types; *row; row++)
        printf("%-14s %s\n", (*row)->scheme, (*row)->summary);
}

static void print_versions(const char *label, const char *const *versions)
{
    if (!versions || !versions[0])
        return;
    printf("%s", label);
    for (; *versions; versions++)
        printf(" %s", *versions);
}

static void list_formats(void)
{
    for (const struct sb_format *const *row = sb_formats; *row; row++) {
        printf("%-20s ", (*row)->name);
        const struct sb_road *road = (*row)->road;
        if (!(*row)->read && !(*row)->write && !road)
            printf("planned");
        if ((*row)->write)
            print_versions("writes", (*row)->write_versions);
        if ((*row)->read)
            print_versions("; reads", (*row)->read_versions);
        if (road)
            print_versions((*row)->read ? "; converts" : "converts", road->versions);
        printf("\n");
    }
    printf("%-20s a table for people (scan)\n", "table");
    printf("\nreports of diff\n");
    for (const struct sb_report *const *row = sb_reports; *row; row++)
        printf("%-20s %s\n", (*row)->name, (*row)->write ? (*row)->summary : "planned");
    printf("\nreports of validate\n");
    for (const struct sb_check_report *const *row = sb_check_reports; *row; row++)
        printf("%-20s %s\n", (*row)->name, (*row)->summary);
}

static void list_signals(void)
{
    printf("revision %u\n", SB_SIGNALS_REVISION);
    for (size_t i = 0; sb_any_signal(i); i++) {
        const struct sb_signal_row *row = sb_any_signal(i);
        printf("%-19s %-9s %3d  %-11s %s%s\n", row->id, sb_level_names[row->severity], row->weight,
               sb_family_names[row->family], row->sentence,
               row->booster ? " (booster)"
               : row->lone  ? " (high is enough alone)"
                            : "");
    }
}

static void list_rules(void)
{
    char id[SB_RULE_ID_MAX];
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++)
        printf("%-7s %-8s %s\n", sb_rule_id((enum sb_rule)rule, id), sb_severity_words[sb_rules[rule].severity],
               sb_rules[rule].title);
}

static void list_profiles(void)
{
    printf("none yet: compliance profiles come in a later version\n");
}

static const struct {
    const char *name;
    void (*print)(void);
} lists[] = {{"collectors", list_collectors},
             {"formats", list_formats},
             {"rules", list_rules},
             {"signals", list_signals},
             {"profiles", list_profiles}};

const char *sb_list_name(size_t i)
{
    return i < SB_COUNT(lists) ? lists[i].name : NULL;
}

int sb_cmd_list(const struct sb_options *options)
{
    for (size_t i = 0; i < SB_COUNT(lists) && options->operands.n == 1; i++) {
        if (strcmp(options->operands.p[0], lists[i].name) == 0) {
            lists[i].print();
            return SB_EXIT_FINE;
        }
    }
    return sb_usage_error("list wants one of: collectors, formats, rules, signals, profiles");
}
