/* What is waived, what is not, and which waivers somebody should look at. */
#include "base/sink.h"
#include "kit.h"

#define DIGEST_A "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
#define DIGEST_B "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"

static void add_package(struct sb_doc *doc, const char *at, const char *version, const char *digest)
{
    char purl[64], exec[512];
    snprintf(purl, sizeof purl, "pkg:pypi/a@%s", version);
    sb_comp c = doc_row(doc, purl);
    snprintf(exec, sizeof exec,
             digest ? "[{\"bytes\":40000,\"command\":\"import "
                      "os;exec(x)\",\"kind\":\"py:pth\",\"path\":\"a_init.pth\",\"sha256\":\"%s\"}]"
                    : "[]%.0s",
             digest ? digest : "");
    sb_doc_fact(doc, c, SB_S("sbom:at"), sb_str_of(at));
    sb_doc_fact(doc, c, SB_S("sbom:exec"), sb_str_of(exec));
}

/* A package that gains a start-up file of this digest. */
static struct sb_doc *doc_with(const char *version, const char *digest)
{
    struct sb_doc *doc = doc_new("sbom");
    doc->created = sb_doc_put(doc, SB_S("2026-11-30T12:00:00Z"));
    doc_root(doc, "project", "1.0");
    sb_doc_fact(doc, SB_DOC_ITSELF, SB_S("sbom:ran"), SB_S("{\"facts\":3,\"python\":2}"));
    add_package(doc, "\"lib\"", version, digest);
    return doc;
}

static struct sb_delta *hooked(const char *version, const char *digest)
{
    struct sb_delta *delta = found(doc_with("1.0", NULL), doc_with(version, digest));
    assert_non_null(finding_of(delta, "STARTUP_HOOK"));
    return delta;
}

#define LINE(text) "schema: sbom-waivers/1\nwaivers:\n  - {id: W, owner: ann, reason: known, " text "}\n"
#define HOOK "signal: STARTUP_HOOK, package: pkg:pypi/a, content: " DIGEST_A

struct trial {
    const char *waivers, *policy; /* NULL: none */
    bool waived;
    const char *stale; /* reason; NULL: none */
};

static const struct trial trials[] = {
    {LINE(HOOK ", expires: 2026-12-31"), NULL, true, NULL},
    {LINE(HOOK ", expires: 2026-11-30"), NULL, true, NULL}, /* its last day */
    {LINE(HOOK ", expires: 2026-11-29"), NULL, false, "expired"},
    {LINE(HOOK ", versions: 'vers:pypi/>=1.1|<2', expires: 2026-12-31"), NULL, true, NULL},
    {LINE(HOOK ", versions: 'vers:pypi/>=2', expires: 2026-12-31"), NULL, false, "unused"},
    {LINE(HOOK ", path: 'lib/*.pth', expires: 2026-12-31"), NULL, true, NULL},
    {LINE(HOOK ", path: 'usr/**', expires: 2026-12-31"), NULL, false, "unused"},
    {LINE("signal: STARTUP_HOOK, package: 'pkg:pypi/a*', content: " DIGEST_A ", expires: 2026-12-31"), NULL, true,
     "broad"},
    {LINE("signal: STARTUP_HOOK, package: pkg:pypi/b, content: " DIGEST_A ", expires: 2026-12-31"), NULL, false,
     "unused"},
    {LINE("signal: NEW_COMPONENT, package: pkg:pypi/a, content: " DIGEST_A ", expires: 2026-12-31"), NULL, false,
     "unused"},
    /* Without the content it would be good for what nobody has seen. */
    {LINE("signal: STARTUP_HOOK, package: pkg:pypi/a, expires: 2026-12-31"), NULL, false, "unused"},
    {LINE("signal: STARTUP_HOOK, package: pkg:pypi/a, content: " DIGEST_B ", expires: 2026-12-31"), NULL, false,
     "unused"},
    {LINE(HOOK ", expires: 2026-12-31"), "waivers: {days: 31}", true, NULL},
    {LINE(HOOK ", expires: 2027-12-31"), "waivers: {days: 31}", false, "unused"},
    {LINE(HOOK ", expires: 2026-12-31"), "waivers: {authorities: [{families: run, by: security}]}", false, "unused"},
    {LINE(HOOK ", authority: team, expires: 2026-12-31"), "waivers: {authorities: [{families: run, by: security}]}",
     false, "unused"},
    {LINE(HOOK ", authority: security, expires: 2026-12-31"),
     "waivers: {authorities: [{families: run, by: [boss, security]}]}", true, NULL},
    {LINE(HOOK ", authority: team, expires: 2026-12-31"),
     "waivers: {authorities: [{families: source, by: security}, {levels: low, by: security}]}", true, NULL},
};

