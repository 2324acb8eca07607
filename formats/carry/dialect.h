/* A version of a specification in one encoding: what the rows of the grammar say for it. */
#ifndef SB_FORMATS_CARRY_DIALECT_H
#define SB_FORMATS_CARRY_DIALECT_H

#include "grammar/grammar.h"

struct sb_dialect {
    const struct sb_grammar *grammar;
    uint8_t minor;
    uint8_t encoding; /* enum sb_encoding */
};

static inline bool sb_dialect_same(const struct sb_dialect *a, const struct sb_dialect *b)
{
    return a->minor == b->minor && a->encoding == b->encoding;
}

static inline bool sb_row_in(const struct sb_dialect *dialect, const struct sb_member *row)
{
    if (dialect->encoding == SB_IN_PROTOBUF)
        return sb_member_in_pb(row, dialect->minor);
    return dialect->encoding == SB_IN_XML ? sb_member_in_xml(row, dialect->minor) : sb_member_in(row, dialect->minor);
}

static inline bool sb_row_needed(const struct sb_dialect *dialect, const struct sb_member *row)
{
    return dialect->encoding == SB_IN_XML ? sb_member_needed_in_xml(row, dialect->minor)
                                          : sb_member_needed(row, dialect->minor);
}

static inline const struct sb_text_rule *sb_row_rule(const struct sb_dialect *dialect, const struct sb_member *row)
{
    enum sb_encoding encoding = dialect->encoding == SB_IN_XML ? SB_IN_XML : SB_IN_JSON;
    return sb_text_rule_at(dialect->grammar, row->type, dialect->minor, encoding);
}

/* Of a list: how many values it must have, where it has to be there; XML asks for more of some. */
static inline size_t sb_row_least(const struct sb_dialect *dialect, const struct sb_member *row)
{
    return dialect->encoding == SB_IN_XML && row->xml_least ? row->xml_least : row->least;
}

/* Can each alternative be said there? What cannot be is not asked for: protobuf has no signatures. */
bool sb_choice_sayable(const struct sb_dialect *dialect, const struct sb_object *type, const struct sb_choice *choice);

/* NULL, or what is wrong with a scalar of ROW there, to stand behind "takes": "no such word here". What no dialect sees
 * otherwise than another is not looked at. */
const char *sb_unfit(const struct sb_dialect *dialect, const struct sb_member *row, sb_str text);
/* XML Schema part 2, anyURI, as libxml2's validator sees it. */
bool sb_is_any_uri(sb_str text);

#endif
