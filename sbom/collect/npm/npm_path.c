#include "npm/npm_path.h"

static bool is_modules(sb_str part)
{
    return sb_str_eq(part, SB_S("node_modules"));
}

/* Drops everything up to the outermost folder of packages. */
static bool enter(sb_str *rest)
{
    sb_str before[2] = {0};
    for (sb_str part; rest->n;) {
        sb_str_cut(rest, '/', &part);
        bool debian =
            sb_str_eq(part, SB_S("nodejs")) && sb_str_eq(before[1], SB_S("share")) && sb_str_eq(before[0], SB_S("usr"));
        if (is_modules(part) || debian)
            return true;
        before[0] = before[1];
        before[1] = part;
    }
    return false;
}

static bool is_store(sb_str part)
{
    return sb_str_eq(part, SB_S(".pnpm")) || sb_str_eq(part, SB_S(".store"));
}

/* From inside a store to the node_modules of its next folder. */
static bool pass_store(sb_str *rest)
{
    sb_str part;
    sb_str_cut(rest, '/', &part);
    return sb_str_cut(rest, '/', &part) && is_modules(part);
}

enum sb_npm_where sb_npm_where(sb_str dir)
{
    sb_str rest = dir;
    if (!enter(&rest))
        return SB_NPM_OUTSIDE;
    for (sb_str part; rest.n;) {
        sb_str_cut(&rest, '/', &part);
        if (is_store(part)) {
            if (!pass_store(&rest))
                return SB_NPM_INSIDE;
            continue;
        }
        if (sb_str_starts(part, SB_S("@"))) {
            if (rest.n == 0)
                return SB_NPM_INSIDE;
            sb_str_cut(&rest, '/', &part);
        }
        if (sb_str_starts(part, SB_S(".")))
            return SB_NPM_INSIDE;
        if (rest.n == 0)
            return SB_NPM_PACKAGE;
        sb_str_cut(&rest, '/', &part);
        if (!is_modules(part))
            return SB_NPM_INSIDE;
    }
    return SB_NPM_INSIDE;
}

bool sb_npm_in_store(sb_str dir)
{
    bool inside = false;
    for (sb_str part; dir.n;) {
        sb_str_cut(&dir, '/', &part);
        if (inside && sb_str_starts(part, SB_S(".")))
            return true;
        inside = is_modules(part);
    }
    return false;
}

void sb_npm_split_name(sb_str full, sb_str *scope, sb_str *name)
{
    size_t slash = sb_str_chr(full, '/');
    bool scoped = full.n && full.p[0] == '@' && slash != SB_NPOS && slash + 1 < full.n;
    *scope = scoped ? sb_str_n(full.p, slash) : SB_STR_NONE;
    *name = scoped ? sb_str_from(full, slash + 1) : full;
}

bool sb_npm_is_name(sb_str name)
{
    sb_str scope;
    sb_str last;
    if (sb_str_chr(name, '\0') != SB_NPOS)
        return false;
    sb_npm_split_name(name, &scope, &last);
    return last.n && last.p[0] != '.' && sb_str_chr(last, '/') == SB_NPOS;
}
