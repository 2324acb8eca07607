#include "diff/tests/docs.h"

static struct sb_delta *one_pair(struct sb_doc *old, struct sb_doc *new)
{
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->terms.n + delta->descriptions.n, 0);
    return delta;
}

static void assert_field(const struct sb_delta *delta, size_t change, size_t i, const char *field, const char *old,
                         const char *new)
{
    assert_true(change < delta->changes.n && i < delta->changes.p[change].n_fields);
    const struct sb_field_change *f = &delta->changes.p[change].fields[i];
    assert_string_equal(f->field, field);
    assert_text(f->old_json, old);
    assert_text(f->new_json, new);
}

static void assert_description(const struct sb_delta *delta, const char *field, const char *old, const char *new)
{
    for (size_t i = 0; i < delta->descriptions.n; i++) {
        const struct sb_description *d = &delta->descriptions.p[i];
        if (!sb_str_eq(d->field, sb_str_of(field)))
            continue;
        assert_text(d->old_json, old);
        assert_text(d->new_json, new);
        return;
    }
    fail_msg("no description of %s", field);
}

static const struct sb_coverage *coverage(const struct sb_delta *delta, const char *what, const char *name)
{
    for (size_t i = 0; i < delta->coverage.n; i++)
        if (strcmp(delta->coverage.p[i].what, what) == 0 && sb_str_eq(delta->coverage.p[i].name, sb_str_of(name)))
            return &delta->coverage.p[i];
    return NULL;
}

static void fact(struct sb_doc *doc, sb_comp c, const char *name, const char *json)
{
    sb_doc_fact(doc, c, sb_str_of(name), sb_str_of(json));
}

/* ---- versions ---- */

static void versions(const char *old, const char *new, bool change)
{
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    doc_row(a, old);
    doc_row(b, new);
    struct sb_delta *delta = delta_of(a, b);
    assert_int_equal(delta->changes.n, change ? 1 : 0);
    delta_done(delta);
}

static void test_spelling_of_versions(void **state)
{
    (void)state;
    versions("pkg:pypi/a@1.0", "pkg:pypi/a@1.0.0", false);
    versions("pkg:deb/debian/a@1:2.3-1", "pkg:deb/debian/a@2.3-1", false);
    versions("pkg:deb/debian/a@2.3-1?epoch=1", "pkg:deb/debian/a@1:2.3-1", false);
    versions("pkg:rpm/fedora/a@2.3-1?epoch=1", "pkg:rpm/fedora/a@2.3-1", false);
    versions("pkg:deb/debian/a@1:2.3-1", "pkg:deb/debian/a@2:2.3-1", true);
    versions("pkg:deb/debian/a@1:2.3-1", "pkg:deb/debian/a@2.3-2", true);
    versions("pkg:golang/example.com/a@v1.2.3", "pkg:golang/example.com/a@1.2.3", false);
    versions("pkg:npm/a", "pkg:npm/a@1.0.0", false);
    versions("pkg:npm/a@1.0.0", "pkg:npm/a@1.0.1", true);
}

static void test_direction(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    doc_row(a, "pkg:deb/debian/a@1.0~rc1-1");
    doc_row(b, "pkg:deb/debian/a@1.0-1");
    doc_row(a, "pkg:npm/b@1.10.0");
    doc_row(b, "pkg:npm/b@1.9.0");
    struct sb_delta *delta = delta_of(a, b);
    assert_change(delta, 0, SB_UPGRADED, "pkg:deb/debian/a@1.0~rc1-1", "pkg:deb/debian/a@1.0-1");
    assert_change(delta, 1, SB_DOWNGRADED, "pkg:npm/b@1.10.0", "pkg:npm/b@1.9.0");
    assert_field(delta, 1, 0, "version", "\"1.10.0\"", "\"1.9.0\"");
    delta_done(delta);
}

/* ---- software ---- */

