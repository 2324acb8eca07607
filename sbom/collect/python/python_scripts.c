/* Entry points and programs: what a distribution lets others call. */
#include "python/python_join.h"
#include "text/keyval.h"

static uint64_t name_key(sb_str name)
{
    return sb_hash(name.p, name.n, 0) >> 1;
}

/* The file that "package.module:object [extra]" names. */
static sb_node module_of(const struct py_world *world, const struct py_dist *dist, sb_str value)
{
    sb_str name = value;
    sb_str_cut(&value, ':', &name);
    sb_str rest = name;
    sb_str_cut(&rest, '[', &name);
    name = sb_str_trim(name);
    sb_node node = sb_python_module(&world->modules, dist->site, name);
    size_t n;
    const struct py_path *added = sb_python_added(world, dist->site, &n);
    for (size_t i = 0; !node.v && i < n; i++)
        node = sb_python_module(&world->modules, added[i].folder, name);
    return sb_python_follow(world->join->tree, node);
}

void sb_python_entry_points(struct py_world *world, struct py_dist *dist, const struct sb_record *record)
{
    struct sb_lines lines;
    sb_str name, value;
    struct sb_join *join = world->join;
    sb_str path = sb_arena_join(join->arena, dist->folder, SB_S("/entry_points.txt"), SB_STR_NONE);
    sb_lines_init(&lines, *(const sb_str *)record->data);
    while (sb_ini_row(&lines, &name, &value)) {
        if (lines.bad) {
            sb_join_diag(join, SB_D_MALFORMED, record->path, lines.line, "neither a section nor an entry");
            continue;
        }
        bool script =
            sb_str_eq(lines.section, SB_S("console_scripts")) || sb_str_eq(lines.section, SB_S("gui_scripts"));
        if (script)
            *sb_map_put(&dist->scripts, name_key(name)) = 1;
        sb_str command =
            sb_arena_printf(join->arena, "%.*s: %.*s = %.*s", SB_FMT(lines.section), SB_FMT(name), SB_FMT(value));
        sb_join_exec(join, (struct sb_exec){.component = dist->component,
                                            .kind = script ? SB_EXEC_PY_SCRIPT : SB_EXEC_PY_PLUGIN,
                                            .path = path,
                                            .command = command,
                                            .runs = module_of(world, dist, value)});
    }
}

/* ---- programs ---- */

/* Installers also make pip3 and pip3.12, easy_install-3.12 of one name. */
static sb_str without_version(sb_str name)
{
    size_t n = name.n;
    while (n && (sb_is_digit(name.p[n - 1]) || name.p[n - 1] == '.'))
        n--;
    if (n && n < name.n && name.p[n - 1] == '-')
        n--;
    return sb_str_n(name.p, n);
}

bool sb_python_is_script(const struct py_dist *dist, sb_str name)
{
    static const sb_str suffixes[] = {
        {"", 0}, {".exe", 4}, {"-script.py", 10}, {"-script.pyw", 11}, {".exe.manifest", 13}, {"w", 1}};
    for (size_t i = 0; i < SB_COUNT(suffixes); i++) {
        sb_str bare = name;
        if (!sb_str_chop_end(&bare, suffixes[i]))
            continue;
        if (sb_map_get(&dist->scripts, name_key(bare)) || sb_map_get(&dist->scripts, name_key(without_version(bare))))
            return true;
    }
    return false;
}

void sb_python_programs(struct sb_join *join, const struct py_dist *dist, size_t first)
{
    const struct sb_tree *tree = join->tree;
    for (size_t i = first; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        if (!(claim->flags & SB_CLAIM_SCRIPT) || !claim->node.v)
            continue;
        sb_node node = claim->node;
        if (!sb_python_is_script(dist, sb_tree_at(tree, node)->name))
            sb_join_exec(join, (struct sb_exec){.component = dist->component,
                                                .kind = SB_EXEC_PY_BIN,
                                                .node = node,
                                                .runs = sb_python_follow(tree, node),
                                                .script = true});
    }
}
