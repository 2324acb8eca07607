/* A normal form is its own normal form, a key its own key, and both forms of one expression have the same key. */
#include "id/licence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    struct sb_err err = {0};
    sb_str text = sb_str_n((const char *)data, size), normal, again;
    sb_str key = sb_licence_key(text, &arena);
    require(sb_str_eq(key, sb_licence_key(key, &arena)));
    if (sb_licence_parse(text, &arena, &normal, &err) == SB_OK) {
        require(sb_licence_parse(normal, &arena, &again, &err) == SB_OK);
        require(sb_str_eq(normal, again));
        require(sb_str_eq(key, sb_licence_key(normal, &arena)));
        require(sb_licence_parse(key, &arena, &again, &err) == SB_OK);
    } else {
        require(err.rc == SB_E_SYNTAX && normal.n == 0);
    }
    sb_licence_of_classifier(text);
    sb_str debian = sb_licence_of_debian(text, &arena);
    require(!debian.n || sb_licence_parse(debian, &arena, &again, &err) == SB_OK);
    sb_arena_done(&arena);
    return 0;
}
