/* Documents of another encoding as canonical JSON: what it says, and on which lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "carry/canonical.h"
#include "text/json_read.h"

/* Gives N bytes at a time. */
struct slow {
    struct sb_stream stream;
    sb_str rest;
    size_t n;
};

static ptrdiff_t give(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct slow *slow = stream->ctx;
    (void)err;
    n = n < slow->n ? n : slow->n;
    n = n < slow->rest.n ? n : slow->rest.n;
    if (n)
        memcpy(p, slow->rest.p, n);
    slow->rest = sb_str_from(slow->rest, n);
    return (ptrdiff_t)n;
}

/* All of the canonical text, of a document that comes N bytes at a time. */
static struct sb_buf canonical_of(sb_str xml, size_t n, struct sb_err *err)
{
    struct slow slow = {{give, &slow}, xml, n};
    struct sb_window input;
    struct sb_buf text = {0};
    sb_window_open(&input, &slow.stream, n, SIZE_MAX);
    struct sb_canonical *canonical = sb_canonical_new(&sb_carrier_xml, &sb_grammar_cyclonedx, &input);
    struct sb_window *window = sb_canonical_text(canonical);
    sb_window_hold(window);
    sb_buf_str(&text, window->bytes);
    *err = window->err;
    sb_canonical_free(canonical);
    sb_window_done(&input);
    return text;
}

static const char document[] = "<?xml version=\"1.0\"?>\n"
                               "<!-- line 2 -->\n"
                               "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\" xmlns:x=\"u\" version=\"1\">\n"
                               "  <components>\n"
                               "    <component type=\"library\" bom-ref=\"a\">\n"
                               "      <name>a</name>\n"
                               "\n"
                               "      <purl>pkg:npm/a@1</purl>\n"
                               "      <x:note>one</x:note>\n"
                               "      <x:note>two</x:note>\n"
                               "    </component>\n"
                               "  </components>\n"
                               "</bom>\n";

static void events_stand_on_their_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
    } wanted[] = {{"specVersion", 3}, {"components", 4}, {"bom-ref", 5}, {"name", 6}, {"purl", 8}};
    struct sb_err err;
    struct sb_buf text = canonical_of(sb_str_of(document), 4096, &err);
    struct sb_json *json = sb_json_new(sb_buf_all(&text), 0);
    size_t found = 0;
    enum sb_json_event event;
    assert_int_equal(err.rc, SB_OK);
    while ((event = sb_json_next(json)) != SB_JSON_DONE) {
        assert_int_not_equal(event, SB_JSON_ERROR);
        if (event != SB_JSON_KEY || found == SB_COUNT(wanted) ||
            !sb_str_eq(sb_json_text(json), sb_str_of(wanted[found].text)))
            continue;
        assert_int_equal(sb_json_line(json), wanted[found].line);
        found++;
    }
    assert_int_equal(found, SB_COUNT(wanted));
    sb_json_free(json);
    sb_buf_done(&text);
}

/* What stands twice has two names: nothing of it is lost, and the text is JSON that every reader takes. */
static void repeated_members_have_names_of_their_own(void **state)
{
    (void)state;
    struct sb_err err;
    struct sb_buf text = canonical_of(sb_str_of(document), 4096, &err);
    assert_true(sb_str_find(sb_buf_all(&text), SB_S("\"{u}note\":\"one\"")) != SB_NPOS);
    assert_true(sb_str_find(sb_buf_all(&text), SB_S("\"{u}note (again 1)\":\"two\"")) != SB_NPOS);
    sb_buf_done(&text);
}

static void pieces_make_the_same_text(void **state)
{
    (void)state;
    struct sb_err err;
    struct sb_buf whole = canonical_of(sb_str_of(document), 4096, &err);
    for (size_t n = 1; n < 40; n++) {
        struct sb_buf text = canonical_of(sb_str_of(document), n, &err);
        assert_int_equal(err.rc, SB_OK);
        assert_true(sb_str_eq(sb_buf_all(&text), sb_buf_all(&whole)));
        sb_buf_done(&text);
    }
    sb_buf_done(&whole);
}

static void errors_keep_their_place(void **state)
{
    (void)state;
    struct sb_err err;
    sb_str whole = sb_str_of(document), cut = sb_str_part(whole, 0, sb_str_find(whole, SB_S("@1")));
    struct sb_buf text = canonical_of(cut, 4096, &err);
    assert_int_equal(err.rc, SB_E_SYNTAX);
    assert_int_equal(err.line, 8);
    assert_string_equal(err.text, "the text ends too early");
    sb_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_stand_on_their_lines),
        cmocka_unit_test(repeated_members_have_names_of_their_own),
        cmocka_unit_test(pieces_make_the_same_text),
        cmocka_unit_test(errors_keep_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
