/* The twelve synthetic cases that comparisons of inventories commonly get wrong. */
#include "diff/tests/docs.h"

struct pair {
    struct sb_doc *old, *new;
};

static struct pair docs(void)
{
    struct pair p = {doc_new(NULL), doc_new(NULL)};
    doc_root(p.old, "app", "1.0");
    doc_root(p.new, "app", "1.0");
    return p;
}

static void assert_counts(const struct sb_delta *delta, size_t changes, size_t terms, size_t descriptions)
{
    assert_int_equal(delta->changes.n, changes);
    assert_int_equal(delta->terms.n, terms);
    assert_int_equal(delta->descriptions.n, descriptions);
    assert_int_equal(delta->coverage.n, 0);
    assert_int_equal(delta->unreconciled.n, 0);
}

static void test_order_only(void **state)
{
    (void)state;
    static const char *const purls[] = {"pkg:npm/a@1.0.0", "pkg:npm/b@2.0.0", "pkg:npm/c@1.0.0", "pkg:npm/c@2.0.0"};
    struct pair p = docs();
    for (size_t i = 0; i < SB_COUNT(purls); i++) {
        doc_row(p.old, purls[i]);
        doc_row(p.new, purls[SB_COUNT(purls) - 1 - i]);
    }
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 0, 0, 0);
    assert_int_equal(delta->unchanged, SB_COUNT(purls));
    delta_done(delta);
}

static void test_digest_at_one_version(void **state)
{
    (void)state;
    struct pair p = docs();
    doc_sha256(p.old, doc_row(p.old, "pkg:npm/left@1.3.0"), "before");
    doc_sha256(p.new, doc_row(p.new, "pkg:npm/left@1.3.0"), "after");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 1, 0, 0);
    assert_change(delta, 0, SB_CHANGED, "pkg:npm/left@1.3.0", "pkg:npm/left@1.3.0");
    assert_int_equal(delta->changes.p[0].n_fields, 1);
    assert_string_equal(delta->changes.p[0].fields[0].field, "digest");
    delta_done(delta);
}

static void test_second_version(void **state)
{
    (void)state;
    struct pair p = docs();
    doc_row(p.old, "pkg:npm/semver@6.3.1");
    doc_row(p.new, "pkg:npm/semver@7.6.0");
    doc_row(p.new, "pkg:npm/semver@6.3.1");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 1, 0, 0);
    assert_change(delta, 0, SB_ADDED, NULL, "pkg:npm/semver@7.6.0");
    delta_done(delta);
}

static void test_one_of_two_versions(void **state)
{
    (void)state;
    struct pair p = docs();
    doc_row(p.old, "pkg:npm/semver@7.6.0");
    doc_row(p.old, "pkg:npm/semver@6.3.1");
    doc_row(p.new, "pkg:npm/semver@6.3.1");
    doc_row(p.new, "pkg:npm/semver@7.6.2");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 1, 0, 0);
    assert_change(delta, 0, SB_UPGRADED, "pkg:npm/semver@7.6.0", "pkg:npm/semver@7.6.2");
    assert_int_equal(delta->changes.p[0].step, SB_STEP_PATCH);
    delta_done(delta);
}

/* Also where the bytes are the same: a namespace, a name and a type are part of the identity. */
static void replaced(const char *old, const char *new, bool same_digest)
{
    struct pair p = docs();
    sb_comp o = doc_row(p.old, old), n = doc_row(p.new, new);
    if (same_digest) {
        doc_sha256(p.old, o, "same");
        doc_sha256(p.new, n, "same");
    }
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 2, 0, 0);
    bool new_first = strcmp(new, old) < 0;
    assert_change(delta, new_first ? 0 : 1, SB_ADDED, NULL, new);
    assert_change(delta, new_first ? 1 : 0, SB_REMOVED, old, NULL);
    delta_done(delta);
}

static void test_scope_is_identity(void **state)
{
    (void)state;
    replaced("pkg:npm/%40types/node@20.1.0", "pkg:npm/node@20.1.0", false);
    replaced("pkg:npm/%40types/node@20.1.0", "pkg:npm/node@20.1.0", true);
}

static void test_similar_name_never_merges(void **state)
{
    (void)state;
    replaced("pkg:npm/lodash@4.17.21", "pkg:npm/1odash@4.17.21", false);
    replaced("pkg:npm/lodash@4.17.21", "pkg:npm/1odash@4.17.21", true);
}

static void test_other_ecosystem(void **state)
{
    (void)state;
    replaced("pkg:pypi/acme@1.0", "pkg:npm/acme@1.0", false);
    replaced("pkg:pypi/acme@1.0", "pkg:npm/acme@1.0", true);
}

