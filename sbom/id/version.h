/* Version orders, one row a scheme. */
#ifndef SB_ID_VERSION_H
#define SB_ID_VERSION_H

#include "base/str.h"

/* How far apart two versions are, in the scheme's own terms. */
enum sb_step {
    SB_STEP_SAME,
    SB_STEP_PATCH, /* third number or later; in 0.x also the second number; only a revision or build for deb */
    SB_STEP_MINOR,
    SB_STEP_MAJOR,
    SB_STEP_OTHER, /* cannot be told */
};

struct sb_version_scheme {
    const char *name;
    bool (*valid)(sb_str version);
    /* -1, 0, 1; a total order, also over invalid versions: those come first, by bytes. Semver finds a place among the
     * valid ones for what begins with dotted numbers (1.2, v1.2.3.4). */
    int (*compare)(sb_str a, sb_str b);
    /* The numbers of the release part (epoch left out): at most MAX; returns how many. 1.2.3-4 of deb gives 1, 2, 3. */
    size_t (*release)(sb_str version, uint64_t *numbers, size_t max);
};
extern const struct sb_version_scheme sb_version_alpm, sb_version_apk;
extern const struct sb_version_scheme sb_version_deb, sb_version_rpm, sb_version_semver, sb_version_pep440,
    sb_version_generic;

/* By purl type; sb_version_generic (numbers and letters by runs) for types without a scheme of their own yet. */
const struct sb_version_scheme *sb_version_scheme_of(sb_str purl_type);
/* A digest or a commit: "sha256:...", hexadecimal digits of the length of a digest, an address that ends in "#COMMIT".
 */
bool sb_version_is_address(sb_str version);
/* Not where one is such an address, or both are abbreviated commits: a step between them is OTHER. */
bool sb_versions_have_order(sb_str a, sb_str b);
enum sb_step sb_version_step(const struct sb_version_scheme *scheme, sb_str older, sb_str newer);

#endif
