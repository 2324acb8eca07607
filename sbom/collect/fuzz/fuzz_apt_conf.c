/* What is known to be idle stays so with a blank line and a remark at its end, and no longer with a hook there. */
#include "base/arena.h"
#include "collect/apt_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    sb_str bytes = sb_str_n((const char *)data, size);
    if (sb_apt_conf_is_idle(bytes) &&
        (!sb_apt_conf_is_idle(sb_arena_join(&arena, bytes, SB_S("\n\n// x\n"), SB_STR_NONE)) ||
         sb_apt_conf_is_idle(sb_arena_join(&arena, bytes, SB_S("\nDPkg::Post-Invoke { \"x\"; };\n"), SB_STR_NONE))))
        abort();
    sb_arena_done(&arena);
    return 0;
}
