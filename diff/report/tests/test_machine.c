#include <cjson/cJSON.h>

#include "diff/diff.h"
#include "diff/signal.h"
#include "diff/tests/docs.h"
#include "report/machine.h"

static const struct sb_signal_row hook = {.id = "STARTUP_HOOK", .severity = SB_LEVEL_CRITICAL, .weight = 12};

/* N packages, each added and a group of its own with two findings, at these severities by turns. */
static struct sb_delta *many(unsigned n, const uint8_t *severities, size_t n_severities)
{
    struct sb_doc *old = doc_new("sbom"), *new = doc_new("sbom");
    for (unsigned i = 0; i < n; i++) {
        char purl[64];
        snprintf(purl, sizeof purl, "pkg:npm/p%06u@1.0", i);
        doc_row(new, purl);
    }
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, n);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t severity = severities[i * n_severities / n];
        struct sb_group *group = SB_PUSH(&delta->groups);
        *group = (struct sb_group){.severity = severity,
                                   .score = 9,
                                   .title = SB_S("p 1.0 added"),
                                   .n_changes = 1,
                                   .n_findings = 2,
                                   .titled = i + 1};
        group->changes = sb_arena_alloc(&delta->arena, sizeof *group->changes);
        group->findings = sb_arena_alloc(&delta->arena, 2 * sizeof *group->findings);
        group->changes[0] = i;
        for (uint32_t k = 0; k < 2; k++) {
            group->findings[k] = 2 * i + k;
            *SB_PUSH(&delta->findings) =
                (struct sb_finding){.signal = &hook,
                                    .severity = SB_LEVEL_CRITICAL,
                                    .identity = delta->changes.p[i].identity,
                                    .row = {delta->changes.p[i].row[SB_OLD], delta->changes.p[i].row[SB_NEW]},
                                    .message = SB_S("it runs"),
                                    .path = SB_S("a.pth"),
                                    .fingerprint = "a1b2c3d4e5f60718"};
        }
    }
    return delta;
}

static struct sb_report_options options(enum sb_level fail_on)
{
    return (struct sb_report_options){
        .fail_on = fail_on, .source = {SB_S("old.json"), SB_S("new.json")}, .tool_version = "0.1.0"};
}

static char *written(const struct sb_report *report, const struct sb_delta *delta, enum sb_level fail_on)
{
    struct sb_report_options o = options(fail_on);
    struct sb_buf buf = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_err err = {0};
    sb_sink_memory(sink, &buf);
    assert_int_equal(report->write(delta, &o, sink, &err), SB_OK);
    sb_buf_chr(&buf, '\0');
    sb_free(sink);
    return buf.p;
}

/* Lines with NEEDLE. By the line: strstr() of a sanitizer measures all of what is left each time. */
static unsigned count(const char *text, const char *needle)
{
    sb_str rest = sb_str_of(text), line;
    unsigned n = 0;
    while (sb_str_line(&rest, &line))
        n += sb_str_find(line, sb_str_of(needle)) != SB_NPOS;
    return n;
}

static void github_shows_ten_of_a_kind(void **state)
{
    (void)state;
    static const uint8_t levels[] = {SB_LEVEL_CRITICAL, SB_LEVEL_MEDIUM, SB_LEVEL_LOW};
    struct sb_delta *delta = many(60, levels, SB_COUNT(levels));
    char *text = written(&sb_report_github, delta, SB_LEVEL_HIGH);
    assert_int_equal(count(text, "::error "), 10);
    assert_int_equal(count(text, "::warning "), 10);
    assert_int_equal(count(text, "::notice "), 1);
    assert_non_null(strstr(text, "%0A10 more groups at or above the level that fails%0A10 more groups of severity "
                                 "medium or high%0A20 groups below severity medium\n"));
    sb_free(text);
    /* Nothing fails: what would, is a warning. */
    text = written(&sb_report_github, delta, SB_LEVEL_NONE);
    assert_int_equal(count(text, "::error "), 0);
    assert_int_equal(count(text, "::warning "), 10);
    sb_free(text);
    delta_done(delta);
}

static void junit_bounds_its_cases(void **state)
{
    (void)state;
    static const uint8_t levels[] = {SB_LEVEL_HIGH, SB_LEVEL_HIGH, SB_LEVEL_HIGH, SB_LEVEL_INFO};
    struct sb_delta *delta = many(1600, levels, SB_COUNT(levels));
    char *text = written(&sb_report_junit, delta, SB_LEVEL_HIGH);
    assert_non_null(strstr(text, "tests=\"1104\" failures=\"1001\""));
    assert_int_equal(count(text, "<testcase "), 1104);
    assert_int_equal(count(text, "<failure "), 1001);
    assert_non_null(strstr(text, "200 more groups that fail are left out of this file"));
    assert_non_null(strstr(text, "300 more groups that pass are left out of this file"));
    assert_non_null(strstr(text, "name=\"groups\" value=\"1600\""));
    assert_non_null(strstr(text, "name=\"pkg:npm/p000000\" classname=\"sbom.npm\" file=\"a.pth\""));
    sb_free(text);
    delta_done(delta);
}

