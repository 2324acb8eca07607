/* Installed Python distributions: *.dist-info (PEP 376, 427, 566, 610, 639) and *.egg-info. */
#include "collect/fact_json.h"
#include "collect/npm_source.h"
#include "collect/python_join.h"
#include "id/licence.h"
#include "id/purl.h"
#include "id/version.h"
#include "text/keyval.h"

enum { INSTALLER_MAX = 4096 };

static const struct sb_match matches[] = {
    {.name = "METADATA", .folder_suffix = ".dist-info", .kind = PY_METADATA},
    {.name = "METADATA", .folder_suffix = ".DIST-INFO", .kind = PY_METADATA},
    {.name = "PKG-INFO", .folder_suffix = ".egg-info", .kind = PY_METADATA},
    {.name = "PKG-INFO", .folder = "EGG-INFO", .kind = PY_METADATA},
    {.suffix = ".egg-info", .kind = PY_METADATA},
    {.name = "RECORD", .folder_suffix = ".dist-info", .kind = PY_RECORD},
    {.name = "installed-files.txt", .folder_suffix = ".egg-info", .kind = PY_INSTALLED_FILES},
    {.name = "requires.txt", .folder_suffix = ".egg-info", .kind = PY_REQUIRES},
    {.name = "requires.txt", .folder = "EGG-INFO", .kind = PY_REQUIRES},
    {.name = "INSTALLER", .folder_suffix = ".dist-info", .max = INSTALLER_MAX, .kind = PY_INSTALLER},
    {.name = "REQUESTED", .folder_suffix = ".dist-info", .kind = PY_REQUESTED, .presence = true},
    {.name = "direct_url.json", .folder_suffix = ".dist-info", .kind = PY_DIRECT_URL},
    {.name = "entry_points.txt", .folder_suffix = ".dist-info", .kind = PY_ENTRY_POINTS},
    {.name = "entry_points.txt", .folder_suffix = ".egg-info", .kind = PY_ENTRY_POINTS},
    {.name = "entry_points.txt", .folder = "EGG-INFO", .kind = PY_ENTRY_POINTS},
    {.suffix = ".pth", .folder = "site-packages", .kind = PY_START_UP},
    {.suffix = ".pth", .folder = "dist-packages", .kind = PY_START_UP},
    {.suffix = ".start", .folder = "site-packages", .kind = PY_START_UP},
    {.suffix = ".start", .folder = "dist-packages", .kind = PY_START_UP},
    {.suffix = ".egg", .folder = "site-packages", .kind = PY_ZIPPED_EGG, .presence = true},
    {.suffix = ".egg", .folder = "dist-packages", .kind = PY_ZIPPED_EGG, .presence = true},
    {0},
};

struct finish {
    struct sb_join *join;
    SB_VEC(struct py_dist) dists;
    const struct sb_record **start_ups; /* records of start-up files */
    sb_comp *start_up_owner;
    size_t n_start_ups;
    struct sb_map start_up; /* node -> index + 1 */
    struct sb_map by_name;  /* hash of (site, name) -> index + 1 of the first distribution of that name there */
};

static const struct sb_record *of_kind(const struct sb_record *first, size_t n, enum py_kind kind)
{
    for (size_t i = 0; i < n; i++)
        if (first[i].kind == kind)
            return &first[i];
    return NULL;
}

/* "lib/python3.12/site-packages" -> "3.12" */
static sb_str version_of_path(sb_str place)
{
    size_t at = sb_str_find(place, SB_S("python"));
    while (at != SB_NPOS) {
        sb_str rest = sb_str_from(place, at + 6);
        size_t n = 0;
        while (n < rest.n && (sb_is_digit(rest.p[n]) || rest.p[n] == '.'))
            n++;
        if (n >= 3 && rest.p[1] == '.')
            return sb_str_n(rest.p, n);
        size_t next = sb_str_find(rest, SB_S("python"));
        if (next == SB_NPOS)
            break;
        place = sb_str_from(rest, next);
        at = 0;
    }
    return SB_STR_NONE;
}

/* ---- what the metadata says ---- */

/* Older tools write UNKNOWN for what they were not told. */
static sb_str told(sb_str value)
{
    value = sb_str_trim(value);
    return sb_str_eq(value, SB_S("UNKNOWN")) ? SB_STR_NONE : value;
}