static void test_new_algorithm_is_no_change(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    sb_comp ca = doc_row(a, "pkg:npm/a@1.0.0"), cb = doc_row(b, "pkg:npm/a@1.0.0");
    struct sb_digest other = {.alg = SB_ALG_SHA512, .n = 64};
    doc_sha256(a, ca, "x");
    doc_sha256(b, cb, "x");
    sb_doc_hash(b, cb, &other);
    delta_done(one_pair(a, b));
}

static void test_grown_list_of_digests(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    sb_comp ca = doc_row(a, "pkg:pypi/a@1.0"), cb = doc_row(b, "pkg:pypi/a@1.0");
    doc_sha256(a, ca, "sdist");
    doc_sha256(b, cb, "wheel");
    doc_sha256(b, cb, "sdist");
    struct sb_delta *delta = one_pair(a, b);
    assert_int_equal(delta->changes.n, 0);
    delta_done(delta);
}

/* Two tools: digests of two scopes differ everywhere; where most agree, the one that does not is a change. */
static void test_digests_of_two_tools(void **state)
{
    (void)state;
    for (unsigned agree = 0; agree < 2; agree++) {
        struct sb_doc *a = doc_new("s"), *b = doc_new("t");
        for (unsigned i = 0; i < 9; i++) {
            char text[64], of[16];
            snprintf(text, sizeof text, "pkg:npm/p%u@1.0.0", i);
            snprintf(of, sizeof of, "old %u", i);
            doc_sha256(a, doc_row(a, text), of);
            if (!agree || i == 4)
                snprintf(of, sizeof of, "new %u", i);
            doc_sha256(b, doc_row(b, text), of);
        }
        struct sb_delta *delta = one_pair(a, b);
        assert_int_equal(delta->changes.n, agree);
        delta_done(delta);
    }
}

static void test_content_set(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *field;
    } cases[] = {
        {"{\"bytes\":1,\"n\":1,\"sha256\":\"aa\"}", "{\"bytes\":1,\"n\":1,\"sha256\":\"bb\"}", "content"},
        {"{\"recorded\":\"rr\",\"sha256\":\"aa\"}", "{\"recorded\":\"rr\",\"sha256\":\"bb\"}", "files"},
        {"{\"recorded\":\"rr\",\"sha256\":\"aa\"}", "{\"recorded\":\"ss\",\"sha256\":\"aa\"}", "content"},
        {"{\"recorded\":\"rr\",\"sha256\":\"aa\"}", "{\"sha256\":\"aa\"}", NULL},
        {"{\"n\":1}", "{\"n\":2,\"sha256\":\"aa\"}", NULL},
        {"{\"sha256\":\"aa\"}", "{\"sha256\":", NULL},
        {"{\"sha256\":\"aa\"}", "[]", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *a = doc_new("t"), *b = doc_new("t");
        fact(a, doc_row(a, "pkg:npm/a@1.0.0"), "sbom:files", cases[i].old);
        fact(b, doc_row(b, "pkg:npm/a@1.0.0"), "sbom:files", cases[i].new);
        struct sb_delta *delta = one_pair(a, b);
        assert_int_equal(delta->changes.n, cases[i].field ? 1 : 0);
        if (cases[i].field)
            assert_string_equal(delta->changes.p[0].fields[0].field, cases[i].field);
        delta_done(delta);
    }
}

static void test_execution_points(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    fact(a, doc_row(a, "pkg:npm/a@1.0.0"), "sbom:exec", "[{\"kind\":\"npm:main\",\"path\":\"i.js\"}]");
    fact(b, doc_row(b, "pkg:npm/a@1.0.0"), "sbom:exec",
         "[{\"kind\":\"npm:main\",\"path\":\"i.js\"},{\"kind\":\"npm:postinstall\",\"command\":\"node x\"}]");
    struct sb_delta *delta = one_pair(a, b);
    assert_field(delta, 0, 0, "exec", "[]", "[{\"kind\":\"npm:postinstall\",\"command\":\"node x\"}]");
    delta_done(delta);
}

