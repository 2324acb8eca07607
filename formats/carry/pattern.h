/* Texts of a shape: the patterns of the schemas, as their validators see them. */
#ifndef SB_FORMATS_CARRY_PATTERN_H
#define SB_FORMATS_CARRY_PATTERN_H

#include "base/str.h"

bool sb_is_one_line(sb_str text);      /* for the dot of ECMAScript: without U+000A, U+000D, U+2028, U+2029 */
bool sb_is_iri_reference(sb_str text); /* RFC 3987, as far as a byte alone can be wrong */
bool sb_is_in_no_iri(char c);
bool sb_is_mail(sb_str text);             /* RFC 6531, as far as its parts go */
bool sb_is_serial(sb_str text);           /* urn:uuid:... */
bool sb_is_serial_or_braces(sb_str text); /* or {...} */
bool sb_is_cpe(sb_str text);              /* CPE 2.2 URI or 2.3 formatted string, as the XSD has them */

#endif
