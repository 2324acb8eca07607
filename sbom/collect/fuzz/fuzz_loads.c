/* What settings load is the same, and comes first, with more lines behind them. */
#include "base/base.h"
#include "collect/loads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const files[][2] = {
        {"etc/nginx", "nginx.conf"}, {"data", "postgresql.conf"}, {"etc", "my.cnf"}, {"boot/grub", "grub.cfg"}};
    struct sb_arena arena = {0};
    sb_str bytes = sb_str_n((const char *)data, size);
    for (size_t i = 0; i < SB_COUNT(files); i++) {
        sb_str dir = sb_str_of(files[i][0]), name = sb_str_of(files[i][1]);
        sb_str more = sb_arena_join(&arena, bytes, SB_S("\n"), SB_S("x\n"));
        sb_str text = sb_loads(dir, name, bytes, &arena);
        if (text.n > SB_LOADS_BYTES || (i && !sb_str_starts(sb_loads(dir, name, more, &arena), text)))
            abort();
    }
    sb_arena_done(&arena);
    return 0;
}
