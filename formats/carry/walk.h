/* Between a carrier and its receiver, once for all encodings: finds the row of each member, keeps depth and place, and
 * refuses a member that stands twice in one object. */
#ifndef SB_FORMATS_CARRY_WALK_H
#define SB_FORMATS_CARRY_WALK_H

#include "base/err.h"
#include "carry/event.h"
#include "carry/path.h"

enum { SB_WALK_DEPTH = 256 }; /* open objects and lists, the document among them */

/* An open object or list, and where in it the walk is. */
struct sb_frame {
    const struct sb_object *type; /* of an object, where a row knows it */
    const struct sb_member *row; /* the first of the member's rows: of an object the member whose value comes next, of a
                                    list the member that it is the value of */
    size_t name_at, name_n;      /* the member that no row knows: its name among `names` */
    uint64_t seen[2];            /* of an object: a bit for each row of its type */
    uint64_t index;              /* of a list: the element that comes next */
    bool list;
};

enum sb_odd {
    SB_ODD_PLACE,   /* an element where the schema wants none */
    SB_ODD_INSIDE,  /* an element or attribute inside of an element that has a text alone */
    SB_ODD_LACKING, /* an attribute that its element must have, and has not */
    SB_ODD_AGAIN,   /* protobuf: a field that does not count, since it was given again; its line is its offset */
};

struct sb_walk {
    const struct sb_grammar *grammar;
    struct sb_receiver to;
    struct sb_err *err;
    SB_VEC(struct sb_frame) frames;
    SB_VEC(char) names; /* of open members that no row knows */
    struct sb_path path;

    /* What no event says, for a receiver that judges encodings: the member stands in or at the element of a scalar
     * beside it (XML), or does not count (protobuf); and what else is odd about an element, attribute or field NAME, if
     * somebody asks. */
    bool extra;
    void (*odd)(void *to, enum sb_odd what, const char *name, uint32_t line);
    uint32_t column; /* of the element that is taken, for all that is given without a column of its own; 0: not known */
};

void sb_walk_init(struct sb_walk *walk, const struct sb_grammar *grammar, struct sb_receiver to, struct sb_err *err);
void sb_walk_done(struct sb_walk *walk);

/* In an object, before each value: the member that it is of. ROW where the carrier knows it, else NULL: looked up by
 * NAME. The place is for messages. False: refused, the error is set. */
SB_MUST bool sb_walk_member(struct sb_walk *walk, sb_str name, const struct sb_member *row, uint32_t line,
                            uint32_t column);
/* A member that no row is to be looked for. */
SB_MUST bool sb_walk_other(struct sb_walk *walk, sb_str name, uint32_t line, uint32_t column);
/* A value, or the beginning of an object or a list. */
SB_MUST bool sb_walk_value(struct sb_walk *walk, enum sb_event_kind kind, sb_str text, uint32_t line, uint32_t column);
/* The end of the innermost object or list. */
SB_MUST bool sb_walk_end(struct sb_walk *walk, uint32_t line, uint32_t column);

/* While an event is received: the place of its value. Valid until the walk goes on. */
const struct sb_path *sb_walk_path(struct sb_walk *walk);

#endif
