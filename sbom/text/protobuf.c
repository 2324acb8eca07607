#include "text/protobuf.h"

enum { TYPE_BITS = 3, TYPE_MASK = 7, GROUP = 3, GROUP_END = 4 };

static bool fail(struct sb_wire *wire, const char *wrong)
{
    wire->wrong = wrong;
    return false;
}

/* Cuts a varint off REST; NULL, or what is wrong with it. */
static const char *cut_varint(sb_str *rest, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (size_t i = 0; i < rest->n; i++) {
        uint64_t byte = (unsigned char)rest->p[i];
        if (i == SB_WIRE_VARINT_MAX - 1 && byte > 1)
            return "a varint of more than 64 bits";
        value |= (byte & 0x7f) << (7 * i);
        if (byte < 0x80) {
            *rest = sb_str_n(rest->p + i + 1, rest->n - i - 1);
            *ret_value = value;
            return NULL;
        }
    }
    return "a varint is cut off";
}

static const char *cut_fixed(sb_str *rest, size_t n, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (rest->n < n)
        return "a number is cut off";
    for (size_t i = 0; i < n; i++)
        value |= (uint64_t)(unsigned char)rest->p[i] << (8 * i);
    *rest = sb_str_n(rest->p + n, rest->n - n);
    *ret_value = value;
    return NULL;
}

static const char *cut_bytes(sb_str *rest, sb_str *ret_bytes)
{
    uint64_t n;
    const char *wrong = cut_varint(rest, &n);
    if (wrong)
        return wrong;
    if (n > rest->n)
        return "a length past the end";
    *ret_bytes = sb_str_n(rest->p, (size_t)n);
    *rest = sb_str_n(rest->p + n, rest->n - (size_t)n);
    return NULL;
}

static const char *cut_value(sb_str *rest, struct sb_wire_field *field)
{
    switch (field->type) {
    case SB_WIRE_VARINT: return cut_varint(rest, &field->value);
    case SB_WIRE_FIXED64: return cut_fixed(rest, 8, &field->value);
    case SB_WIRE_FIXED32: return cut_fixed(rest, 4, &field->value);
    case SB_WIRE_BYTES: return cut_bytes(rest, &field->bytes);
    case GROUP:
    case GROUP_END: return "a group, which proto3 does not have";
    default: return "a wire type that does not exist";
    }
}

bool sb_wire_next(struct sb_wire *wire, struct sb_wire_field *ret_field)
{
    sb_str rest = wire->rest;
    uint64_t key;
    if (!rest.n || wire->wrong)
        return false;
    const char *wrong = cut_varint(&rest, &key);
    if (wrong)
        return fail(wire, wrong);
    if (key >> TYPE_BITS == 0 || key >> TYPE_BITS > SB_WIRE_NUMBER_MAX)
        return fail(wire, "a field number that does not exist");
    *ret_field = (struct sb_wire_field){.number = (uint32_t)(key >> TYPE_BITS), .type = key & TYPE_MASK};
    wrong = cut_value(&rest, ret_field);
    if (wrong)
        return fail(wire, wrong);
    ret_field->raw = sb_str_n(wire->rest.p, wire->rest.n - rest.n);
    wire->rest = rest;
    return true;
}

bool sb_wire_next_packed(struct sb_wire *wire, enum sb_wire_type type, uint64_t *ret_value)
{
    struct sb_wire_field field = {.type = (uint8_t)type};
    if (!wire->rest.n || wire->wrong)
        return false;
    const char *wrong = cut_value(&wire->rest, &field);
    *ret_value = field.value;
    return wrong ? fail(wire, wrong) : true;
}

/* ---- writing ---- */

static size_t encode(uint64_t value, char room[SB_WIRE_VARINT_MAX])
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        room[n++] = (char)(value | 0x80);
    room[n++] = (char)value;
    return n;
}

void sb_wire_put_varint(struct sb_buf *buf, uint64_t value)
{
    char room[SB_WIRE_VARINT_MAX];
    sb_buf_add(buf, room, encode(value, room));
}

void sb_wire_put_fixed(struct sb_buf *buf, enum sb_wire_type type, uint64_t value)
{
    char room[8];
    for (size_t i = 0; i < sizeof room; i++)
        room[i] = (char)(value >> (8 * i));
    sb_buf_add(buf, room, type == SB_WIRE_FIXED32 ? 4 : 8);
}

void sb_wire_put_key(struct sb_buf *buf, uint32_t number, enum sb_wire_type type)
{
    sb_wire_put_varint(buf, (uint64_t)number << TYPE_BITS | type);
}

void sb_wire_put_bytes(struct sb_buf *buf, uint32_t number, sb_str bytes)
{
    sb_wire_put_key(buf, number, SB_WIRE_BYTES);
    sb_wire_put_varint(buf, bytes.n);
    sb_buf_str(buf, bytes);
}

/* One byte is kept for the length, which is enough for most; a longer one moves the content. */
size_t sb_wire_begin(struct sb_buf *buf, uint32_t number)
{
    sb_wire_put_key(buf, number, SB_WIRE_BYTES);
    sb_buf_chr(buf, 0);
    return buf->n;
}

void sb_wire_end(struct sb_buf *buf, size_t begun)
{
    char room[SB_WIRE_VARINT_MAX];
    if (buf->over)
        return;
    size_t n = buf->n - begun, more = encode(n, room) - 1;
    sb_buf_add(buf, room, more);
    if (buf->over)
        return;
    memmove(buf->p + begun + more, buf->p + begun, n);
    memcpy(buf->p + begun - 1, room, more + 1);
}
