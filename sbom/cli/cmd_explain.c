#include <stdio.h>

#include "base/buf.h"
#include "base/diag.h"
#include "check/rule.h"
#include "cli/command.h"
#include "cli/glossary.h"
#include "diff/signal.h"
#include "policy/policy.h"

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

/* ---- signals ---- */

/* "  2 of 9723 changed packages (0.021 %)" */
static void print_rate(struct sb_rate rate, const char *packages)
{
    if (rate.of)
        printf("  %u of %u %s packages (%.2g %%)\n", rate.hits, rate.of, packages, 100.0 * rate.hits / rate.of);
}

static void print_rates(const struct sb_signal_row *row)
{
    if (!row->changed.of && !row->arriving.of)
        return;
    printf("\nMeasured on real upgrades\n");
    print_rate(row->changed, "changed");
    print_rate(row->arriving, "new");
}

static int explain_signal(const struct sb_signal_row *row)
{
    printf("%s  %s, weight %d, family %s%s\n", row->id, sb_level_names[row->severity], row->weight,
           sb_family_names[row->family],
           row->booster ? ", counts only beside another signal"
           : row->lone  ? ", of severity high enough alone"
                        : "");
    print_wrapped("What it is", row->sentence);
    print_wrapped("Why it matters", row->why);
    print_wrapped("How often an ordinary upgrade does this", row->base_rate);
    print_rates(row);
    print_wrapped("What stays silent, and how to silence it", row->quiet);
    print_wrapped("What it cannot see (see also: sbom explain limits)", row->unseen);
    return SB_EXIT_FINE;
}

/* Upper case or not: nobody wants to shout at a prompt. */
static const struct sb_signal_row *find_signal(sb_str name)
{
    for (size_t i = 0; sb_any_signal(i); i++)
        if (sb_str_eq_nocase(sb_str_of(sb_any_signal(i)->id), name))
            return sb_any_signal(i);
    return NULL;
}

/* ---- codes ---- */

static int explain_code(const struct sb_code_row *row)
{
    printf("SB%04u  %s\n", row->number, row->title);
    print_wrapped("What it means", row->meaning);
    print_wrapped("With --strict", row->incomplete ? "Something is missing in the result: the exit code is 4."
                                                   : "Nothing is missing in the result: the exit code is not changed.");
    return SB_EXIT_FINE;
}

/* ---- rules of validate ---- */

static int explain_rule(enum sb_rule rule)
{
    char id[SB_RULE_ID_MAX];
    printf("%s  %s: %s\n", sb_rule_id(rule, id), sb_severity_words[sb_rules[rule].severity], sb_rules[rule].title);
    print_wrapped("What it means", sb_rules[rule].meaning);
    print_wrapped("Where it stands", *sb_rules[rule].clause
                                         ? sb_rules[rule].clause
                                         : "In the schema of the document's version; each finding names the member.");
    return SB_EXIT_FINE;
}

/* ---- topics ---- */

struct part {
    const char *label, *text;
};

static const struct part limits[] = {
    {"Byte code beside an unchanged source",
     "Python runs __pycache__/name.*.pyc if it says the source's time and size, whatever it does. Installers make "
     "these "
     "files, so they are in no record and no digest here. Delete them and let Python make them again, or install from "
     "the lock file into an empty folder."},
    {"A short, readable edit",
     "A few lines of ordinary code in a file that the release changed anyway look like the release. A review of the "
     "difference sees them; so does a comparison of the published files with the tagged source, and the registry, "
     "mostly within days: wait before you upgrade."},
    {"Native code where there was native code, a bundle among bundles",
     "A program that was a program before, or a minified file beside others, can hold anything. What helps: signatures "
     "and provenance that lead to a build you trust, and building it again yourself."},
    {"What is fetched at run time",
     "The inventory ends where the tree ends: what code downloads later, or an installer that was let run between two "
     "scans and tidied up, was never in it. Scan after the installation, in the image that you ship; watch what it "
     "talks to."},
    {"Forged facts",
     "Facts in a document are its author's claims. Who can write the document can leave out the one that matters. Make "
     "the inventory yourself (a rescan), or take signed ones from those whom you would trust with the software."},
    {"What lies outside the scan",
     "Other folders, other images, the kernel, the machine that builds, what an option left out. The report says in "
     "COVERAGE what one side looked at and the other did not; what neither looked at, nobody can tell."},
    {"A bad old side",
     "Two inventories show what changed. What was bad before stays silent; sbom scan --verify checks files against the "
     "records of their packages, and a list of known bad releases (OSV) knows what others have found."},
    {NULL, NULL},
};

