/* Any bytes as a lock file: the entries come sorted, each once, inside the project, and are found again. */
#include <stdlib.h>

#include "collect/npm_source.h"
#include "npm/npm_lock.h"

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            abort();                                                                                                   \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    const struct sb_npm_lock *lock = sb_npm_lock_read(sb_str_n((const char *)data, size), &arena);
    for (size_t i = 0; i < lock->n; i++) {
        const struct sb_npm_entry *entry = &lock->entries[i];
        REQUIRE(i == 0 || sb_str_cmp(lock->entries[i - 1].location, entry->location) < 0);
        REQUIRE(entry->location.n == 0 || entry->location.p[0] != '/');
        REQUIRE(sb_npm_lock_find(lock, entry->location) == entry);
        for (size_t s = 0; s < SB_NPM_SCOPES; s++)
            for (size_t d = 0; d < entry->deps[s].n && d < 64; d++) {
                sb_str name = entry->deps[s].p[d].name;
                const struct sb_npm_entry *to = sb_npm_lock_resolve(lock, entry->location, name);
                REQUIRE(!to || sb_str_ends(to->location, name));
            }
        struct sb_npm_source source = sb_npm_source_of(entry->resolved, &arena);
        REQUIRE(source.kind || source.url.n == 0);
        sb_str url = sb_npm_repository_url(entry->resolved, &arena);
        sb_str key = sb_npm_repository_key(url, &arena);
        REQUIRE(key.n <= url.n + sizeof "https://");
    }
    sb_arena_done(&arena);
    return 0;
}
