/* Ranges of versions, "vers:pypi/>=1.82.7|<1.83.0" (VERS of the package-url project): a type, whose order counts, and
 * constraints. */
#ifndef SB_ID_VERS_H
#define SB_ID_VERS_H

#include "base/arena.h"
#include "base/err.h"
#include "id/version.h"

enum { SB_VERS_CONSTRAINTS = 64 };

enum sb_vers_op { SB_VERS_EQ, SB_VERS_NE, SB_VERS_LT, SB_VERS_LE, SB_VERS_GT, SB_VERS_GE };

struct sb_vers {
    sb_str text, type;
    const struct sb_version_scheme *scheme;
    bool all; /* "*" */
    struct sb_vers_constraint {
        enum sb_vers_op op;
        sb_str version; /* decoded */
    } * constraints;    /* sorted by version, each version once */
    size_t n;
};

/* Slices lie in ARENA. SB_E_SYNTAX with the reason: also for a version that stands twice, and for two lower or two
 * upper bounds with nothing between, of which nobody can say what is meant. */
SB_MUST sb_rc sb_vers_parse(sb_str text, struct sb_arena *arena, struct sb_vers *ret_vers, struct sb_err *err);

/* Versions that are addresses (digests, commits) have no order: they match "*", "=" and "!=" alone. */
bool sb_vers_has(const struct sb_vers *vers, sb_str version);

#endif
