/* What a value of a document consists of, one level at a time, and how equal values are told: by their canonical
 * spelling. Private to this folder.
 *
 * Of a text, a number, true, false and null that is its JSON without white space and needless escapes, a number as it
 * was written. Of an object and of a list it is 64 hex digits: the SHA-256 of what stands in it, spelled so and joined
 * by commas in braces or brackets, each member being its name, a colon and its value, sorted by bytes. The elements of
 * a list are sorted, too, but where their order is what the list says. So white space, the order of
 * members and that of sets do not count, and a row is told by its digest wherever it stands. */
#ifndef SB_DELTA_PARTS_H
#define SB_DELTA_PARTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/mem.h"
#include "text/json_read.h"

enum {
    SB_HEX_MAX = 2 * SB_SHA256_BYTES,
    SB_PARTS_MAX = 1 << 24, /* values in one, and those that are open at once: more are refused */
};

struct sb_part {
    sb_str name;  /* of a member; of an element of a list its p is NULL */
    sb_str text;  /* the value as it stands in the document */
    sb_str canon; /* its canonical spelling */
    uint64_t nth; /* of an element: so many before it are spelled alike */
};
struct sb_parts {
    bool object; /* else a list */
    SB_VEC(struct sb_part) rows;
};

/* What takes texts apart. Spellings and names of parts live as long as it does. */
struct sb_splitter {
    struct sb_json *json;
    struct sb_sha256 *sha256;
    struct sb_buf bytes; /* spellings of what is open */
    SB_VEC(struct sb_span) spans;
    bool over; /* there were too many */
    struct sb_arena arena;
};
struct sb_span { /* of BYTES */
    size_t at, n;
};

void sb_splitter_begin(struct sb_splitter *split);
void sb_splitter_done(struct sb_splitter *split);

/* TEXT, an object or a list, which outlives the parts. SB_E_SYNTAX or SB_E_LIMIT with line and column, as the strict
 * reader of JSON has it; what is a part already cannot fail. PARTS is zeroed; free it also then. */
SB_MUST sb_rc sb_split(struct sb_splitter *split, sb_str text, struct sb_parts *parts, struct sb_err *err);
void sb_parts_done(struct sb_parts *parts);
/* The spelling of all of a document's members but $schema, which is of one encoding alone. */
void sb_parts_digest(struct sb_splitter *split, const struct sb_parts *document, char hex[SB_HEX_MAX + 1]);

/* A key for tables of the parts of one text: of a member by its name, of an element by spelling and number. */
uint64_t sb_part_key(const struct sb_part *part);
bool sb_part_same(const struct sb_part *a, const struct sb_part *b); /* those of one key */
/* Can the part be taken apart itself? */
static inline bool sb_part_opens(const struct sb_part *part)
{
    return part->text.n && (part->text.p[0] == '{' || part->text.p[0] == '[');
}
/* The member NAME of an object, or NULL. */
const struct sb_part *sb_part_get(const struct sb_parts *object, const char *name);
/* What people call a row that is an object: its purl, else its id, else its name; empty for none. */
sb_str sb_row_label(struct sb_splitter *split, sb_str row);

#endif
