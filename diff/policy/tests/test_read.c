/* Reading the two files: each kind of mistake has its place; presets; the tables of keys against the manual. */
#include "base/io.h"
#include "base/sink.h"
#include "kit.h"

enum kind { A_POLICY, A_WAIVERS };

static sb_rc read_as(enum kind kind, sb_str bytes, struct sb_err *err)
{
    struct sb_yaml_text text = {.bytes = bytes, .name = SB_S("f.yaml")};
    struct sb_arena arena = {0};
    struct sb_policy policy;
    struct sb_waivers waivers;
    sb_rc rc =
        kind == A_POLICY ? sb_policy_read(&text, &arena, &policy, err) : sb_waivers_read(&text, &arena, &waivers, err);
    sb_arena_done(&arena);
    return rc;
}

#define W                                                                                                              \
    "schema: sbom-waivers/1\nwaivers:\n  - {fingerprint: 0123456789abcdef, owner: o, reason: r, expires: 2027-01-01"
#define BARE "schema: sbom-waivers/1\nwaivers:\n  - {owner: o, reason: r, expires: 2027-01-01"

static const struct {
    enum kind kind;
    const char *text;
    uint32_t line, col; /* 0: it is right */
    const char *part;   /* of the message */
} rows[] = {
    {A_POLICY, POLICY, 0, 0, NULL},
    {A_POLICY, "{\"schema\":\"sbom-policy/1\",\"fail_on\":\"low\",\"levels\":[{\"level\":\"low\",\"weight\":3}]}", 0, 0,
     NULL},
    {A_POLICY, "fail_on: low\n", 1, 1, "lacks the key schema"},
    {A_POLICY, "schema: sbom-policy/2\nnew_key: 1\n", 1, 9, "must be sbom-policy/1"},
    {A_POLICY, "schema: sbom-waivers/1\nwaivers: []\n", 1, 9, "must be sbom-policy/1"},
    {A_POLICY, "schema: [sbom-policy/1]\n", 1, 9, "must be sbom-policy/1"},
    {A_POLICY, POLICY "fail-on: low\n", 2, 1, "no key fail-on; it has schema, preset, fail_on"},
    {A_POLICY, POLICY "fail_on: info\n", 2, 10, "cannot be info; it is one of none, low"},
    {A_POLICY, POLICY "fail_on: [low]\n", 2, 10, "must be a word"},
    {A_POLICY, POLICY "fail_on: {a: b}\n", 2, 10, "must be a word"},
    {A_POLICY, POLICY "fail_on:\n", 2, 9, "no value"},
    {A_POLICY, POLICY "fail_on_coverage: yes\n", 2, 19, "true or false"},
    {A_POLICY, POLICY "fail_on_coverage: 'true'\n", 2, 19, "true or false"},
    {A_POLICY, POLICY "preset: mine\n", 2, 9, "cannot be mine; it is one of strict, default, observe"},
    {A_POLICY, POLICY "score: {high: 2, medium: 5}\n", 2, 8, "medium is above high"},
    {A_POLICY, POLICY "score: {high: 101}\n", 2, 15, "from 1 to 100"},
    {A_POLICY, POLICY "score: {high: -1}\n", 2, 15, "from 1 to 100"},
    {A_POLICY, POLICY "score: {high: 1.5}\n", 2, 15, "from 1 to 100"},
    {A_POLICY, POLICY "score: {high: 99999999999999999999}\n", 2, 15, "from 1 to 100"},
    {A_POLICY, POLICY "score: []\n", 2, 8, "must be a mapping"},
    {A_POLICY, POLICY "levels: {level: low}\n", 2, 9, "must be a list"},
    {A_POLICY, POLICY "levels: [{signals: STARTUP_HOOK}]\n", 2, 10, "level or weight"},
    {A_POLICY, POLICY "levels: [{signals: [STARTUP_HOK], level: low}]\n", 2, 21, "cannot be STARTUP_HOK"},
    {A_POLICY, POLICY "levels: [{signals: [], level: low}]\n", 2, 20, "empty list"},
    {A_POLICY, POLICY "levels: [{level: none}]\n", 2, 18, "it is one of info, low"},
    {A_POLICY, POLICY "levels: [{level: low, scopes: [all]}]\n", 2, 32, "production, development, optional"},
    {A_POLICY, POLICY "levels: [{level: low, families: policy}]\n", 0, 0, NULL},
    {A_POLICY, POLICY "packages: {}\n", 2, 11, "allowed, denied"},
    {A_POLICY, POLICY "packages: {denied: pkg:npm/a}\n", 2, 20, "mapping"},
    {A_POLICY, POLICY "packages: {denied: [{versions: 'vers:npm/*'}]}\n", 2, 21, "lacks the key package"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'pkg:npm/a@1'}]}\n", 2, 31, "without version"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'npm/a'}]}\n", 2, 31, "purl"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'pkg:*/**'}]}\n", 2, 31, "type"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'pkg:npm/a', versions: '>=1'}]}\n", 2, 54, "vers:TYPE/"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'pkg:npm/a', versions: 'vers:pypi/>=1'}]}\n", 2, 54,
     "of type pypi"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'pkg:npm/a', reason: ' '}]}\n", 2, 52, "empty"},
    {A_POLICY, POLICY "packages: {denied: [{package: 'pkg:npm/a', reason: \"a\\nb\"}]}\n", 2, 52, "control"},
    {A_POLICY, POLICY "suppliers: {denied: [true]}\n", 2, 22, "put it into quotes"},
    {A_POLICY, POLICY "suppliers: {denied: [1.5]}\n", 2, 22, "put it into quotes"},
    {A_POLICY, POLICY "suppliers: {denied: ['1.5', 3com, 1-2 Ltd, e, yes.no]}\n", 0, 0, NULL},
    {A_POLICY, POLICY "licences: {denied: [NOPE-1.0]}\n", 2, 21, "not on the SPDX licence list"},
    {A_POLICY, POLICY "licences: {denied: ['MIT OR']}\n", 2, 21, "missing at the end"},
    {A_POLICY, POLICY "licences: {denied: [LicenseRef-acme, 'GPL-*', 'MIT OR ISC']}\n", 0, 0, NULL},
    {A_POLICY, POLICY "licences: {unknown: low}\n", 0, 0, NULL},
    {A_POLICY, POLICY "sources: {denied: [ftp]}\n", 2, 20, "registry, git, url, file"},
    {A_POLICY, POLICY "release_age: {level: low}\n", 2, 14, "lacks the key days"},
    {A_POLICY, POLICY "release_age: [{days: 1}, {days: 0}]\n", 2, 33, "from 1"},
    {A_POLICY, POLICY "required: {facts: ['sbom:unowned']}\n", 2, 20, "cannot be sbom:unowned"},
    {A_POLICY, POLICY "required: {licences: 101}\n", 2, 22, "from 0 to 100"},
    {A_POLICY, POLICY "maximum: {added: '1'}\n", 2, 18, "whole number"},
    {A_POLICY, POLICY "waivers: {authorities: [{levels: high}]}\n", 2, 25, "lacks the key by"},
    {A_WAIVERS, W "}\n", 0, 0, NULL},
    {A_WAIVERS, "schema: sbom-waivers/1\nwaivers: []\n", 0, 0, NULL},
    {A_WAIVERS, "schema: sbom-waivers/1\n", 1, 1, "lacks the key waivers"},
    {A_WAIVERS, POLICY, 1, 9, "must be sbom-waivers/1"},
    {A_WAIVERS, W ", fingerprints: x}\n", 3, 79, "no key fingerprints"},
    {A_WAIVERS, BARE "}\n", 3, 5, "a fingerprint, or a signal"},
    {A_WAIVERS, BARE ", signal: STARTUP_HOOK}\n", 3, 5, "a package or a path"},
    {A_WAIVERS, BARE ", package: 'pkg:npm/**'}\n", 3, 5, "a signal"},
    {A_WAIVERS, BARE ", signal: STARTUP_HOOK, path: '**'}\n", 0, 0, NULL},
    {A_WAIVERS, BARE ", fingerprint: 0123}\n", 3, 61, "16 hexadecimal"},
    {A_WAIVERS, BARE ", fingerprint: 0123456789012345}\n", 3, 61, "in quotes"},
    {A_WAIVERS, BARE ", fingerprint: 12345678e1234567}\n", 3, 61, "in quotes"},
    {A_WAIVERS, BARE ", fingerprint: '0123456789012345'}\n", 0, 0, NULL},
    {A_WAIVERS, BARE ", fingerprint: 0123456789ABCDEF}\n", 3, 61, "16 hexadecimal"},
    {A_WAIVERS, "schema: sbom-waivers/1\nwaivers: [{fingerprint: 0123456789abcdef, owner: o, reason: r}]\n", 2, 11,
     "lacks the key expires"},
    {A_WAIVERS,
     "schema: sbom-waivers/1\nwaivers: [{fingerprint: 0123456789abcdef, owner: '', reason: r, expires: 2027-01-01}]\n",
     2, 50, "owner is empty"},
    {A_WAIVERS,
     "schema: sbom-waivers/1\nwaivers: [{fingerprint: 0123456789abcdef, owner: o, reason: r, expires: never}]\n", 2, 73,
     "YYYY-MM-DD"},
    {A_WAIVERS,
     "schema: sbom-waivers/1\nwaivers: [{fingerprint: 0123456789abcdef, owner: o, reason: r, expires: 2027-02-30}]\n",
     2, 73, "YYYY-MM-DD"},
    {A_WAIVERS,
     "schema: sbom-waivers/1\nwaivers: [{fingerprint: 0123456789abcdef, owner: o, reason: r, expires: 2027-1-1}]\n", 2,
     73, "YYYY-MM-DD"},
    {A_WAIVERS, W "}\n  - {fingerprint: 0123456789abcdef, owner: o, reason: r, expires: 2027-01-01}\n", 4, 5,
     "stands in two waivers, first in line 3"},
    {A_WAIVERS, W ", id: a}\n  - {fingerprint: 0123456789abcdee, id: a, owner: o, reason: r, expires: 2027-01-01}\n", 4,
     5, "id a stands in two"},
    {A_WAIVERS, BARE ", signal: STARTUP_HOOK, package: pkg:npm/a, versions: 'vers:pypi/*'}\n", 3, 100, "of type pypi"},
};

