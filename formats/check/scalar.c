/* What the columns of the grammar say of a text: words, patterns, formats, lengths. */
#include "check/state.h"
#include "check/text.h"
#include "id/licence.h"

static void find_word(struct sb_check *check, const struct sb_event *event, const struct sb_words *words,
                      const struct sb_word *word)
{
    if (word)
        sb_check_find(check, SB_V_WORD, event, "%s came to %s with 1.%u", sb_quoted(check, event->text), words->name,
                      word->since);
    else
        sb_check_find(check, SB_V_WORD, event, "%s is no word of %s", sb_quoted(check, event->text), words->name);
}

static void look_at_word(struct sb_check *check, const struct sb_event *event)
{
    const struct sb_words *words = &check->grammar->words[event->row->type];
    const struct sb_word *word = sb_word_find(words, event->text);
    if (check->dialect.encoding == SB_IN_XML &&
        (words->xml_open || event->row == &check->grammar->members[SB_CDX_ROW_BOM_BOM_FORMAT]))
        return; /* the latter is said by the namespace */
    if (check->dialect.encoding == SB_IN_XML && !event->text.n &&
        event->row == &check->grammar->members[SB_CDX_ROW_COMPONENT_SCOPE])
        return; /* its schema has a default for an empty one */
    if (!word || word->since > check->dialect.minor)
        find_word(check, event, words, word);
}

/* An identifier of the list that the schema knows; what came to it later is told so. */
static void look_at_licence(struct sb_check *check, const struct sb_event *event, const struct sb_text_rule *rule)
{
    const struct sb_licence_row *row = sb_licence_find(event->text);
    if (row && sb_str_eq(event->text, sb_str_of(row->id)) && row->since <= rule->edition)
        return;
    if (!row)
        sb_check_find(check, SB_V_WORD, event, "%s is not on the SPDX licence list", sb_quoted(check, event->text));
    else if (row->since > rule->edition)
        sb_check_find(check, SB_V_WORD, event, "%s came to the SPDX licence list with %u.%u, and the schema has %u.%u",
                      sb_quoted(check, event->text), row->since / 100u, row->since % 100u, rule->edition / 100u,
                      rule->edition % 100u);
    else
        sb_check_find(check, SB_V_WORD, event, "%s is written \"%s\" on the SPDX licence list",
                      sb_quoted(check, event->text), row->id);
}

static void look_at_length(struct sb_check *check, const struct sb_event *event, const struct sb_text_rule *rule)
{
    if (event->text.n < rule->least || (rule->least > 1 && sb_text_points(event->text) < rule->least))
        sb_check_find(check, SB_V_LENGTH, event, "%s has fewer characters than %u", sb_quoted(check, event->text),
                      rule->least);
    else if (rule->most && event->text.n > rule->most && sb_text_points(event->text) > rule->most)
        sb_check_find(check, SB_V_LENGTH, event, "%s has more than %u characters", sb_quoted(check, event->text),
                      rule->most);
}

static void look_at_text(struct sb_check *check, const struct sb_event *event)
{
    const struct sb_text_rule *rule = sb_row_rule(&check->dialect, event->row);
    if (!rule || (rule->strict_only && !check->what->strict))
        return;
    const struct sb_words *words = rule->words ? &check->grammar->words[rule->words] : NULL;
    if (words && sb_word_find(words, event->text))
        return;
    enum sb_text_pattern pattern = (enum sb_text_pattern)rule->pattern;
    if (pattern == SB_TEXT_WORD)
        find_word(check, event, words, NULL);
    else if (pattern == SB_TEXT_LICENCE_ID)
        look_at_licence(check, event, rule);
    else if (!sb_text_fits(pattern, event->text))
        sb_check_find(check, sb_text_is_format(pattern) ? SB_V_FORMAT : SB_V_PATTERN, event, "%s is not %s",
                      sb_quoted(check, event->text), sb_text_name(pattern));
    look_at_length(check, event, rule);
}

void sb_scalar_text(struct sb_check *check, const struct sb_event *event)
{
    if (event->row->kind == SB_MEMBER_WORD)
        look_at_word(check, event);
    else
        look_at_text(check, event);
}