static void run(const struct trial *trial)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text[2];
    struct sb_policy policy;
    struct sb_waivers waivers;
    struct sb_delta *delta = hooked("1.1", DIGEST_A);
    char all[1024];
    snprintf(all, sizeof all, POLICY "%s", trial->policy ? trial->policy : "");
    policy_of(all, &text[0], &arena, &policy);
    waivers_of(trial->waivers, &text[1], &arena, &waivers);
    sb_waivers_apply(&waivers, trial->policy ? &policy : NULL, (struct sb_time){0}, delta);
    if ((finding_of(delta, "STARTUP_HOOK") == NULL) != trial->waived)
        fail_msg("%s%s: %swaived", trial->waivers, all, trial->waived ? "not " : "");
    assert_int_equal(delta->waived.n, trial->waived);
    assert_int_equal(delta->stale.n, trial->stale != NULL);
    if (trial->stale)
        assert_string_equal(delta->stale.p[0].reason, trial->stale);
    sb_diff_rank(delta);
    if (trial->waived)
        assert_int_equal(delta->groups.p[0].severity <= SB_LEVEL_INFO, delta->findings.n == 0);
    delta_done(delta);
    sb_arena_done(&arena);
}

static void test_trials(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(trials); i++)
        run(&trials[i]);
}

/* By fingerprint: the next release is waived, too; the same file with other bytes is not. */
static void test_content(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_waivers waivers;
    struct sb_delta *first = hooked("1.1", DIGEST_A), *next = hooked("1.2", DIGEST_A), *other = hooked("1.2", DIGEST_B);
    char all[512];
    (void)state;
    snprintf(all, sizeof all, LINE("fingerprint: '%s', expires: 2026-12-31"),
             finding_of(first, "STARTUP_HOOK")->fingerprint);
    waivers_of(all, &text, &arena, &waivers);
    sb_waivers_apply(&waivers, NULL, (struct sb_time){0}, next);
    sb_waivers_apply(&waivers, NULL, (struct sb_time){0}, other);
    assert_null(finding_of(next, "STARTUP_HOOK"));
    assert_non_null(finding_of(other, "STARTUP_HOOK"));
    assert_string_equal(other->stale.p[0].reason, "unused");
    delta_done(first);
    delta_done(next);
    delta_done(other);
    sb_arena_done(&arena);
}

/* Where the document does not say its time, that of the run counts; where nobody does, nothing is waived. */
static void test_time(void **state)
{
    const struct sb_time times[] = {{true, 1764504000}, {true, 1893456000}, {false, 0}};
    static const bool waived[] = {true, false, false};
    (void)state;
    for (size_t i = 0; i < SB_COUNT(times); i++) {
        struct sb_arena arena = {0};
        struct sb_yaml_text text;
        struct sb_waivers waivers;
        struct sb_doc *new = doc_with("1.1", DIGEST_A);
        new->created = SB_TEXT_ABSENT;
        struct sb_delta *delta = found(doc_with("1.0", NULL), new);
        waivers_of(LINE(HOOK ", expires: 2026-12-31"), &text, &arena, &waivers);
        sb_waivers_apply(&waivers, NULL, times[i], delta);
        assert_int_equal(finding_of(delta, "STARTUP_HOOK") == NULL, waived[i]);
        delta_done(delta);
        sb_arena_done(&arena);
    }
}

/* An inventory that is dated before the one it is compared with revives nothing. */
static void test_time_set_back(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_waivers waivers;
    struct sb_doc *new = doc_with("1.1", DIGEST_A);
    (void)state;
    new->created = sb_doc_put(new, SB_S("2020-01-01T00:00:00Z"));
    struct sb_delta *delta = found(doc_with("1.0", NULL), new);
    waivers_of(LINE(HOOK ", expires: 2026-11-29"), &text, &arena, &waivers);
    sb_waivers_apply(&waivers, NULL, (struct sb_time){0}, delta);
    assert_non_null(finding_of(delta, "STARTUP_HOOK"));
    assert_string_equal(delta->stale.p[0].reason, "expired");
    delta_done(delta);
    sb_arena_done(&arena);
}

