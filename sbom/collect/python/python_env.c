/* Environments: a folder with pyvenv.cfg, and what lies in its bin/ (PEP 405). */
#include <stdlib.h>

#include "collect/settings.h"
#include "python/python_join.h"

/* ---- which folders ---- */

static int by_folder(const void *left, const void *right)
{
    const struct py_home *a = left;
    const struct py_home *b = right;
    return (a->folder.v > b->folder.v) - (a->folder.v < b->folder.v);
}

static bool setting(sb_str *text, sb_str *key, sb_str *value)
{
    if (!sb_str_line(text, value))
        return false;
    sb_str_cut(value, '=', key);
    *key = sb_str_trim(*key);
    *value = sb_str_trim(*value);
    return true;
}

/* "3.12.1" of "3.12.1.final.0", too. */
static sb_str version_in(sb_str text)
{
    sb_str key, value;
    sb_str version = SB_STR_NONE;
    while (setting(&text, &key, &value))
        if (sb_str_eq_nocase(key, SB_S("version")) || sb_str_eq_nocase(key, SB_S("version_info")))
            version = value;
    size_t final = sb_str_find(version, SB_S(".final."));
    return final == SB_NPOS ? version : sb_str_n(version.p, final);
}

const struct py_home *sb_python_home(const struct py_world *world, sb_node folder)
{
    if (world->homes.n == 0)
        return NULL;
    const struct py_home wanted = {.folder = folder};
    return bsearch(&wanted, world->homes.p, world->homes.n, sizeof wanted, by_folder);
}

/* ---- texts without the path of the environment ---- */

static const struct sb_exec_bytes *told(struct sb_join *join, sb_str text)
{
    struct sb_exec_bytes *bytes = SB_NEW(join->arena, struct sb_exec_bytes);
    bytes->size = text.n;
    sb_sha256_of(text, bytes->sha256);
    return bytes;
}

/* Settings that say who made the environment and how it is called; nothing of them runs. */
static bool is_remark(sb_str key)
{
    static const sb_str keys[] = {{"command", 7},       {"executable", 10},     {"prompt", 6}, {"version", 7},
                                  {"version_info", 12}, {"python-version", 14}, {"uv", 2},     {"virtualenv", 10}};
    for (size_t i = 0; i < SB_COUNT(keys); i++)
        if (sb_str_eq_nocase(key, keys[i]))
            return true;
    return false;
}

static const struct sb_exec_bytes *told_config(struct sb_join *join, sb_str text)
{
    struct sb_buf kept = {0};
    sb_str line;
    while (sb_str_line(&text, &line)) {
        sb_str key;
        sb_str value = line;
        sb_str_cut(&value, '=', &key);
        if (is_remark(sb_str_trim(key)) && sb_str_chr(line, '\r') == SB_NPOS) /* where Python sees a further line */
            continue;
        sb_buf_str(&kept, line);
        sb_buf_chr(&kept, '\n');
    }
    const struct sb_exec_bytes *bytes = told(join, sb_buf_all(&kept));
    sb_buf_done(&kept);
    return bytes;
}

/* "home = /usr/bin": where the interpreter and its library are looked for. */
static sb_str home_of_config(struct sb_join *join, sb_str text)
{
    sb_str key, value;
    while (setting(&text, &key, &value))
        if (sb_str_eq_nocase(key, SB_S("home")))
            return sb_arena_join(join->arena, SB_S("home = "), value, SB_STR_NONE);
    return SB_STR_NONE;
}

/* What is in a path that means nothing to a shell; a blank only in quotes. */
static bool is_plain(char c, bool quoted)
{
    return sb_is_alnum(c) || (unsigned char)c >= 0x80 || (c && strchr("/._-+@~,\\:", c)) || (quoted && c == ' ');
}

/* "='/srv/env'" and what else may follow the name of the variable: the path, or empty. */
static sb_str assigned_path(sb_str text)
{
    char quote = 0;
    size_t start = 0;
    while (start < text.n && start < 3 && text.p[start] && strchr(" ='\"", text.p[start])) {
        quote = text.p[start] == '\'' || text.p[start] == '"' ? text.p[start] : quote;
        start++;
    }
    sb_str path = sb_str_from(text, start);
    size_t n = 0;
    while (n < path.n && is_plain(path.p[n], quote))
        n++;
    bool absolute = n > 2 && (path.p[0] == '/' || path.p[1] == ':');
    bool ends = n == path.n || path.p[n] == '\n' || path.p[n] == '\r' || path.p[n] == quote;
    return start && absolute && ends ? sb_str_n(path.p, n) : SB_STR_NONE;
}

