#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "collect/npm_source.h"
#include "npm/npm_path.h"

static const struct {
    const char *resolved, *kind, *registry, *url;
} sources[] = {
    {"https://registry.npmjs.org/a/-/a-1.0.0.tgz", "registry", "registry.npmjs.org",
     "https://registry.npmjs.org/a/-/a-1.0.0.tgz"},
    {"http://NPM.corp:8080/repo/@s/a/-/a-1.tgz#f00", "registry", "npm.corp:8080",
     "http://npm.corp:8080/repo/@s/a/-/a-1.tgz#f00"},
    {"https://npm.pkg.github.com/download/@s/a/1.0.0/abc", "registry", "npm.pkg.github.com",
     "https://npm.pkg.github.com/download/@s/a/1.0.0/abc"},
    {"https://npm.jsr.io/~/11/@jsr/std/0.1.0.tgz", "registry", "npm.jsr.io",
     "https://npm.jsr.io/~/11/@jsr/std/0.1.0.tgz"},
    {"https://user:secret@host/a.tgz?token=t", "url", "", "https://host/a.tgz"},
    {"https://github.com/u/r.git#c0ffee", "git", "", "https://github.com/u/r.git#c0ffee"},
    {"git+https://token@github.com/u/r.git#c0", "git", "", "git+https://github.com/u/r.git#c0"},
    {"git+ssh://git:pw@github.com/u/r.git", "git", "", "git+ssh://git@github.com/u/r.git"},
    {"git+ssh://git@github.com:u/r.git", "git", "", "git+ssh://git@github.com:u/r.git"},
    {"github:u/r#v1", "git", "", "github:u/r#v1"},
    {"file:../x.tgz", "file", "", "file:../x.tgz"},
    {"https://[::1]:4873/a/-/a-1.tgz", "registry", "[::1]:4873", "https://[::1]:4873/a/-/a-1.tgz"},
    {"../x", NULL, "", ""},
    {"", NULL, "", ""},
    {"://", NULL, "", ""},
    {"https://", NULL, "", ""},
};

static const struct {
    const char *written, *url, *key;
} repositories[] = {
    {"git+https://github.com/u/r.git", "git+https://github.com/u/r.git", "https://github.com/u/r"},
    {"git://GitHub.com/u/r.git#main", "git://GitHub.com/u/r.git#main", "https://github.com/u/r"},
    {"git+ssh://git@github.com:u/r.git", "git+ssh://git@github.com:u/r.git", "https://github.com/u/r"},
    {"git@github.com:u/r.git", "ssh://git@github.com/u/r.git", "https://github.com/u/r"},
    {"u/r", "https://github.com/u/r", "https://github.com/u/r"},
    {"gitlab:g/s/r", "https://gitlab.com/g/s/r", "https://gitlab.com/g/s/r"},
    {"gist:1234", "https://gist.github.com/1234", "https://gist.github.com/1234"},
    {"http://www.github.com/u/r/", "http://www.github.com/u/r/", "https://github.com/u/r"},
    {"https://git.example/u/r.git/", "https://git.example/u/r.git/", "https://git.example/u/r"},
    {"ssh://git@git.example:2222/r", "ssh://git@git.example:2222/r", "ssh://git.example:2222/r"},
    {"https://me:pw@git.example/r", "https://git.example/r", "https://git.example/r"},
    {"https://github.com/u/r/tree/main/p", "https://github.com/u/r/tree/main/p", "https://github.com/u/r/tree/main/p"},
    {"./local", "", ""},
    {"nothing", "", ""},
    {"a b/c", "", ""},
};

static void assert_text(sb_str got, const char *wanted)
{
    if (!sb_str_eq(got, sb_str_of(wanted)))
        print_error("got %.*s instead of %s\n", SB_FMT(got), wanted ? wanted : "nothing");
    assert_true(sb_str_eq(got, sb_str_of(wanted)));
}

static void test_sources(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    for (size_t i = 0; i < SB_COUNT(sources); i++) {
        struct sb_npm_source source = sb_npm_source_of(sb_str_of(sources[i].resolved), &arena);
        assert_text(sb_str_of(source.kind), sources[i].kind ? sources[i].kind : "");
        assert_text(source.registry, sources[i].registry);
        assert_text(source.url, sources[i].url);
    }
    sb_arena_done(&arena);
}

static void test_named_by_address(void **state)
{
    (void)state;
    static const struct {
        const char *resolved, *name;
        bool same;
    } rows[] = {
        {"https://registry.npmjs.org/a/-/a-1.0.0.tgz", "a", true},
        {"https://registry.npmjs.org/b/-/b-1.0.0.tgz", "a", false},
        {"https://registry.npmjs.org/xa/-/a-1.0.0.tgz", "a", false},
        {"https://evil.invalid/-/a-1.0.0.tgz", "a", false},
        {"HTTPS://evil.invalid/-/a-1.0.0.tgz", "a", false},
        {"https://corp.invalid/api/npm/all/@o/a/-/a-1.0.0.tgz", "@o/a", true},
        {"https://corp.invalid/@o%2Fa/-/a-1.0.0.tgz", "@o/a", true},
        {"https://corp.invalid/@p/a/-/a-1.0.0.tgz", "@o/a", false},
        {"https://codeload.github.com/o/a/tar.gz/1", "a", true},
        {"", "a", true},
    };
    struct sb_arena arena = {0};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_npm_source source = sb_npm_source_of(sb_str_of(rows[i].resolved), &arena);
        sb_str other;
        if (sb_npm_source_is_of(&source, sb_str_of(rows[i].name), &arena, &other) != rows[i].same)
            fail_msg("%s", rows[i].resolved);
    }
    sb_arena_done(&arena);
}

static void test_repositories(void **state)
{
    (void)state;
    struct sb_arena arena = {0};
    for (size_t i = 0; i < SB_COUNT(repositories); i++) {
        sb_str url = sb_npm_repository_url(sb_str_of(repositories[i].written), &arena);
        assert_text(url, repositories[i].url);
        assert_text(sb_npm_repository_key(url, &arena), repositories[i].key);
    }
    sb_arena_done(&arena);
}

static void test_names(void **state)
{
    (void)state;
    assert_true(sb_npm_is_name(SB_S("a")));
    assert_true(sb_npm_is_name(SB_S("@s/a")));
    static const char *const bad[] = {"", ".", "..", "../a", "a/b", "@s/../a", "@s/", "/a", ".bin", "@s/a/b"};
    for (size_t i = 0; i < SB_COUNT(bad); i++)
        assert_false(sb_npm_is_name(sb_str_of(bad[i])));
    assert_false(sb_npm_is_name(SB_S("a\0b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sources), cmocka_unit_test(test_repositories),
                                       cmocka_unit_test(test_named_by_address), cmocka_unit_test(test_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
