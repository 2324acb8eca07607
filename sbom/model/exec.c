#include "model/exec.h"

#include "model/exec_place.h"

const struct sb_exec_row sb_exec_rows[SB_EXEC_COUNT] = {
#define SB_EXEC(id, token, when) [SB_EXEC_##id] = {token, SB_WHEN_##when},
#include "model/exec.def"
#undef SB_EXEC
};

enum sb_exec_kind sb_exec_find(sb_str token)
{
    unsigned kind = 0;
    while (kind < SB_EXEC_COUNT && !sb_str_eq(sb_str_of(sb_exec_rows[kind].token), token))
        kind++;
    return (enum sb_exec_kind)kind;
}

enum sb_exec_rank sb_exec_rank(enum sb_exec_kind kind, sb_str path)
{
    if (kind == SB_EXEC_COUNT)
        return SB_RANK_NONE;
    if (sb_exec_by_rights(kind) || sb_exec_rows[kind].when != SB_WHEN_COMMAND)
        return SB_RANK_RUNS;
    for (sb_str part; kind == SB_EXEC_OS_COMMAND && sb_str_cut(&path, '/', &part);)
        if (sb_str_eq(part, SB_S("home")) || sb_str_eq(part, SB_S("root")))
            return SB_RANK_HOME;
    return SB_RANK_SYSTEM;
}

bool sb_exec_is_hidden(sb_str path)
{
    bool among = false, hidden = false;
    for (sb_str part; sb_str_cut(&path, '/', &part);) {
        bool packages = sb_str_eq(part, SB_S("node_modules")) || sb_str_ends(part, SB_S("-packages"));
        hidden = !packages && (hidden || (among && sb_str_starts(part, SB_S("."))));
        among = among || packages;
    }
    return hidden;
}

enum sb_exec_kind sb_exec_of_path(sb_str path)
{
    sb_str folder = sb_path_dir(path);
    sb_str name = sb_path_base(path);
    if (name.n == 0)
        return SB_EXEC_COUNT;
    enum sb_exec_kind kind = sb_exec_python(folder, name);
    return kind != SB_EXEC_COUNT ? kind : sb_exec_system(folder, name);
}
