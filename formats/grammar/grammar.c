#include "grammar/grammar.h"

#include "base/block.h"

static bool is_named(const struct sb_member *row, sb_str name)
{
    return row->name_n == name.n && memcmp(row->name, name.p, name.n) == 0;
}

const struct sb_member *sb_member_named(const struct sb_object *object, sb_str name)
{
    if (name.n == 0)
        return NULL;
    const uint8_t tag = SB_MEMBER_TAG(name.p, name.n);
    for (size_t at = 0; at < object->n; at += sizeof(sb_block)) {
        sb_block block = sb_block_at((const char *)object->tags + at);
        for (uint32_t hits = sb_block_bits((sb_block)(block == tag)); hits; hits &= hits - 1) {
            size_t i = at + (size_t)__builtin_ctz(hits);
            if (i >= object->n)
                break; /* the next object's */
            if (is_named(&object->members[i], name))
                return &object->members[i];
        }
    }
    return NULL;
}

static unsigned shape_of(const struct sb_member *row)
{
    static const uint8_t shapes[] = {
        [SB_MEMBER_OBJECT] = SB_SHAPE_OBJECT,   [SB_MEMBER_TEXT] = SB_SHAPE_TEXT,
        [SB_MEMBER_WORD] = SB_SHAPE_TEXT,       [SB_MEMBER_BOOL] = SB_SHAPE_BOOL,
        [SB_MEMBER_INTEGER] = SB_SHAPE_NUMBER,  [SB_MEMBER_NUMBER] = SB_SHAPE_NUMBER,
        [SB_MEMBER_ANY] = SB_SHAPE_IN_LIST - 1,
    };
    return shapes[row->kind];
}

static bool takes(const struct sb_member *row, unsigned shape)
{
    unsigned value = shape & (SB_SHAPE_IN_LIST - 1);
    return row->list == !!(shape & SB_SHAPE_IN_LIST) && (!value || (value & shape_of(row)));
}

const struct sb_member *sb_member_shaped(const struct sb_object *object, const struct sb_member *first, unsigned shape)
{
    const struct sb_member *end = object->members + object->n;
    for (const struct sb_member *row = first; row < end; row++) {
        if (row != first && !is_named(row, sb_str_n(first->name, first->name_n)))
            return NULL;
        if (takes(row, shape))
            return row;
    }
    return NULL;
}

const struct sb_member *sb_member_find(const struct sb_object *object, sb_str name, unsigned shape)
{
    const struct sb_member *row = sb_member_named(object, name);
    return !row || takes(row, shape) ? row : sb_member_shaped(object, row, shape);
}

const struct sb_word *sb_word_find(const struct sb_words *words, sb_str text)
{
    for (size_t i = 0; i < words->n; i++)
        if (sb_str_eq(text, sb_str_of(words->words[i].text)))
            return &words->words[i];
    return NULL;
}

const struct sb_text_rule *sb_text_rule_at(const struct sb_grammar *grammar, uint16_t rule, uint8_t minor,
                                           enum sb_encoding encoding)
{
    const struct sb_text_rule *first = &grammar->rules[rule], *end = grammar->rules + grammar->rules_n;
    if (rule == 0)
        return NULL;
    for (const struct sb_text_rule *row = first; row < end && strcmp(row->name, first->name) == 0; row++)
        if ((row->encodings & encoding) && row->since <= minor && minor <= row->until)
            return row;
    return NULL;
}
