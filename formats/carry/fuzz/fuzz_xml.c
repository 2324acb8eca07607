/* A document of CycloneDX in XML or JSON, to every version of both: whatever is written is read again without a loss,
 * but for what JSON asks more than XML, and then written as the same bytes. */
#include "carry/transcode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* A stream that gives a few bytes at a time. */
static ptrdiff_t read_piece(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    sb_str *rest = stream->ctx;
    sb_str piece = sb_str_part(*rest, 0, n > 7 ? 7 : n);
    (void)err;
    if (piece.n)
        memcpy(p, piece.p, piece.n);
    *rest = sb_str_from(*rest, piece.n);
    return (ptrdiff_t)piece.n;
}

static bool transcode(const struct sb_transcode *what, sb_str input, bool pieces, struct sb_buf *out,
                      uint64_t *ret_lost)
{
    static struct sb_sink sink;
    struct sb_losses losses;
    struct sb_err err = {0};
    struct sb_stream stream = {read_piece, &input};
    struct sb_replay text;
    sb_replay_of(&text, input);
    if (pieces)
        sb_replay_stream(&text, &stream, UINT64_MAX);
    text.window = 1 + input.n % 64;
    sb_sink_memory(&sink, out);
    sb_losses_begin(&losses, NULL, false, SB_S("-"), SB_S("-"));
    sb_rc rc = sb_transcode(what, &text, &sink, &losses, &err);
    *ret_lost = losses.values[SB_FATE_DROPPED] + losses.values[SB_FATE_CARRIED];
    sb_losses_end(&losses);
    must(rc != SB_E_BUG && (rc == SB_OK || err.text[0]));
    sb_replay_done(&text);
    return rc == SB_OK;
}

/* What was written is read as the version that it is of, and nothing is missing when it is written once more. */
static void check(const struct sb_transcode *what, sb_str input)
{
    struct sb_buf out = {0}, again = {0};
    struct sb_err err = {0};
    uint64_t lost;
    uint8_t minor = 0;
    if (transcode(what, input, false, &out, &lost)) {
        struct sb_transcode same = {what->grammar, what->to, what->to, what->to_minor, what->to_minor, true};
        struct sb_window written = sb_window_of(sb_buf_all(&out));
        must(what->to->version(what->grammar, &written, &minor, &err) == SB_OK && minor == what->to_minor);
        must(transcode(&same, sb_buf_all(&out), true, &again, &lost) && lost == 0);
        must(sb_str_eq(sb_buf_all(&out), sb_buf_all(&again)));
    }
    sb_buf_done(&out);
    sb_buf_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct sb_carrier *const carriers[] = {&sb_carrier_json, &sb_carrier_xml};
    const struct sb_grammar *grammar = &sb_grammar_cyclonedx;
    sb_str input = sb_str_n((const char *)data, size);
    struct sb_transcode what = {grammar, carriers[size && data[0] == '{' ? 0 : 1], NULL, 0, 0, true};
    struct sb_window window = sb_window_of(input);
    struct sb_err err = {0};
    if (what.from->version(grammar, &window, &what.from_minor, &err) != SB_OK) {
        must(err.text[0]);
        return 0;
    }
    for (size_t i = 0; i < SB_COUNT(carriers); i++) {
        what.to = carriers[i];
        for (what.to_minor = i ? 0 : 2; what.to_minor <= grammar->last; what.to_minor++)
            check(&what, input);
    }
    return 0;
}
