#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "id/purl.h"
#include "id/purl_types.h"

static struct sb_arena arena;

static sb_str canonical(const char *text)
{
    struct sb_purl purl;
    struct sb_err err = {0};
    return sb_purl_parse(sb_str_of(text), &arena, &purl, &err) == SB_OK ? sb_purl_text(&purl, &arena)
                                                                        : sb_str_of(err.text);
}

static void assert_text(sb_str got, const char *expected)
{
    sb_str copy = sb_arena_str(&arena, got);
    assert_string_equal(copy.p, expected);
}

static void test_canonical_form(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"pkg:npm/%40angular/core@17.0.0", "pkg:npm/%40angular/core@17.0.0"},
        {"pkg:npm/@angular/core@17.0.0", "pkg:npm/%40angular/core@17.0.0"},
        {"pkg:npm/@angular/core", "pkg:npm/%40angular/core"},
        {"PKG:NPM//left-pad@1.3.0?", "pkg:npm/left-pad@1.3.0"},
        {"pkg:pypi/Foo_Bar.baz@1.0RC1", "pkg:pypi/foo-bar.baz@1.0rc1"},
        {"pkg:deb/Debian/Curl@1:7.0%2Bb1?distro=x&arch=amd64", "pkg:deb/debian/curl@1:7.0%2Bb1?arch=amd64&distro=x"},
        {"pkg:deb/debian/curl@1:7.0+b1", "pkg:deb/debian/curl@1:7.0%2Bb1"},
        {"pkg:golang/github.com/Masterminds/semver/v3@v3.2.1#./a/../b/",
         "pkg:golang/github.com/Masterminds/semver/v3@v3.2.1#a/b"},
        {"pkg:golang/stdlib@1.22.0", "pkg:golang/stdlib@1.22.0"},
        {"pkg:generic/a%2Fb@1%202", "pkg:generic/a%2Fb@1%202"},
        {"pkg:generic/x?download_url=http://h/p?q=1", "pkg:generic/x?download_url=http:%2F%2Fh%2Fp%3Fq%3D1"},
        {"pkg:generic/x?a=&b=1&&", "pkg:generic/x?b=1"},
        {"pkg:github/O/R@feature/x", "pkg:github/o/r@feature%2Fx"},
        {"pkg:git/github.com/Foo/Bar", "pkg:git/github.com/foo/bar"},
        {"pkg:git/git.kernel.org/Foo/a%2F%2Fb", "pkg:git/git.kernel.org/Foo/a/b"},
        {"pkg:cpan/drolsky/DateTime", "pkg:cpan/DROLSKY/DateTime"},
        {"pkg:pub/Flutter-Thing", "pkg:pub/flutter_thing"},
        {"pkg:swid/A?tag_id=75B8C285-FA7B-485B-B199-4745E3004D0D",
         "pkg:swid/A?tag_id=75b8c285-fa7b-485b-b199-4745e3004d0d"},
        {"pkg:x-own.type/Name@1", "pkg:x-own.type/Name@1"},
        {"pkg:deb/debian/caf%C3%89", "pkg:deb/debian/caf%C3%A9"},
        {"pkg:hex/%C4%B0x", "pkg:hex/i%CC%87x"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        assert_text(canonical(pairs[i][0]), pairs[i][1]);
        assert_text(canonical(pairs[i][1]), pairs[i][1]);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "pkg:",
        "pkg:npm",
        "pkg:npm/",
        "pkg:npm/@1.0",
        "npm/left-pad",
        "pkg:1npm/a",
        "pkg:n_pm/a",
        "pkg:npm/a?x",
        "pkg:npm/a?1x=2",
        "pkg:npm/a?x=1&x=2",
        "pkg:npm/a?X=1",
        "pkg:npm/a%2",
        "pkg:npm/a%zz",
        "pkg:npm/a%ff",
        "pkg:pypi/a/b",
        "pkg:swift/a",
        "pkg:git/github.com",
        "pkg:julia/Dates",
        "pkg:julia/Dates?uuid=",
        "pkg:cpan/A::B",
        "pkg:swid/a/b/c/name?tag_id=1",
        "pkg:chrome-extension/short",
        "pkg:chrome-extension/kanfjhdeebkfgkbmnfknhejpadhlmiab@1..2",
        "pkg:chrome-extension/kanfjhdeebkfgkbmnfknhejpadhlmiab@1.",
    };
    for (size_t i = 0; i < SB_COUNT(bad); i++) {
        struct sb_purl purl;
        struct sb_err err = {0};
        assert_int_equal(sb_purl_parse(sb_str_of(bad[i]), &arena, &purl, &err), SB_E_SYNTAX);
        assert_true(sb_str_starts(sb_str_of(err.text), SB_S("purl: ")));
    }
}

