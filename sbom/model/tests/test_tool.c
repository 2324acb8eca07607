#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/tool.h"

static void assert_text(sb_str got, const char *wanted)
{
    if (!sb_str_eq(got, sb_str_of(wanted)))
        fail_msg("wanted \"%s\", got \"%.*s\"", wanted, SB_FMT(got));
}

static void name_and_version_in_one_text(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"syft-0.80.0", "syft", "0.80.0"},
        {"pypispdx - 0.1.0", "pypispdx", "0.1.0"},
        {"apko (v0.10.0)", "apko", "v0.10.0"},
        {"melange (devel)", "melange", ""},
        {"syft-[not provided]", "syft", ""},
        {"npm/cli-10.2.4", "npm/cli", "10.2.4"},
        {"tool/1.2", "tool", "1.2"},
        {"@scope/tool@1.2", "@scope/tool", "1.2"},
        {"tool v1.2", "tool", "v1.2"},
        {"ScanCode.io version 32.0.5", "ScanCode.io", "32.0.5"},
        {"FOSSology Version: 4.1.0", "FOSSology", "4.1.0"},
        {"generator-v0.0.13-18-gabc1234", "generator", "v0.0.13-18-gabc1234"},
        {"tern-c6b2a3f4d5e6", "tern", "c6b2a3f4d5e6"},
        {"tool-2to3-1.0", "tool-2to3", "1.0"},
        {"tool 1.2 (build 45)", "tool", "1.2 (build 45)"},
        {"tool (https://x.test)", "tool (https://x.test)", ""},
        {"spdx-maven-plugin", "spdx-maven-plugin", ""},
        {"OpenEmbedded Core create-spdx.bbclass", "OpenEmbedded Core create-spdx.bbclass", ""},
        {"k8s", "k8s", ""},
        {"1.2", "1.2", ""},
        {"tool-", "tool-", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        sb_str name, version;
        sb_tool_split(sb_str_of(cases[i][0]), &name, &version);
        assert_text(name, cases[i][1]);
        assert_text(version, cases[i][2]);
    }
}

static struct sb_doc *made_by(const char *const *tools)
{
    struct sb_doc *doc = sb_doc_new();
    for (; *tools; tools++)
        *SB_PUSH(&doc->tools) = (struct sb_tool){.name = sb_doc_put(doc, sb_str_of(*tools))};
    return doc;
}

static void the_tool_is_no_library(void **state)
{
    (void)state;
    static const struct {
        const char *tools[4], *made;
    } cases[] = {
        {{"npm", "cyclonedx-library", "cyclonedx-npm"}, "cyclonedx-npm"},
        {{"syft", "buildkit"}, "buildkit"},
        {{"parlay", "syft"}, "syft"},
        {{"acme-scanner-sdk", "acme"}, "acme"},
        {{"cyclonedx-library"}, "cyclonedx-library"},
        {{"b", "a"}, "a"},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *doc = made_by(cases[i].tools);
        assert_text(sb_doc_str(doc, sb_doc_tool(doc)->name), cases[i].made);
        sb_doc_free(doc);
    }
}

static void a_shared_library_is_no_shared_tool(void **state)
{
    (void)state;
    static const struct {
        const char *a[3], *b[3];
        bool same;
    } cases[] = {
        {{"one", "cyclonedx-library"}, {"two", "cyclonedx-library"}, false},
        {{"one", "cyclonedx-library"}, {"One"}, true},
        {{"one", "two"}, {"two", "one"}, true},
        {{NULL}, {NULL}, true},
        {{"one"}, {NULL}, false},
    };
    for (size_t i = 0; i < SB_COUNT(cases); i++) {
        struct sb_doc *a = made_by(cases[i].a), *b = made_by(cases[i].b);
        assert_int_equal(sb_doc_same_tool(a, b), cases[i].same);
        assert_int_equal(sb_doc_same_tool(b, a), cases[i].same);
        sb_doc_free(a);
        sb_doc_free(b);
    }
}

/* Names without end take no time without end. */
static void many_tools_are_held_against_many(void **state)
{
    enum { MANY = 50000 };
    (void)state;
    struct sb_doc *docs[2] = {sb_doc_new(), sb_doc_new()};
    for (unsigned i = 0; i < MANY; i++)
        for (unsigned k = 0; k < 2; k++) {
            char name[32];
            snprintf(name, sizeof name, "%s-%u", k ? "b" : "a", i);
            *SB_PUSH(&docs[k]->tools) = (struct sb_tool){.name = sb_doc_put(docs[k], sb_str_of(name))};
        }
    assert_false(sb_doc_same_tool(docs[0], docs[1]));
    *SB_PUSH(&docs[1]->tools) = (struct sb_tool){.name = sb_doc_put(docs[1], SB_S("A-77"))};
    assert_true(sb_doc_same_tool(docs[0], docs[1]));
    sb_doc_free(docs[0]);
    sb_doc_free(docs[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_and_version_in_one_text),
        cmocka_unit_test(the_tool_is_no_library),
        cmocka_unit_test(a_shared_library_is_no_shared_tool),
        cmocka_unit_test(many_tools_are_held_against_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
