/* What is known to be harmless, or known to be usual: start-up files, and commands that build a native addon. A name
 * alone excuses nothing: a start-up file needs its owner and the digest of the whole file, or a grammar of the whole
 * file that leaves no room for anything else. */
#ifndef SB_DIFF_ALLOW_H
#define SB_DIFF_ALLOW_H

#include "diff/fact.h"

/* By digest. Written by sbom/scripts/make-allow-list. */
struct sb_allow_file {
    const char *name;   /* of the file */
    const char *owner;  /* package, as PEP 503 spells it, "#" for digits and dots; "" for a file of nobody */
    const char *sha256; /* of the whole file */
    const char *source; /* releases that install it */
};
extern const struct sb_allow_file sb_allow_files[];
extern const size_t sb_allow_file_count;

/* By a grammar of the whole file: "%" stands for one and the same identifier; where `dots` says so, for names with dots
 * and commas between them. */
struct sb_allow_line {
    const char *name; /* of the file; "*" before a suffix */
    const char *line;
    bool dots;
    bool label; /* no line of the file, but what the collector says of a file that follows a grammar to its end */
    bool local; /* what it imports lies in the same folder and is as good as the folder: only a lower weight */
    const char *source;
};
extern const struct sb_allow_line sb_allow_lines[];
extern const size_t sb_allow_line_count;

/* Scripts that enter an environment, as the tools write them that make environments. Written by
 * sbom/scripts/make-activate-list. */
struct sb_allow_activate {
    const char *name;   /* of the file */
    const char *sha256; /* of its text without the environment's own path */
    const char *source; /* tools that write it */
};
extern const struct sb_allow_activate sb_allow_activates[];
extern const size_t sb_allow_activate_count;
bool sb_allowed_activate(sb_str name, sb_str sha256);

/* Commands of every system, which people and scripts call without thinking. Written by sbom/scripts/make-command-list.
 */
extern const char *const sb_allow_commands[];
extern const size_t sb_allow_command_count;
bool sb_known_command(sb_str name);

enum sb_allowed {
    SB_ALLOWED_NOT,
    SB_ALLOWED_LOCAL, /* its form is known; the code that it runs is not */
    SB_ALLOWED
};
/* OWNER: package; empty for a file of nobody. */
enum sb_allowed sb_allowed_start_up(sb_str owner, const struct sb_fact_exec *exec);
/* Whether a file of this name runs at every start where it is what it says it is: any other content is an attack. */
bool sb_allowed_name(sb_str owner, sb_str name);

/* Fetches or builds a native addon and does nothing else, by a grammar of the whole command. */
bool sb_allowed_builder(sb_str command);
/* A command of binding.gyp that only asks for folders, flags or versions. */
bool sb_allowed_query(sb_str command);
/* A package, name with scope, that is known for this install command: says nothing of what the file behind it does. */
bool sb_known_hook(sb_str name, sb_str command);

#endif
