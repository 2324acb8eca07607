/* Which changes and findings stand together, how bad a group is, and in which order groups come. */
#include "diff/diff.h"
#include "diff/group.h"
#include "diff/score.h"
#include "signal_docs.h"

/* Every change is in exactly one group, every finding too, and the ranks are in order. */
static void check_groups(const struct sb_delta *delta)
{
    size_t n_changes = 0, n_findings = 0;
    bool *seen = sb_calloc(delta->changes.n + 1, sizeof *seen);
    for (uint32_t i = 0; i < delta->groups.n; i++) {
        const struct sb_group *group = &delta->groups.p[i];
        assert_true(group->n_changes || group->n_findings);
        assert_true(group->title.n && group->explanation.n);
        for (size_t c = 0; c < group->n_changes; c++) {
            assert_false(seen[group->changes[c]]);
            seen[group->changes[c]] = true;
            assert_int_equal(delta->changes.p[group->changes[c]].group, i);
        }
        n_changes += group->n_changes;
        n_findings += group->n_findings;
        if (i) {
            const struct sb_group *before = &delta->groups.p[i - 1];
            assert_true(before->severity > group->severity ||
                        (before->severity == group->severity && before->score >= group->score));
        }
    }
    assert_int_equal(n_changes, delta->changes.n);
    assert_int_equal(n_findings, delta->findings.n);
    sb_free(seen);
}

static struct sb_doc *bare_doc(void)
{
    struct sb_doc *doc = doc_new("sbom");
    doc_root(doc, "project", "1.0");
    doc->has_graph = true;
    sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S("{\"facts\":1,\"npm\":1}"));
    return doc;
}

static struct sb_delta *grouped(struct sb_doc *old, struct sb_doc *new)
{
    struct sb_delta *delta = delta_of(old, new);
    sb_signals_run(delta);
    sb_group(delta);
    check_groups(delta);
    return delta;
}

static sb_comp numbered(struct sb_doc *doc, const char *name, int n, const char *version)
{
    char purl[128];
    snprintf(purl, sizeof purl, "pkg:npm/%s%d@%s", name, n, version);
    return doc_row(doc, purl);
}

enum { MANY = 20 };

/* Twenty packages of one owner, each with a patch that wants the same newcomer with a hook. */
static struct sb_delta *twenty(bool second_newcomer)
{
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    sb_comp easy = doc_row(new, "pkg:npm/easy@1.11.22");
    sb_comp other = second_newcomer ? doc_row(new, "pkg:npm/zeasy@1.0.0") : SB_COMP_NONE;
    sb_doc_fact(new, easy, SB_S("sbom:exec"),
                SB_S("[{\"command\":\"node setup.js\",\"kind\":\"npm:postinstall\",\"path\":\"setup.js\"}]"));
    for (int i = 0; i < MANY; i++) {
        sb_comp a = numbered(old, "%40m/part", 100 + i, "1.0.0");
        sb_comp b = numbered(new, "%40m/part", 100 + i, "1.0.1");
        sb_doc_fact(old, a, SB_S("sbom:deps"), SB_S("[]"));
        sb_doc_fact(new, b, SB_S("sbom:deps"),
                    second_newcomer ? SB_S("[{\"mentioned\":false,\"raw\":\"easy@^1\",\"scope\":\"runtime\",\"to\":"
                                           "\"pkg:npm/easy@1.11.22\"},"
                                           "{\"mentioned\":false,\"raw\":\"zeasy@^1\",\"scope\":\"runtime\",\"to\":"
                                           "\"pkg:npm/zeasy@1.0.0\"}]")
                                    : SB_S("[{\"mentioned\":false,\"raw\":\"easy@^1\",\"scope\":\"runtime\",\"to\":"
                                           "\"pkg:npm/easy@1.11.22\"}]"));
        doc_edge(old, old->root, a);
        doc_edge(new, new->root, b);
        doc_edge(new, b, easy);
        if (second_newcomer)
            doc_edge(new, b, other);
    }
    return grouped(old, new);
}

static void test_one_newcomer_for_many(void **state)
{
    (void)state;
    struct sb_delta *delta = twenty(false);
    assert_int_equal(delta->groups.n, 1);
    assert_int_equal(delta->groups.p[0].n_changes, MANY + 1);
    assert_text(sb_delta_row(delta, SB_NEW, delta->groups.p[0].cause)->purl, "pkg:npm/easy@1.11.22");
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_HIGH);
    delta_done(delta);
}