static void test_origin(void **state)
{
    (void)state;
    static const struct {
        const char *old_version, *new_version, *old, *new;
        bool moved;
    } cases[] = {
        {"1.0.0", "1.0.0", "{\"registry\":\"https://r\"}", "{\"registry\":\"https://evil\"}", true},
        {"1.0.0", "1.0.0", "{\"repository\":\"git+https://h/x.git\"}", "{\"repository\":\"https://h/x\"}", false},
        {"1.0.0", "1.0.0", "{\"kind\":\"registry\"}", "{\"kind\":\"git\"}", true},
        {"1.0.0", "1.0.0", "{\"installer\":\"pip\"}", "{\"installer\":\"uv\"}", false},
        {"1.0.0", "1.0.1", "{\"url\":\"https://h/a-1.0.0.tgz\"}", "{\"url\":\"https://h/a-1.0.1.tgz\"}", false},
        {"1.0.0", "1.0.1", "{\"url\":\"https://h/a-1.0.0.tgz\"}", "{\"url\":\"https://e/a-1.0.1.tgz\"}", true},
        {"1.0.0", "1.0.0", "{\"url\":\"https://h/a-1.0.0.tgz\"}", "{\"url\":\"https://h/b-1.0.0.tgz\"}", true},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *a = doc_new("t"), *b = doc_new("t");
        char text[64];
        snprintf(text, sizeof text, "pkg:npm/a@%s", cases[i].old_version);
        fact(a, doc_row(a, text), "sbom:origin", cases[i].old);
        snprintf(text, sizeof text, "pkg:npm/a@%s", cases[i].new_version);
        fact(b, doc_row(b, text), "sbom:origin", cases[i].new);
        struct sb_delta *delta = one_pair(a, b);
        bool moved = false;
        for (size_t k = 0; delta->changes.n && k < delta->changes.p[0].n_fields; k++)
            moved = moved || strcmp(delta->changes.p[0].fields[k].field, "origin") == 0;
        assert_int_equal(moved, cases[i].moved);
        delta_done(delta);
    }
}

static void test_registry_in_the_purl(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    doc_row(a, "pkg:npm/a@1.0.0?repository_url=https://a.example");
    doc_row(b, "pkg:npm/a@1.0.0?repository_url=https://b.example");
    struct sb_delta *delta = one_pair(a, b);
    assert_int_equal(delta->changes.n, 1);
    assert_string_equal(delta->changes.p[0].fields[0].field, "origin");
    delta_done(delta);
}

/* Direct dependencies that arrive or leave are told by the arrival; the root itself is changed by an edge between old
 * acquaintances. */
static void test_edges_of_the_root(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    doc_root(a, "app", "1");
    doc_root(b, "app", "2");
    doc_edge(a, a->root, doc_row(a, "pkg:npm/a@1.0.0"));
    doc_edge(b, b->root, doc_row(b, "pkg:npm/a@1.0.0"));
    doc_edge(b, b->root, doc_row(b, "pkg:npm/b@1.0.0"));
    struct sb_delta *delta = delta_of(a, b);
    assert_int_equal(delta->changes.n, 1);
    assert_change(delta, 0, SB_ADDED, NULL, "pkg:npm/b@1.0.0");
    assert_int_equal(delta->changes.p[0].n_why, 2);
    assert_text(delta->changes.p[0].why[0], "app");
    assert_text(delta->changes.p[0].why[1], "pkg:npm/b@1.0.0");
    delta_done(delta);
}

/* ---- terms and descriptions ---- */

