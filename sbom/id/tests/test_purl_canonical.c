/* Canonical purls that are seen at once: against the rules, on purls that were mutated at random from a fixed seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "id/purl_types.h"

enum { MUTATED = 1200 * 1000 };

static const char *const seeds[] = {
    "pkg:npm/%40angular/core@17.0.0",
    "pkg:npm/left-pad@1.3.0?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fx.git%23main",
    "pkg:pypi/foo-bar.baz@1.0rc1",
    "pkg:deb/debian/curl@1:7.0%2Bb1?arch=amd64&distro=debian-12&upstream=x",
    "pkg:rpm/fedora/bash@5.2-1.fc40?arch=x86_64&epoch=1",
    "pkg:golang/github.com/Masterminds/semver/v3@v3.2.1#a/b",
    "pkg:maven/org.apache.commons/commons-io@2.11.0?classifier=sources&type=jar",
    "pkg:generic/a%20b@1%202?download_url=http:%2F%2Fh%2Fp%3Fq%3D1",
    "pkg:github/o/r@feature%2Fx",
    "pkg:git/github.com/foo/bar",
    "pkg:cpan/DROLSKY/DateTime",
    "pkg:pub/flutter_thing@1",
    "pkg:swid/A?tag_id=75b8c285-fa7b-485b-b199-4745e3004d0d",
    "pkg:oci/debian@sha256:ab?repository_url=docker.io%2Flibrary%2Fdebian",
    "pkg:otp/crypto@5#lib/x",
    "pkg:julia/Dates@1?uuid=ade2ca70",
    "pkg:chrome-extension/kanfjhdeebkfgkbmnfknhejpadhlmiab@1.2",
    "pkg:huggingface/a/B_c@ab12",
    "pkg:hackage/a-b@1#s",
    "pkg:swift/github.com/a/b@1",
    "pkg:x-own.type/Name@1~2",
    "pkg:nuget/Newtonsoft.Json@13.0.1",
};

static uint64_t state = 20260324;

static size_t below(size_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % n;
}

/* One step: a character put in, replaced or taken out, or a piece of another seed behind what there is. */
static size_t mutate(char *text, size_t n, size_t room)
{
    static const char letters[] = "aaazAZ019._-~:/@?#&=%%%\\+ \xc3\xa9\n";
    static const char *const pieces[] = {"%2F", "%2B", "%40",  "%2e", "%C3%A9", "%00", "%7F",
                                         "%3a", "..",  "&a=b", "/.",  "#",      "@",   "?x="};
    size_t at = n ? below(n + 1) : 0, kind = below(4);
    const char *piece = pieces[below(SB_COUNT(pieces))];
    size_t add = kind == 0 ? strlen(piece) : kind == 1;
    if (n + add > room || (kind > 1 && at == n))
        return n;
    if (kind == 3) {
        memmove(text + at, text + at + 1, n - at - 1);
        return n - 1;
    }
    memmove(text + at + add, text + at, n - at);
    if (kind == 0)
        memcpy(text + at, piece, add);
    else
        text[at] = letters[below(sizeof letters - 1)];
    return n + add;
}

static void assert_same(const struct sb_purl *a, const struct sb_purl *b)
{
    assert_true(sb_str_eq(a->type, b->type) && sb_str_eq(a->ns, b->ns) && sb_str_eq(a->name, b->name));
    assert_true(sb_str_eq(a->version, b->version) && sb_str_eq(a->subpath, b->subpath));
    assert_int_equal(a->n_qualifiers, b->n_qualifiers);
    for (size_t i = 0; i < a->n_qualifiers; i++)
        assert_true(sb_str_eq(a->qualifiers[i].key, b->qualifiers[i].key) &&
                    sb_str_eq(a->qualifiers[i].value, b->qualifiers[i].value));
}

/* What is seen at once is what the rules say. False if it was not seen. */
static bool check(sb_str text, struct sb_arena *arena)
{
    struct sb_purl quick, slow;
    struct sb_err err = {0};
    if (!sb_purl_is_canonical(text))
        return false;
    sb_arena_reset(arena);
    if (sb_purl_parse_by_rules(text, false, arena, &slow, &err) != SB_OK)
        fail_msg("%.*s: %s", SB_FMT(text), err.text);
    if (!sb_str_eq(sb_purl_text(&slow, arena), text))
        fail_msg("%.*s is not canonical", SB_FMT(text));
    assert_int_equal(sb_purl_parse(text, arena, &quick, &err), SB_OK);
    assert_same(&quick, &slow);
    return true;
}

