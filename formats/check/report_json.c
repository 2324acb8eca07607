#include "check/report.h"
#include "text/json_write.h"

static void put_number(struct sb_json_out *json, const char *key, uint64_t value)
{
    sb_json_key(json, key);
    if (value)
        sb_json_u64(json, value);
    else
        sb_json_null(json);
}

static void put_text(struct sb_json_out *json, const char *key, sb_str text)
{
    sb_json_key(json, key);
    sb_json_str(json, text);
}

static void put_finding(struct sb_json_out *json, const struct sb_flaw *flaw)
{
    char id[SB_RULE_ID_MAX];
    sb_json_begin(json, '{');
    put_text(json, "clause", flaw->clause);
    put_number(json, "column", flaw->column);
    put_number(json, "line", flaw->line);
    put_text(json, "message", flaw->message);
    put_text(json, "path", flaw->path);
    put_text(json, "rule", sb_str_of(sb_rule_id(flaw->rule, id)));
    put_text(json, "severity", sb_str_of(sb_severity_words[sb_rules[flaw->rule].severity]));
    sb_json_end(json);
}

/* What is over the bound: {"SBV102": 4321}. */
static void put_more(struct sb_json_out *json, const struct sb_flaws *flaws)
{
    char id[SB_RULE_ID_MAX];
    sb_json_key(json, "more");
    sb_json_begin(json, '{');
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
        uint64_t more = sb_flaws_more(flaws, (enum sb_rule)rule);
        if (!more)
            continue;
        sb_json_key(json, sb_rule_id((enum sb_rule)rule, id));
        sb_json_u64(json, more);
    }
    sb_json_end(json);
}

/* Of what was not judged there is no verdict: null. */
static void put_verdict(struct sb_json_out *json, const char *name, bool judged, bool valid)
{
    sb_json_key(json, name);
    if (judged)
        sb_json_bool(json, valid);
    else
        sb_json_null(json);
}

static void put_summary(struct sb_json_out *json, const struct sb_flaws *flaws)
{
    static const enum sb_severity severities[] = {SB_ERROR, SB_NOTE, SB_WARNING};
    sb_json_key(json, "summary");
    sb_json_begin(json, '{');
    for (size_t i = 0; i < SB_COUNT(severities); i++) {
        sb_json_key(json, sb_severity_words[severities[i]]);
        sb_json_u64(json, sb_flaws_of(flaws, severities[i]));
    }
    sb_json_end(json);
}

static void put_document(struct sb_json_out *json, const struct sb_checked *document)
{
    sb_json_begin(json, '{');
    put_text(json, "file", document->file);
    sb_json_key(json, "findings");
    sb_json_begin(json, '[');
    for (size_t i = 0; i < document->flaws.list.n; i++)
        put_finding(json, &document->flaws.list.p[i]);
    sb_json_end(json);
    sb_json_key(json, "format");
    if (document->format)
        sb_json_str(json, sb_str_of(document->format));
    else
        sb_json_null(json);
    sb_json_key(json, "judged");
    sb_json_bool(json, document->judged);
    put_more(json, &document->flaws);
    put_verdict(json, "schema_valid", document->judged, sb_flaws_schema_valid(&document->flaws));
    put_summary(json, &document->flaws);
    put_verdict(json, "valid", document->judged, sb_checked_valid(document));
    sb_json_key(json, "version");
    if (document->version[0])
        sb_json_str(json, sb_str_of(document->version));
    else
        sb_json_null(json);
    sb_json_end(json);
}

static void write_json(const struct sb_checked_all *all, struct sb_sink *sink)
{
    struct sb_json_out json;
    bool judged = true, bad = false;
    sb_json_out(&json, sink, true);
    sb_json_begin(&json, '{');
    put_text(&json, "schema", SB_S("sbom-validate/1"));
    sb_json_key(&json, "tool");
    sb_json_begin(&json, '{');
    put_text(&json, "name", SB_S("sbom"));
    put_text(&json, "version", sb_str_of(all->tool_version));
    sb_json_end(&json);
    sb_json_key(&json, "documents");
    sb_json_begin(&json, '[');
    for (size_t i = 0; i < all->n; i++) {
        put_document(&json, &all->p[i]);
        judged = judged && all->p[i].judged;
        bad = bad || sb_checked_bad(&all->p[i]);
    }
    sb_json_end(&json);
    put_verdict(&json, "valid", judged || bad, !bad);
    sb_json_end(&json);
    sb_put_chr(sink, '\n');
}

const struct sb_check_report sb_check_report_json = {"json", "all findings (schema sbom-validate/1)", write_json};
