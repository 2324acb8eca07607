/* What comparisons hold against each other. */
#include "id/licence.h"
#include "id/licence_names.h"
#include "id/licence_tree.h"

/* The words of TEXT with single blanks between. */
static sb_str words(sb_str text, struct sb_arena *arena)
{
    char *p = sb_arena_alloc(arena, text.n + 1), *at = p;
    for (sb_str word; sb_str_word(&text, &word);) {
        if (at > p)
            *at++ = ' ';
        at = (char *)mempcpy(at, word.p, word.n);
    }
    *at = '\0';
    return sb_str_n(p, (size_t)(at - p));
}

bool sb_licence_is_none(sb_str text)
{
    static const char *const holders[] = {"copyright", "(c)", "\xc2\xa9"};
    text = sb_str_trim(text);
    for (size_t i = 0; i < SB_COUNT(holders); i++)
        if (sb_str_eq_nocase(sb_str_part(text, 0, strlen(holders[i])), sb_str_of(holders[i])))
            return true;
    for (size_t i = 0; i < text.n; i++)
        if (sb_is_alnum(text.p[i]) || (unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

sb_str sb_licence_key(sb_str text, struct sb_arena *arena)
{
    sb_str plain = sb_licence_without_documents(words(text, arena), arena), key;
    if (sb_licence_parse_key(plain, arena, &key) == SB_OK)
        return key;
    sb_str named = sb_licence_of_classifier(plain, arena);
    named = named.n ? named : sb_licence_of_name(plain, arena);
    return named.n && sb_licence_parse_key(named, arena, &key) == SB_OK ? key : sb_licence_without_trove(plain);
}