static void test_two_newcomers_for_many(void **state)
{
    (void)state;
    struct sb_delta *delta = twenty(true);
    assert_int_equal(delta->groups.n, 1);
    assert_int_equal(delta->groups.p[0].n_changes, MANY + 2);
    delta_done(delta);
}

/* A package with a signal of its own is not taken in. */
static void test_own_signal_stays(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    sb_comp d = doc_row(new, "pkg:npm/newcomer@1.0.0");
    for (int i = 0; i < 3; i++) {
        sb_comp a = numbered(old, "part", i, "1.0.0");
        sb_comp b = numbered(new, "part", i, i == 1 ? "9000.0.0" : "1.1.0");
        doc_edge(old, old->root, a);
        doc_edge(new, new->root, b);
        doc_edge(new, b, d);
    }
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 2);
    assert_int_equal(delta->groups.p[0].n_changes, 1);
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_HIGH);
    assert_int_equal(delta->groups.p[1].n_changes, 3);
    delta_done(delta);
}

/* What one release brings goes with it, down the whole chain and around a circle; what it dropped, too. */
static void test_chain(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    sb_comp a = doc_row(old, "pkg:npm/app@1.0.0"), gone = doc_row(old, "pkg:npm/gone@1.0.0"),
            below = doc_row(old, "pkg:npm/gone-below@1.0.0");
    doc_edge(old, old->root, a);
    doc_edge(old, a, gone);
    doc_edge(old, gone, below);
    sb_comp b = doc_row(new, "pkg:npm/app@2.0.0"), c = doc_row(new, "pkg:npm/c@1.0.0"),
            d = doc_row(new, "pkg:npm/d@1.0.0"), e = doc_row(new, "pkg:npm/e@1.0.0");
    doc_edge(new, new->root, b);
    doc_edge(new, b, c);
    doc_edge(new, c, d);
    doc_edge(new, d, e);
    doc_edge(new, e, d);
    doc_edge(new, e, c);
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 1);
    assert_int_equal(delta->groups.p[0].n_changes, 6);
    assert_text(delta->groups.p[0].title, "app 1.0.0 -> 2.0.0 and 5 more");
    delta_done(delta);
}

static void test_unrelated_stay_apart(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    for (int i = 0; i < 5; i++) {
        doc_edge(old, old->root, numbered(old, "part", i, "1.0.0"));
        doc_edge(new, new->root, numbered(new, "part", i, "1.0.1"));
    }
    doc_edge(new, new->root, doc_row(new, "pkg:npm/fresh@1.0.0"));
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 6);
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_INFO);
    delta_done(delta);
}

/* A project split into two packages is next to nothing, even in a patch release. */
static void test_split_is_low(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    sb_comp a = doc_row(old, "pkg:npm/%40own/core@3.1.4"), b = doc_row(new, "pkg:npm/%40own/core@3.1.5"),
            c = doc_row(new, "pkg:npm/%40own/shared@3.1.5");
    doc_edge(old, old->root, a);
    doc_edge(new, new->root, b);
    doc_edge(new, b, c);
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 1);
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_LOW);
    delta_done(delta);
}

/* N packages whose registry changed; one of them is upgraded and has a hook as well. */
static struct sb_delta *mirrored(int n)
{
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    for (int i = 0; i < n; i++) {
        sb_comp a = numbered(old, "part", i, "1.0.0");
        sb_comp b = numbered(new, "part", i, i == 0 ? "1.0.1" : "1.0.0");
        sb_doc_fact(old, a, SB_S("sbom:origin"), SB_S("{\"kind\":\"registry\",\"registry\":\"a.invalid\"}"));
        sb_doc_fact(new, b, SB_S("sbom:origin"), SB_S("{\"kind\":\"registry\",\"registry\":\"b.invalid\"}"));
        sb_doc_fact(old, a, SB_S("sbom:exec"), SB_S("[]"));
        sb_doc_fact(new, b, SB_S("sbom:exec"),
                    i == 0 ? SB_S("[{\"command\":\"node x.js\",\"kind\":\"npm:preinstall\",\"path\":\"x.js\"}]")
                           : SB_S("[]"));
    }
    return grouped(old, new);
}

