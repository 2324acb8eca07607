/* Edges: what a distribution requires in this environment, with the extras that somebody asks for. */
#include "id/purl.h"
#include "python/python_join.h"
#include "python/python_marker.h"

enum { EVALUATIONS = 8 }; /* of the bytes of all markers, on average */
enum { EXTRAS = 64 };     /* of one marker that are looked at; with more of them it counts as fulfilled */

struct row {
    uint32_t dist;
    struct py_requirement requirement;
    sb_str raw;
    sb_str extra; /* of the section of requires.txt, PEP 503 form; or empty */
    sb_str scope; /* the extra as it is spelt, or empty */
    sb_str name;  /* PEP 503 form */
    uint32_t to;  /* index + 1 of what is installed under that name */
    bool stands;
};

/* One extra that a row waits for. */
struct waiting {
    uint32_t row, next; /* next: index + 1 */
};

struct asked {
    uint32_t dist;
    sb_str extra; /* PEP 503 form */
};

struct edges {
    struct py_world *world;
    struct sb_arena *arena, scratch;
    struct py_environment *environments; /* by distribution */
    uint64_t *paths;                     /* by distribution: one number for all folders of its import path */
    SB_VEC(struct row) rows;
    SB_VEC(struct waiting) waiting;
    struct sb_map waiting_for;  /* (dist, extra) -> index + 1 of the first */
    SB_VEC(struct asked) asked; /* all that were ever asked for; worked off from the front */
    struct sb_map was_asked;
    struct sb_map by_site, by_path; /* (folder or import path, name) -> index + 1 of the first distribution */
    size_t budget;                  /* bytes of markers that may still be evaluated */
    struct sb_map added_by;         /* folder -> a site folder whose files add it to the import path */
};

/* ---- which environment ---- */

/* "lib/python3.12/site-packages" -> "3.12" */
static sb_str version_of_path(sb_str place)
{
    const sb_str python = SB_S("python");
    for (size_t at; (at = sb_str_find(place, python)) != SB_NPOS;) {
        size_t n = 0;
        place = sb_str_from(place, at + python.n);
        while (n < place.n && (sb_is_digit(place.p[n]) || place.p[n] == '.'))
            n++;
        if (n >= 3 && place.p[1] == '.')
            return sb_str_n(place.p, n);
    }
    return SB_STR_NONE;
}

static sb_node up(const struct sb_tree *tree, sb_node node, int levels)
{
    while (node.v > SB_NODE_ROOT.v && levels-- > 0)
        node.v = sb_tree_at(tree, node)->parent;
    return node;
}

/* Debian keeps one folder for all versions 3.x, beside the folder of the one that is installed. */
static sb_str version_beside(const struct sb_tree *tree, sb_node site, sb_str place)
{
    if (!sb_str_ends(place, SB_S("python3/dist-packages")))
        return SB_STR_NONE;
    sb_str version = SB_STR_NONE;
    sb_node lib = up(tree, site, 2);
    for (uint32_t i = lib.v + 1; i < sb_tree_at(tree, lib)->end; i = sb_tree_at(tree, (sb_node){i})->end) {
        const struct sb_tree_node *node = sb_tree_at(tree, (sb_node){i});
        sb_str name = node->name;
        if (node->kind != SB_ENTRY_DIR || !sb_str_starts(name, SB_S("python3.")))
            continue;
        if (version.n)
            return SB_STR_NONE;
        version = sb_str_from(name, 6);
    }
    return version;
}

/* The environment that a site folder lies in: ENV/lib/python3.12/site-packages, ENV/Lib/site-packages. */
static sb_str version_of_home(const struct py_world *world, sb_node site)
{
    const struct sb_tree *tree = world->join->tree;
    for (int levels = 2; levels <= 3; levels++) {
        const struct py_home *home = sb_python_home(world, up(tree, site, levels));
        if (home)
            return home->version;
    }
    return SB_STR_NONE;
}

static sb_str minor_of(sb_str version)
{
    size_t dot = sb_str_chr(version, '.');
    size_t second = dot == SB_NPOS ? SB_NPOS : sb_str_chr(sb_str_from(version, dot + 1), '.');
    return second == SB_NPOS ? version : sb_str_n(version.p, dot + 1 + second);
}

static struct py_environment environment_of(const struct py_world *world, const struct py_dist *dist)
{
    static const struct {
        const char *platform, *os, *system;
    } systems[] = {{"linux", "posix", "Linux"}, {"darwin", "posix", "Darwin"}, {"win32", "nt", "Windows"}};
    struct py_environment env = {.machine = world->modules.machine};
    sb_str platform = world->modules.system;
    if (sb_str_ends(dist->place, SB_S("Lib/site-packages")))
        platform = SB_S("win32");
    if (platform.n == 0)
        platform = SB_S("linux");
    for (size_t i = 0; i < SB_COUNT(systems); i++)
        if (sb_str_eq(platform, sb_str_of(systems[i].platform))) {
            env.sys_platform = platform;
            env.os_name = sb_str_of(systems[i].os);
            env.platform_system = sb_str_of(systems[i].system);
        }
    env.implementation = sb_str_find(dist->place, SB_S("pypy")) == SB_NPOS ? SB_S("cpython") : SB_S("pypy");
    env.full_version = version_of_home(world, dist->site);
    env.python_version = version_of_path(dist->place);
    if (env.python_version.n == 0)
        env.python_version = minor_of(env.full_version);
    if (env.python_version.n == 0)
        env.python_version = version_beside(world->join->tree, dist->site, dist->place);
    if (!sb_str_eq(minor_of(env.full_version), env.python_version))
        env.full_version = SB_STR_NONE;
    return env;
}

