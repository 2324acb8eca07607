#include "formats/sniff.h"

#include "base/digest.h"
#include "carry/carrier.h"
#include "text/json_read.h"

static const char cyclonedx[] = "cyclonedx-json", spdx2[] = "spdx-json", spdx3[] = "spdx3-json";

/* What a member of the outermost object says of the format. Values are looked for in the value's text as written. */
static const struct mark {
    const char *member, *value, *format;
    bool settles;
} marks[] = {
    {"bomFormat", NULL, cyclonedx, true},
    {"specFormat", NULL, cyclonedx, true},
    {"$schema", "cyclonedx.org", cyclonedx, true},
    {"spdxVersion", NULL, spdx2, true},
    {"SPDXID", "\"SPDXRef-DOCUMENT\"", spdx2, true},
    {"@context", "spdx.org", spdx3, true},
    {"@context", "spdx.github.io", spdx3, true},
    {"specVersion", NULL, cyclonedx, false},
    {"SPDXID", NULL, spdx2, false},
    {"documentNamespace", NULL, spdx2, false},
    {"@graph", "spdx", spdx3, false},
};
enum { VALUE_LOOK = 1024 }; /* bytes of a value that are looked at */

/* Members that hold a document. */
static const struct wrapper {
    const char *member;
    enum { OBJECT, TEXT, BASE64 } holds;
} wrappers[] = {
    {"sbom", OBJECT}, {"Document", OBJECT},     {"predicate", OBJECT}, {"Data", OBJECT},
    {"Data", TEXT},   {"dsseEnvelope", OBJECT}, {"payload", BASE64},
};
enum { WRAPPERS_DEEP = 5 };

/* Other encodings, by words that stand near the front. */
static const struct {
    const char *begins, *word, *format;
} other_texts[] = {
    {"<", "spdx.org/rdf/terms", "spdx-rdf"},
    {"<", "<spdxVersion>", "spdx-xml"},
    {"", "SPDXVersion: SPDX-", "spdx-tag-value"},
    {"", "spdxVersion: ", "spdx-yaml"},
};

struct look {
    struct sb_arena *arena;
    unsigned deep;
    bool moves; /* what is looked at is gone afterwards */
};

static struct sb_sniffed look_at(const struct look *look, struct sb_window *in, uint32_t line);

static struct sb_sniffed look_at_text(const struct look *look, sb_str text, uint32_t line)
{
    struct sb_window in = sb_window_of(text);
    return look_at(look, &in, line);
}

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

/* What the value RAW of a member KEY holds, which begins on LINE. */
static struct sb_sniffed unwrap(const struct look *look, sb_str key, sb_str raw, uint32_t line)
{
    struct sb_sniffed found = {0};
    struct look inner = {look->arena, look->deep + 1, false};
    for (size_t i = 0; i < SB_COUNT(wrappers) && !found.format && look->deep < WRAPPERS_DEEP; i++) {
        const struct wrapper *wrapper = &wrappers[i];
        if (!sb_str_eq(sb_str_of(wrapper->member), key) || raw.p[0] != (wrapper->holds == OBJECT ? '{' : '"'))
            continue;
        if (wrapper->holds == OBJECT) {
            found = look_at_text(&inner, look->moves ? sb_arena_str(look->arena, raw) : raw, line);
            continue;
        }
        struct sb_json *json = sb_json_new(raw, 0);
        if (sb_json_next(json) == SB_JSON_STRING) {
            sb_str text = decoded(look, sb_json_text(json), wrapper->holds == BASE64);
            found = text.n ? look_at_text(&inner, text, 1) : found;
        }
        sb_json_free(json);
    }
    return found;
}

/* Does the value of a member matter? */
static bool tells(sb_str key)
{
    bool found = false;
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        found = found || sb_str_eq(sb_str_of(marks[i].member), key);
    for (size_t i = 0; i < SB_COUNT(wrappers); i++)
        found = found || sb_str_eq(sb_str_of(wrappers[i].member), key);
    return found;
}

static const struct mark *mark_of(sb_str key, sb_str raw)
{
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        if (sb_str_eq(sb_str_of(marks[i].member), key) &&
            (!marks[i].value || sb_str_find(sb_str_part(raw, 0, VALUE_LOOK), sb_str_of(marks[i].value)) != SB_NPOS))
            return &marks[i];
    return NULL;
}