static void test_bounds(void **state)
{
    (void)state;
    struct sb_purl purl;
    char text[4096] = "pkg:npm/a?", *at = text + strlen(text);
    for (int i = 0; i < 40; i++)
        at += snprintf(at, 32, "k%d=v&", i);
    assert_int_equal(sb_purl_parse(sb_str_of(text), &arena, &purl, NULL), SB_E_LIMIT);
    char *large = sb_arena_alloc(&arena, 100000);
    memset(large, 'a', 100000);
    memcpy(large, "pkg:npm/", 8);
    assert_int_equal(sb_purl_parse(sb_str_n(large, 100000), &arena, &purl, NULL), SB_E_LIMIT);
}

static void test_repair(void **state)
{
    (void)state;
    struct sb_purl purl;
    assert_int_equal(sb_purl_repair(SB_S("pkg:rpm/fedora/x@1?Arch=i386"), &arena, &purl, NULL), SB_OK);
    assert_text(sb_purl_text(&purl, &arena), "pkg:rpm/fedora/x@1?arch=i386");
}

static void test_build(void **state)
{
    (void)state;
    struct sb_purl purl = {.type = SB_S("NPM"), .ns = SB_S("/@scope/"), .name = SB_S("a b"), .version = SB_S("1")};
    assert_true(sb_purl_set(&purl, SB_S("z"), SB_S("1")));
    assert_true(sb_purl_set(&purl, SB_S("a"), SB_S("2")));
    assert_true(sb_purl_set(&purl, SB_S("m"), SB_S("3")));
    assert_true(sb_purl_set(&purl, SB_S("z"), SB_S("")));
    assert_true(sb_purl_set(&purl, SB_S("a"), SB_S("4")));
    assert_int_equal(sb_purl_normalise(&purl, &arena, NULL), SB_OK);
    assert_text(sb_purl_text(&purl, &arena), "pkg:npm/%40scope/a%20b@1?a=4&m=3");
    assert_int_equal(sb_purl_get(&purl, SB_S("z")).n, 0);
    struct sb_purl unknown = {.type = SB_S("nginx"), .name = SB_S("x")};
    assert_int_equal(sb_purl_normalise(&unknown, &arena, NULL), SB_E_SYNTAX);
}

static void test_no_room_for_a_qualifier(void **state)
{
    (void)state;
    struct sb_purl purl = {0};
    for (int i = 0; i < SB_PURL_QUALIFIERS; i++)
        assert_true(sb_purl_set(&purl, sb_arena_printf(&arena, "k%d", i), SB_S("v")));
    assert_false(sb_purl_set(&purl, SB_S("k99"), SB_S("v")));
    assert_true(sb_purl_set(&purl, SB_S("k9"), SB_S("w")));
}

static sb_str identity(const char *text)
{
    struct sb_purl purl;
    assert_int_equal(sb_purl_parse(sb_str_of(text), &arena, &purl, NULL), SB_OK);
    return sb_purl_identity(&purl, &arena);
}

