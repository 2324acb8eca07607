/* Building the JSON text of one fact within its bounds. */
#ifndef SB_COLLECT_FACT_JSON_H
#define SB_COLLECT_FACT_JSON_H

#include "base/buf.h"

/* An array: entries past MAX, or past the fact's size, are counted and end as {"more":n}. Entries come in their final
 * order. */
struct sb_fact_list {
    struct sb_buf buf;
    size_t n, max;
    size_t last;   /* where the last entry begins: it is taken back if it passes the bound of a fact */
    size_t room;   /* of what is written behind a list that was cut */
    sb_str rest;   /* then: hexadecimal digest of all that is not in it, or empty */
    uint64_t more; /* complete after sb_fact_list_end() */
};
void sb_fact_list_begin(struct sb_fact_list *list, size_t max);
/* How many entries it keeps, once all were given. */
size_t sb_fact_list_kept(struct sb_fact_list *list);
/* Room for one more entry? If so a comma stands where it must, and the caller appends the entry to list->buf. */
bool sb_fact_list_next(struct sb_fact_list *list);
sb_str sb_fact_list_end(struct sb_fact_list *list);
void sb_fact_list_done(struct sb_fact_list *list);

/* "key": in front of a value, with a comma unless it is the first. */
void sb_fact_key(struct sb_buf *buf, bool first, const char *key);
void sb_fact_text(struct sb_buf *buf, bool first, const char *key, sb_str value);
void sb_fact_hex(struct sb_buf *buf, bool first, const char *key, const uint8_t *bytes, size_t n);
void sb_fact_number(struct sb_buf *buf, bool first, const char *key, uint64_t value);

#endif
