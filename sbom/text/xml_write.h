/* A streaming XML writer over a sink: elements without a prefix, in UTF-8, two blanks a level. White space is put only
 * between elements, never into one that has text. Misuse sets SB_E_BUG on the sink: an attribute behind content, an end
 * without a begin, a character that XML 1.0 does not have. */
#ifndef SB_TEXT_XML_WRITE_H
#define SB_TEXT_XML_WRITE_H

#include "base/sink.h"

enum { SB_XML_OUT_DEPTH = 1024 };

struct sb_xml_out {
    struct sb_sink *sink;
    unsigned depth;
    bool in_tag;                         /* the start tag is open: attributes may follow */
    bool has_text;                       /* the element has text: no white space any more */
    const char *names[SB_XML_OUT_DEPTH]; /* of the open elements */
};

void sb_xml_out(struct sb_xml_out *xml, struct sb_sink *sink); /* writes the declaration */
/* NAME must live until the end of the element. */
void sb_xml_begin(struct sb_xml_out *xml, const char *name);
void sb_xml_attribute(struct sb_xml_out *xml, const char *name, sb_str text);
void sb_xml_text(struct sb_xml_out *xml, sb_str text);
void sb_xml_end(struct sb_xml_out *xml);

/* The first byte of S where XML 1.0 (production 2) has no character, or NULL. S is UTF-8. */
const char *sb_xml_not_char(sb_str s);

#endif