static void test_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_err err = {0};
        sb_rc rc = read_as(rows[i].kind, sb_str_of(rows[i].text), &err);
        if ((rc == SB_OK) != (rows[i].line == 0))
            fail_msg("%s%s", rows[i].text, rc == SB_OK ? "was taken" : err.text);
        if (rc == SB_OK)
            continue;
        if (err.line != rows[i].line || err.col != rows[i].col || !strstr(err.text, rows[i].part))
            fail_msg("%s%u:%u: %s", rows[i].text, err.line, err.col, err.text);
        assert_string_equal(err.path, "f.yaml");
    }
}

/* Every rule of a file costs a value at least, and values are counted. */
static void test_a_million_rules(void **state)
{
    struct sb_buf buf = {0};
    struct sb_err err = {0};
    (void)state;
    sb_buf_str(&buf, SB_S(POLICY "levels:\n"));
    for (int i = 0; i < 50 * 1000; i++)
        sb_buf_str(&buf, SB_S("- {level: low}\n"));
    assert_int_equal(read_as(A_POLICY, sb_buf_all(&buf), &err), SB_E_LIMIT);
    assert_int_equal(err.line, SB_YAML_NODES / 3 + 1); /* mapping, key, value */
    sb_buf_done(&buf);
}

static void test_presets(void **state)
{
    struct sb_arena arena = {0};
    struct sb_yaml_text text;
    struct sb_policy policy;
    (void)state;
    policy_of(POLICY "preset: strict\n", &text, &arena, &policy);
    assert_int_equal(policy.fail_on, SB_LEVEL_MEDIUM);
    assert_true(policy.fail_on_coverage);
    assert_int_equal(policy.sources.n, 1);
    policy_of(POLICY "preset: strict\nfail_on: critical\nsources: {denied: git}\nclasses: {coverage: low}\n", &text,
              &arena, &policy);
    assert_int_equal(policy.fail_on, SB_LEVEL_CRITICAL);
    assert_int_equal(policy.sources.n, 2); /* lists add up */
    assert_int_equal(policy.classes.level[SB_CLASS_TERMS], SB_LEVEL_MEDIUM);
    assert_int_equal(policy.classes.level[SB_CLASS_COVERAGE], SB_LEVEL_LOW);
    policy_of(POLICY "preset: observe\n", &text, &arena, &policy);
    assert_int_equal(policy.fail_on, SB_LEVEL_NONE);
    sb_arena_done(&arena);
}

