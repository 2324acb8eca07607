/* SARIF 2.1.0 (OASIS): what code hosts show beside the file. */
#include "base/digest.h"
#include "base/map.h"
#include "check/report.h"
#include "text/json_write.h"

static void put_text(struct sb_json_out *json, const char *key, sb_str text)
{
    sb_json_key(json, key);
    sb_json_begin(json, '{');
    sb_json_key(json, "text");
    sb_json_str(json, text);
    sb_json_end(json);
}

static void put_rules(struct sb_json_out *json)
{
    char id[SB_RULE_ID_MAX];
    sb_json_key(json, "rules");
    sb_json_begin(json, '[');
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
        sb_json_begin(json, '{');
        sb_json_pair(json, "id", sb_str_of(sb_rule_id((enum sb_rule)rule, id)));
        put_text(json, "shortDescription", sb_str_of(sb_rules[rule].title));
        put_text(json, "fullDescription", sb_str_of(sb_rules[rule].meaning));
        sb_json_key(json, "defaultConfiguration");
        sb_json_begin(json, '{');
        sb_json_pair(json, "level", sb_str_of(sb_severity_words[sb_rules[rule].severity]));
        sb_json_end(json);
        sb_json_end(json);
    }
    sb_json_end(json);
}

/* A file name as a URI reference (RFC 3986): what may not stand there as %HH, and no colon in the first part, which
 * would make a scheme of it. */
static void put_uri(struct sb_json_out *json, const char *key, sb_str file)
{
    struct sb_buf uri = {0};
    for (size_t i = 0; i < file.n; i++) {
        char c = file.p[i];
        if (sb_is_alnum(c) || sb_is_in(c, "-._~/+@,="))
            sb_buf_chr(&uri, c);
        else
            sb_buf_printf(&uri, "%%%02X", (unsigned char)c);
    }
    sb_json_pair(json, key, sb_buf_all(&uri));
    sb_buf_done(&uri);
}

static void put_location(struct sb_json_out *json, const struct sb_checked *document, const struct sb_flaw *flaw)
{
    sb_json_key(json, "locations");
    sb_json_begin(json, '[');
    sb_json_begin(json, '{');
    sb_json_key(json, "physicalLocation");
    sb_json_begin(json, '{');
    sb_json_key(json, "artifactLocation");
    sb_json_begin(json, '{');
    put_uri(json, "uri", document->file);
    sb_json_end(json);
    if (flaw->line) {
        sb_json_key(json, "region");
        sb_json_begin(json, '{');
        sb_json_key(json, "startLine");
        sb_json_u64(json, flaw->line);
        if (flaw->point) {
            sb_json_key(json, "startColumn");
            sb_json_u64(json, flaw->point);
        }
        sb_json_end(json);
    } else if (document->flaws.offsets) {
        sb_json_key(json, "region");
        sb_json_begin(json, '{');
        sb_json_key(json, "byteOffset");
        sb_json_u64(json, flaw->column);
        sb_json_end(json);
    }
    sb_json_end(json);
    if (flaw->path.n) {
        sb_json_key(json, "logicalLocations");
        sb_json_begin(json, '[');
        sb_json_begin(json, '{');
        sb_json_pair(json, "fullyQualifiedName", flaw->path);
        sb_json_end(json);
        sb_json_end(json);
    }
    sb_json_end(json);
    sb_json_end(json);
}

/* The first 16 hex digits of SHA-256 over rule, place without the numbers of elements, message, and how many of these
 * came before: the same where other elements come or go. */
static void put_fingerprint(struct sb_json_out *json, const struct sb_flaw *flaw, struct sb_map *seen)
{
    enum { DIGITS = 16 };
    struct sb_buf text = {0};
    uint8_t sha256[SB_SHA256_BYTES];
    char id[SB_RULE_ID_MAX], hex[DIGITS];
    sb_buf_printf(&text, "%s\n%.*s\n%.*s\n", sb_rule_id(flaw->rule, id), SB_FMT(flaw->place), SB_FMT(flaw->message));
    uint32_t *n = sb_map_put(seen, sb_hash(text.p, text.n, 0) >> 1);
    sb_buf_u64(&text, (*n)++);
    sb_sha256_of(sb_buf_all(&text), sha256);
    sb_hex_encode(sha256, DIGITS / 2, hex);
    sb_json_key(json, "partialFingerprints");
    sb_json_begin(json, '{');
    sb_json_pair(json, "sbomFinding/v1", sb_str_n(hex, DIGITS));
    sb_json_end(json);
    sb_buf_done(&text);
}

