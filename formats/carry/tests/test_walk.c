#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "carry/carrier.h"

/* Puts down what it receives: kind, the row's owner and name, the place, the text. */
struct scribe {
    struct sb_walk walk;
    struct sb_buf told;
    size_t stop_at; /* events after which it stops; 0: never */
    size_t n;
};

static const char letters[] = {
    [SB_EVENT_OBJECT] = '{',   [SB_EVENT_OBJECT_END] = '}', [SB_EVENT_LIST] = '[',
    [SB_EVENT_LIST_END] = ']', [SB_EVENT_TEXT] = 's',       [SB_EVENT_NUMBER] = 'n',
    [SB_EVENT_TRUE] = 't',     [SB_EVENT_FALSE] = 'f',      [SB_EVENT_NULL] = '0',
};

static bool put_down(void *to, const struct sb_event *event)
{
    struct scribe *scribe = to;
    sb_buf_chr(&scribe->told, letters[event->kind]);
    sb_path_text(&scribe->told, sb_walk_path(&scribe->walk));
    sb_buf_printf(&scribe->told, "%s%s%.*s ", event->row || event->type ? "" : "?", event->text.n ? "=" : "",
                  SB_FMT(event->text));
    return ++scribe->n != scribe->stop_at;
}

static sb_rc read_json(struct scribe *scribe, const char *text, struct sb_err *err)
{
    sb_walk_init(&scribe->walk, &sb_grammar_cyclonedx, (struct sb_receiver){.receive = put_down, .to = scribe}, err);
    struct sb_window input = sb_window_of(sb_str_of(text));
    sb_rc rc = sb_carrier_json.read(&input, &scribe->walk, err);
    sb_walk_done(&scribe->walk);
    return rc;
}

static void tells(const char *text, const char *expected)
{
    struct scribe scribe = {0};
    struct sb_err err = {0};
    assert_int_equal(read_json(&scribe, text, &err), SB_OK);
    sb_buf_chr(&scribe.told, '\0');
    assert_string_equal(scribe.told.p, expected);
    sb_buf_done(&scribe.told);
}

static void refuses(const char *text, sb_rc rc, uint32_t line, uint32_t column, const char *message)
{
    struct scribe scribe = {0};
    struct sb_err err = {0};
    assert_int_equal(read_json(&scribe, text, &err), rc);
    assert_non_null(strstr(err.text, message));
    assert_int_equal(err.line, line);
    assert_int_equal(err.col, column);
    sb_buf_done(&scribe.told);
}

static void gives_rows_and_places(void **state)
{
    (void)state;
    tells("{\"version\":1.0,\"components\":[{\"name\":\"a\",\"hashes\":[]},{}],\"metadata\":{}}",
          "{ nversion=1.0 [components {components[0] scomponents[0].name=a [components[0].hashes "
          "]components[0].hashes }components[0] {components[1] }components[1] ]components {metadata }metadata } ");
}

static void gives_what_no_row_knows(void **state)
{
    (void)state;
    tells("{\"x\":{\"name\":[[1,{\"y\":null}],true]},\"name\":\"b\"}",
          "{ {x? [x.name? [x.name[0]? nx.name[0][0]?=1 {x.name[0][1]? 0x.name[0][1].y? }x.name[0][1]? ]x.name[0]? "
          "tx.name[1]? ]x.name? }x? sname?=b } ");
}

static void chooses_the_row_by_shape(void **state)
{
    (void)state;
    tells("{\"metadata\":{\"tools\":[{\"vendor\":\"v\"}]},\"components\":{\"a\":1},\"version\":\"1\"}",
          "{ {metadata [metadata.tools {metadata.tools[0] smetadata.tools[0].vendor=v }metadata.tools[0] "
          "]metadata.tools }metadata {components? ncomponents.a?=1 }components? sversion?=1 } ");
    tells("{\"metadata\":{\"tools\":{\"components\":[3]}}}",
          "{ {metadata {metadata.tools [metadata.tools.components nmetadata.tools.components[0]?=3 "
          "]metadata.tools.components }metadata.tools }metadata } ");
}

static void refuses_what_it_must(void **state)
{
    (void)state;
    refuses("{\"a\":1,\n\"a\":2}", SB_E_SYNTAX, 2, 1, "twice");
    refuses("[]", SB_E_SYNTAX, 1, 1, "object");
    refuses("{\"a\":tru}", SB_E_SYNTAX, 1, 6, "true");
}

