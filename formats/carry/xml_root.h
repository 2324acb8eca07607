/* The outermost element of an XML text, behind what may stand before it: a declaration, comments, processing
 * instructions. A DOCTYPE names it. By it a document is told from others, whatever is wrong with it. */
#ifndef SB_FORMATS_CARRY_XML_ROOT_H
#define SB_FORMATS_CARRY_XML_ROOT_H

#include "base/str.h"

struct sb_xml_root {
    char name[64], space[128]; /* of the element, cut; the name is empty where none was found */
    char child[64];            /* its first child */
    char declared[512];        /* namespaces that it declares, a blank behind each */
    char doctype[64];          /* the name in a DOCTYPE; nothing behind it is looked at */
    bool more;                 /* what follows may tell */
};

/* FRONT: the text, or its first bytes, in any encoding that its first bytes tell. */
void sb_xml_root(sb_str front, struct sb_xml_root *ret);

#endif