static void test_systemic(void **state)
{
    (void)state;
    struct sb_delta *delta = mirrored(MANY);
    assert_int_equal(delta->groups.n, 2);
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_CRITICAL);
    assert_int_equal(delta->groups.p[1].severity, SB_LEVEL_CRITICAL);
    size_t n[2] = {delta->groups.p[0].n_changes, delta->groups.p[1].n_changes};
    assert_int_equal(n[0] + n[1], MANY);
    assert_true(n[0] == 1 || n[1] == 1); /* the upgraded one keeps its own group, without the step */
    for (size_t i = 0; i < delta->findings.n; i++)
        assert_int_equal(delta->findings.p[i].systemic, strcmp(delta->findings.p[i].signal->id, "SOURCE_CHANGED") == 0);
    delta_done(delta);
    delta = mirrored(3); /* few, but all of them */
    assert_int_equal(delta->groups.n, 2);
    delta_done(delta);
    delta = mirrored(2);
    assert_int_equal(delta->groups.n, 2);
    for (size_t i = 0; i < delta->findings.n; i++)
        assert_false(delta->findings.p[i].systemic);
    delta_done(delta);
}

static void test_owner_and_source(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    struct sb_doc *docs[] = {old, new};
    static const char *const version[] = {"1.0-1", "1.0-2"};
    for (size_t i = 0; i < SB_COUNT(docs); i++) {
        char purl[4][96];
        snprintf(purl[0], sizeof purl[0], "pkg:deb/debian/tool@%s?arch=source", version[i]);
        snprintf(purl[1], sizeof purl[1], "pkg:deb/debian/tool@%s?arch=amd64", version[i]);
        snprintf(purl[2], sizeof purl[2], "pkg:deb/debian/tool-common@%s?arch=all", version[i]);
        snprintf(purl[3], sizeof purl[3], "pkg:pypi/tool@1.%zu", i);
        sb_comp source = doc_row(docs[i], purl[0]), a = doc_row(docs[i], purl[1]), b = doc_row(docs[i], purl[2]),
                inner = doc_row(docs[i], purl[3]);
        sb_doc_relate(docs[i], a, source, SB_REL_GENERATED_FROM, SB_STR_NONE);
        sb_doc_relate(docs[i], b, source, SB_REL_GENERATED_FROM, SB_STR_NONE);
        sb_doc_relate(docs[i], b, inner, SB_REL_OWNS, SB_STR_NONE);
    }
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 1);
    delta_done(delta);
}

/* A tool that brings a copy of what is installed beside it. */
static void test_copy_of_an_owner(void **state)
{
    (void)state;
    struct sb_doc *docs[] = {bare_doc(), bare_doc()};
    for (size_t i = 0; i < SB_COUNT(docs); i++) {
        char purl[3][96];
        snprintf(purl[0], sizeof purl[0], "pkg:pypi/tool@%zu.0", i + 1);
        snprintf(purl[1], sizeof purl[1], "pkg:pypi/dirs@4.%zu", i + 2);
        snprintf(purl[2], sizeof purl[2], "pkg:pypi/dirs@4.%zu", i + 1);
        sb_comp tool = doc_row(docs[i], purl[0]);
        doc_row(docs[i], purl[1]);
        sb_doc_relate(docs[i], tool, doc_row(docs[i], purl[2]), SB_REL_OWNS, SB_STR_NONE);
    }
    struct sb_delta *delta = grouped(docs[SB_OLD], docs[SB_NEW]);
    assert_int_equal(delta->changes.n, 3);
    assert_int_equal(delta->groups.n, 2);
    delta_done(delta);
}

static void test_unowned_by_folder(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    sb_doc_fact(old, SB_DOC_ITSELF, SB_S("sbom:unowned"), SB_S("[]"));
    sb_doc_fact(new, SB_DOC_ITSELF, SB_S("sbom:unowned"),
                SB_S("[{\"kind\":\"os:cron\",\"path\":\"etc/cron.d/"
                     "a\",\"sha256\":\"aa\"},{\"kind\":\"os:cron\",\"path\":\"etc/cron.d/b\",\"sha256\":\"aa\"},"
                     "{\"kind\":\"os:preload\",\"path\":\"etc/ld.so.preload\",\"sha256\":\"aa\"}]"));
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 2);
    assert_int_equal(delta->groups.p[0].n_findings, 2);
    assert_int_equal(delta->groups.p[0].n_changes, 0);
    assert_int_equal(delta->groups.p[0].severity, SB_LEVEL_CRITICAL);
    delta_done(delta);
}

/* ---- one thing in many packages ---- */

/* N packages make a patch release; in the new one index.js has the line LINE and the content SHA. */
static struct sb_delta *with_lines(int n, const char *(*sha)(int i), int (*line)(int i))
{
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    for (int i = 0; i < n; i++) {
        char fact[256];
        sb_doc_fact(old, numbered(old, "p", i, "1.0.0"), SB_S("sbom:lines"), SB_S("[]"));
        snprintf(fact, sizeof fact, "[[\"lib/index.js\",%d,2000,590,20000,\"%s\"]]", line(i), sha(i));
        sb_doc_fact(new, numbered(new, "p", i, "1.0.1"), SB_S("sbom:lines"), sb_str_of(fact));
    }
    return grouped(old, new);
}

