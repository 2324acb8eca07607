#include <stdarg.h>
#include <stdio.h>

#include "base/sink.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "policy/file.h"

/* ---- check ---- */

static void say(const char *name, const char *format, ...) SB_PRINTF(2, 3);
static void say(const char *name, const char *format, ...)
{
    struct sb_buf line = {0};
    va_list args;
    sb_utf8_printable(&line, sb_str_of(name));
    va_start(args, format);
    sb_buf_vprintf(&line, format, args);
    va_end(args);
    printf("%.*s\n", SB_FMT(sb_buf_all(&line)));
    sb_buf_done(&line);
}

static sb_rc check_policy(const char *name, const struct sb_yaml_text *text, struct sb_arena *arena, struct sb_err *err)
{
    struct sb_policy policy;
    SB_TRY(sb_policy_read(text, arena, &policy, err));
    size_t rules = policy.packages.n + policy.licences.n + policy.sources.n + policy.registries.n + policy.suppliers.n +
                   policy.ages.n + policy.required.n;
    say(name, ": a policy on preset %s; fails on %s, %zu line%s of levels, %zu rule%s", sb_presets[policy.preset].name,
        sb_level_names[policy.fail_on], policy.levels.n, policy.levels.n == 1 ? "" : "s", rules, rules == 1 ? "" : "s");
    return SB_OK;
}

static sb_rc check_waivers(const char *name, const struct sb_yaml_text *text, struct sb_arena *arena,
                           struct sb_err *err)
{
    struct sb_waivers waivers;
    SB_TRY(sb_waivers_read(text, arena, &waivers, err));
    say(name, ": %zu waiver%s", waivers.list.n, waivers.list.n == 1 ? "" : "s");
    return SB_OK;
}

/* Which of the two it is, it says itself. */
static bool says_waivers(const struct sb_yaml_text *text, struct sb_arena *arena)
{
    const struct sb_yaml *root, *schema;
    struct sb_err ignored = {0};
    if (sb_yaml_read(text, arena, &root, &ignored) != SB_OK)
        return false;
    schema = sb_yaml_member(root, "schema");
    return schema && sb_str_starts(schema->text, SB_S("sbom-waivers/"));
}

static int check_one(const char *name)
{
    struct sb_arena arena = {0};
    struct sb_buf bytes = {0};
    struct sb_yaml_text text;
    struct sb_err err = {0};
    sb_rc rc = sb_team_file_read(name, &bytes, &text, &err);
    if (rc == SB_OK)
        rc = says_waivers(&text, &arena) ? check_waivers(name, &text, &arena, &err)
                                         : check_policy(name, &text, &arena, &err);
    sb_buf_done(&bytes);
    sb_arena_done(&arena);
    return rc == SB_OK ? SB_EXIT_FINE : sb_complain(&err);
}

static int check(const char *const *files, size_t n)
{
    int code = SB_EXIT_FINE;
    if (n == 0)
        return sb_usage_error("policy check wants a FILE: a policy or waivers");
    for (size_t i = 0; i < n; i++) {
        int one = check_one(files[i]);
        code = code ? code : one;
    }
    return code;
}

/* ---- show, schema ---- */

static int show(const char *const *names, size_t n)
{
    const struct sb_preset *preset = n == 1 ? sb_preset_find(sb_str_of(names[0])) : NULL;
    if (!preset)
        return sb_usage_error("policy show wants a preset: strict, default or observe");
    printf("%s", preset->text);
    return SB_EXIT_FINE;
}

static const struct schema {
    const char *name, *id, *title;
    const struct sb_key_object *keys;
} schemas[] = {{"policy", "urn:sbom:policy:1", "sbom-policy/1: a policy of sbom diff", &sb_policy_keys},
               {"waivers", "urn:sbom:waivers:1", "sbom-waivers/1: waivers of sbom diff", &sb_waiver_keys}};

static int write_schema(const struct schema *schema)
{
    struct sb_outputs *outputs = sb_outputs_new();
    struct sb_sink *sink = NULL;
    struct sb_err err = {0};
    sb_rc rc = sb_outputs_open(outputs, NULL, &sink, &err);
    if (rc == SB_OK) {
        sb_key_schema(schema->keys, schema->id, schema->title, sink);
        rc = sb_sink_flush(sink, &err);
    }
    if (rc == SB_OK)
        rc = sb_outputs_commit(outputs, &err);
    sb_outputs_free(outputs);
    return rc == SB_OK ? SB_EXIT_FINE : sb_complain(&err);
}

static int print_schema(const char *const *names, size_t n)
{
    for (size_t i = 0; n == 1 && i < SB_COUNT(schemas); i++)
        if (strcmp(names[0], schemas[i].name) == 0)
            return write_schema(&schemas[i]);
    return sb_usage_error("policy schema wants one of: policy, waivers");
}

static const struct {
    const char *name;
    int (*run)(const char *const *operands, size_t n);
} verbs[] = {{"check", check}, {"show", show}, {"schema", print_schema}};

const char *sb_policy_word(size_t i)
{
    if (i < SB_COUNT(verbs))
        return verbs[i].name;
    i -= SB_COUNT(verbs);
    size_t presets = 0;
    while (sb_presets[presets].name)
        presets++;
    if (i < presets)
        return sb_presets[i].name;
    i -= presets;
    return i < SB_COUNT(schemas) ? schemas[i].name : NULL;
}

int sb_cmd_policy(const struct sb_options *options)
{
    for (size_t i = 0; options->operands.n && i < SB_COUNT(verbs); i++)
        if (strcmp(options->operands.p[0], verbs[i].name) == 0)
            return verbs[i].run(options->operands.p + 1, options->operands.n - 1);
    return sb_usage_error("policy wants one of: check FILE..., show PRESET, schema policy|waivers");
}
