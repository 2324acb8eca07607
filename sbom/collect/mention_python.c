/* What a Python file imports: "import a.b, c as d", "from a.b import c", import_module("a.b"), __import__("a"). */
#include "base/block.h"
#include "collect/mention.h"

static const sb_str word = {"import", 6};

bool sb_mention_is_python(sb_str name)
{
    return sb_str_ends(name, SB_S(".py")) || sb_str_ends(name, SB_S(".pyi"));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_of_name(char c)
{
    return sb_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

static sb_str skip_blanks(sb_str text)
{
    size_t n = 0;
    while (n < text.n && is_blank(text.p[n]))
        n++;
    return sb_str_from(text, n);
}

/* The package of the module that TEXT begins with; none for "." and what is no name. */
static void note(struct sb_mention_scan *scan, sb_str text)
{
    size_t n = 0;
    while (n < text.n && is_of_name(text.p[n]))
        n++;
    if (n == 0)
        return;
    uint32_t hash = sb_mention_hash(sb_str_n(text.p, n));
    uint32_t *recent = &scan->recent[hash % SB_COUNT(scan->recent)];
    if (hash != *recent || hash == 0)
        *SB_PUSH(&scan->found) = *recent = hash;
}

/* "a.b as x, c": of a line that begins so. */
static void note_list(struct sb_mention_scan *scan, sb_str list)
{
    while (list.n) {
        sb_str item;
        sb_str_cut(&list, ',', &item);
        note(scan, skip_blanks(item));
    }
}

/* What stands behind the word at AT of LINE. */
static void look_at(struct sb_mention_scan *scan, sb_str line, size_t at)
{
    static const sb_str calls[] = {{"_module(", 8}, {"__(", 3}};
    sb_str rest = sb_str_from(line, at + word.n);
    sb_str front = skip_blanks(sb_str_part(line, 0, at));
    for (size_t i = 0; i < SB_COUNT(calls); i++)
        if (sb_str_chop(&rest, calls[i])) {
            rest = skip_blanks(rest);
            if (rest.n && (*rest.p == '"' || *rest.p == '\''))
                note(scan, sb_str_from(rest, 1));
            return;
        }
    if (sb_str_chop(&front, SB_S("from")) && front.n && is_blank(*front.p))
        note(scan, skip_blanks(front));
    else if (rest.n && is_blank(*rest.p) && (at == 0 || !is_of_name(line.p[at - 1])))
        note_list(scan, skip_blanks(rest));
}

/* Where the word begins between FROM and END, or END. Its second and third letter seldom stand together: sixteen places
 * at a time are told by them. */
static size_t find_word(const char *p, size_t from, size_t end)
{
    for (; from + sizeof(sb_block) + word.n <= end; from += sizeof(sb_block)) {
        sb_block hits = (sb_block)((sb_block_at(p + from + 1) == 'm') & (sb_block_at(p + from + 2) == 'p'));
        for (uint32_t bits = sb_block_bits(hits); bits; bits &= bits - 1) {
            size_t at = from + (size_t)__builtin_ctz(bits);
            if (memcmp(p + at, word.p, word.n) == 0)
                return at;
        }
    }
    for (; from + word.n <= end; from++)
        if (memcmp(p + from, word.p, word.n) == 0)
            return from;
    return end;
}

static void look_at_line(struct sb_mention_scan *scan, sb_str line)
{
    for (size_t at = 0; (at = find_word(line.p, at, line.n)) < line.n; at += word.n)
        look_at(scan, line, at);
}

/* Keeps what begins a line whose end is not there yet. */
static void keep(struct sb_mention_scan *scan, const char *p, size_t n)
{
    size_t room = sizeof scan->text - scan->seen;
    n = n < room ? n : room;
    if (n)
        memcpy(scan->text + scan->seen, p, n);
    scan->seen += (uint32_t)n;
}

static void close_line(struct sb_mention_scan *scan)
{
    look_at_line(scan, sb_str_n(scan->text, scan->seen));
    scan->seen = 0;
}

/* The line that holds the word at AT, none before FROM; returns where the next one begins. Of a long line only its
 * first bytes are looked at, whatever pieces it came in. */
static size_t look_around(struct sb_mention_scan *scan, const char *p, size_t from, size_t at, size_t n)
{
    const char *before = memrchr(p + from, '\n', at - from);
    size_t first = before ? (size_t)(before - p) + 1 : from;
    size_t end = (size_t)((const char *)memchr(p + at, '\n', n - at) - p);
    look_at_line(scan, sb_str_part(sb_str_n(p + first, end - first), 0, sizeof scan->text));
    return end + 1;
}

void sb_mention_python_add(struct sb_mention_scan *scan, const char *p, size_t n)
{
    if (n == 0) { /* the end */
        if (scan->seen)
            close_line(scan);
        return;
    }
    if (scan->seen) {
        const char *newline = memchr(p, '\n', n);
        size_t rest = newline ? (size_t)(newline - p) : n;
        keep(scan, p, rest);
        if (!newline)
            return;
        close_line(scan);
        p += rest + 1;
        n -= rest + 1;
    }
    const char *last = n ? memrchr(p, '\n', n) : NULL;
    size_t end = last ? (size_t)(last - p) + 1 : 0;
    size_t from = 0;
    for (size_t at; from < end && (at = find_word(p, from, end)) < end;)
        from = look_around(scan, p, from, at, end);
    keep(scan, p + end, n - end);
}
