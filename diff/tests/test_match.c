#include "base/buf.h"
#include "diff/tests/docs.h"

static const struct sb_identity *identity(const struct sb_delta *delta, const char *key)
{
    for (size_t i = 0; i < delta->identities.n; i++)
        if (sb_str_eq(delta->identities.p[i].key, sb_str_of(key)))
            return &delta->identities.p[i];
    fail_msg("no identity %s", key);
    return NULL;
}

static void assert_tier(const struct sb_delta *delta, const char *key, enum sb_tier tier)
{
    assert_string_equal(sb_tier_names[identity(delta, key)->tier], sb_tier_names[tier]);
}

static void place(struct sb_doc *doc, sb_comp c, const char *at)
{
    sb_doc_at(doc, c)->place = sb_doc_put(doc, sb_str_of(at));
    struct sb_buf ref = {0};
    sb_buf_printf(&ref, "%.*s|%s", SB_FMT(sb_doc_str(doc, sb_doc_at(doc, c)->purl)), at);
    sb_doc_at(doc, c)->ref = sb_doc_put(doc, sb_buf_all(&ref));
    sb_buf_done(&ref);
}

static void test_digest_tier(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("syft"), *new = doc_new("syft");
    doc_sha256(old, doc_named(old, "libfoo-bundled", NULL), "foo");
    doc_sha256(new, doc_row(new, "pkg:generic/foo@1.0"), "foo");
    doc_sha256(old, doc_row(old, "pkg:maven/spring-boot/spring-boot@3.1.0"), "boot");
    doc_sha256(new, doc_row(new, "pkg:maven/org.springframework.boot/spring-boot@3.1.0"), "boot");
    struct sb_delta *delta = delta_of(old, new);
    assert_tier(delta, "pkg:generic/foo", SB_TIER_DIGEST);
    assert_tier(delta, "pkg:maven/org.springframework.boot/spring-boot", SB_TIER_DIGEST);
    assert_int_equal(delta->changes.n, 0);
    delta_done(delta);
}

static void test_digest_must_be_unique_and_strong(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("b");
    doc_sha256(old, doc_row(old, "pkg:npm/one@1.0.0"), "same");
    doc_sha256(old, doc_row(old, "pkg:npm/two@1.0.0"), "same");
    doc_sha256(new, doc_row(new, "pkg:npm/three@1.0.0"), "same");
    struct sb_digest weak = {.alg = SB_ALG_SHA1, .n = 20};
    sb_doc_hash(old, doc_row(old, "pkg:npm/four@1.0.0"), &weak);
    sb_doc_hash(new, doc_row(new, "pkg:npm/five@1.0.0"), &weak);
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 5);
    delta_done(delta);
}

static void test_digest_across_generators(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("syft"), *new = doc_new("jbom");
    doc_sha256(old, doc_row(old, "pkg:maven/org.slf4j/slf4j-api@2.0.1"), "jar");
    doc_sha256(new, doc_row(new, "pkg:maven/org.slf4j/slf4j@2.0.1"), "jar");
    struct sb_delta *delta = delta_of(old, new);
    assert_tier(delta, "pkg:maven/org.slf4j/slf4j", SB_TIER_DIGEST);
    assert_int_equal(delta->changes.n, 0);
    delta_done(delta);
}

static void test_alias_tier(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("b");
    doc_row(old, "pkg:golang/stdlib@1.22.1");
    doc_row(new, "pkg:golang/std@1.22.1");
    doc_row(old, "pkg:maven/logback-core/logback-core@1.4.0");
    doc_row(new, "pkg:maven/ch.qos.logback/logback-core@1.4.0");
    struct sb_delta *delta = delta_of(old, new);
    assert_tier(delta, "pkg:golang/std", SB_TIER_ALIAS);
    assert_tier(delta, "pkg:maven/ch.qos.logback/logback-core", SB_TIER_ALIAS);
    assert_int_equal(delta->changes.n, 0);
    delta_done(delta);
}

static void test_groups_of_one_tool_are_real(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    doc_row(old, "pkg:maven/commons-io/commons-io@2.11.0");
    doc_row(new, "pkg:maven/org.evil/commons-io@2.11.0");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 2);
    delta_done(delta);
}

