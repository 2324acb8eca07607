/* Which packages a line of a policy or a waiver is about: "pkg:npm/%40acme/" and a "*". */
#ifndef SB_POLICY_PATTERN_H
#define SB_POLICY_PATTERN_H

#include "diff/delta.h"
#include "id/purl.h"

/* A purl without version, qualifiers and subpath. "*" and "?" stand for bytes of one part, "**" for parts. Spelled as
 * the type spells its names, so that "pkg:pypi/Acme_*" finds acme-core. */
struct sb_pattern {
    sb_str text;      /* as written */
    sb_str type, way; /* way: namespace/name, decoded */
    bool wild;
};

SB_MUST sb_rc sb_pattern_parse(sb_str text, struct sb_arena *arena, struct sb_pattern *ret, struct sb_err *err);

/* What a pattern is held against. */
struct sb_named {
    sb_str type, way, version;
};
/* Of a row of SIDE, in ARENA. */
struct sb_named sb_named_of(const struct sb_delta *delta, enum sb_side side, sb_comp row, struct sb_arena *arena);
bool sb_pattern_fits(const struct sb_pattern *pattern, const struct sb_named *named);

#endif