static void add_licence(struct sb_join *join, sb_comp c, const struct py_metadata *meta)
{
    sb_str normal;
    struct sb_err err = {0};
    sb_str licence = told(meta->licence);
    if (meta->licence_expression.n) {
        sb_join_licence(join, c, meta->licence_expression);
        return;
    }
    if (licence.n && sb_licence_parse(licence, join->arena, &normal, &err) == SB_OK) {
        sb_join_licence(join, c, licence);
        return;
    }
    bool found = false;
    for (size_t i = 0; i < meta->n_classifiers; i++) {
        sb_str id = sb_licence_of_classifier(meta->classifiers[i]);
        if (id.n)
            sb_join_licence(join, c, id);
        found |= id.n > 0;
    }
    sb_str line;
    if (!found && sb_str_line(&licence, &line)) /* often a whole licence text: its first line names it */
        sb_join_licence(join, c, sb_str_part(line, 0, 200));
}

/* CycloneDX external reference types of the usual labels (PyPI's well-known project URLs). */
static const char *reference_type(sb_str label)
{
    static const struct {
        const char *label, *type;
    } rows[] = {{"homepage", "website"},
                {"home", "website"},
                {"source", "vcs"},
                {"source code", "vcs"},
                {"repository", "vcs"},
                {"code", "vcs"},
                {"github", "vcs"},
                {"documentation", "documentation"},
                {"docs", "documentation"},
                {"changelog", "release-notes"},
                {"changes", "release-notes"},
                {"release notes", "release-notes"},
                {"issues", "issue-tracker"},
                {"bug tracker", "issue-tracker"},
                {"tracker", "issue-tracker"},
                {"bug reports", "issue-tracker"},
                {"issue tracker", "issue-tracker"}};
    for (size_t i = 0; i < SB_COUNT(rows); i++)
        if (sb_str_eq_nocase(label, sb_str_of(rows[i].label)))
            return rows[i].type;
    return "other";
}

static void add_urls(struct sb_join *join, sb_comp c, const struct py_metadata *meta)
{
    if (told(meta->homepage).n)
        sb_doc_reference(join->doc, c, SB_S("website"), told(meta->homepage), SB_STR_NONE);
    for (size_t i = 0; i < meta->n_urls; i++) {
        sb_str url = meta->urls[i];
        sb_str label;
        if (!sb_str_cut(&url, ',', &label))
            continue;
        url = sb_str_trim(url);
        label = sb_str_trim(label);
        const char *type = reference_type(label);
        if (url.n)
            sb_doc_reference(join->doc, c, sb_str_of(type), url, strcmp(type, "other") == 0 ? label : SB_STR_NONE);
    }
}

static void describe(struct sb_join *join, sb_comp c, const struct py_metadata *meta)
{
    sb_str author = told(meta->author).n ? told(meta->author) : told(meta->author_email);
    if (told(meta->summary).n)
        sb_doc_attribute(join->doc, c, SB_F_DESCRIPTION, told(meta->summary));
    if (author.n)
        sb_doc_attribute(join->doc, c, SB_F_AUTHOR, author);
    add_licence(join, c, meta);
    add_urls(join, c, meta);
}

/* ---- where it came from ---- */

static void add_origin(struct sb_join *join, sb_comp c, const struct py_direct_url *direct, sb_str installer,
                       sb_str repository)
{
    struct sb_buf json = {0};
    bool first = true;
    sb_buf_chr(&json, '{');
    if (installer.n) {
        sb_fact_text(&json, first, "installer", installer);
        first = false;
    }
    const char *kind = !direct                                     ? NULL
                       : direct->vcs.n                             ? "git"
                       : sb_str_starts(direct->url, SB_S("file:")) ? "file"
                                                                   : "url";
    if (kind || installer.n) {
        sb_fact_text(&json, first, "kind", sb_str_of(kind ? kind : "registry"));
        first = false;
    }
    if (repository.n) {
        sb_fact_text(&json, first, "repository", repository);
        first = false;
    }
    /* The folder of a local build is a path of the machine that made it, and says nothing elsewhere. */
    bool elsewhere = direct && !sb_str_starts(direct->url, SB_S("file:"));
    sb_str url = elsewhere ? sb_npm_source_of(direct->url, join->arena).url : SB_STR_NONE; /* without secrets */
    if (url.n) {
        sb_fact_text(&json, first, "url", url);
        first = false;
    }
    sb_buf_chr(&json, '}');
    if (!first)
        sb_join_fact(join, c, "sbom:origin", sb_buf_all(&json));
    sb_buf_done(&json);
}