static void test_coordinates_tier(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("b");
    doc_named(old, "Flask_Login", "0.6.3");
    doc_row(new, "pkg:pypi/flask-login@0.6.3");
    doc_named(old, "org.slf4j:slf4j-api", "2.0.1");
    doc_row(new, "pkg:maven/org.slf4j/slf4j-api@2.0.1");
    doc_named(old, "node", "20.1.0"); /* not @types/node */
    doc_row(new, "pkg:npm/%40types/node@20.1.0");
    doc_named(old, "thing", "1.0");
    doc_named(new, "thing", "1.1");
    struct sb_delta *delta = delta_of(old, new);
    assert_tier(delta, "pkg:pypi/flask-login", SB_TIER_COORDINATES);
    assert_tier(delta, "pkg:maven/org.slf4j/slf4j-api", SB_TIER_COORDINATES);
    assert_tier(delta, "name:thing", SB_TIER_COORDINATES);
    assert_int_equal(delta->unreconciled.n, 1);
    assert_int_equal(delta->unreconciled.p[0].side, SB_OLD);
    assert_int_equal(delta->changes.n, 2); /* npm lies in no document of the other tool: coverage */
    assert_change(delta, 0, SB_REMOVED, "pkg:generic/node@20.1.0", NULL);
    assert_change(delta, 1, SB_UPGRADED, "pkg:generic/thing@1.0", "pkg:generic/thing@1.1");
    delta_done(delta);
}

static void test_bad_purl_is_unreconciled(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    sb_comp c = doc_named(new, "odd", "1");
    sb_doc_at(new, c)->purl = sb_doc_put(new, SB_S("npm/odd"));
    sb_doc_at(new, c)->purl_bad = true;
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_ADDED, NULL, "pkg:generic/odd@1");
    assert_int_equal(delta->unreconciled.n, 1);
    assert_non_null(strstr(delta->unreconciled.p[0].reason.p, "not valid"));
    delta_done(delta);
}

static void test_root_with_root(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    doc_root(old, "app-1.4", "1.4");
    doc_root(new, "app-1.5", "1.5");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(delta->unreconciled.n, 0);
    assert_int_equal(delta->descriptions.n, 2);
    assert_text(delta->descriptions.p[0].field, "root name");
    assert_text(delta->descriptions.p[1].field, "root version");
    assert_int_equal(delta->unchanged, 0);
    delta_done(delta);
}

static void test_pairs_by_version_place_and_order(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    place(old, doc_row(old, "pkg:npm/x@1.0.0"), "a");
    place(old, doc_row(old, "pkg:npm/x@1.0.0"), "b");
    place(old, doc_row(old, "pkg:npm/x@2.0.0"), "c");
    place(old, doc_row(old, "pkg:npm/x@4.0.0"), "e");
    place(new, doc_row(new, "pkg:npm/x@1.0.0"), "b"); /* same version and place */
    place(new, doc_row(new, "pkg:npm/x@1.0.0"), "d"); /* same version */
    place(new, doc_row(new, "pkg:npm/x@3.0.0"), "c"); /* same place */
    place(new, doc_row(new, "pkg:npm/x@4.0.1"), "f"); /* the nearest version */
    place(new, doc_row(new, "pkg:npm/x@9.0.0"), "g"); /* left over */
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 3);
    assert_change(delta, 0, SB_UPGRADED, "pkg:npm/x@2.0.0", "pkg:npm/x@3.0.0");
    assert_change(delta, 1, SB_UPGRADED, "pkg:npm/x@4.0.0", "pkg:npm/x@4.0.1");
    assert_change(delta, 2, SB_ADDED, NULL, "pkg:npm/x@9.0.0");
    assert_int_equal(delta->unchanged, 2);
    delta_done(delta);
}

static void test_nearest_versions_pair_up(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    doc_row(old, "pkg:npm/x@1.0.0");
    doc_row(old, "pkg:npm/x@5.0.0");
    doc_row(new, "pkg:npm/x@5.1.0");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 2);
    assert_change(delta, 0, SB_REMOVED, "pkg:npm/x@1.0.0", NULL);
    assert_change(delta, 1, SB_UPGRADED, "pkg:npm/x@5.0.0", "pkg:npm/x@5.1.0");
    delta_done(delta);
}

