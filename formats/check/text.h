/* What a text must look like, as the validators of JSON schema see it. */
#ifndef SB_CHECK_TEXT_H
#define SB_CHECK_TEXT_H

#include "grammar/grammar.h"

/* The patterns of the grammar, whole texts: regular expressions of the schemas, and formats. */
bool sb_text_fits(enum sb_text_pattern pattern, sb_str text);
/* Is it one of JSON schema's formats, not a regular expression? */
bool sb_text_is_format(enum sb_text_pattern pattern);
/* "a date and time (RFC 3339)", to stand behind "is not". */
const char *sb_text_name(enum sb_text_pattern pattern);
size_t sb_text_points(sb_str text); /* code points */

/* Formats as the validators of JSON schema see them, to the last rule of their RFCs (text_format.c). */
bool sb_format_iri_reference(sb_str text);
bool sb_format_uri(sb_str text);
bool sb_format_mail(sb_str text);

#endif
