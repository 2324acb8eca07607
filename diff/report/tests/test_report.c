#include <cjson/cJSON.h>

#include "diff/diff.h"
#include "report/common.h"
#include "diff/signal.h"
#include "diff/tests/docs.h"

static const struct sb_signal_row hook = {.id = "STARTUP_HOOK", .severity = SB_LEVEL_CRITICAL, .weight = 12};

/* Groups as sb_group makes them, by hand: these tests are about the pages. */
static void add_group(struct sb_delta *delta, enum sb_level severity, const char *title, uint32_t change, bool finding)
{
    struct sb_group *group = SB_PUSH(&delta->groups);
    *group = (struct sb_group){.severity = (uint8_t)severity,
                               .score = 14,
                               .title = sb_str_of(title),
                               .n_changes = 1,
                               .explanation = SB_S("12 for STARTUP_HOOK and 2 for the rest")};
    group->changes = sb_arena_alloc(&delta->arena, sizeof *group->changes);
    group->changes[0] = change;
    delta->changes.p[change].group = (uint32_t)delta->groups.n - 1;
    if (!finding)
        return;
    group->findings = sb_arena_alloc(&delta->arena, sizeof *group->findings);
    group->findings[0] = (uint32_t)delta->findings.n;
    group->n_findings = 1;
    *SB_PUSH(&delta->findings) = (struct sb_finding){
        .signal = &hook,
        .severity = (uint8_t)severity,
        .weight = 12,
        .identity = delta->changes.p[change].identity,
        .row = {delta->changes.p[change].row[SB_OLD], delta->changes.p[change].row[SB_NEW]},
        .path = SB_S("lib/evil\x1b[31m.pth"),
        .new_json = SB_S("{\"bytes\":34628}"),
        .message = SB_S(
            "evil.pth appeared: it runs at every start of this Python, whoever starts it and for whatever purpose"),
        .look = SB_S("head -c 300 lib/evil.pth"),
        .fingerprint = "a1b2c3d4e5f60718"};
}

static struct sb_delta *example(void)
{
    struct sb_doc *old = doc_new("sbom"), *new = doc_new("sbom");
    doc_root(old, "app", "1.4");
    doc_root(new, "app", "1.5");
    doc_edge(old, old->root, doc_row(old, "pkg:pypi/litellm@1.82.6"));
    doc_edge(new, new->root, doc_row(new, "pkg:pypi/litellm@1.82.8"));
    doc_row(old, "pkg:pypi/rest@1.0");
    doc_row(new, "pkg:pypi/rest@1.1");
    sb_comp a = doc_row(old, "pkg:pypi/same@1.0"), b = doc_row(new, "pkg:pypi/same@1.0");
    sb_doc_licence(old, a, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("LGPL-3.0-or-later"));
    sb_doc_licence(new, b, SB_LICENCE_DECLARED, SB_LICENCE_ID, SB_S("LGPL-3.0-only"));
    doc_named(old, "mystery", "7");
    sb_comp odd = doc_named(new, "mystery", "7");
    sb_diag(&new->diags, SB_D_BAD_PURL, SB_S("new.json"), 12, "this is no purl: %s", "x");
    struct sb_delta *delta = delta_of(old, new);
    *SB_PUSH(&delta->unreconciled) = (struct sb_unreconciled){SB_NEW, odd, SB_S("as if nothing had its name")};
    add_group(delta, SB_LEVEL_CRITICAL, "litellm 1.82.6 -> 1.82.8", 0, true);
    add_group(delta, SB_LEVEL_INFO, "rest 1.0 -> 1.1", 1, false);
    return delta;
}

static struct sb_report_options options(enum sb_level fail_on)
{
    return (struct sb_report_options){
        .fail_on = fail_on, .source = {SB_S("old.json"), SB_S("new.json")}, .tool_version = "0.1.0"};
}

static char *written(const struct sb_report *report, const struct sb_delta *delta, const struct sb_report_options *o)
{
    struct sb_buf buf = {0};
    struct sb_sink *sink = sb_malloc(sizeof *sink);
    struct sb_err err = {0};
    sb_sink_memory(sink, &buf);
    assert_int_equal(report->write(delta, o, sink, &err), SB_OK);
    sb_buf_chr(&buf, '\0');
    sb_free(sink);
    return buf.p;
}

