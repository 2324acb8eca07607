/* The wire format of Protocol Buffers, fields without a meaning (protobuf.dev/programming-guides/encoding). Groups,
 * which proto3 does not have, are refused, as is what no writer makes: field number 0, a varint of more than 64 bits, a
 * length past the end. Nothing is copied: what is read lies in the message. */
#ifndef SB_TEXT_PROTOBUF_H
#define SB_TEXT_PROTOBUF_H

#include "base/buf.h"

enum sb_wire_type {
    SB_WIRE_VARINT = 0,
    SB_WIRE_FIXED64 = 1,
    SB_WIRE_BYTES = 2, /* a text, a message, or packed scalars */
    SB_WIRE_FIXED32 = 5,
};
enum { SB_WIRE_VARINT_MAX = 10, SB_WIRE_NUMBER_MAX = (1 << 29) - 1 };

struct sb_wire_field {
    uint32_t number; /* from 1 */
    uint8_t type;    /* enum sb_wire_type */
    uint64_t value;  /* of the scalars */
    sb_str bytes;    /* of BYTES: its content */
    sb_str raw;      /* all of it, with its key */
};

struct sb_wire {
    sb_str rest;
    const char *wrong; /* NULL, or why the reader stopped before the end; REST begins with the field that is wrong */
};

static inline struct sb_wire sb_wire_of(sb_str message)
{
    return (struct sb_wire){message, NULL};
}
/* False at the end, and where something is wrong. */
SB_MUST bool sb_wire_next(struct sb_wire *wire, struct sb_wire_field *ret_field);
/* The same for packed scalars of one TYPE, without keys. */
SB_MUST bool sb_wire_next_packed(struct sb_wire *wire, enum sb_wire_type type, uint64_t *ret_value);

/* ---- writing, behind what is in BUF ---- */

void sb_wire_put_varint(struct sb_buf *buf, uint64_t value);
void sb_wire_put_fixed(struct sb_buf *buf, enum sb_wire_type type, uint64_t value);
void sb_wire_put_key(struct sb_buf *buf, uint32_t number, enum sb_wire_type type);
void sb_wire_put_bytes(struct sb_buf *buf, uint32_t number, sb_str bytes); /* with its key */
/* A field of bytes whose length is not known yet: what is put between the two is its content. */
SB_MUST size_t sb_wire_begin(struct sb_buf *buf, uint32_t number);
void sb_wire_end(struct sb_buf *buf, size_t begun);

#endif
