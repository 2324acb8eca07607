#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cjson/cJSON.h>

#include "text/sarif.h"

struct out {
    struct sb_buf buf;
    struct sb_sink sink;
    struct sb_json_out json;
};

static void start(struct out *out)
{
    out->buf = (struct sb_buf){0};
    sb_sink_memory(&out->sink, &out->buf);
}

static cJSON *read_back(struct out *out)
{
    assert_int_equal(sb_sink_flush(&out->sink, NULL), SB_OK);
    sb_buf_chr(&out->buf, '\0');
    cJSON *all = cJSON_Parse(out->buf.p);
    assert_non_null(all);
    sb_buf_done(&out->buf);
    return all;
}

/* What stands at WAY: names and, as digits, numbers of elements. */
static const cJSON *at(const cJSON *item, const char *way)
{
    sb_str rest = sb_str_of(way), part;
    while (sb_str_word(&rest, &part)) {
        char name[64];
        uint64_t i;
        snprintf(name, sizeof name, "%.*s", SB_FMT(part));
        item = sb_str_u64(part, &i) ? cJSON_GetArrayItem(item, (int)i) : cJSON_GetObjectItemCaseSensitive(item, name);
        assert_non_null(item);
    }
    return item;
}

static void writes_a_run(void **state)
{
    (void)state;
    static const char *const tags[] = {"security", NULL};
    static struct out out;
    start(&out);
    sb_sarif_begin(&out.json, &out.sink, "1.2");
    const struct sb_sarif_rule rule = {
        .id = SB_S("R"), .level = sb_sarif_error, .help = SB_S("two\nlines"), .severity = SB_S("9.5"), .tags = tags};
    sb_sarif_rule(&out.json, &rule);
    sb_sarif_invocation(&out.json, &(struct sb_sarif_invocation){.exit = 1, .exit_meaning = SB_S("FAILED")});
    sb_sarif_notify(&out.json, sb_sarif_note, SB_S("told"), "SB1", &(struct sb_sarif_place){.file = SB_S("a:b/c d%")});
    sb_sarif_run(&out.json);
    sb_sarif_results(&out.json);
    sb_json_begin(&out.json, '{');
    sb_sarif_text(&out.json, "message", SB_S("one"));
    sb_sarif_place(&out.json, &(struct sb_sarif_place){
                                  .file = SB_S("x"), .line = 3, .column = 4, .logical = SB_S("/a"), .kind = "k"});
    sb_sarif_fingerprint(&out.json, SB_S("ab"));
    sb_json_end(&out.json);
    sb_json_end(&out.json);
    sb_sarif_end(&out.json);
    cJSON *all = read_back(&out);
    assert_string_equal(at(all, "version")->valuestring, "2.1.0");
    assert_string_equal(at(all, "runs 0 tool driver rules 0 help text")->valuestring, "two\nlines");
    assert_string_equal(at(all, "runs 0 tool driver rules 0 properties tags 0")->valuestring, "security");
    assert_int_equal(at(all, "runs 0 invocations 0 exitCode")->valueint, 1);
    assert_string_equal(
        at(all, "runs 0 invocations 0 toolExecutionNotifications 0 locations 0 physicalLocation artifactLocation uri")
            ->valuestring,
        "a%3Ab/c%20d%25");
    assert_int_equal(at(all, "runs 0 results 0 physicalLocation region startColumn")->valueint, 4);
    assert_string_equal(at(all, "runs 0 results 0 logicalLocations 0 fullyQualifiedName")->valuestring, "/a");
    assert_string_equal(at(all, "runs 0 results 0 partialFingerprints sbomFinding/v1")->valuestring, "ab");
    cJSON_Delete(all);
}

static void says_no_exit_code_where_none_was_given(void **state)
{
    (void)state;
    static struct out out;
    start(&out);
    sb_sarif_begin(&out.json, &out.sink, "1");
    sb_sarif_invocation(&out.json, &(struct sb_sarif_invocation){.exit = -1});
    sb_sarif_run(&out.json);
    sb_sarif_results(&out.json);
    sb_sarif_end(&out.json);
    cJSON *all = read_back(&out);
    assert_null(cJSON_GetObjectItemCaseSensitive(at(all, "runs 0 invocations 0"), "exitCode"));
    cJSON_Delete(all);
}

/* A name is no link, no place of an argument, no second line. */
static void means_nothing_by_a_name(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"a [b] (c) {d}", "a [b] (c) {d}"},
        {"[a](https://e.example)", "\\[a\\](https://e.example)"},
        {"{0} {12} {} {x1}", "{{0}} {{12}} {} {x1}"},
        {"a\nb\xe2\x80\xae", "a\\x0Ab\\u{202E}"},
        {"\xff", "\\xFF"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        static struct out out;
        start(&out);
        sb_json_out(&out.json, &out.sink, false);
        sb_json_begin(&out.json, '{');
        sb_sarif_text(&out.json, "m", sb_str_of(rows[i].text));
        sb_json_end(&out.json);
        cJSON *all = read_back(&out);
        assert_string_equal(at(all, "m text")->valuestring, rows[i].shown);
        cJSON_Delete(all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_a_run),
        cmocka_unit_test(says_no_exit_code_where_none_was_given),
        cmocka_unit_test(means_nothing_by_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