static void assert_keys(const cJSON *object, const char *keys)
{
    sb_str rest = sb_str_of(keys), key;
    const cJSON *item = object->child;
    while (sb_str_word(&rest, &key)) {
        assert_non_null(item);
        assert_true(sb_str_eq(sb_str_of(item->string), key));
        item = item->next;
    }
    assert_null(item);
}

static const cJSON *get(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_non_null(item);
    return item;
}

static void test_json_keeps_the_contract(void **state)
{
    (void)state;
    struct sb_delta *delta = example();
    struct sb_report_options o = options(SB_LEVEL_HIGH);
    char *text = written(&sb_report_json, delta, &o);
    cJSON *all = cJSON_Parse(text);
    assert_non_null(all);
    assert_keys(all,
                "schema tool old new verdict summary groups changes terms descriptions coverage unreconciled waived "
                "stale_waivers diagnostics");
    assert_keys(get(all, "tool"), "name version signals");
    assert_keys(get(all, "old"), "source format generator components facts");
    assert_string_equal(get(get(all, "old"), "format")->valuestring, "cyclonedx-json@1.6");
    assert_int_equal(get(get(all, "old"), "components")->valueint, 4);
    assert_keys(get(all, "verdict"), "fail_on failed incomplete exit");
    assert_int_equal(get(get(all, "verdict"), "exit")->valueint, 1);
    assert_keys(get(all, "summary"),
                "added removed upgraded downgraded changed unchanged terms descriptions coverage findings");
    assert_keys(get(get(all, "summary"), "findings"), "critical high medium low info");
    assert_int_equal(get(get(all, "summary"), "upgraded")->valueint, 2);
    const cJSON *group = get(all, "groups")->child;
    assert_keys(group, "rank severity score title cause components signals");
    assert_string_equal(get(group, "components")->child->valuestring, "pkg:pypi/litellm@1.82.8");
    assert_keys(get(group, "signals")->child, "id severity weight fingerprint purl path old new message look");
    const cJSON *change = get(all, "changes")->child;
    assert_keys(change, "kind old new places match why fields");
    assert_string_equal(get(change, "match")->valuestring, "purl");
    assert_keys(get(change, "fields")->child, "field old new class");
    assert_keys(get(all, "terms")->child, "purl field old new");
    assert_keys(get(all, "descriptions")->child, "field count sample");
    assert_keys(get(get(all, "descriptions")->child, "sample"), "purl old new");
    assert_keys(get(all, "unreconciled")->child, "side name version ref reason");
    assert_keys(get(all, "diagnostics")->child, "code severity side path line incomplete message");
    assert_string_equal(get(get(all, "diagnostics")->child, "code")->valuestring, "SB3005");
    cJSON_Delete(all);
    sb_free(text);
    delta_done(delta);
}

static void assert_fits(const char *text)
{
    sb_str rest = sb_str_of(text), line;
    while (sb_str_line(&rest, &line)) {
        if (line.n > 80 && sb_str_chr(line, ' ') != SB_NPOS)
            fail_msg("wider than 80 columns: %.*s", SB_FMT(line));
        assert_false(sb_str_ends(line, SB_S(" ")));
    }
}

