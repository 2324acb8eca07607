/* What protobuf makes of scalars, which bytes are a document, and which fields of a message count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "carry/carrier.h"
#include "carry/protobuf_value.h"
#include "grammar/cyclonedx.h"

#define T(text) ((sb_str){"" text, sizeof(text) - 1})
#define ROW(name) (&sb_grammar_cyclonedx.members[SB_CDX_ROW_##name])

static void comes_back(const struct sb_member *row, const char *text, const char *expected)
{
    char room[SB_PB_TEXT];
    sb_str spelled = sb_pb_spelled(row, sb_str_of(text), room);
    if (!expected)
        assert_null(spelled.p);
    else if (!sb_str_eq(spelled, sb_str_of(expected)))
        fail_msg("%s comes back as %.*s", text, SB_FMT(spelled));
}

static void test_times(void **state)
{
    (void)state;
    comes_back(ROW(METADATA_TIMESTAMP), "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z");
    comes_back(ROW(METADATA_TIMESTAMP), "2024-02-29t12:00:00.5z", "2024-02-29T12:00:00.500Z");
    comes_back(ROW(METADATA_TIMESTAMP), "2024-02-29T12:00:00.120Z", "2024-02-29T12:00:00.120Z");
    comes_back(ROW(METADATA_TIMESTAMP), "2024-02-29T12:00:00.000001Z", "2024-02-29T12:00:00.000001Z");
    comes_back(ROW(METADATA_TIMESTAMP), "2024-02-29T12:00:00.0000000019Z", "2024-02-29T12:00:00.000000001Z");
    comes_back(ROW(METADATA_TIMESTAMP), "2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z");
    comes_back(ROW(METADATA_TIMESTAMP), "1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z");
    comes_back(ROW(METADATA_TIMESTAMP), "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
    comes_back(ROW(METADATA_TIMESTAMP), "0000-12-31T23:59:59Z", NULL);
    comes_back(ROW(METADATA_TIMESTAMP), "2023-02-29T12:00:00Z", NULL);
    comes_back(ROW(METADATA_TIMESTAMP), "yesterday", NULL);
    comes_back(ROW(PATENT_FILING_DATE), "2024-02-29", "2024-02-29");
    comes_back(ROW(PATENT_FILING_DATE), "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z");
}

static void test_numbers(void **state)
{
    (void)state;
    comes_back(ROW(BOM_VERSION), "1", "1");
    comes_back(ROW(BOM_VERSION), "-1", "-1");
    comes_back(ROW(BOM_VERSION), "1.0", "1");
    comes_back(ROW(BOM_VERSION), "1e2", "100");
    comes_back(ROW(BOM_VERSION), "2147483647", "2147483647");
    comes_back(ROW(BOM_VERSION), "2147483648", NULL);
    comes_back(ROW(BOM_VERSION), "1.5", NULL);
    comes_back(ROW(BOM_VERSION), "1e400", NULL);
    comes_back(ROW(CRYPTO_MATERIAL_SIZE), "9223372036854775807", "9223372036854775807");
    comes_back(ROW(CRYPTO_MATERIAL_SIZE), "-9223372036854775808", "-9223372036854775808");
    comes_back(ROW(CRYPTO_MATERIAL_SIZE), "9223372036854775808", NULL);
    comes_back(ROW(IDENTITY_CONFIDENCE), "0.8", "0.8");
    comes_back(ROW(IDENTITY_CONFIDENCE), "0.123456789", "0.12345679");
    comes_back(ROW(IDENTITY_CONFIDENCE), "1e39", NULL);
    comes_back(ROW(RATING_SCORE), "9.81", "9.81");
    comes_back(ROW(RATING_SCORE), "0.1234567890123456789", "0.12345678901234568");
    comes_back(ROW(RATING_SCORE), "1e39", "1e+39");
}

static void test_which_bytes_are_a_document(void **state)
{
    static const struct {
        sb_str head;
        bool is;
    } heads[] = {
        {T(""), false},
        {T("\x0a\x03"
           "1.6"),
         true},
        {T("\x0a\x03"
           "1.6\x10\x01\x2a\x90\x4e\x08\x01"),
         true}, /* its front */
        {T("\x10\x01\x2a\x02\x08\x01\x0a\x03"
           "1.4"),
         true},
        {T("\x0a\x03"
           "1.9\xf8\x3f\x01"),
         true},
        {T("\xf8\x3f\x01\x0a\x03"
           "1.9"),
         false},
        {T("\x10\x01\x2a\x02\x08\x01"), false},
        {T("\x0a\x08SPDX-2.3"), false},
        {T("\x0d\x03"
           "1.6"),
         false},
        {T("\n{\"bomFormat\":\"CycloneDX\"}"), false},
        {T("\nBuild: a text with 1.6 in it\n"), false},
        {T("\x7f"
           "ELF\x02\x01\x01"),
         false},
        {T("PK\x03\x04"), false},
        {T("\x1f\x8b\x08\x00"), false},
        {T("\xcf\xfa\xed\xfe"), false},
        {T("\x0a\x00\x0a\x00"), false},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(heads); i++)
        if (sb_protobuf_claims(heads[i].head) != heads[i].is)
            fail_msg("head %zu", i);
}

