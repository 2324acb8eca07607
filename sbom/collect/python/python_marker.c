#include "python/python_marker.h"

#include "id/purl.h"
#include "id/version.h"

/* ---- requirements ---- */

static bool is_name(char c)
{
    return sb_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

bool sb_python_requirement(sb_str text, struct py_requirement *ret_requirement)
{
    *ret_requirement = (struct py_requirement){0};
    text = sb_str_trim(text);
    size_t n = 0;
    while (n < text.n && is_name(text.p[n]))
        n++;
    if (n == 0)
        return false;
    ret_requirement->name = sb_str_n(text.p, n);
    sb_str rest = sb_str_trim(sb_str_from(text, n));
    if (sb_str_chop(&rest, SB_S("[")) && !sb_str_cut(&rest, ']', &ret_requirement->extras))
        return true; /* an open bracket: the rest says nothing */
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

bool sb_python_next_extra(sb_str *extras, sb_str *ret_extra)
{
    while (extras->n) {
        sb_str_cut(extras, ',', ret_extra);
        *ret_extra = sb_str_trim(*ret_extra);
        if (ret_extra->n)
            return true;
    }
    return false;
}

/* ---- markers: words ---- */

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
    else if (word && sb_str_eq(token.text, SB_S("in")))
        token.kind = T_OPERATOR;
    return token;
}

/* "not in" is one operator of two words. */
static struct token next_operator(sb_str *s)
{
    struct token token = next_token(s);
    if (token.kind != T_NAME || !sb_str_eq(token.text, SB_S("not")))
        return token;
    token = next_token(s);
    if (token.kind != T_OPERATOR || !sb_str_eq(token.text, SB_S("in")))
        return (struct token){T_BAD, token.text};
    token.text = SB_S("not in");
    return token;
}

/* ---- one comparison ---- */

static enum py_truth truth(bool value)
{
    return value ? PY_TRUE : PY_FALSE;
}

static enum py_truth negated(enum py_truth value)
{
    return value == PY_UNKNOWN ? PY_UNKNOWN : truth(value == PY_FALSE);
}

/* A value of the environment; for "some release of 3.12" both ends of what it may be. */
struct known {
    sb_str low, high;
    bool version;
};

static sb_str implementation_name(sb_str implementation)
{
    if (sb_str_eq(implementation, SB_S("cpython")))
        return SB_S("CPython");
    return sb_str_eq(implementation, SB_S("pypy")) ? SB_S("PyPy") : SB_STR_NONE;
}

static struct known full_version(const struct py_environment *env, struct sb_arena *scratch)
{
    if (env->full_version.n || env->python_version.n == 0)
        return (struct known){env->full_version, env->full_version, true};
    return (struct known){sb_arena_join(scratch, env->python_version, SB_S(".0"), SB_STR_NONE),
                          sb_arena_join(scratch, env->python_version, SB_S(".99"), SB_STR_NONE), true};
}

static sb_str text_value(sb_str name, const struct py_environment *env)
{
    static const struct {
        sb_str name, older; /* spellings of PEP 345, which are still read */
        size_t offset;
    } rows[] = {{{"sys_platform", 12}, {"sys.platform", 12}, offsetof(struct py_environment, sys_platform)},
                {{"os_name", 7}, {"os.name", 7}, offsetof(struct py_environment, os_name)},
                {{"platform_system", 15}, {"", 0}, offsetof(struct py_environment, platform_system)},
                {{"platform_machine", 16}, {"platform.machine", 16}, offsetof(struct py_environment, machine)},
                {{"implementation_name", 19}, {"", 0}, offsetof(struct py_environment, implementation)}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq(name, rows[i].name) || sb_str_eq(name, rows[i].older))
            return *(const sb_str *)(const void *)((const char *)env + rows[i].offset);
    if (sb_str_eq(name, SB_S("platform_python_implementation")) ||
        sb_str_eq(name, SB_S("platform.python_implementation")) || sb_str_eq(name, SB_S("python_implementation")))
        return implementation_name(env->implementation);
    return SB_STR_NONE;
}

static struct known known_value(sb_str name, const struct py_environment *env, struct sb_arena *scratch)
{
    if (sb_str_eq(name, SB_S("python_version")))
        return (struct known){env->python_version, env->python_version, true};
    if (sb_str_eq(name, SB_S("python_full_version")))
        return full_version(env, scratch);
    if (sb_str_eq(name, SB_S("implementation_version")) && sb_str_eq(env->implementation, SB_S("cpython")))
        return full_version(env, scratch);
    sb_str text = text_value(name, env);
    return (struct known){text, text, false};
}

enum { NUMBERS = 16 };

static bool same_numbers(sb_str a, sb_str b, size_t n)
{
    uint64_t x[NUMBERS] = {0};
    uint64_t y[NUMBERS] = {0};
    sb_version_pep440.release(a, x, NUMBERS);
    sb_version_pep440.release(b, y, NUMBERS);
    return memcmp(x, y, n * sizeof *x) == 0;
}

static bool has(sb_str version, const char *part)
{
    return sb_str_find(version, sb_str_of(part)) != SB_NPOS;
}

static bool is_before(sb_str v)
{
    return has(v, "a") || has(v, "b") || has(v, "rc") || has(v, "dev");
}

/* "== 3.*", "!= 3.*", "~= 3.8": RIGHT without its ".*"; the first N numbers are the same. */
static enum py_truth same_front(sb_str left, sb_str right, size_t drop)
{
    uint64_t numbers[NUMBERS];
    size_t n = sb_version_pep440.release(right, numbers, NUMBERS);
    return n <= drop || has(right, "!") ? PY_UNKNOWN : truth(same_numbers(left, right, n - drop));
}

/* Is RIGHT one that OPERATOR can compare versions with? */
static bool is_specifier(sb_str operator, sb_str right)
{
    static const sb_str operators[] = {{"==", 2}, {"!=", 2}, {"<", 1}, {"<=", 2}, {">", 1}, {">=", 2}, {"~=", 2}};
    if (sb_str_ends(right, SB_S(".*")) && (sb_str_eq(operator, operators[0]) || sb_str_eq(operator, operators[1])))
        right.n -= 2;
    for (size_t i = 0; i < SB_COUNT(operators); i++)
        if (sb_str_eq(operator, operators[i]))
            return sb_version_pep440.valid(right);
    return false;
}

static enum py_truth compare_versions(sb_str left, sb_str operator, sb_str right)
{
    static const struct {
        const char *operator;
        bool less, equal, greater;
    } rows[] = {{"<", true, false, false}, {"<=", true, true, false},  {">", false, false, true},
                {">=", false, true, true}, {"==", false, true, false}, {"!=", true, false, true}};
    if (!sb_version_pep440.valid(left))
        return PY_UNKNOWN;
    if (sb_str_chop_end(&right, SB_S(".*"))) {
        enum py_truth same = same_front(left, right, 0);
        return sb_str_eq(operator, SB_S("!=")) ? negated(same) : same;
    }
    int order = sb_version_pep440.compare(left, right);
    if (sb_str_eq(operator, SB_S("~=")))
        return order < 0 ? PY_FALSE : same_front(left, right, 1);
    /* An alpha of 3.13 is not "< 3.13", and a post-release of it not "> 3.13". */
    bool same_base = same_numbers(left, right, NUMBERS);
    if (same_base && ((order < 0 && sb_str_eq(operator, SB_S("<")) && is_before(left) && !is_before(right)) ||
                      (order > 0 && sb_str_eq(operator, SB_S(">")) && has(left, "post") && !has(right, "post"))))
        return PY_FALSE;
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq(operator, sb_str_of(rows[i].operator)))
            return truth(order < 0 ? rows[i].less : order > 0 ? rows[i].greater : rows[i].equal);
    return PY_UNKNOWN;
}

