#include "collect/mention.h"

#include "base/block.h"

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

uint32_t sb_mention_hash(sb_str name)
{
    return (uint32_t)sb_hash(name.p, name.n, 7);
}

bool sb_mention_wanted(sb_str name, bool *ret_every_quote)
{
    static const sb_str code[] = {{".js", 3},  {".cjs", 4}, {".mjs", 4}, {".jsx", 4}, {".ts", 3},
                                  {".tsx", 4}, {".mts", 4}, {".cts", 4}, {".vue", 4}, {".svelte", 7}};
    for (size_t i = 0; i < SB_COUNT(code); i++) {
        *ret_every_quote = false;
        if (sb_str_ends(name, code[i]))
            return true;
    }
    /* The manifest and lock files name every dependency: they are no evidence of use. */
    *ret_every_quote = true;
    return (sb_str_ends(name, SB_S(".json")) && !sb_str_eq(name, SB_S("package.json")) &&
            !sb_str_ends(name, SB_S("package-lock.json")) && !sb_str_eq(name, SB_S("npm-shrinkwrap.json"))) ||
           sb_str_ends(name, SB_S("rc"));
}

void sb_mention_begin(struct sb_mention_scan *scan, bool every_quote)
{
    scan->every_quote = every_quote;
    scan->quote = 0;
    scan->seen = 0;
    scan->left = SB_MENTION_CONFIGURATION;
    memset(scan->before, 0, sizeof scan->before);
    memset(scan->recent, 0, sizeof scan->recent);
    scan->found.n = 0;
}

