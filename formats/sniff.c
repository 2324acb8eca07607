#include "formats/sniff.h"

#include "base/mem.h"
#include "carry/carrier.h"
#include "carry/xml_root.h"

static const char cyclonedx[] = "cyclonedx-json", spdx2[] = "spdx-json", spdx3[] = "spdx3-json";

static const struct sb_mark marks[] = {
    {"bomFormat", NULL, cyclonedx, true},
    {"specFormat", NULL, cyclonedx, true},
    {"$schema", "\"http://cyclonedx.org/schema/", cyclonedx, true},
    {"$schema", "\"https://cyclonedx.org/schema/", cyclonedx, true},
    {"spdxVersion", NULL, spdx2, true},
    {"SPDXID", "\"SPDXRef-DOCUMENT\"", spdx2, true},
    {"@context", "\"https://spdx.org/", spdx3, true},
    {"@context", "\"http://spdx.org/", spdx3, true},
    {"@context", "\"https://spdx.github.io/", spdx3, true},
    {"specVersion", NULL, cyclonedx, false},
    {"SPDXID", NULL, spdx2, false},
    {"documentNamespace", NULL, spdx2, false},
};

static sb_str without_mark(sb_str text)
{
    sb_str_chop(&text, SB_S("\xef\xbb\xbf"));
    return text;
}

/* A value that is TEXT, or a list whose first element is. */
static bool begins_with(sb_str value, sb_str text)
{
    while (value.n && (value.p[0] == '[' || sb_is_space(value.p[0])))
        value = sb_str_from(value, 1);
    return sb_str_starts(value, text);
}

bool sb_sniff_asks_for(sb_str key)
{
    bool found = false;
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        found = found || sb_str_eq(sb_str_of(marks[i].member), key);
    return found;
}

const struct sb_mark *sb_sniff_member(sb_str key, sb_str value)
{
    for (size_t i = 0; i < SB_COUNT(marks); i++)
        if (sb_str_eq(sb_str_of(marks[i].member), key) &&
            (!marks[i].value || begins_with(value, sb_str_of(marks[i].value))))
            return &marks[i];
    return NULL;
}

bool sb_sniff_is_object(sb_str front)
{
    front = sb_str_trim(without_mark(front));
    return front.n && front.p[0] == '{';
}

/* ---- XML ---- */

bool sb_sniff_is_xml(sb_str front)
{
    if (sb_str_starts(front, SB_S("\xff\xfe<\0")) || sb_str_starts(front, SB_S("\xfe\xff\0<")) ||
        sb_str_starts(front, SB_S("\0<")))
        return true;
    front = sb_str_trim(without_mark(front));
    return front.n && front.p[0] == '<';
}

static const char *format_of_xml(sb_str front, bool *ret_more)
{
    struct sb_xml_root root;
    sb_xml_root(front, &root);
    sb_str space = sb_str_of(root.space), declared = sb_str_of(root.declared);
    bool is_spdx = strcmp(root.name, "Document") == 0 && !space.n;
    *ret_more = root.more && (!root.name[0] || is_spdx);
    if (strcmp(root.doctype, "bom") == 0)
        return "cyclonedx-xml";
    if (strcmp(root.name, "bom") == 0 && sb_str_starts(space, SB_S("http://cyclonedx.org/schema/")))
        return "cyclonedx-xml";
    if (strcmp(root.name, "RDF") == 0 && sb_str_find(declared, SB_S("http://spdx.org/rdf/terms#")) != SB_NPOS)
        return "spdx-rdf";
    return is_spdx && (strcmp(root.child, "spdxVersion") == 0 || strcmp(root.child, "SPDXID") == 0) ? "spdx-xml" : NULL;
}

/* ---- lines ---- */

/* Tag-value and YAML: the first line that says something is a name with a colon, and one of the first is this. */
static const struct {
    const char *line, *format;
} lines[] = {{"SPDXVersion:", "spdx-tag-value"}, {"spdxVersion:", "spdx-yaml"}, {"\"spdxVersion\":", "spdx-yaml"}};

static const char *format_of_lines(sb_str front)
{
    enum { LINES = 64 };
    sb_str line, rest = sb_str_part(without_mark(front), 0, 4096);
    for (unsigned n = 0; n < LINES && rest.n; n++) {
        sb_str_cut(&rest, '\n', &line);
        for (size_t i = 0; i < SB_COUNT(lines); i++)
            if (sb_str_starts(line, sb_str_of(lines[i].line)))
                return lines[i].format;
        line = sb_str_trim(line);
        bool comment = !line.n || line.p[0] == '#' || sb_str_eq(line, SB_S("---"));
        if (!comment && sb_str_chr(line, ':') == SB_NPOS)
            return NULL;
    }
    return NULL;
}

const char *sb_sniff_front(sb_str front, bool *ret_more)
{
    *ret_more = false;
    if (sb_sniff_is_xml(front))
        return format_of_xml(front, ret_more);
    if (sb_protobuf_claims(front))
        return "cyclonedx-protobuf";
    *ret_more = sb_str_trim(without_mark(front)).n == 0;
    return format_of_lines(front);
}

const char *sb_sniff_encoding(sb_str head)
{
    static const struct {
        sb_str begins;
        const char *name;
    } encodings[] = {
        {SB_S("\xff\xfe\0\0"), "UTF-32"}, {SB_S("\0\0\xfe\xff"), "UTF-32"}, {SB_S("{\0\0\0"), "UTF-32"},
        {SB_S("\0\0\0{"), "UTF-32"},      {SB_S("\xff\xfe"), "UTF-16"},     {SB_S("\xfe\xff"), "UTF-16"},
        {SB_S("{\0"), "UTF-16"},          {SB_S("\0{"), "UTF-16"},
    };
    for (size_t i = 0; i < SB_COUNT(encodings); i++)
        if (sb_str_starts(head, encodings[i].begins))
            return encodings[i].name;
    return NULL;
}
