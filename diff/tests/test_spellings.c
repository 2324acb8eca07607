#include "diff/spellings.h"
#include "diff/tests/docs.h"

/* "pkg:..." or "name@version" without a purl; NULL for nothing. */
static sb_comp add(struct sb_doc *doc, const char *what)
{
    if (strncmp(what, "pkg:", 4) == 0)
        return doc_row(doc, what);
    sb_str rest = sb_str_of(what), name;
    sb_comp c = doc_row(doc, NULL);
    sb_str_cut(&rest, '@', &name);
    sb_doc_at(doc, c)->name = sb_doc_put(doc, name);
    sb_doc_at(doc, c)->version = sb_doc_put(doc, rest);
    sb_doc_at(doc, c)->ref = sb_doc_at(doc, c)->name;
    return c;
}

static struct sb_delta *compare(const char *old_tool, const char *new_tool, const char *old_row, const char *new_row)
{
    struct sb_doc *old = doc_new(old_tool), *new = doc_new(new_tool);
    add(old, old_row);
    add(new, new_row);
    return delta_of(old, new);
}

static const struct {
    const char *old, *new, *tier, *spelling;
} one_package[] = {
    {"pkg:golang/github.com/BurntSushi/toml@v1.2.0", "pkg:golang/github.com/burntsushi/toml@v1.2.0", "alias",
     "letter case"},
    {"pkg:golang/github.com%2Fa%2Fb@v1.0.0", "pkg:golang/github.com/a/b@v1.0.0", "purl", "encoded name"},
    {"pkg:golang/cloud.google.com/go/storage@v1.0.0", "pkg:golang/storage@v1.0.0", "alias", "short name"},
    {"pkg:golang/stdlib@1.22.1", "pkg:golang/std@1.22.1", "alias", "other name"},
    {"pkg:npm/%40scope%2Fname@1.0.0", "pkg:npm/%40scope/name@1.0.0", "purl", "encoded name"},
    {"pkg:npm/JSONStream@1.3.5", "pkg:npm/jsonstream@1.3.5", "alias", "letter case"},
    {"pkg:maven/org.slf4j%3Aslf4j-api@2.0.1", "pkg:maven/org.slf4j/slf4j-api@2.0.1", "purl", "encoded name"},
    {"pkg:maven/logback-core/logback-core@1.4.0", "pkg:maven/ch.qos.logback/logback-core@1.4.0", "alias", "namespace"},
    {"pkg:maven/g/a@1.0?type=jar", "pkg:maven/g/a@1.0", "purl", "qualifiers"},
    {"pkg:maven/g/a@1.0?type=test-jar&classifier=tests", "pkg:maven/g/a@1.0?classifier=tests&type=test-jar", "purl",
     ""},
    {"pkg:nuget/Newtonsoft.Json%4013.0.1", "pkg:nuget/newtonsoft.json@13.0.1", "purl", "encoded name"},
    {"pkg:pypi/Flask_Login@0.6.3", "pkg:pypi/flask-login@0.6.3", "purl", ""},
    {"pkg:pypi/zope.interface@6.0", "pkg:pypi/zope-interface@6.0", "purl", "separators"},
    {"pkg:cargo/tokio_util@0.7.1", "pkg:cargo/tokio-util@0.7.1", "alias", "separators"},
    {"pkg:crates/serde@1.0.0", "pkg:cargo/serde@1.0.0", "alias", "purl type"},
    {"pkg:alpine/musl@1.2.4-r1", "pkg:apk/alpine/musl@1.2.4-r1", "purl", "purl type"},
    {"pkg:deb/debian/a@1:2.3-1?arch=amd64", "pkg:deb/ubuntu/a@2.3-1?epoch=1", "purl", "epoch"},
    {"pkg:deb/debian/libc6%3Aamd64@2.36-9", "pkg:deb/debian/libc6@2.36-9?arch=amd64", "purl", "encoded name"},
    {"pkg:deb/a@2.3-1", "pkg:deb/debian/a@2.3-1?arch=amd64&distro=debian-12", "purl", "short name"},
    {"pkg:rpm/rhel/vim@9.0-2.el9?arch=x86_64", "pkg:rpm/redhat/vim@9.0-2.el9?arch=x86_64", "purl", "namespace"},
    {"pkg:alpm/arch/a@1:2.3-1", "pkg:alpm/arch/a@2.3-1", "purl", ""},
    {"pkg:docker/nginx@1.25", "pkg:oci/nginx@1.25?repository_url=docker.io/library/nginx", "alias", "purl type"},
    {"org.slf4j:slf4j-api@2.0.1", "pkg:maven/org.slf4j/slf4j-api@2.0.1", "coordinates", "no purl"},
    {"org.slf4j:slf4j-api@2.0.1", "org.slf4j/slf4j-api@2.0.1", "coordinates", "group and name"},
    {"storage@v1.0.0", "pkg:golang/cloud.google.com/go/storage@v1.0.0", "coordinates", "no purl"},
    {"Flask_Login@0.6.3", "flask-login@0.6.3", "coordinates", "group and name"},
};

