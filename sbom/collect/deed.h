/* What few scripts do: words for what stands in their lines. */
#ifndef SB_COLLECT_DEED_H
#define SB_COLLECT_DEED_H

#include "base/arena.h"

enum {
    SB_DEED_FETCHES = 1,  /* calls a network client */
    SB_DEED_DECODES = 2,  /* calls a decoder */
    SB_DEED_PLANTS = 4,   /* writes to where the system runs or trusts it */
    SB_DEED_PIPES = 8,    /* gives an interpreter what a command writes */
    SB_DEED_ENCODED = 16, /* holds a long encoded text */
    SB_DEED_STRAYS = 32   /* runs what lies where everybody may write */
};
/* The first three, of a line of a maintainer script. */
unsigned sb_deeds_of_line(sb_str line);
/* All but SB_DEED_ENCODED, of a line of what an image runs: asking a server on the same host is no fetching. CODE: the
 * line may be one of a program that a script gives to an interpreter. */
unsigned sb_deeds_of_command(sb_str line, bool code);
/* " fetches pipes": each with a blank before it; empty for none. */
sb_str sb_deeds_text(unsigned deeds, struct sb_arena *arena);

/* The lines of a text that is read in pieces, but for comments; of a very long one piece by piece. Zeroed is fresh.
 * PATHS: the first words that may be paths, each with a newline behind it. */
struct sb_deed_scan {
    unsigned found;
    size_t n, paths_n;
    bool goes_on; /* what is in LINE is no beginning of one */
    bool comment; /* the line that it is of is one */
    bool code;    /* an interpreter was given a program that follows */
    char line[4096], paths[2048];
};
void sb_deed_scan_begin(struct sb_deed_scan *scan);
void sb_deed_scan_add(struct sb_deed_scan *scan, const char *p, size_t n);
unsigned sb_deed_scan_end(struct sb_deed_scan *scan);

#endif