static const struct {
    const char *name, *title;
    const struct part *parts;
} topics[] = {
    {"limits", "what two inventories cannot show, and what helps there", limits},
};

const char *sb_topic_name(size_t i)
{
    return i < SB_COUNT(topics) ? topics[i].name : i == SB_COUNT(topics) ? "words" : NULL;
}

static bool explain_topic(sb_str name)
{
    for (size_t i = 0; i < SB_COUNT(topics); i++) {
        if (!sb_str_eq_nocase(sb_str_of(topics[i].name), name))
            continue;
        printf("%s  %s\n", topics[i].name, topics[i].title);
        for (const struct part *part = topics[i].parts; part->label; part++)
            print_wrapped(part->label, part->text);
        return true;
    }
    return false;
}

/* ---- words of the reports ---- */

static bool explain_word(sb_str name)
{
    const struct sb_glossary_row *row = sb_glossary_find(name);
    if (!row)
        return false;
    printf("%.*s\n", SB_FMT(name));
    print_wrapped("What it means", row->meaning);
    print_wrapped("What to do", row->more);
    return true;
}

static void print_words(void)
{
    printf("words  the words of the reports, those that mean one thing in a line\n\n");
    for (size_t i = 0; i < sb_glossary_count; i++) {
        sb_str rest = sb_str_of(sb_glossary[i].words), word;
        bool more;
        const char *before = "  ";
        do {
            more = sb_str_cut(&rest, '|', &word);
            printf("%s%.*s", before, SB_FMT(word));
            before = ", ";
        } while (more);
        printf("\n");
    }
    printf("\nBesides: signals (sbom list signals), rules (sbom list rules), codes (SB1001), kinds of\n"
           "execution points (py:pth) and facts (sbom:exec).\n");
}

/* What has no row of its own in a table of another kind. */
static bool explain_other(sb_str name)
{
    if (!sb_str_eq_nocase(name, SB_S("words")))
        return explain_topic(name) || explain_word(name);
    print_words();
    return true;
}

static int explain(sb_str name)
{
    const struct sb_signal_row *signal = find_signal(name);
    if (signal)
        return explain_signal(signal);
    if (explain_other(name))
        return SB_EXIT_FINE;
    enum sb_rule rule = sb_rule_find(name);
    if (rule != SB_V_COUNT)
        return explain_rule(rule);
    uint64_t number;
    if (name.n > 2 && sb_str_eq_nocase(sb_str_n(name.p, 2), SB_S("SB")) && sb_str_u64(sb_str_from(name, 2), &number))
        for (size_t i = 0; i < SB_D_COUNT; i++)
            if (sb_codes[i].number == number)
                return explain_code(&sb_codes[i]);
    return sb_usage_error(
        "%.*s is no code, signal, topic or word of a report; see sbom list signals, sbom explain words", SB_FMT(name));
}

/* Words of reports may have blanks: "sbom explain brought by" needs no quotes. */
int sb_cmd_explain(const struct sb_options *options)
{
    struct sb_buf name = {0};
    if (!options->operands.n)
        return sb_usage_error(
            "explain wants a code (SB1001, SBV002), a signal (STARTUP_HOOK), a word of a report (COVERAGE) "
            "or a topic (limits, words)");
    for (size_t i = 0; i < options->operands.n; i++)
        sb_buf_printf(&name, "%s%s", i ? " " : "", options->operands.p[i]);
    int code = explain(sb_buf_all(&name));
    sb_buf_done(&name);
    return code;
}
