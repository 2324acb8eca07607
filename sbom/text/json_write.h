/* A streaming JSON writer over a sink. Misuse (a key in an array, an end without a begin) sets SB_E_BUG on the sink.
 * Text that is no UTF-8 is written with \xHH (as text, so "\\xHH" in JSON); controls as \n, \t and so on or \u00HH. */
#ifndef SB_TEXT_JSON_WRITE_H
#define SB_TEXT_JSON_WRITE_H

#include "base/sink.h"

enum { SB_JSON_OUT_DEPTH = 257 }; /* open containers, and the document around them */

struct sb_json_out {
    struct sb_sink *sink;
    bool pretty; /* two blanks a level; else no white space at all */
    uint16_t depth;
    bool after_key;
    uint8_t kind[SB_JSON_OUT_DEPTH]; /* of the open containers: '{' or '[' */
    bool filled[SB_JSON_OUT_DEPTH];  /* whether something is in it already */
    bool counted[SB_JSON_OUT_DEPTH]; /* whether something is in it that is not apart */
    bool apart;
};

void sb_json_out(struct sb_json_out *json, struct sb_sink *sink, bool pretty);
/* Items that are written while it is APART do not go into the digest of the sink: that is over the document as it would
 * be without them, commas and line breaks, too. */
void sb_json_apart(struct sb_json_out *json, bool apart);
void sb_json_begin(struct sb_json_out *json, char kind); /* '{' or '[' */
void sb_json_end(struct sb_json_out *json);
void sb_json_key(struct sb_json_out *json, const char *key);
void sb_json_key_str(struct sb_json_out *json, sb_str key);
void sb_json_str(struct sb_json_out *json, sb_str text);
void sb_json_u64(struct sb_json_out *json, uint64_t value);
void sb_json_i64(struct sb_json_out *json, int64_t value);
void sb_json_bool(struct sb_json_out *json, bool value);
void sb_json_null(struct sb_json_out *json);
/* JSON text that is known to be valid; written as it stands (in pretty mode, too). */
void sb_json_raw(struct sb_json_out *json, sb_str text);
/* key and value in one call; nothing if the text is empty */
void sb_json_pair(struct sb_json_out *json, const char *key, sb_str text);
/* The same of other values; of a text in any case, or null for an empty one. */
void sb_json_pair_text(struct sb_json_out *json, const char *key, sb_str text);
void sb_json_pair_or_null(struct sb_json_out *json, const char *key, sb_str text);
void sb_json_pair_u64(struct sb_json_out *json, const char *key, uint64_t value);
void sb_json_pair_bool(struct sb_json_out *json, const char *key, bool value);
/* Only the string literal with its quotes, to a buffer. */
void sb_json_quote(struct sb_buf *buf, sb_str text);

#endif
