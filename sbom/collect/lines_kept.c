#include "base/digest.h"
#include "collect/lines.h"
#include "collect/lines_read.h"

void sb_lines_keep(struct sb_lines_kept *kept, const char *key, sb_str line)
{
    enum { DIGEST = 2 * SB_SHA256_BYTES, BETWEEN = 3 };
    line = sb_str_trim(line);
    if (line.n == 0)
        return;
    kept->cut = kept->cut || kept->text.n + strlen(key) + line.n + BETWEEN > SB_LINES_BYTES - DIGEST;
    if (kept->cut)
        return;
    sb_buf_str(&kept->text, kept->text.n ? SB_S("; ") : SB_STR_NONE);
    sb_buf_str(&kept->text, sb_str_of(key));
    sb_buf_str(&kept->text, *key ? SB_S(" ") : SB_STR_NONE);
    sb_buf_str(&kept->text, line);
}

bool sb_lines_is_remark(sb_str line)
{
    line = sb_str_trim(line);
    return line.n == 0 || line.p[0] == '#' || line.p[0] == ';';
}

bool sb_lines_is_key(sb_str key, const char *wanted)
{
    size_t i = 0;
    for (; i < key.n && wanted[i]; i++) {
        char c = key.p[i] >= 'A' && key.p[i] <= 'Z' ? (char)(key.p[i] + 'a' - 'A') : key.p[i];
        if ((c == '-' ? '_' : c) != wanted[i])
            return false;
    }
    return i == key.n && !wanted[i];
}
