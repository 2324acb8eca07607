/* A summary in one piece, a summary in small pieces and a plain reckoning of the same bytes must agree. The first byte
 * is the size of the pieces, the second chooses the name. */
#include "base/mem.h"
#include "source/summary.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

struct drip {
    struct sb_stream stream;
    sb_str rest;
    size_t step;
};

static ptrdiff_t drip_read(struct sb_stream *stream, void *p, size_t n, struct sb_err *err)
{
    struct drip *drip = stream->ctx;
    (void)err;
    n = n < drip->step ? n : drip->step;
    n = n < drip->rest.n ? n : drip->rest.n;
    if (n)
        memcpy(p, drip->rest.p, n);
    drip->rest = sb_str_from(drip->rest, n);
    return (ptrdiff_t)n;
}

static uint64_t tapped;

static void tap(void *ctx, const char *p, size_t n)
{
    struct sb_sha256 *sha256 = ctx;
    sb_sha256_add(sha256, p, n);
    tapped += n;
}

static void check_md5(sb_str bytes, const uint8_t md5[SB_MD5_BYTES])
{
    uint8_t wanted[SB_MD5_BYTES];
    struct sb_record_digest *ctx = sb_record_digest_new(SB_ALG_MD5);
    sb_record_digest_begin(ctx);
    sb_record_digest_add(ctx, bytes.p, bytes.n);
    sb_record_digest_end(ctx, wanted);
    must(memcmp(md5, wanted, sizeof wanted) == 0);
    sb_record_digest_free(ctx);
}

static struct sb_summary summary_in_pieces(sb_str name, sb_str bytes, size_t head, size_t step)
{
    struct sb_summariser *summariser = sb_summariser_new();
    struct sb_sha256 *sha256 = sb_sha256_new();
    struct sb_summary summary;
    struct sb_err err = {0};
    struct drip drip = {.rest = sb_str_from(bytes, head), .step = step};
    uint8_t digest[SB_SHA256_BYTES];
    uint8_t md5[SB_MD5_BYTES];
    const struct sb_summary_extra extra = {
        .lines = true, .tap = tap, .tap_ctx = sha256, .ret_md5 = sb_md5_offered() ? md5 : NULL};
    drip.stream = (struct sb_stream){drip_read, &drip};
    sb_sha256_begin(sha256);
    tapped = 0;
    must(sb_summarise(summariser, name, sb_str_part(bytes, 0, head), &drip.stream, UINT64_MAX, &extra, &summary,
                      &err) == SB_OK);
    sb_sha256_end(sha256, digest);
    must(tapped == (sb_file_kinds[summary.kind].text ? bytes.n : 0));
    must(tapped == 0 || memcmp(digest, summary.sha256, sizeof digest) == 0);
    if (extra.ret_md5)
        check_md5(bytes, md5);
    sb_sha256_free(sha256);
    sb_summariser_free(summariser);
    return summary;
}

/* ---- the longest encoded run, by its definition and without leaps ---- */

static bool is_of_chunk(char c)
{
    return sb_is_alnum(c) || c == '+' || c == '/' || c == '-' || c == '_';
}

static int class_of(char c)
{
    return c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : sb_is_digit(c) ? 3 : 4;
}

