/* Commands: one row each. */
#ifndef SB_CLI_COMMAND_H
#define SB_CLI_COMMAND_H

#include "cli/option.h"

enum sb_command_id {
    SB_CMD_SCAN,
    SB_CMD_DIFF,
    SB_CMD_HISTORY,
    SB_CMD_LIST,
    SB_CMD_EXPLAIN,
    SB_CMD_CONVERT,
    SB_CMD_VALIDATE,
    SB_CMD_POLICY,
    SB_CMD_DELTA,
    SB_CMD_APPLY,
    SB_CMD_OTHERS
};
#define SB_CMD_BIT(id) (1u << (id))

/* Exit codes (contract). When several apply, the first of 5, 2, 3, 1, 4 counts. */
enum {
    SB_EXIT_FINE = 0,
    SB_EXIT_GATE = 1,
    SB_EXIT_USAGE = 2,
    SB_EXIT_INPUT = 3,
    SB_EXIT_INCOMPLETE = 4,
    SB_EXIT_BUG = 5
};

struct sb_command {
    const char *name;
    const char *usage;       /* behind "sbom NAME" */
    const char *summary;     /* one line */
    const char *more;        /* below the options: operands and exit codes; or NULL */
    enum sb_word_kind words; /* what an operand may be */
    enum sb_command_id id;
    int (*run)(const struct sb_options *options); /* returns an exit code; NULL: planned */
};
extern const struct sb_command sb_commands[];
extern const size_t sb_commands_count;

int sb_cmd_scan(const struct sb_options *options);
int sb_cmd_diff(const struct sb_options *options);
int sb_cmd_history(const struct sb_options *options);
int sb_cmd_list(const struct sb_options *options);
int sb_cmd_convert(const struct sb_options *options);
int sb_cmd_validate(const struct sb_options *options);
int sb_cmd_policy(const struct sb_options *options);
int sb_cmd_delta(const struct sb_options *options);
int sb_cmd_apply(const struct sb_options *options);
int sb_cmd_explain(const struct sb_options *options);
const char *sb_list_name(size_t i);   /* what can be listed; NULL behind the last */
const char *sb_policy_word(size_t i); /* what may stand behind "sbom policy"; NULL behind the last */
const char *sb_topic_name(size_t i);  /* what can be explained beside codes and signals; NULL behind the last */

/* Prints "sbom: ..." with the place, and returns the exit code that fits. */
int sb_complain(const struct sb_err *err);
int sb_usage_error(const char *format, ...) SB_PRINTF(1, 2);

#endif