static uint32_t times_used(const struct sb_delta *delta, const char *spelling)
{
    struct sb_spelling_use uses[SB_SPELLINGS];
    uint32_t any = 0;
    sb_spellings(delta, uses);
    for (size_t i = 0; i < SB_SPELLINGS; i++) {
        if (strcmp(sb_spelling_rows[i].name, spelling) == 0)
            return uses[i].count;
        any += uses[i].count;
    }
    return spelling[0] ? 0 : any == 0;
}

static void test_two_tools_one_package(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(one_package); i++) {
        for (unsigned turn = 0; turn < 2; turn++) {
            const char *old = turn ? one_package[i].new : one_package[i].old;
            const char *new = turn ? one_package[i].old : one_package[i].new;
            struct sb_delta *delta = compare("syft", "trivy", old, new);
            if (delta->changes.n || delta->unreconciled.n || delta->identities.n != 1)
                fail_msg("%s and %s are not one", old, new);
            if (strcmp(sb_tier_names[delta->identities.p[0].tier], one_package[i].tier) != 0)
                fail_msg("%s and %s: tier %s", old, new, sb_tier_names[delta->identities.p[0].tier]);
            if (times_used(delta, one_package[i].spelling) != 1)
                fail_msg("%s and %s: not by %s", old, new, one_package[i].spelling);
            delta_done(delta);
        }
    }
}

static void test_two_packages_stay_two(void **state)
{
    (void)state;
    static const struct {
        const char *old_tool, *new_tool, *old, *new;
    } pairs[] = {
        {"syft", "syft", "pkg:npm/JSONStream@1.3.5", "pkg:npm/jsonstream@1.3.5"},
        {"syft", "trivy", "pkg:npm/JSONStream@1.3.5", "pkg:npm/jsonstream@1.3.6"},
        {"syft", "syft", "pkg:golang/github.com/BurntSushi/toml@v1.2.0",
         "pkg:golang/github.com/burntsushi/toml@v1.3.0"},
        {"syft", "trivy", "pkg:npm/%40types/node@20.0.0", "pkg:npm/node@20.0.0"},
        {"syft", "trivy", "pkg:gem/a_b@1.0.0", "pkg:gem/a-b@1.0.0"},
        {"syft", "trivy", "pkg:golang/example.com/a/x@v1.0.0", "pkg:golang/example.com/b/x@v1.0.0"},
        {"syft", "trivy", "pkg:maven/org.a/core@1.0", "pkg:maven/org.b/core@1.0"},
        {"syft", "syft", "Flask_Login@0.6.3", "flask-login@0.6.3"},
        {"syft", "syft", "app@1.0", "pkg:pypi/app@1.1"},
    };
    for (size_t i = 0; i < SB_COUNT(pairs); i++) {
        struct sb_delta *delta = compare(pairs[i].old_tool, pairs[i].new_tool, pairs[i].old, pairs[i].new);
        if (delta->changes.n != 2)
            fail_msg("%s and %s are not two", pairs[i].old, pairs[i].new);
        delta_done(delta);
    }
}

