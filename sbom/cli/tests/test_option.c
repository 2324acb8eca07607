#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/command.h"
#include "cli/output.h"

enum { ARGS = 6 };

static sb_rc parse(const char *const args[ARGS], enum sb_command_id command, struct sb_options *options,
                   struct sb_err *err)
{
    char room[ARGS][64];
    char *argv[ARGS + 1] = {NULL};
    int argc = 0;
    for (; argc < ARGS && args[argc]; argc++) {
        snprintf(room[argc], sizeof room[argc], "%s", args[argc]);
        argv[argc] = room[argc];
    }
    *options = (struct sb_options){.command = "test"};
    *err = (struct sb_err){0};
    sb_rc rc = sb_options_parse(argc, argv, SB_CMD_BIT(command), options, err);
    /* What was parsed points into argv, which ends here: only counts and flags are looked at afterwards. */
    return rc;
}

static void test_accepted(void **state)
{
    (void)state;
    static const struct {
        const char *args[ARGS];
        size_t operands, outputs;
        bool strict, root;
    } rows[] = {
        {{"a"}, 1, 0, false, false},
        {{"a", "-o", "table"}, 1, 1, false, false},
        {{"-otable", "a", "--output=spdx-json", "--output", "x"}, 1, 3, false, false},
        {{"--strict", "a", "--root", "r"}, 1, 0, true, true},
        {{"--root=r@1", "a"}, 1, 0, false, true},
        {{"--root=", "a"}, 1, 0, false, true},
        {{"-qv", "a"}, 1, 0, false, false},
        {{"-j", "8", "a"}, 1, 0, false, false},
        {{"-j8", "-"}, 1, 0, false, false},
        {{"--", "--strict", "-o"}, 2, 0, false, false},
        {{"-o", "--strict", "a"}, 1, 1, false, false}, /* a value may begin with a dash */
        {{NULL}, 0, 0, false, false},
        {{""}, 1, 0, false, false},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_options options;
        struct sb_err err;
        assert_int_equal(parse(rows[i].args, SB_CMD_SCAN, &options, &err), SB_OK);
        assert_int_equal(options.operands.n, rows[i].operands);
        assert_int_equal(options.outputs.n, rows[i].outputs);
        assert_int_equal(options.strict, rows[i].strict);
        assert_int_equal(options.root != NULL, rows[i].root);
        sb_options_done(&options);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *args[ARGS];
        const char *part; /* of the message */
    } rows[] = {
        {{"--nothing"}, "unknown option --nothing"},
        {{"--nothing=x"}, "unknown option --nothing"},
        {{"-x"}, "unknown option -x"},
        {{"-qx"}, "unknown option -x"},
        {{"--strict=yes"}, "takes no value"},
        {{"--root"}, "needs a value"},
        {{"-o"}, "needs a value"},
        {{"-qj"}, "needs a value"},
        {{"--root", "a", "--root=b"}, "given twice"},
        {{"--explain"}, "--explain is an option of sbom diff"}, /* of another command */
        {{"--stric"}, "unknown option --stric"},     /* no abbreviations: they would change their meaning */
        {{"--="}, "unknown option --"},
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_options options;
        struct sb_err err;
        assert_int_equal(parse(rows[i].args, SB_CMD_SCAN, &options, &err), SB_E_USAGE);
        if (!strstr(err.text, rows[i].part))
            fail_msg("%s is not in: %s", rows[i].part, err.text);
        sb_options_done(&options);
    }
}

/* Rows of the table: names and letters are each there once for a command, and every row can be stored. */
static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sb_options_count; i++) {
        const struct sb_option *row = &sb_options_table[i];
        assert_non_null(row->help);
        assert_int_equal(row->value != NULL, row->shape != SB_OPTION_FLAG);
        assert_true(row->offset < sizeof(struct sb_options));
        for (size_t j = 0; j < i; j++) {
            if (row->commands && sb_options_table[j].commands && !(row->commands & sb_options_table[j].commands))
                continue;
            assert_string_not_equal(row->name, sb_options_table[j].name);
            assert_true(row->letter == 0 || row->letter != sb_options_table[j].letter);
        }
    }
}

