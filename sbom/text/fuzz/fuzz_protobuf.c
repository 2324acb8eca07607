/* The wire of protobuf: fields and what is left behind them are all of the input; written again they are read as the
 * same; packed scalars end where they must. */
#include "text/protobuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void write_again(struct sb_buf *out, const struct sb_wire_field *field)
{
    if (field->type == SB_WIRE_BYTES) {
        size_t begun = sb_wire_begin(out, field->number);
        sb_buf_str(out, field->bytes);
        sb_wire_end(out, begun);
        return;
    }
    sb_wire_put_key(out, field->number, (enum sb_wire_type)field->type);
    if (field->type == SB_WIRE_VARINT)
        sb_wire_put_varint(out, field->value);
    else
        sb_wire_put_fixed(out, (enum sb_wire_type)field->type, field->value);
}

static void unpack(sb_str bytes, enum sb_wire_type type)
{
    struct sb_wire wire = sb_wire_of(bytes);
    uint64_t value;
    size_t n = 0;
    while (sb_wire_next_packed(&wire, type, &value))
        n++;
    must(n <= bytes.n && (wire.wrong || !wire.rest.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str input = sb_str_n((const char *)data, size);
    struct sb_wire wire = sb_wire_of(input), again;
    struct sb_wire_field field, other;
    struct sb_buf out = {0};
    size_t read = 0, n = 0;
    while (sb_wire_next(&wire, &field)) {
        must(field.number && field.number <= SB_WIRE_NUMBER_MAX && field.raw.p == input.p + read);
        read += field.raw.n;
        n++;
        write_again(&out, &field);
        if (field.type == SB_WIRE_BYTES)
            unpack(field.bytes, n & 1 ? SB_WIRE_VARINT : SB_WIRE_FIXED32);
    }
    must(read + wire.rest.n == size && (wire.wrong != NULL) == (wire.rest.n != 0));
    must(out.n <= read);
    again = sb_wire_of(sb_buf_all(&out));
    wire = sb_wire_of(input);
    while (sb_wire_next(&wire, &field))
        must(sb_wire_next(&again, &other) && other.number == field.number && other.type == field.type &&
             other.value == field.value && sb_str_eq(other.bytes, field.bytes));
    must(!sb_wire_next(&again, &other) && !again.wrong);
    sb_buf_done(&out);
    return 0;
}
