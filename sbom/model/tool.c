#include "model/tool.h"

/* ---- which one ---- */

/* Worse ranks count only where no better one is there. */
enum rank { LIBRARY, HELPER, ENGINE, MAKER };

static const struct {
    const char *name;
    enum rank rank;
} known[] = {
    {"cyclonedx-core-java", LIBRARY},
    {"cyclonedx-go", LIBRARY},
    {"cyclonedx.core", LIBRARY},
    {"cyclonedx-rust", LIBRARY},
    {"lib4sbom", LIBRARY},
    {"packageurl-go", LIBRARY},
    {"packageurl-java", LIBRARY},
    {"packageurl-js", LIBRARY},
    {"packageurl-python", LIBRARY},
    {"protobom", LIBRARY},
    {"spdx-tools", LIBRARY},
    {"spdx-tools-golang", LIBRARY},
    {"spdx-tools-java", LIBRARY},
    {"tools-golang", LIBRARY},
    {"tools-java", LIBRARY},
    {"tools-python", LIBRARY},
    {"bomctl", HELPER},
    {"bundler", HELPER},
    {"cargo", HELPER},
    {"composer", HELPER},
    {"cyclonedx-cli", HELPER},
    {"gradle", HELPER},
    {"maven", HELPER},
    {"npm", HELPER},
    {"parlay", HELPER},
    {"pip", HELPER},
    {"pnpm", HELPER},
    {"poetry", HELPER},
    {"sbom-utility", HELPER},
    {"sbomasm", HELPER},
    {"sbomqs", HELPER},
    {"yarn", HELPER},
    {"osv-scalibr", ENGINE},
    {"scalibr", ENGINE},
    {"scancode", ENGINE},
    {"scancode-toolkit", ENGINE},
    {"syft", ENGINE},
    {"trivy", ENGINE},
};

static bool is_word(char c)
{
    return sb_is_alnum(c) || (unsigned char)c >= 0x80;
}

static sb_str last_word(sb_str name)
{
    size_t end = name.n;
    while (end && !is_word(name.p[end - 1]))
        end--;
    size_t from = end;
    while (from && is_word(name.p[from - 1]))
        from--;
    return sb_str_part(name, from, end - from);
}

static enum rank rank_of(sb_str name)
{
    static const char *const libraries[] = {"lib", "libs", "library", "libraries", "sdk"};
    for (size_t i = 0; i < SB_COUNT(known); i++)
        if (sb_str_eq_nocase(name, sb_str_of(known[i].name)))
            return known[i].rank;
    sb_str word = last_word(name);
    for (size_t i = 0; i < SB_COUNT(libraries); i++)
        if (word.n < name.n && sb_str_eq_nocase(word, sb_str_of(libraries[i])))
            return LIBRARY;
    return MAKER;
}

static bool has_name(const struct sb_tool *tool)
{
    return sb_text_set(tool->name);
}

static enum rank best_rank(const struct sb_doc *doc)
{
    enum rank best = LIBRARY;
    for (size_t i = 0; i < doc->tools.n; i++) {
        enum rank rank = has_name(&doc->tools.p[i]) ? rank_of(sb_doc_str(doc, doc->tools.p[i].name)) : LIBRARY;
        best = rank > best ? rank : best;
    }
    return best;
}

const struct sb_tool *sb_doc_tool(const struct sb_doc *doc)
{
    const struct sb_tool *best = NULL;
    enum rank rank = best_rank(doc);
    for (size_t i = 0; i < doc->tools.n; i++) {
        const struct sb_tool *tool = &doc->tools.p[i];
        if (has_name(tool) && rank_of(sb_doc_str(doc, tool->name)) == rank &&
            (!best || sb_str_cmp(sb_doc_str(doc, tool->name), sb_doc_str(doc, best->name)) < 0))
            best = tool;
    }
    return best;
}

/* The names of best rank, in one case, each once. */
static void list_makers(const struct sb_doc *doc, struct sb_arena *arena, struct sb_intern *ret)
{
    enum rank rank = best_rank(doc);
    sb_intern_init(ret);
    for (size_t i = 0; i < doc->tools.n; i++) {
        sb_str name = sb_doc_str(doc, doc->tools.p[i].name);
        if (has_name(&doc->tools.p[i]) && rank_of(name) == rank)
            sb_intern(ret, sb_arena_lower(arena, name));
    }
    if (doc->tools.n == 0 && doc->format && strcmp(doc->format, "scan") == 0)
        sb_intern(ret, SB_S("sbom"));
}

