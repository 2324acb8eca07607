#include "source/encoded_bytes.h"

#include <pthread.h>

uint8_t sb_byte_traits[256];
static pthread_once_t tables_once = PTHREAD_ONCE_INIT;

static bool is_between(unsigned c, char first, char last)
{
    return c >= (unsigned char)first && c <= (unsigned char)last;
}

static unsigned traits_of(unsigned c)
{
    unsigned small = is_between(c, 'a', 'z') ? SB_BYTE_SMALL : 0;
    unsigned large = is_between(c, 'A', 'Z') ? SB_BYTE_LARGE : 0;
    unsigned digit = is_between(c, '0', '9') ? SB_BYTE_DIGIT : 0;
    unsigned sign = c == '+' || c == '/' || c == '-' || c == '_' ? SB_BYTE_SIGN : 0;
    bool word = small || large || c == '_';
    unsigned hex = digit || is_between(c, 'a', 'f') || is_between(c, 'A', 'F') ? SB_BYTE_HEX : 0;
    unsigned name = word && c != 'c' && c != 'h' && c != 'r' ? SB_BYTE_NAME : 0;
    return small | large | digit | sign | hex | (word || c == '.' ? SB_BYTE_GOES_ON : 0) | name;
}

static void make_tables(void)
{
    for (unsigned c = 0; c < 256; c++)
        sb_byte_traits[c] = (uint8_t)traits_of(c);
}

void sb_byte_traits_init(void)
{
    pthread_once(&tables_once, make_tables);
}
