#include "npm/npm_files.h"

#include "base/buf.h"
#include "text/glob.h"

/* Lists of published packages have a handful of patterns; generated ones some hundred. */
enum { PATTERNS = 4096, PATTERN_BYTES = 1024, ALTERNATIVES = 256 };

/* Drops "./" and "/" in front and slashes at the end; "." alone is everything. */
static sb_str bare(sb_str s)
{
    while (sb_str_chop(&s, SB_S("./")) || sb_str_chop(&s, SB_S("/")))
        continue;
    while (sb_str_chop_end(&s, SB_S("/")))
        continue;
    return sb_str_eq(s, SB_S(".")) ? SB_STR_NONE : s;
}

static void add_pattern(struct sb_npm_files *files, sb_str text, struct sb_arena *arena)
{
    if (files->patterns.n >= PATTERNS) {
        files->unknown = true;
        return;
    }
    struct sb_npm_pattern *pattern = SB_PUSH(&files->patterns);
    *pattern = (struct sb_npm_pattern){.text = text, .literal = true};
    for (size_t i = 0; i < text.n; i++)
        if (strchr("*?[\\", text.p[i]))
            pattern->literal = false;
    pattern->below = sb_arena_join(arena, text, SB_S("/**"), SB_STR_NONE);
    size_t slash = sb_str_chr(text, '/');
    pattern->anywhere = slash == SB_NPOS;
    pattern->first = pattern->anywhere ? text : sb_str_n(text.p, slash);
    files->bytes += text.n + 1;
}

/* ---- "{a,b}" and "@(a|b)", which the globs of the house do not have ---- */

/* The end of the group that opens at OPEN, or SB_NPOS. */
static size_t group_end(sb_str s, size_t open, char opening, char closing)
{
    size_t depth = 0;
    for (size_t i = open; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == opening)
            depth++;
        else if (s.p[i] == closing && --depth == 0)
            return i;
    }
    return SB_NPOS;
}

/* Extended globs match a part or less of it: "*" is the nearest that never matches less. */
static sb_str widen(sb_str s, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    for (size_t i = 0; i < s.n; i++) {
        size_t end = SB_NPOS;
        if (i + 1 < s.n && s.p[i + 1] == '(' && strchr("@!+*?", s.p[i]))
            end = group_end(s, i + 1, '(', ')');
        if (end == SB_NPOS) {
            sb_buf_chr(&buf, s.p[i]);
            continue;
        }
        sb_buf_chr(&buf, '*');
        i = end;
    }
    sb_str text = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return text;
}

typedef SB_VEC(sb_str) str_vec;

/* The alternatives of the group S[OPEN..CLOSE], each with what stands around it. */
static void split_group(str_vec *work, sb_str s, size_t open, size_t close, struct sb_arena *arena)
{
    size_t start = open + 1;
    size_t depth = 0;
    for (size_t i = start; i <= close; i++) {
        if (s.p[i] == '{')
            depth++;
        else if (s.p[i] == '}' && i < close)
            depth--;
        if (depth == 0 && (s.p[i] == ',' || i == close)) {
            *SB_PUSH(work) =
                sb_arena_join(arena, sb_str_n(s.p, open), sb_str_n(s.p + start, i - start), sb_str_from(s, close + 1));
            start = i + 1;
        }
    }
}

/* Adds TEXT with its braces written out. */
static void add_alternatives(struct sb_npm_files *files, sb_str text, struct sb_arena *arena)
{
    str_vec work = {0};
    *SB_PUSH(&work) = text;
    for (size_t made = 0; work.n > 0;) {
        sb_str s = work.p[--work.n];
        size_t open = sb_str_chr(s, '{');
        size_t close = open == SB_NPOS ? SB_NPOS : group_end(s, open, '{', '}');
        if (close == SB_NPOS) {
            add_pattern(files, bare(s), arena);
        } else if (++made > ALTERNATIVES || work.n > ALTERNATIVES) {
            files->unknown = true;
            break;
        } else {
            split_group(&work, s, open, close, arena);
        }
    }
    sb_free(work.p);
}

/* An entry that takes out again is left out: what publishes a package often packs such files all the same, and they are
 * no strangers to the list. */
static void add_entry(struct sb_npm_files *files, sb_str entry, struct sb_arena *arena)
{
    bool negative = false;
    for (; sb_str_starts(entry, SB_S("!")) && !sb_str_starts(entry, SB_S("!(")); entry = sb_str_from(entry, 1))
        negative = !negative;
    if (negative)
        return;
    if (entry.n > PATTERN_BYTES || files->patterns.n >= PATTERNS)
        files->unknown = true;
    else
        add_alternatives(files, widen(sb_arena_lower(arena, entry), arena), arena);
}