bool sb_doc_same_tool(const struct sb_doc *a, const struct sb_doc *b)
{
    enum { FIRST = 5 }; /* behind the reserved ids */
    struct sb_arena arena = {0};
    struct sb_intern x, y;
    list_makers(a, &arena, &x);
    list_makers(b, &arena, &y);
    bool same = x.n == FIRST && y.n == FIRST;
    for (uint32_t i = FIRST; i < x.n && !same; i++)
        same = sb_text_set(sb_intern_find(&y, sb_intern_str(&x, (sb_text){i})));
    sb_intern_done(&x);
    sb_intern_done(&y);
    sb_arena_done(&arena);
    return same;
}

/* ---- name and version in one text ---- */

/* What tools write where they know no number. */
static const char *const no_numbers[] = {"[not provided]", "dev",         "devel",   "(devel)", "latest",
                                         "snapshot",       "source-code", "unknown", NULL};

/* Numbers with dots, with a "v" or not, and what may hang on behind; one number alone; the hash of a commit. */
static bool is_version(sb_str text)
{
    size_t digits = 0, at = 0, dots = 0, hex = 0;
    if (text.n > 1 && sb_lower(text.p[0]) == 'v')
        text = sb_str_from(text, 1);
    while (hex < text.n && (sb_is_digit(text.p[hex]) || (sb_lower(text.p[hex]) >= 'a' && sb_lower(text.p[hex]) <= 'f')))
        digits += sb_is_digit(text.p[hex++]);
    if (hex == text.n && hex >= 7 && digits)
        return true;
    for (digits = 0; at < text.n && (sb_is_digit(text.p[at]) || (text.p[at] == '.' && digits)); at++) {
        digits += sb_is_digit(text.p[at]);
        dots += text.p[at] == '.';
    }
    sb_str rest = sb_str_from(text, at);
    size_t aside = sb_str_find(rest, SB_S(" ("));
    rest = sb_str_part(rest, 0, aside);
    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] == '/' || sb_is_space(rest.p[i]))
            return false;
    return digits && (at == text.n || dots || strchr("-+_~ ", text.p[at]));
}

static bool is_no_number(sb_str text)
{
    for (size_t i = 0; no_numbers[i]; i++)
        if (sb_str_eq_nocase(text, sb_str_of(no_numbers[i])))
            return true;
    return false;
}

/* "tool version", "tool -", "tool," -> "tool". */
static sb_str bare_name(sb_str name)
{
    static const char *const words[] = {"version", "ver", "ver.", "release", "v"};
    while (name.n && strchr(" \t-,:;=/@_", name.p[name.n - 1]))
        name.n--;
    for (size_t i = 0; i < SB_COUNT(words); i++) {
        size_t n = strlen(words[i]);
        if (name.n > n + 1 && sb_is_space(name.p[name.n - n - 1]) &&
            sb_str_eq_nocase(sb_str_from(name, name.n - n), sb_str_of(words[i])))
            return bare_name(sb_str_part(name, 0, name.n - n));
    }
    return name;
}

/* The version in brackets at the end. */
static bool split_brackets(sb_str text, sb_str *ret_name, sb_str *ret_version)
{
    size_t open = sb_str_rchr(text, '(');
    if (open == SB_NPOS || open == 0 || !sb_str_ends(text, SB_S(")")))
        return false;
    sb_str inner = sb_str_trim(sb_str_part(text, open + 1, text.n - open - 2));
    sb_str name = bare_name(sb_str_trim(sb_str_part(text, 0, open)));
    if (sb_str_chop(&inner, SB_S("version")) || sb_str_chop(&inner, SB_S("Version")))
        inner = sb_str_trim(inner);
    if (!name.n || (!is_version(inner) && !is_no_number(inner)))
        return false;
    *ret_name = name;
    *ret_version = is_version(inner) ? inner : SB_STR_NONE;
    return true;
}

void sb_tool_split(sb_str text, sb_str *ret_name, sb_str *ret_version)
{
    text = sb_str_trim(text);
    *ret_name = text;
    *ret_version = SB_STR_NONE;
    if (text.n > 512 || split_brackets(text, ret_name, ret_version)) /* longer is no name of a tool */
        return;
    for (size_t at = 1; at + 1 < text.n; at++) {
        sb_str rest = sb_str_from(text, at + 1);
        if (!strchr("-/@:= _", text.p[at]) || !(is_version(rest) || is_no_number(rest)))
            continue;
        sb_str name = bare_name(sb_str_part(text, 0, at));
        if (!name.n)
            continue;
        *ret_name = name;
        *ret_version = is_version(rest) ? rest : SB_STR_NONE;
        return;
    }
}
