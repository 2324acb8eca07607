#include "formats/sniff.h"

int sb_sniff_json(sb_str head, const struct sb_sniff_mark *marks, size_t n)
{
    int bits = 0;
    sb_str_chop(&head, SB_S("\xef\xbb\xbf"));
    if (!sb_str_starts(sb_str_trim(head), SB_S("{")))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (sb_str_find(head, marks[i].text) != SB_NPOS)
            bits += marks[i].bits;
    return bits;
}
