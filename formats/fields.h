/* Field tables: one row for each member of an object, in the order of the schema. They drive reader and writer of a
 * format; what is irregular is a pair of named functions in the row. Columns for other encodings (XML name, protobuf
 * number) go behind the ones here. */
#ifndef SB_FORMATS_FIELDS_H
#define SB_FORMATS_FIELDS_H

#include "model/doc.h"

struct sb_reading;
struct sb_writing;
struct sb_field_row;

enum sb_field_shape {
    SB_SHAPE_SLOT,      /* a string, in struct sb_component at `slot` */
    SB_SHAPE_ATTRIBUTE, /* a string, an attribute of the field `slot` */
    SB_SHAPE_CODEC,     /* whatever the functions make of it */
    SB_SHAPE_ELEMENTS,  /* the same, for an array whose elements are kept raw one by one where the model does not take
                           them */
    SB_SHAPE_RAW,       /* kept as JSON text at its owner, and written back */
};

/* What a difference in it means (the classes of the diff). */
enum sb_compare { SB_COMPARE_NONE, SB_COMPARE_IDENTITY, SB_COMPARE_SOFTWARE, SB_COMPARE_TERMS, SB_COMPARE_DESCRIPTION };

/* Called behind the member's key: must take the value. False on a JSON error only. */
typedef bool sb_read_fn(struct sb_reading *reading, const struct sb_field_row *row, sb_comp owner);
/* Writes the member, key and value, or nothing. */
typedef void sb_write_fn(struct sb_writing *writing, const struct sb_field_row *row, sb_comp owner);

struct sb_field_row {
    const char *key;
    uint8_t key_n;        /* its bytes */
    uint8_t shape;        /* enum sb_field_shape */
    uint8_t compare;      /* enum sb_compare */
    uint8_t since, until; /* minor version that brought it, and the last that has it (0: not removed yet) */
    uint16_t slot;
    sb_read_fn *read;
    sb_write_fn *write;
};

/* One object of a specification. Raw members are stored under PREFIX and their key, because several objects have no
 * owner of their own but the document. */
struct sb_field_table {
    const char *prefix;
    const struct sb_field_row *rows;
    size_t n;
};

static inline bool sb_field_in(const struct sb_field_row *row, unsigned minor)
{
    return minor >= row->since && (!row->until || minor <= row->until);
}
/* Rows that were found before, by a number made of table and key. Zeroed: none. */
struct sb_field_memo {
    struct {
        const struct sb_field_table *table;
        const struct sb_field_row *row;
    } known[256];
};
/* The row of a member, NULL if there is none. MEMO may be NULL. */
const struct sb_field_row *sb_field_find(const struct sb_field_table *table, sb_str key, struct sb_field_memo *memo);

#endif