static struct sb_sniffed look_at(const struct look *look, struct sb_window *in, uint32_t line)
{
    struct sb_sniffed found = {0}, inside = {0};
    sb_str text = look->moves ? SB_STR_NONE : in->bytes, key, raw = SB_STR_NONE;
    struct sb_json *json = sb_json_open(in, 0);
    char name[32];
    bool object = sb_json_next(json) == SB_JSON_OBJECT;
    while (object && !found.settled && sb_json_member(json, &key)) {
        key = sb_str_part(key, 0, sizeof name);
        memcpy(name, key.p, key.n); /* the key is gone when the value is read */
        key.p = name;
        bool wanted = tells(key);
        if (!sb_json_skip(json, wanted ? &raw : NULL))
            break;
        const struct mark *mark = wanted ? mark_of(key, raw) : NULL;
        if (mark && (mark->settles || !found.format))
            found = (struct sb_sniffed){mark->format, text, line, mark->settles};
        if (wanted && !mark && !inside.format)
            inside = unwrap(look, key, raw, line + sb_json_line(json) - 1 - lines_of(raw));
    }
    sb_json_free(json);
    inside.settled = false; /* by all that stands beside it */
    return found.format ? found : inside;
}

/* XML, in an encoding that its first bytes tell, whose outermost element is one of CycloneDX; the front is enough. */
static bool is_cyclonedx_xml(sb_str input)
{
    struct sb_window in = sb_window_of(input);
    struct sb_err err = {0};
    uint8_t minor;
    return sb_carrier_xml.version(&sb_grammar_cyclonedx, &in, &minor, &err) == SB_OK || err.rc == SB_E_UNSUPPORTED;
}

static bool begins_like_xml(sb_str input)
{
    sb_str_chop(&input, SB_S("\xef\xbb\xbf"));
    if (sb_str_chop(&input, SB_S("\xff\xfe")) || sb_str_chop(&input, SB_S("\xfe\xff")))
        return sb_str_starts(input, SB_S("<\0")) || sb_str_starts(input, SB_S("\0<"));
    input = sb_str_trim(sb_str_part(input, 0, 4096));
    return input.n && input.p[0] == '<';
}

struct sb_sniffed sb_sniff(sb_str input, struct sb_arena *arena)
{
    struct look look = {arena, 0, false};
    if (begins_like_xml(input) && is_cyclonedx_xml(input))
        return (struct sb_sniffed){"cyclonedx-xml", input, 1, true};
    if (sb_protobuf_claims(input))
        return (struct sb_sniffed){"cyclonedx-protobuf", input, 1, true};
    struct sb_sniffed found = look_at_text(&look, input, 1);
    sb_str head = sb_str_part(input, 0, 4096);
    sb_str_chop(&head, SB_S("\xef\xbb\xbf"));
    head = sb_str_trim(head);
    for (size_t i = 0; i < SB_COUNT(other_texts) && !found.format && !sb_str_starts(head, SB_S("{")); i++)
        if (sb_str_starts(head, sb_str_of(other_texts[i].begins)) &&
            sb_str_find(head, sb_str_of(other_texts[i].word)) != SB_NPOS)
            found = (struct sb_sniffed){other_texts[i].format, input, 1, true};
    return found;
}

bool sb_sniff_may_tell_more(sb_str head)
{
    sb_str_chop(&head, SB_S("\xef\xbb\xbf"));
    head = sb_str_trim(head);
    return head.n == 0 || head.p[0] == '{';
}

struct sb_sniffed sb_sniff_through(struct sb_window *input, struct sb_arena *arena)
{
    struct look look = {arena, 0, true};
    return look_at(&look, input, 1);
}

struct sb_sniffed sb_sniff_window(struct sb_window *input, struct sb_arena *arena)
{
    struct sb_sniffed found = sb_sniff(input->bytes, arena);
    if (found.settled || sb_window_ended(input) || !sb_sniff_may_tell_more(input->bytes))
        return found;
    return sb_window_hold(input) == SB_OK ? sb_sniff(input->bytes, arena) : (struct sb_sniffed){0};
}

const char *sb_sniff_encoding(sb_str head)
{
    static const struct {
        sb_str begins;
        const char *name;
    } encodings[] = {
        {SB_S("\xff\xfe\0\0"), "UTF-32"}, {SB_S("\0\0\xfe\xff"), "UTF-32"}, {SB_S("{\0\0\0"), "UTF-32"},
        {SB_S("\0\0\0{"), "UTF-32"},      {SB_S("\xff\xfe"), "UTF-16"},     {SB_S("\xfe\xff"), "UTF-16"},
        {SB_S("{\0"), "UTF-16"},          {SB_S("\0{"), "UTF-16"},
    };
    for (size_t i = 0; i < SB_COUNT(encodings); i++)
        if (sb_str_starts(head, encodings[i].begins))
            return encodings[i].name;
    return NULL;
}
