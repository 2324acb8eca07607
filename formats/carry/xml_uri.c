#include <libxml/uri.h>

#include "base/mem.h"
#include "carry/dialect.h"

/* Most addresses are plain: a scheme, a name of a host, and bytes that are right in any part behind it. */
static bool is_plain(sb_str text)
{
    size_t i = 0;
    if (sb_str_chop(&text, SB_S("https://")) || sb_str_chop(&text, SB_S("http://")))
        while (i < text.n && (sb_is_alnum(text.p[i]) || text.p[i] == '-' || text.p[i] == '.'))
            i++;
    else if (!sb_str_chop(&text, SB_S("pkg:")))
        return false;
    bool slash = i < text.n && text.p[i] == '/';
    if (i && i < text.n && !slash)
        return false;
    for (; i < text.n; i++)
        if (!sb_is_alnum(text.p[i]) && !sb_is_in(text.p[i], "-._~/@+=&,"))
            return false;
    return true;
}

/* As libxml2's validator: bytes that no URI has are let through, the parts must be right (XML Schema part 2, anyURI).
 */
bool sb_is_any_uri(sb_str text)
{
    if (is_plain(text))
        return true;
    char *copy = sb_malloc(text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        copy[i] = c <= 32 || c >= 127 || strchr("<>\"{}|\\^`", c) ? '_' : (char)c;
    }
    copy[text.n] = '\0';
    xmlURIPtr uri = text.n ? xmlParseURI(copy) : NULL;
    bool good = uri || !text.n;
    xmlFreeURI(uri);
    sb_free(copy);
    return good;
}