/* Texts have no order: "<" and ">" are false of them, "<=" and ">=" mean "==". */
static enum py_truth compare_texts(sb_str left, sb_str operator, sb_str right)
{
    if (sb_str_eq(operator, SB_S("==")) || sb_str_eq(operator, SB_S("<=")) || sb_str_eq(operator, SB_S(">=")))
        return truth(sb_str_eq(left, right));
    if (sb_str_eq(operator, SB_S("!=")))
        return truth(!sb_str_eq(left, right));
    if (sb_str_eq(operator, SB_S("in")))
        return truth(sb_str_find(right, left) != SB_NPOS);
    if (sb_str_eq(operator, SB_S("not in")))
        return truth(sb_str_find(right, left) == SB_NPOS);
    if (sb_str_eq(operator, SB_S("<")) || sb_str_eq(operator, SB_S(">")))
        return PY_FALSE;
    return PY_UNKNOWN;
}

static enum py_truth compare(struct known known, sb_str operator, sb_str other, bool reversed)
{
    sb_str trimmed = sb_str_trim(other);
    bool range = !sb_str_eq(known.low, known.high);
    if (range && (reversed || sb_str_eq(operator, SB_S("==="))))
        return PY_UNKNOWN;
    if (known.version && sb_str_eq(operator, SB_S("===")))
        return truth(sb_str_eq_nocase(known.low, trimmed));
    if (!known.version || !is_specifier(operator, reversed ? known.low : trimmed)) {
        if (range)
            return PY_UNKNOWN;
        return reversed ? compare_texts(other, operator, known.low) : compare_texts(known.low, operator, other);
    }
    if (reversed)
        return compare_versions(trimmed, operator, known.low);
    enum py_truth low = compare_versions(known.low, operator, trimmed);
    if (!range)
        return low;
    bool equality = sb_str_eq(operator, SB_S("==")) || sb_str_eq(operator, SB_S("!="));
    if (equality && !sb_str_ends(trimmed, SB_S(".*")) && sb_version_pep440.compare(known.low, trimmed) <= 0 &&
        sb_version_pep440.compare(known.high, trimmed) >= 0)
        return PY_UNKNOWN;
    return low == compare_versions(known.high, operator, trimmed) ? low : PY_UNKNOWN;
}

