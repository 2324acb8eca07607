/* What is unusual in the first half of a list is so with more lines behind it; a user that one of its lines makes root
 * is. */
#include "collect/accounts.h"
#include "collect/image_user.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_up(sb_str bytes, struct sb_arena *arena)
{
    sb_str ids = sb_user_ids(bytes, false, arena), user = bytes;
    sb_str added = sb_user_ids(sb_arena_join(arena, bytes, SB_S("\n"), SB_S("u:x:0:5")), false, arena);
    sb_str groups = sb_user_ids(bytes, true, arena);
    bool cut;
    if (sb_accounts_homes(bytes, arena, &cut).n > SB_ACCOUNTS_BYTES)
        abort();
    sb_str_line(&bytes, &user);
    if (ids.n > SB_USER_IDS_BYTES || groups.n > SB_USER_IDS_BYTES ||
        !(sb_user_rights(SB_S("u"), added, groups) & SB_USER_ROOT) || sb_user_rights(user, ids, groups) > 3)
        abort();
}

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
    look_up(bytes, &arena);
    sb_arena_done(&arena);
    return 0;
}
