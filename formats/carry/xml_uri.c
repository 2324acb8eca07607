#include <libxml/uri.h>

#include "base/mem.h"
#include "carry/dialect.h"

/* As libxml2's validator: bytes that no URI has are let through, the parts must be right (XML Schema part 2, anyURI).
 */
bool sb_is_any_uri(sb_str text)
{
    char *copy = sb_malloc(text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        copy[i] = c < 32 || c >= 127 || strchr("<>\"{}|\\^`", c) ? '_' : (char)c;
    }
    copy[text.n] = '\0';
    xmlURIPtr uri = text.n ? xmlParseURI(copy) : NULL;
    bool good = uri || !text.n;
    xmlFreeURI(uri);
    sb_free(copy);
    return good;
}
