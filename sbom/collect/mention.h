/* Which modules a source file names: the package part of what is quoted behind require(, import, from and import(, and
 * in configuration files every quoted text. Only hashes are kept: the question asked later is "does any file mention
 * NAME?". A text search, no parser: a comment counts. */
#ifndef SB_COLLECT_MENTION_H
#define SB_COLLECT_MENTION_H

#include "base/arena.h"
#include "base/mem.h"

struct sb_mentions {
    uint32_t *hashes; /* sorted, each once */
    uint32_t n;
};

/* What is kept of what stands before a quote, and how much of a configuration file is searched: what is larger is data.
 */
enum { SB_MENTION_BEFORE = 16, SB_MENTION_CONFIGURATION = 64 * 1024 };

/* Names that somebody will ask for, by hash: others may be among them. */
struct sb_mention_set {
    uint64_t bits[1024];
};
void sb_mention_set_add(struct sb_mention_set *set, uint32_t hash);

struct sb_mention_scan {
    const struct sb_mention_set *asked; /* what is kept; NULL: all names */
    bool every_quote;                   /* a configuration file */
    char quote;                         /* open quote, or 0 */
    uint32_t seen;                      /* bytes of the quoted text so far */
    size_t left;                        /* bytes of a configuration file that are still searched */
    char text[256];
    char before[SB_MENTION_BEFORE]; /* the last bytes before a quote, newest last; blanks left out */
    uint32_t recent[256];           /* found before, by their last bits: configuration repeats itself */
    SB_VEC(uint32_t) found;
};

uint32_t sb_mention_hash(sb_str name);
/* True for files worth searching, by name. */
bool sb_mention_wanted(sb_str name, bool *ret_every_quote);
void sb_mention_begin(struct sb_mention_scan *scan, bool every_quote);
void sb_mention_add(void *scan, const char *p, size_t n); /* a sb_tap */
/* The same for what is Python: what it imports. The last piece is empty. */
bool sb_mention_is_python(sb_str name);
void sb_mention_python_add(struct sb_mention_scan *scan, const char *p, size_t n);
struct sb_mentions sb_mention_end(struct sb_mention_scan *scan, struct sb_arena *arena);
bool sb_mentions_have(const struct sb_mentions *mentions, uint32_t hash);

#endif
