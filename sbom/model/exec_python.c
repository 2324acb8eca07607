/* What Python runs by its place: start-up files of a site folder, and modules that are imported at every start. */
#include "model/exec_place.h"

/* "python3.11", not "python3" (where Debian keeps dist-packages, which is no import path itself). */
static bool is_python_folder(sb_str name)
{
    size_t digits = 0;
    sb_str major;
    if (!sb_str_chop(&name, SB_S("python")) || !sb_str_cut(&name, '.', &major) || major.n != 1 ||
        !sb_is_digit(*major.p))
        return false;
    while (digits < name.n && sb_is_digit(name.p[digits]))
        digits++;
    return digits > 0 && digits == name.n;
}

/* As source, byte code without source, or an extension module (x.cpython-311-x86_64-linux-gnu.so, x.so, x.pyd). */
static bool is_module(sb_str name, sb_str module)
{
    if (!sb_str_chop(&name, module) || name.n == 0 || name.p[0] != '.')
        return false;
    return sb_str_eq(name, SB_S(".py")) || sb_str_eq(name, SB_S(".pyc")) || sb_str_ends(name, SB_S(".so")) ||
           sb_str_ends(name, SB_S(".pyd"));
}

static enum sb_exec_kind python_module(sb_str name)
{
    if (is_module(name, SB_S("sitecustomize")))
        return SB_EXEC_PY_SITECUSTOMIZE;
    return is_module(name, SB_S("usercustomize")) ? SB_EXEC_PY_USERCUSTOMIZE : SB_EXEC_COUNT;
}

enum sb_exec_kind sb_exec_python(sb_str folder, sb_str name)
{
    static const char *const sites[] = {"site-packages", "dist-packages", NULL};
    sb_str base = sb_path_base(folder);
    bool site = sb_str_is_one_of(base, sites);
    if (site && sb_str_ends(name, SB_S(".pth")))
        return SB_EXEC_PY_PTH;
    if (site && sb_str_ends(name, SB_S(".start")))
        return SB_EXEC_PY_START;
    if (site || is_python_folder(base))
        return python_module(name);
    sb_str above = sb_path_base(sb_path_dir(folder));
    if (!is_module(name, SB_S("__init__")) || !(sb_str_is_one_of(above, sites) || is_python_folder(above)))
        return SB_EXEC_COUNT;
    if (sb_str_eq(base, SB_S("sitecustomize")))
        return SB_EXEC_PY_SITECUSTOMIZE;
    return sb_str_eq(base, SB_S("usercustomize")) ? SB_EXEC_PY_USERCUSTOMIZE : SB_EXEC_COUNT;
}
