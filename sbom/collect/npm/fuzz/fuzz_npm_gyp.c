/* Any bytes as a file of GYP, and as a file of .bin: commands come sorted, each once, as UTF-8, and within their
 * bounds. */
#include <stdlib.h>

#include "base/utf8.h"
#include "npm/npm_gyp.h"
#include "npm/npm_shim.h"

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            abort();                                                                                                   \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    sb_str bytes = sb_str_n((const char *)data, size);
    const struct sb_npm_gyp *gyp = sb_npm_gyp_read(bytes, &arena);
    REQUIRE(gyp->n <= SB_NPM_GYP_COMMANDS);
    for (size_t i = 0; i < gyp->n; i++) {
        REQUIRE(gyp->commands[i].n > 0 && sb_utf8_valid(gyp->commands[i]));
        REQUIRE(i == 0 || sb_str_cmp(gyp->commands[i - 1], gyp->commands[i]) < 0);
    }
    (void)sb_npm_gyp_is_plain(bytes);
    const struct sb_npm_shim *shim = sb_npm_shim_read(bytes, &arena);
    REQUIRE(shim->target.n < size || size == 0);
    REQUIRE(shim->target.n || shim->modules.n == 0);
    sb_arena_done(&arena);
    return 0;
}