/* The path that a script gives to VIRTUAL_ENV: VIRTUAL_ENV=/x, setenv VIRTUAL_ENV '/x', set -gx VIRTUAL_ENV "/x". */
static sb_str home_in(sb_str text)
{
    const sb_str name = SB_S("VIRTUAL_ENV");
    for (size_t at; (at = sb_str_find(text, name)) != SB_NPOS;) {
        text = sb_str_from(text, at + name.n);
        sb_str path = assigned_path(text);
        if (path.n)
            return path;
    }
    return SB_STR_NONE;
}

/* TEXT with a byte that no text has in the place of WHAT, where it stands between FRONT and BEHIND. */
static void replace(struct sb_buf *text, sb_str front, sb_str what, sb_str behind)
{
    struct sb_buf out = {0};
    sb_str all = sb_buf_all(text), rest = all;
    for (size_t at; what.n && (at = sb_str_find(rest, what)) != SB_NPOS;) {
        sb_str before = sb_str_n(rest.p, at);
        rest = sb_str_from(rest, at + what.n);
        bool own = sb_str_ends(sb_str_n(all.p, all.n - rest.n - what.n), front) && sb_str_starts(rest, behind);
        sb_buf_str(&out, before);
        sb_buf_str(&out, own ? SB_S("\1") : what);
    }
    sb_buf_str(&out, rest);
    sb_buf_done(text);
    *text = out;
}

/* The name as the prompt shows it: "(name) ", 'name', "name"; since Python 3.13 without quotes, where a shell needs
 * none. */
static void replace_name(struct sb_buf *text, sb_str name)
{
    static const struct {
        sb_str front, behind;
        bool bare;
    } rows[] = {
        {{"(", 1}, {")", 1}, false},
        {{"\"", 1}, {"\"", 1}, false},
        {{"'", 1}, {"'", 1}, false},
        {{"VIRTUAL_ENV_PROMPT=", 19}, {"\n", 1}, true},
        {{"setenv VIRTUAL_ENV_PROMPT ", 26}, {"\n", 1}, true},
        {{"set -gx VIRTUAL_ENV_PROMPT ", 27}, {"\n", 1}, true},
        {{"(set_color 4B8BBE) ", 19}, {" (set_color normal)", 19}, true},
    };
    bool plain = true;
    for (size_t i = 0; i < name.n; i++)
        plain = plain && is_plain(name.p[i], false);
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (plain || !rows[i].bare)
            replace(text, rows[i].front, name, rows[i].behind);
}

/* A script that does not have the path has no name of this environment either: ".venv" in it is an example for readers.
 */
static const struct sb_exec_bytes *told_script(struct sb_join *join, sb_str bytes, sb_str home)
{
    struct sb_buf text = {0};
    sb_buf_str(&text, bytes);
    if (home.n && sb_str_find(bytes, home) != SB_NPOS) {
        replace(&text, SB_STR_NONE, home, SB_STR_NONE);
        replace_name(&text, sb_path_base(home));
    }
    const struct sb_exec_bytes *result = told(join, sb_buf_all(&text));
    sb_buf_done(&text);
    return result;
}

/* ---- files of an environment ---- */

/* The paths of environments, each of one of its scripts. */
static sb_str home_of_scripts(const struct py_world *world, sb_node folder)
{
    static const sb_str names[] = {{"activate", 8}, {"activate.fish", 13}, {"activate.csh", 12}};
    const struct sb_join *join = world->join;
    struct sb_arena scratch = {0};
    sb_str home = SB_STR_NONE;
    sb_str dir = sb_tree_path(join->tree, folder, &scratch);
    for (size_t i = 0; i < SB_COUNT(names) && home.n == 0; i++) {
        const struct sb_record *script = sb_python_record_at(join, sb_arena_join(&scratch, dir, SB_S("/"), names[i]));
        if (script && script->kind == PY_ACTIVATE)
            home = home_in(*(const sb_str *)script->data);
    }
    sb_arena_done(&scratch);
    return home;
}

static const sb_str program_folders[] = {{"bin", 3}, {"Scripts", 7}};

static sb_str path_of_home(const struct py_world *world, sb_node folder)
{
    sb_str path = SB_STR_NONE;
    for (size_t i = 0; i < SB_COUNT(program_folders) && path.n == 0; i++) {
        sb_node bin = sb_tree_child(world->join->tree, folder, program_folders[i]);
        if (bin.v)
            path = home_of_scripts(world, bin);
    }
    return path;
}