static void test_disclosure_moves(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    sb_comp ca = doc_row(a, "pkg:npm/a@1.0.0"), cb = doc_row(b, "pkg:npm/a@1.0.0");
    sb_doc_at(a, ca)->supplier = SB_TEXT_NOASSERTION;
    sb_doc_at(b, cb)->supplier = sb_doc_put(b, SB_S("Acme"));
    sb_doc_at(a, ca)->copyright = SB_TEXT_NONE;
    sb_doc_at(b, cb)->copyright = SB_TEXT_EMPTY;
    sb_doc_at(a, ca)->originator = sb_doc_put(a, SB_S("Me"));
    sb_doc_at(b, cb)->originator = SB_TEXT_WITHHELD;
    struct sb_delta *delta = delta_of(a, b);
    assert_int_equal(delta->changes.n + delta->terms.n, 0);
    assert_int_equal(delta->descriptions.n, 3);
    assert_description(delta, "supplier", "\"NOASSERTION\"", "\"Acme\"");
    assert_description(delta, "copyright", "\"NONE\"", "\"\"");
    assert_description(delta, "originator", "\"Me\"", "{\"withheld\":true}");
    delta_done(delta);
}

static void test_terms(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    sb_comp ca = doc_row(a, "pkg:npm/a@1.0.0"), cb = doc_row(b, "pkg:npm/a@1.0.0");
    sb_doc_at(a, ca)->supplier = sb_doc_put(a, SB_S("Organization: Acme (a@acme.example)"));
    sb_doc_at(b, cb)->supplier = sb_doc_put(b, SB_S("Acme"));
    sb_doc_at(a, ca)->originator = sb_doc_put(a, SB_S("Me"));
    sb_doc_at(b, cb)->originator = sb_doc_put(b, SB_S("You"));
    sb_doc_licence(a, ca, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("MIT"));
    sb_doc_licence(a, ca, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("Apache-2.0"));
    sb_doc_licence(b, cb, SB_LICENCE_DECLARED, SB_LICENCE_EXPRESSION, SB_S("Apache-2.0 AND MIT"));
    sb_doc_licence(a, ca, SB_LICENCE_CONCLUDED, SB_LICENCE_EXPRESSION, SB_S("MIT OR ISC"));
    sb_doc_licence(b, cb, SB_LICENCE_CONCLUDED, SB_LICENCE_EXPRESSION, SB_S("MIT AND ISC"));
    struct sb_delta *delta = delta_of(a, b);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(delta->terms.n, 2);
    assert_string_equal(delta->terms.p[0].field, "licence");
    assert_string_equal(delta->terms.p[1].field, "originator");
    assert_text(delta->terms.p[1].old_json, "\"Me\"");
    assert_description(delta, "supplier", "\"Organization: Acme (a@acme.example)\"", "\"Acme\"");
    delta_done(delta);
}

static void test_other_descriptions(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    sb_comp ca = doc_row(a, "pkg:npm/a@1.0.0"), cb = doc_row(b, "pkg:npm/a@1.0.0");
    sb_doc_attribute(a, ca, SB_F_DESCRIPTION, SB_S("old words"));
    sb_doc_attribute(b, cb, SB_F_DESCRIPTION, SB_S("new words"));
    sb_doc_reference(a, ca, SB_S("website"), SB_S("https://a"), SB_STR_NONE);
    sb_doc_reference(b, cb, SB_S("website"), SB_S("https://b"), SB_STR_NONE);
    sb_doc_property(b, cb, SB_S("x:y"), SB_S("1"));
    sb_doc_raw(b, cb, SB_S("extra"), SB_S("[1]"));
    sb_doc_at(b, cb)->type = SB_TYPE_APPLICATION;
    sb_doc_at(b, cb)->scope = SB_SCOPE_OPTIONAL;
    struct sb_delta *delta = delta_of(a, b);
    assert_int_equal(delta->changes.n + delta->terms.n + delta->coverage.n, 0);
    assert_int_equal(delta->descriptions.n, 6);
    assert_description(delta, "description", "\"old words\"", "\"new words\"");
    assert_description(delta, "external references", "\"website https://a\"", "\"website https://b\"");
    assert_description(delta, "properties", "null", "\"x:y=1\"");
    assert_description(delta, "extra", "null", "[1]");
    assert_description(delta, "type", "\"library\"", "\"application\"");
    assert_description(delta, "scope", "null", "\"optional\"");
    delta_done(delta);
}

