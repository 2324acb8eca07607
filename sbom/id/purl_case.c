#include "base/utf8.h"
#include "id/purl_types.h"

/* Capital letters with a small one: FIRST, FIRST + STEP, ... LAST, each DELTA before it. From UnicodeData; the only one
 * whose small form is longer than one character is U+0130. */
static const struct {
    uint16_t first, last;
    uint8_t step;
    int16_t delta;
} capitals[] = {
    {0x41, 0x5a, 1, 32},     {0xc0, 0xd6, 1, 32},   {0xd8, 0xde, 1, 32},    {0x100, 0x12e, 2, 1},
    {0x132, 0x136, 2, 1},    {0x139, 0x147, 2, 1},  {0x14a, 0x176, 2, 1},   {0x178, 0x178, 1, -121},
    {0x179, 0x17d, 2, 1},    {0x1cd, 0x1db, 2, 1},  {0x1de, 0x1ee, 2, 1},   {0x1f8, 0x21e, 2, 1},
    {0x222, 0x232, 2, 1},    {0x370, 0x372, 2, 1},  {0x376, 0x376, 1, 1},   {0x386, 0x386, 1, 38},
    {0x388, 0x38a, 1, 37},   {0x38c, 0x38c, 1, 64}, {0x38e, 0x38f, 1, 63},  {0x391, 0x3a1, 1, 32},
    {0x3a3, 0x3ab, 1, 32},   {0x3d8, 0x3ee, 2, 1},  {0x400, 0x40f, 1, 80},  {0x410, 0x42f, 1, 32},
    {0x460, 0x480, 2, 1},    {0x48a, 0x4be, 2, 1},  {0x4c0, 0x4c0, 1, 15},  {0x4c1, 0x4cd, 2, 1},
    {0x4d0, 0x52e, 2, 1},    {0x531, 0x556, 1, 48}, {0x1e00, 0x1e94, 2, 1}, {0x1ea0, 0x1efe, 2, 1},
    {0xff21, 0xff3a, 1, 32},
};

static uint32_t small_letter(uint32_t c)
{
    size_t low = 0, high = SB_COUNT(capitals);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > capitals[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == SB_COUNT(capitals) || c < capitals[low].first || (c - capitals[low].first) % capitals[low].step != 0)
        return c;
    return (uint32_t)((int32_t)c + capitals[low].delta);
}

static bool has_capital(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

sb_str sb_purl_lower(sb_str s, struct sb_arena *arena)
{
    if (!has_capital(s))
        return s;
    struct sb_buf buf = {0};
    for (size_t len; s.n; s = sb_str_from(s, len)) {
        uint32_t c = sb_utf8_next(s, &len);
        if (c == 0x130)
            sb_buf_str(&buf, SB_S("i\xcc\x87"));
        else if (c == 0)
            sb_buf_chr(&buf, s.p[0]);
        else
            sb_utf8_put(&buf, small_letter(c));
    }
    sb_str lower = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return lower;
}

sb_str sb_purl_replace(sb_str s, char from, char to, struct sb_arena *arena)
{
    if (sb_str_chr(s, from) == SB_NPOS)
        return s;
    char *p = sb_arena_alloc(arena, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] == from ? to : s.p[i];
    p[s.n] = '\0';
    return sb_str_n(p, s.n);
}

sb_str sb_purl_segments(sb_str path, bool subpath, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, path.n + 1);
    size_t n = 0;
    while (path.n) {
        sb_str segment;
        sb_str_cut(&path, '/', &segment);
        bool dots = sb_str_eq(segment, SB_S(".")) || sb_str_eq(segment, SB_S(".."));
        if (segment.n == 0 || (subpath && dots))
            continue;
        if (n)
            p[n++] = '/';
        memcpy(p + n, segment.p, segment.n);
        n += segment.n;
    }
    p[n] = '\0';
    return sb_str_n(p, n);
}
