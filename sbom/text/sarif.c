#include "text/sarif.h"

#include "base/utf8.h"

const char sb_sarif_error[] = "error", sb_sarif_warning[] = "warning", sb_sarif_note[] = "note";

static void begin(struct sb_json_out *json, const char *key, char kind)
{
    if (key)
        sb_json_key(json, key);
    sb_json_begin(json, kind);
}

/* Text of ours, with its lines. */
static void put_own(struct sb_json_out *json, const char *key, sb_str text)
{
    begin(json, key, '{');
    sb_json_key(json, "text");
    sb_json_str(json, text);
    sb_json_end(json);
}

/* Of "{12}" that this is; else 0. */
static size_t placeholder(sb_str text)
{
    size_t n = 1;
    while (n < text.n && sb_is_digit(text.p[n]))
        n++;
    return n > 1 && n < text.n && text.p[0] == '{' && text.p[n] == '}' ? n + 1 : 0;
}

/* In a message "[text](target)" is a link (3.11.6) and "{0}" stands for an argument (3.11.5). A name that looks so is
 * neither. */
static void put_literally(struct sb_buf *buf, sb_str text)
{
    bool link = sb_str_find(text, SB_S("](")) != SB_NPOS;
    for (size_t i = 0; i < text.n; i++) {
        size_t n = placeholder(sb_str_from(text, i));
        if (n) {
            sb_buf_printf(buf, "{%.*s}", SB_FMT(sb_str_part(text, i, n)));
            i += n - 1;
            continue;
        }
        if (link && sb_is_in(text.p[i], "[]\\"))
            sb_buf_chr(buf, '\\');
        sb_buf_chr(buf, text.p[i]);
    }
}

void sb_sarif_text(struct sb_json_out *json, const char *key, sb_str text)
{
    struct sb_buf shown = {0}, literal = {0};
    sb_utf8_printable(&shown, text);
    put_literally(&literal, sb_buf_all(&shown));
    put_own(json, key, sb_buf_all(&literal));
    sb_buf_done(&shown);
    sb_buf_done(&literal);
}

/* ---- places ---- */

void sb_sarif_uri(struct sb_buf *buf, sb_str file)
{
    for (size_t i = 0; i < file.n; i++) {
        char c = file.p[i];
        if (sb_is_alnum(c) || sb_is_in(c, "-._~/+@,="))
            sb_buf_chr(buf, c);
        else
            sb_buf_printf(buf, "%%%02X", (unsigned char)c);
    }
}

static void put_region(struct sb_json_out *json, const struct sb_sarif_place *place)
{
    if (!place->line && !place->offset)
        return;
    begin(json, "region", '{');
    sb_json_key(json, place->line ? "startLine" : "byteOffset");
    sb_json_u64(json, place->line ? place->line : place->byte);
    if (place->line && place->column) {
        sb_json_key(json, "startColumn");
        sb_json_u64(json, place->column);
    }
    sb_json_end(json);
}

void sb_sarif_place(struct sb_json_out *json, const struct sb_sarif_place *place)
{
    struct sb_buf uri = {0};
    sb_sarif_uri(&uri, place->file);
    begin(json, "physicalLocation", '{');
    begin(json, "artifactLocation", '{');
    sb_json_pair(json, "uri", sb_buf_all(&uri));
    sb_json_end(json);
    put_region(json, place);
    sb_json_end(json);
    sb_buf_done(&uri);
    if (!place->logical.n)
        return;
    begin(json, "logicalLocations", '[');
    begin(json, NULL, '{');
    sb_json_pair(json, "fullyQualifiedName", place->logical);
    sb_json_pair(json, "kind", sb_str_of(place->kind));
    sb_json_end(json);
    sb_json_end(json);
}

void sb_sarif_fingerprint(struct sb_json_out *json, sb_str hex)
{
    begin(json, "partialFingerprints", '{');
    sb_json_pair(json, "sbomFinding/v1", hex);
}

/* ---- the run ---- */

void sb_sarif_begin(struct sb_json_out *json, struct sb_sink *sink, const char *tool_version)
{
    sb_json_out(json, sink, true);
    begin(json, NULL, '{');
    sb_json_pair(json, "$schema",
                 SB_S("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"));
    sb_json_pair(json, "version", SB_S("2.1.0"));
    begin(json, "runs", '[');
    begin(json, NULL, '{');
    begin(json, "tool", '{');
    begin(json, "driver", '{');
    sb_json_pair(json, "name", SB_S("sbom"));
    sb_json_pair(json, "version", sb_str_of(tool_version));
    begin(json, "rules", '[');
}

static void put_properties(struct sb_json_out *json, const struct sb_sarif_rule *rule)
{
    if (!rule->severity.n && !rule->tags)
        return;
    begin(json, "properties", '{');
    sb_json_pair(json, "security-severity", rule->severity);
    if (rule->tags) {
        begin(json, "tags", '[');
        for (size_t i = 0; rule->tags[i]; i++)
            sb_json_str(json, sb_str_of(rule->tags[i]));
        sb_json_end(json);
    }
    sb_json_end(json);
}

void sb_sarif_rule(struct sb_json_out *json, const struct sb_sarif_rule *rule)
{
    begin(json, NULL, '{');
    sb_json_pair(json, "id", rule->id);
    put_own(json, "shortDescription", rule->title);
    put_own(json, "fullDescription", rule->meaning);
    if (rule->help.n)
        put_own(json, "help", rule->help);
    begin(json, "defaultConfiguration", '{');
    sb_json_pair(json, "level", sb_str_of(rule->level));
    sb_json_end(json);
    put_properties(json, rule);
    sb_json_end(json);
}

void sb_sarif_invocation(struct sb_json_out *json, const struct sb_sarif_invocation *invocation)
{
    for (unsigned open = 0; open < 3; open++) /* rules, driver, tool */
        sb_json_end(json);
    begin(json, "invocations", '[');
    begin(json, NULL, '{');
    sb_json_key(json, "executionSuccessful");
    sb_json_bool(json, true);
    if (invocation->exit >= 0) {
        sb_json_key(json, "exitCode");
        sb_json_i64(json, invocation->exit);
    }
    sb_json_pair(json, "exitCodeDescription", invocation->exit_meaning);
    begin(json, "toolExecutionNotifications", '[');
}

void sb_sarif_notify(struct sb_json_out *json, const char *level, sb_str text, const char *code,
                     const struct sb_sarif_place *place)
{
    begin(json, NULL, '{');
    if (code) {
        begin(json, "descriptor", '{');
        sb_json_pair(json, "id", sb_str_of(code));
        sb_json_end(json);
    }
    sb_json_pair(json, "level", sb_str_of(level));
    sb_sarif_text(json, "message", text);
    if (place) {
        begin(json, "locations", '[');
        begin(json, NULL, '{');
        sb_sarif_place(json, place);
        sb_json_end(json);
        sb_json_end(json);
    }
    sb_json_end(json);
}

void sb_sarif_run(struct sb_json_out *json)
{
    for (unsigned open = 0; open < 3; open++) /* notifications, invocation, invocations */
        sb_json_end(json);
    sb_json_pair(json, "columnKind", SB_S("unicodeCodePoints"));
}

void sb_sarif_results(struct sb_json_out *json)
{
    begin(json, "results", '[');
}

void sb_sarif_end(struct sb_json_out *json)
{
    for (unsigned open = 0; open < 4; open++) /* results, run, runs, the file */
        sb_json_end(json);
    sb_put_chr(json->sink, '\n');
}