static sb_str repository_of(const struct py_metadata *meta)
{
    for (size_t i = 0; i < meta->n_urls; i++) {
        sb_str url = meta->urls[i];
        sb_str label;
        if (sb_str_cut(&url, ',', &label) && strcmp(reference_type(sb_str_trim(label)), "vcs") == 0)
            return sb_str_trim(url);
    }
    return SB_STR_NONE;
}

/* ---- entry points ---- */

static void add_entry_points(struct py_dist *dist, const struct sb_record *record)
{
    struct sb_lines lines;
    sb_str name, value;
    struct sb_arena *arena = dist->join->arena;
    sb_lines_init(&lines, *(const sb_str *)record->data);
    while (sb_ini_row(&lines, &name, &value)) {
        if (lines.bad) {
            sb_join_diag(dist->join, SB_D_MALFORMED, record->path, lines.line, "neither a section nor an entry");
            continue;
        }
        bool script =
            sb_str_eq(lines.section, SB_S("console_scripts")) || sb_str_eq(lines.section, SB_S("gui_scripts"));
        sb_str command =
            sb_arena_printf(arena, "%.*s: %.*s = %.*s", SB_FMT(lines.section), SB_FMT(name), SB_FMT(value));
        sb_join_exec(dist->join, (struct sb_exec){.component = dist->component,
                                                  .kind = script ? SB_EXEC_PY_SCRIPT : SB_EXEC_PY_PLUGIN,
                                                  .path = sb_arena_join(arena, sb_path_base(record->key),
                                                                        SB_S("/entry_points.txt"), SB_STR_NONE),
                                                  .command = command});
    }
}

/* ---- one distribution ---- */

static bool is_same(struct py_dist *dist, sb_str name, sb_str version)
{
    struct sb_arena *arena = dist->join->arena;
    return sb_str_eq(sb_pep503_name(name, arena), dist->name) &&
           (sb_version_pep440.compare(version, dist->meta->version) == 0 ||
            sb_str_eq(sb_pep503_name(version, arena), sb_pep503_name(dist->meta->version, arena)));
}

/* "name-version.dist-info" of the folder against the metadata: they may differ only in spelling. Old tools left dashes
 * in names, so that any dash may be the one between. */
static void check_folder(struct py_dist *dist, const struct sb_record *record)
{
    struct sb_join *join = dist->join;
    sb_str folder = sb_path_base(record->key);
    sb_str both = folder;
    sb_str name = SB_STR_NONE;
    sb_str version = SB_STR_NONE;
    if (!sb_str_chop_end(&both, SB_S(".dist-info")))
        return;
    for (size_t i = 0; i < both.n; i++) {
        if (both.p[i] != '-')
            continue;
        name = sb_str_n(both.p, i);
        version = sb_str_from(both, i + 1);
        if (is_same(dist, name, version))
            return;
    }
    if (!name.p)
        return;
    sb_join_diag(join, SB_D_NAME_DISAGREES, record->path, 0, "the folder says %.*s %.*s, the metadata %.*s %.*s",
                 SB_FMT(name), SB_FMT(version), SB_FMT(dist->meta->name), SB_FMT(dist->meta->version));
    struct sb_buf json = {0};
    sb_buf_str(&json, SB_S("[{"));
    sb_fact_text(&json, true, "location", folder);
    sb_fact_text(&json, false, "lock", folder);
    sb_fact_text(&json, false, "name", name);
    sb_fact_text(&json, false, "version", version);
    sb_buf_str(&json, SB_S("}]"));
    sb_join_fact(join, dist->component, "sbom:lock", sb_buf_all(&json));
    sb_buf_done(&json);
}

static void claim_node(struct py_dist *dist, sb_node node, uint32_t flags)
{
    sb_join_claim(dist->join,
                  (struct sb_claim){
                      .component = dist->component, .node = node, .flags = flags, .recorded_size = SB_SIZE_UNKNOWN});
}

static void claim_folder(struct py_dist *dist, sb_node folder)
{
    const struct sb_tree *tree = dist->join->tree;
    for (uint32_t i = folder.v; i < sb_tree_at(tree, folder)->end; i++)
        if (i != dist->manifest.v && sb_tree_at(tree, (sb_node){i})->kind != SB_ENTRY_DIR)
            claim_node(dist, (sb_node){i}, SB_CLAIM_GENERATED);
}

