/* Paragraphs of "Field: value" lines: Debian control files (deb822, Policy 5.1) and, with the same walk, the headers of
 * Python's METADATA (RFC 822). One pass, no copies: values are slices of the input. Lines that begin with # are
 * comments in control files: they are passed over and end the value before them. */
#ifndef SB_TEXT_DEB822_H
#define SB_TEXT_DEB822_H

#include "base/str.h"

enum sb_deb822_event {
    SB_DEB822_FIELD,     /* name, value, line are set */
    SB_DEB822_PARAGRAPH, /* a paragraph ended (also the last one, at the end of input) */
    SB_DEB822_BODY,      /* only with `headers_only`: value = what is behind the first empty line */
    SB_DEB822_BAD_LINE,  /* value = the line, which is neither a field nor a continuation; it is skipped */
    SB_DEB822_TOO_LONG,  /* value = the front of a field longer than max_value; it is skipped */
    SB_DEB822_END,
};

struct sb_deb822 {
    sb_str rest;
    uint32_t next_line;
    bool headers_only; /* one paragraph, then a body */
    bool in_paragraph, in_body;
    size_t max_value; /* 0 = 1 MiB */
    /* of the last event: */
    sb_str name;
    sb_str value;  /* with continuation lines as they stand (newline and leading blank), outer blanks trimmed */
    uint32_t line; /* from 1 */
};

void sb_deb822_init(struct sb_deb822 *reader, sb_str input, bool headers_only);
enum sb_deb822_event sb_deb822_next(struct sb_deb822 *reader);
/* Field names are compared without regard to case. */
bool sb_deb822_is(const struct sb_deb822 *reader, const char *name);

#endif