/* The same fingerprint in every finding here: each entry has one of its own all the same. */
static void gitlab_wants_other_fingerprints(void **state)
{
    (void)state;
    static const uint8_t level = SB_LEVEL_MEDIUM;
    struct sb_delta *delta = many(6000, &level, 1);
    char *text = written(&sb_report_gitlab, delta, SB_LEVEL_HIGH);
    cJSON *all = cJSON_Parse(text), *entry;
    assert_int_equal(cJSON_GetArraySize(all), 10001);
    assert_int_equal(count(text, "\"a1b2c3d4e5f60718\""), 1);
    assert_int_equal(count(text, "\"major\""), 10000); /* no worse than the group */
    struct sb_intern seen;
    sb_intern_init(&seen);
    cJSON_ArrayForEach(entry, all)
    {
        sb_str print = sb_str_of(cJSON_GetObjectItemCaseSensitive(entry, "fingerprint")->valuestring);
        assert_int_equal(print.n, 16);
        assert_false(sb_text_set(sb_intern_find(&seen, print)));
        sb_intern(&seen, print);
    }
    sb_intern_done(&seen);
    assert_non_null(strstr(text, "2000 more findings are left out of this file"));
    cJSON_Delete(all);
    sb_free(text);
    delta_done(delta);
}

static void sarif_leaves_out_what_github_refuses(void **state)
{
    (void)state;
    static const uint8_t level = SB_LEVEL_LOW;
    struct sb_delta *delta = many(13000, &level, 1);
    char *text = written(&sb_report_sarif, delta, SB_LEVEL_HIGH);
    assert_int_equal(count(text, "\"ruleId\""), 25000);
    assert_int_equal(count(text, "\"level\": \"error\","), 0); /* no worse than the group */
    assert_int_equal(count(text, "1000 more findings are left out of this file"), 1);
    assert_int_equal(count(text, "\"primaryLocationLineHash\": \"a1b2c3d4e5f60718:25000\""), 1);
    sb_free(text);
    delta_done(delta);
}

static void assert_place(const struct sb_delta *delta, const struct sb_report_options *o, const struct sb_finding *f,
                         const char *file)
{
    struct sb_arena arena = {0};
    struct sb_machine_place place = sb_machine_place(delta, o, f, &arena);
    assert_true(sb_str_eq(place.file, sb_str_of(file)));
    assert_true(place.line >= 1);
    sb_arena_done(&arena);
}

/* From the top of the repository, as far as can be told. */
static void places_lead_into_the_repository(void **state)
{
    (void)state;
    static const uint8_t level = SB_LEVEL_LOW;
    struct sb_delta *delta = many(1, &level, 1);
    struct sb_finding f = delta->findings.p[0];
    static const struct {
        const char *source;
        enum sb_lies lies;
        const char *with_path, *without;
    } rows[] = {
        {"new.json", SB_LIES_ELSEWHERE, "a.pth", "new.json"},
        {"./out/new.json", SB_LIES_ELSEWHERE, "a.pth", "out/new.json"},
        {"/home/ann/out/new.json", SB_LIES_ELSEWHERE, "a.pth", "new.json"},
        {"../new.json", SB_LIES_ELSEWHERE, "a.pth", "new.json"},
        {"-", SB_LIES_ELSEWHERE, "a.pth", "standard-input"},
        {"app", SB_LIES_FOLDER, "app/a.pth", "app"},
        {"dir:./app/", SB_LIES_FOLDER, "app/a.pth", "app"},
        {".", SB_LIES_FOLDER, "a.pth", "."},
        {"/srv/app", SB_LIES_FOLDER, "a.pth", "app"},
        {"../app", SB_LIES_FOLDER, "a.pth", "app"},
        {"docker-archive:img.tar", SB_LIES_IMAGE, "a.pth", "img.tar"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_report_options o = {.source = {SB_S("old"), sb_str_of(rows[i].source)},
                                      .lies = {SB_LIES_FOLDER, rows[i].lies}};
        f.path = SB_S("a.pth");
        assert_place(delta, &o, &f, rows[i].with_path);
        f.path = SB_STR_NONE;
        assert_place(delta, &o, &f, rows[i].without);
    }
    delta_done(delta);
}

static void names_of_reports(void **state)
{
    (void)state;
    struct sb_buf names = {0};
    sb_report_names(&names);
    assert_true(sb_str_starts(sb_buf_all(&names), SB_S("text, json, ")));
    sb_buf_done(&names);
    assert_ptr_equal(sb_report_find(SB_S("junit")), &sb_report_junit);
    assert_null(sb_report_find(SB_S("pdf")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(github_shows_ten_of_a_kind),      cmocka_unit_test(junit_bounds_its_cases),
        cmocka_unit_test(gitlab_wants_other_fingerprints), cmocka_unit_test(sarif_leaves_out_what_github_refuses),
        cmocka_unit_test(places_lead_into_the_repository), cmocka_unit_test(names_of_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
