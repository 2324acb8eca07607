/* Patterns against paths, a newline between them. Short inputs are also matched by a plain backtracking matcher. */
#include "base/utf8.h"
#include "text/glob.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t char_length(sb_str s)
{
    size_t n;
    sb_utf8_next(s, &n);
    return n;
}

/* Knows stars, question marks and plain characters; PATTERN must hold no set and no backslash. */
static bool slow_match(sb_str pattern, sb_str path, bool part_begins)
{
    if (pattern.n == 0)
        return path.n == 0;
    if (pattern.p[0] == '*') {
        size_t stars = 0;
        while (stars < pattern.n && pattern.p[stars] == '*')
            stars++;
        sb_str behind = sb_str_from(pattern, stars);
        bool parts = stars > 1 && part_begins && behind.n && behind.p[0] == '/';
        if (parts)
            behind = sb_str_from(behind, 1);
        for (size_t i = 0;; i += char_length(sb_str_from(path, i))) {
            if ((!parts || i == 0 || path.p[i - 1] == '/') && slow_match(behind, sb_str_from(path, i), parts))
                return true;
            if (i == path.n || (stars == 1 && path.p[i] == '/'))
                return false;
        }
    }
    if (path.n == 0)
        return false;
    size_t n = char_length(path);
    if (pattern.p[0] == '?')
        return path.p[0] != '/' && slow_match(sb_str_from(pattern, 1), sb_str_from(path, n), false);
    size_t m = char_length(pattern);
    return m == n && memcmp(pattern.p, path.p, n) == 0 &&
           slow_match(sb_str_from(pattern, n), sb_str_from(path, n), path.p[0] == '/');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sb_str path = sb_str_n((const char *)data, size);
    sb_str pattern;
    sb_str_cut(&path, '\n', &pattern);
    bool matches = sb_glob(pattern, path);
    bool simple = sb_str_chr(pattern, '[') == SB_NPOS && sb_str_chr(pattern, '\\') == SB_NPOS;
    if (simple && pattern.n < 12 && path.n < 24)
        must(matches == slow_match(pattern, path, true));
    bool any = sb_glob_any(pattern, path);
    must(any || !matches || sb_str_find(pattern, SB_S("**")) != SB_NPOS);
    return 0;
}
