/* Which member names the open objects have so far, to find one that stands twice. A few names are compared one by one,
 * many are looked up by their hash. Objects open and close like a stack, and so does all memory here. Private to this
 * folder. */
#ifndef SB_TEXT_JSON_NAMES_H
#define SB_TEXT_JSON_NAMES_H

#include "base/mem.h"
#include "base/str.h"

/* Up to sixteen bytes are all in the words (front, back); the text of a longer name is kept. */
struct sb_name {
    uint64_t front, back;
    size_t n;
    size_t at; /* of the text of a longer one */
};

/* One open object: where its names, its hash slots and its texts begin. */
struct sb_name_set {
    size_t first, first_slot, first_byte;
    size_t slots; /* a power of two; 0 = still compared one by one */
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
/* TEXT is the name with its escapes resolved. False if the innermost object has it already. */
SB_MUST bool sb_names_add(struct sb_names *names, struct sb_name_set *set, sb_str text);

#endif
