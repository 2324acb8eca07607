/* One repository, however its address is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "diff/signal_run.h"

static void test_one_key(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "https://Host.test/owner/name",
        "https://host.test/owner/name.git",
        "git://host.test/owner/name/",
        "git@host.test:owner/name.git",
        "https://www.host.test/owner/name#readme",
        "https://u:p@host.test/owner/name?x=1",
        "https://host.test/owner/name/tree/main/part",
        "  https://host.test/owner/name#readme ",
    };
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_arena arena = {0};
        sb_str key = sb_repository_key(sb_str_of(rows[i]), &arena);
        if (!sb_str_eq(key, SB_S("host.test/owner/name")))
            fail_msg("%s: %.*s", rows[i], SB_FMT(key));
        sb_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_key)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
