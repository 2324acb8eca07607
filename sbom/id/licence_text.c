/* Whole licence texts that stand where a name should: the few short ones that people paste, word for word but for names
 * and years. A text with one more sentence is another licence, and is not recognised. */
#include "base/mem.h"
#include "id/licence.h"

enum { TEXT_MAX = 64 * 1024, WORDS_BEFORE = 60, WORDS_OF_NAME = 30 };

#define BSD_FRONT                                                                                                      \
    "redistribution and use in source and binary forms with or without modification are permitted provided that the "  \
    "following conditions are met redistributions of source code must retain the above copyright notice this list of " \
    "conditions and the following disclaimer redistributions in binary form must reproduce the above copyright "       \
    "notice this list of conditions and the following disclaimer in the documentation and or other materials "         \
    "provided with the distribution "
#define BSD_END                                                                                                        \
    "this software is provided by # as is and any express or implied warranties including but not limited to the "     \
    "implied warranties of merchantability and fitness for a particular purpose are disclaimed in no event shall # "   \
    "be liable for any direct indirect incidental special exemplary or consequential damages including but not "       \
    "limited to procurement of substitute goods or services loss of use data or profits or business interruption "     \
    "however caused and on any theory of liability whether in contract strict liability or tort including "            \
    "negligence or otherwise arising in any way out of the use of this software even if advised of the possibility "   \
    "of such damage"

/* Words in small letters; # stands for a name. */
static const struct {
    const char *licence, *words;
    bool front; /* the words are only its beginning, of which there is one */
} texts[] = {
    {"MIT",
     "permission is hereby granted free of charge to any person obtaining a copy of this software and associated "
     "documentation files the software to deal in the software without restriction including without limitation the "
     "rights to use copy modify merge publish distribute sublicense and or sell copies of the software and to permit "
     "persons to whom the software is furnished to do so subject to the following conditions the above copyright "
     "notice "
     "and this permission notice shall be included in all copies or substantial portions of the software the software "
     "is "
     "provided as is without warranty of any kind express or implied including but not limited to the warranties of "
     "merchantability fitness for a particular purpose and noninfringement in no event shall # be liable for any claim "
     "damages or other liability whether in an action of contract tort or otherwise arising from out of or in "
     "connection "
     "with the software or the use or other dealings in the software",
     false},
    {"BSD-3-Clause",
     BSD_FRONT "neither the name of # may be used to endorse or promote products derived from this software without "
               "specific prior written permission " BSD_END,
     false},
    {"BSD-2-Clause", BSD_FRONT BSD_END, false},
    {"ISC",
     "permission to use copy modify # distribute this software for any purpose with or without fee is hereby granted "
     "provided that the above copyright notice and this permission notice appear in all copies the software is "
     "provided "
     "as is and # all warranties with regard to this software including all implied warranties of merchantability and "
     "fitness in no event shall # be liable for any special direct indirect or consequential damages or any damages "
     "whatsoever resulting from loss of use data or profits whether in an action of contract negligence or other "
     "tortious action arising out of or in connection with the use or performance of this software",
     false},
    {"Apache-2.0",
     "apache license version 2 0 january 2004 http www apache org licenses terms and conditions for use reproduction "
     "and distribution",
     true},
    {"Apache-2.0",
     "licensed under the apache license version 2 0 the license you may not use this file except in compliance with "
     "the "
     "license you may obtain a copy of the license at",
     true},
    {"Unlicense",
     "this is free and unencumbered software released into the public domain anyone is free to copy modify publish use "
     "compile sell or distribute this software either in source code form or as a compiled binary for any purpose "
     "commercial or non commercial and by any means",
     true},
};

struct words {
    SB_VEC(sb_str) list;
};

/* Words of letters and digits, in small letters; quotes inside of words do not part them. */
static void split(sb_str text, struct words *words, struct sb_arena *arena)
{
    text = sb_str_part(text, 0, TEXT_MAX);
    char *p = sb_arena_alloc(arena, text.n + 1);
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        for (; i < text.n && sb_is_alnum(text.p[i]); i++)
            p[i] = sb_lower(text.p[i]);
        if (i > start)
            *SB_PUSH(&words->list) = sb_str_n(p + start, i - start);
        i += i == start;
    }
}

/* "1", "a": the mark of an item in a list. */
static bool is_mark(sb_str word)
{
    return word.n == 1;
}

/* Do the next three words of TEMPLATE stand at AT? */
static bool goes_on(const struct words *words, size_t at, sb_str template)
{
    sb_str word;
    for (int i = 0; i < 3 && sb_str_word(&template, &word); i++)
        if (at + (size_t)i >= words->list.n || !sb_str_eq(words->list.p[at + (size_t)i], word))
            return false;
    return true;
}

/* Where TEMPLATE ends when it begins at AT; 0 if it does not stand there. */
static size_t match(const struct words *words, size_t at, sb_str template)
{
    for (sb_str word; sb_str_word(&template, &word); at++) {
        if (sb_str_eq(word, SB_S("#"))) {
            size_t end = at + 1;
            while (end < words->list.n && end - at <= WORDS_OF_NAME && !goes_on(words, end, template))
                end++;
            at = end - 1;
            continue;
        }
        while (at < words->list.n && is_mark(words->list.p[at]) && !sb_str_eq(words->list.p[at], word))
            at++;
        if (at >= words->list.n || !sb_str_eq(words->list.p[at], word))
            return 0;
    }
    return at;
}

static bool is_text(const struct words *words, const char *template, bool front)
{
    for (size_t at = 0; at < words->list.n && at < WORDS_BEFORE; at++) {
        size_t end = goes_on(words, at, sb_str_of(template)) ? match(words, at, sb_str_of(template)) : 0;
        if (end && (front || end == words->list.n))
            return true;
    }
    return false;
}

sb_str sb_licence_of_text(sb_str text, struct sb_arena *arena)
{
    struct words words = {0};
    sb_str found = SB_STR_NONE;
    split(text, &words, arena);
    for (size_t i = 0; i < SB_COUNT(texts) && !found.n; i++)
        if (is_text(&words, texts[i].words, texts[i].front))
            found = sb_str_of(texts[i].licence);
    sb_free(words.list.p);
    return found;
}
