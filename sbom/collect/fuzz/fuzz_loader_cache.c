/* What a cache of the loader says stays in its lines; what settings name is ordinary, and what is renamed never is. */
#include "base/base.h"
#include "collect/loader_cache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each has its arrow, and nothing that a terminal would obey. */
static void check_lines(sb_str lines)
{
    sb_str line;
    if (lines.n > SB_LOADER_CACHE_BYTES)
        abort();
    while (sb_str_line(&lines, &line)) {
        if (sb_str_find(line, SB_S(" => ")) == SB_NPOS)
            abort();
        for (size_t i = 0; i < line.n; i++)
            if ((unsigned char)line.p[i] < ' ')
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    sb_str bytes = sb_str_n((const char *)data, size);
    bool elsewhere;
    sb_str folders = sb_loader_settings(bytes, &arena, &elsewhere);
    struct sb_loader_cache cache = sb_loader_cache(bytes, &arena);
    check_lines(cache.renamed);
    check_lines(cache.folders);
    sb_str odd = sb_loader_odd(&cache, folders, elsewhere, &arena);
    sb_str all = sb_loader_odd(&cache, SB_STR_NONE, false, &arena);
    if (odd.n > all.n || (cache.renamed.n && !odd.n) || ((cache.renamed.n || cache.folders.n) && !cache.known))
        abort();
    sb_arena_done(&arena);
    return 0;
}
