#include "diff/use.h"

/* The properties that collectors mark what only developers need with end so ("cdx:npm:package:development"). */
bool sb_is_development(const struct sb_doc *doc, sb_comp c)
{
    struct sb_range range = sb_doc_properties_of(doc, c);
    for (uint32_t i = range.first; i < range.first + range.n; i++)
        if (sb_str_ends(sb_doc_str(doc, doc->properties.p[i].name), SB_S(":package:development")))
            return sb_str_eq(sb_doc_str(doc, doc->properties.p[i].value), SB_S("true"));
    return false;
}
