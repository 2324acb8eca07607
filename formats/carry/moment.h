/* Dates and times as texts: one reader, and what each specification takes of what it read. */
#ifndef SB_FORMATS_CARRY_MOMENT_H
#define SB_FORMATS_CARRY_MOMENT_H

#include "base/str.h"

/* YYYY-MM-DD, a byte between, hh:mm:ss with a fraction, and a zone or none. */
struct sb_moment {
    unsigned hour, minute, second; /* up to 23, 59, 60 */
    char between;
    char zone;    /* '\0': none; Z, z, + or - */
    int offset;   /* of + and -: minutes from Greenwich */
    bool minutes; /* the offset is +hh:mm; else +hh or +hhmm, which the usual validators take, too */
};
/* False: it is none. */
bool sb_moment_of(sb_str text, struct sb_moment *ret_moment);

bool sb_is_date(sb_str text);          /* RFC 3339, full-date */
bool sb_is_date_time(sb_str text);     /* RFC 3339; a blank or t for T is right */
bool sb_is_date_time_lax(sb_str text); /* the same by the usual validators: any offset, leap seconds where days end */
bool sb_is_xsd_date(sb_str text);      /* XML Schema part 2; years of four digits */
bool sb_is_xsd_date_time(sb_str text); /* the same */

#endif
