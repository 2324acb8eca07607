/* The header of an rpm package, as its package database keeps it and as it stands in a package file behind eight bytes
 * more: two numbers of 32 bits, an index of 16 bytes an entry (tag, type, offset, count) and the data; big-endian.
 * ("RPM V4 Package format" in rpm's documentation.) */
#ifndef SB_TEXT_RPM_HEADER_H
#define SB_TEXT_RPM_HEADER_H

#include "base/arena.h"

struct sb_rpm_entry {
    uint32_t tag;
    uint8_t type; /* 1 to 9 of the format */
    uint32_t count;
    sb_str data; /* all of it, checked: numbers are all there, and so are texts with the NUL behind each */
};
struct sb_rpm_header {
    struct sb_rpm_entry *entries; /* in the order of the index */
    size_t n;
    unsigned bad; /* entries that were left out: no such type, data outside or within another's, a text without end */
};

/* Entries lie in ARENA, what they say in BLOB. NULL, or why it is no header at all. */
const char *sb_rpm_header(sb_str blob, struct sb_arena *arena, struct sb_rpm_header *ret_header);

/* NULL if there is none. What an installation adds stands behind the package's own and counts before it. */
const struct sb_rpm_entry *sb_rpm_find(const struct sb_rpm_header *header, uint32_t tag);
/* The text, or the first of several: of the languages of a text the first is the one without translation. Empty if
 * there is none. */
sb_str sb_rpm_text(const struct sb_rpm_header *header, uint32_t tag);
/* The texts of a tag, in ARENA; RET_N 0 if there are none. At most SB_RPM_TEXTS: the entry's count may be larger. */
enum { SB_RPM_TEXTS = 1 << 20 };
sb_str *sb_rpm_texts(const struct sb_rpm_header *header, uint32_t tag, struct sb_arena *arena, size_t *ret_n);
/* Number I of a tag; false if it has no numbers, or not so many. ENTRY may be NULL. */
bool sb_rpm_number(const struct sb_rpm_entry *entry, size_t i, uint64_t *ret_number);

#endif
