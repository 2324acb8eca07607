/* Which member names the open objects have so far, to find one that stands twice. A few names are compared one by one,
 * many are looked up by their hash. Objects open and close like a stack, and so does all memory here. */
#ifndef SB_TEXT_JSON_NAMES_H
#define SB_TEXT_JSON_NAMES_H

#include "base/mem.h"
#include "base/str.h"

enum { SB_NAME_IN_WORDS = 16, SB_NAMES_FEW = 12 };

/* Up to sixteen bytes are all in the words (front, back); the text of a longer name is kept. */
struct sb_name {
    uint64_t front, back;
    size_t n;
    size_t at; /* of the text of a longer one */
};

/* One open object: where its names, its hash slots and its texts begin. */
struct sb_name_set {
    size_t first, first_slot, first_byte;
    size_t slots;  /* a power of two; 0 = still compared one by one */
    uint64_t seen; /* a bit for each name, by a number made of it: most names meet none of their own */
};

struct sb_names {
    SB_VEC(struct sb_name) names; /* of all open objects, the innermost last */
    SB_VEC(uint32_t) slots;       /* number of the name within its object + 1; 0 = free */
    SB_VEC(char) bytes;           /* of long names */
};

void sb_names_init(struct sb_names *names);
void sb_names_done(struct sb_names *names);
void sb_names_clear(struct sb_names *names);
void sb_names_open(const struct sb_names *names, struct sb_name_set *set);
/* SET must be the one that was opened last. */
void sb_names_close(struct sb_names *names, const struct sb_name_set *set);

/* The steps of sb_names_add() that most names need not take. */
void sb_names_keep_bytes(struct sb_names *names, struct sb_name *name, sb_str text);
bool sb_names_meet(struct sb_names *names, struct sb_name_set *set); /* has the last name stood before? */

/* TEXT is the name with its escapes resolved. False if the innermost object has it already. */
static inline SB_MUST bool sb_names_add(struct sb_names *names, struct sb_name_set *set, sb_str text)
{
    size_t n = names->names.n - set->first;
    struct sb_name *name = SB_PUSH(&names->names);
    uint64_t words[2];
    sb_words_of(text.p, text.n, words);
    *name = (struct sb_name){.front = words[0], .back = words[1], .n = text.n};
    if (SB_UNLIKELY(text.n > SB_NAME_IN_WORDS))
        sb_names_keep_bytes(names, name, text);
    uint64_t bit = (uint64_t)1 << ((words[0] + words[1] * 3 + text.n) * 0x9e3779b97f4a7c15u >> 58);
    bool perhaps = (set->seen & bit) || n >= SB_NAMES_FEW;
    set->seen |= bit;
    return !perhaps || !sb_names_meet(names, set);
}

/* Behind a false of sb_names_add(): as if it had not been called. */
static inline void sb_names_take_back(struct sb_names *names)
{
    const struct sb_name *name = &names->names.p[--names->names.n];
    if (name->n > SB_NAME_IN_WORDS)
        names->bytes.n = name->at;
}

#endif