/* A draft with owner and reason filled in waives all that it was drafted from; without, nobody can use it. */
static void test_draft(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_waivers waivers;
    struct sb_buf draft = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_err err = {0};
    struct sb_delta *delta = hooked("1.1", DIGEST_A), *again = hooked("1.1", DIGEST_A);
    (void)state;
    sb_diff_rank(delta);
    sb_sink_memory(sink, &draft);
    sb_waivers_draft(delta, NULL, SB_LEVEL_HIGH, (struct sb_time){0}, sink);
    assert_int_equal(sb_sink_flush(sink, &err), SB_OK);
    text = (struct sb_yaml_text){.bytes = sb_buf_all(&draft), .name = SB_S("draft")};
    assert_int_equal(sb_waivers_read(&text, &arena, &waivers, &err), SB_E_SYNTAX);
    assert_non_null(strstr(err.text, "owner is empty"));
    for (size_t i = 0; i + 1 < draft.n; i++)
        if (draft.p[i] == '"' && draft.p[i + 1] == '"')
            memcpy(draft.p + i, " x", 2);
    sb_buf_chr(&draft, '\0');
    waivers_of(draft.p, &text, &arena, &waivers);
    sb_waivers_apply(&waivers, NULL, (struct sb_time){0}, again);
    sb_diff_rank(again);
    for (size_t i = 0; i < again->groups.n; i++)
        assert_true(again->groups.p[i].severity < SB_LEVEL_HIGH);
    assert_int_equal(again->stale.n, 0);
    delta_done(delta);
    delta_done(again);
    sb_buf_done(&draft);
    sb_free(sink);
    sb_arena_done(&arena);
}

/* Two findings that nothing tells apart have one waiver: a fingerprint stands once in a file. */
static void test_draft_of_two_places(void **state)
{
    struct sb_buf draft = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_err err = {0};
    struct sb_doc *old = doc_with("1.0", NULL), *new = doc_with("1.1", DIGEST_A);
    (void)state;
    add_package(old, "\"other\"", "1.0", NULL);
    add_package(new, "\"other\"", "1.1", DIGEST_A);
    struct sb_delta *delta = found(old, new);
    sb_diff_rank(delta);
    sb_sink_memory(sink, &draft);
    sb_waivers_draft(delta, NULL, SB_LEVEL_HIGH, (struct sb_time){0}, sink);
    assert_int_equal(sb_sink_flush(sink, &err), SB_OK);
    size_t hooks = 0, drafted = 0;
    for (size_t i = 0; i < delta->findings.n; i++)
        hooks += strcmp(delta->findings.p[i].signal->id, "STARTUP_HOOK") == 0;
    sb_buf_chr(&draft, '\0');
    for (const char *at = draft.p; (at = strstr(at, "signal: STARTUP_HOOK")); at++)
        drafted++;
    assert_int_equal(hooks, 2);
    assert_int_equal(drafted, 1);
    delta_done(delta);
    sb_buf_done(&draft);
    sb_free(sink);
}

/* Two copies with two start-up files are two findings: who agreed on one did not agree on the other. */
static void test_two_contents(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_waivers waivers;
    struct sb_doc *old = doc_with("1.0", NULL), *new = doc_with("1.1", DIGEST_A);
    (void)state;
    add_package(old, "\"other\"", "1.0", NULL);
    add_package(new, "\"other\"", "1.1", DIGEST_B);
    struct sb_delta *delta = found(old, new);
    waivers_of(LINE(HOOK ", expires: 2026-12-31"), &text, &arena, &waivers);
    sb_waivers_apply(&waivers, NULL, (struct sb_time){0}, delta);
    assert_int_equal(delta->waived.n, 1);
    assert_string_equal(finding_of(delta, "STARTUP_HOOK")->signal->id, "STARTUP_HOOK");
    assert_non_null(strstr(finding_of(delta, "STARTUP_HOOK")->new_json.p, DIGEST_B));
    delta_done(delta);
    sb_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trials),      cmocka_unit_test(test_content),
                                       cmocka_unit_test(test_time),        cmocka_unit_test(test_time_set_back),
                                       cmocka_unit_test(test_draft),       cmocka_unit_test(test_draft_of_two_places),
                                       cmocka_unit_test(test_two_contents)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