static void test_identity(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"pkg:alpine/alpine/Musl@1.2?arch=x86_64", "pkg:apk/musl"},
        {"pkg:apk/wolfi/musl@1.3", "pkg:apk/musl"},
        {"pkg:deb/debian/curl@7.88?arch=amd64&distro=debian-12&upstream=c", "pkg:deb/curl"},
        {"pkg:deb/ubuntu/curl@7.88?arch=source", "pkg:deb/curl?arch=source"},
        {"pkg:rpm/redhat/Bash@5?arch=x86_64&epoch=1", "pkg:rpm/Bash"},
        {"pkg:rpm/rhel/bash@5?arch=src", "pkg:rpm/bash?arch=src"},
        {"pkg:alpm/arch/zlib@1", "pkg:alpm/zlib"},
        {"pkg:pypi/zope.interface@6", "pkg:pypi/zope-interface"},
        {"pkg:pypi/a.-_b", "pkg:pypi/a-b"},
        {"pkg:nuget/Newtonsoft.Json@13", "pkg:nuget/newtonsoft.json"},
        {"pkg:golang/github.com/A/b@v1#sub/dir", "pkg:golang/github.com/A/b#sub/dir"},
        {"pkg:maven/g/a@1?type=jar&classifier=sources&repository_url=x", "pkg:maven/g/a?classifier=sources"},
        {"pkg:maven/g/a@1?type=pom", "pkg:maven/g/a?type=pom"},
        {"pkg:oci/debian@sha256:AB?repository_url=docker.io/library/debian/&tag=x",
         "pkg:oci/debian?repository_url=docker.io%2Flibrary%2Fdebian"},
        {"pkg:docker/library/debian@12", "pkg:docker/debian"},
        {"pkg:docker/debian@12?repository_url=gcr.io", "pkg:docker/debian?repository_url=gcr.io"},
        {"pkg:julia/Dates@1?uuid=ADE2CA70", "pkg:julia/Dates?uuid=ade2ca70"},
        {"pkg:swid/F@29?tag_id=Org.F-29", "pkg:swid/F?tag_id=org.f-29"},
        {"pkg:conan/o/x@3?user=u&channel=c&rrev=1", "pkg:conan/o/x?channel=c&user=u"},
        {"pkg:cpan/A/DateTime@1", "pkg:cpan/DateTime"},
        {"pkg:brew/homebrew/core/sqlite", "pkg:brew/sqlite"},
        {"pkg:npm/%40s/n@1?vcs_url=x&repository_url=https://r", "pkg:npm/%40s/n"},
        {"pkg:githubactions/actions/checkout@v4?x=y", "pkg:githubactions/actions/checkout"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        assert_text(identity(pairs[i][0]), pairs[i][1]);
        assert_text(identity(pairs[i][1]), pairs[i][1]);
    }
}

static void test_version(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"pkg:rpm/f/x@1.0-1?epoch=2", "2:1.0-1"}, {"pkg:rpm/f/x@1.0-1?epoch=0", "1.0-1"},
        {"pkg:rpm/f/x@0:1.0-1", "1.0-1"},         {"pkg:rpm/f/x@3:1.0-1?epoch=2", "3:1.0-1"},
        {"pkg:deb/d/x@1.0?epoch=1", "1:1.0"},     {"pkg:deb/d/x@1:1.0", "1:1.0"},
        {"pkg:npm/x@1.0?epoch=1", "1.0"},         {"pkg:rpm/f/x?epoch=1", ""},
        {"pkg:rpm/f/x@1?epoch=z", "1"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        struct sb_purl purl;
        assert_int_equal(sb_purl_parse(sb_str_of(pairs[i][0]), &arena, &purl, NULL), SB_OK);
        assert_text(sb_purl_version(&purl, &arena), pairs[i][1]);
    }
}

static void test_pep503(void **state)
{
    (void)state;
    assert_text(sb_pep503_name(SB_S("Foo.-_Bar__x"), &arena), "foo-bar-x");
    assert_text(sb_pep503_name(SB_S("-a-"), &arena), "-a-");
}

static void test_types_are_sorted_and_complete(void **state)
{
    (void)state;
    static const char *const types[] = {
#define ROW(type, ns, flags, required, identity, defaults, default_ns, fix) type,
#include "id/purl_types.def"
#undef ROW
    };
    assert_int_equal(SB_COUNT(types), 42);
    for (size_t i = 0; i < SB_COUNT(types); i++) {
        assert_true(i == 0 || strcmp(types[i - 1], types[i]) < 0);
        assert_string_equal(sb_purl_row(sb_str_of(types[i]))->type, types[i]);
    }
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
        cmocka_unit_test(test_canonical_form), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_bounds),         cmocka_unit_test(test_repair),
        cmocka_unit_test(test_build),          cmocka_unit_test(test_no_room_for_a_qualifier),
        cmocka_unit_test(test_identity),       cmocka_unit_test(test_version),
        cmocka_unit_test(test_pep503),         cmocka_unit_test(test_types_are_sorted_and_complete),
    };
    return cmocka_run_group_tests(all, NULL, done);
}
