/* What is unusual in the first half of a list is so with more lines behind it. */
#include "collect/accounts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"group", "passwd", "shadow", "sshd_config"};
    struct sb_arena arena = {0};
    sb_str bytes = sb_str_n((const char *)data, size);
    for (size_t i = 0; i < SB_COUNT(names); i++) {
        sb_str name = sb_str_of(names[i]);
        sb_str more = sb_arena_join(&arena, bytes, SB_S("\n"), SB_S("sudo:x:27:more\n"));
        sb_str text = sb_accounts_unusual(name, bytes, &arena);
        if (text.n > SB_ACCOUNTS_BYTES || !sb_str_starts(sb_accounts_unusual(name, more, &arena), text))
            abort();
    }
    sb_arena_done(&arena);
    return 0;
}