/* "name" or "@scope/name" of a module specifier; empty for paths and what is none. */
static sb_str package_of(sb_str specifier)
{
    if (specifier.n == 0 || specifier.p[0] == '.' || specifier.p[0] == '/')
        return SB_STR_NONE;
    size_t slash = sb_str_chr(specifier, '/');
    if (specifier.p[0] == '@' && slash != SB_NPOS) {
        size_t second = sb_str_chr(sb_str_from(specifier, slash + 1), '/');
        slash = second == SB_NPOS ? SB_NPOS : slash + 1 + second;
    }
    return slash == SB_NPOS ? specifier : sb_str_n(specifier.p, slash);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* BEFORE moves on by N bytes. */
static void push_before(char before[SB_MENTION_BEFORE], const char *p, size_t n)
{
    char kept[SB_MENTION_BEFORE];
    size_t have = 0;
    for (size_t i = n; i-- > 0 && have < sizeof kept;)
        if (!is_blank(p[i]))
            kept[sizeof kept - ++have] = p[i];
    memmove(before, before + have, sizeof kept - have);
    memcpy(before + sizeof kept - have, kept + sizeof kept - have, have);
}

/* From a place of the piece backwards, and then through what was kept of the bytes before it; blanks are left out. */
struct back {
    const char *p;
    size_t at;
    const char *before;
    size_t left;
};

static char step_back(struct back *back)
{
    while (back->at && is_blank(back->p[back->at - 1]))
        back->at--;
    if (back->at)
        return back->p[--back->at];
    return back->left ? back->before[--back->left] : '\0';
}

static bool ends_in(struct back back, sb_str word)
{
    while (word.n && step_back(&back) == word.p[word.n - 1])
        word.n--;
    return word.n == 0;
}

/* Does what stands before the quote at P + AT introduce a module? Most are told by the last byte before them. */
static bool introduces(const struct sb_mention_scan *scan, const char *p, size_t at)
{
    static const sb_str words[] = {{"require(", 8}, {"import(", 7}, {"import", 6}, {"from", 4}, {"resolve(", 8}};
    struct back back = {p, at, scan->before, sizeof scan->before};
    char last = step_back(&back);
    for (size_t i = 0; i < SB_COUNT(words); i++)
        if (words[i].p[words[i].n - 1] == last && ends_in(back, sb_str_n(words[i].p, words[i].n - 1)))
            return true;
    return false;
}

/* What stood before the quote introduces nothing behind it. */
static void leave_quote(struct sb_mention_scan *scan)
{
    scan->quote = 0;
    memset(scan->before, 0, sizeof scan->before);
}

static void close_quote(struct sb_mention_scan *scan)
{
    sb_str name = package_of(sb_str_n(scan->text, scan->seen));
    uint32_t hash = name.n ? sb_mention_hash(name) : 0;
    uint32_t *recent = &scan->recent[hash % SB_COUNT(scan->recent)];
    if (name.n && (hash != *recent || hash == 0))
        *SB_PUSH(&scan->found) = *recent = hash;
    leave_quote(scan);
}

/* What may stand before a quote that introduces a module: a blank, or the end of one of those words. */
static bool may_introduce(char c)
{
    return c == '(' || c == 't' || c == 'm' || (unsigned char)c <= ' ';
}

/* The next quote from AT on that may introduce a module, or N. Sixteen bytes at a time: scripts are the bulk of what is
 * read. */
static size_t next_quote(const char *p, size_t at, size_t n, bool every_quote)
{
    const uint32_t any = every_quote ? UINT32_MAX : 0;
    if (at == 0 && n && is_quote(*p))
        return 0;
    for (at += at == 0; at + sizeof(sb_block) <= n; at += sizeof(sb_block)) {
        sb_block here = sb_block_at(p + at);
        uint32_t quotes = sb_block_bits((sb_block)((here == '"') | (here == '\'') | (here == '`')));
        if (!quotes)
            continue;
        sb_block before = sb_block_at(p + at - 1);
        sb_block words = (sb_block)((before == '(') | (before == 't') | (before == 'm') | (before <= ' '));
        quotes &= sb_block_bits(words) | any;
        if (quotes)
            return at + (size_t)__builtin_ctz(quotes);
    }
    while (at < n && !(is_quote(p[at]) && (every_quote || may_introduce(p[at - 1]))))
        at++;
    return at < n ? at : n;
}

/* Up to a quote that introduces a module, which is open then. */
static size_t outside(struct sb_mention_scan *scan, const char *p, size_t n)
{
    bool every = scan->every_quote;
    for (size_t at = next_quote(p, 0, n, every); at < n; at = next_quote(p, at + 1, n, every)) {
        if (!every && !introduces(scan, p, at))
            continue;
        scan->quote = p[at];
        scan->seen = 0;
        return at + 1;
    }
    push_before(scan->before, p, n);
    return n;
}

/* A quoted text ends at its quote, at a newline, or when it is longer than any module name. */
static size_t inside(struct sb_mention_scan *scan, const char *p, size_t n)
{
    size_t room = sizeof scan->text - scan->seen;
    size_t end = n < room ? n : room;
    size_t i = 0;
    while (i < end && p[i] != scan->quote && p[i] != '\n')
        i++;
    memcpy(scan->text + scan->seen, p, i);
    scan->seen += (uint32_t)i;
    if (i == n)
        return n;
    if (p[i] == scan->quote)
        close_quote(scan);
    else
        leave_quote(scan);
    return i + 1;
}

void sb_mention_add(void *ctx, const char *p, size_t n)
{
    struct sb_mention_scan *scan = ctx;
    if (scan->every_quote) {
        n = n < scan->left ? n : scan->left;
        scan->left -= n;
    }
    while (n) {
        size_t used = scan->quote ? inside(scan, p, n) : outside(scan, p, n);
        p += used;
        n -= used;
    }
}

static int by_value(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

enum { SET_BITS = 64 * SB_COUNT(((struct sb_mention_set *)NULL)->bits) };

void sb_mention_set_add(struct sb_mention_set *set, uint32_t hash)
{
    set->bits[hash % SET_BITS / 64] |= (uint64_t)1 << hash % 64;
}

static bool is_asked(const struct sb_mention_set *set, uint32_t hash)
{
    return set->bits[hash % SET_BITS / 64] >> hash % 64 & 1;
}

static void drop_unasked(struct sb_mention_scan *scan)
{
    size_t n = 0;
    for (size_t i = 0; i < scan->found.n; i++)
        if (is_asked(scan->asked, scan->found.p[i]))
            scan->found.p[n++] = scan->found.p[i];
    scan->found.n = n;
}

struct sb_mentions sb_mention_end(struct sb_mention_scan *scan, struct sb_arena *arena)
{
    struct sb_mentions mentions = {0};
    if (scan->asked)
        drop_unasked(scan);
    if (scan->found.n == 0)
        return mentions;
    qsort(scan->found.p, scan->found.n, sizeof *scan->found.p, by_value);
    size_t n = 1;
    for (size_t i = 1; i < scan->found.n; i++)
        if (scan->found.p[i] != scan->found.p[i - 1])
            scan->found.p[n++] = scan->found.p[i];
    mentions.hashes = sb_arena_alloc(arena, n * sizeof *mentions.hashes);
    memcpy(mentions.hashes, scan->found.p, n * sizeof *mentions.hashes);
    mentions.n = (uint32_t)n;
    return mentions;
}

bool sb_mentions_have(const struct sb_mentions *mentions, uint32_t hash)
{
    return mentions->n && bsearch(&hash, mentions->hashes, mentions->n, sizeof hash, by_value);
}
