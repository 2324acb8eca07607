/* A document of CycloneDX in any encoding, to every version of every encoding: the ledger holds. Counted on events, as
 * many values as the input has are in the output or told as dropped, but for those that are told as added; no text
 * stands there that neither the input nor the report says. What is written is read as the version that it is of, and
 * written again, with nothing lost, as the same bytes; of protobuf, which has no order, as many of them. */
#include "base/map.h"
#include "carry/transcode.h"
#include "text/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sb_carrier *const carriers[] = {&sb_carrier_json, &sb_carrier_xml, &sb_carrier_protobuf};
static const uint8_t firsts[] = {2, 0, 3};

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* ---- the values of a document, by its events ---- */

struct ledger {
    struct sb_map *known; /* texts and numbers are put there, or (ALLOWED) must be there */
    bool allowed;
    size_t values, depth;
    bool just_opened,
        statement; /* inside of the document: its version, format and schema, which are others on purpose */
};

static uint64_t key_of(sb_str text)
{
    return sb_hash(text.p, text.n, 0) >> 1;
}

static bool states(const struct sb_event *event)
{
    static const char *const names[] = {"specVersion", "bomFormat", "$schema", NULL};
    return sb_str_is_one_of(event->name, names);
}

static bool count(void *to, const struct sb_event *event)
{
    struct ledger *ledger = to;
    bool ends = event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
    bool opens = event->kind == SB_EVENT_OBJECT || event->kind == SB_EVENT_LIST;
    if (ends)
        ledger->depth--;
    if (ledger->depth == 1 && !ends)
        ledger->statement = states(event);
    ledger->depth += opens;
    if (!ledger->statement && (ends ? ledger->just_opened : !opens))
        ledger->values++;
    ledger->just_opened = opens;
    if (ledger->statement || (event->kind != SB_EVENT_TEXT && event->kind != SB_EVENT_NUMBER))
        return true;
    if (ledger->allowed)
        must(sb_map_get(ledger->known, key_of(event->text)) != NULL);
    else
        *sb_map_put(ledger->known, key_of(event->text)) = 1;
    return true;
}

static bool read_values(const struct sb_carrier *carrier, sb_str input, struct sb_map *known, bool allowed,
                        size_t *ret_values)
{
    struct ledger ledger = {.known = known, .allowed = allowed};
    struct sb_walk walk;
    struct sb_err err = {0};
    sb_walk_init(&walk, &sb_grammar_cyclonedx, (struct sb_receiver){.receive = count, .to = &ledger}, &err);
    struct sb_window window = sb_window_of(input);
    sb_rc rc = carrier->read(&window, &walk, &err);
    sb_walk_done(&walk);
    *ret_values = ledger.values;
    return rc == SB_OK;
}

/* What the report says, as JSON. */
static void allow_report(sb_str report, struct sb_map *known)
{
    struct sb_json *json = sb_json_new(report, 0);
    enum sb_json_event event;
    while ((event = sb_json_next(json)) > SB_JSON_DONE)
        if (event == SB_JSON_STRING || event == SB_JSON_NUMBER)
            *sb_map_put(known, key_of(sb_json_text(json))) = 1;
    must(event == SB_JSON_DONE);
    sb_json_free(json);
}

/* ---- one output ---- */

static bool transcode(const struct sb_transcode *what, sb_str input, struct sb_buf *out, struct sb_buf *report,
                      uint64_t values[SB_FATES])
{
    static struct sb_sink sink, to_report;
    struct sb_losses losses;
    struct sb_replay replay;
    struct sb_err err = {0};
    sb_replay_of(&replay, input);
    sb_sink_memory(&sink, out);
    sb_sink_memory(&to_report, report);
    sb_losses_begin(&losses, &to_report, true, SB_S("-"), SB_S("-"));
    sb_losses_output(&losses, SB_S("-"), NULL);
    sb_rc rc = sb_transcode(what, &replay, &sink, &losses, &err);
    sb_losses_output_end(&losses);
    memcpy(values, losses.values, sizeof losses.values);
    sb_losses_end(&losses);
    must(sb_sink_flush(&to_report, &err) == SB_OK || rc != SB_OK);
    must(rc != SB_E_BUG && (rc == SB_OK || err.text[0]));
    return rc == SB_OK;
}

static void check_again(const struct sb_transcode *what, sb_str out)
{
    struct sb_transcode same = {what->grammar, what->to, what->to, what->to_minor, what->to_minor, true};
    struct sb_buf again = {0}, report = {0};
    struct sb_err err = {0};
    uint64_t values[SB_FATES];
    uint8_t minor = 0;
    struct sb_window window = sb_window_of(out);
    must(what->to->version(what->grammar, &window, &minor, &err) == SB_OK && minor == what->to_minor);
    must(transcode(&same, out, &again, &report, values));
    bool ordered = what->to != &sb_carrier_protobuf;
    must(values[SB_FATE_DROPPED] + values[SB_FATE_CARRIED] == 0);
    must(ordered ? sb_str_eq(out, sb_buf_all(&again)) : out.n == again.n);
    sb_buf_done(&again);
    sb_buf_done(&report);
}

/* An empty object that something is added to is a value no more; what was added may be dropped with what it stands in.
 */
static void check(const struct sb_transcode *what, sb_str input)
{
    struct sb_buf out = {0}, report = {0};
    struct sb_map known = {0};
    uint64_t values[SB_FATES];
    size_t before, after;
    if (transcode(what, input, &out, &report, values)) {
        must(read_values(what->from, input, &known, false, &before));
        allow_report(sb_buf_all(&report), &known);
        must(read_values(what->to, sb_buf_all(&out), &known, true, &after));
        size_t all = before + values[SB_FATE_ADDED], dropped = values[SB_FATE_DROPPED];
        must(before <= after + dropped && after + dropped <= all);
        check_again(what, sb_buf_all(&out));
    }
    sb_map_done(&known);
    sb_buf_done(&out);
    sb_buf_done(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct sb_grammar *grammar = &sb_grammar_cyclonedx;
    sb_str input = sb_str_n((const char *)data, size);
    size_t from = size && data[0] == '{' ? 0 : size && data[0] == '<' ? 1 : 2;
    struct sb_transcode what = {grammar, carriers[from], NULL, 0, 0, true};
    struct sb_window window = sb_window_of(input);
    struct sb_err err = {0};
    (void)sb_protobuf_claims(input);
    if (what.from->version(grammar, &window, &what.from_minor, &err) != SB_OK) {
        must(err.text[0]);
        return 0;
    }
    for (size_t i = 0; i < SB_COUNT(carriers); i++) {
        what.to = carriers[i];
        for (what.to_minor = firsts[i]; what.to_minor <= grammar->last; what.to_minor++)
            check(&what, input);
    }
    return 0;
}
