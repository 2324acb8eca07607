#include "carry/xml_root.h"

#include <libxml/parser.h>
#include <stdio.h>

#include "base/mem.h"
#include "carry/xml_quiet.h"
#include "carry/xml_watch.h"

struct look {
    xmlParserCtxtPtr parser;
    struct sb_xml_root *root;
};

static void copy(char *to, size_t n, const xmlChar *from)
{
    snprintf(to, n, "%s", from ? (const char *)from : "");
}

static void start(void *to, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int spaces_n,
                  const xmlChar **spaces, int n, int defaulted, const xmlChar **attributes)
{
    struct look *look = to;
    struct sb_xml_root *root = look->root;
    (void)prefix, (void)n, (void)defaulted, (void)attributes;
    if (root->name[0]) {
        copy(root->child, sizeof root->child, name);
        xmlStopParser(look->parser);
        return;
    }
    copy(root->name, sizeof root->name, name);
    copy(root->space, sizeof root->space, uri);
    for (int i = 0; i < spaces_n; i++) { /* prefix, URI */
        size_t at = strlen(root->declared);
        snprintf(root->declared + at, sizeof root->declared - at, "%s ", (const char *)spaces[2 * i + 1]);
    }
}

static void end(void *to, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    xmlStopParser(((struct look *)to)->parser);
}

/* What stands in it is not looked at: entities of any kind. Its name is that of the element. */
static void doctype(void *to, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    struct look *look = to;
    const char *colon = strchr((const char *)name, ':');
    (void)external, (void)system;
    copy(look->root->doctype, sizeof look->root->doctype, colon ? (const xmlChar *)colon + 1 : name);
    xmlStopParser(look->parser);
}

void sb_xml_root(sb_str front, struct sb_xml_root *ret)
{
    enum { PIECE = 4096 };
    struct look look = {.root = ret};
    struct sb_xml_watch watch = {0};
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = start, .endElementNs = end, .internalSubset = doctype};
    *ret = (struct sb_xml_root){0};
    struct sb_xml_quiet before = sb_xml_quiet_begin();
    look.parser = xmlCreatePushParserCtxt(&sax, &look, NULL, 0, NULL);
    if (!look.parser)
        sb_mem_exhausted();
    xmlCtxtUseOptions(look.parser, XML_PARSE_NONET);
    bool good = true;
    for (size_t at = 0; at < front.n && good; at += PIECE) {
        sb_str piece = sb_str_part(front, at, PIECE);
        good = sb_xml_watch(&watch, piece) && xmlParseChunk(look.parser, piece.p, (int)piece.n, 0) == 0;
        good = good && !ret->child[0] && !ret->doctype[0];
    }
    ret->more = good;
    xmlFreeParserCtxt(look.parser);
    sb_xml_quiet_end(&before);
}