static void claim_files(struct py_dist *dist, const struct sb_record *group, size_t n)
{
    const struct sb_record *record = of_kind(group, n, PY_RECORD);
    const struct sb_record *installed = of_kind(group, n, PY_INSTALLED_FILES);
    sb_node folder = sb_tree_find(dist->join->tree, SB_NODE_ROOT, group[0].key, false);
    if (record)
        sb_python_claim_record(dist, record);
    else if (installed && folder.v)
        sb_python_claim_installed_files(dist, installed, folder);
    else if (folder.v)
        claim_folder(dist, folder);
    /* Whatever the record says: who owns the manifest owns the distribution. */
    if (dist->manifest.v && !dist->manifest_listed)
        claim_node(dist, dist->manifest, SB_CLAIM_GENERATED | SB_CLAIM_MANIFEST);
}

static void add_distribution(struct finish *f, const struct sb_record *group, size_t n)
{
    struct sb_join *join = f->join;
    const struct sb_record *metadata = of_kind(group, n, PY_METADATA);
    if (!metadata)
        return;
    const struct py_metadata *meta = metadata->data;
    if (meta->name.n == 0 || meta->version.n == 0) {
        sb_join_diag(join, SB_D_INCOMPLETE_ENTRY, metadata->path, 0, "no %s", meta->name.n ? "Version" : "Name");
        return;
    }
    struct py_dist dist = {.join = join,
                           .meta = meta,
                           .place = sb_path_dir(metadata->key),
                           .manifest = metadata->node,
                           .start_up = &f->start_up,
                           .start_up_owner = f->start_up_owner};
    dist.site = sb_tree_find(join->tree, SB_NODE_ROOT, dist.place, false);
    dist.name = sb_pep503_name(meta->name, join->arena);
    dist.python_version = version_of_path(dist.place);
    dist.component = sb_join_component(join, SB_TYPE_LIBRARY, "pypi", SB_STR_NONE, meta->name, meta->version, NULL,
                                       dist.place.n ? dist.place : SB_S("."), metadata);
    describe(join, dist.component, meta);
    const struct sb_record *installer = of_kind(group, n, PY_INSTALLER);
    const struct sb_record *direct = of_kind(group, n, PY_DIRECT_URL);
    const struct sb_record *entry_points = of_kind(group, n, PY_ENTRY_POINTS);
    const struct sb_record *requires = of_kind(group, n, PY_REQUIRES);
    if (join->facts)
        add_origin(join, dist.component, direct ? direct->data : NULL,
                   installer ? *(const sb_str *)installer->data : SB_STR_NONE, repository_of(meta));
    if (of_kind(group, n, PY_REQUESTED))
        sb_join_requested(join, dist.component);
    check_folder(&dist, metadata);
    claim_files(&dist, group, n);
    if (entry_points)
        add_entry_points(&dist, entry_points);
    dist.requires_txt = requires ? *(const sb_str *) requires->data : SB_STR_NONE;
    *SB_PUSH(&f->dists) = dist;
}

/* ---- dependencies ---- */

static uint64_t name_key(sb_node site, sb_str name)
{
    return sb_hash(name.p, name.n, site.v) >> 1;
}

static void index_names(struct finish *f)
{
    for (size_t i = 0; i < f->dists.n; i++) {
        uint32_t *at = sb_map_put(&f->by_name, name_key(f->dists.p[i].site, f->dists.p[i].name));
        if (*at == 0)
            *at = (uint32_t)i + 1;
    }
}

static sb_comp installed(const struct finish *f, const struct py_dist *dist, sb_str name)
{
    sb_str folded = sb_pep503_name(name, f->join->arena);
    uint32_t *at = sb_map_get(&f->by_name, name_key(dist->site, folded));
    if (!at || !sb_str_eq(f->dists.p[*at - 1].name, folded))
        return SB_COMP_NONE;
    return f->dists.p[*at - 1].component;
}

static void add_dep(struct finish *f, const struct py_dist *dist, sb_str raw, sb_str extra)
{
    struct py_requirement requirement;
    struct sb_arena *arena = f->join->arena;
    if (!sb_python_requirement(raw, &requirement))
        return;
    if (extra.n == 0)
        extra = sb_python_marker_extra(requirement.marker);
    bool never = sb_python_marker(requirement.marker, dist->python_version) == PY_FALSE;
    sb_join_dep(f->join, (struct sb_dep){.component = dist->component,
                                         .raw = raw,
                                         .scope = extra.n ? sb_arena_join(arena, SB_S("extra:"), extra, SB_STR_NONE)
                                                          : SB_S("runtime"),
                                         .to = never ? SB_COMP_NONE : installed(f, dist, requirement.name)});
}

