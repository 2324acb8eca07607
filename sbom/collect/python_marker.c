/* Requirements and environment markers (PEP 508), as far as an installed tree can answer them. */
#include "collect/python.h"
#include "id/version.h"

bool sb_python_requirement(sb_str text, struct py_requirement *ret_requirement)
{
    *ret_requirement = (struct py_requirement){0};
    text = sb_str_trim(text);
    size_t n = 0;
    while (n < text.n && (sb_is_alnum(text.p[n]) || text.p[n] == '-' || text.p[n] == '_' || text.p[n] == '.'))
        n++;
    if (n == 0)
        return false;
    ret_requirement->name = sb_str_n(text.p, n);
    sb_str rest = sb_str_from(text, n);
    size_t at = sb_str_chr(rest, '@');
    size_t semicolon = sb_str_chr(rest, ';');
    if (at != SB_NPOS && (semicolon == SB_NPOS || at < semicolon)) {
        /* In a URL a semicolon starts the marker only behind a blank. */
        sb_str url = sb_str_trim(sb_str_from(rest, at + 1));
        size_t end = sb_str_find(url, SB_S(" ;"));
        ret_requirement->url = end == SB_NPOS ? url : sb_str_n(url.p, end);
        ret_requirement->marker = end == SB_NPOS ? SB_STR_NONE : sb_str_trim(sb_str_from(url, end + 2));
    } else if (semicolon != SB_NPOS) {
        ret_requirement->marker = sb_str_trim(sb_str_from(rest, semicolon + 1));
    }
    return true;
}

/* ---- markers: or_test of and_tests of comparisons, evaluated with an explicit stack ---- */

enum token_kind { T_END, T_OPEN, T_CLOSE, T_AND, T_OR, T_OPERATOR, T_VALUE, T_NAME, T_BAD };
struct token {
    enum token_kind kind;
    sb_str text;
};

static bool is_word(char c)
{
    return sb_is_alnum(c) || c == '_' || c == '.';
}

static struct token quoted(sb_str *s)
{
    size_t end = sb_str_chr(sb_str_from(*s, 1), s->p[0]);
    if (end == SB_NPOS)
        return (struct token){T_BAD, *s};
    struct token token = {T_VALUE, sb_str_part(*s, 1, end)};
    *s = sb_str_from(*s, end + 2);
    return token;
}

static struct token next_token(sb_str *s)
{
    *s = sb_str_trim(*s);
    if (s->n == 0)
        return (struct token){T_END, *s};
    char c = s->p[0];
    if (c == '(' || c == ')') {
        struct token token = {c == '(' ? T_OPEN : T_CLOSE, sb_str_n(s->p, 1)};
        *s = sb_str_from(*s, 1);
        return token;
    }
    if (c == '"' || c == '\'')
        return quoted(s);
    size_t n = 0;
    bool word = is_word(c);
    while (n < s->n && (word ? is_word(s->p[n]) : s->p[n] != 0 && strchr("<>=!~", s->p[n]) != NULL))
        n++;
    if (n == 0)
        return (struct token){T_BAD, *s};
    struct token token = {word ? T_NAME : T_OPERATOR, sb_str_n(s->p, n)};
    *s = sb_str_from(*s, n);
    if (word && sb_str_eq(token.text, SB_S("and")))
        token.kind = T_AND;
    else if (word && sb_str_eq(token.text, SB_S("or")))
        token.kind = T_OR;
    else if (word && (sb_str_eq(token.text, SB_S("in")) || sb_str_eq(token.text, SB_S("not"))))
        token.kind = T_OPERATOR;
    return token;
}

static enum py_truth truth(bool value)
{
    return value ? PY_TRUE : PY_FALSE;
}

/* What is known of the environment; empty: unknown. */
static sb_str known_value(sb_str name, sb_str python_version)
{
    if (sb_str_eq(name, SB_S("python_version")))
        return python_version;
    if (sb_str_eq(name, SB_S("sys_platform")))
        return SB_S("linux");
    if (sb_str_eq(name, SB_S("os_name")))
        return SB_S("posix");
    if (sb_str_eq(name, SB_S("platform_system")))
        return SB_S("Linux");
    return SB_STR_NONE;
}

