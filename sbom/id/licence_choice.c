#include "id/licence_choice.h"

/* A normal form has OR below AND in parentheses alone, and the two in turns, so that a stack of one level a parenthesis
 * is enough. Deeper than sb_licence_parse() goes is nothing. */
enum { DEPTH = 130 };

/* An OR of ANDs that is being read. */
struct level {
    bool any; /* an alternative held */
    bool all; /* all of the current one so far */
};

static void close_alternative(struct level *level)
{
    level->any = level->any || level->all;
    level->all = true;
}

/* Cuts the next operator, parenthesis or licence off the front; a licence goes to the operator or parenthesis behind
 * it.
 */
static sb_str next(sb_str *rest)
{
    static const char *const ends[] = {" AND ", " OR ", ")"};
    sb_str token;
    *rest = sb_str_trim(*rest);
    size_t n = rest->n;
    if (rest->n && sb_is_in(rest->p[0], "()"))
        n = 1;
    else if (sb_str_starts(*rest, SB_S("AND ")))
        n = 3;
    else if (sb_str_starts(*rest, SB_S("OR ")))
        n = 2;
    else
        for (size_t i = 0; i < SB_COUNT(ends); i++) {
            size_t at = sb_str_find(*rest, sb_str_of(ends[i]));
            n = at < n ? at : n;
        }
    token = sb_str_part(*rest, 0, n);
    *rest = sb_str_from(*rest, n);
    return token;
}

bool sb_licence_holds(sb_str key, bool (*fine)(void *ctx, sb_str licence), void *ctx)
{
    struct level levels[DEPTH] = {{.all = true}};
    size_t depth = 0;
    sb_str rest = key;
    struct sb_arena arena = {0};
    sb_str normal;
    bool expression = sb_licence_parse(key, &arena, &normal, NULL) == SB_OK;
    sb_arena_done(&arena);
    if (!expression)
        return fine(ctx, key);
    while (rest.n) {
        sb_str token = next(&rest);
        if (sb_str_eq(token, SB_S("(")) && depth + 1 < DEPTH) {
            levels[++depth] = (struct level){.all = true};
        } else if (sb_str_eq(token, SB_S(")")) && depth > 0) {
            close_alternative(&levels[depth]);
            bool held = levels[depth--].any;
            levels[depth].all = levels[depth].all && held;
        } else if (sb_str_eq(token, SB_S("OR"))) {
            close_alternative(&levels[depth]);
        } else if (!sb_str_eq(token, SB_S("AND"))) {
            levels[depth].all = fine(ctx, token) && levels[depth].all;
        }
    }
    close_alternative(&levels[0]);
    return levels[0].any;
}
