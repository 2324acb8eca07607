/* The first byte chooses how the rest is read: a start-up file, a marker behind a line with an extra, the head of a
 * script. */
#include <stdlib.h>

#include "python/python_marker.h"
#include "python/python_pth.h"
#include "source/script_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            abort();                                                                                                   \
    } while (0)

static void check_pth(sb_str text, struct sb_arena *arena)
{
    struct py_pth pth;
    sb_python_pth(text, arena, &pth);
    REQUIRE(pth.n_folders <= SB_PYTHON_FOLDERS);
    REQUIRE(pth.known.n == 0 || (sb_str_starts(pth.runs, SB_S("import sys, types, os;")) && pth.n_folders == 0));
    for (size_t i = 0; i < pth.n_folders; i++)
        REQUIRE(pth.folders[i].n > 0);
    sb_str entry = sb_python_start(text);
    REQUIRE(entry.n == 0 || entry.p[0] != '#');
}

static void check_marker(sb_str text, struct sb_arena *arena)
{
    const struct py_environment env = {.python_version = SB_S("3.12"),
                                       .implementation = SB_S("cpython"),
                                       .os_name = SB_S("posix"),
                                       .sys_platform = SB_S("linux")};
    struct py_requirement requirement;
    sb_str extra;
    sb_str_cut(&text, '\n', &extra);
    if (sb_python_requirement(text, &requirement))
        REQUIRE(requirement.name.n > 0 && sb_python_marker(requirement.marker, &env, extra, arena) <= PY_UNKNOWN);
    while (sb_python_next_extra(&requirement.extras, &extra))
        REQUIRE(extra.n > 0);
    size_t before = text.n;
    for (sb_str rest = text; sb_python_marker_extra(&rest, &extra); before = rest.n)
        REQUIRE(rest.n < before);
    sb_python_marker(text, &env, SB_STR_NONE, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_arena arena = {0};
    if (size == 0)
        return 0;
    sb_str text = sb_str_n((const char *)data + 1, size - 1);
    if (data[0] % 3 == 0)
        check_pth(text, &arena);
    else if (data[0] % 3 == 1)
        check_marker(text, &arena);
    else
        REQUIRE(sb_script_head(text) <= text.n);
    sb_arena_done(&arena);
    return 0;
}
