/* What the files of the protobuf carrier share. Private to this folder.
 *
 * The ladder: protobuf_in and protobuf_out (documents) know protobuf_cyclonedx (the irregular places), which knows
 * protobuf_take and protobuf_put (messages by the columns of the grammar); these call the irregular places through the
 * table that they are given. What tells of these places, protobuf_places, and what scalars are, protobuf_value, all
 * know, and the filter.
 *
 * Messages are read as their specification wants it: fields in any order; of a scalar given twice the last counts; a
 * message given twice is one message, with the fields of both; of the members of a oneof the last counts; packed or
 * not. Members are given in the order of the rows. What is no value of a row, or no longer one, is a member that no row
 * knows: its name is "#" and the number of the field, its text the hexadecimal digits of the field with its key. It is
 * written back in front of the fields that count. */
#ifndef SB_FORMATS_CARRY_PROTOBUF_H
#define SB_FORMATS_CARRY_PROTOBUF_H

#include "base/sink.h"
#include "carry/hold.h"
#include "carry/protobuf_value.h"
#include "carry/walk.h"
#include "text/protobuf.h"

enum {
    SB_PB_FIRST = 3,          /* CycloneDX has protobuf from 1.3 on */
    SB_PB_ONE_TOOL_SINCE = 5, /* one message of tools, not a list */
    SB_PB_DETAILED_SINCE = 7, /* expressions with details, transforms of IKEv2 as objects */
    SB_PB_IKEV2_OBJECTS = 7,  /* the field of the latter */
    SB_PB_FIRST_WAY = 1,      /* of an object that is one of two messages: bits of `choice`, and fields of the */
    SB_PB_SECOND_WAY = 2,     /* message that holds either */
};

struct sb_pb_quirk; /* in tables by the number of the row */

/* The number of ROW in a message that is the alternative WAY of its object, or of all of it (0). */
uint32_t sb_pb_number(const struct sb_pb_quirk *quirks, const struct sb_member *row, unsigned way);
/* How a value of ROW stands in its field, or in its box, also where its place is a quirk. */
enum sb_pb_kind sb_pb_kind_of(const struct sb_member *row);
/* May a value of ROW be a quirk's? Of texts and words the quirk is that of another encoding, where the place is none.
 */
static inline bool sb_pb_is_irregular(const struct sb_member *row)
{
    return row->quirk && (row->pb_kind == SB_PB_QUIRK || row->kind == SB_MEMBER_OBJECT);
}
/* Is ROW a member of a message of that alternative? */
static inline bool sb_pb_in_way(const struct sb_member *row, unsigned way)
{
    return !way || !row->choice || (row->choice & way);
}

/* ---- irregular places: what tells of them (protobuf_places.c) ---- */

/* Which alternative of its type an object is, as a bit of `choice`; 0: it is not one of several messages. */
unsigned sb_pb_way_of(const struct sb_node *object);
/* Does the member ROW of OBJECT stand in a message that is there only with another member, which OBJECT lacks? */
bool sb_pb_needs_more(const struct sb_node *object, const struct sb_member *row);
/* Has the list ROW, a quirk, a message around it, so that it may be empty? */
bool sb_pb_is_boxed(const struct sb_member *row);
/* Has protobuf one value of the list ROW? */
bool sb_pb_takes_one(const struct sb_dialect *dialect, const struct sb_member *row);
/* The row of a field that is none of its number; NULL: no row has it. */
const struct sb_member *sb_pb_alias(const struct sb_dialect *dialect, const struct sb_object *type, uint32_t number);

/* ---- fields by their rows (protobuf_sort.c) ---- */

struct sb_pb_field {
    struct sb_wire_field wire;
    struct sb_pb_field *next;
};
struct sb_pb_chain {
    struct sb_pb_field *first, *last;
};

/* The fields of a message by their rows, each chain in the order of the message. */
enum { SB_PB_ROWS = 48 }; /* of an object, at most */
struct sb_pb_message {
    const struct sb_object *type;
    unsigned way;
    uint32_t offset;
    struct sb_pb_chain of[SB_PB_ROWS];
    struct sb_pb_chain others; /* that are no values of any row */
    struct sb_pb_chain again;  /* that were, until others came */
};

struct sb_pb_take {
    struct sb_walk *walk;
    struct sb_dialect dialect;
    const struct sb_pb_quirk *quirks;
    const char *begin;  /* of the document */
    unsigned depth;     /* of what is inside one another and gives no events that are */
    struct sb_buf text; /* scratch */

    /* The fields of all messages that are open, in blocks; `spare` is one that is kept for the next. */
    struct sb_pb_block *block, *spare;
    size_t fields; /* in all blocks */
};

/* What a message has added since a mark is forgotten with it. */
struct sb_pb_mark {
    struct sb_pb_block *block;
    size_t n, fields;
};
struct sb_pb_mark sb_pb_mark(const struct sb_pb_take *take);
void sb_pb_forget(struct sb_pb_take *take, struct sb_pb_mark mark);
void sb_pb_take_done(struct sb_pb_take *take);

uint32_t sb_pb_offset(const struct sb_pb_take *take, const struct sb_pb_field *field);
/* Sets the error of the walk: AT is where in the document. False. Whoever goes on is stopped at the end of the object.
 */
bool sb_pb_refuse(const struct sb_pb_take *take, const char *at, const char *wrong);

