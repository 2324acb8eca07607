#include "formats/wrapped.h"

#include "base/digest.h"
#include "carry/carrier.h"
#include "formats/gunzip.h"
#include "formats/sniff.h"
#include "text/json_read.h"

enum {
    VALUE_LOOK = 1024,  /* bytes of a value that are looked at */
    ROOT_LOOK = 1 << 20 /* bytes that may stand before the outermost element of XML */
};

/* Members that hold a document, and what the object around them is; NULL: a part of the format itself. */
static const struct wrapper {
    const char *member;
    enum { OBJECT, TEXT, BASE64 } holds;
    const char *what;
    bool is_signed;
} wrappers[] = {
    {"sbom", OBJECT, "an answer of GitHub", false},        {"Document", OBJECT, NULL, false},
    {"predicate", OBJECT, "an in-toto statement", false},  {"Data", OBJECT, "a predicate of cosign", false},
    {"Data", TEXT, "a predicate of cosign", false},        {"dsseEnvelope", OBJECT, "a bundle of Sigstore", true},
    {"payload", BASE64, "a signed envelope (DSSE)", true},
};

/* What was found in a text. */
struct found {
    const char *format; /* NULL: nothing */
    sb_str document;    /* where it is a part of the text; in the arena */
    uint32_t line;
    bool settled;                                /* nothing that may follow can change that */
    bool more;                                   /* what follows may tell */
    const struct wrapper *around[SB_AROUND_MAX]; /* from the inside */
    unsigned n_around;
    struct sb_err err; /* of the text, where it was read to its end */
};

struct look {
    struct sb_arena *arena;
    unsigned deep;
};

static struct found look_at_text(const struct look *look, sb_str text, uint32_t line);

