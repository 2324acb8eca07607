/* The files of a team, opened by their name: policy and waivers. */
#ifndef SB_POLICY_FILE_H
#define SB_POLICY_FILE_H

#include "base/buf.h"
#include "policy/waivers.h"

/* What a file gave; all texts of it lie in `arena`. */
struct sb_policy_file {
    struct sb_arena arena;
    struct sb_buf bytes;
    struct sb_yaml_text text;
    struct sb_policy policy;
};

/* NAME: a file ("-": standard input), or the name of a preset; "./strict" is a file. */
SB_MUST sb_rc sb_policy_open(const char *name, struct sb_policy_file *ret, struct sb_err *err);
void sb_policy_close(struct sb_policy_file *file);

struct sb_waivers_file {
    struct sb_arena arena;
    struct sb_buf bytes;
    struct sb_yaml_text text;
    struct sb_waivers waivers;
};
SB_MUST sb_rc sb_waivers_open(const char *name, struct sb_waivers_file *ret, struct sb_err *err);
void sb_waivers_close(struct sb_waivers_file *file);

/* The bytes of a file of either kind. */
SB_MUST sb_rc sb_team_file_read(const char *name, struct sb_buf *buf, struct sb_yaml_text *ret_text,
                                struct sb_err *err);

#endif