struct question {
    const struct py_environment *env;
    sb_str extra;
    struct sb_arena *scratch;
};

/* Names of extras are the same in PEP 503 form; EXTRA is in it. */
static bool is_extra(sb_str name, sb_str extra)
{
    size_t at = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = sb_lower(name.p[i]);
        bool separator = c == '-' || c == '_' || c == '.';
        if (separator && at && at <= extra.n && extra.p[at - 1] == '-')
            continue;
        if (at >= extra.n || extra.p[at++] != (separator ? '-' : c))
            return false;
    }
    return at == extra.n;
}

static enum py_truth compare_extra(const struct question *q, sb_str operator, sb_str value, bool reversed)
{
    if (sb_str_eq(operator, SB_S("==")))
        return truth(is_extra(value, q->extra));
    if (sb_str_eq(operator, SB_S("!=")))
        return truth(!is_extra(value, q->extra));
    value = sb_pep503_name(value, q->scratch);
    return reversed ? compare_texts(value, operator, q->extra) : compare_texts(q->extra, operator, value);
}

static enum py_truth comparison(sb_str *rest, struct token left, const struct question *q)
{
    struct token operator= next_operator(rest);
    struct token right = next_token(rest);
    bool reversed = left.kind == T_VALUE;
    struct token name = reversed ? right : left;
    struct token value = reversed ? left : right;
    if (name.kind != T_NAME || operator.kind != T_OPERATOR || value.kind != T_VALUE)
        return PY_UNKNOWN;
    if (sb_str_eq(name.text, SB_S("extra")))
        return compare_extra(q, operator.text, value.text, reversed);
    struct known known = known_value(name.text, q->env, q->scratch);
    return known.low.n ? compare(known, operator.text, value.text, reversed) : PY_UNKNOWN;
}

/* ---- or_test of and_tests of comparisons, evaluated with an explicit stack ---- */

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

enum { DEPTH = 32 };

static enum py_truth evaluate(sb_str marker, const struct question *q)
{
    struct level stack[DEPTH] = {{PY_FALSE, PY_TRUE}};
    size_t depth = 0;
    for (bool operand = true;;) {
        struct token token = next_token(&marker);
        struct level *level = &stack[depth];
        if (token.kind == T_OPEN && operand) {
            if (++depth == DEPTH)
                return PY_UNKNOWN;
            stack[depth] = (struct level){PY_FALSE, PY_TRUE};
        } else if (token.kind == T_CLOSE && depth > 0 && !operand) {
            enum py_truth inner = or_truth(level->any, level->all);
            depth--;
            stack[depth].all = and_truth(stack[depth].all, inner);
        } else if (token.kind == T_OR && !operand) {
            level->any = or_truth(level->any, level->all);
            level->all = PY_TRUE;
            operand = true;
        } else if (token.kind == T_AND && !operand) {
            operand = true;
        } else if ((token.kind == T_NAME || token.kind == T_VALUE) && operand) {
            level->all = and_truth(level->all, comparison(&marker, token, q));
            operand = false;
        } else {
            return token.kind == T_END && !operand && depth == 0 ? or_truth(level->any, level->all) : PY_UNKNOWN;
        }
    }
}

enum py_truth sb_python_marker(sb_str marker, const struct py_environment *environment, sb_str extra,
                               struct sb_arena *scratch)
{
    const struct question question = {environment, extra, scratch};
    return sb_str_trim(marker).n == 0 ? PY_TRUE : evaluate(marker, &question);
}

bool sb_python_marker_extra(sb_str *marker, sb_str *ret_extra)
{
    struct token value = {T_BAD, SB_STR_NONE}; /* the last one, with an operator behind it */
    struct token token;
    bool extra = false; /* the name came last, or with an operator behind it */
    while ((token = next_token(marker)).kind != T_END && token.kind != T_BAD) {
        bool name = token.kind == T_NAME && sb_str_eq(token.text, SB_S("extra"));
        if ((extra && token.kind == T_VALUE) || (name && value.kind == T_VALUE)) {
            *ret_extra = extra ? token.text : value.text;
            return true;
        }
        if (token.kind == T_VALUE)
            value = token;
        else if (token.kind == T_AND || token.kind == T_OR || token.kind == T_OPEN || token.kind == T_CLOSE)
            value.kind = T_BAD;
        if (token.kind == T_NAME && !sb_str_eq(token.text, SB_S("not")))
            extra = name;
        else if (token.kind == T_AND || token.kind == T_OR)
            extra = false;
    }
    return false;
}