/* ---- coverage ---- */

static void test_no_graph_on_one_side(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    sb_comp x = doc_row(a, "pkg:npm/a@1.0.0"), y = doc_row(a, "pkg:npm/b@1.0.0");
    doc_edge(a, x, y);
    doc_row(b, "pkg:npm/a@1.0.0");
    doc_row(b, "pkg:npm/b@1.0.0");
    struct sb_delta *delta = one_pair(a, b);
    assert_int_equal(delta->changes.n, 0);
    const struct sb_coverage *c = coverage(delta, "graph", "dependencies");
    assert_non_null(c);
    assert_int_equal(c->side, SB_NEW);
    assert_int_equal(c->count, 1);
    delta_done(delta);
}

static void test_graphs_of_two_tools(void **state)
{
    (void)state;
    struct sb_doc *doc[SB_SIDES] = {doc_new("s"), doc_new("t")};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        sb_comp x = doc_row(doc[side], "pkg:npm/a@1.0.0"), y = doc_row(doc[side], "pkg:npm/b@1.0.0");
        doc_edge(doc[side], side ? x : y, side ? y : x);
    }
    struct sb_delta *delta = one_pair(doc[SB_OLD], doc[SB_NEW]);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(coverage(delta, "field", "dependencies")->count, 2);
    delta_done(delta);
}

static void test_type_of_one_tool_alone(void **state)
{
    (void)state;
    for (unsigned same = 0; same < 2; same++) {
        struct sb_doc *a = doc_new("s"), *b = doc_new(same ? "s" : "t");
        doc_row(a, "pkg:npm/a@1.0.0");
        doc_row(b, "pkg:npm/a@1.0.0");
        doc_row(b, "pkg:golang/example.com/x@v1.0.0");
        struct sb_delta *delta = one_pair(a, b);
        assert_int_equal(delta->changes.n, same);
        assert_int_equal(delta->coverage.n, !same);
        if (!same)
            assert_int_equal(coverage(delta, "type", "golang")->side, SB_OLD);
        delta_done(delta);
    }
}

static void test_field_of_one_tool_alone(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("s"), *b = doc_new("t");
    sb_doc_at(a, doc_row(a, "pkg:npm/a@1.0.0"))->supplier = sb_doc_put(a, SB_S("Acme"));
    doc_row(b, "pkg:npm/a@1.0.0");
    struct sb_delta *delta = one_pair(a, b);
    assert_int_equal(coverage(delta, "field", "supplier")->side, SB_NEW);
    delta_done(delta);
}

static void test_facts_and_collectors(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    fact(b, doc_row(b, "pkg:npm/a@1.0.0"), "sbom:files", "{\"n\":1}");
    doc_row(a, "pkg:npm/a@1.0.0");
    fact(a, SB_DOC_ITSELF, "sbom:ran", "{\"dpkg\":1,\"npm\":1}");
    fact(b, SB_DOC_ITSELF, "sbom:ran", "{\"facts\":1,\"npm\":2}");
    struct sb_delta *delta = one_pair(a, b);
    assert_int_equal(delta->coverage.n, 3);
    assert_int_equal(coverage(delta, "collector", "dpkg")->side, SB_NEW);
    assert_int_equal(coverage(delta, "collector", "dpkg")->lost, SB_LEVEL_NONE); /* it had found nothing */
    assert_int_equal(coverage(delta, "collector", "npm")->side, SB_OLD);
    assert_int_equal(coverage(delta, "facts", "facts")->side, SB_OLD);
    assert_true(delta->incomplete);
    delta_done(delta);
}

/* ---- why ---- */