static void test_nothing_else_can_be_meant(void **state)
{
    (void)state;
    struct sb_delta *delta = compare("syft", "trivy", "pkg:golang/x.com/A/b@v1.2.0", "pkg:golang/x.com/a/b@v1.3.0");
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_UPGRADED, "pkg:golang/x.com/A/b@v1.2.0", "pkg:golang/x.com/a/b@v1.3.0");
    delta_done(delta);
    delta = compare("syft", "trivy", "myapp@1.0.0", "pkg:pypi/myapp@1.1.0");
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_UPGRADED, "pkg:generic/myapp@1.0.0", "pkg:pypi/myapp@1.1.0");
    delta_done(delta);

    struct sb_doc *old = doc_new("syft"), *new = doc_new("trivy");
    add(old, "pkg:golang/x.com/A/b@v1.2.0");
    add(new, "pkg:golang/x.com/A/b@v1.2.0");
    add(new, "pkg:golang/x.com/a/b@v1.3.0");
    delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_ADDED, NULL, "pkg:golang/x.com/a/b@v1.3.0");
    delta_done(delta);
}

/* One of several purls is in both documents, whichever of them each puts first. */
static void test_several_purls(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    sb_comp c = doc_row(old, "pkg:oci/ubi-micro@sha256:11?repository_url=r.test/ubi9/ubi-micro");
    sb_doc_reference(old, c, SB_S("PACKAGE-MANAGER purl"), SB_S("pkg:oci/ubi9-micro@sha256:11?repository_url=r.test/x"),
                     SB_STR_NONE);
    doc_row(new, "pkg:oci/ubi9-micro@sha256:11?repository_url=r.test/x");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->identities.n, 1);
    assert_int_equal(delta->identities.p[0].tier, SB_TIER_ALIAS);
    assert_int_equal(times_used(delta, "other name"), 1);
    delta_done(delta);
}

static void test_a_type_that_one_side_lacks(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("b");
    sb_doc_at(old, add(old, "centos@7"))->type = SB_TYPE_OPERATING_SYSTEM;
    sb_doc_at(new, add(new, "centos@8"))->type = SB_TYPE_ABSENT;
    sb_doc_at(old, add(old, "a.bin@1"))->type = SB_TYPE_ABSENT;
    sb_doc_at(new, add(new, "a.bin@1"))->type = SB_TYPE_FILE;
    sb_doc_at(old, add(old, "tool@1"))->type = SB_TYPE_FILE; /* the file and the program: both say what they are */
    sb_doc_at(new, add(new, "tool@1"))->type = SB_TYPE_APPLICATION;
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 3);
    assert_change(delta, 0, SB_UPGRADED, "pkg:generic/centos@7", "pkg:generic/centos@8");
    assert_int_equal(delta->unreconciled.n, 2);
    assert_non_null(strstr(delta->unreconciled.p[0].reason.p, "pkg:generic/tool@1 of the other side has its name"));
    assert_int_equal(times_used(delta, "no type"), 2);
    delta_done(delta);
}

/* ---- what is listed again ---- */

static void test_listed_again(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    doc_sha256(old, doc_row(old, "pkg:npm/a@1.0.0"), "a");
    doc_row(old, "pkg:npm/a@1.0.0");
    doc_sha256(new, doc_row(new, "pkg:npm/a@1.0.0"), "a");
    doc_sha256(old, doc_row(old, "pkg:npm/b@1.0.0"), "one");
    doc_sha256(new, doc_row(new, "pkg:npm/b@1.0.0"), "one");
    doc_sha256(new, doc_row(new, "pkg:npm/b@1.0.0"), "other");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 1); /* other bytes are another package */
    assert_change(delta, 0, SB_ADDED, NULL, "pkg:npm/b@1.0.0");
    assert_int_equal(delta->descriptions.n, 1);
    assert_text(delta->descriptions.p[0].field, "listed again");
    delta_done(delta);
}