static void test_text_page(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "LOOK AT THESE FIRST                                     1 of 2 groups, 2 changes\n",
        " 1  critical  14   litellm 1.82.6 -> 1.82.8                                 pypi\n",
        "      STARTUP_HOOK   evil.pth appeared: it runs at every start of this Python,\n",
        "\n                     whoever starts it and for whatever purpose:\n",
        "      brought by     app -> litellm@1.82.8 (direct)\n",
        "      next           head -c 300 lib/evil.pth\n",
        "      fingerprints   a1b2c3d4e5f60718\n",
        "  upgraded 2 (1 patch, 1 minor)   unchanged 2\n",
        "  1 group without a signal above info   --all lists them\n",
        "TERMS        same: licence LGPL-3.0-or-later -> LGPL-3.0-only\n",
        "UNMATCHED    new: mystery 7: ",
        "DIAGNOSTICS  SB3005 not a package URL: 0 old, 1 new\n",
        "\nFAILED: 1 critical group (--fail-on high); first: litellm 1.82.6 -> 1.82.8\n",
    };
    struct sb_delta *delta = example();
    struct sb_report_options o = options(SB_LEVEL_HIGH);
    char *text = written(&sb_report_text, delta, &o);
    for (size_t i = 0; i < SB_COUNT(wanted); i++)
        if (!strstr(text, wanted[i]))
            fail_msg("no \"%s\" in:\n%s", wanted[i], text);
    assert_fits(text);
    assert_null(strchr(text, '\033'));
    sb_free(text);
    o.all = o.explain = true;
    text = written(&sb_report_text, delta, &o);
    assert_non_null(strstr(text, "      score          12 for STARTUP_HOOK and 2 for the rest\n"));
    assert_non_null(strstr(text, "  info     rest 1.0 -> 1.1\n"));
    sb_free(text);
    o.colour = true;
    text = written(&sb_report_text, delta, &o);
    assert_non_null(strstr(text, "\033[1;31m 1  critical"));
    assert_non_null(strstr(text, "\033[1;31mFAILED"));
    sb_free(text);
    delta_done(delta);
}

static void assert_last_line(const struct sb_delta *delta, const struct sb_report_options *o, int status,
                             const char *line)
{
    assert_int_equal(sb_delta_verdict(delta, o).exit, status);
    char *text = written(&sb_report_text, delta, o);
    size_t n = strlen(text), want = strlen(line);
    assert_true(n > want + 1);
    text[n - 1] = '\0';
    assert_string_equal(text + n - 1 - want, line);
    assert_int_equal(text[n - 2 - want], '\n');
    sb_free(text);
}

#define NO_FACTS "; no facts: what files hold was not compared"

static void test_verdict(void **state)
{
    (void)state;
    struct sb_delta *delta = example();
    struct sb_report_options o = options(SB_LEVEL_NONE);
    assert_last_line(delta, &o, 0, "OK: nothing fails (--fail-on none); 2 software changes" NO_FACTS);
    delta->groups.p[0].severity = SB_LEVEL_MEDIUM;
    o.fail_on = SB_LEVEL_HIGH;
    assert_last_line(delta, &o, 0, "OK: no group at or above high (--fail-on high); 2 software changes" NO_FACTS);
    o.fail_on = SB_LEVEL_MEDIUM;
    delta->groups.p[1].severity = SB_LEVEL_MEDIUM;
    assert_last_line(delta, &o, 1, "FAILED: 2 medium groups (--fail-on medium); first: litellm 1.82.6 -> 1.82.8");
    delta->groups.p[0].severity = SB_LEVEL_CRITICAL;
    assert_last_line(delta, &o, 1,
                     "FAILED: 1 critical and 1 medium groups (--fail-on medium); first: litellm 1.82.6 -> 1.82.8");
    delta_done(delta);
}

static void test_strict(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("t"), *new = doc_new("t");
    sb_doc_fact(new, SB_DOC_ITSELF, SB_S("sbom:incomplete"), SB_S("[{\"code\":\"SB1001\",\"n\":1}]"));
    struct sb_delta *delta = delta_of(old, new);
    struct sb_report_options o = options(SB_LEVEL_HIGH);
    assert_last_line(delta, &o, 0,
                     "OK: no group at or above high (--fail-on high); 0 software changes" NO_FACTS
                     "; incomplete: SB1001 file or "
                     "folder could not be "
                     "read: 1 in the new document, 0 in the old one");
    o.strict = true;
    assert_last_line(delta, &o, 4,
                     "INCOMPLETE: SB1001 file or folder could not be read: 1 in the new document, 0 in the old one "
                     "(--strict); no group at or above "
                     "high (--fail-on high); 0 software changes" NO_FACTS);
    delta_done(delta);
}

/* ---- what to type ---- */

