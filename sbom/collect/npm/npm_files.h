/* The "files" list of a manifest: which files npm packs. Rules of npm-packlist, read generously where its versions
 * differ. */
#ifndef SB_NPM_NPM_FILES_H
#define SB_NPM_NPM_FILES_H

#include "base/mem.h"
#include "npm/npm_manifest.h"

struct sb_npm_pattern {
    sb_str text;   /* lower case, no slash at its ends; empty: everything */
    sb_str below;  /* TEXT and "/" and "**", for what lies in a folder of that name */
    sb_str first;  /* TEXT up to its first slash */
    bool anywhere; /* no slash: a name at any depth that the list leads to */
    bool literal;
};

struct sb_npm_files {
    SB_VEC(struct sb_npm_pattern) patterns;
    SB_VEC(sb_str) always; /* main, browser, bin: paths in lower case */
    size_t bytes;          /* of all patterns: the work that one path makes */
    bool unknown;          /* patterns that were not understood, or too many: no statement */
};

/* Slices lie in ARENA. */
void sb_npm_files_init(struct sb_npm_files *files, const struct sb_npm_manifest *manifest, struct sb_arena *arena);
void sb_npm_files_done(struct sb_npm_files *files);
/* PATH from the package's folder, in lower case. */
bool sb_npm_files_lists(const struct sb_npm_files *files, sb_str path);
bool sb_npm_files_always(const struct sb_npm_files *files, sb_str path);

#endif