static void test_mutated_purls(void **unused)
{
    (void)unused;
    struct sb_arena arena = {0};
    size_t seen = 0;
    char text[256];
    for (size_t i = 0; i < MUTATED; i++) {
        const char *seed = seeds[below(SB_COUNT(seeds))];
        size_t n = strlen(seed);
        memcpy(text, seed, n);
        for (size_t steps = 1 + below(3); steps; steps--)
            n = mutate(text, n, sizeof text);
        seen += check(sb_str_n(text, n), &arena);
    }
    assert_true(seen > MUTATED / 10);
    sb_arena_done(&arena);
}

/* What is usual is not left to the rules. */
static void test_usual_purls_are_seen(void **unused)
{
    (void)unused;
    struct sb_arena arena = {0};
    for (size_t i = 0; i < SB_COUNT(seeds); i++) {
        static const char *const own_rules[] = {"pkg:git/",  "pkg:cpan/",  "pkg:pub/",
                                                "pkg:swid/", "pkg:julia/", "pkg:chrome-extension/"};
        bool own = false;
        for (size_t k = 0; k < SB_COUNT(own_rules); k++)
            own = own || sb_str_starts(sb_str_of(seeds[i]), sb_str_of(own_rules[k]));
        assert_int_equal(check(sb_str_of(seeds[i]), &arena), !own);
    }
    sb_arena_done(&arena);
}

static void test_others_are_not(void **unused)
{
    (void)unused;
    static const char *const others[] = {
        "",
        "pkg:",
        "pkg:npm",
        "pkg:npm/",
        "pkg:npm//a",
        "pkg:npm/a/",
        "pkg:NPM/a",
        "PKG:npm/a",
        "pkg:npm/a@",
        "pkg:npm/@a/b",
        "pkg:npm/a?",
        "pkg:npm/a?b",
        "pkg:npm/a?b=",
        "pkg:npm/a?B=1",
        "pkg:npm/a?b=1&",
        "pkg:npm/a?b=1&a=2",
        "pkg:npm/a?b=1&b=2",
        "pkg:npm/a#",
        "pkg:npm/a#b/",
        "pkg:npm/a#/b",
        "pkg:npm/a#b/../c",
        "pkg:npm/a#.",
        "pkg:npm/a%2b",
        "pkg:npm/a%2E",
        "pkg:npm/a%3A",
        "pkg:npm/a%2",
        "pkg:npm/a%",
        "pkg:npm/a+b",
        "pkg:npm/a b",
        "pkg:npm/a@1/2",
        "pkg:npm/a@1@2",
        "pkg:npm/a#b#c",
        "pkg:npm/a#b?c=d",
        "pkg:pypi/Foo",
        "pkg:pypi/foo_bar",
        "pkg:pypi/a/b",
        "pkg:swift/a",
        "pkg:deb/Debian/x",
        "pkg:npm/\xc3\xa9",
        "pkg:1npm/a",
        "pkg:n_pm/a",
    };
    for (size_t i = 0; i < SB_COUNT(others); i++)
        if (sb_purl_is_canonical(sb_str_of(others[i])))
            fail_msg("%s", others[i]);
    struct sb_buf many = {0};
    sb_buf_str(&many, SB_S("pkg:npm/a"));
    for (int i = 0; i <= SB_PURL_QUALIFIERS; i++) {
        assert_true(sb_purl_is_canonical(sb_buf_all(&many)));
        sb_buf_printf(&many, "%ck%02d=v", i ? '&' : '?', i);
    }
    assert_false(sb_purl_is_canonical(sb_buf_all(&many)));
    sb_buf_clear(&many);
    sb_buf_str(&many, SB_S("pkg:npm/a"));
    while (many.n < SB_PURL_MAX)
        sb_buf_chr(&many, 'a');
    assert_true(sb_purl_is_canonical(sb_buf_all(&many)));
    sb_buf_chr(&many, 'a');
    assert_false(sb_purl_is_canonical(sb_buf_all(&many)));
    sb_buf_done(&many);
}

int main(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_mutated_purls),
        cmocka_unit_test(test_usual_purls_are_seen),
        cmocka_unit_test(test_others_are_not),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}
