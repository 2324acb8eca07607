#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/protobuf.h"

#define T(text) ((sb_str){"" text, sizeof(text) - 1})

/* Puts down the fields of a message: number, type, value. */
static void tells(sb_str message, const char *expected, const char *wrong)
{
    struct sb_wire wire = sb_wire_of(message);
    struct sb_wire_field field;
    struct sb_buf told = {0};
    size_t raw = 0;
    while (sb_wire_next(&wire, &field)) {
        sb_buf_printf(&told, "%u:%u=", field.number, field.type);
        if (field.type == SB_WIRE_BYTES)
            sb_buf_str(&told, field.bytes);
        else
            sb_buf_u64(&told, field.value);
        sb_buf_chr(&told, ' ');
        raw += field.raw.n;
    }
    sb_buf_chr(&told, '\0');
    assert_string_equal(told.p, expected);
    if (wrong)
        assert_string_equal(wire.wrong, wrong);
    else
        assert_null(wire.wrong);
    assert_int_equal(raw + wire.rest.n, message.n);
    assert_false(sb_wire_next(&wire, &field));
    sb_buf_done(&told);
}

static void test_fields(void **state)
{
    (void)state;
    tells(T(""), "", NULL);
    tells(T("\x08\x96\x01"), "1:0=150 ", NULL);
    tells(T("\x12\x07testing"), "2:2=testing ", NULL);
    tells(T("\x0a\x00\x08\x01"), "1:2= 1:0=1 ", NULL);
    tells(T("\x0d\x00\x00\x80\x3f"), "1:5=1065353216 ", NULL);
    tells(T("\x09\x01\x00\x00\x00\x00\x00\x00\x80"), "1:1=9223372036854775809 ", NULL);
    tells(T("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), "1:0=18446744073709551615 ", NULL);
    tells(T("\x08\x80\x80\x00"), "1:0=0 ", NULL); /* longer than it needs to be, as some write it */
    tells(T("\xf8\xff\xff\xff\x0f\x01"), "536870911:0=1 ", NULL);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    tells(T("\x08"), "", "a varint is cut off");
    tells(T("\x08\x01\x08\x80"), "1:0=1 ", "a varint is cut off");
    tells(T("\x80"), "", "a varint is cut off");
    tells(T("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), "", "a varint of more than 64 bits");
    tells(T("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00"), "", "a varint of more than 64 bits");
    tells(T("\x00\x01"), "", "a field number that does not exist");
    tells(T("\x80\x80\x80\x80\x10\x01"), "", "a field number that does not exist");
    tells(T("\x0a\x05test"), "", "a length past the end");
    tells(T("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01t"), "", "a length past the end");
    tells(T("\x0d\x00\x00\x80"), "", "a number is cut off");
    tells(T("\x09\x00\x00\x80"), "", "a number is cut off");
    tells(T("\x0b\x0c"), "", "a group, which proto3 does not have");
    tells(T("\x0c"), "", "a group, which proto3 does not have");
    tells(T("\x0e\x01"), "", "a wire type that does not exist");
    tells(T("\x0f\x01"), "", "a wire type that does not exist");
}

static void test_packed(void **state)
{
    (void)state;
    struct sb_wire wire = sb_wire_of(T("\x01\x96\x01"));
    uint64_t value;
    assert_true(sb_wire_next_packed(&wire, SB_WIRE_VARINT, &value) && value == 1);
    assert_true(sb_wire_next_packed(&wire, SB_WIRE_VARINT, &value) && value == 150);
    assert_false(sb_wire_next_packed(&wire, SB_WIRE_VARINT, &value));
    assert_null(wire.wrong);
    wire = sb_wire_of(T("\x01\x96"));
    assert_true(sb_wire_next_packed(&wire, SB_WIRE_VARINT, &value));
    assert_false(sb_wire_next_packed(&wire, SB_WIRE_VARINT, &value));
    assert_string_equal(wire.wrong, "a varint is cut off");
}

static void test_writing(void **state)
{
    (void)state;
    struct sb_buf buf = {0};
    sb_wire_put_bytes(&buf, 2, T("testing"));
    sb_wire_put_key(&buf, 1, SB_WIRE_VARINT);
    sb_wire_put_varint(&buf, 150);
    sb_wire_put_key(&buf, 3, SB_WIRE_FIXED32);
    sb_wire_put_fixed(&buf, SB_WIRE_FIXED32, 7);
    sb_wire_put_key(&buf, 4, SB_WIRE_FIXED64);
    sb_wire_put_fixed(&buf, SB_WIRE_FIXED64, UINT64_MAX);
    tells(sb_buf_all(&buf), "2:2=testing 1:0=150 3:5=7 4:1=18446744073709551615 ", NULL);
    sb_buf_done(&buf);
}

/* Lengths of one byte, of two and of three, one in the other. */
static void test_lengths(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 127, 128, 129, 16383, 16384, 70000};
    for (size_t i = 0; i < SB_COUNT(lengths); i++) {
        struct sb_buf buf = {0}, text = {0};
        while (text.n < lengths[i])
            sb_buf_chr(&text, 'x');
        size_t outer = sb_wire_begin(&buf, 1), inner = sb_wire_begin(&buf, 300);
        sb_buf_str(&buf, sb_buf_all(&text));
        sb_wire_end(&buf, inner);
        sb_wire_end(&buf, outer);
        struct sb_wire wire = sb_wire_of(sb_buf_all(&buf));
        struct sb_wire_field field;
        assert_true(sb_wire_next(&wire, &field) && field.number == 1 && field.raw.n == buf.n);
        wire = sb_wire_of(field.bytes);
        assert_true(sb_wire_next(&wire, &field) && field.number == 300);
        assert_true(sb_str_eq(field.bytes, sb_buf_all(&text)));
        assert_int_equal(wire.rest.n, 0);
        sb_buf_done(&buf);
        sb_buf_done(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),  cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_packed),
        cmocka_unit_test(test_writing), cmocka_unit_test(test_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