/* What a string stands for: a document as text, or in base64. Empty for what is none. */
static sb_str decoded(const struct look *look, sb_str text, bool base64)
{
    if (!base64)
        return sb_arena_str(look->arena, text);
    char *packed = sb_arena_alloc(look->arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (!sb_is_space(text.p[i]))
            packed[n++] = text.p[i];
    n = sb_base64_decode(sb_str_n(packed, n), (uint8_t *)packed, n); /* never ahead of what it reads */
    return n == SB_NPOS ? SB_STR_NONE : sb_str_n(packed, n);
}

static uint32_t lines_of(sb_str text)
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

/* The text that the value RAW of a member holds. */
static sb_str text_in(const struct look *look, const struct wrapper *wrapper, sb_str raw)
{
    if (wrapper->holds == OBJECT)
        return look->deep ? raw : sb_arena_str(look->arena, raw);
    struct sb_json *json = sb_json_new(raw, 0);
    sb_str text = SB_STR_NONE;
    if (sb_json_next(json) == SB_JSON_STRING)
        text = decoded(look, sb_json_text(json), wrapper->holds == BASE64);
    sb_json_free(json);
    return text;
}

/* What the value RAW of a member KEY holds, which begins on LINE. */
static struct found unwrap(const struct look *look, sb_str key, sb_str raw, uint32_t line)
{
    struct found found = {0};
    struct look inner = {look->arena, look->deep + 1};
    for (size_t i = 0; i < SB_COUNT(wrappers) && !found.format && inner.deep < SB_AROUND_MAX; i++) {
        const struct wrapper *wrapper = &wrappers[i];
        if (!sb_str_eq(sb_str_of(wrapper->member), key) || raw.p[0] != (wrapper->holds == OBJECT ? '{' : '"'))
            continue;
        sb_str text = text_in(look, wrapper, raw);
        if (text.n)
            found = look_at_text(&inner, text, wrapper->holds == OBJECT ? line : 1);
        if (found.format && !found.document.p)
            found.document = text;
        if (found.format)
            found.around[found.n_around++] = wrapper;
    }
    return found;
}

/* Does the value of a member matter? */
static bool tells(sb_str key)
{
    bool found = sb_sniff_asks_for(key);
    for (size_t i = 0; i < SB_COUNT(wrappers); i++)
        found = found || sb_str_eq(sb_str_of(wrappers[i].member), key);
    return found;
}

/* What was found is a part of the text: all of that must be right. */
static void read_to_end(struct sb_json *json, struct found *found)
{
    if (sb_json_error(json, &found->err) == SB_OK && sb_json_next(json) != SB_JSON_DONE)
        sb_json_error(json, &found->err);
}

static struct found look_at_object(const struct look *look, struct sb_window *in, uint32_t line)
{
    struct found found = {0}, inside = {0};
    struct sb_json *json = sb_json_open(in, 0);
    sb_str key, raw = SB_STR_NONE;
    char name[32];
    bool object = sb_json_next(json) == SB_JSON_OBJECT;
    while (object && !found.settled && sb_json_member(json, &key)) {
        key = sb_str_part(key, 0, sizeof name);
        memcpy(name, key.p, key.n); /* the key is gone when the value is read */
        key.p = name;
        bool wanted = tells(key);
        if (!sb_json_skip(json, wanted ? &raw : NULL))
            break;
        const struct sb_mark *mark = wanted ? sb_sniff_member(key, sb_str_part(raw, 0, VALUE_LOOK)) : NULL;
        if (mark && (mark->settles || !found.format))
            found = (struct found){.format = mark->format, .line = line, .settled = mark->settles};
        if (wanted && !mark && !inside.format)
            inside = unwrap(look, key, raw, line + sb_json_line(json) - 1 - lines_of(raw));
    }
    inside.settled = false; /* by all that stands beside it */
    found = found.format ? found : inside;
    found.more = object && !found.settled;
    if (found.n_around && !look->deep)
        read_to_end(json, &found);
    sb_json_free(json);
    return found;
}

static struct found look_at_text(const struct look *look, sb_str text, uint32_t line)
{
    struct sb_window in = sb_window_of(text);
    if (sb_sniff_is_object(text))
        return look_at_object(look, &in, line);
    struct found found = {.line = line};
    found.format = sb_sniff_front(text, &found.more);
    found.settled = found.format;
    return found;
}

/* The front of the text, with the bytes that tell its encoding. */
static void start(struct sb_opened *opened, struct sb_window *ret_window)
{
    sb_replay_start(opened->text, false, ret_window);
    sb_window_see(ret_window, SB_CARRIER_FIRST);
}

/* Where the front of an object leaves it open: by all of its members. */
static struct found look_through(struct sb_opened *opened)
{
    struct look look = {&opened->arena, 0};
    struct sb_window window;
    sb_replay_start(opened->text, false, &window);
    struct found found = look_at_object(&look, &window, 1);
    if (window.err.rc != SB_OK)
        found.err = window.err;
    sb_window_done(&window);
    return found;
}

static struct found look_into(struct sb_opened *opened)
{
    struct look look = {&opened->arena, 0};
    struct sb_window window;
    start(opened, &window);
    struct found found = look_at_text(&look, window.bytes, 1);
    bool object = sb_sniff_is_object(window.bytes);
    while (!object && found.more && window.bytes.n <= ROOT_LOOK && sb_window_move(&window, 0)) {
        found = look_at_text(&look, window.bytes, 1);
        object = sb_sniff_is_object(window.bytes);
    }
    bool all = sb_window_ended(&window);
    if (window.err.rc != SB_OK)
        found.err = window.err;
    sb_window_done(&window);
    return object && found.more && !all ? look_through(opened) : found;
}

static void enter(struct sb_opened *opened, const struct found *found)
{
    opened->format = sb_format_find(sb_str_of(found->format));
    opened->line = found->line;
    for (unsigned i = found->n_around; i-- > 0;) {
        const struct wrapper *wrapper = found->around[i];
        opened->is_signed = opened->is_signed || wrapper->is_signed;
        if (wrapper->what && opened->n_around < SB_AROUND_MAX)
            opened->around[opened->n_around++] = wrapper->what;
    }
    if (!found->n_around)
        return;
    sb_replay_of(&opened->inside, found->document);
    opened->text = &opened->inside;
}

void sb_open(struct sb_opened *opened, struct sb_replay *input)
{
    *opened = (struct sb_opened){.text = input, .line = 1};
    opened->gunzip = sb_gunzip_new(input);
    if (opened->gunzip) {
        opened->text = sb_gunzip_text(opened->gunzip);
        opened->around[opened->n_around++] = "gzip";
    }
    struct found found = look_into(opened);
    opened->err = found.err;
    if (found.format)
        enter(opened, &found);
}

void sb_opened_done(struct sb_opened *opened)
{
    sb_gunzip_free(opened->gunzip);
    sb_replay_done(&opened->inside);
    sb_arena_done(&opened->arena);
    *opened = (struct sb_opened){0};
}

void sb_opened_tell(const struct sb_opened *opened, sb_str name, struct sb_diags *diags)
{
    struct sb_buf around = {0};
    for (unsigned i = 0; i < opened->n_around; i++)
        sb_buf_printf(&around, "%s%s", i ? ", in it " : "", opened->around[i]);
    if (opened->is_signed)
        sb_diag(diags, SB_D_NOT_VERIFIED, name, 0, "the document was taken out of %.*s", SB_FMT(sb_buf_all(&around)));
    else if (opened->n_around)
        sb_diag(diags, SB_D_WRAPPED, name, 0, "the document was taken out of %.*s", SB_FMT(sb_buf_all(&around)));
    sb_buf_done(&around);
}

sb_rc sb_opened_unknown(struct sb_opened *opened, struct sb_err *err)
{
    struct sb_window window;
    uint8_t minor;
    start(opened, &window);
    const char *encoding = sb_sniff_encoding(window.bytes);
    bool is_xml = sb_sniff_is_xml(window.bytes);
    if (opened->err.rc != SB_OK)
        sb_fail(err, opened->err.rc, "%s", opened->err.text);
    else if (is_xml) /* it says what is wrong */
        sb_carrier_xml.version(&sb_grammar_cyclonedx, &window, &minor, err);
    else if (encoding)
        sb_fail(err, SB_E_UNSUPPORTED, "the text is %s; a document is JSON in UTF-8", encoding);
    else
        sb_fail(err, SB_E_NOTFOUND, "no SBOM document that this version knows");
    sb_window_done(&window);
    return err->rc;
}
