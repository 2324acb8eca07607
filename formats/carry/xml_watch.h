/* A look at the bytes before libxml2 sees them: it compares each attribute of an element with each other, so that a
 * start tag with very many would take it for ever. Private to this folder. */
#ifndef SB_FORMATS_CARRY_XML_WATCH_H
#define SB_FORMATS_CARRY_XML_WATCH_H

#include "base/mem.h"
#include "base/str.h"

enum { SB_XML_ATTRIBUTES_MAX = 256 }; /* of one element */

/* Where a start tag begins. */
struct sb_xml_spot {
    uint32_t line, column; /* from 1, the column in bytes; 0 where characters are wider */
};

struct sb_xml_watch {
    enum {
        SB_XML_TEXT_STATE,
        SB_XML_OPEN,   /* behind < */
        SB_XML_TAG,    /* in a tag, a DOCTYPE */
        SB_XML_QUOTED, /* in a value of a tag */
        SB_XML_BANG,   /* behind <! */
        SB_XML_HIDDEN, /* in a comment, a CDATA section, a processing instruction */
    } state;
    char quote; /* what ends a value; of what is hidden: what stands twice (of an instruction: once) before > */
    unsigned needs, met; /* how often it must, and did */
    unsigned attributes;
    unsigned step, skip; /* bytes of a character, and where its ASCII lies; 0 = not known yet */
    char half;           /* the first byte of a character whose second one is still to come */
    bool halved;

    /* If somebody asks for places: where the reader is, and the start tags that libxml2 has not told of yet. */
    bool places;
    uint32_t line;
    uint64_t seen, line_start; /* bytes before those that are looked at; and before the line */
    SB_VEC(struct sb_xml_spot) starts;
    size_t told;
};

/* The next bytes of the input. False where a tag has more attributes than SB_XML_ATTRIBUTES_MAX. What stands behind the
 * first error of the text may be seen wrong. */
SB_MUST bool sb_xml_watch(struct sb_xml_watch *watch, sb_str bytes);
/* The start tag that libxml2 tells of now; each is asked for once, in their order. Zeros: not known. */
struct sb_xml_spot sb_xml_watch_start(struct sb_xml_watch *watch);
void sb_xml_watch_done(struct sb_xml_watch *watch);

#endif