static void add_always(struct sb_npm_files *files, sb_str path, struct sb_arena *arena)
{
    path = bare(path);
    if (path.n && path.n <= PATTERN_BYTES && files->always.n < PATTERNS)
        *SB_PUSH(&files->always) = sb_arena_lower(arena, path);
}

void sb_npm_files_init(struct sb_npm_files *files, const struct sb_npm_manifest *manifest, struct sb_arena *arena)
{
    *files = (struct sb_npm_files){0};
    for (size_t i = 0; i < manifest->files.n; i++)
        add_entry(files, sb_str_trim(manifest->files.p[i]), arena);
    add_always(files, manifest->main, arena);
    add_always(files, sb_npm_pair_get(&manifest->browser, SB_STR_NONE), arena);
    for (size_t i = 0; i < manifest->bin.n; i++)
        add_always(files, manifest->bin.p[i].value, arena);
}

void sb_npm_files_done(struct sb_npm_files *files)
{
    sb_free(files->patterns.p);
    sb_free(files->always.p);
}

/* ---- matching ---- */

/* NAME itself, or what lies in a folder of that name. */
static bool matches_path(const struct sb_npm_pattern *pattern, sb_str path)
{
    if (pattern->text.n == 0)
        return true;
    if (pattern->literal)
        return sb_str_starts(path, pattern->text) && (path.n == pattern->text.n || path.p[pattern->text.n] == '/');
    return sb_glob(pattern->text, path) || sb_glob(pattern->below, path);
}

/* npm looks for a bare name only in folders that it walks: those that another pattern leads into. */
static bool is_walked(const struct sb_npm_files *files, sb_str first)
{
    for (size_t i = 0; i < files->patterns.n; i++) {
        const struct sb_npm_pattern *pattern = &files->patterns.p[i];
        if (!pattern->anywhere && (sb_str_eq(pattern->first, first) || sb_str_eq(pattern->first, SB_S("**")) ||
                                   sb_glob(pattern->first, first)))
            return true;
    }
    return false;
}

static bool matches_name(const struct sb_npm_pattern *pattern, sb_str path)
{
    for (sb_str part; path.n;) {
        sb_str_cut(&path, '/', &part);
        if (pattern->literal ? sb_str_eq(pattern->text, part) : sb_glob(pattern->text, part))
            return true;
    }
    return false;
}

bool sb_npm_files_lists(const struct sb_npm_files *files, sb_str path)
{
    sb_str rest = path;
    sb_str first;
    sb_str_cut(&rest, '/', &first);
    for (size_t i = 0; i < files->patterns.n; i++) {
        const struct sb_npm_pattern *pattern = &files->patterns.p[i];
        if (matches_path(pattern, path) ||
            (pattern->anywhere && matches_name(pattern, rest) && is_walked(files, first)))
            return true;
    }
    return false;
}

/* Names that every version packs in the root, and older ones in every packed folder. */
static bool is_document(sb_str name)
{
    static const char *const starts[] = {"readme", "license", "licence",   "copying",
                                         "notice", "changes", "changelog", "history"};
    for (size_t i = 0; i < SB_COUNT(starts); i++)
        if (sb_str_starts(name, sb_str_of(starts[i])))
            return true;
    return false;
}

/* "main" may lack its extension or name a folder. */
static bool is_target(sb_str target, sb_str path)
{
    static const char *const ends[] = {"",     ".js",       ".json",       ".node",      ".cjs",
                                       ".mjs", "/index.js", "/index.json", "/index.node"};
    if (!sb_str_chop(&path, target))
        return false;
    for (size_t i = 0; i < SB_COUNT(ends); i++)
        if (sb_str_eq(path, sb_str_of(ends[i])))
            return true;
    return false;
}

bool sb_npm_files_always(const struct sb_npm_files *files, sb_str path)
{
    if (sb_str_eq(path, SB_S("package.json")) || sb_str_eq(path, SB_S("npm-shrinkwrap.json")))
        return true;
    sb_str rest = path;
    sb_str first;
    bool deep = sb_str_cut(&rest, '/', &first);
    if (is_document(sb_path_base(path)) && (!deep || is_walked(files, first)))
        return true;
    for (size_t i = 0; i < files->always.n; i++)
        if (is_target(files->always.p[i], path))
            return true;
    return false;
}
