#include "diff/diff.h"
#include "diff/tests/docs.h"
#include "report/blocks.h"
#include "report/fuzz/page_shape.h"
#include "report/html.h"
#include "report/markdown.h"

static void test_markdown_text(void **state)
{
    static const struct {
        const char *text;
        bool words;
        const char *markdown;
    } rows[] = {
        {"", true, ""},
        {"it runs at every start", true, "it runs at every start"},
        {"a.pth appeared: Python runs it", true, "`a.pth` appeared: Python runs it"},
        {"lib 1.0 -> 1.1", true, "lib `1.0` → `1.1`"},
        {"(2 of 9,723 changed packages did this)", true, "(2 of 9,723 changed packages did this)"},
        {"build-time, isn't it", true, "build-time, isn't it"},
        {"ask @octocat, #1 or GH-1", true, "ask `@octocat`, `#1` or `GH-1`"},
        {"of deadbeef or defaced", true, "of `deadbeef` or `defaced`"},
        {"see https://e.example/ and www.e.example.", true, "see `https://e.example/` and `www.e.example`."},
        {"<b>x</b> [a](b) ![c](d) *e* _f_ :tada:", true, "`<b>x</b>` `[a](b)` `![c](d)` `*e*` `_f_` `:tada`:"},
        {"a  b", true, "a b"},
        {"plain", false, "`plain`"},
        {"a|b", false, "`a`\\|`b`"},
        {"`", false, "\\`"},
        {"``` x", false, "\\`\\`\\`` x`"},
        {"\\|", false, "`\\`\\|"},
        {"a\nb\x1b", false, "`a\\x0Ab\\x1B`"},
        {"\xe2\x80\xae", false, "`\\u{202E}`"},
        {"-->", true, "`-->`"},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf buf = {0};
        sb_markdown_put(&buf, sb_str_of(rows[i].text), rows[i].words, 100);
        sb_buf_chr(&buf, '\0');
        assert_string_equal(buf.p, rows[i].markdown);
        sb_buf_done(&buf);
    }
}

static void test_markdown_is_cut(void **state)
{
    struct sb_buf buf = {0};
    (void)state;
    sb_markdown_put(&buf, SB_S("abcdefghij"), false, 8);
    assert_true(sb_str_eq(sb_buf_all(&buf), SB_S("`abcde`...")));
    sb_buf_clear(&buf);
    sb_markdown_step(&buf, SB_S("aaaaaaaaaaaaaaaaaaaaaaaaa1"), SB_S("aaaaaaaaaaaaaaaaaaaaaaaaa2"), 12);
    assert_true(sb_str_eq(sb_buf_all(&buf), SB_S("...`aaaaaaaa1` → ...`aaaaaaaa2`")));
    sb_buf_done(&buf);
}

static void test_html_text(void **state)
{
    static const struct {
        const char *text, *html;
    } rows[] = {
        {"plain", "plain"},
        {"<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"},
        {"&lt;", "&amp;lt;"},
        {"a\nb", "a\\x0Ab"},
        {"\xe2\x80\xae<", "\\u{202E}&lt;"},
        {"\xff", "\\xFF"},
        {"0123456789012345678901234567", "01234567890123456... (28 bytes)"},
    };
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_buf buf = {0};
        struct sb_err err = {0};
        sb_sink_memory(sink, &buf);
        struct sb_html_page w = {.sink = sink};
        sb_html_text(&w, sb_str_of(rows[i].text), 20);
        assert_int_equal(sb_sink_flush(sink, &err), SB_OK);
        sb_buf_chr(&buf, '\0');
        assert_string_equal(buf.p, rows[i].html);
        sb_buf_done(&buf);
        sb_buf_done(&w.text);
    }
    sb_free(sink);
}

/* ---- whole pages ---- */

enum { MANY = 3000 };

/* Many packages with names that are markup, and the longest of them a megabyte. */
static struct sb_delta *hostile(void)
{
    struct sb_doc *docs[SB_SIDES] = {doc_new("sbom"), doc_new("sbom")};
    struct sb_buf name = {0};
    for (unsigned side = 0; side < SB_SIDES; side++)
        doc_root(docs[side], "</td><script>x</script>", "@1");
    for (unsigned i = 0; i < MANY; i++)
        for (unsigned side = 0; side < SB_SIDES; side++) {
            sb_buf_clear(&name);
            sb_buf_printf(&name, "<b>`|` @octocat #%u\n", i);
            for (unsigned k = 0; i == 7 && k < 1024 * 1024; k++)
                sb_buf_chr(&name, "<|`\\"[k % 4]);
            sb_buf_chr(&name, '\0');
            doc_named(docs[side], name.p, side ? "<2>" : "1");
        }
    sb_buf_done(&name);
    return delta_of(docs[SB_OLD], docs[SB_NEW]);
}

static void put_page(const struct sb_report *report, const struct sb_delta *delta, bool all, struct sb_buf *buf)
{
    const struct sb_report_options options = {.fail_on = SB_LEVEL_LOW,
                                              .source = {SB_S("<old>"), SB_S("|new`")},
                                              .all = all,
                                              .explain = all,
                                              .tool_version = "0.1.0"};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_err err = {0};
    sb_buf_clear(buf);
    sb_sink_memory(sink, buf);
    assert_int_equal(report->write(delta, &options, sink, &err), SB_OK);
    sb_free(sink);
}

static void test_markdown_is_bounded(void **state)
{
    struct sb_delta *delta = hostile();
    struct sb_buf page = {0};
    (void)state;
    assert_int_equal(delta->changes.n, MANY);
    for (unsigned all = 0; all < 2; all++) {
        put_page(&sb_report_markdown, delta, all, &page);
        assert_true(is_markdown(sb_buf_all(&page)));
        assert_int_not_equal(sb_str_find(sb_buf_all(&page), SB_S("**Left out here**")), SB_NPOS);
        assert_int_not_equal(sb_str_find(sb_buf_all(&page), SB_S(" of 3000)")), SB_NPOS);
    }
    sb_buf_done(&page);
    delta_done(delta);
}

static void test_html_has_it_all(void **state)
{
    struct sb_delta *delta = hostile();
    struct sb_buf page = {0};
    (void)state;
    put_page(&sb_report_html, delta, false, &page);
    assert_true(is_html(sb_buf_all(&page)));
    for (unsigned i = 0; i < MANY; i += 500) {
        char name[64];
        snprintf(name, sizeof name, "<code>&lt;b&gt;`|` @octocat #%u\\x0A", i);
        assert_int_not_equal(sb_str_find(sb_buf_all(&page), sb_str_of(name)), SB_NPOS);
    }
    sb_buf_done(&page);
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markdown_text),   cmocka_unit_test(test_markdown_is_cut),
        cmocka_unit_test(test_html_text),       cmocka_unit_test(test_markdown_is_bounded),
        cmocka_unit_test(test_html_has_it_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
