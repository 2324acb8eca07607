/* What holds of the reports that are markup, whatever an inventory says: shared by the harness and the tests. */
#ifndef SB_REPORT_FUZZ_PAGE_SHAPE_H
#define SB_REPORT_FUZZ_PAGE_SHAPE_H

#include "report/fuzz/shape.h"

static inline bool starts_with_one_of(sb_str text, const char *const *list)
{
    while (*list && !sb_str_starts(text, sb_str_of(*list)))
        list++;
    return *list;
}

/* One line that is in no block of code: what is in no span of code is no markup but ours. */
static inline bool is_markdown_line(sb_str line)
{
    static const char *const ours[] = {"<!-- sbom-diff -->", "<details>",  "<summary>",
                                       "</summary>",         "</details>", NULL};
    bool code = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '`')
            code = !code;
        else if (!code && line.p[i] == '\\')
            i++;
        else if (!code && line.p[i] == '<' && !starts_with_one_of(sb_str_from(line, i), ours))
            return false;
        else if (!code && sb_is_in(line.p[i], "@[]~$"))
            return false;
    }
    return !code;
}

static inline bool is_markdown(sb_str page)
{
    enum { MOST = 65000 };
    sb_str line, fence = SB_STR_NONE;
    if (page.n > MOST || !is_plain(page))
        return false;
    while (sb_str_line(&page, &line)) {
        if (fence.n)
            fence = sb_str_eq(line, fence) ? SB_STR_NONE : fence;
        else if (sb_str_starts(line, SB_S("```")) && sb_str_chop_end(&line, SB_S("sh")))
            fence = line;
        else if (!is_markdown_line(line))
            return false;
    }
    return !fence.n;
}

/* Between style and script each "<" begins an element of ours, and what is in its attributes ends with it. */
static inline bool is_html(sb_str page)
{
    static const char *const ours[] = {
        "/",     "a ",       "article ", "body>",   "caption ", "code>",  "dd ",    "dd>", "details",
        "div ",  "div>",     "dl ",      "dl>",     "dt>",      "h1>",    "h2 ",    "h2>", "h3>",
        "head>", "header ",  "li ",      "li>",     "main ",    "nav ",   "ol ",    "p ",  "p>",
        "pre>",  "section ", "span ",    "strong ", "summary>", "table ", "tbody>", "td ", "td>",
        "th ",   "thead>",   "tr ",      "tr>",     "ul ",      "ul>",    NULL};
    size_t from = sb_str_find(page, SB_S("</style>")), to = sb_str_find(page, SB_S("<script>"));
    if (!is_plain(page) || from == SB_NPOS || to == SB_NPOS || to < from)
        return false;
    sb_str rest = sb_str_part(page, from, to - from), text;
    sb_str_cut(&rest, '<', &text);
    while (rest.n) {
        size_t end = sb_str_chr(rest, '>'), quotes = 0;
        for (size_t i = 0; end != SB_NPOS && i < end; i++)
            quotes += rest.p[i] == '"';
        if (!starts_with_one_of(rest, ours) || end == SB_NPOS || quotes % 2)
            return false;
        sb_str_cut(&rest, '<', &text);
    }
    return true;
}

#endif