/* ---- which distribution a name means ---- */

static uint64_t name_key(uint64_t path, sb_str name)
{
    return sb_hash(name.p, name.n, path) >> 1;
}

/* One number for all site folders that are on one import path by custom: lib and lib64, and below Debian's prefixes. */
static uint64_t path_of(sb_str place)
{
    struct sb_buf key = {0};
    bool debian = sb_str_ends(place, SB_S("dist-packages"));
    sb_str part;
    while (place.n) {
        sb_str_cut(&place, '/', &part);
        if (sb_str_eq(part, SB_S("lib64")))
            part = SB_S("lib");
        if (sb_str_eq(part, SB_S("local")) && sb_str_starts(place, SB_S("lib")))
            continue;
        if (debian && sb_str_starts(part, SB_S("python3")))
            part = SB_S("python3");
        sb_buf_str(&key, part);
        sb_buf_chr(&key, '/');
    }
    uint64_t hash = sb_hash(key.p, key.n, 0);
    sb_buf_done(&key);
    return hash;
}

static void index_name(struct sb_map *map, uint64_t path, const struct py_dist *dist, size_t i)
{
    uint32_t *at = sb_map_put(map, name_key(path, dist->name));
    if (*at == 0)
        *at = (uint32_t)i + 1;
}

/* Several of one name on one path: the first counts. */
static void index_dists(struct edges *e)
{
    for (size_t i = 0; i < e->world->dists.n; i++) {
        const struct py_dist *dist = &e->world->dists.p[i];
        index_name(&e->by_site, dist->site.v, dist, i);
        bool same = i && dist->site.v == e->world->dists.p[i - 1].site.v;
        e->environments[i] = same ? e->environments[i - 1] : environment_of(e->world, dist);
        e->paths[i] = same ? e->paths[i - 1] : path_of(dist->place);
        index_name(&e->by_path, e->paths[i], dist, i);
    }
}

static uint32_t named(const struct edges *e, const struct sb_map *map, uint64_t path, sb_str name)
{
    uint32_t *at = sb_map_get(map, name_key(path, name));
    return at && sb_str_eq(e->world->dists.p[*at - 1].name, name) ? *at : 0;
}

/* First its own folder, then those that are on the path by custom, then those that *.pth files add, and the one whose
 * files add it. */
static uint32_t installed(const struct edges *e, uint32_t dist, sb_str name)
{
    sb_node site = e->world->dists.p[dist].site;
    uint32_t found = named(e, &e->by_site, site.v, name);
    if (!found)
        found = named(e, &e->by_path, e->paths[dist], name);
    size_t n;
    const struct py_path *added = sb_python_added(e->world, site, &n);
    for (size_t i = 0; !found && i < n; i++)
        found = named(e, &e->by_site, added[i].folder.v, name);
    uint32_t *adds = sb_map_get(&e->added_by, site.v);
    return found || !adds ? found : named(e, &e->by_site, *adds, name);
}

/* ---- rows ---- */

static void wait_for(struct edges *e, uint32_t row, sb_str extra)
{
    uint32_t *first = sb_map_put(&e->waiting_for, name_key(e->rows.p[row].dist, extra));
    *SB_PUSH(&e->waiting) = (struct waiting){row, *first};
    *first = (uint32_t)e->waiting.n;
}

/* An edge stands: its target is asked for the extras that the requirement names. */
static void let_stand(struct edges *e, uint32_t number)
{
    struct row *row = &e->rows.p[number];
    sb_str extras = row->requirement.extras;
    sb_str extra;
    row->stands = true;
    while (row->to && sb_python_next_extra(&extras, &extra)) {
        extra = sb_pep503_name(extra, e->arena);
        uint32_t *asked = sb_map_put(&e->was_asked, name_key(row->to - 1, extra));
        if (!*asked)
            *SB_PUSH(&e->asked) = (struct asked){row->to - 1, extra};
        *asked = 1;
    }
}

static void try_row(struct edges *e, uint32_t number, sb_str extra)
{
    struct row *row = &e->rows.p[number];
    if (row->stands || (row->extra.n && !sb_str_eq(row->extra, extra)))
        return;
    sb_str marker = row->requirement.marker;
    if (marker.n > e->budget) { /* very many extras, all of them asked for: nobody's package */
        let_stand(e, number);
        return;
    }
    e->budget -= marker.n;
    if (sb_python_marker(marker, &e->environments[row->dist], extra, &e->scratch) != PY_FALSE)
        let_stand(e, number);
    sb_arena_reset(&e->scratch);
}

