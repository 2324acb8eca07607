#include "carry/xml_watch.h"

/* UTF-16 by its first two bytes; anything else has ASCII in bytes of its own. */
static void find_step(struct sb_xml_watch *watch, sb_str bytes)
{
    bool little = sb_str_starts(bytes, SB_S("\xff\xfe")) || sb_str_starts(bytes, SB_S("<\0"));
    bool big = sb_str_starts(bytes, SB_S("\xfe\xff")) || sb_str_starts(bytes, SB_S("\0<"));
    watch->step = little || big ? 2 : 1;
    watch->skip = big;
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

/* A character that ends in the next bytes. */
static bool see_half(struct sb_xml_watch *watch, sb_str *bytes)
{
    const char whole[2] = {watch->half, bytes->p[0]};
    see(watch, whole[1 - watch->skip] ? 'x' : whole[watch->skip]);
    watch->halved = false;
    *bytes = sb_str_from(*bytes, 1);
    return watch->attributes <= SB_XML_ATTRIBUTES_MAX;
}

bool sb_xml_watch(struct sb_xml_watch *watch, sb_str bytes)
{
    if (!watch->step)
        find_step(watch, bytes);
    if (watch->halved && bytes.n && !see_half(watch, &bytes))
        return false;
    size_t at = pass(watch, bytes, 0);
    for (; at + watch->step <= bytes.n; at = pass(watch, bytes, at + watch->step)) {
        bool ascii = watch->step == 1 || !bytes.p[at + 1 - watch->skip];
        see(watch, ascii ? bytes.p[at + watch->skip] : 'x');
        if (watch->attributes > SB_XML_ATTRIBUTES_MAX)
            return false;
    }
    watch->halved = at < bytes.n;
    watch->half = watch->halved ? bytes.p[at] : '\0';
    return true;
}
