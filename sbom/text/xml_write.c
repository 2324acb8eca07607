#include "text/xml_write.h"

#include "base/block.h"

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

/* From FROM on to the block with the first byte that may be no character, or (MARKS) must be escaped. */
static size_t plain_blocks(sb_str s, size_t from, bool marks)
{
    for (; s.n - from >= sizeof(sb_block); from += sizeof(sb_block)) {
        sb_block block = sb_block_at(s.p + from);
        sb_block hits = (sb_block)((block < 0x20) | (block == 0xef));
        if (marks)
            hits |= (sb_block)((block == '&') | (block == '<') | (block == '>') | (block == '"'));
        if (sb_block_bits(hits))
            break;
    }
    return from;
}

/* U+FFFE and U+FFFF are no characters, nor are surrogates, which UTF-8 does not have. */
const char *sb_xml_not_char(sb_str s)
{
    for (size_t i = plain_blocks(s, 0, false); i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return s.p + i;
        if (c == 0xef && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0xbf && (unsigned char)s.p[i + 2] >= 0xbe)
            return s.p + i;
    }
    return NULL;
}

/* What must be escaped: 1 in any text, 2 in an attribute only, 4 perhaps no character. A carriage return would be read
 * as a line feed; in an attribute all white space but the blank as a blank. */
static const uint8_t marks[256] = {
    [0] = 4,  [1] = 4,  [2] = 4,   [3] = 4,   [4] = 4,   [5] = 4,   [6] = 4,    [7] = 4,  [8] = 4,  [9] = 2,
    [10] = 2, [11] = 4, [12] = 4,  [13] = 1,  [14] = 4,  [15] = 4,  [16] = 4,   [17] = 4, [18] = 4, [19] = 4,
    [20] = 4, [21] = 4, [22] = 4,  [23] = 4,  [24] = 4,  [25] = 4,  [26] = 4,   [27] = 4, [28] = 4, [29] = 4,
    [30] = 4, [31] = 4, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 2, [0xef] = 4,
};

static sb_str escape_of(char c)
{
    switch (c) {
    case '&': return SB_S("&amp;");
    case '<': return SB_S("&lt;");
    case '>': return SB_S("&gt;");
    case '"': return SB_S("&quot;");
    case '\n': return SB_S("&#xA;");
    case '\t': return SB_S("&#x9;");
    default: return SB_S("&#xD;");
    }
}

static void put_escaped(struct sb_xml_out *xml, sb_str text, bool attribute)
{
    const uint8_t mask = attribute ? 7 : 5;
    size_t from = 0;
    for (size_t i = plain_blocks(text, 0, true); i < text.n; i++) {
        uint8_t mark = marks[(unsigned char)text.p[i]] & mask;
        if (SB_LIKELY(!mark))
            continue;
        if (mark & 4) {
            if (sb_xml_not_char(sb_str_part(text, i, 3)) == text.p + i)
                misuse(xml, "a character that XML does not have");
            continue;
        }
        sb_put(xml->sink, text.p + from, i - from);
        sb_put_str(xml->sink, escape_of(text.p[i]));
        from = i + 1;
    }
    if (from < text.n)
        sb_put(xml->sink, text.p + from, text.n - from);
}

static void new_line(struct sb_xml_out *xml)
{
    static const char blanks[] = "\n                                                                ";
    size_t n = (size_t)xml->depth * 2, now = n < sizeof blanks - 2 ? n : sizeof blanks - 2;
    sb_put(xml->sink, blanks, 1 + now);
    for (n -= now; n; n -= now) {
        now = n < sizeof blanks - 2 ? n : sizeof blanks - 2;
        sb_put(xml->sink, blanks + 1, now);
    }
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
        sb_put(xml->sink, "</", 2);
        sb_put_str(xml->sink, sb_str_of(name));
        sb_put_chr(xml->sink, '>');
    }
    xml->in_tag = xml->has_text = false;
    if (!xml->depth)
        sb_put_chr(xml->sink, '\n');
}
