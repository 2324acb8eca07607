/* Licences by names that people write: folding, the family of GNU, parentheses, "and" and "or". */
#include "base/buf.h"
#include "id/licence.h"
#include "id/licence_names.h"

enum { NAME_MAX_BYTES = 512 };

/* ---- folding ---- */

static bool is_word_byte(char c)
{
    return sb_is_alnum(c) || c == '.' || c == '+' || (unsigned char)c >= 0x80;
}

static bool is_number(sb_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!sb_is_digit(s.p[i]) && s.p[i] != '.')
            return false;
    return s.n && sb_is_digit(s.p[0]);
}

static void put_word(struct sb_buf *buf, sb_str word)
{
    static const char *const fillers[] = {"the",      "license", "licence", "licenses", "licences",
                                          "licensed", "version", "ver",     "v",        NULL};
    while (is_number(word) && sb_str_chop_end(&word, SB_S(".0")))
        continue;
    if (word.n == 0 || sb_str_is_one_of(word, fillers))
        return;
    sb_buf_str(buf, buf->n ? SB_S(" ") : SB_STR_NONE);
    sb_buf_str(buf, sb_str_eq(word, SB_S("clauses")) ? SB_S("clause") : word);
}

/* The letters in front of a version: of "gplv3" three, of "apache2" six; 0 if the word is not of that shape. */
static size_t letters_of(sb_str word)
{
    size_t n = 0;
    while (n < word.n && sb_is_alpha(word.p[n]))
        n++;
    return n >= 2 && is_number(sb_str_from(word, n)) ? n : 0;
}

static void fold_word(struct sb_buf *buf, sb_str word)
{
    bool plus = word.n > 1 && word.p[word.n - 1] == '+';
    while (sb_str_chop_end(&word, SB_S(".")) || sb_str_chop(&word, SB_S(".")))
        continue;
    while (plus && sb_str_chop_end(&word, SB_S("+")))
        continue;
    size_t letters = letters_of(word);
    if (letters) {
        size_t name = letters > 2 && word.p[letters - 1] == 'v' ? letters - 1 : letters;
        put_word(buf, sb_str_part(word, 0, name));
        put_word(buf, sb_str_from(word, letters));
    } else {
        if (word.n > 1 && word.p[0] == 'v' && sb_is_digit(word.p[1]))
            word = sb_str_from(word, 1);
        put_word(buf, word);
    }
    if (plus)
        put_word(buf, SB_S("+"));
}

static void fold(struct sb_buf *buf, sb_str name)
{
    char word[64];
    sb_buf_clear(buf);
    for (size_t i = 0; i < name.n;) {
        size_t n = 0;
        for (; i < name.n && is_word_byte(name.p[i]); i++)
            if (n < sizeof word)
                word[n++] = sb_lower(name.p[i]);
        if (n)
            fold_word(buf, sb_str_n(word, n));
        while (i < name.n && !is_word_byte(name.p[i]))
            i++;
    }
}

sb_str sb_licence_fold(sb_str name, struct sb_arena *arena)
{
    struct sb_buf buf = {0};
    fold(&buf, name);
    sb_str folded = sb_arena_str(arena, sb_buf_all(&buf));
    sb_buf_done(&buf);
    return folded;
}

/* ---- the family of GNU ---- */

static bool chop_words(sb_str *text, const char *words)
{
    sb_str rest = *text;
    if (!sb_str_chop(&rest, sb_str_of(words)) || (rest.n && rest.p[0] != ' '))
        return false;
    *text = sb_str_trim(rest);
    return true;
}

static bool chop_any(sb_str *text, const char *const *words)
{
    for (; *words; words++)
        if (chop_words(text, *words))
            return true;
    return false;
}

/* A folded name of nothing but family, version, and "or later" or "only". Without a version it names no licence; of a
 * version alone, which is all that many say, no later one is granted. */