static enum py_truth compare_versions(sb_str left, sb_str operator, sb_str right)
{
    if (sb_str_chr(right, '*') != SB_NPOS || !sb_version_pep440.valid(right))
        return PY_UNKNOWN;
    int order = sb_version_pep440.compare(left, right);
    static const struct {
        const char *operator;
        bool less, equal, greater;
    } rows[] = {{"<", true, false, false}, {"<=", true, true, false},  {">", false, false, true},
                {">=", false, true, true}, {"==", false, true, false}, {"!=", true, false, true}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq(operator, sb_str_of(rows[i].operator)))
            return truth(order < 0 ? rows[i].less : order > 0 ? rows[i].greater : rows[i].equal);
    return PY_UNKNOWN;
}

static enum py_truth compare_texts(sb_str left, sb_str operator, sb_str right)
{
    if (sb_str_eq(operator, SB_S("==")))
        return truth(sb_str_eq(left, right));
    if (sb_str_eq(operator, SB_S("!=")))
        return truth(!sb_str_eq(left, right));
    return PY_UNKNOWN;
}

static enum py_truth comparison(sb_str *rest, struct token left, sb_str python_version)
{
    struct token operator= next_token(rest);
    if (sb_str_eq(operator.text, SB_S("not")))
        next_token(rest);
    struct token right = next_token(rest);
    if (left.kind != T_NAME || operator.kind != T_OPERATOR || right.kind != T_VALUE)
        return PY_UNKNOWN;
    sb_str known = known_value(left.text, python_version);
    if (known.n == 0)
        return PY_UNKNOWN;
    if (sb_str_eq(left.text, SB_S("python_version")))
        return compare_versions(known, operator.text, right.text);
    return compare_texts(known, operator.text, right.text);
}

static enum py_truth and_truth(enum py_truth a, enum py_truth b)
{
    if (a == PY_FALSE || b == PY_FALSE)
        return PY_FALSE;
    return a == PY_TRUE && b == PY_TRUE ? PY_TRUE : PY_UNKNOWN;
}

static enum py_truth or_truth(enum py_truth a, enum py_truth b)
{
    if (a == PY_TRUE || b == PY_TRUE)
        return PY_TRUE;
    return a == PY_FALSE && b == PY_FALSE ? PY_FALSE : PY_UNKNOWN;
}

/* One open parenthesis: the alternatives so far, and the conjunction that is being read. */
struct level {
    enum py_truth any, all;
};

enum py_truth sb_python_marker(sb_str marker, sb_str python_version)
{
    enum { DEPTH = 32 };
    struct level stack[DEPTH] = {{PY_FALSE, PY_TRUE}};
    size_t depth = 0;
    for (;;) {
        struct token token = next_token(&marker);
        struct level *level = &stack[depth];
        if (token.kind == T_OPEN) {
            if (++depth == DEPTH)
                return PY_UNKNOWN;
            stack[depth] = (struct level){PY_FALSE, PY_TRUE};
        } else if (token.kind == T_CLOSE && depth > 0) {
            enum py_truth inner = or_truth(level->any, level->all);
            depth--;
            stack[depth].all = and_truth(stack[depth].all, inner);
        } else if (token.kind == T_OR) {
            level->any = or_truth(level->any, level->all);
            level->all = PY_TRUE;
        } else if (token.kind == T_NAME || token.kind == T_VALUE) {
            level->all = and_truth(level->all, comparison(&marker, token, python_version));
        } else if (token.kind == T_END) {
            return depth == 0 ? or_truth(level->any, level->all) : PY_UNKNOWN;
        } else if (token.kind != T_AND) {
            return PY_UNKNOWN;
        }
    }
}

sb_str sb_python_marker_extra(sb_str marker)
{
    struct token token;
    bool extra = false;
    while ((token = next_token(&marker)).kind != T_END && token.kind != T_BAD) {
        if (extra && token.kind == T_VALUE)
            return token.text;
        if (token.kind == T_NAME)
            extra = sb_str_eq(token.text, SB_S("extra"));
    }
    return SB_STR_NONE;
}
