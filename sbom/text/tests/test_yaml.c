/* YAML and JSON of people: what is taken, and where what is wrong stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the ones above first */
#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/yaml.h"

static sb_rc parse(sb_str bytes, struct sb_arena *arena, const struct sb_yaml **ret, struct sb_err *err)
{
    struct sb_yaml_text text = {.bytes = bytes, .name = SB_S("f.yaml")};
    return sb_yaml_read(&text, arena, ret, err);
}

/* "{a:[1,2],b:{c:x}}" */
static void put(struct sb_buf *buf, const struct sb_yaml *node)
{
    if (node->kind == SB_YAML_SCALAR_NODE) {
        sb_buf_printf(buf, node->plain ? "%.*s" : "'%.*s'", SB_FMT(node->text));
        return;
    }
    bool map = node->kind == SB_YAML_MAP;
    sb_buf_chr(buf, map ? '{' : '[');
    for (const struct sb_yaml *member = node->first; member; member = member->next) {
        if (map)
            sb_buf_printf(buf, "%.*s:", SB_FMT(member->key));
        put(buf, member);
        if (member->next)
            sb_buf_chr(buf, ',');
    }
    sb_buf_chr(buf, map ? '}' : ']');
}

static void good(const char *text, const char *want)
{
    struct sb_arena arena = {0};
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    const struct sb_yaml *root;
    if (parse(sb_str_of(text), &arena, &root, &err) != SB_OK)
        fail_msg("%s: %u:%u: %s", text, err.line, err.col, err.text);
    put(&buf, root);
    sb_buf_chr(&buf, '\0');
    assert_string_equal(buf.p, want);
    sb_buf_done(&buf);
    sb_arena_done(&arena);
}

static void bad(sb_str text, sb_rc rc, uint32_t line, uint32_t col, const char *part)
{
    struct sb_arena arena = {0};
    struct sb_err err = {0};
    const struct sb_yaml *root;
    assert_int_equal(parse(text, &arena, &root, &err), rc);
    assert_null(root);
    assert_string_equal(err.path, "f.yaml");
    if (!strstr(err.text, part))
        fail_msg("\"%s\" is not in: %s", part, err.text);
    assert_int_equal(err.line, line);
    assert_int_equal(err.col, col);
    sb_arena_done(&arena);
}

static void test_good(void **state)
{
    (void)state;
    good("a: 1\nb: [x, 'y']\nc:\n  - d: e\n    f: g\n  - h\n", "{a:1,b:[x,'y'],c:[{d:e,f:g},h]}");
    good("{\"a\":1,\"b\":[true,null,\"\\u00e9\\/\\n\"],\"c\":{}}", "{a:1,b:[true,null,'\xC3\xA9/\n'],c:{}}");
    good("# only a comment before\nx: two words\n", "{x:two words}");
    good("a:\n", "{a:}");
    good("%YAML 1.1\n---\na: b\n...\n", "{a:b}");
    good("scalar", "scalar");
}

