#include "report/cut.h"

#include "base/utf8.h"

enum { MARK = 3 };

sb_str sb_cut_front(sb_str s, unsigned limit)
{
    size_t at = 0;
    for (unsigned width = 0; at < s.n && width < limit; width++) {
        size_t len;
        sb_utf8_next(sb_str_from(s, at), &len);
        at += len;
    }
    return sb_str_part(s, 0, at);
}

bool sb_cut(sb_str *s, unsigned limit)
{
    bool cut = limit && s->n > limit && sb_utf8_width(*s) > limit;
    if (cut)
        *s = sb_cut_front(*s, limit > MARK ? limit - MARK : 0);
    return cut;
}

/* Where two texts part: a few characters before that, at the beginning of one. */
static size_t parting(sb_str a, sb_str b)
{
    enum { BEFORE = 8 };
    size_t at = 0;
    while (at < a.n && at < b.n && a.p[at] == b.p[at])
        at++;
    at = at < BEFORE ? 0 : at - BEFORE;
    while (at && ((unsigned char)a.p[at] & 0xc0) == 0x80)
        at--;
    return at;
}

size_t sb_cut_parting(sb_str from, sb_str to, unsigned limit)
{
    sb_str seen = limit > MARK ? sb_cut_front(from, limit - MARK) : from;
    bool hidden = limit && sb_utf8_width(from) > limit && sb_str_starts(to, seen);
    return hidden ? parting(from, to) : 0;
}