static void test_places_are_counted(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    for (unsigned i = 0; i < 3; i++) {
        char at[16];
        snprintf(at, sizeof at, "n%u", i);
        place(old, doc_row(old, "pkg:npm/x@1.0.0"), at);
        place(new, doc_row(new, "pkg:npm/x@1.0.1"), at);
    }
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 1);
    assert_int_equal(delta->changes.p[0].places, 3);
    delta_done(delta);
}

/* The same rows in another order give the same pairs and changes. */
static void test_arrival_order_does_not_matter(void **state)
{
    (void)state;
    enum { ROWS = 40 };
    struct sb_buf first = {0};
    for (unsigned round = 0; round < 7; round++) {
        struct sb_doc *doc[SB_SIDES] = {doc_new("a"), doc_new("b")};
        for (unsigned i = 0; i < ROWS; i++) {
            unsigned at = (i * 7 + round * 11) % ROWS;
            for (unsigned side = 0; side < SB_SIDES; side++) {
                char text[64];
                snprintf(text, sizeof text, "pkg:npm/p%u@%u.%u.0", at % 5, at % 3 + side, at);
                sb_comp c = doc_row(doc[side], text);
                snprintf(text, sizeof text, "at%u", at / 2);
                place(doc[side], c, text);
                if (at % 4 == 0)
                    doc_sha256(doc[side], c, at % 8 ? "x" : text);
            }
        }
        struct sb_delta *delta = delta_of(doc[SB_OLD], doc[SB_NEW]);
        struct sb_buf all = {0};
        for (size_t i = 0; i < delta->changes.n; i++)
            sb_buf_printf(&all, "%u %.*s %.*s %u %zu\n", delta->changes.p[i].kind,
                          SB_FMT(change_purl(delta, i, SB_OLD)), SB_FMT(change_purl(delta, i, SB_NEW)),
                          delta->changes.p[i].places, delta->changes.p[i].n_fields);
        if (round == 0)
            sb_buf_str(&first, sb_buf_all(&all));
        assert_true(sb_str_eq(sb_buf_all(&first), sb_buf_all(&all)));
        sb_buf_done(&all);
        delta_done(delta);
    }
    sb_buf_done(&first);
}

static void own(struct sb_doc *doc, sb_comp owner, sb_comp owned)
{
    sb_doc_relate(doc, owner, owned, SB_REL_OWNS, SB_STR_NONE);
}

/* A tool that brings copies of its own of what is installed beside it: both are upgraded, and the tool's new copy is
 * the version that was installed before. */
static void test_copies_pair_with_copies(void **state)
{
    (void)state;
    static const char *const versions[SB_SIDES][3] = {{"80.9.0", "4.4.0", "4.2.2"}, {"82.0.0", "4.9.4", "4.4.0"}};
    struct sb_doc *doc[SB_SIDES] = {doc_new("a"), doc_new("a")};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        char text[64];
        snprintf(text, sizeof text, "pkg:pypi/setuptools@%s", versions[side][0]);
        sb_comp tool = doc_row(doc[side], text);
        place(doc[side], tool, "site");
        snprintf(text, sizeof text, "pkg:pypi/platformdirs@%s", versions[side][1]);
        sb_comp own_copy = doc_row(doc[side], text);
        place(doc[side], own_copy, "site");
        doc_sha256(doc[side], own_copy, versions[side][1]);
        snprintf(text, sizeof text, "pkg:pypi/platformdirs@%s", versions[side][2]);
        sb_comp copy = doc_row(doc[side], text);
        place(doc[side], copy, "site/setuptools/_vendor");
        doc_sha256(doc[side], copy, versions[side][2]);
        own(doc[side], tool, copy);
    }
    struct sb_delta *delta = delta_of(doc[SB_OLD], doc[SB_NEW]);
    assert_int_equal(delta->changes.n, 3);
    assert_change(delta, 0, SB_UPGRADED, "pkg:pypi/platformdirs@4.2.2", "pkg:pypi/platformdirs@4.4.0");
    assert_change(delta, 1, SB_UPGRADED, "pkg:pypi/platformdirs@4.4.0", "pkg:pypi/platformdirs@4.9.4");
    delta_done(delta);
}