static void test_planned(void **state)
{
    (void)state;
    const char *const args[ARGS] = {"--registry", "dir", "a", "b"};
    struct sb_options options;
    struct sb_err err;
    assert_int_equal(parse(args, SB_CMD_DIFF, &options, &err), SB_E_USAGE);
    assert_non_null(strstr(err.text, "not in this version"));
    sb_options_done(&options);
}

/* ---- -o FORMAT[@VERSION][=FILE] ---- */

static sb_rc find_any(struct sb_output *out, struct sb_err *err)
{
    (void)out;
    (void)err;
    return SB_OK;
}

static sb_rc find_none(struct sb_output *out, struct sb_err *err)
{
    return sb_fail(err, SB_E_USAGE, "unknown format %s", out->format);
}

static void assert_word(const char *got, const char *wanted)
{
    if (wanted)
        assert_string_equal(got, wanted);
    else
        assert_null(got);
}

static void test_outputs(void **state)
{
    (void)state;
    static const struct {
        const char *text, *format, *version, *file;
    } rows[] = {{"table", "table", NULL, NULL},
                {"cyclonedx-json@1.6", "cyclonedx-json", "1.6", NULL},
                {"json=a@b=c", "json", NULL, "a@b=c"},
                {"spdx-json@2.3=x", "spdx-json", "2.3", "x"},
                {"json=-", "json", NULL, "-"},
                {"@1", "", "1", NULL},
                {"", "", NULL, NULL}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        const char *text = rows[i].text;
        struct sb_options options = {.outputs = {&text, 1, 1}};
        struct sb_plan plan = {0};
        struct sb_err err = {0};
        assert_int_equal(sb_plan_make(&plan, &options, "fallback", find_any, &err), SB_OK);
        assert_int_equal(plan.n, 1);
        assert_string_equal(plan.p[0].format, rows[i].format);
        assert_word(plan.p[0].version, rows[i].version);
        assert_word(plan.p[0].file, rows[i].file);
        sb_plan_done(&plan);
        assert_int_equal(sb_plan_make(&plan, &options, "fallback", find_none, &err), SB_E_USAGE);
        sb_plan_done(&plan);
    }
}

/* Two outputs in one place would overwrite each other. */
static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *texts[3], *diagnostics;
        const char *part; /* of the message; NULL: fine */
    } rows[] = {{{"a", "b=x", "c=y"}, "d", NULL},
                {{"a=x", "b=-", "c=y"}, NULL, NULL},
                {{"a", "b=-", "c"}, NULL, "only one output"},
                {{"a=x", "b", "c=x"}, NULL, "two outputs go to x"},
                {{"a=x", "b", "c=y"}, "x", "two outputs go to x"},
                {{"a=x", "b", "c=y"}, "-", "only one output"},
                {{"a=x", "b=", "c=y"}, NULL, "missing behind b="},
                {{"a=x", "b", "c=y"}, "", "missing behind diagnostics="}};
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        const char *texts[3] = {rows[i].texts[0], rows[i].texts[1], rows[i].texts[2]};
        struct sb_options options = {.outputs = {texts, 3, 3}, .diagnostics = rows[i].diagnostics};
        struct sb_plan plan = {0};
        struct sb_err err = {0};
        sb_rc rc = sb_plan_make(&plan, &options, "fallback", find_any, &err);
        assert_int_equal(rc, rows[i].part ? SB_E_USAGE : SB_OK);
        if (rows[i].part && !strstr(err.text, rows[i].part))
            fail_msg("%s is not in: %s", rows[i].part, err.text);
        sb_plan_done(&plan);
    }
}

static void test_fallback(void **state)
{
    (void)state;
    struct sb_options options = {0};
    struct sb_plan plan = {0};
    struct sb_err err = {0};
    assert_int_equal(sb_plan_make(&plan, &options, "fallback", find_any, &err), SB_OK);
    assert_string_equal(plan.p[0].format, "fallback");
    assert_true(sb_is_standard(plan.p[0].file));
    sb_plan_done(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_accepted), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_table),    cmocka_unit_test(test_planned),
                                       cmocka_unit_test(test_outputs),  cmocka_unit_test(test_places),
                                       cmocka_unit_test(test_fallback)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