static void test_shortest_smallest_way(void **state)
{
    (void)state;
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    doc_root(a, "app", "1");
    doc_root(b, "app", "1");
    sb_comp z = doc_row(b, "pkg:npm/z@1.0.0"), m = doc_row(b, "pkg:npm/m@1.0.0"), c = doc_row(b, "pkg:npm/c@1.0.0");
    sb_comp x = doc_row(b, "pkg:npm/x@1.0.0"), lone = doc_row(b, "pkg:npm/lone@1.0.0"),
            owned = doc_row(b, "pkg:npm/owned@1.0.0");
    doc_edge(b, b->root, z);
    doc_edge(b, b->root, m);
    doc_edge(b, z, x);
    doc_edge(b, m, x);
    doc_edge(b, m, c);
    doc_edge(b, c, x);
    doc_edge(b, x, b->root); /* a circle */
    sb_doc_relate(b, x, owned, SB_REL_OWNS, SB_STR_NONE);
    (void)lone;
    struct sb_delta *delta = delta_of(a, b);
    assert_int_equal(delta->changes.n, 6);
    static const char *const ways[][4] = {
        {"app", "pkg:npm/m@1.0.0", "pkg:npm/c@1.0.0", NULL},
        {"app", "pkg:npm/lone@1.0.0", NULL},
        {"app", "pkg:npm/m@1.0.0", NULL},
        {"app", "pkg:npm/m@1.0.0", "pkg:npm/x@1.0.0", "pkg:npm/owned@1.0.0"},
        {"app", "pkg:npm/m@1.0.0", "pkg:npm/x@1.0.0", NULL},
        {"app", "pkg:npm/z@1.0.0", NULL},
    };
    for (size_t i = 0; i < SB_COUNT(ways); i++) {
        size_t n = 0;
        for (; n < 4 && ways[i][n]; n++)
            assert_text(delta->changes.p[i].why[n], ways[i][n]);
        assert_int_equal(delta->changes.p[i].n_why, n);
    }
    delta_done(delta);
}

static void test_long_way_is_cut(void **state)
{
    (void)state;
    enum { ROWS = 3000 };
    struct sb_doc *a = doc_new("t"), *b = doc_new("t");
    doc_root(a, "app", "1");
    sb_comp last = doc_root(b, "app", "1");
    for (unsigned i = 0; i < ROWS; i++) {
        char text[64];
        snprintf(text, sizeof text, "pkg:npm/p%05u@1.0.0", i);
        sb_comp next = doc_row(b, text);
        doc_edge(b, last, next);
        last = next;
    }
    struct sb_delta *delta = delta_of(a, b);
    const struct sb_change *change = &delta->changes.p[ROWS - 1];
    assert_int_equal(change->n_why, 66);
    assert_text(change->why[1], "...");
    assert_text(change->why[65], "pkg:npm/p02999@1.0.0");
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelling_of_versions),       cmocka_unit_test(test_direction),
        cmocka_unit_test(test_new_algorithm_is_no_change), cmocka_unit_test(test_grown_list_of_digests),
        cmocka_unit_test(test_digests_of_two_tools),       cmocka_unit_test(test_content_set),
        cmocka_unit_test(test_execution_points),           cmocka_unit_test(test_origin),
        cmocka_unit_test(test_registry_in_the_purl),       cmocka_unit_test(test_edges_of_the_root),
        cmocka_unit_test(test_disclosure_moves),           cmocka_unit_test(test_terms),
        cmocka_unit_test(test_other_descriptions),         cmocka_unit_test(test_no_graph_on_one_side),
        cmocka_unit_test(test_graphs_of_two_tools),        cmocka_unit_test(test_type_of_one_tool_alone),
        cmocka_unit_test(test_field_of_one_tool_alone),    cmocka_unit_test(test_facts_and_collectors),
        cmocka_unit_test(test_shortest_smallest_way),      cmocka_unit_test(test_long_way_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