static sb_str gnu_of(sb_str folded, struct sb_arena *arena)
{
    static const struct {
        const char *words, *family;
    } families[] = {{"affero general public", "AGPL"},
                    {"affero gpl", "AGPL"},
                    {"agpl", "AGPL"},
                    {"lesser general public", "LGPL"},
                    {"lesser gpl", "LGPL"},
                    {"library general public", "LGPL"},
                    {"library or lesser general public", "LGPL"},
                    {"lesser public", "LGPL"},
                    {"lgpl", "LGPL"},
                    {"general public", "GPL"},
                    {"gpl", "GPL"}};
    static const char *const later[] = {"or later",
                                        "or any later",
                                        "or newer",
                                        "or greater",
                                        "or above",
                                        "or higher",
                                        "and later",
                                        "and above",
                                        "and newer",
                                        "or at your option any later",
                                        "or at your option any newer",
                                        "at your option",
                                        "later",
                                        "+",
                                        NULL};
    static const char *const only[] = {"only", NULL};
    const char *family = NULL;
    sb_str number;
    chop_words(&folded, "gnu");
    for (size_t i = 0; i < SB_COUNT(families) && !family; i++)
        if (chop_words(&folded, families[i].words))
            family = families[i].family;
    bool is_later = chop_any(&folded, later);
    if (!family || !sb_str_word(&folded, &number) || !is_number(number))
        return SB_STR_NONE;
    folded = sb_str_trim(folded);
    while (chop_any(&folded, later))
        is_later = true;
    if (!is_later)
        chop_any(&folded, only);
    sb_str id = sb_arena_printf(arena, "%s-%.*s%s%s", family, SB_FMT(number),
                                sb_str_chr(number, '.') == SB_NPOS ? ".0" : "", is_later ? "-or-later" : "-only");
    return folded.n == 0 && sb_licence_find(id) ? id : SB_STR_NONE;
}

/* ---- one name ---- */

static sb_str of_folded(sb_str name, struct sb_buf *scratch, struct sb_arena *arena)
{
    fold(scratch, name);
    sb_str found = sb_licence_of_folded(sb_buf_all(scratch));
    return found.n ? found : gnu_of(sb_arena_str(arena, sb_buf_all(scratch)), arena);
}

/* What may stand in parentheses and say nothing: where to read more, or the family. */
static bool says_nothing(sb_str inside, struct sb_buf *scratch)
{
    static const char *const families[] = {"gpl",  "lgpl",   "agpl", "gnu gpl",      "gnu lgpl", "mpl",
                                           "bsd",  "apache", "asl",  "psf",          "zpl",      "epl",
                                           "eupl", "cddl",   "afl",  "osi approved", "",         NULL};
    if (sb_str_starts(inside, SB_S("http")) || sb_str_eq_nocase(sb_str_part(inside, 0, 4), SB_S("see ")))
        return true;
    fold(scratch, inside);
    return sb_str_is_one_of(sb_buf_all(scratch), families);
}

/* "Mozilla Public License 2.0 (MPL 2.0)": both say one thing, or one of them nothing. */
static sb_str of_parts(sb_str name, size_t open, struct sb_buf *scratch, struct sb_arena *arena)
{
    size_t close = sb_str_chr(sb_str_from(name, open), ')');
    if (close == SB_NPOS)
        return SB_STR_NONE;
    sb_str inside = sb_str_trim(sb_str_part(name, open + 1, close - 1));
    sb_str outside = sb_arena_join(arena, sb_str_part(name, 0, open), SB_S(" "), sb_str_from(name, open + close + 1));
    if (sb_str_chr(outside, '(') != SB_NPOS)
        return SB_STR_NONE;
    sb_str a = of_folded(outside, scratch, arena), b = of_folded(inside, scratch, arena);
    if (a.n && b.n)
        return sb_str_eq(a, b) ? a : SB_STR_NONE;
    if (a.n)
        return says_nothing(inside, scratch) ? a : SB_STR_NONE;
    const struct sb_licence_row *row = sb_licence_find(inside);
    return row && !row->exception ? sb_str_of(row->id) : SB_STR_NONE;
}

/* Around all of it. */
static sb_str without_parentheses(sb_str name)
{
    size_t first = 0, last = 0;
    while (first < name.n && name.p[first] == '(')
        first++;
    while (last < first && last < name.n && name.p[name.n - 1 - last] == ')')
        last++;
    sb_str inside = sb_str_part(name, last, name.n - 2 * last);
    size_t open = 0;
    for (size_t i = 0; i < inside.n; i++) {
        if (inside.p[i] == ')' && open == 0)
            return name; /* the first one ends before the last */
        open += inside.p[i] == '(';
        open -= inside.p[i] == ')';
    }
    return sb_str_trim(inside);
}

static sb_str of_one(sb_str name, struct sb_buf *scratch, struct sb_arena *arena)
{
    sb_str normal, found;
    name = sb_str_trim(name);
    if (sb_licence_parse(name, arena, &normal, NULL) == SB_OK)
        return normal;
    name = without_parentheses(name);
    size_t open = sb_str_chr(name, '(');
    found = of_folded(name, scratch, arena);
    return found.n || open == SB_NPOS || open == 0 ? found : of_parts(name, open, scratch, arena);
}

/* ---- several names ---- */