static void assert_look(const struct sb_delta *delta, const struct sb_finding *f, enum sb_lies lies, const char *source,
                        const char *wanted)
{
    struct sb_arena arena = {0};
    const struct sb_lies_in in = {lies, sb_str_of(source), lies == SB_LIES_IMAGE ? SB_S("linux/arm64") : SB_STR_NONE};
    assert_text(sb_look_at(delta, f, &in, &arena), wanted);
    sb_arena_done(&arena);
}

static void test_looks(void **state)
{
    (void)state;
    struct sb_delta *delta = example();
    struct sb_finding f = delta->findings.p[0], list;
    assert_look(delta, &f, SB_LIES_FOLDER, "b", "head -c 300 lib/evil.pth"); /* a sentence stays as it is */
    f.look_before = "less ";
    f.look_behind = "";
    f.look_path = SB_S("lib/it's.pth");
    assert_look(delta, &f, SB_LIES_FOLDER, "b", "less 'b/lib/it'\\''s.pth'");
    assert_look(delta, &f, SB_LIES_FOLDER, "dir:-b/", "less './-b/lib/it'\\''s.pth'");
    assert_look(delta, &f, SB_LIES_TAR, "file:b.tar", "tar -xOf 'b.tar' --no-anchored 'lib/it'\\''s.pth' | less");
    assert_look(delta, &f, SB_LIES_ZIP, "b.whl", "unzip -p 'b.whl' 'lib/it'\\''s.pth' | less");
    assert_look(delta, &f, SB_LIES_DEB, "b.deb",
                "dpkg-deb --fsys-tarfile 'b.deb' | tar -xO --no-anchored 'lib/it'\\''s.pth' | less");
    assert_look(delta, &f, SB_LIES_IMAGE, "oci-dir:b",
                "sbom scan 'oci-dir:b' --platform 'linux/arm64' --trace 'lib/it'\\''s.pth'");
    assert_look(delta, &f, SB_LIES_ELSEWHERE, "new.json", "less 'lib/it'\\''s.pth'");
    f.look_path = SB_S("a\n'%\xe2\x80\xae");
    assert_look(delta, &f, SB_LIES_FOLDER, "b", "less \"$(printf 'b/a\\012\\047%%\\342\\200\\256')\"");
    f.look_path = SB_S("[id].js");
    assert_look(delta, &f, SB_LIES_ZIP, "b.zip", "unzip -p 'b.zip' '\\[id\\].js' | less");
    f.look_path = SB_S("lib/it's.pth");
    list = f;
    list.look_before = "ls -lR ";
    assert_look(delta, &list, SB_LIES_TAR, "b.tar", "tar -tvf 'b.tar' --no-anchored 'lib/it'\\''s.pth'");
    list.look_before = "file ";
    list.look_path = SB_S("a");
    assert_look(delta, &list, SB_LIES_TAR, "b.tar", "tar -xOf 'b.tar' --no-anchored 'a' | file -");
    list.look_path = SB_STR_NONE;
    assert_look(delta, &list, SB_LIES_FOLDER, ".", "file '.'");
    assert_look(delta, &list, SB_LIES_ELSEWHERE, "new.json",
                "grep -noE '.{0,80}pkg:pypi/litellm@1\\.82\\.8.{0,160}' 'new.json'");
    assert_look(delta, &list, SB_LIES_ELSEWHERE, "-", "");
    delta_done(delta);
}

static void assert_rate(const struct sb_delta *delta, const struct sb_finding *f, const char *wanted)
{
    struct sb_buf buf = {0};
    sb_report_rate(delta, f, &buf);
    assert_text(sb_buf_all(&buf), wanted);
    sb_buf_done(&buf);
}

static void test_rates(void **state)
{
    (void)state;
    struct sb_delta *delta = example();
    struct sb_signal_row row = {.id = "RARE", .changed = {2, 1009723}, .arriving = {0, 1000}};
    struct sb_finding f = {.signal = &row, .identity = delta->changes.p[0].identity};
    assert_rate(delta, &f, " (2 of 1,009,723 changed packages did this)");
    delta->identities.p[f.identity].n[SB_OLD] = 0;
    assert_rate(delta, &f, " (none of 1,000 new packages did this)");
    row.arriving.of = 0;
    assert_rate(delta, &f, "");
    f.identity = UINT32_MAX;
    assert_rate(delta, &f, "");
    delta_done(delta);
}

