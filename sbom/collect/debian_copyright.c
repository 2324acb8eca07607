#include "collect/dpkg.h"

#include "id/licence.h"
#include "text/deb822.h"

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

sb_str sb_debian_licence(sb_str text, struct sb_arena *arena)
{
    struct sb_buf expression = {.max = 4096};
    sb_str rest = text;
    sb_str word;
    bool known = true;
    while (known && sb_str_word(&rest, &word)) {
        sb_str token = sb_str_eq_nocase(word, SB_S("and"))  ? SB_S("AND")
                       : sb_str_eq_nocase(word, SB_S("or")) ? SB_S("OR")
                                                            : sb_licence_of_debian(word, arena);
        known = token.n != 0;
        if (expression.n)
            sb_buf_chr(&expression, ' ');
        sb_buf_str(&expression, token);
    }
    sb_str result = known && expression.n && !expression.over ? sb_arena_str(arena, sb_buf_all(&expression)) : text;
    sb_buf_done(&expression);
    return result;
}