/* SECTION: the extra of a section of requires.txt, or empty. */
static void add_row(struct edges *e, uint32_t dist, sb_str raw, sb_str section)
{
    struct row row = {.dist = dist, .raw = raw, .scope = section};
    if (!sb_python_requirement(raw, &row.requirement))
        return;
    row.extra = sb_pep503_name(section, e->arena);
    row.name = sb_pep503_name(row.requirement.name, e->arena);
    row.to = installed(e, dist, row.name);
    uint32_t number = (uint32_t)e->rows.n;
    *SB_PUSH(&e->rows) = row;
    if (row.extra.n)
        wait_for(e, number, row.extra);
    sb_str rest = row.requirement.marker;
    sb_str extra;
    int n = 0;
    for (; n < EXTRAS && sb_python_marker_extra(&rest, &extra); n++) {
        if (n == 0 && section.n == 0)
            e->rows.p[number].scope = extra;
        wait_for(e, number, sb_pep503_name(extra, e->arena));
    }
    if (n == EXTRAS)
        let_stand(e, number);
}

/* requires.txt: lines below "[extra]", "[:marker]" or "[extra:marker]". */
static void add_egg_rows(struct edges *e, uint32_t dist)
{
    sb_str rest = e->world->dists.p[dist].requires_txt;
    sb_str line;
    sb_str extra = SB_STR_NONE;
    sb_str marker = SB_STR_NONE;
    while (sb_str_line(&rest, &line)) {
        line = sb_str_trim(line);
        if (line.n > 1 && line.p[0] == '[' && line.p[line.n - 1] == ']') {
            marker = sb_str_part(line, 1, line.n - 2);
            sb_str_cut(&marker, ':', &extra);
        } else if (line.n) {
            add_row(e, dist, marker.n ? sb_arena_join(e->arena, line, SB_S(" ; "), marker) : line, extra);
        }
    }
}

static void add_rows(struct edges *e)
{
    for (uint32_t i = 0; i < e->world->dists.n; i++) {
        const struct py_metadata *meta = e->world->dists.p[i].meta;
        sb_join_deps_known(e->world->join, e->world->dists.p[i].component);
        for (size_t j = 0; j < meta->n_requires; j++)
            add_row(e, i, meta->requires[j], SB_STR_NONE);
        if (meta->n_requires == 0)
            add_egg_rows(e, i);
    }
}

/* Extras to a fixed point: one that is asked for may make a requirement stand that asks for more. */
static void settle(struct edges *e)
{
    e->budget = 1 << 20;
    for (uint32_t i = 0; i < e->rows.n; i++)
        e->budget += EVALUATIONS * e->rows.p[i].requirement.marker.n;
    for (uint32_t i = 0; i < e->rows.n; i++)
        try_row(e, i, SB_STR_NONE);
    for (size_t i = 0; i < e->asked.n; i++) {
        struct asked asked = e->asked.p[i];
        uint32_t *first = sb_map_get(&e->waiting_for, name_key(asked.dist, asked.extra));
        for (uint32_t at = first ? *first : 0; at; at = e->waiting.p[at - 1].next)
            if (e->rows.p[e->waiting.p[at - 1].row].dist == asked.dist)
                try_row(e, e->waiting.p[at - 1].row, asked.extra);
    }
}

static void join_rows(struct edges *e)
{
    struct sb_join *join = e->world->join;
    for (size_t i = 0; i < e->rows.n; i++) {
        const struct row *row = &e->rows.p[i];
        sb_str scope =
            row->scope.n ? sb_arena_join(e->arena, SB_S("extra:"), row->scope, SB_STR_NONE) : SB_S("runtime");
        sb_comp to = row->stands && row->to ? e->world->dists.p[row->to - 1].component : SB_COMP_NONE;
        sb_comp component = e->world->dists.p[row->dist].component;
        sb_join_dep(join, (struct sb_dep){.component = component,
                                          .raw = row->raw,
                                          .scope = scope,
                                          .to = to,
                                          .name = to.v ? row->name : SB_STR_NONE,
                                          .imports = true});
    }
}

void sb_python_dependencies(struct py_world *world)
{
    struct edges e = {.world = world, .arena = world->join->arena};
    e.environments = sb_calloc(world->dists.n + 1, sizeof *e.environments);
    e.paths = sb_calloc(world->dists.n + 1, sizeof *e.paths);
    for (size_t i = 0; i < world->paths.n; i++) {
        uint32_t *adds = sb_map_put(&e.added_by, world->paths.p[i].folder.v);
        *adds = *adds ? *adds : world->paths.p[i].site.v;
    }
    index_dists(&e);
    add_rows(&e);
    settle(&e);
    join_rows(&e);
    sb_free(e.environments);
    sb_free(e.paths);
    sb_free(e.rows.p);
    sb_free(e.waiting.p);
    sb_free(e.asked.p);
    sb_map_done(&e.waiting_for);
    sb_map_done(&e.was_asked);
    sb_map_done(&e.by_site);
    sb_map_done(&e.by_path);
    sb_map_done(&e.added_by);
    sb_arena_done(&e.scratch);
}
