#include "text/xml_write.h"

static void misuse(struct sb_xml_out *xml, const char *what)
{
    sb_fail(&xml->sink->err, SB_E_BUG, "XML writer: %s", what);
}

void sb_xml_out(struct sb_xml_out *xml, struct sb_sink *sink)
{
    xml->sink = sink;
    xml->depth = 0;
    xml->in_tag = xml->has_text = false;
    sb_put_str(sink, SB_S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
}

/* U+FFFE and U+FFFF are no characters, nor are surrogates, which UTF-8 does not have. */
const char *sb_xml_not_char(sb_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return s.p + i;
        if (c == 0xef && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0xbf && (unsigned char)s.p[i + 2] >= 0xbe)
            return s.p + i;
    }
    return NULL;
}

/* A carriage return would be read as a line feed; in an attribute all white space but the blank as a blank. */
static const char *escape_of(char c, bool attribute)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#xD;";
    case '"': return attribute ? "&quot;" : NULL;
    case '\n': return attribute ? "&#xA;" : NULL;
    case '\t': return attribute ? "&#x9;" : NULL;
    default: return NULL;
    }
}

static void put_escaped(struct sb_xml_out *xml, sb_str text, bool attribute)
{
    size_t from = 0;
    if (sb_xml_not_char(text))
        misuse(xml, "a character that XML does not have");
    for (size_t i = 0; i < text.n; i++) {
        const char *escape = escape_of(text.p[i], attribute);
        if (!escape)
            continue;
        sb_put(xml->sink, text.p + from, i - from);
        sb_put_str(xml->sink, sb_str_of(escape));
        from = i + 1;
    }
    if (from < text.n)
        sb_put(xml->sink, text.p + from, text.n - from);
}

static void new_line(struct sb_xml_out *xml)
{
    sb_put_chr(xml->sink, '\n');
    for (unsigned i = 0; i < xml->depth; i++)
        sb_put(xml->sink, "  ", 2);
}

static void close_tag(struct sb_xml_out *xml)
{
    if (xml->in_tag)
        sb_put_chr(xml->sink, '>');
    xml->in_tag = false;
}

void sb_xml_begin(struct sb_xml_out *xml, const char *name)
{
    if (xml->depth >= SB_XML_OUT_DEPTH || xml->has_text) {
        misuse(xml, "nested too deep, or an element beside text");
        return;
    }
    close_tag(xml);
    new_line(xml);
    sb_put_chr(xml->sink, '<');
    sb_put_str(xml->sink, sb_str_of(name));
    xml->names[xml->depth++] = name;
    xml->in_tag = true;
}

void sb_xml_attribute(struct sb_xml_out *xml, const char *name, sb_str text)
{
    if (!xml->in_tag) {
        misuse(xml, "an attribute behind content");
        return;
    }
    sb_put_chr(xml->sink, ' ');
    sb_put_str(xml->sink, sb_str_of(name));
    sb_put_str(xml->sink, SB_S("=\""));
    put_escaped(xml, text, true);
    sb_put_chr(xml->sink, '"');
}

void sb_xml_text(struct sb_xml_out *xml, sb_str text)
{
    close_tag(xml);
    xml->has_text = true;
    put_escaped(xml, text, false);
}

void sb_xml_end(struct sb_xml_out *xml)
{
    if (!xml->depth) {
        misuse(xml, "an end without a begin");
        return;
    }
    const char *name = xml->names[--xml->depth];
    if (xml->in_tag) {
        sb_put_str(xml->sink, SB_S("/>"));
    } else {
        if (!xml->has_text)
            new_line(xml);
        sb_putf(xml->sink, "</%s>", name);
    }
    xml->in_tag = xml->has_text = false;
    if (!xml->depth)
        sb_put_chr(xml->sink, '\n');
}