/* Two environments, each of which took the next version: what one has now the other had before. */
static void test_a_folder_of_many_is_a_place(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    const char *const places[] = {"one", "two"};
    for (unsigned i = 0; i < 2; i++) {
        char text[64];
        snprintf(text, sizeof text, "pkg:pypi/x@%u.0", i + 1);
        place(old, doc_row(old, text), places[i]);
        snprintf(text, sizeof text, "pkg:pypi/x@%u.0", i + 2);
        place(new, doc_row(new, text), places[i]);
        place(old, doc_row(old, "pkg:pypi/beside@1.0"), places[i]);
        place(new, doc_row(new, "pkg:pypi/beside@1.0"), places[i]);
    }
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 2);
    assert_change(delta, 0, SB_UPGRADED, "pkg:pypi/x@1.0", "pkg:pypi/x@2.0");
    assert_change(delta, 1, SB_UPGRADED, "pkg:pypi/x@2.0", "pkg:pypi/x@3.0");
    delta_done(delta);
}

/* In a folder of its own a copy is only moved. */
static void test_a_folder_of_its_own_is_none(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    place(old, doc_row(old, "pkg:npm/x@1.0.0"), "node_modules/x");
    place(old, doc_row(old, "pkg:npm/x@2.0.0"), "node_modules/y/node_modules/x");
    place(new, doc_row(new, "pkg:npm/x@2.0.0"), "node_modules/x");
    place(new, doc_row(new, "pkg:npm/x@1.0.0"), "node_modules/z/node_modules/x");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 0);
    delta_done(delta);
}

/* Programs with their modules: the cost grows with the rows, not with their product. */
static void test_many_programs_with_many_modules(void **state)
{
    (void)state;
    enum { PROGRAMS = 12, MODULES = 200 };
    struct sb_doc *doc[SB_SIDES] = {doc_new("a"), doc_new("a")};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        for (unsigned i = 0; i < PROGRAMS * MODULES; i++) {
            char text[64];
            snprintf(text, sizeof text, "pkg:golang/example.com/m%u@v1.%u.0", i % MODULES, i / MODULES + side);
            sb_comp c = doc_row(doc[side], text);
            snprintf(text, sizeof text, "usr/bin/program%u", i / MODULES);
            place(doc[side], c, text);
        }
    }
    struct sb_delta *delta = delta_of(doc[SB_OLD], doc[SB_NEW]);
    assert_int_equal(delta->changes.n, PROGRAMS * MODULES);
    for (size_t i = 0; i < delta->changes.n; i++)
        assert_int_equal(delta->changes.p[i].step, SB_STEP_MINOR);
    assert_in_range(delta->pairing_steps, 1, PROGRAMS * MODULES * 40);
    delta_done(delta);
}

static void test_many_rows_of_one_identity(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    for (unsigned i = 0; i < 20000; i++) {
        char text[64];
        snprintf(text, sizeof text, "pkg:npm/x@1.%u.%u", i % 100, i / 100);
        doc_row(old, text);
        snprintf(text, sizeof text, "pkg:npm/x@1.%u.%u", i % 100, i / 100 + 1);
        doc_row(new, text);
    }
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->unchanged, 19900);
    assert_int_equal(delta->changes.n, 100);
    assert_in_range(delta->pairing_steps, 1, 2 * 20000 * 100); /* sorted anew for each of a few passes */
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest_tier),
        cmocka_unit_test(test_digest_must_be_unique_and_strong),
        cmocka_unit_test(test_digest_across_generators),
        cmocka_unit_test(test_alias_tier),
        cmocka_unit_test(test_groups_of_one_tool_are_real),
        cmocka_unit_test(test_coordinates_tier),
        cmocka_unit_test(test_bad_purl_is_unreconciled),
        cmocka_unit_test(test_root_with_root),
        cmocka_unit_test(test_pairs_by_version_place_and_order),
        cmocka_unit_test(test_nearest_versions_pair_up),
        cmocka_unit_test(test_places_are_counted),
        cmocka_unit_test(test_arrival_order_does_not_matter),
        cmocka_unit_test(test_copies_pair_with_copies),
        cmocka_unit_test(test_a_folder_of_many_is_a_place),
        cmocka_unit_test(test_a_folder_of_its_own_is_none),
        cmocka_unit_test(test_many_programs_with_many_modules),
        cmocka_unit_test(test_many_rows_of_one_identity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
