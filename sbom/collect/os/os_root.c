/* Roots: which system a file of a database is of, and what all databases of one system have in common. */
#include "collect/links.h"
#include "collect/system_alias.h"
#include "os/os_state.h"

bool sb_os_root_of(sb_str dir, sb_str folder, sb_str *ret_root)
{
    if (!sb_path_chop(&dir, folder))
        return false;
    if (!sb_path_chop(&dir, SB_S("var")))
        sb_path_chop(&dir, SB_S("usr"));
    *ret_root = dir;
    return true;
}

/* Without its database a distribution still shows itself by what lies around. */
static bool looks_like_one(const struct sb_join *join, const struct sb_os_kind *kind, const struct sb_system *system)
{
    if (!kind->systems || !sb_str_is_one_of(system->id, kind->systems))
        return false;
    for (const char *const *sign = kind->signs; sign && *sign; sign++)
        if (sb_tree_find(join->tree, system->root, sb_str_of(*sign), true).v)
            return true;
    return false;
}

void sb_os_tell_missing(struct sb_os *os)
{
    const struct sb_tree *tree = os->join->tree;
    sb_str path = sb_str_of(os->kind->database);
    if (os->place.n)
        path = sb_arena_join(os->join->arena, os->place, SB_S("/"), path);
    sb_node node = sb_tree_find(tree, SB_NODE_ROOT, path, false);
    if (node.v && sb_tree_at(tree, node)->kind != SB_ENTRY_FILE)
        sb_join_diag(os->join, SB_D_NOT_REGULAR, path, 0, "the package database is a link or no file, and is not read");
    sb_join_diag(os->join, SB_D_DATABASE_MISSING, path, 0,
                 "the system has files of packages, but no database that lists any");
}

static void done(struct sb_os *os)
{
    sb_os_packages_free(os);
    sb_os_depends_free(os->depends);
    sb_os_paths_free(os->paths);
    sb_os_parts_free(os->parts);
    sb_os_left_out_free(os->left_out);
}

static bool join_root(struct sb_join *join, const struct sb_os_kind *kind, const struct sb_record *records, size_t n)
{
    struct sb_os os = {.join = join, .kind = kind, .records = records, .n_records = n, .place = records[0].key};
    os.root = sb_tree_find(join->tree, SB_NODE_ROOT, os.place, false);
    bool known = kind->join ? kind->join(&os) : sb_os_join_packages(&os);
    done(&os);
    return known;
}

/* See struct sb_os_file_kind. */
static bool root_of_row(const struct sb_match *row, sb_str dir, sb_str *ret_root)
{
    *ret_root = SB_STR_NONE;
    if (row->above)
        return sb_os_root_of(sb_path_dir(dir), sb_str_of(row->above), ret_root);
    return row->folder ? sb_os_root_of(dir, sb_str_of(row->folder), ret_root) : dir.n == 0;
}

static bool root_of_kind(const struct sb_collector *collector, unsigned kind, sb_str dir, sb_str *ret_root)
{
    for (const struct sb_match *row = collector->match; row->name || row->suffix; row++)
        if (row->kind == kind && root_of_row(row, dir, ret_root))
            return true;
    return false;
}

static bool root_of(const struct sb_record *record, sb_str dir, sb_str *ret_root)
{
    return root_of_kind(record->collector, record->kind, dir, ret_root);
}

void sb_os_read(struct sb_job *job)
{
    const struct sb_os_kind *kind = job->collector->os;
    sb_str root;
    if (!root_of_kind(job->collector, job->kind, job->dir, &root))
        return;
    if (kind->files[job->kind].member)
        sb_os_members(job, root, kind->files[job->kind].member);
    else
        kind->files[job->kind].read(job, root);
}

/* ---- databases with two names ---- */

/* Of which file RECORD's is another name; SB_NODE_NONE if it is that file itself. */
static sb_node other_name_of(const struct sb_tree *tree, const struct sb_record *record)
{
    const struct sb_tree_node *at = sb_tree_at(tree, record->node);
    if (at->kind == SB_ENTRY_LINK)
        return sb_link_target(tree, record->node);
    return at->target_n ? sb_tree_find(tree, SB_NODE_ROOT, sb_tree_target(at), false) : SB_NODE_NONE;
}

/* Which file of a database it is, wherever that lies: packages may have files that are links to one another's. */
static sb_str last_parts(sb_str path)
{
    sb_str folder = sb_path_dir(path);
    return sb_str_from(path, folder.n - sb_path_base(folder).n);
}

static bool is_same_file(const struct sb_record *a, const struct sb_record *b)
{
    return a->kind == b->kind && sb_str_eq(a->key, b->key) && sb_str_eq(last_parts(a->path), last_parts(b->path));
}

/* A database that lies in one place and is linked to from another (lib/apk/db, usr/lib/apk/db) is one database. */
static const struct sb_record *without_other_names(struct sb_join *join, const struct sb_record *records, size_t *ret_n)
{
    struct sb_record *kept = NULL;
    struct sb_map first = {0}; /* by node that is a file itself: the first record of it, from 1 */
    for (size_t i = 0; i < join->n_records; i++) {
        uint32_t *slot = other_name_of(join->tree, &records[i]).v ? NULL : sb_map_put(&first, records[i].node.v);
        if (slot && !*slot)
            *slot = (uint32_t)i + 1;
    }
    *ret_n = 0;
    for (size_t i = 0; i < join->n_records; i++) {
        sb_node node = other_name_of(join->tree, &records[i]);
        const uint32_t *slot = node.v ? sb_map_get(&first, node.v) : NULL;
        if (slot && is_same_file(&records[*slot - 1], &records[i])) {
            if (!kept) {
                kept = sb_arena_alloc(join->arena, join->n_records * sizeof *kept);
                memcpy(kept, records, i * sizeof *kept);
            }
            continue;
        }
        if (kept)
            kept[*ret_n] = records[i];
        ++*ret_n;
    }
    sb_map_done(&first);
    return kept ? kept : records;
}

/* ---- all roots ---- */

void sb_os_finish(struct sb_join *join)
{
    struct sb_map known = {0}; /* roots */
    const struct sb_os_kind *kind = join->collector->os;
    const struct sb_record *records = sb_system_records(join, kind->root_of ? kind->root_of : root_of);
    size_t n_records;
    records = without_other_names(join, records, &n_records);
    for (size_t i = 0, n; i < n_records; i += n) {
        n = sb_records_alike(&records[i], n_records - i);
        if (join_root(join, kind, &records[i], n))
            *sb_map_put(&known, sb_tree_find(join->tree, SB_NODE_ROOT, records[i].key, false).v) = 1;
    }
    for (size_t i = 0; i < join->systems.n; i++) {
        struct sb_os os = {.join = join, .kind = kind, .root = join->systems.p[i].root};
        if (sb_map_get(&known, os.root.v) || !looks_like_one(join, kind, &join->systems.p[i]))
            continue;
        os.place = sb_tree_path(join->tree, os.root, join->arena);
        sb_os_tell_missing(&os);
    }
    sb_map_done(&known);
}
