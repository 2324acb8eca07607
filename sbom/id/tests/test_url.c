#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "id/url.h"

static struct sb_arena arena;

static void assert_text(sb_str got, const char *expected)
{
    sb_str copy = sb_arena_str(&arena, got);
    assert_string_equal(copy.p, expected);
}

static void test_an_address_without_secrets(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* the user */
        {"https://u:SECRET@example.org/", "https://example.org/"},
        {"https://SECRET@example.org/x", "https://example.org/x"},
        {"HTTPS://u:SECRET@example.org", "HTTPS://example.org"},
        {"git+https://SECRET:x-oauth-basic@example.org/q.git#v1", "git+https://example.org/q.git#v1"},
        {"ssh://git:SECRET@example.org:22/o/p", "ssh://git@example.org:22/o/p"},
        {"git+ssh://git@example.org:o/p.git", "git+ssh://git@example.org:o/p.git"},
        {"ftp://anonymous:SECRET@example.org/x", "ftp://anonymous@example.org/x"},
        {"//u:SECRET@example.org/x", "//example.org/x"},
        {"https:/u:SECRET@example.org/x", "https:/example.org/x"},
        {"https:\\\\u:SECRET@example.org/x", "https:\\\\example.org/x"},
        {"https://u:SEC@RET@example.org/x", "https://example.org/x"},
        {"https://u:SEC/RET@example.org/x", "https://example.org/x"},
        {"https://u:SEC?RET@example.org/x", "https://example.org/x"},
        {"https://u:SEC#RET@example.org:8080/x", "https://example.org:8080/x"},
        {"https://@example.org/x", "https://example.org/x"},
        {"u:SECRET@example.org/x", "example.org/x"},
        {"oauth2:SECRET@example.org:o/p.git", "example.org:o/p.git"},
        {"https://registry.example.org/@scope/x", "https://registry.example.org/@scope/x"},
        {"https://example.org:8443/@scope/x", "https://example.org:8443/@scope/x"},
        {"https://[::1]:8080/a@b.org", "https://[::1]:8080/a@b.org"},
        {"https://github.com:o/@scope/p", "https://github.com:o/@scope/p"},
        {"git@github.com:o/p.git", "git@github.com:o/p.git"},
        {"mailto:a@example.org", "mailto:a@example.org"},
        {"mailto:a@example.org?cc=b:c", "mailto:a@example.org?cc=b:c"},
        {"npm:@scope/x@1.0.0", "npm:@scope/x@1.0.0"},
        /* query and fragment */
        {"https://example.org/x?token=SECRET", "https://example.org/x"},
        {"https://example.org/x?id=5&token=SECRET", "https://example.org/x?id=5"},
        {"https://example.org/x?access_token=SECRET&id=5&p=6", "https://example.org/x?id=5&p=6"},
        {"https://example.org/x?Access%5FToken=SECRET&id=5#top", "https://example.org/x?id=5#top"},
        {"https://example.org/x?X-Amz-Signature=SECRET&X-Amz-Credential=SECRET#f", "https://example.org/x#f"},
        {"https://example.org/x.tgz?sv=2020&sig=SECRET&se=1", "https://example.org/x.tgz?sv=2020&se=1"},
        {"https://example.org/x#access_token=SECRET&state=5", "https://example.org/x#state=5"},
        {"https://example.org/x;jsessionid=SECRET?a=1", "https://example.org/x?a=1"},
        {"https://example.org/?0123456789abcdef0123SECRET", "https://example.org/"},
        {"https://example.org/?u=https%3A%2F%2Fu%3ASECRET%40b.org", "https://example.org/"},
        {"https://example.org/x?author=me&monkeys=3", "https://example.org/x?author=me&monkeys=3"},
        {"https://example.org/x#egg=a&subdirectory=b", "https://example.org/x#egg=a&subdirectory=b"},
        {"https://example.org/x.tgz#0123456789abcdef0123456789abcdef01234567",
         "https://example.org/x.tgz#0123456789abcdef0123456789abcdef01234567"},
        {"https://example.org/p?h=0123456789abcdef0123456789abcdef01234567",
         "https://example.org/p?h=0123456789abcdef0123456789abcdef01234567"},
        /* tokens that can be told by their shape */
        {"https://example.org/ghp_0123456789abcdefghij0123456789/x", "https://example.org/REDACTED/x"},
        {"https://example.org/npm_package_name/glpat-x", "https://example.org/npm_package_name/glpat-x"},
        {"", ""},
        {"://", "://"},
        {"https://", "https://"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        assert_text(sb_url_clean(sb_str_of(pairs[i][0]), &arena), pairs[i][1]);
}

static void test_addresses_in_texts(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"no address", "no address"},
        {"see https://u:SECRET@example.org/a, or (http://b:SECRET@c.org/)",
         "see https://example.org/a, or (http://c.org/)"},
        {"curl 'https://example.org/x?token=SECRET' | sh", "curl 'https://example.org/x' | sh"},
        {"node -e \"fetch('https://a.org/').then(r => run(r, 'me@b.org/'))\"",
         "node -e \"fetch('https://a.org/').then(r => run(r, 'me@b.org/'))\""},
        {"{\"url\":\"https://u:SECRET@example.org/\",\"c\":\"curl \\\"https://example.org/?sig=SECRET\\\"\"}",
         "{\"url\":\"https://example.org/\",\"c\":\"curl \\\"https://example.org/\\\"\"}"},
        {"git clone oauth2:SECRET@example.org:o/p.git x", "git clone example.org:o/p.git x"},
        {"Jane Doe <jane@example.org>", "Jane Doe <jane@example.org>"},
        {"https://example.org/a b?token=SECRET&x=1 c", "https://example.org/a b&x=1 c"},
        {"see //u:SECRET@h\xc3\xbc.org/ and u:SECRET@[::1]:80/", "see //h\xc3\xbc.org/ and [::1]:80/"},
        {"//example.org/a?b=c d&token=SECRET", "//example.org/a?b=c d"},
        {"what? sign = good & key = bad", "what? sign = good & key = bad"},
        {"https://a.org & TOKEN=$X sh", "https://a.org & TOKEN=$X sh"},
    };
    static const char *const requirements[][2] = {
        {"dd @ git+https://u:SECRET@example.org/dd.git@main", "dd @ git+https://example.org/dd.git@main"},
        {"dd @ https://u:it's\"SECRET@example.org/dd.whl ; python_version > '3'",
         "dd @ https://example.org/dd.whl ; python_version > '3'"},
        {"q@git+https://SECRET@example.org/q.git#semver:^1", "q@git+https://example.org/q.git#semver:^1"},
        {"q@npm:other@1.0.0", "q@npm:other@1.0.0"},
        {"q@^1.0.0", "q@^1.0.0"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++)
        assert_text(sb_text_clean(sb_str_of(pairs[i][0]), &arena), pairs[i][1]);
    for (size_t i = 0; i < SB_COUNT(requirements); i++)
        assert_text(sb_requirement_clean(sb_str_of(requirements[i][0]), &arena), requirements[i][1]);
}

