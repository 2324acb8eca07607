/* Options of commands: one table row each, read by the parser, --help and the tests of the manual page. */
#ifndef SB_CLI_OPTION_H
#define SB_CLI_OPTION_H

#include "base/err.h"
#include "base/mem.h"
#include "cli/words.h"

/* Everything that any command takes; zero where it was not given. */
struct sb_options {
    const char *command;
    SB_VEC(const char *) operands;
    SB_VEC(const char *) outputs; /* as given; parsed by the command */
    SB_VEC(const char *) excludes;
    const char *jobs, *timestamp, *diagnostics, *root, *fail_on, *policy, *waivers, *write_waivers, *registry, *trace,
        *loss, *platform, *image, *scope;
    SB_VEC(const char *) limits;
    bool strict, quiet, verbose, help, version, one_file_system, no_facts, verify, explain, all, fail_on_coverage,
        strict_schema;
};

enum sb_option_shape { SB_OPTION_FLAG, SB_OPTION_VALUE, SB_OPTION_LIST };

struct sb_option {
    const char *name;  /* without dashes */
    char letter;       /* or 0 */
    const char *value; /* what stands for it in help; NULL for a flag */
    const char *help;  /* lines */
    enum sb_option_shape shape;
    size_t offset;           /* in struct sb_options */
    unsigned commands;       /* bits of enum sb_command_id; 0 = all */
    enum sb_word_kind words; /* what may stand for the value; those of formats and reports are told in help, too */
    const char *planned;     /* not NULL: known, but not in this version; the text says what to do */
};
extern const struct sb_option sb_options_table[];
extern const size_t sb_options_count;

/* Parses ARGV behind the command's name. SB_E_USAGE with what is wrong. */
SB_MUST sb_rc sb_options_parse(int argc, char **argv, unsigned command_bit, struct sb_options *ret_options,
                               struct sb_err *err);
void sb_options_done(struct sb_options *options);

#endif
