#include "carry/xml_watch.h"

/* UTF-16 by its first two bytes; anything else has ASCII in bytes of its own. */
static void find_step(struct sb_xml_watch *watch, sb_str bytes)
{
    bool little = sb_str_starts(bytes, SB_S("\xff\xfe")) || sb_str_starts(bytes, SB_S("<\0"));
    bool big = sb_str_starts(bytes, SB_S("\xfe\xff")) || sb_str_starts(bytes, SB_S("\0<"));
    watch->step = little || big ? 2 : 1;
    watch->skip = big;
    watch->line = 1;
    watch->line_start = sb_str_starts(bytes, SB_S("\xef\xbb\xbf")) ? 3 : 0;
}

static void hide(struct sb_xml_watch *watch, char quote, unsigned needs)
{
    watch->state = SB_XML_HIDDEN;
    watch->quote = quote;
    watch->needs = needs;
    watch->met = 0;
}

static void open_tag(struct sb_xml_watch *watch, char c)
{
    watch->attributes = 0;
    watch->state = c == '!' ? SB_XML_BANG : SB_XML_TAG;
    if (c == '?')
        hide(watch, '?', 1);
}

static void in_tag(struct sb_xml_watch *watch, char c)
{
    watch->attributes += c == '=';
    if (c == '>')
        watch->state = SB_XML_TEXT_STATE;
    if (c == '"' || c == '\'') {
        watch->state = SB_XML_QUOTED;
        watch->quote = c;
    }
}

static void in_hidden(struct sb_xml_watch *watch, char c)
{
    if (c == '>' && watch->met >= watch->needs)
        watch->state = SB_XML_TEXT_STATE;
    watch->met = c == watch->quote ? watch->met + 1 : 0;
}

static void see(struct sb_xml_watch *watch, char c)
{
    switch (watch->state) {
    case SB_XML_TEXT_STATE: watch->state = c == '<' ? SB_XML_OPEN : SB_XML_TEXT_STATE; break;
    case SB_XML_OPEN: open_tag(watch, c); break;
    case SB_XML_TAG: in_tag(watch, c); break;
    case SB_XML_QUOTED: watch->state = c == watch->quote ? SB_XML_TAG : SB_XML_QUOTED; break;
    case SB_XML_BANG:
        watch->state = SB_XML_TAG;
        if (c == '-' || c == '[')
            hide(watch, c == '-' ? '-' : ']', 2);
        break;
    case SB_XML_HIDDEN: in_hidden(watch, c); break;
    }
}

/* Where a run ends that changes nothing: in texts and in values, by far the most bytes. */
static size_t pass(const struct sb_xml_watch *watch, sb_str bytes, size_t at)
{
    char stop = watch->state == SB_XML_QUOTED ? watch->quote : '<';
    if (watch->step != 1 || (watch->state != SB_XML_TEXT_STATE && watch->state != SB_XML_QUOTED))
        return at;
    size_t found = sb_str_chr(sb_str_from(bytes, at), stop);
    return found == SB_NPOS ? bytes.n : at + found;
}

/* ---- places ---- */

static void end_line(struct sb_xml_watch *watch, uint64_t behind)
{
    watch->line++;
    watch->line_start = behind;
}

static void count_lines(struct sb_xml_watch *watch, sb_str bytes, size_t from, size_t to)
{
    const char *p = bytes.p + from, *end = bytes.p + to, *newline;
    for (; p < end && (newline = memchr(p, '\n', (size_t)(end - p))) != NULL; p = newline + 1)
        end_line(watch, watch->seen + (uint64_t)(newline + 1 - bytes.p));
}

/* C, which ends at offset BEHIND, is seen; it may be the first of a start tag's name. */
static void see_with_place(struct sb_xml_watch *watch, char c, uint64_t behind)
{
    bool opened = watch->state == SB_XML_OPEN && c != '/';
    see(watch, c);
    if (!watch->places)
        return;
    if (opened && watch->state == SB_XML_TAG)
        *SB_PUSH(&watch->starts) =
            (struct sb_xml_spot){watch->line, watch->step == 1 ? (uint32_t)(behind - 1 - watch->line_start) : 0};
    if (c == '\n')
        end_line(watch, behind);
}

struct sb_xml_spot sb_xml_watch_start(struct sb_xml_watch *watch)
{
    if (watch->told == watch->starts.n)
        return (struct sb_xml_spot){0};
    struct sb_xml_spot place = watch->starts.p[watch->told++];
    if (watch->told == watch->starts.n)
        watch->told = watch->starts.n = 0;
    return place;
}

void sb_xml_watch_done(struct sb_xml_watch *watch)
{
    sb_free(watch->starts.p);
}

/* ---- bytes ---- */

/* A character that ends in the next bytes. */
static bool see_half(struct sb_xml_watch *watch, sb_str *bytes)
{
    const char whole[2] = {watch->half, bytes->p[0]};
    see_with_place(watch, whole[1 - watch->skip] ? 'x' : whole[watch->skip], watch->seen + 1);
    watch->halved = false;
    *bytes = sb_str_from(*bytes, 1);
    watch->seen++;
    return watch->attributes <= SB_XML_ATTRIBUTES_MAX;
}

bool sb_xml_watch(struct sb_xml_watch *watch, sb_str bytes)
{
    size_t before = 0, at;
    if (!watch->step)
        find_step(watch, bytes);
    if (watch->halved && bytes.n && !see_half(watch, &bytes))
        return false;
    while ((at = pass(watch, bytes, before)) + watch->step <= bytes.n) {
        if (watch->places)
            count_lines(watch, bytes, before, at);
        bool ascii = watch->step == 1 || !bytes.p[at + 1 - watch->skip];
        before = at + watch->step;
        see_with_place(watch, ascii ? bytes.p[at + watch->skip] : 'x', watch->seen + before);
        if (watch->attributes > SB_XML_ATTRIBUTES_MAX)
            return false;
    }
    if (watch->places)
        count_lines(watch, bytes, before, at);
    watch->halved = at < bytes.n;
    watch->half = watch->halved ? bytes.p[at] : '\0';
    watch->seen += bytes.n;
    return true;
}