/* ---- the manual ---- */

static void has_keys(const struct sb_key_object *object, const char *manual)
{
    for (size_t i = 0; i < object->n; i++) {
        char key[128];
        snprintf(key, sizeof key, "*%s*", object->rows[i].name);
        if (!strstr(manual, key))
            fail_msg("%s of %s is not in the manual", key, object->name);
        if (object->rows[i].object)
            has_keys(object->rows[i].object, manual);
    }
}

static void test_manual(void **state)
{
    struct sb_buf manual = {0};
    struct sb_err err = {0};
    (void)state;
    assert_int_equal(sb_read_file(SB_SOURCE_DIR "/sbom/man/sbom-policy.5.scd", 1 << 20, &manual, &err), SB_OK);
    sb_buf_chr(&manual, '\0');
    has_keys(&sb_policy_keys, manual.p);
    has_keys(&sb_waiver_keys, manual.p);
    for (size_t i = 0; sb_policy_signals[i]; i++)
        assert_non_null(strstr(manual.p, sb_policy_signals[i]->id));
    sb_buf_done(&manual);
}

/* Bits of 64 must do for the signals. */
static void test_signals(void **state)
{
    size_t n = 0;
    (void)state;
    while (sb_any_signal(n))
        n++;
    assert_true(n < 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_places), cmocka_unit_test(test_a_million_rules),
                                       cmocka_unit_test(test_presets), cmocka_unit_test(test_manual),
                                       cmocka_unit_test(test_signals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