/* The word AND or OR at the front of TEXT between blanks; "or later" is none. */
static bool operator_at(sb_str text, bool *ret_and)
{
    static const char *const later[] = {"later", "any", "newer", "greater", "above", "higher", "at", "lesser", NULL};
    sb_str word, next = SB_STR_NONE;
    char lower[16];
    if (!sb_str_word(&text, &word))
        return false;
    *ret_and = sb_str_eq_nocase(word, SB_S("and"));
    if (!*ret_and && !sb_str_eq_nocase(word, SB_S("or")) && !sb_str_eq(word, SB_S("||")))
        return false;
    sb_str_word(&text, &next);
    for (size_t i = 0; i < next.n && i < sizeof lower; i++)
        lower[i] = sb_lower(next.p[i]);
    return next.n && !(next.n <= sizeof lower && sb_str_is_one_of(sb_str_n(lower, next.n), later));
}

/* Names with one operator between all of them: a mixture has no agreed reading. */
static sb_str of_several(sb_str name, struct sb_buf *scratch, struct sb_arena *arena)
{
    sb_str all = SB_STR_NONE;
    size_t from = 0;
    int joined = -1; /* 0: or; 1: and */
    for (size_t i = 0; i <= name.n; i++) {
        bool is_and = joined == 1;
        bool between =
            i < name.n && i > from && sb_is_space(name.p[i - 1]) && operator_at(sb_str_from(name, i), &is_and);
        if (!between && i < name.n)
            continue;
        if (between && joined >= 0 && joined != is_and)
            return SB_STR_NONE;
        sb_str one = of_one(sb_str_part(name, from, i - from), scratch, arena);
        if (!one.n || (joined < 0 && !between))
            return SB_STR_NONE;
        if (sb_str_chr(one, ' ') != SB_NPOS && sb_str_find(one, SB_S(" WITH ")) == SB_NPOS)
            one = sb_arena_join(arena, SB_S("("), one, SB_S(")"));
        all = all.n ? sb_arena_printf(arena, "%.*s %s %.*s", SB_FMT(all), is_and ? "AND" : "OR", SB_FMT(one)) : one;
        joined = is_and;
        while (i < name.n && !sb_is_space(name.p[i]))
            i++;
        from = i;
    }
    return all;
}

sb_str sb_licence_of_name(sb_str name, struct sb_arena *arena)
{
    sb_str normal, found;
    name = sb_str_trim(name);
    if (sb_licence_parse(name, arena, &normal, NULL) == SB_OK)
        return normal;
    if (name.n == 0 || name.n > NAME_MAX_BYTES)
        return SB_STR_NONE;
    struct sb_buf scratch = {0};
    name = without_parentheses(name);
    found = of_one(name, &scratch, arena);
    if (!found.n)
        found = of_several(name, &scratch, arena);
    sb_buf_done(&scratch);
    return found.n && sb_licence_parse(found, arena, &normal, NULL) == SB_OK ? normal : SB_STR_NONE;
}

sb_str sb_licence_without_trove(sb_str name)
{
    name = sb_str_trim(name);
    if (sb_str_chop(&name, SB_S("License :: ")))
        sb_str_chop(&name, SB_S("OSI Approved :: "));
    return name;
}

sb_str sb_licence_leaves_open(sb_str name, struct sb_arena *arena)
{
    static const struct {
        const char *folded, *front;
    } rows[] = {
        {"apache", "Apache-"},
        {"apache software", "Apache-"},
        {"bsd", "BSD-"},
        {"mozilla public", "MPL-"},
        {"mpl", "MPL-"},
        {"gnu affero general public", "AGPL-"},
        {"agpl", "AGPL-"},
        {"gnu general public", "GPL-"},
        {"gnu general public gpl", "GPL-"},
        {"general public", "GPL-"},
        {"gpl", "GPL-"},
        {"gnu library or lesser general public lgpl", "LGPL-"},
        {"gnu lesser general public", "LGPL-"},
        {"lgpl", "LGPL-"},
    };
    sb_str folded = sb_licence_fold(sb_licence_without_trove(name), arena);
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq(folded, sb_str_of(rows[i].folded)))
            return sb_str_of(rows[i].front);
    return SB_STR_NONE;
}

sb_str sb_licence_of_classifier(sb_str classifier, struct sb_arena *arena)
{
    if (!sb_str_starts(sb_str_trim(classifier), SB_S("License :: ")))
        return SB_STR_NONE;
    classifier = sb_licence_without_trove(classifier);
    sb_str found = sb_licence_of_exact(classifier);
    return found.n ? found : sb_licence_of_name(classifier, arena);
}
