/* Inside of the summary: lines, runs and entropy of a text, fed in pieces of any size. */
#ifndef SB_SOURCE_MEASURE_H
#define SB_SOURCE_MEASURE_H

#include "source/summary.h"

enum {
    SB_MEASURE_LONG_LINE = 512,     /* runs are looked for in lines of at least so many bytes */
    SB_MEASURE_ENTROPY = 256 * 1024 /* the entropy is that of so many bytes at the front */
};

struct sb_measure {
    uint64_t line;         /* bytes of the line that is still open */
    uint64_t run;          /* base64 characters at its end */
    uint64_t line_run;     /* longest run in it that was closed and beats longest_run */
    uint64_t longest_line; /* of the lines that were closed */
    uint64_t longest_run;
    uint64_t counted;        /* bytes in the tables, at most SB_MEASURE_ENTROPY */
    uint32_t counts[4][256]; /* four tables, so that equal neighbours do not wait for each other */
};

void sb_measure_init(void); /* makes the table of logarithms; once or often, from any thread */
void sb_measure_begin(struct sb_measure *m);
void sb_measure_add(struct sb_measure *m, const char *p, size_t n);
void sb_measure_end(struct sb_measure *m, struct sb_summary *summary);

#endif