/* ---- events ---- */

static bool put_down(void *to, const struct sb_event *event)
{
    struct sb_buf *told = to;
    if (event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END)
        sb_buf_chr(told, event->kind == SB_EVENT_LIST_END ? ']' : '}');
    else if (event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST)
        sb_buf_printf(told, "%.*s%c", SB_FMT(event->name), event->kind == SB_EVENT_LIST ? '[' : '{');
    else
        sb_buf_printf(told, "%.*s=%.*s ", SB_FMT(event->name), SB_FMT(event->text));
    return true;
}

/* The document begins as all of 1.6 do. */
static void tells(sb_str message, const char *expected)
{
    struct sb_buf told = {0}, input = {0};
    struct sb_err err = {0};
    struct sb_walk walk;
    sb_buf_str(&input, T("\x0a\x03"
                         "1.6"));
    sb_buf_str(&input, message);
    sb_walk_init(&walk, &sb_grammar_cyclonedx, (struct sb_receiver){.receive = put_down, .to = &told}, &err);
    struct sb_window window = sb_window_of(sb_buf_all(&input));
    assert_int_equal(sb_carrier_protobuf.read(&window, &walk, &err), SB_OK);
    sb_walk_done(&walk);
    sb_buf_chr(&told, '\0');
    assert_non_null(strstr(told.p, "{bomFormat=CycloneDX specVersion=1.6 "));
    assert_string_equal(told.p + strlen("{bomFormat=CycloneDX specVersion=1.6 "), expected);
    sb_buf_done(&told);
    sb_buf_done(&input);
}

static void test_which_fields_count(void **state)
{
    (void)state;
    tells(T("\x10\x05"), "version=5 }");
    tells(T("\x2a\x06\x08\x03\x42\x02\x61\x62"), "components[components{type=library name=ab }]}");
    /* No field, and no presence: a name is empty, a type of number 0 is no word. */
    tells(T("\x2a\x00"), "components[components{name= }]}");
    /* Lists apart, in any order; packed or not. */
    tells(T("\x2a\x03\x42\x01"
            "a\x10\x01\x2a\x03\x42\x01"
            "b"),
          "version=1 components[components{name=a }components{name=b }]}");
    tells(T("\x52\x07\x30\x4f\x32\x03\x93\x06\x14"),
          "vulnerabilities[vulnerabilities{cwes[cwes=79 cwes=787 cwes=20 ]}]}");
    /* Parts of one message; the last of a scalar, the first is told, too. */
    tells(T("\x22\x05\x22\x03\x42\x01"
            "a\x22\x05\x22\x03\x4a\x01"
            "b"),
          "metadata{component{name=a version=b }}}");
    tells(T("\x2a\x06\x1a\x01"
            "a\x1a\x01"
            "b"),
          "components[components{bom-ref=b name= #3=1a0161 }]}");
    /* Unknown numbers, and known ones of another type. */
    tells(T("\x2a\x07\x42\x01"
            "a\x9a\x06\x01x"),
          "components[components{name=a #99=9a060178 }]}");
    tells(T("\x2a\x05\x42\x01"
            "a\x50\x01"),
          "components[components{name=a #10=5001 }]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_which_bytes_are_a_document),
        cmocka_unit_test(test_which_fields_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
