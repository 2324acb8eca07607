/* What few scripts do is found alike in whatever pieces a text comes, in each of its lines, and in no comment. */
#include "collect/deed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static unsigned scan(struct sb_deed_scan *s, sb_str text, size_t step)
{
    sb_deed_scan_begin(s);
    for (; text.n; text = sb_str_from(text, step < text.n ? step : text.n))
        sb_deed_scan_add(s, text.p, step < text.n ? step : text.n);
    unsigned found = sb_deed_scan_end(s);
    must(s->paths_n <= sizeof s->paths && (s->paths_n == 0 || s->paths[s->paths_n - 1] == '\n'));
    return found;
}

static void check_lines(sb_str text, unsigned found)
{
    struct sb_arena arena = {0};
    struct sb_deed_scan one;
    for (sb_str line; sb_str_line(&text, &line);)
        must((scan(&one, line, line.n + 1) & ~found) == 0);
    sb_str words = sb_deeds_text(found, &arena);
    must((words.n == 0) == (found == 0));
    sb_arena_done(&arena);
}

static void check_comment(sb_str text)
{
    struct sb_arena arena = {0};
    struct sb_deed_scan one;
    char *made = sb_arena_alloc(&arena, text.n + 1);
    made[0] = '#';
    for (size_t i = 0; i < text.n; i++)
        made[i + 1] = text.p[i] == '\n' ? ' ' : text.p[i];
    must(scan(&one, sb_str_n(made, text.n + 1), text.n + 1) == 0 && one.paths_n == 0);
    sb_arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct sb_deed_scan whole, pieces;
    if (size == 0)
        return 0;
    sb_str text = sb_str_n((const char *)data + 1, size - 1);
    unsigned found = scan(&whole, text, size);
    must(scan(&pieces, text, 1U + data[0]) == found);
    must(sb_str_eq(sb_str_n(whole.paths, whole.paths_n), sb_str_n(pieces.paths, pieces.paths_n)));
    check_lines(text, found);
    check_comment(text);
    return 0;
}