/* The second row of a version is no step to another version. */
static void test_listed_again_beside_a_new_version(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    doc_row(old, "pkg:npm/a@1.0.0");
    doc_row(old, "pkg:npm/a@1.0.0");
    doc_row(new, "pkg:npm/a@1.0.0");
    doc_row(new, "pkg:npm/a@2.0.0");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_ADDED, NULL, "pkg:npm/a@2.0.0");
    delta_done(delta);
}

static void test_root_listed_again(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    sb_comp root = doc_root(old, "app", "1"), again = add(old, "app@1");
    doc_edge(old, again, doc_row(old, "pkg:npm/a@1.0.0"));
    doc_edge(new, doc_root(new, "app", "1"), doc_row(new, "pkg:npm/a@1.0.0"));
    assert_true(root.v != again.v);
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(delta->descriptions.n, 1);
    delta_done(delta);
}

/* ---- rows that are told apart by what they say ---- */

static void test_pairs_by_content(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("a"), *new = doc_new("a");
    static const char *const licences[] = {"MIT", "ISC", "Zlib"};
    for (size_t i = 0; i < SB_COUNT(licences); i++) {
        sb_comp o = doc_row(old, "pkg:npm/a@1.0.0"), n = doc_row(new, "pkg:npm/a@1.0.0");
        sb_doc_at(old, o)->ref = SB_TEXT_ABSENT;
        sb_doc_at(new, n)->ref = SB_TEXT_ABSENT;
        sb_doc_licence(old, o, SB_LICENCE_DECLARED, SB_LICENCE_ID, sb_str_of(licences[i]));
        sb_doc_licence(new, n, SB_LICENCE_DECLARED, SB_LICENCE_ID, sb_str_of(licences[SB_COUNT(licences) - 1 - i]));
        sb_comp od = doc_row(old, "pkg:deb/debian/b@1.0-1?arch=amd64"),
                nd = doc_row(new, "pkg:deb/debian/b@1.0-2?arch=amd64");
        sb_doc_at(old, od)->ref = SB_TEXT_ABSENT;
        sb_doc_at(new, nd)->ref = SB_TEXT_ABSENT;
    }
    doc_row(old, "pkg:deb/debian/c@1.0-1?arch=amd64");
    doc_row(old, "pkg:deb/debian/c@1.0-1?arch=i386");
    doc_row(new, "pkg:deb/debian/c@1.0-2?arch=i386");
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->terms.n, 0);
    assert_int_equal(delta->changes.n, 3);
    assert_change(delta, 0, SB_UPGRADED, "pkg:deb/debian/b@1.0-1?arch=amd64", "pkg:deb/debian/b@1.0-2?arch=amd64");
    assert_change(delta, 1, SB_REMOVED, "pkg:deb/debian/c@1.0-1?arch=amd64", NULL);
    assert_change(delta, 2, SB_UPGRADED, "pkg:deb/debian/c@1.0-1?arch=i386", "pkg:deb/debian/c@1.0-2?arch=i386");
    delta_done(delta);
}

static void test_addresses_have_no_direction(void **state)
{
    (void)state;
    struct sb_delta *delta = compare("a", "a", "pkg:oci/x@sha256:60aa60aa", "pkg:oci/x@sha256:10aa10aa");
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_CHANGED, "pkg:oci/x@sha256:60aa60aa", "pkg:oci/x@sha256:10aa10aa");
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_tools_one_package),
        cmocka_unit_test(test_two_packages_stay_two),
        cmocka_unit_test(test_nothing_else_can_be_meant),
        cmocka_unit_test(test_several_purls),
        cmocka_unit_test(test_a_type_that_one_side_lacks),
        cmocka_unit_test(test_listed_again),
        cmocka_unit_test(test_listed_again_beside_a_new_version),
        cmocka_unit_test(test_root_listed_again),
        cmocka_unit_test(test_pairs_by_content),
        cmocka_unit_test(test_addresses_have_no_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
