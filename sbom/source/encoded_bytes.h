/* Inside of the summary: what single bytes of an encoded run are. */
#ifndef SB_SOURCE_ENCODED_BYTES_H
#define SB_SOURCE_ENCODED_BYTES_H

#include "base/base.h"

/* What a byte is. The first four are the classes that a chunk is made of; random ones go from one of them to another at
 * every second byte, words do not. */
enum {
    SB_BYTE_SMALL = 1,
    SB_BYTE_LARGE = 2,
    SB_BYTE_DIGIT = 4,
    SB_BYTE_SIGN = 8,
    SB_BYTE_IN_CHUNK = SB_BYTE_SMALL | SB_BYTE_LARGE | SB_BYTE_DIGIT | SB_BYTE_SIGN,
    SB_BYTE_HEX = 16,
    SB_BYTE_GOES_ON = 32, /* behind a number: it is a part of something longer */
    SB_BYTE_NAME = 64     /* a letter of something else than chr() */
};
extern uint8_t sb_byte_traits[256];
void sb_byte_traits_init(void); /* once or often, from any thread */

static inline bool sb_byte_is_in_chunk(char c)
{
    return sb_byte_traits[(unsigned char)c] & SB_BYTE_IN_CHUNK;
}

static inline bool sb_byte_goes_on(unsigned char c)
{
    return sb_byte_traits[c] & SB_BYTE_GOES_ON;
}

/* Of the bytes before a pair: \x, 0x, 0X, % and \u00. */
static inline bool sb_pair_is_opened(uint64_t bytes)
{
    return (bytes & 0xffff) == 0x5c78 || (bytes & 0xffdf) == 0x3058 || (bytes & 0xff) == '%' ||
           (bytes & 0xffffffff) == 0x5c753030;
}

#endif
