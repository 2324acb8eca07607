/* What a report for machines must be, whatever it holds. Private to the harness of the reports. */
#ifndef SB_REPORT_FUZZ_SHAPE_H
#define SB_REPORT_FUZZ_SHAPE_H

#include "text/json_read.h"

static inline bool is_json(sb_str text)
{
    struct sb_json *reader = sb_json_new(text, 0);
    enum sb_json_event event;
    do
        event = sb_json_next(reader);
    while (event != SB_JSON_ERROR && event != SB_JSON_DONE);
    sb_json_free(reader);
    return event == SB_JSON_DONE;
}

/* No control character but the line feed. */
static inline bool is_plain(sb_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 && text.p[i] != '\n')
            return false;
    return true;
}

/* Text or the value of an attribute: each "&" begins a reference, and nothing else is markup. */
static inline bool is_xml_text(sb_str text)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#x9;", "&#xA;", "&#xD;"};
    size_t at;
    if (sb_str_chr(text, '<') != SB_NPOS || !is_plain(text))
        return false;
    while ((at = sb_str_chr(text, '&')) != SB_NPOS) {
        bool known = false;
        text = sb_str_from(text, at);
        for (size_t i = 0; i < SB_COUNT(references); i++)
            known = known || sb_str_starts(text, sb_str_of(references[i]));
        if (!known)
            return false;
        text = sb_str_from(text, 1);
    }
    return true;
}

/* name="..." name="..."; a ">" in a value is escaped. */
static inline bool are_attributes(sb_str text)
{
    sb_str name, value;
    while (sb_str_trim(text).n) {
        if (!sb_str_cut(&text, '=', &name) || !sb_str_chop(&text, SB_S("\"")) || !sb_str_cut(&text, '"', &value) ||
            !is_xml_text(value))
            return false;
    }
    return true;
}

/* Elements end in the order in which they began, and one is around all. */
static inline bool is_xml(sb_str text)
{
    enum { DEPTH = 8 };
    sb_str open[DEPTH], before, tag, name;
    size_t n = 0;
    if (!sb_str_chop(&text, SB_S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")))
        return false;
    while (sb_str_cut(&text, '<', &before)) {
        if (!is_xml_text(before) || !sb_str_cut(&text, '>', &tag))
            return false;
        if (sb_str_chop(&tag, SB_S("/"))) {
            if (!n || !sb_str_eq(open[--n], tag))
                return false;
            continue;
        }
        bool whole = sb_str_chop_end(&tag, SB_S("/"));
        bool more = sb_str_cut(&tag, ' ', &name);
        if ((more && !are_attributes(tag)) || (!whole && n == DEPTH))
            return false;
        if (!whole)
            open[n++] = name;
    }
    return n == 0 && sb_str_eq(before, SB_S("\n"));
}

/* Each line is one of three commands, and there are no more than a host shows. */
static inline bool is_annotations(sb_str text)
{
    static const char *const commands[] = {"::error ", "::warning ", "::notice "};
    enum { MOST = 21 };
    sb_str line;
    size_t n = 0;
    if (!is_plain(text))
        return false;
    for (; sb_str_line(&text, &line); n++) {
        bool known = false;
        for (size_t i = 0; i < SB_COUNT(commands); i++)
            known = known || sb_str_starts(line, sb_str_of(commands[i]));
        if (!known)
            return false;
    }
    return n && n <= MOST;
}

#endif