static void put_result(struct sb_json_out *json, const struct sb_checked *document, const struct sb_flaw *flaw,
                       struct sb_map *seen)
{
    char id[SB_RULE_ID_MAX];
    struct sb_buf message = {0};
    sb_buf_str(&message, flaw->message);
    if (flaw->clause.n)
        sb_buf_printf(&message, " [%.*s]", SB_FMT(flaw->clause));
    sb_json_begin(json, '{');
    sb_json_pair(json, "ruleId", sb_str_of(sb_rule_id(flaw->rule, id)));
    sb_json_key(json, "ruleIndex");
    sb_json_u64(json, flaw->rule);
    sb_json_pair(json, "level", sb_str_of(sb_severity_words[sb_rules[flaw->rule].severity]));
    put_text(json, "message", sb_buf_all(&message));
    put_location(json, document, flaw);
    put_fingerprint(json, flaw, seen);
    sb_json_end(json);
    sb_buf_done(&message);
}

/* SARIF has no number of what is left out; a notification says it. */
static void put_notifications(struct sb_json_out *json, const struct sb_checked_all *all)
{
    char id[SB_RULE_ID_MAX];
    struct sb_buf text = {0};
    sb_json_key(json, "invocations");
    sb_json_begin(json, '[');
    sb_json_begin(json, '{');
    sb_json_key(json, "executionSuccessful");
    sb_json_bool(json, true);
    sb_json_key(json, "toolExecutionNotifications");
    sb_json_begin(json, '[');
    for (size_t i = 0; i < all->n; i++)
        for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
            uint64_t more = sb_flaws_more(&all->p[i].flaws, (enum sb_rule)rule);
            if (!more)
                continue;
            sb_buf_clear(&text);
            sb_buf_str(&text, all->p[i].file);
            sb_buf_printf(&text, ": and %llu more %s", (unsigned long long)more, sb_rule_id((enum sb_rule)rule, id));
            sb_json_begin(json, '{');
            sb_json_pair(json, "level", SB_S("note"));
            put_text(json, "message", sb_buf_all(&text));
            sb_json_end(json);
        }
    sb_json_end(json);
    sb_json_end(json);
    sb_json_end(json);
    sb_buf_done(&text);
}

static void put_tool(struct sb_json_out *json, const char *version)
{
    sb_json_key(json, "tool");
    sb_json_begin(json, '{');
    sb_json_key(json, "driver");
    sb_json_begin(json, '{');
    sb_json_pair(json, "name", SB_S("sbom"));
    sb_json_pair(json, "version", sb_str_of(version));
    put_rules(json);
    sb_json_end(json);
    sb_json_end(json);
}

static void write_sarif(const struct sb_checked_all *all, struct sb_sink *sink)
{
    struct sb_json_out json;
    sb_json_out(&json, sink, true);
    sb_json_begin(&json, '{');
    sb_json_pair(&json, "$schema",
                 SB_S("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"));
    sb_json_pair(&json, "version", SB_S("2.1.0"));
    sb_json_key(&json, "runs");
    sb_json_begin(&json, '[');
    sb_json_begin(&json, '{');
    put_tool(&json, all->tool_version);
    put_notifications(&json, all);
    sb_json_pair(&json, "columnKind", SB_S("unicodeCodePoints"));
    sb_json_key(&json, "results");
    sb_json_begin(&json, '[');
    for (size_t i = 0; i < all->n; i++) {
        struct sb_map seen = {0};
        for (size_t j = 0; j < all->p[i].flaws.list.n; j++)
            put_result(&json, &all->p[i], &all->p[i].flaws.list.p[j], &seen);
        sb_map_done(&seen);
    }
    sb_json_end(&json);
    sb_json_end(&json);
    sb_json_end(&json);
    sb_json_end(&json);
    sb_put_chr(sink, '\n');
}

const struct sb_check_report sb_check_report_sarif = {"sarif", "SARIF 2.1.0, for code hosts", write_sarif};
