/* Checks that the tables of both files share. Private to diff/policy. */
#ifndef SB_POLICY_CHECK_H
#define SB_POLICY_CHECK_H

#include "policy/policy.h"

/* A range is of the type of the package that it stands beside: another one orders versions in another way. */
sb_rc sb_check_range(struct sb_key_reading *r, const struct sb_yaml *node, const struct sb_pattern *package,
                     const struct sb_vers *versions);
/* The schema of a file, looked at before anything else: another one may have other keys. */
sb_rc sb_check_schema(struct sb_key_reading *r, const struct sb_yaml *root, const char *schema);

#endif
