#include "id/licence.h"

#include "id/licence_list.h"
#include "id/licence_tree.h"

enum { LENGTH_MAX = 64 * 1024, DEPTH_MAX = 128 };

static int id_order(sb_str id, const char *row_id)
{
    size_t i = 0;
    for (; i < id.n && row_id[i]; i++) {
        int order = (unsigned char)sb_lower(id.p[i]) - (unsigned char)sb_lower(row_id[i]);
        if (order)
            return order;
    }
    return i < id.n ? 1 : row_id[i] ? -1 : 0;
}

const struct sb_licence_row *sb_licence_find(sb_str id)
{
    size_t low = 0, high = sb_licence_row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = id_order(id, sb_licence_rows[middle].id);
        if (order == 0)
            return &sb_licence_rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

enum token_op { OPEN, OR, AND };

struct parser {
    sb_str text;
    size_t at; /* behind the current token */
    sb_str token;
    bool key; /* deprecated ids are replaced */
    struct sb_arena *arena;
    struct sb_err *err;
    struct sb_licence_tree tree;
    SB_VEC(uint32_t) operands;
    SB_VEC(enum token_op) operators;
    size_t depth;
};

/* Parentheses are tokens of their own; everything else goes to the next blank or parenthesis. */
static bool next_token(struct parser *p)
{
    while (p->at < p->text.n && sb_is_space(p->text.p[p->at]))
        p->at++;
    size_t start = p->at;
    while (p->at < p->text.n && !sb_is_space(p->text.p[p->at])) {
        bool parenthesis = p->text.p[p->at] == '(' || p->text.p[p->at] == ')';
        if (parenthesis && p->at > start)
            break;
        p->at++;
        if (parenthesis)
            break;
    }
    p->token = sb_str_part(p->text, start, p->at - start);
    return p->at > start;
}

static sb_rc fail(struct parser *p, const char *what)
{
    sb_rc rc = sb_fail(p->err, SB_E_SYNTAX, "licence expression: %s%s%.*s%s", what, p->token.n ? " \"" : "",
                       SB_FMT(sb_str_part(p->token, 0, 100)), p->token.n ? "\"" : "");
    sb_err_at(p->err, 1, (uint32_t)(p->at - p->token.n + 1));
    return rc;
}

/* All capitals, or all small letters as SPDX 3 allows; nothing between. */
static bool is_word(sb_str token, const char *upper, const char *lower)
{
    return sb_str_eq(token, sb_str_of(upper)) || sb_str_eq(token, sb_str_of(lower));
}

static bool is_operator(sb_str token, enum token_op *ret)
{
    *ret = is_word(token, "AND", "and") ? AND : OR;
    return *ret == AND || is_word(token, "OR", "or");
}

static bool is_idstring(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '.')
            return false;
    return s.n > 0;
}

static bool is_reference(sb_str token)
{
    if (sb_str_chop(&token, SB_S("DocumentRef-"))) {
        sb_str document;
        if (!sb_str_cut(&token, ':', &document) || !is_idstring(document))
            return false;
    }
    return sb_str_chop(&token, SB_S("LicenseRef-")) && is_idstring(token);
}

static bool ends_with_plus(sb_str s)
{
    return s.n && s.p[s.n - 1] == '+';
}

/* "GPL-2.0-only" and "+" say "GPL-2.0-or-later"; an exception behind the id stays. */
static sb_str or_later(sb_str licence, struct sb_arena *arena)
{
    sb_str exception = licence, id;
    sb_str_cut(&exception, ' ', &id);
    sb_str with = exception.n ? sb_arena_join(arena, SB_S(" "), exception, SB_STR_NONE) : SB_STR_NONE;
    if (sb_str_ends(id, SB_S("-or-later")))
        return licence;
    if (sb_str_chop_end(&id, SB_S("-only")))
        return sb_arena_join(arena, id, SB_S("-or-later"), with);
    return sb_arena_join(arena, id, SB_S("+"), with);
}

/* The text of a licence id with or without "+"; empty if it is none. */
static sb_str licence_text(const struct parser *p, sb_str token)
{
    const struct sb_licence_row *row = sb_licence_find(token);
    bool plus = !row && ends_with_plus(token);
    if (plus)
        row = sb_licence_find(sb_str_part(token, 0, token.n - 1));
    if (!row || row->exception || (plus && ends_with_plus(sb_str_of(row->id))))
        return SB_STR_NONE;
    sb_str text = sb_str_of(p->key && row->replaced_by ? row->replaced_by : row->id);
    if (!plus)
        return text;
    return p->key ? or_later(text, p->arena) : sb_arena_join(p->arena, text, SB_S("+"), SB_STR_NONE);
}