static bool is_hex(char c)
{
    return sb_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* A run of parts: where the last one ended, and what they count. */
struct parts {
    bool any;
    size_t end, total, best;
    bool values[32];
};

static void add_part(struct parts *parts, size_t from, size_t to, size_t gap, size_t counts, sb_str values)
{
    size_t n = 0;
    if (!parts->any || from - parts->end > gap) {
        parts->total = 0;
        memset(parts->values, 0, sizeof parts->values);
    }
    parts->any = true;
    parts->total += counts;
    parts->end = to;
    for (size_t i = 0; i < values.n; i++)
        parts->values[values.p[i] & 31] = true;
    for (size_t i = 0; i < SB_COUNT(parts->values); i++)
        n += parts->values[i];
    if (parts->total > parts->best && n >= 8)
        parts->best = parts->total;
}

static size_t letters_of(sb_str chunk)
{
    bool seen[32] = {false};
    size_t n = 0;
    for (size_t i = 0; i < chunk.n; i++) {
        n += !seen[chunk.p[i] & 31];
        seen[chunk.p[i] & 31] = true;
    }
    return n;
}

static bool is_part(sb_str whole)
{
    sb_str chunk = sb_str_part(whole, 0, 256);
    size_t changes = 0;
    size_t digits = 0;
    size_t signs = 0;
    for (size_t i = 0; i < chunk.n; i++) {
        int class = class_of(chunk.p[i]);
        int last = i ? class_of(chunk.p[i - 1]) : class;
        changes += class != last && class != 4 && last != 4;
        digits += class == 3;
        signs += class == 4;
    }
    bool words = changes * 8 >= chunk.n && changes * 5 < chunk.n * 2 && !digits;
    bool is_long = chunk.n >= 40 && !words && signs * 16 < chunk.n && letters_of(chunk) >= 8;
    return chunk.n >= 12 && ((changes * 5 >= chunk.n && digits) || is_long);
}

static size_t longest_chunks(sb_str s)
{
    struct parts parts = {0};
    for (size_t from = 0; from < s.n;) {
        size_t to = from;
        while (to < s.n && is_of_chunk(s.p[to]))
            to++;
        if (is_part(sb_str_part(s, from, to - from)))
            add_part(&parts, from, to, 16, to - from, sb_str_part(s, from, to - from));
        from = to + 1;
    }
    return parts.best;
}

static size_t mark_of(sb_str s, size_t at)
{
    sb_str rest = sb_str_from(s, at);
    if (sb_str_starts(rest, SB_S("\\u00")))
        return 4;
    if (sb_str_starts(rest, SB_S("\\x")) || sb_str_starts(rest, SB_S("0x")) || sb_str_starts(rest, SB_S("0X")))
        return 2;
    return sb_str_starts(rest, SB_S("%"));
}

/* From the end of a pair to that of the next one there are at most 21 bytes. */
static size_t longest_pairs(sb_str s)
{
    struct parts parts = {0};
    for (size_t at = 0; at < s.n; at++) {
        size_t mark = mark_of(s, at);
        size_t end = at + mark + 2;
        if (!mark || end > s.n || !is_hex(s.p[end - 1]) || !is_hex(s.p[end - 2]))
            continue;
        char value = (char)(16 * (s.p[end - 2] & 1) + (s.p[end - 1] & 15));
        add_part(&parts, end, end, 21, 2, sb_str_n(&value, 1));
        if (s.p[at] == '0' && end < s.n && is_hex(s.p[end]))
            parts.any = false;
    }
    return parts.best;
}

static bool goes_on(char c)
{
    return sb_is_alnum(c) || c == '_' || c == '.';
}

/* Letters between numbers are those of chr() only. */
static bool is_of_another(char c)
{
    return (sb_is_alnum(c) || c == '_') && !sb_is_digit(c) && c != 'c' && c != 'h' && c != 'r';
}

static size_t longest_numbers(sb_str s)
{
    struct parts parts = {0};
    for (size_t from = 0; from < s.n; from++) {
        size_t to = from;
        unsigned value = 0;
        for (; to < s.n && sb_is_digit(s.p[to]); to++)
            value = value < 1000 ? value * 10 + (unsigned)(s.p[to] - '0') : value;
        if (to == from) {
            parts.any = parts.any && !is_of_another(s.p[from]);
            continue;
        }
        bool begins = from == 0 || (!goes_on(s.p[from - 1]) && s.p[from - 1] != '-');
        char low = (char)(value & 31);
        if (to - from <= 3 && value < 256 && begins && (to == s.n || !goes_on(s.p[to])))
            add_part(&parts, from, to, 16, 2, sb_str_n(&low, 1));
        else
            parts.any = false;
        from = to - 1;
    }
    return parts.best;
}

static size_t longest_run(sb_str s)
{
    size_t best = longest_chunks(s);
    size_t pairs = longest_pairs(s);
    size_t numbers = longest_numbers(s);
    best = pairs > best ? pairs : best;
    best = numbers > best ? numbers : best;
    return best >= 1024 ? best : 0;
}

static void check_lines(sb_str bytes, const struct sb_summary *summary)
{
    size_t longest = 0;
    size_t run = longest_run(bytes);
    /* What nobody sees counts as a run of 4,096 and more, and so does what is crowded. */
    must(summary->longest_run == run || (summary->longest_run > run && summary->longest_run >= 4096));
    while (bytes.n) {
        sb_str line;
        sb_str_cut(&bytes, '\n', &line);
        longest = line.n > longest ? line.n : longest;
    }
    must(summary->longest_line == longest);
}

/* In floating point, so that it shares nothing with what it checks. */
static double log2_of(double x)
{
    double result = 0;
    for (; x >= 2; x /= 2)
        result += 1;
    for (double bit = 0.5; bit > 1e-12; bit /= 2) {
        x *= x;
        if (x >= 2) {
            x /= 2;
            result += bit;
        }
    }
    return result;
}

static void check_entropy(sb_str bytes, const struct sb_summary *summary)
{
    double counts[256] = {0};
    double bits = 0;
    double n = 0;
    if (bytes.n < SB_DENSE_BYTES && summary->longest_line < SB_LONG_LINE) {
        must(summary->entropy == 0);
        return;
    }
    for (size_t i = 0; i < bytes.n; i++) {
        double taken = i < 8 * 1024 || i % 8192 < 1024 ? 1 : 0;
        counts[(unsigned char)bytes.p[i]] += taken;
        n += taken;
    }
    for (size_t i = 0; i < 256; i++)
        if (counts[i] > 0)
            bits += counts[i] / n * (log2_of(n) - log2_of(counts[i]));
    double off = bits * 100 - summary->entropy;
    must(off > -0.51 && off < 0.51);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a", "a.py", "a.js", "a.sh", "a.bin", "Makefile", ".bashrc", ""};
    if (size < 2)
        return 0;
    size_t step = (size_t)data[0] * 16 + 1;
    sb_str name = sb_str_of(names[data[1] % SB_COUNT(names)]);
    sb_str bytes = sb_str_n((const char *)data + 2, size - 2);
    struct sb_summary whole = summary_in_pieces(name, bytes, 0, bytes.n + 1);
    struct sb_summary pieces = summary_in_pieces(name, bytes, 0, step);
    must(memcmp(&whole, &pieces, sizeof whole) == 0);
    pieces = summary_in_pieces(name, bytes, step < bytes.n ? step : bytes.n, step);
    must(memcmp(&whole, &pieces, sizeof whole) == 0);
    must(whole.size == bytes.n && whole.kind < SB_KIND_COUNT);
    /* Interpreters do not mind a NUL: what is called a script is measured all the same. */
    bool script = whole.kind != SB_KIND_TEXT;
    if (sb_file_kinds[whole.kind].text && (script || !whole.binary)) {
        check_lines(bytes, &whole);
        check_entropy(bytes, &whole);
    } else {
        must(whole.longest_line == 0);
        must(whole.entropy == 0 || (whole.entropy >= 700 && bytes.n >= 512)); /* as dense as something encrypted */
        must(whole.longest_run == 0 || (whole.longest_run >= 256 && whole.longest_run < bytes.n)); /* behind an image */
    }
    return 0;
}
