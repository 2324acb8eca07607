/* SARIF 2.1.0 (OASIS): what code hosts show beside the file. */
#include "base/digest.h"
#include "base/map.h"
#include "check/report.h"
#include "text/sarif.h"

/* The meaning twice: code hosts show the one, and GitHub demands the other. */
static void put_rules(struct sb_json_out *json)
{
    char id[SB_RULE_ID_MAX];
    for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
        const struct sb_sarif_rule row = {.id = sb_str_of(sb_rule_id((enum sb_rule)rule, id)),
                                          .title = sb_str_of(sb_rules[rule].title),
                                          .meaning = sb_str_of(sb_rules[rule].meaning),
                                          .help = sb_str_of(sb_rules[rule].meaning),
                                          .level = sb_severity_words[sb_rules[rule].severity]};
        sb_sarif_rule(json, &row);
    }
}

static void put_location(struct sb_json_out *json, const struct sb_checked *document, const struct sb_flaw *flaw)
{
    const struct sb_sarif_place place = {.file = document->file,
                                         .line = flaw->line,
                                         .column = flaw->point,
                                         .offset = document->flaws.offsets,
                                         .byte = flaw->column,
                                         .logical = flaw->path};
    sb_json_key(json, "locations");
    sb_json_begin(json, '[');
    sb_json_begin(json, '{');
    sb_sarif_place(json, &place);
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
    sb_sarif_fingerprint(json, sb_str_n(hex, DIGITS));
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
    sb_sarif_text(json, "message", sb_buf_all(&message));
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
    for (size_t i = 0; i < all->n; i++)
        for (unsigned rule = 0; rule < SB_V_COUNT; rule++) {
            uint64_t more = sb_flaws_more(&all->p[i].flaws, (enum sb_rule)rule);
            if (!more)
                continue;
            sb_buf_clear(&text);
            sb_buf_str(&text, all->p[i].file);
            sb_buf_printf(&text, ": and %llu more %s", (unsigned long long)more, sb_rule_id((enum sb_rule)rule, id));
            sb_sarif_notify(json, sb_sarif_note, sb_buf_all(&text), NULL, NULL);
        }
    sb_buf_done(&text);
}

static void write_sarif(const struct sb_checked_all *all, struct sb_sink *sink)
{
    struct sb_json_out json;
    sb_sarif_begin(&json, sink, all->tool_version);
    put_rules(&json);
    sb_sarif_invocation(&json, &(struct sb_sarif_invocation){.exit = -1});
    put_notifications(&json, all);
    sb_sarif_run(&json);
    sb_sarif_results(&json);
    for (size_t i = 0; i < all->n; i++) {
        struct sb_map seen = {0};
        for (size_t j = 0; j < all->p[i].flaws.list.n; j++)
            put_result(&json, &all->p[i], &all->p[i].flaws.list.p[j], &seen);
        sb_map_done(&seen);
    }
    sb_sarif_end(&json);
}

const struct sb_check_report sb_check_report_sarif = {"sarif", "SARIF 2.1.0, for code hosts", write_sarif};
