/* Whether an expression leaves a way that is allowed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the ones above first */
#include <cmocka.h>

#include "id/licence_choice.h"

/* The fine ones, with commas around. */
static bool fine(void *ctx, sb_str licence)
{
    char text[128];
    snprintf(text, sizeof text, ",%.*s,", SB_FMT(licence));
    return strstr(ctx, text) != NULL;
}

static void test_choice(void **state)
{
    static const struct {
        const char *expression;
        char list[64];
        bool holds;
    } rows[] = {
        {"MIT", ",MIT,", true},
        {"MIT", ",ISC,", false},
        {"MIT OR ISC", ",ISC,", true},
        {"MIT AND ISC", ",ISC,", false},
        {"MIT AND ISC", ",ISC,MIT,", true},
        {"(MIT OR GPL-2.0-only) AND ISC", ",ISC,MIT,", true},
        {"(MIT OR GPL-2.0-only) AND ISC", ",ISC,", false},
        {"MIT AND ISC OR Zlib", ",Zlib,", true},
        {"Zlib OR MIT AND ISC", ",MIT,", false},
        {"((MIT AND (ISC OR Zlib)) OR BSD-2-Clause) AND 0BSD", ",MIT,Zlib,0BSD,", true},
        {"GPL-2.0-only WITH Classpath-exception-2.0", ",GPL-2.0-only,", false},
        {"GPL-2.0-only WITH Classpath-exception-2.0 OR MIT", ",GPL-2.0-only WITH Classpath-exception-2.0,", true},
        {"GPL-2.0", ",GPL-2.0-only,", true},
        {"LicenseRef-a OR LicenseRef-b", ",LicenseRef-b,", true},
        {"see the file (or not)", ",see the file (or not),", true},
        {"see the file OR MIT", ",MIT,", false},
    };
    (void)state;
    for (size_t i = 0; i < SB_COUNT(rows); i++) {
        struct sb_arena arena = {0};
        char list[64];
        memcpy(list, rows[i].list, sizeof list);
        sb_str key = sb_licence_key(sb_str_of(rows[i].expression), &arena);
        if (sb_licence_holds(key, fine, list) != rows[i].holds)
            fail_msg("%s with %s", rows[i].expression, rows[i].list);
        sb_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_choice)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
