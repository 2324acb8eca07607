/* A normal form is its own normal form, a key its own key, and both forms of one expression have the same key. */
#include "id/licence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static sb_str other(void *ctx, sb_str name)
{
    return sb_licence_ref(name, name, ctx);
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
    sb_str named = sb_licence_of_name(text, &arena);
    require(!named.n || sb_licence_parse(named, &arena, &again, &err) == SB_OK);
    sb_licence_of_classifier(text, &arena);
    sb_licence_of_text(text, &arena);
    sb_str own = sb_licence_without_documents(normal, &arena);
    require(!own.n || sb_licence_parse(own, &arena, &again, &err) == SB_OK);
    sb_str debian = sb_licence_of_debian(text, &arena, NULL, NULL);
    require(!debian.n || sb_licence_parse(debian, &arena, &again, &err) == SB_OK);
    debian = sb_licence_of_debian(text, &arena, other, &arena);
    require(!debian.n || sb_licence_parse(debian, &arena, &again, &err) == SB_OK);
    sb_str rpm = sb_licence_of_rpm(text, &arena, NULL, NULL);
    require(!rpm.n || sb_licence_parse(rpm, &arena, &again, &err) == SB_OK);
    rpm = sb_licence_of_rpm(text, &arena, other, &arena);
    require(!rpm.n || sb_licence_parse(rpm, &arena, &again, &err) == SB_OK);
    sb_arena_done(&arena);
    return 0;
}