/* Sees to it that one element does not take more than SB_HOLD_MAX. */
SB_MUST bool sb_pb_fits_memory(const struct sb_pb_take *take);
/* Of int32 and enums the lower 32 bits count. */
uint64_t sb_pb_bits(const struct sb_member *row, uint64_t value);
/* A copy, at the end of CHAIN. Past SB_HOLD_MAX there is none, which sb_pb_sort() and sb_pb_take_others() refuse. */
void sb_pb_add(struct sb_pb_take *take, struct sb_pb_chain *chain, const struct sb_pb_field *field);

/* All false where the walk refused, or the bytes are no message. FIELDS are those of one message: each a part of it. */
SB_MUST bool sb_pb_sort(struct sb_pb_take *take, const struct sb_object *type, unsigned way,
                        const struct sb_pb_field *fields, struct sb_pb_message *ret_message);

/* ---- reading (protobuf_take.c) ---- */

SB_MUST bool sb_pb_take_object(struct sb_pb_take *take, const struct sb_object *type, unsigned way,
                               const struct sb_pb_field *fields);
/* The members of an object, without its begin and end. */
SB_MUST bool sb_pb_take_inside(struct sb_pb_take *take, struct sb_pb_message *message);
/* The member ROW of MESSAGE, if it is there or its absence says something. */
SB_MUST bool sb_pb_take_row(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row);
/* What no row knows. */
SB_MUST bool sb_pb_take_other(struct sb_pb_take *take, const struct sb_pb_field *field, bool given_again);
SB_MUST bool sb_pb_take_others(struct sb_pb_take *take, const struct sb_pb_message *message);
/* One value of ROW; what cannot be one goes to the others of MESSAGE. */
SB_MUST bool sb_pb_take_value(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                              const struct sb_pb_field *fields);
/* The same of an element of a list; packed ones are several. */
SB_MUST bool sb_pb_take_item(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                             const struct sb_pb_field *field);
SB_MUST bool sb_pb_take_text(struct sb_pb_take *take, const struct sb_pb_field *field);
/* The member ROW, whose value is next. */
SB_MUST bool sb_pb_member(struct sb_pb_take *take, const struct sb_member *row, uint32_t offset);
SB_MUST bool sb_pb_begin(struct sb_pb_take *take, enum sb_event_kind kind, uint32_t offset);
SB_MUST bool sb_pb_end(struct sb_pb_take *take, uint32_t offset);
/* Sees to it that FIELDS, parts of a message that holds either of a few, hold one: its number, and it alone in
 * *RET_ONE; 0 for an empty message. False where there is more in it, or something is wrong: then they are among the
 * others. */
SB_MUST bool sb_pb_either(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_pb_field *fields,
                          uint32_t most, uint32_t *ret_number, struct sb_pb_chain *ret_one);

/* ---- writing (protobuf_put.c) ---- */

struct sb_pb_put {
    struct sb_buf *out;
    struct sb_dialect dialect;
    const struct sb_pb_quirk *quirks;
    const uint8_t *order; /* of all rows: those of an object by their numbers */
};

/* The fields of a member: NODE is its value. */
void sb_pb_put_member(const struct sb_pb_put *put, const struct sb_node *node, unsigned way);
/* The same of an object, by the columns alone. */
void sb_pb_put_object(const struct sb_pb_put *put, uint32_t number, const struct sb_node *object, unsigned way);
/* One field of that number for one value. */
void sb_pb_put_value(const struct sb_pb_put *put, uint32_t number, const struct sb_node *node);
/* The members of an object that are of an alternative, in the order of their numbers. */
void sb_pb_put_inside(const struct sb_pb_put *put, const struct sb_node *object, unsigned way);
/* What no row knows; false: it is none of protobuf's. */
bool sb_pb_put_other(const struct sb_pb_put *put, const struct sb_node *node);

/* ---- irregular places: reading and writing (protobuf_cyclonedx.c) ---- */

struct sb_pb_quirk {
    /* Of a member: its whole value and all its fields. NULL: as the columns say. */
    void (*put)(const struct sb_pb_put *put, const struct sb_node *node);
    bool (*take)(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row);
    /* Of one value: one field. FIELDS are parts of it. */
    void (*put_value)(const struct sb_pb_put *put, uint32_t number, const struct sb_node *node);
    bool (*take_value)(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                       const struct sb_pb_field *fields);
    /* Of an element of a list that has more such elements in it. */
    bool (*take_inner)(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                       const struct sb_pb_field *field);
    /* The number of a member in an alternative. */
    uint32_t (*number)(const struct sb_member *row, unsigned way);
};
extern const struct sb_pb_quirk sb_pb_quirks_cyclonedx[];
/* The quirk of licences (protobuf_licences.c). */
void sb_pb_put_licence(const struct sb_pb_put *put, uint32_t number, const struct sb_node *choice);
bool sb_pb_take_licence(struct sb_pb_take *take, struct sb_pb_message *message, const struct sb_member *row,
                        const struct sb_pb_field *fields);
/* That of a member as a whole, or NULL. A scalar has none. */
static inline const struct sb_pb_quirk *sb_pb_quirk_of(const struct sb_pb_quirk *quirks, const struct sb_member *row)
{
    bool whole = row->pb_kind == SB_PB_QUIRK && (row->list || row->kind == SB_MEMBER_OBJECT);
    return whole ? &quirks[row->quirk] : NULL;
}

/* ---- the two halves of the carrier ---- */

void *sb_pb_writer_new(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to);
void sb_pb_writer_free(void *writer);

#endif
