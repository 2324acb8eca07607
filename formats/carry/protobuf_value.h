/* What protobuf makes of scalars: times are seconds, numbers have no spelling, an empty value may be none. */
#ifndef SB_FORMATS_CARRY_PROTOBUF_VALUE_H
#define SB_FORMATS_CARRY_PROTOBUF_VALUE_H

#include "carry/dialect.h"

struct sb_pb_time {
    int64_t seconds; /* since 1970 */
    int32_t nanos;   /* from 0 to 999,999,999 */
};

enum { SB_PB_TEXT = 48 }; /* room for what the functions below write */

/* RFC 3339, a date alone at its midnight. False for others, and for years that google.protobuf.Timestamp does not have.
 */
SB_MUST bool sb_pb_time_of(sb_str text, struct sb_pb_time *ret_time);
/* With Z and 0, 3, 6 or 9 digits of a second, as protobuf's own JSON has it; IS_DATE: a midnight as a date. Empty for
 * what is no time. */
sb_str sb_pb_time_text(struct sb_pb_time time, bool is_date, char room[SB_PB_TEXT]);
bool sb_pb_is_date(const struct sb_member *row);

/* The bits of a number of JSON in the kind of ROW. False if they cannot hold it. */
SB_MUST bool sb_pb_number_of(const struct sb_member *row, sb_str text, uint64_t *ret_bits);
/* The shortest text that is read as the same bits; empty for what is no number. */
sb_str sb_pb_number_text(const struct sb_member *row, uint64_t bits, char room[SB_PB_TEXT]);

/* The number of a word; of one that is none, but read from protobuf, its own. False: there is none. */
SB_MUST bool sb_pb_word_of(const struct sb_grammar *grammar, const struct sb_member *row, sb_str text,
                           uint64_t *ret_bits);
/* The word of a number, or its digits. */
sb_str sb_pb_word_text(const struct sb_grammar *grammar, const struct sb_member *row, uint64_t bits,
                       char room[SB_PB_TEXT]);

/* How a scalar of ROW, which is a number or a time there, comes back. P NULL: protobuf cannot say it. */
sb_str sb_pb_spelled(const struct sb_member *row, sb_str text, char room[SB_PB_TEXT]);

/* What the field of a plain row says where it is absent. P NULL: nothing. */
sb_str sb_pb_zero(const struct sb_grammar *grammar, const struct sb_member *row);
/* Does a message of TYPE say that ROW is zero, or that its list is empty, where it has no such field? It does where the
 * member must be there, in WAY: the alternative of the object (a bit of `choice`), 0: not one of several. */
bool sb_pb_says_zero(const struct sb_dialect *dialect, const struct sb_object *type, const struct sb_member *row,
                     unsigned way);

#endif
