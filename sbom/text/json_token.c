#include "text/json_token.h"

#include "base/block.h"
#include "base/utf8.h"

static const char *digits(const char *at, const char *end)
{
    while (at < end && sb_is_digit(*at))
        at++;
    return at;
}

/* As digits(), but at least one. */
static const char *some_digits(const char *at, const char *end)
{
    const char *behind = digits(at, end);
    return behind > at ? behind : NULL;
}

const char *sb_token_number(const char *at, const char *end)
{
    if (at < end && *at == '-')
        at++;
    if (at < end && *at == '0')
        at++;
    else
        at = some_digits(at, end);
    if (at && at < end && *at == '.')
        at = some_digits(at + 1, end);
    if (at && at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        at = some_digits(at, end);
    }
    return at;
}

const char *sb_token_number_run(const char *at, const char *end)
{
    while (at < end && (sb_is_digit(*at) || sb_str_chr(SB_S("+-.eE"), *at) != SB_NPOS))
        at++;
    return at;
}

static bool hex4(const char *at, const char *end, uint32_t *unit)
{
    if (end - at < 4)
        return false;
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = sb_lower(at[i]);
        if (!sb_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        *unit = *unit << 4 | (uint32_t)(sb_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* The character of a \u escape; *AT is behind the "u" and moves behind the escape, both of them for a pair. */
static const char *unicode_escape(const char **at, const char *end, uint32_t *c)
{
    static const char lone[] = "half of a surrogate pair stands alone";
    uint32_t low;
    if (!hex4(*at, end, c))
        return "four hexadecimal digits must follow \\u";
    *at += 4;
    if (*c < 0xd800 || *c > 0xdfff)
        return NULL;
    if (*c > 0xdbff || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u' || !hex4(*at + 2, end, &low))
        return lone;
    if (low < 0xdc00 || low > 0xdfff)
        return lone;
    *at += 6;
    *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
    return NULL;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
        return out;
    }
    if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *out++ = (char)(0xe0 | c >> 12);
        } else {
            *out++ = (char)(0xf0 | c >> 18);
            *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        }
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
    }
    *out++ = (char)(0x80 | (c & 0x3f));
    return out;
}

/* Copies up to the next backslash, or END: sixteen bytes a step, of which those behind the backslash are written over
 * later. There is room, since no more is written than was read. */
static const char *copy_plain(const char *at, const char *end, char **to)
{
    for (; end - at >= (ptrdiff_t)sizeof(sb_block); at += sizeof(sb_block), *to += sizeof(sb_block)) {
        sb_block block = sb_block_at(at);
        uint32_t slashes = sb_block_bits((sb_block)(block == '\\'));
        memcpy(*to, &block, sizeof block);
        if (slashes) {
            *to += __builtin_ctz(slashes);
            return at + __builtin_ctz(slashes);
        }
    }
    while (at < end && *at != '\\')
        *(*to)++ = *at++;
    return at;
}

size_t sb_token_unescape(sb_str raw, char *out, const char **bad_at, const char **wrong)
{
    static const char meanings[256] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    const char *at = raw.p, *end = raw.p + raw.n;
    char *to = out;
    while ((at = copy_plain(at, end, &to)) < end) {
        *bad_at = at++;
        *wrong = "a backslash must be followed by one of \" \\ / b f n r t u";
        char meaning = at < end ? meanings[(unsigned char)*at] : '\0';
        if (meaning) {
            *to++ = meaning;
            at++;
            continue;
        }
        uint32_t c;
        if (at == end || *at++ != 'u' || (*wrong = unicode_escape(&at, end, &c)) != NULL)
            return SB_NPOS;
        to = put_utf8(to, c);
    }
    return (size_t)(to - out);
}

const char *sb_token_not_utf8(sb_str s)
{
    if (sb_utf8_valid(s))
        return NULL;
    size_t len = 1;
    while (s.n && ((unsigned char)s.p[0] < 0x80 || sb_utf8_next(s, &len) != 0)) {
        s = sb_str_from(s, len);
        len = 1;
    }
    return s.p;
}