static sb_rc read_exception(struct parser *p, sb_str *licence, sb_str as_written)
{
    if (!next_token(p))
        return fail(p, "nothing behind WITH");
    const struct sb_licence_row *row = sb_licence_find(p->token);
    if (!row || !row->exception)
        return fail(p, "not an exception of the SPDX licence list:");
    const char *id = p->key && row->replaced_by ? row->replaced_by : row->id;
    /* An old id that stands for a licence with an exception keeps its name beside a second one. */
    bool two = sb_str_find(*licence, SB_S(" WITH ")) != SB_NPOS;
    *licence = sb_arena_join(p->arena, two ? as_written : *licence, SB_S(" WITH "), sb_str_of(id));
    return SB_OK;
}

/* A licence or reference, and the exception behind it. */
static sb_rc read_operand(struct parser *p)
{
    sb_str text = is_reference(p->token) ? p->token : licence_text(p, p->token), written = text;
    if (!text.n)
        return fail(p, "not on the SPDX licence list:");
    if (p->key && !is_reference(p->token)) {
        struct parser plain = {.arena = p->arena};
        written = licence_text(&plain, p->token);
    }
    size_t at = p->at;
    if (next_token(p) && is_word(p->token, "WITH", "with"))
        SB_TRY(read_exception(p, &text, written));
    else
        p->at = at;
    *SB_PUSH(&p->operands) = sb_licence_leaf(&p->tree, text);
    return SB_OK;
}

static void reduce(struct parser *p)
{
    static const enum sb_licence_op ops[] = {[OR] = SB_LICENCE_OR, [AND] = SB_LICENCE_AND};
    uint32_t right = p->operands.p[--p->operands.n], left = p->operands.p[p->operands.n - 1];
    enum token_op op = p->operators.p[--p->operators.n];
    p->operands.p[p->operands.n - 1] = sb_licence_join(&p->tree, ops[op], left, right);
}

static void reduce_down_to(struct parser *p, enum token_op least)
{
    while (p->operators.n && p->operators.p[p->operators.n - 1] >= least)
        reduce(p);
}

static sb_rc close_parenthesis(struct parser *p)
{
    reduce_down_to(p, OR);
    if (p->operators.n == 0)
        return fail(p, "a parenthesis that was never opened:");
    p->operators.n--;
    p->depth--;
    return SB_OK;
}

/* In front of an operand. RET_MORE: it was an opening parenthesis, so the operand is still to come. */
static sb_rc read_front(struct parser *p, bool *ret_more)
{
    *ret_more = sb_str_eq(p->token, SB_S("("));
    if (!*ret_more)
        return read_operand(p);
    if (++p->depth > DEPTH_MAX)
        return fail(p, "too many parentheses in each other");
    *SB_PUSH(&p->operators) = OPEN;
    return SB_OK;
}

/* Behind an operand. RET_MORE: it was an operator, so an operand must follow. */
static sb_rc read_back(struct parser *p, bool *ret_more)
{
    enum token_op op;
    *ret_more = is_operator(p->token, &op);
    if (*ret_more) {
        reduce_down_to(p, op);
        *SB_PUSH(&p->operators) = op;
        return SB_OK;
    }
    return sb_str_eq(p->token, SB_S(")")) ? close_parenthesis(p) : fail(p, "AND, OR or the end expected, but found");
}

static sb_rc read_expression(struct parser *p)
{
    bool operand_next = true;
    while (next_token(p))
        SB_TRY(operand_next ? read_front(p, &operand_next) : read_back(p, &operand_next));
    if (operand_next)
        return fail(p, "a licence is missing at the end");
    reduce_down_to(p, OR);
    return p->operators.n ? fail(p, "a parenthesis is not closed") : SB_OK;
}

static sb_rc parse(sb_str text, bool key, struct sb_arena *arena, sb_str *ret, struct sb_err *err)
{
    if (text.n > LENGTH_MAX)
        return sb_fail(err, SB_E_SYNTAX, "licence expression: longer than %d bytes", LENGTH_MAX);
    struct parser p = {.text = text, .key = key, .arena = arena, .err = err};
    sb_rc rc = read_expression(&p);
    if (rc == SB_OK)
        *ret = sb_arena_str(arena, sb_licence_write(&p.tree, p.operands.p[0], key, arena));
    sb_free(p.tree.nodes.p);
    sb_free(p.operands.p);
    sb_free(p.operators.p);
    return rc;
}

sb_rc sb_licence_parse(sb_str text, struct sb_arena *arena, sb_str *ret_normal, struct sb_err *err)
{
    *ret_normal = SB_STR_NONE;
    return parse(text, false, arena, ret_normal, err);
}

sb_rc sb_licence_parse_key(sb_str text, struct sb_arena *arena, sb_str *ret_key)
{
    return parse(text, true, arena, ret_key, NULL);
}