static const char *one_digest(int i)
{
    (void)i;
    return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
}

static const char *own_digest(int i)
{
    static char text[65];
    snprintf(text, sizeof text, "%064d", i);
    return text;
}

static int one_line(int i)
{
    (void)i;
    return 14003;
}

static int own_line(int i)
{
    return 14000 + i;
}

static void test_one_file_in_many(void **state)
{
    (void)state;
    struct sb_delta *delta = with_lines(4, one_digest, own_line);
    assert_int_equal(delta->groups.n, 1);
    assert_int_equal(delta->groups.p[0].n_changes, 4);
    assert_text(delta->groups.p[0].title, "one and the same index.js in 4 packages");
    delta_done(delta);
}

static void test_one_payload_in_many(void **state)
{
    (void)state;
    struct sb_delta *delta = with_lines(3, own_digest, one_line);
    assert_int_equal(delta->groups.n, 1);
    assert_text(delta->groups.p[0].title, "index.js of 3 packages, each with a line of 14003 bytes");
    delta_done(delta);
}

static void test_different_files_stay_apart(void **state)
{
    (void)state;
    struct sb_delta *delta = with_lines(4, own_digest, own_line);
    assert_int_equal(delta->groups.n, 4);
    delta_done(delta);
    delta = with_lines(2, one_digest, one_line); /* two are not many */
    assert_int_equal(delta->groups.n, 2);
    delta_done(delta);
}

static void test_one_new_source_in_many(void **state)
{
    (void)state;
    struct sb_doc *old = bare_doc(), *new = bare_doc();
    for (int i = 0; i < 4; i++) {
        char fact[256];
        sb_doc_fact(old, numbered(old, "p", i, "1.0.0"), SB_S("sbom:deps"), SB_S("[]"));
        snprintf(fact, sizeof fact, "[{\"raw\":\"x@git+https://git.invalid/%s.git\",\"scope\":\"optional\"}]",
                 i < 3 ? "x" : "y");
        sb_doc_fact(new, numbered(new, "p", i, "1.0.1"), SB_S("sbom:deps"), sb_str_of(fact));
    }
    struct sb_delta *delta = grouped(old, new);
    assert_int_equal(delta->groups.n, 2);
    assert_text(delta->groups.p[0].title, "the same new source in 3 packages");
    delta_done(delta);
}

/* ---- the sum ---- */

static struct sb_finding finding(const char *id, enum sb_level severity)
{
    const struct sb_signal_row *row = sb_signal_find(sb_str_of(id));
    return (struct sb_finding){.signal = row, .severity = (uint8_t)severity, .weight = row->weight};
}

/* EXPLAINED: a piece of the explanation, or NULL. */
static void check_told(const struct sb_finding *list, size_t n, int32_t score, enum sb_level severity,
                       const char *explained)
{
    struct sb_delta delta = {0};
    uint32_t indices[8];
    for (size_t i = 0; i < n; i++) {
        *SB_PUSH(&delta.findings) = list[i];
        indices[i] = (uint32_t)i;
    }
    struct sb_group group = {.findings = indices, .n_findings = n};
    sb_score(&delta, &group);
    assert_int_equal(group.score, score);
    assert_int_equal(group.severity, severity);
    if (explained && sb_str_find(group.explanation, sb_str_of(explained)) == SB_NPOS)
        assert_text(group.explanation, explained);
    sb_free(delta.findings.p);
    sb_arena_done(&delta.arena);
}

static void check_sum(const struct sb_finding *list, size_t n, int32_t score, enum sb_level severity)
{
    check_told(list, n, score, severity, NULL);
}

