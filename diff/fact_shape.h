/* Private to the reader of facts: objects, tuples and lists of plain values, read by tables of their members. All
 * functions give false for JSON of another shape. */
#ifndef SB_DIFF_FACT_SHAPE_H
#define SB_DIFF_FACT_SHAPE_H

#include "base/arena.h"
#include "text/json_read.h"

struct sb_shape_reader {
    struct sb_json *json;
    struct sb_arena *arena;
    size_t command; /* bytes that the command of an execution point may have */
};

enum sb_shape_value { SB_SHAPE_TEXT, SB_SHAPE_COMMAND, SB_SHAPE_NUMBER, SB_SHAPE_MENTION, SB_SHAPE_EXEC_KIND };

/* A member of an object; in a tuple the rows stand in the order of the values. */
struct sb_shape_member {
    const char *name;
    uint8_t type; /* enum sb_shape_value */
    bool must;
    uint16_t offset;
};

struct sb_shape {
    const struct sb_shape_member *members;
    uint16_t n, size;
    bool tuple;
};
extern const struct sb_shape sb_shape_of_text; /* of the elements of a list of texts */
extern const struct sb_shape sb_shape_of_more; /* of {"more":n} */

/* What SB_FACT_LIST gives every list. */
struct sb_shape_list {
    const void *p;
    size_t n;
    uint64_t more;
    const void *rest;
};

/* The member of that name, or NULL. */
const struct sb_shape_member *sb_shape_find(const struct sb_shape *shape, sb_str key);
/* SEEN: a bit for each member, by its place. Are all there that must be? */
bool sb_shape_has_all(const struct sb_shape *shape, uint32_t seen);

/* The next value, into its place in SLOT. */
bool sb_shape_read_value(struct sb_shape_reader *r, const struct sb_shape_member *member, void *slot);
bool sb_shape_read_text(struct sb_shape_reader *r, enum sb_json_event event, sb_str *ret);
/* Behind the beginning of an object. MORE (may be NULL) gets the number of {"more":n}. */
bool sb_shape_read_members(struct sb_shape_reader *r, const struct sb_shape *shape, void *slot, uint64_t *more);
/* Behind the beginning of an array. Later revisions may add values at the end. */
bool sb_shape_read_tuple(struct sb_shape_reader *r, const struct sb_shape *shape, void *slot);
bool sb_shape_read_object(struct sb_shape_reader *r, const struct sb_shape *shape, void *slot);
/* At most CAP elements; 0: any number. */
bool sb_shape_read_list(struct sb_shape_reader *r, const struct sb_shape *shape, size_t cap,
                        struct sb_shape_list *list);

#endif
