/* What the two halves of the JSON carrier share. Private to this folder. */
#ifndef SB_FORMATS_CARRY_JSON_H
#define SB_FORMATS_CARRY_JSON_H

#include "base/sink.h"
#include "carry/event.h"

enum { SB_JSON_FIRST = 2 }; /* CycloneDX has JSON from 1.2 on */

/* TO is a struct sb_json_out. */
bool sb_json_receive(void *to, const struct sb_event *event);
void *sb_json_writer_new(struct sb_sink *sink, uint8_t minor, struct sb_receiver *ret_to);
void sb_json_writer_free(void *writer);

#endif