/* Carriers of encodings that do not look for this themselves rely on the walk. */
static void refuses_a_member_twice(void **state)
{
    (void)state;
    struct scribe scribe = {0};
    struct sb_err err = {0};
    struct sb_walk *walk = &scribe.walk;
    sb_walk_init(walk, &sb_grammar_cyclonedx, (struct sb_receiver){.receive = put_down, .to = &scribe}, &err);
    assert_true(sb_walk_value(walk, SB_EVENT_OBJECT, SB_STR_NONE, 1, 1));
    assert_true(sb_walk_member(walk, SB_S("version"), NULL, 1, 2));
    assert_true(sb_walk_value(walk, SB_EVENT_NUMBER, SB_S("1"), 1, 3));
    assert_false(sb_walk_member(walk, SB_S("version"), NULL, 7, 4));
    assert_string_equal(err.text, "the member \"version\" stands twice in one object");
    assert_int_equal(err.line, 7);
    sb_walk_done(walk);
    sb_buf_done(&scribe.told);
}

static void bounds_the_depth(void **state)
{
    (void)state;
    struct sb_buf text = {0};
    for (int i = 0; i < SB_WALK_DEPTH + 1; i++)
        sb_buf_str(&text, SB_S("{\"components\":"));
    sb_buf_chr(&text, '\0');
    refuses(text.p, SB_E_LIMIT, 1, SB_WALK_DEPTH * 14 + 1, "SB_WALK_DEPTH");
    sb_buf_done(&text);
}

static void stops_where_the_receiver_stops(void **state)
{
    (void)state;
    struct scribe scribe = {.stop_at = 2};
    struct sb_err err = {0};
    read_json(&scribe, "{\"version\":1,\"x\":2", &err);
    assert_int_equal(scribe.n, 2);
    sb_buf_done(&scribe.told);
}

static void writes_places(void **state)
{
    (void)state;
    struct sb_path path = {0};
    struct sb_buf buf = {0};
    *SB_PUSH(&path.steps) = (struct sb_step){SB_S("a/b~c"), 0};
    *SB_PUSH(&path.steps) = (struct sb_step){SB_STR_NONE, 12};
    *SB_PUSH(&path.steps) = (struct sb_step){SB_S(""), 0};
    sb_path_pointer(&buf, &path);
    sb_buf_chr(&buf, ' ');
    sb_path_text(&buf, &path);
    sb_buf_chr(&buf, ' ');
    sb_path_place(&buf, &path);
    sb_buf_chr(&buf, '\0');
    assert_string_equal(buf.p, "/a~1b~0c/12/ a/b~c[12]. a/b~c[].");
    sb_buf_done(&buf);
    sb_free(path.steps.p);
}

static sb_rc version_of(const char *text, uint8_t *ret_minor, struct sb_err *err)
{
    struct sb_window input = sb_window_of(sb_str_of(text));
    return sb_carrier_json.version(&sb_grammar_cyclonedx, &input, ret_minor, err);
}

static void knows_the_version(void **state)
{
    (void)state;
    struct sb_err err = {0};
    uint8_t minor = 0;
    assert_int_equal(version_of("{\"a\":[1],\"specVersion\":\"1.5\"", &minor, &err), SB_OK);
    assert_int_equal(minor, 5);
    assert_int_equal(version_of("{\"specVersion\":\"1.10\"}", &minor, &err), SB_E_UNSUPPORTED);
    err = (struct sb_err){0};
    assert_int_equal(version_of("{\"specVersion\":1}", &minor, &err), SB_E_SYNTAX);
    err = (struct sb_err){0};
    assert_int_equal(version_of("{\"specVersion\"", &minor, &err), SB_E_SYNTAX);
    err = (struct sb_err){0};
    assert_int_equal(version_of("7", &minor, &err), SB_E_SYNTAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_rows_and_places),
        cmocka_unit_test(gives_what_no_row_knows),
        cmocka_unit_test(chooses_the_row_by_shape),
        cmocka_unit_test(refuses_what_it_must),
        cmocka_unit_test(refuses_a_member_twice),
        cmocka_unit_test(bounds_the_depth),
        cmocka_unit_test(stops_where_the_receiver_stops),
        cmocka_unit_test(writes_places),
        cmocka_unit_test(knows_the_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
