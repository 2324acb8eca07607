/* GitLab's Code Quality: a list of what a merge request shows beside its lines. It has no place for a verdict or for
 * what was waived, and wants one fingerprint for each entry. */
#include "base/digest.h"
#include "base/utf8.h"
#include "report/machine.h"
#include "text/json_write.h"

enum { ENTRIES = 10000 };

static const char *const severities[SB_LEVEL_COUNT] = {
    [SB_LEVEL_NONE] = "info",    [SB_LEVEL_INFO] = "info",     [SB_LEVEL_LOW] = "minor",
    [SB_LEVEL_MEDIUM] = "major", [SB_LEVEL_HIGH] = "critical", [SB_LEVEL_CRITICAL] = "blocker"};

/* What nobody sees is escaped: it is a line for people. */
static void put_shown(struct sb_json_out *json, const char *key, sb_str text)
{
    struct sb_buf shown = {0};
    sb_utf8_printable(&shown, text);
    sb_json_key(json, key);
    sb_json_str(json, sb_buf_all(&shown));
    sb_buf_done(&shown);
}

static void put_entry(struct sb_json_out *json, sb_str description, const char *check, sb_str fingerprint,
                      enum sb_level level, struct sb_machine_place place)
{
    sb_json_begin(json, '{');
    put_shown(json, "description", description);
    sb_json_pair(json, "check_name", sb_str_of(check));
    sb_json_pair(json, "fingerprint", fingerprint);
    sb_json_pair(json, "severity", sb_str_of(severities[level]));
    sb_json_key(json, "location");
    sb_json_begin(json, '{');
    put_shown(json, "path", place.file);
    sb_json_key(json, "lines");
    sb_json_begin(json, '{');
    sb_json_key(json, "begin");
    sb_json_u64(json, place.line);
    sb_json_end(json);
    sb_json_end(json);
    sb_json_end(json);
}

/* That of the finding; where an earlier one has it (two versions of a package that do the same), one made of it and of
 * how many there were. */
static sb_str fingerprint_of(const struct sb_finding *finding, struct sb_map *seen, struct sb_arena *arena)
{
    uint8_t sha256[SB_SHA256_BYTES];
    char hex[sizeof finding->fingerprint] = "";
    sb_str own = sb_str_of(finding->fingerprint);
    uint32_t before = sb_machine_again(seen, own);
    if (!before)
        return own;
    sb_sha256_of(sb_arena_printf(arena, "%s:%u", finding->fingerprint, before), sha256);
    sb_hex_encode(sha256, (sizeof hex - 1) / 2, hex);
    return sb_arena_str(arena, sb_str_n(hex, sizeof hex - 1));
}

static sb_rc write_gitlab(const struct sb_delta *delta, const struct sb_report_options *options, struct sb_sink *sink,
                          struct sb_err *err)
{
    struct sb_json_out json;
    struct sb_arena arena = {0}, scratch = {0};
    struct sb_map seen = {0};
    const struct sb_machine_finding *all;
    size_t n = sb_machine_findings(delta, false, &arena, &all);
    sb_json_out(&json, sink, true);
    sb_json_begin(&json, '[');
    for (size_t i = 0; i < n && i < ENTRIES; i++) {
        const struct sb_finding *finding = all[i].finding;
        put_entry(&json, sb_machine_message(delta, finding, &scratch), finding->signal->id,
                  fingerprint_of(finding, &seen, &scratch), sb_machine_level(all[i].group, finding),
                  sb_machine_place(delta, options, finding, &scratch));
        sb_arena_reset(&scratch);
    }
    if (n > ENTRIES)
        put_entry(&json, sb_arena_printf(&scratch, "%zu more findings are left out of this file", n - ENTRIES),
                  "sbom-diff", SB_S("0000000000000000"), SB_LEVEL_INFO, sb_machine_new_side(options));
    sb_json_end(&json);
    sb_put_chr(sink, '\n');
    sb_map_done(&seen);
    sb_arena_done(&scratch);
    sb_arena_done(&arena);
    return sb_sink_flush(sink, err);
}

const struct sb_report sb_report_gitlab = {"gitlab", "Code Quality of GitLab's merge requests", write_gitlab};
