#include "carry/canonical.h"

#include "base/mem.h"
#include "carry/json.h"
#include "text/json_names.h"
#include "text/json_write.h"

struct sb_canonical {
    const struct sb_carrier *carrier;
    struct sb_window *input;
    struct sb_walk walk;
    struct sb_err err;
    void *reader;
    bool ended;
    struct sb_json_out out;
    struct sb_sink sink;   /* to ready */
    uint32_t line;         /* where the text stands, from 1 */
    struct sb_names names; /* of the members of open objects */
    struct sb_name_set sets[SB_JSON_OUT_DEPTH];
    uint64_t repeats[SB_JSON_OUT_DEPTH]; /* of names in each */
    struct sb_buf name;                  /* of a member that was there already */
    struct sb_buf ready;                 /* text that was not asked for yet, from TAKEN on */
    size_t taken;
    struct sb_stream stream; /* of the text */
    struct sb_window text;
};

static bool ends(const struct sb_event *event)
{
    return event->kind == SB_EVENT_OBJECT_END || event->kind == SB_EVENT_LIST_END;
}

/* A member that is there already, which no row knows then, gets a name of its own: nothing is lost of it, and the text
 * is one that can be read. */
static sb_str own_name(struct sb_canonical *canonical, sb_str name)
{
    struct sb_name_set *set = &canonical->sets[canonical->out.depth];
    sb_str own = name;
    while (!sb_names_add(&canonical->names, set, own)) {
        sb_names_take_back(&canonical->names);
        sb_buf_clear(&canonical->name);
        sb_buf_str(&canonical->name, name);
        sb_buf_printf(&canonical->name, " (again %llu)",
                      (unsigned long long)++canonical->repeats[canonical->out.depth]);
        own = sb_buf_all(&canonical->name);
    }
    return own;
}

static bool receive(void *to, const struct sb_event *event)
{
    struct sb_canonical *canonical = to;
    struct sb_json_out *out = &canonical->out;
    struct sb_event now = *event;
    for (; canonical->line < event->line; canonical->line++)
        sb_put_chr(&canonical->sink, '\n');
    if (out->kind[out->depth] == '{' && !ends(event))
        now.name = own_name(canonical, event->name);
    if (event->kind == SB_EVENT_OBJECT_END)
        sb_names_close(&canonical->names, &canonical->sets[out->depth]);
    if (!sb_json_receive(out, &now))
        return false;
    if (event->kind == SB_EVENT_OBJECT) {
        sb_names_open(&canonical->names, &canonical->sets[out->depth]);
        canonical->repeats[out->depth] = 0;
    }
    return true;
}

/* One piece more of the document. */
static void read_on(struct sb_canonical *canonical)
{
    const struct sb_carrier *carrier = canonical->carrier;
    struct sb_window *input = canonical->input;
    bool good = false;
    if (!carrier->feed)
        carrier->read(input, &canonical->walk, &canonical->err);
    else if (input->bytes.n)
        good = carrier->feed(canonical->reader, input->bytes);
    if (good && sb_window_move(input, input->bytes.n))
        return;
    if (input->err.rc != SB_OK && canonical->err.rc == SB_OK)
        canonical->err = input->err;
    if (canonical->err.rc == SB_OK && carrier->feed)
        carrier->feed(canonical->reader, SB_STR_NONE);
    canonical->ended = true;
}

static ptrdiff_t give(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct sb_canonical *canonical = stream->ctx;
    while (canonical->taken == canonical->ready.n && !canonical->ended) {
        canonical->taken = 0;
        sb_buf_clear(&canonical->ready);
        read_on(canonical);
        if (sb_sink_flush(&canonical->sink, &canonical->err) != SB_OK)
            canonical->ended = true;
    }
    size_t left = canonical->ready.n - canonical->taken;
    if (!left && canonical->err.rc != SB_OK)
        *err = canonical->err;
    if (!left)
        return canonical->err.rc != SB_OK ? -1 : 0;
    n = n < left ? n : left;
    memcpy(p, canonical->ready.p + canonical->taken, n);
    canonical->taken += n;
    return (ptrdiff_t)n;
}

struct sb_canonical *sb_canonical_new(const struct sb_carrier *carrier, const struct sb_grammar *grammar,
                                      struct sb_window *input)
{
    struct sb_canonical *canonical = sb_calloc(1, sizeof *canonical);
    canonical->carrier = carrier;
    canonical->input = input;
    canonical->line = 1;
    sb_names_init(&canonical->names);
    sb_sink_memory(&canonical->sink, &canonical->ready);
    sb_json_out(&canonical->out, &canonical->sink, false);
    sb_walk_init(&canonical->walk, grammar, (struct sb_receiver){.receive = receive, .to = canonical}, &canonical->err);
    if (carrier->feed)
        canonical->reader = carrier->reader(&canonical->walk, &canonical->err);
    sb_window_see(input, SB_CARRIER_FIRST);
    canonical->stream = (struct sb_stream){give, canonical};
    sb_window_open(&canonical->text, &canonical->stream, 0, UINT64_MAX);
    return canonical;
}

void sb_canonical_free(struct sb_canonical *canonical)
{
    if (!canonical)
        return;
    if (canonical->reader)
        canonical->carrier->reader_done(canonical->reader);
    sb_walk_done(&canonical->walk);
    sb_window_done(&canonical->text);
    sb_names_done(&canonical->names);
    sb_buf_done(&canonical->name);
    sb_buf_done(&canonical->ready);
    sb_free(canonical);
}

struct sb_window *sb_canonical_text(struct sb_canonical *canonical)
{
    return &canonical->text;
}
