#include "collect/content_part.h"

#include "source/kind.h"

/* ---- names ---- */

static bool is_one_of(sb_str name, const sb_str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (name.n == list[i].n && sb_str_eq_nocase(name, list[i]))
            return true;
    return false;
}

static bool is_aside(sb_str folder)
{
    static const sb_str names[] = {
        {"__mocks__", 9}, {"__tests__", 9}, {"bench", 5},   {"benchmark", 9},      {"benchmarks", 10}, {"demo", 4},
        {"demos", 5},     {"doc", 3},       {"docs", 4},    {"documentation", 13}, {"example", 7},     {"examples", 8},
        {"fixtures", 8},  {"sample", 6},    {"samples", 7}, {"selftest", 8},       {"spec", 4},        {"specs", 5},
        {"test", 4},      {"testdata", 8},  {"testing", 7}, {"tests", 5}};
    return is_one_of(folder, names, SB_COUNT(names));
}

static bool is_made_folder(sb_str folder)
{
    static const sb_str names[] = {{"dist", 4}, {"build", 5}};
    return is_one_of(folder, names, SB_COUNT(names));
}

static bool is_made_file(sb_str name)
{
    return sb_str_find(name, SB_S(".min.")) != SB_NPOS || sb_str_ends(name, SB_S(".map"));
}

/* ---- what runs ---- */

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool has(const uint32_t *list, size_t n, uint32_t number)
{
    return n && bsearch(&number, list, n, sizeof number, by_number);
}

static void add_running(const struct sb_tree *tree, sb_node top, sb_node node, struct sb_content_runs *runs)
{
    if (!node.v)
        return;
    *SB_PUSH(&runs->nodes) = node.v;
    for (uint32_t at = sb_tree_at(tree, node)->parent; at > top.v; at = sb_tree_at(tree, (sb_node){at})->parent)
        if (is_made_folder(sb_tree_at(tree, (sb_node){at})->name))
            *SB_PUSH(&runs->folders) = at;
}

static void find_running(const struct sb_tree *tree, sb_node top, const struct sb_exec *const *execs, size_t n,
                         struct sb_content_runs *runs)
{
    runs->nodes.n = runs->folders.n = 0;
    for (size_t i = 0; i < n; i++) {
        add_running(tree, top, execs[i]->node, runs);
        add_running(tree, top, execs[i]->runs, runs);
    }
    if (runs->nodes.n)
        qsort(runs->nodes.p, runs->nodes.n, sizeof *runs->nodes.p, by_number);
    if (runs->folders.n)
        qsort(runs->folders.p, runs->folders.n, sizeof *runs->folders.p, by_number);
}

/* ---- kinds ---- */

/* Byte code beside its source says nothing of its own; Python reads it only without. */
static bool has_source(const struct sb_tree *tree, sb_node node)
{
    const struct sb_tree_node *at = sb_tree_at(tree, node);
    const struct sb_tree_node *folder = sb_tree_at(tree, (sb_node){at->parent});
    char room[SB_KIND_SOURCE_MAX];
    bool above;
    sb_str source = sb_kind_source_of(at->name, folder->name, room, &above);
    return source.n && sb_tree_child(tree, (sb_node){above ? folder->parent : at->parent}, source).v;
}

static enum sb_file_kind kind_of(const struct sb_tree *tree, const struct sb_content_file *file)
{
    enum sb_file_kind kind = (enum sb_file_kind)file->looked->summary.kind;
    return kind == SB_KIND_BYTECODE && has_source(tree, file->claim->node) ? SB_KIND_OTHER : kind;
}

/* Code by the suffixes of its ecosystem, or a script without any. */
static bool is_code(const struct sb_collector *collector, const struct sb_content_file *file)
{
    sb_str name = sb_path_base(file->path);
    if (file->kind == SB_KIND_BYTECODE)
        return true;
    if (!sb_file_kinds[file->kind].text)
        return false;
    for (const char *const *suffix = collector->code_suffixes; suffix && *suffix; suffix++)
        if (sb_str_ends(name, sb_str_of(*suffix)))
            return true;
    bool script = file->kind != SB_KIND_TEXT;
    return script && (!collector->code_suffixes || sb_str_chr(name, '.') == SB_NPOS);
}

/* ---- the part ---- */

static enum sb_content_part part_of(const struct sb_join *join, sb_node top, const struct sb_content_runs *runs,
                                    const struct sb_collector *collector, const struct sb_content_file *file)
{
    const struct sb_tree *tree = join->tree;
    bool code = is_code(collector, file);
    bool made = is_made_file(file->at->name);
    bool aside = false;
    if (has(runs->nodes.p, runs->nodes.n, file->claim->node.v))
        return sb_file_kinds[file->kind].text || code ? SB_PART_CODE : SB_PART_OTHER;
    for (uint32_t at = file->at->parent; at > SB_NODE_ROOT.v && at != top.v;
         at = sb_tree_at(tree, (sb_node){at})->parent) {
        sb_str name = sb_tree_at(tree, (sb_node){at})->name;
        made = made || (is_made_folder(name) && !has(runs->folders.p, runs->folders.n, at));
        aside = aside || is_aside(name);
    }
    return made ? SB_PART_MADE : aside ? SB_PART_ASIDE : code ? SB_PART_CODE : SB_PART_OTHER;
}

void sb_content_parts(const struct sb_join *join, sb_comp c, struct sb_content_runs *runs,
                      const struct sb_exec *const *execs, size_t n_execs, const struct sb_content_files *files)
{
    sb_str place = sb_doc_str(join->doc, sb_doc_at(join->doc, c)->place);
    sb_node top = sb_tree_find(join->tree, SB_NODE_ROOT, place, false);
    const struct sb_collector *collector = sb_join_collector(join, c);
    if (!top.v)
        top = SB_NODE_ROOT;
    find_running(join->tree, top, execs, n_execs, runs);
    for (size_t i = 0; i < files->n; i++) {
        struct sb_content_file *file = &files->p[i];
        if (!file->looked)
            continue;
        file->kind = (uint8_t)kind_of(join->tree, file);
        file->part = (uint8_t)part_of(join, top, runs, collector, file);
    }
}