void sb_python_homes(struct py_world *world)
{
    const struct sb_join *join = world->join;
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if (record->kind != PY_CONFIG || !record->node.v)
            continue;
        sb_node folder = {sb_tree_at(join->tree, record->node)->parent};
        *SB_PUSH(&world->homes) =
            (struct py_home){folder, version_in(*(const sb_str *)record->data), path_of_home(world, folder)};
    }
    if (world->homes.n)
        qsort(world->homes.p, world->homes.n, sizeof *world->homes.p, by_folder);
}

static bool is_interpreter(sb_str name)
{
    static const sb_str names[] = {{"python", 6}, {"pypy", 4}, {"graalpy", 7}};
    sb_str_chop_end(&name, SB_S(".exe"));
    for (size_t i = 0; i < SB_COUNT(names); i++) {
        if (!sb_str_chop(&name, names[i]))
            continue;
        sb_str_chop(&name, SB_S("w"));
        sb_str_chop_end(&name, SB_S("t"));
        while (name.n && (sb_is_digit(name.p[0]) || name.p[0] == '.'))
            name = sb_str_from(name, 1);
        return name.n == 0;
    }
    return false;
}

/* What a link leads to in the tree is what runs; what it names elsewhere can only be told by its text. */
static struct sb_exec point(struct sb_join *join, sb_node node, enum sb_exec_kind kind)
{
    const struct sb_tree_node *at = sb_tree_at(join->tree, node);
    struct sb_exec exec = {.kind = kind, .node = node, .runs = sb_python_follow(join->tree, node)};
    if (at->kind != SB_ENTRY_LINK)
        return exec;
    exec.command = sb_arena_join(join->arena, SB_S("-> "), sb_tree_target(at), SB_STR_NONE);
    if (!exec.runs.v)
        exec.told = told(join, sb_tree_target(at));
    return exec;
}

static void add_file(struct py_world *world, sb_node node, sb_str home)
{
    struct sb_join *join = world->join;
    struct sb_arena scratch = {0};
    const struct sb_record *record = sb_python_record_at(join, sb_tree_path(join->tree, node, &scratch));
    struct sb_exec exec;
    if (record && record->kind == PY_ACTIVATE) {
        exec = point(join, node, SB_EXEC_PY_ACTIVATE);
        exec.told = told_script(join, *(const sb_str *)record->data, home);
    } else if (is_interpreter(sb_tree_at(join->tree, node)->name)) {
        exec = point(join, node, SB_EXEC_PY_INTERPRETER);
    } else {
        exec = point(join, node, SB_EXEC_PY_BIN);
        exec.script = true;
    }
    *SB_PUSH(&world->points) = (struct py_point){exec, exec.kind == SB_EXEC_PY_BIN};
    sb_arena_done(&scratch);
}

static void add_programs(struct py_world *world, sb_node folder)
{
    const struct sb_tree *tree = world->join->tree;
    for (size_t i = 0; i < SB_COUNT(program_folders); i++) {
        sb_node bin = sb_tree_child(tree, folder, program_folders[i]);
        if (!bin.v || sb_tree_at(tree, bin)->kind != SB_ENTRY_DIR)
            continue;
        sb_str home = home_of_scripts(world, bin);
        for (uint32_t j = bin.v + 1; j < sb_tree_at(tree, bin)->end; j = sb_tree_at(tree, (sb_node){j})->end) {
            uint8_t kind = sb_tree_at(tree, (sb_node){j})->kind;
            if (kind == SB_ENTRY_FILE || kind == SB_ENTRY_LINK)
                add_file(world, (sb_node){j}, home);
        }
    }
}

void sb_python_environments(struct py_world *world)
{
    struct sb_join *join = world->join;
    for (size_t i = 0; i < join->n_records; i++) {
        const struct sb_record *record = &join->records[i];
        if (record->kind != PY_CONFIG || !record->node.v)
            continue;
        struct sb_exec exec = point(join, record->node, SB_EXEC_PY_CONFIG);
        exec.told = told_config(join, *(const sb_str *)record->data);
        if (exec.command.n == 0)
            exec.command = home_of_config(join, *(const sb_str *)record->data);
        *SB_PUSH(&world->points) = (struct py_point){exec, false};
    }
    static const char *const places[] = {"pyvenv.cfg", "pyproject.toml", "requirements.txt", "uv.lock", ".venv", NULL};
    for (size_t i = 0; i < join->n_records; i++)
        if (join->records[i].kind == PY_SETTINGS)
            sb_settings_tell(join, &join->records[i], SB_EXEC_PY_INDEX, places);
    for (size_t i = 0; i < world->homes.n; i++)
        if (i == 0 || world->homes.p[i].folder.v != world->homes.p[i - 1].folder.v)
            add_programs(world, world->homes.p[i].folder);
}