static void test_sums(void **state)
{
    (void)state;
    const struct sb_finding new = finding("NEW_COMPONENT", SB_LEVEL_INFO),
                            hook = finding("HOOK_CHANGED", SB_LEVEL_MEDIUM),
                            opaque = finding("OPAQUE_FILE", SB_LEVEL_HIGH),
                            top = finding("NEW_TOPLEVEL", SB_LEVEL_HIGH),
                            manifest = finding("MANIFEST_ONLY", SB_LEVEL_HIGH),
                            start = finding("STARTUP_HOOK", SB_LEVEL_CRITICAL),
                            big = finding("BIG_NEW_FILE", SB_LEVEL_HIGH), list = finding("FILES_LIST", SB_LEVEL_HIGH),
                            lang = finding("FOREIGN_LANG", SB_LEVEL_MEDIUM);
    check_sum(NULL, 0, 0, SB_LEVEL_INFO);
    check_sum((struct sb_finding[]){new, new, new}, 3, 2, SB_LEVEL_INFO);
    check_sum((struct sb_finding[]){hook}, 1, 5, SB_LEVEL_MEDIUM);
    check_sum((struct sb_finding[]){big}, 1, 7, SB_LEVEL_MEDIUM);
    check_sum((struct sb_finding[]){top, lang}, 2, 6, SB_LEVEL_MEDIUM);
    check_sum((struct sb_finding[]){big, hook}, 2, 12, SB_LEVEL_HIGH);
    check_sum((struct sb_finding[]){big, new}, 2, 7, SB_LEVEL_MEDIUM);
    check_sum((struct sb_finding[]){big, list, opaque, top, lang}, 5, 11, SB_LEVEL_HIGH);
    check_sum((struct sb_finding[]){big, manifest}, 2, 11, SB_LEVEL_HIGH);
    check_sum((struct sb_finding[]){manifest}, 1, 0, SB_LEVEL_LOW);
    check_sum((struct sb_finding[]){manifest, new}, 2, 2, SB_LEVEL_LOW);
    check_sum((struct sb_finding[]){start, opaque, top}, 3, 21, SB_LEVEL_CRITICAL);
}

/* Of another package of the group. */
static struct sb_finding of(uint32_t identity, struct sb_finding f)
{
    f.identity = identity;
    f.path = SB_S("a/b");
    return f;
}

/* A group is as bad as its worst member; what others add is bounded, told, and never makes it worse. */
static void test_members(void **state)
{
    (void)state;
    struct sb_finding top = finding("NEW_TOPLEVEL", SB_LEVEL_HIGH), hook = finding("HOOK_APPEARED", SB_LEVEL_MEDIUM);
    struct sb_finding start = finding("STARTUP_HOOK", SB_LEVEL_CRITICAL), new = finding("NEW_COMPONENT", SB_LEVEL_INFO);
    hook.weight = 8;
    check_told((struct sb_finding[]){of(0, top), of(1, hook)}, 2, 9, SB_LEVEL_MEDIUM,
               "run 8 (HOOK_APPEARED) = 8 of b, + 1 for the signals of 1 other package (b: NEW_TOPLEVEL) = 9; medium "
               "and not high: no signal in one package is of severity high");
    check_told((struct sb_finding[]){of(0, top), of(0, hook)}, 2, 13, SB_LEVEL_HIGH, "= 13");
    check_told((struct sb_finding[]){of(0, top), of(1, new)}, 2, 5, SB_LEVEL_MEDIUM,
               "= 5; medium and not high: that needs 8 beside a signal of severity high, and has 5");
    check_told((struct sb_finding[]){of(0, top), of(1, top), of(2, top), of(3, top), of(4, top)}, 5, 8, SB_LEVEL_MEDIUM,
               "+ 3 for the signals of 4 other packages");
    check_told((struct sb_finding[]){of(0, hook), of(1, start)}, 2, 13, SB_LEVEL_CRITICAL, "run 12 (STARTUP_HOOK)");
}

/* New code that runs by itself, or that nobody can read, needs nothing beside it. */
static void test_enough_alone(void **state)
{
    (void)state;
    const struct sb_signal_row lone = {.id = "LONE", .weight = 5, .family = SB_FAMILY_FILES, .lone = true};
    const struct sb_finding f = {.signal = &lone, .weight = 5, .path = SB_S("a")};
    struct sb_finding high = f, medium = f;
    high.severity = SB_LEVEL_HIGH;
    medium.severity = SB_LEVEL_MEDIUM;
    check_told(&high, 1, 5, SB_LEVEL_HIGH, "= 5; high below 8: LONE is enough alone");
    check_told(&medium, 1, 5, SB_LEVEL_MEDIUM, "= 5; medium and not high");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_newcomer_for_many),
        cmocka_unit_test(test_two_newcomers_for_many),
        cmocka_unit_test(test_own_signal_stays),
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_unrelated_stay_apart),
        cmocka_unit_test(test_split_is_low),
        cmocka_unit_test(test_systemic),
        cmocka_unit_test(test_owner_and_source),
        cmocka_unit_test(test_copy_of_an_owner),
        cmocka_unit_test(test_unowned_by_folder),
        cmocka_unit_test(test_one_file_in_many),
        cmocka_unit_test(test_one_payload_in_many),
        cmocka_unit_test(test_different_files_stay_apart),
        cmocka_unit_test(test_one_new_source_in_many),
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_enough_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
