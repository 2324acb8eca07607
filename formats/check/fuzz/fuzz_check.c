/* A document of CycloneDX in JSON, XML or protobuf: a verdict, the same twice, with a place for each finding, and
 * reports that are JSON. */
#include "check/check.h"
#include "check/report.h"
#include "grammar/cyclonedx.h"
#include "text/json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void write(const struct sb_check_report *report, const struct sb_checked_all *all, struct sb_buf *out)
{
    static struct sb_sink sink;
    struct sb_err err = {0};
    sb_sink_memory(&sink, out);
    report->write(all, &sink);
    must(sb_sink_flush(&sink, &err) == SB_OK);
}

static void must_be_json(sb_str text)
{
    struct sb_json *json = sb_json_new(text, 0);
    enum sb_json_event event;
    while ((event = sb_json_next(json)) > SB_JSON_DONE)
        ;
    must(event == SB_JSON_DONE);
    sb_json_free(json);
}

static void check(struct sb_check_what what, sb_str input)
{
    struct sb_checked document = {.file = SB_S("in"), .format = "cyclonedx-json", .version = "1.6", .judged = true};
    struct sb_checked_all all = {&document, 1, "0"};
    struct sb_buf reports[2][4] = {{{0}}};
    struct sb_replay text;
    sb_replay_of(&text, input);
    for (size_t turn = 0; turn < 2; turn++) {
        sb_check(&what, &text, &document.flaws);
        for (size_t i = 0; i < document.flaws.list.n; i++)
            must((document.flaws.list.p[i].line > 0 || document.flaws.offsets) &&
                 document.flaws.list.p[i].message.n > 0);
        for (size_t i = 0; sb_check_reports[i]; i++)
            write(sb_check_reports[i], &all, &reports[turn][i]);
        sb_flaws_done(&document.flaws);
        document.flaws = (struct sb_flaws){0};
    }
    for (size_t i = 0; sb_check_reports[i]; i++)
        must(sb_str_eq(sb_buf_all(&reports[0][i]), sb_buf_all(&reports[1][i])));
    must_be_json(sb_buf_all(&reports[0][1]));
    must_be_json(sb_buf_all(&reports[0][2]));
    for (size_t i = 0; i < 8; i++)
        sb_buf_done(&reports[i / 4][i % 4]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_check_what what = {.carrier = &sb_carrier_json, .grammar = &sb_grammar_cyclonedx, .first_line = 1};
    sb_str input = sb_str_n((const char *)data, size);
    struct sb_window window = sb_window_of(input);
    struct sb_err err = {0};
    if (sb_str_starts(input, SB_S("<")))
        what.carrier = &sb_carrier_xml;
    else if (sb_protobuf_claims(input))
        what.carrier = &sb_carrier_protobuf;
    if (what.carrier->version(what.grammar, &window, &what.minor, &err) != SB_OK)
        return 0;
    check(what, input);
    what.strict = true;
    check(what, input);
    return 0;
}
