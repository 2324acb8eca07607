/* A document of CycloneDX in JSON, to every version: what is left is a document again, as many values as the input has
 * are in the output or told as lost, and no text stands there that neither the input nor the loss report says. */
#include "base/map.h"
#include "carry/transcode.h"
#include "text/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static uint64_t key_of(enum sb_json_event event, sb_str text)
{
    return sb_hash(text.p, text.n, event == SB_JSON_NUMBER) >> 1;
}

/* Counts the values of a text and puts them into SEEN, or (NULL) demands that ALLOWED has them. */
static size_t count(sb_str json_text, struct sb_map *seen, const struct sb_map *allowed)
{
    struct sb_json *json = sb_json_new(json_text, 0);
    enum sb_json_event event, before = SB_JSON_DONE;
    size_t n = 0;
    while ((event = sb_json_next(json)) > SB_JSON_DONE) {
        bool ends = event == SB_JSON_OBJECT_END || event == SB_JSON_ARRAY_END;
        bool opens = event == SB_JSON_OBJECT || event == SB_JSON_ARRAY;
        n += event == SB_JSON_KEY || opens ? 0 : ends ? before + 1 == event : 1;
        if (event == SB_JSON_STRING || event == SB_JSON_NUMBER) {
            uint64_t key = key_of(event, sb_json_text(json));
            if (seen)
                *sb_map_put(seen, key) = 1;
            else
                must(sb_map_get(allowed, key) != NULL);
        }
        before = event;
    }
    must(event == SB_JSON_DONE);
    sb_json_free(json);
    return n;
}

/* What a document says of its own version is another on purpose. */
static void allow_statements(struct sb_map *allowed, const struct sb_transcode *what)
{
    char text[80];
    snprintf(text, sizeof text, "1.%u", what->to_minor);
    *sb_map_put(allowed, key_of(SB_JSON_STRING, sb_str_of(text))) = 1;
    for (const char *const *end = (const char *const[]){"2a", "3", "4", "5", "6", "7", NULL}; *end; end++) {
        snprintf(text, sizeof text, "http://cyclonedx.org/schema/bom-1.%s.schema.json", *end);
        *sb_map_put(allowed, key_of(SB_JSON_STRING, sb_str_of(text))) = 1;
    }
}

static bool transcode(const struct sb_transcode *what, sb_str input, struct sb_buf *out, struct sb_buf *report,
                      uint64_t values[SB_FATES])
{
    struct sb_sink sink, to_report;
    struct sb_losses losses;
    struct sb_err err = {0};
    struct sb_replay text;
    sb_replay_of(&text, input);
    sb_sink_memory(&sink, out);
    sb_sink_memory(&to_report, report);
    sb_losses_begin(&losses, &to_report, true, SB_S("-"), SB_S("cyclonedx-json"));
    sb_losses_output(&losses, SB_S("cyclonedx-json"), NULL);
    sb_rc rc = sb_transcode(what, &text, &sink, &losses, &err);
    sb_losses_output_end(&losses);
    memcpy(values, losses.values, sizeof losses.values);
    sb_losses_end(&losses);
    must(sb_sink_flush(&to_report, &err) == SB_OK || rc != SB_OK);
    must(rc != SB_E_BUG && (rc == SB_OK || err.text[0]));
    return rc == SB_OK;
}

static void check(sb_str input, const struct sb_transcode *what)
{
    struct sb_buf out = {0}, report = {0}, again = {0}, nothing = {0};
    struct sb_map allowed = {0};
    uint64_t values[SB_FATES];
    if (transcode(what, input, &out, &report, values)) {
        size_t before = count(input, &allowed, NULL);
        count(sb_buf_all(&report), &allowed, NULL);
        allow_statements(&allowed, what);
        size_t after = count(sb_buf_all(&out), NULL, &allowed);
        /* An empty object that something is added to is a value no more. */
        size_t kept = before - values[SB_FATE_DROPPED];
        must(kept <= before && kept <= after && after <= kept + values[SB_FATE_ADDED]);
        struct sb_transcode same = *what;
        same.from_minor = what->to_minor;
        must(transcode(&same, sb_buf_all(&out), &again, &nothing, values));
        must(sb_str_eq(sb_buf_all(&out), sb_buf_all(&again)) && values[SB_FATE_DROPPED] + values[SB_FATE_CARRIED] == 0);
    }
    sb_map_done(&allowed);
    sb_buf_done(&out);
    sb_buf_done(&report);
    sb_buf_done(&again);
    sb_buf_done(&nothing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct sb_grammar *grammar = &sb_grammar_cyclonedx;
    struct sb_transcode what = {grammar, &sb_carrier_json, &sb_carrier_json, 0, 0, true};
    sb_str input = sb_str_n((const char *)data, size);
    struct sb_window window = sb_window_of(input);
    struct sb_err err = {0};
    if (sb_carrier_json.version(grammar, &window, &what.from_minor, &err) != SB_OK) {
        must(err.text[0]);
        return 0;
    }
    for (what.to_minor = 2; what.to_minor <= grammar->last; what.to_minor++)
        check(input, &what);
    return 0;
}
