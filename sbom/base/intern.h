/* Text that is stored once. An id is valid as long as its table; equal ids mean equal bytes. Not for two threads. */
#ifndef SB_BASE_INTERN_H
#define SB_BASE_INTERN_H

#include "base/arena.h"

typedef struct {
    uint32_t v;
} sb_text;

/* Reserved: four ways to say nothing, which a comparison must keep apart from each other. */
#define SB_TEXT_ABSENT ((sb_text){0})      /* the member is not there */
#define SB_TEXT_EMPTY ((sb_text){1})       /* it is there and empty */
#define SB_TEXT_NOASSERTION ((sb_text){2}) /* "no statement" */
#define SB_TEXT_NONE ((sb_text){3})        /* "there is none" */
#define SB_TEXT_WITHHELD ((sb_text){4})    /* known, but not told */

struct sb_intern_slot {
    uint32_t id; /* 0 = free */
    uint32_t hash;
};

/* A text of up to sixteen bytes, as sb_words_of() gives it. */
struct sb_intern_short {
    uint64_t words[2];
    uint32_t n, id;
};

struct sb_intern {
    struct sb_arena arena;
    sb_str *text; /* by id */
    size_t n, cap;
    struct sb_intern_slot *slots; /* open addressing */
    size_t n_slots, slot_mask;
    struct sb_intern_slot *memo;    /* of sb_intern_keep() */
    struct sb_intern_short *shorts; /* found lately: some stand in each component */
};

void sb_intern_init(struct sb_intern *table);
void sb_intern_done(struct sb_intern *table);
sb_text sb_intern(struct sb_intern *table, sb_str s); /* the empty slice gives SB_TEXT_EMPTY */
/* Up to SB_INTERN_MANY at once, for texts in no order: the table's memory is asked for before it is needed. */
enum { SB_INTERN_MANY = 32 };
void sb_intern_many(struct sb_intern *table, const sb_str *texts, size_t n, sb_text *ids);
sb_text sb_intern_find(const struct sb_intern *table, sb_str s); /* SB_TEXT_ABSENT if it was never stored */
/* Stores a text that nobody will look for, and that mostly stands once: a value, an address. Equal ones may have
 * different ids, and may not be found; of those that stand near each other one is stored. */
sb_text sb_intern_keep(struct sb_intern *table, sb_str s);
/* Empty for the reserved ids but NOASSERTION and NONE. */
static inline sb_str sb_intern_str(const struct sb_intern *table, sb_text id)
{
    return table->text[id.v];
}
static inline bool sb_text_eq(sb_text a, sb_text b)
{
    return a.v == b.v;
}
/* True for what holds a value: not one of the reserved ids. */
static inline bool sb_text_set(sb_text t)
{
    return t.v > SB_TEXT_WITHHELD.v;
}

#endif