static void test_refused(void **state)
{
    (void)state;
    bad(SB_S(""), SB_E_SYNTAX, 1, 1, "nothing");
    bad(SB_S("# no\n"), SB_E_SYNTAX, 2, 1, "nothing");
    bad(SB_S("a: 1\n---\nb: 2\n"), SB_E_SYNTAX, 2, 1, "second document");
    bad(SB_S("a: &x 1\n"), SB_E_SYNTAX, 1, 4, "anchors");
    bad(SB_S("a: &x [1]\nb: *x\n"), SB_E_SYNTAX, 1, 4, "anchors");
    bad(SB_S("a: !!str 1\n"), SB_E_SYNTAX, 1, 4, "tags");
    bad(SB_S("a: !!python/object:os.system x\n"), SB_E_SYNTAX, 1, 4, "tags");
    bad(SB_S("? [a]\n: 1\n"), SB_E_SYNTAX, 1, 3, "key must be a word");
    bad(SB_S("a: 1\nb: 2\na: 3\n"), SB_E_SYNTAX, 3, 1, "twice, first in line 1");
    bad(SB_S("{\"a\":1,\"a\":2}"), SB_E_SYNTAX, 1, 8, "twice");
    bad(SB_S("a: [1\n"), SB_E_SYNTAX, 2, 1, "");
    bad(SB_S("\xC3\xA9: {\xC3\xA9: 1, \xC3\xA9: 2}"), SB_E_SYNTAX, 1, 13, "twice");
    bad(SB_S("a: \xFF"), SB_E_SYNTAX, 1, 4, "UTF-8");
    bad(SB_S("a: 1\n\tb: 2\n"), SB_E_SYNTAX, 2, 1, "");
    bad(SB_S("a: \x01"), SB_E_SYNTAX, 1, 4, "U+0001");
    /* Ends of lines for libyaml that no page shows: a comment would hide a key. */
    bad(SB_S("a: 1 # x\rb: 2\n"), SB_E_SYNTAX, 1, 9, "U+000D");
    bad(SB_S("a: 1 # x\xC2\x85"
             "b: 2\n"),
        SB_E_SYNTAX, 1, 9, "U+0085");
    bad(SB_S("a: 1 # x\xE2\x80\xA8"
             "b: 2\n"),
        SB_E_SYNTAX, 1, 9, "U+2028");
    bad(SB_S("a: 'x\nb: 2'\n"), SB_E_SYNTAX, 1, 4, "one line");
    bad(SB_S("a: >-\n  b: 2\n"), SB_E_SYNTAX, 1, 4, "one line");
    bad(SB_S("a: x\n  b\n"), SB_E_SYNTAX, 1, 4, "one line");
    bad(SB_S("\"\\x66ail\": 1\n"), SB_E_SYNTAX, 1, 2, "escape");
    bad(SB_S("{\"a\": \"\\u006eone\"}"), SB_E_SYNTAX, 1, 8, "escape");
    good("{\"a\": \"\\u003c2\"}", "{a:'<2'}");
    good("a: 'D:\\xampp\\user'\n", "{a:'D:\\xampp\\user'}"); /* no escape */
    bad(SB_S("a: x\xC2\xA0\n"), SB_E_SYNTAX, 1, 5, "U+00A0");
    bad(SB_S("a: x\xE3\x85\xA4\n"), SB_E_SYNTAX, 1, 5, "U+3164");
    bad(SB_S("a: 1\n# \xE2\x80\xAE"
             "b\n"),
        SB_E_SYNTAX, 2, 3, "U+202E");
    good("a: 1\r\nb: \"\\u202e\"\r\n", "{a:1,b:'\xE2\x80\xAE'}");
}

/* FRONT, then N times EACH, with a number behind it if BEHIND is not NULL. */
static void many(struct sb_buf *buf, const char *front, const char *each, const char *behind, size_t n)
{
    sb_buf_clear(buf);
    sb_buf_str(buf, sb_str_of(front));
    for (size_t i = 0; i < n; i++)
        if (behind)
            sb_buf_printf(buf, "%s%zu%s", each, i, behind);
        else
            sb_buf_str(buf, sb_str_of(each));
}

static void test_bounds(void **state)
{
    struct sb_buf buf = {0};
    (void)state;
    many(&buf, "", "- ", NULL, SB_YAML_DEPTH + 1);
    sb_buf_chr(&buf, 'x');
    bad(sb_buf_all(&buf), SB_E_LIMIT, 1, 2 * SB_YAML_DEPTH + 1, "deeper");
    many(&buf, "", "[", NULL, 100 * 1000);
    bad(sb_buf_all(&buf), SB_E_LIMIT, 1, SB_YAML_DEPTH + 1, "deeper");
    many(&buf, "", "{a: ", NULL, 100 * 1000);
    bad(sb_buf_all(&buf), SB_E_LIMIT, 1, 4 * SB_YAML_DEPTH + 1, "deeper");
    many(&buf, "a:\n", "- x\n", NULL, SB_YAML_NODES);
    bad(sb_buf_all(&buf), SB_E_LIMIT, SB_YAML_NODES - 1, 3, "values");
    many(&buf, "", "k", ": x\n", SB_YAML_MEMBERS + 1);
    bad(sb_buf_all(&buf), SB_E_LIMIT, SB_YAML_MEMBERS + 1, 1, "keys");
    many(&buf, "a: ", "x", NULL, SB_YAML_SCALAR + 1);
    bad(sb_buf_all(&buf), SB_E_LIMIT, 1, 4, "bytes");
    many(&buf, "a: ", "x", NULL, SB_YAML_BYTES);
    bad(sb_buf_all(&buf), SB_E_LIMIT, 0, 0, "larger");
    sb_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
