#include <stdio.h>

#include "base/diag.h"
#include "cli/command.h"
#include "diff/signal.h"

enum { PAGE = 78 };

/* Words in lines of PAGE columns, indented. */
static void print_wrapped(const char *label, const char *text)
{
    sb_str rest = sb_str_of(text);
    sb_str word;
    size_t column = 0;
    if (!text || !*text)
        return;
    printf("\n%s\n", label);
    while (sb_str_word(&rest, &word)) {
        if (column && column + 1 + word.n > PAGE) {
            printf("\n");
            column = 0;
        }
        printf("%s%.*s", column ? " " : "  ", SB_FMT(word));
        column += word.n + (column ? 1 : 2);
    }
    printf("\n");
}

static int explain_signal(const struct sb_signal_row *row)
{
    printf("%s  %s, weight %d, family %s%s\n", row->id, sb_level_names[row->severity], row->weight,
           sb_family_names[row->family], row->booster ? ", counts only beside another signal" : "");
    print_wrapped("What it is", row->sentence);
    print_wrapped("Why it matters", row->why);
    print_wrapped("How often an ordinary upgrade does this", row->base_rate);
    print_wrapped("What stays silent, and how to silence it", row->quiet);
    return SB_EXIT_FINE;
}

static int explain_code(const struct sb_code_row *row)
{
    printf("SB%04u  %s\n", row->number, row->title);
    print_wrapped("What it means", row->meaning);
    print_wrapped("With --strict", row->incomplete ? "Something is missing in the result: the exit code is 4."
                                                   : "Nothing is missing in the result: the exit code is not changed.");
    return SB_EXIT_FINE;
}

int sb_cmd_explain(const struct sb_options *options)
{
    if (options->operands.n != 1)
        return sb_usage_error("explain wants one code (SB1001) or signal (STARTUP_HOOK)");
    sb_str name = sb_str_of(options->operands.p[0]);
    const struct sb_signal_row *signal = sb_signal_find(name);
    if (signal)
        return explain_signal(signal);
    uint64_t number;
    if (name.n > 2 && sb_str_eq_nocase(sb_str_n(name.p, 2), SB_S("SB")) && sb_str_u64(sb_str_from(name, 2), &number))
        for (size_t i = 0; i < SB_D_COUNT; i++)
            if (sb_codes[i].number == number)
                return explain_code(&sb_codes[i]);
    return sb_usage_error("%s is no code or signal; see sbom list signals", options->operands.p[0]);
}
