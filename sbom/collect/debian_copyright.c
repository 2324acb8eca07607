#include "collect/dpkg.h"

#include "id/licence.h"
#include "text/deb822.h"

enum { NAME_WORDS = 8 };

/* The fields that say that a copyright file is machine-readable; the second was in use before the format was final. */
static bool is_format(const struct sb_deb822 *reader)
{
    return sb_deb822_is(reader, "Format") || sb_deb822_is(reader, "Format-Specification");
}

sb_str sb_debian_copyright(sb_str front)
{
    struct sb_deb822 reader;
    sb_str licence = {0};
    sb_deb822_init(&reader, front, false);
    /* Format is the first field of the file, or the file is free text. */
    if (sb_deb822_next(&reader) != SB_DEB822_FIELD || !is_format(&reader))
        return licence;
    enum sb_deb822_event event;
    while ((event = sb_deb822_next(&reader)) != SB_DEB822_END && event != SB_DEB822_PARAGRAPH)
        if (event == SB_DEB822_FIELD && licence.n == 0 && sb_deb822_is(&reader, "License")) {
            sb_str value = reader.value;
            sb_str_line(&value, &licence);
            licence = sb_str_trim(licence);
        }
    return licence;
}

static size_t words_of(sb_str text)
{
    size_t n = 0;
    sb_str word;
    while (sb_str_word(&text, &word))
        n++;
    return n;
}

sb_str sb_debian_licence(sb_str text, struct sb_arena *arena)
{
    sb_str expression = sb_licence_of_debian(text, arena);
    if (expression.n)
        return expression;
    /* Some put a sentence there, which names no licence. */
    return sb_str_find(text, SB_S(". ")) == SB_NPOS && words_of(text) <= NAME_WORDS ? text : SB_STR_NONE;
}
