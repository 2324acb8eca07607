#include "base/utf8.h"

/* The length of the character whose first byte is C, by the ranges of Unicode table 3-7; 0 for none. */
static size_t sequence_length(unsigned char c)
{
    if (c < 0x80)
        return 1;
    if (c >= 0xc2 && c <= 0xdf)
        return 2;
    if (c >= 0xe0 && c <= 0xef)
        return 3;
    return c >= 0xf0 && c <= 0xf4 ? 4 : 0;
}

uint32_t sb_utf8_next(sb_str s, size_t *len)
{
    const unsigned char *p = (const unsigned char *)s.p;
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    *len = 1;
    size_t n = s.n ? sequence_length(p[0]) : 0;
    if (n == 0 || n > s.n)
        return 0;
    if (n == 1)
        return p[0];
    uint32_t c = p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *len = n;
    return c;
}

/* How many bytes at the front are ASCII, eight at a time. */
static size_t ascii_run(const char *p, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < n && (unsigned char)p[i] < 0x80)
        i++;
    return i;
}

/* The length of the well-formed front of S. */
static size_t valid_run(sb_str s)
{
    size_t at = 0;
    while (at < s.n) {
        at += ascii_run(s.p + at, s.n - at);
        if (at == s.n)
            break;
        size_t len;
        if (sb_utf8_next(sb_str_from(s, at), &len) == 0)
            break;
        at += len;
    }
    return at;
}

bool sb_utf8_valid(sb_str s)
{
    return valid_run(s) == s.n;
}

void sb_utf8_put(struct sb_buf *buf, uint32_t c)
{
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1;) {
        bytes[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    bytes[0] = (char)(first[n] | c);
    sb_buf_add(buf, bytes, n);
}

bool sb_utf8_repair(struct sb_buf *buf, sb_str s)
{
    bool repaired = false;
    while (s.n) {
        size_t good = valid_run(s);
        sb_buf_add(buf, s.p, good);
        s = sb_str_from(s, good);
        if (s.n) {
            sb_buf_printf(buf, "\\x%02X", (unsigned char)s.p[0]);
            s = sb_str_from(s, 1);
            repaired = true;
        }
    }
    return repaired;
}

bool sb_utf8_deceives(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0, 0x1f},        {0x7f, 0x9f},     {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},
        {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},
        {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
        {0xfff9, 0xfffb}, {0xfffe, 0xffff}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
    };
    for (size_t i = 0; i < SB_COUNT(ranges) && ranges[i][0] <= c; i++)
        if (c <= ranges[i][1])
            return true;
    return false;
}

/* What a build server that shows a log would carry out: "##[", "##vso[" and the like anywhere in a line, "::" where a
 * line, or a word that may come to stand at the front of one, begins. */
static bool is_command(sb_str s, char before)
{
    if (sb_str_starts(s, SB_S("::")))
        return s.n > 2 && sb_is_alpha(s.p[2]) && (before == '\0' || before == ' ');
    size_t n = 2;
    while (n < s.n && sb_is_alnum(s.p[n]))
        n++;
    return n < s.n && s.p[n] == '[' && sb_str_starts(s, SB_S("##"));
}

/* Bytes from the front of S that are shown as they are, most of any text. */
static size_t plain_run(sb_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= 0x20 && s.p[n] < 0x7f && s.p[n] != '#' && s.p[n] != ':')
        n++;
    return n;
}

void sb_utf8_printable(struct sb_buf *buf, sb_str s)
{
    for (char before = '\0'; s.n;) {
        size_t len = plain_run(s);
        if (len) {
            sb_buf_add(buf, s.p, len);
            before = s.p[len - 1];
            s = sb_str_from(s, len);
            continue;
        }
        uint32_t c = sb_utf8_next(s, &len);
        if (c == 0 || c < 0x20 || c == 0x7f || ((c == '#' || c == ':') && is_command(s, before)))
            sb_buf_printf(buf, "\\x%02X", (unsigned char)s.p[0]);
        else if (sb_utf8_deceives(c))
            sb_buf_printf(buf, "\\u{%X}", (unsigned)c);
        else
            sb_buf_add(buf, s.p, len);
        before = s.p[0];
        s = sb_str_from(s, len);
    }
}

unsigned sb_utf8_width(sb_str s)
{
    unsigned width = 0;
    while (s.n) {
        size_t len;
        sb_utf8_next(s, &len);
        s = sb_str_from(s, len);
        width++;
    }
    return width;
}