static void test_references(void **state)
{
    (void)state;
    static const char *const good[] = {
        "https://example.org/",     "//example.org",  "a/b?c#d", "#x",        "", "mailto:a@b", "urn:uuid:1",

        "http://m\xc3\xbcller.de/", "http://u:p@h:/", "x%20y",   "file:///a",
    };
    static const char *const bad[] = {"a b",
                                      "<x>",
                                      "http://h/{x}",
                                      "http://[www.example.org/x",
                                      "http://[::1]/",
                                      "http://h/\xc3\xbc",
                                      "http://\xf0\x9f\x98\x80.org/",

                                      "http://h:x/",
                                      "http://h/%zz",
                                      "http://h/%2",
                                      "1x:y",
                                      "http://h/\xee\x80\x80",
                                      "http://h/\xff",
                                      "http://h/a|b",
                                      "a\\b",
                                      "x#y#z",
                                      "http://a@b@c/",
                                      "http://h/\x7f",
                                      "http://h/\xef\xbf\xbe",
                                      "http://h/\xf3\xa0\x80\x81"};
    for (size_t i = 0; i < SB_COUNT(good); i++)
        assert_true(sb_url_is_reference(sb_str_of(good[i])));
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_url_is_reference(sb_str_of(bad[i])));
    assert_false(sb_url_is_reference(SB_S("a\0b")));
}

static void test_mended(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"https://example.org/", "https://example.org/"},
        {"www.example.org/x", "www.example.org/x"},
        {"https://example.org/my project", "https://example.org/my%20project"},
        {"https://example.org/{repo}/<user>?a|b#c d", "https://example.org/%7Brepo%7D/%3Cuser%3E?a%7Cb#c%20d"},
        {"https://example.org/100%", "https://example.org/100%25"},
        {"<https://example.org/tool>", "https://example.org/tool"},
        {" \"https://example.org/\" ", "https://example.org/"},
        {"https://github.com:grp/proj.git", "https://github.com/grp/proj.git"},
        {"www.example.org/a b", "www.example.org/a%20b"},
        {"mailto:a b@example.org", "mailto:a%20b@example.org"},
        {"https://m\xc3\xbc.org/\xc3\xbc?\xf0\x9f\x98\x80#\xff", "https://m\xc3\xbc.org/%C3%BC?%F0%9F%98%80#%FF"},
        {"https://[www.example.org/x", NULL},
        {"https://[::1]/x", NULL},
        {"https://exa mple.org/", NULL},
        {"private package", NULL},
        {"see the README", NULL},
        {"Note: see the README", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        sb_str got;
        bool good = sb_url_reference(sb_str_of(pairs[i][0]), &arena, &got);
        assert_true(good == (pairs[i][1] != NULL));
        if (good)
            assert_text(got, pairs[i][1]);
    }
}

static void test_paths(void **state)
{
    (void)state;
    assert_text(sb_url_of_path(SB_S("a-1.0.dist-info/sboms/x y:z%?#.json"), &arena),
                "a-1.0.dist-info/sboms/x%20y%3Az%25%3F%23.json");
    assert_text(sb_url_of_path(SB_S("\xc3\xbc\xff"), &arena), "%C3%BC%FF");
}

static void test_web(void **state)
{
    (void)state;
    static const char *const good[] = {"https://example.org", "http://a-b.example.org:80/x",
                                       "git://u@example.org/x.git"};
    static const char *const bad[] = {"example.org",           "https://localhost/",    "https://127.0.0.1/",
                                      "https://a_b.org/",      "https://a..b.org/",     "mailto:a@example.org",
                                      "https://m\xc3\xbc.org", "https://example.org/ ", "https://-a.org/"};
    for (size_t i = 0; i < SB_COUNT(good); i++)
        assert_true(sb_url_is_web(sb_str_of(good[i])));
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_url_is_web(sb_str_of(bad[i])));
}

static int done(void **state)
{
    (void)state;
    sb_arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_an_address_without_secrets),
        cmocka_unit_test(test_addresses_in_texts),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_mended),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_web),
    };
    return cmocka_run_group_tests(all, NULL, done);
}