/* requires.txt: lines below "[extra]", "[:marker]" or "[extra:marker]". */
static void add_egg_deps(struct finish *f, const struct py_dist *dist)
{
    sb_str rest = dist->requires_txt;
    sb_str line;
    sb_str extra = SB_STR_NONE;
    sb_str marker = SB_STR_NONE;
    while (sb_str_line(&rest, &line)) {
        line = sb_str_trim(line);
        if (line.n > 1 && line.p[0] == '[' && line.p[line.n - 1] == ']') {
            marker = sb_str_part(line, 1, line.n - 2);
            sb_str_cut(&marker, ':', &extra);
        } else if (line.n) {
            sb_str raw = marker.n ? sb_arena_join(f->join->arena, line, SB_S(" ; "), marker) : line;
            add_dep(f, dist, raw, extra);
        }
    }
}

static void add_deps(struct finish *f)
{
    index_names(f);
    for (size_t i = 0; i < f->dists.n; i++) {
        const struct py_dist *dist = &f->dists.p[i];
        for (size_t j = 0; j < dist->meta->n_requires; j++)
            add_dep(f, dist, dist->meta->requires[j], SB_STR_NONE);
        if (dist->meta->n_requires == 0)
            add_egg_deps(f, dist);
    }
}

/* ---- start-up files ---- */

static void index_start_ups(struct finish *f)
{
    const struct sb_join *join = f->join;
    f->start_ups = sb_calloc(join->n_records + 1, sizeof *f->start_ups);
    f->start_up_owner = sb_calloc(join->n_records + 1, sizeof *f->start_up_owner);
    for (size_t i = 0; i < join->n_records; i++) {
        if (join->records[i].kind != PY_START_UP || !join->records[i].node.v)
            continue;
        f->start_ups[f->n_start_ups++] = &join->records[i];
        *sb_map_put(&f->start_up, join->records[i].node.v) = (uint32_t)f->n_start_ups;
    }
}

static void add_start_ups(struct finish *f)
{
    for (size_t i = 0; i < f->n_start_ups; i++) {
        const struct py_start_up *start = f->start_ups[i]->data;
        if (start->line.n)
            sb_join_exec(f->join, (struct sb_exec){.component = f->start_up_owner[i],
                                                   .kind = start->kind,
                                                   .node = f->start_ups[i]->node,
                                                   .command = start->line});
    }
}

/* sitecustomize and usercustomize run by their name alone, wherever the import path finds them. */
static void add_customize(struct finish *f, size_t first_claim)
{
    struct sb_join *join = f->join;
    struct sb_arena scratch = {0};
    for (size_t i = first_claim; i < join->claims.n; i++) {
        const struct sb_claim *claim = &join->claims.p[i];
        sb_str name = claim->node.v ? sb_tree_at(join->tree, claim->node)->name : SB_STR_NONE;
        bool named_so =
            sb_str_find(name, SB_S("customize")) != SB_NPOS || sb_str_find(claim->path, SB_S("customize")) != SB_NPOS;
        if (!claim->node.v || !named_so)
            continue;
        enum sb_exec_kind kind = sb_exec_of_path(sb_tree_path(join->tree, claim->node, &scratch));
        if (kind == SB_EXEC_PY_SITECUSTOMIZE || kind == SB_EXEC_PY_USERCUSTOMIZE)
            sb_join_exec(join, (struct sb_exec){.component = claim->component, .kind = kind, .node = claim->node});
    }
    sb_arena_done(&scratch);
}

static void finish(struct sb_join *join)
{
    struct finish f = {.join = join};
    size_t first_claim = join->claims.n;
    index_start_ups(&f);
    for (size_t i = 0; i < join->n_records;) {
        size_t n = 1;
        while (i + n < join->n_records && sb_str_eq(join->records[i + n].key, join->records[i].key))
            n++;
        add_distribution(&f, &join->records[i], n);
        i += n;
    }
    add_deps(&f);
    add_start_ups(&f);
    add_customize(&f, first_claim);
    sb_free(f.dists.p);
    sb_free(f.start_ups);
    sb_free(f.start_up_owner);
    sb_map_done(&f.start_up);
    sb_map_done(&f.by_name);
}

const struct sb_collector sb_collect_python = {
    .name = "python",
    .revision = 1,
    .ecosystem = "pypi",
    .summary = "installed Python distributions (*.dist-info, *.egg-info) and start-up files",
    .match = matches,
    .lists_all = true,
    .file = sb_python_file,
    .finish = finish,
};