/* For developers only, or not: where the inventory says it of packages of that type at all. */
static void test_use(void **state)
{
    (void)state;
    struct sb_doc *old = doc_new("t"), *new = doc_new("t");
    sb_comp a = doc_row(new, "pkg:npm/a@1.0");
    doc_row(new, "pkg:npm/b@1.0");
    doc_row(new, "pkg:pypi/c@1.0");
    sb_doc_property(new, a, SB_S("cdx:npm:package:development"), SB_S("true"));
    struct sb_delta *delta = delta_of(old, new);
    assert_int_equal(delta->changes.n, 3);
    assert_string_equal(sb_report_use(delta, &delta->changes.p[0]), "development only");
    assert_string_equal(sb_report_use(delta, &delta->changes.p[1]), "production");
    assert_null(sb_report_use(delta, &delta->changes.p[2]));
    delta_done(delta);
}

/* What is alike in several packages stands once, what is not stays. */
static void test_alike_once(void **state)
{
    (void)state;
    struct sb_delta *delta = example();
    struct sb_finding more = delta->findings.p[0];
    more.identity = delta->changes.p[1].identity;
    more.path = SB_S("other/evil\x1b[31m.pth");
    *SB_PUSH(&delta->findings) = more;
    more.path = SB_S("other/good.pth");
    *SB_PUSH(&delta->findings) = more;
    struct sb_group *group = &delta->groups.p[0];
    group->findings = sb_arena_alloc(&delta->arena, 3 * sizeof *group->findings);
    for (uint32_t i = 0; i < 3; i++)
        group->findings[i] = i;
    group->n_findings = 3;
    struct sb_report_options o = options(SB_LEVEL_HIGH);
    char *text = written(&sb_report_text, delta, &o);
    assert_non_null(strstr(text, "evil\\x1B[31m.pth; alike in 1 more package\n"));
    assert_non_null(strstr(strstr(text, "STARTUP_HOOK") + 1, "STARTUP_HOOK"));
    assert_null(strstr(strstr(strstr(text, "STARTUP_HOOK") + 1, "STARTUP_HOOK") + 1, "STARTUP_HOOK"));
    sb_free(text);
    delta_done(delta);
}

/* A list that a hostile document made long does not come back as it was. */
static void test_large_values_are_cut(void **state)
{
    (void)state;
    struct sb_delta *delta = example();
    struct sb_buf list = {0};
    sb_buf_str(&list, SB_S("[\"first\""));
    for (unsigned i = 0; i < 8000; i++)
        sb_buf_printf(&list, ",\"\xc3\xa4%u\"", i);
    sb_buf_chr(&list, ']');
    delta->findings.p[0].old_json = sb_buf_all(&list);
    struct sb_report_options o = options(SB_LEVEL_HIGH);
    char *text = written(&sb_report_json, delta, &o);
    assert_true(strlen(text) < 16 * 1024);
    cJSON *all = cJSON_Parse(text);
    const cJSON *old = get(get(get(all, "groups")->child, "signals")->child, "old");
    assert_true(cJSON_IsString(old));
    assert_non_null(strstr(old->valuestring, " bytes more"));
    cJSON_Delete(all);
    sb_free(text);
    sb_buf_done(&list);
    delta_done(delta);
}

static void test_levels(void **state)
{
    (void)state;
    assert_int_equal(sb_level_find(SB_S("critical")), SB_LEVEL_CRITICAL);
    assert_int_equal(sb_level_find(SB_S("none")), SB_LEVEL_NONE);
    assert_int_equal(sb_level_find(SB_S("fatal")), SB_LEVEL_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_keeps_the_contract),
        cmocka_unit_test(test_text_page),
        cmocka_unit_test(test_verdict),
        cmocka_unit_test(test_strict),
        cmocka_unit_test(test_looks),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_use),
        cmocka_unit_test(test_alike_once),
        cmocka_unit_test(test_large_values_are_cut),
        cmocka_unit_test(test_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