static void licence(struct sb_doc *doc, const char *purl, const char *id)
{
    sb_comp c = doc_row(doc, purl);
    if (id)
        sb_doc_licence(doc, c, SB_LICENCE_DECLARED, SB_LICENCE_ID, sb_str_of(id));
}

static void test_deprecated_licence_id(void **state)
{
    (void)state;
    struct pair p = docs();
    licence(p.old, "pkg:npm/a@1.0.0", "GPL-2.0");
    licence(p.new, "pkg:npm/a@1.0.0", "GPL-2.0-only");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(delta->terms.n, 0);
    delta_done(delta);
}

static void test_licence_vanished(void **state)
{
    (void)state;
    struct pair p = docs();
    licence(p.old, "pkg:npm/a@1.0.0", "MIT");
    licence(p.new, "pkg:npm/a@1.0.0", NULL);
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 0, 0, 1);
    assert_text(delta->descriptions.p[0].field, "licence");
    assert_text(delta->descriptions.p[0].old_json, "\"MIT\"");
    assert_text(delta->descriptions.p[0].new_json, "null");
    delta_done(delta);
}

static void test_licence_changed(void **state)
{
    (void)state;
    struct pair p = docs();
    licence(p.old, "pkg:npm/a@1.0.0", "MIT");
    licence(p.new, "pkg:npm/a@1.0.0", "GPL-2.0-only");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 0, 1, 0);
    assert_string_equal(delta->terms.p[0].field, "licence");
    delta_done(delta);
}

static void test_edge_added(void **state)
{
    (void)state;
    struct pair p = docs();
    sb_comp a = doc_row(p.old, "pkg:npm/a@1.0.0"), b = doc_row(p.old, "pkg:npm/b@1.0.0");
    doc_edge(p.old, p.old->root, a);
    doc_edge(p.old, p.old->root, b);
    a = doc_row(p.new, "pkg:npm/a@1.0.0");
    b = doc_row(p.new, "pkg:npm/b@1.0.0");
    doc_edge(p.new, p.new->root, a);
    doc_edge(p.new, p.new->root, b);
    doc_edge(p.new, a, b);
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 1, 0, 0);
    assert_change(delta, 0, SB_CHANGED, "pkg:npm/a@1.0.0", "pkg:npm/a@1.0.0");
    assert_string_equal(delta->changes.p[0].fields[0].field, "dependencies");
    assert_text(delta->changes.p[0].fields[0].old_json, "[]");
    assert_text(delta->changes.p[0].fields[0].new_json, "[\"pkg:npm/b\"]");
    delta_done(delta);
}

static void test_qualifiers_only(void **state)
{
    (void)state;
    struct pair p = docs();
    doc_row(p.old, "pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12");
    doc_row(p.old, "pkg:deb/debian/zlib1g@1.2.13-1?arch=amd64&distro=debian-12");
    doc_row(p.new, "pkg:deb/debian/curl@7.88.1-10?arch=arm64&distro=debian-12");
    doc_row(p.new, "pkg:deb/debian/zlib1g@1.2.13-1?arch=arm64&distro=debian-12");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_counts(delta, 0, 0, 1);
    assert_text(delta->descriptions.p[0].field, "purl qualifier arch");
    assert_int_equal(delta->descriptions.p[0].count, 2);
    assert_text(sb_delta_row(delta, SB_NEW, delta->descriptions.p[0].sample[SB_NEW])->purl,
                "pkg:deb/debian/curl@7.88.1-10?arch=arm64&distro=debian-12");
    delta_done(delta);
}

static void test_spelling_of_pypi_names(void **state)
{
    (void)state;
    struct pair p = docs();
    doc_row(p.old, "pkg:pypi/Flask_Login@0.6.3");
    doc_row(p.new, "pkg:pypi/flask-login@0.6.3");
    struct sb_delta *delta = delta_of(p.old, p.new);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(delta->unchanged, 1);
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_only),
        cmocka_unit_test(test_digest_at_one_version),
        cmocka_unit_test(test_second_version),
        cmocka_unit_test(test_one_of_two_versions),
        cmocka_unit_test(test_scope_is_identity),
        cmocka_unit_test(test_similar_name_never_merges),
        cmocka_unit_test(test_other_ecosystem),
        cmocka_unit_test(test_deprecated_licence_id),
        cmocka_unit_test(test_licence_vanished),
        cmocka_unit_test(test_licence_changed),
        cmocka_unit_test(test_edge_added),
        cmocka_unit_test(test_qualifiers_only),
        cmocka_unit_test(test_spelling_of_pypi_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
