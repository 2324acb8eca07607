/* Content ids: what is the same and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "carry/carrier.h"
#include "carry/content.h"

#define HEAD "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1"

static bool ignore(void *to, const struct sb_event *event)
{
    (void)to;
    (void)event;
    return true;
}

static void id_of(const char *text, char hex[65])
{
    const struct sb_carrier *carrier = text[0] == '<' ? &sb_carrier_xml : &sb_carrier_json;
    struct sb_content *content = sb_content_new(&sb_grammar_cyclonedx);
    struct sb_window input = sb_window_of(sb_str_of(text));
    struct sb_err err = {0};
    struct sb_walk walk;
    sb_walk_init(&walk, &sb_grammar_cyclonedx, sb_content_receiver(content, (struct sb_receiver){.receive = ignore}),
                 &err);
    assert_false(sb_content_id(content, hex));
    assert_int_equal(carrier->read(&input, &walk, &err), SB_OK);
    assert_true(sb_content_id(content, hex));
    sb_walk_done(&walk);
    sb_content_free(content);
}

static void are(bool alike, const char *a, const char *b)
{
    char ids[2][65];
    id_of(a, ids[0]);
    id_of(b, ids[1]);
    if ((strcmp(ids[0], ids[1]) == 0) != alike)
        fail_msg("%s and %s are %s", a, b, alike ? "not alike" : "alike");
}

static const char plain[] = HEAD ",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"version\":\"1\"}]}";

static void the_same_however_it_is_written(void **state)
{
    (void)state;
    are(true, plain,
        "{\"components\" : [ {\"version\":\"1\", \"name\":\"\\u0061\",\"type\":\"library\"} ] ,"
        "\"specVersion\":\"1.4\",\"bomFormat\":\"CycloneDX\"}");
    are(true, plain,
        HEAD ",\"serialNumber\":\"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79\",\"components\":["
             "{\"type\":\"library\",\"name\":\"a\",\"version\":\"1\"}]}");
    are(true, plain,
        "<bom xmlns='http://cyclonedx.org/schema/bom/1.5' version='7'><components><component type='library'>"
        "<name>a</name><version>1</version></component></components></bom>");
    are(true, HEAD ",\"metadata\":{\"timestamp\":\"2026-01-01T00:00:00Z\"}}",
        HEAD ",\"metadata\":{\"timestamp\":\"2027-01-01T00:00:00Z\"}}");
    are(true,
        HEAD
        ",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"evidence\":{\"identity\":{\"field\":\"purl\"}}}]}",
        HEAD
        ",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"evidence\":{\"identity\":[{\"field\":\"purl\"}]}}]}");
}

static void another_where_it_says_something_else(void **state)
{
    (void)state;
    static const char *const others[] = {
        HEAD "}",
        HEAD ",\"components\":[]}",
        HEAD ",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"version\":\"1\"},{}]}",
        HEAD ",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"version\":1}]}",
        HEAD ",\"components\":[{\"type\":\"library\",\"name\":\"a\",\"version\":null}]}",
        HEAD ",\"components\":[{\"type\":\"library\",\"name\":\"1\",\"version\":\"a\"}]}",
        HEAD ",\"services\":[{\"type\":\"library\",\"name\":\"a\",\"version\":\"1\"}]}",
        HEAD ",\"components\":[[{\"type\":\"library\",\"name\":\"a\",\"version\":\"1\"}]]}",
    };
    for (size_t i = 0; i < SB_COUNT(others); i++)
        for (size_t j = 0; j < i; j++)
            are(false, others[i], others[j]);
    for (size_t i = 0; i < SB_COUNT(others); i++)
        are(false, plain, others[i]);
    are(false, HEAD ",\"x\":[\"a\",\"b\"]}", HEAD ",\"x\":[\"b\",\"a\"]}");
    are(false, HEAD ",\"x\":[\"ab\",\"\"]}", HEAD ",\"x\":[\"a\",\"b\"]}");
    are(false, HEAD ",\"ab\":\"\"}", HEAD ",\"a\":\"b\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_however_it_is_written),
                                       cmocka_unit_test(another_where_it_says_something_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
